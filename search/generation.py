"""A generation of the index being written: documents go out and come in, and nobody sees it until it is whole.

``passages.sqlite``  the passages, names to suggest, and what the index was made with
``lexical/``         tantivy
``vectors.faiss``    FAISS

It is written beside its place and moved there in one step, so a directory that exists is complete. It may start from
an earlier generation of the same model; documents that are not touched keep their entries.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from search.embedding import Encoder, StaticEncoder
from search.lexical import LexicalIndex
from search.passage import Passage
from search.passage_store import PassageStore, Stored
from search.vectors import WINDOWS, VectorIndex

FORMAT = "3"
"""grows when what is stored changes its meaning: an index of another format is built anew"""

COMMIT_PASSAGES = 50_000
"""passages held in memory before the lexical index takes them"""


REWRITE_PASSAGES = 10_000
"""up to which the lexical index is made anew when a document goes; in larger ones its words weigh too little to tell"""


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


class GenerationWriter:
    """What is being written in ``part``; made by ``new_generation``."""

    def __init__(self, part: Path, encoder: Encoder, *, fresh: bool) -> None:
        self.part = part
        self.encoder = encoder
        self.store = PassageStore(part / "passages.sqlite", create=fresh)
        self.lexical = LexicalIndex(part / "lexical")
        self.vectors = VectorIndex.empty(encoder.dimension) if fresh else VectorIndex.load(part / "vectors.faiss")
        self.number = self.store.next_number()
        self.gone: list[str] = []
        self.added: list[tuple[int, Passage]] = []
        self.store.begin()

    def documents(self) -> dict[str, str]:
        """Stem -> SHA-256 of what it holds now."""
        return self.store.documents()

    def remove(self, stem: str) -> None:
        """Take a document out; nothing of it stays."""
        self.vectors.remove(self.store.numbers(stem))
        self.store.remove(stem)
        self.gone.append(stem)

    def add(self, stem: str, sha256: str, passages: Iterable[Passage]) -> None:
        """Put a document in that is not there."""
        stored = self.encode(passages)
        self.store.add(stem, sha256, stored)
        self.added += [(one.number, one.passage) for one in stored]
        if len(self.added) >= COMMIT_PASSAGES:
            self.flush()

    def encode(self, passages: Iterable[Passage]) -> list[Stored]:
        """Number the passages and put their windows into the vector index."""
        stored: list[Stored] = []
        texts: list[str] = []
        keys: list[int] = []
        for passage in passages:
            windows = passage.windows[:WINDOWS]
            stored.append(Stored(self.number, passage, len(windows), self.words(windows)))
            texts += windows
            keys += [self.number * WINDOWS + n for n in range(len(windows))]
            self.number += 1
        self.vectors.add(np.array(keys, dtype=np.int64), self.encoder.passages(texts))
        return stored

    def words(self, windows: tuple[str, ...]) -> np.typing.NDArray[np.uint32]:
        if isinstance(self.encoder, StaticEncoder):
            return self.encoder.distinct("\n".join(windows))
        return np.zeros(0, np.uint32)

    def flush(self) -> None:
        self.lexical.replace(self.gone, self.added)
        self.gone, self.added = [], []

    def rewrite_lexical(self) -> None:
        """Make the lexical index anew: word counts of what was taken out would stay in its segments for a while."""
        shutil.rmtree(self.part / "lexical")
        self.lexical = LexicalIndex(self.part / "lexical")
        self.gone, self.added = [], self.store.passages()

    def finish(self) -> None:
        if self.gone and self.store.size() <= REWRITE_PASSAGES:
            self.rewrite_lexical()
        self.flush()
        self.vectors.save(self.part / "vectors.faiss")
        self.store.commit({**made_with(self.encoder), "last": self.number - 1})
        self.store.close()


@contextmanager
def new_generation(directory: Path, encoder: Encoder, previous: Path | None = None) -> Iterator[GenerationWriter]:
    """Write ``directory``, from ``previous`` where that was made with the same model; an error leaves nothing behind."""
    part = directory.with_name(f"{directory.name}.part{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        known = previous is not None and fits(previous, encoder)
        if previous is not None and known:
            clone(previous, part)
        writer = GenerationWriter(part, encoder, fresh=not known)
        yield writer
        writer.finish()
        part.rename(directory)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


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
