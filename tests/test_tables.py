"""Statutory tables as figures, and project tables as budget lines. All texts are our own, in the genre's forms."""

from __future__ import annotations

from decimal import Decimal
from textwrap import dedent

import pytest

from nlp.format import plain
from nlp.frame import read_frame
from nlp.record import Figure, Funds
from nlp.source import Source, read_line, source_from_text
from nlp.table_templates import templates
from nlp.tables import Tables, read_tables, table_title
from nlp.tables_columns import path_of, refit
from nlp.tables_grid import is_index_row, read_row
from nlp.tables_number import column_unit, find_money_unit, parse_number, readings

COVER = "岳池县水务局2024年度部门预算公开\n第一部分 概况\n一、机构设置\n设六个科室。\n第二部分 预算报表\n"


def source_of(table: str) -> Source:
    return source_from_text("a.txt", COVER + dedent(table))


def tables_of(table: str) -> Tables:
    source = source_of(table)
    return read_tables(source, read_frame(source))


def short(figures: tuple[Figure, ...]) -> list[tuple[str | None, str | None, str, str]]:
    """Row, code, column path joined by /, value in 元 (or with its unit)."""
    return [
        (f.row, f.row_code, "/".join(f.column), str(plain(f.value)) + ("" if f.unit == "元" else f.unit))
        for f in figures
        if f.value is not None
    ]


def test_income_on_the_left_and_spending_on_the_right() -> None:
    found = tables_of("""\
        2024年预算收支总表
        部门名称：岳池县水务局
        单位：万元
        收入\t\t支出\t\t\t
        项目\t2024年\t项目\t2024年合计\t当年预算安排\t上年结转安排
        一、一般公共预算\t12.50\t一、教育支出\t1.20\t1.20\t
        二、政府性基金预算\t\t二、农林水支出\t11.30\t10.30\t1.00
        收入总计\t12.50\t支出总计\t12.50\t11.50\t1.00
        """)
    assert {f.table for f in found.figures} == {"预算收支总表"}
    assert short(found.figures) == [
        ("一、一般公共预算", None, "收入/2024年", "125000"),
        ("一、教育支出", None, "支出/2024年合计", "12000"),
        ("一、教育支出", None, "支出/当年预算安排", "12000"),
        ("二、农林水支出", None, "支出/2024年合计", "113000"),
        ("二、农林水支出", None, "支出/当年预算安排", "103000"),
        ("二、农林水支出", None, "支出/上年结转安排", "10000"),
        ("收入总计", None, "收入/2024年", "125000"),
        ("支出总计", None, "支出/2024年合计", "125000"),
        ("支出总计", None, "支出/当年预算安排", "115000"),
        ("支出总计", None, "支出/上年结转安排", "10000"),
    ]


def test_codes_labels_and_the_rows_above_them() -> None:
    found = tables_of("""\
        2024年预算支出总表
        单位：元
        项目\t\t2024年预算数\t\t
        科目编码\t科目名称\t合计\t基本支出\t项目支出
        合计\t\t30\t10\t20
        213\t农林水支出\t30\t10\t20
        21303\t水利\t30\t10\t20
        2130301\t行政运行\t10\t10\t
        2130314\t防汛\t20\t\t20
        """)
    assert [(f.row, f.row_code, f.row_path) for f in found.figures if f.column[-1] == "合计"] == [
        ("合计", None, ()),
        ("农林水支出", "213", ()),
        ("水利", "21303", ("农林水支出",)),
        ("行政运行", "2130301", ("农林水支出", "水利")),
        ("防汛", "2130314", ("农林水支出", "水利")),
    ]
    assert short(found.figures)[-1] == ("防汛", "2130314", "2024年预算数/项目支出", "20")


def paths(table: str, column: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(f.row, f.row_path) for f in tables_of(table).figures if f.column[-1] == column]


