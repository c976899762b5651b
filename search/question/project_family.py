"""Questions about projects: lists under conditions, counts, sums, averages, the largest, comparisons, attributes.

Enters: an understood question and its plan. Leaves: the answer that the plan's want calls for, over the rows of its frame; a
refusal where a word has no place in the plan, a year is not here, or what is named has no amount.
"""

from __future__ import annotations

import re
from dataclasses import replace

from search.question.answer import Answer, Item, listed, refusal
from search.question.graph import PREFIXES, Graph, Row, select, text_of
from search.question.lexicon import wording
from search.question.parts import joined
from search.question.project_compared import (
    COMPARED,
    answer_compared,
    departments_compared,
    departments_ranked,
    period_compared,
    share_of_projects,
)
from search.question.project_conditions import condition_query, conditioned
from search.question.project_facet import answer_facet
from search.question.project_frame import ProjectFrame
from search.question.project_groups import answer_groups
from search.question.project_names import ProjectMatch
from search.question.project_number import too_few_or_many, with_as_many
from search.question.project_parts import match_iris
from search.question.project_plan import FACETS, ProjectPlan, is_topic, of_period, topic_chunks
from search.question.project_query import project_query
from search.question.project_rows import is_kept, project_rows
from search.question.project_told import answer_exists, answer_list, answer_number
from search.question.project_topic import narrowed, of_like_names, which_one
from search.question.project_used import unused_mentions
from search.question.project_words import amount_note, condition_words, nothing_found
from search.question.refusal import known_departments, unknown_words, unused_words
from search.question.understanding import Understood

MOST_NAMED = 300
"""Projects that are named in a query in place of all there are"""
NO_PROJECT = ("urn:none",)
"""What stands for no project at all in a query"""


