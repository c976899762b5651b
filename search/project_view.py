"""A project as its page shows it: each 绩效目标表 with funds, fields and indicators, its budget lines, contracts, bases."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from kg.store import Reader
from search.display import STAGES
from search.evidence import Evidence
from search.views import EVIDENCE, PLACE, evidence_in, number, text, whole, words

FUNDS = {
    "centralFund": "中央资金", "provincialFund": "省级资金", "municipalCountyFund": "市县资金", "selfRaisedFund": "单位自筹",
    "otherFund": "其他资金",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    stage: str
    level1: str
    level2: str
    level3: str
    value: str


@dataclass(frozen=True, slots=True)
class ProjectPageView:
    """One 绩效目标表; money in yuan, None where the form is blank."""

    iri: str
    year: int
    attribute: str | None
    period: str | None
    total: Decimal | None
    amount: Decimal | None
    funds: tuple[tuple[str, Decimal], ...]
    fields: tuple[tuple[str, str], ...]
    indicators: tuple[IndicatorRow, ...]
    continues: bool
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LineView:
    """A row of 项目支出预算表."""

    phase: str
    unit: str
    amount: Decimal | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CitationView:
    """A policy named on the project's pages."""

    policy: str | None
    printed: str
    number: str | None
    title: str | None
    relation: str
    field: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    pages: tuple[ProjectPageView, ...]
    lines: tuple[LineView, ...]
    citations: tuple[CitationView, ...]


def read_project(reader: Reader, iri: str) -> ProjectDetail:
    """Everything read about one project."""
    node = str(NamedNode(iri))
    return ProjectDetail(read_pages(reader, node), read_lines(reader, node), read_citations(reader, node))


def read_pages(reader: Reader, node: str) -> tuple[ProjectPageView, ...]:
    funds = " ".join(f"OPTIONAL {{ ?p bk:{name} ?{name} }}" for name in FUNDS)
    rows = reader.select(f"""SELECT * {{ ?p a bk:ProjectPage ; bk:project {node} ; {EVIDENCE} {PLACE}
      OPTIONAL {{ ?p bk:year ?year }} OPTIONAL {{ ?p bk:attribute ?attribute }} OPTIONAL {{ ?p bk:period ?period }}
      OPTIONAL {{ ?p bk:totalAmount ?total }} OPTIONAL {{ ?p bk:yearAmount ?amount }}
      OPTIONAL {{ ?p bk:continuationOf ?first }} {funds} }} ORDER BY DESC(?year) ?stem ?line""")
    fields: dict[str, list[tuple[str, str]]] = {}
    for row in reader.select(f"""SELECT ?p ?name ?text (MIN(?line) AS ?first) {{ ?f a bk:Field ; bk:page ?p ; bk:name ?name ; bk:text ?text ;
        bk:evidence/bk:line ?line . ?p bk:project {node} }} GROUP BY ?p ?name ?text ORDER BY ?first"""):
        fields.setdefault(words(row, "p"), []).append((words(row, "name"), words(row, "text")))
    indicators: dict[str, list[IndicatorRow]] = {}
    for row in reader.select(f"""SELECT * {{ ?i a bk:Indicator ; bk:page ?p ; bk:stage ?stage ; bk:level3 ?l3 ; bk:indicatorValue ?value ;
        bk:evidence/bk:line ?line . ?p bk:project {node}
        OPTIONAL {{ ?i bk:level1 ?l1 }} OPTIONAL {{ ?i bk:level2 ?l2 }} }} ORDER BY ?p DESC(?stage) ?line"""):
        indicators.setdefault(words(row, "p"), []).append(
            IndicatorRow(STAGES.get(words(row, "stage"), ""), words(row, "l1"), words(row, "l2"), words(row, "l3"), words(row, "value"))
        )
    return tuple(
        ProjectPageView(
            words(row, "p"), whole(row, "year"), text(row, "attribute"), text(row, "period"), number(row, "total"), number(row, "amount"),
            tuple((label, amount) for name, label in FUNDS.items() if (amount := number(row, name))),
            tuple(fields.get(words(row, "p"), ())), tuple(indicators.get(words(row, "p"), ())), "first" in row, evidence_in(row),
        )
        for row in rows
    )  # fmt: skip


def read_lines(reader: Reader, node: str) -> tuple[LineView, ...]:
    rows = reader.select(f"""SELECT * {{ ?b a bk:BudgetLine ; bk:project {node} ; bk:phase ?phase ; {EVIDENCE} {PLACE}
      OPTIONAL {{ ?b bk:amount ?amount }} OPTIONAL {{ ?b bk:unitOrganisation/skos:prefLabel ?unit }} }} ORDER BY ?phase ?stem ?line""")
    return tuple(LineView(words(row, "phase"), words(row, "unit"), number(row, "amount"), evidence_in(row)) for row in rows)


def read_citations(reader: Reader, node: str) -> tuple[CitationView, ...]:
    rows = reader.select(f"""SELECT * {{ ?m a bk:PolicyMention ; bk:project {node} ; bk:printed ?printed ; bk:relation ?relation ; {EVIDENCE} {PLACE}
      OPTIONAL {{ ?m bk:policy ?policy }} OPTIONAL {{ ?m bk:documentNumber ?number }} OPTIONAL {{ ?m dcterms:title ?title }}
      OPTIONAL {{ ?m bk:fieldName ?field }} }} ORDER BY ?stem ?line ?start""")
    return tuple(
        CitationView(text(row, "policy"), words(row, "printed"), text(row, "number"), text(row, "title"), words(row, "relation"),
                     words(row, "field"), evidence_in(row))
        for row in rows
    )  # fmt: skip
