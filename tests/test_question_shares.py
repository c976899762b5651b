"""Shares and figures of several departments: set beside each other, in their sum, of two parts at once."""

from __future__ import annotations

import pytest

from search.ask import Asker

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


ORDERED = [
    ("云岭市水利局预算第二到第三名的项目", ["山洪灾害监测站点维护", "小型水库安全鉴定"]),
    ("云岭市水利局60万以下的项目按从小到大列一下", ["遗属生活困难补助", "防汛抢险物资储备及仓库租赁", "小型水库安全鉴定"]),
    ("云岭市水利局第三到第九名的项目", []),
]


@pytest.mark.parametrize(("question", "names"), ORDERED, ids=[row[0] for row in ORDERED])
def test_projects_by_their_places(asker: Asker, question: str, names: list[str]) -> None:
    answer = asker.ask(question)
    assert [item.label for item in answer.items] == names, answer.text


@pytest.mark.parametrize("question", ["云岭市水利局项目里有没有用国有资本经营预算的", "云岭市水利局有没有上年结转的项目"])
def test_none_of_a_fund_is_told_as_none(asker: Asker, question: str) -> None:
    assert [(item.label, item.value) for item in asker.ask(question).items] == [("没有", "false")]


def test_gaps_of_several_departments_are_told(asker: Asker) -> None:
    answer = asker.ask("云岭市水利局、岚平市交通运输局和松溪湾县农业农村局谁的机关运行经费最高，差额有多大")
    assert answer.items[0].value == "2207300" and "第一和第二相差1.89万元，最高和最低相差13.53万元" in answer.text


@pytest.mark.parametrize("question", ["云岭市水利局应急项目对得上38万吗", "云岭市水利局防汛项目加起来合得上38.2万吗"])
def test_whether_a_sum_agrees_is_no_bound(asker: Asker, question: str) -> None:
    assert asker.ask(question).items == ()
