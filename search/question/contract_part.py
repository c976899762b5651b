"""A part of a project that has a contract of its own, where neither project nor contract is named: 博览会物流费多少, 平台装修花了多少钱.

Enters: a question for an amount that names no project and no contract. Leaves: the amount of the one contract whose label
says what its project's name does not, where label and name together say every word; None where there is none or several.
The items of a project that is named are project_item's, which refuses where this file leaves the question to others.
"""

from __future__ import annotations

from search.question.answer import Answer
from search.question.catalogue import bare
from search.question.contract_amounts import answer_sum
from search.question.contract_answer import merged_contracts
from search.question.contract_found import smaller_words
from search.question.contract_frame import ContractFrame
from search.question.contract_query import contract_query
from search.question.contract_rows import contract_rows
from search.question.contract_words import budget_years
from search.question.graph import Graph, Row, text_of
from search.question.project_plan import departments_of
from search.question.refusal import unaccounted
from search.question.topic import is_everywhere
from search.question.understanding import Understood

USED = frozenset(["money", "contrast", "contract_topic"])
HELD = frozenset(["want:amount", "phase:本年预算"])


def answer_part(u: Understood, graph: Graph) -> Answer | None:
    """The amount of the contract for a part of a project."""
    wide = is_everywhere(u.departments, u.catalogue)
    if wide or u.projects or not u.asks("amount") or unaccounted(u, USED, HELD) or any(len(chunk) == 1 for chunk in u.rest):
        return None
    words = smaller_words([*u.rest, *u.values("contract_topic")])
    if len(words) < 2:
        return None
    frame = ContractFrame(departments=departments_of(u), years=budget_years(u), words=words, want="sum")
    query = contract_query(frame)
    rows = merged_contracts(contract_rows(graph, frame))
    for own in (["label"], ["label", "quote"]):
        near = [row for row in rows if says(row, own, words)]
        if near:
            return answer_sum(u, frame, graph, query, near) if len(near) == 1 else None
    return None


def says(row: Row, own: list[str], words: tuple[str, ...]) -> bool:
    """Whether the contract's own text and the project's name say every word, and its text one that the name does not."""
    text, name = bare(" ".join(text_of(row, column) for column in own)), bare(text_of(row, "name"))
    return all(word in text or word in name for word in words) and any(word not in name for word in words)
