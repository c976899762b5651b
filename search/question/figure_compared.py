"""Figures beside each other: which department or item has more, by how much, how many times, and the order of several."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Item, quantity
from search.question.figure_said import total
from search.question.graph import Row, text_of
from search.question.understanding import Understood


@dataclass(frozen=True, slots=True)
class Compared:
    """The items that answer a comparison and the sentence that says it."""

    items: tuple[Item, ...]
    text: str
    assumptions: tuple[str, ...] = ()


def compare_two(u: Understood, groups: list[list[Row]], names: list[str]) -> Compared:
    """Two figures: the larger (or smaller), the difference, the ratio or the percentage that one is of the other."""
    (first, second), (a, b) = groups, (total(groups[0]), total(groups[1]))
    unit, gap = text_of(first[0], "unit"), abs(a - b)
    less = u.has("compare", "smaller") and not u.has("compare", "difference")
    winner = names[0] if (a <= b if less else a >= b) else names[1]
    said = ("两边的文件年度不同",) if text_of(first[0], "year") != text_of(second[0], "year") else ()
    percent = unit == "%"
    more = f"{names[0] if a >= b else names[1]}更{'高' if percent else '多'}，相差{quantity(gap, unit)}。" if gap else "两者相等。"
    if u.has("compare", "ratio") and min(a, b):
        ratio = (a / b if a >= b else b / a).quantize(Decimal("0.01"))
        return Compared((Item("倍数", plain(ratio), "倍"),), f"{more}{'前者' if a >= b else '后者'}是另一方的{ratio}倍。", said)
    if u.has("share") and u.has("compare", "difference") and b:
        rate = (gap / b * 100).quantize(Decimal("0.01"))
        word = "多" if a >= b else "少"
        return Compared((Item(f"{names[0]}比{names[1]}{word}", plain(rate), "%"),), f"{names[0]}比{names[1]}{word}{rate}%。", said)
    if u.has("share") and b:
        share = (a / b * 100).quantize(Decimal("0.01"))
        return Compared((Item("比例", plain(share), "%"),), f"前者是后者的{share}%。", said)
    if u.has("compare", "difference") or not u.has("compare", "larger", "smaller"):
        return Compared((Item("相差", plain(gap), unit),), more, said)
    if not gap:
        return Compared((Item("相等", plain(a), unit),), more, said)
    value = min(a, b) if less else max(a, b)
    text = more if not less else f"{winner}更{'低' if percent else '少'}，相差{quantity(gap, unit)}。"
    return Compared((Item(winner, plain(value), unit),), text, said)


def rank(u: Understood, groups: list[list[Row]], names: list[str], what: str) -> Compared:
    """Several figures in order; the first (or those asked for) where an extreme is wanted. ``what``: the name of them all."""
    ascending = u.has("aggregate", "min") or u.has("compare", "smaller")
    order = sorted(range(len(groups)), key=lambda i: (total(groups[i]) if ascending else -total(groups[i]), names[i]))
    values = [total(groups[i]) for i in order]
    wanted = u.limit or (len(order) if u.has("aggregate", "order") else 1)
    while wanted < len(order) and values[wanted] == values[wanted - 1]:
        wanted += 1  # a tie is said whole
    unit = text_of(groups[0][0], "unit")
    items = tuple(Item(names[i], plain(total(groups[i])), unit) for i in order[:wanted])
    years = {text_of(group[0], "year") for group in groups}
    dated = [f"{names[i]}（{text_of(groups[i][0], 'year')}年）" if len(years) > 1 and "年" not in names[i] else names[i] for i in range(len(groups))]
    text = f"{'从低到高' if ascending else '从高到低'}：{'；'.join(f'{dated[i]}{quantity(total(groups[i]), unit)}' for i in order)}。"
    if wanted < len(order) and not u.limit:
        first = "、".join(names[i] for i in order[:wanted])
        text = f"{what}最{'低' if ascending else '高'}的是{first}，{quantity(values[0], unit)}。{text}"
    if u.has("compare", "difference") and len(order) > 1:
        text += f"第一和第二相差{quantity(abs(values[0] - values[1]), unit)}，最高和最低相差{quantity(max(values) - min(values), unit)}。"
    return Compared(items, text, ("各部门公开的年度不同，按各自的文件比较",) if len(years) > 1 else ())
