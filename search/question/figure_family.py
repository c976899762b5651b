"""Questions about one figure of the tables or the prose, its change on last year, its share, and comparisons of it.

The figure is found by a concept of figures.tsv (places in order of preference), by a row label of the graph, or by an
account code. The query shown fixes the table, row and column that were chosen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, money, quantity, refusal, table_rows
from search.question.asked_unit import measure_word
from search.question.catalogue import Department, bare, bare_label
from search.question.figure_change import answer_change, answer_last_year, reason_text
from search.question.figure_compared import compare_two, rank
from search.question.figure_frame import FigureFrame
from search.question.figure_items import items_under
from search.question.figure_place import (
    by_budget,
    candidates,
    current,
    figure_of_fund,
    find_figure,
    fits,
    may_concern,
    places_of,
)
from search.question.figure_said import COLUMNS, TITLES, concept_words, figure_query, total, where_words
from search.question.figure_share import answer_shares
from search.question.figure_years import answer_years
from search.question.follow_up import narrowings, other_department
from search.question.graph import Graph, Row, number_of, text_of
from search.question.refusal import unaccounted, unknown_words, unused_words
from search.question.table_number import in_table
from search.question.understanding import Understood

USED = frozenset(
    ["concept", "label", "code", "money", "compare", "change", "share", "derive", "scope", "group", "fund", "phase", "noun", "topic", "grain",
     "contrast", "contents", "table"]
)  # fmt: skip
"""Kinds of mention that a question about a figure has a place for, whatever they say"""


MOVED = re.compile("(?:换|买|购|购置|购买|采购|更新|更换|新增|报废|淘汰|处置|租|租用|招|招聘)(?:了|过|掉|上)?(?=(?:多少|几)[辆台人名个])")
"""要换几辆车: no number of those that are there"""


def answer_figure(u: Understood, frame: FigureFrame, graph: Graph) -> Answer:
    """The figures of a frame: as they are, their change, share, items, or beside each other; a refusal where a word has no place."""
    known = {d.iri: d for d in u.catalogue.departments}
    departments = [known[iri] for iri in frame.departments if iri in known] or list(known.values())
    strays = [] if frame.in_label else unaccounted(u, USED, places_for(frame))
    strays += [u.printed(m) for m in u.of("money") if m.value == "period" and "盘子" not in u.printed(m)]
    if strays:
        return unused_words(u, strays)
    if frame.want in ("change", "rate"):
        return answer_change(u, frame, graph, departments)
    if u.asks("quantity", "count") and (moved := MOVED.search(u.text)):
        return unused_words(u, [moved[0]])
    missing = [year for year in frame.years if not any(year in d.years for d in departments)]
    if missing and len(frame.years) > 1:
        return answer_years(u, frame, lambda one, of: answer_figure(one, of, graph))
    if missing:
        return answer_last_year(u, frame, graph, departments, missing[0])
    whole = frame.want == "items" or u.has("table")
    rows = candidates(graph, [d.iri for d in departments], frame.years, None if whole else may_concern(frame, u))
    numbered = next((int(value) for value in u.values("table")), 0)
    rows = in_table(rows, numbered, graph) if numbered else rows
    if not rows and numbered:
        return refusal(u.question, f"没有在文件里找到编号为{numbered}的表。", figure_query(frame, departments, []))
    found, absent = find_all(u, frame, rows, departments)
    if not found:
        return nothing_found(u, frame, rows, departments)
    refused = half_found(u, frame, departments, found, absent)
    if refused is not None:
        return refused
    if frame.want == "share":
        return answer_shares(u, frame, graph, departments, rows, found)
    if frame.want == "items":
        return answer_items(u, frame, graph, departments, rows, found)
    return with_absent(u, frame, departments, found, absent, stated(u, frame, graph, departments, found, rows))


def half_found(u: Understood, frame: FigureFrame, departments: list[Department], found: list[list[Row]], absent: list[str]) -> Answer | None:
    """The refusal where words are left over, or where several figures are asked for and one alone was found."""
    if not frame.in_label and not explained(u, [row for group in found for row in group]):
        return unknown_words(u)
    why = ""
    if absent and (frame.want in ("compare", "total", "rank") or frame.more):
        why = f"{'、'.join(dict.fromkeys(absent))}在文件里没有找到，所以不作答。"
    elif len(found) == 1 and u.asks_each and not frame.one_of_years:
        why = "问题问的是几项各多少，只看懂了其中一项，所以不作答。"
    elif len(found) == 1 and len(frame.departments) == 1 and frame.want == "value" and u.has("compare", "larger", "smaller", "ratio", "difference"):
        why = "问题要比较两项，只看懂了其中一项，所以不作答。"
    return refusal(u.question, why, figure_query(frame, departments, found)) if why else None


def with_absent(u: Understood, frame: FigureFrame, departments: list[Department], found: list[list[Row]], absent: list[str], told: Answer) -> Answer:
    """The answer that says of which departments nothing was found; no sum without them."""
    silent = [d.name for d in departments if not any(text_of(group[0], "publisher") == d.iri for group in found)]
    if frame.want == "rank" and silent and told.kind == "answer":
        told = replace(told, assumptions=(*told.assumptions, f"{'、'.join(silent)}的文件没有写，不在其中"))
    names = "、".join(dict.fromkeys(absent))
    if absent and any(item.label == "合计" for item in told.items):
        return refusal(u.question, f"{names}在文件里没有找到，所以没有合计。", told.sparql)
    return replace(told, text=f"{told.text}{names}在文件里没有找到。") if absent and told.kind == "answer" else told


def places_for(frame: FigureFrame) -> frozenset[str]:
    """Values (of kinds that mean different things) that this frame holds."""
    held = {"want:amount", "want:quantity", "want:count", "want:what", "want:whether", "want:polar", "want:reason", "want:list",
            "time:last", "aggregate:sum"}  # fmt: skip
    if frame.want in ("change", "rate") or frame.years:
        held |= {"column:executed"}
    if frame.want == "share" and len(frame.departments) != 1:
        held |= {"aggregate:max", "aggregate:min", "want:who", "facet:department"}
    if frame.want in ("items", "rank"):
        held |= {"aggregate:max", "aggregate:min", "aggregate:order", "top:*", "want:who", "facet:department"}
    if frame.want == "compare":
        held |= {"want:who", "want:quantity", "aggregate:max", "aggregate:min"}
    return frozenset(held)


def find_all(u: Understood, frame: FigureFrame, rows: list[Row], departments: list[Department]) -> tuple[list[list[Row]], list[str]]:
    """The figures of every department and year, and the names of those asked for by name that are not there."""
    found: list[list[Row]] = []
    absent: list[str] = []
    apart = by_budget(rows)
    for department in departments:
        for year in dict.fromkeys(department.years):
            own = apart.get((department.iri, str(year)), [])
            for one in frame.each() if own else ():
                hit = figure_of_fund(own, one, u)
                if hit:
                    found.append([{**row, "concept": one.concept} for row in hit])
                else:
                    absent.append(f"{department.name}{year}年“{concept_words(one, u)}”")
    return found, absent if frame.departments else []


def nothing_found(u: Understood, frame: FigureFrame, rows: list[Row], departments: list[Department]) -> Answer:
    """The refusal; a figure that is there in another unit or fund is not offered in its place."""
    names = "、".join(d.name for d in departments[:4])
    word = measure_word(u)
    why = f"以“{word}”计的" if word and frame.units and any(find_figure(rows, replace(one, units=""), u) for one in frame.each()) else ""
    what = "、".join(concept_words(one, u) for one in frame.each())
    return refusal(u.question, f"没有从{names}公开的文件里读到{why}“{what}”这个数字。", figure_query(frame, departments, []))


def explained(u: Understood, rows: list[Row]) -> bool:
    """Whether every unexplained word of the question stands in the labels of the figures found."""
    labels = bare(" ".join(text_of(row, name) for row in rows for name in ("row", "of", "section", "table", "column", "unit")))
    return all(len(bare(chunk)) < 2 or bare(chunk) in labels for chunk in u.rest)


def stated(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], found: list[list[Row]], every: list[Row]) -> Answer:
    """The sentence, and the comparison, order or sum of several figures where that is asked for."""
    items, parts, said = [], [], []
    called: set[str] = set()
    for rows in found:
        value, first = total(rows), rows[0]
        name = text_of(first, "concept") or bare_label(text_of(first, "row")) or concept_words(frame, u)
        name = (name if frame.more or frame.concept else concept_words(frame, u)) + column_words(first, frame, u)
        label = f"{text_of(first, 'department')}{text_of(first, 'year')}年{name}"
        called.add(name)
        items.append(Item(label, plain(value), text_of(first, "unit"), text_of(first, "figure")))
        parts.append(f"{label}{'' if label.endswith('实有') else '为'}{quantity(value, text_of(first, 'unit'))}{where_words(first)}")
        if len(rows) > 1:
            said.append(f"{text_of(first, 'row')}在同一栏里分{len(rows)}行列出，已相加")
    text = "；".join(parts) + "。"
    if frame.want in ("compare", "rank", "total") and len({text_of(rows[0], "unit") for rows in found}) > 1:
        return refusal(u.question, f"单位不同，不能相比或相加：{text}", figure_query(frame, departments, found))
    if frame.want in ("compare", "rank") and len(found) >= 2:
        names = names_of(found)
        what = called.pop() if len(called) == 1 else ""
        both = compare_two(u, found, names) if frame.want == "compare" and len(found) == 2 else rank(u, found, names, what)
        text = both.text if frame.want == "rank" or len(found) > 2 else text + both.text
        items, said = [*both.items, *items] if frame.want == "compare" else list(both.items), [*said, *both.assumptions]
    elif len(found) > 1 and (frame.want == "total" or sums_all(u) or (len(frame.years) > 1 and u.has("aggregate", "sum"))):
        whole = sum((total(rows) for rows in found), Decimal(0))
        said += ["各部门公开的年度不同，按各自的文件相加"] if len(frame.years) < 2 and len({text_of(rows[0], "year") for rows in found}) > 1 else []
        items.insert(0, Item("合计", plain(whole), text_of(found[0][0], "unit")))
        text += f"合计{quantity(whole, text_of(found[0][0], 'unit'))}。"
    rows = [row for group in found for row in group]
    apart = by_budget(every)
    beside = [apart[text_of(group[0], "publisher"), text_of(group[0], "year")] for group in found]
    again = [row for group, own in zip(found, beside, strict=True) for row in repeated(own, frame, group)]
    text += other_values(found, beside, frame, u) + reason_text(u, graph, rows, frame)
    return Answer(u.question, "answer", text, tuple(items), tuple(dict.fromkeys(said)), figure_query(frame, departments, found), TITLES,
                  table_rows(rows, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in (*rows, *again)]),
                  other_department(u, frame, graph, departments) or (narrowings(rows) if frame.want == "value" else ()))  # fmt: skip


def column_words(row: Row, frame: FigureFrame, u: Understood) -> str:
    """The column that the question names beside the row: 的项目支出."""
    leaf = bare(text_of(row, "leaf"))
    named = not frame.concept and bool(text_of(row, "table")) and len(leaf) > 2 and leaf in bare(u.text)
    return f"的{leaf}" if named and leaf not in text_of(row, "row") else ""


def sums_all(u: Understood) -> bool:
    """Whether the figures of all departments are to be added up (所有部门……合计)."""
    spoken = [u.printed(m) for m in u.of("concept")]
    if u.has("scope", "all") and (u.has("aggregate", "sum") or any(words.endswith(("合计", "总额", "总计")) for words in spoken)):
        return True
    together = re.compile("(?!.*(?:收入|本年支出|总支出)合计).{3,}(?:合计|总面积)")
    return len(u.departments) > 1 and not u.asks_each and any(together.fullmatch(words) for words in spoken)


def names_of(found: list[list[Row]]) -> list[str]:
    """What tells the figures apart: departments, else what they are, else years."""
    keys = [
        [text_of(rows[0], "department") for rows in found],
        [text_of(rows[0], "concept") or bare_label(text_of(rows[0], "row")) for rows in found],
        [f"{text_of(rows[0], 'year')}年" for rows in found],
    ]
    single = next((names for names in keys if len(set(names)) == len(found)), None)
    return single or [f"{a}{b}{c}" for a, b, c in zip(keys[0], keys[2], keys[1], strict=True)]


def answer_items(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], every: list[Row], found: list[list[Row]]) -> Answer:
    """The largest (smallest) items under a figure."""
    places = [found[0], *([row] for row in repeated(every, frame, found[0]) if text_of(row, "table"))] if len(found) == 1 else []
    under = next((rows for place in places if (rows := items_under(every, place))), [])
    if not under:
        text = f"“{concept_words(frame, u)}”下面的各项在表里加不到它的总数，说不出哪一项最多。"
        return refusal(u.question, text, figure_query(frame, departments, found))
    ordered = under[::-1] if u.has("aggregate", "min") else under
    chosen = ordered[: u.limit or 1]
    items = tuple(
        Item(bare_label(text_of(r, "row")), plain(number_of(r, "value") or Decimal(0)), text_of(r, "unit"), text_of(r, "figure"))
        for r in chosen
    )
    listed = "、".join(f"{text_of(r, 'row')}{money(number_of(r, 'value') or Decimal(0))}" for r in ordered[:5])
    word = "最少" if u.has("aggregate", "min") else "最多"
    first = found[0][0]
    text = (f"{text_of(first, 'department')}{text_of(first, 'year')}年{concept_words(frame, u)}{money(total(found[0]))}，"
            f"{word}的是{'、'.join(item.label for item in items)}（依次为{listed}）。")  # fmt: skip
    return Answer(u.question, "answer", text, items, (), figure_query(frame, departments, [found[0], *([r] for r in chosen)]), TITLES,
                  table_rows(ordered, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in (*chosen, *found[0])]))  # fmt: skip


def other_values(found: list[list[Row]], beside: list[list[Row]], frame: FigureFrame, u: Understood) -> str:
    """Values of the same row in other tables that differ: which table says what. ``beside``: the figures of the same
    department and year as each of ``found``."""
    parts = []
    for group, every in zip(found, beside, strict=True):
        first, value = group[0], total(group)
        if not text_of(first, "table") or frame.concept:
            continue
        for row in every:
            same = all(text_of(row, k) == text_of(first, k) for k in ("publisher", "year", "unit")) and current(row)
            label = bare_label(text_of(row, "row")) == bare_label(text_of(first, "row")) and text_of(row, "code") == text_of(first, "code")
            leaf, own = bare(text_of(row, "leaf")), bare(text_of(first, "leaf"))
            column = leaf == own if column_words(first, frame, u) else leaf.endswith(("合计", "小计"))
            if same and label and column and text_of(row, "table") not in ("", text_of(first, "table")) and number_of(row, "value") != value:
                parts.append(f"{text_of(row, 'table')}列{money(number_of(row, 'value') or Decimal(0))}")
    return f"（另有{'、'.join(dict.fromkeys(parts))}，口径不同。）" if parts else ""


def repeated(every: list[Row], frame: FigureFrame, found: list[Row]) -> list[Row]:
    """The same figure where other tables and the prose print it: same department, year, concept and value."""
    places = places_of(frame.concept)
    first, value = found[0], total(found)
    return [
        row for row in every
        if number_of(row, "value") == value and all(text_of(row, k) == text_of(first, k) for k in ("publisher", "year", "unit"))
        and (any(fits(row, place) for place in places) or (bool(frame.code) and text_of(row, "code") == frame.code)
             or (bool(frame.label) and frame.label in (bare_label(text_of(row, "row")), bare(text_of(row, "of")))))
    ][:12]  # fmt: skip
