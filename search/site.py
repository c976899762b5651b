"""What a running server holds: settings, the current generation of graph, index and question box, and its templates.

A generation is opened when it is first asked for after the writer has switched; requests that began on the one
before keep it. Loading the index and the question box starts in the background with the server.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyoxigraph as ox
from fastapi import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from kg.store import Places, Reader, open_reader
from kg.terms import PREFIXES
from nlp.errors import BudgetKGError
from search import display
from search.lexical import ANYTHING, Filters
from search.settings import Settings
from search.sparql_job import pool_of
from search.sparql_media import Media

if TYPE_CHECKING:
    from search.ask import Asker
    from search.index import Index

HERE = Path(__file__).parent
Made = TypeVar("Made")
MOST_KEPT = 128
"""lists kept for those who turn pages or come back; each is at most one page, or the contracts of one filter"""
SOON_CHECKED = 60
"""documents that are checked against each other when the server starts; of more when the first asks for it"""
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
"""A page runs our own scripts only, asks our own address only, and stands in nobody else's frame"""


@dataclass(slots=True)
class Generation:
    """One state of the data and everything opened on it."""

    number: int
    reader: Reader
    graphs: frozenset[str]
    """IRIs of the named graphs"""


class Site:
    """One server. Methods that read the graph block: call them from plain (threaded) handlers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = pool_of(settings)
        self.lock = threading.RLock()
        self.opened: Generation | None = None
        self.parts: dict[str, tuple[int, object]] = {}
        self.locks: dict[str, threading.RLock] = {}
        self.lists: OrderedDict[tuple[int, Callable[..., object], tuple[Hashable, ...]], object] = OrderedDict()
        self.warm = threading.Event()

    def generation(self) -> Generation:
        """The current generation, opened."""
        number = self.number()
        with self.lock:
            if self.opened is None or self.opened.number != number:
                reader = open_reader(self.settings.data, self.settings.store)
                self.opened = Generation(number, reader, frozenset(reader.graphs()))
                threading.Thread(target=reader.hold, daemon=True).start()
            return self.opened

    def number(self) -> int:
        """Number of the current generation. A remote store has none: what was read of it is kept for five minutes."""
        return -int(time.time() // 300) if self.settings.store else Places(self.settings.data).generation()

    def reader(self) -> Reader:
        return self.generation().reader

    def graphs(self) -> frozenset[str]:
        return self.generation().graphs

    def etag(self, variant: str) -> str:
        """Weak validator of everything read from this generation in one variant (format)."""
        return f'W/"{time.time_ns() if self.settings.store else self.number()}-{variant}"'

    def prefixes(self) -> dict[str, str]:
        return dict(PREFIXES)

    def endpoint(self, request: Request) -> str:
        """Absolute address of the SPARQL endpoint as this client reaches it."""
        return str(request.base_url) + "sparql"

    def index(self) -> Index:
        """The search index of the current generation. Raises IndexMissing."""
        from search.index import Index
        from search.library import index_folder

        found = self.part("index", lambda reader: Index.open(index_folder(self.settings, reader.generation), self.settings))
        assert isinstance(found, Index)
        return found

    def index_if_any(self) -> Index | None:
        try:
            return self.index()
        except BudgetKGError:
            return None

    def asker(self) -> Asker:
        """The question box over the current generation; it answers while the index is still being loaded."""
        from search.ask import Asker
        from search.library import with_tables

        found = self.part("asker", lambda reader: Asker(with_tables(reader, self.settings), LateIndex(self), self.settings))
        assert isinstance(found, Asker)
        return found

    def part(self, name: str, make: Callable[[Reader], object]) -> object:
        """Something made once per generation; making one part does not hold up another."""
        generation = self.generation()
        with self.lock:
            lock = self.locks.setdefault(name, threading.RLock())
        with lock:
            held = self.parts.get(name)
            if held is None or held[0] != generation.number:
                held = (generation.number, make(generation.reader))
                self.parts[name] = held
            return held[1]

    def ready(self, name: str) -> object:
        """A part of the current generation where it is there already; None where it is still to be made."""
        held = self.parts.get(name)
        return held[1] if held is not None and held[0] == self.number() else None

    def kept(self, make: Callable[..., Made], *arguments: Hashable) -> Made:
        """What ``make(reader, *arguments)`` gives, kept while the generation lasts; what was not asked for longest goes."""
        generation = self.generation()
        key = (generation.number, make, arguments)
        with self.lock:
            if key in self.lists:
                self.lists.move_to_end(key)
                return cast(Made, self.lists[key])
        found = make(generation.reader, *arguments)
        with self.lock:
            self.lists[key] = found
            while len(self.lists) > MOST_KEPT:
                self.lists.popitem(last=False)
        return found

    def warm_up_beside(self) -> None:
        """Load what the first question needs, in the background; ``warm`` is set when it is there."""
        threading.Thread(target=self.warm_up, daemon=True).start()

    def warm_up(self) -> None:
        try:
            for load in (self.generation, self.ask_once, self.search_once):
                with contextlib.suppress(BudgetKGError, ImportError):
                    load()
        finally:
            self.warm.set()
        with contextlib.suppress(BudgetKGError, ImportError):
            self.sum_pages_once()
        self.check_once()

    def check_once(self) -> None:
        """Check documents against each other, where they are not so many that questions would wait for it."""
        from search.document_list import checked_documents, known_documents

        with contextlib.suppress(BudgetKGError):
            if len(known_documents(self)) <= SOON_CHECKED:
                checked_documents(self)

    def ask_once(self) -> None:
        from search.question.project_frame import ProjectFrame
        from search.question.project_rows import project_rows

        self.asker().ask("有哪些文档")
        project_rows(self.asker().graph, ProjectFrame())

    def sum_pages_once(self) -> None:
        """Sum the pages of all projects, which the first question for projects by a condition of their pages would wait for."""
        from search.question.graph import GraphAndTables
        from search.question.project_rows import all_projects

        graph = self.asker().graph
        if isinstance(graph, GraphAndTables):
            all_projects(graph, "本年预算", paged=True)

    def search_once(self) -> None:
        self.index().search("项目", 1)

    @cached_property
    def templates(self) -> Jinja2Templates:
        templates = Jinja2Templates(directory=HERE / "templates")
        templates.env.trim_blocks = templates.env.lstrip_blocks = True
        templates.env.filters.update(display.FILTERS)
        templates.env.tests.update(amount_column=display.is_amount_column)
        templates.env.globals.update(base_iri=self.settings.base_iri)
        return templates

    def render(self, request: Request, template: str, **context: object) -> Response:
        """A page. Everything put into it is escaped."""
        return self.templates.TemplateResponse(request, template, context, headers=PAGE_HEADERS)

    def rdf_response(self, triples: Iterable[ox.Triple], media: Media, headers: dict[str, str]) -> Response:
        """Triples in one RDF format."""
        body = ox.serialize(triples, format=getattr(ox.RdfFormat, media.engine), prefixes=self.prefixes())
        return Response(body, headers={**headers, "Content-Type": media.header})


class LateIndex:
    """The index for the question box, waited for only when it is needed; no index, no passages."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def search(self, query: str, k: int = 10, filters: Filters = ANYTHING) -> list[Any]:
        index = self.site.index_if_any()
        return [] if index is None else list(index.search(query, k, filters))


def site_of(request: Request) -> Site:
    site = request.app.state.site
    assert isinstance(site, Site)
    return site
