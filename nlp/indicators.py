"""The indicator table of a project page (绩效指标): 实施期 and 年度 indicators with their levels.

Enters: a page's rows and whether it prints two stages. Leaves: ``Indicator`` records and findings. Rows are cut by
``indicator_row``; here values that slid to the next row are brought back, names and values lost in one half are taken
from the other (each such case is a finding), repeats are dropped, and ``indicator_level`` settles the levels.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from nlp.indicator_level import Leveled, settle_levels
from nlp.indicator_row import NAME, SHORT, Half, Layout, cut_row, is_value, row_tokens
from nlp.page_form import Label, label_of
from nlp.page_rows import Cell, Row
from nlp.page_text import is_foot, starts_indicators, year_first
from nlp.record import Finding, Indicator, Span
from nlp.source import normalise

YEARLY = re.compile(r"本?年度?|当年|20\d\d年")
WHOLE = re.compile(r"中长?期|实施期|项目期|总体|全周期")
TAIL = 12
"""characters up to which a lone text may be the end of a name that was wrapped"""
STAGE_NAMES = {"period": "实施期", "year": "年度"}


def read_indicators(rows: Sequence[Row], two: bool) -> tuple[tuple[Indicator, ...], list[Finding]]:
    """Read the indicator table; ``two`` says whether the page's funds print 实施期 and 年度 both.

    >>> from nlp.page_rows import read_row
    >>> from nlp.source import read_line
    >>> lines = ["绩效指标\\t一级指标\\t二级指标\\t三级指标\\t指标值", "\\t产出指标\\t数量指标\\t植树\\t≥30棵", "\\t\\t\\t修路\\t2公里"]
    >>> found, _ = read_indicators([read_row(read_line(i, text)) for i, text in enumerate(lines)], two=False)
    >>> [(i.stage, i.l1, i.l2, i.l3, i.value) for i in found]
    [('year', '产出指标', '数量指标', '植树', '≥30棵'), ('year', '产出指标', '数量指标', '修路', '2公里')]
    """
    table = table_rows(rows)
    layout = read_layout(table, two)
    halves: list[Half] = []
    firsts: dict[int, Label] = {}
    for row in table:
        tokens, first, head = row_tokens(row)
        if first is not None:
            firsts[row.number] = first
        if head:
            halves += [Half(row.number, s, t.level) for t in tokens if t.level for s in ("period", "year")]
            continue
        parts = cut_row(row, tokens, layout)
        learn_columns(layout, parts)
        halves += bring_back(halves, parts, layout)
    complete(halves)
    findings = [*nameless(halves), *drop_repeats(halves)]
    found, findings = to_indicators(settle_levels(halves, firsts), findings)
    if layout.two and not layout.stages and prints_year_first(rows):
        other = {"period": "year", "year": "period"}
        swapped = (replace(indicator, stage=other[indicator.stage]) for indicator in found)
        found = tuple(sorted(swapped, key=lambda indicator: indicator.stage))
    return found, findings


def prints_year_first(rows: Sequence[Row]) -> bool:
    """Whether the form prints 年度目标 left of 中期目标, so that the left half of its indicators is the year's."""
    for row in rows:
        labels = [(label, cell) for cell in row.cells if (label := label_of(cell.text)) and label.kind == "stage"]
        columns = {label.key: cell.column for label, cell in labels}
        if len(columns) == 2:
            return year_first(columns)
    return False


