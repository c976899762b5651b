"""Build: files in, their graphs in the store, a few new documents at a time; a kill leaves whole documents only.

A document that is read again changes by the difference of its graph, in one transaction. A file whose bytes, reader and decisions are
those of the last build is left alone. A file that cannot be read is reported and stops nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from pyoxigraph import Quad

import ontology
from kg.atomic import write_atomically
from kg.audit import audit
from kg.backend import Backend, Difference
from kg.decisions import Decisions, load_decisions
from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import add_documents, held, replace_lines
from kg.sources import forget_sources, store_source
from kg.store import Places, Prepare, Writer, open_writer
from nlp.errors import BudgetKGError, DuplicateSource, NotFound, SourceError
from nlp.source import MAX_BYTES, Source, load_source

CHECKPOINT_EVERY = 200
"""Documents after which readers see a long build's progress"""
AT_ONCE = 50
"""Most documents that are put in together: the shared graph is worked out once for all of them"""
STEPS = 10
"""Parts in which a build comes in at least, so that few documents come in one by one"""
DECISIONS = "decisions.tsv"
SUFFIXES = frozenset({".txt", ".pdf"})


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. ``status``: built | unchanged | failed; ``error`` only where it failed."""

    path: Path
    status: str
    stem: str
    error: BudgetKGError | None = None
    added: int = 0
    """quads that came, in the document's graph and the shared one (of several put in together: told with the last)"""
    removed: int = 0
    findings: int = 0
    seconds: float = 0.0
    """reading and storing, wall clock"""


@dataclass(frozen=True, slots=True)
class BuildReport:
    outcomes: tuple[FileOutcome, ...]
    generation: int
    """the checkpoint readers see now; 0 for a remote store"""

    def of_status(self, status: str) -> tuple[FileOutcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status == status)

    @property
    def failed(self) -> tuple[FileOutcome, ...]:
        return self.of_status("failed")


@dataclass(frozen=True, slots=True)
class Beside:
    """What else is made of each document's graph: ``make`` where the file is read (a function of a module, so that other
    processes know it), ``take`` here, with the document's stem, once its graph is in the store."""

    make: Callable[[Sequence[Quad]], Any]
    take: Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One file to read, in this process or another."""

    path: Path
    base: str
    decisions: Decisions
    max_bytes: int = MAX_BYTES
    make: Callable[[Sequence[Quad]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """A file that was read: its source and its graph."""

    source: Source
    lines: frozenset[str]
    """its graph, as lines of N-Quads"""
    findings: int
    seconds: float
    made: Any = None
    """what ``Beside.make`` gave"""


Progress = Callable[[FileOutcome, int, int], None]
"""Called after each file with its outcome, the number of files done and of all files"""


def build(
    paths: Iterable[Path],
    data: Path,
    *,
    progress: Progress | None = None,
    jobs: int = 1,
    executor: Executor | None = None,
    store: str | None = None,
    iris: Iris | None = None,
    decisions: Decisions | None = None,
    max_bytes: int = MAX_BYTES,
    prepare: Prepare | None = None,
    beside: Beside | None = None,
) -> BuildReport:
    """Read the files (folders: every .txt and .pdf below them) into the graph in ``data``.

    ``jobs``: processes that read; ``executor``: anything with the interface of concurrent.futures instead (Dask's
    ``client.get_executor()``). ``store``: URL of a SPARQL store in place of the one on disk. ``decisions``: what a
    person decided about identity; by default the file decisions.tsv in ``data``. Raises StoreBusy, and UsageError for a
    file of decisions that cannot be read.
    """
    iris = iris or Iris()
    decisions = load_decisions(data / DECISIONS) if decisions is None else decisions
    found = source_files(paths)
    outcomes: list[FileOutcome] = []

    def done(outcome: FileOutcome) -> None:
        outcomes.append(outcome)
        if progress:
            progress(outcome, len(outcomes), len(found))

    with open_writer(data, store, prepare) as writer:
        load_ontology(writer, iris)
        todo = []
        for path, outcome in plan(found, writer, iris, decisions, max_bytes):
            if outcome:
                done(outcome)
            else:
                todo.append(Task(path, iris.base, decisions, max_bytes, beside.make if beside else None))
        try:
            shown = len(outcomes)
            for part in parts(convert_all(todo, jobs, executor), 1 if store else at_once(len(todo))):
                for outcome in commit(writer, iris, part):
                    done(outcome)
                for task, result in part if beside else ():
                    if beside and isinstance(result, Converted):
                        beside.take(task.path.stem, result.made)
                if len(outcomes) - shown >= CHECKPOINT_EVERY:
                    writer.checkpoint()
                    shown = len(outcomes)
            writer.tidy()
        finally:
            generation = writer.checkpoint()
    return BuildReport(tuple(outcomes), generation)


def source_files(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and those below the folders named, in a stable order. A name that is missing stays, to fail."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
            found.update(dict.fromkeys(below))
        else:
            found[path] = None
    return tuple(found)


def plan(
    paths: Sequence[Path], writer: Writer, iris: Iris, decisions: Decisions, max_bytes: int
) -> Iterator[tuple[Path, FileOutcome | None]]:
    """Each file with its outcome where that is known before reading: unchanged, a duplicate, not there, too large."""
    stored = stored_documents(writer.backend)
    shas = {sha: stem for stem, sha in stored.items()}
    names: dict[str, Path] = {}
    bytes_: dict[str, Path] = {}
    for path in paths:
        stem = path.stem
        try:
            sha = file_sha256(path, max_bytes)
            if stem in names:
                raise DuplicateSource(f"{path}：与 {names[stem]} 同名（{stem}），只读取前者")
            if sha and sha in bytes_:
                raise DuplicateSource(f"{path}：与 {bytes_[sha]} 内容完全相同，只读取前者")
            other = shas.get(sha) if sha else None
            if other is not None and other != stem:
                raise DuplicateSource(f"{path}：内容与图谱中已有的文档 {other} 完全相同，未读取")
        except SourceError as error:
            yield path, FileOutcome(path, "failed", stem, error)
            continue
        names[stem] = path
        if sha:
            bytes_[sha] = path
        same = stored.get(stem) == sha and read_stamp(writer.data, stem) == stamp(sha or "", iris, decisions)
        yield path, FileOutcome(path, "unchanged", stem) if same else None


def file_sha256(path: Path, max_bytes: int) -> str | None:
    """Digest of a file's bytes; None for one past the limit (reading it will say so). Raises SourceError."""
    try:
        if path.stat().st_size > max_bytes:
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(f"{path}：无法读取（{error.strerror or error}）") from error


