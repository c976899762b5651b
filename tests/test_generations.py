"""A new generation of the graph under a running server: everything switches, nobody is turned away."""

from __future__ import annotations

import threading
from pathlib import Path

from search.settings import Settings
from tests.served import client, fill, serving

QUERY = {"query": "SELECT ?o { ?s <urn:p> ?o }", "format": "csv"}


def graph(value: str) -> str:
    return f'<urn:g:{value}> {{ <urn:a> <urn:p> "{value}" }}'


def test_answers_and_etags_follow_the_writer(tmp_path: Path) -> None:
    fill(tmp_path, graph("one"))
    with serving(Settings(data=tmp_path)) as address, client(address) as http:
        first = http.get("/sparql", params=QUERY)
        fill(tmp_path, graph("two"))
        second = http.get("/sparql", params=QUERY, headers={"if-none-match": first.headers["etag"]})
        assert [sorted(r.text.split()[1:]) for r in (first, second)] == [["one"], ["one", "two"]]
        assert (second.status_code, first.headers["etag"], second.headers["etag"]) == (200, 'W/"1-csv"', 'W/"2-csv"')
        known = http.get("/sparql", params={"query": "ASK FROM <urn:g:two> { ?s ?p ?o }"})
        assert known.json()["boolean"] is True


def test_nobody_is_turned_away_while_generations_switch(tmp_path: Path) -> None:
    fill(tmp_path, graph("0"))
    seen: list[tuple[int, int]] = []
    ending = threading.Event()

    def ask(address: str) -> None:
        with client(address) as http:
            while not ending.is_set():
                response = http.get("/sparql", params=QUERY)
                seen.append((response.status_code, len(response.text.split()) - 1))

    with serving(Settings(data=tmp_path)) as address:
        threads = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in range(1, 6):
            fill(tmp_path, graph(str(number)))
        ending.set()
        for thread in threads:
            thread.join()
        with client(address) as http:
            assert len(http.get("/sparql", params=QUERY).text.split()) - 1 == 6
    assert {status for status, _ in seen} == {200}
    assert {rows for _, rows in seen} <= set(range(1, 7))


def test_a_server_that_starts_before_the_first_build(tmp_path: Path) -> None:
    with serving(Settings(data=tmp_path)) as address, client(address) as http:
        before = http.get("/sparql", params=QUERY)
        assert (before.status_code, before.json()["error"]["code"], before.headers["retry-after"]) == (503, "store-missing", "5")
        fill(tmp_path, graph("one"))
        assert http.get("/sparql", params=QUERY).text.split() == ["o", "one"]
