"""What a question asks and its answer does not tell is said."""

from __future__ import annotations

import pytest

from search.question.answer import Answer
from search.question.catalogue import Catalogue
from search.question.left_out import with_left_out
from search.question.understanding import understand


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("护岸工程尾款什么时候付多少钱", "护岸工程尾款为12万元。", "护岸工程尾款为12万元。问题里的“什么时候”没有数据可答。"),
        ("护岸工程尾款什么时候付多少钱", "护岸工程尾款12万元，2026-04前付。", "护岸工程尾款12万元，2026-04前付。"),
        ("护岸工程欠谁多少钱", "共欠12万元。", "共欠12万元。问题里的“谁”没有数据可答。"),
        ("护岸工程欠多少钱", "没有写明。", "没有写明。"),
    ],
)
def test_said_where_several_things_are_asked(question: str, text: str, said: str) -> None:
    understood = understand(question, Catalogue((), ()))
    assert with_left_out(understood, Answer(question, "answer", text)).text == said


def test_a_refusal_stays_as_it_is() -> None:
    understood = understand("护岸工程欠谁多少钱", Catalogue((), ()))
    assert with_left_out(understood, Answer(understood.question, "refusal", "没有。")).text == "没有。"
