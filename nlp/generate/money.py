"""Amounts that add up: integers of 0.01 万元 (100 yuan) until they are printed."""

from __future__ import annotations

from decimal import Decimal
from random import Random

UNIT = Decimal(100)
"""yuan in one step"""


def yuan(steps: int) -> Decimal:
    return steps * UNIT


def wan(steps: int, commas: bool = False) -> str:
    """In 万元 with two decimals as tables print it; a blank cell for nothing.

    >>> wan(226841), wan(226841, commas=True), wan(0)
    ('2268.41', '2,268.41', '')
    """
    return f"{Decimal(steps) / 100:{',' if commas else ''}.2f}" if steps else ""


def said(steps: int) -> str:
    """In 万元 as prose says it, without needless zeros.

    >>> said(2777), said(50000), said(1230)
    ('27.77万元', '500万元', '12.3万元')
    """
    return f"{Decimal(steps) / 100:f}".rstrip("0").rstrip(".") + "万元" if steps % 100 else f"{steps // 100}万元"


def split(rng: Random, total: int, parts: int) -> list[int]:
    """``parts`` positive amounts that add up to ``total`` (each at least 1)."""
    cuts = sorted(rng.sample(range(1, total), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def share(part: int, whole: int) -> str:
    """A percentage with two decimals as 情况说明 prints it."""
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.01'))}%" if whole else "0%"
