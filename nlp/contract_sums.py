"""The sums of one obligation put together: governing price, cumulative payments, stated balance, retained deposit.

Enters: a ``Draft`` with its text. Leaves: ``Sums``. Payments are cumulative: 累计 replaces instalments, a payment named
again to be taken off counts once. Of several stated balances the one that fits price - paid stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft
from nlp.contract_roles import Money
from nlp.contract_years import YEARLY

TOLERANCE = Decimal(100)
"""yuan by which a stated balance may differ from price - paid: figures are printed in 0.01万元"""

CUMULATIVE = re.compile(r"累计|共(?:计)?(?:已)?(?:支付|付)|合计(?:支付|付)|总共")

SAID_AGAIN = re.compile(r"其中|目前|截至|截止|现已|仅|实际|上述|该笔")

SEVERAL = re.compile(r"^[、和及与](?![^，。；,;]*其中)[^，。；,;（）]*$")

CONTAINED = re.compile(r"含|其中|包括")


@dataclass
class Sums:
    """Price, payments and balance while they are put together."""

    price: Money | None
    amount: Decimal | None
    paid: Decimal | None
    unpaid: Decimal | None


def read_sums(text: str, draft: Draft) -> Sums:
    """What the sums of a draft state by themselves."""
    price, paid = governing(draft), paid_total(text, draft)
    unpaid = stated_unpaid(text, draft, price, paid)
    if price is not None and paid is None and unpaid:
        due = sum((m.value for m in draft.of("due", "term")), Decimal(0))
        if due and abs(due + unpaid - price.value) <= TOLERANCE:  # 签订后支付10万元，剩余15万元
            paid = due
    now = draft.of("now")
    if price is not None and unpaid and len(now) == 1 and (paid or 0) + now[0].value + unpaid == price.value:
        unpaid = price.value - (paid or 0)  # 合同金额90万元，今年安排60万元，其余30万元明年安排
    if price is not None and paid is None and unpaid is None and len(now) == 1 and len(draft.of("due")) == 1:
        first = draft.of("due")[0].value  # 合同金额168万元，签约后支付50.4万元，今年安排117.6万元
        paid = first if first + now[0].value == price.value else None
    due = sum((m.value for m in draft.of("due")), Decimal(0))
    if price is None and paid and unpaid and due and abs(unpaid - paid - due) <= TOLERANCE:
        price, unpaid = draft.of("unpaid")[0], due  # 拖欠285万元，已偿还190万元，2025年偿还95万元
    owed = draft.of("unpaid")
    if price is None and paid and unpaid and owed[0].value - paid == unpaid == owed[-1].value:
        price = owed[0]  # 判决支付欠款126万元，已执行60万元，余下66万元
    if price is None and paid and unpaid:  # 应付10万元，实付6万元，余4万元
        price = next((m for m in draft.of("due") if abs(m.value - paid - unpaid) <= TOLERANCE), None)
    bills = [m for m in draft.of("due") if m.bill]
    if price is None and paid and unpaid is None and len(bills) == 1 and bills[0].value > paid:
        price = bills[0]  # 应付799.5万元，已付500万元
    kept = retained(draft) or Decimal(0)
    if price is not None and paid is not None and unpaid is None:
        rest = price.value - paid
        left = [m.value for m in draft.of("due") if min(abs(m.value - rest), abs(m.value + kept - rest)) <= TOLERANCE]
        unpaid = left[-1] if left else None  # 扣除已付164.48万元和质保金6.17万元，本次应付34.95万元
    if unpaid is None and paid and kept and any(m.value == paid + kept for m in draft.of("term", "due", "cost")):
        unpaid = kept  # 总价196.8万元，2024年的98.4万元已付九成，留一成9.84万元
    return Sums(price, None if price is None else price.value, paid, unpaid)


def governing(draft: Draft) -> Money | None:
    """The sum that governs: settled over incurred, contract, award, cost; an estimate only where payments hang on it."""
    whole_sum = sum_total(draft)
    if whole_sum is not None:
        return whole_sum
    spelt_out = total_of_parts(draft)
    if spelt_out is not None:
        return spelt_out
    for role in (*PRICES, "cost", "rent", "total"):
        found = [m for m in draft.of(role) if not m.amount.cap]
        if found:
            return found[-1] if role == "settled" else found[0] if role != "total" else found[-1]
    whole = [m for m in draft.monies if m.whole and m.role in ("paid", "unpaid")]
    if whole and len(draft.of("paid", "unpaid")) == 1:
        return whole[0]
    estimates = draft.of("estimate")
    spent = max((m.value for m in draft.of("paid", "unpaid")), default=None)
    fitting = [m for m in estimates if spent is not None and m.value >= spent]
    return fitting[-1] if fitting else None


def total_of_parts(draft: Draft) -> Money | None:
    """A 总计 that the sums after it spell out (总计60万元，其中签约时24万元，评审后36万元)."""
    first, *parts = draft.monies
    if first.role != "total" or len(parts) < 2 or draft.of(*PRICES):
        return None
    return first if abs(sum((m.value for m in parts), Decimal(0)) - first.value) <= TOLERANCE else None


def sum_total(draft: Draft) -> Money | None:
    """A 共计 that adds up the prices before it (一期合同230万元，二期合同180万元，共计410万元)."""
    parts = draft.of("cost", "rent") if not draft.of(*PRICES) else draft.of("contract", "award")
    totals = draft.of("total")
    spent = sum((m.value for m in draft.of("paid", "unpaid")), Decimal(0))
    if totals and parts and draft.of("paid") and draft.of("unpaid") and abs(totals[-1].value - spent) <= TOLERANCE:
        return totals[-1]  # 中标价330万元，补充协议增加28万元，合计358万元，累计付款268万元，欠90万元
    if len(parts) == 1 and totals and parts[0].role in ("rent", "cost"):
        times = totals[-1].value / parts[0].value if parts[0].value else Decimal(0)
        return totals[-1] if 2 <= times <= 10 and times == int(times) else None  # 房租年18万共54万元
    if len(parts) > 1 and totals and abs(sum(m.value for m in parts) - totals[-1].value) <= TOLERANCE:
        return totals[-1]
    return None


def paid_total(text: str, draft: Draft) -> Decimal | None:
    """Cumulative payments: the last 累计, else the sum of the instalments, each counted once."""
    monies = draft.of("paid")
    if not monies:
        return None
    cumulative = [m for m in monies if CUMULATIVE.search(text[m.clause : m.amount.start])]
    if cumulative:
        return max(m.value for m in cumulative)
    known: list[Decimal] = []
    for money in monies:
        again = SAID_AGAIN.search(text[max(0, money.clause - 3) : money.amount.start])
        if money.value not in known or not (money.deducted or again):
            known.append(money.value)
    if len(known) > 2 and known[0] == sum(known[1:]):
        return known[0]
    return sum(known, Decimal(0))


def retained(draft: Draft) -> Decimal | None:
    """The retained deposit, where its sum is stated."""
    found = [m for m in draft.monies if m.retained and m.role in ("retention", "unpaid")]
    return found[-1].value if found else None


def stated_unpaid(text: str, draft: Draft, price: Money | None, paid: Decimal | None) -> Decimal | None:
    """The balance as stated: the one that fits price - paid, else the one that adds up the others, else the last."""
    values = [m.value for m in draft.of("unpaid")]
    if not values:
        return None
    within = [v for v in values if price is not None and v <= price.value + TOLERANCE]
    if price is not None and paid is None and price.role in ("cost", "rent", "unpaid") and len(within) < len(values):
        left = [m.noun for m in draft.of("unpaid") if m.value not in within]
        if all(noun.startswith(("剩余", "其余", "余下")) for noun in left):
            return within[-1] if within else None  # 评估费24万元尚未支付。…剩余资金109.59万元根据财力安排
    kept = sum((m.value for m in draft.of("retention")), Decimal(0))
    if price is not None and paid is not None:
        fitting = fitting_rest(draft, values, price.value - paid, kept)
        if fitting is not None:
            return fitting
    totals = [v for v in values if len(values) > 1 and abs(v - (sum(values) - v) - kept) <= TOLERANCE]
    if totals:
        return totals[-1]
    if len(values) > 1 and in_one_clause(text, draft.of("unpaid")):
        return sum(values, Decimal(0))
    beside = [m for m in draft.of("unpaid") if m.retained and not CONTAINED.search(text[m.clause - 1 : m.amount.start])]
    others = [m for m in draft.of("unpaid") if not m.retained]
    if price is None and beside and others:  # 余款7万元，退还质保金2万元
        return others[-1].value + beside[-1].value
    return others[-1].value if others else values[-1]


def in_one_clause(text: str, owed: Sequence[Money]) -> bool:
    """Does one 未付 govern sums of several periods: 2024年下半年租金9万元及2025年租金18万元至今未付?"""
    between = [text[a.amount.end : b.amount.start] for a, b in pairwise(owed)]
    return all(SEVERAL.match(said) for said in between) and len({m.period for m in owed}) == len(owed)


def fitting_rest(draft: Draft, values: list[Decimal], rest: Decimal, kept: Decimal) -> Decimal | None:
    """The stated balance, or the sum of stated ones, that is price - paid; None where none fits."""
    due = sum((m.value for m in draft.of("due", "term") if m.noun != YEARLY), Decimal(0))
    fitting = [v for v in values if abs(v - rest) <= TOLERANCE]
    if fitting:
        return fitting[-1]
    if len(values) > 1 and abs(sum(values, kept) - rest) <= TOLERANCE:
        return sum(values, Decimal(0))
    return rest if due and abs(values[-1] + due - rest) <= TOLERANCE else None
