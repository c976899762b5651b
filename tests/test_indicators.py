"""The indicator table (绩效指标): whole, and with rows shifted, merged, cut off, torn and printed twice."""

from __future__ import annotations

import pytest

from nlp.record import Finding
from tests.form_pages import FOOT, HEAD, STORY, TABLE, indicators, one_page, read_text

WHOLE = [
    ("数量指标", "更换管网长度", "≥6千米", "≥2千米"),
    ("质量指标", "管网验收合格率", "100%", "100%"),
    ("时效指标", "一期完工时间", "2026年9月底前", "2026年9月底前"),
    ("服务对象满意度", "苗农满意度", "≥90%", "≥90%"),
]


def both(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str | None, str, str]]:
    return [("period", l2, l3, value) for l2, l3, value, _ in rows] + [
        ("year", l2, l3, value) for l2, l3, _, value in rows
    ]


def read_table(table: str) -> tuple[list[tuple[str, str | None, str, str]], tuple[Finding, ...]]:
    _, (page,), findings = read_text(HEAD + STORY + table + FOOT)
    return indicators(page), findings


def test_a_whole_table() -> None:
    found, findings = read_table(TABLE)
    assert found == both(WHOLE)
    assert findings == ()
    page = one_page(HEAD + STORY + TABLE + FOOT)
    assert [i.l1 for i in page.indicators[:4]] == ["产出指标", "产出指标", "产出指标", "满意度指标"]
    assert page.indicators[0].span.line == 21


