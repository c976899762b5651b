"""Where a project's money comes from: the fund columns of 项目支出预算表, or the fund rows of its page."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, money, refusal
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_literal
from search.question.project_answer import finished
from search.question.project_conditions import conditioned
from search.question.project_frame import FUND_COLUMNS, FUND_NAMES
from search.question.project_plan import ProjectPlan, topic_chunks
from search.question.project_query import project_query
from search.question.project_rows import project_rows
from search.question.project_words import project_words, scope_words
from search.question.understanding import Understood


def answer_funds(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """Each fund with what it gives; as the table prints it (一般公共预算) and as the page does (中央, 省级, 市县)."""
    base = project_query(plan.frame)
    rows = select(graph, base)
    named = plan.frame.departments
    scope = f"FILTER(?publisher IN ({iri_list(named).replace(' ', ', ')}))" if named else ""
    line = f"GRAPH ?g {{ ?node bk:project ?project ; a bk:BudgetLine ; bk:phase {text_literal(plan.frame.phase)} . ?doc bk:publisher ?publisher }}"
    page = "GRAPH ?g { ?node bk:project ?project ; a bk:ProjectPage . ?doc bk:publisher ?publisher } MINUS { ?node bk:continuationOf ?first }"
    queries = [fund_query(plan, pattern, scope, of_page) for of_page, pattern in ((False, line), (True, page))]
    found = [[row for row in select(graph, query) if number_of(row, "value")] for query in queries]
    if found[0] and {str(row["fund"]) for row in found[1]} <= {"municipal_county"}:
        found[1] = []  # the page then says no more than the table
    if not rows or not any(found):
        return refusal(u.question, "文件里没有写这个项目的资金来源。", PREFIXES + queries[1])
    places = [(place, items_of(own)) for place, own in zip(("项目支出预算表", "绩效目标表"), found, strict=True) if own]
    parts = "；".join("、".join(f"{item.label}{money(Decimal(item.value or 0))}" for item in items) + f"（{place}）" for place, items in places)
    text = f"{scope_words(u, plan.frame, rows)}{project_words(rows)}的资金来源：{parts}。"
    query = queries[1] if found[1] else queries[0]
    return finished(u, plan, graph, query, rows, tuple(item for _, items in places for item in items), text)


def items_of(rows: list[Row]) -> tuple[Item, ...]:
    return tuple(Item(FUND_NAMES[str(row["fund"])], plain(amount(row)), "元") for row in rows)


def fund_query(plan: ProjectPlan, pattern: str, scope: str, of_page: bool) -> str:
    branches = " UNION ".join(
        f'{{ ?node bk:{columns[of_page]} ?each BIND("{fund}" AS ?fund) }}' for fund, columns in FUND_COLUMNS.items() if columns[of_page]
    )
    return f"""SELECT ?fund (SUM(?each) AS ?value) WHERE {{
  VALUES ?project {{ {iri_list(plan.frame.projects)} }} {scope}
  {pattern} {branches}
}} GROUP BY ?fund ORDER BY DESC(?value) ?fund"""


def amount(row: Row) -> Decimal:
    return number_of(row, "value") or Decimal(0)


def money_of_none(u: Understood, plan: ProjectPlan, graph: Graph) -> bool:
    """Whether departments are named whose projects are known, none of which has the fund or the carried-over money asked for."""
    frame = plan.frame
    bare_frame = replace(frame, funds=(), only_funds=False, all_funds=False, phase="本年预算", fund_amount=False, bounds=(), limit=None)
    asked = (bool(frame.funds) or frame.phase == "上年结转") and not frame.projects and not topic_chunks(u) and not conditioned(frame)
    return asked and bool(frame.departments) and bool(project_rows(graph, bare_frame))
