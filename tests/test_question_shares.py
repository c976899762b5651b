"""Shares set beside each other, the largest items under a figure, and words that only say what pays a figure; over the samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker
from search.library import build_library, open_asker
from search.settings import Settings

SAMPLES = Path(__file__).parents[1] / "nlp" / "samples"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    settings = Settings(data=tmp_path_factory.mktemp("shares"))
    assert not build_library([SAMPLES], settings).failed
    yield open_asker(settings)


FIRST = [
    ("云岭市水利局和岚平市交通运输局谁的项目支出占比大", "岚平市交通运输局2026年项目支出占比", "63.99"),
    ("岚平市交通运输局的项目支出占比比云岭市水利局高多少", "相差", "16.37"),
    ("云岭市水利局基本支出占岚平市交通运输局基本支出的百分之几", "比例", "120.58"),
    ("云岭市水利局公用经费里哪一项最多", "印刷费", "376900"),
    ("岚平市交通运输局公用经费中哪一项花得最多", "电费", "378000"),
    ("云岭市水利局公务接待费财政拨款多少", "云岭市水利局2025年公务接待费", "18000"),
]


@pytest.mark.parametrize(("question", "label", "value"), FIRST, ids=[row[0] for row in FIRST])
def test_the_first_item_answers(asker: Asker, question: str, label: str, value: str) -> None:
    answer = asker.ask(question)
    assert (answer.items[0].label, answer.items[0].value) == (label, value), answer.text


def test_a_bound_may_say_that_its_end_is_meant(asker: Asker) -> None:
    names = [{item.label for item in asker.ask(f"云岭市水利局预算54万以下（{word}54万）的项目").items} for word in ("含", "不含")]
    assert names[0] - names[1] == {"小型水库安全鉴定"}


def test_what_money_it_is_asks_for_no_total(asker: Asker) -> None:
    assert "预算总额" not in asker.ask("岚平市交通运输局上年结转多少，是什么钱").text


def test_things_counted_in_one_breath_are_told_apart(asker: Asker) -> None:
    answer = asker.ask("山洪灾害监测站点维护要维护多少处雨量站、多少处水位站")
    assert [item.value for item in answer.items] == ["112"] and "多少处水位站”没有数据可答" in answer.text  # 水位站 stand in no indicator
