"""Paragraphs joined over breaks, and the figures they state. All sentences are our own, in the genre's forms."""

from __future__ import annotations

import pytest

from nlp.format import plain
from nlp.frame import read_frame
from nlp.prose import read_paragraphs, read_prose_figures
from nlp.prose_labels import change_label, rate_label, strip_lead
from nlp.prose_numbers import find_numbers
from nlp.source import source_from_text

COVER = "岳池县水务局2023年度部门决算\n第一部分 概况\n一、机构设置情况\n"


def paragraphs_of(text: str) -> list[tuple[str | None, str]]:
    source = source_from_text("a.txt", COVER + text)
    return [(p.section, p.text) for p in read_paragraphs(source, read_frame(source))]


def figures_of(text: str) -> list[tuple[str | None, str | None, str | None, str]]:
    """Row, of, value, unit of every figure."""
    source = source_from_text("a.txt", COVER + text)
    frame = read_frame(source)
    figures = read_prose_figures(source, frame, read_paragraphs(source, frame))
    assert all(f.table is None and f.column == () for f in figures)
    return [(f.row, f.of, plain(f.value), f.unit) for f in figures]


def test_a_paragraph_goes_on_over_a_page_break_and_ends_at_its_stop() -> None:
    text = "全局内设办公室、规划科、河湖管理科和水资\n\n- 3 -\n\n内部资料\n\n源科。\n二、人员情况\n在职五十人。\n"
    assert paragraphs_of(text) == [
        ("一、机构设置情况", "全局内设办公室、规划科、河湖管理科和水资源科。"),
        ("二、人员情况", "在职五十人。"),
    ]


def test_a_line_that_breaks_after_a_cited_title_goes_on() -> None:
    text = "现予转发，请遵照执行。《岳池县财政局关于印发〈指导性目录〉的通知》\n（岳财综〔2021〕7号）同时废止。\n"
    assert [t for _, t in paragraphs_of(text)] == [text.replace("\n", "")]


def test_items_captions_and_salutations_are_paragraphs_of_their_own() -> None:
    text = "主要职责是管理全县水资源和河道，具体如下\n1.管理水库。\n2.管理河道。\n收入结构图\n各乡镇人民政府：\n请遵照执行。\n"
    assert [t for _, t in paragraphs_of(text)] == [
        "主要职责是管理全县水资源和河道，具体如下", "1.管理水库。", "2.管理河道。", "收入结构图", "各乡镇人民政府：", "请遵照执行。",
    ]  # fmt: skip


def test_mark_up_is_cut_out_and_spans_still_point_at_the_print() -> None:
    source = source_from_text("a.txt", COVER + "涉及资金 **166.13** 万元。\n")
    frame = read_frame(source)
    (paragraph,) = read_paragraphs(source, frame)
    assert paragraph.text == "涉及资金 166.13 万元。"
    assert source.quote(paragraph.stretch.span(5, 11)) == "166.13"


def test_definitions_and_notices_are_paragraphs_under_their_titles() -> None:
    text = "设三科。\n岳池县财政局文件\n岳财综〔2023〕5号\n现予印发。\n第四部分 名词解释\n一、基本支出：指人员和公用支出。\n"
    assert paragraphs_of(text) == [
        ("一、机构设置情况", "设三科。"),
        ("岳池县财政局文件", "岳池县财政局文件"),
        ("岳池县财政局文件", "岳财综〔2023〕5号"),
        ("岳池县财政局文件", "现予印发。"),
        ("第四部分名词解释", "一、基本支出：指人员和公用支出。"),
    ]


