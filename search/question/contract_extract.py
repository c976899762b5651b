"""The rows of a question about contracts: the query over what is named, apart from everything else in the store.

The store joins an OPTIONAL by reading every value of its property that there is. Where departments, projects or companies
are named, their contracts are few: what stands in the graph about these is put together in memory, and the query that
the answer shows is run over that, with the same rows in a hundredth of the time. Where nothing is named it is run over
the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.backend import EmbeddedBackend
from search.question.contract_frame import ContractFrame, contract_query, core_of
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of

SHARED = NamedNode("urn:shared")
"""Graph of what documents share, in the extract"""
OWN = (
    "?contract ?p ?o BIND(?contract AS ?s)",
    "?contract bk:party ?s . ?s bk:organisation ?o BIND(bk:organisation AS ?p)",
    "?contract bk:party ?s . ?s bk:role ?o BIND(bk:role AS ?p)",
    "?contract bk:evidence ?s . ?s bk:quote ?o BIND(bk:quote AS ?p)",
)
"""What the query looks at from a contract on; the second variable of a pattern is never looked up by itself"""
OF_DOCUMENT = ("?s bk:publisher ?o BIND(bk:publisher AS ?p)", "?s bk:year ?o BIND(bk:year AS ?p)")
OF_THING = ("?s skos:prefLabel ?o BIND(skos:prefLabel AS ?p)", "?s bk:organisationType ?o BIND(bk:organisationType AS ?p)")
ALIKE = "/id/organisation/", "/id/project/"
"""Parts of the IRIs of shared things whose labels the query looks up"""


def contract_rows(graph: Graph, frame: ContractFrame) -> list[Row]:
    """Rows of ``contract_query``."""
    named = frame.departments or frame.projects or frame.companies
    return select(extract(graph, frame) if named else graph, contract_query(frame))


def extract(graph: Graph, frame: ContractFrame) -> Graph:
    """All that the graph says of the contracts a frame may want, as far as the query looks at it."""
    found = select(graph, f"SELECT DISTINCT ?contract ?doc WHERE {{ {core_of(frame, '')} }}")
    quads = told(graph, "contract", [text_of(row, "contract") for row in found], OWN)
    quads += told(graph, "s", [text_of(row, "doc") for row in found], OF_DOCUMENT)
    objects = [quad.object.value for quad in quads if isinstance(quad.object, NamedNode)]
    quads += told(graph, "s", [iri for iri in objects if any(part in iri for part in ALIKE)], OF_THING)
    store = Store()
    store.extend(quads)
    return EmbeddedBackend(store)


def told(graph: Graph, variable: str, iris: Iterable[str], patterns: Iterable[str]) -> list[Quad]:
    """What the patterns find of the things named, as quads."""
    values = f"VALUES ?{variable} {{ {iri_list(iris)} }}"
    branches = " UNION ".join(f"{{ {values} {pattern} }}" for pattern in patterns)
    return list(quads_of(graph.select(f"{PREFIXES}SELECT ?s ?p ?o WHERE {{ {branches} }}")))


def quads_of(rows: Iterable[Mapping[str, object]]) -> Iterable[Quad]:
    for row in rows:
        subject, predicate, value = (row.get(name) for name in "spo")
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode) and isinstance(value, NamedNode | Literal):
            yield Quad(subject, predicate, value, graph_at(subject.value))


def graph_at(iri: str) -> NamedNode:
    """The graph that holds what is said of a thing: its document's, or the shared one.

    >>> graph_at("http://x/id/document/a/contract/3-5"), graph_at("http://x/id/project/b/c").value
    (<NamedNode value=http://x/graph/document/a>, 'urn:shared')
    """
    base, _, rest = iri.partition("/id/document/")
    return NamedNode(f"{base}/graph/document/{rest.partition('/')[0]}") if rest else SHARED
