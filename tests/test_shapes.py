"""Every shape has graphs that have it, and for each of its constraints one that breaks exactly that one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection

from kg.backend import EmbeddedBackend
from kg.iri import Iris
from kg.quads import to_quads
from kg.shapes import SH, check_shapes, shapes_graph
from kg.terms import BK, XSD
from nlp.record import CatalogueEntry, RoledAmount, Span
from tests import graph_records as given
from tests.replacing import put_document

IRIS = Iris()


@cache
def conforming() -> frozenset[Quad]:
    """A document with one of everything, and the shared graph that follows from it."""
    amount = RoledAmount("审定金额", Decimal(277700), Span(56, 0, 9))
    contract = replace(given.contract(), amounts=(amount,))
    reading = replace(
        given.reading(),
        contracts=(contract,),
        catalogue=(CatalogueEntry("A01", "规划服务", ("甲",), None, Span(90, 0, 3)),),
    )
    backend = EmbeddedBackend(Store())
    put_document(backend, IRIS, "water-2025", set(to_quads(reading, iris=IRIS)))
    return frozenset(backend.store.quads_for_pattern(None, None, None, None))


def constraints() -> list[tuple[str, str, str]]:
    """(class, path, constraint) of every property shape: minCount, maxCount, datatype, nodeKind, in, minInclusive."""
    shapes: Graph = shapes_graph()
    found = []
    for shape in shapes.subjects(RDF.type, URIRef(f"{SH}NodeShape")):
        target = str(shapes.value(shape, URIRef(f"{SH}targetClass")))
        for part in shapes.objects(shape, URIRef(f"{SH}property")):
            path = str(shapes.value(part, URIRef(f"{SH}path")))
            names = [str(name).removeprefix(SH) for name in shapes.predicates(part)]
            found += [
                (target, path, name) for name in names if name in ("minCount", "maxCount", "datatype", "nodeKind", "in")
            ]
    return sorted(set(found))


def broken(target: str, path: str, constraint: str, name: str) -> list[Quad]:
    """A node of the class under another name, changed so that it breaks the constraint."""
    quads = conforming()
    node = NamedNode(min(str(quad.subject)[1:-1] for quad in quads if quad.object == NamedNode(target)))
    values: dict[str, list[NamedNode | Literal]] = {
        "minCount": [],
        "maxCount": [sample(path, 0), sample(path, 1)],
        "datatype": [Literal("word", datatype=XSD.token)],
        "nodeKind": [Literal("no IRI")],
        "in": [Literal("不在其中")],
    }
    kept = [Quad(NamedNode(name), q.predicate, q.object, q.graph_name) for q in quads if q.subject == node]
    new = [Quad(NamedNode(name), NamedNode(path), value) for value in values[constraint]]
    return [quad for quad in kept if quad.predicate.value != path] + new


@cache
def violations_by_case() -> dict[str, set[tuple[str, str]]]:
    """Number of the case -> what was found at its node, from one run over all broken nodes."""
    quads = [quad for n, case in enumerate(constraints()) for quad in broken(*case, f"http://x/case/{n}")]
    found: dict[str, set[tuple[str, str]]] = {}
    for violation in check_shapes(quads):
        found.setdefault(violation.node, set()).add((violation.path, violation.constraint))
    return found


def sample(path: str, n: int) -> NamedNode | Literal:
    """The n-th value that fits a path but for its number."""
    shapes = shapes_graph()
    for part in shapes.subjects(URIRef(f"{SH}path"), URIRef(path)):
        allowed = shapes.value(part, URIRef(f"{SH}in"))
        if allowed is not None:
            return Literal(str(list(Collection(shapes, allowed))[n]))
        datatype = shapes.value(part, URIRef(f"{SH}datatype"))
        if datatype is not None:
            numeric = str(datatype).endswith(("integer", "decimal"))
            words = "true" if n else "false"
            text = str(n + 2000) if numeric else words if str(datatype).endswith("boolean") else f"值{n}"
            return Literal(text, datatype=NamedNode(str(datatype)))
    return NamedNode(f"http://x/{n}")


def test_what_we_make_conforms() -> None:
    assert check_shapes(conforming()) == ()


def test_every_shape_has_a_node_in_the_conforming_graph() -> None:
    shapes = shapes_graph()
    targets = {str(target) for target in shapes.objects(None, URIRef(f"{SH}targetClass"))}
    present = {str(quad.object)[1:-1] for quad in conforming() if quad.predicate.value == str(RDF.type)}
    assert targets - present == set()


NAMES = {"minCount": "MinCount", "maxCount": "MaxCount", "datatype": "Datatype", "nodeKind": "NodeKind", "in": "In"}


@pytest.mark.parametrize(
    ("n", "target", "path", "constraint"),
    [(n, *case) for n, case in enumerate(constraints())],
    ids=lambda part: str(part).replace("#", "/").rsplit("/", 1)[-1],
)
def test_a_node_that_breaks_one_constraint_breaks_that_one(n: int, target: str, path: str, constraint: str) -> None:
    found = violations_by_case()[f"http://x/case/{n}"]
    assert (path, NAMES[constraint]) in found
    also = {BK.start.value} if path == BK.end.value else set()  # which compares itself with the end
    assert {each_path for each_path, _ in found} - also == {path}


def test_an_end_before_its_start() -> None:
    evidence = NamedNode("http://x/e")
    base = [quad for quad in conforming() if str(quad.subject).endswith("/line/10-8-12>")]
    moved = [
        Quad(
            evidence,
            quad.predicate,
            Literal("3", datatype=XSD.integer) if quad.predicate.value.endswith("#end") else quad.object,
        )
        for quad in base
    ]
    assert [(found.constraint, found.value) for found in check_shapes(moved)] == [("LessThanOrEquals", "8")]


def test_the_constraints_are_counted() -> None:
    assert len(constraints()) > 200
