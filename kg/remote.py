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
    serialize,
)

from kg.backend import Difference, Row, difference_update, names_dataset, position, rdf_format, results_format, rows_of
from kg.remote_engine import STATEMENTS, Engine, check_whole, portable
from kg.terms import BK, PREAMBLE
from nlp.errors import QueryError, QuerySyntaxError, RemoteStoreError, UsageError

RESULTS = "application/sparql-results+json"
PAGE = 5000
"""Triples of a graph fetched at once from an engine that cuts answers off"""
MOST_ROWS = "SELECT (bif:cfg_item_value(bif:virtuoso_ini_path(), 'SPARQL', 'ResultSetMaxRows') AS ?n) {}"
DEFAULT_ROWS = 10_000
"""ResultSetMaxRows of Virtuoso as it is shipped"""
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
    --union-default-graph``; Virtuoso and GraphDB do it by themselves). Known defects of engines: kg/remote_engine.py."""

    def __init__(self, url: str, client: httpx.Client | None = None) -> None:
        self.url = url
        self.query_url, self.update_url = endpoints(url)
        self.client = client or httpx.Client(timeout=TIMEOUT)
        self._engine: Engine | None = None
        self._rows: int | None = None

    @property
    def engine(self) -> Engine:
        """What answers here, by its Server header; asked for once."""
        if self._engine is None:
            self.post(self.query_url, {"query": "ASK {}"}, RESULTS)
        return self._engine or Engine("")

    def post(self, url: str, form: dict[str, str], accept: str) -> bytes:
        try:
            answer = self.client.post(url, data=form, headers={"Accept": accept})
        except httpx.HTTPError as error:
            raise RemoteStoreError(f"无法使用 {url}：{type(error).__name__} {error}") from error
        self._engine = Engine(answer.headers.get("Server", "").lower())
        if answer.status_code == 400 and url == self.query_url and "query" in form:
            words = answer.text.strip()[:500]
            raise QuerySyntaxError(f"{url} 拒绝了查询：{words}", *position(words))
        if not answer.is_success:
            raise RemoteStoreError(f"{url} 返回 {answer.status_code}：{answer.text.strip()[:500]}")
        check_whole(answer.headers)
        return answer.content

    def query(self, sparql: str, accept: str) -> bytes:
        self.engine.check_query(sparql)
        form = {"query": PREAMBLE.replace("\n", " ") + portable(sparql)}  # on one line: line numbers stay right
        if not names_dataset(sparql):
            form["union-default-graph"] = ""
        return self.post(self.query_url, form, accept)

    def update(self, sparql: str) -> None:
        self.post(self.update_url, {"update": sparql}, "*/*")

    def results(self, sparql: str) -> QuerySolutions | QueryBoolean:
        return parse_query_results(BytesIO(self.query(sparql, RESULTS)), format=QueryResultsFormat.JSON)

    def select(self, sparql: str) -> list[Row]:
        found = self.results(sparql)
        if not isinstance(found, QuerySolutions):
            raise UsageError(f"需要 SELECT 查询：{sparql[:80]}")
        return [{name: self.engine.term(value) for name, value in row.items()} for row in rows_of(found)]

    def ask(self, sparql: str) -> bool:
        found = self.results(sparql)
        if not isinstance(found, QueryBoolean):
            raise UsageError(f"需要 ASK 查询：{sparql[:80]}")
        return bool(found)

    def construct(self, sparql: str) -> list[Triple]:
        answer = self.query(sparql, RdfFormat.N_TRIPLES.media_type)
        triples = [quad.triple for quad in parse(BytesIO(answer), format=RdfFormat.N_TRIPLES)]
        if self.engine.is_virtuoso and len(triples) >= self.most_rows():
            raise RemoteStoreError(f"图数据库只给出了前 {len(triples)} 条陈述（其设置 ResultSetMaxRows），请调大该设置")
        return triples

    def most_rows(self) -> int:
        """Rows after which Virtuoso cuts an answer off: its setting, asked for once; its default where it will not say."""
        if self._rows is None:
            try:
                rows = self.select(MOST_ROWS)
                self._rows = int(rows[0]["n"].value)
            except (QueryError, RemoteStoreError, LookupError, ValueError):
                self._rows = DEFAULT_ROWS
        return self._rows

    def serialise(self, sparql: str, media_type: str, out: IO[bytes]) -> None:
        """Fetched in one form and written in the form asked for: engines differ in their CSV, TSV and XML."""
        if RdfFormat.from_media_type(media_type) is not None:
            serialize(self.construct(sparql), out, rdf_format(media_type))
        else:
            self.results(sparql).serialize(out, format=results_format(media_type))

    def graph(self, graph: NamedNode) -> set[Quad]:
        if self.engine.is_virtuoso:
            return self.graph_by_pages(graph)
        triples = self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
        return {Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples}

    def graph_by_pages(self, graph: NamedNode) -> set[Quad]:
        """A graph from an engine that cuts answers off: page by page, counted. Raises where pages do not add up."""
        where = f"{{ GRAPH {graph} {{ ?s ?p ?o }} }}"
        (counted,) = self.select(f"SELECT (COUNT(*) AS ?n) {where}")
        size = min(PAGE, self.most_rows())
        quads: set[Quad] = set()
        for at in range(0, int(counted["n"].value), size):
            for row in self.select(f"SELECT ?s ?p ?o {where} LIMIT {size} OFFSET {at}"):
                quads.add(Quad(NamedNode(row["s"].value), NamedNode(row["p"].value), row["o"], graph))
        if len(quads) != int(counted["n"].value):
            raise RemoteStoreError(f"{graph} 有 {counted['n'].value} 条陈述，只取到 {len(quads)} 条，可能正被改动，请重试")
        return quads

    def node(self, node: NamedNode, graph: NamedNode) -> set[Quad]:
        rows = self.select(f"SELECT ?p ?o {{ GRAPH {graph} {{ {node} ?p ?o }} }}")
        return {Quad(node, NamedNode(row["p"].value), row["o"], graph) for row in rows}

    def graphs(self) -> list[str]:
        rows = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return sorted(row["g"].value for row in rows if not self.engine.is_own(row["g"].value))

    def apply(self, difference: Difference) -> None:
        """One update, atomic where the server's updates are. To an engine of small updates several: a document's
        bk:stem comes after everything else of it and goes after everything else, so that what stopped half way is
        seen to be there, and the next build or withdrawal finishes it."""
        if not difference:
            return
        if not self.engine.small_updates:
            self.update(difference_update(difference))
            return
        for last in (False, True):
            for quads, wrap in ((difference.insert, inserting), (difference.delete, deleting)):
                part = sorted((quad for quad in quads if (quad.predicate == BK.stem) is last), key=str)
                for at in range(0, len(part), STATEMENTS):
                    self.update(difference_update(wrap(frozenset(part[at : at + STATEMENTS]))))

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


def inserting(quads: frozenset[Quad]) -> Difference:
    return Difference(frozenset(), quads)


def deleting(quads: frozenset[Quad]) -> Difference:
    return Difference(quads, frozenset())
