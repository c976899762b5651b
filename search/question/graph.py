"""Ask the graph and get plain values: the only file of the question box that touches RDF terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from kg.sources import StoredSource
from kg.store import Reader
from search.contract_cells import ContractStore
from search.figure_cells import FigureStore
from search.indicator_cells import IndicatorStore

PREFIXES = """PREFIX bk: <https://w3id.org/budgetkg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
NUMBERS = ("decimal", "integer", "double", "float", "int", "long")

Value = str | Decimal | bool
Row = dict[str, Value]
"""Variable -> value; an IRI is its text, a variable without a value is missing"""


class Graph(Protocol):
    """What the question box needs of a store: kg.backend.Backend fits."""

    def select(self, sparql: str, /) -> Sequence[Mapping[str, object]]: ...


class Tables(Protocol):
    """What the index keeps beside the passages, of every document: search.passage_store has it."""

    @property
    def figures(self) -> FigureStore: ...
    @property
    def contracts(self) -> ContractStore: ...
    @property
    def indicators(self) -> IndicatorStore: ...


TYPES = "SELECT ?org ?type WHERE { ?org a org:Organization ; bk:organisationType ?type } ORDER BY ?org ?type"


@dataclass(frozen=True, slots=True)
class GraphAndTables:
    """A graph with its figures, contracts and indicators at hand, all of one generation."""

    graph: Reader
    tables: Tables
    projects: dict[str, list[Row]] = field(default_factory=dict, compare=False, repr=False)
    """amounts of all projects, see search.question.project_rows"""
    _types: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def select(self, sparql: str, /) -> Sequence[Mapping[str, object]]:
        return self.graph.select(sparql)

    def source(self, stem: str) -> StoredSource:
        """The lines of a document as printed. Raises NotFound."""
        return self.graph.source(stem)

    def types(self) -> dict[str, tuple[str, ...]]:
        """Organisation -> its types (company, ...); asked once."""
        if not self._types:
            found: dict[str, list[str]] = {}
            for row in select(self, TYPES):
                found.setdefault(text_of(row, "org"), []).append(text_of(row, "type"))
            self._types.update({org: tuple(types) for org, types in found.items()})
        return self._types


def select(graph: Graph, body: str) -> list[Row]:
    """Rows of ``body``, a SELECT without its prefixes or with them."""
    query = body if body.startswith("PREFIX") else PREFIXES + body
    return [{name: plain_value(term) for name, term in row.items()} for row in graph.select(query)]


def plain_value(term: object) -> Value:
    """An RDF term as Decimal, bool or text.

    >>> plain_value(Literal(3)), plain_value(Literal(True)), plain_value(NamedNode("http://a/b"))
    (Decimal('3'), True, 'http://a/b')
    """
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    kind = term.datatype.value.rpartition("#")[2]
    if kind in NUMBERS:
        return Decimal(term.value)
    return term.value == "true" if kind == "boolean" else term.value


def graph_of(document: str) -> str:
    """The named graph that holds what stands in a document.

    >>> graph_of("https://w3id.org/budgetkg/id/document/a-2025")
    'https://w3id.org/budgetkg/graph/document/a-2025'
    """
    return document.replace("/id/document/", "/graph/document/")


def text_of(row: Row, name: str) -> str:
    """The value as text, "" where it is missing."""
    value = row.get(name, "")
    return value if isinstance(value, str) else str(value)


def number_of(row: Row, name: str) -> Decimal | None:
    value = row.get(name)
    return value if isinstance(value, Decimal) else None


def text_literal(text: str) -> str:
    """``text`` as a SPARQL string literal that cannot end early.

    >>> text_literal('他说"好"')
    '"他说\\\\"好\\\\""'
    """
    return str(Literal(text))


def iri_list(iris: Iterable[str]) -> str:
    """IRIs for a VALUES clause, sorted.

    >>> iri_list(["http://a/b", "http://a/a"])
    '<http://a/a> <http://a/b>'
    """
    return " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)))


def text_list(texts: Iterable[str]) -> str:
    return " ".join(text_literal(text) for text in sorted(set(texts)))
