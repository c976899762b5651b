"""The search index of one generation of the graph: build, bring up to date, open, search, suggest.

Enters: a reader of the graph, then queries. Leaves: hits with their reasons. A generation lies in one directory of its
own and is never changed once it is there (``search.generation``); each generation of the graph has one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from nlp.errors import IndexMissing
from nlp.source import normalise
from search.collection import CollectionEngines
from search.embedding import Encoder, StaticEncoder, Tokens, Vectors, load_encoder
from search.engines import Engines, FileEngines
from search.entries import Entries, GraphReader, documents, stored_entries
from search.everyday import in_terms
from search.fusion import Candidate, Scores, best_reading, order
from search.generation import fits, new_generation
from search.lexical import ANYTHING, Filters
from search.lexical_tokens import Words, split_words
from search.passage import Passage, cut
from search.passage_store import PassageStore, Stored
from search.settings import Settings

__all__ = ["Filters", "Hit", "Index", "build", "update"]

CANDIDATES = 120
"""passages taken from each engine before they are compared closely"""

READ_WEIGHT = 0.5
"""of words found by the second reading: a term that was not typed tells less than one that was"""

LINK = 0.45
"""cosine from which two words are told to be near"""

SNIPPET = 120
"""characters shown of a hit"""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer, best first. ``words`` of the query that stand in it; ``links``: query word -> nearest word in it.

    ``read_as``: the query in the terms of forms and statutes, where the answer was found by those.
    """

    rank: int
    score: float
    passage: Passage
    snippet: str
    scores: Scores
    words: tuple[str, ...] = ()
    links: tuple[tuple[str, str, float], ...] = field(default=())
    read_as: str | None = None


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
    made: dict[str, Entries] | None = None,
) -> None:
    """A new generation in ``directory`` from the one in ``previous``.

    ``changed``: stems that were read again though their source is the same; sources that differ are found by their
    SHA-256, withdrawn documents by their absence. ``made``: entries of documents just read; they are taken out of it, the
    others are read from the graph. Without a ``previous`` of the same model and format all is built.
    """
    there = documents(reader)
    again = set(changed or ())
    with new_generation(directory, load_encoder(settings.model), previous, settings.milvus) as writer:
        here = writer.documents()
        gone = {stem for stem, sha in here.items() if stem in again or stem not in there or there[stem][1] != sha}
        new = sorted(stem for stem in there if stem not in here or stem in gone)
        for stem in sorted(gone):
            writer.remove(stem)
        for at, stem in enumerate(new):
            if progress:
                progress(at, len(new), stem)
            iri, sha = there[stem]
            entries = made.pop(stem, None) if made else None
            if entries is None or entries.about.sha256 != sha:
                entries = stored_entries(reader, iri)
            writer.add(stem, sha, entries.passages)
            writer.add_cells(entries)
        if progress:
            progress(len(new), len(new), "")


