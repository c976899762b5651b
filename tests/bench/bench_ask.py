"""The question box: generated questions over generated documents, exact, wrong and refused by family; latency.

``python -m tests.bench ask`` asks 200 questions; BUDGETKG_BENCH_QUESTIONS=600 more, BUDGETKG_BENCH_MISSED=1 prints each
that was not answered exactly. The limits that are held: exact >= 0.95, median under 80 ms, p95 under 250 ms.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from search.library import open_asker
from tests.questions import questions
from tests.questions_judge import EXACT, REFUSED, WRONG, Verdict, judge
from tests.test_questions_generated import fill, shelf_of

MADE = (
    ("municipal", 11), ("municipal", 12), ("municipal", 17), ("county", 14), ("county", 21), ("central", 15), ("final", 18),
)  # fmt: skip


def main() -> None:
    count = int(os.environ.get("BUDGETKG_BENCH_QUESTIONS", "200"))
    seed = int(os.environ.get("BUDGETKG_BENCH_SEED", "1"))
    shelf = shelf_of(MADE)
    with tempfile.TemporaryDirectory(prefix="budgetkg-bench-") as folder:
        asker = open_asker(fill(shelf, Path(folder)))
        asker.ask("有哪些文档")
        verdicts, took = [], []
        for question in questions(shelf, count, seed):
            begun = time.perf_counter()
            answer = asker.ask(question.text)
            took.append((time.perf_counter() - begun) * 1000)
            verdicts.append(judge(question, answer))
    report(verdicts)
    print(f"latency in this process      median {statistics.median(took):6.1f} ms   p95 {statistics.quantiles(took, n=20)[18]:6.1f} ms")


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
