"""Structure checks: the graph of a document, or the shared one, against the shapes of the ontology (SHACL).

Runs on one graph at a time in rdflib's memory store (about 1 s for a document of 30,000 triples); arithmetic is the
audit's matter, not this file's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import Quad, RdfFormat, Triple, serialize

import ontology

if TYPE_CHECKING:
    from rdflib import Graph

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
