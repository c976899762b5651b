"""The body of a table as entries: one side of one row with its label, code and number cells.

Enters: columns and placed rows. Leaves: Entry objects. Heads repeated after a page break are dropped; a code and a
name in one cell are taken apart; nlp.tables_labels joins what runs over rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.lexicon import words
from nlp.tables_accounts import head_words
from nlp.tables_columns import Column
from nlp.tables_grid import CODE, Cell, Row, is_index_row, names_columns

CODED_LABEL = re.compile(r"[\[【（(]?(?P<code>[1235]\d{2}(?:\d{2}){0,2})[\]】）)]?[-—、.]?(?P<name>[一-鿿“（].*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a row. ``cells`` are its filled number cells; ``labels`` all filled label cells by column index."""

    row: int
    side: int
    label: str | None
    code: str | None
    second: str | None
    cells: tuple[tuple[Column, Cell], ...]
    labels: tuple[tuple[int, str], ...] = ()
    place: Cell | None = None
    """the cell the label was printed in"""


UNKNOWN = 1000
"""column index from which on cells stand whose column stays undecided"""
Placed = dict[int, Cell]
"""the cells of one row by column index, blank ones left out"""


def place_by_tabs(row: Row) -> Placed:
    """Cells where the tabs put them."""
    return {i: cell for i, cell in enumerate(row.cells) if cell.text}


def drop_repeated_heads(head: Sequence[Row], body: Sequence[Row]) -> list[Row]:
    """Body rows without heads printed again after a page break, column numbers, and empty rows."""
    words_of_head = {cell.text for row in head for _, cell in row.filled}
    known = words_of_head | head_words()
    found = []
    for row in body:
        texts = [cell.text for _, cell in row.filled]
        again = known if names_columns(row) else words_of_head  # printed again, it may be wrapped otherwise
        repeated = len(texts) > 1 and all(text in again for text in texts)
        if texts and not repeated and not numbers_columns(row):
            found.append(row)
    return found


def numbers_columns(row: Row) -> bool:
    """Whether a row of the body numbers the columns again: 栏次 …, or 1 2 3 without a gap (0 1 3 may be amounts)."""
    texts = [cell.text for _, cell in row.filled]
    counted = len(texts) >= 3 and texts == [str(n) for n in range(1, len(texts) + 1)]
    return counted or (is_index_row(row) and any(text in words("tables", "order") for text in texts))


def read_entries(columns: Sequence[Column], placed: Sequence[Placed]) -> tuple[Entry, ...]:
    """Entries of all rows, half by half."""
    found: list[Entry] = []
    for side in sorted({column.side for column in columns}):
        own = [column for column in columns if column.side == side]
        found += split_coded_labels([entry for cells in placed if (entry := read_entry(own, cells))], own)
    return tuple(found)


def read_entry(columns: Sequence[Column], placed: Placed) -> Entry | None:
    """The entry of one side; None where the side is empty in this row."""
    at = {column.index: column for column in columns}
    if columns[0].side == 0:
        at |= {i: Column(i, (), "number", 0) for i in placed if i >= UNKNOWN}
    cells = {i: cell for i, cell in placed.items() if i in at}
    if not cells:
        return None
    codes = [cell for i, cell in cells.items() if at[i].role == "code"]
    labels = [(i, cell) for i, cell in cells.items() if at[i].role == "label"]
    code = "".join(cell.text for cell in codes if CODE.fullmatch(cell.text) or cell.text.isdigit()) or None
    glued = CODED_LABEL.fullmatch(codes[0].text) if codes and code is None and not labels else None
    if glued:
        code, label_cell = glued["code"], codes[0]
        return finish_entry(cells, at, glued["name"], code, label_cell, [(-1, label_cell)])
    if code is None:
        labels = [*((-1, cell) for cell in codes), *labels]
    label, place = best_label(labels, at)
    return finish_entry(cells, at, label, code, place, labels)


def finish_entry(
    cells: Placed,
    at: dict[int, Column],
    label: str | None,
    code: str | None,
    place: Cell | None,
    labels: list[tuple[int, Cell]],
) -> Entry | None:
    """The entry of these cells; None where nothing but a second account or a row number is left."""
    second = next((cell.text for i, cell in cells.items() if at[i].role == "second"), None)
    numbers = tuple((at[i], cell) for i, cell in sorted(cells.items()) if at[i].role == "number" and not cell.blank)
    if label is None and code is None and not numbers:
        return None
    number = next(iter(cells.values())).line.number
    texts = tuple((i, cell.text) for i, cell in labels)
    return Entry(number, min(column.side for column in at.values()), label, code, second, numbers, texts, place)


def best_label(labels: list[tuple[int, Cell]], at: dict[int, Column]) -> tuple[str | None, Cell | None]:
    """The label among the filled label cells: that of the 项目名称 column, else the first."""
    if not labels:
        return None, None
    wanted = words("tables", "name_label")
    named = [(i, cell) for i, cell in labels if i in at and at[i].leaf in wanted]
    titled = [(i, cell) for i, cell in labels if i in at and "名称" in at[i].leaf]
    _, cell = (named or titled or labels)[0]
    return cell.text, cell


def split_coded_labels(entries: list[Entry], columns: Sequence[Column]) -> list[Entry]:
    """Where code and name share a cell (2080501行政单位离退休) throughout a table, take them apart."""
    if any(column.role == "code" for column in columns):
        return entries
    found = [CODED_LABEL.fullmatch(entry.label or "") for entry in entries]
    labelled = sum(entry.label is not None for entry in entries)
    if not labelled or sum(match is not None for match in found) * 2 < labelled:
        return entries
    return [
        replace(entry, label=match["name"], code=match["code"]) if match else entry
        for entry, match in zip(entries, found, strict=True)
    ]
