"""SPARQL over HTTP: every saved query beside the engine itself and beside other endpoints; then many clients at once.

The graph is of generated documents, BUDGETKG_BENCH_TRIPLES (1,000,000) or a little more; BUDGETKG_BENCH_FOLDER keeps it
between runs. Aim for each saved query: 1.2 times what pyoxigraph takes in a process of its own, and 5 ms. rdflib's own
engine and rdflib-endpoint get the same triples in memory and PATIENCE seconds a query; Virtuoso stands beside them where
``virtuoso-t`` is installed. BUDGETKG_BENCH_RIVALS=0 leaves the others out; BUDGETKG_BENCH_RECORD=1 writes the figures to
latency.json, which the READMEs show.
"""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox

from kg.backend import Difference
from kg.remote import RemoteBackend
from search.saved_query import saved_queries
from tests import virtuoso
from tests.bench.crowd import crowd
from tests.bench.made_store import checkpoint, made_store
from tests.bench.rdflib_rival import PATIENCE, RdflibRival, rdflib_rival
from tests.bench.server import own_process
from tests.served import client

TRIPLES = int(os.environ.get("BUDGETKG_BENCH_TRIPLES", "1000000"))
RIVALS = os.environ.get("BUDGETKG_BENCH_RIVALS", "1") != "0"
RECORD = Path(__file__).parent / "latency.json"
LEAST_RUNS, MOST_RUNS, RUN_SECONDS = 3, 25, 2.0


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of one saved query, medians; None: longer than PATIENCE, refused, cut off, or not measured."""

    query: str
    rows: int
    pyoxigraph: float
    http: float
    virtuoso: float | None = None
    rdflib: float | None = None
    rdflib_endpoint: float | None = None

    @property
    def aim(self) -> float:
        return self.pyoxigraph * 1.2 + 5


def main() -> None:
    missed = []
    with made_store(TRIPLES) as data:
        store = checkpoint(data)
        print(f"{len(store):,} triples", flush=True)
        with own_process(data, seconds="10", rows="100000") as (address, _):
            missed += crowd(address)
        with own_process(data, seconds="60", rows="1000000") as (address, _):
            table = []
            for name in saved_queries():
                table.append(latency(store, address, name))
                print(f"{name:32}{table[-1].pyoxigraph:12.1f}{table[-1].http:9.1f}", flush=True)
            missed += [f"{row.query}: {row.http:.1f} ms, aim {row.aim:.1f}" for row in table if row.http > row.aim]
        if RIVALS:
            table = beside_others(store, table)
        size = len(store)
    show(table)
    if os.environ.get("BUDGETKG_BENCH_RECORD"):
        record(size, table)
    if missed:
        sys.exit("\n".join(["missed:", *missed]))


def latency(store: ox.Store, address: str, name: str) -> Latency:
    """One saved query with its defaults: the engine in this process and the endpoint, turn about."""
    text = saved_queries()[name].bind({})
    raw, ours = [], []
    with client(address) as http:
        http.headers["Accept-Encoding"] = "identity"
        began = time.perf_counter()
        while len(raw) < LEAST_RUNS or (len(raw) < MOST_RUNS and time.perf_counter() - began < RUN_SECONDS):
            raw.append(milliseconds(lambda: run_raw(store, text)))
            ours.append(milliseconds(lambda: http.post("/sparql", data={"query": text}).raise_for_status()))
        rows = len(http.post("/sparql", data={"query": text}).json()["results"]["bindings"])
    return Latency(name, rows, statistics.median(raw), statistics.median(ours))


def record(size: int, table: list[Latency]) -> None:
    found = {"triples": size, "patience": PATIENCE, "queries": [rounded(row) for row in table]}
    RECORD.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def rounded(row: Latency) -> dict[str, object]:
    return {name: round(value, 1) if isinstance(value, float) else value for name, value in asdict(row).items()}


def milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def run_raw(store: ox.Store, text: str) -> bytes | None:
    result = store.query(text, use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    return result.serialize(format=ox.QueryResultsFormat.JSON)


def beside_others(store: ox.Store, table: list[Latency]) -> list[Latency]:
    """The table with what the others take, over the same triples."""
    with tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / "all.nt"
        with dump.open("wb") as file:
            ox.serialize((quad.triple for quad in store.quads_for_pattern(None, None, None, None)), file, ox.RdfFormat.N_TRIPLES)
        with rdflib_rival(dump) as ready, filled_virtuoso(store) as other:
            rdflib = ready()
            return [measured(row, rdflib, other) for row in table]


def measured(row: Latency, rdflib: RdflibRival, other: str | None) -> Latency:
    """One run of each rival, and the best of three of Virtuoso. What the engine alone cannot do in time, its endpoint cannot."""
    text = saved_queries()[row.query].bind({})
    engine = rdflib.engine(text)
    endpoint = rdflib.endpoint(text) if engine is not None else None
    told = ask_virtuoso(other, text, row.rows) if other else None
    print(f"{row.query:32} Virtuoso {told}, rdflib {engine}, rdflib-endpoint {endpoint}", flush=True)
    return Latency(row.query, row.rows, row.pyoxigraph, row.http, told, engine, endpoint)


@contextlib.contextmanager
def filled_virtuoso(store: ox.Store) -> Iterator[str | None]:
    """The address of a Virtuoso that holds the graphs of a store; None where it is not installed."""
    if not virtuoso.installed():
        yield None
        return
    with virtuoso.virtuoso() as address:
        backend = RemoteBackend(address)
        for graph in store.named_graphs():
            backend.apply(Difference(frozenset(), frozenset(store.quads_for_pattern(None, None, None, graph))))
        yield address


def ask_virtuoso(address: str, text: str, rows: int) -> float | None:
    """The median of three; None where it refuses the query, takes too long, or answers with another number of rows."""
    headers = {"Accept": "application/sparql-results+json"}
    try:
        with httpx.Client(timeout=PATIENCE, trust_env=False, headers=headers) as http:
            found = len(http.post(address, data={"query": text}).raise_for_status().json()["results"]["bindings"])
            if found != rows:
                print(f"Virtuoso finds {found} rows, not {rows}")
                return None
            return statistics.median(milliseconds(lambda: http.post(address, data={"query": text}).raise_for_status()) for _ in range(3))
    except (httpx.HTTPError, ValueError):
        return None


def show(table: list[Latency]) -> None:
    print(f"{'saved query (ms, median)':32}{'rows':>8}{'pyoxigraph':>12}{'HTTP':>9}{'aim':>9}{'Virtuoso':>10}{'rdflib':>10}{'rdflib-endpoint':>17}")
    for row in table:
        rest = "".join(f"{'—' if value is None else f'{value:.0f}':>{width}}" for value, width in
                       ((row.virtuoso, 10), (row.rdflib, 10), (row.rdflib_endpoint, 17)))  # fmt: skip
        print(f"{row.query:32}{row.rows:8}{row.pyoxigraph:12.1f}{row.http:9.1f}{row.aim:9.1f}{rest}{'  <' if row.http > row.aim else ''}")
