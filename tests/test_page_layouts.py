"""Forms of other provinces: other titles, labels and columns, a list instead of pages. All texts are our own."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from nlp.reading import read_source
from nlp.record import FundSources
from nlp.source import source_from_text
from tests.form_pages import FOOT, HEAD, STORY, TABLE, indicators, one_page, read_text, texts

ONE_STAGE = """部门预算项目绩效目标表
（2026年度）
项目名称 | 古树名木保护 |
主管部门 | 清河县林业局 | 实施单位 | 清河县林业局
项目资金（万元） | 年度资金总额 | 32.50 |
| 其中：财政拨款 | 30.00 |
| 其他资金 | 2.50 |
总体目标 | 年度目标
| 完成全县古树挂牌和复壮。
"""
SPLIT_VALUE = (
    ONE_STAGE
    + """绩效指标 | 一级指标 | 二级指标 | 三级指标 | 绩效指标性质 | 指标值 | 绩效度量单位 | 权重
| 产出指标 | 数量指标 | 挂牌古树 | ≥ | 120 | 株 | 20
| | 质量指标 | 挂牌准确率 | = | 100 | % | 20
| | 时效指标 | 完成时间 | 定性 | 12月底前 | | 10
| 效益指标 | 生态效益指标 | 古树保存率 | ≥ | 98 | % | 30
| 满意度指标 | 服务对象满意度指标 | 群众满意度 | ≥ | 90 | % | 10
"""
)
UNIT_LAST = (
    ONE_STAGE
    + """绩效指标 | 一级指标 | 二级指标 | 指标内容 | 度量单位 | 指标值 | 备注
| 产出 | 产出数量 | 挂牌古树 | 株 | ≥120 |
| | 产出质量 | 挂牌准确率 | % | 100 |
"""
)


def test_a_form_with_operator_value_and_unit_in_columns_of_their_own() -> None:
    page = one_page(SPLIT_VALUE)
    assert indicators(page) == [
        ("year", "数量指标", "挂牌古树", "≥120株"),
        ("year", "质量指标", "挂牌准确率", "=100%"),
        ("year", "时效指标", "完成时间", "12月底前"),
        ("year", "生态效益", "古树保存率", "≥98%"),
        ("year", "服务对象满意度", "群众满意度", "≥90%"),
    ]
    assert (page.total_amount, page.year_amount, page.dept, page.dept_code) == (None, 325000, "清河县林业局", None)
    assert texts(page) == {"总体目标（年度）": "完成全县古树挂牌和复壮。"}


def test_a_form_with_the_unit_before_the_value() -> None:
    assert indicators(one_page(UNIT_LAST)) == [
        ("year", "数量指标", "挂牌古树", "≥120株"),
        ("year", "质量指标", "挂牌准确率", "100%"),
    ]


@pytest.mark.parametrize(("level", "central"), [("中央", "300000.00"), ("省级", None), ("市级", None), ("县级", None)])
def test_财政拨款_is_money_of_no_named_level_but_the_centres_in_a_central_unit(level: str, central: str | None) -> None:
    funds = FundSources(central=Decimal(central) if central else None, other=Decimal("25000.00"))
    assert one_page(SPLIT_VALUE, level).funds_year == funds


BOTH_LEVELS = """项目绩效目标申报表
单位：万元
预算单位 | 118003 某县疫控中心
项目属性 | 经常性项目 | 项目起止年限 | 2026年-2027年
项目名称 | 强制免疫
主管部门 | 118-某县农业农村局 | 实施单位 | 某县疫控中心
资金来源 | 当年预算安排数 | 350.00
 | 市级资金 | 50.00
 | 县（市、区）级资金 | 300.00
