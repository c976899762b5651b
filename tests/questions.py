"""Questions with exact answers about generated documents, written apart from the parser that answers them.

What can be asked is a function over the truth of one document (questions_figures, questions_projects, questions_payables,
questions_policies); how it is asked is data (data/questions_forms.jsonl): one line for each ask, ``[a|b|]`` chooses, and
``{slot}`` is filled from the truth. A new way to ask is a new form, a new thing to ask a line and one function.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from nlp.generate import Generated

FORMS = Path(__file__).parent / "data" / "questions_forms.jsonl"
CHOICE = re.compile(r"\[([^\[\]]*)\]")
"""[多少|几个|] : one of the words between the bars, the last one empty"""
SHORT = (("市场监督管理局", "市场监管局"), ("文化和旅游局", "文旅局"))
"""how people shorten the names of departments"""


@dataclass(frozen=True, slots=True)
class Want:
    """What is right. ``kind`` number (any of ``values``), list (all of ``labels``), text (all of ``labels`` said), refusal.

    ``also``: labels that a list may hold besides.
    """

    kind: str
    labels: tuple[str, ...] = ()
    values: tuple[Decimal, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """``document``: file name of the document it is about, empty where it is about none."""

    id: str
    family: str
    ask: str
    text: str
    want: Want
    document: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    ask: str
    family: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents that questions are asked about, all in one library."""

    documents: tuple[Generated, ...]

    def names(self, made: Generated) -> tuple[str, ...]:
        """How people call the department of ``made``, so that no other on the shelf is meant."""
        full = made.truth.document.unit
        names = [full]
        if at := re.search("[市县]", full):
            place, suffix = full[: at.end()], full[at.end() :]
            others = [other.truth.document.unit for other in self.documents if other is not made]
            if not any(other.endswith(suffix) for other in others):
                names += [suffix, place[-1] + suffix, *(short for long, short in SHORT if long == suffix)]
        return tuple(names)


Slots = Mapping[str, str]
Asked = tuple[Slots, Want]
Ask = Callable[[Generated, Shelf, Random], Iterator[Asked]]
"""Everything that can be asked of one kind about one document"""


def number(*values: Decimal) -> Want:
    return Want("number", values=values)


def some(labels: Sequence[str], also: Sequence[str] = ()) -> Want:
    return Want("list", tuple(dict.fromkeys(labels)), also=tuple(also))


def said(*labels: str) -> Want:
    return Want("text", labels)


@cache
def forms() -> tuple[Form, ...]:
    """The ways to ask, in the order of the file."""
    entries = [json.loads(row) for row in FORMS.read_text(encoding="utf-8").splitlines()]
    return tuple(Form(entry["ask"], entry["family"], tuple(entry["forms"])) for entry in entries)


def expand(form: str, rng: Random) -> str:
    """A form with every choice taken.

    >>> expand("总共[多少|多少]钱", Random(1))
    '总共多少钱'
    """
    return CHOICE.sub(lambda found: rng.choice(found[1].split("|")), form)


def asks() -> dict[str, Ask]:
    """Every ask by the name that the forms use."""
    from tests.questions_figures import FIGURES
    from tests.questions_payables import PAYABLES
    from tests.questions_policies import POLICIES
    from tests.questions_projects import PROJECTS

    return {**FIGURES, **PROJECTS, **PAYABLES, **POLICIES}


def questions(shelf: Shelf, count: int, seed: int = 1) -> list[Question]:
    """``count`` questions about the documents of ``shelf``, every ask in turn, none twice. Deterministic."""
    rng = Random(f"questions-{seed}")
    known = asks()
    waiting = [(form, list(everything(known[form.ask], shelf, rng))) for form in forms()]
    made: dict[str, Question] = {}
    while len(made) < count and any(rest for _, rest in waiting):
        for form, rest in waiting:
            if not rest or len(made) >= count:
                continue
            document, slots, want = rest.pop(rng.randrange(len(rest)))
            text = finished(rng.choice(form.forms), slots, rng)
            made.setdefault(text, Question(f"g{len(made) + 1:03d}", form.family, form.ask, text, want, document))
    return list(made.values())


def everything(ask: Ask, shelf: Shelf, rng: Random) -> Iterator[tuple[str, Slots, Want]]:
    for made in shelf.documents:
        for slots, want in ask(made, shelf, rng):
            common = {"dept": rng.choice(shelf.names(made)), "year": str(made.truth.document.year)}
            yield made.name, {**common, **slots}, want


def finished(form: str, slots: Slots, rng: Random) -> str:
    """A question as typed: choices taken, slots filled, sometimes a polite word before or a mark behind it."""
    text = expand(form, rng).format(**slots)
    before = rng.choice(("", "", "", "", "请问", "帮我查一下"))
    behind = rng.choice(("", "", "？", "?")) if " " not in text else ""
    return f"{before}{text}{behind}"


def money(value: Decimal, rng: Random) -> str:
    """A round amount as people write it.

    >>> {money(Decimal(3000000), Random(seed)) for seed in range(9)} <= {"300万", "300万元", "3000000元"}
    True
    """
    return rng.choice((f"{value / 10_000:f}万", f"{value / 10_000:f}万元", f"{value:f}元"))
