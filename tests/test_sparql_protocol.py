"""SPARQL 1.1 Protocol, query operation: the 20 cases of W3C's protocol tests restated, and the answers' formats.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/ . Where W3C's own manifest lies in
``shared/w3c/protocol`` its query cases are run from there as well, and counted.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from search.settings import Settings
from tests.served import client, fill, serving

DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
FOAF = "http://xmlns.com/foaf/0.1/Document"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}
D1, D2, D3 = (DATA.format(i) for i in (1, 2, 3))
SHARED = Path(os.environ.get("BUDGETKG_SHARED", Path(__file__).parents[2] / "shared"))
MANIFEST = SHARED / "w3c" / "protocol" / "manifest.ttl"
LITERALS = """<urn:t> { <urn:a> <urn:p> "甲,\\"乙\\"\\n丙"@zh-Hans, 1.50, true, "x\\ty"^^<urn:dt>, _:b . }"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    trig = "".join(f"<{d}> {{ <{d}> a <{FOAF}> . }}\n" for d in (D1, D2, D3)) + LITERALS
    data = fill(tmp_path_factory.mktemp("protocol"), trig)
    with serving(Settings(data=data)) as address, client(address) as http:
        yield http


def one(*graphs: str) -> str:
    return "ASK { " + " ".join(f"<{g}> a ?type ." for g in graphs) + " }"


def named(*graphs: str) -> str:
    return "ASK { " + " ".join(f"GRAPH ?g{i} {{ <{g}> a ?type }}" for i, g in enumerate(graphs)) + " }"


GOOD = {
    "query_post_form": ("POST", {"default-graph-uri": DATA.format(0)}, FORM, "query=ASK%20%7B%7D"),
    "query_dataset_default_graphs_get": ("GET", {"query": one(D1, D2), "default-graph-uri": [D1, D2]}, {}, ""),
    "query_dataset_default_graphs_post": ("POST", {"default-graph-uri": [D1, D2]}, DIRECT, one(D1, D2)),
    "query_dataset_named_graphs_post": ("POST", {"named-graph-uri": [D1, D2]}, DIRECT, named(D1, D2)),
    "query_dataset_named_graphs_get": ("GET", {"query": named(D1, D2), "named-graph-uri": [D1, D2]}, {}, ""),
    "query_dataset_full": (
        "POST", {"default-graph-uri": D3, "named-graph-uri": [D1, D2]}, DIRECT,
        f"ASK {{ <{D3}> a ?t GRAPH ?g1 {{ <{D1}> a ?t }} GRAPH ?g2 {{ <{D2}> a ?t }} }}",
    ),
    "query_multiple_dataset": (
        "POST", {"default-graph-uri": D2}, DIRECT, f"ASK FROM <{D1}> {{ <{D2}> a ?t FILTER NOT EXISTS {{ <{D1}> a ?t }} }}",
    ),
    "query_get": ("GET", {"query": "ASK {}"}, {}, ""),
    "query_post_direct": ("POST", {}, DIRECT, "ASK {}"),
}  # fmt: skip


@pytest.mark.parametrize(("method", "params", "headers", "body"), GOOD.values(), ids=GOOD.keys())
def test_asked_rightly(site: httpx.Client, method: str, params: dict[str, str], headers: dict[str, str], body: str) -> None:
    response = site.request(method, "/sparql", params=params, headers=headers, content=body)
    assert (response.status_code, response.json()) == (200, {"head": {}, "boolean": True})


TYPES = {
    "query_content_type_select": ("SELECT (1 AS ?value) {}", "application/sparql-results+json"),
    "query_content_type_ask": ("ASK {}", "application/sparql-results+json"),
    "query_content_type_describe": ("DESCRIBE <http://example.org/>", "text/turtle; charset=utf-8"),
    "query_content_type_construct": ("CONSTRUCT { <s> <p> 1 } WHERE {}", "text/turtle; charset=utf-8"),
}


@pytest.mark.parametrize(("query", "media"), TYPES.values(), ids=TYPES.keys())
def test_content_type(site: httpx.Client, query: str, media: str) -> None:
    response = site.post("/sparql", data={"query": query})
    assert (response.status_code, response.headers["content-type"]) == (200, media)


