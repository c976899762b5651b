"""The passages of one document, from the graph.

Enters: a reader of the graph (``kg.store.Reader``) and a document's stem. Leaves: ``Passage`` objects, in the order of
their places. What a person looks for is a place that answers, so:

- each field of a project page (项目概况, 立项依据, ...) and each paragraph gives one passage for each source line it
  stands on; the overview (项目概况) of a page is the hit that stands for the project itself
- each row of a statutory table gives one sentence with its figures, each indicator row one
- each contract, and each policy and organisation once for the document, at the place where it is named first

What it does not do: score, tokenise, read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from nlp.source import normalise
from search.passage import Passage

OVERVIEW = "项目概况"
"""the field that stands for its project"""

Row = Mapping[str, Any]


class GraphReader(Protocol):
    """What is asked of ``kg.store.Reader``: rows of a SELECT, terms by variable name, prefixes known."""

    def select(self, sparql: str) -> Iterable[Row]: ...


@dataclass(frozen=True, slots=True)
class About:
    """The document's own facts, which its passages share."""

    stem: str
    iri: str
    title: str
    year: int | None
    organisation: str | None


PLACE = "bk:evidence ?e . ?e bk:line ?line ; bk:start ?start ; bk:end ?end ; bk:quote ?quote ."

DOCUMENTS = """
SELECT ?iri ?stem ?title ?year ?organisation ?sha {
  ?iri a bk:Document ; bk:stem ?stem .
  OPTIONAL { ?iri bk:sha256 ?sha } OPTIONAL { ?iri dcterms:title ?title } OPTIONAL { ?iri bk:year ?year }
  OPTIONAL { ?iri bk:publisher/skos:prefLabel ?organisation }
}"""

PAGES = """
SELECT ?page ?project ?name ?organisation ?year ?amount ?attribute ?period ?iri ?field ?line ?start ?end ?quote {
  GRAPH <GRAPH> {
    ?page a bk:ProjectPage ; bk:name ?name .
    OPTIONAL { ?page bk:project ?project } OPTIONAL { ?page bk:year ?year }
    OPTIONAL { ?page bk:yearAmount ?amount } OPTIONAL { ?page bk:attribute ?attribute }
    OPTIONAL { ?page bk:period ?period }
    { ?page a bk:ProjectPage BIND(?page AS ?iri) BIND("" AS ?field) ?page PLACE }
    UNION { ?iri a bk:Field ; bk:page ?page ; bk:name ?field ; PLACE }
  }
  OPTIONAL { GRAPH <GRAPH> { ?page bk:organisation ?of } ?of skos:prefLabel ?organisation }
}"""

INDICATORS = """
SELECT ?iri ?page ?name ?l1 ?l2 ?l3 ?value ?line ?start ?end ?quote { GRAPH <GRAPH> {
  ?iri a bk:Indicator ; bk:page ?page ; bk:level3 ?l3 ; PLACE
  OPTIONAL { ?page bk:name ?name }
  OPTIONAL { ?iri bk:level1 ?l1 } OPTIONAL { ?iri bk:level2 ?l2 } OPTIONAL { ?iri bk:indicatorValue ?value }
} }"""

PARAGRAPHS = """
SELECT ?iri ?section ?line ?start ?end ?quote { GRAPH <GRAPH> {
  ?iri a bk:Paragraph ; PLACE
  OPTIONAL { ?iri bk:section ?section }
} }"""

NUMERAL = re.compile(r"-?\d+(?:\.\d+)?")

FIGURES = """
SELECT ?iri ?table ?row ?code ?path ?column ?printed ?unit ?value ?line ?start ?end ?quote { GRAPH <GRAPH> {
  ?iri a bk:Figure ; bk:table ?table ; bk:row ?row ; bk:printed ?printed ; PLACE
  OPTIONAL { ?iri bk:rowCode ?code } OPTIONAL { ?iri bk:rowPath ?path }
  OPTIONAL { ?iri bk:column ?column } OPTIONAL { ?iri bk:unit ?unit } OPTIONAL { ?iri bk:value ?value }
} }"""

