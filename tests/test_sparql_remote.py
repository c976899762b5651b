"""The endpoint in front of another SPARQL store: ``oxigraph serve`` on loopback, chosen by one setting."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from search.settings import Settings
from tests.served import client, free_port, serving

TRIG = '<http://x/g> { <http://x/a> <http://x/p> "甲" , "乙" , "丙" . } <http://x/h> { <http://x/b> <http://x/p> "丁" . }'
PROGRAM = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="the oxigraph server is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    port = free_port()
    command = [str(PROGRAM), "serve", "--location", str(tmp_path_factory.mktemp("oxigraph")), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as store:
            fill(store)
            settings = Settings(data=tmp_path_factory.mktemp("data"), store=f"http://127.0.0.1:{port}/", query_rows=3, query_seconds=1.0)
            with serving(settings) as address, client(address) as http:
                yield http
    finally:
        server.kill()
        server.wait()


def fill(store: httpx.Client) -> None:
    """Load the data as soon as the server listens."""
    for _ in range(200):
        try:
            store.post("/store", content=TRIG.encode(), headers={"content-type": "application/trig"}).raise_for_status()
            return
        except httpx.ConnectError:
            time.sleep(0.05)
    raise AssertionError("the oxigraph server does not answer")


def test_the_union_is_asked(site: httpx.Client) -> None:
    body = site.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    assert body["results"]["bindings"][0]["n"]["value"] == "4"


def test_a_dataset_of_the_protocol(site: httpx.Client) -> None:
    asked = {"query": "SELECT ?o { ?s ?p ?o }", "default-graph-uri": "http://x/h", "format": "csv"}
    assert site.get("/sparql", params=asked).text.split() == ["o", "丁"]


def test_rows_are_cut_and_the_cut_is_said(site: httpx.Client) -> None:
    cut = site.get("/sparql", params={"query": "SELECT ?o { ?s ?p ?o }"})
    whole = site.get("/sparql", params={"query": "SELECT ?o { ?s ?p ?o } LIMIT 3"})
    assert [len(r.json()["results"]["bindings"]) for r in (cut, whole)] == [3, 3]
    assert [r.headers.get("budgetkg-truncated") for r in (cut, whole)] == ["true", None]


REFUSED = {
    "syntax": ("SELECT * {", 400),
    "service": ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 400),
    "update": ("DROP ALL", 400),
    "too long": ("SELECT (COUNT(*) AS ?n) { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(99)))} }}" for i in range(9)) + " }", 408),
}


@pytest.mark.parametrize(("query", "status"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(site: httpx.Client, query: str, status: int) -> None:
    assert site.post("/sparql", data={"query": query}).status_code == status


def test_graph_answers(site: httpx.Client) -> None:
    response = site.get("/sparql", params={"query": "CONSTRUCT WHERE { <http://x/b> ?p ?o }", "format": "nt"})
    assert response.text.strip() == '<http://x/b> <http://x/p> "丁" .'


def test_nobody_there(tmp_path: Path) -> None:
    with serving(Settings(data=tmp_path, store=f"http://127.0.0.1:{free_port()}/")) as address, client(address) as http:
        response = http.get("/sparql", params={"query": "ASK {}"})
    assert (response.status_code, response.json()["error"]["code"]) == (502, "remote-store")
