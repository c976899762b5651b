"""Which sums of a stretch of text belong to one obligation: grouping by order, kind, names and arithmetic.

Enters: the sums of a stretch without enumerated items, in order. Leaves: ``Draft`` records. Sums settle doubts: a 合计 joins
its parts, and costs that only together fit what was paid and what is left are one (nlp.contract_joining).

What it does not do: say whether a sum opens a new obligation (nlp.contract_opening), or which sums only spell out another
one (nlp.contract_details).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_clause import PRICES
from nlp.contract_details import skip_parts
from nlp.contract_draft import Context, Draft, heading_of, label_place, label_text, name_of, work_of
from nlp.contract_joining import balance_up, join_sums
from nlp.contract_lots import hand_out
from nlp.contract_opening import sentence_of, starts_new
from nlp.contract_roles import Money
from nlp.contract_sides import take_sides
from nlp.contract_subject import find_subject

ALL_OPEN = re.compile(r"(?:均|都|全部)(?:尚|仍|还)?未(?:能)?(?:支付|付|结算|拨付|完成支付)")
"""says of all costs before it that they are open: …，合计12.3万元，均未支付"""

ALL = r"(?:[两二三四五]|[以上]上述?|各)(?:个?标?[包段]|项|家|笔|份合同|部分)?[^。；;，]{0,20}(?:均|都|全部)"
ALL_UNPAID = re.compile(ALL + r"(?:尚|仍|还)?未(?:支付|付|结算|拨付)(?![清讫])")
"""says of all contracts before it that nothing of them is paid: 两包均未支付"""

ALL_PAID = re.compile(
    ALL + r"已(?:经)?(?:全部)?(?:付清|结清|支付|付讫)"
)
"""says of all contracts before it that they are paid off: 两包2024年度费用均已结清"""

IN_BUDGET = re.compile(r"(?:费用)?(?:已|拟)?(?:列入|纳入|由)[^，。；]{0,12}预算")
INTEREST = re.compile(
    r"^[、和及与，]?(?:及其|以及)?(?:逾期)?(?:付款)?(?:利息|违约金|滞纳金|诉讼费|仲裁费|律师费|保全费|鉴定费|案件受理费)(?:为|约|共)?$"
)
ADDED = re.compile(r"加上|另加|连同")
"""opens a sum that stands beside the obligation: 加上未支付的评审费用0.6万元"""


def gather(text: str, start: int, end: int, monies: Sequence[Money], context: Context) -> list[Draft]:
    """Group the sums of a stretch into drafts, in order."""
    drafts: list[Draft] = []
    monies, sides = take_sides(text, monies, context.depth)
    for money in skip_parts(text, monies):
        if drafts and is_rest(drafts[-1], money):
            money = replace(money, role="due")
        if drafts and yearly_share(text, drafts[-1], money):
            money = replace(money, role="now")
        if drafts and with_interest(text, drafts[-1], money):
            continue
        if drafts and money.role == "unpaid" and ADDED.search(text[money.clause - 3 : money.amount.start]):
            place = label_place(text, money.clause, money)
            beside = [replace(money, whole=True)]
            sides.append(Draft(money.clause, money.amount.end, place, beside, depth=context.depth))
            continue
        if not drafts or starts_new(text, drafts[-1], money):
            drafts.append(open_draft(text, (start, end), drafts, money, context))
        drafts[-1].monies.append(money)
    mark_all(text, drafts, end)
    drafts = hand_out(text, without_common_rest(text, drafts), end)
    for at, draft in enumerate(drafts):
        part_of_contract(text, drafts[:at], draft)
    if len(drafts) + len(sides) > 1 and context.depth == 0:
        for draft in drafts:
            opened = max(draft.start, sentence_of(text, draft.monies[0]))
            draft.subject = find_subject(text, opened, draft.monies[0].amount.start)
    return [*join_sums(text, balance_up(text, fold_heading(text, drafts))), *sides]


def open_draft(text: str, stretch: tuple[int, int], drafts: Sequence[Draft], money: Money, context: Context) -> Draft:
    """A draft that ``money`` opens; the draft before it ends where the sentence of ``money`` begins."""
    start, end = stretch
    begin = drafts[-1].monies[-1].amount.end if drafts else start
    draft = Draft(begin, end, None, [], context.owed, context.unsettled, depth=context.depth)
    draft.label = name_of(text, begin, money, context, first=not drafts)
    if drafts:
        drafts[-1].end = sentence_start(text, begin, money.amount.start)
        draft.start = drafts[-1].end
        if money.allotted and drafts[-1].monies[-1].role == "now":  # the year's share of a longer contract: its sum is the year's budget
            draft.monies.append(replace(drafts[-1].monies.pop(), role="cost"))
    draft.heading = heading_of(text, start, end) if context.depth else None
    draft.within = stretch if context.depth else None
    return draft


def mark_all(text: str, drafts: Sequence[Draft], end: int) -> None:
    """Mark the drafts of which the words behind the last sum say that all are open, or all paid off."""
    for state, pattern, plain in (("none", ALL_OPEN, True), ("none", ALL_UNPAID, False), ("all", ALL_PAID, False)):
        if len(drafts) > 1 and pattern.search(text, drafts[-1].monies[-1].amount.end, end):
            for draft in drafts:
                draft.states |= {state} if draft.plain or not (plain or draft.of("paid", "unpaid")) else set()


COMMON = re.compile(
    r"(?:[两二三四五]|以上|上述|各)(?:个|家|项|处|份|笔)?(?:合同段|标段|标|包|合同|公司|单位|企业|项|家)?[^，。；\d]{0,8}"
    r"(?:共|合计|总共|累计)(?:计|尚|还|仍)?(?:欠|未付|剩余|余)[^，。；\d]{0,4}$"
)
"""before what is left of several contracts together: 两标段共欠|70万元"""


def without_common_rest(text: str, drafts: list[Draft]) -> list[Draft]:
    """The drafts, the last without a balance that is said of all of them together."""
    if len(drafts) < 2 or sum(bool(draft.of(*PRICES, "cost")) for draft in drafts) < 2:
        return drafts
    for draft in drafts:
        common = [m for m in draft.of("unpaid") if COMMON.search(text[m.clause : m.amount.start])]
        draft.monies = [m for m in draft.monies if m not in common]
    return [draft for draft in drafts if draft.monies]


def fold_heading(text: str, drafts: list[Draft]) -> list[Draft]:
    """Where an item opens with its name and a sum that the contract told below explains, the sum is this year's for it.

    （1）围墙修缮款8万元。合同金额20万元，已付12万元，剩余8万元未支付: one contract, 8万元 of it set aside now.
    """
    head_total(text, drafts)
    if len(drafts) != 2 or not drafts[0].heading or not drafts[0].of("cost", "rent") or len(drafts[0].monies) != 1:
        return drafts
    stated, told = drafts[0].monies[0], drafts[1]
    price = [m.value for m in told.of(*PRICES, "rent")][-1:]
    left = sum((m.value for m in told.of("unpaid")), Decimal(0))
    sums = {left, *price, *(value + left for value in price), *(value - sum(m.value for m in told.of("paid")) for value in price)}
    if not price or stated.value not in sums or text[stated.amount.end : stated.amount.end + 1] not in "。：；":
        return drafts
    told.monies.append(replace(stated, role="now"))
    told.start, told.label = drafts[0].start, drafts[0].label
    return [told]


def head_total(text: str, drafts: Sequence[Draft]) -> None:
    """Mark a balance that opens a stretch before a colon as the total of the balances told behind it (尾款46.53万元：A包…剩余30.78万元；…)."""
    first = drafts[0] if len(drafts) > 2 else None
    if first is None or [m.role for m in first.monies] != ["unpaid"] or text[first.monies[0].amount.end : first.monies[0].amount.end + 1] != "：":
        return
    rests = [draft.of("unpaid")[-1].value for draft in drafts[1:] if draft.of("unpaid")]
    if len(rests) > 1 and sum(rests, Decimal(0)) == first.monies[0].value:
        first.total_over = len(rests)


def part_of_contract(text: str, before: Sequence[Draft], draft: Draft) -> None:
    """A period's fee that is unpaid, told behind the contract over several years, is no price of its own (三年合同90万元，
    …。第四季度7.5万元未付)."""
    money = draft.monies[0]
    longer = any(m.value > money.value for d in before for m in d.of(*PRICES))
    if money.whole and money.role == "unpaid" and longer and draft.label and not work_of(label_text(text, draft)):
        draft.monies[0] = replace(money, whole=False)


def with_interest(text: str, draft: Draft, money: Money) -> bool:
    """Add the interest that is claimed beside a price to it (应支付工程款32.5万元及利息1.8万元)."""
    last = draft.monies[-1]
    if money.role != "cost" or last.role not in (*PRICES, "cost", "unpaid"):
        return False
    if not INTEREST.match(text[last.amount.end : money.amount.start]):
        return False
    draft.monies[-1] = replace(last, amount=replace(last.amount, end=money.amount.end, value=last.value + money.value))
    return True


def yearly_share(text: str, draft: Draft, money: Money) -> bool:
    """Is a cost the price per year told before, set aside this year (每年30万元，…，2025年费用30万元列入本年预算)?"""
    per_year = [m.value for m in draft.of("cost", "rent") if m.amount.per in ("年", "年度")]
    return money.role == "cost" and money.value in per_year and IN_BUDGET.match(text, money.amount.end) is not None


def is_rest(draft: Draft, money: Money) -> bool:
    """Is a further cost just what is left of the price (年运维费40万元，已结算30万元，第四季度运维费10万元于1月支付)?"""
    price, paid = draft.of(*PRICES) or draft.of("cost", "rent"), draft.of("paid")
    if money.role not in ("cost", "rent") or len(price) != 1 or not paid or draft.of("unpaid", "due"):
        return False
    return price[0].value - sum(m.value for m in paid) == money.value


def sentence_start(text: str, floor: int, at: int) -> int:
    """Where the sentence or list part of ``at`` begins, not before ``floor``."""
    cuts = [floor + m.end() for m in re.finditer(r"[。；;]", text[floor:at])]
    if cuts:
        return cuts[-1]
    comma = re.search(r"[，,、）]", text[floor:at])
    return floor + comma.end() if comma else floor
