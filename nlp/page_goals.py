"""The whole department's goal page (部门整体支出绩效目标表): its running texts, as paragraphs.

Enters: the Source and its Frame. Leaves: a ``Paragraph`` for each text cell (职能, 总体目标, 重点任务), under the page's
title and the label beside it, so that it can be searched and read for policies like prose. What it does not do: make
a project of it.
"""

from __future__ import annotations

from nlp.frame import Frame
from nlp.page_form import label_of
from nlp.page_rows import Cell, read_row
from nlp.record import Paragraph
from nlp.source import Source

TEXT_SIZE = 16
"""characters from which a cell is running text and no label or number"""


def read_goals(source: Source, frame: Frame) -> tuple[Paragraph, ...]:
    """Texts of the document's goal pages, in order."""
    found: list[Paragraph] = []
    for block in frame.of_kind("goals"):
        title, label = block.title or "整体支出绩效目标表", ""
        for number in range(block.first + 1, block.last + 1):
            if number in frame.furniture:
                continue
            for cell in read_row(source.line(number)).cells:
                if is_text(cell):
                    found.append(Paragraph(f"{title}：{label}" if label else title, cell.stretch))
                elif not any(char.isdigit() for char in cell.text):
                    label = cell.text
    return tuple(found)


def is_text(cell: Cell) -> bool:
    return len(cell.text) >= TEXT_SIZE and label_of(cell.text) is None
