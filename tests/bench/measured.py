"""What the benchmarks of the search share: passages made up at any number, times, sizes, memory."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from search.passage import Passage

PARAPHRASES = Path(__file__).parent.parent / "data" / "paraphrases.tsv"

DOCUMENT_PASSAGES = 500


def projects() -> list[tuple[str, str, str]]:
    """Name, overview and question of each project of tests/data/paraphrases.tsv."""
    rows = [row.split("\t") for row in PARAPHRASES.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return [(name, text, question) for name, text, question in rows]


def generated(size: int) -> Iterator[Passage]:
    """Passages of one window each, of clauses of our projects, with names and amounts drawn at random."""
    rng = random.Random(0)
    rows = projects()
    clauses = [clause for _, text, _ in rows for clause in text.replace("。", "，").split("，") if clause]
    for n in range(size):
        name = f"{rng.choice(rows)[0]}{rng.choice(['', '（二期）', '工程', '补助', '尾款'])}"
        text = "，".join(rng.sample(clauses, 3))[:90] + f"，预算{rng.randint(1, 9999)}万元。"
        document, line = f"d{n // DOCUMENT_PASSAGES}", n % DOCUMENT_PASSAGES + 1
        yield Passage(f"g{n}", "passage", document, line, 0, 1, name, text, year=2020 + n % 6, group=f"g{n // 5}")


def timed(call: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def memory_mb(peak: bool = False) -> float:
    """Memory of this process that is in RAM, now or at its highest; 0 where the system does not tell."""
    try:
        rows = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text().splitlines() if ":" in row)
    except OSError:
        return 0.0
    return float(rows["VmHWM" if peak else "VmRSS"].split()[0]) / 1024
