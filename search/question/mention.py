"""What stretches of a question stand for, and the best way to cover the question with them.

Enters: the question's text and candidate mentions from every recogniser, overlapping as they like. Leaves: the
non-overlapping set with the greatest weight, and the chunks that nothing explains.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from search.question.lexicon import longest_phrase, phrases
from search.question.numerals import Bound, find_bounds

WEIGHT = {"filler": 0.45, "topic": 0.8, "want": 1.0}
"""Weight of a class beside 1.0 for every other; a filler loses against anything of its length."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters ``start:end`` of the question, read as ``kind``/``value``; ``items`` are IRIs, a Bound, an int."""

    start: int
    end: int
    kind: str
    value: str
    items: tuple[object, ...] = ()
    weight: float = 0.0

    @property
    def score(self) -> float:
        return self.weight or WEIGHT.get(self.kind, 1.0) * (self.end - self.start) ** 1.3


def lexical_mentions(text: str) -> list[Mention]:
    """Every phrase of the lexicon in ``text``. A phrase of one character counts only where it is a word by itself.

    >>> [(m.value, m.start) for m in lexical_mentions("质保金多少钱") if m.kind == "contract" and m.end == 3]
    [('retention', 0)]
    """
    table, words = phrases(), word_bounds(text)
    found = []
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + longest_phrase()) + 1):
            uses = table.get(text[start:end])
            whole_word = end - start > 1 or any(kind == "contract" for kind, _ in uses or ())
            if uses and (whole_word or not text[start].isalnum() or (start, end) in words):
                found += [Mention(start, end, kind, value) for kind, value in uses]
    return found


def word_bounds(text: str) -> set[tuple[int, int]]:
    """(start, end) of the words that the segmenter sees, and of single characters outside any known word."""
    bounds, at = set(), 0
    for word in segmenter()(text):
        bounds.add((at, at + len(word)))
        at += len(word)
    return bounds


@cache
def segmenter() -> Callable[[str], list[str]]:
    """jieba's accurate mode with its own dictionary."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    cut: Callable[[str], list[str]] = tokenizer.lcut
    return cut


def is_word(text: str) -> bool:
    """Whether the segmenter's dictionary has ``text``."""
    import jieba

    segmenter()
    if not jieba.dt.initialized:
        jieba.dt.initialize()
    return bool(jieba.dt.FREQ.get(text, 0) > 0)


def bound_mentions(text: str) -> list[Mention]:
    """Amounts and percentages with their comparators."""
    return [
        Mention(start, end, "bound", bound.unit, (bound,), 3 * (end - start) ** 1.3)
        for start, end, bound in find_bounds(text)
    ]


def best_cover(mentions: Iterable[Mention]) -> list[Mention]:
    """The heaviest set of mentions of which no two overlap (weighted interval scheduling).

    >>> [m.value for m in best_cover([Mention(0, 2, "a", "x"), Mention(1, 4, "a", "y"), Mention(4, 5, "a", "z")])]
    ['y', 'z']
    """
    ordered = sorted(mentions, key=lambda m: (m.end, m.start, m.kind, m.value))
    ends = [m.end for m in ordered]
    best: list[tuple[float, Sequence[Mention]]] = [(0.0, ())]
    for i, mention in enumerate(ordered):
        before = bisect_right(ends, mention.start, 0, i)
        weight = best[before][0] + mention.score
        best.append((weight, (*best[before][1], mention)) if weight > best[i][0] else best[i])
    return list(best[-1][1])


def uncovered(text: str, mentions: Sequence[Mention]) -> list[str]:
    """Chunks of letters, digits and Chinese characters that no mention covers.

    >>> uncovered("煤矿多少钱", [Mention(2, 5, "want", "amount")])
    ['煤矿']
    """
    taken = [False] * len(text)
    for mention in mentions:
        taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    chunks, current = [], ""
    for char, used in zip(text, taken, strict=True):
        if used or not char.isalnum():
            chunks.append(current)
            current = ""
        else:
            current += char
    return [chunk for chunk in (*chunks, current) if chunk]


def bounds_of(mentions: Iterable[Mention]) -> list[Bound]:
    return [item for m in mentions if m.kind == "bound" for item in m.items if isinstance(item, Bound)]
