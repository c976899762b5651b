"""Service catalogues (政府购买服务指导性目录) attached to notices.

Enters: catalogue blocks (a head 代码 | 一级目录 | 二级目录 …, rows of a code and a name, department rows between).
Leaves: CatalogueEntry records. The level is that of the code (A, A01, A0101, A010101), not of the column, because
extraction moves columns; the path is that of the codes above it in the same department's part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.frame import Block, Frame
from nlp.record import CatalogueEntry
from nlp.source import Source
from nlp.tables_grid import Cell, Row, read_row

CODE = re.compile(r"[A-Z](?:\d{2}){0,4}|\d{2}(?:\d{2}){0,4}")
HEAD = re.compile(r"(?:代码|编码|序号)|[一二三四五]级(?:目录|分类)?")


def read_catalogue(source: Source, frame: Frame) -> tuple[CatalogueEntry, ...]:
    """All entries of all catalogues, in printed order."""
    return tuple(entry for block in frame.of_kind("catalogue") for entry in read_block(source, frame, block))


def read_block(source: Source, frame: Frame, block: Block) -> list[CatalogueEntry]:
    """The entries of one catalogue; a name broken over two rows is joined."""
    found: list[CatalogueEntry] = []
    department: str | None = None
    names: dict[str, str] = {}
    shared: dict[str, str] = {}  # upper levels are the same for all departments; a row lost in one stands in another
    for row in rows_of(source, frame, block):
        code, name = split_row(row)
        if code is None and name is not None and is_rest(row, found):
            found[-1] = replace(found[-1], name=found[-1].name + name.text)
            names[found[-1].code] = found[-1].name
        elif code is None and name is not None:
            department, names = name.text, {}
        elif code is not None and name is not None:
            names[code.text] = name.text
            shared.setdefault(code.text, name.text)
            above = (names.get(upper) or shared.get(upper) for upper in codes_above(code.text))
            path = tuple(known for known in above if known)
            span = code.line.span(code.start, name.end if name.line is code.line else code.end)
            found.append(CatalogueEntry(code.text, name.text, path, department, span))
    return found


def rows_of(source: Source, frame: Frame, block: Block) -> Iterator[Row]:
    """Rows with content, without heads (which every page repeats)."""
    for number in range(block.first, block.last + 1):
        if number not in frame.furniture:
            row = read_row(source.line(number))
            texts = [cell.text for _, cell in row.filled]
            if texts and not all(HEAD.fullmatch(text) for text in texts):
                yield row


def split_row(row: Row) -> tuple[Cell | None, Cell | None]:
    """Code and name of a row; a department row or the rest of a name has no code."""
    filled = [cell for _, cell in row.filled]
    if CODE.fullmatch(filled[0].text):
        return filled[0], filled[1] if len(filled) > 1 else None
    return None, filled[0]


def is_rest(row: Row, found: list[CatalogueEntry]) -> bool:
    """Whether a row without a code goes on with the name above: it stands to the right of the code column."""
    return bool(found) and row.filled[0][0] > 0


def codes_above(code: str) -> list[str]:
    """Codes of the higher levels, outer to inner.

    >>> codes_above("A010203"), codes_above("A")
    (['A', 'A01', 'A0102'], [])
    """
    first = 1 if code[0].isalpha() else 2
    return [code[:end] for end in range(first, len(code), 2)]
