"""What a project page says twice and differently is a finding; what agrees is none."""

from __future__ import annotations

import pytest

from tests.form_pages import FOOT, HEAD, STORY, TABLE, read_text

CASES: dict[str, tuple[str, str, list[tuple[str, str | None, str | None]]]] = {
    "the narrative names another number": (
        "拟分三年更换", "拟更换管网长度5千米", [("page-indicator-text", "5千米", "≥6千米"), ("page-indicator-text", "5千米", "≥2千米")],
    ),
    "the narrative names the indicator's number": ("拟分三年更换", "共更换管网6千米，今年更换管网2千米", []),
    "a number of something else": ("拟分三年更换", "已有管网9千米，拟更换泵房3座", []),
    "the period's cost is the year's": (
        "满意度指标 | 服务", "成本指标 | 改造成本 | ≤30万元 | 成本指标 | 改造成本 | ≤30万元\n| 满意度指标 | 服务",
        [("page-period-cost", "900000元", "≤30万元")],
    ),
    "each stage's cost is its own": (
        "满意度指标 | 服务", "成本指标 | 改造成本 | ≤90万元 | 成本指标 | 改造成本 | ≤30万元\n| 满意度指标 | 服务", [],
    ),
    "a cost that names its year": (
        "满意度指标 | 服务", "成本指标 | 2026年成本 | ≤30万元 | 成本指标 | 2026年成本 | ≤30万元\n| 满意度指标 | 服务", [],
    ),
    "a price for each piece": (
        "满意度指标 | 服务", "成本指标 | 单价 | 300000元/千米 | 成本指标 | 单价 | 300000元/千米\n| 满意度指标 | 服务", [],
    ),
    "two years that are not twice the year": ("项目期 | 3年", "项目期 | 2年", [("page-period-years", "600000元", "900000元")]),
    "a project without end": ("项目期 | 3年", "项目期 | 99年", []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_contradictions_inside_a_page(case: tuple[str, str, list[tuple[str, str | None, str | None]]]) -> None:
    old, new, told = case
    whole = HEAD + STORY + TABLE + FOOT
    assert old in whole
    _, _, findings = read_text(whole.replace(old, new, 1))
    assert [(finding.rule, finding.expected, finding.found) for finding in findings] == told


def test_both_places_are_given() -> None:
    _, _, findings = read_text(HEAD + STORY.replace("拟分三年更换", "拟更换管网长度5千米") + TABLE + FOOT)
    assert [finding.lines for finding in findings] == [(13, 21), (13, 21)]
