"""The frame: document, sections, blocks, furniture. Texts are of our own writing in the genre's form."""

from __future__ import annotations

from textwrap import dedent

import pytest

from nlp.errors import NotADisclosure
from nlp.frame import Frame, read_frame
from nlp.frame_blocks import ordinal
from nlp.frame_contents import find_contents
from nlp.frame_cover import find_kind, find_level
from nlp.frame_furniture import find_furniture
from nlp.frame_line import heading_rank, is_table_title, look_at, page_kind
from nlp.source import Source, source_from_text

MUNICIPAL = dedent("""\
    青川市水务局

    2024年度部门预算公开

    内部资料

    目 录

    第一部分 概况\t1
    一、本部门职责.....1
    第二部分 2024年部门预算报表\t2
    第三部分 2024年度部门预算情况说明\t5
    第四部分 名词解释\t9

    第一部分 概况

    一、本部门职责

    负责全市水务工作。

    第二部分 2024年部门预算报表

    预算公开表1

    2024年预算收支总表

    部门名称：青川市水务局

    单位：万元

    收入\t\t支出\t
    项目\t2024年\t项目\t2024年
    一、一般公共预算\t10.00\t一、教育支出\t
    \t\t二、农林水支出\t10.00
    收入总计\t10.00\t支出总计\t10.00

    注：本表四舍五入

    第三部分 2024年度部门预算情况说明

    一、收支总体情况说明

    2024年度青川市水务局预算收入10.00万元。

    十、绩效管理情况

    青川市市级预算部门（单位）项目支出绩效目标表
    （2024年度）
    项目名称\t堤防维护
    项目概况\t一、维护堤防。

    内部资料
    项目实施计划\t按季实施
    负责人：\t填报日期：\t20240101

    青川市市级预算部门（单位）项目支出绩效目标表
    （2024年度）
    项目名称\t水质检测
    一、经常检测\t

    十一、国有资产占有使用情况

    共有车辆3辆。

    青川市财政局文件

    青市财综〔2024〕8号

    关于印发指导性目录的通知

    现予印发。

    代码\t一级目录\t二级目录\t三级目录\t四级目录
    A\t公共服务\t\t\t
    A01\t\t公共安全服务\t\t

    第四部分 名词解释

    一、基本支出：指为保障机构运转发生的支出。
    """)


def framed(text: str, name: str = "a.txt") -> Frame:
    return read_frame(source_from_text(name, text))


def test_document_of_a_municipal_budget() -> None:
    doc = framed(MUNICIPAL, "water.txt").document
    assert (doc.id, doc.title, doc.unit) == ("water", "青川市水务局2024年度部门预算公开", "青川市水务局")
    assert (doc.year, doc.kind, doc.level, doc.source) == (2024, "部门预算", "市级", "water.txt")


def test_blocks_of_a_municipal_budget() -> None:
    frame = framed(MUNICIPAL)
    line = {text: i for i, text in reversed(list(enumerate(MUNICIPAL.split("\n"), 1)))}
    pages = [i for i, text in enumerate(MUNICIPAL.split("\n"), 1) if "目标表" in text]
    title = "青川市市级预算部门（单位）项目支出绩效目标表"
    assert [(b.kind, b.title, b.first, b.last) for b in frame.blocks if b.kind not in ("prose", "contents")] == [
        ("table", "2024年预算收支总表", line["2024年预算收支总表"], line["注：本表四舍五入"]),
        ("page", title, pages[0], line["负责人：\t填报日期：\t20240101"]),
        ("page", title, pages[1], line["一、经常检测\t"]),
        ("notice", "青川市财政局文件", line["青川市财政局文件"], line["现予印发。"]),
        ("catalogue", None, line["代码\t一级目录\t二级目录\t三级目录\t四级目录"], line["A01\t\t公共安全服务\t\t"]),
    ]


