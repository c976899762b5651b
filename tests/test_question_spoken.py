"""Spoken constructions: each line of lexicon/spoken.tsv with its own example; titles and quotes are left alone."""

from __future__ import annotations

import pytest

from search.question.lexicon import read_tsv
from search.question.spoken import plain_words

EXAMPLES = [example.split("=>") for _, _, example in read_tsv("spoken.tsv")]


@pytest.mark.parametrize(("said", "plain"), EXAMPLES, ids=[said for said, _ in EXAMPLES])
def test_each_construction_becomes_its_plain_form(said: str, plain: str) -> None:
    assert plain_words(said) == plain


@pytest.mark.parametrize("said", [plain for _, plain in EXAMPLES])
def test_a_plain_form_stays(said: str) -> None:
    assert plain_words(said) == said


@pytest.mark.parametrize(
    "text",
    [
        "《关于发放遗属补助的通知》是哪年的", "“连20万都不到”这句在哪", "连接线工程多少钱", "头道河治理前期费多少", "比去年多了多少",
        "可研批复文号是多少", "印发补助办法的文件", "教师退休人数", "在职人数是多少", "应急局决算数是多少",
    ],
)  # fmt: skip
def test_what_is_no_construction_is_left_alone(text: str) -> None:
    assert plain_words(text) == text


def test_firms_beside_a_fee_are_no_offices() -> None:
    assert plain_words("甲水务、乙环保两家的运营费") == "甲水务、乙环保两家的运营费"
