"""Any SPARQL 1.1 store over HTTP, by BUDGETKG_STORE=http://host:port/ - the protocol, and nothing of one engine.

Query and update by form POST (SPARQL 1.1 Protocol, 2.1.2 and 2.2.1). The setting names the query endpoint, the update
endpoint beside it: ``…/query`` and ``…/update`` (Oxigraph, Fuseki), ``…/repositories/x`` and its ``/statements``
(GraphDB, RDF4J), ``…/sparql`` for both (Virtuoso). Every status but 2xx raises RemoteStoreError with the engine's own
words; nothing is answered with an empty result.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO

import httpx
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.backend import Difference, Row, difference_update, names_dataset, position, rows_of
from kg.terms import PREAMBLE
from nlp.errors import QuerySyntaxError, RemoteStoreError, UsageError

RESULTS = "application/sparql-results+json"
SMALL_UPDATES = ("virtuoso",)
"""Servers, by their Server header, that refuse an update of more than some thousand statements"""
STATEMENTS = 1000
TIMEOUT = httpx.Timeout(60.0, connect=5.0)


def endpoints(url: str) -> tuple[str, str]:
    """Query and update address of a store.

    >>> endpoints("http://localhost:7878/")
    ('http://localhost:7878/query', 'http://localhost:7878/update')
    >>> endpoints("http://localhost:8890/sparql")
    ('http://localhost:8890/sparql', 'http://localhost:8890/sparql')
    """
    url = url.rstrip("/")
    if url.endswith("/query"):
        return url, f"{url.removesuffix('/query')}/update"
    if url.endswith("/sparql"):
        return url, url
    if "/repositories/" in url:
        return url, f"{url}/statements"
    return f"{url}/query", f"{url}/update"


class RemoteBackend:
    """A store behind a URL. Its default graph must be the union of the named ones (``oxigraph serve
    --union-default-graph``; Virtuoso and GraphDB do it by themselves)."""

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self.query_url, self.update_url = endpoints(url)
        self.client = client or httpx.Client(timeout=TIMEOUT)
        self.server: str | None = None

    def post(self, url: str, form: dict[str, str], accept: str) -> bytes:
        try:
            answer = self.client.post(url, data=form, headers={"Accept": accept})
        except httpx.HTTPError as error:
            raise RemoteStoreError(f"无法使用 {url}：{type(error).__name__} {error}") from error
        self.server = answer.headers.get("Server", "").lower()
        if answer.status_code == 400 and url == self.query_url and "query" in form:
            words = answer.text.strip()[:500]
            raise QuerySyntaxError(f"{url} 拒绝了查询：{words}", *position(words))
        if not answer.is_success:
            raise RemoteStoreError(f"{url} 返回 {answer.status_code}：{answer.text.strip()[:500]}")
        if answer.headers.get("X-SQL-State") == "S1TAT":
            raise RemoteStoreError(f"{url} 超时，只给出了部分结果")
        return answer.content

    def query(self, sparql: str, accept: str) -> bytes:
        form = {"query": PREAMBLE.replace("\n", " ") + sparql}  # on one line: the server's line numbers stay right
        if not names_dataset(sparql):
            form["union-default-graph"] = ""
        return self.post(self.query_url, form, accept)

    def update(self, sparql: str) -> None:
        self.post(self.update_url, {"update": sparql}, "*/*")

    def select(self, sparql: str) -> list[Row]:
        found = parse_query_results(BytesIO(self.query(sparql, RESULTS)), format=QueryResultsFormat.JSON)
        if not isinstance(found, QuerySolutions):
            raise UsageError(f"需要 SELECT 查询：{sparql[:80]}")
        return rows_of(found)

    def ask(self, sparql: str) -> bool:
        found = parse_query_results(BytesIO(self.query(sparql, RESULTS)), format=QueryResultsFormat.JSON)
        if not isinstance(found, QueryBoolean):
            raise UsageError(f"需要 ASK 查询：{sparql[:80]}")
        return bool(found)

    def construct(self, sparql: str) -> list[Triple]:
        answer = self.query(sparql, RdfFormat.N_TRIPLES.media_type)
        return [quad.triple for quad in parse(BytesIO(answer), format=RdfFormat.N_TRIPLES)]

    def serialise(self, sparql: str, media_type: str, out: IO[bytes]) -> None:
        out.write(self.query(sparql, media_type))

    def graph(self, graph: NamedNode) -> set[Quad]:
        triples = self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return {Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples}

    def graphs(self) -> list[str]:
        rows = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return sorted(row["g"].value for row in rows)

    def apply(self, difference: Difference) -> None:
        """One update, atomic where the server's updates are. To a server of SMALL_UPDATES many small ones, insertions
        first: not atomic, so such a server is a mirror to read from and not the store of record."""
        if not difference:
            return
        if not any(name in self.server_name() for name in SMALL_UPDATES):
            self.update(difference_update(difference))
            return
        for half, empty in ((difference.insert, False), (difference.delete, True)):
            quads = sorted(half, key=str)
            for at in range(0, len(quads), STATEMENTS):
                part = frozenset(quads[at : at + STATEMENTS])
                self.update(
                    difference_update(Difference(part, frozenset()) if empty else Difference(frozenset(), part))
                )

    def server_name(self) -> str:
        """The Server header in lower case, asked for once."""
        if self.server is None:
            self.ask("ASK {}")
        return self.server or ""

    def drop(self, graph: NamedNode) -> None:
        self.update(f"DROP SILENT GRAPH {graph}")

    def dump(self, out: IO[bytes], media_type: str = "application/n-quads") -> None:
        if media_type != RdfFormat.N_QUADS.media_type:
            raise UsageError(f"远程图谱只能导出为 N-Quads，不是 {media_type}")
        for graph in self.graphs():
            for quad in sorted(self.graph(NamedNode(graph)), key=str):
                out.write(f"{quad} .\n".encode())

    def close(self) -> None:
        self.client.close()
