"""What a sum is, by the words around it."""

from __future__ import annotations

import pytest

from nlp.contract_roles import find_monies

ROLES = {
    "settled": ("经评审，审定金额为27万元", "settled"),
    "settled-accounts": ("竣工结算价120万元", "settled"),
    "contract": ("合同总价款36万元", "contract"),
    "award": ("中标金额为38.8万元", "award"),
    "deal": ("成交价9.86万元", "award"),
    "estimate": ("项目投资概算74.99万元", "estimate"),
    "rent": ("年租金24万元", "rent"),
    "cost": ("委托检测费8.6万元", "cost"),
    "paid-already": ("已支付工程款150万元", "paid"),
    "paid-cumulative": ("截至目前累计付款82万元", "paid"),
    "paid-before-the-year": ("2024年3月支付进度款38万元", "paid"),
    "paid-after-the-sum": ("运输费3万元已支付", "paid"),
    "paid-by-others": ("施工方已领取工程款9万元", "paid"),
    "prepaid": ("预付款16.23万元", "paid"),
    "unpaid": ("剩余款项9.7万元未支付", "unpaid"),
    "unpaid-verb-first": ("尚未支付尾款5万元", "unpaid"),
    "unpaid-could-not-be-paid": ("无法在年内完成30%款项（21万元）支付", "unpaid"),
    "owed": ("尚欠29.3万元", "unpaid"),
    "rest": ("余13.7万元", "unpaid"),
    "carried-over": ("第四季度18万元结转2025年支付", "unpaid"),
    "judgment": ("判决我局支付货款86万元", "unpaid"),
    "deposit": ("扣除5%质保金1.5万元", "retention"),
    "due-this-year": ("2025年需支付12万元", "due"),
    "planned-payment": ("拟支付监理费2万元", "due"),
    "this-years-budget": ("2025年预算安排20万元", "now"),
    "budget-by-its-purpose": ("2025年安排经费38万元，用于支付尾款", "now"),
    "funding-share": ("市级财政承担400万元", "share"),
    "stated-total": ("以上合计139万元", "total"),
    "percent-of-the-contract": ("2024年5月，支付合同总金额的50%，共38万元", "paid"),
    "adjusted": ("合同金额由120万元调整为135万元", "contract"),
}


@pytest.mark.parametrize(("text", "role"), ROLES.values(), ids=ROLES)
def test_role(text: str, role: str) -> None:
    assert [money.role for money in find_monies(text, 2025)] == [role]


def test_a_continuation_inherits_the_role() -> None:
    roles = [money.role for money in find_monies("分别于2024年3月、6月已支付10万元、20万元", 2025)]
    assert roles == ["paid", "paid"]


def test_a_retained_sum_that_is_unpaid_is_both() -> None:
    (money,) = find_monies("剩余200万元质保金尚未支付", 2025)
    assert (money.role, money.retained) == ("unpaid", True)


def test_budget_handed_out_before_is_no_payment_to_the_contractor() -> None:
    (money,) = find_monies("已预拨100万元", 2025)
    assert (money.role, money.allotted) == ("paid", True)
