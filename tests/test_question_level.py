"""A figure that the prose says is that of the year before; an account's expenditure; a year as the name of a row; topics."""

from __future__ import annotations

from decimal import Decimal

import pytest

from search.question.contract_answer import printed_amount
from search.question.figure_level import level_after
from search.question.figure_place import current
from search.question.graph import Row
from search.question.topic_main import mainly

SAID = [
    ("“三公”经费预算6.50万元与2024年预算数相同。", "“三公”经费预算", "6.50万元", "与2024年预算数相同"),
    ("公务接待费1.50万元，与上年持平；公务用车费5万元", "公务接待费", "1.50万元", "与上年持平"),
    ("因公出国（境）费0万元，较上年无增减变化。", "因公出国（境）费", "0万元", "较上年无增减变化"),
    ("公务接待费1万元，比上年减少2万元；公务用车费1万元，与上年持平", "公务接待费", "1万元", ""),
    ("公务接待费1.50万元；会议费2万元，与上年持平", "公务接待费", "1.50万元", ""),
]


@pytest.mark.parametrize(("text", "label", "quote", "words"), SAID, ids=["same", "level", "none", "less", "another"])
def test_a_figure_said_to_be_that_of_the_year_before(text: str, label: str, quote: str, words: str) -> None:
    assert level_after(text, label, quote) == words


@pytest.mark.parametrize(("row", "is_current"), [("2024年", False), ("2025年", True), ("公务接待费", True)])
def test_a_row_named_by_a_year_is_of_that_year(row: str, is_current: bool) -> None:
    cell: Row = {"year": "2025", "table": "“三公”经费支出预算表", "row": row, "column": "公务接待费", "unit": "元"}
    assert current(cell) is is_current


ABOUT = [
    ({"name": ["护林防火物资"], "text": ["采购一批物资。"]}, True),
    ({"name": ["下属站经费"], "text": ["保障5个站运转。另做防火宣传。"], "indicator": ["在岗人数", "巡查次数", "防火宣传费", "保障率"]}, False),
    ({"name": ["物资采购"], "text": ["完成采购。"], "indicator": ["防火水带数量", "验收合格率"]}, True),
]


@pytest.mark.parametrize(("texts", "is_main"), ABOUT, ids=["name", "in passing", "indicators"])
def test_a_topic_is_what_a_project_is_mainly_about(texts: dict[str, list[str]], is_main: bool) -> None:
    assert mainly(texts, ["防火"]) is is_main


def test_an_award_is_read_beside_the_audited_amount() -> None:
    quote = "中标金额为62万元，决算审定金额为60.50万元，已支付30万元。"
    assert printed_amount(quote, "中标|成交") == Decimal(620000)
    assert printed_amount("审定价60.50万元", "中标|成交") is None
