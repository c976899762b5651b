"""Document numbers: every printed form is found, bounded right and made one."""

from __future__ import annotations

import random

import pytest

from nlp.document_number import canonical_number, find_numbers, issuer_of
from nlp.source import normalise

BRACKETS = ("〔〕", "[]", "()", "（）", "【】", "［］", "﹝﹞", "〖〗")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")

FORMS = [
    pytest.param("依据《某办法》（川财综〔2025〕20号）", ["川财综〔2025〕20号"], id="brackets-of-the-standard"),
    pytest.param("川财综[2025]第020号文件", ["川财综〔2025〕20号"], id="第-and-leading-zero"),
    pytest.param("川财综（2025）20号、21号", ["川财综〔2025〕20号", "川财综〔2025〕21号"], id="serials-share-code-and-year"),
    pytest.param("根据川财综【2025】20号和国办发〔2018〕118号", ["川财综〔2025〕20号", "国办发〔2018〕118号"], id="two"),
    pytest.param("会议纪要〔2024〕2次", ["会议纪要〔2024〕2次"], id="次-of-minutes"),
    pytest.param("某某县人民政府协调会议纪要〔2023〕39号", ["某某县人民政府协调会议纪要〔2023〕39号"], id="no-agency-code"),
    pytest.param("关于研究某事的县长办公会议纪要[2020]22次", ["〔2020〕22次"], id="minutes-after-their-title"),
    pytest.param("分流安置工作的通知川府办函[2015]29号", ["川府办函〔2015〕29号"], id="title-runs-into-the-code"),
    pytest.param("某方案》川市办〔(2018)80号", ["川市办〔2018〕80号"], id="two-opening-brackets"),
    pytest.param("按财建〔二○二三〕四号、国发〔1992〕四十号", ["财建〔2023〕4号", "国发〔1992〕40号"], id="serial-in-chinese-numerals"),
    pytest.param("财建〔二〇二三〕45号", ["财建〔2023〕45号"], id="year-in-chinese-numerals"),
    pytest.param("公安部第61号令、国务院令第493号", ["公安部第61号令", "国务院令第493号"], id="orders"),
    pytest.param("2019年7月11日应急管理部令2号", ["应急管理部令第2号"], id="order-after-a-date"),
    pytest.param("财政部公告2023年第12号", ["财政部公告2023年第12号"], id="announcement"),
    pytest.param("（GB/T 212-2008）、DB51/T 1727—2018", ["GB/T212-2008", "DB51/T1727-2018"], id="standards"),
    pytest.param("MT1034-2006，JGJ 59—2011，T/CECS 10-2019", ["MT1034-2006", "JGJ59-2011", "T/CECS10-2019"], id="trade-standards"),
    pytest.param("采购（2024）3号楼、（2025）5号井维修", [], id="places-are-no-documents"),
    pytest.param("（2021-2025年）规划，共计（2）20号", [], id="years-are-no-documents"),
    pytest.param("工程造价20万元（2024年）", [], id="money"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_numbers_found(text: str, expected: list[str]) -> None:
    assert [number.canonical for number in find_numbers(normalise(text))] == expected


def test_the_span_is_that_of_the_number() -> None:
    text = "根据《某意见》（川财综〔2025〕20号）要求，依据市政办函[2024]3 号"
    assert [text[n.start : n.end] for n in find_numbers(text)] == ["川财综〔2025〕20号", "市政办函[2024]3 号"]


def variants(code: str, year: str, serial: str, count: int, seed: int) -> list[str]:
    """``count`` printed forms of one number: brackets, widths, blanks, line breaks, 第, zeros, title marks."""
    random_ = random.Random(seed)
    made: list[str] = []
    while len(made) < count:
        pair = random_.choice(BRACKETS)
        shown_year = random_.choice((year, year.translate(WIDE), " ".join(year), year.translate(CHINESE)))
        shown_serial = random_.choice((serial, serial.translate(WIDE), " ".join(serial), "0" + serial))
        blank = [random_.choice(("", "", " ", "　", "\n")) for _ in range(5)]
        shown_code = random_.choice((code, code[:2] + blank[0] + code[2:], " ".join(code)))
        body = (
            f"{shown_code}{blank[1]}{pair[0]}{shown_year}{random_.choice(('', '年'))}{pair[1]}{blank[2]}"
            f"{random_.choice(('', '第'))}{shown_serial}{blank[3]}号{blank[4]}"
        )
        made.append(random_.choice(("{}", "《{}》", "（{}）", " {} ")).format(body))
    return made


def test_two_hundred_variants_are_one_number() -> None:
    forms = variants("川成财综", "2025", "20", 200, seed=4)
    wrong = [form for form in forms if canonical_number(form) != "川成财综〔2025〕20号"]
    assert (len(set(forms)) > 150, wrong) == (True, [])


@pytest.mark.parametrize(
    ("printed", "city", "issuer"),
    [
        pytest.param("川财综〔2025〕28号", None, "四川省财政厅", id="provincial"),
        pytest.param("晋政办发〔2021〕12号", None, "山西省人民政府办公厅", id="provincial-office"),
        pytest.param("浙市应急发〔2024〕8号", "某某市", "某某市应急管理局", id="city-in-context"),
        pytest.param("浙市应急发〔2024〕8号", None, None, id="city-unknown"),
        pytest.param("国办发〔2018〕118号", None, "国务院办公厅", id="central"),
        pytest.param("财建〔2023〕45号", None, "财政部", id="ministry"),
        pytest.param("国务院令第577号", None, "国务院", id="order"),
        pytest.param("GB/T212-2008", None, None, id="standard"),
    ],
)
def test_issuer_from_the_agency_code(printed: str, city: str | None, issuer: str | None) -> None:
    (number,) = find_numbers(printed)
    assert issuer_of(number, city) == issuer


def test_reading_is_linear_in_long_text_without_numbers() -> None:
    """A megabyte of characters before a bracket must not be tried again and again."""
    text = "项目资金" * 50000 + "〔2025〕" * 200
    assert [n for n in find_numbers(text) if n.complete] == []
