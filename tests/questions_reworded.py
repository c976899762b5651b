"""Other wordings of a question that mean the same: fillers, endings, synonyms, marks and digits, word order.

The rewordings are data (data/questions_rewordings.jsonl): a regular expression and what stands in its place, by style.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

REWORDINGS = Path(__file__).parent / "data" / "questions_rewordings.jsonl"
STYLES = ("filler", "ending", "synonym", "marks", "order")


@dataclass(frozen=True, slots=True)
class Rewording:
    style: str
    text: str


@cache
def rules() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """(what is replaced, by what) of each style, in the order of the file."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
    for row in REWORDINGS.read_text(encoding="utf-8").splitlines():
        entry = json.loads(row)
        found[entry["style"]].append((re.compile(entry["from"]), entry["to"]))
    return {style: tuple(entries) for style, entries in found.items()}


def rewordings(question: str, seed: int = 0) -> tuple[Rewording, ...]:
    """Five others, one of each style; where a style has none, one more filler or ending.

    >>> [entry.text for entry in rewordings("云岭市水利局2025年收入总计是多少")][2:]
    ['云岭市水利局2025年收入总计多少', '云岭市水利局２０２５年收入总计是多少', '2025年收入总计是多少？我问的是云岭市水利局']
    """
    rng = Random(f"{seed}-{question}")
    made: dict[str, Rewording] = {}
    for style in (*STYLES, "filler", "ending", "filler", "ending"):
        fitting = [text for text in others(question, style) if text not in made]
        if fitting and len(made) < len(STYLES):
            text = rng.choice(fitting[:2] if style == "order" else fitting)
            made[text] = Rewording(style, text)
    return tuple(made.values())


def others(question: str, style: str) -> list[str]:
    """What the rules of a style make of the question, the question itself left out."""
    made = [pattern.sub(text, question, count=1) for pattern, text in rules()[style]]
    return [text for text in dict.fromkeys(made) if text != question]
