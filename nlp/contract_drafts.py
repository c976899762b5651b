"""The obligations of one narrative field, each with its sums: who belongs with whom, before anything is weighed.

Enters: normalised text of a field and the document's year. Leaves: ``Draft`` records in reading order. Enumerated items
(nlp.contract_items) and lists after 包括 / 其中 scope their sums. A sum stated over items becomes a total; costs that are
mere parts of one obligation (专家费, 运输费) stay with it. What a head says of its items (应支未支款项包括：…) and what a
tail says of them (以上项目未完成支付) is handed to each.

What it does not do: decide balances (nlp.contract_balance) or find who is paid (nlp.contract_parties).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_appropriation import told_besides, without_spreading
from nlp.contract_clause import PRICES
from nlp.contract_details import without_details
from nlp.contract_draft import COSTS, Context, Draft, Listing, is_part, states_of, words
from nlp.contract_fractions import with_fractions
from nlp.contract_grouping import gather
from nlp.contract_items import Item, read_items
from nlp.contract_opening import sentence_of
from nlp.contract_roles import Money, find_monies
from nlp.contract_shares import share_payments
from nlp.contract_subject import find_subject
from nlp.contract_years import by_years

OWED_HEAD = re.compile(
    r"(?:欠付|拖欠|未付|应付未付|尚欠|应支未支|未支付|未结算)[^：:，。；,;]{0,16}(?:如下|包括|有)?[：:]"
)
"""opens a list of payables that states no sum: 欠付民营企业账款：甲公司12.6万元、乙公司8.9万元"""

SPELLED = re.compile(r"^(?:（[^（）]*）)?[，,；;：:（\s]*[^，。；,;]{0,8}$|^（[^（）；。]{0,30}[，,]$")


def read_drafts(text: str, year: int | None = None) -> list[Draft]:
    """Every obligation of ``text``.

    >>> drafts = read_drafts("欠款包括：（1）甲项目尾款5万元；（2）乙项目合同金额9万元，已付2万元。", 2026)
    >>> [[(m.role, int(m.value)) for m in d.monies] for d in drafts]
    [[('unpaid', 50000)], [('contract', 90000), ('paid', 20000)]]
    """
    monies = without_spreading(text, by_years(text, with_fractions(text, find_monies(text, year))))
    drafts = walk(text, read_items(text), monies, Context())
    return merge_repeats(text, merge_shares(text, share_payments(text, [d for d in drafts if d.monies])))


def walk(text: str, item: Item, monies: Sequence[Money], context: Context) -> list[Draft]:
    """Drafts of an item: its head, its children, its tail."""
    if not item.children:
        return leaf(text, item.start, item.end, monies, context)
    head = leaf(text, *item.head, monies, context)
    below = context_below(text, item.head, head, context)
    families = [walk(text, child, monies, below) for child in item.children]
    kids = [d for family in families for d in family]
    tail = leaf(text, *item.tail, monies, context) if item.tail else []
    if item.tail:
        said = states_of(told_besides(text, *item.tail, monies))
        for kid in kids:
            kid.states |= said
    tail = [d for d in tail if not d.plain or (d.of("estimate", "cost") and purchase_ahead(text, d))]
    if head and leads(text, head[-1].monies[-1], item.children[0].start):
        head[-1].listing = list_items(head[-1].monies[-1], families, enumerated=True)
    return [*fold(text, head, kids), *tail]


def purchase_ahead(text: str, draft: Draft) -> bool:
    """Does a sentence behind a list name a purchase of its own (今年拟采购某某，预算24万元)?"""
    start = max(draft.start, sentence_of(text, draft.monies[0]))
    said = text[start : draft.monies[0].amount.start]
    return bool(words("plan").search(said)) and find_subject(text, start, draft.monies[0].amount.start) is not None


def list_items(stated: Money, families: Sequence[Sequence[Draft]], *, enumerated: bool) -> Listing:
    """The items below a sum, each a family of drafts, with what they add to it."""
    firsts = tuple(bounds(family[:1]) for family in families)
    wholes = tuple(bounds(family[:1] if family and family[0].total_over else family) for family in families)
    return Listing(stated, firsts, wholes, enumerated)


def bounds(family: Sequence[Draft]) -> tuple[Decimal, Decimal] | None:
    """Least and most that drafts put into a total; None where one of them states no plain sum."""
    monies = [draft.monies[0] for draft in family]
    if not monies or any(m.role not in (*COSTS, "unpaid", "range") for m in monies):
        return None
    low = sum((m.value for m in monies), Decimal(0))
    return low, sum((m.amount.high or m.value for m in monies), Decimal(0))


def fold(text: str, head: list[Draft], kids: list[Draft]) -> list[Draft]:
    """Put a head and the items below it together: parts stay with the head, otherwise the head is their total."""
    if not kids:
        return head
    bearer = head[-1] if head else None
    if bearer is None:
        return kids
    parts = [kid for kid in kids if kid.plain and is_part(text, kid)]
    if len(parts) * 2 > len(kids) and bearer.of(*COSTS, *PRICES, "unpaid"):
        bearer.end = max(bearer.end, kids[-1].end)
        return head
    if (bearer.plain or not bearer.of(*PRICES, "paid")) and leads(text, bearer.monies[-1], kids[0].start):
        bearer.total_over = len(kids)
    return [*head, *kids]


def leads(text: str, money: Money, end: int) -> bool:
    """Does a sum speak of the list that begins at ``end``: same sentence, or a word that opens a list before it?"""
    return "。" not in text[money.amount.end : end] or bool(
        words("lead").search(text, max(money.amount.end, end - 12), end)
    )


def context_below(text: str, head: tuple[int, int], drafts: list[Draft], context: Context) -> Context:
    """What a head passes on to its items: that they are owed, that they were never settled."""
    said = text[max(head[0], head[1] - 80) : head[1]]
    owed = context.owed or any(m.role == "unpaid" and leads(text, m, head[1]) for d in drafts for m in d.monies[-1:])
    owed = owed or bool(
        re.search(r"(?:应支未支|应付未付|欠付|拖欠|未结算|未支付|未付|未能[^，。；,;]{0,4}支付)[^。]{0,24}$", said)
    )
    return Context(owed, context.unsettled or (owed and "未结算" in said), context.depth + 1)


def leaf(text: str, start: int, end: int, monies: Sequence[Money], context: Context) -> list[Draft]:
    """Drafts of a stretch without enumerated items; a list after 包括 / 其中 is read as items of its own."""
    own = without_details(text, [m for m in monies if start <= m.amount.start < end])
    said = OWED_HEAD.search(text, start, end)
    if said and not any(m.amount.start < said.end() for m in own) and not context.owed:
        context = replace(context, owed=True, unsettled="未结算" in said.group(), depth=context.depth + 1)
        stop = text.find("。", said.end(), end) + 1 or end
        rest = leaf(text, stop, end, monies, replace(context, owed=False)) if stop < end else []
        return [*leaf(text, said.end(), stop, monies, context), *[d for d in rest if not d.plain]]
    found = find_list(text, own, end)
    if found is None:
        return gather(text, start, end, own, context)
    bearer, first, last = found
    outside = [m for m in own if not first <= m.amount.start < last]
    head = gather(text, start, end, [m for m in outside if m.amount.start < first], context)
    below = context_below(text, (start, first), head[-1:], context)
    if bearer.role == "unpaid" or context.owed:
        below = replace(below, owed=True, unsettled=below.unsettled or "未结算" in text[start:first])
    inside = [m for m in own if first <= m.amount.start < last]
    kids = gather(text, first, last, inside, below)
    for kid in kids:
        kid.above = head[-1].label if head else None
    if head and head[-1].monies[-1] is bearer:
        head[-1].listing = list_items(bearer, [[kid] for kid in kids], enumerated=False)
    after = [m for m in outside if m.amount.start >= last]
    rest = (leaf if find_bracketed(text, after, end) else gather)(text, last, end, after, context)
    kids = [
        kid for kid in kids if bearer.role not in ("now", "share") or not kid.plain or (context.depth == 0 and not rest)
    ]
    return [*fold(text, head, kids), *[d for d in rest if not (d.plain and kids)]]


def find_list(text: str, monies: Sequence[Money], end: int) -> tuple[Money, int, int] | None:
    """The sum that a list spells out, and the range of the list; None where there is no list of two or more sums."""
    for at, bearer in enumerate(monies[:-2]):
        lead = words("lead").search(text, bearer.amount.end, min(bearer.amount.end + 80, monies[at + 1].amount.start))
        if (
            not lead
            or bearer.role in ("settled", "contract", "award", "paid")
            or not SPELLED.match(text[bearer.amount.end : lead.start()])
        ):
            continue
        first = lead.end()
        last = bracket_end(text, bearer.amount.end, first, end)
        listed = [
            m for m in monies[at + 1 :] if m.amount.start < last and m.role in (*COSTS, *PRICES, "unpaid", "share")
        ]
        if len(listed) >= 2 and listed[0].role != "share":
            return bearer, first, last
    return find_bracketed(text, monies, end)


def find_bracketed(text: str, monies: Sequence[Money], end: int) -> tuple[Money, int, int] | None:
    """A cost that a bracket right after it spells out without a word (38万元（24年房租20万，…；25年房租20万元）)."""
    for at, bearer in enumerate(monies[:-2]):
        bracket = re.compile(r"[，；,;]?（").match(text, bearer.amount.end)
        if bracket and bearer.role in ("cost", "rent", "total"):
            last = bracket_end(text, bearer.amount.end, bracket.end(), end)
            inside = [m for m in monies[at + 1 :] if m.amount.start < last]
            if sum(m.role in ("cost", "rent", *PRICES) for m in inside) >= 2 and any(
                m.role in (*PRICES, "rent", "paid", "unpaid") for m in inside
            ):
                return bearer, bracket.end(), last
    return None


def bracket_end(text: str, start: int, first: int, end: int) -> int:
    """End of a list: the closing bracket where it stands in brackets, else the end of the stretch."""
    depth = text.count("（", start, first) - text.count("）", start, first)
    if depth <= 0:
        stop = text.find("。", first, end)
        return stop if stop >= 0 else end
    for at in range(first, end):
        depth += (text[at] == "（") - (text[at] == "）")
        if depth == 0:
            return at
    return end


def merge_shares(text: str, drafts: list[Draft]) -> list[Draft]:
    """Join a sum and the paid and unpaid shares that make it up in the same sentence (年租金24万元，上半年12万元已付，…)."""
    out: list[Draft] = []
    for draft in drafts:
        before = out[-1] if out else None
        if before is not None and shares_of(text, before, draft):
            before.monies += draft.monies
            before.end, before.listing, before.total_over = max(before.end, draft.end), None, 0
            before.states |= draft.states
        else:
            out.append(draft)
    return out


def shares_of(text: str, whole: Draft, draft: Draft) -> bool:
    """Are the sums of a draft the paid and unpaid shares of the one sum before it?"""
    first, *others = whole.monies
    said = text[first.amount.end : draft.monies[-1].amount.start]
    if others or first.role not in (*COSTS, *PRICES) or len(draft.monies) < 2 or re.search("[。；;\t]", said):
        return False
    roles = {m.role for m in draft.monies}
    told = "unpaid" in roles and ("paid" in roles or "%" in said) and roles <= {"paid", "unpaid", "due", "cost"}
    return told and sum((m.value for m in draft.monies), Decimal(0)) == first.value


PAYS = re.compile(r"(?:用于|计划|拟)?(?:支付|兑付|结清|付清)[^，。；,;]{0,20}?(?:尾款|余款|欠款|剩余款)")


def merge_repeats(text: str, drafts: list[Draft]) -> list[Draft]:
    """Drop a draft that restates an earlier one of the field, to the precision of 0.01万元 (已结算424.06万元 / 4240589.76元)."""
    out: list[Draft] = []
    for draft in drafts:
        key = {(m.role, m.value) for m in draft.of(*PRICES, "paid", "unpaid")}
        if key and any(restates(key, other) for other in out):
            continue
        owing = next((other for other in out if pays_off(text, draft, other)), None)
        if owing is not None:
            owing.monies.append(replace(draft.monies[0], role="now", date=None))
            continue
        out.append(draft)
    return out


def pays_off(text: str, draft: Draft, owing: Draft) -> bool:
    """Does the year's budget only pay the balance told before: 剩余74万元未支付；2025年计划…；支付上年工程尾款74万元."""
    money = draft.monies[0]
    told = [m.value for m in owing.of("unpaid")]
    return len(draft.monies) == 1 and money.role == "unpaid" and told == [money.value] and bool(PAYS.match(text, money.clause))


def restates(key: set[tuple[str, Decimal]], other: Draft) -> bool:
    """Is every price, payment and balance of a draft found in ``other`` too?"""
    known = [(m.role, m.value) for m in other.of(*PRICES, "paid", "unpaid")]
    return len(key) > 1 and all(any(r == role and abs(v - value) <= 100 for r, v in known) for role, value in key)