def test_sections_span_to_the_next_heading_of_their_rank() -> None:
    frame = framed(MUNICIPAL)
    rows = MUNICIPAL.split("\n")
    assert [(s.title, s.rank) for s in frame.sections] == [
        ("第一部分概况", 1), ("一、本部门职责", 2), ("第二部分2024年部门预算报表", 1),
        ("第三部分2024年度部门预算情况说明", 1), ("一、收支总体情况说明", 2), ("十、绩效管理情况", 2),
        ("十一、国有资产占有使用情况", 2), ("第四部分名词解释", 1),
    ]  # fmt: skip
    section = frame.section_at(rows.index("现予印发。") + 1)
    assert section is not None and section.title == "十一、国有资产占有使用情况"


def test_furniture_is_watermarks_page_numbers_and_blank_lines() -> None:
    frame = framed(MUNICIPAL)
    rows = MUNICIPAL.split("\n")
    assert {rows[n - 1] for n in frame.furniture} == {"", "内部资料"}


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        pytest.param("第三部分2025年度部门预算情况说明", 1, id="part"),
        pytest.param("二、收入预算情况说明", 2, id="outer"),
        pytest.param("（一）机关运行经费", 3, id="inner"),
        pytest.param("1、车辆情况：", 4, id="item-with-colon"),
        pytest.param("一、基本支出：指为保障机构运转发生的支出。", 0, id="definition"),
        pytest.param("（二）将目录中“其", 0, id="broken-inside-a-quote"),
        pytest.param("九、卫生健康支出（类）行政事业单位医疗（款）行政事业", 0, id="account-broken-over-lines"),
        pytest.param("12.35%", 0, id="percentage"),
        pytest.param("2024年部门预算", 0, id="year"),
    ],
)
def test_heading_rank(text: str, rank: int) -> None:
    assert heading_rank(text) == rank


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("某市市级预算部门（单位）项目支出绩效目标表", "page", id="project"),
        pytest.param("项目绩效目标表", "page", id="central"),
        pytest.param("项目支出绩效目标申报表（2024年度）", "page", id="application"),
        pytest.param("市级预算部门（单位）整体支出绩效目标申报表", "goals", id="whole-department"),
        pytest.param("（项目绩效目标表公开情况见附件）", None, id="mention"),
        pytest.param("2024年项目支出预算表（本年预算）", None, id="budget-table"),
    ],
)
def test_page_kind(text: str, kind: str | None) -> None:
    assert page_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        pytest.param("2025年财政拨款安排“三公”经费支出预算表", True, id="budget"),
        pytest.param("财政拨款收入支出决算总表", True, id="final-accounts"),
        pytest.param("2025年一般公共预算支出预算表（不含上年结转）", True, id="with-note"),
        pytest.param("公开02表", False, id="mark-of-a-table"),
        pytest.param("部门公开表4", False, id="mark-with-number"),
        pytest.param("注：本表无数据", False, id="note"),
        pytest.param("详见附表，共三表", False, id="sentence"),
    ],
)
def test_table_title(text: str, is_title: bool) -> None:
    assert is_table_title(text) is is_title


@pytest.mark.parametrize(
    ("unit", "level"),
    [
        pytest.param("国家能源局某地监管办公室", "中央", id="central"),
        pytest.param("四川省水利厅", "省级", id="province"),
        pytest.param("北京市财政局", "省级", id="direct-city"),
        pytest.param("广安市水务局", "市级", id="city"),
        pytest.param("广安市城市管理局", "市级", id="city-management-is-no-district"),
        pytest.param("凉山彝族自治州水利局", "市级", id="autonomous-prefecture"),
        pytest.param("岳池县水务局", "县级", id="county"),
        pytest.param("青州县水务局", "县级", id="county-named-like-a-prefecture"),
        pytest.param("青州市水务局", "市级", id="city-named-like-a-prefecture"),
        pytest.param("广安市前锋区水务局", "县级", id="district"),
        pytest.param("水务局", None, id="unknown"),
    ],
)
def test_level(unit: str, level: str | None) -> None:
    assert find_level(unit, ()) == level


