"""Whether the unit printed beside 项目资金 can be right: 750,000 under （万元） on a page that speaks of 75万元.

Enters: the funds as printed and the page's words. Leaves: the unit to read them in and, where it is not the printed
one, a finding. The printed unit stands unless the page's own words name the amount in the other unit and never in the
printed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from nlp.amounts import scale_of, to_yuan
from nlp.page_funds import STAGES, PageFunds
from nlp.record import Finding

MENTION = re.compile(r"(?P<number>\d[\d,，]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|万|元)")
OTHER = {"元": "万元", "万元": "元"}
HUGE = Decimal("1e9")
"""yuan: a project above this under 万元 is doubtful even where the page's words are silent"""


def settle_unit(funds: PageFunds, words: Iterable[str]) -> list[Finding]:
    """Scale the funds to yuan; ``funds.amounts`` hold printed numbers before and yuan after.

    >>> funds = PageFunds(amounts={("year", "total"): Decimal(750000)}, unit="万元")
    >>> [finding.rule for finding in settle_unit(funds, ["本年安排75万元"])], funds.total("year")
    (['page-unit-scale'], Decimal('750000'))
    """
    printed = funds.unit or "元"
    named = mentioned(words)
    totals = [value for stage in STAGES if (value := funds.total(stage))]
    other = OTHER.get(printed)
    kept = any(value * scale_of(printed) in named for value in totals)
    moved = other is not None and not kept and any(value * scale_of(other) in named for value in totals)
    unit = other if moved and other is not None else printed
    funds.scale(scale_of(unit))
    if not totals or (not moved and (unit == "元" or kept or max(totals) * scale_of(unit) < HUGE)):
        return []
    spans = tuple(funds.cells[stage, "total"].span for stage in STAGES if (stage, "total") in funds.cells)
    amount = f"{max(totals):f}{printed}"
    message = f"项目资金的单位存疑：表内印作{amount}" + (
        f"，正文为{max(totals):f}{unit}，按{unit}读取" if moved else "，数额过大，仍按原样读取"
    )
    return [Finding("page-unit-scale", "warning", message, f"{max(totals):f}{unit}" if moved else None, amount, spans)]


def mentioned(words: Iterable[str]) -> set[Decimal]:
    """Every amount of money the words name, in yuan."""
    return {to_yuan(match["number"], match["unit"]) for text in words for match in MENTION.finditer(text)}
