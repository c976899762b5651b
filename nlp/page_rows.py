"""Rows and cells of project pages, and where each page begins and ends.

Enters: the Source. Leaves: ``PageRows``, one for each printed page (a continuation page printed with a title and
项目名称 row of its own is a page of its own). A cell lost between two others in a stray ``<td>`` tag becomes a cell
again, unless the next cells print the same text. Lines without content (watermarks, rules of dashes) are left out.
What it does not do: say what a cell means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.page_form import Label, label_of, level_of, squeeze
from nlp.record import Span, Stretch
from nlp.source import Line, Source, join_lines

CELL_TAG = re.compile(r"<t[dh]\b", re.IGNORECASE)
RULE = re.compile(r"[-—_=\s|:]*")
YEAR = re.compile(r"（?(?P<year>20\d\d)）? ?年?度?）?")
HEADING = re.compile(
    r"""
      ^[一二三四五六七八九十]{1,3}、    # 十一、国有资产占有使用情况
    | ^第[一二三四五六七八九十]+部分    # 第四部分 名词解释
    | ^（[一二三四五六七八九十]{1,3}）  # （二）其他
    | ^\#{1,4}\                         # ## 附件
    """,
    re.VERBOSE,
)
NAME_SIZE = 40
"""characters of a line within which its first cell must name the project's row"""
TITLE_SIZE = 60
APART = 2
"""lines within which a second 项目名称 is the same page's"""
NEAR = 45
"""lines below 项目名称 within which a project page must show another label of the form"""
REPEATED = 5
"""times a short line without cells stands in a document before it counts as a watermark or running head"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A non-blank cell: ``line.text[start:end]``, in column ``column`` (number of tabs before it)."""

    line: Line
    start: int
    end: int
    column: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

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
        >>> Cell(read_line(1, "<p>驗收率</p>"), 0, 3, 0).printed
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


@dataclass(frozen=True, slots=True)
class PageRows:
    """One printed page: lines ``first..last`` and its rows; ``year`` as printed under the title."""

    first: int
    last: int
    title: str | None
    year: int | None
    rows: tuple[Row, ...]


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
    return Cell(line, start, end, column)


def find_pages(source: Source, furniture: frozenset[int] = frozenset()) -> tuple[PageRows, ...]:
    """All project pages of a document in order."""
    idle = furniture | repeated_lines(source)
    starts = [a for a, b in pairwise([*name_lines(source, idle), len(source.lines) + NEAR]) if b - a > APART]
    tops = [page_top(source, idle, number) for number in starts]
    pages = []
    for at, number in enumerate(starts):
        limit = tops[at + 1] - 1 if at + 1 < len(tops) else len(source.lines)
        rows = tuple(content_rows(source, idle, number, limit))
        head = [source.line(n) for n in range(tops[at], number) if n not in idle]
        title = next((line.text.strip() for line in head if is_title(line)), None)
        years = (YEAR.search(line.text) for line in reversed(head))
        year = next((int(found["year"]) for found in years if found), None)
        pages.append(PageRows(tops[at], rows[-1].number, title, year, rows))
    return tuple(pages)


def name_lines(source: Source, idle: frozenset[int]) -> Iterator[int]:
    """Lines of the 项目名称 rows of project pages (not the heads of tables that have a column of that name)."""
    for line in source.lines:
        if "名" not in line.text[:NAME_SIZE] or line.number in idle:
            continue
        cells = read_row(line).cells
        if (
            cells
            and is_name(cells[0])
            and not any(is_money(cell) for cell in cells[1:])
            and is_form(source, line.number)
        ):
            yield line.number


def is_form(source: Source, number: int) -> bool:
    """Whether the rows below a 项目名称 row carry the labels of a project page."""
    kinds = set()
    for line in source.lines[number : number + NEAR]:
        label = label_of(line.text.strip().partition("\t")[0])
        kinds.add(label.kind if label else "")
        if "text" in kinds or "goal" in kinds or {"fund", "head"} <= kinds:
            return True
    return False


def is_name(cell: Cell) -> bool:
    label = label_of(cell.text) or label_of(re.split("[:：]", cell.text)[0])
    return label == Label("head", "name")


def is_money(cell: Cell) -> bool:
    label = label_of(cell.text)
    return label is not None and label.kind == "fund"


def page_top(source: Source, idle: frozenset[int], number: int) -> int:
    """Line of the title above a 项目名称 row; where there is none, that row."""
    seen = 0
    for line in reversed(source.lines[max(number - 25, 0) : number - 1]):
        if line.number in idle or not line.text.strip():
            continue
        if is_title(line):
            return line.number
        seen += 1
        if seen > 3:
            break
    return number


def is_title(line: Line) -> bool:
    """Whether a line is the title of a project page.

    >>> from nlp.source import read_line
    >>> [is_title(read_line(1, row)) for row in ("## 项目绩效目标表", "（项目绩效目标表公开情况见附件）")]
    [True, False]
    """
    text = re.sub(r"（20\d\d年?度?）$", "", squeeze_title(line.text))
    label = next((label_of(text[-size:]) for size in range(5, 13) if label_of(text[-size:])), None)
    return "\t" not in line.text.strip() and len(text) <= TITLE_SIZE and label is not None and label.kind == "title"


def squeeze_title(text: str) -> str:
    return re.sub(r"[\s#*]", "", text)


def content_rows(source: Source, idle: frozenset[int], first: int, limit: int) -> Iterator[Row]:
    """Rows ``first..limit`` of a page, up to a heading below its indicator table."""
    low = False
    for number in range(first, limit + 1):
        line = source.line(number)
        if number in idle or RULE.fullmatch(line.text.replace("\t", "")):
            continue
        row = read_row(line)
        if low and row.width == 1 and HEADING.search(line.text):
            return
        low = low or any(level_of(cell.text) for cell in row.cells)
        if row.cells:
            yield row


def repeated_lines(source: Source) -> frozenset[int]:
    """Numbers of short lines without cells that stand in the document again and again (watermarks)."""
    plain = [(line.number, line.text.strip()) for line in source.lines if "\t" not in line.text]
    counts = Counter(text for _, text in plain if text)
    return frozenset(n for n, text in plain if len(text) <= 20 and counts[text] >= REPEATED and not keep(text))


def keep(text: str) -> bool:
    """Short lines that carry content however often they stand: titles, years, labels."""
    return bool(re.search(r"20\d\d", text)) or label_of(text) is not None or "目标" in squeeze(text)
