"""Queries written to hurt: each ends within its limit with a clear error or a bounded answer, and nobody else waits.

The limit is short here; the data are some thousand triples, enough for any product of patterns to never end.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from search.settings import Settings
from tests.served import client, fill, serving

LIMIT = 0.4
PATIENCE = 60.0
"""seconds after which a request that was never answered fails the test; how long one takes is for the bench"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = "".join(f"<urn:s{i}> <urn:next> <urn:s{(i + 1) % 4000}> ; <urn:text> '{'长' * 50}{i}' .\n" for i in range(4000))
    return fill(tmp_path_factory.mktemp("hostile"), f"<urn:g> {{ {rows} }}")


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[httpx.Client]:
    settings = Settings(data=data, query_seconds=LIMIT, query_memory_mb=256, query_rows=1000, query_bytes=1_000_000)
    with serving(settings) as address, client(address) as http:
        yield http


def patterns(count: int) -> str:
    return " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(count))


STOPPED = {
    "product of ten": f"SELECT * {{ {patterns(10)} }} ORDER BY ?a9",
    "counted product": f"SELECT (COUNT(*) AS ?n) {{ {patterns(6)} }}",
    "distinct product": f"SELECT DISTINCT * {{ {patterns(5)} }} ORDER BY ?b4",
    "asked product": f"ASK {{ {patterns(5)} FILTER(?a0 = 1) }}",
    "product of unions": "SELECT (COUNT(*) AS ?n) { " + "{ ?s ?p ?o } UNION { ?x ?y ?z } . ?s2 ?p2 ?o2 . ?s3 ?p3 ?o3 }",
    "path closure of everything": "SELECT (COUNT(*) AS ?n) { ?a <urn:next>* ?b . ?c <urn:next>* ?d }",
    "path of paths": "ASK { ?a (<urn:next>+/<urn:next>+)+ ?b . FILTER(?b = 1) }",
    "negated path closure": "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>)* ?b . ?b (!<urn:x>)* ?c }",
    "inverse path closure": "SELECT (COUNT(*) AS ?n) { ?a (<urn:next>|^<urn:next>)* ?b . ?b (<urn:next>|^<urn:next>)* ?c }",
    "sorted product": f"SELECT * {{ {patterns(4)} }} ORDER BY DESC(CONCAT(STR(?a0), STR(?c3)))",
    "grouped product": f"SELECT ?a0 (COUNT(*) AS ?n) {{ {patterns(4)} }} GROUP BY ?a0 ?a1 ?a2",
    "concatenated group": f"SELECT (GROUP_CONCAT(?c0) AS ?t) {{ {patterns(3)} }}",
    "not exists over a product": f"SELECT * {{ ?s ?p ?o FILTER NOT EXISTS {{ {patterns(4)} FILTER(?c0 = ?s) }} }}",
    "minus of products": f"SELECT * {{ {patterns(3)} MINUS {{ {patterns(3)} }} }} ORDER BY ?c2",
    "optional chain": "ASK { ?a ?b ?c " + " ".join(f"OPTIONAL {{ ?d{i} ?e{i} ?f{i} }}" for i in range(8)) + " FILTER(?c = 1) }",
    "subselects multiplied": "SELECT (COUNT(*) AS ?n) { " + "".join(f"{{ SELECT ?x{i} {{ ?x{i} ?p ?o }} }}" for i in range(6)) + " }",
    "values multiplied": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(90)))} }}" for i in range(8)) + " }",
    "string doubled forty times": "SELECT ?t { BIND('0123456789abcdef' AS ?t0) "
    + " ".join(f"BIND(CONCAT(?t{i}, ?t{i}) AS ?t{i + 1})" for i in range(40)) + " BIND(?t40 AS ?t) }",
    "replace grows": "SELECT ?t { BIND('aaaaaaaaaaaaaaaa' AS ?t0) "
    + " ".join(f"BIND(REPLACE(?t{i}, 'a', 'aaaaaaaaaaaaaaaa') AS ?t{i + 1})" for i in range(10)) + " BIND(?t10 AS ?t) }",
    "regular expression over a product": f"SELECT * {{ {patterns(3)} FILTER(REGEX(CONCAT(STR(?c0), STR(?c1)), '^(.*长)*x$')) }}",
    "huge regular expression": "ASK { ?s ?p ?o FILTER(REGEX(STR(?o), '((a{1,100}){1,100}){1,100}')) ?x ?y ?z . ?u ?v ?w . FILTER(?w = 1) }",
    "hash over a product": f"SELECT * {{ {patterns(3)} FILTER(SHA512(CONCAT(STR(?c0), STR(?c2))) = 'x') }}",
    "sort of random": f"SELECT * {{ {patterns(3)} }} ORDER BY RAND()",
    "constructed product": f"CONSTRUCT {{ ?a0 ?b1 ?c2 }} {{ {patterns(3)} FILTER(?a0 = ?c2 && ?b1 = ?c0) }}",
    "described product": f"DESCRIBE ?a0 {{ {patterns(4)} FILTER(?c0 = ?c3 && ?c1 = 1) }}",
}  # fmt: skip

