"""The graph as tables: one for each class, as CSV with CSVW metadata or as sheets of one Excel file.

A row is a node, a column one of its properties under its Chinese label; a property with several values joins them by
`` | ``. The evidence of a node is five columns: document, line, start, end, quote (of its first place).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import ontology
from kg.backend import Row, Term
from kg.store import Reader
from kg.terms import BK, ELI, OA, OWL, QB, RDF, XSD

SEPARATOR = " | "
EVIDENCE = ("document", "line", "start", "end", "quote")
LEFT_OUT = {RDF.type.value, BK.evidence.value, BK.document.value}
NO_TABLE = {OA.SpecificResource.value, QB.Observation.value, ELI.LegalResource.value}
"""Evidence is columns of its node; the other two are second classes of bk:Figure and bk:Policy"""
NUMBERS = {XSD.integer.value: int, XSD.decimal.value: Decimal}
FORMULA = re.compile(r"^[=+\-@\t\r]")  # what a spreadsheet would run: =1+1, +86, -x, @cmd
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
EXCEL_TEXT = 32767
"""Characters an Excel cell can hold"""

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """``iri`` is None for the node itself and for its evidence."""

    name: str
    label: str
    iri: str | None
    datatype: str
    several: bool


@dataclass(frozen=True, slots=True)
class Table:
    """All nodes of one class; ``rows`` in the order of their IRIs."""

    name: str
    label: str
    iri: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(reader: Reader) -> Iterator[Table]:
    """A table for every class of the graph's data that has nodes, by name."""
    rows = reader.select("SELECT DISTINCT ?c { ?s a ?c }")
    for iri in sorted((row["c"].value for row in rows), key=local):
        if iri not in NO_TABLE and not iri.startswith(OWL.iri):
            yield table(reader, iri)


def table(reader: Reader, iri: str) -> Table:
    """The table of one class."""
    values: dict[str, dict[str, list[Term]]] = {}
    for row in reader.select(f"SELECT ?s ?p ?o {{ ?s a <{iri}> ; ?p ?o }}"):
        if row["p"].value not in LEFT_OUT:
            values.setdefault(row["s"].value, {}).setdefault(row["p"].value, []).append(row["o"])
    evidence = first_evidence(reader, iri)
    predicates = sorted({predicate for node in values.values() for predicate in node}, key=local)
    columns = (
        Column("iri", "标识", None, "anyURI", False),
        *(column(predicate, values.values()) for predicate in predicates),
        *(Column(name, f"证据：{label_of(BK.iri + name)}", None, "string", False) for name in EVIDENCE if evidence),
    )
    rows = tuple(
        (
            node,
            *(joined(values[node].get(predicate, [])) for predicate in predicates),
            *(value_of(evidence.get(node, {}).get(name)) for name in EVIDENCE if evidence),
        )
        for node in sorted(values)
    )
    return Table(local(iri), label_of(iri), iri, columns, rows)


def column(predicate: str, nodes: Iterable[dict[str, list[Term]]]) -> Column:
    """What the values of a predicate are: the datatype they share, string where they share none."""
    values = [node[predicate] for node in nodes if predicate in node]
    kinds = {kind_of(value) for each in values for value in each}
    several = any(len(each) > 1 for each in values)
    datatype = kinds.pop() if len(kinds) == 1 and not several else "string"
    return Column(local(predicate), label_of(predicate), predicate, datatype, several)


def kind_of(value: Term) -> str:
    datatype = getattr(value, "datatype", None)
    return local(datatype.value) if datatype else "anyURI"


def first_evidence(reader: Reader, iri: str) -> dict[str, Row]:
    """Node -> its first place."""
    rows = reader.select(
        f"SELECT ?s ?document ?line ?start ?end ?quote {{ ?s a <{iri}> ; bk:evidence ?e . ?e bk:line ?line ; bk:start ?start ;"
        " bk:end ?end ; oa:hasSource/bk:stem ?document OPTIONAL { ?e bk:quote ?quote } }"
    )
    found: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (int(row["line"].value), int(row["start"].value))):
        found.setdefault(row["s"].value, row)
    return found


def joined(values: list[Term]) -> Cell:
    if len(values) == 1:
        return value_of(values[0])
    return SEPARATOR.join(sorted(value.value for value in values)) or None


def value_of(value: Term | None) -> Cell:
    """A cell: numbers as numbers, everything else as its text."""
    if value is None:
        return None
    datatype = getattr(value, "datatype", None)
    number = NUMBERS.get(datatype.value) if datatype else None
    return number(value.value) if number else value.value


def local(iri: str) -> str:
    """The last part of a term's IRI.

    >>> local("http://www.w3.org/ns/org#Organization"), local("http://purl.org/dc/terms/title")
    ('Organization', 'title')
    """
    return iri.replace("#", "/").rsplit("/", 1)[-1]


def label_of(iri: str) -> str:
    """The Chinese label of one of our terms; of others, the last part of the IRI."""
    return ontology.labels("zh").get(iri, local(iri))


def export_csv(reader: Reader, folder: Path) -> tuple[Path, ...]:
    """``{class}.csv`` for every class and ``csv-metadata.json`` (CSV on the Web); the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written, described = [], []
    for each in tables(reader):
        path = folder / f"{each.name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in each.columns])
            writer.writerows(["" if cell is None else cell for cell in row] for row in each.rows)
        written.append(path)
        described.append(csvw_table(each))
    metadata = folder / "csv-metadata.json"
    content = {"@context": ["http://www.w3.org/ns/csvw", {"@language": "zh"}], "tables": described}
    metadata.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return (*written, metadata)


def csvw_table(each: Table) -> dict[str, object]:
    """The CSVW description of one table (Metadata Vocabulary for Tabular Data, 5.4-5.6)."""
    return {
        "url": f"{each.name}.csv",
        "dc:title": each.label,
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "columns": [csvw_column(column) for column in each.columns],
        },
    }


def csvw_column(column: Column) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "titles": [column.name, column.label],
        "datatype": column.datatype,
    }
    if column.iri:
        described["propertyUrl"] = column.iri
    else:
        described["suppressOutput"] = True
    if column.several:
        described["separator"] = SEPARATOR
    return described


def export_excel(reader: Reader, path: Path) -> Path:
    """One workbook, a sheet for each class: numbers are numbers, text is never a formula."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for each in tables(reader):
        sheet = book.create_sheet(each.label[:31])
        sheet.freeze_panes = "B2"
        sheet.append([column.label for column in each.columns])
        for row in each.rows:
            sheet.append([excel_cell(sheet, cell) for cell in row])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def excel_cell(sheet: object, cell: Cell) -> object:
    """A cell's content; text that a spreadsheet would run is marked as text."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(cell, str):
        return cell
    text = CONTROL.sub("", cell)[:EXCEL_TEXT]
    if not FORMULA.match(text):
        return text
    guarded = WriteOnlyCell(sheet, value=f" {text}")
    guarded.value = text
    guarded.data_type = "s"
    guarded.quotePrefix = True
    return guarded