def test_numbered_rows_stand_under_the_row_their_numbering_belongs_to() -> None:
    found = paths(
        """\
        收支总表
        单位：万元
        项目\t金额
        一、本年收入\t3.00
        （一）一般公共预算\t2.00
        （二）政府性基金\t1.00
        二、上年结转\t1.00
        本年收入合计\t4.00
        上年财政拨款结转\t2.00
        一、一般公共预算\t1.00
        二、政府性基金\t1.00
        """,
        "金额",
    )
    assert found == [
        ("一、本年收入", ()), ("（一）一般公共预算", ("一、本年收入",)), ("（二）政府性基金", ("一、本年收入",)),
        ("二、上年结转", ()), ("本年收入合计", ()), ("上年财政拨款结转", ()),
        ("一、一般公共预算", ("上年财政拨款结转",)), ("二、政府性基金", ("上年财政拨款结转",)),
    ]  # fmt: skip


def test_rows_of_one_name_are_told_apart_by_their_second_account() -> None:
    found = paths(
        """\
        基本支出分经济科目表
        单位：万元
        部门预算支出经济科目名称\t政府预算支出经济科目名称\t预算数\t
        \t\t合计\t人员经费
        合计\t\t9.00\t9.00
        工资福利支出\t\t9.00\t9.00
        基本工资\t工资奖金津补贴\t4.00\t4.00
        基本工资\t工资福利支出\t5.00\t5.00
        """,
        "合计",
    )
    assert found == [
        ("合计", ()), ("工资福利支出", ()),
        ("基本工资", ("工资福利支出", "工资奖金津补贴")), ("基本工资", ("工资福利支出", "工资福利支出")),
    ]  # fmt: skip


def test_a_head_over_two_columns_of_a_final_account_with_codes_in_three_columns() -> None:
    found = tables_of("""\
        一般公共预算财政拨款支出决算表
        公开05表
        公开部门：岳池县水务局\t\t\t\t\t\t金额单位：万元
        项目\t\t\t\t本年支出\t\t
        功能分类科目编码\t\t\t科目名称\t小计\t基本支出\t项目支出
        类\t款\t项\t\t\t\t
        栏次\t\t\t\t1\t2\t3
        合计\t\t\t\t8.00\t8.00\t
        208\t\t\t社会保障和就业支出\t8.00\t8.00\t
        208\t05\t\t行政事业单位养老支出\t8.00\t8.00\t
        208\t05\t05\t养老保险缴费\t8.00\t8.00\t
        """)
    assert [(f.row, f.row_code) for f in found.figures if f.column[-1] == "小计"] == [
        ("合计", None), ("社会保障和就业支出", "208"), ("行政事业单位养老支出", "20805"), ("养老保险缴费", "2080505"),
    ]  # fmt: skip
    assert {f.column for f in found.figures} == {("本年支出", "小计"), ("本年支出", "基本支出")}


def test_row_numbers_of_final_accounts_are_no_figures() -> None:
    found = tables_of("""\
        收入支出决算总表
        金额单位：万元
        收入\t\t\t支出\t\t
        项目\t行次\t金额\t项目\t行次\t金额
        栏次\t\t1\t栏次\t\t2
        一、财政拨款收入\t1\t7.00\t一、教育支出\t31\t7.00
        总计\t30\t7.00\t总计\t60\t7.00
        """)
    assert short(found.figures) == [
        ("一、财政拨款收入", None, "收入/金额", "70000"), ("一、教育支出", None, "支出/金额", "70000"),
        ("总计", None, "收入/金额", "70000"), ("总计", None, "支出/金额", "70000"),
    ]  # fmt: skip


def test_three_halves_and_a_total_whose_label_stands_in_another_half() -> None:
    found = tables_of("""\
        基本支出决算明细表
        金额单位：万元
        人员经费\t\t\t公用经费\t\t\t\t\t
        科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数
        301\t工资福利支出\t9.00\t302\t商品和服务支出\t1.00\t310\t资本性支出\t2.00
        人员经费合计\t\t9.00\t公用经费合计\t\t\t\t\t3.00
        """)
    assert short(found.figures) == [
        ("工资福利支出", "301", "人员经费/决算数", "90000"),
        ("商品和服务支出", "302", "公用经费/决算数", "10000"),
        ("资本性支出", "310", "公用经费/决算数", "20000"),
        ("人员经费合计", None, "人员经费/决算数", "90000"),
        ("公用经费合计", None, "公用经费/决算数", "30000"),
    ]


