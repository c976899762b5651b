"""The highest or lowest percentage of a kind of indicator: 哪个项目的满意度最低, 合格率最高的是哪些项目.

Enters: a question that names a kind of percentage and no project. Leaves: the projects that set the highest or lowest of the
year, ties with them, or a refusal. What it does not do: conditions on a percentage (满意度低于90%的项目); those are a
project's, see project_plan and indicator_bound.
"""

from __future__ import annotations

from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, number_of, text_of
from search.question.indicator_family import TITLES, levels
from search.question.indicator_rows import PERCENT, indicator_rows, indicators_query
from search.question.refusal import unaccounted, unused_words
from search.question.understanding import Understood

USED = frozenset(["indicator", "noun", "aggregate", "scope", "topic", "money", "contrast", "top"])
HELD = frozenset(["want:amount", "want:list", "want:what", "want:who"])
PERCENTAGES = ("满意度", "合格率", "完成率")
"""Kinds of indicator whose values are percentages"""


def asks_extreme(u: Understood) -> bool:
    """Whether projects are wanted that set the highest or lowest percentage of a kind."""
    kind = next(iter(u.values("indicator")), "")
    return kind in PERCENTAGES and u.has("aggregate", "max", "min") and not u.projects and not u.bounds("%") and not u.has("contract")


def answer_extreme(u: Understood, graph: Graph) -> Answer:
    """The projects with the highest or lowest percentage, all of those that tie."""
    strays = unaccounted(u, USED, HELD) + [chunk for chunk in u.rest if len(bare(chunk)) > 1]
    if strays or u.limit:
        return unused_words(u, strays or ["前几名"])
    kind = u.values("indicator")[0]
    query = indicators_query(u, PERCENT)
    rows = [row for row in indicator_rows(graph, u, PERCENT) if kind in levels(row)]
    yearly = {text_of(row, "project") for row in rows if text_of(row, "stage") == "year"}
    rows = [row for row in rows if text_of(row, "stage") == "year" or text_of(row, "project") not in yearly]
    if not rows:
        return refusal(u.question, f"没有项目的绩效表写出{kind}的百分数。", PREFIXES + query)
    least = u.has("aggregate", "min")
    best = (min if least else max)(number_of(row, "number") or Decimal(0) for row in rows)
    chosen = [row for row in rows if number_of(row, "number") == best]
    names = list(dict.fromkeys(text_of(row, "name") for row in chosen))
    items = tuple(Item(name, plain(best), "%", next(text_of(r, "project") for r in chosen if text_of(r, "name") == name)) for name in names)
    total = len({text_of(row, "project") for row in rows})
    text = f"写出{kind}的{total}个项目里，{'最低' if least else '最高'}的是{listed(names, 12)}（{text_of(chosen[0], 'value')}）。"
    return Answer(u.question, "answer", text, items, ("取年度目标的指标值",), PREFIXES + query, TITLES,
                  table_rows(chosen, ("name", "level1", "level2", "level3", "value")),
                  evidence_of(graph, [text_of(r, "indicator") for r in chosen]))  # fmt: skip
