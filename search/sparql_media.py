"""Media types of SPARQL answers and the choice between them (Accept header or ``format``).

https://www.w3.org/TR/sparql11-protocol/#query-success and RFC 9110 section 12.5.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Media:
    """``engine`` names the pyoxigraph format: an attribute of QueryResultsFormat or RdfFormat."""

    type: str
    engine: str
    extension: str
    names: tuple[str, ...]
    """what ``format=`` may say"""
    aliases: tuple[str, ...] = ()
    """other media types asked for by clients"""
    marks: bool = True
    """whether a truncated answer can say so in its own body"""

    @property
    def header(self) -> str:
        return f"{self.type}; charset=utf-8" if self.type.startswith("text/") else self.type


JSON = Media("application/sparql-results+json", "JSON", "json", ("json",), ("application/json", "text/json"))
XML = Media("application/sparql-results+xml", "XML", "xml", ("xml",), ("application/xml", "text/xml"))
CSV = Media("text/csv", "CSV", "csv", ("csv",), (), False)
TSV = Media("text/tab-separated-values", "TSV", "tsv", ("tsv",), (), False)
TURTLE = Media("text/turtle", "TURTLE", "ttl", ("turtle", "ttl"), ("application/x-turtle",))
NTRIPLES = Media("application/n-triples", "N_TRIPLES", "nt", ("ntriples", "nt", "n-triples"), ("text/plain",))
JSONLD = Media("application/ld+json", "JSON_LD", "jsonld", ("jsonld", "json-ld"), ("application/json",), False)
RDFXML = Media("application/rdf+xml", "RDF_XML", "rdf", ("rdfxml", "rdf", "xml"), ("application/xml", "text/xml"))

TABULAR = (JSON, XML, CSV, TSV)
BOOLEAN = (JSON, XML, CSV, TSV)
GRAPH = (TURTLE, NTRIPLES, JSONLD, RDFXML)
BY_FORM = {"tabular": TABULAR, "boolean": BOOLEAN, "graph": GRAPH}


@dataclass(frozen=True, slots=True)
class Range:
    """One element of an Accept header."""

    type: str
    subtype: str
    quality: float

    def rank(self, media: str) -> int:
        """2 for the very type, 1 for type/*, 0 for */*, -1 where it does not match."""
        kind, _, sub = media.partition("/")
        if self.type == "*" and self.subtype == "*":
            return 0
        if self.type != kind:
            return -1
        if self.subtype == "*":
            return 1
        return 2 if self.subtype == sub else -1


def read_accept(header: str | None) -> tuple[Range, ...]:
    """Elements of an Accept header; none means everything.

    >>> read_accept("text/csv;q=0.5, */*;q=0.1")[0]
    Range(type='text', subtype='csv', quality=0.5)
    """
    if not header or not header.strip():
        return (Range("*", "*", 1.0),)
    ranges = []
    for element in header.split(","):
        name, *parameters = (part.strip() for part in element.split(";"))
        kind, _, sub = name.lower().partition("/")
        if not kind:
            continue
        quality = next((float(m[1]) for p in parameters if (m := re.fullmatch(r"q=([01](?:\.\d{0,3})?)", p))), 1.0)
        ranges.append(Range(kind, sub or "*", quality))
    return tuple(ranges) or (Range("*", "*", 1.0),)


def quality(media_type: str, ranges: tuple[Range, ...]) -> float:
    """How much the client wants a type: the quality of the most specific range that matches it."""
    matches = [(r.rank(media_type), r.quality) for r in ranges if r.rank(media_type) >= 0]
    return max(matches)[1] if matches else 0.0


def choose(header: str | None, offered: tuple[Media, ...]) -> Media | None:
    """The best offered media; the earlier wins a tie; None where nothing fits (406).

    >>> choose("text/html, text/csv;q=0.9", TABULAR).type
    'text/csv'
    >>> choose("image/png", TABULAR) is None
    True
    """
    ranges = read_accept(header)
    best: Media | None = None
    most = 0.0
    for media in offered:
        score = max(quality(name, ranges) * (1.0 if name == media.type else 0.999) for name in (media.type, *media.aliases))
        if score > most + 1e-9:
            best, most = media, score
    return best


def by_name(name: str, offered: tuple[Media, ...]) -> Media | None:
    """The media called so in ``format=``, by short name or media type."""
    wanted = name.strip().lower().replace(" ", "+")
    return next((m for m in offered if wanted in m.names or wanted == m.type or wanted in m.aliases), None)


def prefers_html(header: str | None) -> bool:
    """Whether a browser asks: text/html named outright and wanted at least as much as any data type."""
    ranges = read_accept(header)
    html = max((r.quality for r in ranges if (r.type, r.subtype) in (("text", "html"), ("application", "xhtml+xml"))), default=0.0)
    data = max((r.quality for r in ranges if r.rank("text/html") < 0 and r.subtype != "xhtml+xml" and r.type != "image"
                and not (r.type == "application" and r.subtype in ("xml", "signed-exchange"))), default=0.0)  # fmt: skip
    return html > 0 and html >= data
