"""From the scores of the engines to one order, with the reasons.

Three scores between 0 and 1, added:

- ``lexical``: BM25 over what a passage holding every word of the query once would score: a share of the query. It
  counts squared: half of the words found is far less than half of a match, all of them is an identifier or a name
- ``similarity``: cosine of the query and the passage's best window
- ``likeness``: mean over the query's words, by importance, of the cosine of the nearest word (static models only),
  less a little for long passages, in which every word finds something near

Adding beats reciprocal ranks (README, table of the benchmark): ranks throw away how close the engines found it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.passage import Passage

LEXICAL_WEIGHT = 1.0
SIMILARITY_WEIGHT = 1.0
LIKENESS_WEIGHT = 0.7
LENGTH_MALUS = 0.03
"""for each e-fold of the passage's distinct words"""

LENGTH_OFFSET = 5

PROJECT_BONUS = 0.08
MINOR_MALUS = 0.25
"""what the place is changes the score a little: a table row answers fewer questions than a paragraph of its words"""

NEAR = 0.40
"""total the best hit must reach: questions about other worlds mostly stay below it, and get an empty answer"""

BEYOND = 0.15
"""likeness the best hit must have beyond the one word that carries it, or else a ``SURE`` similarity: 相亲注意事项 is not
close to a passage that only shares 注意事项; both set on tests/data/out_of_domain.txt, paraphrases.tsv and other annotated
questions, so no figure of those sets is one of unseen questions"""

SURE = 0.36

FLOOR = 0.25
"""total below which no hit is shown"""

READING_MALUS = 0.1
"""what the second reading of a query counts less than the words that were typed"""

LEAD = 0.3
"""how far behind the best passage of its page the overview may be and still come before it: it tells what the page is"""

GROUP_LIMIT = 3
"""hits of one project page or table before those of others get their turn"""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one passage for one query, each 0..1; ``likeness`` is None where the model cannot tell."""

    lexical: float
    similarity: float
    likeness: float | None = None
    words: int = 0
    """distinct words of the passage"""
    beyond: float | None = None
    """likeness without the word that adds most to it"""

    @property
    def total(self) -> float:
        return (
            LEXICAL_WEIGHT * self.lexical**2
            + SIMILARITY_WEIGHT * self.similarity
            + LIKENESS_WEIGHT * (self.similarity if self.likeness is None else self.likeness)
            - LENGTH_MALUS * math.log(self.words + LENGTH_OFFSET)
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    number: int
    passage: Passage
    scores: Scores
    reading: int = 0
    """0: of the query as typed; 1: in the terms of forms and statutes (``search.everyday``)"""
    total: float = field(init=False)
    """of all scores; asked for often, so made once"""

    def __post_init__(self) -> None:
        prior = PROJECT_BONUS * (self.passage.kind == "project") - MINOR_MALUS * self.passage.minor
        object.__setattr__(self, "total", self.scores.total + prior - READING_MALUS * self.reading)


def best_reading(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Each passage once, with the scores of the reading of the query that it fits better."""
    best: dict[int, Candidate] = {}
    for candidate in candidates:
        held = best.get(candidate.number)
        if held is None or candidate.total > held.total:
            best[candidate.number] = candidate
    return list(best.values())


def order(candidates: Iterable[Candidate], k: int) -> list[Candidate]:
    """The best ``k``, one for each source line; nothing where the best is not close enough.

    A group that has had its turns (``GROUP_LIMIT``) comes again only after all others.
    """
    near = [candidate for candidate in candidates if candidate.total >= FLOOR]
    if not any(is_close(candidate) for candidate in near):
        return []
    best: dict[str, float] = {}
    for candidate in near:
        if not candidate.passage.minor:
            best[candidate.passage.group] = max(candidate.total, best.get(candidate.passage.group, 0.0))

    def rank(candidate: Candidate) -> tuple[float, bool, str, int]:
        overview = candidate.passage.kind == "project"
        top = best.get(candidate.passage.group, 0.0) if overview else 0.0
        total = max(candidate.total, min(top, candidate.total + LEAD))
        return -total, not overview, candidate.passage.document, candidate.number

    return first_of_each(sorted(near, key=rank), k)


def is_close(candidate: Candidate) -> bool:
    """Whether a hit is good enough to be the best one."""
    scores = candidate.scores
    on_one_word = scores.beyond is not None and scores.beyond < BEYOND and scores.similarity < SURE
    return candidate.total >= NEAR and not on_one_word


def first_of_each(ranked: Sequence[Candidate], k: int) -> list[Candidate]:
    places: set[tuple[str, int]] = set()
    turns: Counter[str] = Counter()
    now: list[Candidate] = []
    later: list[Candidate] = []
    for candidate in ranked:
        place = (candidate.passage.document, candidate.passage.line)
        if place in places:
            continue
        places.add(place)
        turns[candidate.passage.group] += 1
        (now if turns[candidate.passage.group] <= GROUP_LIMIT else later).append(candidate)
    return [*now, *later][:k]
