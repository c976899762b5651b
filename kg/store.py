"""The graph on disk: one writer at a time, readers on checkpoints that switch at once.

``data/graph/live``              the writer's Oxigraph store; nobody else opens it
``data/graph/checkpoints/{n}``   what readers open, hard links of the live files at one moment
``data/graph/CURRENT``           the number of the checkpoint to read, replaced in one step
``data/graph/writer.lock``       held by the writing process (its number stands in it), let go of when it dies
``data/graph/DIRTY``             the live store is ahead of CURRENT (a writer died before its checkpoint)
``data/sources/{sha256}.json``   the lines of each source as printed, see kg/sources.py

Readers:

>>> reader = open_reader(Path("data"))                                    # doctest: +SKIP
>>> reader.select("SELECT ?t { ?d a bk:Document ; dcterms:title ?t }")    # prefixes are known  # doctest: +SKIP
[{'t': <Literal value=…>}]
>>> reader.serialise("SELECT * { ?s ?p ?o } LIMIT 3", "text/csv", out)    # doctest: +SKIP

Query results are bound to the thread that asked; ``select`` gives a plain list and is safe to hand on.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple

from kg.atomic import write_atomically
from kg.backend import Backend, Difference, EmbeddedBackend, Row, parse_quads
from kg.builder import literal
from kg.entities import Records
from kg.sources import StoredSource, load_stored_source
from nlp.errors import NotFound, StoreBusy, StoreMissing

DOCUMENT = "/graph/document/"
"""Part of the IRI of every document's graph"""
BULK = 5000
"""Quads from which new documents go through the bulk loader"""
LOADS = 5
"""Bulk loads after which the store's files are put together: each leaves some four files, and queries take twice as long"""
KEEP_CHECKPOINTS = 3
"""Checkpoints that stay for readers still on them; an older one goes when a new one is made"""
HELD = 128 * 1024 * 1024
"""Bytes of a checkpoint up to which a reader may hold it in memory: about 400,000 quads, 120 MB, 1.5 s"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything lies below one data folder."""

    data: Path

    @property
    def graph(self) -> Path:
        return self.data / "graph"

    @property
    def live(self) -> Path:
        return self.graph / "live"

    @property
    def current(self) -> Path:
        return self.graph / "CURRENT"

    @property
    def dirty(self) -> Path:
        return self.graph / "DIRTY"

    @property
    def sources(self) -> Path:
        return self.data / "sources"

    def checkpoint(self, generation: int) -> Path:
        return self.graph / "checkpoints" / str(generation)

    def generation(self) -> int:
        """Number of the checkpoint to read; 0 where none was made."""
        try:
            return int(self.current.read_text())
        except FileNotFoundError:
            return 0


class Reader:
    """A read-only view of one generation of the graph. The common prefixes (kg.terms.PREFIXES) are declared already."""

    def __init__(self, backend: Backend, data: Path, generation: int) -> None:
        self.backend = backend
        self.data = data
        self.generation = generation
        """grows by one with each checkpoint: an ETag for everything read here"""

    def select(self, sparql: str) -> list[Row]:
        """Rows of a SELECT over the union of all graphs; a variable without a value is missing from its row."""
        return self.backend.select(sparql)

    def ask(self, sparql: str) -> bool:
        return self.backend.ask(sparql)

    def construct(self, sparql: str) -> list[Triple]:
        return self.backend.construct(sparql)

    def serialise(self, sparql: str, media_type: str, out: IO[bytes]) -> None:
        """Write a query's answer in a media type of SPARQL results or RDF."""
        self.backend.serialise(sparql, media_type, out)

    def graph(self, graph: NamedNode) -> set[Quad]:
        return self.backend.graph(graph)

    def graphs(self) -> list[str]:
        return self.backend.graphs()

    def hold(self) -> None:
        """Answer from memory from now on, where a graph is small enough: a query is about six times as fast as on disk.

        Queries that run meanwhile, and those that began before, are answered from the disk.
        """
        folder = Places(self.data).checkpoint(self.generation)
        if isinstance(self.backend, EmbeddedBackend) and sum(file.stat().st_size for file in folder.iterdir()) <= HELD:
            self.backend = self.backend.in_memory()

    def source(self, stem: str) -> StoredSource:
        """The lines of a document as printed. Raises NotFound for a document that is not here."""
        rows = self.select(f"SELECT ?sha {{ ?d bk:stem {as_literal(stem)} ; bk:sha256 ?sha }}")
        if not rows:
            raise NotFound(f"没有文档：{stem}")
        return load_stored_source(Places(self.data).sources, stem, rows[0]["sha"].value)

    def close(self) -> None:
        self.backend.close()


Prepare = Callable[[Reader], None]
"""What is made from a new checkpoint before readers switch to it, such as the search index of the same generation"""


