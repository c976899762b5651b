"""Graphs for tests that need no data folder: documents put into a store by the difference that a build would apply."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.backend import Backend
from kg.iri import Iris
from kg.replacement import by_subject, fingerprints, lines_difference


def put_document(backend: Backend, iris: Iris, stem: str, new: Iterable[Quad]) -> None:
    """Make ``new`` the document's graph in the store, and the shared graph what follows from it."""
    grouped = by_subject(map(str, new))
    backend.apply(lines_difference(backend, iris, stem, grouped, fingerprints(grouped, iris.document(stem))))
