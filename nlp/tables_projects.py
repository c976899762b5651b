"""The rows of 项目支出预算表 as budget lines: leaf rows with their funds, under the unit whose subtotal stands above.

A row is a subtotal where its name is an organisation's and its total is that of the rows below it; everything else
with an amount is a project.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.frame import Frame
from nlp.lexicon import read_rows, words
from nlp.record import BudgetLine, Funds
from nlp.tables_columns import Column
from nlp.tables_number import readings, scaled
from nlp.tables_rows import Entry

TOLERANCE = Decimal("0.02")
"""relative to the printed unit, for each row added: rounding of the last digit"""


MOST = Decimal("0.06")


def is_project_table(title: str | None, columns: Sequence[Column]) -> bool:
    """Whether a table lists projects: its title says so and a column holds their names."""
    if not title or not any(word in title for word in words("tables", "project_table")):
        return False
    return any(column.role == "label" and column.leaf in words("tables", "name_label") for column in columns)


def read_budget_lines(
    title: str, unit: str, columns: Sequence[Column], entries: Sequence[Entry], frame: Frame
) -> tuple[list[BudgetLine], set[int]]:
    """The budget lines, and the ids of the entries they were read from; all other entries are subtotals."""
    phase = phase_of(title)
    totals = [total_of(entry) for entry in entries]
    found: list[BudgetLine] = []
    leaves: set[int] = set()
    above: str | None = None
    for i, entry in enumerate(entries):
        own = unit_cell(entry, columns)
        if entry.label is None or not entry.cells:
            continue
        if is_subtotal(entry, i, entries, totals, frame, own):
            above = entry.label if is_organisation(entry.label) or entry.label == frame.document.unit else above
            continue
        funds, total = funds_of(entry, unit, fund_named(title))
        place = entry.place
        if place is None:
            continue
        leaves.add(id(entry))
        span = place.line.span(place.start, place.end)
        found.append(BudgetLine(phase, own or above or frame.document.unit, entry.label, total, funds, span))
    return found, leaves


def phase_of(title: str) -> str:
    """
    >>> phase_of("2025年项目支出预算表（上年结转）"), phase_of("项目支出表（不含上年结转）")
    ('上年结转', '本年预算')
    """
    bare = title.replace("不含上年结转", "")
    for row in read_rows("tables"):
        if row[0].startswith("project_phase:") and row[1] in bare:
            return row[0].removeprefix("project_phase:")
    return "本年预算"


def unit_cell(entry: Entry, columns: Sequence[Column]) -> str | None:
    """The unit a row names in a column of its own, where the table has one beside the project's name."""
    names = {c.index for c in columns if c.role == "label" and c.leaf in words("tables", "name_label")}
    units = {c.index for c in columns if c.leaf in words("tables", "unit_label")}
    if not names or not units or not any(i in names for i, _ in entry.labels):
        return None
    return next((text for i, text in entry.labels if i in units), None)


def is_subtotal(
    entry: Entry, at: int, entries: Sequence[Entry], totals: Sequence[Decimal | None], frame: Frame, own: str | None
) -> bool:
    """Whether a row adds up rows below it (or, for 合计, all of them)."""
    label = entry.label or ""
    if label in words("tables", "total_row"):
        return True
    if own or not is_organisation(label):
        return label == frame.document.unit and not own
    if label == frame.document.unit or adds_up(totals[at], totals[at + 1 :]):
        return True
    return label.endswith(words("tables", "department")) and at + 1 < len(entries)


def adds_up(total: Decimal | None, below: Sequence[Decimal | None]) -> bool:
    """Whether the first rows below, up to some row, sum to ``total``."""
    running = Decimal(0)
    for count, value in enumerate(below, 1):
        running += value or 0
        if total is not None and abs(running - total) <= min(TOLERANCE * count, MOST):
            return True
    return False


def is_organisation(label: str) -> bool:
    """
    >>> is_organisation("某市能源发展中心"), is_organisation("污水处理厂运营费")
    (True, False)
    """
    return label.endswith(words("tables", "organisation"))


def total_of(entry: Entry) -> Decimal | None:
    """The row's total as printed: its 合计 cell, else the sum of its funds."""
    values = {column.leaf: next((n.value for n in readings(cell.printed)), None) for column, cell in entry.cells}
    named = next((value for leaf, value in values.items() if leaf in words("tables", "total")), None)
    if named is not None:
        return named
    known = [value for value in values.values() if value is not None]
    return sum(known, Decimal(0)) if known else None


def fund_named(title: str) -> str | None:
    """The one fund whose projects a table lists, by its title.

    >>> fund_named("一般公共预算项目支出预算表"), fund_named("2025年项目支出预算表")
    ('general', None)
    """
    found = {row[0].removeprefix("fund:") for row in read_rows("tables") if row[0].startswith("fund:") and row[1] in title}
    return found.pop() if len(found) == 1 else None


def whole_first(tables: Sequence[tuple[str, Sequence[BudgetLine]]]) -> list[BudgetLine]:
    """The lines of all project tables (title, lines); those of one fund's table only where no table of all funds has lines of
    the same phase, since they list the same projects again."""
    whole = {line.table for title, lines in tables if not fund_named(title) for line in lines}
    return [line for title, lines in tables for line in lines if not fund_named(title) or line.table not in whole]


def funds_of(entry: Entry, unit: str, fund: str | None = None) -> tuple[Funds, Decimal | None]:
    """Funds by source and the total, 元; ``fund`` is what the single sum of a row is, where its column does not say."""
    if len(entry.cells) == 1 and fund_of(entry.cells[0][0]) is None:
        only = next(iter(readings(entry.cells[0][1].printed)), None)
        sole = None if only is None else scaled(only, unit)[0]
        return Funds(**{fund: sole} if fund and sole is not None else {}), sole
    funds: dict[str, Decimal] = {}
    total: Decimal | None = None
    for column, cell in entry.cells:
        number = next(iter(readings(cell.printed)), None)
        if number is None:
            continue
        value, _ = scaled(number, unit)
        source = fund_of(column)
        if source:
            funds[source] = funds.get(source, Decimal(0)) + value
        elif column.leaf in words("tables", "total") and total is None:
            total = value
    return Funds(**funds), total if total is not None else sum(funds.values(), Decimal(0)) if funds else None


def fund_of(column: Column) -> str | None:
    """The field of Funds a column fills, by the innermost head word that names a fund."""
    for text in reversed(column.path):
        for row in read_rows("tables"):
            if row[0].startswith("fund:") and row[1] in text:
                return row[0].removeprefix("fund:")
    return None
