"""What a year's money is spread over, sums handed out to several companies, and who a sentence says does what."""

from __future__ import annotations

import pytest

from nlp.contracts import read_text
from nlp.record import Contract
from nlp.source import join_lines, read_line
from tests.obligations import document, sums


def told(text: str) -> list[Contract]:
    """Each obligation of a field of a project page."""
    line = read_line(1, text)
    return read_text(join_lines([(line, 0, len(line.text))]), None, document(), "", strict=False)[0]


def owed(text: str) -> list[tuple[str, object, list[str]]]:
    """Label, sums and parties of each obligation."""
    return [(c.label, sums(c), [p.name for p in c.parties]) for c in told(text)]


SEWERS = "管网清淤由云安市政工程有限公司承担，合同金额60万元，已付48万元，剩余12万元未付。井盖更换款5万元未付。"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("2026年安排40万元，先行支付上年欠款17万元。", id="both-together"),
        pytest.param("2026年预算安排40万元，其中12万元用于支付上述尾款，28万元用于2026年清淤。", id="one-and-this-year"),
        pytest.param("2026年预算安排40万元，其中偿付2025年欠付工程款12万元、2026年上半年28万元。", id="one-and-a-period"),
    ],
)
def test_paying_debts_out_of_this_year_s_money_makes_no_further_debt(more: str) -> None:
    assert [sums(c) for c in told(SEWERS + more)] == [sums(c) for c in told(SEWERS)]
    assert [c.unpaid for c in told(SEWERS + more)] == [120000, 50000]


def test_a_debt_told_nowhere_else_stays() -> None:
    assert [c.unpaid for c in told("2026年预算安排40万元，其中支付2025年云安市政工程有限公司清淤工程尾款12万元。")] == [120000]


def test_a_balance_before_a_colon_is_the_total_of_those_behind() -> None:
    text = (
        "（1）2025年演出尾款9万元：A包由甲市乙剧团有限公司承演，合同金额20万元，已支付15万元，剩余5万元未支付；"
        "B包由丙演艺有限公司承演，合同金额10万元，已支付6万元，尚余4万元未付。（2）其他演出费3万元。"
    )
    assert [(c.total_over, c.unpaid) for c in told(text) if c.unpaid] == [(2, 90000), (0, 50000), (0, 40000)]


def test_balances_go_to_the_companies_named_before() -> None:
    text = (
        "东片区由云安公路养护有限公司养护，年费90万元；西片区承包人是云岭养护工程有限公司，年费80万元。"
        "两家企业2024年度的费用分别欠22.5万元和20万元。"
    )
    assert owed(text) == [
        ("东片区", (900000, None, 225000, None, True), ["云安公路养护有限公司"]),
        ("西片区", (800000, None, 200000, None, True), ["云岭养护工程有限公司"]),
    ]


def test_a_company_that_does_something_else_is_no_party() -> None:
    text = "平台由云安科技有限公司建设，审定金额90万元，已付清。运维费12万元/年，专线由云岭通信有限公司提供，每月500元。"
    assert [(c.label, [p.name for p in c.parties]) for c in told(text)][1:] == [("运维费", [])]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("运维服务采购自云安称重系统有限公司，总额50万元。", "云安称重系统有限公司"),
        ("融雪剂30万元，从云岭盐业有限公司集中采购，货到付款。", "云岭盐业有限公司"),
        ("局机关租用云安置业有限公司所属大厦办公，年租金12万元。", "云安置业有限公司"),
        ("租用云安市鑫源机械租赁部压路机1台，台班费全年6万元。", "云安市鑫源机械租赁部"),
    ],
    ids=["bought-from", "bought-at", "whose-building", "a-business"],
)
def test_who_is_paid(text: str, party: str) -> None:
    assert [[p.name for p in c.parties] for c in told(text)] == [[party]]
