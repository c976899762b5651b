"""The body of a table as entries: one side of one row with its label, code and number cells.

Enters: columns and body rows. Leaves: Entry objects. Labels wrapped over rows are joined; a row that only carries
numbers belongs to the row above; heads repeated after a page break are dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlp.lexicon import words
from nlp.tables_columns import Column
from nlp.tables_grid import CODE, ENUMERATED, Cell, Row, is_index_row, is_number

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
    found = []
    for row in body:
        texts = [cell.text for _, cell in row.filled]
        repeated = len(texts) > 1 and all(text in words_of_head for text in texts)
        if texts and not repeated and not (is_index_row(row) and not has_label(row)):
            found.append(row)
    return found


def has_label(row: Row) -> bool:
    return any(not is_number(cell) and cell.text not in words("tables", "order") for _, cell in row.filled)


def read_entries(columns: Sequence[Column], placed: Sequence[Placed]) -> tuple[Entry, ...]:
    """Entries of all rows, side by side, in printed order."""
    sides = sorted({column.side for column in columns})
    found: list[Entry] = []
    for side in sides:
        own = [column for column in columns if column.side == side]
        entries = [entry for cells in placed if (entry := read_entry(own, cells))]
        found += join_wrapped_labels(split_coded_labels(entries, own), own, single=len(sides) == 1)
    return tuple(join_halves(sorted(found, key=lambda entry: (entry.row, entry.side))))


def join_halves(entries: list[Entry]) -> list[Entry]:
    """Where a row's label stands in one half and its amount in the next (公用经费合计 over two halves), join them."""
    found: list[Entry] = []
    for entry in entries:
        before = found[-1] if found else None
        bare = entry.label is None and entry.code is None and entry.side > 0
        if bare and before and before.row == entry.row and before.label and not before.cells:
            found[-1] = replace(entry, label=before.label, code=before.code, place=before.place, labels=before.labels)
        else:
            found.append(entry)
    return found


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
    if code is None:
        labels = [*((-1, cell) for cell in codes), *labels]
    label, place = best_label(labels, at)
    second = next((cell.text for i, cell in cells.items() if at[i].role == "second"), None)
    numbers = tuple((at[i], cell) for i, cell in sorted(cells.items()) if at[i].role == "number" and not cell.blank)
    if label is None and code is None and not numbers:
        return None
    number = next(iter(cells.values())).line.number
    texts = tuple((i, cell.text) for i, cell in labels)
    return Entry(number, min(c.side for c in columns), label, code, second, numbers, texts, place)


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


def join_wrapped_labels(entries: list[Entry], columns: Sequence[Column], single: bool) -> list[Entry]:
    """Join labels that run over rows: a row of nothing but a label, in a table where rows have codes or amounts."""
    coded = any(column.role == "code" for column in columns) and any(entry.code for entry in entries)
    found: list[Entry] = []
    ahead: str | None = None
    for i, entry in enumerate(entries):
        after = entries[i + 1] if i + 1 < len(entries) else None
        if is_fragment(entry, coded, single, found[-1] if found else None):
            if (after and after.label is None and after.cells) or not found:
                ahead = (ahead or "") + str(entry.label)
            else:
                found[-1] = replace(found[-1], label=(found[-1].label or "") + str(entry.label))
            continue
        if ahead:
            entry, ahead = replace(entry, label=ahead + (entry.label or "")), None
        elif entry.label is None and entry.code is None and found and labelled(columns) and apart(found[-1], entry):
            found[-1] = replace(found[-1], cells=(*found[-1].cells, *entry.cells))
            continue
        found.append(entry)
    return found


def labelled(columns: Sequence[Column]) -> bool:
    return any(column.role == "label" for column in columns)


def apart(above: Entry, below: Entry) -> bool:
    """Whether a row of numbers only fills columns that the row above leaves blank: one row broken in two."""
    return not {column.index for column, _ in above.cells} & {column.index for column, _ in below.cells}


def is_fragment(entry: Entry, coded: bool, single: bool, before: Entry | None) -> bool:
    """Whether a row is only the rest of a label."""
    label = entry.label
    if entry.cells or entry.code or entry.second or not label or label in words("tables", "total_row"):
        return False
    if before and before.label and before.label.count("（") > before.label.count("）"):
        return True
    if ENUMERATED.match(label):
        return False
    return coded and single
