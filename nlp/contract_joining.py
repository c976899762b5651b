"""Obligations that arithmetic joins: a 合计 with its parts, costs that only together fit what was paid and what is left.

Enters: the ``Draft`` records of a stretch of text. Leaves: fewer of them where sums say that several are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_draft import (
    Draft,
    is_part,
    label_text,
)
from nlp.contract_roles import Money


def join_sums(text: str, drafts: list[Draft]) -> list[Draft]:
    """Where a 合计 / 共计 sums up the costs before it: parts and subtotals make one obligation, names make a total."""
    out: list[Draft] = []
    for draft in leading_total(drafts):
        out.append(draft)
        drop_subtotals(draft)
        total = next((m for m in draft.monies if m.role == "total"), None)
        if total is None:
            mark_trailing(draft, out[:-1], last=draft is drafts[-1])
            continue
        priors = summed_by(total, draft, out)
        if not priors:
            continue
        if draft.of("paid", "unpaid") or one_obligation(text, draft, priors):
            out = absorb(out, priors, total)
        else:
            draft.monies = [m for m in draft.monies if m is not total]
    return out


def drop_subtotals(draft: Draft) -> None:
    """小计3.4万元；…小计4万元，合计7.4万元: the last sum alone stays."""
    totals = draft.of("total")
    if len(totals) > 2 and abs(sum(m.value for m in totals[:-1]) - totals[-1].value) <= 100:
        draft.monies = [m for m in draft.monies if m not in totals[:-1]]


def mark_trailing(draft: Draft, before: list[Draft], *, last: bool) -> None:
    """A last plain cost that the costs before it add up to is their total."""
    trailing = draft.of("cost") if last and draft.plain else []
    if trailing and len(before) > 1 and abs(sum_of(before) - trailing[0].value) <= 100:
        draft.total_over = len(before)


def summed_by(total: Money, draft: Draft, out: list[Draft]) -> list[Draft]:
    """The drafts whose costs a total adds up, the latest of them; none where no run of them fits."""
    priors = [d for d in out if (d.plain or d is draft) and d.of("cost", "rent")]
    while len(priors) > 1 and sum_of(priors) > total.value * Decimal("1.005"):
        priors = priors[1:]
    fits = len(priors) > 1 and abs(sum_of(priors) - total.value) <= total.value * Decimal("0.005")
    return priors if fits else []


def one_obligation(text: str, draft: Draft, priors: list[Draft]) -> bool:
    if all(is_part(text, d) or "小计" in text[d.start : d.end] for d in priors):
        return True
    return draft.depth > 0 and is_part(text, priors[-1])


def absorb(out: list[Draft], priors: list[Draft], total: Money) -> list[Draft]:
    """Make one draft of several, its price their total."""
    first = priors[0]
    costs = [m for d in priors for m in d.of("cost", "rent")]
    first.monies = [total, *(m for d in priors for m in d.monies if m is not total and m not in costs)]
    first.end = priors[-1].end
    return [d for d in out if d is first or not any(d is p for p in priors)]


def leading_total(drafts: list[Draft]) -> list[Draft]:
    """Mark a first cost that all the costs after it add up to as their total."""
    if len(drafts) > 2 and all(d.plain and d.of("cost", "rent") for d in drafts):
        first, rest = drafts[0], drafts[1:]
        if abs(sum_of(rest) - first.of("cost", "rent")[0].value) <= 100:
            first.total_over = len(rest)
    return drafts


def balance_up(text: str, drafts: list[Draft]) -> list[Draft]:
    """Join plain costs to the draft after them where only their sum fits what that draft states.

    运维费60万元；服务费150万元，已到位100万元，差额110万元: 60 + 150 - 100 = 110.
    运维费70万元；服务费150万元，合计应付费220万元: 70 + 150 = 220.
    """
    out: list[Draft] = []
    for draft in drafts:
        out.append(draft)
        cost, goal = draft.of("cost", "rent"), stated_sum(draft)
        if len(cost) != 1 or goal is None or draft.of("settled", "contract", "award"):
            continue
        priors: list[Draft] = []
        for prior in reversed(out[:-1]):
            if not (prior.plain and prior.of("cost", "rent")):
                break
            priors.append(prior)
            if abs(sum_of(priors) + cost[0].value - goal) <= 100:
                whole = replace(cost[0], role="total", amount=replace(cost[0].amount, value=goal))
                draft.monies = [whole, *(m for m in draft.monies if m is not cost[0])]
                told = [label_text(text, d) for d in (*reversed(priors), draft)]
                draft.name = "、".join(name for name in told if name) or None
                draft.start, draft.label = priors[-1].start, priors[-1].label
                out = [d for d in out if not any(d is p for p in priors)]
                break
    return out


def stated_sum(draft: Draft) -> Decimal | None:
    """The price a draft implies: what was paid and what is left together, or an incurred sum stated over its cost."""
    paid, left, incurred = draft.of("paid"), draft.of("unpaid"), draft.of("incurred")
    if len(paid) == 1 and len(left) == 1 and not incurred:
        return paid[0].value + left[0].value
    return incurred[0].value if len(incurred) == 1 and not paid and not left else None


def sum_of(drafts: Sequence[Draft]) -> Decimal:
    return sum((m.value for d in drafts for m in d.of("cost", "rent")[:1]), Decimal(0))
