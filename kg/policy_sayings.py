"""What the documents say of policies: the mentions in the graph with their places, read in a few short queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

from kg.backend import Row, chunks
from kg.terms import PREAMBLE

DETAILS: WeakKeyDictionary[object, dict[tuple[str | None, str], str]] = WeakKeyDictionary()
"""What was asked of labels and stems so far; a reader reads one generation, in which they do not change."""


class GraphReader(Protocol):
    """The one method of kg.store.Reader and kg.backend.Backend that is needed here."""

    def select(self, sparql: str) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says it."""

    document: str
    line: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A bk:PolicyMention as read from the graph: ``said`` holds its properties by their local names."""

    iri: str
    said: Mapping[str, str]
    place: Place


def sayings_where(reader: GraphReader, pattern: str, limit: int) -> list[Saying]:
    """The mentions ?m that fit ``pattern``, with their first place, in the order of document and line.

    Properties are fetched as they are and put together here: optional joins would scan the store.
    """
    chosen = f"{{ SELECT ?m {{ {pattern} }} LIMIT {limit} }}"
    said: dict[str, dict[str, str]] = {}
    for row in reader.select(f"{PREAMBLE}SELECT ?m ?p ?o {{ {chosen} ?m ?p ?o }}"):
        said.setdefault(row["m"].value, {})[local_name(row["p"].value)] = row["o"].value
    if not said:
        return []
    shown: dict[tuple[str, str], dict[str, str]] = {}
    for row in reader.select(f"{PREAMBLE}SELECT ?m ?e ?p ?o {{ {chosen} ?m bk:evidence ?e . ?e ?p ?o }}"):
        shown.setdefault((row["m"].value, row["e"].value), {})[local_name(row["p"].value)] = row["o"].value
    told = details_of(reader, {facts["document"] for facts in said.values()})
    found: dict[str, Saying] = {}
    for (mention, _), facts in shown.items():
        stem = told.get((said[mention]["document"], "stem")) or ""
        place = Place(stem, int(facts["line"]), int(facts["start"]), int(facts["end"]), facts["quote"])
        if mention not in found or place.line < found[mention].place.line:
            found[mention] = Saying(mention, said[mention], place)
    return sorted(found.values(), key=lambda x: (x.place.document, x.place.line, x.place.start, x.iri))


def details_of(reader: GraphReader, iris: set[str]) -> dict[tuple[str | None, str], str]:
    """(IRI, local name) -> value for labels, stems, years and amounts of things; joins in SPARQL would scan for them."""
    told = DETAILS.setdefault(reader, {})
    for part in chunks(sorted(iri for iri in iris if (iri, "") not in told)):
        things = " ".join(f"<{iri}>" for iri in part)
        rows = reader.select(
            f"{PREAMBLE}SELECT ?x ?p ?o {{ VALUES ?x {{ {things} }}"
            " ?x ?p ?o FILTER(?p IN (skos:prefLabel, bk:stem, bk:year, bk:yearAmount)) }"
        )
        told.update(((iri, ""), "") for iri in part)
        told.update({(row["x"].value, local_name(row["p"].value)): row["o"].value for row in rows})
    return told


def local_name(iri: str) -> str:
    """``.../ontology#year`` -> ``year``."""
    return re.split("[#/]", iri)[-1]
