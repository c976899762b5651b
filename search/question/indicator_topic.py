"""A kind of indicator over the projects of a theme: 培训类项目的满意度, 防汛项目的成本指标.

Enters: an understood question that no family could answer, which names no project. Leaves: the indicators of that kind of
the projects that are about the theme; None where there is no theme, no kind, or more of them than can be listed.
"""

from __future__ import annotations

from dataclasses import replace

from search.question.answer import Answer
from search.question.graph import Graph, text_of
from search.question.indicator_family import levels, stages_of, stated
from search.question.indicator_rows import indicator_rows, indicators_query, of_projects
from search.question.project_plan import topic_chunks
from search.question.refusal import unaccounted
from search.question.topic import find_topic, is_wide
from search.question.understanding import Understood

USED = frozenset(["indicator", "noun", "topic", "scope", "contrast", "contract_topic", "project"])
HELD = frozenset(["want:amount", "want:list", "want:what", "want:quantity", "compare:with"])
MOST = 12
"""Indicators of a topic's projects that are listed together"""


def answer_of_topic(u: Understood, graph: Graph) -> Answer | None:
    """A kind of indicator (满意度) of each project of a topic."""
    kinds, chunks = u.values("indicator"), topic_chunks(u)
    if is_wide(u.departments, u.catalogue) or not kinds or not chunks:
        return None
    if not u.has("noun", "project") or not u.has("topic") or unaccounted(u, USED, HELD):
        return None
    topic = find_topic(chunks, u.departments, u.catalogue, graph)
    if not topic.projects or topic.unused:
        return None
    named = of_projects(u.catalogue.with_kin(topic.projects))
    query = indicators_query(u, named)
    rows = [row for row in indicator_rows(graph, u, named) if all(kind in levels(row) for kind in kinds)]
    rows = [row for row in rows if text_of(row, "stage") in stages_of(u)] or rows
    if not rows or len({(text_of(row, "project"), text_of(row, "level3")) for row in rows}) > MOST:
        return None
    answer = stated(u, graph, query, rows)
    said = [f"按名称、绩效目标和指标主要讲“{'”“'.join(topic.used)}”的项目计"]
    said += [f"只是顺带提到的没有计入：{'、'.join(p.rpartition('/')[2] for p in topic.mentioned[:6])}"] if topic.mentioned else []
    return replace(answer, assumptions=(*answer.assumptions, *said))