REFUSED = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service silent": "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "service with a variable": "SELECT * { ?s ?p ?e SERVICE ?e { ?x ?y ?z } }",
    "service in exists": "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:9/> {} } }",
    "service in minus": "ASK { ?s ?p ?o MINUS { SERVICE <http://127.0.0.1:9/> {} } }",
    "service in a subselect": "SELECT * { { SELECT * { SERVICE <file:///etc/passwd> {} } } }",
    "from file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "from named file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "from http": "SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }",
    "load": "LOAD <file:///etc/passwd>",
    "insert": "INSERT DATA { <urn:a> <urn:b> 1 }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "drop": "DROP ALL",
    "braces ten thousand deep": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "parentheses five thousand deep": "SELECT (" + "(" * 5_000 + "1" + ")" * 5_000 + " AS ?x) {}",
    "path parentheses": "ASK { ?s " + "(" * 3_000 + "<urn:p>" + ")*" * 3_000 + " ?o }",
    "hundred thousand values": "SELECT * { VALUES ?x { " + "1 " * 100_000 + "} }",
    "long union": "SELECT * { " + " UNION ".join("{ ?s ?p ?o }" for _ in range(20_000)) + " }",
    "long sum": "SELECT (" + "+".join("1" for _ in range(90_000)) + " AS ?x) {}",
    "collections in collections": "ASK { ?s ?p " + "(" * 2_000 + "1" + ")" * 2_000 + " }",
}


def test_there_are_more_than_forty() -> None:
    assert len(STOPPED) + len(REFUSED) >= 45


@pytest.mark.parametrize("query", STOPPED.values(), ids=STOPPED.keys())
def test_stopped(site: httpx.Client, query: str) -> None:
    response = site.post("/sparql", data={"query": query}, timeout=PATIENCE)
    if response.status_code != 200:
        assert (response.status_code, response.json()["error"]["code"]) in {(408, "query-timeout"), (413, "query-too-large")}


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED.keys())
def test_refused(site: httpx.Client, query: str) -> None:
    response = site.post("/sparql", data={"query": query}, timeout=PATIENCE)
    assert response.status_code in (400, 413)
    assert response.json()["error"]["code"] in {"query-refused", "query-too-large", "query-syntax"}


def test_another_client_does_not_wait(data: Path) -> None:
    """Three clients send endless queries all the time; a fourth asks something simple."""
    settings = Settings(data=data, query_seconds=LIMIT, query_memory_mb=256)
    ending = threading.Event()
    with serving(settings) as address:

        def hurt() -> None:
            with client(address) as http:
                while not ending.is_set():
                    http.post("/sparql", data={"query": STOPPED["counted product"]})

        threads = [threading.Thread(target=hurt) for _ in range(3)]
        with client(address) as http:
            for thread in threads:
                thread.start()
            answers = [ask(http) for _ in range(100)]
        ending.set()
        for thread in threads:
            thread.join()
    assert answers == [True] * 100


def ask(http: httpx.Client) -> bool:
    """The answer to one simple question; none is turned away, none waits behind an endless one."""
    response = http.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}, timeout=PATIENCE)
    return response.status_code == 200 and response.json()["boolean"] is True


def test_the_store_is_unharmed(site: httpx.Client) -> None:
    body = site.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert body["results"]["bindings"][0]["n"]["value"] == "8000"


def test_rows_are_cut_and_the_cut_is_said(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": "SELECT ?s { ?s <urn:next> ?o }"})
    body = response.json()
    assert (len(body["results"]["bindings"]), body["truncated"], response.headers["budgetkg-truncated"]) == (1000, {"rows": 1000}, "true")
    whole = site.get("/sparql", params={"query": "SELECT ?s { ?s <urn:next> ?o } LIMIT 1000"})
    assert (len(whole.json()["results"]["bindings"]), "budgetkg-truncated" in whole.headers) == (1000, False)


def test_too_many_bytes(site: httpx.Client) -> None:
    pairs = "SELECT * { ?a <urn:text> ?b . ?c <urn:text> ?d BIND(CONCAT(?b,?d,?b,?d,?b,?d,?b,?d,?b,?d) AS ?x) }"
    response = site.get("/sparql", params={"query": pairs + " LIMIT 1000", "format": "csv"})
    assert (response.status_code, response.json()["error"]["code"]) == (413, "query-too-large")


def test_workers_have_no_rights(data: Path) -> None:
    """The evaluating process may neither open a file nor reach the network."""
    import subprocess
    import sys

    script = (
        "import socket, sys\n"
        "from search.worker_sandbox import drop_rights\n"
        "held = drop_rights()\n"
        "for act in (lambda: open('/etc/hostname'), lambda: socket.socket(), lambda: __import__('os').fork()):\n"
        "    try:\n        act(); print('allowed')\n"
        "    except PermissionError:\n        print('denied')\n"
        "print('held' if held else 'not here')\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    lines = done.stdout.split()
    assert lines == ["denied", "denied", "denied", "held"] or lines[-1] == "here"
