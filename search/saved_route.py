"""Saved queries over HTTP: a page for each with its parameters as a form, and the same as JSON, CSV, ... below /api."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from search.saved_query import SavedQuery, find_saved, saved_queries
from search.site import site_of
from search.sparql_job import make_job
from search.sparql_media import JSON, TABULAR, by_name, choose
from search.sparql_route import not_acceptable, respond, run_watched
from search.sparql_text import read_query

router = APIRouter()


@router.get("/api/queries", tags=["sparql"], summary="保存的查询")
def list_saved() -> dict[str, object]:
    """名称、问题、参数和列。"""
    return {"queries": [saved_json(query) for query in saved_queries().values()]}


def saved_json(query: SavedQuery) -> dict[str, object]:
    return {
        "name": query.name, "title": query.title, "question": query.question, "columns": list(query.columns), "labels": list(query.labels),
        "parameters": [{"name": p.name, "type": p.type, "default": p.default, "about": p.about} for p in query.parameters],
        "sparql": query.bind({}),
    }  # fmt: skip


@router.get("/api/queries/{name}", tags=["sparql"], summary="运行保存的查询")
async def run(request: Request, name: str) -> Response:
    """以查询参数给出各参数；format=csv、json、xml、tsv 或 Accept 选格式。"""
    site = site_of(request)
    query = find_saved(name)
    values = {key: value for key, value in request.query_params.items() if key != "format"}
    wanted = request.query_params.get("format")
    media = by_name(wanted, TABULAR) if wanted else choose(request.headers.get("accept"), TABULAR)
    if media is None:
        raise not_acceptable(TABULAR)
    job = make_job(site.settings, read_query(query.bind(values)), media)
    answer = await run_watched(request, site, job, request.client.host if request.client else "", None)
    return await respond(answer, media, {"ETag": site.etag(media.extension), "Vary": "Accept", "Content-Type": media.header})


@router.get("/queries", include_in_schema=False)
def index(request: Request) -> Response:
    return site_of(request).render(request, "queries.html", queries=saved_queries().values())


@router.get("/queries/{name}", include_in_schema=False)
async def page(request: Request, name: str) -> Response:
    """The form and, below it, the rows."""
    site = site_of(request)
    query = find_saved(name)
    values = {key: value for key, value in request.query_params.items() if value or key not in {p.name for p in query.parameters}}
    sparql = query.bind(values)
    job = make_job(site.settings, read_query(sparql), JSON)
    answer = await run_watched(request, site, job, request.client.host if request.client else "", None)
    found = json.loads(await answer.read())["results"]["bindings"]
    answer.watch.cancel()
    rows = [[row.get(column, {}).get("value") for column in query.columns] for row in found]
    return site.render(
        request, "query.html", query=query, values=values, sparql=sparql, rows=rows, 
        truncated=answer.truncated, csv=f"/api/queries/{query.name}?{request.url.query}&format=csv",
    )  # fmt: skip
