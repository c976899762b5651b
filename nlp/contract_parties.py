"""Who takes part in a contract, and as what: contractor, supplier, supervisor, agency, reviewer, client, investor.

Enters: normalised text of an obligation and the names found in it. Leaves: ``Party`` records, each name once. A name is a
party only where a word next to it says what it does (中标单位为|…, 由|…|负责); companies that are only mentioned (a
venue, a place visited) are none. The words are data: lexicon party_roles.

What it does not do: find names (nlp.organisations).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.contract_drafts import words
from nlp.lexicon import read_rows
from nlp.organisations import Name
from nlp.record import Party

TYPES = ("company", "public_institution", "government", "other")
OFFICES = re.compile(r"(?:局|委员会|委|厅|部|政府|办公室|办|法院|党委|总队|支队|大队|科|处)$")
"""endings of public offices, which are parties only as client or where they are paid"""

AGENT = re.compile(r"招标|代理|采购中心|交易中心|拍卖")
BUILDER = re.compile(r"工程|建筑|建设|建工|装饰|装修|园林|市政|路桥|安装|施工|监理|环保|水务|物业|污水|固废")


@cache
def cues(role: str, side: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row[2]) for row in read_rows("party_roles") if row[0] == role and row[1] == side)


def find_parties(text: str, names: Sequence[Name], start: int, end: int) -> tuple[tuple[Party, Name], ...]:
    """Parties among the names that stand in ``text[start:end]``, with their places, the payee first.

    >>> text = "委托甲招标代理有限公司招标，中标单位为乙建设工程有限公司，在丙煤业有限公司设分会场"
    >>> names = [Name(2, 11, "甲招标代理有限公司", "company"), Name(19, 29, "乙建设工程有限公司", "company"),
    ...          Name(31, 39, "丙煤业有限公司", "company")]
    >>> [(p.name, p.role) for p, _ in find_parties(text, names, 0, len(text))]
    [('甲招标代理有限公司', 'agency'), ('乙建设工程有限公司', 'contractor')]
    """
    found: dict[str, tuple[Party, Name]] = {}
    for name in names:
        if not start <= name.start < end or name.type not in TYPES:
            continue
        role = role_of(text, name, start)
        if role and (name.full not in found or found[name.full][0].role in ("other",)):
            found[name.full] = (Party(name.full, role), name)
    return tuple(found.values())


def role_of(text: str, name: Name, floor: int) -> str | None:
    """The role that the words beside a name give it; None where it is only mentioned."""
    before = text[max(floor, name.start - 16) : name.start]
    after = text[name.end : name.end + 30]
    for role in ("agency", "supervisor", "reviewer", "client", "investor"):
        named = any(p.search(name.full) for p in cues(role, "name"))
        left = any(p.search(before) for p in cues(role, "before"))
        right = any(p.search(after) for p in cues(role, "after"))
        if role == "agency":
            hit = named or (left and right and bool(AGENT.search(name.full + after[:12])))
            hit = hit and not re.search(r"中标|成交", before[-8:])
        else:
            hit = named or left or right
        if hit and not (role in ("reviewer", "investor") and not named and not left and winner_before(before)):
            return role if not (OFFICES.search(name.full) and role not in ("client",)) else None
    if OFFICES.search(name.full):
        return None
    if winner_before(before) or any(p.search(after) for p in (*cues("winner", "after"), *cues("payee", "after"))):
        return payee_role(text, name)
    return None


def winner_before(before: str) -> bool:
    return any(p.search(before) for p in (*cues("winner", "before"), *cues("supplier", "before")))


def payee_role(text: str, name: Name) -> str:
    """Does the payee build and run works (contractor), or supply goods and services (supplier)?"""
    near = text[max(0, name.start - 60) : name.end + 60]
    return "contractor" if BUILDER.search(name.full) or words("works").search(near) else "supplier"
