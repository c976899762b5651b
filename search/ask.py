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
from search.question.answer import Answer, answer_json, refusal
from search.question.car_kinds import answer_kinds, asks_kinds
from search.question.catalogue import Catalogue, load_catalogue
from search.question.contents import answer_by_department, answer_contents, asks_contents
from search.question.contract_family import answer_contracts
from search.question.contract_frame import contract_frame
from search.question.contract_part import answer_part
from search.question.doer import answer_doer
from search.question.figure_family import answer_figure
from search.question.figure_frame import figure_frame
from search.question.figure_label import label_frame
from search.question.follow_up import full_question
from search.question.graph import Graph
from search.question.indicator_bound import answer_of_topic, answer_rated
from search.question.indicator_family import answer_indicator, asks_indicator, names_indicator
from search.question.indicator_rates import answer_rate, asks_rate
from search.question.indicator_search import (
    answer_extreme,
    asks_extreme,
    counts_things,
    spelled_percent,
)
from search.question.indicator_words import answer_label, answer_words, names_measure
from search.question.left_out import with_left_out
from search.question.parts import joined, parts_of
from search.question.policy_chain import answer_chain, answer_repealed, asks_force, asks_repealed, chain_frame
from search.question.policy_cited import (
    answer_basis_of_topic,
    answer_cited,
    asks_basis_of_named,
    asks_basis_of_topic,
    asks_cited,
)
from search.question.policy_family import (
    answer_basis,
    answer_description,
    answer_documents,
    answer_same_catalogue,
)
from search.question.project_compared import undisclosed_answer
from search.question.project_family import answer_projects
from search.question.project_plan import FUND_CONCEPTS, cost_values, plan_projects
from search.question.refusal import half_read, refuse, unknown_words
from search.question.structure_family import answer_lists, answer_staff, asks_lists, asks_staff
from search.question.understanding import Understood, understand
from search.question.unit_figure import answer_unit, asked_unit

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


class PassageHit(Protocol):
    """A passage that the search index found."""

    @property
    def passage(self) -> Place: ...
    @property
    def snippet(self) -> str: ...


class Index(Protocol):
    """The search index, as far as the question box uses it."""

    def search(self, query: str, k: int = 10) -> Sequence[PassageHit]: ...


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
        return replace(answer, asked=asked)

    def one(self, u: Understood) -> Answer:
        """The answer to a single question; the nearest passages where it cannot be understood."""
        refused = refuse(u)
        if refused is not None:
            return refused
        half = half_read(u)
        answer = half or self.grouped(u)
        if answer.kind == "refusal":
            answer = self.by_words(u) or answer
        return self.with_passages(answer, u) if answer.kind == "refusal" and not answer.sparql and half is None else answer

    def by_label(self, u: Understood) -> Answer | None:
        """The figure that the words left over name by part of its label; None where they name none."""
        named = label_frame(u, self.graph)
        return answer_figure(u, named, self.graph) if named else None

    def by_words(self, u: Understood) -> Answer | None:
        """What the words of a question lead to, where no family could answer it: who does something, a figure, an indicator."""
        found = answer_doer(u, self.graph) or self.by_label(u) or answer_rated(u, self.graph)
        return found or answer_of_topic(u, self.graph) or answer_words(u, self.graph)

    def grouped(self, u: Understood) -> Answer:
        """The answer, or one for each department where that is asked (按部门分)."""
        if u.has("group", "department") and not (len(u.departments) == 1 and u.has("noun", "project")):
            return answer_by_department(u, self.dispatch)
        return self.dispatch(u)

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

    def dispatch(self, u: Understood) -> Answer:
        """Hand the question to the first family that it belongs to."""
        if asks_contents(u):
            return answer_contents(u, self.graph)
        structure = self.structure(u)
        if structure is not None:
            return structure
        if u.has("same") and len(u.departments) > 1:
            return answer_same_catalogue(u, self.graph)
        policies = u.items("policy")
        if policies:
            return self.about_policy(u)
        rate = answer_rate(u, self.graph) if asks_rate(u) else None
        if rate is not None:
            return rate
        if asks_basis_of_named(u):
            return answer_basis(u, self.graph)
        if asks_repealed(u):
            return answer_repealed(u, self.graph)
        if asks_basis_of_topic(u):
            return answer_basis_of_topic(u, self.graph)
        if asks_cited(u):
            return answer_cited(u, self.graph)
        if u.has("undisclosed") and len(u.departments) == 1:
            return undisclosed_answer(u, self.graph)
        if asks_extreme(u):
            return answer_extreme(u, self.graph)
        if asks_indicator(u) or (not priced(u) and names_indicator(u, self.graph)):
            return answer_label(u, self.graph) or answer_indicator(u, self.graph)
        if asked_unit(u) and (answer := answer_unit(u, self.graph)):
            return answer
        contracts = contract_frame(u)
        if contracts is not None:
            return answer_contracts(u, contracts, self.graph)
        if asks_kinds(u):
            return answer_kinds(u, self.graph)
        figures = figure_frame(u)
        if figures is not None and not u.projects and not about_projects(u):
            answer = answer_figure(u, figures, self.graph)
            if answer.kind == "answer" or u.of("concept", "label", "code"):
                return answer
        if counts_things(u):
            return unknown_words(u)
        if names_measure(u) and u.rest and not u.projects:
            return unknown_words(u)
        return answer_part(u, self.graph) or answer_projects(u, plan_projects(u), self.graph)

    def structure(self, u: Understood) -> Answer | None:
        """Names of sections and units, and headcounts; None where the paragraphs say nothing of what is asked."""
        if asks_lists(u):
            return answer_lists(u, self.graph)
        return answer_staff(u, self.graph) if asks_staff(u) else None

    def about_policy(self, u: Understood) -> Answer:
        chain = chain_frame(u)
        if chain is not None:
            return answer_chain(u, chain, self.graph)
        if asks_force(u) or (u.has("chain", "force") and not u.has("noun", "project")):
            return answer_description(u, self.graph)
        if u.has("noun", "project") or (u.has("cite") and not u.has("noun", "policy")):
            u = who_is_which(u)
            answer = answer_projects(u, plan_projects(u), self.graph)
            found_none = answer.kind == "refusal" and bool(answer.sparql)
            return answer_documents(u, self.graph) if found_none else answer
        return answer_description(u, self.graph)


def who_is_which(u: Understood) -> Understood:
    """谁在引用, 是谁的依据: projects are what cites a document."""
    return replace(u, mentions=tuple(replace(m, value="list") if (m.kind, m.value) == ("want", "who") else m for m in u.mentions))


def about_projects(u: Understood) -> bool:
    """Whether a word for a figure (预算总额) only says what of the projects is wanted."""
    if u.values("concept") in (["支出总计"], ["支出合计"]) and (u.limit or u.has("aggregate", "max", "min")):
        return True  # 最大的一笔支出
    return u.has("attribute") or (u.has("noun", "project") and narrows(u))


def narrows(u: Understood) -> bool:
    """Whether a question about projects sets a condition or wants a list of them."""
    unit = any(iri in u.catalogue.units for iri in u.items("organisation"))
    fund = any(value in FUND_CONCEPTS for value in u.values("concept"))
    spoken = u.values("concept") == ["预算总额"] or bool(u.bounds("元")) or u.has("topic") or u.has("fund") or u.asks("list")
    return unit or fund or bool(u.limit) or spoken


def priced(u: Understood) -> bool:
    """Whether a unit price says which projects are wanted (2.32元/吨的项目)."""
    return cost_values(u) is not None and u.has("noun", "project")
