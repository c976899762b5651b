"""Which lexical engine to keep: tantivy, SQLite FTS5 and bm25s over the same tokens of the same passages.

Found: how often the place that answers is among the first FIRST, by words alone, for our own questions and, where they
are at hand, the annotated ones. Times and sizes are over SIZE generated passages; replacing takes one document of
DOCUMENT_PASSAGES out and puts it in again.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from search.lexical import LexicalIndex, telling
from search.lexical_tokens import Words, split_words
from search.passage import Passage
from tests.bench.bench_search import question_sets
from tests.bench.measured import generated, megabytes, projects, quantile, timed

SIZE = 20_000
FIRST = 50


class Engine(Protocol):
    """One engine over numbered passages, in a folder."""

    def __init__(self, folder: Path) -> None: ...

    def fill(self, passages: Sequence[Passage]) -> None: ...

    def ask(self, query: Words) -> list[int]:
        """Numbers of the FIRST best, from 0."""
        ...

    def replace(self, document: str) -> None: ...


class Tantivy:
    def __init__(self, folder: Path) -> None:
        self.index = LexicalIndex(folder)
        self.passages: Sequence[Passage] = ()

    def fill(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.index.replace([], enumerate(passages))

    def ask(self, query: Words) -> list[int]:
        return [number for number, _ in self.index.search(query, FIRST)]

    def replace(self, document: str) -> None:
        self.index.replace([document], [(n, p) for n, p in enumerate(self.passages) if p.document == document])


class Fts5:
    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.base = sqlite3.connect(folder / "fts.sqlite")
        self.base.execute("CREATE VIRTUAL TABLE p USING fts5(t, tokenize=\"unicode61 tokenchars '/-:.¥'\")")
        self.passages: Sequence[Passage] = ()

    def fill(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self.insert(list(enumerate(passages)))

    def insert(self, rows: list[tuple[int, Passage]]) -> None:
        self.base.executemany("INSERT INTO p (rowid, t) VALUES (?, ?)", [(n, " ".join(tokens(p))) for n, p in rows])
        self.base.commit()

    def ask(self, query: Words) -> list[int]:
        match = " OR ".join(f'"{token}"' for token in asked(query))
        rows = self.base.execute(f"SELECT rowid FROM p WHERE p MATCH ? ORDER BY rank LIMIT {FIRST}", (match,))
        return [number for (number,) in rows]

    def replace(self, document: str) -> None:
        one = [(n, p) for n, p in enumerate(self.passages) if p.document == document]
        self.base.executemany("DELETE FROM p WHERE rowid = ?", [(n,) for n, _ in one])
        self.insert(one)


class Bm25s:
    """It has no updates: what changes is indexed again as a whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.model: Any = None
        self.passages: Sequence[Passage] = ()

    def fill(self, passages: Sequence[Passage]) -> None:
        import bm25s

        self.passages = passages
        self.model = bm25s.BM25()
        self.model.index([tokens(p) for p in passages], show_progress=False)
        self.model.save(str(self.folder))

    def ask(self, query: Words) -> list[int]:
        known = [token for token in asked(query) if token in self.model.vocab_dict]
        if not known:
            return []
        found, _ = self.model.retrieve([known], k=min(FIRST, len(self.passages)), show_progress=False)
        return [int(number) for number in found[0]]

    def replace(self, document: str) -> None:
        self.fill(self.passages)


ENGINES: dict[str, type[Engine]] = {"tantivy": Tantivy, "FTS5": Fts5, "bm25s": Bm25s}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        speed(Path(folder))
        found(Path(folder))


def speed(folder: Path) -> None:
    passages = list(generated(SIZE))
    queries = [split_words(question) for _, _, question in projects()]
    print(f"{'engine':10s} {'fill s':>8s} {'p50 ms':>8s} {'p95 ms':>8s} {'replace ms':>10s} {'MB':>6s}")
    for name, engine in ENGINES.items():
        made = engine(folder / name)
        seconds = timed(lambda made=made: made.fill(passages)) / 1000
        size = megabytes(folder / name)
        times = [timed(lambda query=query, made=made: made.ask(query)) for query in queries]
        again = timed(lambda made=made: made.replace(passages[0].document))
        print(f"{name:10s} {seconds:8.2f} {quantile(times, 0.5):8.2f} {quantile(times, 0.95):8.2f} {again:10.0f} {size:6.1f}")


def found(folder: Path) -> None:
    print(f"\n{'questions':12s} {'engine':10s} {'found':>6s}")
    for name, fill, questions in question_sets(folder):
        passages = [passage for some in fill.values() for passage in some]
        for label, engine in ENGINES.items():
            made = engine(folder / f"{label}-{name}")
            made.fill(passages)
            hits = [{(passages[n].document, passages[n].line) for n in made.ask(split_words(query))} for query, _ in questions]
            share = sum(bool(some & wanted) for some, (_, wanted) in zip(hits, questions, strict=True)) / len(questions)
            print(f"{name:12s} {label:10s} {share:6.2f}")


def tokens(passage: Passage) -> list[str]:
    words = split_words(f"{passage.heading}\n{passage.text}")
    return [*words.words, *words.pairs, *words.identifiers]


def asked(query: Words) -> list[str]:
    return telling((*query.words, *query.pairs, *query.identifiers))


if __name__ == "__main__":
    main()
