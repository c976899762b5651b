"""The share a figure has of a whole: as the prose prints it, else computed; the whole is the one the question names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, quantity, refusal, table_rows
from search.question.catalogue import Department, bare
from search.question.figure_frame import GENERIC, FigureFrame, compares_shares
from search.question.figure_place import core_of, find_figure, is_change
from search.question.figure_said import COLUMNS, TITLES, concept_words, figure_query, total
from search.question.graph import Graph, Row, number_of, text_of
from search.question.understanding import Understood

SECTION = {
    "收入总计": "收入", "支出总计": "支出", "收入合计": "收入", "支出合计": "支出", "财政拨款": "财政拨款", "一般公共预算支出": "一般公共预算支出",
}  # fmt: skip
"""Whole -> the word of the section whose printed shares are of it"""


def answer_shares(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], rows: list[Row], found: list[list[Row]]) -> Answer:
    """The share of each figure asked for, or of one department in the sum over several."""
    if in_sum(u) and not frame.more:
        return share_of_sum(u, frame, graph, departments, found)
    if not frame.more:
        return answer_share(u, frame, graph, departments, rows, found)
    each = frame.each()
    if len(found) != len(each) or len({(text_of(group[0], "publisher"), text_of(group[0], "year")) for group in found}) > 1:
        return refusal(u.question, f"只有一个部门的几项可以一起算占比，这里有{len(departments)}个部门。", figure_query(frame, departments, found))
    answers = [answer_share(u, one, graph, departments, rows, [group]) for one, group in zip(each, found, strict=True)]
    refused = next((answer for answer in answers if answer.kind != "answer"), None)
    if refused is not None:
        return refused
    return replace(
        answers[0],
        text="".join(answer.text for answer in answers),
        items=tuple(item for answer in answers for item in answer.items),
        rows=tuple(row for answer in answers for row in answer.rows),
        evidence=tuple(dict.fromkeys(place for answer in answers for place in answer.evidence)),
        sparql=figure_query(frame, departments, found),
    )


def in_sum(u: Understood) -> bool:
    """Whether one department's part of the sum over several is asked for (三个局项目支出合计里水利局占多少)."""
    summed = u.has("aggregate", "sum") or "合计" in u.text
    return summed and bool(part_named(u))


def part_named(u: Understood) -> str:
    """The department that is named behind the several that are added up."""
    named = u.of("department")
    several = {str(iri) for m in named[:-1] for iri in m.items}
    one = str(named[-1].items[0]) if len(several) > 1 and len(named[-1].items) == 1 else ""
    return one if one in several else ""


def share_of_sum(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], found: list[list[Row]]) -> Answer:
    """The part that the department named alone has of the figure of all departments named."""
    own = [group for group in found if text_of(group[0], "publisher") == part_named(u)]
    query = figure_query(frame, departments, found)
    if len(own) != 1 or len(found) != len(departments) or len({text_of(group[0], "unit") for group in found}) > 1:
        return refusal(u.question, f"不是每个部门都恰有一个“{concept_words(frame, u)}”，算不出占比。", query)
    part, whole, unit = total(own[0]), sum(map(total, found), Decimal(0)), text_of(own[0][0], "unit")
    if not whole:
        return refusal(u.question, f"合计的“{concept_words(frame, u)}”是0，算不出占比。", query)
    share = (part / whole * 100).quantize(Decimal("0.01"))
    name = text_of(own[0][0], "department")
    text = (
        f"{name}{concept_words(frame, u)}{quantity(part, unit)}，"
        f"占{len(found)}个部门合计{quantity(whole, unit)}的{share}%。"
    )
    years = {text_of(group[0], "year") for group in found}
    said = ("各部门公开的年度不同，按各自的文件相加",) if len(years) > 1 else ()
    flat = [row for group in found for row in group]
    return Answer(u.question, "answer", text, (Item(f"{name}占比", plain(share), "%"),), said, query, TITLES,
                  table_rows(flat, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in flat]))  # fmt: skip


