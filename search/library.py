"""The library as a whole: graph and index built together, opened together. Used by the command line and the server."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.audit import audit
from kg.build import BuildReport, Progress, build, withdraw
from kg.iri import Iris
from kg.store import Reader, open_reader
from nlp.format import reading_json
from nlp.reading import read_document
from search.settings import Settings

if TYPE_CHECKING:
    from search.ask import Asker
    from search.index import Index


def build_library(paths: Iterable[Path], settings: Settings, *, jobs: int = 1, progress: Progress | None = None) -> BuildReport:
    """Read ``paths`` into the graph of ``settings.data`` and bring the search index up to it."""
    report = build(
        paths, settings.data, progress=progress, jobs=jobs, store=settings.store, iris=Iris(settings.base_iri),
        max_bytes=settings.max_file_mb * 1024 * 1024,
    )  # fmt: skip
    index_library(settings)
    return report


def withdraw_document(stem: str, settings: Settings) -> int:
    """Take a document out of graph and index; the number of quads that went."""
    gone = withdraw(stem, settings.data, store=settings.store, iris=Iris(settings.base_iri))
    index_library(settings)
    return gone


def extract_json(path: Path) -> dict[str, Any]:
    """Everything read from one file, with the findings of the audit, as the documented JSON object."""
    reading = read_document(path)
    return reading_json(reading, audit(reading))


def open_reader_of(settings: Settings) -> Reader:
    """The current generation of the graph. Raises StoreMissing."""
    return open_reader(settings.data, settings.store)


def index_library(settings: Settings) -> None:
    """Bring the search index up to the graph's current generation; an index of that generation stays as it is."""
    from search.index import build as build_index

    reader = open_reader_of(settings)
    directory = index_folder(settings, reader.generation)
    if not directory.exists():
        build_index(reader, directory, settings)


def index_folder(settings: Settings, generation: int) -> Path:
    return settings.data / "index" / str(generation)


def open_index(settings: Settings) -> Index:
    """The index of the current generation. Raises StoreMissing, IndexMissing."""
    from search.index import Index

    reader = open_reader_of(settings)
    return Index.open(index_folder(settings, reader.generation), settings)


def open_asker(settings: Settings) -> Asker:
    """The question box over graph and index. Raises StoreMissing, IndexMissing."""
    from search.ask import Asker

    return Asker(open_reader_of(settings), open_index(settings), settings)
