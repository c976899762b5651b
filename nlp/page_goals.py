"""Forms beside the project pages: the whole department's goals (整体支出绩效目标表) and self-evaluations (绩效自评表).

Enters: the Source and its Frame. Leaves: a ``Paragraph`` for each text cell (职能, 总体目标, 重点任务, 完成情况), under the
form's title and the label beside it, so that it can be searched and read for policies like prose. What it does not do:
make a project page of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp.frame import Frame
from nlp.page_find import find_pages
from nlp.page_form import label_of
from nlp.page_rows import Cell, Row, read_row
from nlp.record import Paragraph
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
