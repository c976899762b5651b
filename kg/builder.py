"""A graph in the making: the quads of one document, each node with its evidence.

Values enter in the store's own canonical form (Decimal("1.50") is "1.5"), so that the difference between a graph in
the store and one just made is a difference of facts. ``None`` adds nothing: what is not printed is not said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from operator import itemgetter

from pyoxigraph import Literal, NamedNode, Quad

from kg.iri import Iris
from kg.terms import BK, OA, RDF, XSD
from nlp.format import plain
from nlp.record import Span, Stretch
from nlp.source import Source

Value = NamedNode | str | int | bool | Decimal | None


def literal(value: str | int | bool | Decimal) -> Literal:
    """A typed literal in canonical form.

    >>> literal(Decimal("1.50")), literal(True)
    (<Literal value=1.5 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#decimal>>, <Literal value=true datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#boolean>>)
    """
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=XSD.boolean)
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD.integer)
    if isinstance(value, Decimal):
        digits = plain(value) or "0"
        return Literal("0" if digits == "-0" else digits, datatype=XSD.decimal)
    return Literal(value)


class GraphBuilder:
    """Collects the quads of document ``stem``; ``source`` gives the quotes, without it the records' own words do."""

    def __init__(self, stem: str, iris: Iris, source: Source | None = None) -> None:
        self.stem = stem
        self.iris = iris
        self.source = source
        self.document = iris.document(stem)
        self.graph = iris.document_graph(stem)
        self.quads: set[Quad] = set()
        self._taken: set[tuple[str, str]] = set()
        self._evidence: dict[tuple[int, int, int], NamedNode] = {}

    def add(self, subject: NamedNode, predicate: NamedNode, value: Value) -> None:
        if value is None or value == "":
            return
        node = value if isinstance(value, NamedNode) else literal(value)
        self.quads.add(Quad(subject, predicate, node, self.graph))

    def describe(self, subject: NamedNode, values: Iterable[tuple[NamedNode, Value]]) -> None:
        for predicate, value in values:
            self.add(subject, predicate, value)

    def node(self, kind: str, key: str, type_: NamedNode, spans: Sequence[Span], quote: str | None = None) -> NamedNode:
        """A node that stands in the document. A key that is taken gets a number in the order of reading."""
        unique, n = key, 1
        while (kind, unique) in self._taken:
            n += 1
            unique = f"{key}-{n}"
        self._taken.add((kind, unique))
        iri = self.iris.part(self.stem, kind, unique)
        self.add(iri, RDF.type, type_)
        self.add(iri, BK.document, self.document)
        for span in spans or (Span(1, 0, 0),):
            self.add(iri, BK.evidence, self.evidence(span, quote if len(spans) == 1 else None))
        return iri

    def node_at(
        self, kind: str, type_: NamedNode, spans: Sequence[Span], quote: str | None = None, part: str = ""
    ) -> NamedNode:
        """A node whose key is the place of its first span: line-start."""
        first = spans[0] if spans else Span(1, 0, 0)
        return self.node(kind, f"{part}{first.line}-{first.start}", type_, spans, quote)

    def evidence(self, span: Span, quote: str | None = None) -> NamedNode:
        """The place in the source: line, half-open code points, the words as printed; one node for each place."""
        place = (span.line, span.start, span.end)
        found = self._evidence.get(place)
        if found is None:
            found = self.iris.part(self.stem, "line", f"{span.line}-{span.start}-{span.end}")
            self._evidence[place] = found
            self.describe(
                found,
                (
                    (RDF.type, OA.SpecificResource),
                    (OA.hasSource, self.document),
                    (BK.line, span.line),
                    (BK.start, span.start),
                    (BK.end, span.end),
                    (BK.pdfPage, span.page),
                    (BK.quote, self.source.quote(span) if self.source else quote),
                ),
            )
        return found

    def stretch(self, stretch: Stretch) -> tuple[Span, ...]:
        return tuple(span for span in stretch.spans() if span.start < span.end) or stretch.spans()

    def finished(self) -> list[Quad]:
        """All quads in the order of their lines, with bk:graphDigest, the digest of the other lines, in its place."""
        pairs = sorted(((str(quad), quad) for quad in self.quads), key=itemgetter(0))
        digest = Quad(self.document, BK.graphDigest, Literal(graph_digest(line for line, _ in pairs)), self.graph)
        return [quad for _, quad in sorted([*pairs, (str(digest), digest)], key=itemgetter(0))]


def graph_digest(lines: Iterable[str]) -> str:
    """Digest of a graph's lines in their order; the line that holds it is not one of them."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]