def test_notes_under_tables_are_paragraphs_and_their_rows_are_not() -> None:
    text = "设三科。\n收支总表\n单位：万元\n项目\t合计\n收入合计\t3.00\n\n注：金额四舍五入。\n"
    assert paragraphs_of(text) == [("一、机构设置情况", "设三科。"), ("收支总表", "注：金额四舍五入。")]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        pytest.param(
            "2023年度岳池县水务局收入总计5,632.18万元，其中：本年收入5,100万元，占90.55%；年初结转532.18万元，占9.45%。",
            [
                ("收入总计", None, "56321800", "元"),
                ("本年收入", "收入总计", "51000000", "元"), ("占比", "本年收入", "90.55", "%"),
                ("年初结转", "收入总计", "5321800", "元"), ("占比", "年初结转", "9.45", "%"),
            ],
            id="parts-and-shares",
        ),
        pytest.param(
            "机关运行经费支出120万元，比上年减少8.5万元，下降6.61%，主要原因是差旅费减少6万元。",
            [
                ("机关运行经费支出", None, "1200000", "元"),
                ("比上年减少额", "机关运行经费支出", "85000", "元"), ("下降率", "机关运行经费支出", "6.61", "%"),
                ("差旅费减少额", "机关运行经费支出", "60000", "元"),
            ],
            id="changes",
        ),
        pytest.param(
            "2.农林水支出（类）水利（款）防汛（项）：2023年决算数为120万元，完成年初预算的85.7%。",
            [("防汛2023年决算数", "防汛", "1200000", "元"), ("完成年初预算的比例", "防汛", "85.7", "%")],
            id="account-named-in-full",
        ),
        pytest.param(
            "全年收、支总计各增加1.2亿元。",
            [("全年收、支总计各增加额", None, "120000000", "元")],
            id="income-and-spending-in-one-label",
        ),
        pytest.param(
            "岳池县水务局内设8个科室，下属二级单位4个，其中：行政单位1个、事业单位3个，核定编制39名。",
            [
                ("内设科室个数", None, "8", "个"), ("下属二级单位个数", None, "4", "个"),
                ("行政单位个数", "下属二级单位", "1", "个"), ("事业单位个数", "下属二级单位", "3", "个"),
                ("核定编制", None, "39", "名"),
            ],
            id="counts",
        ),
        pytest.param(
            "下属单位2个，分别为绵阳市水文站（副科级，编制65名，实有61人）和绵阳市河湖中心（公益一类，编制34名，实有31人）。",
            [
                ("下属单位个数", None, "2", "个"),
                ("编制", "绵阳市水文站", "65", "名"), ("实有", "绵阳市水文站", "61", "人"),
                ("编制", "绵阳市河湖中心", "34", "名"), ("实有", "绵阳市河湖中心", "31", "人"),
            ],
            id="figures-of-units-in-brackets",
        ),
        pytest.param(
            "公务用车编制5辆，实有3辆，其中：应急保障用车3辆。办公用房面积1,200.5平方米。",
            [
                ("公务用车编制", None, "5", "辆"), ("公务用车实有", None, "3", "辆"),
                ("应急保障用车", "公务用车实有", "3", "辆"), ("办公用房面积", None, "1200.5", "平方米"),
            ],
            id="cars-and-rooms",
        ),
        pytest.param(
            "纳入目标管理的二级项目33个，共计金额2,186.09万元。其中：特定目标类项目5个，涉及金额836.80万元。",
            [
                ("纳入目标管理的二级项目个数", None, "33", "个"), ("纳入目标管理的二级项目金额", None, "21860900", "元"),
                ("特定目标类项目个数", "纳入目标管理的二级项目", "5", "个"),
                ("特定目标类项目金额", "纳入目标管理的二级项目", "8368000", "元"),
            ],
            id="counts-with-amounts",
        ),
        pytest.param(
            "基本支出8万元（其中人员经费7万元，公用经费1万元），项目支出4万元，比2022年决算数3万元增加1万元。",
            [
                ("基本支出", None, "80000", "元"), ("人员经费", "基本支出", "70000", "元"),
                ("公用经费", "基本支出", "10000", "元"), ("项目支出", None, "40000", "元"),
                ("2022年决算数", "基本支出", "30000", "元"), ("增加额", "基本支出", "10000", "元"),
            ],
            id="parts-in-brackets-and-the-year-compared-with",
        ),
        pytest.param(
            "岳池县水务局（含下属单位）机关运行经费5万元。",
            [("机关运行经费", None, "50000", "元")],
            id="publisher-with-a-bracket",
        ),
        pytest.param(
            "单价100万元（含）以上设备0台（套），进度达到95%以上，2023年12月31日第3批第2次会议5个工作日内办结。",
            [("单价100万元（含）以上设备", None, "0", "台（套）")],
            id="thresholds-dates-and-ordinals-state-nothing",
        ),
        pytest.param(
            "支出包括：教育支出1.20万\n\n元、住房保障支出82.07万元等。",
            [("教育支出", None, "12000", "元"), ("住房保障支出", None, "820700", "元")],
            id="unit-broken-over-a-page",
        ),
    ],
)  # fmt: skip
def test_figures(text: str, figures: list[tuple[str | None, str | None, str | None, str]]) -> None:
    assert figures_of(text + "\n") == figures


def test_a_list_goes_on_in_the_next_paragraphs() -> None:
    text = "2023年一般公共预算基本支出1,132.09万元，其中：\n人员经费999.34万元，主要包括：基本工资、奖金等；\n公用经费132.75万元。\n"
    whole = "一般公共预算基本支出"
    assert figures_of(text) == [
        (whole, None, "11320900", "元"), ("人员经费", whole, "9993400", "元"), ("公用经费", whole, "1327500", "元"),
    ]  # fmt: skip


def test_definitions_and_notices_state_no_figures() -> None:
    text = "岳池县财政局文件\n岳财综〔2023〕5号\n安排资金5万元。\n第四部分 名词解释\n一、公积金：指按5%至12%缴存。\n"
    assert figures_of(text) == []


def test_the_place_of_a_number_broken_over_lines_is_its_first_part() -> None:
    source = source_from_text("a.txt", COVER + "其他支出与教育支出合计为1.20万\n\n元。\n")
    frame = read_frame(source)
    (figure,) = read_prose_figures(source, frame, read_paragraphs(source, frame))
    assert (figure.span.line, figure.printed, plain(figure.value)) == (4, "1.20万", "12000")


def test_labels_of_rates_changes_and_leads() -> None:
    assert [rate_label(t) for t in ("占", "占支出的", "增长", "同比下降约")] == [
        "占比",
        "占支出的比例",
        "增长率",
        "下降率",
    ]
    assert change_label("较2022年决算数增加") == "较2022年决算数增加额"
    assert strip_lead("截至2023年12月31日某局共有车辆", "某局") == "车辆"
    assert strip_lead("2023年某局政府采购支出", "某局") == "政府采购支出"


def test_numbers_need_a_unit() -> None:
    text = "2024年7月共3次，编号2024-15，1.5亿元、8%、0.3个百分点"
    assert [(plain(s.value), s.unit) for s in find_numbers(text)] == [
        ("3", "次"), ("150000000", "元"), ("8", "%"), ("0.3", "百分点"),
    ]  # fmt: skip
