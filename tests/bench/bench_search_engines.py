"""Which lexical engine to keep: tantivy, SQLite FTS5 and bm25s over the same tokens of the same passages."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from search.lexical import LexicalIndex, telling
from search.lexical_tokens import split_words
from search.passage import Passage
from tests.bench.measured import generated, megabytes, projects, quantile, timed

SIZE = 20_000


def engines(folder: Path) -> None:
    """The same tokens in three engines: time to build, to ask, to take one document out and put it in, size on disk."""
    passages = list(generated(min(SIZE, 20_000)))
    queries = [split_words(question) for _, _, question in projects()]
    print(f"\n{'engine':10s} {'build s':>8s} {'p50 ms':>8s} {'p95 ms':>8s} {'replace ms':>10s} {'MB':>6s}")
    for name, engine in (("tantivy", tantivy_engine), ("FTS5", fts5_engine), ("bm25s", bm25s_engine)):
        made = engine(folder / name, passages)
        if made is None:
            print(f"{name:10s} not installed")
            continue
        seconds, ask, replace, size = made
        times = [timed(lambda query=query, ask=ask: ask(query)) for query in queries]
        again = timed(replace)
        print(f"{name:10s} {seconds:8.2f} {quantile(times, 0.5):8.2f} {quantile(times, 0.95):8.2f} {again:10.1f} {size():6.1f}")


Engine = tuple[float, Callable[..., object], Callable[[], object], Callable[[], float]]


def tantivy_engine(folder: Path, passages: Sequence[Passage]) -> Engine:
    start = time.perf_counter()
    index = LexicalIndex(folder)
    index.replace([], enumerate(passages))
    one = [(n, p) for n, p in enumerate(passages) if p.document == passages[0].document]
    return (
        time.perf_counter() - start,
        lambda query: index.search(query, 100),
        lambda: index.replace([passages[0].document], one),
        lambda: megabytes(folder),
    )


def fts5_engine(folder: Path, passages: Sequence[Passage]) -> Engine:
    folder.mkdir()
    start = time.perf_counter()
    base = sqlite3.connect(folder / "fts.sqlite")
    base.execute("CREATE VIRTUAL TABLE p USING fts5(t, tokenize='unicode61')")

    def insert(rows: Iterator[tuple[int, Passage]]) -> None:
        base.executemany("INSERT INTO p (rowid, t) VALUES (?, ?)", ((n, " ".join(tokens(p))) for n, p in rows))
        base.commit()

    insert(enumerate(passages))
    one = [(n, p) for n, p in enumerate(passages) if p.document == passages[0].document]

    def replace() -> None:
        base.executemany("DELETE FROM p WHERE rowid = ?", [(n,) for n, _ in one])
        insert(iter(one))

    def ask(query) -> object:  # type: ignore[no-untyped-def]
        match = " OR ".join(f'"{token}"' for token in telling((*query.words, *query.pairs)))
        return base.execute("SELECT rowid, rank FROM p WHERE p MATCH ? ORDER BY rank LIMIT 100", (match,)).fetchall()

    return time.perf_counter() - start, ask, replace, lambda: megabytes(folder)


def bm25s_engine(folder: Path, passages: Sequence[Passage]) -> Engine | None:
    try:
        import bm25s
    except ImportError:
        return None

    def build() -> object:
        model = bm25s.BM25()
        model.index([tokens(p) for p in passages], show_progress=False)
        return model

    start = time.perf_counter()
    model = build()
    seconds = time.perf_counter() - start
    model.save(str(folder))  # type: ignore[attr-defined]

    def ask(query) -> object:  # type: ignore[no-untyped-def]
        return model.retrieve([telling((*query.words, *query.pairs))], k=100, show_progress=False)  # type: ignore[attr-defined]

    return seconds, ask, build, lambda: megabytes(folder)


def tokens(passage: Passage) -> list[str]:
    words = split_words(f"{passage.title} {passage.text}")
    return [*words.words, *words.pairs]
