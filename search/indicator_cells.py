"""The performance indicators of one document as the question box compares them, and the table that keeps those of all documents.

A project has some sixteen indicators, and a project's name a hundred departments; each indicator read from the store is
ten triples. What stands here is made from the graph's own quads and goes and comes with its document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass

from search.document_graph import DocumentGraph
from search.figure_cells import Rows, marks, parts, printed_place

TABLES = """
CREATE TABLE indicator (document INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, project TEXT NOT NULL, stage TEXT NOT NULL,
  level1 TEXT NOT NULL, level2 TEXT NOT NULL, level3 TEXT NOT NULL, value TEXT NOT NULL, operator TEXT NOT NULL, number TEXT NOT NULL,
  unit TEXT NOT NULL, PRIMARY KEY (document, at)) WITHOUT ROWID;
CREATE INDEX indicator_project ON indicator (project);
"""
COLUMNS = "document, key, project, stage, level1, level2, level3, value, operator, number, unit"


@dataclass(frozen=True, slots=True)
class IndicatorCell:
    """One indicator; "" for what is not printed, ``number`` a decimal as text."""

    iri: str
    project: str
    stage: str
    level1: str
    level2: str
    level3: str
    value: str
    operator: str
    number: str
    unit: str

    def __reduce__(self) -> tuple[type[IndicatorCell], tuple[str, ...]]:
        return IndicatorCell, astuple(self)


def indicator_cells(graph: DocumentGraph) -> tuple[IndicatorCell, ...]:
    """The indicators of projects, in the order of printing."""
    names = ("project", "stage", "level1", "level2", "level3", "indicatorValue", "operator", "number", "unit")
    found = [IndicatorCell(node.iri, *(node.get(name) for name in names)) for node in graph.of("Indicator")]
    return tuple(sorted((one for one in found if one.project), key=lambda one: printed_place(one.iri)))


class IndicatorStore:
    """The indicators of all documents of a generation of the index; documents by the numbers of the figures' store."""

    def __init__(self, file: Rows) -> None:
        self.file = file

    def add(self, document: int, cells: Sequence[IndicatorCell]) -> None:
        rows = ((document, at, cell.iri.rpartition("/")[2], *astuple(cell)[1:]) for at, cell in enumerate(cells))
        self.file.many(f"INSERT INTO indicator VALUES ({marks(range(12))})", rows)

    def remove(self, document: int) -> None:
        self.file.rows("DELETE FROM indicator WHERE document = ?", (document,))

    def of_documents(self, documents: dict[int, str], where: str = "", values: Sequence[str] = ()) -> Iterable[tuple[int, IndicatorCell]]:
        """The indicators of documents (number -> IRI) that a condition on the table's columns leaves, with the number of each."""
        for part in parts(sorted(documents)):
            sql = f"SELECT {COLUMNS} FROM indicator WHERE document IN ({marks(part)}){f' AND {where}' if where else ''}"
            yield from cells(documents, self.file.rows(sql, [*part, *values]))

    def of_projects(self, documents: dict[int, str], projects: Collection[str]) -> Iterable[tuple[int, IndicatorCell]]:
        """The indicators of projects, in the documents given."""
        for part in parts(sorted(projects)):
            yield from cells(documents, self.file.rows(f"SELECT {COLUMNS} FROM indicator WHERE project IN ({marks(part)})", part))


def cells(documents: dict[int, str], rows: Iterable[Sequence[object]]) -> Iterable[tuple[int, IndicatorCell]]:
    for number, key, *values in rows:
        document = int(str(number))
        if document in documents:
            yield document, IndicatorCell(f"{documents[document]}/indicator/{key}", *map(str, values))
