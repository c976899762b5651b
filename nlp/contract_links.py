"""The same obligation told on several pages of a document: once with its contract, once in a list of payables, once again
on a continuation page. Linked with the reason, so that sums count it once.

Enters: the contracts of one document. Leaves: ``Link`` records (positions in that sequence) and findings where both tellings
together commit more than is owed. A link needs a name in common and sums that fit: the listed rest is the balance, the
balance less what this year's page sets aside, or one of the sums the page names. The keeper is the fuller telling.

What it does not do: join obligations of different documents, or ones that merely cost the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from nlp.format import plain, yuan
from nlp.record import Contract, Finding

NEAR = Decimal(100)
"""yuan within which two printings of a sum agree"""

ALIKE = 0.6
"""share of the shorter name's character pairs found in the other telling, where sums fit exactly"""

NOISE = re.compile(
    r"尾款|余款|质保金|费用|经费|费|项目|部分|剩余|应支未支|款项|款|及|等|的|[^一-鿿]|(?:19|20)\d\d年(?:度)?"
)


@dataclass(frozen=True, slots=True)
class Link:
    """Contract ``other`` tells of the same obligation as ``keeper`` (positions in the sequence given)."""

    keeper: int
    other: int
    reason: str
    """Chinese sentence"""


def link_contracts(contracts: Sequence[Contract]) -> tuple[Link, ...]:
    """Links between the contracts of one document; each contract is linked to at most one keeper.

    A list's 甲平台建设尾款44万元 and the page of 甲平台建设 with 审定115万元, 已付50万元, 尾款44万元 are one.
    """
    links: dict[int, Link] = {}
    own = [(i, contract, richness(contract)) for i, contract in enumerate(contracts) if not contract.total_over]
    for j, other, told in own:
        best: tuple[float, int, str] | None = None
        for i, keeper, more in own:
            if i == j or i in links or (more, -i) <= (told, -j):
                continue
            found = same_obligation(keeper, other)
            if found and (best is None or found[0] > best[0]):
                best = (found[0], i, found[1])
        if best and not any(link.keeper == j for link in links.values()):
            links[j] = Link(best[1], j, best[2])
    return tuple(links.values())


def richness(contract: Contract) -> int:
    """How much a telling says; the fuller one keeps, the first in reading order where they say the same."""
    told = (contract.amount, contract.paid, contract.signed, *contract.parties)
    return sum(value is not None for value in told)


def same_obligation(keeper: Contract, other: Contract) -> tuple[float, str] | None:
    """How alike two tellings are and why they are one obligation; None where they are not known to be."""
    if keeper.page == other.page:
        return contained(keeper, other)
    sums = agreeing(keeper, other) if keeper.project == other.project and keeper.page is not None else None
    if sums:
        alike = likeness(keeper, other)
        if alike >= ALIKE or keeper.label == other.label:
            return 2 + alike, f"同一项目另页重述，{sums}"
    owed = owed_by(other)
    if owed is None or other.has_balance is not True or keeper.has_balance is not True:
        return None
    words = next((words for value, words in rests(keeper) if abs(value - owed) <= NEAR), None)
    alike = likeness(keeper, other) if words else 0.0
    return (1 + alike, f"名称相近，所列 {yuan(owed)}为该合同{words}") if alike >= ALIKE else None


def contained(keeper: Contract, other: Contract) -> tuple[float, str] | None:
    """A fee told beside a contract whose stated balance already holds it (…加上未付评审费0.6万元，剩余9万元未付)."""
    parts = (keeper.computed_unpaid, keeper.unpaid, other.unpaid)
    if keeper.consistent is not False or None in parts or other.paid is not None:
        return None
    without = (keeper.computed_unpaid or Decimal(0)) - (keeper.retention or Decimal(0))
    if abs(without + (other.unpaid or Decimal(0)) - (keeper.unpaid or Decimal(0))) > NEAR:
        return None
    return 1.0, f"{yuan(other.unpaid)}已含在该合同所述未付余额内"


def owed_by(contract: Contract) -> Decimal | None:
    """The balance of a contract: as stated, else as computed."""
    return contract.unpaid if contract.unpaid is not None else contract.computed_unpaid


def rests(keeper: Contract) -> list[tuple[Decimal, str]]:
    """Sums under which a list may name what is left of ``keeper``."""
    found = []
    owed = owed_by(keeper)
    if owed is not None:
        found.append((owed, "未付余额"))
        if keeper.budgeted_now:
            found.append((owed - keeper.budgeted_now, "未付余额减今年安排"))
        if keeper.retention:
            found.append((owed - keeper.retention, "未付余额减质保金"))
    found += [
        (amount.value, f"文中“{amount.role}”") for amount in keeper.amounts if amount.role in ("未支付", "质保金")
    ]
    return found


def agreeing(keeper: Contract, other: Contract) -> str | None:
    """Which sums two tellings share; None where they share none or differ in one."""
    shared = []
    for field, words in (("amount", "总额"), ("paid", "已付"), ("unpaid", "未付")):
        a, b = getattr(keeper, field), getattr(other, field)
        if a is not None and b is not None:
            if abs(a - b) > NEAR:
                return None
            shared.append(words)
    return "、".join(shared) + "一致" if shared else None


def likeness(keeper: Contract, other: Contract) -> float:
    """Share of the character pairs of ``other``'s name that stand in ``keeper``'s name, project or words (0 to 1)."""
    pairs = pairs_of(other.label)
    known = pairs_of(keeper.label) | pairs_of(keeper.project or "") | pairs_of(keeper.quote)
    return len(pairs & known) / len(pairs) if len(pairs) > 2 else 0.0


@lru_cache(maxsize=4096)
def pairs_of(name: str) -> frozenset[str]:
    plain_name = NOISE.sub("", name)
    return frozenset(plain_name[i : i + 2] for i in range(len(plain_name) - 1))


def check_links(contracts: Sequence[Contract], links: Sequence[Link]) -> list[Finding]:
    """Linked tellings that together commit more than is owed: this year's budget here, and a rest in a list there."""
    findings = []
    for link in links:
        keeper, other = contracts[link.keeper], contracts[link.other]
        owed, listed, now = owed_by(keeper), owed_by(other), keeper.budgeted_now
        if owed is None or listed is None or not now or keeper.project == other.project:
            continue
        if now + listed > owed + NEAR:
            findings.append(Finding(
                "contract-double", "error",
                f"{keeper.label}未付 {yuan(owed)}：本页今年安排 {yuan(now)}，另页又列未付 {yuan(listed)}，合计超过未付数",
                plain(owed), plain(now + listed), (keeper.span, other.span),
            ))  # fmt: skip
    return findings
