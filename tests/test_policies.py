"""Mentions of policies in sentences of our own: title, number, issuer, kind, relation, and what is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.frame import read_frame
from nlp.policies import find_policies
from nlp.policy_kind import kind_of
from nlp.policy_mentions import find_mentions
from nlp.policy_titles import find_titles
from nlp.project_page import read_pages
from nlp.prose import read_paragraphs
from nlp.source import normalise, source_from_text

Row = tuple[str | None, str | None, str | None, str, str]
"""title, number, issuer, kind, relation"""


def rows(text: str, basis_field: bool = False) -> list[Row]:
    found = find_mentions(normalise(text), basis_field)
    return [(m.title, m.number, m.issuer, m.kind, m.relation) for m in found]


SENTENCES = [
    pytest.param(
        "根据市财政局《关于下达水利资金的通知》（绵财农[2024]18号）安排",
        [("关于下达水利资金的通知", "绵财农〔2024〕18号", "市财政局", "notice", "basis")],
        id="bracketed-with-issuer",
    ),
    pytest.param(
        "依据某县人民政府办公室关于职工安置工作的通知川某府办函[2015]29号等文件",
        [
            (
                "某县人民政府办公室关于职工安置工作的通知",
                "川某府办函〔2015〕29号",
                "某县人民政府办公室",
                "notice",
                "basis",
            )
        ],
        id="no-brackets-at-all",
    ),
    pytest.param(
        "按照某省财政厅、某省水利厅关于印发《水库移民资金管理办法》的通知（某财农〔2023〕5号）",
        [
            (
                "某省财政厅、某省水利厅关于印发《水库移民资金管理办法》的通知",
                "某财农〔2023〕5号",
                "某省财政厅、某省水利厅",
                "notice",
                "basis",
            ),
            ("水库移民资金管理办法", None, None, "regulation", "publishes"),
        ],
        id="joint-issuers-around-a-title",
    ),
    pytest.param(
        "《甲市财政局关于转发〈乙省财政厅关于印发《目录》的通知〉的通知》（甲财〔2024〕1号）",
        [
            (
                "甲市财政局关于转发〈乙省财政厅关于印发《目录》的通知〉的通知",
                "甲财〔2024〕1号",
                "甲市财政局",
                "notice",
                "mentions",
            ),
            ("乙省财政厅关于印发《目录》的通知", None, "乙省财政厅", "notice", "forwards"),
            ("目录", None, None, "other", "publishes"),
        ],
        id="three-deep",
    ),
    pytest.param(
        "《甲办法》（某财〔2019〕3号）、《乙办法》（某财〔2021〕7号）同时废止。",
        [
            ("甲办法", "某财〔2019〕3号", None, "regulation", "repeals"),
            ("乙办法", "某财〔2021〕7号", None, "regulation", "repeals"),
        ],
        id="two-repealed",
    ),
    pytest.param(
        "执行《煤的工业分析方法》（GB/T 212-2008）和JGJ59-2011《建筑施工安全检查标准》要求",
        [
            ("煤的工业分析方法", "GB/T212-2008", None, "standard", "basis"),
            ("建筑施工安全检查标准", "JGJ59-2011", None, "standard", "basis"),
        ],
        id="standards-before-and-behind",
    ),
    pytest.param(
        "根据县政府会议纪要精神，依据政府采购管理办法于5月完成采购",
        [
            ("县政府会议纪要", None, None, "minutes", "basis"),
            ("政府采购管理办法", None, None, "regulation", "basis"),
        ],
        id="relied-without-brackets",
    ),
    pytest.param(
        "组织编制《某县防洪规划（2021—2035年）》",
        [("某县防洪规划（2021—2035年）", None, None, "plan", "mentions")],
        id="drafted",
    ),
    pytest.param(
        "《乡村振兴意见》（以下简称《意见》）提出，",
        [("乡村振兴意见", None, None, "other", "basis")],
        id="short-name-being-introduced",
    ),
    pytest.param(
        "《河长巡查细则》《河道清淤方案》的通知（川府办〔2024〕8号、川财〔2024〕9号）",
        [
            ("河长巡查细则", None, None, "regulation", "mentions"),
            ("《河道清淤方案》的通知", "川府办〔2024〕8号", "四川省人民政府办公厅", "notice", "mentions"),
            ("河道清淤方案", None, None, "plan", "publishes"),
            ("《河道清淤方案》的通知", "川财〔2024〕9号", "四川省人民政府办公厅", "notice", "mentions"),
        ],
        id="two-numbers-of-one",
    ),
    pytest.param(
        "按照相关规定执行，根据有关管理办法，实施方案另行制定，《某某日报》刊登《协议书》", [], id="no-policies"
    ),
    pytest.param("投资20万元（2024年），建筑面积1200平方米，工期3个月。", [], id="plain-text"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_mentions(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_notices_and_grounds_of_other_provinces() -> None:
    """Sentences of notices and lists of grounds; truth: printed text, number, title, issuer, relation, subject."""
    cases = [json.loads(line) for line in (Path(__file__).parent / "data" / "policy_sentences.jsonl").read_text(encoding="utf-8").splitlines()]
    for case in cases:
        text = normalise(case["text"])
        mentions = find_mentions(text, case["grounds"], case["subject"])
        found = [[text[m.start : m.end], m.number, m.title, m.issuer, m.relation, m.subject] for m in mentions]
        assert found == case["mentions"]
    assert (len(cases), sum(len(case["mentions"]) for case in cases)) == (42, 99)


def test_minutes_in_a_list_of_grounds() -> None:
    text = (
        "川人社厅函（2019）1175号、市政府第35次常务会议纪要、某县人民政府协调会议纪要〔2023〕39号、"
        "市政府2024年第6次常务会议纪要（〔2024〕6次）、县委常委会2023年第12次会议纪要"
    )
    assert [(title, number, kind) for title, number, _, kind, _ in rows(text, basis_field=True)] == [
        (None, "川人社厅函〔2019〕1175号", "notice"),
        ("市政府第35次常务会议纪要", None, "minutes"),
        (None, "某县人民政府协调会议纪要〔2023〕39号", "minutes"),
        ("市政府2024年第6次常务会议纪要", "〔2024〕6次", "minutes"),
        ("县委常委会2023年第12次会议纪要", None, "minutes"),
    ]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        pytest.param("单价按县发改局出具的《成本监审报告》（某发改〔2022〕15号）中“单位成本2.32元/吨”为依据，申报80万元", "basis", id="按…为依据"),
        pytest.param("以《水利工程定额标准》作为测算依据", "basis", id="以…作为测算依据"),
        pytest.param("已编制《地质灾害防治方案》，修复工作有了依据", "mentions", id="drafted"),
    ],
)
def test_what_something_is_measured_by_is_relied_on(text: str, relation: str) -> None:
    assert [found[-1] for found in rows(text)] == [relation]


def test_a_ground_is_a_basis_and_a_contract_counts_only_there() -> None:
    text = "《某市污水处理特许经营协议》、《某市排水条例》"
    contract = ("某市污水处理特许经营协议", None, None, "other", "basis")
    rule = ("某市排水条例", None, None, "regulation", "basis")
    assert (rows(text, basis_field=True), rows(text)) == ([contract, rule], [(*rule[:4], "mentions")])


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        pytest.param("《某县公厕管理办法》（绵府办〔2023〕8号）自2023年6月1日起施行，《某县公厕管理暂行办法》（绵府办〔2019〕2号）同时废止。",
                     [("绵府办〔2023〕8号", "mentions", None), ("绵府办〔2019〕2号", "repeals", "绵府办〔2023〕8号")], id="in-force-and-repealed"),
        pytest.param("《某县公厕管理办法》（绵府办〔2023〕8号）自发布之日起执行，有效期5年。原《某县公厕管理暂行办法》（绵府办〔2019〕2号）即行废止。",
                     [("绵府办〔2023〕8号", "mentions", None), ("绵府办〔2019〕2号", "repeals", "绵府办〔2023〕8号")], id="next-sentence"),
        pytest.param("依据《补贴办法》（绵府办〔2023〕8号，2023年7月起施行，原《补贴细则》（绵府办〔2019〕2号）废止）发放",
                     [("绵府办〔2023〕8号", "basis", None), ("绵府办〔2019〕2号", "repeals", "绵府办〔2023〕8号")], id="inside-brackets"),
        pytest.param("《补贴细则》（绵府办〔2019〕2号）自发文之日起失效。", [("绵府办〔2019〕2号", "repeals", None)], id="from-the-day-of-issue"),
        pytest.param("按照绵财综〔2025〕4号转发省财政厅川财综〔2025〕9号执行",
                     [("绵财综〔2025〕4号", "basis", None), ("川财综〔2025〕9号", "forwards", "绵财综〔2025〕4号")], id="forwards-by-number"),
        pytest.param("《购买服务目录》（川财综〔2025〕9号，由绵财综〔2025〕4号转发）",
                     [("川财综〔2025〕9号", "forwards", "绵财综〔2025〕4号"), ("绵财综〔2025〕4号", "mentions", None)], id="forwarded-by"),
        pytest.param("《补贴细则》（绵府办〔2019〕2号）已被《补贴办法》（绵府办〔2023〕8号）废止。",
                     [("绵府办〔2019〕2号", "repeals", "绵府办〔2023〕8号"), ("绵府办〔2023〕8号", "mentions", None)], id="repealed-by"),
        pytest.param("《补贴办法》（绵府办〔2023〕8号）、《补贴细则》（绵府办〔2019〕2号）继续执行，不涉及转发。",
                     [("绵府办〔2023〕8号", "mentions", None), ("绵府办〔2019〕2号", "mentions", None)], id="nothing-done"),
    ],
)  # fmt: skip
def test_one_document_does_something_to_another(text: str, relations: list[tuple[str, str, str | None]]) -> None:
    assert [(m.number, m.relation, m.subject) for m in find_mentions(normalise(text), False) if m.number] == relations


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(
            "《关于印发〈目录）的通知》", ["关于印发〈目录）的通知", "目录"], id="inner-bracket-closed-by-another"
        ),
        pytest.param(
            "《甲关于印发《乙办法的通知》", ["甲关于印发《乙办法的通知", "乙办法"], id="outer-bracket-missing"
        ),
        pytest.param("《关于做好某事的通知，另外", ["关于做好某事的通知"], id="never-closed"),
        pytest.param(
            "1.全国水利普法第八个五年规划（2021—2025年）；", ["全国水利普法第八个五年规划（2021—2025年）"], id="item"
        ),
    ],
)
def test_titles_with_damaged_brackets(text: str, titles: list[str]) -> None:
    assert [title.title for title in find_titles(normalise(text), basis_field=True)] == titles


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("中华人民共和国预算法", "law"), ("某某管理办法（试行）", "regulation"), ("关于某事的请示", "request"),
        ("会议纪要（十三）", "minutes"), ("某某应急预案", "plan"), ("某某排放标准", "standard"), ("关于某事的函", "letter"),
        ("某某指导意见", "other"),
    ],
)  # fmt: skip
def test_kinds(title: str, kind: str) -> None:
    assert kind_of(title) == kind


DOCUMENT = """云岭市水利局
2025年度部门预算公开
第一部分 概况
一、主要职责
根据《云岭市机构改革方案》（云市办〔2019〕1号）规定，负责水利工作。
第二部分 情况说明
十二、其他说明
（一）政府购买服务指导性目录
按照云省财政厅关于印发《购买服务目录》的通知执行。

