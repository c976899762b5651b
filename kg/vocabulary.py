"""The ontology as a page: terms with both languages, values, counterparts elsewhere, and a picture of the classes.

Made from budgetkg.ttl and alignment.ttl; nothing on the page is written anywhere else. Served at the ontology's own
address, and printed by ``python -m kg.vocabulary``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

import ontology
from kg.tabular import local

OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
KINDS = {f"{OWL}Class": "类", f"{OWL}ObjectProperty": "对象属性", f"{OWL}DatatypeProperty": "数据属性"}
COUNTERPARTS = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{SKOS}closeMatch", f"{SKOS}relatedMatch")
MARGIN, WIDTH, HEIGHT, COLUMNS = 10, 190, 30, 4

STYLE = """body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h1,h2{font-weight:600}section{border-top:1px solid #ddd;padding:.6rem 0}h3{margin:.2rem 0}code{color:#555}
dl{margin:.2rem 0 0;display:grid;grid-template-columns:8rem 1fr}dt{color:#777}dd{margin:0}svg{max-width:100%}
nav a{margin-right:.8rem;white-space:nowrap}"""


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
    counterparts = sorted((local(p), str(getattr(v, "value", ""))) for p, v in said if p in COUNTERPARTS)
    return TermPage(
        iri,
        local(iri),
        kind_of(said) or "",
        texts(f"{RDFS}label"),
        texts(f"{SKOS}definition"),
        value_range,
        tuple(counterparts),
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


def vocabulary_html() -> str:
    """The page."""
    pages = terms()
    body = "".join(f"<h2>{kind}</h2>{''.join(sections(pages, kind))}" for kind in KINDS.values())
    links = "".join(f'<a href="#{page.name}">{escape(page.labels["zh"])}</a>' for page in pages if page.kind == "类")
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>部门预算知识图谱本体</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>部门预算知识图谱本体</h1><p>命名空间 <code>https://w3id.org/budgetkg/ontology#</code>，前缀 <code>bk:</code></p>"
        f"<nav>{links}</nav>{diagram(pages)}{body}</body></html>"
    )


def sections(pages: Iterable[TermPage], kind: str) -> Iterator[str]:
    for page in pages:
        if page.kind == kind:
            rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in details(page))
            yield (
                f'<section id="{page.name}"><h3>{escape(page.labels["zh"])} <code>bk:{page.name}</code></h3>'
                f"<p>{escape(page.definitions['zh'])}</p><dl>{rows}</dl></section>"
            )


def details(page: TermPage) -> Iterator[tuple[str, str]]:
    yield "English", f"<b>{escape(page.labels['en'])}</b> {escape(page.definitions['en'])}"
    if page.range:
        yield "取值", f"<code>{escape(page.range)}</code>"
    if page.used_by:
        yield "用于", " ".join(f'<a href="#{name}">{escape(name)}</a>' for name in page.used_by)
    for relation, iri in page.counterparts:
        yield escape(relation), f'<a href="{escape(iri)}">{escape(iri)}</a>'


def diagram(pages: Iterable[TermPage]) -> str:
    """The classes and which properties lead from one to another, as SVG: boxes in rows, the properties below each."""
    pages = tuple(pages)
    classes = [page for page in pages if page.kind == "类"]
    links = [page for page in pages if page.kind == "对象属性" and page.used_by]
    boxes, rows = [], -(-len(classes) // COLUMNS)
    for n, page in enumerate(classes):
        x, y = MARGIN + (n % COLUMNS) * (WIDTH + 20), MARGIN + (n // COLUMNS) * (HEIGHT + 46)
        out = "、".join(
            link.labels["zh"]
            for link in links
            if page.name in link.used_by and link.name not in ("document", "evidence")
        )
        boxes.append(
            f'<a href="#{page.name}"><rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="5" fill="#eef4fb" stroke="#7aa0c8"/>'
            f'<text x="{x + WIDTH / 2}" y="{y + 20}" text-anchor="middle" font-size="14">{escape(page.labels["zh"])}</text></a>'
            f'<text x="{x}" y="{y + HEIGHT + 16}" font-size="11" fill="#666">{escape("→ " + out[:24] if out else "")}</text>'
        )
    width, height = MARGIN * 2 + COLUMNS * (WIDTH + 20), MARGIN * 2 + rows * (HEIGHT + 46)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="类及其关系">{"".join(boxes)}</svg>'


if __name__ == "__main__":
    print(vocabulary_html())
