"""Obligations told in the explanations of a budget or in self-evaluations, outside any project page."""

from __future__ import annotations

import pytest

from nlp.contracts import read_text
from nlp.record import Contract
from nlp.source import join_lines, read_line
from tests.obligations import document, sums

LIST = (
    "其他应付未付款共3笔14.86万元：①四川万安电梯有限公司电梯维保费1.2万元；②四川中勘测绘有限公司土地测绘费11.66万元；"
    "③办公楼防水工程质保金2万元（施工单位四川固邦防水工程有限公司）。"
)


def told(text: str) -> list[Contract]:
    line = read_line(1, text)
    return read_text(join_lines([(line, 0, len(line.text))]), None, document(), "", strict=True)[0]


def test_a_list_of_payables() -> None:
    whole, *items = told(LIST)
    assert (whole.total_over, [(c.label, *sums(c)[2:], [p.name for p in c.parties]) for c in items]) == (3, [
        ("电梯维保费", 12000, None, True, ["四川万安电梯有限公司"]),
        ("土地测绘费", 116600, None, True, ["四川中勘测绘有限公司"]),
        ("办公楼防水工程质保金", 20000, 20000, True, ["四川固邦防水工程有限公司"]),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "label", "wanted"),
    [
        ("2.农村环卫一体化。镇政府与四川洁蓉环境工程有限公司签订服务合同，年服务费116.8万元。2024年1—9月已拨付87.6万元，10—12月29.2万元应付未付。",
         "农村环卫一体化", (1168000, 876000, 292000, None, True)),
        ("5.机关食堂由东岭区味佳餐饮服务部托管，年托管费9.6万元，按月支付，无拖欠。",
         "机关食堂由东岭区味佳餐饮服务部托管", (96000, 96000, None, None, False)),
        ("白鹤水库加固项目绩效自评综述：该工程由湖北鸿浩水利工程有限公司承建，审定金额421.5万元，累计支付380万元，尚有41.5万元未支付。",
         "白鹤水库加固", (4215000, 3800000, 415000, None, True)),
        ("1.库房租用县粮食购销公司仓库，年租金14.4万元，第四季度租金3.6万元待付。",
         "库房租用县粮食购销公司仓库", (144000, None, 36000, None, True)),
    ],
    ids=["service", "nothing-owed", "self-evaluation", "rent"],
)  # fmt: skip
def test_one_obligation(text: str, label: str, wanted: object) -> None:
    assert [(contract.label, sums(contract)) for contract in told(text)] == [(label, wanted)]


@pytest.mark.parametrize(
    "text",
    [
        "一般公共预算财政拨款支出年初预算为100万元，已支付98万元，完成98%，结余2万元。",
        "年初结转和结余22万元，本年收入100万元，已支付110万元，年末结转结余12万元。",
        "2025年安排5万元用于支付以前年度应付未付水电费。",
    ],
    ids=["execution", "carried-over", "budget"],
)
def test_the_budget_itself_is_no_obligation(text: str) -> None:
    assert told(text) == []
