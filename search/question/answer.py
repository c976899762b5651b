"""What the question box hands out: an answer with its query, rows and evidence, or a refusal that says what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from nlp.format import grouped, plain
from search.evidence import Evidence
from search.question.graph import Graph, Row, Value, iri_list, number_of, select, text_of
from search.question.table_row import TableRow, table_row

MOST_EVIDENCE = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an answer. ``value`` is a decimal string in ``unit``, "true"/"false", or None."""

    label: str
    value: str | None = None
    unit: str | None = None
    iri: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; ``kind`` is answer, refusal or passages."""

    question: str
    kind: str
    text: str
    items: tuple[Item, ...] = ()
    assumptions: tuple[str, ...] = ()
    sparql: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[Evidence, ...] = ()
    follow_ups: tuple[str, ...] = ()
    row_evidence: tuple[Evidence | None, ...] = ()
    """the printed place of each row, in their order; empty where rows have none"""
    asked: str = ""
    """the whole question that was answered: of a follow-up, with what it follows; the context of the next"""


def answer_json(answer: Answer) -> dict[str, Any]:
    """The documented JSON of ``budgetkg ask``."""
    return {
        "question": answer.question,
        "asked": answer.asked or answer.question,
        "kind": answer.kind,
        "answers": [{"label": i.label, "value": i.value, "unit": i.unit, "iri": i.iri} for i in answer.items],
        "text": answer.text,
        "assumptions": list(answer.assumptions),
        "sparql": answer.sparql,
        "columns": list(answer.columns),
        "rows": [list(row) for row in answer.rows],
        "evidence": [place_json(place) for place in answer.evidence],
        "row_evidence": [place and place_json(place) for place in answer.row_evidence],
        "follow_ups": list(answer.follow_ups),
    }


def place_json(place: Evidence) -> dict[str, Any]:
    return {"document": place.document, "line": place.line, "start": place.start, "end": place.end, "quote": place.quote}


def refusal(question: str, text: str, sparql: str = "", evidence: Sequence[Evidence] = ()) -> Answer:
    return Answer(question, "refusal", text, sparql=sparql, evidence=tuple(evidence))


def money(value: Decimal) -> str:
    """Yuan in the words of the field.

    >>> money(Decimal("21860900")), money(Decimal("215591000")), money(Decimal("7200")), money(Decimal("1920479.19"))
    ('2,186.09万元', '21,559.1万元（2.16亿元）', '7,200元', '192.05万元（1,920,479.19元）')
    """
    if abs(value) < 10_000:
        return f"{grouped(value)}元"
    wan = (value / 10_000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{grouped(wan)}万元"
    if abs(value) >= 100_000_000:
        return f"{text}（{grouped((value / 100_000_000).quantize(Decimal('0.01'), ROUND_HALF_UP))}亿元）"
    return text if wan * 10_000 == value else f"{text}（{grouped(value)}元）"


def quantity(value: Decimal, unit: str | None) -> str:
    """A number with its unit, money in 万元.

    >>> quantity(Decimal("-0.5"), "%"), quantity(Decimal("12345.60"), "人")
    ('-0.5%', '12,345.6人')
    """
    return money(value) if unit in (None, "", "元") else f"{grouped(value)}{unit}"


def evidence_of(graph: Graph, nodes: Iterable[str], most: int = MOST_EVIDENCE) -> tuple[Evidence, ...]:
    """The printed places of document-scoped nodes, in the order of ``nodes``, each once."""
    places = places_by_node(graph, list(dict.fromkeys(nodes))[:most])
    return tuple(dict.fromkeys(place for own in places.values() for place in own))[:most]


def places_by_node(graph: Graph, nodes: Sequence[str]) -> dict[str, list[Evidence]]:
    """The printed places of each node, in the order of ``nodes``."""
    if not nodes:
        return {}
    found: dict[str, list[Evidence]] = {node: [] for node in nodes}
    rows = select(graph, f"""SELECT ?node ?stem ?line ?start ?end ?quote WHERE {{
      VALUES ?node {{ {iri_list(found)} }} ?node bk:evidence ?place . ?place bk:line ?line ; oa:hasSource ?doc . ?doc bk:stem ?stem .
      OPTIONAL {{ ?place bk:start ?start }} OPTIONAL {{ ?place bk:end ?end }} OPTIONAL {{ ?place bk:quote ?quote }} }}
      ORDER BY ?node ?line ?start ?end ?quote""")
    for row in rows:
        found[text_of(row, "node")].append(place_of(row))
    return found


def place_of(row: Row) -> Evidence:
    return Evidence(
        text_of(row, "stem"), int(number_of(row, "line") or 0), int(number_of(row, "start") or 0),
        int(number_of(row, "end") or 0), text_of(row, "quote"),
    )  # fmt: skip


def cell(value: Value | None) -> str:
    """A result value as the text of a table cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return plain(value) if isinstance(value, Decimal) else value


def table_rows(rows: Iterable[Row], names: Sequence[str]) -> tuple[TableRow, ...]:
    return tuple(table_row([cell(row.get(name)) for name in names], names, row) for row in rows)


def listed(labels: Sequence[str], most: int = 8) -> str:
    """Labels joined for a sentence.

    >>> listed(["甲", "乙", "丙"], 2)
    '甲、乙等'
    """
    return "、".join(labels[:most]) + ("等" if len(labels) > most else "")
