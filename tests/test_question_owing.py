"""What is owed in the words of people: any verb of paying, without the deposit, one of several lots, this and last year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker
from search.library import build_library, open_asker
from search.question.contract_words import spelled
from search.question.deeds import of_deed
from search.question.graph import Row
from search.question.owing import LOT, of_lot, told_so, unpaid_pattern
from search.question.spoken import plain_words
from search.settings import Settings

SAMPLES = Path(__file__).parent.parent / "nlp" / "samples"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    settings = Settings(data=tmp_path_factory.mktemp("owing"))
    assert not build_library(sorted(SAMPLES.glob("*.txt")), settings).failed
    yield open_asker(settings)


VERBS = ["没交", "没缴", "没兑付", "没结算", "没拨付", "没打款", "没偿还", "没列支", "没支付", "没给"]


@pytest.mark.parametrize("verb", VERBS)
def test_not_done_with_a_sum_is_owed_by_any_verb_of_paying(asker: Asker, verb: str) -> None:
    answer = asker.ask(f"山洪灾害监测站点维护还有多少钱{verb}")
    assert [item.value for item in answer.items] == ["385800"], answer.text


@pytest.mark.parametrize("text", ["付清了没有", "有没有付", "没公开的项目", "没有发文", "没给文件"])
def test_what_is_no_debt(text: str) -> None:
    assert unpaid_pattern().search(text) is None


@pytest.mark.parametrize(
    "question",
    ["智慧交通平台不算质保金还有多少尾款没付", "智慧交通平台除质保金外还欠多少", "扣掉质保金，智慧交通平台还欠多少尾款"],
)
def test_the_rest_without_the_deposit(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert [item.value for item in answer.items] == ["763750"], answer.text


def test_the_rest_with_the_deposit_where_nothing_parts_them(asker: Asker) -> None:
    assert [item.value for item in asker.ask("智慧交通平台还欠多少").items] == ["963000"]


@pytest.mark.parametrize(
    ("text", "kept"), [("质保金有多少没到期", ["甲"]), ("2021年的差额是多少", ["乙"]), ("甲和乙的差额是多少", ["甲", "乙"])]
)
def test_what_the_text_itself_says_of_a_contract(text: str, kept: list[str]) -> None:
    rows: list[Row] = [{"label": "甲", "quote": "剩余质保金2万元未到期"}, {"label": "乙", "quote": "已结算3万元，差额为1万元"}]
    assert [row["label"] for row in told_so(text, rows)] == kept


@pytest.mark.parametrize(("years", "found"), [("三年", 1), ("五年", 0)])
def test_the_term_of_a_contract_is_that_of_its_text(years: str, found: int) -> None:
    rows: list[Row] = [{"label": "保安服务", "quote": "中标金额3年36万元，2025年申请12万元"}]
    assert len(of_deed(rows, [(years, *spelled(years))])) == found


def test_a_lot_by_what_is_in_it() -> None:
    rows: list[Row] = [{"label": f"{lot}包", "quote": "分两个包采购，A包（戏曲）由甲院承演；B包（综艺）由乙公司承演"} for lot in "AB"]
    assert [row["label"] for row in of_lot("综艺那个包还欠多少", list(rows))] == ["B包"]
    assert of_lot("还欠多少", list(rows)) == rows
    assert LOT.search("运维外包给谁") is None


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("水利局预算最多的是哪三个项目", "水利局预算最多的三个有哪些项目"),
        ("南环路由哪三家公司施工", "南环路由哪几家公司施工"),
        ("哪两个项目最大", "哪两个项目最大"),
    ],
)
def test_as_many_as_are_asked_for(said: str, plain: str) -> None:
    assert plain_words(said) == plain


@pytest.mark.parametrize("question", ["水利局的应支未支清单里欠得最多的是哪一笔", "水利局去年还欠多少钱", "候车亭更新由哪五家公司承建"])
def test_what_cannot_be_told_apart_is_refused(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind != "answer", answer.text


def test_who_holds_a_position_is_read_behind_its_name(asker: Asker) -> None:
    assert asker.ask("智慧交通平台的产权人是谁").kind != "answer"