DAMAGES = {
    "a row shifted left": ("| | 质量指标 | 管网", "质量指标 | 管网"),
    "a row shifted right": ("| | 质量指标 | 管网", "| | | | 质量指标 | 管网"),
    "the second half shifted right": ("100% | 质量指标 |", "100% | | | 质量指标 |"),
    "a blank cell before each value": ("一期完工时间 | ", "一期完工时间 | | "),
    "every cell doubled by a blank one": ("| | 质量指标 | 管网验收合格率 | 100% |", "| | | 质量指标 | | 管网验收合格率 | | 100% | |"),
    "the year's label blank": ("100% | 质量指标 | 管网", "100% | | 管网"),
    "the year's label gone": ("100% | 质量指标 | 管网", "100% | 管网"),
    "the period's label blank": ("| | 质量指标 | 管网验收合格率 | 100%", "| | | 管网验收合格率 | 100%"),
    "the label in the column of 一级指标 too": ("| | 质量指标 | 管网", "| 质量指标 | 质量指标 | 管网"),
    "一级指标 lost": ("| 产出指标 | 数量", "| | 数量"),
    "绩效指标 torn over rows": ("| | 质量指标", "标 | | 质量指标"),
    "head row lost": (TABLE.partition("\n")[0] + "\n", ""),
    "head row and 一级指标 in one row": (
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值\n| 产出指标 |",
        "绩效指标 | 产出指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值\n| |",
    ),
    "label and name in one cell": ("| | 质量指标 | 管网验收合格率", "| | 质量指标 管网验收合格率"),
    "watermarks between rows": ("| | 时效", "\n内部资料\n\n内部资料\n\n| | 时效"),
    "a damaged label": ("服务对象满意度 |", "服务对象满意庋 |"),
    "a cell lost in a tag": ("| 质量指标 | 管网验收合格率 | 100%\n", "| 质量指标 <td>管网验收合格率</td> <td>100%</td> | 管网验收合格率 | 100%\n"),
    "a row printed twice": ("| | 时效", "| | 质量指标 | 管网验收合格率 | 100% | 质量指标 | 管网验收合格率 | 100%\n| | 时效"),
    "a row of merged cells": ("| | 时效", "社会效益 | 社会效益 | 社会效益 | 社会效益 | 社会效益\n| | 时效"),
    "levels without indicators": ("| 满意度指标 |", "| 效益指标 | 经济效益 | | | 经济效益 | |\n生态效益 | | | 生态效益\n| 满意度指标 |"),
    "a name torn over a page": (
        "管网验收合格率 | 100% | 质量指标 | 管网验收合格率 | 100%",
        "管网验收 | 100% | 质量指标 | 管网验收 | 100%\n\n内部资料\n\n| | | 合格率 | | | 合格率 |",
    ),
    "a value torn over a page": (
        "2026年9月底前 | 时效指标 | 一期完工时间 | 2026年9月底前",
        "2026年9月 | 时效指标 | 一期完工时间 | 2026年9月\n\n内部资料\n\n| | | | 底前 | | | 底前",
    ),
    "values a row below": (
        "苗农满意度 | ≥90% | 服务对象满意度 | 苗农满意度 | ≥90%",
        "苗农满意度 | | 服务对象满意度 | 苗农满意度\n| | >90% | | | >90%",
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_table_reads_like_the_whole_one(damage: tuple[str, str]) -> None:
    old, new = damage
    assert old in TABLE
    found, _ = read_table(("内部资料\n" * 5) + TABLE.replace(old, new))
    assert [(s, l2, l3, v.replace(">", "≥")) for s, l2, l3, v in found] == both(WHOLE)


RECOVERED = {
    "the year's value cut off": ("100% | 质量指标 | 管网验收合格率 | 100%", "100% | 质量指标 | 管网验收合格率"),
    "the year's half cut off behind its label": (
        "| | 质量指标 | 管网验收合格率 | 100% | 质量指标 | 管网验收合格率 | 100%",
        "| | | 质量指标 | 管网验收合格率 | | 100% | 质量指标",
    ),
    "the period's value blank": ("| | 质量指标 | 管网验收合格率 | 100%", "| | 质量指标 | 管网验收合格率 |"),
    "the period's name blank": ("| | 质量指标 | 管网验收合格率 | 100%", "| | 质量指标 | | 100%"),
}  # fmt: skip


@pytest.mark.parametrize("damage", RECOVERED.values(), ids=RECOVERED.keys())
def test_what_one_half_lost_comes_from_the_other_and_is_named(damage: tuple[str, str]) -> None:
    old, new = damage
    assert old in TABLE
    found, findings = read_table(TABLE.replace("≥2千米", "≥6千米").replace(old, new))
    assert found == [(s, l2, l3, v.replace("2千米", "6千米")) for s, l2, l3, v in both(WHOLE)]
    assert [(finding.rule, finding.severity) for finding in findings] == [("page-indicator-recovered", "info")]


def test_no_value_crosses_over_where_the_stages_differ() -> None:
    found, findings = read_table(
        TABLE.replace("100% | 质量指标 | 管网验收合格率 | 100%", "100% | 质量指标 | 管网验收合格率")
    )
    assert found == [row for row in both(WHOLE) if row[:2] != ("year", "质量指标")]
    assert [finding.rule for finding in findings] == ["page-indicator-value-blank"]


def test_a_name_without_any_value_is_no_indicator_but_a_finding() -> None:
    found, findings = read_table(
        TABLE.replace("100% | 质量指标 | 管网验收合格率 | 100%", " | 质量指标 | 管网验收合格率 |")
    )
    assert found == both([row for row in WHOLE if row[0] != "质量指标"])
    assert [finding.rule for finding in findings] == ["page-indicator-value-blank"] * 2
    assert {finding.lines for finding in findings} == {(22,)}


def test_an_indicator_of_one_stage_alone() -> None:
    found, findings = read_table(TABLE.replace("100% | 质量指标 | 管网验收合格率 | 100%", "100% | 质量指标 | |"))
    assert found == [row for row in both(WHOLE) if row[:2] != ("year", "质量指标")]
    assert findings == ()


def test_the_same_indicators_in_another_order() -> None:
    rows = "| | 质量指标 | 合格率 | 100% | 质量指标 | 成活率 | ≥85%\n| | | 成活率 | ≥85% | | 合格率 | 100%\n"
    found, _ = read_table(TABLE.replace("| | 时效", rows + "| | 时效"))
    assert [row for row in found if row[2] in ("合格率", "成活率")] == [
        ("period", "质量指标", "合格率", "100%"),
        ("period", "质量指标", "成活率", "≥85%"),
        ("year", "质量指标", "成活率", "≥85%"),
        ("year", "质量指标", "合格率", "100%"),
    ]


LEVELS = {
    "merged cells": ("| | 数量指标 | 泵房数量 | 2座\n| | | 阀门数量 | 9个\n", ["数量指标", "数量指标"]),
    "label in the middle of its cell": (
        "| | 数量指标 | 泵房数量 | 2座\n| | | 泵房验收合格率 | 100%\n| | 质量指标 | 阀门合格率 | 100%\n",
        ["数量指标", "质量指标", "质量指标"],
    ),
    "label above the first row lost": ("| | | 泵房数量 | 2座\n| | 数量指标 | 阀门数量 | 9个\n", ["数量指标", "数量指标"]),
    "a label printed nowhere": (
        "| | 质量指标 | 阀门合格率 | 100%\n| | | 付款完成时间 | 9月底前\n| | 成本指标 | 阀门成本 | ≤2万元\n",
        ["质量指标", "时效指标", "成本指标"],
    ),
    "a label a row too high": (
        "| | 质量指标 | 阀门合格率 | 100%\n| | 时效指标 | 泵房达标率 | 100%\n| | | 付款时间 | 9月底前\n",
        ["质量指标", "质量指标", "时效指标"],
    ),
    "a form that counts coverage under quantity": (
        "| | 数量指标 | 培训人数 | 40人\n| | | 培训覆盖率 | 100%\n| | 质量指标 | 考试合格率 | 100%\n",
        ["数量指标", "数量指标", "质量指标"],
    ),
    "a form that counts completion under timeliness": (
        "| | 时效指标 | 任务完成率 | 100%\n| | 成本指标 | 总成本 | ≤9万元\n", ["时效指标", "成本指标"],
    ),
    "an odd name keeps its printed label": ("| | 质量指标 | 抽检次数 | 4次\n| | 时效指标 | 完工时间 | 9月\n", ["质量指标", "时效指标"]),
}  # fmt: skip


@pytest.mark.parametrize("case", LEVELS.values(), ids=LEVELS.keys())
def test_levels(case: tuple[str, list[str]]) -> None:
    rows, levels = case
    doubled = "".join(twice(row) for row in rows.splitlines())
    found, _ = read_table(TABLE[: TABLE.index("\n") + 1] + doubled)
    assert [l2 for stage, l2, _, _ in found if stage == "period"] == levels
    assert [l2 for stage, l2, _, _ in found if stage == "year"] == levels


def twice(row: str) -> str:
    """A row with its half printed again for the year."""
    return f"{row} | {row.removeprefix('| | ')}\n"


def test_traditional_characters_stay_as_printed() -> None:
    table = TABLE.replace("管网验收合格率", "管網驗收合格率")
    page = one_page(HEAD + STORY + table + FOOT)
    assert page.indicators[1].l3 == "管網驗收合格率"
    assert indicators(page) == both(WHOLE)
