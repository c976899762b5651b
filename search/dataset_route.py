"""The dataset as a whole: its description (VoID, DCAT), its vocabulary, and downloads in every form."""

from __future__ import annotations

import tempfile
import threading
import zipfile
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

import ontology
from kg.export import DATASETS, FORMATS, TRIPLES, export
from kg.iri import Iris
from kg.terms import BK
from kg.vocabulary import KINDS, diagram, terms
from kg.void import describe_dataset
from nlp.errors import QueryOverload, UsageError
from search.http_errors import ApiError
from search.parameters import words_of
from search.site import site_of
from search.sparql_media import GRAPH, TURTLE, by_name, choose, prefers_html
from search.sparql_route import not_acceptable

router = APIRouter(include_in_schema=False)
exporting = threading.Lock()
ENDINGS = {
    "nquads": "nq", "trig": "trig", "jsonld": "jsonld", "ntriples": "nt", "turtle": "ttl", "rdfxml": "rdf", "xlsx": "xlsx", "skos": "ttl",
    "csv": "zip", "crate": "zip",
}  # fmt: skip


@router.get("/.well-known/void")
@router.get("/void")
def void(request: Request) -> Response:
    """VoID and DCAT, true of this generation."""
    site = site_of(request)
    wanted = words_of(request, "format")
    accept = request.headers.get("accept")
    media = by_name(wanted, GRAPH) if wanted else TURTLE if prefers_html(accept) else choose(accept, GRAPH)
    if media is None:
        raise not_acceptable(GRAPH)
    address = str(request.base_url)
    triples = site.part(f"void {address}", lambda reader: describe_dataset(reader, Iris(site.settings.base_iri), address))
    assert isinstance(triples, tuple)
    return site.rdf_response(triples, media, {"ETag": site.etag("void-" + media.extension), "Vary": "Accept"})


@router.get("/export")
def download(request: Request) -> Response:
    """The whole graph in one of the export forms; one at a time."""
    site = site_of(request)
    form = words_of(request, "format") or "nquads"
    if form not in FORMATS:
        raise UsageError(f"参数 format 应是 {'、'.join(FORMATS)} 之一，收到的是 {form[:40]}")
    if not exporting.acquire(blocking=False):
        raise QueryOverload("正在为别人导出，请稍后再试", retry_after=10)
    folder = tempfile.TemporaryDirectory()
    try:
        path = Path(folder.name) / f"budgetkg.{ENDINGS[form]}"
        if form in DATASETS or form in TRIPLES or form in ("xlsx", "skos"):
            export(site.reader(), path, form)
        else:
            pack(export(site.reader(), Path(folder.name) / form, form), Path(folder.name) / form, path)
    except BaseException:
        folder.cleanup()
        raise
    finally:
        exporting.release()
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def pack(files: tuple[Path, ...], folder: Path, target: Path) -> None:
    """The files of an export folder in one archive."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.relative_to(folder))


@router.get("/ontology")
def vocabulary(request: Request) -> Response:
    """Our terms: a page for people, Turtle and the other forms for programs."""
    site = site_of(request)
    accept = request.headers.get("accept")
    if not words_of(request, "format") and prefers_html(accept):
        pages = terms()
        groups = [(kind, [page for page in pages if page.kind == kind]) for kind in KINDS.values()]
        return site.render(request, "ontology.html", groups=groups, diagram=diagram(pages), ontology_iri=BK.iri)
    media = by_name(words_of(request, "format"), GRAPH) if words_of(request, "format") else choose(accept, GRAPH)
    if media is None:
        raise ApiError(406, "not-acceptable", "本体能给出的格式有：text/html、" + "、".join(m.type for m in GRAPH))
    return site.rdf_response(tuple(sorted(ontology.triples(), key=str)), media, {"Vary": "Accept"})
