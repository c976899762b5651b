"""Queries written to hurt: each ends within its limit with a clear error or a bounded answer, and nobody else waits.

The limit is short here; the data are some thousand triples, enough for any product of patterns to never end.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from search import worker_pool
from search.settings import Settings
from tests.hostile import REFUSED, STOPPED, ring
from tests.served import client, serving

LIMIT = 0.4
PATIENCE = 60.0
"""seconds after which a request that was never answered fails the test; how long one takes is for the bench"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ring(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[httpx.Client]:
    settings = Settings(data=data, query_seconds=LIMIT, query_memory_mb=256, query_rows=1000, query_bytes=1_000_000)
    with serving(settings) as address, client(address) as http:
        yield http


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
    settings = Settings(data=data, query_seconds=PATIENCE, query_memory_mb=256)
    ending = threading.Event()
    with serving(settings) as address:

        def hurt() -> None:
            with client(address) as http:
                while not ending.is_set():
                    http.post("/sparql", data={"query": STOPPED["counted product"], "timeout": str(LIMIT)})

        threads = [threading.Thread(target=hurt) for _ in range(3)]
        with client(address) as http:
            for thread in threads:
                thread.start()
            answers = [ask(http) for _ in range(30)]
        ending.set()
        for thread in threads:
            thread.join()
    assert answers == [True] * 30


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


def test_one_client_with_too_many_long_queries_is_told_when_to_come_back(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "MAX_STOPPED_PER_CLIENT", 1)
    told: list[httpx.Response] = []
    with serving(Settings(data=data, query_seconds=2.0, query_workers=1)) as address:

        def hurt() -> None:
            with client(address) as http:
                told.append(http.post("/sparql", data={"query": STOPPED["counted product"]}))

        threads = [threading.Thread(target=hurt) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    turned_away = [reply for reply in told if reply.status_code == 429]
    assert len(turned_away) >= 1
    assert {(reply.json()["error"]["code"], reply.headers["retry-after"]) for reply in turned_away} == {("client-overload", "5")}
