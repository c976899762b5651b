"""Enumerations in running text as a tree."""

from __future__ import annotations

import pytest

from nlp.contract_items import Item, read_items

SERIES = {
    "round-brackets": "包括：（1）甲项目；（2）乙项目",
    "circled": "包括：①甲项目；②乙项目",
    "arabic-dot": "包括：1.甲项目；2.乙项目",
    "arabic-comma": "包括：1、甲项目；2、乙项目",
    "chinese-comma": "包括：一、甲项目；二、乙项目",
    "one-is": "包括：一是甲项目；二是乙项目",
    "letters": "包括：A:甲项目；B:乙项目",
    "chinese-brackets": "包括：（一）甲项目；（二）乙项目",
}


@pytest.mark.parametrize("text", SERIES.values(), ids=SERIES)
def test_series(text: str) -> None:
    assert [text[item.start : item.end].strip("；") for item in read_items(text).children] == ["甲项目", "乙项目"]


def shape(text: str, item: Item) -> list[object]:
    return [[text[child.start : child.start + 2], *shape(text, child)] for child in item.children]


def test_nested_series_restart_below_each_item() -> None:
    text = "一是甲类：（1）丙项；（2）丁项。二是乙类：（1）戊项；（2）己项。"
    assert shape(text, read_items(text)) == [["甲类", ["丙项"], ["丁项"]], ["乙类", ["戊项"], ["己项"]]]


def test_a_lone_number_is_no_series() -> None:
    assert read_items("按合同第（2）条执行，2.5万元").children == ()


def test_year_after_a_number_and_dot() -> None:
    text = "包括：1.2024年款项；2.2025年款项"
    assert [text[item.start : item.start + 5] for item in read_items(text).children] == ["2024年", "2025年"]


def test_tail_speaks_of_all_items() -> None:
    text = "包括：（1）甲项目；（2）乙项目。以上项目尚未支付。"
    root = read_items(text)
    assert root.tail is not None
    assert text[root.tail[0] : root.tail[1]] == "以上项目尚未支付。"


def test_items_that_begin_with_their_names() -> None:
    text = "租金如下：一队：3万元；二队：4万元；三队：5万元。共12万元。"
    items = [text[item.start : item.end] for item in read_items(text).children]
    assert items == ["一队：3万元；", "二队：4万元；", "三队：5万元。"]


def test_fields_of_one_record_are_no_items() -> None:
    assert read_items("情况：中标价：9万元；已付：4万元；未付：5万元。").children == ()
