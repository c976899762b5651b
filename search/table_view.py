"""The tables read from a document as grids: every number at its place, each a link to where it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.store import Reader, as_literal
from nlp.errors import NotFound
from search.evidence import Evidence
from search.views import EVIDENCE, PLACE, evidence_in, text, whole, words


@dataclass(frozen=True, slots=True)
class TableView:
    """One table of a document as a grid; ``cells[row][column]``: printed value and its place."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[tuple[str, Evidence] | None, ...]], ...]
    """row code, row label, cells"""


def list_tables(reader: Reader, stem_node: str) -> tuple[tuple[str, int], ...]:
    """Titles of the tables read from a document and how many numbers each holds."""
    rows = reader.select(f"""SELECT ?table (COUNT(*) AS ?n) {{ ?f a bk:Figure ; bk:document {stem_node} ; bk:table ?table }}
      GROUP BY ?table ORDER BY ?table""")
    return tuple((words(row, "table"), whole(row, "n")) for row in rows)


def read_table(reader: Reader, document_iri: str, title: str) -> TableView:
    """The grid of one table: columns by the place of their first number, rows by their lines. Raises NotFound for no such table."""
    rows = reader.select(f"""SELECT * {{ ?f a bk:Figure ; bk:document {NamedNode(document_iri)} ; bk:table {as_literal(title)} ;
      bk:column ?column ; bk:printed ?printed ; {EVIDENCE} {PLACE} OPTIONAL {{ ?f bk:row ?row }} OPTIONAL {{ ?f bk:rowCode ?code }} }}
      ORDER BY ?line ?start""")
    if not rows:
        raise NotFound(f"这份文档里没有读到名为“{title}”的表")
    columns: dict[str, int] = {}
    for row in rows:
        columns[words(row, "column")] = min(columns.get(words(row, "column"), 10**9), whole(row, "start"))
    order = tuple(sorted(columns, key=lambda name: columns[name]))
    grid: dict[tuple[int, str, str], dict[str, tuple[str, Evidence]]] = {}
    for row in rows:
        key = (whole(row, "line"), words(row, "code"), text(row, "row") or "")
        grid.setdefault(key, {})[words(row, "column")] = (words(row, "printed"), evidence_in(row))
    return TableView(title, order, tuple((code, label, tuple(cells.get(c) for c in order)) for (_, code, label), cells in sorted(grid.items())))
