"""Saved queries over HTTP: a page for each with its parameters as a form, and the same as JSON, CSV, ... below /api."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from search.saved_query import SavedQuery, find_saved, saved_queries
from search.site import site_of
from search.sparql_media import JSON, TABULAR, by_name, choose
from search.sparql_request import SparqlRequest
from search.sparql_route import make_job, not_acceptable, respond, run_watched
from search.sparql_text import read_query

router = APIRouter()

COLUMN_NAMES = {
    "department": "部门", "project": "项目", "label": "事项", "contractor": "承包方", "amount": "金额", "paid": "已付",
    "unpaid": "未付", "balance": "余额", "computed": "算得余额", "document": "文档", "line": "行", "contracts": "合同数",
    "retention": "质保金", "due": "到期", "company": "公司", "role": "角色", "items": "项数", "year": "年度", "attribute": "属性",
    "projects": "项目数", "central": "中央", "provincial": "省级", "municipal_county": "市县", "self_raised": "自筹", "other": "其他",
    "field": "栏目", "text": "文字", "stage": "阶段", "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "value": "值",
    "number": "数", "policy": "文件", "title": "题名", "relation": "关系", "printed": "原文写法", "mentions": "引用次数", "force": "效力",
    "from": "文件", "to": "对象", "table": "表", "row": "行目", "column": "栏", "unit": "单位", "code": "编码", "section": "章节",
    "phase": "资金", "lines": "行数", "page_amount": "项目页金额", "table_amount": "预算表金额", "difference": "差额", "parent": "上级",
    "type": "类型", "name": "名称", "alias": "简称", "rule": "规则", "severity": "程度", "findings": "问题数", "documents": "文档数",
    "message": "说明", "expected": "应为", "found": "实为", "kind": "种类", "level": "层级", "figures": "数字数", "path": "路径",
}  # fmt: skip
AMOUNTS = frozenset({
    "amount", "paid", "unpaid", "balance", "computed", "retention", "central", "provincial", "municipal_county", "self_raised",
    "other", "page_amount", "table_amount", "difference",
})  # fmt: skip


@router.get("/api/queries", tags=["sparql"], summary="保存的查询")
def list_saved() -> dict[str, object]:
    """名称、问题、参数和列。"""
    return {"queries": [saved_json(query) for query in saved_queries().values()]}


def saved_json(query: SavedQuery) -> dict[str, object]:
    return {
        "name": query.name, "title": query.title, "question": query.question, "columns": list(query.columns),
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
    asked = SparqlRequest(query.bind(values), (), (), None, None)
    job = make_job(site, read_query(query.bind(values)), asked, media, site.endpoint(request))
    answer = await run_watched(request, site, job, request.client.host if request.client else "", None)
    return await respond(answer, media, {"ETag": site.etag(media.extension), "Vary": "Accept", "Content-Type": media.header}, head_only=False)


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
    job = make_job(site, read_query(sparql), SparqlRequest(sparql, (), (), None, None), JSON, site.endpoint(request))
    answer = await run_watched(request, site, job, request.client.host if request.client else "", None)
    found = json.loads(await answer.read())["results"]["bindings"]
    answer.watch.cancel()
    rows = [[row.get(column, {}).get("value") for column in query.columns] for row in found]
    return site.render(
        request, "query.html", query=query, values=values, sparql=sparql, rows=rows, names=COLUMN_NAMES, amounts=AMOUNTS,
        truncated=answer.truncated, csv=f"/api/queries/{query.name}?{request.url.query}&format=csv",
    )  # fmt: skip
