"""IRIs are valid, reversible, and the same for the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.iri import Iris, plain_name, segment

NAME = st.text(min_size=1, max_size=40).filter(lambda text: any(not char.isspace() for char in text))


@given(NAME)
def test_every_name_makes_a_valid_iri_that_gives_the_name_back(name: str) -> None:
    iri = Iris("http://x/").organisation(name)
    (quad,) = parse(f"<{iri.value}> <http://x/p> 1 .", format=RdfFormat.TURTLE)
    assert quad.subject == iri
    if not any("\ud800" <= char <= "\udfff" for char in name):
        assert plain_name(iri.value.rsplit("/", 1)[1]) == "".join(name.split())


@given(NAME, NAME)
def test_two_names_share_an_iri_only_where_blanks_alone_differ(one: str, two: str) -> None:
    assert (segment(one) == segment(two)) == ("".join(one.split()) == "".join(two.split()))


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("晋市财综〔2025〕20号", "晋市财综〔2025〕20号"),
        ("GB/T 9704-2012", "GB%2FT9704-2012"),
        ("100%补助", "100%25补助"),
        ("a?b#c", "a%3Fb%23c"),
        ("<script>", "%3Cscript%3E"),
        (".", "%2E"),
        ("甲\ue000乙", "甲%EE%80%80乙"),
    ],
    ids=["number", "slash and blank", "percent", "query and fragment", "brackets", "dot", "private use"],
)
def test_what_a_segment_cannot_hold_is_percent_encoded(name: str, part: str) -> None:
    assert segment(name) == part


def test_an_empty_name_has_no_iri() -> None:
    with pytest.raises(ValueError, match="empty name"):
        segment(" \u3000")


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (Iris().document("a"), "document"),
        (Iris().part("a", "page", "12"), "page"),
        (Iris().organisation("甲"), "organisation"),
        (Iris().account("function", 2025, "201"), "account"),
        (Iris().entities_graph, None),
    ],
    ids=["document", "part", "shared", "account", "graph"],
)
def test_the_kind_of_an_iri(iri: NamedNode, kind: str | None) -> None:
    assert Iris().kind(iri.value) == kind


def test_a_document_graph_names_its_document() -> None:
    graph = Iris().document_graph("water 2025")
    assert Iris().stem(graph.value) == "water2025"
    assert Iris().stem(Iris().entities_graph.value) is None
