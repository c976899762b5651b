"""The figures of one document as the question box compares them, and the file that keeps those of all documents.

The graph holds every figure; a question about one of them looks at all of its department, and of all departments where
it names none. Read from here that is a few milliseconds, where the same rows of the graph cost a fifth of a millisecond
each. What stands here is made from the graph's own quads and goes and comes with its document.

``figure_place`` holds once what many figures share: table, row, code, column, section, subject, unit. ``figure`` holds
the rest of each figure, in the order of printing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Protocol

from search.document_graph import DocumentGraph

TABLES = """
CREATE TABLE figure_document (number INTEGER PRIMARY KEY, stem TEXT NOT NULL UNIQUE, iri TEXT NOT NULL, publisher TEXT NOT NULL,
  department TEXT NOT NULL, year INTEGER NOT NULL);
CREATE INDEX figure_document_publisher ON figure_document (publisher);
CREATE TABLE figure_place (number INTEGER PRIMARY KEY, "table" TEXT NOT NULL, "row" TEXT NOT NULL, code TEXT NOT NULL,
  "column" TEXT NOT NULL, leaf TEXT NOT NULL, section TEXT NOT NULL, "of" TEXT NOT NULL, unit TEXT NOT NULL,
  UNIQUE ("table", "row", code, "column", leaf, section, "of", unit));
CREATE TABLE figure (document INTEGER NOT NULL, at INTEGER NOT NULL, place INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  printed TEXT NOT NULL, PRIMARY KEY (document, at)) WITHOUT ROWID;
CREATE INDEX figure_of_place ON figure (place);
"""

MANY = 400
"""values of one IN (...)"""


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where figures stand; "" where nothing is printed."""

    table: str
    row: str
    code: str
    column: str
    leaf: str
    section: str
    of: str
    unit: str

    def __reduce__(self) -> tuple[type[FigurePlace], tuple[str, ...]]:
        """Pickled as its values: between processes that is several times as fast."""
        return FigurePlace, (self.table, self.row, self.code, self.column, self.leaf, self.section, self.of, self.unit)


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure of a document; ``iri`` ends in its line and offset, ``value`` is a decimal, "" where none is read."""

    iri: str
    place: FigurePlace
    value: str
    printed: str

    def __reduce__(self) -> tuple[type[FigureCell], tuple[object, ...]]:
        return FigureCell, (self.iri, self.place, self.value, self.printed)


@dataclass(frozen=True, slots=True)
class FigureDocument:
    """A document with figures and who publishes it."""

    stem: str
    iri: str
    publisher: str
    department: str
    year: int


Stored = tuple[FigureDocument, FigureCell]


def figure_cells(graph: DocumentGraph) -> tuple[FigureCell, ...]:
    """All figures, in the order of printing."""
    found = []
    for node in graph.of("Figure"):
        names = ("table", "row", "rowCode", "column", "columnLeaf", "section", "of", "unit")
        place = FigurePlace(*(node.get(name) for name in names))
        found.append(FigureCell(node.iri, place, node.get("value"), node.get("printed")))
    return tuple(sorted(found, key=lambda cell: printed_place(cell.iri)))


def printed_place(iri: str) -> tuple[str, list[int]]:
    """Document, line and offset, as the IRI of a figure names them.

    >>> printed_place("https://w3id.org/budgetkg/id/document/a/figure/99-5")
    ('https://w3id.org/budgetkg/id/document/a/figure', [99, 5])
    """
    document, _, key = iri.rpartition("/")
    return document, [int(number) for number in re.findall(r"\d+", key)]


class Rows(Protocol):
    """An open SQLite file, as search.passage_store has it."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]: ...

    def many(self, sql: str, values: Iterable[Sequence[object]]) -> None: ...


