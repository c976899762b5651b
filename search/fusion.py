"""From the scores of the engines to one order, with the reasons.

Three scores between 0 and 1, added:

- ``lexical``: BM25 over what a passage holding every word of the query once would score: a share of the query, so
  that a query of which only one common word is found does not look like a match
- ``similarity``: cosine of the query and the passage's best window
- ``likeness``: mean over the query's words, by importance, of the cosine of the nearest word (static models only)

Adding beats reciprocal ranks (README, table of the benchmark): ranks throw away how close the engines found it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.passage import Passage

LEXICAL_WEIGHT = 1.0
SIMILARITY_WEIGHT = 1.0
LIKENESS_WEIGHT = 1.0

KIND_WEIGHTS = {"figure": -0.12, "organisation": 0.0, "contract": -0.02, "policy": 0.0, "project": 0.03, "passage": 0.0}
"""added to the score: a table row answers fewer questions than a paragraph of the same words"""

NEAR_LEXICAL = 0.30
NEAR_SIMILARITY = 0.30
"""a hit that reaches neither is not close enough to be shown"""

GROUP_LIMIT = 3
"""hits of one project page or table before those of others get their turn"""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of one passage for one query, each 0..1; ``likeness`` is None where the model cannot tell."""

    lexical: float
    similarity: float
    likeness: float | None = None

    def total(self, kind: str) -> float:
        return (
            LEXICAL_WEIGHT * self.lexical
            + SIMILARITY_WEIGHT * self.similarity
            + LIKENESS_WEIGHT * (self.similarity if self.likeness is None else self.likeness)
            + KIND_WEIGHTS.get(kind, 0.0)
        )

    @property
    def near(self) -> bool:
        return self.lexical >= NEAR_LEXICAL or self.similarity >= NEAR_SIMILARITY


@dataclass(frozen=True, slots=True)
class Candidate:
    number: int
    passage: Passage
    scores: Scores

    @property
    def total(self) -> float:
        return self.scores.total(self.passage.kind)


def order(candidates: Iterable[Candidate], k: int) -> list[Candidate]:
    """The best ``k``, one for each source line; what is not close enough is left out.

    A group that has had its turns (``GROUP_LIMIT``) comes again only after all others.
    """
    ranked = sorted((c for c in candidates if c.scores.near), key=lambda c: (-c.total, c.passage.document, c.number))
    return first_of_each(ranked, k)


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