def convert_all(
    tasks: Sequence[Task], jobs: int, executor: Executor | None
) -> Iterator[tuple[Task, Converted | BudgetKGError]]:
    """Read the files, in this process, in several, or where the executor says; results in the order of the tasks."""
    if executor is None and jobs <= 1:
        for task in tasks:
            yield task, convert(task)
        return
    pool = executor or ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    try:
        waiting: list[tuple[Task, Future[Converted | BudgetKGError]]] = []
        ahead = 2 * max(jobs, 2)
        for task in tasks:
            waiting.append((task, pool.submit(convert, task)))
            if len(waiting) >= ahead:
                first, future = waiting.pop(0)
                yield first, future.result()
        for task, future in waiting:
            yield task, future.result()
    finally:
        if executor is None:
            pool.shutdown(cancel_futures=True)


def convert(task: Task) -> Converted | BudgetKGError:
    """Read one file and make its graph. An error of ours is the answer; a fault of the program names the file too."""
    from nlp.reading import read_source  # loads the language models of the reading stages

    started = time.perf_counter()
    try:
        source = load_source(task.path, task.max_bytes)
        reading = read_source(source)
        findings = audit(reading)
        quads = to_quads(reading, findings, source=source, iris=Iris(task.base), decisions=task.decisions)
        made = task.make(quads) if task.make else None
    except BudgetKGError as error:
        return error
    except Exception as error:
        return BudgetKGError(f"{task.path.name}：读取时程序出错（{type(error).__name__}: {error}），已跳过")
    return Converted(
        source, frozenset(map(str, quads)), len(reading.findings) + len(findings), time.perf_counter() - started, made
    )


