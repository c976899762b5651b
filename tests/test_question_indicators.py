"""Indicators of projects that the question does not name, percentages without %, and the things a question counts."""

from __future__ import annotations

import pytest

from search.ask import Asker
from search.question.numerals import spelled_percent

SPELLED = [
    ("满意度低于90的项目", "满意度低于90%的项目"),
    ("满意度目标不低于92.5的", "满意度目标不低于92.5%的"),
    ("合格率98以上", "合格率98%以上"),
    ("满意度高于90%的项目", "满意度高于90%的项目"),
    ("亮灯率达到95的超过20个", "亮灯率达到95%的超过20个"),
    ("满意度调查超过300万的项目", "满意度调查超过300万的项目"),
]


@pytest.mark.parametrize(("text", "spelled"), SPELLED, ids=[row[0] for row in SPELLED])
def test_a_rate_is_a_percentage(text: str, spelled: str) -> None:
    assert spelled_percent(text) == spelled


NUMBERS = [
    ("云岭调查队要调查多少户", "1200", "户"),
    ("渔民满意度要多少", "85", "%"),
    ("松溪湾县农业农村局渔民满意度不低于多少", "85", "%"),
]


@pytest.mark.parametrize(("question", "value", "unit"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_the_one_indicator_that_bears_all_words_answers(asker: Asker, question: str, value: str, unit: str) -> None:
    answer = asker.ask(question)
    assert [(item.value, item.unit) for item in answer.items] == [(value, unit)], answer.text


def test_the_whole_period_has_its_own_value(asker: Asker) -> None:
    yearly, period = (asker.ask(question).assumptions for question in ("公交候车亭更新工程要更新多少座", "公交候车亭更新工程整个实施期要更新多少座"))
    assert (yearly, period) == (("取年度目标的指标值",), ("取实施期目标的指标值",))


LISTS = [
    ("水利局哪个项目的满意度定得最低", {"南溪河城区段清淤疏浚", "防汛抢险物资储备及仓库租赁"}),
    ("满意度低于90的项目", {"渔政执法艇购置", "农村公路日常养护", "消费价格调查"}),
]


@pytest.mark.parametrize(("question", "names"), LISTS, ids=[row[0] for row in LISTS])
def test_projects_by_their_percentages(asker: Asker, question: str, names: set[str]) -> None:
    answer = asker.ask(question)
    assert {item.label for item in answer.items} == names, answer.text


def test_below_is_said_as_below(asker: Asker) -> None:
    assert "低于90%" in asker.ask("满意度低于90%的项目").text
    assert "不高于90%" in asker.ask("满意度不超过90%的项目").text


@pytest.mark.parametrize("question", ["红绿灯有多少个", "云岭市水利局有多少个水电站", "要建几间教室"])
def test_projects_are_not_counted_in_place_of_things(asker: Asker, question: str) -> None:
    assert asker.ask(question).items == ()


def test_the_smallest_debt_is_one_contract(asker: Asker) -> None:
    assert [item.value for item in asker.ask("云岭市水利局最小的一笔欠款是多少").items] == ["8700"]


def test_what_a_company_has_got_is_what_was_paid(asker: Asker) -> None:
    assert [item.value for item in asker.ask("四川中岳建筑工程有限公司已经收到多少").items] == ["6854000"]


def test_a_supervisor_or_designer_whose_own_fee_is_owed_is_a_creditor(asker: Asker) -> None:
    labels = {item.label for item in asker.ask("岚平市交通运输局还欠哪些公司的钱").items}
    assert "岚平锦程工程咨询有限公司" in labels
    assert "云岭立德工程咨询有限公司" not in {item.label for item in asker.ask("云岭市水利局还欠哪些公司的钱").items}


NUMBERED = [
    ("维护雨量站数量不少于100处的是哪个项目", {"山洪灾害监测站点维护"}),
    ("抽检批次定为1400批次的是哪个项目", {"农产品质量抽检"}),
    ("养护里程超过3000公里的是哪个项目", {"农村公路日常养护"}),
    ("更新称重设备数量为4套的项目有哪些", {"治超站电子称重系统更新"}),
]


@pytest.mark.parametrize(("question", "names"), NUMBERED, ids=[row[0] for row in NUMBERED])
def test_projects_by_a_number_of_things(asker: Asker, question: str, names: set[str]) -> None:
    answer = asker.ask(question)
    assert {item.label for item in answer.items} == names, answer.text


@pytest.mark.parametrize("question", ["补助人数为5人的是哪个项目", "补助人数为2人的项目花了多少钱", "发放次数12次的项目是哪些",
                                      "养护站点5个的是哪个项目"])
def test_a_number_that_fits_no_indicator_is_not_left_out(asker: Asker, question: str) -> None:
    assert asker.ask(question).items == ()
