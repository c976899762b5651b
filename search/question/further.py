"""Questions that an answer about one project or one policy leads to: its basis, its goals, what is owed, who cites it.

Enters: an answer whose rows link to what they name. Leaves: the same answer with further questions, each of which stands
by itself; one is offered only where the graph holds what it asks for, and never what the answer already says.
"""

from __future__ import annotations

from dataclasses import replace

from search.question.answer import Answer
from search.question.graph import Graph, iri_list, select, text_of
from search.question.table_row import TableRow

OF_PROJECT = (
    ("Indicator", "bk:project ?thing ; a bk:Indicator", "三级指标", "“{name}”有哪些绩效指标？"),
    ("PolicyMention", 'bk:project ?thing ; bk:fieldName "立项依据" ; a bk:PolicyMention', "文号", "“{name}”的立项依据是什么？"),
    ("Contract", "bk:project ?thing ; bk:hasBalance true ; a bk:Contract", "未付（元）", "“{name}”还欠多少？"),
)
"""What a project may have: its kind, its pattern, the column by which an answer already tells it, the question"""
OF_POLICY = (("cited", "bk:policy ?thing ; bk:project ?any ; a bk:PolicyMention", "项目", "{name}被哪些项目引用？"),)
MOST = 3


def with_further(answer: Answer, graph: Graph) -> Answer:
    """``answer`` with questions about the one project, else the one policy, that its rows name."""
    if answer.kind != "answer" or len(answer.follow_ups) >= MOST:
        return answer
    for kind, offers in (("/id/project/", OF_PROJECT), ("/id/policy/", OF_POLICY)):
        named = named_by(answer, kind)
        if len(named) == 1:
            [(iri, name)] = named.items()
            found = offered(graph, iri, name, [offer for offer in offers if offer[2] not in answer.columns])
            return replace(answer, follow_ups=(*answer.follow_ups, *found)[:MOST])
    return answer


def named_by(answer: Answer, kind: str) -> dict[str, str]:
    """IRI -> name of the things of a kind that the rows link to; of a policy its number."""
    pairs = [(iri, cell) for row in answer.rows if isinstance(row, TableRow) for iri, cell in zip(row.links, row, strict=True) if kind in iri]
    return dict(reversed(pairs))


def offered(graph: Graph, iri: str, name: str, offers: list[tuple[str, str, str, str]]) -> list[str]:
    """The questions whose matter the graph holds."""
    if not offers:
        return []
    parts = " UNION ".join(f'{{ SELECT DISTINCT ?thing ("{kind}" AS ?held) WHERE {{ VALUES ?thing {{ {iri_list([iri])} }} ?node {pattern} }} }}'
                           for kind, pattern, _, _ in offers)  # fmt: skip
    held = {text_of(row, "held") for row in select(graph, f"SELECT ?held WHERE {{ {parts} }}")}
    return [question.format(name=name) for kind, _, _, question in offers if kind in held]
