"""What is said of the projects found: a list of them, their number, sum or average, whether there are any.

Enters: a plan with its query and rows. Leaves: the answer; the same project of several departments is told for each, and
nothing is added up where that was not asked for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, listed, money, refusal
from search.question.graph import PREFIXES, Graph, Row, number_of, text_of
from search.question.project_answer import finished, printed_total
from search.question.project_compared import with_unpublished
from search.question.project_frame import FUND_NAMES
from search.question.project_funds import money_of_none
from search.question.project_plan import ProjectPlan, is_topic
from search.question.project_query import total_of
from search.question.project_rows import project_rows
from search.question.project_words import amount_note, condition_words, nothing_found, project_words, scope_words
from search.question.understanding import Understood


def answer_list(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The projects with their amounts; the departments that have them where those are asked for; their sum where it is."""
    if plan.rank:
        if len(rows) < (plan.frame.limit or plan.rank):
            return refusal(u.question, f"{scope_words(u, plan.frame, rows)}只有{len(rows)}个项目，没有第{plan.frame.limit}个。", PREFIXES + query)
        rows = rows[plan.rank - 1 :]
    by_place = u.has("noun", "department") or (u.has("facet", "department") and not plan.frame.projects)
    if by_place and not u.has("noun", "project") and (plan.frame.projects or plan.frame.policies):
        places = {text_of(row, "department"): text_of(row, "doc") for row in rows}
        what = "这个项目" if plan.frame.projects else "引用它的项目"
        text = f"{listed(list(places))}有{what}：{listed(parts_of(rows), 12)}。"
        return finished(u, plan, graph, query, rows, tuple(Item(name) for name in places), text)
    seen: dict[tuple[str, str], Item] = {}
    for row in rows:
        value = number_of(row, "amount")
        key = (text_of(row, "department"), text_of(row, "name"))
        seen.setdefault(key, Item(key[1], None if value is None else plain(value), "元", text_of(row, "project")))
    text, items = list_text(u, plan, rows), tuple(seen.values())
    if len(rows) > 1 and (u.asks("amount") or sums_up(u)):
        total = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
        text += f"合计{money(total)}。"
        if plan.frame.limit and sums_up(u):
            items = (Item(f"前{len(rows)}个项目合计", plain(total), "元"), *items)
    return finished(u, plan, graph, query, rows, items, text)


def parts_of(rows: list[Row]) -> list[str]:
    """Each project with its amount."""
    return [f"{text_of(row, 'name')}{amount_note(row)}" for row in rows]


def list_text(u: Understood, plan: ProjectPlan, rows: list[Row]) -> str:
    """The sentence of a list: those at a place of the order, the largest or smallest, or all with how many they are."""
    parts, which = parts_of(rows), scope_words(u, plan.frame, rows) + condition_words(u, plan.frame)
    count = len({(text_of(row, "department"), text_of(row, "name")) for row in rows})
    if plan.rank:
        place = f"第{plan.rank}的项目是" if len(rows) == 1 else f"第{plan.rank}到第{plan.frame.limit}的项目依次是"
        return f"{which}预算{place}{listed(parts, 12)}。"
    if plan.want == "max" or plan.frame.limit:
        word = "最少" if plan.frame.ascending else "最多"
        order = f"依次是：{listed(parts, 12)}" if count > 1 else f"是{listed(parts, 1)}"
        return f"{which}预算{word}的项目{order}。"
    return f"{which}的项目共{count}个：{listed(parts, 12)}。"


def sums_up(u: Understood) -> bool:
    """Whether amounts are to be added up: 一共多少钱, not 一共是哪几个."""
    lists = [m.start for m in u.of("want") if m.value == "list"]
    return any(m.value == "sum" and not any(0 <= start - m.end <= 2 for start in lists) for m in u.of("aggregate"))


def answer_number(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """A count, sum or average; sums over several departments of the same project name are given for each."""
    total_query = total_of(query, {"count": "COUNT", "sum": "SUM", "average": "AVG"}[plan.want])
    value = Decimal(len(rows)) if plan.want == "count" else sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
    departments = list(dict.fromkeys(text_of(row, "department") for row in rows))
    if plan.want == "sum" and u.projects and not is_topic(u) and len(departments) > 1 and not u.has("aggregate", "sum"):
        return answer_each(u, plan, graph, query, rows, departments)
    if plan.want == "sum" and u.asks_each and len(departments) > 1:
        return refusal(u.question, "问题问的是几项各多少，没有看懂是哪几项，所以不作答。", PREFIXES + query)
    items, text = counted(u, plan, rows, value) if plan.want == "count" else weighed(u, plan, rows, value)
    answer = finished(u, plan, graph, total_query, rows, items, text)
    answer = replace(answer, evidence=(*printed_total(graph, plan.frame, rows), *answer.evidence))
    return answer if plan.want == "average" else with_unpublished(answer, u, plan.frame, graph)


def counted(u: Understood, plan: ProjectPlan, rows: list[Row], value: Decimal) -> tuple[tuple[Item, ...], str]:
    """How many projects there are, and what they come to where that is asked for too."""
    which = scope_words(u, plan.frame, rows) + condition_words(u, plan.frame)
    kind = "上年结转" if plan.frame.phase == "上年结转" else ""
    item, text = Item(f"{which}的{kind}项目数", plain(value), "个"), f"{which}的{kind}项目共{value}个。"
    if not money_too(u):
        return (item,), text
    amount = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
    return (item, Item(f"{which}的{kind}项目金额", plain(amount), "元")), f"{text[:-1]}，合计{money(amount)}。"


def weighed(u: Understood, plan: ProjectPlan, rows: list[Row], value: Decimal) -> tuple[tuple[Item, ...], str]:
    """The average of projects, or their sum with the projects it is of; ``value``: their sum."""
    where, condition = scope_words(u, plan.frame, rows), condition_words(u, plan.frame)
    if plan.want == "average":
        value = (value / len(rows)).quantize(Decimal("0.01"))
        return (Item(f"{where}平均每个项目", plain(value), "元"),), f"{where}{condition}的项目共{len(rows)}个，平均每个{money(value)}。"
    of_fund = f"的{FUND_NAMES[plan.frame.funds[0]]}" if plan.frame.projects and plan.frame.fund_amount else ""
    what = (project_words(rows) if plan.frame.projects else f"{condition}的项目") + of_fund
    parts = f"，共{len(rows)}个项目：{listed(parts_of(rows), 8)}" if len(rows) > 1 else ""
    word = "实施期资金总额" if plan.frame.period_amount else ("上年结转" if plan.frame.phase == "上年结转" else "" if of_fund else "年度预算")
    text = f"{where}{what}{word}合计{money(value)}{parts}。" if parts else f"{where}{what}{word}为{money(value)}。"
    return (Item(f"{where}{what}", plain(value), "元"),), text


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
