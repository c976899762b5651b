"""Which column each cell of a row belongs to.

Tabs decide where every cell then suits its column. A row in which one does not (an amount in the label column, a label
among the amounts, a cell past the last head), a row that breaks a sum its table keeps, and a row shorter than all
others have been shifted by the extraction: the placings that suit all columns are tried, and the sums of the table
decide. What stays undecided is kept as printed and named in a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product
from math import prod

from nlp.record import Finding
from nlp.tables_arithmetic import Sum, broken, fits_tree, kept, learn_sums
from nlp.tables_columns import Column
from nlp.tables_grid import CODE, Cell, Row, is_number
from nlp.tables_number import Number, readings
from nlp.tables_rows import UNKNOWN, Placed, place_by_tabs
from nlp.tables_shift import MOST_PLACINGS, blanks_put_back, join_split_rows, placings, suits_column, usual_width


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

    def against(self, placed: Placed) -> int:
        """How much speaks against a placing: broken sums, less those kept and those of the account tree."""
        values = values_of(placed, self.columns)
        tree = fits_tree(code_of(placed, self.columns), values, self.by_code)
        return broken(self.laws, values) * 2 - min(kept(self.laws, values), 1) - tree + self.codes_astray(placed)

    def codes_astray(self, placed: Placed) -> int:
        """Account codes that stand in a column of names, beside one of codes."""
        roles = {column.index: column.role for column in self.columns}
        return sum(roles.get(i) == "label" and CODE.fullmatch(cell.text) is not None for i, cell in placed.items())


def place_rows(columns: Sequence[Column], printed: Sequence[Row]) -> Placing:
    """Place all rows: the plain ones first, then the doubtful ones by what the plain ones teach."""
    rows = join_split_rows(printed, columns)
    width = usual_width(rows)
    placed = [place_by_tabs(row) for row in rows]
    evidence = learn(columns, placed)
    findings: list[Finding] = []
    chosen: dict[tuple[int, int], Number | None] = {}
    for i, row in enumerate(placed):
        suits = all(suits_column(cell, at, columns) for at, cell in row.items())
        values = values_of(row, columns)
        said: list[Finding] = []
        if suits and doubtful_cells(row):
            said = choose_readings(row, evidence, chosen)
        elif suits and width and len(rows[i].cells) < min(width, len(columns)) and values:
            placed[i], said = put_blanks_back(rows[i], row, min(width, len(columns)), evidence)
        elif not suits or (broken(evidence.laws, values) and lacks_total(evidence.laws, values)):
            placed[i], said = replace_cells(rows[i], row, evidence, must=not suits)
        findings += [joined(rows[i])] if len({cell.line.number for cell in rows[i].cells}) > 1 else []
        findings += said
    return Placing(tuple(placed), chosen, tuple(findings))


def learn(columns: Sequence[Column], placed: Sequence[Placed]) -> Evidence:
    """The sums that the rows with nothing doubtful about them bear out."""
    sure = [
        row
        for row in placed
        if all(suits_column(cell, i, columns) for i, cell in row.items()) and not doubtful_cells(row)
    ]
    values = [values_of(row, columns) for row in sure]
    codes = {code: v for row, v in zip(sure, values, strict=True) if (code := code_of(row, columns))}
    return Evidence(columns, learn_sums(columns, values), codes)


def doubtful_cells(row: Placed) -> list[Cell]:
    """Number cells with more than one reading."""
    return [cell for cell in row.values() if " " in cell.printed and len(readings(cell.printed)) > 1]


def values_of(row: Placed, columns: Sequence[Column]) -> dict[int, Decimal]:
    """Numbers of the row's number columns, first readings."""
    amounts = {column.index for column in columns if column.role == "number"}
    return {i: found[0].value for i, cell in row.items() if i in amounts and (found := readings(cell.printed))}


def code_of(row: Placed, columns: Sequence[Column]) -> str | None:
    codes = {column.index for column in columns if column.role == "code"}
    return next((cell.text for i, cell in row.items() if i in codes and CODE.fullmatch(cell.text)), None)


def lacks_total(laws: Sequence[Sum], values: dict[int, Decimal]) -> bool:
    """Whether a sum's parts are there and its total is not: the mark of a row shifted to the right."""
    return any(law.total not in values and any(i in values for i in law.parts) for law in laws)