项目简介 | 采购疫苗。
年度目标 | 免疫密度达标。
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 免疫数量 | ≥42万头
"""


def test_rows_above_the_name_belong_to_the_page_and_two_levels_of_local_money_add_up() -> None:
    page = one_page(BOTH_LEVELS, "县级")
    assert (page.name, page.dept, page.dept_code, page.attribute, page.period) == (
        "强制免疫", "某县农业农村局", "118", "经常性项目", "2026年-2027年",
    )  # fmt: skip
    assert (page.year_amount, page.funds_year) == (
        Decimal("3500000.00"), FundSources(municipal_county=Decimal("3500000.00")),
    )  # fmt: skip


DECLARATION = """项目支出绩效目标申报表
项目名称 | 林区防火巡护 | 项目类别 | 经常性项目
主管部门 | 清河县林业局 | 实施单位 | 清河县防火办
项目起止时间 | 2026年1月-2026年12月 | 项目负责人 | 某某
资金总额 | 45万元 | 财政资金 | 45万元 | 其他资金 | 0
立项依据 | 《森林防火条例》
项目概况 | 聘用巡护员30名，
开展全年巡护。
实施期目标 | 无重大森林火灾。
年度目标 | 火情处置率达到100%。
年度绩效指标 | 一级指标 | 二级指标 | 指标内容 | 指标值 | 备注
| 产出 | 数量指标 | 巡护员人数 | 30人 |
| | 时效指标 | 巡护时间 | 全年 |
| 效益 | 社会效益 | 森林火灾受害率 | ≤0.9‰ |
| 满意度 | 服务对象满意度 | 林区群众满意度 | ≥85% |
填报人：某某 | 填报日期：2026年1月8日
"""


def test_a_declaration_with_amounts_and_units_in_the_cells() -> None:
    page = one_page(DECLARATION)
    assert (page.name, page.attribute, page.period) == ("林区防火巡护", "经常性项目", "2026年1月-2026年12月")
    assert (page.unit, page.year_amount, page.filled_at) == ("清河县防火办", 450000, "20260108")
    assert texts(page) == {
        "立项依据": "《森林防火条例》",
        "项目概况": "聘用巡护员30名，开展全年巡护。",
        "总体目标（实施期）": "无重大森林火灾。",
        "总体目标（年度）": "火情处置率达到100%。",
    }
    assert [(i.l1, i.l2, i.l3, i.value) for i in page.indicators] == [
        ("产出指标", "数量指标", "巡护员人数", "30人"),
        ("产出指标", "时效指标", "巡护时间", "全年"),
        ("效益指标", "社会效益", "森林火灾受害率", "≤0.9‰"),
        ("满意度指标", "服务对象满意度", "林区群众满意度", "≥85%"),
    ]


WEIGHTED = """项目绩效目标表
（2026年度）
项目名称 | 林业调查
主管部门及代码 | [126]某某总局 | 实施单位 | 某某总局驻某地办事处
项目资金 (万元) | 年度资金总额: | 40.96 | | 执行率分值 (10)
| 其中: 财政拨款 | 40.96 | |
| 上年结转 | - | |
年度总体目标 | 完成调查。
绩效指 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 分值 (90)
| 效益 | 社会效益指标 | 调查成果应用 | 持续扩大 | 15.00

标 | 指标 | | 数据共享水平 | 提升 | 15.00
| 满意度指标 | 服务对象满意度指标 | 服务对象满意度指标 | ≥95% | 10.00
| 产出指标 | 数量指标 | 调查样地 | ≥24个 | 20.00
调查报告按时报送并 | | | ≥100% | 20.00 |