BUDGET_LINES = """
SELECT ?iri ?name ?phase ?unit ?amount ?line ?start ?end ?quote {
  GRAPH <GRAPH> {
    ?iri a bk:BudgetLine ; bk:name ?name ; PLACE
    OPTIONAL { ?iri bk:phase ?phase } OPTIONAL { ?iri bk:amount ?amount }
  }
  OPTIONAL { GRAPH <GRAPH> { ?iri bk:unitOrganisation ?of } ?of skos:prefLabel ?unit }
}"""

CONTRACTS = """
SELECT ?iri ?label ?page ?name ?organisation ?amount ?party ?line ?start ?end ?quote {
  GRAPH <GRAPH> {
    ?iri a bk:Contract ; bk:label ?label ; PLACE
    OPTIONAL { ?iri bk:page ?page . ?page bk:name ?name } OPTIONAL { ?iri bk:amount ?amount }
  }
  OPTIONAL { GRAPH <GRAPH> { ?iri bk:organisation ?of } ?of skos:prefLabel ?organisation }
  OPTIONAL { GRAPH <GRAPH> { ?iri bk:party/bk:organisation ?other } ?other skos:prefLabel ?party }
}"""

MENTIONS = """
SELECT ?iri ?name ?printed ?title ?number ?line ?start ?end ?quote { GRAPH <GRAPH> {
  ?mention a bk:PolicyMention ; bk:policy ?iri ; bk:printed ?printed ; PLACE
  OPTIONAL { ?mention dcterms:title ?title } OPTIONAL { ?mention bk:documentNumber ?number }
  OPTIONAL { ?mention bk:page/bk:name ?name }
} }"""

ORGANISATIONS = """
SELECT ?iri ?name ?alias ?line ?start ?end ?quote { GRAPH <GRAPH> {
  ?record a bk:OrganisationRecord ; bk:describes ?iri ; bk:name ?name ; PLACE
  OPTIONAL { ?record skos:altLabel ?alias }
} }"""

CATALOGUE = """
SELECT ?iri ?code ?name ?path ?line ?start ?end ?quote { GRAPH <GRAPH> {
  ?iri a bk:CatalogueEntry ; bk:name ?name ; PLACE
  OPTIONAL { ?iri bk:code ?code } OPTIONAL { ?iri bk:path ?path }
} }"""


def documents(reader: GraphReader) -> dict[str, tuple[About, str]]:
    """Every document of the graph by stem, with its SHA-256."""
    found = {}
    for row in reader.select(DOCUMENTS):
        year = text(row, "year")
        about = About(
            text(row, "stem"),
            text(row, "iri"),
            text(row, "title"),
            int(year) if year else None,
            text(row, "organisation") or None,
        )
        found[about.stem] = about, text(row, "sha")
    return found


def passages(reader: GraphReader, about: About) -> tuple[Passage, ...]:
    """All passages of one document, each once, in the order of their places."""
    prose = {*page_passages(reader, about), *paragraph_passages(reader, about)}
    made = {
        *prose,
        *indicator_passages(reader, about),
        *figure_passages(reader, about),
        *budget_line_passages(reader, about),
        *contract_passages(reader, about),
        *mention_passages(reader, about),
        *organisation_passages(reader, about, {passage.line for passage in prose}),
        *catalogue_passages(reader, about),
    }
    return tuple(sorted(made, key=lambda p: (p.line, p.start, p.end, p.kind, p.iri, p.title, p.text)))


def ask(reader: GraphReader, about: About, query: str) -> list[Row]:
    """Rows of one of the queries above in this document's own graph, in the order of their places: the time of a query
    depends on the document, not on how many others there are."""
    graph = about.iri.replace("/id/document/", "/graph/document/")
    filled = query.replace("PLACE", PLACE).replace("<GRAPH>", f"<{graph}>")
    return sorted(reader.select(filled), key=lambda row: (int(row["line"].value), int(row["start"].value)))