def choose_readings(row: Placed, evidence: Evidence, chosen: dict[tuple[int, int], Number | None]) -> list[Finding]:
    """Choose among readings of the row's doubtful cells by the sums; several or none left: unreadable."""
    cells = [(i, cell, readings(cell.printed)) for i, cell in row.items() if len(readings(cell.printed)) > 1]
    best = sound_readings(row, [(i, options) for i, _, options in cells], evidence)
    findings = []
    for at, (_, cell, options) in enumerate(cells):
        picks = {pick[at] for pick in best} or ({options[0]} if is_grouped(cell.printed) else set())
        span = cell.line.span(cell.start, cell.end)
        number = picks.pop() if len(picks) == 1 else None
        chosen[cell.line.number, cell.start] = number
        told = f"按表内合计关系读作 {number.value}" if number else "读法不唯一，按原样保留"
        rule, weight = ("cell-noise", "info") if number else ("cell-unreadable", "warning")
        message = f"单元格“{cell.printed}”里有多个数字，{told}"
        findings.append(Finding(rule, weight, message, None, cell.printed, (span,)))
    return findings


def sound_readings(
    row: Placed, cells: Sequence[tuple[int, tuple[Number, ...]]], evidence: Evidence
) -> list[tuple[Number, ...]]:
    """The choices of one reading per doubtful cell that the sums of the table bear out."""
    if prod(len(options) for _, options in cells) > MOST_PLACINGS:
        return []
    base, code = values_of(row, evidence.columns), code_of(row, evidence.columns)
    found = []
    for pick in product(*(options for _, options in cells)):
        values = {**base, **{i: number.value for (i, _), number in zip(cells, pick, strict=True)}}
        if evidence.laws:
            sound = not broken(evidence.laws, values) and kept(evidence.laws, values) > 0
        else:
            sound = fits_tree(code, values, evidence.by_code) > 0
        if sound:
            found.append(pick)
    return found


def is_grouped(printed: str) -> bool:
    """Whether blanks part thousands: 1 204 393.74.

    >>> is_grouped("1 204 393.74"), is_grouped("10 18.00")
    (True, False)
    """
    first, *rest = printed.split()
    return len(first) <= 3 and all(len(token.split(".")[0]) == 3 for token in rest)


def put_blanks_back(row: Row, by_tabs: Placed, width: int, evidence: Evidence) -> tuple[Placed, list[Finding]]:
    """A row shorter than all others: where the lost blanks stood, as far as the sums tell."""
    options = blanks_put_back(row, width, evidence.columns)
    least = min((evidence.against(option) for option in options), default=0)
    best = [option for option in options if evidence.against(option) == least]
    if len(best) == 1:
        return best[0], [] if best[0] == by_tabs else [shifted(row)]
    if not best or all(set(option) == set(best[0]) for option in best):
        return by_tabs, []
    told = f"第 {row.number} 行比同表其他行少了单元格，数字属于哪一列有几种可能，按原样的位置保留"
    place = row.cells[0].line.span()
    kept_option = by_tabs if by_tabs in best else best[0]
    return kept_option, [Finding("column-ambiguous", "warning", told, None, row_text(row), (place,))]


def replace_cells(row: Row, by_tabs: Placed, evidence: Evidence, must: bool) -> tuple[Placed, list[Finding]]:
    """The one best placing of a shifted row; ``must``: it cannot stay where the tabs put it."""
    ranked: dict[tuple[int, int], list[Placed]] = {}
    for cost, placed in placings(by_tabs, evidence.columns):
        ranked.setdefault((evidence.against(placed), cost), []).append(placed)
    best = min(ranked, default=None)
    if best is not None and len(ranked[best]) == 1 and (must or best[0] < 0):
        return ranked[best][0], [shifted(row)]
    if not must:
        return by_tabs, []
    told = f"第 {row.number} 行的单元格与表头对不上，无法确定各数字属于哪一列，按原样保留"
    place = row.cells[0].line.span()
    return undecided(by_tabs, evidence.columns), [
        Finding("column-ambiguous", "warning", told, None, row_text(row), (place,))
    ]


def joined(row: Row) -> Finding:
    lines = dict.fromkeys(cell.line for cell in row.cells)
    told = f"第 {'、'.join(str(line.number) for line in lines)} 行是断开的一行，已合并读取"
    return Finding("row-joined", "info", told, None, None, tuple(line.span() for line in lines))


def shifted(row: Row) -> Finding:
    told = f"第 {row.number} 行的单元格与表头错位，已按列的内容和合计关系对齐"
    lines = dict.fromkeys(cell.line for cell in row.cells)
    return Finding("row-shifted", "info", told, None, None, tuple(line.span() for line in lines))


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
