"""The search index of one generation of the graph: build, bring up to date, open, search, suggest.

Enters: a reader of the graph, then queries. Leaves: hits with their reasons. A generation lies in one directory of its
own and is never changed once it is there (``search.generation``); each generation of the graph has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nlp.errors import IndexMissing
from nlp.source import normalise
from search.embedding import Encoder, StaticEncoder, Vectors, load_encoder
from search.fusion import Candidate, Scores, order
from search.generation import fits, new_generation
from search.lexical import ANYTHING, Filters, LexicalIndex
from search.passage import Passage
from search.passage_store import PassageStore, Stored
from search.passages import GraphReader, documents, passages
from search.settings import Settings
from search.vectors import VectorIndex
from search.words import Words, split_words

__all__ = ["Filters", "Hit", "Index", "build", "update"]

CANDIDATES = 120
"""passages taken from each engine before they are compared closely"""

SNIPPET = 120
"""characters shown of a hit"""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer, best first. ``words`` of the query that stand in it; ``links``: query word -> nearest word in it."""

    rank: int
    score: float
    passage: Passage
    snippet: str
    scores: Scores
    words: tuple[str, ...] = ()
    links: tuple[tuple[str, str, float], ...] = field(default=())


def build(reader: GraphReader, directory: Path, settings: Settings, progress: Progress | None = None) -> None:
    """Index every document of the graph into ``directory``, which must not exist."""
    update(reader, directory, settings, previous=None, progress=progress)


def update(
    reader: GraphReader,
    directory: Path,
    settings: Settings,
    previous: Path | None,
    changed: Iterable[str] | None = None,
    progress: Progress | None = None,
) -> None:
    """A new generation in ``directory`` from the one in ``previous``.

    ``changed``: stems that were read again though their source is the same; sources that differ are found by their
    SHA-256, withdrawn documents by their absence. Without a ``previous`` of the same model and format all is built.
    """
    there = documents(reader)
    again = set(changed or ())
    with new_generation(directory, load_encoder(settings.model), previous) as writer:
        here = writer.documents()
        gone = {stem for stem, sha in here.items() if stem in again or stem not in there or there[stem][1] != sha}
        new = sorted(stem for stem in there if stem not in here or stem in gone)
        for stem in sorted(gone):
            writer.remove(stem)
        for at, stem in enumerate(new):
            if progress:
                progress(at, len(new), stem)
            about, sha = there[stem]
            writer.add(stem, sha, passages(reader, about))
        if progress:
            progress(len(new), len(new), "")


def is_current(directory: Path, settings: Settings) -> bool:
    """Whether ``directory`` holds a finished index made with the model that is set."""
    return fits(directory, load_encoder(settings.model))


class Index:
    """An open generation. Safe to use from several threads."""

    def __init__(self, directory: Path, encoder: Encoder) -> None:
        self.store = PassageStore(directory / "passages.sqlite")
        self.lexical = LexicalIndex(directory / "lexical")
        self.vectors = VectorIndex.load(directory / "vectors.faiss")
        self.encoder = encoder

    @classmethod
    def open(cls, directory: Path, settings: Settings) -> Index:
        """Raises IndexMissing where there is none, or it was made with another model or format."""
        if not (directory / "passages.sqlite").is_file():
            raise IndexMissing(f"{directory} 中没有检索索引，请先运行 budgetkg build")
        encoder = load_encoder(settings.model)
        if not fits(directory, encoder):
            raise IndexMissing(f"{directory} 中的检索索引是用另一个模型或另一版格式建立的，请重新运行 budgetkg build")
        return cls(directory, encoder)

    def search(self, query: str, k: int = 10, filters: Filters = ANYTHING) -> list[Hit]:
        """The ``k`` best hits; an empty list says that nothing is close enough."""
        words = split_words(query)
        vector = self.encoder.query(query)
        if not query.strip():
            return []
        chosen = order(self.candidates(query, words, vector, filters), k)
        return [self.hit(rank, candidate, words, query) for rank, candidate in enumerate(chosen, 1)]

    def candidates(self, query: str, words: Words, vector: Vectors, filters: Filters) -> list[Candidate]:
        """What either engine finds, with all scores of each."""
        lexical = dict(self.lexical.search(words, CANDIDATES, filters))
        allowed = None if filters.empty else self.store.allowed(filters)
        nearest = self.vectors.search(vector, CANDIDATES * 2, allowed)
        dense = dict(list(nearest.items())[:CANDIDATES])
        found = self.store.get([*dict.fromkeys([*lexical, *dense])])
        best = self.lexical.best_possible(words)
        likeness = self.likeness(query, found)
        return [
            Candidate(
                number,
                stored.passage,
                Scores(
                    min(1.0, lexical.get(number, 0.0) / best),
                    dense[number] if number in dense else self.vectors.similarity(vector, number, stored.windows),
                    likeness.get(number),
                    len(stored.words),
                ),
            )
            for number, stored in found.items()
        ]

    def likeness(self, query: str, found: dict[int, Stored]) -> dict[int, float]:
        """Word-by-word comparison, where the model can."""
        if not isinstance(self.encoder, StaticEncoder):
            return {}
        asked = self.encoder.asked(query)
        values = self.encoder.likeness(asked, [stored.words for stored in found.values()])
        return dict(zip(found, values.tolist(), strict=True))

    def hit(self, rank: int, candidate: Candidate, words: Words, query: str) -> Hit:
        passage = candidate.passage
        own = f"{passage.title} {passage.context} {passage.text}"
        matched = tuple(word for word in dict.fromkeys((*words.words, *words.identifiers)) if word in own)
        snippet = best_window(self.encoder, query, passage, matched)
        return Hit(rank, round(candidate.total, 4), passage, snippet, candidate.scores, matched, self.links(query, own))

    def links(self, query: str, own: str) -> tuple[tuple[str, str, float], ...]:
        if not isinstance(self.encoder, StaticEncoder):
            return ()
        links = self.encoder.links(self.encoder.asked(query), self.encoder.distinct(own))
        told = sorted((link for link in links if link.word != link.nearest), key=lambda link: -link.weight)
        return tuple((link.word, link.nearest, link.similarity) for link in told if link.similarity >= 0.45)[:4]

    def suggest(self, prefix: str, limit: int = 8) -> list[tuple[str, str, str]]:
        """Names of things while typing: (name, kind, IRI); those that begin with ``prefix`` first."""
        part = normalise(prefix).strip()
        return self.store.names(part, limit) if part else []

    @property
    def size(self) -> int:
        """Passages that can be found."""
        return self.store.size()

    def close(self) -> None:
        self.store.close()


def best_window(encoder: Encoder, query: str, passage: Passage, matched: tuple[str, ...]) -> str:
    """The piece of the passage that says most of the query: by words found, then by meaning."""
    from search.passage import cut

    pieces = cut(passage.text, SNIPPET) or [passage.title]
    if len(pieces) == 1:
        return pieces[0].strip()
    similarities = encoder.passages(pieces) @ encoder.query(query)
    scores = [
        sum(word in piece for word in matched) * 0.05 + float(s) for piece, s in zip(pieces, similarities, strict=True)
    ]
    return pieces[int(np.argmax(scores))].strip()
