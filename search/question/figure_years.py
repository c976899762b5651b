"""A figure of several years: each from its own document, or from the document of the year after; sums and differences.

Enters: a frame of more than one year of which not all have a document. Leaves: one answer for each year, the years
beside each other, added up or set against each other where that is asked for. A year that cannot be told is said; a sum
or a difference needs every year.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, quantity, refusal
from search.question.figure_frame import FigureFrame
from search.question.parts import joined
from search.question.understanding import Understood


def answer_years(u: Understood, frame: FigureFrame, answer: Callable[[Understood, FigureFrame], Answer]) -> Answer:
    """The answers of the years as one; ``answer`` answers one year."""
    years = sorted(frame.years)
    answers = [answer(of_year(u, year), replace(frame, years=(year,), want="value", one_of_years=True)) for year in years]
    both = u.has("aggregate", "sum") or u.has("compare", "difference", "larger", "smaller", "ratio")
    bad = next((one for one in answers if one.kind != "answer"), None)
    if both and bad is not None:
        return replace(bad, question=u.question)
    told = joined(u, [f"{year}年" for year in years], answers)
    if not both:
        return told
    if any(len(one.items) != 1 or one.items[0].value is None for one in answers) or len({one.items[0].unit for one in answers}) > 1:
        return refusal(u.question, f"各年不止一个数，没有合并计算：{told.text}", told.sparql)
    values = [Decimal(one.items[0].value or 0) for one in answers]
    item, text = worked_out(u, years, values, answers[0].items[0].unit or "")
    return replace(told, items=(item, *told.items), text=told.text + text)


def of_year(u: Understood, year: int) -> Understood:
    """The question asked of one year, without what sets the years against each other."""
    kept = tuple(
        m for m in u.mentions if not (m.kind == "year" and m.value != str(year)) and m.kind != "compare" and (m.kind, m.value) != ("aggregate", "sum")
    )
    return replace(u, mentions=kept)


def worked_out(u: Understood, years: list[int], values: list[Decimal], unit: str) -> tuple[Item, str]:
    """The sum, the ratio or the difference of the last year to the first."""
    if u.has("aggregate", "sum") or len(values) != 2:
        whole = sum(values, Decimal(0))
        return Item("合计", plain(whole), unit), f"合计{quantity(whole, unit)}。"
    before, after = values
    if u.has("compare", "ratio") and before:
        ratio = (after / before).quantize(Decimal("0.01"))
        return Item("倍数", plain(ratio), "倍"), f"{years[1]}年是{years[0]}年的{ratio}倍。"
    gap, word = abs(after - before), "多" if after >= before else "少"
    return Item("相差", plain(gap), unit), f"{years[1]}年比{years[0]}年{word}{quantity(gap, unit)}。"
