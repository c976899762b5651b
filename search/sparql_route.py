"""``/sparql``: the SPARQL 1.1 Protocol for queries over HTTP.

A GET without a query answers the service description, or the editor page for a browser. Answers stream while the
query runs; what fits into ``HEAD_BYTES``, and every format whose body cannot say that it was cut, is held until its end
is known, so that the status and the header ``Budgetkg-Truncated`` are true.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from nlp.errors import QueryRefused
from search import vendor
from search.http_errors import ApiError
from search.site import Site, site_of
from search.sparql_description import service_description
from search.sparql_job import make_job
from search.sparql_media import BY_FORM, GRAPH, JSON, Media, by_name, choose, prefers_html
from search.sparql_remote import run_remotely
from search.sparql_request import SparqlRequest, read_request
from search.sparql_text import QueryText, read_query
from search.worker_process import Answer, Job, whole_answer

router = APIRouter()
HEAD_BYTES = 256 * 1024
LONG_TEXT = 4_000
"""characters"""
TRUNCATED = "Budgetkg-Truncated"
UNKNOWN_GRAPH = "Budgetkg-Unknown-Graph"


@router.get("/sparql", summary="SPARQL 1.1 查询", tags=["sparql"])
@router.post("/sparql", include_in_schema=False)
@router.api_route("/sparql/", methods=["GET", "POST"], include_in_schema=False)
async def sparql(request: Request) -> Response:
    """SPARQL 1.1 Protocol：GET ?query=，POST 表单，或 POST application/sparql-query。"""
    site = site_of(request)
    asked = await read_request(request)
    if request.method != "POST" and not asked.format and prefers_html(request.headers.get("accept")):
        return site.render(request, "sparql.html", query=asked.query, editor=vendor.installed())
    if asked.query is None:
        return describe(request, site, asked)
    outline = await outline_of(asked.query, site.endpoint(request))
    media = choose_media(request, asked, outline)
    tag = site.etag(media.extension)
    headers = {"ETag": tag, "Vary": "Accept", "Cache-Control": "no-cache", "Content-Type": media.header}
    unknown = check_dataset(outline, asked, site.graphs())
    if unknown:
        headers[UNKNOWN_GRAPH] = " ".join(ascii_iri(iri) for iri in unknown)
    if request.method != "POST" and tag in request.headers.get("if-none-match", "").replace(", ", ",").split(","):
        return Response(status_code=304, headers=headers)
    job = make_job(site.settings, outline, media, asked.graphs, site.endpoint(request))
    client = request.client.host if request.client else ""
    answer = await run_watched(request, site, job, client, asked.seconds)
    return await respond(answer, media, headers)


async def outline_of(text: str, base: str) -> QueryText:
    """The outline of a query; a long text is read beside the loop, so that nobody waits for its reading."""
    if len(text) < LONG_TEXT:
        return read_query(text, base)
    return await run_in_threadpool(read_query, text, base)


def describe(request: Request, site: Site, asked: SparqlRequest) -> Response:
    """The service description in the RDF format asked for."""
    accept = request.headers.get("accept")
    media = by_name(asked.format, GRAPH) if asked.format else choose(accept, GRAPH)
    if media is None:
        raise not_acceptable(GRAPH)
    body = service_description(site, site.endpoint(request), media)
    return Response(body, media_type=media.header, headers={"Vary": "Accept", "ETag": site.etag("sd-" + media.extension)})


def choose_media(request: Request, asked: SparqlRequest, outline: QueryText) -> Media:
    """``format`` first, then Accept. A text without a form goes on as JSON: the engine will say where it is wrong."""
    if outline.form is None:
        return JSON
    offered = BY_FORM[outline.form]
    media = by_name(asked.format, offered) if asked.format else choose(request.headers.get("accept"), offered)
    if media is None:
        raise not_acceptable(offered)
    return media


def not_acceptable(offered: tuple[Media, ...]) -> ApiError:
    names = "、".join(media.type for media in offered)
    return ApiError(406, "not-acceptable", f"这种查询能给出的格式有：{names}")


def check_dataset(outline: QueryText, asked: SparqlRequest, known: frozenset[str]) -> tuple[str, ...]:
    """Refuse FROM and graph parameters that this store cannot hold; return unknown graphs named by the protocol.

    A graph named in the protocol's parameters takes the place of FROM; where it is not here it is an empty graph,
    as the protocol's tests ask, and a header says so. Nothing is ever fetched.
    """
    for iri in outline.graphs.all():
        if iri not in known and not asked.graphs:
            raise QueryRefused(f"FROM 指明的图不在这里：{iri[:200]}；本处不从文件或网络读取数据")
    for iri in (*outline.graphs.all(), *asked.graphs.all()):
        if not iri.lower().startswith(("http://", "https://", "urn:")) and iri not in known:
            raise QueryRefused(f"不能作为图的地址：{iri[:200]}；本处不从文件或网络读取数据")
    return tuple(iri for iri in asked.graphs.all() if iri not in known)


def ascii_iri(iri: str) -> str:
    return iri.encode("ascii", "backslashreplace").decode().replace("\r", "").replace("\n", "")


async def run_watched(request: Request, site: Site, job: Job, client: str, seconds: float | None) -> Answer:
    """Start the query and stop it when the client goes away before the answer has begun."""
    if site.settings.store:
        limit = site.settings.query_seconds
        return whole_answer(*await run_remotely(site.settings.store, job, min(seconds or limit, limit)))
    start = asyncio.ensure_future(site.pool.run(job, client, seconds))
    gone = asyncio.ensure_future(disconnected(request))
    done, _ = await asyncio.wait((start, gone), return_when=asyncio.FIRST_COMPLETED)
    if start not in done:
        start.cancel()
        raise ApiError(499, "client-closed", "客户端已断开")
    answer = start.result()
    gone.add_done_callback(lambda task: None if task.cancelled() else answer.cancel())
    answer.watch = gone
    return answer


async def disconnected(request: Request) -> None:
    """Return when the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def respond(answer: Answer, media: Media, headers: dict[str, str]) -> Response:
    """Hold back the head of the answer, then send or stream it."""
    chunks = aiter(answer)
    head = bytearray()
    ended = False
    try:
        while not media.marks or len(head) < HEAD_BYTES:
            chunk = await anext(chunks, None)
            if chunk is None:
                ended = True
                break
            head += chunk
    finally:
        answer.watch.cancel()
    if ended:
        if answer.truncated:
            headers[TRUNCATED] = "true"
        return Response(bytes(head), headers=headers)
    return StreamingResponse(stream(bytes(head), chunks, answer), headers=headers)


async def stream(head: bytes, chunks: AsyncIterator[bytes], answer: Answer) -> AsyncIterator[bytes]:
    """The head and the rest. An error on the way breaks the connection, so that no client takes a part for the whole."""
    try:
        yield head
        async for chunk in chunks:
            yield chunk
    finally:
        answer.cancel()