@pytest.mark.parametrize(
    ("cover", "kind"),
    [
        pytest.param(("岳池县水务局2023年度部门决算",), "部门决算", id="department-accounts"),
        pytest.param(("岳池县水务局", "2023年度单位决算公开"), "单位决算", id="unit-accounts"),
        pytest.param(("2026", "某监管办公室", "部门预算"), "部门预算", id="central-cover"),
    ],
)
def test_kind_of_the_cover(cover: tuple[str, ...], kind: str) -> None:
    assert find_kind(cover, ()) == kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("第一章 夜雨\n\n他把灯挑亮，听见窗外的雨声。\n" * 40, id="novel"),
        pytest.param("关于开展部门预算编制工作的通知\n\n各单位：请按时编报部门预算。\n", id="notice-about-budgets"),
        pytest.param("姓名\t电话\n张三\t123\n李四\t456\n", id="some-table"),
    ],
)
def test_another_kind_of_document_is_refused(text: str) -> None:
    with pytest.raises(NotADisclosure, match=r"^a\.txt：不是部门（单位）预算或决算公开文件，未读取"):
        framed(text)


BODY = "\n一、部门概况\n管水。\n二、机构设置\n三个科。\n三、收支预算总体情况说明\n2024年预算收入5万元。\n"


@pytest.mark.parametrize(
    ("cover", "title", "unit"),
    [
        pytest.param("附件1\n岳池县水利局2024年部门预算", "岳池县水利局2024年部门预算", "岳池县水利局", id="annex"),
        pytest.param(
            "2024年部门预算公开\n\n岳池县水利局", "岳池县水利局2024年部门预算公开", "岳池县水利局", id="title-first"
        ),
        pytest.param("2024年度岳池县水利局部门预算", "2024年度岳池县水利局部门预算", "岳池县水利局", id="year-first"),
        pytest.param(
            "岳池县水利局关于2024年部门预算的说明", "岳池县水利局关于2024年部门预算的说明", "岳池县水利局", id="about"
        ),
        pytest.param(
            "二〇二四年部门预算\n岳池县水利局", "岳池县水利局2024年部门预算", "岳池县水利局", id="chinese-digits"
        ),
        pytest.param(
            "2024\n\n国家统计局岳池调查队\n\n部门预算",
            "国家统计局岳池调查队2024年部门预算",
            "国家统计局岳池调查队",
            id="central",
        ),
        pytest.param(
            "岳池县水利局\n部门预算说明", "岳池县水利局2024年部门预算", "岳池县水利局", id="year-only-in-the-text"
        ),
    ],
)
def test_covers(cover: str, title: str, unit: str) -> None:
    doc = framed(cover + BODY).document
    assert (doc.title, doc.unit, doc.year, doc.kind) == (title, unit, 2024, "部门预算")


def test_a_disclosure_without_any_year_is_refused() -> None:
    with pytest.raises(NotADisclosure, match="都没有年度"):
        framed("岳池县水利局\n部门预算公开" + BODY.replace("2024年", "本年"))


def test_ordinals() -> None:
    assert [ordinal(t) for t in ("一、", "十、", "十二、", "二十、", "三十一、", "（九）")] == [1, 10, 12, 20, 31, 9]


def test_rows_of_a_table_that_look_like_headings_stay_rows() -> None:
    text = MUNICIPAL.replace("\t\t二、农林水支出\t10.00", "\t\t二、农林水支出\t10.00\n三、预备费\n\t\t四、其他支出\t")
    assert [b.title for b in framed(text).of_kind("table")] == ["2024年预算收支总表"]


def test_watermark_between_the_parts_of_a_page_does_not_end_it() -> None:
    frame = framed(MUNICIPAL)
    assert len(frame.of_kind("page")) == 2


def looks_of(text: str) -> tuple[Source, list[int]]:
    source = source_from_text("a.txt", text)
    return source, sorted(find_furniture([look_at(line) for line in source.lines]))


def test_running_heads_are_found_by_repetition() -> None:
    page = "青川市水务局部门预算\n\n正文第{}页说明文字。\n\n- {} -\n\n"
    source, furniture = looks_of("".join(page.format(n, n) for n in range(1, 7)))
    assert {source.line(n).text for n in furniture} == {"青川市水务局部门预算", "", *(f"- {n} -" for n in range(1, 7))}


def test_contents_end_where_the_first_entry_is_printed_again() -> None:
    text = "目录\n第一部分 概况 1\n一、职责 1\n\n第一部分\n概况\n"
    looks = [look_at(line) for line in source_from_text("a.txt", text).lines]
    assert find_contents(looks) == (1, 4)
