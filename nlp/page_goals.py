"""Forms beside the project pages: the whole department's goals (整体支出绩效目标表) and self-evaluations (绩效自评表).

Enters: the Source and its Frame. Leaves: a ``Paragraph`` for each text cell (职能, 总体目标, 重点任务, 完成情况), under the
form's title and the label beside it, so that it can be searched and read for policies like prose. What it does not do:
make a project page of it. Numbers of posts and staff that the form counts are figures of the prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from nlp.frame import Frame
from nlp.page_find import find_pages
from nlp.page_form import label_of
from nlp.page_rows import Cell, Row, read_row
from nlp.record import Figure, Paragraph
from nlp.source import Source

TEXT_SIZE = 16
"""characters from which a cell is running text and no label or number"""


def read_goals(source: Source, frame: Frame) -> tuple[Paragraph, ...]:
    """Texts of the document's goal pages and self-evaluations, in order."""
    forms = [
        (block.title or "整体支出绩效目标表", tuple(lines_of(source, frame, block.first + 1, block.last)))
        for block in frame.of_kind("goals")
    ]
    forms += [
        (page.title or "绩效自评表", page.rows) for page in find_pages(source, frame.furniture) if page.evaluation
    ]
    return tuple(paragraph for title, rows in forms for paragraph in read_form(title, rows))


COUNT = re.compile(r"(?P<value>\d{1,6})\s*(?P<unit>[人名个辆])$")
"""A cell that counts: 118人"""
COUNTED = re.compile(r"(?P<label>[一-龥]{2,12}数)\s*[:：]?\s*(?P<value>\d{1,6})\s*(?P<unit>[人名个辆])")
"""A number with its label in one cell: 实编人员数 86人"""
LABEL = re.compile(r"[一-龥]{2,14}数$")


def read_goal_figures(source: Source, frame: Frame) -> tuple[Figure, ...]:
    """What the goal pages count of the department: 核定的人员编制数 118人, 其中：实编人员数 86人."""
    forms = [
        (block.title or "整体支出绩效目标表", tuple(lines_of(source, frame, block.first + 1, block.last)))
        for block in frame.of_kind("goals")
    ]
    return tuple(figure for title, rows in forms for row in rows for figure in counts_of(title, row))


def counts_of(title: str, row: Row) -> Iterator[Figure]:
    """Numbers of one row: beside their label, or in a cell with it."""
    for before, cell in pairwise(row.cells):
        match = COUNT.fullmatch(cell.text.strip())
        if match and LABEL.fullmatch(before.text.strip()):
            yield counted(title, before.text.strip(), match, cell)
    for cell in row.cells:
        for match in COUNTED.finditer(cell.text) if len(cell.text) < TEXT_SIZE else ():  # a goal counts what it wants
            yield counted(title, match["label"], match, cell)


def counted(title: str, label: str, match: re.Match[str], cell: Cell) -> Figure:
    span = cell.line.span(cell.start + match.start("value"), cell.start + match.end())
    return Figure(None, label, None, (), Decimal(match["value"]), match["unit"], match["value"], span, title)


def lines_of(source: Source, frame: Frame, first: int, last: int) -> Iterator[Row]:
    return (read_row(source.line(number)) for number in range(first, last + 1) if number not in frame.furniture)


def read_form(title: str, rows: Iterable[Row]) -> Iterator[Paragraph]:
    """Texts of one form, each under the last label before it."""
    label = ""
    for row in rows:
        for cell in row.cells:
            if is_text(cell):
                yield Paragraph(f"{title}：{label}" if label else title, cell.stretch)
            elif not any(char.isdigit() for char in cell.text):
                label = cell.text


def is_text(cell: Cell) -> bool:
    return len(cell.text) >= TEXT_SIZE and label_of(cell.text) is None