def answer_projects(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """The answer of a plan, or the refusal where a year, a word or a number of projects is not held by it."""
    refused = year_refused(u, plan)
    if refused is not None:
        return refused
    unused = unused_mentions(u, plan) or of_each(u, plan) or of_firms(u, plan)
    if unused:
        return unused_words(u, unused)
    if plan.facet == "topic":
        return answer_groups(u, plan, graph)
    if not asked_for(u, plan):
        return unknown_words(u)
    inside = narrowed(u, with_as_many(u, of_like_names(u, plan)), graph)
    return inside if isinstance(inside, Answer) else answer_parts(u, inside, graph)


def year_refused(u: Understood, plan: ProjectPlan) -> Answer | None:
    """The refusal where a year is asked of which nothing, or nothing of the departments, is here."""
    printed = "".join(name for match in u.projects for name in match.names)
    absent = [year for year in u.years if year not in u.catalogue.years and str(year) not in printed]
    if absent:
        return refusal(u.question, f"没有收录{absent[0]}年的文件。{known_departments(u)}")
    own = [d for d in u.catalogue.departments if d.iri in plan.frame.departments]
    if own and u.years and not any(year in d.years for d in own for year in u.years):
        known = "、".join(f"{d.name}{'、'.join(map(str, d.years))}年" for d in own[:4])
        return refusal(u.question, f"没有收录{own[0].name}{u.years[0]}年的文件；现有{known}。")
    return None


def answer_parts(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """Several attributes, or the amounts of the whole period and of the year, each by itself; else the one answer."""
    facets = [value for value in u.values("facet") if value in FACETS] if plan.want == "facet" else []
    if facets and (len(facets) > 1 or plan.frame.period_amount):
        parts = [replace(plan, facet=facet) for facet in facets]
        parts += [replace(plan, want="sum", facet="")] if plan.frame.period_amount else []
        names = [FACETS[part.facet][0] if part.facet else "实施期资金总额" for part in parts]
        return joined(u, names, [answered(u, part, graph) for part in parts])
    if plan.want == "sum" and plan.frame.period_amount and asks_both(u):
        parts = [replace(plan, frame=replace(plan.frame, period_amount=period)) for period in (True, False)]
        return joined(u, ["实施期资金总额", "年度金额"], [answered(u, part, graph) for part in parts])
    return answered(u, plan, graph)


def asked_for(u: Understood, plan: ProjectPlan) -> bool:
    """Whether projects are asked for at all: a list of every project is no answer to 分别做什么用."""
    said = u.has("noun", "project") or u.of("money", "topic", "aggregate", "bound", "top", "rank", "phase", "grain", "compare", "share", "rest",
                                                "period", "name_has")  # fmt: skip
    frame = plan.frame
    limits = frame.projects or frame.units or frame.attributes or frame.funds or frame.indicators or frame.policies or frame.repealed or frame.without
    return plan.want != "list" or bool(said or limits or topic_chunks(u) or u.of("undisclosed", "policy_force", "cite", "facet"))


def asks_both(u: Understood) -> bool:
    """Whether the amount of the whole period and that of the year are asked for (实施期总额和年度金额)."""
    spoken = any(m.value == "year" and re.search("年", u.printed(m)) for m in u.of("money"))
    spoken |= any("预算" in u.printed(m) for m in u.of("phase"))  # 实施期总额和今年预算
    return spoken or (u.has("time", "this") and u.has("money", "year"))


def answered(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """The answer of a plan within its topic."""
    if plan.want == "facet":
        return which_one(u, plan) or answer_facet(u, plan, graph)
    if plan.want == "compare":
        return answer_compared(u, plan, graph)
    if plan.want == "groups":
        return answer_groups(u, plan, graph)
    if of_period(u, plan.frame):
        return period_compared(u, plan, graph)
    plan, rows = found_rows(replace(plan, frame=within_conditions(plan.frame, graph)), graph)
    query = project_query(plan.frame)
    refused = rows_refused(u, plan, graph, query, rows)
    if refused is not None:
        return refused
    plan, rows = with_unsaid(u, plan, graph, rows)
    if plan.want == "departments":
        return departments_ranked(u, plan, graph, query, rows)
    if len(plan.frame.departments) == 2 and u.has("compare", "difference", "larger", "smaller", "ratio") and plan.want in COMPARED:
        return departments_compared(u, plan, graph, query, rows)
    if plan.want == "sum" and u.has("share"):
        return share_of_projects(u, plan, graph, query, rows)
    if plan.want in ("count", "sum", "average"):
        return answer_number(u, plan, graph, query, rows)
    if plan.want == "exists":
        return answer_exists(u, plan, graph, query, rows)
    return answer_list(u, plan, graph, query, rows)


def found_rows(plan: ProjectPlan, graph: Graph) -> tuple[ProjectPlan, list[Row]]:
    """The rows of a plan; those of carried-over money where the projects named have no other."""
    rows = project_rows(graph, plan.frame)
    if not rows and plan.frame.projects and plan.frame.phase == "本年预算":
        late = replace(plan.frame, phase="上年结转")
        if carried := project_rows(graph, late):
            return replace(plan, frame=late, assumptions=(*plan.assumptions, "本年预算里没有这个项目，按上年结转作答")), carried
    return plan, rows


def rows_refused(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer | None:
    """The refusal where there are no rows, too few, or none of a project named; 0 where a bound leaves no project to count."""
    if not rows and plan.want == "count" and plan.frame.bounds and project_rows(graph, replace(plan.frame, bounds=())):
        none = f"没有{condition_words(u, plan.frame)}的项目，共0个。"
        return Answer(u.question, "answer", none, (Item("项目数", "0", "个"),), sparql=PREFIXES + query)
    uneven = too_few_or_many(u, plan, rows, PREFIXES + query) if rows and plan.want in ("sum", "average", "list") else None
    if uneven is not None:
        return uneven
    if not rows and plan.want != "exists":
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    lost = [] if is_topic(u) else [match for match in u.projects if rows and not own_rows(u, match, rows)]
    if lost and plan.frame.projects:
        words = "".join(u.text[a:b] for a, b in lost[0].spans)
        return refusal(u.question, f"没有找到“{words}”的预算金额，所以不作答。", PREFIXES + query)
    return None


def with_unsaid(u: Understood, plan: ProjectPlan, graph: Graph, rows: list[Row]) -> tuple[ProjectPlan, list[Row]]:
    """The plan that says which projects have carried-over money alone, or no amount of the period; the former in a list."""
    extra = carried_over(u, plan, graph, rows)
    if extra and plan.want == "list" and not u.asks("amount") and not u.has("aggregate"):
        rows = [*rows, *extra]
        plan = replace(plan, assumptions=(*plan.assumptions, "含只有上年结转资金的项目，已注明"))
    elif extra:
        named = listed([text_of(row, "name") + amount_note(row) for row in extra], 6)
        plan = replace(plan, assumptions=(*plan.assumptions, f"只有上年结转资金的项目没有计入：{named}"))
    if plan.frame.period_amount and plan.frame.projects:
        unsaid = without_period(plan, graph, rows)
        plan = replace(plan, assumptions=(*plan.assumptions, f"没有写实施期资金总额，没有计入：{listed(unsaid, 6)}")) if unsaid else plan
    return plan, rows


def own_rows(u: Understood, match: ProjectMatch, rows: list[Row]) -> bool:
    """Whether one of ``rows`` is of a project that the words stand for."""
    return bool(set(match_iris(u, match)) & {text_of(row, "project") for row in rows})


def within_conditions(frame: ProjectFrame, graph: Graph) -> ProjectFrame:
    """A frame that names neither projects nor departments, with the projects that its conditions leave, where they are few:
    amounts are then looked up for these, not for all projects there are."""
    if frame.projects or frame.departments or not conditioned(frame) or is_kept(graph, frame):
        return frame
    found = tuple(text_of(row, "project") for row in select(graph, condition_query(frame)))
    return replace(frame, within=found or NO_PROJECT) if len(found) <= MOST_NAMED else frame


def without_period(plan: ProjectPlan, graph: Graph, rows: list[Row]) -> list[str]:
    """Projects of the plan whose page states no amount of the whole period."""
    known = {text_of(row, "name") for row in rows}
    every = project_rows(graph, replace(plan.frame, period_amount=False, bounds=()))
    return [name for name in dict.fromkeys(text_of(row, "name") for row in every) if name not in known]


def carried_over(u: Understood, plan: ProjectPlan, graph: Graph, rows: list[Row]) -> list[Row]:
    """The projects of a topic that have carried-over money only, each row marked with its phase."""
    if not topic_chunks(u) or not plan.frame.projects or plan.frame.phase != "本年预算" or plan.frame.needs_page or plan.frame.limit:
        return []
    known = {text_of(row, "project") for row in rows}
    found = project_rows(graph, replace(plan.frame, phase="上年结转", bounds=()))
    return [{**row, "phase": "上年结转"} for row in found if text_of(row, "project") not in known]


def of_firms(u: Understood, plan: ProjectPlan) -> list[str]:
    """The words that ask for firms (哪些公司拿了最多): departments and projects are none."""
    asked = [u.printed(m) for m in u.of("want") if re.search("公司|企业|供应商", u.printed(m))]
    return asked if plan.want in ("departments", "list", "max", "sum") else []


def of_each(u: Understood, plan: ProjectPlan) -> list[str]:
    """The words that ask what one of many costs (抽检一批, 每亩): no budget of a project answers that."""
    if plan.want != "sum":
        return []
    unit = wording("each")["each"]
    one = rf"(?:每(?!年)(?:{unit}|个(?!项目|部门|单位|局))|[一单](?!次性|期|年)(?:{unit})|一个(?!项目|部门|单位|局))(?=[^，。、]{{0,10}}?多少)"
    return [found[0] for found in re.finditer(one, u.text)]
