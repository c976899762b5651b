"""Head, funds and narrative of project pages: whole, and damaged the way extraction damages them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.record import FundSources, Span
from tests.form_pages import FOOT, HEAD, STORY, TABLE, indicators, one_page, read_text, texts


def money(*amounts: int | None) -> FundSources:
    return FundSources(*(None if amount is None else Decimal(amount) for amount in amounts))


def test_a_whole_page() -> None:
    source, (page,), findings = read_text(HEAD + STORY + TABLE + FOOT)
    assert findings == ()
    assert (page.name, page.dept_code, page.dept, page.unit) == (
        "苗圃灌溉改造",
        "318",
        "清河县林业局",
        "清河县国有林场",
    )
    assert (page.attribute, page.period, page.filled_at, page.year) == (
        "延续性项目（阶段开展）",
        "3年",
        "20260112093045",
        2026,
    )
    assert (page.total_amount, page.year_amount) == (900000, 300000)
    assert page.funds_period == money(0, 400000, 500000, 0, None)
    assert page.funds_year == money(0, 100000, 200000, 0, None)
    assert source.quote(page.span) == "苗圃灌溉改造"
    assert (page.span.line, page.last) == (4, 25)


def test_narrative_fields_point_at_their_characters() -> None:
    source, (page,), _ = read_text(HEAD + STORY + TABLE + FOOT)
    assert texts(page) == {
        "项目概况": "林场苗圃灌溉管网老化，拟分三年更换。",
        "立项依据": "《清河县苗圃建设规划》（清政办发〔2024〕9号）。",
        "项目设立必要性": "降低漏损。",
        "保证项目实施的制度、措施": "由营林科组织实施。",
        "项目实施计划": "6月底前完成招标。",
        "总体目标（实施期）": "建成节水灌溉苗圃。",
        "总体目标（年度）": "完成一期管网更换。",
    }
    basis = next(field for field in page.fields if field.name == "立项依据")
    at = basis.text.index("清政办发")
    assert source.quote(basis.stretch.span(at, at + 12)) == "清政办发〔2024〕9号"


HEADS = {
    "label of 实施单位 lost": ("| 实施单位 |", "| |"),
    "unit and period a line below": ("清河县国有林场\n", "\n| | | | 清河县国有林场 |\n"),
    "value in the label's cell": ("项目期 | 3年", "项目期 3年"),
    "another word for 项目期": ("项目期 |", "项目日期 |"),
    "blanks inside the labels": ("项目属性", "项 目 属 性"),
    "Traditional characters": ("主管部门及代码", "主管部門及代碼"),
    "tags around the name": ("苗圃灌溉改造", "<p>苗圃灌溉改造</p>"),
    "code behind the name": ("318-清河县林业局", "清河县林业局（318）"),
    "code in square brackets": ("318-清河县林业局", "[318]清河县林业局"),
    "department printed twice": ("主管部门及代码 |", "| 318-清河县林业局 | | 实施单位 |\n主管部门及代码 |"),
}


@pytest.mark.parametrize("damage", HEADS.values(), ids=HEADS.keys())
def test_a_damaged_head(damage: tuple[str, str]) -> None:
    page = one_page(HEAD.replace(*damage) + STORY + TABLE + FOOT)
    assert (page.name, page.dept_code, page.dept, page.unit, page.period) == (
        "苗圃灌溉改造", "318", "清河县林业局", "清河县国有林场", "3年",
    )  # fmt: skip


STAMPS = {
    "in its own cell": ("| 20260112093045 |", "| 20260112093045 |", "20260112093045"),
    "in the label's cell": ("填报日期： | 20260112093045", "填报日期：20260112093045", "20260112093045"),
    "on the next line": ("20260112093045 |", "|\n| | | | 20260112093045 |", "20260112093045"),
    "torn by a blank": ("20260112093045", "202601120 93045", "20260112093045"),
    "as a date": ("20260112093045", "2026年1月12日", "20260112"),
    "blank": ("20260112093045", "", None),
}


@pytest.mark.parametrize("case", STAMPS.values(), ids=STAMPS.keys())
def test_the_day_it_was_filled_in(case: tuple[str, str, str | None]) -> None:
    old, new, stamp = case
    assert one_page(HEAD + STORY + TABLE + FOOT.replace(old, new)).filled_at == stamp


FUNDS = HEAD[HEAD.index("项目资金") :]
BLOCKS = {
    "label and number in one cell": """项目资金(元) | | 实施期资金总额: 900,000 | | 年度资金总额: 300,000
