"""The search index of one generation of the graph: build, bring up to date, open, search, suggest.

A generation lies in one directory of its own and is never changed once it is there:

``passages.sqlite``  the passages, names to suggest, and what the index was made with
``lexical/``         tantivy
``vectors.faiss``    FAISS

It is written beside its place and moved there when it is whole, so a directory that exists is complete. A new
generation starts from the one before: documents whose source has not changed keep their entries.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nlp.errors import IndexMissing
from nlp.source import normalise
from search.embedding import Encoder, StaticEncoder, Vectors, load_encoder
from search.fusion import Candidate, Scores, order
from search.lexical import ANYTHING, Filters, LexicalIndex
from search.passage import Passage
from search.passage_store import PassageStore, Stored
from search.passages import GraphReader, documents, passages
from search.settings import Settings
from search.vectors import WINDOWS, VectorIndex
from search.words import Words, split_words

__all__ = ["Filters", "Hit", "Index", "build", "update"]

FORMAT = "2"
"""grows when what is stored changes its meaning: an index of another format is built anew"""

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
    encoder = load_encoder(settings.model)
    part = directory.with_name(f"{directory.name}.part{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with_previous = previous is not None and fits(previous, encoder)
        if previous is not None and with_previous:
            clone(previous, part)
        write(reader, part, encoder, set(changed or ()), progress, fresh=not with_previous)
        part.rename(directory)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def made_with(encoder: Encoder) -> dict[str, str]:
    return {"format": FORMAT, "model": encoder.identity, "dimension": str(encoder.dimension)}


def fits(directory: Path, encoder: Encoder) -> bool:
    """Whether a generation was made with this model and format."""
    if not (directory / "passages.sqlite").is_file():
        return False
    store = PassageStore(directory / "passages.sqlite")
    try:
        about = store.about()
    finally:
        store.close()
    return made_with(encoder).items() <= about.items()


def is_current(directory: Path, settings: Settings) -> bool:
    """Whether ``directory`` holds a finished index made with the model that is set."""
    return fits(directory, load_encoder(settings.model))


def clone(previous: Path, part: Path) -> None:
    """Copy a generation; tantivy's segments are never changed once written, so links do for them."""
    shutil.copyfile(previous / "passages.sqlite", part / "passages.sqlite")
    shutil.copyfile(previous / "vectors.faiss", part / "vectors.faiss")
    (part / "lexical").mkdir()
    for path in sorted((previous / "lexical").iterdir()):
        if path.suffix == ".lock":
            continue
        copy = shutil.copyfile if path.suffix == ".json" else os.link
        copy(path, part / "lexical" / path.name)


def write(
    reader: GraphReader, part: Path, encoder: Encoder, changed: set[str], progress: Progress | None, *, fresh: bool
) -> None:
    """Bring the generation being made in ``part`` to the state of the graph."""
    store = PassageStore(part / "passages.sqlite", create=fresh)
    lexical = LexicalIndex(part / "lexical")
    vectors = VectorIndex.empty(encoder.dimension) if fresh else VectorIndex.load(part / "vectors.faiss")
    here, there = store.documents(), documents(reader)
    gone = sorted(stem for stem, sha in here.items() if stem in changed or stem not in there or there[stem][1] != sha)
    new = sorted(stem for stem in there if stem not in here or stem in gone)
    number = store.next_number()
    store.begin()
    for stem in gone:
        vectors.remove(store.numbers(stem))
        store.remove(stem)
    added: list[Stored] = []
    for at, stem in enumerate(new):
        if progress:
            progress(at, len(new), stem)
        about, sha = there[stem]
        stored = encode(passages(reader, about), number, encoder, vectors)
        store.add(stem, sha, stored)
        number += len(stored)
        added += stored
    lexical.replace(gone, ((one.number, one.passage) for one in added))
    vectors.save(part / "vectors.faiss")
    store.commit({**made_with(encoder), "last": number - 1})
    store.close()
    if progress:
        progress(len(new), len(new), "")


def encode(found: Iterable[Passage], number: int, encoder: Encoder, vectors: VectorIndex) -> list[Stored]:
    """Number the passages from ``number`` on and put their windows into the vector index."""
    stored: list[Stored] = []
    texts: list[str] = []
    keys: list[int] = []
    for at, passage in enumerate(found, number):
        windows = passage.windows[:WINDOWS]
        words = encoder.distinct("\n".join(windows)) if isinstance(encoder, StaticEncoder) else np.zeros(0, np.uint32)
        stored.append(Stored(at, passage, len(windows), words))
        texts += windows
        keys += [at * WINDOWS + n for n in range(len(windows))]
    vectors.add(np.array(keys, dtype=np.int64), encoder.passages(texts))
    return stored


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
