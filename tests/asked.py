"""A question as a person puts it, with its answer from the text, and whether an answer of the question box is that.

Each line of the files of questions in ``data`` was written with its answer from the text, by someone who had not read the
parser: ``over`` the documents it is put to; one of ``numbers`` (each must be answered), ``names`` (the list, no more and no
less, but what may be there ``also``), ``ranked`` (the list in this order), ``said`` (words that must stand in the answer,
with ``unsaid`` that must not) or ``refuse``; ``or_refuse`` where both would do; ``open`` marks a known wrong answer; ``|``
stands between equal ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from nlp.source import normalise
from search.ask import Asker
from search.library import build_library, open_asker
from search.question.answer import Answer
from search.settings import Settings
from tests.questions_judge import EXACT, REFUSED, WRONG, same

DATA = Path(__file__).parent / "data"
STOPPED = ("没有看懂", "没有找到", "所以不作答")
"""what an answer says of the half of a question that it leaves out"""


def asker_over(paths: Iterable[Path], data: Path) -> Asker:
    """The question box over documents, which are built into ``data``."""
    settings = Settings(data=data)
    assert not build_library(paths, settings).failed
    return open_asker(settings)


@dataclass(frozen=True, slots=True)
class Asked:
    over: str
    q: str
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    refuse: bool = False
    or_refuse: bool = False
    open: bool = False


@cache
def asked(name: str) -> tuple[Asked, ...]:
    """The questions of a file of ``data``."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(read_asked(json.loads(line)) for line in lines)


def read_asked(row: dict[str, Any]) -> Asked:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return Asked(**fields)


def verdict(want: Asked, answer: Answer) -> str:
    if answer.kind != "answer" or not (answer.items or answer.rows):
        return EXACT if want.refuse or want.or_refuse else REFUSED
    if not want.refuse and right(want, answer):
        return EXACT
    return REFUSED if any(word in answer.text for word in STOPPED) and want.numbers and some(want, answer) else WRONG


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the questions of a file: how many, those right, and lines that name the wrong and the other ones."""

    count: int
    right: int
    wrong: tuple[str, ...]
    """without those that are marked ``open``"""
    missed: tuple[str, ...]


def tally(name: str, ask: Callable[[Asked], Answer]) -> Tally:
    """Ask every question of a file of ``data``."""
    verdicts = [(verdict(want, answer), want, answer) for want, answer in ((want, ask(want)) for want in asked(name))]
    wrong = tuple(f"{w.q} | {a.text[:120]}" for v, w, a in verdicts if v == WRONG and not w.open)
    missed = tuple(w.q for v, w, _ in verdicts if v != EXACT)
    return Tally(len(verdicts), len(verdicts) - len(missed), wrong, missed)


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
        return listed(want, labels)
    if want.ranked:
        pairs = zip(want.ranked, labels, strict=False)
        return len(labels) >= len(want.ranked) and all(plain(name) in label for name, label in pairs)
    text = plain(answer.text + "".join(cell for row in answer.rows for cell in row) + "".join(labels))
    said = all(any(plain(word) in text for word in one.split("|")) for one in want.said)
    return said and not any(plain(word) in text for word in want.unsaid)


def listed(want: Asked, labels: list[str]) -> bool:
    """Whether each name is among the labels, each once, and nothing else but what may be there ``also``."""
    names, also = ([[plain(n) for n in one.split("|")] for one in some] for some in (want.names, want.also))
    found = all(any(n in label for n in one for label in labels) for one in names)
    extra = [label for label in labels if not any(n in label for one in names for n in one)]
    allowed = all(any(n in label for one in also for n in one) for label in extra)
    return found and allowed and len(labels) - len(extra) == len(names)


def plain(text: str) -> str:
    return re.sub(r"[\s“”,]", "", normalise(text))
