"""Is an answer of the question box the right one? A wrong number is told apart from a refusal: it is worse."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from nlp.source import normalise
from search.question.answer import Answer
from tests.questions import Question, Want

EXACT, WRONG, REFUSED = "exact", "wrong", "refused"
CENT = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``verdict``: exact, wrong (something else was stated), refused (nothing was stated where there is an answer)."""

    question: Question
    verdict: str
    got: str

    @property
    def words(self) -> str:
        want = self.question.want
        wanted = "、".join((*want.labels, *map(str, want.values))) or "拒答"
        return f"{self.question.ask} | {self.question.text} | 应为 {wanted} | {self.verdict}：{self.got}"


def judge(question: Question, answer: Answer) -> Verdict:
    items = "、".join(f"{item.label}={item.value}" if item.value is not None else item.label for item in answer.items[:8])
    return Verdict(question, verdict_of(question.want, answer), items or answer.text[:80])


def verdict_of(want: Want, answer: Answer) -> str:
    if want.kind == "refusal":
        return WRONG if answer.kind == "answer" and answer.items else EXACT
    if answer.kind != "answer":
        return REFUSED
    return EXACT if right(want, answer) else WRONG


def right(want: Want, answer: Answer) -> bool:
    labels = [bare(item.label) for item in answer.items]
    if want.kind == "number":
        values = [item.value for item in answer.items[:1]]
        return any(same(value, wanted) for value in values for wanted in want.values)
    if want.kind == "text":
        return all(bare(label) in bare(answer.text) + "".join(labels) for label in want.labels)
    wanted, also = {bare(label) for label in want.labels}, {bare(label) for label in want.also}
    return wanted <= set(labels) <= wanted | also


def same(value: str | None, wanted: Decimal) -> bool:
    """The same number to half a cent, or half a hundredth of a percent."""
    try:
        return value is not None and abs(Decimal(value) - wanted) < CENT
    except InvalidOperation:
        return False


def bare(text: str) -> str:
    """Without blanks and the department that a list puts behind a name.

    >>> bare("河道清淤疏浚（云岭市水利局）")
    '河道清淤疏浚'
    """
    return re.sub(r"（[^（）]*[局队]）$", "", re.sub(r"\s", "", normalise(text)))


def counts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    found = [verdict.verdict for verdict in verdicts]
    return {name: found.count(name) for name in (EXACT, WRONG, REFUSED)}
