"""A graph of generated documents as large as a benchmark wants it, kept between runs where BUDGETKG_BENCH_FOLDER says."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.build import build
from kg.store import Places
from nlp.generate import generate

KINDS = ("municipal", "county", "final", "municipal", "central")
AT_ONCE = 10
"""documents made between two looks at how many triples there are"""


@contextmanager
def made_store(triples: int) -> Iterator[Path]:
    """A data folder whose graph holds at least ``triples``."""
    kept = os.environ.get("BUDGETKG_BENCH_FOLDER")
    if kept:
        yield filled(Path(kept) / f"made-{triples}", triples)
        return
    with tempfile.TemporaryDirectory() as folder:
        yield filled(Path(folder), triples)


def filled(folder: Path, triples: int) -> Path:
    """Add documents until there are enough; what is there already stays."""
    data, sources = folder / "data", folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    while (count := size(data)) < triples:
        number = len(list(sources.iterdir()))
        each = max(5000, count // number) if number else 5000
        for seed in range(number, number + max(AT_ONCE, (triples - count) // each)):
            made = generate(seed, kind=KINDS[seed % len(KINDS)])
            (sources / f"{seed:06}.txt").write_text(made.text, encoding="utf-8")
        report = build([sources], data, jobs=os.cpu_count() or 1)
        assert not report.failed
    return data


def size(data: Path) -> int:
    """Triples a reader sees; 0 before the first build."""
    generation = Places(data).generation()
    return len(checkpoint(data)) if generation else 0


def checkpoint(data: Path) -> ox.Store:
    """The current checkpoint, opened to be read."""
    places = Places(data)
    return ox.Store.read_only(str(places.checkpoint(places.generation())))
