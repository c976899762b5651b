"""The ways to put a row's cells into columns: by tabs, shifted as a whole or by halves, with blanks put back.

Nothing here judges which way is right; see nlp.tables_place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise, product

from nlp.tables_columns import Column
from nlp.tables_grid import Cell, Row, is_number
from nlp.tables_rows import Placed

SHIFTS = (0, 1, -1, 2, -2, 3, -3)
MOST_PLACINGS = 3000
"""placings tried for one row; a wilder row stays undecided"""
USUAL = 0.5
"""share of rows of one length from which on a shorter row counts as having lost cells"""
FEW = 0.25
"""share of odd rows up to which two short ones that make a whole are one broken in two, even where each could stand"""


def suits_column(cell: Cell, index: int, columns: Sequence[Column]) -> bool:
    """Whether a cell can stand in a column of that role."""
    if index >= len(columns):
        return False
    column = columns[index]
    number = is_number(cell)
    if cell.blank or column.role in ("order", "second"):
        return column.role != "second" or not (number and "." in cell.text)
    if column.role == "number":
        return bool(column.path) and (number or not has_words(cell))
    if column.role == "code":
        return not number or cell.text.isdigit()
    return not (number and ("." in cell.text or "," in cell.text or "%" in cell.text))


def has_words(cell: Cell) -> bool:
    return sum("一" <= c <= "鿿" for c in cell.text) >= 2


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


def usual_width(rows: Sequence[Row]) -> int | None:
    """The number of cells most rows have, None where rows differ too much to tell."""
    widths = Counter(len(row.cells) for row in rows)
    width, count = max(widths.items(), key=lambda item: item[1], default=(0, 0))
    return width if count >= 2 and count >= USUAL * len(rows) else None


def join_split_rows(rows: Sequence[Row], columns: Sequence[Column]) -> list[Row]:
    """Join a row broken in two: the first part is too short, the second holds the cells it lacks.

    The second part begins either where the first ends, or with blanks in place of the first part's cells.
    """
    width = usual_width(rows)
    strict = sum(len(row.cells) != width for row in rows) <= max(2, FEW * len(rows))
    found: list[Row] = []
    for row in rows:
        above = found[-1] if found else None
        if above and width and len(above.cells) < width and (strict or not fits(dict(row.filled), columns)):
            short = len(above.cells)
            rest = row.cells if short + len(row.cells) == width else row.cells[short:]
            blank = len(row.cells) == width and not any(cell.text for cell in row.cells[:short])
            whole = Row((*above.cells, *rest))
            if (blank or short + len(row.cells) == width) and fits(dict(whole.filled), columns):
                found[-1] = whole
                continue
        found.append(row)
    return found


def placings(by_tabs: Placed, columns: Sequence[Column]) -> Iterator[tuple[int, Placed]]:
    """Placings that suit all columns, with a cost: whole-row and half-row shifts, else any order-keeping one."""
    at = sorted(by_tabs)
    tokens = [by_tabs[i] for i in at]
    seen = 0
    for shift in SHIFTS:
        placed = {i + shift: cell for i, cell in zip(at, tokens, strict=True)}
        if fits(placed, columns):
            seen += 1
            yield abs(shift), placed
    for cut in range(1, len(tokens)):
        for left, right in product(SHIFTS, SHIFTS):
            moved = [i + (left if n < cut else right) for n, i in enumerate(at)]
            if left == right or any(b <= a for a, b in pairwise(moved)):
                continue
            placed = dict(zip(moved, tokens, strict=True))
            if fits(placed, columns):
                seen += 1
                yield abs(left) + abs(right) + 3, placed
    if not seen:
        yield from any_placing(tokens, columns)


def any_placing(tokens: Sequence[Cell], columns: Sequence[Column]) -> Iterator[tuple[int, Placed]]:
    """All placings that keep the order of the cells."""
    for indexes in islice(combinations(range(len(columns)), len(tokens)), MOST_PLACINGS):
        placed = dict(zip(indexes, tokens, strict=True))
        if fits(placed, columns):
            yield 20, placed


def blanks_put_back(row: Row, width: int, columns: Sequence[Column]) -> list[Placed]:
    """Placings of a row that lost ``width - len(row)`` blank cells somewhere, each once; as the tabs stand first."""
    missing = width - len(row.cells)
    found: list[Placed] = []
    for holes in islice(combinations(range(width - 1, -1, -1), missing), MOST_PLACINGS):
        indexes = [i for i in range(width) if i not in holes]
        placed = {i: cell for i, cell in zip(indexes, row.cells, strict=True) if cell.text}
        if placed not in found and fits(placed, columns):
            found.append(placed)
    return found
