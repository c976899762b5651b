"""What the words of an obligation themselves show to be wrong: balances, scale, itemised totals.

contract-balance  the stated balance is not price - paid
contract-scale    a sum is out of all proportion to the page's funds (万元 printed for 元)
contract-items    the items of a list do not add up to the sum stated over them
"""

from __future__ import annotations

from decimal import Decimal

from nlp.contract_draft import Draft
from nlp.format import plain
from nlp.record import Contract, Finding, ProjectPage, Stretch

SCALE = 100
"""times the page's funds at which a sum is taken for a slip of scale"""


def check_contract(contract: Contract, page: ProjectPage | None) -> list[Finding]:
    """Findings of one contract."""
    findings = []
    if contract.consistent is False:
        findings.append(Finding(
            "contract-balance", "error",
            f"{contract.label}：文中未付 {plain(contract.unpaid)} 元，但{contract.amount_kind}减已付应为 {plain(contract.computed_unpaid)} 元",
            plain(contract.computed_unpaid), plain(contract.unpaid), (contract.span,),
        ))  # fmt: skip
    if contract.computed_unpaid is not None and contract.computed_unpaid < 0 and contract.unpaid is None:
        findings.append(Finding(
            "contract-balance", "error",
            f"{contract.label}：已付 {plain(contract.paid)} 元超过{contract.amount_kind} {plain(contract.amount)} 元",
            plain(contract.amount), plain(contract.paid), (contract.span,),
        ))  # fmt: skip
    funds = [value for value in (page.total_amount, page.year_amount) if value] if page else []
    for amount in contract.amounts:
        if funds and amount.value > SCALE * max(funds):
            findings.append(Finding(
                "contract-scale", "warning",
                f"{contract.label}：{amount.role} {plain(amount.value)} 元，远大于本页资金总额 {plain(max(funds))} 元，金额单位存疑",
                plain(max(funds)), plain(amount.value), (amount.span,),
            ))  # fmt: skip
    return findings


def check_total(stretch: Stretch, draft: Draft) -> list[Finding]:
    """Does the sum stated over a list equal its items? Lists with an item that states no sum are left alone."""
    if len(draft.items) < 2 or None in draft.items:
        return []
    stated = draft.monies[-1]
    if stated.role not in ("cost", "rent", "total", "unpaid", "incurred"):
        return []
    summed = sum((value for value in draft.items if value is not None), Decimal(0))
    if abs(summed - stated.value) <= max(Decimal(100), stated.value / 10000):
        return []
    return [Finding(
        "contract-items", "warning",
        f"所列 {len(draft.items)} 项合计 {plain(summed)} 元，与所述 {plain(stated.value)} 元不符",
        plain(summed), plain(stated.value), (stretch.span(stated.amount.start, stated.amount.end),),
    )]  # fmt: skip