def test_a_table_never_seen_is_read_with_all_labels_and_units() -> None:
    found = tables_of("""\
        2024年防汛物资储备与调拨一览表
        金额单位：亿元
        物资名称\t储备情况\t\t折价\t占比（%）
        \t库存数量（件）\t年内调出（件）\t\t
        冲锋舟\t12\t3\t0.0125\t62.5
        救生衣\t800\t0\t0.0075\t37.5
        合计\t812\t3\t0.02\t100
        """)
    assert {f.table for f in found.figures} == {"防汛物资储备与调拨一览表"}
    assert short(found.figures) == [
        ("冲锋舟", None, "储备情况/库存数量（件）", "12件"), ("冲锋舟", None, "储备情况/年内调出（件）", "3件"),
        ("冲锋舟", None, "折价", "1250000"), ("冲锋舟", None, "占比（%）", "62.5%"),
        ("救生衣", None, "储备情况/库存数量（件）", "800件"), ("救生衣", None, "储备情况/年内调出（件）", "0件"),
        ("救生衣", None, "折价", "750000"), ("救生衣", None, "占比（%）", "37.5%"),
        ("合计", None, "储备情况/库存数量（件）", "812件"), ("合计", None, "储备情况/年内调出（件）", "3件"),
        ("合计", None, "折价", "2000000"), ("合计", None, "占比（%）", "100%"),
    ]  # fmt: skip


def test_a_row_of_amounts_without_a_label_and_sub_heads_printed_beside_their_span() -> None:
    found = tables_of("""\
        部门收入总表
        单位：万元
        合计\t上年结转\t事业收入\t\t经营收入
        \t\t\t金额\t其中：教育收费\t
        9.00\t1.00\t8.00\t\t
        """)
    assert short(found.figures) == [
        (None, None, "合计", "90000"), (None, None, "上年结转", "10000"), (None, None, "事业收入/金额", "80000"),
    ]  # fmt: skip


def test_heads_printed_again_after_a_page_break_are_no_rows() -> None:
    found = tables_of("""\
        2024年预算支出总表
        单位：万元
        科目编码\t科目名称\t合计\t基本支出\t项目支出
        213\t农林水支出\t30.00\t10.00\t20.00

        - 7 -

        科目编码\t科目名称\t合计\t基本支出\t项目支出
        21303\t水利\t30.00\t10.00\t20.00
        """)
    assert [f.row for f in found.figures] == ["农林水支出"] * 3 + ["水利"] * 3


def test_rising_amounts_are_no_column_numbers() -> None:
    found = tables_of("""\
        三公经费支出表
        单位：元
        合计\t因公出国（境）费\t公务接待费
        1\t2\t3
        9\t\t9
        0\t1\t3
        """)
    assert [int(f.value or 0) for f in found.figures] == [9, 9, 0, 1, 3]


def test_labels_and_head_words_wrapped_over_rows_are_joined() -> None:
    found = tables_of("""\
        2024年预算支出总表
        单位：万元
        科目编码\t科目名称\t合计\t基本支\t项目支
        \t\t\t出\t出
        2080505\t机关事业单位基本养老\t5.00\t5.00\t
        \t保险缴费支出\t\t\t
        2130314\t防汛\t2.00\t\t2.00
        """)
    assert short(found.figures) == [
        ("机关事业单位基本养老保险缴费支出", "2080505", "合计", "50000"),
        ("机关事业单位基本养老保险缴费支出", "2080505", "基本支出", "50000"),
        ("防汛", "2130314", "合计", "20000"),
        ("防汛", "2130314", "项目支出", "20000"),
    ]


