"""Questions as people put them, over the samples and five more documents: right, refused, never wrong.

Each line of data/questions_asked.jsonl was written with its answer from the text, by someone who had not read the parser:
``over`` the documents it is put to; one of ``numbers`` (each must be answered), ``names`` (the list, no more and no less),
``ranked`` (the list in this order), ``said`` (words that must stand in the answer, ``|`` between equal ones, with
``unsaid`` that must not) or ``refuse``; ``or_refuse`` where both would do; ``open`` marks a known wrong answer.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nlp.source import normalise
from search.ask import Asker
from search.library import build_library, open_asker
from search.question.answer import Answer
from search.settings import Settings
from tests.foreign_truth import read_truth
from tests.questions_judge import EXACT, REFUSED, WRONG, same

DATA = Path(__file__).parent / "data"
SAMPLES = Path(__file__).parent.parent / "nlp" / "samples"
FOREIGN = ("zhejiang-education-2025", "hunan-ecology-2024-final")
STOPPED = ("没有看懂", "没有找到", "所以不作答")
"""what an answer says of the half of a question that it leaves out"""
COUNT = 482
RIGHT = 440
"""of ``COUNT``, as measured; all but the open ones of the rest are refused"""


@dataclass(frozen=True, slots=True)
class Asked:
    over: str
    q: str
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    refuse: bool = False
    or_refuse: bool = False
    open: bool = False


@cache
def asked() -> tuple[Asked, ...]:
    lines = (DATA / "questions_asked.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(read_asked(json.loads(line)) for line in lines)


def read_asked(row: dict[str, Any]) -> Asked:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Asked(**fields)


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asker]]:
    folder = tmp_path_factory.mktemp("asked")
    provinces = folder / "sources"
    provinces.mkdir()
    for name in FOREIGN:
        (provinces / f"{name}.txt").write_text("\n".join(read_truth(name).text) + "\n", encoding="utf-8")
    shanxi = folder / "shanxi-sources"
    shanxi.mkdir()
    for name, into in (
        ("guizhou-housing-2026", provinces),
        ("zeyuan-civil-2026", shanxi),
        ("zeyuan-water-2025", shanxi),
    ):
        (into / f"{name}.txt").write_bytes((DATA / f"{name}.txt").read_bytes())
    found = {}
    for over, source in (("samples", SAMPLES), ("provinces", provinces), ("shanxi", shanxi)):
        settings = Settings(data=folder / over)
        assert not build_library(sorted(source.glob("*.txt")), settings).failed
        found[over] = open_asker(settings)
    yield found


def verdict(want: Asked, answer: Answer) -> str:
    if answer.kind != "answer" or not (answer.items or answer.rows):
        return EXACT if want.refuse or want.or_refuse else REFUSED
    if not want.refuse and right(want, answer):
        return EXACT
    return REFUSED if any(word in answer.text for word in STOPPED) and want.numbers and some(want, answer) else WRONG


def some(want: Asked, answer: Answer) -> bool:
    """Whether what is answered is at least one of the numbers asked for: the rest was said to be missing."""
    return any(same(item.value, Decimal(n)) for item in answer.items for one in want.numbers for n in one.split("|"))


def right(want: Asked, answer: Answer) -> bool:
    labels = [plain(item.label) for item in answer.items]
    if want.numbers:
        return all(
            any(same(item.value, Decimal(n)) for item in answer.items for n in one.split("|")) for one in want.numbers
        )
    if want.names:
        names = [plain(name) for name in want.names]
        return len(labels) == len(names) and all(any(name in label for label in labels) for name in names)
    if want.ranked:
        pairs = zip(want.ranked, labels, strict=False)
        return len(labels) >= len(want.ranked) and all(plain(name) in label for name, label in pairs)
    text = plain(answer.text + "".join(cell for row in answer.rows for cell in row) + "".join(labels))
    said = all(any(plain(word) in text for word in one.split("|")) for one in want.said)
    return said and not any(plain(word) in text for word in want.unsaid)


def plain(text: str) -> str:
    return re.sub(r"[\s“”,]", "", normalise(text))


def test_questions_are_answered_right_or_refused(askers: dict[str, Asker]) -> None:
    answers = [(want, askers[want.over].ask(want.q)) for want in asked()]
    verdicts = [(verdict(want, answer), want, answer) for want, answer in answers]
    wrong = [f"{w.q} | {a.text[:120]}" for v, w, a in verdicts if v == WRONG and not w.open]
    counts = Counter(v for v, *_ in verdicts)
    assert sum(counts.values()) == COUNT
    assert not wrong, "\n".join(["", *wrong])
    refused = "\n".join(["", *(w.q for v, w, _ in verdicts if v == REFUSED)])
    assert counts[EXACT] >= RIGHT, refused


@pytest.mark.parametrize("family", ["numbers", "names", "ranked", "said", "refuse"])
def test_every_kind_of_question_is_asked(family: str) -> None:
    assert sum(bool(getattr(want, family)) for want in asked()) >= 3
