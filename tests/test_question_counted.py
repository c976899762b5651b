"""Numbers of things as indicators and sentences tell them, what several funds give together, and which document did what."""

from __future__ import annotations

import pytest

from search.ask import Asker
from tests.asked import asker_over
from tests.foreign_truth import read_truth

PLACES = ("linqin-transport-2025", "linqin-ecology-2025", "linqin-education-2026")


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("counted")
    for name in PLACES:
        (folder / f"{name}.txt").write_text("\n".join(read_truth(name).text) + "\n", encoding="utf-8")
    return asker_over(sorted(folder.glob("*.txt")), tmp_path_factory.mktemp("data"))


NUMBERS = [
    ("一共养护多少公里国省道", "412.6"),
    ("今年要换多少台出租车终端", "820"),
    ("全市有多少辆巡游出租车", "1640"),
    ("市区公交线路有多少条", "47"),
    ("新能源车有多少台", "352"),
    ("省道有多少公里", "226.2"),
    ("给多少名执法人员配发服装", "105"),
    ("养护中心租了几台压路机", "1"),
    ("南环路全长多少公里", "5.3"),
]
REFUSED = [
    "国道管养多少公里", "公交车有几台", "全市有多少辆网约车", "养护中心租了几台摊铺机", "去年换了多少台出租车终端", "南环路有多少盏路灯",
    "生态局有多少个监测站", "交通局要换几辆车", "每天换多少台出租车终端", "今年新建多少公里国省道", "交通局五个项目一共多少钱",
]  # fmt: skip
"""A number that stands in the text for something else, or of another year; more projects than the question says"""


@pytest.mark.parametrize(("question", "value"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_of_things_beside_its_noun(asker: Asker, question: str, value: str) -> None:
    answer = asker.ask(question)
    assert [item.value for item in answer.items] == [value], answer.text
    assert answer.evidence


@pytest.mark.parametrize("question", REFUSED)
def test_a_number_of_something_else_is_no_answer(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "answer"


def test_a_settled_sum_is_said_to_be_one_where_the_price_agreed_on_is_asked_for(asker: Asker) -> None:
    answer = asker.ask("南环路第一合同段合同金额")
    assert [item.label for item in answer.items] == ["“南环路”“第一合同段”审定金额"], answer.text
    assert "审定金额为3,268.4万元" in answer.text


def test_the_number_of_a_decree_that_a_project_rests_on(asker: Asker) -> None:
    answer = asker.ask("非现场执法站点依据的省政府令是第几号")
    assert "山西省人民政府令第281号" in [item.label for item in answer.items], answer.text


def test_projects_newly_arranged_are_those_of_the_year(asker: Asker) -> None:
    answer = asker.ask("公路养护中心今年新安排的项目一共多少钱")
    assert [item.value for item in answer.items] == ["7564000"], answer.text


DOCUMENTS = [
    ("治超站点按什么文件办", ["山西省人民政府令第281号", "临市治超组〔2022〕3号", "交通运输部令2021年第12号"]),
    ("融雪物资依据哪些文件", ["临市政办发〔2023〕40号"]),
    ("教育局政府购买服务参照什么文件", ["晋财综〔2025〕28号"]),
    ("晋交财发〔2024〕305号由哪个市里文件转的", ["临市交办〔2024〕96号"]),
    ("晋交财发〔2024〕305号现在是哪份文件在转发", ["临市交办〔2024〕96号"]),
    ("临市交办〔2024〕96号转发的是什么文号", ["晋交财发〔2024〕305号"]),
    ("临市交办〔2018〕31号被哪个文件作废的", ["临市交办〔2024〕96号"]),
    ("临市交办〔2018〕31号是被哪个文件顶替的", ["临市交办〔2024〕96号"]),
    ("临市交办〔2024〕96号一出来，哪些老文件不执行了", ["临市交办〔2018〕31号"]),
    ("临市政办〔2022〕44号是给哪个项目撑腰的", ["公交企业政策性亏损补贴"]),
    ("空气自动监测站运维参照了哪两个技术规范，要编号", ["HJ664-2013", "HJ818-2018"]),
]


@pytest.mark.parametrize(("question", "labels"), DOCUMENTS, ids=[row[0] for row in DOCUMENTS])
def test_documents_by_what_they_are_to_projects_and_to_one_another(asker: Asker, question: str, labels: list[str]) -> None:
    answer = asker.ask(question)
    assert sorted(item.label for item in answer.items) == sorted(labels), answer.text


@pytest.mark.parametrize("question", ["临市交办〔2018〕31号还能继续用吗", "临市交办〔2018〕31号现在还执行吗", "临市交办〔2018〕31号还作数吗"])
def test_whether_a_document_still_holds(asker: Asker, question: str) -> None:
    assert asker.ask(question).items[0].value == "false"


def test_as_many_documents_as_the_question_says_or_none(asker: Asker) -> None:
    assert asker.ask("教育局政府购买服务参照哪两个文件").kind != "answer"


def test_every_reason_of_parts_that_moved_the_same_way(asker: Asker) -> None:
    answer = asker.ask("交通部门三公经费今年减了多少，为什么")
    assert [item.value for item in answer.items] == ["39000"]
    assert "减少接待人次" in answer.text and "老旧执法车报废" in answer.text
