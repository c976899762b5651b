"""Which column each cell of a row belongs to.

Tabs decide where every cell then suits its column. A row in which one does not (an amount in the label column, a label
among the amounts, a cell past the last head) has been shifted by the extraction: the placings that suit all columns
are tried, and the sums of the table decide. What stays undecided is kept without a column and named in a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, product

from nlp.record import Finding
from nlp.tables_arithmetic import Sum, broken, fits_tree, kept, learn_sums
from nlp.tables_columns import Column
from nlp.tables_grid import CODE, Cell, Row, is_number
from nlp.tables_number import Number, readings
from nlp.tables_rows import UNKNOWN, Placed, place_by_tabs

SHIFTS = (0, 1, -1, 2, -2, 3, -3)
MOST_PLACINGS = 3000


@dataclass(frozen=True, slots=True)
class Placing:
    """Cells by column for every row; readings that arithmetic chose, by (line, start); findings."""

    rows: tuple[Placed, ...]
    chosen: dict[tuple[int, int], Number | None] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Evidence:
    """What is known of a table when a doubtful row is placed."""

    columns: Sequence[Column]
    laws: tuple[Sum, ...]
    by_code: dict[str, dict[int, Decimal]]


def place_rows(columns: Sequence[Column], rows: Sequence[Row]) -> Placing:
    """Place all rows: the plain ones first, then the doubtful ones by what the plain ones teach."""
    placed = [place_by_tabs(row) for row in rows]
    suits = [all(suits_column(cell, i, columns) for i, cell in row.items()) for row in placed]
    sure = [row for row, fine in zip(placed, suits, strict=True) if fine and not doubtful_cells(row)]
    values = [values_of(row) for row in sure]
    laws = learn_sums(columns, values)
    evidence = Evidence(
        columns, laws, {code: v for row, v in zip(sure, values, strict=True) if (code := code_of(row, columns))}
    )
    findings: list[Finding] = []
    chosen: dict[tuple[int, int], Number | None] = {}
    for i, row in enumerate(placed):
        if suits[i] and doubtful_cells(row):
            findings += choose_readings(row, evidence, chosen)
        elif not suits[i] or (laws and broken(laws, values_of(row)) and lacks_total(laws, values_of(row))):
            placed[i], said = replace_cells(rows[i], row, evidence, must=not suits[i])
            findings += said
    return Placing(tuple(placed), chosen, tuple(findings))


def suits_column(cell: Cell, index: int, columns: Sequence[Column]) -> bool:
    """Whether a cell can stand in a column of that role."""
    if index >= len(columns):
        return False
    column = columns[index]
    if cell.blank or column.role in ("order", "second"):
        return True
    number = is_number(cell)
    if column.role == "number":
        return bool(column.path) and (number or not has_words(cell))
    if column.role == "code":
        return not number or cell.text.isdigit()
    return not (number and ("." in cell.text or "," in cell.text or "%" in cell.text))


def has_words(cell: Cell) -> bool:
    return sum("一" <= c <= "鿿" for c in cell.text) >= 2


def doubtful_cells(row: Placed) -> list[Cell]:
    """Number cells with more than one reading."""
    return [cell for cell in row.values() if " " in cell.printed and len(readings(cell.printed)) > 1]


def values_of(row: Placed) -> dict[int, Decimal]:
    """Numbers of the row by column, first readings."""
    return {i: found[0].value for i, cell in row.items() if (found := readings(cell.printed))}


def code_of(row: Placed, columns: Sequence[Column]) -> str | None:
    return next(
        (c.text for i, c in row.items() if i < len(columns) and columns[i].role == "code" and CODE.fullmatch(c.text)),
        None,
    )


def lacks_total(laws: Sequence[Sum], values: dict[int, Decimal]) -> bool:
    """Whether a sum's parts are there and its total is not: the mark of a row shifted to the right."""
    return any(law.total not in values and any(i in values for i in law.parts) for law in laws)


def choose_readings(row: Placed, evidence: Evidence, chosen: dict[tuple[int, int], Number | None]) -> list[Finding]:
    """Choose among readings of the row's doubtful cells by the sums; several or none left: unreadable."""
    cells = [(i, cell, readings(cell.printed)) for i, cell in row.items() if len(readings(cell.printed)) > 1]
    base = values_of(row)
    best: list[tuple[Number, ...]] = []
    code = code_of(row, evidence.columns)
    for pick in product(*(options for _, _, options in cells)):
        values = {**base, **{i: number.value for (i, _, _), number in zip(cells, pick, strict=True)}}
        sound = evidence.laws and not broken(evidence.laws, values)
        if (sound and kept(evidence.laws, values)) or (
            not evidence.laws and fits_tree(code, values, evidence.by_code) > 0
        ):
            best.append(pick)
    findings = []
    for at, (_, cell, options) in enumerate(cells):
        picks = {pick[at] for pick in best} or ({options[0]} if is_grouped(cell.printed) else set())
        span = cell.line.span(cell.start, cell.end)
        number = picks.pop() if len(picks) == 1 else None
        chosen[cell.line.number, cell.start] = number
        told = f"按表内合计关系读作 {number.value}" if number else "读法不唯一，按原样保留"
        rule, weight = ("cell-noise", "info") if number else ("cell-unreadable", "warning")
        findings.append(
            Finding(rule, weight, f"单元格“{cell.printed}”里有多个数字，{told}", None, cell.printed, (span,))
        )
    return findings


