"""The ruled tables of a scanned page: its lines found in the picture, its pieces of text put into cells.

Lines are long dark runs of pixels, grouped where they touch. A cell whose border to the left or above is not drawn is
merged with its neighbour. Coordinates are pixels from the upper left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.pdf_page import Word

DARK = 150
"""grey below which a pixel is ink"""
SHORTEST = 70
"""pixels a rule is at least long: more than any stroke of a character"""
SLACK = 6
"""pixels by which rules that meet may miss each other"""
APART = 60
"""white pixels put beside every upright rule, so that the reader does not run cells together"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line at ``at`` (y of a level one, x of an upright one) from ``start`` to ``end``."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: borders of its columns and rows, and the rules drawn."""

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of the cell (of a merged one: its first) at a point."""
        row = max((i for i, top in enumerate(self.ys[:-1]) if top <= y), default=0)
        column = max((i for i, left in enumerate(self.xs[:-1]) if left <= x), default=0)
        while column and not drawn(self.upright, self.xs[column], (self.ys[row] + self.ys[row + 1]) / 2):
            column -= 1
        while row and not drawn(self.level, self.ys[row], (self.xs[column] + self.xs[column + 1]) / 2):
            row -= 1
        return row, column

    def rows(self, words: Iterable[Word]) -> list[str]:
        """The table's rows with tabs between cells."""
        cells: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            at = self.cell_at((word.x0 + word.x1) / 2, word.top + word.size / 2)
            cells.setdefault(at, []).append(word)
        texts = {at: "".join(w.text for w in sorted(found, key=lambda w: (w.top, w.x0))) for at, found in cells.items()}
        shape = range(len(self.ys) - 1), range(len(self.xs) - 1)
        return ["\t".join(texts.get((row, column), "") for column in shape[1]) for row in shape[0]]


def drawn(rules: Sequence[Rule], at: float, point: float) -> bool:
    return any(abs(rule.at - at) <= SLACK and rule.start <= point <= rule.end for rule in rules)


def find_tables(picture: Any) -> list[Ruled]:
    """The ruled tables of a page's picture, top to bottom."""
    grey = picture.mean(axis=2) if picture.ndim == 3 else picture
    ink = grey < DARK
    level, upright = find_rules(ink), find_rules(ink.T)
    found = []
    for group in touching(level, upright):
        lying, standing = [r for r in level if r in group[0]], [r for r in upright if r in group[1]]
        xs, ys = borders(standing), borders(lying)
        if len(xs) > 2 and len(ys) > 2:
            found.append(Ruled(xs, ys, tuple(lying), tuple(standing)))
    return sorted(found, key=lambda table: table.ys[0])


def find_rules(ink: Any) -> list[Rule]:
    """Long dark runs along the rows of ``ink``, those on neighbouring rows united."""
    import numpy as np

    found: list[Rule] = []
    for y in np.flatnonzero(ink.sum(axis=1) >= SHORTEST):
        edges = np.flatnonzero(np.diff(np.concatenate(([0], ink[y].astype(np.int8), [0]))))
        for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if end - start < SHORTEST:
                continue
            near = next(
                (i for i, r in enumerate(found) if 0 <= y - r.at <= SLACK and r.start < end and start < r.end), None
            )
            if near is None:
                found.append(Rule(int(y), start, end))
            else:
                found[near] = Rule(int(y), min(start, found[near].start), max(end, found[near].end))
    return found


def touching(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[set[Rule], set[Rule]]]:
    """Level and upright rules in groups that meet each other."""
    groups: list[tuple[set[Rule], set[Rule]]] = []
    for line in level:
        met = {
            r
            for r in upright
            if line.start - SLACK <= r.at <= line.end + SLACK and r.start - SLACK <= line.at <= r.end + SLACK
        }
        joined = ({line}, met)
        for group in [g for g in groups if g[1] & met]:
            groups.remove(group)
            joined = (joined[0] | group[0], joined[1] | group[1])
        groups.append(joined)
    return [group for group in groups if group[1]]


def borders(rules: Sequence[Rule]) -> tuple[int, ...]:
    """Positions of the rules, those close together once."""
    found: list[int] = []
    for at in sorted(rule.at for rule in rules):
        if not found or at - found[-1] > 2 * SLACK:
            found.append(at)
    return tuple(found)


def spread(picture: Any, xs: Sequence[int]) -> Any:
    """The picture with white put beside every upright rule of a table."""
    import numpy as np

    return np.insert(picture, np.repeat([x + SLACK for x in xs[1:-1]], APART), 255, axis=1)


def unspread(word: Word, xs: Sequence[int]) -> Word:
    """A word read in the spread picture, where it stands in the page's own."""
    return Word(word.text, back(word.x0, xs), back(word.x1, xs), word.top, word.size)


def back(x: float, xs: Sequence[int]) -> float:
    """
    >>> back(50, (10, 100, 200)), back(190, (10, 100, 200))
    (50, 130)
    """
    for n, border in enumerate(xs[1:-1]):
        if x < border + SLACK + n * APART:
            return x - n * APART
    return x - max(0, len(xs) - 2) * APART
