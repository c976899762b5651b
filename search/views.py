"""What the list pages and the JSON API show, read from the graph: one frozen dataclass and one function for each.

Money is ``Decimal`` yuan. Every function takes the reader of one generation, so a page is of one piece.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode

from kg.policy_outdated import outdated_bases
from kg.store import Reader, as_literal
from search.evidence import Evidence

Term = NamedNode | Literal
Row = dict[str, Term]
PAGE_SIZE = 50


def text(row: Row, name: str) -> str | None:
    """The words or IRI of a variable; None where it has no value."""
    term = row.get(name)
    return None if term is None else term.value


def words(row: Row, name: str) -> str:
    return text(row, name) or ""


def number(row: Row, name: str) -> Decimal | None:
    value = text(row, name)
    return None if value is None else Decimal(value)


def whole(row: Row, name: str) -> int:
    return int(number(row, name) or 0)


EVIDENCE = "bk:evidence ?place . ?place bk:line ?line ; oa:hasSource/bk:stem ?stem ."
"""What a node's printed place is asked for with; ``evidence_in`` reads it"""
PLACE = "OPTIONAL { ?place bk:start ?start } OPTIONAL { ?place bk:end ?end } OPTIONAL { ?place bk:quote ?quote }"


def evidence_in(row: Row) -> Evidence:
    return Evidence(words(row, "stem"), whole(row, "line"), whole(row, "start"), whole(row, "end"), words(row, "quote"))


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is shown; ``number`` counts from 1."""

    number: int
    total: int
    path: str
    params: tuple[tuple[str, str], ...]
    size: int = PAGE_SIZE

    @property
    def count(self) -> int:
        return max(1, math.ceil(self.total / self.size))

    def link(self, number: int) -> str:
        return self.path + "?" + urlencode([*self.params, ("page", str(number))])


@dataclass(frozen=True, slots=True)
class DocumentView:
    iri: str
    stem: str
    title: str
    year: int
    kind: str
    level: str | None
    unit: str
    unit_iri: str
    source: str
    counts: tuple[tuple[str, int], ...] = ()
    """how many of each kind of record were read: 项目页, 数字, ..."""


COUNTED = {
    "ProjectPage": "项目页", "Figure": "数字", "BudgetLine": "项目支出行", "Indicator": "绩效指标", "PolicyMention": "政策引用",
    "Contract": "合同", "Finding": "核对问题", "Paragraph": "段落",
}  # fmt: skip


Counts = Mapping[str, Mapping[str, int]]
"""Stem of a document -> class of the ontology -> how many nodes of it stand there"""


def list_documents(reader: Reader, counted: Counts | None = None) -> tuple[DocumentView, ...]:
    """Every document, newest year first, with how much was read of it; ``counted`` where that is known already.

    Problems are those of the document by itself: ``with_outdated`` adds what others say of it.
    """
    rows = reader.select("""SELECT ?d ?stem ?title ?year ?kind ?level ?unit ?unitName ?source {
      ?d a bk:Document ; bk:stem ?stem ; dcterms:title ?title ; bk:year ?year ; bk:documentKind ?kind ; bk:publisher ?unit .
      OPTIONAL { ?unit skos:prefLabel ?unitName } OPTIONAL { ?d bk:level ?level } OPTIONAL { ?d bk:sourceName ?source }
    } ORDER BY DESC(?year) ?title""")
    counts = count_nodes(reader) if counted is None else counted
    found = []
    for row in rows:
        of = counts.get(words(row, "stem"), {})
        found.append(DocumentView(
            words(row, "d"), words(row, "stem"), words(row, "title"), whole(row, "year"), words(row, "kind"), text(row, "level"),
            words(row, "unitName"), words(row, "unit"), words(row, "source"),
            tuple((label, of.get(name, 0)) for name, label in COUNTED.items()),
        ))  # fmt: skip
    return tuple(found)


def count_nodes(reader: Reader) -> Counts:
    """The counts of every document, by a query."""
    counts: dict[str, dict[str, int]] = {}
    for row in reader.select("""SELECT ?stem ?type ?n { { SELECT ?d ?type (COUNT(*) AS ?n) { ?x bk:document ?d ; a ?type
      VALUES ?type { bk:ProjectPage bk:Figure bk:BudgetLine bk:Indicator bk:PolicyMention bk:Contract bk:Finding bk:Paragraph }
    } GROUP BY ?d ?type } ?d bk:stem ?stem }"""):
        counts.setdefault(words(row, "stem"), {})[words(row, "type").rpartition("#")[2]] = whole(row, "n")
    return counts


def with_outdated(documents: Iterable[DocumentView], reader: Reader) -> tuple[DocumentView, ...]:
    """The documents with what relies on repealed or replaced policies among their problems: it takes all documents to tell."""
    outdated = Counter(basis.place.document for basis in outdated_bases(reader))
    more = {COUNTED["Finding"]: outdated}
    return tuple(
        replace(one, counts=tuple((label, n + (more[label][one.stem] if label in more else 0)) for label, n in one.counts)) for one in documents
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the list pages offer."""

    years: tuple[int, ...]
    organisations: tuple[str, ...]


