"""Indicators without a named project: 哪个项目的满意度最低, 满意度低于90的项目, 洗扫车要买几辆.

The highest and the lowest are taken among percentages of one kind of indicator, ties with them. An indicator is found by
its own words only where one alone bears every word of the question and is counted in the unit asked for.
"""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, number_of, text_of
from search.question.indicator_family import TITLES, levels
from search.question.indicator_rows import PERCENT, indicator_rows, indicators_query
from search.question.numerals import comparators, longest_first
from search.question.refusal import unaccounted, unused_words
from search.question.understanding import Understood

RATE = r"(?:满意度|满意率|[一-龥]{1,3}率)"
USED = frozenset(["indicator", "noun", "aggregate", "scope", "topic", "money", "contrast", "top"])
HELD = frozenset(["want:amount", "want:list", "want:what", "want:who"])
PERCENTAGES = ("满意度", "合格率", "完成率")
"""Kinds of indicator whose values are percentages"""


def spelled_percent(text: str) -> str:
    """``text`` with the % that people leave out after a rate.

    >>> spelled_percent("满意度低于90的项目"), spelled_percent("合格率95以上"), spelled_percent("满意度的项目超过3个")
    ('满意度低于90%的项目', '合格率95%以上', '满意度的项目超过3个')
    """
    before, after = (longest_first(comparators()[place]) for place in ("before", "after"))
    number = r"(?P<n>\d{2,3}(?:\.\d+)?)(?![\d.%％万元个项家人分亿年])"
    pattern = rf"(?P<rate>{RATE}(?:目标|指标|要求)?(?:定得|定在|定的|是|在)?)(?:(?P<b>{before}){number}|(?P<m>\d{{2,3}}(?:\.\d+)?)(?P<a>{after}))"

    def put(match: re.Match[str]) -> str:
        return match["rate"] + (f"{match['b']}{match['n']}%" if match["b"] else f"{match['m']}%{match['a']}")

    return re.sub(pattern, put, text)


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


def counts_things(u: Understood) -> bool:
    """Whether the number of some thing is asked for that is no project (考点有多少个, 多少考生, 新增床位多少): nothing else is told instead."""
    other = ("noun", "project", "attribute", "fund", "cite", "policy", "policy_kind", "phase", "undisclosed", "bound", "topic", "concept", "label")
    named = [chunk for chunk in u.rest if len(bare(chunk)) > 1]
    amounts = [m for m in u.of("want") if m.value == "amount"]
    thing = any(u.text.startswith(chunk, m.end) for m in amounts for chunk in named)
    number = bool(named and amounts) and all(u.printed(m) in ("多少", "是多少", "有多少", "为多少") for m in amounts) and not u.has("money")
    return (thing or number or (u.asks("count") and bool(named))) and not u.of(*other)