def answer_share(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], rows: list[Row], found: list[list[Row]]) -> Answer:
    """One share for each department that has the figure."""
    items: list[Item] = []
    parts: list[str] = []
    used: list[list[Row]] = []
    said: list[str] = []
    for group in found:
        first = group[0]
        own = [r for r in rows if text_of(r, "publisher") == text_of(first, "publisher") and text_of(r, "year") == text_of(first, "year")]
        printed = printed_share(own, frame, u)
        who = f"{text_of(first, 'department')}{text_of(first, 'year')}年{concept_words(frame, u)}"
        label = f"{concept_words(frame, u)}占比" if len(found) == 1 else f"{who}占比"
        if printed is not None:
            value = number_of(printed, "value") or Decimal(0)
            parts.append(f"{who}占{plain(value)}%")
            items.append(Item(label, plain(value), "%", text_of(printed, "figure")))
            used.append([printed])
            continue
        name = frame.whole or "支出总计"
        whole = find_figure(own, replace(frame, concept=name, label="", code="", counted=text_of(first, "unit") != "元"), u)
        if not whole or not total(whole) or text_of(whole[0], "unit") != text_of(first, "unit"):
            text = f"没有找到可以作分母的{name}，算不出{concept_words(frame, u)}的占比。"
            return refusal(u.question, text, figure_query(frame, departments, [group]))
        share, unit = (total(group) / total(whole) * 100).quantize(Decimal("0.01")), text_of(first, "unit")
        subject = f"{text_of(first, 'department')}{concept_words(frame, u)}"
        parts.append(f"{subject}{quantity(total(group), unit)}，占{name}{quantity(total(whole), unit)}的{share}%")
        items.append(Item(label, plain(share), "%"))
        used += [group, whole]
        said.append(f"占比由文件里的数字计算，分母为{name}")
    text = "；".join(parts) + "。"
    if len(items) > 1 and compares_shares(u):
        told, items = compared(u, items)
        text += told
    flat = [row for group in used for row in group]
    query = figure_query(frame, departments, used)
    return Answer(u.question, "answer", text, tuple(items), tuple(dict.fromkeys(said)), query, TITLES,
                  table_rows(flat, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in flat]))  # fmt: skip


def compared(u: Understood, items: list[Item]) -> tuple[str, list[Item]]:
    """What a comparison of shares says, and its items: the highest (lowest) first, or the gap of two."""
    least = u.has("compare", "smaller") or u.has("aggregate", "min")
    ordered = sorted(items, key=lambda item: Decimal(item.value or 0), reverse=not least)
    text = f"{ordered[0].label}最{'低' if least else '高'}。"
    if not u.has("compare", "difference") or len(items) != 2:
        return text, ordered
    gap = abs(Decimal(items[0].value or 0) - Decimal(items[1].value or 0))
    return f"{text}相差{plain(gap)}个百分点。", [Item("相差", plain(gap), "%"), *ordered]


def printed_share(rows: list[Row], frame: FigureFrame, u: Understood) -> Row | None:
    """The share that the prose prints of this figure, of the whole asked for."""
    concept = core_of(bare(concept_words(frame, u)))
    printed = [
        row for row in rows
        if not text_of(row, "table") and text_of(row, "unit") == "%" and not is_change(row) and concept in bare(text_of(row, "of"))
    ]  # fmt: skip
    if frame.whole and frame.whole not in GENERIC:
        return None
    word = SECTION.get(frame.whole, "")
    section = [row for row in printed if word and word in core_of(bare(text_of(row, "section")))]
    if word and not section:
        return None
    ranked = sorted(section or printed, key=lambda row: ("财政拨款" in text_of(row, "section"), len(bare(text_of(row, "of")))))
    return ranked[0] if ranked else None  # the figure itself before longer names that contain it