class FigureStore:
    """The figures of all documents of a generation of the index."""

    def __init__(self, file: Rows) -> None:
        self.file = file
        self._places: dict[int, FigurePlace] = {}

    def add(self, document: FigureDocument, cells: Sequence[FigureCell]) -> int:
        """Put a document in; its number."""
        places = list(dict.fromkeys(cell.place for cell in cells))
        columns = '"table", "row", code, "column", leaf, section, "of", unit'
        self.file.many(f"INSERT OR IGNORE INTO figure_place ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(astuple, places))
        find = f"SELECT number FROM figure_place WHERE ({columns}) = (?, ?, ?, ?, ?, ?, ?, ?)"
        numbers = {place: self.file.rows(find, astuple(place))[0][0] for place in places}
        self.file.rows("INSERT INTO figure_document (stem, iri, publisher, department, year) VALUES (?, ?, ?, ?, ?)", astuple(document))
        ((number,),) = self.file.rows("SELECT number FROM figure_document WHERE stem = ?", (document.stem,))
        rows = ((number, at, numbers[cell.place], cell.iri.rpartition("/")[2], cell.value, cell.printed) for at, cell in enumerate(cells))
        self.file.many("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?)", rows)
        return int(str(number))

    def number(self, stem: str) -> int | None:
        """The number of a document; None where it has no year or no publisher, or is not here."""
        rows = self.file.rows("SELECT number FROM figure_document WHERE stem = ?", (stem,))
        return int(str(rows[0][0])) if rows else None

    def remove(self, stem: str) -> None:
        self.file.rows("DELETE FROM figure WHERE document IN (SELECT number FROM figure_document WHERE stem = ?)", (stem,))
        self.file.rows("DELETE FROM figure_document WHERE stem = ?", (stem,))

    def documents(self, publishers: Collection[str] | None, years: Collection[int]) -> dict[int, FigureDocument]:
        """Documents of these publishers (None: of all) and years (of any year where none is given), by number, in the order
        of their IRIs."""
        every = "SELECT number, stem, iri, publisher, department, year FROM figure_document"
        found: list[tuple[object, ...]] = self.file.rows(every) if publishers is None else []
        for part in parts(sorted(publishers or ())):
            found += self.file.rows(f"{every} WHERE publisher IN ({marks(part)})", part)
        documents = {int(str(number)): as_document(row) for number, *row in found}
        chosen = [(number, one) for number, one in documents.items() if not years or one.year in years]
        return dict(sorted(chosen, key=lambda numbered: f"{numbered[1].iri}/"))

    def figures(self, documents: dict[int, FigureDocument], keep: Callable[[FigurePlace], bool] | None = None) -> list[Stored]:
        """The figures of these documents that have a value and a unit, in the order of printing; with ``keep`` only those
        in places that it wants."""
        found = self.of_places(documents, keep) if keep else self.of_documents(documents)
        places = self.places({int(str(row[2])) for row in found})
        stored = []
        for number, _, place, key, value, printed in found:
            document = documents[int(str(number))]
            if not value or not places[int(str(place))].unit:
                continue
            stored.append((document, FigureCell(f"{document.iri}/figure/{key}", places[int(str(place))], str(value), str(printed))))
        return stored

    def of_documents(self, documents: Iterable[int]) -> list[tuple[object, ...]]:
        sql = "SELECT document, at, place, key, value, printed FROM figure WHERE document = ? ORDER BY at"
        return [row for number in documents for row in self.file.rows(sql, (number,))]

    def of_places(self, documents: Collection[int], keep: Callable[[FigurePlace], bool]) -> list[tuple[object, ...]]:
        wanted = [number for number, place in self.all_places().items() if keep(place)]
        found: list[tuple[object, ...]] = []
        for part in parts(wanted):
            found += self.file.rows(f"SELECT document, at, place, key, value, printed FROM figure WHERE place IN ({marks(part)})", part)
        order = {number: n for n, number in enumerate(documents)}
        return sorted((row for row in found if row[0] in order), key=lambda row: (order[int(str(row[0]))], row[1]))

    def labels(self) -> list[tuple[str, str]]:
        """Row labels as printed with their codes ("" for none), each pair once."""
        return [(str(row), str(code)) for row, code in self.file.rows("SELECT DISTINCT \"row\", code FROM figure_place WHERE \"row\" != ''")]

    def places(self, numbers: Collection[int]) -> dict[int, FigurePlace]:
        for part in parts(sorted(number for number in numbers if number not in self._places)):
            self._places |= self.read_places(f"WHERE number IN ({marks(part)})", part)
        return self._places

    def all_places(self) -> dict[int, FigurePlace]:
        """Every place of the generation; read once."""
        ((count,),) = self.file.rows("SELECT count(*) FROM figure_place")
        if len(self._places) < int(str(count)):
            self._places = self.read_places("", ())
        return self._places

    def read_places(self, where: str, values: Sequence[object]) -> dict[int, FigurePlace]:
        sql = f'SELECT number, "table", "row", code, "column", leaf, section, "of", unit FROM figure_place {where}'
        return {int(str(number)): FigurePlace(*map(str, place)) for number, *place in self.file.rows(sql, values)}


def as_document(row: Sequence[object]) -> FigureDocument:
    stem, iri, publisher, department, year = map(str, row)
    return FigureDocument(stem, iri, publisher, department, int(year))


def parts(values: Sequence[object]) -> Iterable[Sequence[object]]:
    return (values[at : at + MANY] for at in range(0, len(values), MANY))


def marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
