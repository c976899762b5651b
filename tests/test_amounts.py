"""Sums of money in every printed form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.amounts import Amount, find_amounts, parse_number
from nlp.source import normalise

VALUES = {
    "yuan": ("合计4240589.76元", "4240589.76"),
    "wan": ("中标价1433.7万元", "14337000"),
    "wan-without-yuan": ("运输费445.09万、", "4450900"),
    "yi": ("投资2.5亿元", "250000000"),
    "yi-and-wan": ("投资1亿2000万元", "120000000"),
    "wan-and-qian": ("约3万5千元", "35000"),
    "thousands-commas": ("合同价1,280,000.00元", "1280000"),
    "full-width": ("合同价５８．５万元", "585000"),
    "chinese-numerals": ("合同价款二十五万元", "250000"),
    "banking-numerals": ("人民币叁拾捌万伍仟元整", "385000"),
    "blank-before-unit": ("支付 23250 元", "23250"),
    "more-than": ("总投资1200余万元", "12000000"),
    "equals-of-a-formula": ("44人×458元/人=2.02万元", "20200"),
}


@pytest.mark.parametrize(("text", "value"), VALUES.values(), ids=VALUES)
def test_value_in_yuan(text: str, value: str) -> None:
    totals = [amount.value for amount in find_amounts(normalise(text)) if amount.is_total]
    assert totals == [Decimal(value)]


NO_MONEY = {
    "tons": "处置1.37万吨",
    "square-metres": "约0.65万平方米",
    "people": "培训2万人次",
    "date": "2025年元月",
    "header": "单位：万元",
    "chemical-elements": "多元素分析",
}


@pytest.mark.parametrize("text", NO_MONEY.values(), ids=NO_MONEY)
def test_what_is_no_sum(text: str) -> None:
    assert find_amounts(text) == ()


UNIT_PRICES = {
    "per-ton": ("中标价478元/吨", "吨"),
    "average": ("户均改造成本2.5万元", "户"),
    "each": ("每台440元", "台"),
    "each-year-is-a-sum": ("每年租金6万元", "年"),
    "slash-year-is-a-sum": ("年费36000元/年", "年"),
    "per-person": ("每人每天100元", "人"),
    "named-price": ("基本服务费单价2.32元", "单位"),
}


@pytest.mark.parametrize(("text", "per"), UNIT_PRICES.values(), ids=UNIT_PRICES)
def test_price_per_unit(text: str, per: str) -> None:
    (amount,) = find_amounts(text)
    assert (amount.per, amount.is_total) == (per, per == "年")


def test_ranges_are_no_totals() -> None:
    found = find_amounts("升级费3000-5000元，奖励300元至30万元")
    assert [(int(a.value), int(a.high or 0), a.is_total) for a in found] == [(3000, 5000, False), (300, 300000, False)]


def test_factors_of_a_formula_are_marked() -> None:
    assert [(int(a.value), a.operand) for a in find_amounts("桌签200套×9元=1800元")] == [(9, True), (1800, False)]


def test_place_and_limits_of_a_sum() -> None:
    assert find_amounts("费用不超过12万元") == (Amount(5, 9, Decimal("120000"), cap=True),)
    assert find_amounts("约2.5万元")[0].approximate


@given(st.integers(0, 10**9))
def test_a_plain_number_is_itself(value: int) -> None:
    assert parse_number(f"{value:,}") == Decimal(value) == find_amounts(f"共{value}元")[0].value
