"""``/sparql`` in front of another SPARQL 1.1 store (BUDGETKG_STORE): the same refusals, limits and marks, its evaluation.

The store's default graph must be the union of its named graphs (see kg/remote.py). A partial answer is an error.
"""

from __future__ import annotations

import asyncio

import httpx
from pyoxigraph import RdfFormat, parse, serialize

from kg.remote import DEFAULT_ROWS, endpoints
from kg.remote_engine import Engine, check_whole, portable
from nlp.errors import QueryError, QuerySyntaxError, QueryTimeout, QueryTooLarge, RemoteStoreError
from search.worker_process import Job

TRIPLES = RdfFormat.N_TRIPLES
MEDIA_TYPES = {
    "JSON": "application/sparql-results+json", "XML": "application/sparql-results+xml", "CSV": "text/csv",
    "TSV": "text/tab-separated-values", "TURTLE": "text/turtle", "N_TRIPLES": "application/n-triples",
    "JSON_LD": "application/ld+json", "RDF_XML": "application/rdf+xml",
}  # fmt: skip


async def run_remotely(store: str, job: Job, seconds: float) -> tuple[bytes, bool]:
    """Bytes of the answer and whether rows were cut off. Raises QueryError or RemoteStoreError."""
    async with httpx.AsyncClient(timeout=seconds) as client:
        try:
            async with asyncio.timeout(seconds):
                graph = RdfFormat.from_media_type(MEDIA_TYPES[job.engine])
                body = await post(client, store, job, job.text, TRIPLES.media_type if graph else None)
                cut = False
                if job.beyond is not None:
                    probe = await post(client, store, job, job.beyond, "application/sparql-results+json")
                    cut = b'"value"' in probe
        except (TimeoutError, httpx.TimeoutException):
            raise QueryTimeout(f"查询超过 {seconds:g} 秒的时限，已停止；请缩小范围或加 LIMIT") from None
    return (in_form(body, graph) if graph else body), cut


def in_form(triples: bytes, form: RdfFormat) -> bytes:
    """N-Triples in the form asked for: engines differ in the others."""
    return serialize((quad.triple for quad in parse(triples, format=TRIPLES)), format=form) or b""


async def post(client: httpx.AsyncClient, store: str, job: Job, text: str, accept: str | None = None) -> bytes:
    """One query by form POST; the answer is read up to the byte limit."""
    form: dict[str, list[str]] = {"query": [portable(text)]}
    if job.default_graphs is not None:
        form["default-graph-uri"] = list(job.default_graphs)
        form["named-graph-uri"] = list(job.named_graphs)
    elif not job.own_dataset:
        form["union-default-graph"] = [""]
    body = bytearray()
    try:
        async with client.stream("POST", endpoints(store)[0], data=form, headers={"Accept": accept or MEDIA_TYPES[job.engine]}) as answer:
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > job.bytes:
                    raise QueryTooLarge(f"结果超过 {job.bytes:,} 字节的上限，请加 LIMIT 或减少列")
    except httpx.HTTPError as error:
        if isinstance(error, httpx.TimeoutException):
            raise
        raise RemoteStoreError(f"图数据库连接不上：{type(error).__name__}") from error
    check(answer, bytes(body))
    engine = Engine(answer.headers.get("Server", "").lower())
    engine.check_query(text)
    if engine.is_virtuoso and accept == TRIPLES.media_type and body.count(b"\n") >= DEFAULT_ROWS:  # cut off without a word
        raise RemoteStoreError(f"图数据库可能只给出了前 {DEFAULT_ROWS} 条陈述，请加 LIMIT")
    return bytes(body)


def check(answer: httpx.Response, body: bytes) -> None:
    """Raise what the store's status means."""
    words = body[:500].decode("utf-8", "replace").strip()
    if answer.status_code == 400:
        raise QuerySyntaxError(f"图数据库不接受这个查询：{words}")
    check_whole(answer.headers)
    if not answer.is_success:
        raise RemoteStoreError(f"图数据库返回 {answer.status_code}：{words}")
    if not answer.headers.get("content-type", "").strip():
        raise QueryError("图数据库的应答没有说明格式")
