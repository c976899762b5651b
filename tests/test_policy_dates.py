"""Dates at the end of attached notices, and what is no date of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.reading import read_source
from nlp.source import source_from_text
from search.ask import Asker
from tests.asked import asker_over

HEAD = """云岭市水利局
2025年度部门预算公开
第一部分 概况
一、主要职责
管水。
第三部分 情况说明
十二、其他说明
"""
OWN = """
云岭市财政局文件

云市财综〔2025〕3号

云岭市财政局关于转发《云省财政厅关于印发采购目录的通知》的通知

各县（市、区）财政局：

现将《云省财政厅关于印发采购目录的通知》（云财综〔2025〕8号）转发给你们，自2025年8月1日起执行。
"""
PASSED = """
云省财政厅文件

云财综〔2025〕8号

云省财政厅关于印发采购目录的通知

各市财政局：

现将目录印发给你们。
"""

Dates = dict[str, list[tuple[str, str, str]]]


def dates(text: str) -> Dates:
    """Number -> kind, day and printed words of each date."""
    source = source_from_text("water.txt", HEAD + text + "\n第四部分 名词解释\n")
    found = read_source(source).policies
    return {m.number: [(d.kind, d.iso, source.quote(d.span)) for d in m.dates] for m in found if m.number and m.dates}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(OWN + "\n云岭市财政局\n\n2025年7月15日\n\n云岭市财政局办公室\t2025年7月17日印发\n",
                     {"云市财综〔2025〕3号": [("written", "2025-07-15", "2025年7月15日"), ("printed", "2025-07-17", "2025年7月17日印发")]},
                     id="below-the-issuer-and-in-the-foot"),
        pytest.param(OWN + "\n云岭市财政局 二〇二五年七月十五日\n",
                     {"云市财综〔2025〕3号": [("written", "2025-07-15", "二〇二五年七月十五日")]},
                     id="in-characters"),
        pytest.param(OWN + PASSED + "\n云省财政厅办公室 2025 年 6 月 30 日印发\n\n云岭市财政局办公室\n2025年7月17日印发\n",
                     {"云市财综〔2025〕3号": [("printed", "2025-07-17", "2025年7月17日印发")],
                      "云财综〔2025〕8号": [("printed", "2025-06-30", "2025 年 6 月 30 日印发")]}, id="each-to-its-issuer"),
        pytest.param(OWN + "本通知自2025年8月1日起执行。\n",
                     {"云市财综〔2025〕3号": [("effective", "2025-08-01", "本通知自2025年8月1日起执行")]},
                     id="from-when"),
        pytest.param(OWN + "\n2025年7月15日\n", {}, id="alone"),
        pytest.param(OWN + "\n云省审计厅\n2025年7月15日\n", {}, id="of-another-body"),
        pytest.param(OWN + "\n云岭市财政局\n2025年13月15日\n", {}, id="no-day"),
    ],
)  # fmt: skip
def test_the_dates_of_attached_notices(text: str, expected: Dates) -> None:
    assert dates(text) == expected


PUBLISHED = """
云岭市水利局文件

云市水〔2025〕9号

云岭市水利局
关于印发《云岭市河道巡查管理办法》的通知

各县（市、区）水利局：

现将《云岭市河道巡查管理办法》印发给你们。

第八条 本办法自2025年9月1日起正式施行，有效期5年。
"""


def test_what_a_notice_publishes_holds_from_the_day_it_says() -> None:
    """The notice and the rules it publishes; its title begins on the line before."""
    found = read_source(source_from_text("water.txt", HEAD + PUBLISHED + "\n第四部分 名词解释\n")).policies
    title = "云岭市水利局关于印发《云岭市河道巡查管理办法》的通知"
    assert [(m.title, m.relation, [d.iso for d in m.dates]) for m in found] == [
        (title, "attaches", ["2025-09-01"]),
        ("云岭市河道巡查管理办法", "publishes", ["2025-09-01"]),
        ("云岭市河道巡查管理办法", "publishes", ["2025-09-01"]),
    ]


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("dates")
    signed = "\n云岭市财政局\n2025年7月15日\n云岭市财政局办公室 2025年7月17日印发\n"
    (folder / "water.txt").write_text(HEAD + OWN + signed + PASSED + PUBLISHED + "\n第四部分 名词解释\n", encoding="utf-8")
    return asker_over([folder / "water.txt"], folder / "built")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("云市财综〔2025〕3号是什么时候印发的", "2025年7月17日"),
        ("云市财综[2025]3号的成文日期是哪天", "2025年7月15日"),
        ("云市财综〔2025〕3号哪一年出台的", "2025年7月17日"),
        ("云财综〔2025〕8号是哪年发的", "2025年"),
        ("云财综〔2025〕8号现在是哪份文件在转发", "云市财综〔2025〕3号"),
        ("云市水〔2025〕9号从什么时候开始执行", "2025年9月1日"),
        ("《云岭市河道巡查管理办法》哪天起施行", "2025年9月1日"),
    ],
)
def test_the_day_of_issue_is_answered(asker: Asker, question: str, answer: str) -> None:
    found = asker.ask(question)
    assert (found.kind, [item.label for item in found.items]) == ("answer", [answer])


@pytest.mark.parametrize("question", ["云财综〔2025〕8号是哪天印发的", "云市财综〔2025〕3号什么时候施行", "云市财综〔2025〕3号哪天废止的"])
def test_another_day_or_one_not_printed_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "answer"