| | 归档率 | |
"""


def test_a_weighted_form_torn_over_two_pages() -> None:
    page = one_page(WEIGHTED, "中央")
    assert (page.dept_code, page.dept, page.year_amount) == ("126", "某某总局", 409600)
    assert page.funds_year == FundSources(central=Decimal("409600.00"))
    assert [(i.l1, i.l2, i.l3, i.value) for i in page.indicators] == [
        ("效益指标", "社会效益", "调查成果应用", "持续扩大"),
        ("效益指标", "社会效益", "数据共享水平", "提升"),
        ("满意度指标", "服务对象满意度", "服务对象满意度指标", "≥95%"),
        ("产出指标", "数量指标", "调查样地", "≥24个"),
        ("产出指标", "数量指标", "调查报告按时报送并归档率", "≥100%"),
    ]


COST_FIRST = """绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
| 成本指标 | 经济成本指标 | 每亩造林成本 | ≤1200元 | 经济成本指标 | 每亩造林成本 | ≤1200元
| | 社会成本指标 | 占用耕地 | 0亩 | 社会成本指标 | 占用耕地 | 0亩
| 产出指标 | 数量指标 | 造林面积 | 3万亩 | 数量指标 | 造林面积 | 1万亩
"""


def test_the_newer_form_with_cost_as_a_first_level() -> None:
    page = one_page(HEAD + STORY + COST_FIRST + FOOT)
    assert [(i.l1, i.l2, i.value) for i in page.indicators if i.stage == "year"] == [
        ("成本指标", "经济成本", "≤1200元"),
        ("成本指标", "社会成本", "0亩"),
        ("产出指标", "数量指标", "1万亩"),
    ]


TITLES = (
    "项目支出绩效目标申报表",
    "## 项目绩效目标表",
    "附表11：部门预算项目绩效目标表（2026年度）",
    "2026年项目支出绩效目标批复表",
)


@pytest.mark.parametrize("title", TITLES)
def test_titles(title: str) -> None:
    text = HEAD.replace("清河县预算部门（单位）项目支出绩效目标表", title) + STORY + TABLE + FOOT
    _, pages, _ = read_text(text + text)
    assert [page.last for page in pages] == [25, 50]


def test_a_name_wrapped_in_its_cell() -> None:
    assert one_page(HEAD.replace("灌溉改造 | |", "灌溉\n| | 改造") + STORY + TABLE + FOOT).name == "苗圃灌溉改造"


def test_a_blank_name_is_said() -> None:
    _, (page,), findings = read_text(HEAD.replace("苗圃灌溉改造", "") + STORY + TABLE + FOOT)
    assert page.name == "（项目名称未印出）"
    assert [finding.rule for finding in findings] == ["page-name-blank"]


LIST = """2026年部门预算项目绩效目标表
单位：万元
单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 | 权重
清河县林业局 | 义务植树 | 12.60 | 植树3万株。 | 产出指标 | 数量指标 | 植树株数 | ≥ | 3 | 万株 | 30
| | | | | 质量指标 | 成活率 | ≥ | 85 | % | 30

| | | | 满意度指标 | 服务对象满意度 | 群众满意度 | ≥ | 90 | % | 10
清河县国有林场 | 林道养护 | 30 | 林道畅通。 | 产出指标 | 数量指标 | 养护里程 | = | 41 | 公里 | 40
清河县国有林场 | 林道养护 | 30 | 林道畅通。 | 产出指标 | 时效指标 | 完成时间 | 定性 | 11月底前 | | 20
"""


def test_a_list_of_projects_instead_of_pages() -> None:
    _, pages, findings = read_text(LIST)
    assert findings == ()
    assert [(p.span.line, p.last, p.name, p.unit, p.year_amount, texts(p)) for p in pages] == [
        (4, 7, "义务植树", "清河县林业局", 126000, {"总体目标（年度）": "植树3万株。"}),
        (8, 9, "林道养护", "清河县国有林场", 300000, {"总体目标（年度）": "林道畅通。"}),
    ]
    assert [[(i.l1, i.l2, i.l3, i.value) for i in page.indicators] for page in pages] == [
        [
            ("产出指标", "数量指标", "植树株数", "≥3万株"),
            ("产出指标", "质量指标", "成活率", "≥85%"),
            ("满意度指标", "服务对象满意度", "群众满意度", "≥90%"),
        ],
        [("产出指标", "数量指标", "养护里程", "=41公里"), ("产出指标", "时效指标", "完成时间", "11月底前")],
    ]


WEIGHT_BETWEEN = """2025年区级项目资金绩效目标表
编制单位：503-某区卫生健康委员会（本级）
项目名称 | 卫生院设备更新 | | | 业务主管部门 | 某区卫生健康委员会
2025年预算（万元） | 286.00 | 本级安排（万元） | 200.00 | 上级补助（万元） | 86.00
项目概述 | 为12个卫生院更新设备。
当年绩效目标 | 完成设备更新。
绩效指标 | 指标名称 | 指标权重 | 计量单位 | 指标性质 | 指标值
 | 设备购置数量 | 20 | 台 | ≥ | 18
 | 设备验收合格率 | 20 | % | ＝ | 100
 | 群众满意度 | 10 | % | ≥ | 90
