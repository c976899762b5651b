"""Payments told together for several obligations, each by whom it went to: 累计拨付施工单位250万元、监理3.6万元、设计8.8万元.

Enters: the drafts of a text. Leaves: drafts among which those payments stand with the price of the one they belong to.
Read so only where every sum of the row names a trade and each trade has just one price before; otherwise nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.contract_clause import PRICES, polarity, verb_patterns
from nlp.contract_draft import Draft
from nlp.contract_roles import Money

TRADE = re.compile(
    r"(?P<trade>施工|监理|设计|勘察|勘测|检测|审计|采购|供货|安装|土建|设备|[一二三四五六七八九十A-F\d]{1,2}(?:标段|标|期|包))"
    r"(?:单位|公司|方|费用?|款)*(?:已|共|累计)*(?:支付|拨付|付)?$"
)
ROW = re.compile(r"^[、，,和及与][^，。；,;、\d]{1,10}$")


def share_payments(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with the payments of a common row at their own prices.

    >>> from nlp.contract_drafts import read_drafts
    >>> said = "施工合同价300万元；监理费4万元。截至2024年底累计拨付施工单位250万元、监理3.6万元。"
    >>> [[(m.role, int(m.value)) for m in d.monies] for d in read_drafts(said, 2025)]
    [[('contract', 3000000), ('paid', 2500000)], [('cost', 40000), ('paid', 36000)]]
    """
    monies = sorted((m for d in drafts for m in d.monies), key=lambda m: m.amount.start)
    for at, first in enumerate(monies):
        row = row_from(text, monies, at)
        if len(row) > 1 and is_paid(text, first):
            owners = [owner_of(text, drafts, money, row) for money in row]
            if all(owners) and len({id(owner) for owner in owners}) == len(owners):
                return moved(drafts, row, [owner for owner in owners if owner])
    return list(drafts)


def row_from(text: str, monies: Sequence[Money], at: int) -> list[Money]:
    """The sums from ``at`` on that stand in one row, each behind a trade."""
    row: list[Money] = []
    for money in monies[at:]:
        if row and not ROW.match(text[row[-1].amount.end : money.amount.start]):
            break
        if trade_of(text, money) is None:
            break
        row.append(money)
    return row


def trade_of(text: str, money: Money) -> str | None:
    found = TRADE.search(text[max(0, money.amount.start - 12) : money.amount.start])
    return found["trade"] if found else None


def is_paid(text: str, money: Money) -> bool:
    """Does a verb of paying that is done govern the row?"""
    left = text[money.clause : money.amount.start]
    verb = next((m for p in verb_patterns("pay") for m in p.finditer(left)), None)
    return verb is not None and (money.role == "paid" or polarity(left[: verb.start()]) == "done")


def owner_of(text: str, drafts: Sequence[Draft], money: Money, row: Sequence[Money]) -> Draft | None:
    """The one draft before the row whose price is told with the same trade and that has no payment of its own."""
    trade = trade_of(text, money) or ""
    fitting = []
    for draft in drafts:
        price = next((m for m in draft.of(*PRICES, "cost") if m not in row), None)
        if price is None or price.amount.start > row[0].amount.start:
            continue
        said = text[max(draft.start, text.rfind("；", 0, price.amount.start), price.clause - 40) : price.amount.start]
        if trade in said and not [m for m in draft.of("paid") if m not in row]:
            fitting.append(draft)
    return fitting[0] if len(fitting) == 1 else None


def moved(drafts: Sequence[Draft], row: Sequence[Money], owners: Sequence[Draft]) -> list[Draft]:
    """The drafts with each sum of the row as a payment of its owner."""
    for draft in drafts:
        draft.monies = [m for m in draft.monies if m not in row]
    for money, owner in zip(row, owners, strict=True):
        owner.monies.append(replace(money, role="paid", whole=False))
    return [draft for draft in drafts if draft.monies]
