"""Amounts by the words before them, what is planned to be paid, lists by their own items, and the row that a fact is read from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from search.ask import Asker
from search.question.contract_amounts import adds_up
from search.question.contract_list import outermost
from search.question.graph import Row
from tests.asked import asker_over

TESTS = Path(__file__).parent


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    samples = sorted((TESTS.parent / "nlp" / "samples").glob("*.txt"))
    others = [TESTS / "data" / f"{name}.txt" for name in ("zeyuan-civil-2026", "guizhou-housing-2026")]
    return asker_over([*samples, *others], tmp_path_factory.mktemp("told"))


AMOUNTS = [
    ("古驿镇街道提升改造的编制费是多少", "65000"),
    ("智慧交通平台2026年安排付多少", "963000"),
    ("智慧交通平台今年打算付多少尾款", "963000"),
    ("康复楼改造工程2026年计划支付多少", "3800000"),
    ("康复楼改造工程2026年还要多少预算", "3800000"),
    ("智慧交通平台今年还要安排多少钱", "963000"),
]
REFUSED = ["康复楼改造工程2025年安排付多少", "康复楼改造工程明年还要多少钱",
           "智慧交通平台2027年要付多少", "古驿镇街道提升改造的绿化费是多少", "康复楼改造还有多少钱没安排"]
LINES = [
    ("农村公路日常养护的项目属性是什么", "项目属性"),
    ("智慧交通平台建设尾款及质保金的项目期是多久", "项目期"),
    ("福利院儿童康复楼改造工程由哪个单位实施", "实施单位"),
]


@pytest.mark.parametrize(("question", "value"), AMOUNTS, ids=[row[0] for row in AMOUNTS])
def test_an_amount_behind_its_words(asker: Asker, question: str, value: str) -> None:
    answer = asker.ask(question)
    assert [item.value for item in answer.items] == [value], answer.text
    assert answer.evidence


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_text_does_not_put_so_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "answer"


@pytest.mark.parametrize(("question", "printed"), LINES, ids=[row[0] for row in LINES])
def test_the_row_that_was_read_is_shown_first(asker: Asker, question: str, printed: str) -> None:
    answer = asker.ask(question)
    assert printed in answer.evidence[0].quote, answer.text


def owed(column: int, balance: int) -> Row:
    return {"contract": f"http://a/id/document/b/contract/9-{column}", "balance": Decimal(balance)}


def test_an_item_that_is_broken_up_is_one_item_and_the_whole_is_none() -> None:
    whole, item, last = owed(1, 90), owed(20, 50), owed(60, 15)
    parts = [owed(10, 25), owed(30, 20), owed(40, 30), last]
    assert outermost([whole, item], parts) == [parts[0], item, last]


@pytest.mark.parametrize(
    ("quote", "whole"),
    [
        ("已支付50万元，扣除3%质保金2万元，加上未付的评审费1万元，剩余49万元未付", True),
        ("已支付50万元，扣除3%质保金2万元，剩余49万元未付", False),
        ("已支付50万元，剩余49万元未付", False),
    ],
)
def test_terms_that_the_text_names_belong_to_the_sum(quote: str, whole: bool) -> None:
    row: Row = {"amount": Decimal(1_000_000), "paid": Decimal(500_000), "unpaid": Decimal(490_000), "quote": quote}
    assert adds_up(row) is whole


NONE = ["泽源市民政局项目里有没有用国有资本经营预算的", "云岭市水利局有没有用单位资金的项目"]


@pytest.mark.parametrize("question", NONE)
def test_that_there_is_none_is_an_answer_where_the_table_says_whose_money_it_is(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert [(item.label, item.value) for item in answer.items] == [("没有", "false")], answer.text


PARTIES = [
    ("智慧交通平台的钱来自哪里", ["一般公共预算"]),
    ("2024年候车亭更新现在由谁接手", ["岚平博远建筑工程有限公司"]),
    ("福利院儿童康复楼改造工程分几年做", ["2年"]),
]


@pytest.mark.parametrize(("question", "labels"), PARTIES, ids=[row[0] for row in PARTIES])
def test_everyday_words_for_funds_parties_and_years(asker: Asker, question: str, labels: list[str]) -> None:
    assert [item.label for item in asker.ask(question).items] == labels
