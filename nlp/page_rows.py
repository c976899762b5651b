"""Rows and cells of project pages.

Enters: a line. Leaves: its non-blank cells with their columns and places. A cell lost between two others in a stray
``<td>`` tag becomes a cell again, unless a later cell prints the same text. What it does not do: say what a cell means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.page_form import Label, label_of
from nlp.record import Span, Stretch
from nlp.source import Line, join_lines

CELL_TAG = re.compile(r"<t[dh]\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A non-blank cell: ``text`` is ``line.text[start:end]``, in column ``column`` (number of tabs before it)."""

    line: Line
    start: int
    end: int
    column: int
    text: str

    @property
    def label(self) -> Label | None:
        return label_of(self.text)

    @property
    def span(self) -> Span:
        return self.line.span(self.start, self.end)

    @property
    def stretch(self) -> Stretch:
        return join_lines([(self.line, self.start, self.end)])

    @property
    def printed(self) -> str:
        """As printed, but for tags: Traditional characters and full-width signs stay.

        >>> from nlp.source import read_line
        >>> Cell(read_line(1, "<p>驗收率</p>"), 0, 3, 0, "验收率").printed
        '驗收率'
        """
        offsets = self.line.offsets or range(len(self.line.raw))
        return "".join(self.line.raw[offsets[i]] for i in range(self.start, self.end))

    def cut(self, start: int, end: int | None = None) -> Cell:
        """The part ``text[start:end]`` of this cell, without blanks at its ends."""
        return trimmed(self.line, self.start + start, self.end if end is None else self.start + end, self.column)


@dataclass(frozen=True, slots=True)
class Row:
    """A line's non-blank cells, left to right; ``width`` counts the blank ones too."""

    number: int
    cells: tuple[Cell, ...]
    width: int = 0


def read_row(line: Line) -> Row:
    """Cut a line into cells.

    >>> from nlp.source import read_line
    >>> row = read_row(read_line(9, "\\t时效指标 <td>完工时间</td>\\t完工时间\\t6月 <td>按时</td>"))
    >>> [(cell.text, cell.column) for cell in row.cells]
    [('时效指标', 1), ('完工时间', 2), ('6月', 3), ('按时', 3)]
    """
    groups: list[list[Cell]] = []
    start, torn = 0, line.offsets is not None and CELL_TAG.search(line.raw) is not None
    for column, text in enumerate(line.text.split("\t")):
        end = start + len(text)
        if text and not text.isspace():
            cuts = [start, *(lost_borders(line, start, end) if torn else ()), end]
            parts = (trimmed(line, a, b, column) for a, b in pairwise(cuts))
            groups.append([part for part in parts if part.end > part.start])
        start = end + 1
    cells = [cell for at, group in enumerate(groups) for cell in without_copies(group, groups[at + 1 :])]
    return Row(line.number, tuple(cells), column + 1)


def without_copies(group: list[Cell], after: Sequence[list[Cell]]) -> list[Cell]:
    """A cell, and those lost in it that no later cell prints again."""
    if len(group) == 1:
        return group
    later = {other[0].text for other in after}
    return [group[0], *(cell for cell in group[1:] if cell.text not in later)]


def lost_borders(line: Line, start: int, end: int) -> list[int]:
    """Places inside ``text[start:end]`` at which a dropped tag opened a table cell."""
    offsets = line.offsets or range(end)
    pairs = ((i, offsets[i - 1] + 1, offsets[i]) for i in range(start + 1, end))
    return [i for i, a, b in pairs if b > a and CELL_TAG.search(line.raw, a, b)]


def trimmed(line: Line, start: int, end: int, column: int) -> Cell:
    while start < end and line.text[start] == " ":
        start += 1
    while end > start and line.text[end - 1] == " ":
        end -= 1
    return Cell(line, start, end, column, line.text[start:end])
