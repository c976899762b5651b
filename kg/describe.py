"""What the graph holds about one IRI: the quads that a linked-data page shows.

Enters: a reader and an IRI. Leaves: the quads that speak of it, with the evidence of a node that stands in a document
and the names of what it points at, so that a page or a Turtle file reads well alone; and the quads that point at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.backend import chunks, name
from kg.iri import plain_name
from kg.store import Reader
from kg.terms import BK, DCTERMS, PREFIXES, SKOS
from nlp.errors import NotFound

INCOMING = 500
"""Quads pointing at a thing that are shown; a much-cited law has thousands"""
LABELS = (SKOS.prefLabel, DCTERMS.title, BK.name, BK.label, BK.level3, BK.row)
MEDIA_TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Description:
    """``about`` are the quads with the IRI as subject; ``around`` its evidence and the names of what it points at."""

    iri: NamedNode
    about: tuple[Quad, ...]
    around: tuple[Quad, ...]
    incoming: tuple[Quad, ...]
    more: bool
    """there are more incoming quads than these"""

    @property
    def quads(self) -> tuple[Quad, ...]:
        return (*self.about, *self.around, *self.incoming)

    @property
    def label(self) -> str:
        """What to call it: a name, else the last part of its IRI."""
        said = {quad.predicate: name(quad.object) for quad in self.about}
        found = next((said[predicate] for predicate in LABELS if predicate in said), None)
        return found or plain_name(self.iri.value.rsplit("/", 1)[-1])

    def serialise(self, media_type: str) -> bytes:
        """The description in an RDF media type of MEDIA_TYPES."""
        media = MEDIA_TYPES[media_type]
        triples = dict.fromkeys(quad.triple for quad in self.quads)
        statements: Iterable[Quad] | Iterable[Triple] = self.quads if media.supports_datasets else triples
        return serialize(statements, format=media, prefixes=PREFIXES) or b""


def describe(reader: Reader, iri: str, incoming: int = INCOMING) -> Description:
    """Everything about one IRI. Raises NotFound where no quad speaks of it, and for what is no IRI."""
    try:
        node = NamedNode(iri)
    except ValueError as error:
        raise NotFound(f"不是有效的 IRI：{iri}") from error
    about = quads_of(reader, f"VALUES ?s {{ {node} }} GRAPH ?g {{ ?s ?p ?o }}")
    if not about:
        raise NotFound(f"图谱中没有 {iri}")
    to_node = quads_of(reader, f"VALUES ?o {{ {node} }} GRAPH ?g {{ ?s ?p ?o }}", incoming + 1)
    return Description(node, about, around(reader, about), to_node[:incoming], len(to_node) > incoming)


def around(reader: Reader, about: Iterable[Quad]) -> tuple[Quad, ...]:
    """The evidence nodes in full, and one name for every other thing pointed at."""
    about = tuple(about)
    evidence = [str(quad.object) for quad in about if quad.predicate == BK.evidence]
    others = [
        str(quad.object) for quad in about if isinstance(quad.object, NamedNode) and quad.predicate != BK.evidence
    ]
    found: dict[Quad, None] = {}
    for part in chunks(evidence):
        found.update(dict.fromkeys(quads_of(reader, f"VALUES ?s {{ {' '.join(part)} }} GRAPH ?g {{ ?s ?p ?o }}")))
    labels = " ".join(str(label) for label in LABELS)
    for part in chunks(others):
        values = f"VALUES ?s {{ {' '.join(part)} }} VALUES ?p {{ {labels} }} GRAPH ?g {{ ?s ?p ?o }}"
        found.update(dict.fromkeys(quads_of(reader, values)))
    return tuple(quad for quad in found if quad not in about)


def quads_of(reader: Reader, where: str, limit: int | None = None) -> tuple[Quad, ...]:
    """The quads that a pattern of ?g ?s ?p ?o matches, sorted."""
    rows = reader.select(f"SELECT ?g ?s ?p ?o {{ {where} }}" + (f" LIMIT {limit}" if limit else ""))
    quads = (
        Quad(NamedNode(row["s"].value), NamedNode(row["p"].value), row["o"], NamedNode(row["g"].value)) for row in rows
    )
    return tuple(sorted(quads, key=str))
