"""The passages of one document, from the graph.

Enters: a document's graph (``search.document_graph``). Leaves: ``Passage`` objects, in the order of their places. What
a person looks for is a place that answers, so:

- each field of a project page (项目概况, 立项依据, ...) and each paragraph gives one passage for each source line it
  stands on; the overview (项目概况) of a page is the hit that stands for the project itself
- each row of a statutory table gives one sentence with its figures, each indicator row one
- each contract, and each policy and organisation once for the document, at the place where it is named first

What it does not do: score, tokenise, read files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.source import normalise
from search.document_graph import DocumentGraph, Node, Row, in_order, name_of
from search.passage import Passage

OVERVIEW = "项目概况"
"""the field that stands for its project"""

NUMERAL = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class About:
    """The document's own facts, which its passages share."""

    stem: str
    iri: str
    title: str
    year: int | None
    organisation: str | None
    publisher: str = ""
    """IRI of ``organisation``"""
    sha256: str = ""


def about_of(graph: DocumentGraph) -> About | None:
    """The facts of the document whose graph this is; None where it has none."""
    for node in graph.of("Document"):
        year, publisher = node.get("year"), node.get("publisher")
        return About(
            node.get("stem"), node.iri, node.get("title"), int(year) if year else None, name_of(publisher) or None,
            publisher, node.get("sha256"),
        )  # fmt: skip
    return None