def read_choices(reader: Reader) -> Choices:
    rows = reader.select("""SELECT DISTINCT ?year ?name {
      ?d a bk:Document ; bk:year ?year ; bk:publisher/skos:prefLabel ?name } ORDER BY DESC(?year) ?name""")
    years = sorted({whole(row, "year") for row in rows}, reverse=True)
    return Choices(tuple(years), tuple(dict.fromkeys(words(row, "name") for row in rows)))


def read_document_names(reader: Reader) -> dict[str, str]:
    """File stem -> whose document it is, of what year and kind: 甲市水利局2025年部门预算."""
    rows = reader.select("""SELECT ?stem ?year ?kind ?name { ?d a bk:Document ; bk:stem ?stem ; bk:publisher/skos:prefLabel ?name
      OPTIONAL { ?d bk:year ?year } OPTIONAL { ?d bk:documentKind ?kind } } ORDER BY ?stem ?name""")
    return {words(row, "stem"): words(row, "name") + (f"{words(row, 'year')}年" if row.get("year") else "") + words(row, "kind") for row in rows}


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """``words`` must stand in the name; ``least`` is the smallest 年度金额 in yuan."""

    words: str = ""
    organisation: str = ""
    year: int | None = None
    attribute: str = ""
    least: Decimal | None = None
    sort: str = "amount"
    """amount | name"""

    def clauses(self) -> str:
        parts = []
        if self.words:
            parts.append(f"FILTER(CONTAINS(?name, {as_literal(self.words)}))")
        if self.organisation:
            parts.append(f"FILTER(CONTAINS(?orgName, {as_literal(self.organisation)}))")
        if self.year:
            parts.append(f"FILTER(?year = {self.year})")
        if self.attribute:
            parts.append(f"FILTER(?attribute = {as_literal(self.attribute)})")
        if self.least is not None:
            parts.append(f"FILTER(?amount >= {self.least})")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """One 项目支出绩效目标表: continuation pages of the same project are left to its own page."""

    iri: str
    name: str
    organisation: str
    organisation_iri: str
    year: int
    attribute: str | None
    period: str | None
    total: Decimal | None
    amount: Decimal | None
    """年度金额"""
    evidence: Evidence


PROJECTS = """?p a bk:ProjectPage ; bk:project ?project ; bk:name ?name ; bk:organisation ?org ; bk:year ?year .
  FILTER NOT EXISTS { ?p bk:continuationOf ?first }
  OPTIONAL { ?org skos:prefLabel ?orgName } OPTIONAL { ?p bk:yearAmount ?amount }
  OPTIONAL { ?p bk:attributeKind ?attribute } OPTIONAL { ?p bk:totalAmount ?total } OPTIONAL { ?p bk:period ?period }"""
PROJECT_ORDER = {"amount": "DESC(?amount) ?name", "name": "?name"}


def list_projects(reader: Reader, wanted: ProjectFilter, page: int = 1) -> tuple[tuple[ProjectView, ...], int, Decimal]:
    """One page of projects, how many there are, and the sum of their 年度金额."""
    where = f"{{ {PROJECTS} {wanted.clauses()} }}"
    head = reader.select(f"SELECT (COUNT(*) AS ?n) (SUM(COALESCE(?amount, 0)) AS ?sum) {where}")[0]
    order = f"ORDER BY {PROJECT_ORDER.get(wanted.sort, '?name')}"
    rows = reader.select(f"SELECT * {where} {order} LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}")
    places = places_of(reader, [words(row, "p") for row in rows])
    found = tuple(
        ProjectView(words(row, "project"), words(row, "name"), words(row, "orgName"), words(row, "org"), whole(row, "year"),
                    text(row, "attribute"), text(row, "period"), number(row, "total"), number(row, "amount"),
                    places[words(row, "p")][0])
        for row in rows
    )  # fmt: skip
    return found, whole(head, "n"), number(head, "sum") or Decimal(0)


def places_of(reader: Reader, iris: list[str]) -> dict[str, tuple[Evidence, ...]]:
    """The printed places of each node, in the order of lines."""
    nodes = " ".join(str(NamedNode(iri)) for iri in iris)
    rows = reader.select(f"SELECT * {{ VALUES ?node {{ {nodes} }} ?node {EVIDENCE} {PLACE} }} ORDER BY ?node ?line ?start")
    found: dict[str, tuple[Evidence, ...]] = {}
    for row in rows:
        found[words(row, "node")] = (*found.get(words(row, "node"), ()), evidence_in(row))
    return found
