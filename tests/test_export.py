"""An export is the whole graph, the same bytes for the same graph, and can be put back."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.build import load_ontology
from kg.export import DATASETS, TRIPLES, export
from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import replace_document
from kg.restore import restore
from kg.sources import store_source
from kg.stats import stats
from kg.store import Places, Reader, open_reader, open_writer
from kg.terms import DCAT, RDF, VOID
from kg.void import describe_dataset
from nlp.errors import SourceError, UsageError
from nlp.source import source_from_text
from tests import graph_records as given

IRIS = Iris()
HOSTILE = '=HYPERLINK("http://x","点")'


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    source = source_from_text("a.txt", "云岭市水利局\n" * 100)
    reading = replace(given.reading("a"), document=replace(given.document("a"), sha256=source.sha256))
    reading = replace(reading, pages=(replace(given.page(), period=HOSTILE),))
    with open_writer(folder) as writer:
        load_ontology(writer, IRIS)
        store_source(Places(folder).sources, source)
        replace_document(writer, IRIS, "a", set(to_quads(reading, source=source)))
        replace_document(writer, IRIS, "b", set(to_quads(given.reading("b", 2026))))
    (folder / "decisions.tsv").write_text("# 暂无\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reader(data: Path) -> Reader:
    return open_reader(data)


def everything(reader: Reader) -> set[str]:
    return {str(quad) for graph in reader.graphs() for quad in reader.graph(NamedNode(graph))}


@pytest.mark.parametrize("form", DATASETS, ids=str)
def test_forms_with_graphs_hold_every_quad(reader: Reader, tmp_path: Path, form: str) -> None:
    (path,) = export(reader, tmp_path / "out", form)
    assert {str(quad) for quad in parse(path=str(path), format=DATASETS[form])} == everything(reader)


@pytest.mark.parametrize("form", TRIPLES, ids=str)
def test_forms_without_graphs_hold_every_triple(reader: Reader, tmp_path: Path, form: str) -> None:
    (path,) = export(reader, tmp_path / "out", form)
    triples = {str(quad.triple) for quad in parse(path=str(path), format=TRIPLES[form])}
    assert triples == {str(quad.triple) for graph in reader.graphs() for quad in reader.graph(NamedNode(graph))}


def test_the_same_graph_gives_the_same_bytes(reader: Reader, tmp_path: Path) -> None:
    for form in ("nquads", "trig", "turtle"):
        (one,), (two,) = (export(reader, tmp_path / f"{n}", form) for n in "ab")
        assert one.read_bytes() == two.read_bytes()


def test_one_document_alone(reader: Reader, tmp_path: Path) -> None:
    (path,) = export(reader, tmp_path / "a.nq", "nquads", stem="a")
    graphs = {str(quad.graph_name) for quad in parse(path=str(path), format=RdfFormat.N_QUADS)}
    assert graphs == {str(IRIS.document_graph("a"))}


def test_the_account_classifications_of_the_years_in_the_graph(reader: Reader, tmp_path: Path) -> None:
    (path,) = export(reader, tmp_path / "accounts.ttl", "skos")
    subjects = {str(quad.subject) for quad in parse(path=str(path), format=RdfFormat.TURTLE)}
    assert {str(IRIS.account("function", year, "2010301")) for year in (2025, 2026)} <= subjects


def test_an_unknown_form(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx"):
        export(reader, tmp_path / "out", "docx")


@pytest.mark.parametrize(
    ("form", "name"), [("nquads", "g.nq"), ("trig", "g.trig"), ("jsonld", "g.jsonld"), ("crate", "c")]
)
def test_an_export_put_back_is_the_same_graph(reader: Reader, tmp_path: Path, form: str, name: str) -> None:
    export(reader, tmp_path / name, form)
    graphs = restore(tmp_path / name, tmp_path / "new")
    again = open_reader(tmp_path / "new")
    assert everything(again) == everything(reader)
    assert graphs == len(reader.graphs())
    if form == "crate":
        assert again.source("a").lines == reader.source("a").lines
        assert (tmp_path / "new" / "decisions.tsv").exists()


def test_a_graph_is_not_overwritten(reader: Reader, tmp_path: Path) -> None:
    (path,) = export(reader, tmp_path / "g.nq")
    restore(path, tmp_path / "new")
    with pytest.raises(UsageError, match="已有图谱"):
        restore(path, tmp_path / "new")


def test_a_broken_file_leaves_no_graph(tmp_path: Path) -> None:
    broken = tmp_path / "g.nq"
    broken.write_text("<http://x/a> <http://x/p> .\n", encoding="utf-8")
    with pytest.raises(SourceError, match="不是有效的"):
        restore(broken, tmp_path / "new")
    assert not Places(tmp_path / "new").live.exists()


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_for_each_class(reader: Reader, tmp_path: Path) -> None:
    export(reader, tmp_path / "csv", "csv")
    (row,) = (row for row in rows_of(tmp_path / "csv", "Contract") if row["document"] == "b")
    assert (row["amount"], row["label"], row["hasBalance"], row["line"]) == ("277700", "预警广播安装", "true", "56")
    assert row["quote"].startswith("审定金额")
    names = {path.stem for path in (tmp_path / "csv").glob("*.csv")}
    assert {"Document", "Figure", "Policy", "Organization", "Concept"} <= names
    assert not names & {"SpecificResource", "Observation", "Class"}


def test_csvw_describes_every_column(reader: Reader, tmp_path: Path) -> None:
    export(reader, tmp_path / "csv", "csv")
    metadata = json.loads((tmp_path / "csv" / "csv-metadata.json").read_text(encoding="utf-8"))
    for table in metadata["tables"]:
        with (tmp_path / "csv" / table["url"]).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert [column["name"] for column in table["tableSchema"]["columns"]] == header
    (contract,) = (table for table in metadata["tables"] if table["url"] == "Contract.csv")
    amount = next(column for column in contract["tableSchema"]["columns"] if column["name"] == "amount")
    assert amount == {
        "name": "amount",
        "titles": ["amount", "金额"],
        "datatype": "decimal",
        "propertyUrl": "https://w3id.org/budgetkg/ontology#amount",
    }


def test_excel_has_numbers_as_numbers_and_no_formulas(reader: Reader, tmp_path: Path) -> None:
    (path,) = export(reader, tmp_path / "book.xlsx", "xlsx")
    book = load_workbook(path)
    sheet = book["项目绩效目标表"]
    header = [cell.value for cell in sheet[1]]
    cells = {row[header.index("证据：所在文档")].value: row for row in sheet.iter_rows(min_row=2)}
    amount, period = (cells["a"][header.index(name)] for name in ("年度资金总额", "项目期"))
    assert (Decimal(str(amount.value)), amount.data_type) == (Decimal("80000.5"), "n")
    assert (period.value, period.data_type) == (HOSTILE, "s")
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []


def test_stats_count_what_is_there(reader: Reader) -> None:
    found = stats(reader)
    assert [(doc.stem, doc.year, doc.counts["contracts"], doc.tables) for doc in found.documents] == [
        ("a", 2025, 1, ("一般公共预算支出预算表",)),
        ("b", 2026, 1, ("一般公共预算支出预算表",)),
    ]
    assert (found.years, found.totals["figures"], found.shared["projects"]) == ({2025: 1, 2026: 1}, 2, 1)
    assert [(table.title, table.documents, table.figures) for table in found.tables] == [
        ("一般公共预算支出预算表", 2, 2)
    ]
    assert found.quads == len(everything(reader))


def test_the_description_of_the_dataset_is_true(reader: Reader) -> None:
    triples = describe_dataset(reader, site="http://127.0.0.1:8000")
    said = {(triple.predicate, str(triple.object)) for triple in triples}
    assert (VOID.triples, f'"{len(everything(reader))}"^^<http://www.w3.org/2001/XMLSchema#integer>') in said
    assert (VOID.sparqlEndpoint, "<http://127.0.0.1:8000/sparql>") in said
    assert (RDF.type, str(DCAT.Dataset)) in said


def test_the_crate_names_what_is_in_it(reader: Reader, tmp_path: Path) -> None:
    export(reader, tmp_path / "crate", "crate")
    described = json.loads((tmp_path / "crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    root = next(entry for entry in described["@graph"] if entry["@id"] == "./")
    parts = {part["@id"] for part in root["hasPart"]}
    files = {str(path.relative_to(tmp_path / "crate")) for path in (tmp_path / "crate").rglob("*") if path.is_file()}
    assert parts == files - {"ro-crate-metadata.json"}
