"""The lexical index: tantivy (BM25) over jieba words, character pairs and whole identifiers.

Enters: passages with their numbers. Leaves: ``(number, score)`` of the best, highest first. The engine's own
tokenizers are not used: tokens come from ``search.lexical_tokens`` and are handed over separated by blanks. A passage is
replaced by its document: everything of one document goes and comes in one commit. Segments are never changed once
written, so a generation of the index is cloned by hard links.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from search.lexical_tokens import Words, question_words, split_words
from search.passage import Passage

HEAP_BYTES = 64_000_000
"""memory of the writer before it flushes a segment"""

WEIGHTS = {"title": 0.6, "words": 1.0, "pairs": 0.5, "identifiers": 2.0}
"""of one matching token, by field"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be. ``None``: anything. Amounts in 元, both ends inclusive; a passage without one is left out."""

    year: int | None = None
    organisation: str | None = None
    kind: str | None = None
    min_amount: float | None = None
    max_amount: float | None = None

    @property
    def empty(self) -> bool:
        return self == ANYTHING


ANYTHING = Filters()


class LexicalIndex:
    """One generation, read or written. ``directory`` is made where it is missing."""

    def __init__(self, directory: Path) -> None:
        import tantivy

        directory.mkdir(parents=True, exist_ok=True)
        self.engine: Any = tantivy
        self.schema = schema(tantivy)
        self.index = tantivy.Index(self.schema, path=str(directory))
        self.index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())

    def replace(self, documents: Iterable[str], passages: Iterable[tuple[int, Passage]]) -> None:
        """Take out everything of ``documents`` and put in ``passages``, in one commit."""
        writer = self.index.writer(heap_size=HEAP_BYTES, num_threads=1)
        for stem in documents:
            writer.delete_documents_by_term("document", stem)
        for number, passage in passages:
            writer.add_document(self.engine.Document.from_dict(as_fields(number, passage), self.schema))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def search(self, query: Words, limit: int, filters: Filters = ANYTHING) -> list[tuple[int, float]]:
        """The best ``limit`` passages that share a token with ``query``."""
        terms = self.terms(query)
        if not terms:
            return []
        occur = self.engine.Occur
        parts = [(occur.Must, self.engine.Query.boolean_query([(occur.Should, term) for term in terms]))]
        parts += [(occur.Must, self.engine.Query.const_score_query(part, 0.0)) for part in self.limits(filters)]
        searcher = self.index.searcher()
        found = searcher.search(self.engine.Query.boolean_query(parts), limit, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in found])
        return [(int(number), float(score)) for number, (score, _) in zip(numbers, found, strict=True)]

    def terms(self, query: Words) -> list[Any]:
        """One weighted term for each distinct token of the query that tells something, in each field it may stand in."""
        made = self.engine.Query
        chosen = [(field, token) for token in telling(query.words) for field in ("title", "words")]
        chosen += [("pairs", token) for token in telling(query.pairs)]
        chosen += [("identifiers", token) for token in dict.fromkeys(query.identifiers)]
        return [
            made.boost_query(made.term_query(self.schema, field, token, index_option="freq"), WEIGHTS[field])
            for field, token in chosen
        ]

    def limits(self, filters: Filters) -> list[Any]:
        made, kinds = self.engine.Query, self.engine.FieldType
        parts = []
        if filters.year is not None:
            parts.append(made.term_query(self.schema, "year", filters.year))
        if filters.organisation is not None:
            parts.append(made.term_query(self.schema, "organisation", filters.organisation))
        if filters.kind is not None:
            parts.append(made.term_query(self.schema, "kind", filters.kind))
        if filters.min_amount is not None or filters.max_amount is not None:
            parts.append(made.range_query(self.schema, "amount", kinds.Float, filters.min_amount, filters.max_amount))
        return parts

    def best_possible(self, query: Words) -> float:
        """About what a passage scores that holds each token of the query once: the sum of their rarities."""
        searcher = self.index.searcher()
        total = 0.0
        for field, tokens in (
            ("words", telling(query.words)),
            ("pairs", telling(query.pairs)),
            ("identifiers", list(dict.fromkeys(query.identifiers))),
        ):
            total += WEIGHTS[field] * sum(rarity(searcher.doc_freq(field, t), searcher.num_docs) for t in tokens)
        return max(total, 1e-9)


def rarity(frequency: int, size: int) -> float:
    """Inverse document frequency as BM25 has it."""
    return math.log(1 + (size - frequency + 0.5) / (frequency + 0.5))


def telling(tokens: Iterable[str]) -> list[str]:
    """Distinct tokens that are more than asking words; all of them where nothing else is left."""
    distinct = list(dict.fromkeys(tokens))
    idle = question_words()
    return [token for token in distinct if token not in idle] or distinct


@lru_cache(maxsize=4096)
def split_heading(text: str) -> Words:
    """Titles and contexts are shared by many passages."""
    return split_words(text)


def as_fields(number: int, passage: Passage) -> dict[str, Any]:
    body = split_words(passage.text)
    head = split_heading(passage.heading)
    fields: dict[str, Any] = {
        "number": number,
        "document": passage.document,
        "kind": passage.kind,
        "title": " ".join(head.words),
        "words": " ".join(body.words),
        "pairs": " ".join((*head.pairs, *body.pairs)),
        "identifiers": " ".join((*head.identifiers, *body.identifiers)),
    }
    if passage.year is not None:
        fields["year"] = passage.year
    if passage.organisation:
        fields["organisation"] = passage.organisation
    if passage.amount is not None:
        fields["amount"] = passage.amount
    return fields


def schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    for name in ("document", "kind", "organisation"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "words", "pairs", "identifiers"):
        builder.add_text_field(name, tokenizer_name="blanks", index_option="freq")
    builder.add_unsigned_field("year", indexed=True)
    builder.add_float_field("amount", fast=True)
    return builder.build()
