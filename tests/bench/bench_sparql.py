"""SPARQL over HTTP beside the engine itself: every saved query, then many clients at once, then hostile company.

``BUDGETKG_BENCH_TRIPLES`` (default 1,000,000) sets the size: the graphs of the bundled samples, many times over under
other names. rdflib's engine answers a part of the queries on as much as RDFLIB_TRIPLES; rdflib-endpoint and Virtuoso
stand beside it where BUDGETKG_BENCH_ENDPOINTS names their addresses (``name=http://…`` separated by blanks, loaded with
the N-Quads file whose place is printed).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import rdflib

from kg.store import Places
from search.saved_query import saved_queries
from tests.served import client, free_port, sample_library

TRIPLES = int(os.environ.get("BUDGETKG_BENCH_TRIPLES", "1000000"))
RDFLIB_TRIPLES = 100_000
RUNS = 5
CLIENTS, SECONDS = 200, int(os.environ.get("BUDGETKG_BENCH_SECONDS", "60"))
ENDPOINTS = dict(pair.split("=", 1) for pair in os.environ.get("BUDGETKG_BENCH_ENDPOINTS", "").split())
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, store, dump = multiplied(Path(folder), TRIPLES)
        print(f"{len(store):,} quads; N-Quads at {dump}")
        with own_process(data, seconds="60", rows="1000000") as address:
            saved_query_table(store, address)
            asyncio.run(crowd(address))
        with own_process(data, seconds="2", rows="1000") as address:
            company(address)


@contextlib.contextmanager
def own_process(data: Path, *, seconds: str, rows: str) -> Iterator[str]:
    """The address of a server in a process of its own, as people run it."""
    port = str(free_port())
    settings = {"BUDGETKG_DATA": str(data), "BUDGETKG_QUERY_SECONDS": seconds, "BUDGETKG_QUERY_ROWS": rows, "BUDGETKG_PORT": port}
    command = [sys.executable, "-m", "search", "serve"]
    with subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def multiplied(folder: Path, triples: int) -> tuple[Path, ox.Store, Path]:
    """A data folder whose graph holds the samples' document graphs again and again."""
    library = sample_library()
    places = Places(library)
    one = ox.Store.read_only(str(places.checkpoint(places.generation())))
    text = one.dump(format=ox.RdfFormat.N_QUADS)
    assert text is not None
    data, dump = folder / "data", folder / "bench.nq"
    new = Places(data)
    new.checkpoint(1).parent.mkdir(parents=True)
    with dump.open("wb") as file:
        file.write(text)
        for number in range(1, max(1, triples // len(one))):
            file.write(text.replace(b"/document/", f"/document/{number}-".encode()))
    store = ox.Store(str(folder / "live"))
    store.bulk_load(path=str(dump), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.backup(str(new.checkpoint(1)))
    new.current.write_text("1")
    return data, store, dump


def median_ms(act: Callable[[], object]) -> float:
    """Median of RUNS in milliseconds, after one that warms up."""
    act()
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def saved_query_table(store: ox.Store, address: str) -> None:
    """Milliseconds of each saved query: raw engine, our endpoint, others; the aim is raw * 1.2 + 5."""
    others = "".join(f"{name:>14}" for name in ENDPOINTS)
    print(f"{'saved query (ms, median)':32}{'rows':>9}{'pyoxigraph':>12}{'HTTP':>10}{'aim':>10}{others}")
    missed = 0
    with client(address) as http, httpx.Client(timeout=120, trust_env=False) as away:
        for name, query in saved_queries().items():
            text = query.bind({})
            raw = median_ms(lambda text=text: run_raw(store, text))  # type: ignore[misc]
            ours = median_ms(lambda text=text: http.post("/sparql", data={"query": text}).raise_for_status())  # type: ignore[misc]
            rows = len(http.post("/sparql", data={"query": text}).json()["results"]["bindings"])
            rest = "".join(
                f"{median_ms(lambda url=url, text=text: away.post(url, data={'query': text})):14.1f}"  # type: ignore[misc]
                for url in ENDPOINTS.values()
            )
            aim = raw * 1.2 + 5
            missed += ours > aim
            print(f"{name:32}{rows:9}{raw:12.1f}{ours:10.1f}{aim:10.1f}{'  <' if ours > aim else ''}{rest}")
    print(f"{missed} of {len(saved_queries())} above the aim")
    rdflib_row(store)


def run_raw(store: ox.Store, text: str) -> bytes | None:
    result = store.query(text, use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    return result.serialize(format=ox.QueryResultsFormat.JSON)


def rdflib_row(store: ox.Store) -> None:
    """rdflib's own engine and pyoxigraph on the same small part of the data, over three saved queries."""
    graph, small = rdflib.Graph(), ox.Store()
    part = [quad for _, quad in zip(range(RDFLIB_TRIPLES), store.quads_for_pattern(None, None, None, None), strict=False)]
    small.bulk_extend(part)
    graph.parse(data=ox.serialize((quad.triple for quad in part), format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    for name in ("documents", "projects-by-attribute", "policies-most-cited"):
        text = saved_queries()[name].bind({})
        slow = median_ms(lambda text=text: list(graph.query(text)))  # type: ignore[misc]
        quick = median_ms(lambda text=text: run_raw(small, text))  # type: ignore[misc]
        print(f"rdflib's engine on {len(part):,} triples, {name}: {slow:.1f} ms, pyoxigraph {quick:.1f} ms")


async def crowd(address: str) -> None:
    """CLIENTS at once for SECONDS: what came back, and how fast."""
    statuses: Counter[str] = Counter()
    times: list[float] = []
    texts = ("ASK { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o } LIMIT 10", saved_queries()["documents"].bind({}))

    async def one(http: httpx.AsyncClient, number: int) -> None:
        while time.perf_counter() < end:
            began = time.perf_counter()
            response = await http.get("/sparql", params={"query": texts[number % len(texts)]})
            times.append(time.perf_counter() - began)
            stated = response.status_code == 503 and "retry-after" in response.headers
            statuses["503 with Retry-After" if stated else str(response.status_code)] += 1

    limits = httpx.Limits(max_connections=CLIENTS, max_keepalive_connections=CLIENTS)
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False, limits=limits) as http:
        end = time.perf_counter() + SECONDS
        await asyncio.gather(*(one(http, number) for number in range(CLIENTS)))
    times.sort()
    print(f"{CLIENTS} clients for {SECONDS} s: {dict(statuses)}, {len(times) / SECONDS:.0f} a second, p50 {times[len(times) // 2] * 1000:.0f} ms, "
          f"p99 {times[len(times) * 99 // 100] * 1000:.0f} ms")  # fmt: skip


def company(address: str) -> None:
    """A simple ASK while four clients send endless queries."""
    ending = threading.Event()

    def hurt() -> None:
        with client(address) as http:
            while not ending.is_set():
                http.post("/sparql", data={"query": ENDLESS})

    threads = [threading.Thread(target=hurt) for _ in range(4)]
    for thread in threads:
        thread.start()
    times = []
    with client(address) as http:
        for _ in range(500):
            began = time.perf_counter()
            http.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).raise_for_status()
            times.append(time.perf_counter() - began)
            time.sleep(0.01)
    ending.set()
    for thread in threads:
        thread.join()
    times.sort()
    print(f"ASK beside four endless queries: p50 {times[250] * 1000:.1f} ms, p99 {times[495] * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms")
