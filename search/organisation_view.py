"""An organisation as its page shows it: what it publishes and runs, what it is paid for, and who belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from kg.store import Reader
from search.views import EVIDENCE, PLACE, Evidence, evidence_in, number, text, whole, words

MOST = 200
ROLE_NAMES = {
    "contractor": "承建", "supplier": "供货", "supervisor": "监理", "agency": "代理", "reviewer": "审核", "client": "委托方",
    "investor": "投资方", "other": "相关方",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    iri: str
    label: str
    note: str = ""
    amount: Decimal | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    aliases: tuple[str, ...]
    documents: tuple[Link, ...]
    projects: tuple[Link, ...]
    works: tuple[Link, ...]
    """contracts in which it is a party: label, role, amount"""
    parents: tuple[Link, ...]
    members: tuple[Link, ...]


def read_organisation(reader: Reader, iri: str) -> OrganisationDetail:
    """Everything of one organisation, lists cut at MOST."""
    node = str(NamedNode(iri))
    return OrganisationDetail(
        tuple(words(row, "a") for row in reader.select(f"SELECT DISTINCT ?a {{ {node} skos:altLabel ?a }} ORDER BY ?a")),
        links(reader, f"?x a bk:Document ; bk:publisher {node} ; dcterms:title ?label ; bk:year ?note", "DESC(?note) ?label"),
        links(
            reader,
            f"?p a bk:ProjectPage ; bk:organisation {node} ; bk:project ?x ; bk:name ?label ; bk:year ?note . "
            "FILTER NOT EXISTS { ?p bk:continuationOf ?first } OPTIONAL { ?p bk:yearAmount ?amount }",
            "DESC(?note) DESC(?amount) ?label",
        ),
        read_works(reader, node),
        links(reader, f"{node} org:subOrganizationOf ?x . ?x skos:prefLabel ?label", "?label"),
        links(reader, f"?x org:subOrganizationOf {node} ; skos:prefLabel ?label", "?label"),
    )


def links(reader: Reader, where: str, order: str) -> tuple[Link, ...]:
    rows = reader.select(f"SELECT DISTINCT ?x ?label ?note ?amount {{ {where} }} ORDER BY {order} LIMIT {MOST}")
    return tuple(Link(words(row, "x"), words(row, "label"), words(row, "note"), number(row, "amount")) for row in rows)


def read_works(reader: Reader, node: str) -> tuple[Link, ...]:
    rows = reader.select(f"""SELECT DISTINCT ?x ?label ?role ?amount ?line ?stem ?start ?end ?quote {{
      ?r bk:organisation {node} ; bk:contract ?x ; bk:role ?role . ?x bk:label ?label ; {EVIDENCE} {PLACE}
      OPTIONAL {{ ?x bk:amount ?amount }} }} ORDER BY ?stem ?line LIMIT {MOST}""")
    return tuple(
        Link(words(row, "x"), words(row, "label"), ROLE_NAMES.get(words(row, "role"), words(row, "role")), number(row, "amount"), evidence_in(row))
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a document as a grid; ``cells[row][column]``: printed value and its place."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, Evidence] | None, ...]], ...]
    """row code, row label, cells"""


def list_tables(reader: Reader, stem_node: str) -> tuple[tuple[str, int], ...]:
    """Titles of the tables read from a document and how many numbers each holds."""
    rows = reader.select(f"SELECT ?table (COUNT(*) AS ?n) {{ ?f a bk:Figure ; bk:document {stem_node} ; bk:table ?table }} GROUP BY ?table ORDER BY ?table")
    return tuple((words(row, "table"), whole(row, "n")) for row in rows)


def read_table(reader: Reader, document_iri: str, title: str) -> TableView:
    """The grid of one table: columns by the place of their first number, rows by their lines."""
    from kg.store import as_literal

    rows = reader.select(f"""SELECT * {{ ?f a bk:Figure ; bk:document {NamedNode(document_iri)} ; bk:table {as_literal(title)} ;
      bk:column ?column ; bk:printed ?printed ; {EVIDENCE} {PLACE} OPTIONAL {{ ?f bk:row ?row }} OPTIONAL {{ ?f bk:rowCode ?code }} }}
      ORDER BY ?line ?start""")
    columns: dict[str, int] = {}
    for row in rows:
        columns[words(row, "column")] = min(columns.get(words(row, "column"), 10**9), whole(row, "start"))
    order = tuple(sorted(columns, key=lambda name: columns[name]))
    grid: dict[tuple[int, str, str], dict[str, tuple[str, Evidence]]] = {}
    for row in rows:
        key = (whole(row, "line"), words(row, "code"), text(row, "row") or "")
        grid.setdefault(key, {})[words(row, "column")] = (words(row, "printed"), evidence_in(row))
    return TableView(title, order, tuple((code, label, tuple(cells.get(c) for c in order)) for (_, code, label), cells in sorted(grid.items())))
