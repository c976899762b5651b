"""Tables against themselves: parents and children, totals and columns, income and spending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kg.audit.finding import scale_of, step_of, sum_finding
from nlp.record import Figure, Finding, Reading

WHOLE = ("合计", "小计", "总计")
PARENT_LENGTHS = {7: 5, 5: 3}
"""Length of a functional code (项, 款) -> length of its parent's; economic codes: 5 -> 3"""
LAST_YEAR = ("上年结转", "增减", "比上年", "执行数比", "%")


def money_figures(reading: Reading) -> Iterator[Figure]:
    return (figure for figure in reading.figures if figure.table and figure.unit == "元" and figure.value is not None)


def by_column(reading: Reading) -> dict[tuple[str, tuple[str, ...]], list[Figure]]:
    """Figures of each column of each table, in printed order."""
    columns: dict[tuple[str, tuple[str, ...]], list[Figure]] = defaultdict(list)
    for figure in money_figures(reading):
        columns[figure.table or "", figure.column].append(figure)
    return columns


def compare(rule: str, what: str, parent: Figure, parts: list[Figure]) -> Iterator[Finding]:
    """A finding where ``parent`` is not the sum of ``parts``."""
    assert parent.value is not None
    total = sum((part.value or Decimal(0) for part in parts), Decimal(0))
    if total != parent.value:
        tolerance = step_of(parent) * max(1, (len(parts) + 1) // 2)
        spans = (parent.span, *(part.span for part in parts))
        yield sum_finding(rule, what, total, parent.value, scale_of(parent), tolerance, spans)


def check_hierarchy(reading: Reading) -> Iterator[Finding]:
    """table-sum: 类 = sum of its 款, 款 = sum of its 项, 合计 = sum of the 类, in every column of every account table."""
    for (table, column), figures in by_column(reading).items():
        coded = [figure for figure in figures if figure.row_code and figure.row_code.isdigit()]
        codes = {figure.row_code for figure in coded}
        if len(codes) < len(coded):
            continue  # a code printed twice: which row is the parent's cannot be told
        where = f"{table}“{'／'.join(column)}”"
        for parent in coded:
            below = [
                f for f in coded if f.row_code != parent.row_code and parent_code(f.row_code or "") == parent.row_code
            ]
            if below:
                yield from compare(
                    "table-sum", f"{where}栏 {parent.row_code} {parent.row} 不等于下级科目之和", parent, below
                )
        top = [figure for figure in coded if parent_code(figure.row_code or "") not in codes]
        for whole in figures:
            if not whole.row_code and whole.row in WHOLE and len(top) > 1:
                yield from compare("table-sum", f"{where}栏{whole.row}不等于各科目之和", whole, top)


def parent_code(code: str) -> str | None:
    """Code of the row above in the hierarchy: 2080505 -> 20805 -> 208, 30101 -> 301.

    >>> parent_code("2080505"), parent_code("20805"), parent_code("208")
    ('20805', '208', None)
    """
    return code[: PARENT_LENGTHS[len(code)]] if len(code) in PARENT_LENGTHS else None


def check_columns(reading: Reading) -> Iterator[Finding]:
    """table-columns: in each row the 合计 or 小计 column equals the sum of the columns beside it under the same header."""
    rows: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for figure in money_figures(reading):
        rows[figure.table or "", figure.span.line].append(figure)
    for (table, _), figures in rows.items():
        for whole in figures:
            if not whole.column or whole.column[-1] not in WHOLE:
                continue
            head = whole.column[:-1]
            beside = [
                f
                for f in figures
                if f is not whole and f.row == whole.row and f.column[:-1] == head and f.span.start > whole.span.start
            ]
            beside = [f for f in beside if not any(word in f.column[-1] for word in LAST_YEAR)]
            nested = [
                f
                for f in figures
                if f.row == whole.row and len(f.column) > len(whole.column) and f.column[: len(head)] == head
            ]
            carried = [f for f in figures if f is not whole and f.row == whole.row and f.column[:1] == ("上年结转",)]
            if beside and not nested and not (carried and not head):
                what = f"{table}“{whole.row or '合计'}”行{whole.column[-1]}不等于各栏之和"
                yield from compare("table-columns", what, whole, beside)


def check_balance(reading: Reading) -> Iterator[Finding]:
    """income-spending: 收入总计 equals 支出总计 in every two-sided table."""
    tables: dict[str, dict[str, Figure]] = defaultdict(dict)
    for figure in money_figures(reading):
        row = (figure.row or "").replace(" ", "")
        if row in ("收入总计", "支出总计") and not any(
            word in "".join(figure.column) for word in ("当年", "上年", "公共", "基金", "资本")
        ):
            tables[figure.table or ""].setdefault(row, figure)
    for table, sides in tables.items():
        if len(sides) == 2 and sides["收入总计"].value != sides["支出总计"].value:
            yield from compare(
                "income-spending", f"{table}收入总计与支出总计不等", sides["支出总计"], [sides["收入总计"]]
            )
