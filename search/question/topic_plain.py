"""Projects by what they are for, where the words of it were taken for something else: 聘请保安的项目, 做法律服务的项目.

Enters: a question for projects that no family could answer. Leaves: the list of those that are about its words (topic), with
the mentions that took them for a role, a kind of document or a figure set aside, which the answer says; None where something
else is asked, or nothing is about them. Other words for the same thing are topic_terms', likeness is topic_alike's.
"""

from __future__ import annotations

from dataclasses import replace

from search.question.answer import Answer
from search.question.graph import Graph
from search.question.mention import Mention, uncovered
from search.question.project_family import answer_projects
from search.question.project_plan import plan_projects
from search.question.understanding import Understood, trimmed

KEPT = ("department", "year", "want", "noun", "topic", "filler", "bound", "top", "money", "attribute", "fund", "phase", "aggregate")
"""Kinds of mention that keep their meaning beside a theme"""
OTHER = ("policy", "due", "policy_title", "cite", "organisation", "code", "negation", "not", "compare", "share", "change", "group", "rank",
         "check", "actual", "opinion", "per_head")  # fmt: skip
"""Kinds of mention with which the question is no plain one for projects of a theme"""


def others(u: Understood) -> list[Mention]:
    """Mentions with which the question asks something else; the 与 of 与……有关 compares nothing."""
    return [m for m in u.of(*OTHER) if m.value != "with" or not u.has("topic")]


def answer_plainly(u: Understood, graph: Graph) -> Answer | None:
    """The projects about the words that were taken for a role, a kind of document or a figure."""
    asks_other = u.asks("amount", "count", "quantity", "who", "when", "company") or others(u) or u.asks_company
    kept = tuple(m for m in u.mentions if m.kind in KEPT or m.value == "with")
    if asks_other or not u.has("noun", "project") or u.has("noun", "contract", "company") or len(kept) == len(u.mentions):
        return None
    rest = tuple(chunk for chunk in trimmed(uncovered(u.text, list(kept))) if len(chunk) > 1)
    if not rest:
        return None
    about = () if u.has("topic") else (Mention(len(u.text), len(u.text), "topic", "about", (), 0.0),)
    plain = replace(u, mentions=(*kept, *about), rest=rest, projects=())
    answer = answer_projects(plain, plan_projects(plain), graph)
    return answer if answer.kind == "answer" and answer.items else None
