"""The documents of the current generation as the pages list them, made once for each generation.

What was read of a document is counted when it is indexed; where there is no index, by a query over the whole graph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from kg.store import Reader
from nlp.errors import StoreMissing
from search.library import kept_tables
from search.site import Site
from search.views import DocumentView, list_documents, with_outdated


def known_documents(site: Site) -> tuple[DocumentView, ...]:
    """The documents, newest year first; none where nothing was built yet. Their problems are those they have by themselves."""

    def make(reader: Reader) -> tuple[DocumentView, ...]:
        tables = kept_tables(reader, site.settings)
        return list_documents(reader, tables.nodes() if tables else None)

    return made(site, "documents", make)


def checked_documents(site: Site) -> tuple[DocumentView, ...]:
    """The documents with all their problems: very many take a minute the first time."""
    return made(site, "checked documents", lambda reader: with_outdated(known_documents(site), reader))


def made(site: Site, name: str, make: Callable[[Reader], tuple[DocumentView, ...]]) -> tuple[DocumentView, ...]:
    try:
        return cast(tuple[DocumentView, ...], site.part(name, make))
    except StoreMissing:
        return ()
