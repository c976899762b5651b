"""Projects by what they are about, in the words people use: several themes side by side, what is done with a thing, roles."""

from __future__ import annotations

import pytest

from search.ask import Asker

THEMES = [
    pytest.param("跟道路养护、候车亭有关的项目", {"农村公路日常养护", "公交候车亭更新工程"}, id="side by side"),
    pytest.param("农产品抽检、病虫害防控方面的项目有哪些", {"农产品质量抽检", "农作物病虫害防控"}, id="each of two words"),
    pytest.param("防汛、清淤方面的项目", {"防汛抢险物资储备及仓库租赁", "南溪河城区段清淤疏浚"}, id="short ones"),
    pytest.param("买执法艇的项目有哪些", {"渔政执法艇购置"}, id="what is done with it"),
    pytest.param("做水库鉴定的项目有哪些", {"小型水库安全鉴定"}, id="a word for a role"),
    pytest.param("与路有关的项目有哪些", {"农村公路日常养护"}, id="one character, by names"),
    pytest.param("执法艇的钱列在哪个项目里", {"渔政执法艇购置"}, id="where the money comes from"),
    pytest.param("抗洪抢险的项目有哪些", {"防汛抢险物资储备及仓库租赁"}, id="what forms call it"),
    pytest.param("租仓库的项目有哪些", {"防汛抢险物资储备及仓库租赁"}, id="renting"),
]


@pytest.mark.parametrize(("question", "names"), THEMES)
def test_projects_of_themes(asker: Asker, question: str, names: set[str]) -> None:
    answer = asker.ask(question)
    assert (answer.kind, {item.label for item in answer.items}) == ("answer", names), answer.text
    assert answer.evidence
    assert answer.sparql


@pytest.mark.parametrize("question", ["跟天文台、候车亭有关的项目一共多少钱", "买飞船的项目有哪些", "聘请宇航员的项目"])
def test_no_theme_is_dropped_from_a_sum_or_a_list(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "answer"


def test_a_sum_over_another_number_of_projects_than_said_is_refused(asker: Asker) -> None:
    answer = asker.ask("三个农村公路日常养护项目一共多少钱")
    assert answer.kind == "refusal"
    assert "3个项目" in answer.text


def test_the_number_before_a_theme_is_the_number_of_projects(asker: Asker) -> None:
    answer = asker.ask("两个农产品、病虫害项目一共多少钱")
    assert [(item.value, item.unit) for item in answer.items] == [("1700000", "元")], answer.text


def test_the_words_of_a_name_in_another_order_name_the_project(asker: Asker) -> None:
    answer = asker.ask("抽检农产品质量要花多少")
    assert [(item.value, item.unit) for item in answer.items] == [("420000", "元")], answer.text


def test_a_theme_that_only_the_text_tells_is_said_to_be_so(asker: Asker) -> None:
    answer = asker.ask("跟冲锋舟有关的项目有哪些")
    assert answer.kind == "answer"
    assert any("正文里提到" in said for said in answer.assumptions)


def test_money_carried_over_by_no_department_named_is_not_added_up(asker: Asker) -> None:
    answer = asker.ask("上年结转有多少钱")
    assert answer.kind == "refusal"
    assert "哪个部门" in answer.text