| | 其中: 中央财政资金 0 | | 其中: 中央财政资金 0
| | 省级财政资金: 400,000 | | 省级财政资金: 100,000
| | 市县(区)财政资金 500,000 | | 市县(区)财政 200,000
| | 单位自筹 0 | | 单位自筹 0
""",
    "numbers a line below": """项目资金（元） | | 实施期资金总额： | | 年度资金总额：
| | 900,000 | | 300,000
| | 其中：中央财政资金 | | 其中：中央财政资金
| | 0 | | 0
省级财政资金 | | 省级财政资金 | |
400,000 | | 100,000 | |
市县（区）财政资金 | | 市县（区）财政资金
500,000 | | 200,000
单位自筹 | | 单位自筹
0 | | 0
""",
    "labels of the first half lost": """项目资金（元） | 实施期资金总额： | 900,000 | 年度资金总额： | 300,000
| | 0 | 其中：中央财政资金 | 0
| | 400,000 | 省级财政资金 | 100,000
| | 500,000 | 市县（区）财政资金 | 200,000
| | 0 | 单位自筹 | 0
""",
    "the block's label torn over a page": """项目资金 | 实施期资金总额： | 900,000 | 年度资金总额： | 300,000
| 其中：中央财政资金 | 0 | 其中：中央财政资金 | 0
| 省级财政资金 | 400,000 | 省级财政资金 | 100,000

内部资料

（元） | | 市县(区)财政资金 | | 500,000 | 市县(区)财政资金 | | 200,000 |
| | 单位自筹 | | 0 | 单位自筹 | | 0
""",
    "in 万元": """项目资金（万元） | 实施期资金总额： | 90.00 | 年度资金总额： | 30.00
