"""The question box: a Chinese question in, one checked query and its answer out.

A question is taken apart (search/question/understanding.py), the first family that fits makes a typed frame, the frame
is compiled to SPARQL and run. A word that carries meaning and was not used stops the answer; what the data cannot hold
is refused by name; nothing is ever guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from search.evidence import Evidence
from search.lexical import ANYTHING, Filters
from search.question.answer import Answer, answer_json, refusal
from search.question.catalogue import Catalogue, load_catalogue
from search.question.contents import answer_by_department, without_groups
from search.question.families import answer_by_words, answer_of_family
from search.question.follow_up import full_question
from search.question.further import with_further
from search.question.graph import Graph
from search.question.left_out import with_left_out
from search.question.numerals import spelled_percent
from search.question.parts import joined, parts_of
from search.question.refusal import half_read, refuse
from search.question.row_places import with_row_places
from search.question.topic_alike import answer_alike
from search.question.topic_told import answer_told_of
from search.question.understanding import Understood, understand

__all__ = ["Answer", "Asker", "Index", "PassageHit", "answer_json"]


class Place(Protocol):
    """Where a passage stands."""

    @property
    def document(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def organisation(self) -> str | None: ...


class PassageHit(Protocol):
    """A passage that the search index found."""

    @property
    def passage(self) -> Place: ...
    @property
    def snippet(self) -> str: ...
    @property
    def score(self) -> float: ...


class Index(Protocol):
    """The search index, as far as the question box uses it."""

    def search(self, query: str, k: int = 10, filters: Filters = ANYTHING) -> Sequence[PassageHit]: ...


@dataclass
class Asker:
    """Answers questions over one generation of the graph; the catalogue of names is loaded at the first question."""

    graph: Graph
    index: Index | None = None
    settings: object | None = None
    _catalogue: Catalogue | None = None

    @property
    def catalogue(self) -> Catalogue:
        if self._catalogue is None:
            self._catalogue = load_catalogue(self.graph)
        return self._catalogue

    def ask(self, question: str, context: str | None = None) -> Answer:
        """Answer ``question``; ``context`` is the question it follows up (按部门分, 只看2026年)."""
        if not question.strip():
            return refusal(question, "请输入一个问题。")
        asked = spelled_percent(full_question(question, context, self.catalogue) if context else question)
        understood = replace(understand(asked, self.catalogue), question=question)
        parts = parts_of(understood)
        if len(parts) > 1:
            answer = joined(understood, parts, [self.one(replace(understand(part, self.catalogue), question=part)) for part in parts])
        else:
            answer = with_left_out(understood, self.one(understood))
        return replace(with_further(with_row_places(answer, self.graph), self.graph), asked=asked)

    def one(self, u: Understood) -> Answer:
        """The answer to a single question; the nearest passages where it cannot be understood."""
        refused = refuse(u)
        if refused is not None:
            return refused
        half = half_read(u)
        answer = half or self.grouped(u)
        if answer.kind == "refusal":
            told = answer_by_words(u, self.graph) or answer_told_of(u, self.graph)
            answer = told or (answer_alike(u, self.graph, self.index) if self.index else None) or answer
        return self.with_passages(answer, u) if answer.kind == "refusal" and not answer.sparql and half is None else answer

    def grouped(self, u: Understood) -> Answer:
        """The answer, or one for each department where that is asked (按部门分)."""
        if u.has("group", "department") and not (len(u.departments) == 1 and u.has("noun", "project")):
            ranked = u.has("aggregate", "order", "max", "min") and bool(u.of("concept", "label"))
            return self.by_family(without_groups(u)) if ranked else answer_by_department(u, self.by_family)
        return self.by_family(u)

    def by_family(self, u: Understood) -> Answer:
        return answer_of_family(u, self.graph)[1]

    def with_passages(self, refused: Answer, u: Understood) -> Answer:
        """The nearest passages in place of a refusal, where some words were not understood; states no number."""
        if self.index is None or (u.departments == () and not any(len(chunk) > 1 for chunk in u.rest)):
            return refused
        hits = self.index.search(u.text, 5)
        if not hits:
            return refused
        places = tuple(
            Evidence(hit.passage.document, hit.passage.line, hit.passage.start, hit.passage.end, hit.snippet) for hit in hits
        )
        text = "没有能直接算出的答案。下面是意思最接近的几处原文，请自行核对。"
        return replace(refused, kind="passages", text=text, evidence=places, assumptions=(refused.text,))
