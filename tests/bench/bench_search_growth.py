"""Search as it grows: build rate, memory, disk, time of a query and recall, beside FAISS flat and the engines alone.

BUDGETKG_BENCH_PASSAGES sets the size (default 50,000; the README quotes 1,000,000). BUDGETKG_BENCH_FOLDER keeps what is
built, in steps of STEP passages, each a generation from the one before: so a large one can be built in several runs.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

import numpy as np

from search.embedding import StaticEncoder, Tokens, Vectors, load_encoder, shipped_model
from search.engines import FileEngines
from search.generation import new_generation
from search.index import Index
from search.lexical_tokens import split_words
from search.passage import Passage
from search.settings import Settings
from search.vectors import engine
from tests.bench.measured import DOCUMENT_PASSAGES, generated, megabytes, memory_mb, projects, quantile, timed

SIZE = int(os.environ.get("BUDGETKG_BENCH_PASSAGES", "50000"))
STEP = 125_000

NEAREST = 10
"""of exact search, which the index should find"""


class KeepingEncoder(StaticEncoder):
    """The shipped model; what it encodes for the index is kept in a file for exact search."""

    def __init__(self, path: Path) -> None:
        super().__init__(shipped_model())
        self.file = path.open("ab")

    def read(self, passages: list[tuple[str, ...]]) -> tuple[Vectors, list[Tokens]]:  # type: ignore[override]
        rows, words = super().read(passages)
        rows.tofile(self.file)
        return rows, words


def main() -> None:
    kept = os.environ.get("BUDGETKG_BENCH_FOLDER")
    with tempfile.TemporaryDirectory() as folder:
        newest = build(Path(kept or folder))
        measure(newest, Path(kept or folder) / "rows.f32")


def build(folder: Path) -> Path:
    """The index of SIZE passages, from the steps that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    previous: Path | None = None
    for size in [*range(STEP, SIZE, STEP), SIZE]:
        step = folder / str(size)
        if not step.is_dir() and not any((folder / str(later)).is_dir() for later in range(size, SIZE + 1, STEP)):
            first = int(previous.name) if previous else 0
            cut_rows(folder / "rows.f32", first)
            start = time.perf_counter()
            build_step(folder, step, previous, islice(generated(size), first, None))
            seconds = time.perf_counter() - start
            rate = (size - first) / seconds
            print(f"{first} to {size} passages: {seconds:.0f} s, {rate:.0f} a second, peak memory {memory_mb(peak=True):.0f} MB", flush=True)
        previous = step if step.is_dir() else previous
    assert previous
    return previous


def build_step(folder: Path, step: Path, previous: Path | None, passages: islice[Passage]) -> None:
    encoder = KeepingEncoder(folder / "rows.f32")
    with new_generation(step, encoder, previous) as writer:
        while document := list(islice(passages, DOCUMENT_PASSAGES)):
            writer.add(document[0].document, "", document)
    encoder.file.close()


def cut_rows(path: Path, rows: int) -> None:
    """Forget the vectors of a step that was interrupted."""
    path.touch()
    os.truncate(path, rows * load_encoder().dimension * 4)


def measure(step: Path, rows_path: Path) -> None:
    before = memory_mb()
    index = Index.open(step, Settings())
    assert isinstance(index.engines, FileEngines)
    engines = index.engines
    queries = [question for _, _, question in projects()]
    index.search(queries[0])
    busy = time.process_time()
    whole = [timed(lambda query=query: index.search(query)) for query in queries]
    busy = (time.process_time() - busy) * 1000 / len(queries)
    used = memory_mb() - before
    vectors = [index.encoder.query(query) for query in queries]
    alone = [timed(lambda v=v: engines.vectors.search(v, 240)) for v in vectors]
    words = [timed(lambda query=query: engines.words.search(split_words(query), 120)) for query in queries]
    kind = "flat" if engines.vectors.flat else "inverted file"
    print(f"\n{index.size} passages, {engines.vectors.size} vectors ({kind}), {megabytes(step):.0f} MB on disk, {used:.0f} MB in memory")
    for name, times in (("search", whole), ("FAISS alone", alone), ("tantivy alone", words)):
        print(f"{name:14s} p50 {quantile(times, 0.5):7.1f} ms  p95 {quantile(times, 0.95):7.1f} ms")
    print(f"processor time of a search: {busy:.1f} ms on average")
    recall(index, engines, vectors, rows_path)
    print(f"one document of {DOCUMENT_PASSAGES} passages read again: {timed(lambda: read_again(step)) / 1000:.1f} s")


def read_again(step: Path) -> None:
    """A generation from the last, in which the first document was taken out and put in."""
    document = list(islice(generated(DOCUMENT_PASSAGES), DOCUMENT_PASSAGES))
    again = step.with_name("again")
    with new_generation(again, load_encoder(), step) as writer:
        writer.remove(document[0].document)
        writer.add(document[0].document, "", document)
    shutil.rmtree(again)


def recall(index: Index, engines: FileEngines, vectors: list[Vectors], rows_path: Path) -> None:
    """Share of the NEAREST windows of exact search that the index finds, first and among the candidates it compares."""
    rows = np.fromfile(rows_path, np.float32).reshape(-1, index.encoder.dimension)[: engines.vectors.size]
    flat = engine().IndexFlatIP(index.encoder.dimension)
    flat.add(rows)
    times, first, among = [], [], []
    for vector in vectors:
        times.append(timed(lambda v=vector: flat.search(v[None], NEAREST)))
        limit = float(flat.search(vector[None], NEAREST)[0][0, -1]) - 1e-6
        found = list(engines.vectors.search(vector, 240))
        exact = [float(rows[number - 1] @ vector) for number in found]
        first.append(min(1.0, sum(s >= limit for s in exact[:NEAREST]) / NEAREST))
        among.append(min(1.0, sum(s >= limit for s in exact) / NEAREST))
    print(f"{'FAISS flat':14s} p50 {quantile(times, 0.5):7.1f} ms  p95 {quantile(times, 0.95):7.1f} ms")
    print(f"recall@{NEAREST} against exact search: {statistics.mean(among):.3f} among the candidates, {statistics.mean(first):.3f} at once")


if __name__ == "__main__":
    main()
