"""Several contracts told in one breath: 供货单位为甲公司、乙公司，合同价款分别为48.6万元、132.5万元，均已付清.

Enters: the drafts of a text and the names found in it. Leaves: drafts of which each holds one of the sums, and the one
payee it belongs to. Read so only where as many payees stand before the sums as there are sums after 分别; what is said
of all of them (均已付清) holds for each. Otherwise the draft stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft, states_of
from nlp.contract_parties import PAYEES, find_parties
from nlp.contract_roles import JOINED, Money
from nlp.organisations import Name

RESPECTIVELY = re.compile(r"分别(?:为|是|约|计|约为)?[：:]?$")


def apportion(text: str, drafts: Sequence[Draft], names: Sequence[Name]) -> list[Draft]:
    """Each draft, or one draft for each of the sums that 分别 hands out to its payees."""
    return [part for draft in drafts for part in parts_of(text, draft, names)]


def parts_of(text: str, draft: Draft, names: Sequence[Name]) -> list[Draft]:
    run = handed_out(text, draft)
    if len(run) < 2:
        return [draft]
    payees = [name for party, name in find_parties(text, names, draft.start, run[0].amount.start) if party.role in PAYEES]
    others = [m for m in draft.monies if m not in run and m.role in (*PRICES, "paid", "unpaid")]
    if len(payees) != len(run) or others:
        return [draft]
    said = draft.states | states_of(text[run[-1].amount.end : draft.end])
    return [
        Draft(draft.start, draft.end, None, [money], draft.owed, draft.unsettled, set(said), depth=draft.depth,
              subject=draft.subject, payee=(name.start, name.end))
        for money, name in zip(run, payees, strict=True)
    ]  # fmt: skip


def handed_out(text: str, draft: Draft) -> list[Money]:
    """The sums of one kind in a row behind 分别."""
    for at, first in enumerate(draft.monies):
        if first.role not in (*PRICES, "cost") or not RESPECTIVELY.search(text[first.clause : first.amount.start]):
            continue
        run = [first]
        for money in draft.monies[at + 1 :]:
            if money.role != first.role or not JOINED.match(text[run[-1].amount.end : money.amount.start]):
                break
            run.append(money)
        return run
    return []
