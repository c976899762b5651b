"""Both engines in one Milvus collection: BM25 over words (analyzer jieba), character pairs and identifiers, and vectors.

The ``milvus`` setting names a server (http://host:19530) or a file ending in .db (milvus-lite, in this process); the
client code is the same. One entity is one window of a passage; the words stand with its first window. The passages
themselves stay in ``passages.sqlite``, and generations share the collection:

- numbers grow, so a generation searches only up to its own last one and does not see what a later one adds
- what a generation takes out is only noted in it (``retired``), for readers of the one before, and deleted when the next
  is written; what is found and is not in ``passages.sqlite`` is left out
- what an interrupted writer left lies above the last number and is deleted when the next begins

Pairs and identifiers are handed over as ASCII words, so that every tokenizer leaves them whole. Milvus finds; what it
finds is scored here, from counts in ``passages.sqlite``: each of its segments counts words for itself, so its own scores
change with the order in which documents came.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nlp.errors import IndexMissing, UsageError
from nlp.source import normalise
from search.embedding import Vectors
from search.lexical import ANYTHING, WEIGHTS, Filters, rarity, telling
from search.lexical_tokens import Words, split_words
from search.passage import Passage
from search.passage_store import PassageStore, Stored
from search.vectors import WINDOWS

FIELDS = {"words": "jieba", "pairs": "standard", "identifiers": "standard"}
"""text field -> analyzer"""

TEXT_BYTES = 65_535
"""longest value of a text field in Milvus; a longer passage is found by what stands before"""

K1 = 1.2
"""how soon repeating a word adds nothing more; passages are short, so their length does not count"""

BATCH = 1000
"""entities handed over at a time"""

SCALARS = ("document", "kind", "organisation")


def collection_name(uri: str, directory: Path, model: str) -> str:
    """Name of the collection of a data folder (``directory`` is one of its generations) and a model.

    >>> len(collection_name("http://127.0.0.1:19530", Path("data/index/1"), "sha256:0"))
    26
    """
    told = f"{located(uri)}\n{directory.resolve().parent}\n{model}"
    return f"budgetkg_{hashlib.sha256(told.encode()).hexdigest()[:17]}"


def located(uri: str) -> str:
    return uri if "://" in uri else str(Path(uri).resolve())


def connect(uri: str) -> Any:
    """A client. Raises UsageError where the extra is not installed or nothing answers."""
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise UsageError("BUDGETKG_MILVUS 需要 pymilvus：pip install 'budgetkg[milvus]'") from error
    if "://" not in uri:
        Path(uri).resolve().parent.mkdir(parents=True, exist_ok=True)
        logging.getLogger("jieba").setLevel(logging.WARNING)
    try:
        return MilvusClient(located(uri), timeout=30)
    except Exception as error:
        raise UsageError(f"BUDGETKG_MILVUS={uri}：连接不上，或文件正被另一个进程使用（{error}）") from error


class CollectionEngines:
    """The collection as one generation sees it."""

    def __init__(self, uri: str, name: str, store: PassageStore) -> None:
        self.client = connect(uri)
        if not self.client.has_collection(name):
            raise IndexMissing(f"{uri} 中没有集合 {name}，请重新运行 budgetkg build")
        self.client.load_collection(name)
        self.name = name
        self.store = store
        self.last = int(store.about()["last"])
        self.size = store.size()

    def lexical(self, words: Words, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        asked = asked_of(words)
        rare = {field: self.rarities(field, tokens) for field, tokens in asked.items()}
        found = {
            number
            for field, tokens in asked.items()
            for number, _ in self.found(f"{field}_bm25", as_query(field, tokens), limit, filters)
        }
        best = sum(WEIGHTS[field] * sum(rarities.values()) for field, rarities in rare.items())
        scores = {number: bm25(rare, stored.passage) for number, stored in self.store.get([*found]).items()}
        ranked = sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))[:limit]
        return {number: min(1.0, score / max(best, 1e-9)) for number, score in ranked if score > 0}

    def rarities(self, field: str, tokens: Sequence[str]) -> dict[str, float]:
        known = self.store.frequencies(field, tokens)
        return {token: rarity(known.get(token, 0), self.size) for token in tokens}

    def nearest(self, vector: Vectors, limit: int, filters: Filters = ANYTHING) -> dict[int, float]:
        best: dict[int, float] = {}
        for number, similarity in self.found("vector", vector.tolist(), limit, filters):
            best.setdefault(number, similarity)
        return best

    def found(self, field: str, value: object, limit: int, filters: Filters) -> Iterator[tuple[int, float]]:
        """Number and score of the best entities by one field."""
        (hits,) = self.client.search(
            self.name, data=[value], anns_field=field, limit=limit, filter=condition(self.last, filters),
            output_fields=["number"], search_params={},
        )  # fmt: skip
        for hit in hits:
            yield int(hit["entity"]["number"]), float(hit["distance"])

    def similarities(self, vector: Vectors, windows: Mapping[int, int]) -> dict[int, float]:
        keys = [number * WINDOWS + window for number, count in windows.items() for window in range(count)]
        best: dict[int, float] = {}
        for at in range(0, len(keys), BATCH):
            rows = self.client.get(self.name, ids=keys[at : at + BATCH], output_fields=["number", "vector"])
            for row in rows:
                similarity = float(np.asarray(row["vector"], np.float32) @ vector)
                best[row["number"]] = max(similarity, best.get(row["number"], 0.0))
        return best

    def close(self) -> None:
        self.client.close()


class CollectionWriter:
    """The collection being written; ``store`` is the new generation's."""

    def __init__(self, uri: str, name: str, store: PassageStore, dimension: int, *, fresh: bool) -> None:
        self.client = connect(uri)
        self.name = name
        self.store = store
        self.counted: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        self.retired: list[int] = []
        self.outlived: list[int] = []
        if fresh:
            self.client.drop_collection(name)
            create(self.client, name, dimension)
            return
        self.client.load_collection(name)
        self.client.delete(name, filter=f"number > {store.about()['last']}")
        self.outlived = store.retired()

    def remove(self, stem: str, numbers: Sequence[int]) -> None:
        self.retired += numbers
        for stored in self.store.get(numbers).values():
            self.count(split_words_of(stored.passage), -1)

    def add(self, stored: Sequence[Stored], rows: Vectors) -> None:
        entities = list(self.entities(stored, rows))
        for at in range(0, len(entities), BATCH):
            self.client.insert(self.name, entities[at : at + BATCH])

    def entities(self, stored: Sequence[Stored], rows: Vectors) -> Iterator[dict[str, object]]:
        vectors = iter(rows)
        for one in stored:
            words = split_words_of(one.passage)
            self.count(words, 1)
            shared = {name: getattr(one.passage, name) for name in (*SCALARS, "year", "amount")}
            texts = {"words": plain_text(one.passage), **{field: as_ascii(getattr(words, field)) for field in ("pairs", "identifiers")}}
            for window in range(one.windows):
                said = {field: cut_bytes(text) if window == 0 else "" for field, text in texts.items()}
                key = one.number * WINDOWS + window
                yield {"key": key, "number": one.number, **shared, **said, "vector": next(vectors).tolist()}

    def count(self, words: Words, by: int) -> None:
        for field, counter in self.counted.items():
            for token in set(getattr(words, field)):
                counter[token] += by

    def finish(self) -> None:
        for at in range(0, len(self.outlived), BATCH):
            self.client.delete(self.name, filter=f"number in {self.outlived[at : at + BATCH]}")
        self.client.flush(self.name)
        self.store.retire(self.retired)
        for field, counter in self.counted.items():
            self.store.count(field, counter)
        self.client.close()


