"""The data: paragraphs, pairs, dictionary, all normalised as texts are when they are searched."""

from __future__ import annotations

import gzip
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nlp.source import normalise

ENTRY = re.compile(
    r"""
    (?P<traditional>\S+)\ (?P<simplified>\S+)\ \[(?P<pinyin>[^\]]*)\]\ /(?P<senses>.*)/\s*$   # 遺屬 遗属 [yi2 shu3] /…/
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One dictionary entry: its senses as printed; ``proper`` for a name (its pinyin is capitalised)."""

    senses: tuple[str, ...]
    proper: bool


@dataclass(frozen=True, slots=True)
class Corpus:
    paragraphs: list[str]
    pairs: dict[str, list[tuple[str, str]]]
    """by source"""
    dictionary: dict[str, list[Entry]]
    counts: Counter[str]
    """of jieba's words in the paragraphs"""
    general: dict[str, int]
    """frequencies of jieba's own dictionary, counted in general prose"""
    totals: tuple[int, int]
    """of both counts"""

    def share(self, word: str) -> float:
        """Part of running words that ``word`` is, mean of both counts."""
        return (self.counts[word] / self.totals[0] + self.general.get(word, 0) / self.totals[1]) / 2


def read_corpus(folder: Path, sample: int = 1) -> Corpus:
    """Read the three files and count words; every ``sample``-th paragraph and pair."""
    import jieba

    jieba.initialize()
    paragraphs = [clean(json.loads(row)) for row in islice(rows(folder / "paras.jsonl.xz"), 0, None, sample)]
    pairs: dict[str, list[tuple[str, str]]] = {}
    for row in islice(rows(folder / "pairs.jsonl.xz"), 0, None, sample):
        source, first, second = json.loads(row)
        pairs.setdefault(source, []).append((clean(first), clean(second)))
    counts: Counter[str] = Counter()
    for paragraph in paragraphs:
        counts.update(jieba.lcut(paragraph))
    general = {word: count for word, count in jieba.dt.FREQ.items() if count > 0}
    totals = counts.total(), sum(general.values())
    return Corpus(paragraphs, pairs, read_dictionary(folder / "cedict.txt.gz"), counts, general, totals)


def read_dictionary(path: Path) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for row in rows(path):
        match = None if row.startswith("#") else ENTRY.match(row)
        if match:
            entry = Entry(tuple(match["senses"].split("/")), match["pinyin"][:1].isupper())
            found.setdefault(clean(match["simplified"]), []).append(entry)
    return found


def rows(path: Path) -> Iterator[str]:
    """Lines of a .gz or .xz file."""
    with (gzip.open if path.suffix == ".gz" else lzma.open)(path, "rt", encoding="utf-8") as file:
        yield from file


def clean(text: str) -> str:
    return normalise(text).lower()