BAD = {
    "bad_query_method": ("PUT", {"query": "ASK {}"}, {}, b"", 405),
    "bad_multiple_queries": ("GET", {"query": ["ASK {}", "SELECT * {}"]}, {}, b"", 400),
    "bad_query_wrong_media_type": ("POST", {}, {"content-type": "text/plain"}, b"ASK {}", 415),
    "bad_query_missing_form_type": ("POST", {}, {}, b"query=ASK%20%7B%7D", 415),
    "bad_query_missing_direct_type": ("POST", {}, {}, b"ASK {}", 415),
    "bad_query_non_utf8": ("POST", {}, {"content-type": "application/sparql-query; charset=UTF-16"}, "ASK {}".encode("utf-16"), 415),
    "bad_query_syntax": ("GET", {"query": "ASK {"}, {}, b"", 400),
    "query twice, URL and form": ("POST", {"query": "ASK {}"}, FORM, b"query=ASK%20%7B%7D", 400),
    "query twice, URL and body": ("POST", {"query": "ASK {}"}, DIRECT, b"ASK {}", 400),
    "bytes that are not UTF-8": ("POST", {}, DIRECT, b"ASK { ?s ?p '\xff' }", 400),
    "escapes that are not UTF-8": ("POST", {}, FORM, b"query=ASK%20%7B%20%3Fs%20%3Fp%20'%FF'%7D", 400),
    "no query in the form": ("POST", {}, FORM, b"format=json", 400),
    "update by form": ("POST", {}, FORM, b"update=DROP%20ALL", 400),
    "update by body": ("POST", {}, {"content-type": "application/sparql-update"}, b"DROP ALL", 400),
    "unknown FROM": ("GET", {"query": "ASK FROM <http://example.org/none> {}"}, {}, b"", 400),
    "FROM file": ("GET", {"query": "SELECT * FROM <file:///etc/passwd> {?s ?p ?o}"}, {}, b"", 400),
    "file as default graph": ("GET", {"query": "ASK {}", "default-graph-uri": "file:///etc/passwd"}, {}, b"", 400),
    "format unknown": ("GET", {"query": "ASK {}", "format": "docx"}, {}, b"", 406),
    "format of another form": ("GET", {"query": "ASK {}"}, {"accept": "text/turtle"}, b"", 406),
    "timeout no number": ("GET", {"query": "ASK {}", "timeout": "soon"}, {}, b"", 400),
    "body too large": ("POST", {}, DIRECT, b"ASK {} #" + b"x" * 10_000_000, 413),
}


@pytest.mark.parametrize(("method", "params", "headers", "body", "status"), BAD.values(), ids=BAD.keys())
def test_asked_wrongly(
    site: httpx.Client, method: str, params: dict[str, str], headers: dict[str, str], body: bytes, status: int
) -> None:
    response = site.request(method, "/sparql", params=params, headers=headers, content=body)
    assert response.status_code == status
    assert set(response.json()["error"]) >= {"code", "message"}


def test_all_twenty_cases_are_here() -> None:
    assert len(GOOD) + len(TYPES) + len([name for name in BAD if name.startswith("bad_")]) == 20


def manifest_cases() -> Iterator[tuple[str, rdflib.Graph, rdflib.term.Node]]:
    """W3C's query cases; those on update are not for a read-only endpoint."""
    if not MANIFEST.exists():
        return
    mf = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    graph = rdflib.Graph().parse(MANIFEST)
    for case in graph.subjects(rdflib.RDF.type, mf.ProtocolTest):
        name = str(case).rpartition("#")[2]
        if "update" not in name:
            yield name, graph, case


@pytest.mark.skipif(not MANIFEST.exists(), reason="W3C's manifest is not here")
def test_w3c_manifest(site: httpx.Client) -> None:
    passed = []
    for name, graph, case in manifest_cases():
        assert run_case(site, graph, case), name
        passed.append(name)
    assert len(passed) == 20


def run_case(site: httpx.Client, graph: rdflib.Graph, case: rdflib.term.Node) -> bool:
    """Send each request of a case as the manifest words it; whether each answer is of an expected status and value."""
    ht, cnt = rdflib.Namespace("http://www.w3.org/2011/http#"), rdflib.Namespace("http://www.w3.org/2011/content#")
    mf = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
    requests = rdflib.collection.Collection(graph, graph.value(graph.value(case, mf.action), ht.requests))
    for request in requests:
        listed = graph.value(request, ht.headers)
        headers = {
            str(graph.value(h, ht.fieldName)): str(graph.value(h, ht.fieldValue))
            for h in (rdflib.collection.Collection(graph, listed) if listed else ())
        }
        body = graph.value(request, ht.body)
        encoding = str(graph.value(body, cnt.characterEncoding) or "UTF-8") if body else "UTF-8"
        content = str(graph.value(body, cnt.chars)).encode(encoding) if body else b""
        path = str(graph.value(request, ht.absolutePath)).replace("/sparql/", "/sparql", 1)
        response = site.request(str(graph.value(request, ht.methodName)), path, headers=headers, content=content)
        expected = graph.value(request, ht.resp)
        statuses = [str(s).rpartition("StatusCode")[2][0] for s in graph.objects(expected, mf.expectedStatus)]
        boolean = graph.value(expected, mf.expectedBoolean)
        if str(response.status_code)[0] not in statuses:
            return False
        if boolean is not None and response.json()["boolean"] != boolean.toPython():
            return False
    return True


# ---- answers


ROWS = "SELECT ?o { GRAPH <urn:t> { <urn:a> <urn:p> ?o FILTER(!isBlank(?o)) } } ORDER BY STR(?o)"