def create(client: Any, name: str, dimension: int) -> None:
    """One entity: its key and number, what filters compare, three texts with their BM25 vectors, the window's vector."""
    from pymilvus import DataType, Function, FunctionType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.INT64, is_primary=True)
    schema.add_field("number", DataType.INT64)
    for field in SCALARS:
        schema.add_field(field, DataType.VARCHAR, max_length=1024, nullable=True)
    schema.add_field("year", DataType.INT64, nullable=True)
    schema.add_field("amount", DataType.DOUBLE, nullable=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    indexes = client.prepare_index_params()
    indexes.add_index("vector", index_type="AUTOINDEX", metric_type="IP")
    for field, analyzer in FIELDS.items():
        schema.add_field(
            field, DataType.VARCHAR, max_length=TEXT_BYTES, enable_analyzer=True, analyzer_params={"tokenizer": analyzer}
        )
        schema.add_field(f"{field}_bm25", DataType.SPARSE_FLOAT_VECTOR)
        made = Function(
            name=f"{field}_function", function_type=FunctionType.BM25,
            input_field_names=[field], output_field_names=[f"{field}_bm25"],
        )  # fmt: skip
        schema.add_function(made)
        indexes.add_index(f"{field}_bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25")
    client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")


def condition(last: int, filters: Filters) -> str:
    """``filters`` in Milvus's expressions, up to number ``last``.

    >>> condition(7, Filters(year=2025, organisation='某"局', max_amount=5.0))
    'number <= 7 and year == 2025 and organisation == "某\\\\"局" and amount <= 5.0'
    """
    parts = [f"number <= {last}"]
    parts += [f"{name} == {json.dumps(value, ensure_ascii=False)}" for name in ("year", "organisation", "kind")
              if (value := getattr(filters, name)) is not None]  # fmt: skip
    if filters.min_amount is not None:
        parts.append(f"amount >= {filters.min_amount}")
    if filters.max_amount is not None:
        parts.append(f"amount <= {filters.max_amount}")
    return " and ".join(parts)


def asked_of(words: Words) -> dict[str, list[str]]:
    """The tokens of a query that tell something, by field; fields without one are left out."""
    asked = {"words": telling(words.words), "pairs": telling(words.pairs), "identifiers": [*dict.fromkeys(words.identifiers)]}
    return {field: tokens for field, tokens in asked.items() if tokens}


def bm25(rare: Mapping[str, Mapping[str, float]], passage: Passage) -> float:
    """BM25 of a passage for tokens with their rarity, by field; its name counts beside its words."""
    body = split_words_of(passage)
    title = split_words(passage.heading)
    score = 0.0
    for field, own, weight in (*((f, getattr(body, f), WEIGHTS[f]) for f in FIELDS), ("words", title.words, WEIGHTS["title"])):
        times = Counter(own)
        score += weight * sum(r * times[t] * (K1 + 1) / (times[t] + K1) for t, r in rare.get(field, {}).items() if t in times)
    return score


def as_query(field: str, tokens: Sequence[str]) -> str:
    return " ".join(tokens) if field == "words" else as_ascii(tokens)


def split_words_of(passage: Passage) -> Words:
    return split_words(plain_text(passage))


def plain_text(passage: Passage) -> str:
    return normalise(f"{passage.heading}\n{passage.text}").strip()


def as_ascii(tokens: Sequence[str]) -> str:
    """Tokens as words of lower-case letters and digits, a blank between them.

    >>> as_ascii(["综2025:20", "gb/t212"])
    'u7efc2025u003a20 gbu002ft212'
    """
    return " ".join(re.sub(r"[^a-z0-9]", lambda sign: f"u{ord(sign[0]):04x}", token) for token in tokens)


def cut_bytes(text: str) -> str:
    return text.encode()[:TEXT_BYTES].decode(errors="ignore")
