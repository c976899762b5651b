"""Projects by the percentage of an indicator that the question names: 系统可用率99%以上的是哪个项目; a kind of
indicator over the projects of a topic: 培训类项目的满意度.

Enters: an understood question that no family could answer. Leaves: the projects, or their indicators; None where the
words before the percentage are part of no label.
"""

from __future__ import annotations

import re
from dataclasses import replace

from search.question.answer import Answer
from search.question.graph import Graph, text_of
from search.question.indicator_family import levels, stages_of, stated
from search.question.indicator_rows import indicator_rows, indicators_query, label_says, of_projects
from search.question.mention import Mention, uncovered
from search.question.project_family import answer_projects
from search.question.project_plan import plan_projects, topic_chunks
from search.question.refusal import unaccounted
from search.question.topic import MANY, find_topic, is_wide
from search.question.understanding import Understood, trimmed

RATE = re.compile(
    r"""(?P<rate>[一-龥]{1,12}[率度比])
        (?:的?(?:要求|目标值|目标|指标值|指标))?(?:定的|定得|定在|定|写的|写|要求)?(?:是|为|要|达到|达|在|都|均|等于)*$""",
    re.X,
)
"""出水水质达标率要求达到|95%以上"""
SHORTEST = 3
"""Characters of a rate that names an indicator (满意度 and the like are kinds of their own)"""
MOST = 12
"""Indicators of a topic's projects that are listed together"""


def answer_rated(u: Understood, graph: Graph) -> Answer | None:
    """The projects whose indicator of the name before the percentage keeps to it."""
    bound = next((m for m in u.of("bound") if m.value == "%"), None)
    printed = RATE.search(u.text[: bound.start]) if bound else None
    if bound is None or printed is None or not u.has("noun", "project") or too_wide(u):
        return None
    end = printed.end("rate")
    rate = named_rate(u, graph, printed["rate"])
    if not rate:
        return None
    start = end - len(rate)
    kept = [m for m in u.mentions if m.end <= start or m.start >= end]
    cover = sorted([*kept, Mention(start, end, "indicator", rate)], key=lambda m: m.start)
    projects = tuple(p for p in u.projects if any(m.kind == "project" and m.value == p.names[0] for m in cover))
    read = replace(u, mentions=tuple(cover), rest=tuple(trimmed(uncovered(u.text, cover))), projects=projects)
    if any(len(chunk) == 1 for chunk in read.rest):
        return None
    answer = answer_projects(read, plan_projects(read), graph)
    return answer if answer.sparql else None


def named_rate(u: Understood, graph: Graph, printed: str) -> str:
    """The longest end of ``printed`` that is part of an indicator's label here, "" where none is."""
    rows = indicator_rows(graph, u, label_says(printed[-2:]))
    labels = {text_of(row, "level3") for row in rows}
    ends = [printed[i:] for i in range(len(printed) - SHORTEST + 1)]
    return next((end for end in ends if any(end in label for label in labels)), "")


def too_wide(u: Understood) -> bool:
    return not u.departments and sum(len(d.documents) for d in u.catalogue.departments) > MANY


USED = frozenset(["indicator", "noun", "topic", "scope", "contrast", "contract_topic", "project"])
HELD = frozenset(["want:amount", "want:list", "want:what", "want:quantity", "compare:with"])


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