SHIFTED = """\
    2024年预算支出总表
    单位：万元
    科目编码\t科目名称\t合计\t基本支出\t项目支出
    213\t农林水支出\t30.00\t10.00\t20.00
    21303\t水利\t30.00\t10.00\t20.00
    2130301\t行政运行\t10.00\t10.00\t
    {row}
    """


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("\t2130314\t防汛\t20.00\t\t20.00", id="whole-row-to-the-right"),
        pytest.param("2130314\t防汛\t\t20.00\t\t20.00", id="amounts-to-the-right"),
    ],
)
def test_a_shifted_row_is_put_back(row: str) -> None:
    found = tables_of(SHIFTED.format(row=row))
    assert short(found.figures)[-2:] == [
        ("防汛", "2130314", "合计", "200000"), ("防汛", "2130314", "项目支出", "200000"),
    ]  # fmt: skip
    assert [f.rule for f in found.findings] == ["row-shifted"]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("2130314\t防汛\n20.00\t\t20.00", id="rest-at-the-left-edge"),
        pytest.param("2130314\t防汛\n\t\t20.00\t\t20.00", id="rest-in-its-columns"),
        pytest.param("2130314防汛\t\t20.00\t\t20.00", id="code-and-name-in-one-cell"),
        pytest.param("2130314\t防\t20.00\t\t20.00\n\t汛\t\t\t", id="label-wrapped"),
    ],
)
def test_a_row_broken_in_two_is_one_row(row: str) -> None:
    found = tables_of(SHIFTED.replace("    {row}\n", "").replace("    ", "") + row + "\n")
    assert short(found.figures)[-2:] == [
        ("防汛", "2130314", "合计", "200000"), ("防汛", "2130314", "项目支出", "200000"),
    ]  # fmt: skip


def test_a_row_that_lost_a_blank_is_placed_by_the_sums_above_it() -> None:
    found = tables_of(SHIFTED.format(row="2130314\t防汛\t20.00\t20.00"))
    assert short(found.figures)[-2:] == [
        ("防汛", "2130314", "合计", "200000"), ("防汛", "2130314", "项目支出", "200000"),
    ]  # fmt: skip
    assert [f.rule for f in found.findings] == ["row-shifted"]


def test_a_lost_label_is_found_by_its_code_in_another_table() -> None:
    first = SHIFTED.format(row="2130314\t防汛\t20.00\t\t20.00")
    second = SHIFTED.format(row="2130314\t\t20.00\t\t20.00").replace("支出总表", "支出明细表")
    found = tables_of(dedent(first) + "\n" + dedent(second))
    assert [f.row for f in found.figures if f.row_code == "2130314"] == ["防汛"] * 4
    assert [(f.rule, f.severity) for f in found.findings] == [("label-missing", "info")]


def test_a_lost_label_without_a_code_is_reported() -> None:
    found = tables_of("""\
        收支总表
        单位：万元
        收入\t\t支出\t
        项目\t金额\t项目\t金额
        一、财政拨款\t5.00\t一、教育支出\t3.00
        二、单位资金\t\t\t2.00
        """)
    assert short(found.figures)[-1] == (None, None, "支出/金额", "20000")
    assert [(f.rule, f.severity, f.lines) for f in found.findings] == [("label-missing", "warning", (11,))]


def test_a_row_that_fits_several_ways_is_kept_without_columns_and_reported() -> None:
    found = tables_of("""\
        各仓库物资表
        单位：万元
        仓库名称\t帐篷\t雨衣\t水泵\t备注
        甲库\t1.00\t2.00\t3.00\t完好
        乙库\t4.00\t\t1.00\t完好
        丙库\t7.00\t完好\t8.00\t
        """)
    assert [(f.row, f.column, f.value) for f in found.figures if f.row == "丙库"] == [
        ("丙库", (), Decimal(70000)), ("丙库", (), Decimal(80000)),
    ]  # fmt: skip
    assert [(f.rule, f.severity, f.lines) for f in found.findings] == [("column-ambiguous", "warning", (11,))]


