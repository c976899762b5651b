"""The two engines of one generation of the index behind one face: words (BM25) and meaning (vectors).

Enters: a query as words and as a vector. Leaves: passage number -> score. ``FileEngines`` keeps tantivy and FAISS in the
generation's own directory; ``search.collection`` keeps both in one Milvus collection. What a generation is, how it is
written and how hits are made of scores is the same for both (``search.generation``, ``search.index``).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from search.embedding import Vectors
from search.lexical import ANYTHING, Filters, LexicalIndex
from search.lexical_tokens import Words
from search.passage import Passage
from search.passage_store import PassageStore, Stored
from search.vectors import WINDOWS, VectorIndex

COMMIT_PASSAGES = 50_000
"""passages held in memory before the lexical index takes them"""

REWRITE_PASSAGES = 10_000
"""up to which the lexical index is made anew when a document goes; in larger ones its words weigh too little to tell"""


class Engines(Protocol):
    """What ``search.index`` asks."""

    def lexical(self, words: Words, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        """The best passages by words, best first; 1 is about what one scores that holds each word of the query once."""
        ...

    def nearest(self, vector: Vectors, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        """The passages of the ``limit`` nearest windows with the similarity of their best window, best first."""
        ...

    def similarities(self, vector: Vectors, windows: Mapping[int, int]) -> dict[int, float]:
        """Similarity of the best window of these passages (number -> count of windows)."""
        ...

    def close(self) -> None: ...


class EngineWriter(Protocol):
    """What ``search.generation`` asks while it writes."""

    def remove(self, stem: str, numbers: Sequence[int]) -> None:
        """Take out every passage of a document."""
        ...

    def add(self, stored: Sequence[Stored], rows: Vectors) -> None:
        """Put passages in; ``rows`` are the vectors of their windows, one passage after the other."""
        ...

    def finish(self) -> None:
        """Everything said is done when this returns."""
        ...


class FileEngines:
    """tantivy and FAISS in ``directory``; filters of the vectors are looked up in ``store``."""

    def __init__(self, directory: Path, store: PassageStore) -> None:
        self.store = store
        self.words = LexicalIndex(directory / "lexical")
        self.vectors = VectorIndex.load(directory / "vectors.faiss")

    def lexical(self, words: Words, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        best = self.words.best_possible(words)
        return {number: min(1.0, score / best) for number, score in self.words.search(words, limit, filters)}

    def nearest(self, vector: Vectors, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        return self.vectors.search(vector, limit, None if filters.empty else self.store.allowed(filters))

    def similarities(self, vector: Vectors, windows: Mapping[int, int]) -> dict[int, float]:
        return {number: self.vectors.similarity(vector, number, count) for number, count in windows.items()}

    def close(self) -> None:
        """Both engines only read files; nothing is held open."""


class FileWriter:
    """tantivy and FAISS being written in ``directory``."""

    def __init__(self, directory: Path, store: PassageStore, dimension: int, *, fresh: bool) -> None:
        self.directory = directory
        self.store = store
        self.words = LexicalIndex(directory / "lexical")
        self.vectors = VectorIndex.empty(dimension) if fresh else VectorIndex.load(directory / "vectors.faiss")
        self.gone: list[str] = []
        self.went = False
        self.added: list[tuple[int, Passage]] = []

    def remove(self, stem: str, numbers: Sequence[int]) -> None:
        self.vectors.remove(numbers)
        self.gone.append(stem)
        self.went = True

    def add(self, stored: Sequence[Stored], rows: Vectors) -> None:
        self.vectors.add(window_keys(stored), rows)
        self.added += [(one.number, one.passage) for one in stored]
        if len(self.added) >= COMMIT_PASSAGES:
            self.flush()

    def flush(self) -> None:
        self.words.replace(self.gone, self.added)
        self.gone, self.added = [], []

    def finish(self) -> None:
        if self.went and self.store.size() <= REWRITE_PASSAGES:
            self.rewrite()
        self.flush()
        self.vectors.save(self.directory / "vectors.faiss")

    def rewrite(self) -> None:
        """Make the lexical index anew: word counts of what was taken out would stay in its segments for a while."""
        shutil.rmtree(self.directory / "lexical")
        self.words = LexicalIndex(self.directory / "lexical")
        self.gone, self.added = [], self.store.passages()


def window_keys(stored: Sequence[Stored]) -> np.typing.NDArray[np.int64]:
    """The keys of all windows of these passages, in their order."""
    keys = [one.number * WINDOWS + window for one in stored for window in range(one.windows)]
    return np.array(keys, dtype=np.int64)


def clone_files(previous: Path, part: Path) -> None:
    """Copy the engines of a generation; tantivy's segments are never changed once written, so links do for them."""
    shutil.copyfile(previous / "vectors.faiss", part / "vectors.faiss")
    (part / "lexical").mkdir()
    for path in sorted((previous / "lexical").iterdir()):
        if path.suffix == ".lock":
            continue
        copy = shutil.copyfile if path.suffix == ".json" else os.link
        copy(path, part / "lexical" / path.name)