def at_once(count: int) -> int:
    """How many of ``count`` documents are put in together.

    >>> at_once(4), at_once(60), at_once(2000)
    (1, 6, 50)
    """
    return max(1, min(AT_ONCE, count // STEPS))


Read = tuple[Task, Converted | BudgetKGError]


def parts(results: Iterable[Read], size: int) -> Iterator[list[Read]]:
    """The results in groups of ``size``, in their order."""
    waiting: list[Read] = []
    for result in results:
        waiting.append(result)
        if len(waiting) == size:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def commit(writer: Writer, iris: Iris, part: Sequence[Read]) -> list[FileOutcome]:
    """Put the graphs of some documents in the store: those it does not hold together, others by their difference."""
    started = time.perf_counter()
    good = {task.path.stem: result for task, result in part if isinstance(result, Converted)}
    for result in good.values():
        store_source(Places(writer.data).sources, result.source)
    there = held(writer.backend, good)
    new = {stem: result.lines for stem, result in good.items() if stem not in there}
    changes = {stem: (len(lines), 0) for stem, lines in new.items()}
    if new:
        added, removed = add_documents(writer, iris, new)
        last = next(reversed(new))
        changes[last] = (added - sum(map(len, new.values())) + len(new[last]), removed)
    changes |= {stem: replace_lines(writer, iris, stem, good[stem].lines) for stem in good if stem not in new}
    for task, _ in part:
        if task.path.stem in good:
            sha = good[task.path.stem].source.sha256
            write_atomically(stamp_path(writer.data, task.path.stem), stamp(sha, iris, task.decisions))
    share = (time.perf_counter() - started) / len(part)
    return [outcome_of(task, result, changes, share) for task, result in part]


def outcome_of(
    task: Task, result: Converted | BudgetKGError, changes: Mapping[str, tuple[int, int]], storing: float
) -> FileOutcome:
    """What became of one file of a part; ``storing``: its share of the seconds that took."""
    stem = task.path.stem
    if isinstance(result, BudgetKGError):
        return FileOutcome(task.path, "failed", stem, result)
    return FileOutcome(task.path, "built", stem, None, *changes[stem], result.findings, result.seconds + storing)


def withdraw(
    stem: str, data: Path, *, store: str | None = None, iris: Iris | None = None, prepare: Prepare | None = None
) -> int:
    """Take a document out; the number of quads that went. Nothing of it is left. Raises NotFound, StoreBusy."""
    iris = iris or Iris()
    with open_writer(data, store, prepare) as writer:
        if stem not in stored_documents(writer.backend):
            raise NotFound(f"图谱中没有文档 {stem}，无法撤回")
        _, removed = replace_lines(writer, iris, stem, frozenset())
        writer.checkpoint()
        stamp_path(data, stem).unlink(missing_ok=True)
        forget_sources(Places(data).sources, stored_documents(writer.backend).values())
    return removed


def load_ontology(writer: Writer, iris: Iris) -> None:
    """Bring the ontology's graph up to the one in this package."""
    old = writer.backend.graph(iris.ontology_graph)
    new = {Quad(t.subject, t.predicate, t.object, iris.ontology_graph) for t in ontology.triples()}
    writer.apply(Difference(frozenset(old - new), frozenset(new - old)))


def stored_documents(backend: Backend) -> dict[str, str]:
    """stem -> SHA-256 of every document in the store."""
    rows = backend.select(
        "PREFIX bk: <https://w3id.org/budgetkg/ontology#> SELECT ?stem ?sha { ?d bk:stem ?stem ; bk:sha256 ?sha }"
    )
    return {row["stem"].value: row["sha"].value for row in rows}


def stamp(sha256: str, iris: Iris, decisions: Decisions) -> str:
    """What a document's graph depends on, besides nothing else: its bytes, the program, the decisions, the base."""
    parts = (sha256, program(), iris.base, *map(str, sorted(decisions.rows)))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def program() -> str:
    """Digest of the code and data that turn text into quads: when it changes, documents are read again."""
    digest = hashlib.sha256()
    for package in ("nlp", "kg", "ontology"):
        for name, content in package_files(files(package), package):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()


def package_files(folder: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if not entry.name.startswith(("_", ".")):
                yield from package_files(entry, f"{name}/{entry.name}")
        elif entry.name.endswith((".py", ".tsv", ".ttl", ".cfg")):
            yield f"{name}/{entry.name}", entry.read_bytes()


def stamp_path(data: Path, stem: str) -> Path:
    return Places(data).sources / f"{stem}.stamp"


def read_stamp(data: Path, stem: str) -> str | None:
    try:
        return stamp_path(data, stem).read_text()
    except FileNotFoundError:
        return None