def text(row: Row, name: str) -> str:
    """The words of a variable; empty where it is not bound."""
    value = row.get(name)
    return "" if value is None else str(value.value)


def number(row: Row, name: str) -> float | None:
    value = text(row, name)
    return float(value) if value else None


def place(row: Row) -> tuple[int, int, int]:
    """Line, start, end."""
    return int(row["line"].value), int(row["start"].value), int(row["end"].value)


def page_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    """Fields of project pages; a page without an overview is stood for by its name row."""
    rows = ask(reader, about, PAGES)
    with_overview = {text(row, "page") for row in rows if text(row, "field") == OVERVIEW}
    shown: set[str] = set()
    for row in rows:
        page, field, name = text(row, "page"), text(row, "field"), text(row, "name")
        if not field and page in with_overview:
            continue
        stands_for = field in ("", OVERVIEW) and page not in shown
        if stands_for:
            shown.add(page)
        words = normalise(text(row, "quote"))
        yield Passage(
            (text(row, "project") or page) if stands_for else text(row, "iri"),
            "project" if stands_for else "passage",
            about.stem,
            *place(row),
            title=name,
            text=words if field else " ".join((name, text(row, "attribute"), text(row, "period"))),
            context="" if stands_for else field,
            year=int(text(row, "year") or about.year or 0) or None,
            organisation=text(row, "organisation") or about.organisation,
            amount=number(row, "amount"),
            group=page,
        )


def indicator_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    """One for each printed row: the period's and the year's indicator of one row say the same."""
    seen: set[tuple[int, str, str]] = set()
    for row in ask(reader, about, INDICATORS):
        key = (place(row)[0], text(row, "l3"), text(row, "value"))
        if key in seen:
            continue
        seen.add(key)
        words = " ".join(part for part in (text(row, n) for n in ("l1", "l2", "l3", "value")) if part)
        yield Passage(
            text(row, "iri"), "passage", about.stem, *place(row), title=text(row, "l3"), text=words,
            context=text(row, "name"), year=about.year, organisation=about.organisation, minor=True, group=text(row, "page"),
        )  # fmt: skip


def paragraph_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    for row in ask(reader, about, PARAGRAPHS):
        words = normalise(text(row, "quote")).strip()
        if words:
            yield Passage(
                text(row, "iri"), "passage", about.stem, *place(row), title=text(row, "section") or about.title,
                text=words, year=about.year, organisation=about.organisation, group=text(row, "iri"),
            )  # fmt: skip


def figure_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    """One sentence for each table row: 一般公共预算支出预算表 节能环保支出：合计 5,481,000元，基本支出 ..."""
    rows: dict[tuple[str, int, str], list[Row]] = {}
    for row in ask(reader, about, FIGURES):
        rows.setdefault((text(row, "table"), place(row)[0], text(row, "row")), []).append(row)
    for (table, _, label), cells in rows.items():
        first = cells[0]
        values = "，".join(f"{text(c, 'column')} {said(c)}".strip() for c in cells)
        head = " ".join(part for part in (text(first, "path"), text(first, "code"), label) if part)
        amounts = [number(c, "value") for c in cells if text(c, "unit") == "元" and text(c, "value")]
        yield Passage(
            text(first, "iri"), "figure", about.stem, *place(first), title=f"{table} {label}",
            text=f"{head}：{values}", context=table, year=about.year, organisation=about.organisation,
            amount=amounts[0] if amounts else None, minor=True, group=f"{about.stem} {table}",
        )  # fmt: skip


