"""rdflib's own engine and rdflib-endpoint over one graph in memory, for the bench of the endpoint.

``python -m tests.bench.rdflib_rival DUMP PORT`` reads N-Triples once and forks the server that answers: neither engine
can be stopped, so whoever has waited enough kills the server (its number: ``/process``) and the next one is there in a
moment. ``/`` is rdflib-endpoint; ``/engine`` gives the milliseconds rdflib itself takes for a query.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import rdflib

from tests.served import free_port

PATIENCE = float(os.environ.get("BUDGETKG_BENCH_PATIENCE", "5"))
"""seconds after which a query of a rival is given up"""


def main(dump: str, port: str) -> None:
    graph = rdflib.Graph()
    graph.parse(dump, format="nt")
    print(len(graph), flush=True)
    while True:
        child = os.fork()
        if child == 0:
            answer(graph, int(port))
        os.waitpid(child, 0)


def answer(graph: rdflib.Graph, port: int) -> None:
    """Serve until killed."""
    import uvicorn
    from fastapi import Form
    from rdflib_endpoint import SparqlEndpoint

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    app = SparqlEndpoint(graph=graph)

    @app.get("/process")
    async def process() -> int:
        return os.getpid()

    @app.post("/engine")
    async def engine(query: str = Form()) -> float:
        began = time.perf_counter()
        list(graph.query(query))
        return (time.perf_counter() - began) * 1000

    app.router.routes.insert(0, app.router.routes.pop())
    app.router.routes.insert(0, app.router.routes.pop())
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="critical")


class RdflibRival:
    """Milliseconds of one query by either; None where it took longer than PATIENCE, or failed."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.process = 0
        self.wait()

    def wait(self) -> None:
        for _ in range(200):
            with contextlib.suppress(httpx.HTTPError):
                self.process = httpx.get(self.address + "/process", trust_env=False).json()
                return
            time.sleep(0.1)
        raise RuntimeError("rdflib-endpoint does not answer")

    def engine(self, query: str) -> float | None:
        reply = self.post("/engine", query)
        return None if reply is None else float(reply.text)

    def endpoint(self, query: str) -> float | None:
        began = time.perf_counter()
        return None if self.post("/", query) is None else (time.perf_counter() - began) * 1000

    def post(self, path: str, query: str) -> httpx.Response | None:
        headers = {"Accept": "application/sparql-results+json"}
        try:
            return httpx.post(self.address + path, data={"query": query}, headers=headers, timeout=PATIENCE, trust_env=False).raise_for_status()
        except httpx.TimeoutException:
            os.kill(self.process, signal.SIGKILL)
            self.wait()
        except httpx.HTTPStatusError:
            pass  # it cannot run this query
        return None


@contextlib.contextmanager
def rdflib_rival(dump: Path) -> Iterator[Callable[[], RdflibRival]]:
    """Both over the triples of an N-Triples file, until the block ends; what is given waits until they are read."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-m", "tests.bench.rdflib_rival", str(dump), str(port)], stdout=subprocess.PIPE) as mother:
        rivals: list[RdflibRival] = []

        def ready() -> RdflibRival:
            assert mother.stdout is not None
            assert mother.stdout.readline(), "rdflib could not read the data"
            rivals.append(RdflibRival(f"http://127.0.0.1:{port}"))
            return rivals[0]

        try:
            yield ready
        finally:
            mother.kill()
            for rival in rivals:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(rival.process, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
