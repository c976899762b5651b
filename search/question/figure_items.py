"""The items under a figure (公用经费里哪一项最多): the rows that it is the sum of, by code or by label.

Items are taken only where they add up to the figure; where they do not, nothing is said.
"""

from __future__ import annotations

import re
from decimal import Decimal

from search.question.catalogue import bare, bare_label
from search.question.figure_said import total
from search.question.graph import Row, number_of, text_of

TOTALS = ("合计", "总计", "部门合计", "单位合计", "小计")


def items_under(every: list[Row], found: list[Row]) -> list[Row]:
    """Rows of the same table and column whose values add up to the figure; () where none do."""
    first = found[0]
    keys = ("publisher", "year", "table", "column", "unit")
    same = [
        row for row in every
        if text_of(row, "table") and row is not first and all(text_of(row, k) == text_of(first, k) for k in keys)
        and bare_label(text_of(row, "row")) not in TOTALS and number_of(row, "value")
    ]  # fmt: skip
    code = text_of(first, "code")
    if code:
        same = [row for row in same if text_of(row, "code").startswith(code) and text_of(row, "code") != code]
    target = total(found)
    for rows in (leaves(same), roots(same), same, unheaded(same)):
        if len(rows) > 1 and total(rows) == target:
            return sorted(of_one_label(rows), key=lambda row: (-total([row]), bare(text_of(row, "row"))))
    return []


def unheaded(rows: list[Row]) -> list[Row]:
    """Rows without those that are the sum of the rows below them, where no codes say what is part of what."""
    ordered = sorted(rows, key=printed_at)
    kept = []
    for i, row in enumerate(ordered):
        value, below, parts = total([row]), Decimal(0), 0
        for other in ordered[i + 1 :]:
            if below >= value:
                break
            below, parts = below + total([other]), parts + 1
        if parts < 2 or below != value:
            kept.append(row)
    return kept


def printed_at(row: Row) -> tuple[int, ...]:
    """Line of a figure and its place in it, as its IRI ends."""
    return tuple(int(part) for part in re.findall(r"\d+", text_of(row, "figure").rpartition("/")[2]))


def of_one_label(rows: list[Row]) -> list[Row]:
    """One row for each label: an item printed once for each kind of unit (基本工资) is one item."""
    found: dict[str, Row] = {}
    for row in rows:
        label = bare_label(text_of(row, "row"))
        before = found.get(label)
        found[label] = {**before, "value": total([before, row])} if before else row
    return list(found.values())


def leaves(rows: list[Row]) -> list[Row]:
    """Rows whose code no longer code begins with."""
    codes = {text_of(row, "code") for row in rows}
    inner = {code for code in codes if any(other != code and other.startswith(code) for other in codes)}
    return [row for row in rows if text_of(row, "code") and text_of(row, "code") not in inner]


def roots(rows: list[Row]) -> list[Row]:
    """Rows that are no part of another of them: by code, and ①② below a numbered row."""
    codes = {text_of(row, "code") for row in rows if text_of(row, "code")}
    below = {code for code in codes if any(other != code and code.startswith(other) for other in codes)}
    return [row for row in rows if text_of(row, "code") not in below and text_of(row, "row")[:1] not in "①②③④⑤"]
