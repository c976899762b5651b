"""Saved queries: each file is well formed, runs over the bundled samples and gives the columns it names."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kg.store import Reader, open_reader
from nlp.errors import NotFound, UsageError
from search.saved_query import find_saved, publish, read_saved, saved_queries
from search.sparql_text import read_query
from tests.served import sample_library

NAMES = sorted(saved_queries())


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with_samples = open_reader(sample_library())
    yield with_samples
    with_samples.close()


Rows = tuple[tuple[str | None, ...], ...]


def run(reader: Reader, name: str, values: dict[str, str] | None = None) -> Rows:
    """Lexical forms of the rows; None where a variable has no value."""
    query = find_saved(name)
    return tuple(tuple(row[c].value if c in row else None for c in query.columns) for row in reader.select(query.bind(values or {})))


def test_there_are_enough() -> None:
    assert len(NAMES) >= 25


def test_titles_are_unique() -> None:
    titles = [query.title for query in saved_queries().values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", NAMES)
def test_runs_and_gives_its_columns(reader: Reader, name: str) -> None:
    query = find_saved(name)
    assert query.question.endswith("？")
    outline = read_query(query.bind({}))
    assert (outline.form, bool(outline.graphs)) == ("tabular", False)
    solutions = ox.Store().query(query.bind({}))
    assert isinstance(solutions, ox.QuerySolutions)
    assert tuple(variable.value for variable in solutions.variables) == query.columns
    assert all(len(row) == len(query.columns) for row in run(reader, name))


@pytest.mark.parametrize("name", NAMES)
def test_every_column_is_called_something_in_chinese(name: str) -> None:
    query = find_saved(name)
    assert len(query.labels) == len(query.columns)
    assert [label for label in query.labels if not any("一" <= sign <= "鿿" for sign in label)] == []


ANSWERED = (
    "unpaid-balances", "unpaid-by-department", "projects-by-amount", "projects-by-attribute", "project-funds", "documents",
    "coverage", "policy-citers", "policies-most-cited", "policy-chains", "indicators", "three-public", "budget-lines-by-unit",
)  # fmt: skip


@pytest.mark.parametrize("name", ANSWERED)
def test_the_samples_have_an_answer(reader: Reader, name: str) -> None:
    assert run(reader, name) != ()


def test_found_by_title() -> None:
    assert find_saved("未付余额").name == "unpaid-balances"


def test_a_parameter_narrows(reader: Reader) -> None:
    every = run(reader, "documents")
    units = {row[1] for row in every}
    unit = sorted(unit for unit in units if unit)[0]
    rows = run(reader, "projects-by-amount", {"org": unit})
    assert {row[1] for row in rows} <= {unit}


def test_amounts_are_sorted_and_above_the_minimum(reader: Reader) -> None:
    amounts = [float(row[3] or 0) for row in run(reader, "项目按金额排序", {"min": "500000"})]
    assert amounts == sorted(amounts, reverse=True)
    assert all(amount >= 500000 for amount in amounts)


def test_a_hostile_value_stays_a_value(reader: Reader) -> None:
    hostile = '") } # \\" \n UNION { ?s ?p ?o } \\'
    bound = find_saved("project-text").bind({"word": hostile})
    assert str(ox.Literal(hostile)) in bound
    assert run(reader, "project-text", {"word": hostile}) == ()


WRONG = {
    "unknown query": (NotFound, "没有这个", {}),
    "unknown parameter": (UsageError, "documents", {"org": "甲"}),
    "no number": (UsageError, "unpaid-balances", {"min": "很多"}),
    "no whole number": (UsageError, "unpaid-balances", {"year": "2025.5"}),
    "not finite": (UsageError, "unpaid-balances", {"min": "NaN"}),
}


@pytest.mark.parametrize(("error", "name", "values"), WRONG.values(), ids=WRONG.keys())
def test_wrong_use(reader: Reader, error: type[Exception], name: str, values: dict[str, str]) -> None:
    with pytest.raises(error):
        run(reader, name, values)


@pytest.mark.parametrize("columns", ["", "# columns: s\n", "# columns: s=甲=乙\n"], ids=["none", "no label", "two labels"])
def test_a_header_that_is_not_complete(columns: str) -> None:
    with pytest.raises(UsageError, match="columns"):
        read_saved("x", f"# title: 题\n# question: 问？\n{columns}SELECT * {{}}")


def test_published_as_shacl_executables() -> None:
    sh = "http://www.w3.org/ns/shacl#"
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in publish("http://x/"))
    rows = store.query(f"SELECT ?q {{ ?q a <{sh}SPARQLExecutable> ; <{sh}select> ?s }}")
    assert sum(1 for _ in rows) == len(NAMES)