def test_a_page_number_glued_to_an_amount_is_told_from_it_by_the_sums() -> None:
    found = tables_of(SHIFTED.format(row="2130314\t防汛\t12 20.00\t\t20.00"))
    assert short(found.figures)[-2] == ("防汛", "2130314", "合计", "200000")
    assert [(f.rule, f.found) for f in found.findings] == [("cell-noise", "12 20.00")]


def test_an_unreadable_cell_has_no_value_and_a_finding() -> None:
    source = source_of(SHIFTED.format(row="2130314\t防汛\t2O.l0\t\t20.00"))
    found = read_tables(source, read_frame(source))
    figure = next(f for f in found.figures if f.printed == "2O.l0")
    assert (figure.row, figure.column, figure.value) == ("防汛", ("合计",), None)
    assert [(f.rule, f.found, f.spans) for f in found.findings] == [("cell-unreadable", "2O.l0", (figure.span,))]


def test_blank_dash_and_zero_are_three_things() -> None:
    found = tables_of("""\
        “三公”经费支出表
        单位：万元
        项目\t合计\t一般公共预算
        公务接待费\t0.00\t0
        因公出国（境）费\t-\t—
        公务用车购置费\t\t
        """)
    assert short(found.figures) == [("公务接待费", None, "合计", "0"), ("公务接待费", None, "一般公共预算", "0")]


PROJECTS = """\
    2024年项目支出预算表（{phase}）
    单位：万元
    项目名称\t合计\t2024年财政拨款\t\t\t财政专户管理 资金\t单位资金
    \t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t
    1\t2\t3\t4\t5\t6\t7
    岳池县水务局\t9.00\t6.00\t3.00\t\t\t
    岳池县水务局\t6.00\t6.00\t\t\t\t
    送水下乡\t4.00\t4.00\t\t\t\t
    12345热线平台维护\t2.00\t2.00\t\t\t\t
    岳池县河道管理所\t3.00\t\t3.00\t\t\t
    河道清漂\t3.00\t\t3.00\t\t\t
    """


@pytest.mark.parametrize(("phase"), ["本年预算", "上年结转"])
def test_leaf_rows_of_the_project_table_are_budget_lines_and_subtotals_figures(phase: str) -> None:
    found = tables_of(PROJECTS.format(phase=phase))
    general, fund = (lambda n: Funds(general=Decimal(n))), (lambda n: Funds(gov_fund=Decimal(n)))
    assert [(b.table, b.unit, b.name, b.total, b.funds) for b in found.budget_lines] == [
        (phase, "岳池县水务局", "送水下乡", Decimal(40000), general(40000)),
        (phase, "岳池县水务局", "12345热线平台维护", Decimal(20000), general(20000)),
        (phase, "岳池县河道管理所", "河道清漂", Decimal(30000), fund(30000)),
    ]
    assert [row for row, _, column, _ in short(found.figures) if column == "合计"] == ["岳池县水务局"] * 2 + [
        "岳池县河道管理所"
    ]
    assert {f.table for f in found.figures} == {f"项目支出预算表（{phase}）"}


def test_a_project_table_with_a_unit_column() -> None:
    found = tables_of("""\
        项目支出明细表
        单位：万元
        类型\t项目名称\t项目单位\t本年拨款\t\t单位资金\t合计
        \t\t\t一般公共预算\t政府性基金预算\t\t
        特定目标类\t灌区续建\t岳池县河道管理所\t7.00\t\t1.00\t8.00
        合计\t\t\t7.00\t\t1.00\t8.00
        """)
    assert [(b.unit, b.name, b.total, b.funds) for b in found.budget_lines] == [
        ("岳池县河道管理所", "灌区续建", Decimal(80000), Funds(general=Decimal(70000), unit_funds=Decimal(10000))),
    ]


