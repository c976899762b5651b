"""Several contracts told in one breath: 供货单位为甲公司、乙公司，合同价款分别为48.6万元、132.5万元，均已付清.

Enters: the drafts of a text and the names found in it. Leaves: drafts of which each holds one of the sums, and the one
payee it belongs to. Read so only where as many payees stand before the sums as there are sums after 分别; what is said
of all of them (均已付清) holds for each. Otherwise the draft stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft, states_of
from nlp.contract_parties import PAYEES, find_parties, short_name
from nlp.contract_roles import JOINED, Money
from nlp.organisations import Name

RESPECTIVELY = re.compile(r"分别(?:为|是|约|计|约为|结算|(?:尚|仍|还|下|拖)?欠(?:付|款)?|未付|剩余|应付|支付)?[：:]?$")


def apportion(text: str, drafts: Sequence[Draft], names: Sequence[Name]) -> list[Draft]:
    """Each draft, or one draft for each of the sums that 分别 hands out to its payees; a balance goes to what its payee does."""
    out: list[Draft] = []
    for part in (part for draft in drafts for part in parts_of(text, draft, names)):
        owner = next((d for d in out if owed_under(text, d, part)), None)
        if owner is None:
            out.append(part)
        else:
            owner.monies += [replace(money, whole=False) for money in part.monies]
    return out


def owed_under(text: str, draft: Draft, part: Draft) -> bool:
    """Is a draft what the payee of a balance told behind it does?"""
    first = part.monies[0]
    if first.role != "unpaid" or draft.of("unpaid") or not draft.of(*PRICES, "cost"):
        return False
    if part.payee is not None:
        return draft.start <= part.payee[0] < draft.end
    short = short_name(text[first.clause : first.amount.end])
    return draft.payee is not None and short is not None and short in text[slice(*draft.payee)]


def parts_of(text: str, draft: Draft, names: Sequence[Name]) -> list[Draft]:
    run = handed_out(text, draft)
    if len(run) < 2:
        return [draft]
    owed = run[0].role == "unpaid"
    payees = [name for party, name in find_parties(text, names, 0 if owed else draft.start, run[0].amount.start) if party.role in PAYEES]
    others = [m for m in draft.monies if m not in run and m.role in (*PRICES, "paid", "unpaid")]
    if len(payees) != len(run) or others:
        return [draft]
    run = [replace(money, role="cost") if money.role == "paid" else money for money in run]
    return [
        Draft(draft.start, draft.end, None, [money], draft.owed, draft.unsettled, draft.states | said_of(text, draft, run, name), depth=draft.depth,
              subject=draft.subject, payee=(name.start, name.end))
        for money, name in zip(run, payees, strict=True)
    ]  # fmt: skip


def said_of(text: str, draft: Draft, run: Sequence[Money], payee: Name) -> set[str]:
    """What the clauses behind the sums say of one payee: those that name another by a short name are not about it."""
    stop = text.find("。", run[-1].amount.end)
    clauses = re.split("[，；]", text[run[-1].amount.end : stop if stop >= 0 else draft.end])
    named = [short_name(clause) for clause in clauses]
    return {state for clause, name in zip(clauses, named, strict=True)
            if name is None or name in payee.full for state in states_of(clause)}  # fmt: skip


def handed_out(text: str, draft: Draft) -> list[Money]:
    """The sums of one kind in a row behind 分别."""
    for at, first in enumerate(draft.monies):
        if first.role not in (*PRICES, "cost", "unpaid", "paid") or not RESPECTIVELY.search(text[first.clause : first.amount.start]):
            continue
        run = [first]
        for money in draft.monies[at + 1 :]:
            if money.role != first.role or not JOINED.match(text[run[-1].amount.end : money.amount.start]):
                break
            run.append(money)
        return run
    return []
