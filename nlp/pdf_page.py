"""One born-digital page to lines: ruled tables row by row with tabs, the rest line by line, top to bottom.

A table without rules is found by its gaps: lines in a row that have wide gaps at the same places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's upper left"""

WIDE_GAP = 1.6
"""gap between words, in font sizes, from which on they are cells"""
GUESSED = "〔第{page}页的表格没有框线，各列按文字间距推断，请核对原件〕"
"""said of a page whose table has no rules"""
GUESSED_ROWS = 3
AMOUNTS = re.compile(r"\t-?\d[\d,]*(?:\.\d+)?(?:\t|$)")
SLANT = 0.05
"""tangent of the angle from which on a character is set at a slant"""
LINE_STEP = 0.6
"""distance of tops, in font sizes, up to which words stand on one line"""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    x0: float
    x1: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of words, left to right."""

    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        return self.words[0].top

    @property
    def chunks(self) -> tuple[tuple[float, float, str], ...]:
        """Words joined over narrow gaps: x0, x1, text."""
        found: list[tuple[float, float, str]] = []
        last: Word | None = None
        for word in self.words:
            gap = word.x0 - last.x1 if last else 0.0
            if last and gap <= WIDE_GAP * word.size:
                blank = " " if gap > 0.15 * word.size and (last.text[-1] + word.text[0]).isascii() else ""
                found[-1] = (found[-1][0], word.x1, found[-1][2] + blank + word.text)
            else:
                found.append((word.x0, word.x1, word.text))
            last = word
        return tuple(found)


def page_rows(page: Any) -> list[str]:
    """The lines of a pdfplumber page; characters set at a slant (watermarks) are left out."""
    if any(is_slanted(char) for char in page.chars):
        page = page.filter(lambda thing: thing.get("object_type") != "char" or not is_slanted(thing))
    tables = [table for table in page.find_tables() if len(table.rows) > 1 or len(table.cells) > 2]
    boxes: list[Box] = [table.bbox for table in tables]
    parts: list[tuple[float, list[str]]] = [(table.bbox[1], table_rows(table)) for table in tables]
    rest = page.filter(lambda thing: thing.get("object_type") != "char" or not inside(thing, boxes)) if boxes else page
    found = rest.extract_words(x_tolerance=2, y_tolerance=3, keep_blank_chars=False, extra_attrs=["size"])
    words = [Word(w["text"], w["x0"], w["x1"], w["top"], w["size"]) for w in found]
    plain = text_lines(words_to_lines(words))
    parts += [(line_top, [text]) for line_top, text in plain]
    note = [GUESSED.format(page=page.page_number)] if has_guessed(plain) else []
    return [*note, *(row for _, rows in sorted(parts, key=lambda part: part[0]) for row in rows)]


def has_guessed(plain: Sequence[tuple[float, str]]) -> bool:
    """Whether lines without rules were put into three columns or more, several times with amounts."""
    wide = [text for _, text in plain if text.count("\t") > 1 and AMOUNTS.search(text)]
    return len(wide) >= GUESSED_ROWS


def is_slanted(char: dict[str, Any]) -> bool:
    """Whether a character stands neither level nor upright (its text matrix turns it by some angle in between)."""
    a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(a, b) > SLANT * max(a, b))


def inside(thing: dict[str, Any], boxes: Sequence[Box]) -> bool:
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def table_rows(table: Any) -> list[str]:
    """Rows of a ruled table; wrapped cells joined, merged and blank cells blank."""
    return ["\t".join(join_cell(cell) for cell in row) for row in table.extract(x_tolerance=2)]


def join_cell(cell: str | None) -> str:
    """A wrapped cell in one line; a blank only between Latin words.

    >>> join_cell("机关事业单位基本养\\n老保险缴费支出"), join_cell("Windows\\nServer"), join_cell(None)
    ('机关事业单位基本养老保险缴费支出', 'Windows Server', '')
    """
    text = ""
    for piece in (cell or "").split("\n"):
        piece = piece.strip().replace("\t", " ")
        letters = (
            bool(text and piece)
            and text[-1].isascii()
            and text[-1].isalpha()
            and piece[0].isascii()
            and piece[0].isalpha()
        )
        text += (" " if letters else "") + piece
    return text


def words_to_lines(words: Sequence[Word]) -> list[Printed]:
    """Words grouped to lines, top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top, w.x0)):
        if lines and abs(word.top - lines[-1][0].top) <= LINE_STEP * max(word.size, 1):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Printed(tuple(sorted(line, key=lambda w: w.x0))) for line in lines]


def text_lines(lines: Sequence[Printed]) -> list[tuple[float, str]]:
    """Text of each line; runs of lines with gaps are put into common columns."""
    found: list[tuple[float, str]] = []
    run: list[Printed] = []
    for line in lines:
        if len(line.chunks) > 1 or (run and is_one_cell(line, run)):
            run.append(line)
            continue
        found += run_rows(run)
        run = []
        found.append((line.top, "".join(text for _, _, text in line.chunks)))
    return found + run_rows(run)


def is_one_cell(line: Printed, run: Sequence[Printed]) -> bool:
    """Whether a line of one chunk is a row of the gapped table above: short, under one of its columns, close by."""
    (x0, x1, text), width = line.chunks[0], run[-1].words[-1].x1 - run[-1].words[0].x0
    near = line.top - run[-1].top <= 3 * line.words[0].size
    return near and len(run) > 1 and x1 - x0 < width / 2 and len(text) <= 24 and text[-1] not in "。；："


def run_rows(run: Sequence[Printed]) -> list[tuple[float, str]]:
    """Rows of a table without rules: cells under each other share a column."""
    if len(run) < 3:
        return [(line.top, "\t".join(text for _, _, text in line.chunks)) for line in run]
    columns = merge_spans([(x0, x1) for line in run for x0, x1, _ in line.chunks if len(line.chunks) > 1])
    found = []
    for line in run:
        cells = [""] * len(columns)
        for x0, x1, text in line.chunks:
            at = min(range(len(columns)), key=lambda i: abs((columns[i][0] + columns[i][1]) - (x0 + x1)))
            cells[at] += text
        found.append((line.top, "\t".join(cells)))
    return found


def merge_spans(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Overlapping spans united, left to right.

    >>> merge_spans([(0, 4), (10, 14), (3, 5)])
    [(0, 5), (10, 14)]
    """
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if found and x0 < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found