"""


def test_a_weight_between_name_and_value_is_no_value_and_no_level_is_carried_where_none_is_printed() -> None:
    page = one_page(WEIGHT_BETWEEN, "县级")
    assert indicators(page) == [
        ("year", "数量指标", "设备购置数量", "≥18台"),
        ("year", "质量指标", "设备验收合格率", "=100%"),
        ("year", "服务对象满意度", "群众满意度", "≥90%"),
    ]
    assert (page.dept, page.unit, page.year_amount) == (
        "某区卫生健康委员会", "某区卫生健康委员会（本级）", Decimal("2860000.00"),
    )  # fmt: skip
    assert page.funds_year == FundSources(municipal_county=Decimal("2000000.00"))
    assert texts(page) == {"项目概况": "为12个卫生院更新设备。", "总体目标（年度）": "完成设备更新。"}


YEAR_FIRST = """项目支出绩效目标表
填报单位：某县交通运输局      单位：万元
项目名称 | 农村公路养护
主管部门 | 某县交通运输局 | 实施单位 | 某县公路中心
项目资金（万元） | 年度资金总额 | 860.00 | 中期资金总额 | 2580.00
总体目标 | 年度目标 | 中期目标（2026年—2028年）
 | 养护公路320公里。 | 养护公路960公里。
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 中期指标值
 | 产出指标 | 数量指标 | 养护里程 | ≥320公里 | ≥960公里
 | | 成本指标 | 每公里成本 | ≤2.7万元 | ≤2.7万元
"""


def test_a_form_with_the_year_left_of_the_whole_period() -> None:
    page = one_page(YEAR_FIRST, "县级")
    assert (page.unit, page.total_amount, page.year_amount) == ("某县公路中心", Decimal("25800000.00"), Decimal("8600000.00"))
    assert texts(page) == {"总体目标（年度）": "养护公路320公里。", "总体目标（实施期）": "养护公路960公里。"}
    assert indicators(page) == [
        ("period", "数量指标", "养护里程", "≥960公里"),
        ("period", "成本指标", "每公里成本", "≤2.7万元"),
        ("year", "数量指标", "养护里程", "≥320公里"),
        ("year", "成本指标", "每公里成本", "≤2.7万元"),
    ]


TWO_HALVES = """项目支出绩效目标表
项目名称 | 农村公路养护
主管部门 | 某县交通运输局 | 实施单位 | 某县公路中心
项目资金（万元） | 年度资金总额 | 860.00 | 实施期资金总额 | 2580.00
 | 年度目标 | | | 实施期目标
总体目标 | 养护公路320公里。 | | | 养护公路960公里。
绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
 | 产出指标 | 数量指标 | 养护里程 | ≥320公里 | 数量指标 | 养护里程 | ≥960公里
"""


def test_two_halves_of_which_the_left_is_the_years() -> None:
    page = one_page(TWO_HALVES, "县级")
    assert texts(page) == {"总体目标（年度）": "养护公路320公里。", "总体目标（实施期）": "养护公路960公里。"}
    assert indicators(page) == [
        ("period", "数量指标", "养护里程", "≥960公里"),
        ("year", "数量指标", "养护里程", "≥320公里"),
    ]


def test_a_form_without_signatures_ends_where_prose_goes_on() -> None:
    prose = "2.“湿地修复”项目\n（1）立项依据。《清河县湿地保护办法》（清政办〔2025〕8号）。\n（二）机关运行经费安排情况\n"
    source = source_from_text("qinghe-2026.txt", re.sub(r" ?\| ?", "\t", SPLIT_VALUE + prose))
    reading = read_source(source)
    assert len(reading.pages) == 1
    assert [mention.number for mention in reading.policies] == ["清政办〔2025〕8号"]
    assert indicators(reading.pages[0])[-1] == ("year", "服务对象满意度", "群众满意度", "≥90%")
