"""The text of a document as printed, line by line, with one place marked: where every figure can be checked."""

from __future__ import annotations

from dataclasses import dataclass

from kg.sources import StoredSource

LINES_PER_PAGE = 2000


@dataclass(frozen=True, slots=True)
class SourceLine:
    """``marked`` splits the text into before, marked, after; None where nothing is marked on this line."""

    number: int
    text: str
    marked: tuple[str, str, str] | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourcePage:
    stem: str
    name: str
    lines: tuple[SourceLine, ...]
    first: int
    total: int

    @property
    def before(self) -> int | None:
        """First line of the page before, None on the first."""
        return max(1, self.first - LINES_PER_PAGE) if self.first > 1 else None

    @property
    def after(self) -> int | None:
        following = self.first + LINES_PER_PAGE
        return following if following <= self.total else None


def read_source_page(source: StoredSource, line: int | None, start: int | None, end: int | None, first: int = 1) -> SourcePage:
    """The page of lines that holds ``line`` (or begins at ``first``), with ``start:end`` of that line marked."""
    if line is not None:
        first = (max(line, 1) - 1) // LINES_PER_PAGE * LINES_PER_PAGE + 1
    first = min(max(first, 1), max(len(source.lines), 1))
    lines = tuple(
        SourceLine(number, text, mark(text, start, end) if number == line else None, source.pages[number - 1])
        for number, text in enumerate(source.lines[first - 1 : first - 1 + LINES_PER_PAGE], first)
    )
    return SourcePage(source.stem, source.name, lines, first, len(source.lines))


def mark(text: str, start: int | None, end: int | None) -> tuple[str, str, str] | None:
    """Three parts of a line: before, the marked characters, after.

    >>> mark("合同金额为28万元", 2, 4)
    ('合同', '金额', '为28万元')
    """
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return text[:start], text[start:end], text[end:]