def test_spans_are_of_the_text_as_printed() -> None:
    source = source_of("2024年收支總表（单位：万元）\n項目\t合計\n收入合計\t １，２３４．５０ \n")
    (figure,) = read_tables(source, read_frame(source)).figures
    assert (figure.table, figure.row, figure.column, figure.value) == (
        "收支总表",
        "收入合计",
        ("合计",),
        Decimal(12345000),
    )
    assert source.quote(figure.span) == figure.printed == "１，２３４．５０"


def test_the_unit_of_a_table_without_one_is_that_of_the_table_before() -> None:
    found = tables_of("收入总表\n单位：千元\n项目\t金额\n合计\t3\n\n支出总表\n项目\t金额\n合计\t4\n")
    assert [(f.table, f.value) for f in found.figures] == [("收入总表", Decimal(3000)), ("支出总表", Decimal(4000))]


def test_a_table_whose_head_was_lost_is_read_by_its_template_and_reported() -> None:
    found = tables_of("""\
        2024年预算支出总表
        单位：万元
        213\t农林水支出\t30.00\t10.00\t20.00
        21303\t水利\t30.00\t10.00\t20.00
        2130301\t行政运行\t10.00\t10.00\t
        """)
    assert short(found.figures)[:3] == [
        ("农林水支出", "213", "2024年预算数/合计", "300000"),
        ("农林水支出", "213", "2024年预算数/基本支出", "100000"),
        ("农林水支出", "213", "2024年预算数/项目支出", "200000"),
    ]
    assert [(f.rule, f.severity) for f in found.findings] == [("head-missing", "info")]


def test_a_table_without_head_and_template_has_no_columns_and_says_so() -> None:
    found = tables_of("仓库物资盘点表\n单位：万元\n甲库\t30.00\t10.00\n乙库\t30.00\t10.00\n")
    assert {f.column for f in found.figures} == {()}
    assert {(f.rule, f.severity) for f in found.findings} == {
        ("head-missing", "warning"),
        ("column-ambiguous", "warning"),
    }


def test_templates_are_well_formed() -> None:
    assert len(templates()) >= 20
    assert all(template.title and template.head for template in templates())


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        pytest.param("2025年一般公共预算支出预算表（不含上年结转）", "一般公共预算支出预算表", id="year-and-note"),
        pytest.param("2025年项目支出预算表（上年结转）", "项目支出预算表（上年结转）", id="phase-stays"),
        pytest.param("表五2025年政府性基金预算支出表", "政府性基金预算支出表", id="numbered"),
        pytest.param("附表2-1：支出总表（续）", "支出总表", id="annex"),
        pytest.param("某局2023年度收入支出决算总表", "收入支出决算总表", id="publisher"),
        pytest.param("三、财政拨款收支总表（单位：万元）", "财政拨款收支总表", id="unit"),
    ],
)
def test_title_of_a_table(printed: str, title: str) -> None:
    assert table_title(printed, "某局") == title


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        pytest.param("2,268.41", "2268.41", None, id="thousands"),
        pytest.param("-12.47", "-12.47", None, id="negative"),
        pytest.param("（12.47）", "-12.47", None, id="negative-in-brackets"),
        pytest.param("17.70%", "17.70", "%", id="percent"),
        pytest.param("3.5万元", "3.5", "万元", id="own-unit"),
    ],
)
def test_number(text: str, value: str, unit: str | None) -> None:
    number = parse_number(text)
    assert number is not None and (str(number.value), number.unit) == (value, unit)


@pytest.mark.parametrize("text", ["2025年", "1月", "12,34.5", "1.2.3", "无", "", "2O.10"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_readings_of_a_cell_with_blanks() -> None:
    assert [str(n.value) for n in readings("10 18.00")] == ["1018.00", "10", "18.00"]
    assert [str(n.value) for n in readings("1 204.50")] == ["1204.50", "1", "204.50"]


def test_units_of_columns() -> None:
    heads = ("增减（%）", "数量（台）", "公务接待人次", "金额（元）", "支出（类）")
    assert [column_unit((head,)) for head in heads] == ["%", "台", "人", "元", None]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("部门名称：某局 单位:万元", "万元", id="beside-the-publisher"),
        pytest.param("金额单位：人民币元", "元", id="renminbi"),
        pytest.param("单位：元 公开01表", "元", id="beside-the-mark"),
        pytest.param("收支总表（亿元）", "亿元", id="in-the-title"),
        pytest.param("编制单位：元宝山区水务局", None, id="a-name-that-begins-with-the-sign"),
    ],
)
def test_unit_of_money(text: str, unit: str | None) -> None:
    assert find_money_unit([text]) == unit


