"""A row of an answer's table: its cells, what they are about, and the node of the graph that the row was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINKED = {"name": "project", "label": "contract", "company": "org", "number": "policy", "title": "policy"}
"""Column -> the variable of the query that holds the IRI of what its cell names"""
NODES = ("figure", "indicator", "contract", "mention", "first", "field", "paragraph")
"""Variables that hold the node a row was read from, the first that a row has"""


@dataclass(frozen=True, slots=True)
class Origin:
    """``node`` of the graph, or the ``project`` whose lines in ``document`` add up to ``amount`` (yuan); "" where there is none."""

    node: str = ""
    project: str = ""
    document: str = ""
    amount: object = None


class TableRow(tuple[str, ...]):
    """The cells of one row; ``links`` holds the IRI that each cell names, "" where it names none."""

    links: tuple[str, ...]
    origin: Origin


def table_row(cells: Sequence[str], columns: Sequence[str], row: Mapping[str, object]) -> TableRow:
    """The cells with the links and the origin that a result row has.

    >>> made = table_row(["清淤", "5"], ["name", "amount"], {"project": "urn:p", "doc": "urn:d"})
    >>> made, made.links, made.origin
    (('清淤', '5'), ('urn:p', ''), Origin(node='', project='urn:p', document='urn:d', amount=None))
    """
    made = TableRow(cells)
    made.links = tuple(iri_of(row, column, cell) for column, cell in zip(columns, cells, strict=True))
    node = next((str(row[key]) for key in NODES if row.get(key)), "")
    made.origin = Origin(node, str(row.get("project") or ""), str(row.get("doc") or ""), row.get("amount"))
    return made


def iri_of(row: Mapping[str, object], column: str, cell: str) -> str:
    """The IRI of what a cell names; "" where it names several (two companies of one contract)."""
    iri = row.get(LINKED.get(column, ""))
    return str(iri) if cell and isinstance(iri, str) and not ("、" in cell and column == "company") else ""