def table_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows from the head of the indicator table to the row of signatures."""
    found: list[Row] = []
    for row in rows:
        if is_foot(row):
            break
        if found or starts_indicators(row):
            found.append(row)
    return found


def read_layout(rows: Sequence[Row], two: bool) -> Layout:
    """Layout from the head rows; without any, name and value for each stage."""
    heads: list[tuple[str, Cell]] = []
    for row in rows:
        labels = [(label, cell) for cell in row.cells if (label := label_of(cell.text)) and label.kind == "column"]
        if len(labels) > 1:
            heads += [(label.key, cell) for label, cell in labels]
    names = [at for at, (key, _) in enumerate(heads) if key == "l3"]
    if not names:
        return Layout(two=two)
    stages = {cell.column: stage for key, cell in heads if key == "value" and (stage := stage_of(cell.text))}
    if len(names) == 1 and set(stages.values()) == {"period", "year"}:
        return Layout(two=True, columns=[heads[names[0]][1].column], stages=stages)
    end = names[1] if len(names) > 1 else len(heads)
    roles = [key for key, _ in heads[names[0] : end] if key not in ("l1", "l2", "l3", "skip")]
    roles = list(dict.fromkeys(["l3", *roles])) if roles else ["l3", "value"]
    double = len(names) > 1 or (two and "weight" not in roles)
    inner = "weight" in roles and roles[-1] != "weight" and not double and len(names) == 1
    places = {cell.column: key for key, cell in heads if key != "skip"} if inner else {}
    return Layout(tuple(roles), double, [cell.column for key, cell in heads if key == "l3"][:2], places)


def stage_of(head: str) -> str | None:
    """Stage of a column of values by its head: 年度指标值, 中期指标值."""
    return "year" if YEARLY.match(head) else "period" if WHOLE.match(head) else None


def learn_columns(layout: Layout, parts: Sequence[Half]) -> None:
    """Keep the columns of the two names of a row that is whole, for the rows below it."""
    names = [half.l3 for half in parts if half.l3 is not None and half.value]
    if len(names) == 2 and len(parts) == 2:
        layout.columns = [cell.column for cell in names]


def bring_back(before: Sequence[Half], parts: Sequence[Half], layout: Layout) -> list[Half]:
    """Values, and ends of names, that stand a row below; returns the halves that are more than that."""
    last = before[-1].row if before else 0
    above_row = list(takewhile(lambda half: half.row == last, reversed(before)))
    whole = any(half.l3 is not None and half.value for half in parts)
    kept: list[Half] = []
    for half in parts:
        text = half.value[0] if half.value else half.l3
        above = next((h for h in above_row if h.stage == half.stage and h.l3 is not None), None)
        if text is None or whole or above is None or not take_in(above, half, text, layout):
            kept.append(half)
        else:
            kept.append(Half(half.row, half.stage, half.level))
    return kept


def take_in(above: Half, half: Half, text: Cell, layout: Layout) -> bool:
    """Add a lone text to the half above it: as its value where that is missing, else as the end of value or name."""
    if not above.value:
        if is_value(text.text) or (len(text.text) <= SHORT and not same(above.l3, text) and not NAME.search(text.text)):
            above.value = (text,)
            return True
        return False
    if half.level is not None or is_value(text.text) or len(text.text) > TAIL:
        return False
    if text.column == above.value[-1].column:
        above.value = (*above.value, text)
        return True
    places = layout.columns if layout.two else range(above.value[0].column)
    if text.column in places:
        above.rest = (*above.rest, text)
        return True
    return False


def complete(halves: list[Half]) -> None:
    """Fill what one half lost from the other half: value by name, name by value within the row, a half cut off whole.

    Values are taken over only on a page whose two halves agree wherever both are printed.
    """
    even = agree(halves)
    whole = [half for half in halves if half.l3 is not None and half.value]
    in_row = {(half.row, half.stage): half for half in reversed(whole)}
    named: dict[tuple[str, str], list[Half]] = {}
    for half in whole:
        named.setdefault((half.stage, half.plain_name), []).append(half)
    for half in halves:
        other = "year" if half.stage == "period" else "period"
        beside = in_row.get((half.row, other))
        if half.l3 is not None and not half.value and even:
            match = nearest(named.get((other, half.plain_name), []), half.row)
            if match is not None:
                half.value, half.found = match.value, ["value"]
        elif half.l3 is None and half.value and beside is not None and half.value_text == beside.value_text:
            half.l3, half.found = beside.l3, ["l3"]
        elif half.cut and half.l3 is None and not half.value and even and beside is not None and not beside.found:
            half.l3, half.value, half.found = beside.l3, beside.value, ["l3", "value"]
    for half in halves:
        if half.l3 is None and half.value and half.label is not None and NAME.search(half.label.text):
            half.l3 = half.label


def nearest(halves: Sequence[Half], row: int) -> Half | None:
    """The half nearest to a row; ``halves`` are in order of rows."""
    at = bisect_left(halves, row, key=lambda half: half.row)
    return min(halves[max(at - 1, 0) : at + 1], key=lambda half: abs(half.row - row), default=None)


def agree(halves: Sequence[Half]) -> bool:
    """Whether every indicator printed for both stages has one value."""
    values: dict[str, dict[str, set[str]]] = {}
    for half in halves:
        if half.l3 is not None and half.value:
            values.setdefault(half.plain_name, {}).setdefault(half.stage, set()).add(half.value_text)
    return all(stages["period"] == stages["year"] for stages in values.values() if len(stages) == 2)


def same(one: Cell | None, other: Cell | None) -> bool:
    return one is not None and other is not None and normalise(one.text) == normalise(other.text)


def nameless(halves: Sequence[Half]) -> list[Finding]:
    """Values whose names are lost."""
    return [
        Finding(
            "page-indicator-name-blank",
            "warning",
            f"{STAGE_NAMES[half.stage]}指标值“{normalise(half.value_text)}”没有指标名称，未录入",
            None,
            half.value_text,
            tuple(cell.span for cell in half.value),
        )
        for half in halves
        if half.value and half.l3 is None
    ]


def drop_repeats(halves: list[Half]) -> list[Finding]:
    """Take out a second printing of an indicator; one that only its column placed goes to the stage that lacks it."""
    findings, seen = [], set()
    for half in halves:
        if half.l3 is None or not half.value:
            continue
        key = (half.stage, half.name_text, half.value_text)
        other = ("year" if half.stage == "period" else "period", *key[1:])
        if key in seen and not half.sure and other not in seen:
            half.stage, key = other[0], other
        if key in seen:
            message = f"{STAGE_NAMES[half.stage]}指标“{half.l3.text}”重复印出，只计一次"
            findings.append(Finding("page-indicator-repeated", "info", message, None, None, (half.l3.span,)))
            half.l3 = None
        seen.add(key)
    return findings


def to_indicators(levels: Sequence[Leveled], findings: list[Finding]) -> tuple[tuple[Indicator, ...], list[Finding]]:
    found = []
    for item in levels:
        half = item.half
        if half.l3 is None:
            continue
        if not half.value:
            findings.append(doubt(half, "page-indicator-value-blank", "warning", "的指标值缺失，未录入"))
            continue
        if half.found:
            words = "、".join({"l3": "名称", "value": "指标值"}[name] for name in half.found)
            findings.append(doubt(half, "page-indicator-recovered", "info", f"的{words}缺失，取自同一指标的另一栏"))
        if item.moved:
            note = f"所在行印作“{item.printed}”，按指标内容归入“{item.l2}”"
            findings.append(doubt(half, "page-indicator-level", "info", note))
        found.append(Indicator(half.stage, item.l1, item.l2, half.name_text, half.value_text, half.place.span))
    found.sort(key=lambda indicator: indicator.stage)
    return tuple(found), findings


def doubt(half: Half, rule: str, severity: str, words: str) -> Finding:
    name = half.l3.text if half.l3 is not None else ""
    spans: tuple[Span, ...] = (half.place.span,)
    return Finding(rule, severity, f"{STAGE_NAMES[half.stage]}指标“{name}”{words}", None, None, spans)
