"""A question put in other words has the same answer; where it has not, it has none. Skipped without the annotated documents.

Two of the five rewordings of each question, in turn; BUDGETKG_REWORDINGS=all asks all five.
"""

from __future__ import annotations

import json
import os

import pytest

from search.ask import Asker
from search.question.answer import Answer
from tests.questions_reworded import STYLES, rewordings, rules
from tests.score import shared_folder

SHARED = shared_folder()
SAME = 0.90
needs_corpus = pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the annotated documents are not at hand")


def test_every_style_has_rules_and_no_other() -> None:
    assert sorted(rules()) == sorted(STYLES)


@pytest.mark.parametrize(
    ("question", "style", "expected"),
    [
        ("川水发[2024]31号被哪些项目引用了？", "marks", "川水发〔2024〕31号被哪些项目引用了？"),
        ("水利局有哪些一次性项目", "order", "有哪些一次性项目？我问的是水利局"),
        ("水利局超过20万的项目有哪些", "synonym", "水利局大于20万的项目有哪些"),
    ],
)
def test_a_rewording_keeps_the_meaning(question: str, style: str, expected: str) -> None:
    from tests.questions_reworded import others

    assert expected in others(question, style)


def said(answer: Answer) -> tuple[object, ...]:
    """What must not change: the numbers in order, the names in any order; nothing for a refusal."""
    if answer.kind != "answer":
        return ("none",)
    return tuple(item.value for item in answer.items if item.value is not None), frozenset(item.label for item in answer.items)


@needs_corpus
def test_rewordings_have_the_same_answer_and_never_another_number(corpus_asker: Asker) -> None:
    same, changed, lost = 0, [], []
    rows = (SHARED / "gold" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for at, question in enumerate(json.loads(row)["q"] for row in rows):
        plain = corpus_asker.ask(question)
        five = rewordings(question)
        for other in five if os.environ.get("BUDGETKG_REWORDINGS") == "all" else (five[at % 5], five[(at + 2) % 5]):
            answer = corpus_asker.ask(other.text)
            if said(answer) == said(plain):
                same += 1
            elif answer.kind == "answer":
                changed.append(f"{other.style}: {question} -> {other.text}: {answer.text[:60]}")
            else:
                lost.append(f"{other.style}: {question} -> {other.text}")
    total = same + len(changed) + len(lost)
    assert total in (2 * len(rows), 5 * len(rows))
    assert same / total >= SAME, f"{same}/{total}\n" + "\n".join([*changed, *lost])
    assert changed == []
