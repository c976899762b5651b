"""An attribute of a project as its page prints it: 实施单位, 项目期, 项目属性, 填报日期."""

from __future__ import annotations

from search.question.answer import Answer, Item, evidence_of, refusal, table_rows
from search.question.graph import PREFIXES, Graph, iri_list, select, text_of
from search.question.printed_cell import cell_lines
from search.question.project_funds import answer_funds
from search.question.project_plan import FACETS, ProjectPlan
from search.question.understanding import Understood

PRINTED = {
    "attribute": ("项目属性",), "period": ("项目期", "项目周期", "项目日期"), "implementer": ("实施单位",), "department": ("主管部门",),
    "filled": ("填报日期", "填表日期", "填报时间"),
}  # fmt: skip
"""Facet -> what the form prints before it"""


def answer_facet(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """An attribute of a project: 实施单位, 项目期, 项目属性, 填报日期."""
    if plan.facet == "funds":
        return answer_funds(u, plan, graph)
    title, pattern = FACETS[plan.facet]
    scope = f"FILTER(?publisher IN ({iri_list(plan.frame.departments).replace(' ', ', ')}))" if plan.frame.departments else ""
    query = f"""SELECT DISTINCT ?project ?name ?value ?page ?department ?doc WHERE {{
  VALUES ?project {{ {iri_list(plan.frame.projects)} }}
  GRAPH ?g {{ ?page bk:project ?project ; a bk:ProjectPage ; bk:name ?name . ?doc bk:publisher ?publisher }} {scope}
  ?publisher skos:prefLabel ?department .
  {pattern} .
}} ORDER BY ?name ?value ?department ?project ?page ?doc"""
    rows = select(graph, query)
    said = plan.assumptions
    if not rows and plan.facet == "implementer":
        query = query.replace("a bk:ProjectPage", "a bk:BudgetLine").replace(pattern, "?page bk:unitOrganisation/skos:prefLabel ?value")
        rows, said = select(graph, query), ("绩效目标表没有写实施单位，按项目支出预算表里项目所在的单位",)
    if not rows:
        return refusal(u.question, f"绩效目标表里没有写这个项目的{title}。", PREFIXES + query)
    items = tuple(dict.fromkeys(Item(text_of(row, "value"), None, None, text_of(row, "project")) for row in rows))
    parts = list(dict.fromkeys(f"{text_of(row, 'name')}的{title}是{text_of(row, 'value')}" for row in rows))
    own = cell_lines(graph, dict.fromkeys((text_of(row, "project"), text_of(row, "doc")) for row in rows), PRINTED.get(plan.facet, ()))
    evidence = (*own, *evidence_of(graph, [text_of(row, "page") for row in rows]))
    return Answer(u.question, "answer", "；".join(parts) + "。", items, said, PREFIXES + query,
                  ("项目", title, "部门"), table_rows(rows, ("name", "value", "department")), evidence)  # fmt: skip
