"""Fees of those who serve a contract, told in the midst of it: 中标价400万元；…监理费8万元，已付5万元…。累计拨付设备款330万元，余70万元.

Enters: the sums of a stretch, in order. Leaves: the sums of the contract itself, and a draft for each fee that is told with
what is paid or owed of it. Taken out only where the contract has a price before the fee and payments of its own; elsewhere
the order of the sums tells (nlp.contract_grouping).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft
from nlp.contract_roles import Money

FEE = re.compile(
    r"(?P<trade>监理|审核|评审|审计|造价咨询|设计|勘察|检测|测评|监测|招标代理|采购代理|代理|可研编制)(?:(?:服务|咨询)?合同(?:费用?|金?额|价款?)|(?:服务)?费用?|(?<!审核)(?<!评审)(?<!审计)(?:金?额|价款?))"
    r"(?:为|共|计|约|已|尚|未|支付|付|欠|拨付)*$"
)
"""right before a sum: 监理费|8万元, 监理合同额|8万元, 监理费已支付|2万元"""

JOINS = re.compile(r"加上|另加|连同")
"""before a fee that the balance behind it holds: 加上未支付的评审费0.6万元，剩余9万元未支付"""

ELSE = re.compile(r"[。；;]|工程款|设备款|货款|合同款|进度款")
"""between a fee and a payment that is none of it"""


OF_ALL = re.compile(r"[，,][^。；;，,]{0,8}(?:上述|以上|各项|各笔)|[，,][^。；;，,]{0,8}[两二三四五]笔")
"""behind a budget that pays the contract and the fees together: 安排86万元，用于结清上述三笔款项"""


def take_sides(text: str, monies: Sequence[Money], depth: int = 0) -> tuple[list[Money], list[Draft]]:
    """The contract's own sums, and a draft for each fee told in its midst.

    >>> from nlp.contract_roles import find_monies
    >>> said = "中标价40万元；监理费8万元，已付5万元，余3万元。累计支付工程款30万元，余10万元未付。"
    >>> own, (fee,) = take_sides(said, find_monies(said, 2025))
    >>> [int(m.value) for m in own], fee.name, [int(m.value) for m in fee.monies]
    ([400000, 300000, 100000], '监理费', [80000, 50000, 30000])
    """
    fees: dict[str, list[Money]] = {}
    for at, money in enumerate(monies):
        found = FEE.search(text[money.clause : money.amount.start])
        joined = JOINS.search(text[money.clause - 3 : money.amount.start])
        if found and not joined and not any(money in told for told in fees.values()):
            fees.setdefault(found["trade"], []).extend(told_of(text, monies[at:]))
    fees = {trade: told for trade, told in fees.items() if any(m.role in ("paid", "unpaid") for m in told)}
    taken = [m for told in fees.values() for m in told]
    own = [m for m in monies if m not in taken]
    if not taken or not stands_alone(text, own, taken):
        return list(monies), []
    own = [m for m in own if not (m.role == "now" and OF_ALL.match(text, m.amount.end))]
    return own, [draft_of(text, trade, told, own, depth) for trade, told in fees.items()]


def told_of(text: str, monies: Sequence[Money]) -> list[Money]:
    """A fee and the payments of it that follow in its sentence, as far as they fit into it."""
    fee, *rest = monies
    told, last = [fee], fee
    room = None if fee.role in ("paid", "unpaid") and not fee.whole else fee.value
    for money in rest if not fee.whole else []:
        between = text[last.amount.end : money.amount.start]
        spent = sum((m.value for m in told[1:]), Decimal(0)) + money.value
        if money.role not in ("paid", "unpaid") or ELSE.search(between) or FEE.search(between) or (room is not None and spent > room):
            break
        told.append(money)
        last = money
    return told


def stands_alone(text: str, own: Sequence[Money], taken: Sequence[Money]) -> bool:
    """Has the contract a price before the first fee, and payments of its own behind it or in sentences before it?"""
    first = min(m.amount.start for m in taken)
    before = [m for m in own if m.amount.start < first]
    if not any(m.role in PRICES for m in before):
        return False
    if any(m.role in ("paid", "unpaid") for m in own[len(before) :]):
        return True
    told = any(m.role in ("paid", "unpaid") for m in before)
    return told and re.search("[。；;]", text[before[-1].amount.end : first]) is not None


def draft_of(text: str, trade: str, told: list[Money], own: Sequence[Money], depth: int) -> Draft:
    """The fee as an obligation of its own; it begins behind the contract's sum before it, or with its sentence."""
    first = told[0]
    before = max((m.amount.end for m in own if m.amount.end <= first.amount.start), default=0)
    start = max(before, *(text.rfind(mark, 0, first.amount.start) + 1 for mark in "。；;"))
    if len(told) == 1 and first.role in ("paid", "unpaid"):
        told = [replace(first, whole=True)]
    stop = re.compile("[，。；;]").search(text, told[-1].amount.end)
    return Draft(start, stop.start() if stop else len(text), None, told, depth=depth, name=f"{trade}费")
