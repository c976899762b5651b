"""The cells of a table's lines, and which rows are its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from nlp.frame import Block, Frame
from nlp.frame_line import ORDINAL, is_table_head, look_at
from nlp.lexicon import words
from nlp.source import Line, Source
from nlp.tables_number import is_blank, is_year, parse_number, readings

MOST_HEAD = 8
CODE = re.compile(r"[A-Z]?\d{3}(?:\d{2}){0,5}")
ENUMERATED = re.compile(
    rf"""[{ORDINAL}]+[、.．]     # 一、一般公共预算
       | （[{ORDINAL}]+）        # （一）一般公共预算拨款
       | （\d{{1,2}}）(?=[一-鿿]) # （1）公务用车购置费
       | [①②③④⑤⑥⑦⑧⑨⑩]         # ①公务用车购置费
       | \d{{1,2}}[、.．](?!\d)  # 1、因公出国（境）费
       | 其中[:：]               # 其中：教育收费
    """,
    re.VERBOSE,
)
FORMULA = re.compile(r"\d+=\d+(?:[+-]\d+)*|[甲乙丙丁]")


@dataclass(frozen=True, slots=True)
class Cell:
    """Characters ``start:end`` of ``line`` (blanks at the ends off); ``text`` is the same without any blank."""

    line: Line
    start: int
    end: int
    text: str

    @property
    def printed(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def blank(self) -> bool:
        return is_blank(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row; ``cells[i]`` is its i-th cell by tabs, blank ones included."""

    cells: tuple[Cell, ...]

    @property
    def number(self) -> int:
        return self.cells[0].line.number

    @property
    def filled(self) -> tuple[tuple[int, Cell], ...]:
        return tuple((i, cell) for i, cell in enumerate(self.cells) if cell.text)

    def text_at(self, index: int) -> str:
        return self.cells[index].text if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's printed form: texts above its rows, then the rows in order."""

    title: str | None
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def read_row(line: Line) -> Row:
    """
    >>> from nlp.source import read_line
    >>> [cell.text for cell in read_row(read_line(1, "208\\t社会保障 支出\\t\\t1.20")).cells]
    ['208', '社会保障支出', '', '1.20']
    """
    cells, at = [], 0
    for piece in line.text.split("\t"):
        body = piece.strip()
        start = at + (len(piece) - len(piece.lstrip())) if body else at
        cells.append(Cell(line, start, start + len(body), "".join(body.replace("**", "").split())))
        at += len(piece) + 1
    return Row(tuple(cells))


def read_grid(source: Source, frame: Frame, block: Block) -> Grid:
    """Rows and the texts above them; a line without a tab inside the grid is a row of one cell."""
    heads: list[str] = []
    rows: list[Row] = []
    notes = words("frame", "note")
    for number in range(block.first, block.last + 1):
        if number in frame.furniture:
            continue
        look = look_at(source.line(number))
        row = read_row(source.line(number))
        if look.row and all(is_table_head(cell.text) for _, cell in row.filled):
            heads += [cell.text for _, cell in row.filled]
        elif look.row and not (look.plain and not rows and look.text == block.title):
            rows.append(row)
        elif not rows or is_table_head(look.text):
            heads.append(look.text)
        elif not look.text.startswith(notes) and look.text != block.title:
            rows.append(row)
    return Grid(block.title, tuple(heads), tuple(rows))


def is_index_row(row: Row) -> bool:
    """A row that numbers the columns: 1 2 3 4, 栏次 1 2, 甲 乙 1 2=3+4.

    >>> from nlp.source import read_line
    >>> [is_index_row(read_row(read_line(1, t))) for t in ("1\\t2\\t3", "栏次\\t\\t1\\t2", "合计\\t1\\t2\\t4")]
    [True, True, False]
    """
    texts = [cell.text for _, cell in row.filled]
    numbers = [int(text) for text in texts if text.isdigit() and len(text) <= 2]
    rest = [text for text in texts if not (text.isdigit() and len(text) <= 2)]
    named = any(text in words("tables", "order") for text in rest)
    if any(text not in words("tables", "order") and not FORMULA.fullmatch(text) and text != "—" for text in rest):
        return False
    rising = all(b > a for a, b in pairwise(numbers)) and numbers[:1] in ([1], [2], [0])
    return (len(numbers) >= 2 and rising) or (named and len(numbers) >= 1)


def is_number(cell: Cell) -> bool:
    return bool(readings(cell.printed))


def is_data_row(row: Row) -> bool:
    """Whether ``row`` belongs to the body: it holds an amount, an account code, or a label only bodies hold."""
    filled = row.filled
    if not filled:
        return False
    numbers = [cell for _, cell in filled if is_number(cell)]
    if numbers and not all(is_year(cell.text) for cell in numbers):
        return True
    first = filled[0][1].text
    if any(is_damaged_number(cell.text) for _, cell in filled):
        return True
    if len(filled) == 1:
        return first in words("tables", "total_row") or bool(ENUMERATED.match(first))
    return bool(ENUMERATED.match(first)) and not parse_number(first)


def is_damaged_number(text: str) -> bool:
    """Whether ``text`` was an amount before the extraction damaged it.

    >>> [is_damaged_number(t) for t in ("11O.40", "2024年", "1=2+3", "2024", "A01")]
    [True, False, False, False, False]
    """
    digits = sum(c.isdigit() for c in text)
    return (
        "." in text
        and digits >= 2
        and digits * 2 >= len(text)
        and not any("一" <= c <= "鿿" or c in "=+" for c in text)
    )


def split_head(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Rows of the head, and the rest. A row of column numbers closes the head and belongs to neither.

    A head has at most ``MOST_HEAD`` rows; of a longer run of words only the last ones can be it.
    """
    for i, row in enumerate(rows):
        if is_index_row(row):
            return rows[max(0, i - MOST_HEAD) : i], rows[i + 1 :]
        after = rows[i + 1] if i + 1 < len(rows) else None
        bare = is_label_under_head(row, rows[max(0, i - MOST_HEAD) : i]) and not (after and names_columns(after))
        if is_data_row(row) or bare:
            return rows[max(0, i - MOST_HEAD) : i], rows[i:]
    return rows[:MOST_HEAD], ()


def names_columns(row: Row) -> bool:
    """Whether a row names columns of codes and labels: 科目编码, 科目名称."""
    texts = {cell.text for _, cell in row.filled}
    return len(texts) > 1 and bool(texts & {*words("tables", "code"), *words("tables", "label")})


def is_label_under_head(row: Row, head: tuple[Row, ...]) -> bool:
    """A row of one label under a head cell like 项目: a body row without amounts, as 因公出国（境）费 often is."""
    if len(row.filled) != 1:
        return False
    index, cell = row.filled[0]
    above = [other.text_at(index) for other in head if other.text_at(index)]
    return (
        bool(above) and above[-1] in words("tables", "label") and above[-1] + cell.text not in words("tables", "label")
    )