def test_header_paths_over_merged_cells() -> None:
    texts = [["项目", "", "收入", "", "结转"], ["编码", "名称", "合计", "其他", ""]]
    assert [path_of(texts, i) for i in range(5)] == [
        ("项目", "编码"), ("项目", "名称"), ("收入", "合计"), ("收入", "其他"), ("结转",),
    ]  # fmt: skip
    assert refit([["年初", "", "末"], ["", "甲", "乙"]], 1) == ["甲", "乙", ""]


def test_rows_of_column_numbers() -> None:
    rows = [
        read_row(read_line(1, text)) for text in ("1\t2\t3", "栏次\t\t1\t2", "甲\t1\t2=3+4", "合计\t1\t2", "2024\t2025")
    ]
    assert [is_index_row(row) for row in rows] == [True, True, False, False, False]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(["\t".join("1 2 3 4 5 6 7" for _ in range(40))] * 20, id="every-cell-many-numbers"),
        pytest.param(["\t" * n + "5.00" for n in range(0, 4000, 40)], id="thousands-of-blank-cells"),
        pytest.param(["甲\t乙\t丙"] * 3000, id="words-without-an-end"),
        pytest.param(["乙\t" + "\t".join("3.00" for _ in range(60)) + "\t完"] * 40, id="rows-that-fit-nowhere"),
    ],
)
def test_wild_tables_are_read_in_bounded_work_and_state_nothing_unreported(rows: list[str]) -> None:
    found = tables_of("收支总表\n单位：万元\n项目\t合计\t基本支出\n合计\t3.00\t3.00\n" + "\n".join(rows) + "\n")
    told = {line for finding in found.findings for line in finding.lines}
    assert [f for f in found.figures if f.span.line > 9 and f.span.line not in told and not f.column] == []


@pytest.mark.parametrize("title", ["部门综合预算专项业务经费支出表", "项目预算表", "特定目标类项目支出预算表"])
def test_tables_of_projects_under_the_titles_of_other_provinces(title: str) -> None:
    rows = ("项目名称\t合计\t一般公共预算\t政府性基金预算", "合计\t50.00\t50.00\t", "河道巡查\t30.00\t30.00\t", "泵站维修\t20.00\t20.00\t")
    found = tables_of("\n".join((f"2025年{title}", "单位：万元", *rows)))
    assert [(line.name, line.total) for line in found.budget_lines] == [("河道巡查", Decimal(300000)), ("泵站维修", Decimal(200000))]


def test_a_head_row_that_lost_the_blanks_of_its_merged_cells_is_spread_over_what_it_heads() -> None:
    lines = [
        "岳池县水务局2024年度部门预算公开", "一般公共预算支出预算表", "单位：万元",
        "功能科目\t合计\t当年财政拨款安排\t上年结转安排", "编码\t名称\t\t小计\t基本支出\t项目支出",
        "\t合计\t28.00\t24.00\t10.00\t14.00\t4.00", "213\t农林水支出\t28.00\t24.00\t10.00\t14.00\t4.00",
    ]  # fmt: skip
    source = source_from_text("a.txt", "\n".join(lines) + "\n")
    figures = read_tables(source, read_frame(source)).figures
    assert [(f.column, str(f.value)) for f in figures if f.row_code == "213"] == [
        (("合计",), "280000.00"),
        (("当年财政拨款安排", "小计"), "240000.00"),
        (("当年财政拨款安排", "基本支出"), "100000.00"),
        (("当年财政拨款安排", "项目支出"), "140000.00"),
        (("上年结转安排",), "40000.00"),
    ]
