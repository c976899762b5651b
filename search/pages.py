"""The pages people read: server-rendered, shareable addresses, nothing loaded from elsewhere.

Handlers are plain functions, run in threads: they read the graph of one generation and render a template.
"""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from starlette.responses import Response

from kg.stats import Stats, stats
from nlp.errors import NotFound, UsageError
from search.box import ask_and_search
from search.document_list import checked_documents, known_documents
from search.finding_view import FindingFilter, FindingView, count_rules, every_finding, list_findings
from search.findings import SEVERITIES, known_rules
from search.parameters import amount_of, choice_of, page_of, whole_of, words_of
from search.passage import KINDS
from search.site import Site, site_of
from search.source_view import read_source_page
from search.views import (
    COUNTED,
    PROJECT_ORDER,
    Choices,
    DocumentView,
    Page,
    ProjectFilter,
    list_projects,
    read_choices,
    read_document_names,
)

router = APIRouter(include_in_schema=False)
ATTRIBUTES = ("一次性", "延续性", "经常性")


@router.get("/")
def home(request: Request) -> Response:
    """One box: the answer to a question, and what a search finds."""
    site = site_of(request)
    query = words_of(request, "q")
    if not query:
        documents = known_documents(site)
        problems = site.ready("checked documents")
        return site.render(request, "home.html", documents=documents, examples=example_questions(documents), sums=sums_of(documents, problems))
    outcome = ask_and_search(
        site, query, whole_of(request, "year"), words_of(request, "organisation"), choice_of(request, "kind", KINDS),
        context=words_of(request, "context"),
    )  # fmt: skip
    return site.render(request, "results.html", query=query, outcome=outcome, choices=known_choices(site), names=site.kept(read_document_names))


def sums_of(documents: tuple[DocumentView, ...], checked: object) -> dict[str, int]:
    """How much was read of all documents; the problems only once every document was checked against the others."""
    told = checked if isinstance(checked, tuple) else ()
    sums = Counter(dict[str, int]())
    for document in told or documents:
        sums.update(dict(document.counts))
    return {label: count for label, count in sums.items() if told or label != COUNTED["Finding"]}


def known_choices(site: Site) -> Choices:
    found = site.part("choices", read_choices)
    assert isinstance(found, Choices)
    return found


def known_findings(site: Site) -> tuple[FindingView, ...]:
    found = site.part("findings", every_finding)
    assert isinstance(found, tuple)
    return found


def example_questions(documents: tuple[DocumentView, ...]) -> tuple[str, ...]:
    """Questions that the documents at hand can answer: of what was read of none, nothing is asked."""
    if not documents:
        return ()
    richest = max(documents, key=lambda document: dict(document.counts).get("项目页", 0))
    counts, unit = dict(richest.counts), richest.unit or richest.title
    asked = [f"{unit}{richest.year}年三公经费是多少？"]
    if counts.get("合同"):
        asked.insert(0, f"{unit}还有哪些合同没有付清？")
    if counts.get("项目页"):
        asked = [f"{unit}{richest.year}年有哪些项目？", *asked, "金额最大的三个项目"]
    if counts.get("政策引用"):
        asked.append("哪些项目还在引用已废止的文件？")
    return tuple(asked)


@router.get("/documents")
def documents(request: Request) -> Response:
    """What is in here: documents, years, how much was read of each."""
    site = site_of(request)
    found = checked_documents(site)
    totals: dict[str, int] = {}
    for document in found:
        for label, count in document.counts:
            totals[label] = totals.get(label, 0) + count
    counted = site.part("stats", stats) if found else None
    gaps = {d.stem: d.gaps for d in counted.documents} if isinstance(counted, Stats) else {}
    tables = counted.tables if isinstance(counted, Stats) else ()
    return site.render(request, "documents.html", documents=found, totals=totals, gaps=gaps, tables=tables)


@router.get("/projects")
def projects(request: Request) -> Response:
    """Projects with filters; the sum says what it includes."""
    site = site_of(request)
    wanted = project_filter(request)
    found, total, amount = site.kept(list_projects, wanted, page_of(request))
    return site.render(
        request, "projects.html", projects=found, wanted=wanted, choices=known_choices(site), attributes=ATTRIBUTES,
        amount=amount, page=page_at(request, total),
    )  # fmt: skip


def project_filter(request: Request) -> ProjectFilter:
    return ProjectFilter(
        words_of(request, "q"), words_of(request, "organisation"), whole_of(request, "year"), choice_of(request, "attribute", ATTRIBUTES),
        amount_of(request, "min"), choice_of(request, "sort", PROJECT_ORDER) or "amount",
    )  # fmt: skip


def page_at(request: Request, total: int) -> Page:
    """Where in a list this request is, keeping its other parameters."""
    kept = tuple((name, value) for name, value in request.query_params.multi_items() if name != "page" and value)
    page = Page(page_of(request), total, request.url.path, kept)
    if page.number > page.count:
        raise UsageError(f"参数 page 应是 1 到 {page.count} 之间的整数，收到的是 {page.number}")
    return page


@router.get("/findings")
def findings(request: Request) -> Response:
    """What the checks found, errors first."""
    site = site_of(request)
    every, wanted = known_findings(site), finding_filter(request)
    found, total = list_findings(site.reader(), every, wanted, page_of(request))
    return site.render(
        request, "findings.html", findings=found, counts=count_rules(every), documents=known_documents(site),
        page=page_at(request, total), wanted=wanted,
    )  # fmt: skip


def finding_filter(request: Request) -> FindingFilter:
    document = words_of(request, "document")
    if document and document not in {known.stem for known in known_documents(site_of(request))}:
        raise NotFound(f"没有文档“{document}”")
    return FindingFilter(
        document, choice_of(request, "rule", known_rules()), choice_of(request, "severity", SEVERITIES)
    )


@router.get("/source/{stem:path}")
def source(request: Request, stem: str) -> Response:
    """The source text with the asked place marked."""
    site = site_of(request)
    text = site.reader().source(stem)
    line = whole_of(request, "line", 1)
    page = read_source_page(text, line, whole_of(request, "start"), whole_of(request, "end"), whole_of(request, "from", 1) or 1)
    view = next((d for d in known_documents(site) if d.stem == stem), None)
    return site.render(request, "source.html", page=page, line=line, document=view)

