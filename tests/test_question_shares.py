"""Shares and figures of several departments: set beside each other, in their sum, of two parts at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.ask import Asker
from search.library import open_asker
from search.settings import Settings
from tests.served import sample_library


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    yield open_asker(Settings(data=sample_library()))


SHARES = [
    pytest.param(
        "水利局和交通运输局谁的项目支出占支出总计的比例大",
        [("岚平市交通运输局2026年项目支出占比", "63.99"), ("云岭市水利局2025年项目支出占比", "47.62")],
        id="own shares beside each other",
    ),
    pytest.param("五个部门项目支出合计里水利局占多少", [("云岭市水利局占比", "29.29")], id="of a sum over all"),
    pytest.param("水利局、交通运输局项目支出合计中水利局占几成", [("云岭市水利局占比", "38.16")], id="of a sum of two"),
    pytest.param(
        "水利局人员经费和公用经费各占基本支出的百分之几", [("人员经费占比", "79.52"), ("公用经费占比", "20.48")], id="two parts"
    ),
]


@pytest.mark.parametrize(("question", "wanted"), SHARES)
def test_shares(asker: Asker, question: str, wanted: list[tuple[str, str]]) -> None:
    answer = asker.ask(question)
    assert [(item.label, item.value, item.unit) for item in answer.items] == [(*one, "%") for one in wanted], answer.text
    assert answer.sparql
    assert answer.evidence


def test_figures_of_every_department_apart_and_in_order(asker: Asker) -> None:
    apart, ranked = asker.ask("各部门三公经费分别多少"), asker.ask("各部门三公经费从高到低")
    assert sorted(item.value or "" for item in apart.items) == sorted(item.value or "" for item in ranked.items)
    assert [item.value for item in ranked.items] == ["147100", "131800", "114300", "109600"]


def test_most_cars_are_cars_and_departments_that_tell_none_are_named(asker: Asker) -> None:
    answer = asker.ask("哪个局的车最多")
    assert [(item.label, item.value, item.unit) for item in answer.items] == [("松溪湾县农业农村局2025年公务用车实有", "4", "辆")]
    assert any("岚平市交通运输局" in said and "没有写" in said for said in answer.assumptions)
