"""Cells and rows that remember what was written into them, so that the truth survives any damage to the layout.

A ``Fact`` is a record without its place; rendering finds the place and completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from nlp.record import Span


@dataclass(slots=True)
class Fact:
    """``kind`` names the list of the truth it goes to; ``make(span)`` completes the record; ``start``/``end`` lie in the cell."""

    kind: str
    make: Callable[[Span], Any]
    start: int = 0
    end: int | None = None


@dataclass(slots=True)
class Cell:
    """``before``/``after`` are stray characters around the text (tags), no part of any fact."""

    text: str
    facts: list[Fact] = field(default_factory=list)
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Row:
    """One printed row. ``breaks`` are the cell indexes before which a page break splits the row over two lines.

    ``kind`` tells the damages what it is: blank | heading | prose | header | figure | field | indicator | furniture.
    """

    cells: list[Cell]
    kind: str
    breaks: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return "\t".join(cell.text for cell in self.cells)


def line(text: str, kind: str = "prose", facts: Iterable[Fact] = ()) -> Row:
    return Row([Cell(text, list(facts))], kind)


def cells(texts: Iterable[str], kind: str) -> Row:
    return Row([Cell(text) for text in texts], kind)


BLANK = ""


def blank() -> Row:
    return Row([Cell(BLANK)], "blank")


def render(rows: Iterable[Row]) -> tuple[str, dict[str, list[Any]]]:
    """The text, and the completed records by kind, in printed order."""
    lines: list[str] = []
    truth: dict[str, list[Any]] = {}
    for row in rows:
        parts: list[str] = []
        at = 0
        for i, cell in enumerate(row.cells):
            if i in row.breaks:
                lines.append("\t".join(parts))
                parts, at = [], 0
            for fact in cell.facts:
                start = at + len(cell.before) + fact.start
                end = at + len(cell.before) + (len(cell.text) if fact.end is None else fact.end)
                truth.setdefault(fact.kind, []).append(fact.make(Span(len(lines) + 1, start, end)))
            printed = cell.before + cell.text + cell.after
            parts.append(printed)
            at += len(printed) + 1
        lines.append("\t".join(parts))
    return "\n".join(lines) + "\n", truth
