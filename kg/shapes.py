"""Structure checks: the graph of a document, or the shared one, against the shapes of the ontology (SHACL).

Runs on one graph at a time in rdflib's memory store (about 1 s for a document of 30,000 triples); arithmetic is the
audit's matter, not this file's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

import ontology
from kg.iri import plain_name
from kg.store import DOCUMENT, Reader
from nlp.errors import NotFound

if TYPE_CHECKING:
    from rdflib import Graph

ENTITIES = "/graph/entities"
SHARED = "共享"
"""What the shared graph is called in a report"""
SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that does not have its shape. ``constraint`` is SHACL's name of it: MinCount, In, Datatype, ..."""

    node: str
    path: str
    constraint: str
    value: str | None
    message: str


def check_shapes(quads: Iterable[Quad]) -> tuple[Violation, ...]:
    """All violations in one graph, sorted; empty where it conforms."""
    import pyshacl  # slow to import, and only for this check

    data = rdflib_graph(quad.triple for quad in quads)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph(), advanced=False, inference="none")
    if conforms:
        return ()
    return tuple(sorted(violations(report)))


def check_stored(reader: Reader, stem: str | None = None) -> Iterator[tuple[str, tuple[Violation, ...]]]:
    """Each document's graph and at last the shared one (named 共享), with its violations; ``stem``: that document's
    graph only. Raises NotFound for a document that is not here."""
    iris = [graph for graph in reader.graphs() if DOCUMENT in graph or graph.endswith(ENTITIES)]
    named = {plain_name(graph.partition(DOCUMENT)[2]) or SHARED: graph for graph in sorted(iris)}
    if stem is not None and stem not in named:
        raise NotFound(f"没有文档：{stem}")
    for name, graph in sorted(named.items(), key=lambda each: (each[0] == SHARED, each[0])):
        if stem in (None, name):
            yield name, check_shapes(reader.graph(NamedNode(graph)))


def rdflib_graph(triples: Iterable[Triple]) -> Graph:
    from rdflib import Graph

    written = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    return Graph().parse(data=written, format="nt")


@cache
def shapes_graph() -> Graph:
    from rdflib import Graph

    return Graph().parse(data=ontology.text("shapes.ttl"), format="turtle")


def violations(report: Any) -> Iterable[Violation]:
    from rdflib import RDF, URIRef

    for result in report.subjects(RDF.type, URIRef(f"{SH}ValidationResult")):
        said = {str(predicate).removeprefix(SH): str(value) for predicate, value in report.predicate_objects(result)}
        component = said["sourceConstraintComponent"].removeprefix(SH).removesuffix("ConstraintComponent")
        yield Violation(
            said["focusNode"], said.get("resultPath", ""), component, said.get("value"), said.get("resultMessage", "")
        )
