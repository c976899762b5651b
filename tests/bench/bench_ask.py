"""The question box: generated questions over generated documents, exact, wrong and refused by family; latency.

``python -m tests.bench ask`` asks 200 questions; BUDGETKG_BENCH_QUESTIONS=600 more, BUDGETKG_BENCH_MISSED=1 prints each
that was not answered exactly. The limits that are held: exact >= 0.95; over HTTP median under 80 ms, p95 under 250 ms.

BUDGETKG_BENCH_DOCUMENTS=2000 asks the same over that many documents, those the questions are about among them, for the
time alone: p95 under 600 ms. BUDGETKG_BENCH_DATA=folder keeps what is built there, goes on from it, and asks over what
it holds. The slowest questions are listed, each with what its queries took in a process of its own.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from kg.store import Reader
from nlp.generate import KINDS, generate
from search.ask import Asker
from search.library import build_library, open_asker, open_index, open_reader_of, with_tables
from search.settings import Settings
from tests.questions import questions
from tests.questions_judge import EXACT, REFUSED, WRONG, Verdict, judge
from tests.served import client, free_port
from tests.test_questions_generated import fill, shelf_of

MADE = (
    ("municipal", 11), ("municipal", 12), ("municipal", 17), ("county", 14), ("county", 21), ("central", 15), ("final", 18),
)  # fmt: skip

PART = 500
"""documents after which a build of many is whole, so that it may be stopped and gone on with"""
SLOWEST = 20


def main() -> None:
    count = int(os.environ.get("BUDGETKG_BENCH_QUESTIONS", "200"))
    seed = int(os.environ.get("BUDGETKG_BENCH_SEED", "1"))
    shelf = shelf_of(MADE)
    documents = int(os.environ.get("BUDGETKG_BENCH_DOCUMENTS", "0"))
    texts = [question.text for question in questions(shelf, count, seed)]
    with tempfile.TemporaryDirectory(prefix="budgetkg-bench-") as folder:
        if documents:
            settings = fill_with(documents, Path(os.environ.get("BUDGETKG_BENCH_DATA") or folder))
            explain(settings, over_http(settings, texts)[:SLOWEST])
            return
        settings = fill(shelf, Path(folder))
        asker = open_asker(settings)
        report([judge(question, asker.ask(question.text)) for question in questions(shelf, count, seed)])
        over_http(settings, texts)


def fill_with(documents: int, folder: Path) -> Settings:
    """Build a library of so many documents, those of ``MADE`` first, in parts that can be interrupted; print the rate."""
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    settings = Settings(data=folder / "data")
    began, built = time.perf_counter(), 0
    for part in batched(made_names(documents), PART):
        paths = [write(sources, *one) for one in part]
        built += len(build_library(paths, settings).of_status("built"))
    if built:
        print(f"build of {built} documents   {built / (time.perf_counter() - began):6.2f} a second")
    return settings


def made_names(documents: int) -> list[tuple[str, int]]:
    """Kind and seed of so many documents: ``MADE``, and others of every kind."""
    others = [(KINDS[seed % len(KINDS)], seed) for seed in range(documents + len(MADE))]
    return list(dict.fromkeys((*MADE, *others)))[:documents]


def write(sources: Path, kind: str, seed: int) -> Path:
    made = generate(seed, kind, damages=())
    path = sources / made.name
    if not path.exists():
        path.write_text(made.text, encoding="utf-8")
    return path


def batched(names: list[tuple[str, int]], size: int) -> Iterator[list[tuple[str, int]]]:
    return (names[at : at + size] for at in range(0, len(names), size))


class Watched(Reader):
    """A reader that notes what each query took."""

    took: list[tuple[float, int, str]]

    def select(self, sparql: str) -> list[dict[str, Any]]:
        began = time.perf_counter()
        rows = super().select(sparql)
        self.took.append((time.perf_counter() - began, len(rows), sparql))
        return rows


def explain(settings: Settings, slowest: Sequence[tuple[float, str]]) -> None:
    """Ask the slowest questions again in this process, and print what their queries took."""
    reader = open_reader_of(settings)
    watched = Watched(reader.backend, reader.data, reader.generation)
    watched.took = []
    asker = Asker(with_tables(watched, settings), open_index(reader, settings), settings)
    asker.ask("有哪些文档")
    for over_all, text in slowest:
        watched.took = []
        began = time.perf_counter()
        answer = asker.ask(text)
        whole = (time.perf_counter() - began) * 1000
        asked = sum(seconds for seconds, _, _ in watched.took) * 1000
        print(f"{over_all:8.0f} ms {text} -> {answer.kind}; here {whole:.0f} ms, of which {len(watched.took)} queries {asked:.0f} ms")
        for seconds, rows, sparql in sorted(watched.took, reverse=True)[:2]:
            print(f"         {seconds * 1000:6.0f} ms {rows:6d} rows  {' '.join(sparql.partition('SELECT')[2].split())[:150]}")


def over_http(settings: Settings, texts: Sequence[str]) -> list[tuple[float, str]]:
    """Start a server as anyone would, ask it all, and print what each step took and the memory at its highest.

    The milliseconds of each question of the question box, the slowest first.
    """
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "search", "serve", "--data", str(settings.data), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server, client(f"http://127.0.0.1:{port}") as http:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            print(f"server ready after           {time.perf_counter() - began:6.2f} s")
            took = {path: timed(http, path, texts) for path in ("/api/ask", "/", "/api/search")}
            for path, times in took.items():
                print(f"GET {path:12s}             {summed_up(times)}")
            peak = next(line for line in Path(f"/proc/{server.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
            print(f"memory at its highest        {int(peak.split()[1]) / 1024:6.0f} MB")
            return sorted(zip(took["/api/ask"], texts, strict=True), reverse=True)
        finally:
            server.terminate()


def timed(http: httpx.Client, path: str, texts: Sequence[str]) -> list[float]:
    """Milliseconds of one request for each text."""
    took = []
    for text in texts:
        began = time.perf_counter()
        http.get(path, params={"q": text}).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    return took


def summed_up(took: Sequence[float]) -> str:
    """First, median, 95th percentile and longest."""
    p95 = statistics.quantiles(took, n=20)[18]
    return f"first {took[0]:6.1f} ms   median {statistics.median(took):6.1f} ms   p95 {p95:6.1f} ms   longest {max(took):6.1f} ms"


def report(verdicts: list[Verdict]) -> None:
    by_family: dict[str, list[str]] = defaultdict(list)
    for verdict in verdicts:
        by_family[verdict.question.family].append(verdict.verdict)
    by_family["all"] = [verdict.verdict for verdict in verdicts]
    for family, found in sorted(by_family.items(), key=lambda entry: (len(entry[0]), entry[0])):
        share = found.count(EXACT) / len(found)
        print(f"{family:4s} exact {share:.3f} ({found.count(EXACT)}/{len(found)})   wrong {found.count(WRONG)}   refused {found.count(REFUSED)}")
    if os.environ.get("BUDGETKG_BENCH_MISSED"):
        print("\n".join(verdict.words for verdict in verdicts if verdict.verdict != EXACT))


if __name__ == "__main__":
    main()
