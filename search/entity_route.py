"""Linked Data: every IRI of the graph answers by HTTP, as a page or as RDF.

``/id/...`` names the thing and answers 303 See Other with the address of what is said about it: ``/about/...`` for
people, ``/data/....ttl`` (.jsonld, .nt, .rdf) for programs, chosen by Accept (https://www.w3.org/TR/cooluris/).
"""

from __future__ import annotations

from urllib.parse import unquote

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from kg.describe import describe
from kg.iri import segment
from kg.policies import lookup
from nlp.errors import NotFound
from search.entity_view import EntityView, read_entity
from search.http_errors import ApiError
from search.organisation_view import read_organisation
from search.parameters import words_of
from search.project_view import read_project
from search.saved_query import publish
from search.site import Site, site_of
from search.sparql_media import GRAPH, choose, prefers_html
from search.table_view import list_tables, read_table

router = APIRouter(include_in_schema=False)
BY_EXTENSION = {media.extension: media for media in GRAPH}


def raw_tail(request: Request, prefix: str) -> str:
    """The path behind ``prefix`` with its percent escapes as they came, so that an escaped slash stays one."""
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    return str(raw[len(prefix) :])


def iri_of(site: Site, tail: str) -> str:
    """The IRI that the tail of an address names: Chinese characters as they are, the rest escaped as IRIs of ours are."""
    parts = [segment(unquote(part)) for part in tail.split("/") if part.strip()]
    if not parts:
        raise NotFound("地址里没有名称")
    return f"{site.settings.base_iri}id/" + "/".join(parts)


@router.get("/id/{path:path}")
def thing(request: Request, path: str) -> Response:
    """303 to the description that fits the client."""
    tail = raw_tail(request, "/id/")
    accept = request.headers.get("accept")
    if prefers_html(accept):
        target = f"/about/{tail}" + (f"?{request.url.query}" if request.url.query else "")
    else:
        media = choose(accept, GRAPH)
        if media is None:
            raise ApiError(406, "not-acceptable", "能给出的格式有：text/html、" + "、".join(media.type for media in GRAPH))
        target = f"/data/{tail}.{media.extension}"
    return RedirectResponse(target, 303, headers={"Vary": "Accept"})


@router.get("/about/{path:path}")
def about(request: Request, path: str) -> Response:
    """What is said about a thing, for people."""
    site = site_of(request)
    tail = raw_tail(request, "/about/")
    data_path = f"/data/{tail}"
    entity = read_entity(site.reader(), iri_of(site, tail))
    template, context = special(site, entity, words_of(request, "table"))
    response = site.render(request, template, **{"entity": entity, "data_path": data_path, **context})
    response.headers["Link"] = ", ".join(
        f'<{data_path}.{media.extension}>; rel="alternate"; type="{media.type}"' for media in GRAPH
    )
    return response


def special(site: Site, entity: EntityView, table: str) -> tuple[str, dict[str, object]]:
    """The template of a kind of thing and what it shows beyond the statements."""
    reader = site.reader()
    kind = entity.iri.removeprefix(site.settings.base_iri + "id/").split("/")
    if kind[0] == "project":
        return "project.html", {"detail": read_project(reader, entity.iri)}
    if kind[0] == "policy":
        from search.policy_route import policy_context

        looked = lookup(reader, entity.iri)
        return ("policy.html", policy_context(site, looked)) if looked.found else ("entity.html", {})
    if kind[0] == "organisation":
        return "organisation.html", {"detail": read_organisation(reader, entity.iri)}
    if kind[0] == "document" and len(kind) == 2:
        found = list_tables(reader, str(ox.NamedNode(entity.iri)))
        grid = read_table(reader, entity.iri, table) if table else None
        publisher = next((v.text for p in entity.properties if p.iri.endswith("#publisher") for v in p.values), "")
        return "document.html", {"tables": found, "grid": grid, "stem": unquote(kind[1]), "publisher": publisher}
    return "entity.html", {}


@router.get("/data/{path:path}")
def data(request: Request, path: str) -> Response:
    """What is said about a thing, as RDF."""
    site = site_of(request)
    tail, _, extension = raw_tail(request, "/data/").rpartition(".")
    media = BY_EXTENSION.get(extension)
    if media is None:
        raise NotFound("地址应以 " + "、".join("." + name for name in BY_EXTENSION) + " 结尾")
    tag = site.etag(extension)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    body = describe(site.reader(), iri_of(site, tail)).serialise(media.type)
    link = f'</about/{tail}>; rel="alternate"; type="text/html"'
    return Response(body, headers={"ETag": tag, "Link": link, "Content-Type": media.header})


@router.get("/queries.ttl")
def published_queries(request: Request) -> Response:
    """The saved queries as sh:SPARQLExecutable."""
    site = site_of(request)
    return site.rdf_response(publish(site.settings.base_iri), BY_EXTENSION["ttl"], {})