云岭市财政局文件

云市财综〔2025〕3号

云岭市财政局关于转发《云省财政厅关于印发购买服务目录的通知》的通知

各县（市、区）财政局：

现将《云省财政厅关于印发购买服务目录的通知》（云财综〔2025〕8号）转发给你们，请遵照执行。原《云岭市财政局关于转发〈云省财政厅关于印发购买服务目录的通知〉的通知》（云市财综〔2024〕2号）同时废止。

附件：《云省财政厅关于印发购买服务目录的通知》（云财综〔2025〕8号）

2025年7月17日印发
"""


def test_attached_notice_is_the_subject_of_what_it_does() -> None:
    source = source_from_text("water.txt", DOCUMENT)
    frame = read_frame(source)
    pages, _ = read_pages(source, frame)
    found = find_policies(frame, pages, read_paragraphs(source, frame))
    notice = [(m.number, m.relation, m.subject_number) for m in found if m.field.startswith("附件")]
    assert notice == [
        ("云市财综〔2025〕3号", "attaches", None),
        (None, "forwards", "云市财综〔2025〕3号"),
        ("云财综〔2025〕8号", "forwards", "云市财综〔2025〕3号"),
        ("云市财综〔2024〕2号", "repeals", "云市财综〔2025〕3号"),
        (None, "forwards", "云市财综〔2024〕2号"),
        ("云财综〔2025〕8号", "attaches", "云市财综〔2025〕3号"),
    ]


def test_the_span_quotes_the_mention_as_printed() -> None:
    source = source_from_text("water.txt", DOCUMENT)
    frame = read_frame(source)
    found = find_policies(frame, (), read_paragraphs(source, frame))
    quotes = {m.number: source.quote(m.span) for m in found if m.number}
    assert quotes["云市办〔2019〕1号"] == "《云岭市机构改革方案》（云市办〔2019〕1号"


ANNEX = """云岭市交通局
2025年度部门预算公开
第一部分 概况
一、主要职责
管理道路。
第三部分 情况说明
十二、其他说明

附件1：云市交〔2024〕96号

云岭市交通局关于转发《云省交通厅关于印发〈道路养护资金办法〉的通知》的通知

局属各单位：现将《云省交通厅关于印发〈道路养护资金办法〉的通知》（云交财〔2024〕305号）转发你们。《道路养护资金细则》（云市交〔2018〕31号）自发文之日起失效。

附件2：云市交〔2024〕97号

第四部分 名词解释
"""


def test_a_notice_whose_number_stands_behind_the_word_annex() -> None:
    """Its title on a line of its own is its head; a number behind 附件 that no title follows opens none."""
    source = source_from_text("road.txt", ANNEX)
    frame = read_frame(source)
    found = find_policies(frame, (), read_paragraphs(source, frame))
    own = "云市交〔2024〕96号"
    assert [(m.number, m.relation, m.subject_number) for m in found if m.number] == [
        (own, "attaches", None),
        ("云交财〔2024〕305号", "forwards", own),
        ("云市交〔2018〕31号", "repeals", own),
        ("云市交〔2024〕97号", "mentions", None),
    ]
