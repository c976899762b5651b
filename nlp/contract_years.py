"""A price that falls due year by year: 总价196.8万元，2024年的98.4万元已付清，2025年的98.4万元待验收后支付; 总额590万元，即每年118万元.

Enters: the sums of a text with their roles. Leaves: the same, the years' parts of a price as terms of it, so that they are no
prices of their own; what was paid of them stays a payment, and what was only paid in part (应付59万元只付了30万元) gives the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_clause import PRICES
from nlp.contract_roles import Money

YEARLY = "分年"
"""noun of a sum that is one year's part of a price"""
PER_YEAR = re.compile(r"(?:即|折合|相当于|也就是|年均|平均)(?:每|一)?年?(?:度)?[^，。；,;\d]{0,4}$")
OF_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:度)?的?$")
SHORT = re.compile(r"^[，,]?(?:目前|至今|截至目前|实际|现|当年)?(?:只|仅|才)(?:支付|拨付|兑付|付|拨)(?:了|过|出)?$")
"""between a bill and what was paid of it: 应付59万元|目前只付了|30万元"""


def by_years(text: str, monies: Sequence[Money]) -> list[Money]:
    """The sums, those of single years as terms of the price that they add up to, and the rest of a bill paid in part."""
    out = list(monies)
    for at, price in enumerate(out):
        if price.role not in (*PRICES, "cost", "total"):
            continue
        for place in parts_of(text, out, at) or per_year(text, out, at):
            part = out[place]
            out[place] = replace(part, role="paid" if part.role == "paid" else "term", noun=YEARLY, whole=False)
    return with_rests(text, out)


def parts_of(text: str, monies: Sequence[Money], at: int) -> list[int]:
    """Places of the sums of single years behind the price ``at`` that add up to it, in one sentence; [] where none do."""
    found: list[int] = []
    for place in range(at + 1, len(monies)):
        money = monies[place]
        if "。" in text[monies[at].amount.end : money.amount.start]:
            break
        if OF_YEAR.search(text, max(0, money.amount.start - 8), money.amount.start) and money.role != "now":
            found.append(place)
    whole = sum((monies[place].value for place in found), Decimal(0))
    return found if len(found) > 1 and whole == monies[at].value else []


def per_year(text: str, monies: Sequence[Money], at: int) -> list[int]:
    """The next sum, where it is the price told again for a year (590万元，即每年118万元)."""
    if at + 1 == len(monies) or monies[at + 1].role not in ("cost", "rent"):
        return []
    price, part = monies[at].value, monies[at + 1].value
    told = PER_YEAR.search(text, monies[at].amount.end, monies[at + 1].amount.start)
    return [at + 1] if told and part and price > part and any(part * n == price for n in range(2, 31)) else []


def with_rests(text: str, monies: Sequence[Money]) -> list[Money]:
    """The sums, behind a payment that is less than the bill before it what is left of the bill, where no rest is told."""
    out: list[Money] = []
    for at, money in enumerate(monies):
        out.append(money)
        bill = monies[at - 1] if at else None
        left = bill.value - money.value if bill else None
        told = any(m.sentence == money.sentence and (m.role == "unpaid" or m.value == left) for m in monies[at + 1 :])
        if bill is None or told or money.role != "paid" or bill.role not in ("due", "term", "cost") or bill.value <= money.value:
            continue
        if SHORT.match(text[bill.amount.end : money.amount.start]):
            rest = replace(money.amount, start=money.amount.end - 1, value=bill.value - money.value)
            out.append(replace(money, amount=rest, role="unpaid", noun="未付", whole=False))
    return out
