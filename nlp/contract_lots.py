"""What a sentence behind several lots tells of each of them: …（一标段中标价300万元；二标段200万元）。一标段已付清，二标段已付150万元.

Enters: the drafts of a stretch, in order. Leaves: the same drafts, each with the sums and the states that such a sentence
tells of its lot. Read so only where two drafts or more each name a lot of their own; otherwise nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft, states_of

LOT = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,2}|[A-Ha-h])(?:合同段|标段|标|包)(?![装括含])"
    r"|(?:^|(?<=[，。；、：\s]))(?![其剩余各该本两三四全大][余他下]?|绝大|主要|上述|以上)(?:(?!个)[一-鿿]){1,5}(?:部分|片区|分包)(?=[由的为承，\d签已于系中尚只仅均还款工合完今目截在未按]|$)"
    r"|(?:设计|监理|施工|勘察|检测|审计|测评|招标代理|评审|咨询|安装|设备|软件)费(?!用)"
)
"""a lot, a part of a work by its name (安防部分, 东片区), or the fee of one trade"""

WHAT = re.compile(r"（(?![^（）]*(?:公司|厂|院|\d))[一-鿿、]{2,10}）")
ROW = re.compile(rf"(?<=[，。；、,;：])(?P<lots>(?:{LOT.pattern})(?:[、和及与](?:{LOT.pattern}))*)")
"""lots that open a clause: A包、B包|已付清"""


@dataclass(frozen=True, slots=True)
class Told:
    """A stretch that speaks of some lots."""

    start: int
    end: int
    lots: tuple[str, ...]


def hand_out(text: str, drafts: list[Draft], end: int) -> list[Draft]:
    """The drafts, each with what the sentences behind the last of their lots tell of its own.

    >>> from nlp.contract_drafts import read_drafts
    >>> said = "一标段中标价30万元；二标段中标价20万元。二标段已付清，一标段已付10万元，尚欠20万元。"
    >>> [([(m.role, int(m.value)) for m in d.monies], sorted(d.states)) for d in read_drafts(said, 2025)]
    [([('award', 300000), ('paid', 100000), ('unpaid', 200000)], []), ([('award', 200000)], ['all'])]
    """
    owners = owners_of(text, drafts)
    if len(owners) < 2:
        return drafts
    for lot, draft in owners.items():
        draft.name = draft.name or (name_of(text, draft, lot) if named_before(text, draft) else None)
    behind = min(price_of(draft) for draft in owners.values())
    tellings = [told for told in told_from(text, behind, end)
                if all(lot in owners and price_of(owners[lot]) <= told.start for lot in told.lots)]  # fmt: skip
    for told in tellings:
        give(text, drafts, [owners[lot] for lot in told.lots], told)
    for draft in owners.values():
        draft.end = min([draft.end, *(told.start for told in tellings if told.start >= price_of(draft) > 0)])
    return [draft for draft in drafts if draft.monies]


def price_of(draft: Draft) -> int:
    """Where the price of a draft ends; 0 where it has none."""
    return next((m.amount.end for m in draft.monies if m.role in (*PRICES, "cost")), 0)


def named_before(text: str, draft: Draft) -> bool:
    """Is there no name of a draft's own from its lot on (设备分三个包采购：|A包|为某公司，中标价…)?"""
    place = lot_place(text, draft)
    return place is not None and (draft.label in (None, place) or draft.label[1] <= place[0])


def name_of(text: str, draft: Draft, lot: str) -> str:
    """A lot with the short words in brackets that say what it is: A包（戏曲）, 第三合同段（照明及绿化）."""
    place = lot_place(text, draft)
    said = WHAT.match(text, place[1]) if place else None
    return lot + (said.group() if said else "")


def lot_place(text: str, draft: Draft) -> tuple[int, int] | None:
    """Place of the lot named last before the price of a draft, in the same part of the sentence."""
    at = price_of(draft)
    begin = max(draft.start, *(text.rfind(mark, 0, at) + 1 for mark in "。；;"))
    named = [found.span() for found in LOT.finditer(text, begin, at)]
    return named[-1] if named else None


def owners_of(text: str, drafts: Sequence[Draft]) -> dict[str, Draft]:
    """The draft of each lot, the first that names it."""
    owners: dict[str, Draft] = {}
    for draft in drafts:
        place = lot_place(text, draft)
        if place:
            owners.setdefault(text[slice(*place)], draft)
    return owners


def told_from(text: str, start: int, end: int) -> list[Told]:
    """The stretches behind ``start`` that each open with lots, up to the next one or the end of the sentence."""
    rows = list(ROW.finditer(text, start, end))
    told = []
    for at, row in enumerate(rows):
        stop = rows[at + 1].start() if at + 1 < len(rows) else end
        full = text.find("。", row.end(), stop)
        lots = tuple(lot.group() for lot in LOT.finditer(text, *row.span("lots")))
        told.append(Told(row.start(), full if full >= 0 else stop, lots))
    return told


def give(text: str, drafts: Sequence[Draft], owners: Sequence[Draft], told: Told) -> None:
    """Hand what a stretch says to its lots: its states to each, its sums where it speaks of one lot alone."""
    inside = [m for draft in drafts for m in draft.monies if told.start <= m.amount.start < told.end]
    if inside and len(owners) > 1:
        return
    for owner in owners:
        owner.states |= states_of(text[told.start : told.end]) if not inside else set()
    for draft in drafts:
        draft.monies = [m for m in draft.monies if m not in inside]
    owners[0].monies += inside
