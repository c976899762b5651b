"""The library as a whole: graph and index built together, opened together. Used by the command line and the server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.audit import audit
from kg.build import Beside, BuildReport, FileOutcome, Progress, build, source_files, withdraw
from kg.iri import Iris
from kg.store import Reader, open_reader
from nlp.format import reading_json
from nlp.reading import read_document
from search.entries import Entries, entries_of
from search.settings import Settings

if TYPE_CHECKING:
    from search.ask import Asker
    from search.index import Index
    from search.passage_store import PassageStore
    from search.question.graph import Graph

FILES_PER_JOB = 8
"""Files from which another process is worth its start"""


def build_library(paths: Iterable[Path], settings: Settings, *, jobs: int | None = None, progress: Progress | None = None) -> BuildReport:
    """Read ``paths`` into the graph of ``settings.data``; readers get graph and index of one generation at once.

    ``jobs``: processes that read; None: as many as there are processors, where there are files enough for them.
    """
    paths = source_files(paths)
    jobs = jobs or max(1, min(os.cpu_count() or 1, len(paths) // FILES_PER_JOB))
    read_again: list[str] = []
    made: dict[str, Entries] = {}

    def step(outcome: FileOutcome, done: int, total: int) -> None:
        if outcome.status == "built":
            read_again.append(outcome.stem)
        if progress:
            progress(outcome, done, total)

    def index(reader: Reader) -> None:
        index_library(reader, settings, read_again, made)
        read_again.clear()  # the next checkpoint goes on from this one

    report = build(
        paths, settings.data, progress=step, jobs=jobs, store=settings.store, iris=Iris(settings.base_iri),
        max_bytes=settings.max_file_mb * 1024 * 1024, prepare=index,
        beside=Beside(entries_of, made.__setitem__),
    )  # fmt: skip
    index_library(open_reader_of(settings), settings, read_again)
    return report


def withdraw_document(stem: str, settings: Settings) -> int:
    """Take a document out of graph and index; the number of quads that went. Raises StoreMissing, NotFound, StoreBusy."""
    open_reader_of(settings).close()
    gone = withdraw(
        stem, settings.data, store=settings.store, iris=Iris(settings.base_iri), prepare=lambda reader: index_library(reader, settings)
    )
    index_library(open_reader_of(settings), settings)
    return gone


def extract_json(path: Path) -> dict[str, Any]:
    """Everything read from one file, with the findings of the audit, as the documented JSON object."""
    reading = read_document(path)
    return reading_json(reading, audit(reading))


def open_reader_of(settings: Settings) -> Reader:
    """The current generation of the graph. Raises StoreMissing."""
    return open_reader(settings.data, settings.store)


def index_library(reader: Reader, settings: Settings, changed: Iterable[str] = (), made: dict[str, Entries] | None = None) -> None:
    """Make the search index of the generation that ``reader`` is on, from the newest one there is.

    ``changed``: documents that were read again though their bytes are the same; ``made``: what the index keeps of
    documents just read. One older generation stays for those
    still on it. Where the index is there already, made with the model that is set, nothing is done.
    """
    from search.index import is_current, update

    directory = index_folder(settings, reader.generation)
    before = index_generations(settings)
    if is_current(directory, settings) and not settings.store:
        return
    directory.parent.mkdir(parents=True, exist_ok=True)
    part = directory.with_name(f"{directory.name}-new")
    update(reader, part, settings, before[0] if before else None, changed, made=made)
    shutil.rmtree(directory, ignore_errors=True)
    part.rename(directory)
    for old in [folder for folder in before if folder != directory][1:]:
        shutil.rmtree(old, ignore_errors=True)


def index_folder(settings: Settings, generation: int) -> Path:
    """Where the index of a generation lies (0 for a remote store, which has no generations)."""
    return settings.data / "index" / str(generation)


def index_generations(settings: Settings) -> list[Path]:
    """Folders of the finished indexes, newest first."""
    found = [path for path in (settings.data / "index").glob("*") if path.name.isdigit()]
    return sorted(found, key=lambda path: int(path.name), reverse=True)


def open_index(reader: Reader, settings: Settings) -> Index:
    """The index of the reader's generation. Raises IndexMissing."""
    from search.index import Index

    return Index.open(index_folder(settings, reader.generation), settings)


def open_asker(settings: Settings) -> Asker:
    """The question box over graph and index. Raises StoreMissing, IndexMissing."""
    from search.ask import Asker

    reader = open_reader_of(settings)
    return Asker(with_tables(reader, settings), open_index(reader, settings), settings)


def with_tables(reader: Reader, settings: Settings) -> Graph:
    """The graph with the tables that the index of its generation keeps; the graph alone where there is no such index."""
    from search.question.graph import GraphAndTables

    tables = kept_tables(reader, settings)
    return GraphAndTables(reader, tables) if tables else reader


def kept_tables(reader: Reader, settings: Settings) -> PassageStore | None:
    """What the index of the reader's generation keeps of every document; None where there is no such index.

    A remote store has no generations: what the index keeps may not be what stands there, so that is asked of it.
    """
    from search.generation import open_tables

    return None if settings.store else open_tables(index_folder(settings, reader.generation))


def hits_json(
    index: Index, query: str, k: int = 10, year: int | None = None, organisation: str | None = None, kind: str | None = None
) -> dict[str, Any]:
    """The ``k`` best hits as the documented JSON object."""
    from search.api import hit_json
    from search.lexical import Filters

    hits = index.search(query, k, Filters(year=year, organisation=organisation, kind=kind))
    return {"query": query, "hits": [hit_json(hit) for hit in hits]}
