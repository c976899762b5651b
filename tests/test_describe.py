"""A description reads well alone: the thing, its evidence, the names of what it points at, what points at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg.backend import EmbeddedBackend
from kg.describe import MEDIA_TYPES, describe
from kg.iri import Iris
from kg.quads import to_quads
from kg.store import Reader
from kg.terms import BK
from nlp.errors import NotFound
from tests import graph_records as given
from tests.replacing import put_document

IRIS = Iris()


@pytest.fixture(scope="module")
def reader() -> Reader:
    backend = EmbeddedBackend(Store())
    for stem, year in (("a", 2025), ("b", 2026)):
        quads = set(to_quads(given.reading(stem, year), iris=IRIS))
        put_document(backend, IRIS, stem, quads)
    return Reader(backend, Path("data"), 1)


def test_a_node_of_a_document_comes_with_its_evidence(reader: Reader) -> None:
    found = describe(reader, IRIS.part("a", "contract", "56-0").value)
    assert found.label == "预警广播安装"
    quotes = [quad.object.value for quad in found.around if quad.predicate == BK.quote]
    assert quotes == ["审定金额27.77万元，已支付26.38万元，剩余1.39万元尚未支付"]
    names = {quad.object.value for quad in found.around if quad.predicate.value.endswith("prefLabel")}
    assert names == {"云岭市水利局", "山洪灾害防治"}


def test_a_shared_thing_comes_with_what_points_at_it(reader: Reader) -> None:
    found = describe(reader, IRIS.project("云岭市水利局", "山洪灾害防治").value)
    assert found.label == "山洪灾害防治"
    assert {quad.subject.value.rsplit("/", 2)[1] for quad in found.incoming} == {
        "page",
        "budgetLine",
        "indicator",
        "contract",
        "mention",
        "record",
    }


def test_what_points_at_it_is_bounded_and_says_so(reader: Reader) -> None:
    found = describe(reader, IRIS.organisation("云岭市水利局").value, incoming=3)
    assert (len(found.incoming), found.more) == (3, True)


@pytest.mark.parametrize("media_type", MEDIA_TYPES, ids=str)
def test_every_media_type_carries_the_same_triples(reader: Reader, media_type: str) -> None:
    found = describe(reader, IRIS.part("a", "figure", "10-8").value)
    again = parse(found.serialise(media_type), format=RdfFormat.from_media_type(media_type))
    assert {quad.triple for quad in again} == {quad.triple for quad in found.quads}


@pytest.mark.parametrize("iri", ["https://w3id.org/budgetkg/id/policy/无", "no iri <"], ids=["unknown", "not an IRI"])
def test_what_is_not_here(reader: Reader, iri: str) -> None:
    with pytest.raises(NotFound):
        describe(reader, iri)
