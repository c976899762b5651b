"""Make findings alike: amounts said in the unit of the text, severity by the size of the difference."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from nlp.format import plain
from nlp.record import Figure, Finding, Span

DIGITS = re.compile(r"[^\d.\-]")


def scale_of(figure: Figure) -> Decimal:
    """Yuan in one printed unit of a figure (10000 for 万元), 1 where it cannot be told.

    >>> scale_of(Figure(None, None, None, (), Decimal(12000), "元", "1.20", Span(1, 0, 4)))
    Decimal('10000')
    """
    try:
        printed = Decimal(DIGITS.sub("", figure.printed))
    except InvalidOperation:
        return Decimal(1)
    if not printed or figure.value is None:
        return Decimal(1)
    for scale in (Decimal(1), Decimal(10000), Decimal(100000000)):
        if abs(printed * scale - figure.value) < scale / 1000:
            return scale
    return Decimal(1)


def step_of(figure: Figure) -> Decimal:
    """Yuan in the last printed digit: the rounding of one figure is at most half of it."""
    _, _, decimals = DIGITS.sub("", figure.printed).partition(".")
    return scale_of(figure).scaleb(-len(decimals))


def unit_name(scale: Decimal) -> str:
    return {10000: "万元", 100000000: "亿元"}.get(int(scale), "元")


def sum_finding(
    rule: str, what: str, expected: Decimal, found: Decimal, scale: Decimal, tolerance: Decimal, spans: Sequence[Span]
) -> Finding:
    """A figure that is not the sum it should be; ``tolerance`` is what rounding of the addends can explain. Yuan."""
    difference = abs(found - expected)
    rounding = difference <= tolerance
    unit = unit_name(scale)
    e, f, d = (plain(value / scale) for value in (expected, found, difference))
    tail = "，为四舍五入尾差" if rounding else ""
    return Finding(
        rule,
        "warning" if rounding else "error",
        f"{what}：应为 {e}{unit}，印为 {f}{unit}，相差 {d}{unit}{tail}。",
        e,
        f,
        tuple(spans),
    )
