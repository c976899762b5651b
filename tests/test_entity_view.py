"""What a page says of one thing: names and codes in words, and counts that are the graph's own."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from kg.store import Reader
from search.entity_view import MOST_VALUES, Property, read_entity
from search.library import open_reader_of
from search.settings import Settings
from tests.served import sample_library

BASE = "https://w3id.org/budgetkg/id/"
DOCUMENT = BASE + "document/yunling-water-2025"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return open_reader_of(Settings(data=sample_library()))


def named(properties: tuple[Property, ...], term: str) -> Property:
    return next(one for one in properties if one.iri.endswith(term))


def test_what_points_to_a_project_is_named_with_its_kind_and_line(reader: Reader) -> None:
    found = named(read_entity(reader, BASE + "project/云岭市水利局/遗属生活困难补助").incoming, "#project")
    notes = {(value.text, value.note) for value in found.values}
    assert ("遗属生活困难补助", "项目绩效目标表 第403行") in notes
    assert all(value.text and "-" not in value.text for value in found.values)


def test_what_is_not_shown_is_counted(reader: Reader) -> None:
    found = named(read_entity(reader, DOCUMENT).incoming, "#document")
    row = reader.select(f"SELECT (COUNT(*) AS ?n) {{ ?x bk:document {NamedNode(DOCUMENT)} }}")[0]
    assert (found.total, len(found.values)) == (int(row["n"].value), MOST_VALUES)


@pytest.mark.parametrize(("path", "term", "said"), [
    ("organisation/云岭市水利局", "#organisationType", "行政机关"),
    ("organisation/四川中岳建筑工程有限公司", "#organisationType", "企业"),
    ("policy/云财综〔2024〕12号", "#policyKind", "通知"),
])  # fmt: skip
def test_codes_are_said_in_words(reader: Reader, path: str, term: str, said: str) -> None:
    assert [value.text for value in named(read_entity(reader, BASE + path).properties, term).values] == [said]


def test_a_record_without_a_name_is_called_by_its_words(reader: Reader) -> None:
    first = reader.select(f"SELECT ?x {{ ?x a bk:Indicator ; bk:document {NamedNode(DOCUMENT)} ; bk:level3 '维护雨量站数量' }} ORDER BY ?x")[0]
    view = read_entity(reader, first["x"].value)
    assert (view.label, [of.text for of in view.types]) == ("维护雨量站数量", ["绩效指标"])