def rows_of(graph: DocumentGraph, kind: str, required: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """One row for each place of each node of a kind that has all of ``required``, in the order of their places."""
    found = []
    for node in graph.of(kind):
        row = {"iri": node.iri, **{name: node.get(name) for name in (*required, *optional)}}
        if all(row[name] for name in required):
            found += graph.printed(node, row)
    return in_order(found)


def passages(graph: DocumentGraph, about: About) -> tuple[Passage, ...]:
    """All passages of one document, each once, in the order of their places."""
    prose = {*page_passages(graph, about), *paragraph_passages(graph, about)}
    made = {
        *prose,
        *indicator_passages(graph, about),
        *figure_passages(graph, about),
        *budget_line_passages(graph, about),
        *contract_passages(graph, about),
        *mention_passages(graph, about),
        *organisation_passages(graph, about, {passage.line for passage in prose}),
        *catalogue_passages(graph, about),
    }
    return tuple(sorted(made, key=lambda p: (p.line, p.start, p.end, p.kind, p.iri, p.title, p.text)))


def text(row: Row, name: str) -> str:
    """The words of a value; empty where it is missing."""
    return row.get(name, "")


def number(row: Row, name: str) -> float | None:
    value = text(row, name)
    return float(value) if value else None


def place(row: Row) -> tuple[int, int, int]:
    """Line, start, end."""
    return int(row["line"]), int(row["start"] or 0), int(row["end"] or 0)


def page_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    """Fields of project pages; a page without an overview is stood for by its name row."""
    rows = page_rows(graph)
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


def page_rows(graph: DocumentGraph) -> list[Row]:
    """The places of each project page and of its fields, with what the page says of itself."""
    found: list[Row] = []
    fields: dict[str, list[Node]] = {}
    for field in graph.of("Field"):
        fields.setdefault(field.get("page"), []).append(field)
    for page in graph.of("ProjectPage"):
        if not page.get("name"):
            continue
        of_page = {
            "page": page.iri, "name": page.get("name"), "project": page.get("project"), "year": page.get("year"),
            "amount": page.get("yearAmount"), "attribute": page.get("attribute"), "period": page.get("period"),
            "organisation": name_of(page.get("organisation")),
        }  # fmt: skip
        found += graph.printed(page, {**of_page, "iri": page.iri, "field": ""})
        for field in fields.get(page.iri, ()):
            found += graph.printed(field, {**of_page, "iri": field.iri, "field": field.get("name")})
    return in_order(found)


def indicator_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    """One for each printed row: the period's and the year's indicator of one row say the same."""
    seen: set[tuple[int, str, str]] = set()
    for row in rows_of(graph, "Indicator", ("page", "level3"), ("level1", "level2", "indicatorValue")):
        key = (place(row)[0], text(row, "level3"), text(row, "indicatorValue"))
        if key in seen:
            continue
        seen.add(key)
        words = " ".join(part for part in (text(row, n) for n in ("level1", "level2", "level3", "indicatorValue")) if part)
        yield Passage(
            text(row, "iri"), "passage", about.stem, *place(row), title=text(row, "level3"), text=words,
            context=graph.node(text(row, "page")).get("name"), year=about.year, organisation=about.organisation, minor=True, group=text(row, "page"),
        )  # fmt: skip


def paragraph_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    for row in rows_of(graph, "Paragraph", (), ("section",)):
        words = normalise(text(row, "quote")).strip()
        if words:
            yield Passage(
                text(row, "iri"), "passage", about.stem, *place(row), title=text(row, "section") or about.title,
                text=words, year=about.year, organisation=about.organisation, group=text(row, "iri"),
            )  # fmt: skip


def figure_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    """One sentence for each table row: 一般公共预算支出预算表 节能环保支出：合计 5,481,000元，基本支出 ..."""
    rows: dict[tuple[str, int, str], list[Row]] = {}
    for row in rows_of(graph, "Figure", ("table", "row", "printed"), ("rowCode", "rowPath", "column", "unit", "value")):
        rows.setdefault((text(row, "table"), place(row)[0], text(row, "row")), []).append(row)
    for (table, _, label), cells in rows.items():
        first = cells[0]
        values = "，".join(f"{text(c, 'column')} {said(c)}".strip() for c in cells)
        head = " ".join(part for part in (text(first, "rowPath"), text(first, "rowCode"), label) if part)
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


def budget_line_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    for row in rows_of(graph, "BudgetLine", ("name",), ("phase", "amount", "unitOrganisation")):
        amount, unit = text(row, "amount"), name_of(text(row, "unitOrganisation"))
        words = f"{unit} {text(row, 'name')}" + (f"：{amount}元" if amount else "")
        yield Passage(
            text(row, "iri"), "figure", about.stem, *place(row), title=text(row, "name"), text=words.strip(),
            context=f"项目支出预算表 {text(row, 'phase')}".strip(), year=about.year,
            organisation=unit or about.organisation, amount=number(row, "amount"),
            minor=True, group=f"{about.stem} 项目支出预算表",
        )  # fmt: skip


def contract_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    """One for each contract, with its parties."""
    seen: set[str] = set()
    for row in rows_of(graph, "Contract", ("label",), ("page", "amount", "organisation")):
        iri = text(row, "iri")
        if iri in seen:
            continue
        seen.add(iri)
        roles = [graph.node(role) for role in graph.node(iri).all("party")]
        parties = " ".join(sorted({name_of(role.get("organisation")) for role in roles} - {""}))
        name = graph.node(text(row, "page")).get("name")
        yield Passage(
            iri, "contract", about.stem, *place(row), title=text(row, "label"),
            text=normalise(text(row, "quote")), context=f"{name} {parties}".strip(), year=about.year,
            organisation=name_of(text(row, "organisation")) or about.organisation, amount=number(row, "amount"),
            group=text(row, "page") or iri,
        )  # fmt: skip


def mention_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    """One for each policy, at its first place, with every form of its name and the projects that name it."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(graph, "PolicyMention", ("policy", "printed"), ("title", "documentNumber", "page")):
        found.setdefault(text(row, "policy"), []).append(row)
    for iri, rows in found.items():
        names = dict.fromkeys(text(row, n) for row in rows for n in ("documentNumber", "title", "printed"))
        projects = dict.fromkeys(graph.node(text(row, "page")).get("name") for row in rows)
        first = next((n for n in names if n), "")
        yield Passage(
            iri, "policy", about.stem, *place(rows[0]), title=" ".join(n for n in list(names)[:2] if n) or first,
            text=" ".join(n for n in names if n), context=" ".join(n for n in projects if n)[:200], year=about.year,
            organisation=about.organisation, group=iri,
        )  # fmt: skip


def organisation_passages(graph: DocumentGraph, about: About, prose: set[int]) -> Iterable[Passage]:
    """One for each organisation under all its names, at the first line of prose that names it, else its first place."""
    found: dict[str, list[Row]] = {}
    for row in rows_of(graph, "OrganisationRecord", ("describes", "name")):
        found.setdefault(text(row, "describes"), []).append(row)
    for iri, rows in found.items():
        aliases = sorted({alias for row in rows for alias in graph.node(text(row, "iri")).all("altLabel")})
        first = next((row for row in rows if place(row)[0] in prose), rows[0])
        name = text(first, "name")
        yield Passage(
            iri, "organisation", about.stem, *place(first), title=name, text=" ".join((name, *aliases)),
            year=about.year, organisation=about.organisation, group=iri,
        )  # fmt: skip


def catalogue_passages(graph: DocumentGraph, about: About) -> Iterable[Passage]:
    for row in rows_of(graph, "CatalogueEntry", ("name",), ("code", "path")):
        yield Passage(
            text(row, "iri"), "passage", about.stem, *place(row), title=text(row, "name"),
            text=" ".join(part for part in (text(row, "code"), text(row, "path"), text(row, "name")) if part),
            context="政府购买服务指导性目录", year=about.year, organisation=about.organisation,
            minor=True, group=f"{about.stem} catalogue",
        )  # fmt: skip
