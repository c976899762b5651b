"""Words for the lexical index: identifiers in every written form give the same token."""

from __future__ import annotations

import pytest

from search.lexical_tokens import split_words

WRITTEN = [
    "川财建〔2024〕17号",
    "川财建[2024]17号",
    "川财建（2024）17号",
    "川财建(2024)第17号",
    "川财建【2024】17号",
    "川财建［２０２４］１７号",
    "川财建 2024年17号",
    "川財建〔2024〕17號",
    "川财建〔 2024 〕 17 号",
]


@pytest.mark.parametrize("form", WRITTEN)
def test_document_number_in_every_written_form(form: str) -> None:
    assert "川财建2024:17" in split_words(f"根据{form}文件").identifiers


def test_words_before_a_number_do_not_hide_its_code() -> None:
    assert "川财建2024:17" in split_words("哪些项目依据了川财建〔2024〕17号").identifiers


@pytest.mark.parametrize("form", ["GB/T 50378-2019", "GB/T50378—2019", "gb/t 50378－2019", "ＧＢ/Ｔ 50378-2019"])
def test_standard_number_in_every_written_form(form: str) -> None:
    assert "gb/t50378-2019" in split_words(form).identifiers


@pytest.mark.parametrize("form", ["1,250,000元", "1250000 元", "125万元", "125.00万", "0.0125亿元"])
def test_one_amount_in_every_unit(form: str) -> None:
    assert "¥1250000" in split_words(form).identifiers


def test_traditional_characters_give_the_same_words() -> None:
    assert split_words("污水處理廠運營費") == split_words("污水处理厂运营费")


def test_pairs_of_characters_stay_inside_a_run() -> None:
    assert split_words("绿化，养护").pairs == ("绿化", "养护")
