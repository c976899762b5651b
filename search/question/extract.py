"""A query run over what is named alone, apart from everything else in the store.

The store joins an OPTIONAL by reading every value of its property that there is. Where a question names departments,
projects, companies or words, what may answer is little: what the graph says of it is put together in memory, and the
query that the answer shows is run over that, with the same rows in a hundredth of the time. Where it would be much, the
query is run over the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.backend import EmbeddedBackend
from search.question.graph import PREFIXES, Graph, Row, iri_list, select

MOST = 3000
"""Nodes that are put together; with more the query over the whole is faster"""
SHARED = NamedNode("urn:shared")
"""Graph of what documents share, in an extract"""
OF_NODE = ("?node ?p ?o BIND(?node AS ?s)",)
OF_DOCUMENT = ("?node bk:publisher ?o BIND(bk:publisher AS ?p) BIND(?node AS ?s)", "?node bk:year ?o BIND(bk:year AS ?p) BIND(?node AS ?s)")
OF_THING = (
    "?node skos:prefLabel ?o BIND(skos:prefLabel AS ?p) BIND(?node AS ?s)",
    "?node bk:organisationType ?o BIND(bk:organisationType AS ?p) BIND(?node AS ?s)",
)
ALIKE = "/id/organisation/", "/id/project/"
"""Parts of the IRIs of shared things whose labels are looked up"""


def rows_over(graph: Graph, query: str, nodes: list[str], patterns: Iterable[str] = OF_NODE) -> list[Row]:
    """Rows of a query that looks at ``nodes`` of documents, at what ``patterns`` find from them, and at shared labels."""
    return select(graph if len(nodes) > MOST else extract(graph, nodes, patterns), query)


def extract(graph: Graph, nodes: Iterable[str], patterns: Iterable[str]) -> Graph:
    """What the graph says of some nodes, of their documents and of the things they point at."""
    quads = told(graph, nodes, patterns)
    quads += told(graph, {document_of(node) for node in nodes}, OF_DOCUMENT)
    objects = (quad.object.value for quad in quads if isinstance(quad.object, NamedNode))
    quads += told(graph, {iri for iri in objects if any(part in iri for part in ALIKE)}, OF_THING)
    store = Store()
    store.extend(quads)
    return EmbeddedBackend(store)


def told(graph: Graph, nodes: Iterable[str], patterns: Iterable[str]) -> list[Quad]:
    """What the patterns find of the nodes, as quads."""
    values = iri_list(nodes)
    if not values:
        return []
    branches = " UNION ".join(f"{{ VALUES ?node {{ {values} }} {pattern} }}" for pattern in patterns)
    return list(quads_of(graph.select(f"{PREFIXES}SELECT ?s ?p ?o WHERE {{ {branches} }}")))


def quads_of(rows: Iterable[Mapping[str, object]]) -> Iterable[Quad]:
    for row in rows:
        subject, predicate, value = (row.get(name) for name in "spo")
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
            yield Quad(subject, predicate, value, graph_at(subject.value))


def document_of(iri: str) -> str:
    """The document that a node stands in; "" for a shared thing.

    >>> document_of("http://x/id/document/a/contract/3-5"), document_of("http://x/id/project/b/c")
    ('http://x/id/document/a', '')
    """
    base, _, rest = iri.partition("/id/document/")
    return f"{base}/id/document/{rest.partition('/')[0]}" if rest else ""


def graph_at(iri: str) -> NamedNode:
    """The graph that holds what is said of a thing: its document's, or the shared one.

    >>> graph_at("http://x/id/document/a/contract/3-5").value, graph_at("http://x/id/project/b/c").value
    ('http://x/graph/document/a', 'urn:shared')
    """
    document = document_of(iri)
    return NamedNode(document.replace("/id/document/", "/graph/document/")) if document else SHARED
