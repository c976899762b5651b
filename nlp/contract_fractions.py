"""Payments told as a share of a sum, in words: 98.4万元已经付清九成; 审计费26万元，已付一半.

Enters: the sums of a text with their roles. Leaves: the same with the payment as a sum of its own, in yuan.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_roles import Money

DIGIT = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)}
SHARE = re.compile(
    r"""
    [，,]?(?:目前|现|当年|签约后|前期)?(?:已经|已|只|仅|先|预)(?:支付|付清|付讫|拨付|兑付|结清|付|拨)(?:了|到|至|其中)?(?:的)?
    (?: (?P<tenths>[一二三四五六七八九])成(?P<half>半)?
      | (?P<one>一半|半数|50[%％])
      | (?P<percent>\d{1,2})[%％]
    )
    (?!左右|以上|[^，。；,;]{0,6}\d)
    """,
    re.VERBOSE,
)
"""behind a sum, how much of it was paid; not where the payment's own sum follows"""


def with_fractions(text: str, monies: Sequence[Money]) -> list[Money]:
    """The sums, each followed by the share of it that the words behind it say was paid.

    >>> from nlp.contract_roles import find_monies
    >>> said = "审计费26万元，已付一半，余款待报告出具后支付。"
    >>> [(m.role, int(m.value)) for m in with_fractions(said, find_monies(said, 2025))]
    [('cost', 260000), ('paid', 130000)]
    """
    out: list[Money] = []
    for money in monies:
        said = SHARE.match(text, money.amount.end)
        if said is None or money.role in ("now", "share", "unpaid"):
            out.append(money)
            continue
        whole = replace(money, role="cost", whole=False) if money.role == "paid" else money
        place = replace(money.amount, start=said.start(), end=said.end(), value=money.value * fraction(said))
        out += [whole, replace(money, amount=place, role="paid", whole=False, noun="")]
    return out


def fraction(said: re.Match[str]) -> Decimal:
    """The share that was paid.

    >>> [fraction(SHARE.match(words)) for words in ("已付九成", "只付了一半", "已付80%")]
    [Decimal('0.9'), Decimal('0.5'), Decimal('0.8')]
    """
    if said["tenths"]:
        return Decimal(DIGIT[said["tenths"]]) / 10 + (Decimal("0.05") if said["half"] else 0)
    return Decimal(said["percent"]) / 100 if said["percent"] else Decimal("0.5")
