"""Levels of indicators (一级、二级指标) where labels are merged over rows, blank in one half, or stand a row off.

Enters: the halves of all rows in order. Leaves: a ``Leveled`` for each half that names an indicator. The label printed
in a half counts; without one, the other half's label of the row, else the last label above. An indicator's own words
(data: lexicon/indicator_hints.tsv) overrule that label only where the form shows it to be off:

- no label of its own, and the level its words say is the next label below (a merged cell's label printed in its
  middle) or printed nowhere (a lost label)
- a label of its own, but the words say the group above and the next indicator is what the label means (a row too high)

一级指标 follows from 二级指标.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.indicator_row import Half
from nlp.lexicon import read_rows
from nlp.page_form import Label, levels

OUTPUT = ("数量指标", "质量指标", "时效指标", "成本指标")
"""levels whose indicators are told apart by their words"""
LONGEST = 4
"""characters of the longest ending in the hints"""


@dataclass(frozen=True, slots=True)
class Leveled:
    """A half with its settled levels; ``printed`` is the label found for it and ``moved`` whether the words overruled it."""

    half: Half
    l1: str | None
    l2: str | None
    printed: str | None

    @property
    def moved(self) -> bool:
        return self.printed is not None and self.l2 != self.printed


@dataclass(frozen=True, slots=True)
class Hint:
    """The level an indicator's words say, and one under which such words may stand as well."""

    level: str
    also: str | None = None


def settle_levels(halves: Sequence[Half], firsts: Mapping[int, Label]) -> list[Leveled]:
    """Levels of all halves that name an indicator; ``firsts`` are the 一级指标 printed, by row."""
    found: list[Leveled] = []
    for stage in dict.fromkeys(half.stage for half in halves):
        found += settle_stage([half for half in halves if half.stage == stage], halves, firsts)
    return found


def settle_stage(own: Sequence[Half], halves: Sequence[Half], firsts: Mapping[int, Label]) -> list[Leveled]:
    """Levels of one stage's halves, top to bottom."""
    labels = row_labels(halves)
    printed = {key for keys in labels.values() for key in keys}
    rows, heads, after = sorted(labels), sorted(firsts), next_hints(own)
    found: list[Leveled] = []
    carried: str | None = None
    last_row = 0
    for at, half in enumerate(own):
        label = half.level.key if half.level else next(iter(labels.get(half.row, ())), None)
        since = heads[bisect_right(heads, last_row) : bisect_right(heads, half.row)]
        if label is None and any(not fits(firsts[row], carried) for row in since):
            carried = None
        last_row = half.row
        if half.l3 is None:
            carried = label or carried
            continue
        lower = bisect_right(rows, half.row)
        below = labels[rows[lower]][0] if lower < len(rows) else None
        given = label or carried or (below if not found else None)
        hint, previous = hinted(half), (found[-1] if found else None)
        off = label_off(hint, label, previous, after[at]) if label else lost_label(hint, given, below, printed)
        l2 = hint.level if hint is not None and off else given
        found.append(Leveled(half, parent(l2) or last_first(heads, firsts, half.row), l2, given))
        carried = label or (l2 if labels else None)  # where no level is printed at all, none is carried on
    return found


def next_hints(own: Sequence[Half]) -> list[Hint | None]:
    """For each half the hint of the next one below it that names an indicator."""
    found: list[Hint | None] = []
    below: Hint | None = None
    for half in reversed(own):
        found.append(below)
        below = hinted(half) if half.l3 is not None else below
    return found[::-1]


def last_first(heads: Sequence[int], firsts: Mapping[int, Label], row: int) -> str | None:
    """The last 一级指标 printed on or above a row."""
    at = bisect_right(heads, row)
    return firsts[heads[at - 1]].key if at else None


def row_labels(halves: Sequence[Half]) -> dict[int, list[str]]:
    """二级指标 printed, by row."""
    found: dict[int, list[str]] = {}
    for half in halves:
        if half.level is not None:
            found.setdefault(half.row, []).append(half.level.key)
    return found


def fits(first: Label, level: str | None) -> bool:
    """Whether a 一级指标 printed below a label leaves that label standing."""
    return level is None or parent(level) == first.key


def lost_label(hint: Hint | None, given: str | None, below: str | None, printed: set[str]) -> bool:
    """Whether an indicator without a label of its own belongs to the level its words say."""
    if hint is None or given == hint.level:
        return False
    if given is None:
        return True
    return (
        hint.level in OUTPUT
        and given in OUTPUT
        and hint.also != given
        and (below == hint.level or hint.level not in printed)
    )


def label_off(hint: Hint | None, label: str, previous: Leveled | None, after: Hint | None) -> bool:
    """Whether the label beside an indicator is the next one's: its words say the group above it."""
    if hint is None or previous is None or hint.level not in OUTPUT or label == hint.level or hint.also == label:
        return False
    group = previous.printed if previous.moved else previous.l2
    if hint.level != group:
        return False
    return previous.moved or (after is not None and after.level == label)


def hinted(half: Half) -> Hint | None:
    """The level that the words of an indicator say."""
    name = half.plain_name.rstrip("0123456789")
    endings = hints()
    return next((hint for size in range(LONGEST, 0, -1) if (hint := endings.get(name[-size:]))), None)


@cache
def parent(level: str | None) -> str | None:
    return next((label.above for label in levels().values() if label.key == level and label.above), None)


@cache
def hints() -> dict[str, Hint]:
    """Ending -> hint."""
    return {ending: Hint(*rest) for ending, *rest in read_rows("indicator_hints")}
