"""Where each project page begins and ends.

Enters: the Source and its furniture. Leaves: ``PageRows``, one for each printed page (a continuation page printed with
a title and 项目名称 row of its own is a page of its own). A page begins at its 项目名称 row; where that row's label is
lost, at the first row below a title that labels of the form follow. Lines without content (watermarks, rules of
dashes) are left out. What it does not do: say what a row means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.frame_line import DOCUMENT_HEAD, NUMBER_LINE, speaks
from nlp.page_form import Label, form_label, label_of, level_of, squeeze
from nlp.page_funds import UNIT
from nlp.page_rows import Cell, Row, read_row
from nlp.source import Line, Source

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
HEAD_SIZE = 8
"""lines of a page's head"""
APART = 2
"""lines within which a second 项目名称 is the same page's"""
NEAR = 45
"""lines below 项目名称 within which a project page must show another label of the form"""
REPEATED = 5
"""times a short line without cells stands in a document before it counts as a watermark or running head"""


@dataclass(frozen=True, slots=True)
class PageRows:
    """One printed page: lines ``first..last`` and its rows; ``year`` as printed under the title.

    ``evaluation`` says that it is a self-evaluation (绩效自评表), which reports results, and no goal page.
    """

    first: int
    last: int
    title: str | None
    year: int | None
    rows: tuple[Row, ...]
    evaluation: bool = False
    unit: str | None = None
    """of money, where it is printed above the rows"""


def find_pages(source: Source, furniture: frozenset[int] = frozenset()) -> tuple[PageRows, ...]:
    """All project pages of a document in order."""
    idle = furniture | repeated_lines(source)
    starts = page_starts(source, idle)
    tops = [page_top(source, idle, number) for number in starts]
    pages = []
    for at, number in enumerate(starts):
        limit = tops[at + 1] - 1 if at + 1 < len(tops) else len(source.lines)
        head = [source.line(n) for n in range(tops[at], number) if n not in idle]
        early = tuple(row for line in head if heads_page(row := read_row(line)))
        rows = (*early, *content_rows(source, idle, number, limit))
        title = next((line.text.strip() for line in head if is_title(line)), None)
        years = (YEAR.search(line.text) for line in reversed(head))
        year = next((int(found["year"]) for found in years if found), None)
        units = (UNIT.search(source.line(n).text) for n in range(tops[at], number + 1))
        unit = next((found["unit"] or found["unit2"] for found in units if found), None)
        pages.append(PageRows(tops[at], rows[-1].number, title, year, rows, is_evaluation(rows), unit))
    return tuple(pages)


def heads_page(row: Row) -> bool:
    """Whether a row above 项目名称 is one of the form: it opens with a label of the head and holds a value."""
    if not row.cells:
        return False
    name, _, value = re.sub("：", ":", row.cells[0].text).partition(":")
    first = form_label(row.cells[0].text) or form_label(name)
    return first is not None and first.kind == "head" and (len(row.cells) > 1 or bool(value.strip()))


def is_evaluation(rows: Sequence[Row]) -> bool:
    """Whether a form has at least two of a self-evaluation's own columns (实际完成值, 得分)."""
    labels = (label_of(cell.text) for row in rows for cell in row.cells)
    return len({label.key for label in labels if label is not None and label.kind == "evaluation"}) > 1


def page_starts(source: Source, idle: frozenset[int]) -> list[int]:
    """Lines of the first rows of all pages."""
    names = list(name_lines(source, idle))
    titles = [line.number for line in source.lines if line.number not in idle and is_title(line)]
    found = set(names)
    for title, after in pairwise([*titles, len(source.lines) + 1]):
        first = next((n for n in range(title + 1, after) if is_content(source, idle, n)), None)
        if first is not None and not any(title < name < after for name in names) and has_head(source, first, after):
            found.add(first)
    return [a for a, b in pairwise([*sorted(found), len(source.lines) + NEAR]) if b - a > APART]


def has_head(source: Source, first: int, after: int) -> bool:
    """Whether labels of a page's head stand in the first rows (a title may head the second half of a page alone)."""
    lines = source.lines[first - 1 : min(first - 1 + HEAD_SIZE, after - 1)]
    labels = [label for line in lines for cell in read_row(line).cells if (label := label_of(cell.text)) is not None]
    listed = any(label.kind == "column" for label in labels[:HEAD_SIZE])  # the head row of a list of projects
    return not listed and len({label.key for label in labels if label.kind == "head"}) > 1


def is_content(source: Source, idle: frozenset[int], number: int) -> bool:
    """Whether a line is a row of a page: neither blank nor the year below the title."""
    row = read_row(source.line(number))
    return number not in idle and row.width > 1 and bool(row.cells)


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
    if "表" not in line.text or "\t" in line.text.strip():
        return False
    text = re.sub(r"（20\d\d年?度?）$", "", squeeze_title(line.text))
    kinds = {label.kind for size in range(5, 13) if (label := label_of(text[-size:]))}
    return len(text) <= TITLE_SIZE and "title" in kinds and "goals" not in kinds


def is_title_line(line: Line) -> bool:
    """A title printed again in the middle of a page, or the year below it."""
    return is_title(line) or YEAR.fullmatch(line.text.strip()) is not None


def squeeze_title(text: str) -> str:
    return re.sub(r"[\s#*]", "", text)


def content_rows(source: Source, idle: frozenset[int], first: int, limit: int) -> Iterator[Row]:
    """Rows ``first..limit`` of a page, up to a heading or an attached document below its indicator table, or to prose below
    its last group, 满意度."""
    low = done = False
    for number in range(first, limit + 1):
        line = source.line(number)
        if number in idle or RULE.fullmatch(line.text.replace("\t", "")):
            continue
        if number > first and is_title_line(line):
            continue
        row = read_row(line)
        if low and row.width == 1 and (ends_page(line.text) or (done and "\t" not in line.text and speaks(line.text.strip()))):
            return
        low = low or any(level_of(cell.text) for cell in row.cells)
        done = done or any(level_of(cell.text) and "满意度" in cell.text for cell in row.cells)
        if row.cells:
            yield row


def ends_page(text: str) -> bool:
    """
    >>> [ends_page(text) for text in ("第四部分 名词解释", "某市财政局文件", "某政办发〔2024〕7号", "按照某政办发〔2024〕7号执行")]
    [True, True, True, False]
    """
    bare = text.strip()
    return bool(HEADING.search(text) or DOCUMENT_HEAD.fullmatch(bare) or NUMBER_LINE.fullmatch(bare))


def repeated_lines(source: Source) -> frozenset[int]:
    """Numbers of short lines without cells that stand in the document again and again (watermarks)."""
    plain = [(line.number, line.text.strip()) for line in source.lines if "\t" not in line.text]
    counts = Counter(text for _, text in plain if text)
    return frozenset(n for n, text in plain if len(text) <= 20 and counts[text] >= REPEATED and not keep(text))


def keep(text: str) -> bool:
    """Short lines that carry content however often they stand: titles, years, labels."""
    return bool(re.search(r"20\d\d", text)) or label_of(text) is not None or "目标" in squeeze(text)