def is_grouped(printed: str) -> bool:
    """Whether blanks part thousands: 1 204 393.74.

    >>> is_grouped("1 204 393.74"), is_grouped("10 18.00")
    (True, False)
    """
    first, *rest = printed.split()
    return len(first) <= 3 and all(len(token.split(".")[0]) == 3 for token in rest)


def replace_cells(row: Row, by_tabs: Placed, evidence: Evidence, must: bool) -> tuple[Placed, list[Finding]]:
    """The one best placing of a shifted row; ``must``: it cannot stay where the tabs put it."""
    tokens = [cell for _, cell in sorted(by_tabs.items())]
    ranked: dict[tuple[int, int], list[Placed]] = {}
    for cost, placed in placings(tokens, by_tabs, evidence.columns):
        values = values_of(placed)
        wrong = broken(evidence.laws, values) * 2 - min(kept(evidence.laws, values), 1)
        wrong -= fits_tree(code_of(placed, evidence.columns), values, evidence.by_code)
        ranked.setdefault((wrong, cost), []).append(placed)
    best = min(ranked, default=None)
    span = row.cells[0].line.span()
    if best is not None and len(ranked[best]) == 1 and (must or best[0] < 0):
        told = f"第 {row.number} 行的单元格与表头错位，已按列的内容和合计关系对齐"
        return ranked[best][0], [Finding("row-shifted", "info", told, None, None, (span,))]
    if not must:
        return by_tabs, []
    told = f"第 {row.number} 行的单元格与表头对不上，无法确定各数字属于哪一列，按原样保留"
    return undecided(by_tabs, evidence.columns), [
        Finding("column-ambiguous", "warning", told, None, row_text(row), (span,))
    ]


def row_text(row: Row) -> str:
    return "｜".join(cell.printed for _, cell in row.filled)


def undecided(by_tabs: Placed, columns: Sequence[Column]) -> Placed:
    """The label kept, numbers without a column."""
    texts = [(i, cell) for i, cell in by_tabs.items() if not is_number(cell)]
    labels = {i: cell for i, cell in texts if i < len(columns) and columns[i].role in ("label", "code", "second")}
    if not labels and texts:
        labels = {next((c.index for c in columns if c.role == "label"), 0): texts[0][1]}
    numbers = [cell for cell in by_tabs.values() if is_number(cell)]
    return {**labels, **{UNKNOWN + n: cell for n, cell in enumerate(numbers)}}


def placings(tokens: list[Cell], by_tabs: Placed, columns: Sequence[Column]) -> Iterator[tuple[int, Placed]]:
    """Placings that suit all columns, with a cost: whole-row and half-row shifts, then any order-keeping one."""
    at = sorted(by_tabs)
    seen = 0
    for shift in SHIFTS:
        placed = {i + shift: cell for i, cell in zip(at, tokens, strict=True)}
        if fits(placed, columns):
            seen += 1
            yield abs(shift), placed
    for cut in range(1, len(tokens)):
        for left, right in product(SHIFTS, SHIFTS):
            if left == right:
                continue
            placed = {
                i + (left if n < cut else right): cell for n, (i, cell) in enumerate(zip(at, tokens, strict=True))
            }
            if len(placed) == len(tokens) and sorted(placed) == list(placed) and fits(placed, columns):
                seen += 1
                yield abs(left) + abs(right) + 3, placed
    if not seen:
        yield from any_placing(tokens, columns)


def any_placing(tokens: list[Cell], columns: Sequence[Column]) -> Iterator[tuple[int, Placed]]:
    """All placings that keep the order of the cells."""
    for count, indexes in enumerate(combinations(range(len(columns)), len(tokens))):
        if count >= MOST_PLACINGS:
            return
        placed = dict(zip(indexes, tokens, strict=True))
        if fits(placed, columns):
            yield 20, placed


def fits(placed: Placed, columns: Sequence[Column]) -> bool:
    """Whether all cells suit their columns and no half has amounts without its label, where halves have labels."""
    if any(i < 0 or not suits_column(cell, i, columns) for i, cell in placed.items()):
        return False
    for side in {column.side for column in columns}:
        own = [c for c in columns if c.side == side]
        roles = {c.role for c in own if c.index in placed}
        if "number" in roles and any(c.role == "label" for c in own) and not roles & {"label", "code"}:
            return False
    return True
