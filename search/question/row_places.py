"""The printed place of each row of an answer's table, so that every number in it can be looked up by itself.

Enters: an answer whose rows know what they were read from. Leaves: the same answer with one place for each row, the
table's own line of a project before its page; None where a row was counted from several nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.evidence import Evidence
from search.question.answer import Answer, places_by_node
from search.question.graph import Graph, graph_of, iri_list, number_of, select, text_of
from search.question.table_row import Origin, TableRow

MOST_ROWS = 200
"""Rows of which the places are looked up, as many as a page shows"""


def with_row_places(answer: Answer, graph: Graph) -> Answer:
    """``answer`` with ``row_evidence`` beside its rows."""
    origins = [row.origin if isinstance(row, TableRow) else Origin() for row in answer.rows[:MOST_ROWS]]
    if not any(origin.node or origin.document for origin in origins):
        return answer
    lines = project_lines(graph, [origin for origin in origins if not origin.node])
    nodes = [origin.node or lines.get(origin, "") for origin in origins]
    places = places_by_node(graph, [node for node in nodes if node])
    found: list[Evidence | None] = [next(iter(places.get(node, ())), None) for node in nodes]
    return replace(answer, row_evidence=(*found, *[None] * (len(answer.rows) - len(found))))


def project_lines(graph: Graph, origins: Sequence[Origin]) -> dict[Origin, str]:
    """The line of 项目支出预算表 of each project and document, else its page; that which prints the amount before others."""
    wanted = {(origin.project, origin.document): origin for origin in origins if origin.project and origin.document}
    if not wanted:
        return {}
    values = " ".join(f"({iri_list([project])} {iri_list([doc])} {iri_list([graph_of(doc)])})" for project, doc in wanted)
    kinds = (("bk:BudgetLine ; bk:amount ?amount", 1), ("bk:ProjectPage ; bk:yearAmount ?amount", 2), ("bk:ProjectPage", 3))
    parts = " UNION ".join(f"{{ GRAPH ?g {{ ?node bk:project ?project ; a {kind} }} BIND({rank} AS ?rank) }}" for kind, rank in kinds)
    rows = select(graph, f"SELECT ?project ?doc ?node ?rank ?amount WHERE {{ VALUES (?project ?doc ?g) {{ {values} }} {parts} }}")
    pairs = [(wanted[text_of(row, "project"), text_of(row, "doc")], row) for row in rows]
    pairs.sort(key=lambda pair: (pair[1].get("amount") != pair[0].amount, number_of(pair[1], "rank") or 0, text_of(pair[1], "node")))
    found: dict[Origin, str] = {}
    for origin, row in pairs:
        found.setdefault(origin, text_of(row, "node"))
    return found
