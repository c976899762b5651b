"""What every answer about projects carries: the query, the rows, assumptions and the printed places of each row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from search.evidence import Evidence
from search.question.answer import Answer, Item, evidence_of, table_rows
from search.question.follow_up import narrowings
from search.question.graph import PREFIXES, Graph, Row, graph_of, iri_list, number_of, select, text_literal, text_of
from search.question.printed_cell import cell_lines
from search.question.project_conditions import indicator_parts, mention_parts
from search.question.project_frame import ProjectFrame
from search.question.project_plan import ProjectPlan
from search.question.understanding import Understood

COLUMNS = ("name", "department", "year", "amount")
MOST_PLACES = 40
"""Projects of which the printed places are shown"""
TITLES = ("项目", "部门", "年度", "金额（元）")


def printed_total(graph: Graph, frame: ProjectFrame, rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """The total row of 项目支出预算表 of each document, where the whole of its projects is counted."""
    if replace(frame, departments=(), years=()) != ProjectFrame():
        return ()
    docs = list(dict.fromkeys(text_of(row, "doc") for row in rows))[:MOST_PLACES]
    found = select(graph, f"""SELECT DISTINCT ?figure ?doc ?value WHERE {{ VALUES ?g {{ {iri_list(graph_of(doc) for doc in docs)} }}
      GRAPH ?g {{ ?figure bk:columnLeaf "合计" ; bk:table ?table ; bk:document ?doc ; bk:value ?value }}
      FILTER(CONTAINS(?table, "项目支出预算表")) }}
      ORDER BY ?figure""")
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[text_of(row, "doc")] = sums.get(text_of(row, "doc"), Decimal(0)) + (number_of(row, "amount") or Decimal(0))
    return evidence_of(graph, [text_of(row, "figure") for row in found if row.get("value") == sums[text_of(row, "doc")]])


def finished(
    u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row], items: tuple[Item, ...], text: str
) -> Answer:
    return Answer(
        u.question, "answer", text, items, tuple(dict.fromkeys((*plan.assumptions, *assumptions_of(plan, rows)))),
        PREFIXES + query, TITLES, table_rows(rows, COLUMNS), project_evidence(graph, plan.frame, rows),
        follow_ups=narrowings(rows),
    )  # fmt: skip


def assumptions_of(plan: ProjectPlan, rows: Sequence[Row]) -> list[str]:
    said = []
    years = sorted({text_of(row, "year") for row in rows})
    if len(years) > 1:
        said.append(f"各部门公开的年度不同（{'、'.join(years)}年），按各自文件的年度预算计算")
    if plan.frame.period_amount:
        said.append("金额为实施期资金总额")
    elif plan.frame.by_row:
        said.append("按项目支出预算表的单行金额比较，同名项目不合并")
    else:
        said.append("金额为年度预算，同名项目的各行合并计算，续页不重复计")
    if plan.frame.phase == "本年预算" and plan.want in ("count", "sum", "average"):
        said.append("只含本年预算，不含上年结转")
    return said


def project_evidence(graph: Graph, frame: ProjectFrame, rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """Lines, pages and the indicators or mentions that met the conditions, for each project of ``rows``."""
    pairs = list(dict.fromkeys((text_of(row, "project"), text_of(row, "doc")) for row in rows))[:MOST_PLACES]
    if not pairs:
        return ()
    values = " ".join(f"({iri_list([project])} {iri_list([doc])} {iri_list([graph_of(doc)])})" for project, doc in pairs)
    phases = ", ".join(map(text_literal, sorted({frame.phase, *(text_of(row, "phase") or frame.phase for row in rows)})))
    branches = [
        ("?node bk:project ?project ; a bk:BudgetLine ; bk:phase ?phase", f"FILTER(?phase IN ({phases})) BIND(1 AS ?rank)"),
        ("?node bk:project ?project ; a bk:ProjectPage", "BIND(2 AS ?rank)"),
    ]
    for i, condition in enumerate(frame.indicators):
        indicator, filters = indicator_parts(condition, f"?indicator{i}")
        branches.insert(0, (indicator, f"{filters} BIND(?indicator{i} AS ?node) BIND(0 AS ?rank)"))
    if frame.policies or frame.policy_kinds or frame.repealed:
        mention, policy = mention_parts(frame)
        branches.insert(0, (mention, f"{policy} BIND(?mention AS ?node) BIND(0 AS ?rank)"))
    bound = [f"{{ VALUES (?project ?doc ?g) {{ {values} }} GRAPH ?g {{ {pattern} }} {rest} }}" for pattern, rest in branches]
    found = select(graph, f"SELECT DISTINCT ?project ?doc ?node ?rank WHERE {{ {' UNION '.join(bound)} }}")
    order = {pair: i for i, pair in enumerate(pairs)}
    found.sort(key=lambda row: (order[(text_of(row, "project"), text_of(row, "doc"))], number_of(row, "rank") or 0, text_of(row, "node")))
    words = [*frame.attributes, *(["持续性"] if "延续性" in frame.attributes else [])]
    words += ["项目期", "项目周期", "项目日期"] if frame.periods else []
    lined = {(text_of(row, "project"), text_of(row, "doc")) for row in found if number_of(row, "rank") == 1}
    of_page = words or (["资金总额"] if frame.differs or frame.period_amount else [])
    priced = [] if of_page else [pair for pair in pairs if pair not in lined]  # amounts that only the pages state
    own = (*cell_lines(graph, pairs, of_page), *(cell_lines(graph, priced, ["资金总额"]) if priced else ()))
    return (*own, *evidence_of(graph, [text_of(row, "node") for row in found], 120))
