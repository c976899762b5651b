"""The store at growing sizes: load beside raw pyoxigraph, bytes on disk, replacing one page of one document.

``python -m tests.bench store`` up to 10^6 quads; BUDGETKG_BENCH_QUADS=10000000 for more (15 minutes, 8 GB of disk).
Quads are those of hand-made documents of about 10,000 quads each, repeated under other names.
BUDGETKG_BENCH_DUMPS names a folder where the dumps are kept for the next run.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import replace_document, replace_lines
from kg.restore import restore
from kg.store import Places, open_reader, open_writer
from nlp.record import Reading
from tests import graph_records as given

SIZES = (100_000, 1_000_000, 10_000_000)
PAGES = 60
FIGURES = 190


def big_reading(stem: str, amount: str = "80000.50") -> Reading:
    """A document of about 10,000 quads; ``amount`` stands on its last page."""
    names = [f"{stem}项目{n}" for n in range(PAGES)]
    pages = [given.page(name, 1000 + 20 * n) for n, name in enumerate(names)]
    pages[-1] = replace(pages[-1], year_amount=Decimal(amount))
    figures = tuple(given.figure(value=f"{n}", line=100 + n) for n in range(FIGURES))
    contracts = tuple(given.contract(1010 + 20 * n, 1000 + 20 * n) for n in range(PAGES))
    return Reading(given.document(stem), figures=figures, pages=tuple(pages), contracts=contracts)


def dumped(quads: int, path: Path) -> int:
    """Write N-Quads of documents until there are ``quads``; their number."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for stem in stems():
            lines = [f"{quad} .\n" for quad in to_quads(big_reading(stem))]
            file.writelines(lines)
            written += len(lines)
            if written >= quads:
                return written
    raise AssertionError


def stems() -> Iterator[str]:
    n = 0
    while True:
        yield f"文档{n}"
        n += 1


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    most = int(os.environ.get("BUDGETKG_BENCH_QUADS", "1000000"))
    print("quads      raw bulk_load   restore        ratio   bytes/quad   one-page change, median of 20: clock, CPU")
    for size in (size for size in SIZES if size <= most):
        with tempfile.TemporaryDirectory() as folder:
            dumps = Path(os.environ.get("BUDGETKG_BENCH_DUMPS", folder))
            print(line(size, Path(folder), dumps / f"{size}.nq"), flush=True)


def line(size: int, folder: Path, dump: Path) -> str:
    """One row of the table."""
    if dump.exists():
        with dump.open("rb") as file:
            count = sum(1 for _ in file)
    else:
        count = dumped(size, dump)
    started = time.perf_counter()
    store = Store(str(folder / "raw"))
    store.bulk_load(path=str(dump), format=RdfFormat.N_QUADS)
    store.flush()
    store.optimize()
    raw = time.perf_counter() - started
    del store
    shutil.rmtree(folder / "raw")
    started = time.perf_counter()
    restore(dump, folder / "data")
    ours = time.perf_counter() - started
    clock, cpu = (statistics.median(seconds) * 1000 for seconds in zip(*changes(folder / "data"), strict=True))
    size_on_disk = bytes_below(Places(folder / "data").live) / count
    assert open_reader(folder / "data").generation
    return (
        f"{count:<10} {count / raw / 1000:7.0f} k/s     {count / ours / 1000:7.0f} k/s   {ours / raw:6.2f}"
        f"   {size_on_disk:8.0f}     {clock:7.1f} ms {cpu:7.1f} ms"
    )


def changes(data: Path) -> list[tuple[float, float]]:
    """Seconds, by the clock and of this process, for one document with one page changed: compare, and commit."""
    iris = Iris()
    seconds = []
    with open_writer(data) as writer:
        replace_document(writer, iris, "文档0", new_graph("1"))
        for n in range(20):
            lines = frozenset(map(str, new_graph(str(n + 2))))
            clock, cpu = time.perf_counter(), time.process_time()
            replace_lines(writer, iris, "文档0", lines)
            seconds.append((time.perf_counter() - clock, time.process_time() - cpu))
    return seconds


def new_graph(amount: str) -> set[Quad]:
    return set(to_quads(big_reading("文档0", amount)))
