"""Questions about projects: lists under conditions, counts, sums, averages, the largest, comparisons, attributes."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, listed, money, refusal
from search.question.graph import PREFIXES, Graph, Row, number_of, select, text_of
from search.question.lexicon import wording
from search.question.parts import joined
from search.question.project_answer import finished, printed_total
from search.question.project_compared import (
    COMPARED,
    answer_compared,
    departments_compared,
    departments_ranked,
    period_compared,
    share_of_projects,
    with_unpublished,
)
from search.question.project_conditions import condition_query, conditioned
from search.question.project_facet import answer_facet
from search.question.project_frame import FUND_NAMES, ProjectFrame
from search.question.project_funds import money_of_none
from search.question.project_groups import answer_groups
from search.question.project_names import ProjectMatch
from search.question.project_number import too_few_or_many, with_as_many
from search.question.project_parts import match_iris
from search.question.project_plan import FACETS, ProjectPlan, is_topic, of_period, topic_chunks
from search.question.project_query import project_query, total_of
from search.question.project_rows import is_kept, project_rows
from search.question.project_topic import narrowed, of_like_names, which_one
from search.question.project_used import unused_mentions
from search.question.project_words import amount_note, condition_words, nothing_found, project_words, scope_words
from search.question.refusal import known_departments, unknown_words, unused_words
from search.question.understanding import Understood

MOST_NAMED = 300
"""Projects that are named in a query in place of all there are"""
NO_PROJECT = ("urn:none",)
"""What stands for no project at all in a query"""


def answer_projects(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    absent = [year for year in u.years if year not in u.catalogue.years]
    if absent and not u.projects:
        return refusal(u.question, f"没有收录{absent[0]}年的文件。{known_departments(u)}")
    own = [d for d in u.catalogue.departments if d.iri in plan.frame.departments]
    if own and u.years and not any(year in d.years for d in own for year in u.years):
        known = "、".join(f"{d.name}{'、'.join(map(str, d.years))}年" for d in own[:4])
        return refusal(u.question, f"没有收录{own[0].name}{u.years[0]}年的文件；现有{known}。")
    unused = unused_mentions(u, plan) or of_each(u, plan) or of_firms(u, plan)
    if unused:
        return unused_words(u, unused)
    if plan.facet == "topic":
        return answer_groups(u, plan, graph)
    if not asked_for(u, plan):
        return unknown_words(u)
    plan = with_as_many(u, of_like_names(u, plan))
    inside = narrowed(u, plan, graph)
    if isinstance(inside, Answer):
        return inside
    plan = inside
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
    plan = replace(plan, frame=within_conditions(plan.frame, graph))
    query, rows = project_query(plan.frame), project_rows(graph, plan.frame)
    if not rows and plan.frame.projects and plan.frame.phase == "本年预算":
        late = replace(plan.frame, phase="上年结转")
        if carried := project_rows(graph, late):
            plan = replace(plan, frame=late, assumptions=(*plan.assumptions, "本年预算里没有这个项目，按上年结转作答"))
            query, rows = project_query(late), carried
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


def answer_list(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    if plan.rank:
        if len(rows) < (plan.frame.limit or plan.rank):
            return refusal(u.question, f"{scope_words(u, plan.frame, rows)}只有{len(rows)}个项目，没有第{plan.frame.limit}个。", PREFIXES + query)
        rows = rows[plan.rank - 1 :]
    names = list(dict.fromkeys((text_of(row, "department"), text_of(row, "name")) for row in rows))
    parts = [f"{text_of(row, 'name')}{amount_note(row)}" for row in rows]
    text = f"{scope_words(u, plan.frame, rows)}{condition_words(u, plan.frame)}的项目共{len(names)}个：{listed(parts, 12)}。"
    if plan.rank:
        place = f"第{plan.rank}的项目是" if len(rows) == 1 else f"第{plan.rank}到第{plan.frame.limit}的项目依次是"
        text = f"{scope_words(u, plan.frame, rows)}{condition_words(u, plan.frame)}预算{place}{listed(parts, 12)}。"
    elif plan.want == "max" or plan.frame.limit:
        word = "最少" if plan.frame.ascending else "最多"
        order = f"依次是：{listed(parts, 12)}" if len(names) > 1 else f"是{listed(parts, 1)}"
        text = f"{scope_words(u, plan.frame, rows)}{condition_words(u, plan.frame)}预算{word}的项目{order}。"
    seen: dict[tuple[str, str], Item] = {}
    for row in rows:
        value = number_of(row, "amount")
        key = (text_of(row, "department"), text_of(row, "name"))
        seen.setdefault(key, Item(key[1], None if value is None else plain(value), "元", text_of(row, "project")))
    by_place = u.has("noun", "department") or (u.has("facet", "department") and not plan.frame.projects)
    if by_place and not u.has("noun", "project") and (plan.frame.projects or plan.frame.policies):
        places = {text_of(row, "department"): text_of(row, "doc") for row in rows}
        what = "这个项目" if plan.frame.projects else "引用它的项目"
        return finished(u, plan, graph, query, rows, tuple(Item(name) for name in places), f"{listed(list(places))}有{what}：{listed(parts, 12)}。")
    items = tuple(seen.values())
    if len(rows) > 1 and (u.asks("amount") or sums_up(u)):
        total = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
        text += f"合计{money(total)}。"
        if not plan.frame.limit and sums_up(u):
            items = (*items, Item("合计", plain(total), "元"))
        if plan.frame.limit and sums_up(u):
            items = (Item(f"前{len(rows)}个项目合计", plain(total), "元"), *items)
    return finished(u, plan, graph, query, rows, items, text)


def sums_up(u: Understood) -> bool:
    """Whether amounts are to be added up: 一共多少钱, not 一共是哪几个."""
    lists = [m.start for m in u.of("want") if m.value == "list"]
    return any(m.value == "sum" and not any(0 <= start - m.end <= 2 for start in lists) for m in u.of("aggregate"))


def of_firms(u: Understood, plan: ProjectPlan) -> list[str]:
    """The words that ask for firms (哪些公司拿了最多): departments and projects are none."""
    asked = [u.printed(m) for m in u.of("want") if re.search("公司|企业|供应商", u.printed(m))]
    return asked if plan.want in ("departments", "list", "max", "sum") else []


def of_each(u: Understood, plan: ProjectPlan) -> list[str]:
    """The words that ask what one of many costs (抽检一批, 每亩): no budget of a project answers that."""
    if plan.want != "sum":
        return []
    one = rf"[一每单](?:{wording('each')['each']})(?=要|得|[的是]?多少)"
    return [found[0] for found in re.finditer(one, u.text)]


def answer_number(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """A count, sum or average; sums over several departments of the same project name are given for each."""
    total_query = total_of(query, {"count": "COUNT", "sum": "SUM", "average": "AVG"}[plan.want])
    value = Decimal(len(rows)) if plan.want == "count" else sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
    where, condition = scope_words(u, plan.frame, rows), condition_words(u, plan.frame)
    departments = list(dict.fromkeys(text_of(row, "department") for row in rows))
    if plan.want == "sum" and u.projects and not is_topic(u) and len(departments) > 1 and not u.has("aggregate", "sum"):
        return answer_each(u, plan, graph, query, rows, departments)
    if plan.want == "sum" and u.asks_each and len(departments) > 1:
        return refusal(u.question, "问题问的是几项各多少，没有看懂是哪几项，所以不作答。", PREFIXES + query)
    items: tuple[Item, ...]
    if plan.want == "count":
        kind = "上年结转" if plan.frame.phase == "上年结转" else ""
        items = (Item(f"{where}{condition}的{kind}项目数", plain(value), "个"),)
        text = f"{where}{condition}的{kind}项目共{value}个。"
        if money_too(u):
            amount = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
            items = (*items, Item(f"{where}{condition}的{kind}项目金额", plain(amount), "元"))
            text = f"{text[:-1]}，合计{money(amount)}。"
    elif plan.want == "average":
        value = (value / len(rows)).quantize(Decimal("0.01"))
        items = (Item(f"{where}平均每个项目", plain(value), "元"),)
        text = f"{where}{condition}的项目共{len(rows)}个，平均每个{money(value)}。"
    else:
        what = project_words(rows) if plan.frame.projects else f"{condition}的项目"
        of_fund = f"的{FUND_NAMES[plan.frame.funds[0]]}" if plan.frame.projects and plan.frame.fund_amount else ""
        what += of_fund
        items = (Item(f"{where}{what}", plain(value), "元"),)
        parts = f"，共{len(rows)}个项目：{listed([text_of(r, 'name') + amount_note(r) for r in rows], 8)}" if len(rows) > 1 else ""
        word = "实施期资金总额" if plan.frame.period_amount else ("上年结转" if plan.frame.phase == "上年结转" else "" if of_fund else "年度预算")
        text = f"{where}{what}{word}合计{money(value)}{parts}。" if parts else f"{where}{what}{word}为{money(value)}。"
    answer = finished(u, plan, graph, total_query, rows, items, text)
    answer = replace(answer, evidence=(*printed_total(graph, plan.frame, rows), *answer.evidence))
    return answer if plan.want == "average" else with_unpublished(answer, u, plan.frame, graph)


def money_too(u: Understood) -> bool:
    """Whether beside the number of projects their amount is asked for (有几个项目，多少钱): words for money, or a sum."""
    spoken = any(re.search("[钱元万亿金额资费]", u.printed(m)) for m in u.of("want") if m.value == "amount")
    return spoken or (u.has("aggregate", "sum") and u.asks("amount"))


def answer_each(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row], departments: list[str]) -> Answer:
    """The same project in several departments: each is answered, nothing is added up."""
    items, parts = [], []
    for department in departments:
        own = [row for row in rows if text_of(row, "department") == department]
        value = sum((number_of(row, "amount") or Decimal(0) for row in own), Decimal(0))
        items.append(Item(f"{department}：{project_words(own)}", plain(value), "元", text_of(own[0], "project")))
        parts.append(f"{department}{plain(value)}元（{text_of(own[0], 'year')}年，{project_words(own)}）")
    text = f"有{len(departments)}个部门都有这个项目，分别是：{'；'.join(parts)}。没有相加。"
    plan = replace(plan, assumptions=(*plan.assumptions, "问题没有说明部门，按部门分别列出"))
    return finished(u, plan, graph, query, rows, tuple(items), text)


def answer_exists(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    where, condition = scope_words(u, plan.frame, rows), condition_words(u, plan.frame)
    if plan.frame.projects and not condition and re.search("是不是|是否|了没|了吗", u.text):
        return refusal(u.question, "只看懂了是哪个项目，没有看懂问的是它的什么，所以不作答。请换个说法。", PREFIXES + query)
    if rows:
        yes = "是" if plan.frame.projects and plan.frame.attributes else "有"
        text = f"{yes}。{where}{condition}的项目有{len(rows)}个：{listed([text_of(r, 'name') + amount_note(r) for r in rows])}。"
        items = {text_of(row, "name"): text_of(row, "project") for row in rows}
        return finished(u, plan, graph, query, rows, tuple(Item(name, "true", None, iri) for name, iri in items.items()), text)
    nearest = project_rows(graph, replace(plan.frame, bounds=(), limit=3))
    if not nearest and money_of_none(u, plan, graph):
        said = ("只看公开了绩效目标表的项目和项目支出预算表",)
        none = f"没有。{where or '已收录的部门'}没有{condition}的项目。"
        return Answer(u.question, "answer", none, (Item("没有", "false"),), said, PREFIXES + query)
    if not nearest:
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    text = f"没有。{where}没有{condition}的项目，最大的是{listed([text_of(r, 'name') + amount_note(r) for r in nearest])}。"
    return finished(u, plan, graph, query, nearest, (Item("没有", "false"),), text)
