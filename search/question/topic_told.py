"""Projects that tell of a theme in their running text alone, where no project is mainly about it: 哪些项目跟PPP有关.

Enters: a question for projects of a theme that could not be answered. Leaves: the list of those whose texts say every
word of the theme, which the answer says; None where something else is asked, or none does.
"""

from __future__ import annotations

from dataclasses import replace

from search.question.answer import Answer
from search.question.graph import Graph
from search.question.project_family import answer_projects
from search.question.project_plan import plan_projects, topic_chunks
from search.question.topic import find_mentioning
from search.question.understanding import Understood

ABOUT = ("department", "year", "want", "noun", "topic", "filler", "compare")
"""Kinds of mention of a question for the projects of a theme and nothing else"""

MOST = 2
"""projects that may tell of a theme: what more of them tell, they tell in passing"""


def answer_told_of(u: Understood, graph: Graph) -> Answer | None:
    """The list of the projects in whose texts the theme stands."""
    chunks = topic_chunks(u)
    other = u.asks("amount", "count", "quantity", "who", "when", "reason") or u.projects or any(m.kind not in ABOUT for m in u.mentions)
    if other or not chunks or not u.has("topic") or not u.has("noun", "project"):
        return None
    found = find_mentioning(chunks, u.departments, u.catalogue, graph)
    plan = plan_projects(replace(u, rest=()))
    if not 0 < len({frozenset(u.catalogue.with_kin([iri])) for iri in found}) <= MOST or plan.want != "list":
        return None
    said = f"没有项目主要讲“{'”“'.join(chunks)}”，列出的是正文里提到它的项目"
    frame = replace(plan.frame, projects=u.catalogue.with_kin(found))
    answer = answer_projects(replace(u, rest=()), replace(plan, frame=frame, assumptions=(said, *plan.assumptions)), graph)
    return answer if answer.kind == "answer" else None
