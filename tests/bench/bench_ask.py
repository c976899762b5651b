"""The question box: generated questions over generated documents, exact, wrong and refused by family; latency.

``python -m tests.bench ask`` asks 200 questions; BUDGETKG_BENCH_QUESTIONS=600 more, BUDGETKG_BENCH_MISSED=1 prints each
that was not answered exactly. The limits that are held: exact >= 0.95; over HTTP median under 80 ms, p95 under 250 ms.
BUDGETKG_BENCH_DOCUMENTS=2000 asks over that many generated documents, for the time alone: p95 under 600 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import httpx

from nlp.generate import KINDS, generate
from search.library import build_library, open_asker
from search.settings import Settings
from tests.questions import questions
from tests.questions_judge import EXACT, REFUSED, WRONG, Verdict, judge
from tests.served import client, free_port
from tests.test_questions_generated import fill, shelf_of

MADE = (
    ("municipal", 11), ("municipal", 12), ("municipal", 17), ("county", 14), ("county", 21), ("central", 15), ("final", 18),
)  # fmt: skip


def main() -> None:
    count = int(os.environ.get("BUDGETKG_BENCH_QUESTIONS", "200"))
    seed = int(os.environ.get("BUDGETKG_BENCH_SEED", "1"))
    shelf = shelf_of(MADE)
    documents = int(os.environ.get("BUDGETKG_BENCH_DOCUMENTS", "0"))
    texts = [question.text for question in questions(shelf, count, seed)]
    with tempfile.TemporaryDirectory(prefix="budgetkg-bench-") as folder:
        if documents:
            over_http(fill_with(documents, Path(folder)), texts)
            return
        settings = fill(shelf, Path(folder))
        asker = open_asker(settings)
        report([judge(question, asker.ask(question.text)) for question in questions(shelf, count, seed)])
        over_http(settings, texts)


def fill_with(documents: int, folder: Path) -> Settings:
    """Build a library of so many generated documents, and print the rate."""
    (folder / "sources").mkdir()
    for seed in range(documents):
        made = generate(seed, KINDS[seed % len(KINDS)], damages=())
        (folder / "sources" / f"{seed}-{made.name}").write_text(made.text, encoding="utf-8")
    settings = Settings(data=folder / "data")
    began = time.perf_counter()
    build_library([folder / "sources"], settings)
    print(f"build of {documents} documents   {documents / (time.perf_counter() - began):6.2f} a second")
    return settings


def over_http(settings: Settings, texts: Sequence[str]) -> None:
    """Start a server as anyone would, ask it all, and print what each step took and the memory at its highest."""
    port, began = free_port(), time.perf_counter()
    command = [sys.executable, "-m", "search", "serve", "--data", str(settings.data), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server, client(f"http://127.0.0.1:{port}") as http:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            print(f"server ready after           {time.perf_counter() - began:6.2f} s")
            for path in ("/api/ask", "/", "/api/search"):
                print(f"GET {path:12s}             {timed(http, path, texts)}")
            peak = next(line for line in Path(f"/proc/{server.pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
            print(f"memory at its highest        {int(peak.split()[1]) / 1024:6.0f} MB")
        finally:
            server.terminate()


def timed(http: httpx.Client, path: str, texts: Sequence[str]) -> str:
    """First, median and 95th percentile of the milliseconds of one request for each text."""
    took = []
    for text in texts:
        began = time.perf_counter()
        http.get(path, params={"q": text}).raise_for_status()
        took.append((time.perf_counter() - began) * 1000)
    return f"first {took[0]:6.1f} ms   median {statistics.median(took):6.1f} ms   p95 {statistics.quantiles(took, n=20)[18]:6.1f} ms"


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
