"""What the words of an obligation themselves show to be wrong: balances, scale, itemised totals.

contract-balance  the stated balance is not price - paid
contract-scale    a sum is out of all proportion to the page's funds (万元 printed for 元)
contract-items    the items of a list do not add up to the sum stated over them, the budgets of several years not to the price
contract-overcommitted  paid and this year's budget together exceed the price
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from nlp.contract_draft import Listing
from nlp.contract_links import contained
from nlp.contract_record import ROLES
from nlp.format import grouped, plain, yuan
from nlp.record import Contract, Finding, ProjectPage, Stretch

SCALE = 100
"""times the page's funds at which a sum is taken for a slip of scale"""

LIKELY = {True: (Decimal("0.6"), Decimal("1.5")), False: (Decimal("0.9"), Decimal("1.1"))}
"""how far the items of a numbered list, and of a run of costs, may be off to be a slip and not a list of only some of them"""

SIGNED_KINDS = ("审定金额", "合同金额", "中标金额", "成交金额")


def check_contract(contract: Contract, page: ProjectPage | None, beside: Sequence[Contract] = ()) -> list[Finding]:
    """Findings of one contract; ``beside`` are the others of the same text."""
    return [*check_balance(contract, beside), *check_budget(contract), *check_scale(contract, page)]


def check_balance(contract: Contract, beside: Sequence[Contract]) -> list[Finding]:
    """The stated balance against price - paid; a fee told beside that makes it fit explains it."""
    kind, price, paid = contract.amount_kind, plain(contract.amount), plain(contract.paid)
    computed, stated = contract.computed_unpaid, contract.unpaid
    if computed is not None and computed < 0 and stated is None:
        words = f"{contract.label}：已付 {yuan(contract.paid)}超过{kind} {yuan(contract.amount)}"
        return [Finding("contract-balance", "error", words, price, paid, (contract.span,))]
    if contract.consistent is not False or any(contained(contract, other) for other in beside if other is not contract):
        return []
    words = f"{contract.label}：文中未付 {yuan(stated)}，但{kind}减已付应为 {yuan(computed)}"
    return [Finding("contract-balance", "error", words, plain(computed), plain(stated), (contract.span,))]


def check_budget(contract: Contract) -> list[Finding]:
    """What the budgets of one or several years set aside against the price and what was paid."""
    now = [amount for amount in contract.amounts if amount.role == ROLES["now"]]
    price, paid, this = contract.amount, contract.paid or Decimal(0), contract.budgeted_now
    if price is None or not now or contract.planned:
        return []
    summed = sum((amount.value for amount in now), Decimal(0))
    years = {amount.date[:4] for amount in now if amount.date}
    if len(years) == len(now) > 1 and not paid and Decimal(100) < abs(summed - price) <= price / 50:
        words = f"{contract.label}：分年安排合计 {yuan(summed)}，与{contract.amount_kind} {yuan(price)}不符"
        return [Finding("contract-items", "warning", words, plain(summed), plain(price), (contract.span,))]
    signed = contract.amount_kind in SIGNED_KINDS
    if signed and this and paid and any(a.value == this for a in now) and paid + this > price + Decimal(100):
        words = f"{contract.label}：已付 {yuan(paid)}加今年安排 {yuan(this)}，超过{contract.amount_kind} {yuan(price)}"
        return [Finding("contract-overcommitted", "warning", words, plain(price), plain(paid + this), (contract.span,))]
    return []


def check_scale(contract: Contract, page: ProjectPage | None) -> list[Finding]:
    """Sums out of all proportion to the page's funds."""
    funds = [value for value in (page.total_amount, page.year_amount) if value] if page else []
    return [
        Finding(
            "contract-scale", "warning",
            f"{contract.label}：{amount.role} {yuan(amount.value)}，远大于本页资金总额 {yuan(max(funds))}，金额单位存疑",
            plain(max(funds)), plain(amount.value), (amount.span,),
        )
        for amount in contract.amounts
        if funds and amount.value > SCALE * max(funds)
    ]  # fmt: skip


def check_listing(stretch: Stretch, listing: Listing) -> list[Finding]:
    """Does a sum equal the items that spell it out? Lists with an item that states no sum are left alone."""
    stated = listing.stated.value
    sums = [total for total in (add_up(listing.firsts), add_up(listing.wholes)) if total is not None]
    slack = stated / 20 if listing.stated.amount.approximate else max(Decimal(100), stated / 10000)
    if len(listing.firsts) < 2 or not sums or any(low - slack <= stated <= high + slack for low, high in sums):
        return []
    low, high = min(sums, key=lambda total: abs(total[0] - stated))
    least, most = LIKELY[listing.enumerated]
    if listing.stated.role == "share" or not least * stated <= low <= most * stated:
        return []
    found = plain(low) if low == high else f"{plain(low)}-{plain(high)}"
    said = grouped(low) if low == high else f"{grouped(low)}-{grouped(high)}"
    words = f"所列 {len(listing.firsts)} 项合计 {said} 元，与所述 {yuan(stated)}不符"
    place = stretch.span(listing.stated.amount.start, listing.stated.amount.end)
    return [Finding("contract-items", "warning", words, found, plain(stated), (place,))]


def add_up(items: Sequence[tuple[Decimal, Decimal] | None]) -> tuple[Decimal, Decimal] | None:
    """Least and most of the items together; None where one states no sum."""
    known = [item for item in items if item is not None]
    if len(known) < len(items):
        return None
    return sum((low for low, _ in known), Decimal(0)), sum((high for _, high in known), Decimal(0))
