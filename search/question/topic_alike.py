"""Projects that mean what the words of a question say, where no project says the words: 给去世职工家属发补助 for 遗属补助.

Enters: a question that could not be answered and asks for projects by what they are about. Leaves: the list of those
that the search index finds clearly nearer than all others, which the answer says; None where no such group stands out,
or where a number is wanted, which likeness does not give.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from search.lexical import Filters
from search.question.answer import Answer
from search.question.graph import Graph
from search.question.project_family import answer_projects
from search.question.project_plan import plan_projects, topic_chunks
from search.question.understanding import Understood

if TYPE_CHECKING:
    from search.ask import Index

NEAR = 0.8
"""score of the index that the nearest project must have"""
GAP = 0.6
"""the first project that is not meant scores below this part of the last one that is; set on themes over seven documents"""
ALIKE = 0.8
"""every project that is meant scores at least this part of the nearest"""
MOST = 6
"""projects that may be meant at once"""

SIDE_BY_SIDE = 2
"""themes that may be looked up together: 直升机、无人机"""

ABOUT = ("project", "contract_topic", "topic", "concept", "label")
"""Kinds of mention that say what the projects are about"""


def answer_alike(u: Understood, graph: Graph, index: Index) -> Answer | None:
    """The list of the projects whose overview is nearest to the words of the question."""
    chunks = topic_chunks(u)
    numbers = u.asks("amount", "count", "quantity", "who", "when") or u.has("aggregate") or u.has("top") or u.has("share")
    numbers |= any(char.isdigit() for chunk in u.rest for char in chunk)
    if not 1 <= len(chunks) <= SIDE_BY_SIDE or numbers or not u.has("noun", "project") or (u.projects and not u.has("topic")):
        return None
    words = "、".join(chunks)
    found = tuple(iri for name, department in nearest(words, u, index) for iri in projects_of(u, name, department))
    if not found:
        return None
    rest = tuple(m for m in u.mentions if m.kind not in ABOUT)
    asked = replace(u, rest=(), projects=(), mentions=rest)
    plan = plan_projects(asked)
    said = f"列出的是意思与“{words}”最接近的项目，可能不全"
    frame = replace(plan.frame, projects=u.catalogue.with_kin(found))
    answer = answer_projects(asked, replace(plan, frame=frame, want="list", assumptions=(said, *plan.assumptions)), graph)
    return answer if answer.kind == "answer" else None


def nearest(words: str, u: Understood, index: Index) -> list[tuple[str, str]]:
    """Names of projects with their departments that stand out as nearest to ``words``; [] where none do."""
    departments = [d.name for d in u.catalogue.departments if d.iri in u.departments]
    hits = [hit for name in departments or (None,) for hit in index.search(words, 60, Filters(organisation=name, kind="project"))]
    scores: dict[tuple[str, str], float] = {}
    for hit in hits:
        key = (hit.passage.title, hit.passage.organisation or "")
        scores[key] = max(scores.get(key, 0.0), hit.score)
    order = sorted(scores, key=lambda key: (-scores[key], key))
    if not order or scores[order[0]] < NEAR:
        return []
    meant = [key for key in order if scores[key] >= ALIKE * scores[order[0]]]
    after = order[len(meant) : len(meant) + 1]
    apart = not after or scores[after[0]] < GAP * scores[meant[-1]]
    return meant if apart and len(meant) <= MOST else []


def projects_of(u: Understood, name: str, department: str) -> list[str]:
    """IRIs of the project that bears a name in a department."""
    return [iri for iri in u.catalogue.projects.get(name, ()) if not department or iri.split("/")[-2] == department]
