"""Defects of engines behind a URL: worked around or refused with a sentence, and tried on the engine itself."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from kg.backend import Backend, Difference
from kg.build import build
from kg.decisions import Decisions
from kg.remote import RemoteBackend
from kg.remote_engine import Engine, portable
from kg.store import Reader, open_reader
from kg.terms import BK, XSD
from nlp.errors import QueryRefused, RemoteStoreError
from search.saved_query import saved_queries
from search.settings import Settings
from tests.served import client, serving
from tests.virtuoso import ROWS, installed, virtuoso

VIRTUOSO = Engine("virtuoso/07.20.3229 (linux)")
GRAPH, P = NamedNode("http://x/g"), NamedNode("http://x/p")


@pytest.mark.parametrize(
    ("query", "written"),
    [
        ("SELECT (GROUP_CONCAT(?p) AS ?n) {}", None),
        ('SELECT (GROUP_CONCAT(?p; separator="; ") AS ?n) { ?s ?p "、" }', None),
        (
            "SELECT (group_concat(DISTINCT STR(?p) ; SEPARATOR = '；') AS ?n) {}",
            "SELECT (REPLACE(group_concat(DISTINCT STR(?p) ; SEPARATOR = \"\\u001F\"), \"\\u001F\", '；') AS ?n) {}",
        ),
        (
            'SELECT (GROUP_CONCAT(IF(?p = ")", "、", "") ; separator="、") AS ?n) (GROUP_CONCAT(?q; separator="，") AS ?m) {}',
            'SELECT (REPLACE(GROUP_CONCAT(IF(?p = ")", "、", "") ; separator="\\u001F"), "\\u001F", "、") AS ?n) '
            '(REPLACE(GROUP_CONCAT(?q; separator="\\u001F"), "\\u001F", "，") AS ?m) {}',
        ),
    ],
    ids=["none", "ascii", "lower case", "two, one with a bracket in a string"],
)
def test_separators(query: str, written: str | None) -> None:
    assert portable(query) == (written or query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ('SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "水.*局")) }', "CONTAINS"),
        ('SELECT (REPLACE(?o, "[0-9]", "数") AS ?n) { ?s ?p ?o }', "REPLACE"),
        ("SELECT (ENCODE_FOR_URI(?o) AS ?n) { ?s ?p ?o }", "ENCODE_FOR_URI"),
        ("DESCRIBE ?s { ?s ?p ?o }", "CONSTRUCT"),
        ("SELECT (?a / ?b AS ?n) { ?s bk:year ?a, ?b }", "xsd:decimal"),
        ("SELECT (COUNT(*)/3 AS ?n) { ?s ?p ?o }", "xsd:decimal"),
        ("SELECT ((SUM(?a) + 1) / (COUNT(?a)) AS ?n) { ?s ?p ?a }", "xsd:decimal"),
    ],
    ids=["regex", "replace", "encode", "describe", "variables", "count", "brackets"],
)
def test_what_virtuoso_would_get_wrong_is_refused(query: str, words: str) -> None:
    with pytest.raises(QueryRefused, match=words):
        VIRTUOSO.check_query(query)
    Engine("oxigraph/0.5.13").check_query(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p ?o FILTER(REGEX(?o, "^[0-9]+$")) } # 汉字 / DESCRIBE',
        "SELECT * { ?s bk:document/bk:stem ?o ; (bk:page|bk:project)/(bk:name) ?n ; ^bk:describes/a ?c }",
        "SELECT * { ?s <http://x/a>*/<http://x/b>+/bk:name ?o }",
        "SELECT (xsd:decimal(?a)/?b AS ?n) (10.0/4 AS ?m) { ?s ?p ?a ; ?q ?b }",
        'SELECT * { ?s ?p "a/b", "REGEX(水)" }',
    ],
    ids=["ascii pattern", "paths", "paths of IRIs", "decimals", "strings"],
)
def test_what_virtuoso_gets_right_is_not_refused(query: str) -> None:
    VIRTUOSO.check_query(query)


@pytest.fixture(scope="module")
def remote() -> Iterator[RemoteBackend]:
    if not installed():
        pytest.skip("Virtuoso is not installed; make integration installs it")
    with virtuoso() as address:
        backend = RemoteBackend(address)
        yield backend
        backend.close()


def many(count: int) -> frozenset[Quad]:
    return frozenset(Quad(NamedNode(f"http://x/{n}"), P, Literal(f"值{n}"), GRAPH) for n in range(count))


@pytest.fixture
def large(remote: RemoteBackend) -> Iterator[frozenset[Quad]]:
    """More quads in one graph than Virtuoso puts into one answer."""
    quads = many(ROWS + 2500)
    remote.apply(Difference(frozenset(), quads))
    yield quads
    remote.drop(GRAPH)


def test_the_empty_string_is_in_every_string(remote: RemoteBackend) -> None:
    assert remote.ask('ASK { VALUES ?o { "甲" } FILTER(CONTAINS(?o, "") && STRSTARTS(CONCAT(?o, "）"), \'\')) }')
    assert not remote.ask('ASK { VALUES ?o { "甲" } FILTER(CONTAINS(?none, "")) }')


def test_a_graph_larger_than_one_answer_comes_whole(remote: RemoteBackend, large: frozenset[Quad]) -> None:
    assert remote.graph(GRAPH) == large
    out = io.BytesIO()
    remote.dump(out)
    assert len(out.getvalue().splitlines()) == len(large)


def test_an_answer_that_was_cut_off_is_an_error(remote: RemoteBackend, large: frozenset[Quad]) -> None:
    for ask in (remote.select, lambda query: remote.serialise(query, "text/csv", io.BytesIO())):
        with pytest.raises(RemoteStoreError, match=f"前 {ROWS} 行"):
            ask("SELECT ?o { GRAPH <http://x/g> { ?s ?p ?o } }")
    with pytest.raises(RemoteStoreError, match="ResultSetMaxRows"):
        remote.construct("CONSTRUCT WHERE { GRAPH <http://x/g> { ?s ?p ?o } }")
    assert len(remote.select("SELECT ?o { GRAPH <http://x/g> { ?s ?p ?o } } LIMIT 5000")) == 5000


def test_booleans(remote: RemoteBackend) -> None:
    words = [Literal(word, datatype=XSD.boolean) for word in ("false", "true")]
    quads = frozenset(Quad(NamedNode(f"http://x/{word.value}"), P, word, GRAPH) for word in words)
    remote.apply(Difference(frozenset(), quads))
    assert [row["b"] for row in remote.select("SELECT ?b { GRAPH <http://x/g> { ?s ?p ?b } } ORDER BY ?s")] == words
    remote.drop(GRAPH)


def test_chinese_separators(remote: RemoteBackend) -> None:
    rows = remote.select('SELECT (GROUP_CONCAT(?o; separator="、") AS ?n) { VALUES ?o { "甲" "乙" } }')
    assert rows[0]["n"].value in ("甲、乙", "乙、甲")


def test_a_document_half_put_in_is_seen_to_be_there_only_at_its_end() -> None:
    stem = Quad(NamedNode("http://x/aa"), BK.stem, Literal("a"), GRAPH)
    sent: list[str] = []
    backend = RemoteBackend("http://x/sparql")
    backend._engine = VIRTUOSO
    backend.update = sent.append  # type: ignore[method-assign,assignment]
    backend.apply(Difference(frozenset(), many(2500) | {stem}))
    backend.apply(Difference(many(2500) | {stem}, frozenset()))
    assert [("stem" in text, text.split()[0]) for text in sent] == [
        *[(False, "INSERT")] * 3, (True, "INSERT"), *[(False, "DELETE")] * 3, (True, "DELETE"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def readers(remote: RemoteBackend, tmp_path_factory: pytest.TempPathFactory) -> tuple[Reader, Reader]:
    """The samples in a store here and in Virtuoso."""
    folder = tmp_path_factory.mktemp("samples")
    with as_file(files("nlp") / "samples") as samples:
        paths = sorted(samples.glob("*.txt"))
        build(paths, folder / "here", decisions=Decisions())
        build(paths, folder / "there", store=remote.url, decisions=Decisions())
    return open_reader(folder / "here"), open_reader(folder / "there", remote.url)


def rows(backend: Backend, query: str) -> Counter[frozenset[tuple[str, str]]]:
    """The rows in any order; a group of nothing is the empty string for one engine and no value for another."""
    found = backend.select(query)
    return Counter(frozenset((name, value.value) for name, value in row.items() if value.value) for row in found)


@pytest.mark.parametrize("name", sorted(saved_queries()), ids=str)
def test_saved_queries_answer_the_same(readers: tuple[Reader, Reader], name: str) -> None:
    here, there = readers
    query = saved_queries()[name].bind({})
    assert rows(there.backend, query) == rows(here.backend, query)


@pytest.mark.parametrize("media_type", ["text/turtle", "application/rdf+xml"])
def test_the_endpoint_in_front_of_it(remote: RemoteBackend, tmp_path: Path, media_type: str) -> None:
    quads = many(3)
    remote.apply(Difference(frozenset(), quads))
    with serving(Settings(data=tmp_path, store=remote.url)) as address, client(address) as http:
        asked = {"query": "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <http://x/g> { ?s ?p ?o } }"}
        answer = http.get("/sparql", params=asked, headers={"Accept": media_type})
        found = parse(answer.content, format=RdfFormat.from_media_type(media_type))
        assert {quad.triple for quad in found} == {quad.triple for quad in quads}
        refused = http.get("/sparql", params={"query": "SELECT (COUNT(*)/2 AS ?n) { ?s ?p ?o }"})
        assert (refused.status_code, "xsd:decimal" in refused.text) == (400, True)
    remote.drop(GRAPH)
