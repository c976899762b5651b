"""The conditions of a question about projects as patterns of a query: policies cited, indicators kept to, things missing.

Enters: a ``ProjectFrame``. Leaves: patterns for its query, and the query of the projects that fulfil the conditions alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from search.question.graph import iri_list, text_literal
from search.question.numerals import Bound
from search.question.policy_kinds import of_kinds
from search.question.project_frame import (
    IndicatorCondition,
    ProjectFrame,
    distinct,
    scoped,
)

WITHOUT = {
    "basis": "?named a bk:PolicyMention ; bk:project ?project .",
    "contract": "?owed a bk:Contract ; bk:project ?project .",
}
"""What the pages of a project do not hold"""


def conditioned(frame: ProjectFrame) -> bool:
    """Whether pages must say something for a project to be wanted."""
    return bool(frame.attributes or frame.indicators or frame.policies or frame.policy_kinds or frame.repealed or frame.differs or frame.periods)


def condition_query(frame: ProjectFrame) -> str:
    """The projects for which the conditions on pages hold."""
    return f"SELECT DISTINCT ?project WHERE {{ {' '.join(condition_parts(replace(frame, without=())))} }} ORDER BY ?project"


def condition_parts(frame: ProjectFrame) -> list[str]:
    """What the pages of a project must say."""
    parts = []
    if frame.attributes:
        kinds = " ".join(map(text_literal, frame.attributes))
        kind = f"VALUES ?kind {{ {kinds} }} ?kindPage bk:attributeKind ?kind ; bk:project ?project ."
        parts.append(distinct(scoped(frame, kind)))
    if frame.periods:
        periods = " ".join(map(text_literal, frame.periods))
        parts.append(distinct(scoped(frame, f"VALUES ?period {{ {periods} }} ?periodPage bk:period ?period ; bk:project ?project .")))
    for i, condition in enumerate(frame.indicators):
        parts.append(distinct(scoped(frame, *indicator_parts(condition, f"?indicator{i}"))))
    if frame.policies or frame.policy_kinds or frame.repealed:
        parts.append(distinct(scoped(frame, *mention_parts(frame))))
    if frame.differs:
        both = "?both bk:totalAmount ?whole ; bk:yearAmount ?thisYear ; bk:project ?project ."
        parts.append(distinct(scoped(frame, both, "FILTER(?whole != ?thisYear)")))
    if not parts:
        parts.append(distinct(scoped(frame, "?some a bk:ProjectPage ; bk:project ?project .")))
    return [*parts, *(f"MINUS {distinct(scoped(frame, *without_parts(what)))}" for what in frame.without)]


def without_parts(what: str) -> tuple[str, str]:
    """What the pages must not hold; indicator:满意度 is an indicator of that kind."""
    kind = what.partition(":")[2]
    if not kind:
        return WITHOUT[what], ""
    levels = "bk:level1|bk:level2|bk:level3"
    return f"?lacked a bk:Indicator ; bk:project ?project ; {levels} ?lackedLevel .", f"FILTER(CONTAINS(?lackedLevel, {text_literal(kind)}))"


def mention_parts(frame: ProjectFrame) -> tuple[str, str]:
    """Mentions of the policies asked for, and what must hold of the policies themselves."""
    shared = []
    parts = ["?mention a bk:PolicyMention ; bk:project ?project ."]
    if frame.policies:
        parts.append(f"VALUES ?policy {{ {iri_list(frame.policies)} }} ?mention bk:policy ?policy .")
    if frame.policy_kinds:
        parts.append("?mention bk:policy ?cited .")
        shared.append(of_kinds(frame.policy_kinds, "?cited"))
    if frame.repealed:
        parts.append("?mention bk:policy ?old .")
        shared.append('?old bk:force ?force . VALUES ?force { "已废止" "已被新版替代" }')
    if frame.basis_only:
        parts.append("?mention bk:fieldName ?field .")
        shared.append('FILTER(CONTAINS(?field, "依据"))')
    return " ".join(parts), " ".join(shared)


def indicator_parts(condition: IndicatorCondition, node: str) -> tuple[str, str]:
    """Indicators that may meet a condition, and the filters that say which do."""
    suffix = node[1:]
    parts, filters = [f"{node} a bk:Indicator ; bk:project ?project ."], []
    for j, word in enumerate(condition.words):
        level = f"?level{suffix}{j}"
        parts.append(f"{node} bk:level1|bk:level2|bk:level3 {level} .")
        filters.append(f"FILTER(CONTAINS({level}, {text_literal(word)}))")
    if condition.bound is not None:
        parts.append(f"{node} bk:number ?number{suffix} .")
        filters.append(bound_filter(condition.bound, f"?number{suffix}"))
        filters += [no_miss(condition, suffix)] if condition.every else []
    if condition.text:
        parts.append(f"{node} bk:indicatorValue ?value{suffix} .")
        whole = f"(^|[^0-9.]){re.escape(condition.text)}($|[^/])"
        filters.append(f"FILTER(REGEX(?value{suffix}, {text_literal(whole)}))")
    return " ".join(parts), " ".join(filters)


def no_miss(condition: IndicatorCondition, suffix: str) -> str:
    """No indicator of the kind that misses the bound, or states no percentage."""
    levels = " || ".join(f"CONTAINS(?missLevel{suffix}, {text_literal(word)})" for word in condition.words)
    met = bound_filter(condition.bound, f"?met{suffix}") if condition.bound else ""
    return (f"FILTER NOT EXISTS {{ ?miss{suffix} a bk:Indicator ; bk:project ?project ; bk:level1|bk:level2|bk:level3 ?missLevel{suffix} . "
            f'FILTER({levels}) FILTER NOT EXISTS {{ ?miss{suffix} bk:number ?met{suffix} ; bk:unit "%" . {met} }} }}')  # fmt: skip


def bound_filter(bound: Bound, variable: str) -> str:
    conditions = bound.conditions(variable)
    if bound.high is None or bound.exact:
        conditions.append(f"{variable} <= 100") if bound.unit == "%" and not bound.exact else None
    return "FILTER(" + " && ".join(dict.fromkeys(conditions)) + ")"
