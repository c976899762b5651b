"""Numbers with a unit in running text that state a figure, and the clause before each.

Enters: the text of a paragraph. Leaves: ``Stated`` numbers, money in 元. What it does not do: say what a number is of
(nlp.prose_labels). Years, dates, numbers of items and documents, and thresholds (单价100万元以上) state nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.amounts import scale_of
from nlp.lexicon import words

CLAUSE = re.compile(
    r"""[，,。；;！？]
      | (?<!收)、 | (?<=收)、(?!支)   # but 收、支总计 is one label
      | (?<!（[类款项]）)[：:]         # but …（项）：支出决算为 is one clause
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A number with its unit at ``start:end`` of a paragraph's text."""

    start: int
    end: int
    value: Decimal
    unit: str


def find_numbers(text: str) -> Iterator[Stated]:
    """Numbers with a unit that state a figure.

    >>> [(s.value, s.unit) for s in find_numbers("2024年预算3,257.5 万元，占98.51%，单价50万元以上设备0台（套）")]
    [(Decimal('32575000.0'), '元'), (Decimal('98.51'), '%'), (Decimal('0'), '台（套）')]
    """
    for found in number_pattern().finditer(text):
        unit, scale = found["unit"] or "", found["scale"] or ""
        after = text[found.end() :].lstrip()
        if not unit and not (scale and (not after or after[0] in "，,。；;、）")):
            continue
        if is_threshold(text, found.start(), after) or after.startswith(words("prose", "not_after")):
            continue
        value = Decimal(found["digits"].replace(",", "")) * (scale_of(scale) if scale else 1)
        unit = {"": "元", "％": "%", "个百分点": "百分点", "㎡": "平方米", "台/套": "台（套）"}.get(unit, unit)
        yield Stated(found.start("digits"), found.end(), value, unit)


@cache
def number_pattern() -> re.Pattern[str]:
    """A number with its scale and unit; the units are those of the lexicon."""
    units = "|".join(re.escape(unit) for unit in words("prose", "unit"))
    return re.compile(
        rf"""(?<![\d.〔\[第A-Za-z-])
             (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)   # 3,257.54
             \s*(?P<scale>[万亿])?\s*(?P<unit>元|%|％|{units})?           # 万元 / % / 个
        """,
        re.VERBOSE,
    )


def is_threshold(text: str, start: int, after: str) -> bool:
    """Whether the number only bounds a kind of thing: 单位价值100万元以上通用设备."""
    return after.removeprefix("（原值）").removeprefix("（含）").startswith(("以上", "以下", "以内")) or text[
        :start
    ].endswith(("不超过", "不低于", "≥", "≤", "大于", "小于"))


def clause_before(text: str, before: int, start: int) -> str:
    """The words of the number's own clause before it, blanks out."""
    clause = text[before:start]
    cuts = [found.end() for found in CLAUSE.finditer(clause) if not inside_brackets(clause, found.start())]
    return "".join(clause[cuts[-1] if cuts else 0 :].split())


def inside_brackets(text: str, at: int) -> bool:
    return text.count("（", 0, at) > text.count("）", 0, at) or text.count("“", 0, at) > text.count("”", 0, at)
