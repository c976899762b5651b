"""One behaviour for every store: the one in this process, and SPARQL servers over HTTP on loopback.

The servers are ``oxigraph serve`` (always) and Virtuoso where it is installed (``make integration`` insists on it).
BUDGETKG_TEST_STORE names one more to run the same cases against; its content is lost.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.backend import Backend, Difference, EmbeddedBackend
from kg.build import build, withdraw
from kg.decisions import Decisions
from kg.iri import Iris
from kg.quads import to_quads
from kg.remote import RemoteBackend
from kg.store import open_reader
from nlp.errors import QuerySyntaxError, QueryTimeout, RemoteStoreError, UsageError
from tests import graph_records as given
from tests.replacing import put_document
from tests.virtuoso import free_port, installed, virtuoso

G, H = NamedNode("http://x/g"), NamedNode("http://x/h")
P = NamedNode("http://x/p")
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
WORDS = '引号"与\\反斜杠\n换行\t制表 {花括号} <尖括号> 😀'


def quad(name: str, value: str | int = "甲", graph: NamedNode = G) -> Quad:
    literal = Literal(str(value), datatype=INTEGER) if isinstance(value, int) else Literal(value)
    return Quad(NamedNode(f"http://x/{name}"), P, literal, graph)


def change(delete: tuple[Quad, ...] = (), insert: tuple[Quad, ...] = ()) -> Difference:
    return Difference(frozenset(delete), frozenset(insert))


@contextmanager
def oxigraph() -> Iterator[str]:
    """Address of an ``oxigraph serve`` with nothing in it."""
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if program is None:
        pytest.skip("the oxigraph server is not installed")
    address = f"127.0.0.1:{free_port()}"
    with subprocess.Popen([program, "serve", "--bind", address], stderr=subprocess.DEVNULL) as process:
        for _ in range(100):
            try:
                httpx.get(f"http://{address}/query", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield f"http://{address}"
        process.terminate()


@contextmanager
def named() -> Iterator[str]:
    yield os.environ["BUDGETKG_TEST_STORE"]


SERVERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}
if "BUDGETKG_TEST_STORE" in os.environ:
    SERVERS["named"] = named


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], RemoteBackend]]:
    """Starts each server once."""
    started: dict[str, RemoteBackend] = {}
    with ExitStack() as stack:

        def start(name: str) -> RemoteBackend:
            if name == "virtuoso" and not installed():
                pytest.skip("Virtuoso is not installed; make integration installs it")
            if name not in started:
                started[name] = RemoteBackend(stack.enter_context(SERVERS[name]()))
                stack.callback(started[name].close)
            for graph in started[name].graphs():
                started[name].drop(NamedNode(graph))
            return started[name]

        yield start


@pytest.fixture(params=SERVERS)
def remote(request: pytest.FixtureRequest, running: Callable[[str], RemoteBackend]) -> RemoteBackend:
    """Each server, with nothing in it."""
    return running(request.param)


@pytest.fixture(params=["embedded", *SERVERS])
def backend(request: pytest.FixtureRequest, running: Callable[[str], RemoteBackend]) -> Backend:
    """Each store, with nothing in it."""
    return EmbeddedBackend(Store()) if request.param == "embedded" else running(request.param)


def test_what_is_put_in_comes_out(backend: Backend) -> None:
    quads = {quad("a"), quad("b", WORDS), quad("c", 12, H)}
    backend.apply(change(insert=tuple(quads)))
    assert backend.graph(G) | backend.graph(H) == quads
    assert backend.graphs() == ["http://x/g", "http://x/h"]


def test_both_halves_of_a_difference(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a"), quad("b"))))
    backend.apply(change((quad("a"),), (quad("c", WORDS),)))
    assert backend.graph(G) == {quad("b"), quad("c", WORDS)}


def test_a_graph_that_lost_its_last_quad_is_gone(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a"), quad("b", graph=H))))
    backend.apply(change((quad("b", graph=H),)))
    assert backend.graphs() == ["http://x/g"]


def test_drop(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a"), quad("b", graph=H))))
    backend.drop(G)
    assert (backend.graph(G), backend.graphs()) == (set(), ["http://x/h"])


def test_nothing_changes_by_nothing(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a"),)))
    backend.apply(change())
    assert backend.graph(G) == {quad("a")}


def test_queries_run_over_all_graphs(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a", 1), quad("b", 2, H))))
    rows = backend.select("SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o")
    assert rows == [{"o": Literal("1", datatype=INTEGER)}, {"o": Literal("2", datatype=INTEGER)}]
    assert backend.ask("ASK { ?s ?p 2 }")
    assert not backend.ask("ASK FROM <http://x/g> { ?s ?p 2 }")
    assert {str(triple.subject) for triple in backend.construct("CONSTRUCT WHERE { ?s ?p ?o }")} == {
        "<http://x/a>",
        "<http://x/b>",
    }


def test_serialise(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a", WORDS),)))
    out = io.BytesIO()
    backend.serialise("SELECT ?s { ?s ?p ?o }", "text/csv", out)
    assert out.getvalue() == b"s\r\nhttp://x/a\r\n"
    out = io.BytesIO()
    backend.serialise("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", out)
    assert out.getvalue().decode().strip() == f"{quad('a', WORDS).triple} ."


def test_dump_holds_every_quad(backend: Backend) -> None:
    backend.apply(change(insert=(quad("a", WORDS), quad("b", 3, H))))
    out = io.BytesIO()
    backend.dump(out)
    assert sorted(out.getvalue().decode().splitlines()) == sorted(f"{q} ." for q in (quad("a", WORDS), quad("b", 3, H)))


def test_errors_are_raised(backend: Backend) -> None:
    with pytest.raises(QuerySyntaxError):
        backend.select("SELECT nonsense")
    with pytest.raises(UsageError, match="需要 SELECT"):
        backend.select("ASK {}")
    with pytest.raises(UsageError, match="需要 ASK"):
        backend.ask("SELECT * {}")


def test_a_document_comes_changes_and_goes(backend: Backend) -> None:
    iris = Iris("http://x/")
    first, second = set(to_quads(given.reading("a"), iris=iris)), set(to_quads(given.reading("a", 2026), iris=iris))
    for new in (first, second):
        put_document(backend, iris, "a", new)
        assert backend.graph(iris.document_graph("a")) == new
    put_document(backend, iris, "a", set())
    assert backend.graphs() == []


def test_a_server_that_is_not_there() -> None:
    remote = RemoteBackend(f"http://127.0.0.1:{free_port()}/query")
    with pytest.raises(RemoteStoreError, match="无法使用"):
        remote.select("SELECT * {}")


@pytest.mark.parametrize(
    ("status", "headers", "error", "words"),
    [
        (500, {}, RemoteStoreError, "返回 500：out of memory"),
        (401, {}, RemoteStoreError, "返回 401"),
        (400, {}, QuerySyntaxError, "拒绝了查询"),
        (200, {"X-SQL-State": "S1TAT"}, QueryTimeout, "部分结果"),
    ],
    ids=["fault", "no right", "syntax", "partial result"],
)
def test_an_answer_that_is_none(status: int, headers: dict[str, str], error: type[Exception], words: str) -> None:
    class Failing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"out of memory")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Failing) as failing:
        threading.Thread(target=failing.handle_request).start()
        remote = RemoteBackend(f"http://127.0.0.1:{failing.server_port}/query")
        with pytest.raises(error, match=words):
            remote.select("SELECT * {}")
        remote.close()


def test_a_server_of_small_updates_gets_small_ones() -> None:
    updates: list[int] = []

    class Small(BaseHTTPRequestHandler):
        server_version = "Virtuoso/07.20"
        sys_version = ""

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            updates.extend(text.count(" . ") + 1 for text in form.get("update", ()))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"head":{},"boolean":true}')

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Small) as small:
        thread = threading.Thread(target=small.serve_forever)
        thread.start()
        remote = RemoteBackend(f"http://127.0.0.1:{small.server_port}/sparql")
        remote.apply(change(insert=tuple(quad(f"n{n}") for n in range(2500))))
        remote.close()
        small.shutdown()
        thread.join()
    assert updates == [1000, 1000, 500]


def test_building_into_a_server_gives_the_graph_of_a_local_build(remote: RemoteBackend, tmp_path: Path) -> None:
    server = remote.url
    with as_file(files("nlp") / "samples") as samples:
        paths = sorted(samples.glob("*.txt"))[:2]
        build(paths, tmp_path / "here", decisions=Decisions())
        build(paths, tmp_path / "there", store=server, decisions=Decisions())
        again = build(paths, tmp_path / "there", store=server, decisions=Decisions())
    local = open_reader(tmp_path / "here")
    assert remote.graphs() == local.graphs()
    assert all(remote.graph(NamedNode(graph)) == local.graph(NamedNode(graph)) for graph in local.graphs())
    assert {outcome.status for outcome in again.outcomes} == {"unchanged"}
    assert open_reader(tmp_path / "there", server).source(paths[0].stem) == local.source(paths[0].stem)
    withdraw(paths[0].stem, tmp_path / "there", store=server)
    assert Iris().document_graph(paths[0].stem).value not in remote.graphs()
