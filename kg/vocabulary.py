"""The ontology as documentation: its terms with both languages, values, counterparts elsewhere, and a picture.

Made from budgetkg.ttl, alignment.ttl and shapes.ttl; the page /ontology shows nothing that is written elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import ontology
from kg.tabular import local

OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
KINDS = {f"{OWL}Class": "类", f"{OWL}ObjectProperty": "关系", f"{OWL}DatatypeProperty": "属性"}
"""Type of a term -> what the page calls it"""
COUNTERPARTS = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{SKOS}closeMatch", f"{SKOS}relatedMatch")
MARGIN, WIDTH, HEIGHT, COLUMNS = 10, 190, 30, 4
BOX = "fill:var(--tint, #eef4fb);stroke:var(--accent, #7aa0c8)"
"""The colours of the page the picture stands in, dark or light"""


@dataclass(frozen=True, slots=True)
class TermPage:
    """One term. ``counterparts``: (relation, IRI) in other vocabularies; ``used_by``: classes whose shape has it."""

    iri: str
    name: str
    kind: str
    labels: dict[str, str]
    definitions: dict[str, str]
    range: str | None
    counterparts: tuple[tuple[str, str], ...]
    used_by: tuple[str, ...]


def terms() -> tuple[TermPage, ...]:
    """All terms, classes first, each kind by name."""
    graph: dict[str, list[tuple[str, object]]] = {}
    for triple in (*ontology.triples(), *ontology.file_triples("alignment.ttl")):
        graph.setdefault(str(triple.subject)[1:-1], []).append((triple.predicate.value, triple.object))
    uses = shape_uses()
    found = [term_page(iri, said, uses) for iri, said in graph.items() if kind_of(said)]
    order = list(KINDS.values())
    return tuple(sorted(found, key=lambda page: (order.index(page.kind), page.name.lower(), page.name)))


def kind_of(said: Iterable[tuple[str, object]]) -> str | None:
    types = (getattr(value, "value", "") for predicate, value in said if predicate.endswith("#type"))
    return next((KINDS[value] for value in types if value in KINDS), None)


def term_page(iri: str, said: list[tuple[str, object]], uses: dict[str, set[str]]) -> TermPage:
    def texts(predicate: str) -> dict[str, str]:
        return {getattr(v, "language", "") or "": getattr(v, "value", "") for p, v in said if p == predicate}

    value_range = next((local(getattr(v, "value", "")) for p, v in said if p == f"{RDFS}range"), None)
    counterparts = {str(getattr(v, "value", "")): local(p) for p, v in sorted(said, key=lambda one: one[0]) if p in COUNTERPARTS}
    return TermPage(
        iri,
        local(iri),
        kind_of(said) or "",
        texts(f"{RDFS}label"),
        texts(f"{SKOS}definition"),
        value_range,
        tuple(sorted((relation, other) for other, relation in counterparts.items())),
        tuple(sorted(uses.get(iri, ()))),
    )


def shape_uses() -> dict[str, set[str]]:
    """Property IRI -> names of the classes whose shape speaks of it."""
    triples = list(ontology.file_triples("shapes.ttl"))
    targets = {str(t.subject): local(str(t.object)[1:-1]) for t in triples if t.predicate.value == f"{SH}targetClass"}
    owners = {str(t.object): str(t.subject) for t in triples if t.predicate.value == f"{SH}property"}
    found: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == f"{SH}path":
            found.setdefault(str(triple.object)[1:-1], set()).add(targets[owners[str(triple.subject)]])
    return found


def diagram(pages: Iterable[TermPage]) -> str:
    """The classes and which properties lead from one to another, as SVG: boxes in rows, the properties below each."""
    pages = tuple(pages)
    classes = [page for page in pages if page.kind == "类"]
    links = [page for page in pages if page.kind == "关系" and page.used_by]
    boxes, rows = [], -(-len(classes) // COLUMNS)
    for n, page in enumerate(classes):
        x, y = MARGIN + (n % COLUMNS) * (WIDTH + 20), MARGIN + (n // COLUMNS) * (HEIGHT + 46)
        out = "、".join(
            link.labels["zh"]
            for link in links
            if page.name in link.used_by and link.name not in ("document", "evidence")
        )
        boxes.append(
            f'<a href="#{page.name}"><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" style="{BOX}"/>'
            f'<text x="{x + WIDTH / 2}" y="{y + 20}" text-anchor="middle" font-size="14">{escape(page.labels["zh"])}</text></a>'
            f'<text x="{x}" y="{y + HEIGHT + 16}" font-size="11" style="fill:var(--soft, #666)">{escape("→ " + out[:24] if out else "")}</text>'
        )
    width, height = MARGIN * 2 + COLUMNS * (WIDTH + 20), MARGIN * 2 + rows * (HEIGHT + 46)
    return f'<svg viewBox="0 0 {width} {height}" role="group" aria-label="类及其关系">{"".join(boxes)}</svg>'
