"""What is owed in the words of people: any verb of paying, without the deposit, one of several lots, this and last year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker
from search.library import build_library, open_asker
from search.question.owing import LOT, of_lot, unpaid_pattern
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


def test_a_lot_by_what_is_in_it() -> None:
    rows = [{"label": f"{lot}包", "quote": "分两个包采购，A包（戏曲）由甲院承演；B包（综艺）由乙公司承演"} for lot in "AB"]
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