| 其中：中央财政资金 | - | 其中：中央财政资金 | 0
| 省级财政资金 | 40.00 | 省级财政资金 | 10.00
| 市县（区）财政资金 | 50 | 市县（区）财政资金 | 20
| 单位自筹 | 0 | 单位自筹 | 0
""",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_damaged_funds(block: str) -> None:
    page = one_page(HEAD.replace(FUNDS, block) + STORY + TABLE + FOOT)
    assert (page.total_amount, page.year_amount) == (900000, 300000)
    assert (page.funds_period.provincial, page.funds_period.municipal_county) == (400000, 500000)
    assert page.funds_year == money(0, 100000, 200000, 0, None)


def test_a_stage_without_a_number_stays_blank() -> None:
    text = HEAD.replace("实施期资金总额： | 900,000 |", "实施期资金总额： | | ").replace("资金 | 0 |", "资金 | |")
    page = one_page(text.replace("| 400,000", "|").replace("| 500,000", "|") + STORY + TABLE + FOOT)
    assert (page.total_amount, page.year_amount) == (None, 300000)
    assert page.funds_year.provincial == 100000


UNITS = {
    "yuan under 万元": ("项目资金（元）", "项目资金（万元）", "拟分三年更换", "今年安排30万元更换", 300000),
    "万元 under yuan": ("300,000", "30", "拟分三年更换", "今年安排30万元更换", 300000),
}


@pytest.mark.parametrize("case", UNITS.values(), ids=UNITS.keys())
def test_a_unit_that_the_page_itself_contradicts(case: tuple[str, str, str, str, int]) -> None:
    old, new, words, said, amount = case
    head = HEAD.replace(old, new)
    if new == "30":
        head = (
            head.replace("900,000", "90")
            .replace("400,000", "40")
            .replace("500,000", "50")
            .replace("100,000", "10")
            .replace("200,000", "20")
        )
    _, (page,), findings = read_text(head + STORY.replace(words, said) + TABLE + FOOT)
    assert page.year_amount == amount
    assert [finding.rule for finding in findings] == ["page-unit-scale"]


def test_sources_that_miss_their_total_are_named() -> None:
    _, (page,), findings = read_text(HEAD.replace("200,000", "250,000") + STORY + TABLE + FOOT)
    assert page.year_amount == 300000
    assert [(f.rule, f.expected, f.found) for f in findings] == [("page-funds-sum", "350000", "300000")]
    assert findings[0].lines == (7, 8, 9, 10, 11)


def test_an_amount_that_is_no_number_is_named_and_left_blank() -> None:
    _, (page,), findings = read_text(HEAD.replace("100,000", "1O0,0O0") + STORY + TABLE + FOOT)
    assert page.funds_year.provincial is None
    assert [(f.rule, f.found) for f in findings] == [("page-amount-unreadable", "1O0,0O0")]


STORIES = {
    "text a line below its label": ("立项依据 | | 《", "立项依据 | | |\n| | 《"),
    "label beside the last fund row": ("项目概况 | | 林场", "项目概况 | | 其他资金 | | 其他资金 |\n| | 林场"),
    "text over three lines": ("苗圃建设规划", "苗圃\n\n内部资料\n\n建设\n规划"),
    "label torn by a blank": ("项目设立必要性", "项目设立 必要性"),
    "tags around label and text": ("项目概况 | | 林场苗圃", "<p>项目概况</p> | <p>林场苗圃"),
    "goal heads in the goal's own row": (
        "| 实施期目标 | | 年度目标 |\n总体目标 |", "总体目标 | 实施期目标 | | 年度目标\n|",
    ),
    "goal heads on two lines": ("| 实施期目标 | | 年度目标 |", "实施期目标 | | |\n年度目标 | | |"),
    "label and text in one cell": ("项目实施计划 | | ", "项目实施计划："),
}  # fmt: skip


@pytest.mark.parametrize("damage", STORIES.values(), ids=STORIES.keys())
def test_damaged_narrative(damage: tuple[str, str]) -> None:
    mark = "内部资料\n" * 5
    page = one_page(mark + HEAD + STORY.replace(*damage) + TABLE + FOOT)
    assert texts(page) == texts(one_page(HEAD + STORY + TABLE + FOOT))


def test_one_goal_for_both_stages_is_the_first_stages() -> None:
    page = one_page(HEAD + STORY.replace(" | | 完成一期管网更换。", " | | |") + TABLE + FOOT)
    assert [name for name in texts(page) if name.startswith("总体")] == ["总体目标（实施期）"]


def test_a_continuation_page_is_a_page_of_its_own() -> None:
    _, pages, _ = read_text(HEAD + STORY + TABLE + HEAD + STORY + TABLE.replace("6千米", "7千米") + FOOT)
    assert [(page.span.line, page.last, page.filled_at) for page in pages] == [
        (4, 24, None),
        (28, 49, "20260112093045"),
    ]


def test_a_page_without_a_title() -> None:
    page = one_page(HEAD.partition("\n\n")[2] + STORY + TABLE + FOOT)
    assert (page.name, page.span) == ("苗圃灌溉改造", Span(1, 6, 12))


def test_the_next_section_ends_the_last_page() -> None:
    page = one_page(HEAD + STORY + TABLE + "\n十一、国有资产占有使用情况\n\n1、车辆情况：\n\n公务用车3辆。\n")
    assert (page.last, len(indicators(page))) == (24, 8)


def test_tables_with_a_column_of_project_names_are_no_pages() -> None:
    assert (
        read_text("项目支出预算表\n项目名称 | 合计 | 2026年财政拨款 | | | 单位资金\n| | 小计 | | |\n合计 | 30 | 30\n")[
            1
        ]
        == ()
    )


LOST = {
    "its label damaged": ("项目名称 | | 苗", "項曰名你 | | 苗"),
    "its label lost": ("项目名称 | | 苗", "| | 苗"),
}


@pytest.mark.parametrize("damage", LOST.values(), ids=LOST.keys())
def test_a_page_is_found_by_its_title_where_the_name_row_lost_its_label(damage: tuple[str, str]) -> None:
    text = HEAD.replace(*damage) + STORY + TABLE + FOOT
    _, pages, findings = read_text(HEAD + STORY + TABLE + FOOT + text)
    assert [finding.rule for finding in findings] == ["page-name-label"]
    assert [(page.span.line, page.last, page.unit) for page in pages] == [
        (4, 25, "清河县国有林场"),
        (29, 50, "清河县国有林场"),
    ]
    assert pages[1].name == "苗圃灌溉改造"


def test_a_title_printed_again_over_the_second_half_is_no_new_page() -> None:
    title = "".join(HEAD.splitlines(keepends=True)[:3])
    torn = STORY.replace("立项依据 |", title + "立项依据 |") + TABLE.replace("| | 时效", title + "| | 时效")
    _, pages, findings = read_text(HEAD + torn + FOOT + HEAD + STORY + TABLE + FOOT)
    whole = one_page(HEAD + STORY + TABLE + FOOT)
    assert [(texts(page), indicators(page)) for page in pages] == [(texts(whole), indicators(whole))] * 2
    assert findings == ()