class Writer(Reader):
    """The one process that changes the graph."""

    def __init__(self, backend: Backend, data: Path, places: Places | None, prepare: Prepare | None = None) -> None:
        super().__init__(backend, data, places.generation() if places else 0)
        self.places = places
        """None for a remote store: it has no checkpoints"""
        self.loads = 0
        """bulk loads since the store's files were last put together"""
        self.prepare = prepare
        self.known: Records = {}
        """what this writer knows of shared things (kg/entities.py)"""

    def apply(self, difference: Difference) -> None:
        """Change the graph, both halves or neither; readers see it after the next checkpoint."""
        if not difference:
            return
        if self.places:
            self.places.dirty.touch()
        self.backend.apply(difference)

    def load(self, lines: Collection[str], last: Difference) -> None:
        """Put in documents that are not in the store, as lines of N-Quads without their full stops.

        ``last`` holds the bk:stem of each and the change of the shared graph, and comes in one transaction after them.
        Many lines go through the bulk loader, four times as fast as a transaction, and not one: a graph without its
        bk:stem is dropped when a writer opens the store.
        """
        text = "".join(f"{line} .\n" for line in lines).encode()
        if not isinstance(self.backend, EmbeddedBackend) or len(lines) < BULK:
            self.apply(Difference(last.delete, last.insert | frozenset(parse_quads(text))))
            return
        if self.places:
            self.places.dirty.touch()
        try:
            self.backend.store.bulk_load(text, format=RdfFormat.N_QUADS)
            self.backend.apply(last)
        except BaseException:  # an interrupt as well: what is half in must not reach the next checkpoint
            drop_unfinished(self.backend)
            raise
        self.loads += 1

    def tidy(self) -> None:
        """Put the store's files together where many documents were loaded: 7 s for each million quads."""
        if self.loads >= LOADS and isinstance(self.backend, EmbeddedBackend):
            self.backend.store.optimize()
            self.loads = 0

    def checkpoint(self) -> int:
        """Let readers see what was committed, where anything was; the generation they see now."""
        if self.places is None or not isinstance(self.backend, EmbeddedBackend):
            return self.generation
        if self.generation and not self.places.dirty.exists():
            return self.generation
        self.generation = make_checkpoint(self.backend.store, self.places, self.prepare)
        self.places.dirty.unlink(missing_ok=True)
        return self.generation


def drop_unfinished(backend: EmbeddedBackend) -> None:
    """Take out the graphs of documents whose loading was killed: those without their bk:stem."""
    whole = {row["g"].value for row in backend.select("SELECT ?g { GRAPH ?g { ?d bk:stem ?stem } }")}
    for graph in backend.graphs():
        if DOCUMENT in graph and graph not in whole:
            backend.drop(NamedNode(graph))


def as_literal(text: str) -> str:
    """``text`` as a SPARQL string that stays a string, whatever is in it.

    >>> as_literal('a" } DROP ALL')
    '"a\\\\" } DROP ALL"'
    """
    return str(literal(text))


def open_reader(data: Path, store: str | None = None) -> Reader:
    """The current generation. ``store``: URL of a SPARQL store to read instead. Raises StoreMissing."""
    if store:
        from kg.remote import RemoteBackend

        return Reader(RemoteBackend(store), data, 0)
    places = Places(data)
    for _ in range(10):
        generation = places.generation()
        if not generation:
            if places.live.exists():
                raise StoreMissing(f"{data} 中的图谱没有建完（上次被打断），请再运行一次 budgetkg build，已读入的不会重读")
            raise StoreMissing(f"{data} 中还没有图谱，请先运行 budgetkg build")
        try:
            return Reader(EmbeddedBackend(Store.read_only(str(places.checkpoint(generation)))), data, generation)
        except OSError:  # the checkpoint was replaced twice between the two lines above
            if places.generation() == generation:
                raise
    raise StoreMissing(f"{data} 中的图谱正在不断更新，无法打开，请稍后再试")


@contextmanager
def open_writer(data: Path, store: str | None = None, prepare: Prepare | None = None) -> Iterator[Writer]:
    """The one writer; makes the folder where it is missing. Raises StoreBusy naming the process that writes.

    ``prepare`` is called with a reader on each new checkpoint before anyone else sees it.
    """
    places = Places(data)
    places.graph.mkdir(parents=True, exist_ok=True)
    with writer_lock(places.graph / "writer.lock"):
        if store:
            from kg.remote import RemoteBackend

            remote: Backend = RemoteBackend(store)
            try:
                yield Writer(remote, data, None)
            finally:
                remote.close()
            return
        for left in places.live.glob("bulk-*.sst"):  # of a bulk load that was killed; never part of the store
            left.unlink()
        backend = EmbeddedBackend(open_live(places))
        drop_unfinished(backend)
        writer = Writer(backend, data, places, prepare)
        try:
            yield writer
        finally:
            writer.checkpoint()
            writer.close()


def open_live(places: Places) -> Store:
    try:
        return Store(str(places.live))
    except OSError as error:
        raise StoreBusy(f"图谱正被另一个程序占用：{places.live}（{error}）") from error


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """An advisory lock that the system lets go of when its process ends, however it ends."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "未知"
            raise StoreBusy(f"进程 {holder} 正在写入 {path.parent}，请等它结束后再试") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def make_checkpoint(store: Store, places: Places, prepare: Prepare | None = None) -> int:
    """A new checkpoint, what is made from it, and the switch to it; the generation. No switch where ``prepare`` fails."""
    store.flush()
    generation = places.generation() + 1
    target = places.checkpoint(generation)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():  # left by a writer that died before the switch
        shutil.rmtree(target)
    store.backup(str(target))
    if prepare:
        reader = Reader(EmbeddedBackend(Store.read_only(str(target))), places.data, generation)
        try:
            prepare(reader)
        finally:
            reader.close()
    write_atomically(places.current, str(generation))
    for old in target.parent.iterdir():
        if old.name.isdigit() and int(old.name) <= generation - KEEP_CHECKPOINTS:
            shutil.rmtree(old, ignore_errors=True)
    return generation
