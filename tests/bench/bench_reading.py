"""Reading: silent errors over many generated documents, time beside jieba's own segmentation, memory, constancy.

Figures: documents with a silent error (bar: 0 of 2,000); seconds of reading as a multiple of the seconds jieba needs to
segment the same text, one core (bar: at most 5); peak memory beyond what the models take (bar: 300 MB); median seconds a
document in the first and the last hundred (constant). ``BUDGETKG_BENCH_DOCUMENTS`` sets the number of documents.
"""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

from nlp.generate import KINDS, generate
from nlp.reading import read_source
from nlp.source import source_from_text
from tests.generated import contract_recall, read, silent_errors

DOCUMENTS = int(os.environ.get("BUDGETKG_BENCH_DOCUMENTS", "2000"))
LONG = 240_000
"""bytes of the document that is timed beside jieba"""


def main() -> None:
    import jieba

    jieba.initialize()
    read(generate(0))  # lexicons and dictionaries are loaded
    base = peak()
    beside_jieba(jieba)
    seconds, wrong, found, told = [], [], 0, 0
    for number in range(DOCUMENTS):
        made = generate(number, KINDS[number % len(KINDS)])
        began = time.process_time()
        reading = read(made)
        seconds.append(time.process_time() - began)
        if errors := silent_errors(made, reading):
            wrong.append((made.name, errors[0]))
        hits, all_, _ = contract_recall(made.truth, reading)
        found, told = found + hits, told + all_
    print(f"documents {DOCUMENTS}: with a silent wrong number {len(wrong)}")
    for name, error in wrong[:10]:
        print(f"  {name}: {error}")
    print(f"contracts found {found}/{told} = {found / max(1, told):.3f}")
    tenth = max(1, min(100, DOCUMENTS // 4))
    first, last = statistics.median(seconds[:tenth]), statistics.median(seconds[-tenth:])
    print(f"CPU seconds a document: median of the first {tenth} {first:.4f}, of the last {tenth} {last:.4f}, ratio {last / first:.2f}")
    print(f"peak memory beyond the start: {peak() - base:.0f} MB")


def beside_jieba(jieba: Any) -> None:
    """Time one long document of the municipal template."""
    text = ""
    seed = 1
    while len(text.encode()) < LONG:
        made = generate(seed, "municipal", projects=8)
        text = text + made.text if not text else text + made.text[made.text.index("项目支出绩效目标表") - 20 :]
        seed += 1
    source = source_from_text("long.txt", text)
    reading = statistics.median(timed(lambda: read_source(source)) for _ in range(3))
    cutting = statistics.median(timed(lambda: sum(1 for _ in jieba.cut(text))) for _ in range(3))
    print(f"{len(text.encode()) / 1000:.0f} KB: reading {reading:.2f} s, jieba {cutting:.2f} s, ratio {reading / cutting:.2f}")


def timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def peak() -> float:
    """Largest resident size so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
