"""The JSON API below ``/api``: the same views as the pages, for programs. Errors: ``search.http_errors``.

Money is a plain decimal string in yuan, never a float. ``/api/openapi.json`` describes every address.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

import ontology
from nlp.format import plain
from search.box import search
from search.document_list import checked_documents
from search.finding_view import list_findings
from search.findings import SEVERITIES
from search.pages import ATTRIBUTES, finding_filter, known_findings, page_at, project_filter
from search.parameters import choice_of, page_of, whole_of, words_of
from search.passage import KINDS
from search.site import site_of
from search.views import PROJECT_ORDER, list_projects

router = APIRouter(prefix="/api")
PAGE = Query("", description="第几页，每页 50 条")


def to_json(value: Any) -> Any:
    """Dataclasses, tuples and Decimals as JSON values; keys keep the names of the fields.

    >>> to_json((Decimal("12.50"), None, "甲"))
    ['12.5', None, '甲']
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple | list | frozenset):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    return value


@router.get("/ask", tags=["问答"], summary="用中文提问")
def ask(request: Request, q: str = Query(description="问题"), context: str = Query("", description="所接的上一个问题")) -> dict[str, Any]:
    """答案、所用查询、数据行和原文依据；数据之外的问题回答 kind=refusal。"""
    from search.ask import answer_json

    return answer_json(site_of(request).asker().ask(q, context or None))


@router.get("/search", tags=["问答"], summary="检索")
def find(
    request: Request,
    q: str = Query(description="要找的内容"),
    k: int = Query(10, ge=1, le=100, description="最多几条"),
    year: str = Query("", description="只看这一年"),
    organisation: str = Query("", description="只看这个部门"),
    kind: str = Query("", description="、".join(KINDS)),
) -> dict[str, Any]:
    """按意思和字面检索，越接近越在前。"""
    site = site_of(request)
    hits = search(site, q, whole_of(request, "year"), words_of(request, "organisation"), choice_of(request, "kind", KINDS), k)
    return {"query": q, "hits": [hit_json(hit) for hit in hits]}


def hit_json(hit: Any) -> dict[str, Any]:
    """One hit as ``budgetkg search --json`` prints it."""
    passage = getattr(hit, "passage", hit)
    return {
        "rank": hit.rank, "score": hit.score, "document": passage.document, "line": passage.line, "iri": passage.iri,
        "kind": passage.kind, "title": passage.title, "snippet": hit.snippet, "why": why(hit),
    }  # fmt: skip


def why(hit: Any) -> dict[str, Any]:
    """Which words of the query stand in a hit, which are near to one of its own, how like the whole is (0..1)."""
    near = [{"asked": asked, "found": found, "similarity": similarity} for asked, found, similarity in hit.links]
    lexical, similarity = round(hit.scores.lexical, 3), round(hit.scores.similarity, 3)
    return {"words": list(hit.words), "near": near, "lexical": lexical, "similarity": similarity, "read_as": hit.read_as}


@router.get("/suggest", tags=["问答"], summary="输入提示")
def suggest(request: Request, q: str = Query(description="已输入的字")) -> dict[str, list[str]]:
    """以所输入的字开头或包含它的名称。"""
    index = site_of(request).index_if_any()
    return {"suggestions": [name for name, _, _ in index.suggest(q)] if index and q.strip() else []}


@router.get("/documents", tags=["数据"], summary="文档")
def documents(request: Request) -> dict[str, Any]:
    """全部文档，以及从每份读出的各类记录数。"""
    return {"documents": to_json(checked_documents(site_of(request)))}


@router.get("/projects", tags=["数据"], summary="项目")
def projects(
    request: Request,
    q: str = Query("", description="名称中的字"),
    organisation: str = Query("", description="部门名称或其中的字"),
    year: str = Query("", description="年度"),
    attribute: str = Query("", description="、".join(ATTRIBUTES)),
    min: str = Query("", description="年度金额不低于，可写 50万"),
    sort: str = Query("", description="、".join(PROJECT_ORDER)),
    page: str = PAGE,
) -> dict[str, Any]:
    """绩效目标表中的项目，续页不重复计；year_amount 为年度金额合计（元）。"""
    found, total, amount = site_of(request).kept(list_projects, project_filter(request), page_of(request))
    return {"projects": to_json(found), "total": total, "year_amount": plain(amount), **page_json(request, total)}


@router.get("/findings", tags=["数据"], summary="核对问题")
def findings(
    request: Request,
    document: str = Query("", description="文档标识"),
    rule: str = Query("", description="规则名"),
    severity: str = Query("", description="、".join(SEVERITIES)),
    page: str = PAGE,
) -> dict[str, Any]:
    """错误在前；也列出引用已废止或已有新版文件的（policy-outdated）。"""
    site = site_of(request)
    found, total = list_findings(site.reader(), known_findings(site), finding_filter(request), page_of(request))
    return {"findings": to_json(found), "total": total, **page_json(request, total)}


def page_json(request: Request, total: int) -> dict[str, Any]:
    page = page_at(request, total)
    return {"page": page.number, "pages": page.count, "page_size": page.size}


@router.get("/terms", tags=["sparql"], summary="前缀和本体中的词")
def terms(request: Request) -> dict[str, Any]:
    """编辑器补全所用：类和属性，带中文名。"""
    prefixes = site_of(request).prefixes()
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    labels: dict[str, str] = {}
    for triple in ontology.triples():
        if triple.predicate.value == label and getattr(triple.object, "language", "") in ("zh", "zh-hans", "zh-cn"):
            labels[getattr(triple.subject, "value", "")] = getattr(triple.object, "value", "")
    short = {iri: prefix for prefix, iri in prefixes.items()}
    named = [(iri, label) for iri, label in sorted(labels.items()) if cut_name(iri)[0] in short]
    return {
        "prefixes": prefixes,
        "terms": [{"name": f"{short[cut_name(iri)[0]]}:{cut_name(iri)[1]}", "iri": iri, "label": label} for iri, label in named],
    }


def cut_name(iri: str) -> tuple[str, str]:
    """Namespace and local name.

    >>> cut_name("http://x/o#year")
    ('http://x/o#', 'year')
    """
    at = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:at], iri[at:]


@router.get("", include_in_schema=False)
def overview(request: Request) -> Response:
    """A page of every address of the API."""
    return site_of(request).render(request, "api.html", paths=request.app.openapi()["paths"])
