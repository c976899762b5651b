"""Rates of what a project pays out: 遗属补助标准是多少.

Enters: a question for the 标准 of a project it names, without a word for documents. Leaves: every indicator of that
project whose label says 标准, of each department that has it; None where there is none (it is a norm that is meant).
"""

from __future__ import annotations

import re

from search.question.answer import Answer
from search.question.graph import Graph, text_of
from search.question.indicator_family import stages_of, stated
from search.question.indicator_rows import indicator_query, own_indicators
from search.question.understanding import Understood

NORM = re.compile("(?:国家|行业|地方|技术|建设|规范|哪些|哪个|哪项|什么|引用|采用)[一-龥]{0,2}标准|标准号|标准名")
"""标准 that is a document"""
OTHER = ("cite", "issued", "chain", "contract", "compare", "aggregate", "bound", "indicator", "change", "share", "policy")


def asks_rate(u: Understood) -> bool:
    """Whether 标准 is that of a payment."""
    rate = u.values("policy_kind") == ["standard"] and all(u.printed(m) == "标准" for m in u.of("policy_kind"))
    return bool(u.projects) and rate and not u.of(*OTHER) and not u.has("noun", "policy", "project") and NORM.search(u.text) is None


def answer_rate(u: Understood, graph: Graph) -> Answer | None:
    """The indicators that say 标准 and every other word of the question, the year's before those of the period."""
    rows = [row for row in own_indicators(u, graph) if "标准" in text_of(row, "level3") and re.search(r"\d", text_of(row, "value"))]
    rows = [row for row in rows if all(chunk in text_of(row, "level3") + text_of(row, "name") for chunk in u.rest)]
    rows = [row for row in rows if text_of(row, "stage") in stages_of(u)] or rows
    return stated(u, graph, indicator_query(u), rows) if rows else None