def said(cell: Row) -> str:
    """A figure as printed with the unit it was printed in: 125.78万元; the printed words where they are no plain number."""
    printed, unit, value = text(cell, "printed"), text(cell, "unit"), number(cell, "value")
    plain = printed.replace(",", "").replace(" ", "")
    if unit == "元" and value is None:
        return printed
    if unit != "元" or value is None or not NUMERAL.fullmatch(plain):
        return printed if printed.endswith(unit) else printed + unit
    scales = {1: "元", 10_000: "万元", 100_000_000: "亿元"}
    fits = [name for scale, name in scales.items() if abs(float(plain) * scale - value) < 0.01 * max(1.0, scale / 100)]
    return printed + fits[0] if fits else f"{printed}（{value:,.2f}元）"


def budget_line_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    for row in ask(reader, about, BUDGET_LINES):
        amount = text(row, "amount")
        words = f"{text(row, 'unit')} {text(row, 'name')}" + (f"：{amount}元" if amount else "")
        yield Passage(
            text(row, "iri"), "figure", about.stem, *place(row), title=text(row, "name"), text=words.strip(),
            context=f"项目支出预算表 {text(row, 'phase')}".strip(), year=about.year,
            organisation=text(row, "unit") or about.organisation, amount=number(row, "amount"),
            minor=True, group=f"{about.stem} 项目支出预算表",
        )  # fmt: skip


def contract_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    """One for each contract; rows differ in their parties."""
    found: dict[str, list[Row]] = {}
    for row in ask(reader, about, CONTRACTS):
        found.setdefault(text(row, "iri"), []).append(row)
    for iri, rows in found.items():
        first = rows[0]
        parties = " ".join(sorted({text(row, "party") for row in rows} - {""}))
        yield Passage(
            iri, "contract", about.stem, *place(first), title=text(first, "label"),
            text=normalise(text(first, "quote")), context=f"{text(first, 'name')} {parties}".strip(), year=about.year,
            organisation=text(first, "organisation") or about.organisation, amount=number(first, "amount"),
            group=text(first, "page") or iri,
        )  # fmt: skip


def mention_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    """One for each policy, at its first place, with every form of its name and the projects that name it."""
    found: dict[str, list[Row]] = {}
    for row in ask(reader, about, MENTIONS):
        found.setdefault(text(row, "iri"), []).append(row)
    for iri, rows in found.items():
        names = dict.fromkeys(text(row, n) for row in rows for n in ("number", "title", "printed"))
        projects = dict.fromkeys(text(row, "name") for row in rows)
        first = next((n for n in names if n), "")
        yield Passage(
            iri, "policy", about.stem, *place(rows[0]), title=" ".join(n for n in list(names)[:2] if n) or first,
            text=" ".join(n for n in names if n), context=" ".join(n for n in projects if n)[:200], year=about.year,
            organisation=about.organisation, group=iri,
        )  # fmt: skip


def organisation_passages(reader: GraphReader, about: About, prose: set[int]) -> Iterable[Passage]:
    """One for each organisation under all its names, at the first line of prose that names it, else its first place."""
    found: dict[str, list[Row]] = {}
    for row in ask(reader, about, ORGANISATIONS):
        found.setdefault(text(row, "iri"), []).append(row)
    for iri, rows in found.items():
        aliases = sorted({text(row, "alias") for row in rows} - {""})
        first = next((row for row in rows if place(row)[0] in prose), rows[0])
        name = text(first, "name")
        yield Passage(
            iri, "organisation", about.stem, *place(first), title=name, text=" ".join((name, *aliases)),
            year=about.year, organisation=about.organisation, group=iri,
        )  # fmt: skip


def catalogue_passages(reader: GraphReader, about: About) -> Iterable[Passage]:
    for row in ask(reader, about, CATALOGUE):
        yield Passage(
            text(row, "iri"), "passage", about.stem, *place(row), title=text(row, "name"),
            text=" ".join(part for part in (text(row, "code"), text(row, "path"), text(row, "name")) if part),
            context="政府购买服务指导性目录", year=about.year, organisation=about.organisation,
            minor=True, group=f"{about.stem} catalogue",
        )  # fmt: skip