def is_current(directory: Path, settings: Settings) -> bool:
    """Whether ``directory`` holds a finished index made with the model that is set."""
    return fits(directory, load_encoder(settings.model), settings.milvus)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as the engines take it; ``tokens`` where the model compares word by word, ``unknown`` words it does not know."""

    words: Words
    vector: Vectors
    tokens: Tokens | None
    unknown: tuple[str, ...] = ()
    read_as: str | None = None


class Index:
    """An open generation. Safe to use from several threads."""

    def __init__(self, directory: Path, encoder: Encoder, milvus: str | None = None) -> None:
        self.store = PassageStore(directory / "passages.sqlite")
        self.encoder = encoder
        self.threads = ThreadpoolController()
        self.engines: Engines
        if milvus:
            self.engines = CollectionEngines(milvus, self.store.about()["engines"], self.store)
        else:
            self.engines = FileEngines(directory, self.store)

    @classmethod
    def open(cls, directory: Path, settings: Settings) -> Index:
        """Raises IndexMissing where there is none, or it was made with another model, format or kind of engines."""
        if not (directory / "passages.sqlite").is_file():
            raise IndexMissing(f"{directory} 中没有检索索引，请先运行 budgetkg build")
        encoder = load_encoder(settings.model)
        if not fits(directory, encoder, settings.milvus):
            raise IndexMissing(f"{directory} 中的检索索引是用另一个模型、另一种引擎或另一版格式建立的，请重新运行 budgetkg build")
        return cls(directory, encoder, settings.milvus)

    def search(self, query: str, k: int = 10, filters: Filters = ANYTHING) -> list[Hit]:
        """The ``k`` best hits; an empty list says that nothing is close enough."""
        if not query.strip():
            return []
        with self.threads.limit(limits=1, user_api="blas"):  # products this small cost more to share out than to do
            readings = self.readings(query)
            found = (c for n, asked in enumerate(readings) for c in self.candidates(asked, filters, n))
            return self.hits(readings, order(best_reading(found), k))

    def readings(self, query: str) -> list[Asked]:
        """The query as typed and, where it holds everyday words, in the terms they stand for."""
        read = in_terms(query)
        return [self.ask(query), *([replace(self.ask(read), read_as=read)] if read else [])]

    def ask(self, query: str) -> Asked:
        """Everything the engines need of a query, made once."""
        words, vector = split_words(query), self.encoder.query(query)
        if not isinstance(self.encoder, StaticEncoder):
            return Asked(words, vector, None)
        return Asked(words, vector, self.encoder.asked(query), self.encoder.unknown(query))

    def candidates(self, asked: Asked, filters: Filters = ANYTHING, reading: int = 0) -> list[Candidate]:
        """What either engine finds for one reading of the query, with all scores of each."""
        lexical = self.engines.lexical(asked.words, CANDIDATES, filters)
        dense = dict(list(self.engines.nearest(asked.vector, CANDIDATES * 2, filters).items())[:CANDIDATES])
        found = self.store.get([*dict.fromkeys([*lexical, *dense])])
        rest = {number: stored.windows for number, stored in found.items() if number not in dense}
        dense |= self.engines.similarities(asked.vector, rest)
        likeness = self.likeness(asked, found)
        made = []
        for number, stored in found.items():
            like, beyond = likeness.get(number, (None, None))
            worded = lexical.get(number, 0.0) * (READ_WEIGHT if reading else 1.0)
            scores = Scores(worded, dense.get(number, 0.0), like, len(stored.words), beyond)
            made.append(Candidate(number, stored.passage, scores, reading))
        return made

    def likeness(self, asked: Asked, found: dict[int, Stored]) -> dict[int, tuple[float, float]]:
        """Word-by-word comparison, where the model can: over all words, and without the word that adds most."""
        if not isinstance(self.encoder, StaticEncoder) or asked.tokens is None:
            return {}
        held = [[float(word in whole(stored.passage).lower()) for word in asked.unknown] for stored in found.values()]
        unknown = np.array(held, np.float32) if asked.unknown and found else None
        mean, rest = self.encoder.likeness(asked.tokens, [stored.words for stored in found.values()], unknown)
        return dict(zip(found, zip(mean.tolist(), rest.tolist(), strict=True), strict=True))

    def hits(self, readings: Sequence[Asked], chosen: Sequence[Candidate]) -> list[Hit]:
        """The chosen with their reasons: words that stand in them, nearest words, the piece that says most."""
        pieces = [cut(candidate.passage.text, SNIPPET) or [candidate.passage.title] for candidate in chosen]
        rows = self.encoder.passages([piece for some in pieces for piece in some])
        stored = self.store.get([candidate.number for candidate in chosen])
        made, at = [], 0
        for rank, (candidate, some) in enumerate(zip(chosen, pieces, strict=True), 1):
            asked = readings[candidate.reading]
            words = matching(asked.words, candidate.passage)
            piece = best_piece(some, rows[at : at + len(some)] @ asked.vector, words)
            at += len(some)
            links = self.links(asked, stored[candidate.number].words)
            score = round(candidate.total, 4)
            made.append(Hit(rank, score, candidate.passage, piece, candidate.scores, words, links, asked.read_as))
        return made

    def links(self, asked: Asked, words: Tokens) -> tuple[tuple[str, str, float], ...]:
        """Up to four words of the query with the other word of the passage that is near to each."""
        if not isinstance(self.encoder, StaticEncoder) or asked.tokens is None:
            return ()
        links = self.encoder.links(asked.tokens, words)
        told = sorted((link for link in links if says_more(link.word, link.nearest)), key=lambda link: -link.weight)
        return tuple((link.word, link.nearest, link.similarity) for link in told if link.similarity >= LINK)[:4]

    def suggest(self, prefix: str, limit: int = 8) -> list[tuple[str, str, str]]:
        """Names of things while typing: (name, kind, IRI); those that begin with ``prefix`` first."""
        part = normalise(prefix).strip()
        return self.store.names(part, limit) if part else []

    @property
    def size(self) -> int:
        """Passages that can be found."""
        return self.store.size()

    def close(self) -> None:
        self.engines.close()
        self.store.close()


def says_more(word: str, near: str) -> bool:
    """Whether naming a near word tells a reader something: single characters and parts of the other do not.

    >>> says_more("过世", "去世"), says_more("局", "财政局"), says_more("年", "度")
    (True, False, False)
    """
    return min(len(word), len(near)) > 1 and word not in near and near not in word


def matching(words: Words, passage: Passage) -> tuple[str, ...]:
    """Words and identifiers of the query that stand in the passage as typed."""
    own = whole(passage)
    return tuple(word for word in dict.fromkeys((*words.words, *words.identifiers)) if word in own)


def whole(passage: Passage) -> str:
    return f"{passage.title} {passage.context} {passage.text}"


def best_piece(pieces: Sequence[str], similar: Vectors, matched: tuple[str, ...]) -> str:
    """The piece that says most of the query: by words found, then by meaning."""
    scores = [sum(w in piece for w in matched) * 0.05 + float(s) for piece, s in zip(pieces, similar, strict=True)]
    return pieces[int(np.argmax(scores))].strip()
