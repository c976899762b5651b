"""A generation of the index being written: documents go out and come in, and nobody sees it until it is whole.

``passages.sqlite``  the passages, figures, contracts, indicators, names to suggest, and what the index was made with
``lexical/``         tantivy         } or, where the setting names one, a Milvus collection in place of both
``vectors.faiss``    FAISS           }

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

from search.collection import CollectionWriter, collection_name
from search.embedding import Encoder, StaticEncoder, Tokens, Vectors
from search.engines import EngineWriter, FileWriter, clone_files
from search.entries import Entries
from search.figure_cells import FigureDocument
from search.passage import Passage
from search.passage_store import PassageStore, Stored
from search.vectors import WINDOWS

FORMAT = "6"
"""grows when what is stored changes its meaning: an index of another format is built anew"""


def made_with(encoder: Encoder, directory: Path, milvus: str | None = None) -> dict[str, str]:
    """What an index must have been made with to be searched, or gone on from, under these settings."""
    engines = collection_name(milvus, directory, encoder.identity) if milvus else "files"
    return {"format": FORMAT, "model": encoder.identity, "dimension": str(encoder.dimension), "engines": engines}


def fits(directory: Path, encoder: Encoder, milvus: str | None = None) -> bool:
    """Whether a generation was made with this model, format and kind of engines."""
    if not (directory / "passages.sqlite").is_file():
        return False
    store = PassageStore(directory / "passages.sqlite")
    try:
        about = store.about()
    finally:
        store.close()
    return made_with(encoder, directory, milvus).items() <= about.items()


def open_tables(directory: Path) -> PassageStore | None:
    """The figures, contracts and indicators that a finished generation of this format keeps, whatever its model; None where
    it keeps none."""
    if not (directory / "passages.sqlite").is_file():
        return None
    store = PassageStore(directory / "passages.sqlite")
    if store.about().get("format") == FORMAT:
        return store
    store.close()
    return None


class GenerationWriter:
    """What is being written in ``part``; made by ``new_generation``."""

    def __init__(self, part: Path, encoder: Encoder, *, fresh: bool, milvus: str | None = None) -> None:
        self.encoder = encoder
        self.store = PassageStore(part / "passages.sqlite", create=fresh)
        self.made_with = made_with(encoder, part, milvus)
        self.number = self.store.next_number()
        self.engines: EngineWriter
        if milvus:
            name = self.made_with["engines"]
            self.engines = CollectionWriter(milvus, name, self.store, encoder.dimension, fresh=fresh)
        else:
            self.engines = FileWriter(part, self.store, encoder.dimension, fresh=fresh)
        self.store.begin()

    def documents(self) -> dict[str, str]:
        """Stem -> SHA-256 of what it holds now."""
        return self.store.documents()

    def remove(self, stem: str) -> None:
        """Take a document out; nothing of it stays."""
        self.engines.remove(stem, self.store.numbers(stem))
        self.store.remove(stem)

    def add(self, stem: str, sha256: str, passages: Iterable[Passage]) -> None:
        """Put a document in that is not there."""
        stored, rows = self.encode(list(passages))
        self.store.add(stem, sha256, stored)
        self.engines.add(stored, rows)

    def add_cells(self, entries: Entries) -> None:
        """Put in what is counted in a document that was added and, where it has a year and a publisher, its figures,
        contracts and indicators."""
        about = entries.about
        self.store.add_nodes(about.stem, entries.nodes)
        if about.year is not None and about.organisation:
            document = FigureDocument(about.stem, about.iri, about.publisher, about.organisation, about.year)
            number = self.store.figures.add(document, entries.figures)
            self.store.contracts.add(number, entries.contracts)
            self.store.indicators.add(number, entries.indicators)

    def encode(self, passages: list[Passage]) -> tuple[list[Stored], Vectors]:
        """The passages numbered, and the vectors of their windows."""
        windows = [passage.windows[:WINDOWS] for passage in passages]
        words: list[Tokens]
        if isinstance(self.encoder, StaticEncoder):
            rows, words = self.encoder.read(windows)
        else:
            rows = self.encoder.passages([window for some in windows for window in some])
            words = [np.zeros(0, np.uint32)] * len(passages)
        numbers = range(self.number, self.number + len(passages))
        self.number += len(passages)
        parts = zip(numbers, passages, windows, words, strict=True)
        return [Stored(number, passage, len(some), known) for number, passage, some, known in parts], rows

    def finish(self) -> None:
        self.engines.finish()
        self.store.commit({**self.made_with, "last": self.number - 1})
        self.store.close()


@contextmanager
def new_generation(
    directory: Path, encoder: Encoder, previous: Path | None = None, milvus: str | None = None
) -> Iterator[GenerationWriter]:
    """Write ``directory``, from ``previous`` where that was made with the same; an error leaves nothing behind."""
    part = directory.with_name(f"{directory.name}.part{os.getpid()}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        known = previous is not None and fits(previous, encoder, milvus)
        if previous is not None and known:
            shutil.copyfile(previous / "passages.sqlite", part / "passages.sqlite")
            if not milvus:
                clone_files(previous, part)
        writer = GenerationWriter(part, encoder, fresh=not known, milvus=milvus)
        yield writer
        writer.finish()
        part.rename(directory)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