def test_json_results(site: httpx.Client) -> None:
    body = site.get("/sparql", params={"query": ROWS}).json()
    assert body["head"] == {"vars": ["o"]}
    assert [row["o"] for row in body["results"]["bindings"]] == [
        {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"},
        {"type": "literal", "value": "true", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"},
        {"type": "literal", "value": "x\ty", "datatype": "urn:dt"},
        {"type": "literal", "value": '甲,"乙"\n丙', "xml:lang": "zh-hans"},
    ]


def test_csv_results(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": ROWS, "format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(response.text, newline=""))) == [["o"], ["1.5"], ["true"], ["x\ty"], ['甲,"乙"\n丙']]


def test_tsv_results(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": ROWS, "format": "tsv"})
    assert response.text.splitlines() == ["?o", "1.5", "true", '"x\\ty"^^<urn:dt>', '"甲,\\"乙\\"\\n丙"@zh-hans']


def test_xml_results(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": ROWS}, headers={"accept": "application/sparql-results+xml"})
    result = ox.parse_query_results(response.content, ox.QueryResultsFormat.XML)
    assert [row["o"].value for row in result] == ["1.5", "true", "x\ty", '甲,"乙"\n丙']


GRAPHS = {
    "turtle": ("text/turtle", ox.RdfFormat.TURTLE),
    "n-triples": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "json-ld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "rdf-xml": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}


@pytest.mark.parametrize(("accept", "format"), GRAPHS.values(), ids=GRAPHS.keys())
def test_graph_results(site: httpx.Client, accept: str, format: ox.RdfFormat) -> None:
    query = f"CONSTRUCT WHERE {{ <{D1}> a ?type }}"
    response = site.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.headers["content-type"].partition(";")[0] == accept
    triples = [str(quad.triple) for quad in ox.parse(response.content, format=format)]
    assert triples == [f"<{D1}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{FOAF}>"]


ACCEPTS = {
    "browser-like data client": ("application/xml;q=0.9, application/sparql-results+json", "application/sparql-results+json"),
    "quality decides": ("text/csv;q=0.4, text/tab-separated-values;q=0.8", "text/tab-separated-values"),
    "plain json": ("application/json", "application/sparql-results+json"),
    "anything": ("*/*", "application/sparql-results+json"),
    "any text": ("text/*", "text/csv"),
    "refused by zero": ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
}


@pytest.mark.parametrize(("accept", "media"), ACCEPTS.values(), ids=ACCEPTS.keys())
def test_accept(site: httpx.Client, accept: str, media: str) -> None:
    response = site.get("/sparql", params={"query": "SELECT * {}"}, headers={"accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media


SYNTAX_ERRORS = {
    "text ends early": ("ASK {\n  ?s", 2, 5),
    "object missing": ("SELECT * {\n  ?s ?p }", 2, 9),
    "prefix not declared": ("SELECT * {\n  ?s bk:year 2025 }", 2, 6),
    "open string": ('SELECT * { ?s ?p "中文 }', 1, 18),
}


@pytest.mark.parametrize(("query", "line", "column"), SYNTAX_ERRORS.values(), ids=SYNTAX_ERRORS.keys())
def test_syntax_error_has_a_position(site: httpx.Client, query: str, line: int, column: int) -> None:
    error = site.get("/sparql", params={"query": query}).json()["error"]
    assert (error["code"], error["line"], error["column"]) == ("query-syntax", line, column)


def test_etag_of_a_generation(site: httpx.Client) -> None:
    first = site.get("/sparql", params={"query": "ASK {}"})
    again = site.get("/sparql", params={"query": "ASK {}"}, headers={"if-none-match": first.headers["etag"]})
    other = site.get("/sparql", params={"query": "ASK {}", "format": "csv"}, headers={"if-none-match": first.headers["etag"]})
    assert (first.headers["etag"], again.status_code, again.content, other.status_code) == ('W/"1-json"', 304, b"", 200)


def test_cross_origin_reading(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": "ASK {}"}, headers={"origin": "http://elsewhere.example"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_gzip(site: httpx.Client) -> None:
    query = "SELECT * { VALUES ?x { " + " ".join(str(i) for i in range(1000)) + " } }"
    with site.stream("GET", "/sparql", params={"query": query}, headers={"accept-encoding": "gzip"}) as response:
        body = json.loads(gzip.decompress(b"".join(response.iter_raw())))
    assert [row["x"]["value"] for row in body["results"]["bindings"]] == [str(i) for i in range(1000)]


def test_service_description(site: httpx.Client) -> None:
    response = site.get("/sparql", headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    rows = graph.query(
        """SELECT ?endpoint (COUNT(DISTINCT ?format) AS ?formats) (COUNT(DISTINCT ?name) AS ?graphs) {
             ?service a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
                      sd:feature sd:UnionDefaultGraph ; sd:resultFormat ?format ; sd:defaultDataset ?dataset .
             ?dataset sd:namedGraph [ sd:name ?name ; sd:graph [ void:triples ?n ] ] } GROUP BY ?endpoint""",
        initNs={"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#"},
    )
    assert [(str(e), int(f), int(g)) for e, f, g in rows] == [(f"{site.base_url}/sparql".replace("//sparql", "/sparql"), 8, 4)]


def test_union_of_all_graphs_without_a_dataset(site: httpx.Client) -> None:
    body = site.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ ?s a <{FOAF}> }}"}).json()
    assert body["results"]["bindings"][0]["n"]["value"] == "3"
