"""Numbers as people type them in questions: 1000万, 0.1亿, 一百二十万, 前三, 95%以上, 500万到3000万之间.

Enters: normalised question text. Leaves: bounds on money (元) or on percentages, and counts. Only numbers with a unit
become bounds; a bare number is left to whoever knows what it counts, but for one behind a rate, which is a percentage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.amounts import SCALES
from nlp.format import plain
from nlp.numeral import STEPS, chinese_integer
from search.question.lexicon import read_tsv

NUMERAL = r"(?:\d+(?:,\d{3})*(?:\.\d+)?|[零〇一二两三四五六七八九十百千]+)"
MONEY = rf"{NUMERAL}(?:[十百千]?万|亿)(?:元|块钱|块)?|(?![一二两三四五六七八九十]块(?!钱)){NUMERAL}(?:元|块钱|块)|[十百千]万(?:元|块钱|块)?"
PERCENT = rf"{NUMERAL}(?:%|％)|百分之{NUMERAL}"

RANGE = re.compile(
    rf"""(?:在|介于|从)?(?P<low>{NUMERAL})(?P<low_scale>(?:[十百千]?万|亿)?元?|%)   # 500万, 85
         (?:到|至|—+|-|~|～|和|与)                                             # 到
         (?P<high>{NUMERAL})(?P<high_scale>(?:[十百千]?万|亿)元?|元|%)          # 3000万, 95%
         (?:之间|以内|区间|范围内?)?""",
    re.X,
)


@dataclass(frozen=True, slots=True)
class Bound:
    """A condition on a quantity: ``low``/``high`` in 元 or %, each with whether the end itself belongs to it."""

    unit: str
    """元 | %"""
    low: Decimal | None = None
    high: Decimal | None = None
    low_in: bool = True
    high_in: bool = True

    @property
    def exact(self) -> bool:
        return self.low is not None and self.low == self.high

    def conditions(self, variable: str) -> list[str]:
        """SPARQL conditions on ``variable``.

        >>> Bound("元", Decimal(100), None, low_in=False).conditions("?amount")
        ['?amount > 100']
        """
        if self.exact:
            return [f"{variable} = {self.low}"]
        found = []
        if self.low is not None:
            found.append(f"{variable} {'>=' if self.low_in else '>'} {plain(self.low)}")
        if self.high is not None:
            found.append(f"{variable} {'<=' if self.high_in else '<'} {plain(self.high)}")
        return found

    def holds(self, value: Decimal) -> bool:
        """Whether a value keeps to the conditions.

        >>> Bound("元", Decimal(100), None, low_in=False).holds(Decimal(100)), Bound("元", Decimal(1), Decimal(1)).holds(Decimal("1.0"))
        (False, True)
        """
        above = self.low is None or value > self.low or (self.low_in and value == self.low)
        below = self.high is None or value < self.high or (self.high_in and value == self.high)
        return value == self.low if self.exact else above and below


def parse_number(text: str) -> Decimal | None:
    """The value of an Arabic or Chinese numeral, with 万 and 亿; None where it is none.

    >>> parse_number("1,200.5"), parse_number("三千五百"), parse_number("百万"), parse_number("十五"), parse_number("0.1亿")
    (Decimal('1200.5'), Decimal('3500'), Decimal('1000000'), Decimal('15'), Decimal('10000000.0'))
    """
    text = text.replace(",", "").removesuffix("元").removesuffix("块钱").removesuffix("块")
    scale = Decimal(1)
    while text and text[-1] in "万亿":
        scale *= SCALES[text[-1]]
        text = text[:-1]
    if not text:
        return scale if scale > 1 else None
    if re.fullmatch(r"\d+(\.\d+)?[十百千]?", text):
        step = STEPS.get(text[-1], 1)
        return Decimal(text.rstrip("十百千")) * step * scale
    total = chinese_integer(text)
    return None if total is None else Decimal(total) * scale


COUNTED = re.compile(r"([两二三四五六七八九十]|\d{1,2})[个笔项](?=[一-龥])")
"""A number of things before what they are called: 两笔|亮化"""


def counted_front(chunk: str) -> int:
    """Characters of the number at the front of a chunk, 0 where it has none.

    >>> counted_front("两笔亮化"), counted_front("亮化")
    (2, 0)
    """
    found = COUNTED.match(chunk)
    return found.end() if found and len(chunk) - found.end() >= 2 else 0


@cache
def comparators() -> dict[str, dict[str, str]]:
    """``before``/``after`` -> word -> sign, from lexicon/comparators.tsv."""
    found: dict[str, dict[str, str]] = {"before": {}, "after": {}}
    for words, place, sign in read_tsv("comparators.tsv"):
        found[place].update(dict.fromkeys(words.split("|"), sign))
    return found


@cache
def bound_pattern() -> re.Pattern[str]:
    before, after = (longest_first(comparators()[place]) for place in ("before", "after"))
    return re.compile(
        rf"""(?:(?P<before>{before})(?:了|有)?)?    # 超过
             (?P<quantity>{PERCENT}|{MONEY})        # 1000万, 95%
             (?P<included>（含(?:本数)?）)?         # （含）
             (?P<after>{after})?(?:的)?             # 以上""",
        re.X,
    )


def longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def find_bounds(text: str) -> list[tuple[int, int, Bound]]:
    """Every bound in ``text`` as (start, end, bound).

    >>> [(b.low, b.high, b.low_in, b.high_in) for _, _, b in find_bounds("超过1000万，但不到0.5亿")]
    [(Decimal('10000000'), None, False, True), (None, Decimal('50000000.0'), True, False)]
    >>> [(b.low, b.low_in) for _, _, b in find_bounds("超过200万（含）的项目")]
    [(Decimal('2000000'), True)]
    >>> [(b.unit, b.low, b.high) for _, _, b in find_bounds("满意度95%以上、500万到3000万之间的")]
    [('%', Decimal('95'), None), ('元', Decimal('5000000'), Decimal('30000000'))]
    """
    found: list[tuple[int, int, Bound]] = []
    taken: list[tuple[int, int]] = []
    for match in RANGE.finditer(text):
        bound = range_bound(match)
        if bound is not None:
            found.append((match.start(), match.end(), bound))
            taken.append(match.span())
    for match in bound_pattern().finditer(text):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        single = single_bound(match)
        if single is not None:
            found.append((match.start(), match.end() - match[0].endswith("的"), single))
    return sorted(found, key=lambda item: item[0])


RATE = r"(?:满意度|满意率|[一-龥]{1,3}率)"


def spelled_percent(text: str) -> str:
    """``text`` with the % that people leave out after a rate.

    >>> spelled_percent("满意度低于90的项目"), spelled_percent("合格率95以上"), spelled_percent("满意度的项目超过3个")
    ('满意度低于90%的项目', '合格率95%以上', '满意度的项目超过3个')
    """
    before, after = (longest_first(comparators()[place]) for place in ("before", "after"))
    number = r"(?P<n>\d{2,3}(?:\.\d+)?)(?![\d.%％万元个项家人分亿年])"
    pattern = rf"(?P<rate>{RATE}(?:目标|指标|要求)?(?:定得|定在|定的|是|在)?)(?:(?P<b>{before}){number}|(?P<m>\d{{2,3}}(?:\.\d+)?)(?P<a>{after}))"

    def put(match: re.Match[str]) -> str:
        return match["rate"] + (f"{match['b']}{match['n']}%" if match["b"] else f"{match['m']}%{match['a']}")

    return re.sub(pattern, put, text)


def range_bound(match: re.Match[str]) -> Bound | None:
    percent = match["high_scale"] == "%"
    high_scale = "" if percent else match["high_scale"]
    low_scale = "" if percent else (match["low_scale"] or high_scale)
    low, high = parse_number(match["low"] + low_scale), parse_number(match["high"] + high_scale)
    if low is None or high is None or low >= high:
        return None
    return Bound("%" if percent else "元", low, high)


def single_bound(match: re.Match[str]) -> Bound | None:
    quantity = match["quantity"]
    percent = "%" in quantity or "％" in quantity or quantity.startswith("百分之")
    value = parse_number(quantity.strip("%％").removeprefix("百分之"))
    if value is None:
        return None
    unit = "%" if percent else "元"
    before, after = comparators()["before"].get(match["before"] or ""), comparators()["after"].get(match["after"] or "")
    sign = before or after or "="
    if sign in (">", ">="):
        return Bound(unit, value, None, low_in=sign == ">=" or match["included"] is not None)
    if sign in ("<", "<="):
        return Bound(unit, None, value, high_in=sign == "<=" or match["included"] is not None)
    return Bound(unit, value, value)
