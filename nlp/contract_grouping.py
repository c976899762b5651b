"""Which sums of a stretch of text belong to one obligation: grouping by order, kind, names and arithmetic.

Enters: the sums of a stretch without enumerated items, in order. Leaves: ``Draft`` records. A new obligation begins where a
second price of the same kind appears, where payment starts over after a balance, or where a further cost has a name of its
own. Sums settle doubts: a 合计 joins its parts, and costs that only together fit what was paid and what is left are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from nlp.contract_draft import (
    Context,
    Draft,
    heading_of,
    label_place,
    label_text,
    name_of,
    states_of,
    words,
    work_of,
)
from nlp.contract_joining import balance_up, join_sums
from nlp.contract_lots import hand_out
from nlp.contract_roles import PRICES, Money
from nlp.contract_sides import take_sides
from nlp.contract_subject import find_subject
from nlp.contract_sums import TOLERANCE, paid_total

COMPANY = re.compile(r"有限(?:责任)?公司|研究院|设计院|事务所")

REPEATED = re.compile(r"目前|截至|截止|现已|仅|实际|上述|该笔")
"""opens a clause that says a payment again: 目前仅支付预付款17.4万元"""

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
SAME_ONE = re.compile(r"^[，；,（]?(?:该|此|上述)(?:合同|项目|工程|服务|采购|平台|系统)")
INTEREST = re.compile(
    r"^[、和及与，]?(?:及其|以及)?(?:逾期)?(?:付款)?(?:利息|违约金|滞纳金|诉讼费|仲裁费|律师费|保全费|鉴定费|案件受理费)(?:为|约|共)?$"
)
RENTS = ("租金", "房租", "年租金", "租赁费", "租赁费用", "租用费", "房屋租金", "年租")
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
            sides.append(
                Draft(money.clause, money.amount.end, place, [replace(money, whole=True)], depth=context.depth)
            )
            continue
        if not drafts or starts_new(text, drafts[-1], money):
            begin = drafts[-1].monies[-1].amount.end if drafts else start
            draft = Draft(begin, end, None, [], context.owed, context.unsettled, depth=context.depth)
            draft.label = name_of(text, begin, money, context, first=not drafts)
            if drafts:
                drafts[-1].end = sentence_start(text, begin, money.amount.start)
                draft.start = drafts[-1].end
                if (
                    money.allotted and drafts[-1].monies[-1].role == "now"
                ):  # the year's share of a longer contract: its sum is the year's budget
                    draft.monies.append(replace(drafts[-1].monies.pop(), role="cost"))
            draft.heading = heading_of(text, start, end) if context.depth else None
            draft.within = (start, end) if context.depth else None
            drafts.append(draft)
        drafts[-1].monies.append(money)
    for state, pattern, plain in (("none", ALL_OPEN, True), ("none", ALL_UNPAID, False), ("all", ALL_PAID, False)):
        if len(drafts) > 1 and pattern.search(text, drafts[-1].monies[-1].amount.end, end):
            for draft in drafts:
                draft.states |= {state} if draft.plain or not (plain or draft.of("paid", "unpaid")) else set()
    drafts = hand_out(text, drafts, end)
    for at, draft in enumerate(drafts):
        part_of_contract(text, drafts[:at], draft)
    if len(drafts) + len(sides) > 1 and context.depth == 0:
        for draft in drafts:
            draft.subject = find_subject(
                text, max(draft.start, sentence_of(text, draft.monies[0])), draft.monies[0].amount.start
            )
    return [*join_sums(text, balance_up(text, fold_heading(text, drafts))), *sides]


def fold_heading(text: str, drafts: list[Draft]) -> list[Draft]:
    """Where an item opens with its name and a sum that the contract told below explains, the sum is this year's for it.

    （1）围墙修缮款8万元。合同金额20万元，已付12万元，剩余8万元未支付: one contract, 8万元 of it set aside now.
    """
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


def skip_parts(text: str, monies: Sequence[Money]) -> list[Money]:
    """Leave out prices of goods listed in brackets, three or more (（大屏1台60万元、不断电源1台18.5万元、…）)."""
    depth_of = {id(m): enclosing(text, m.amount.start) for m in monies if m.role == "cost"}
    counts = {at: sum(v == at for v in depth_of.values()) for at in set(depth_of.values()) if at is not None}
    priced = {m.amount.end for m in monies if m.role in PRICES}  # 合同金额126万元（其中设备款98万元、安装费28万元）
    keep = [m for m in monies if counts.get(depth_of.get(id(m)) or -1, 0) < 3 and depth_of.get(id(m)) not in priced]
    return keep if any(m.role not in ("now", "share") for m in keep) else list(monies)


def without_details(text: str, monies: Sequence[Money]) -> list[Money]:
    """Leave out what a price is made of, where what follows tells how far the whole of it is paid, and the sources of money
    that a sum comes from (费用168万元，其中财政资金108万元、单位资金60万元)."""
    sources = [part for at in range(len(monies)) for part in sources_of(text, monies[at:])]
    monies = [m for m in monies if m not in sources]
    parts = [
        part for at, m in enumerate(monies) if m.role in (*PRICES, "estimate") for part in spelt_out(text, monies[at:])
    ]
    after = [m for m in monies if parts and m.amount.start > parts[-1].amount.start and m.role in ("paid", "unpaid")]
    return [m for m in monies if not (after and m in parts)]


def sources_of(text: str, monies: Sequence[Money]) -> list[Money]:
    """The sums right behind a cost that say which funds it comes from, and add up to it."""
    whole, *rest = monies
    parts: list[Money] = []
    for money in rest if whole.role in ("cost", "rent", "total") else []:
        said = text[(parts[-1] if parts else whole).amount.end : money.amount.start]
        if not words("source").search(said) or re.search("[。；;]", said):
            break
        parts.append(money)
        if sum((m.value for m in parts), Decimal(0)) == whole.value:
            return parts if len(parts) > 1 else []
    return []


def spelt_out(text: str, monies: Sequence[Money]) -> list[Money]:
    """The costs right behind a price that 其中 says it is made of (总投资500万元，其中土建300万元、设备200万元)."""
    whole, *rest = monies
    parts: list[Money] = []
    for money in rest:
        said = text[(parts[-1] if parts else whole).amount.end : money.amount.start]
        opened = parts or re.match(r"[，,（]?其中", said)
        if money.role not in ("cost", "rent") or not opened or re.search("[。；;]", said):
            break
        parts.append(money)
        if sum((m.value for m in parts), Decimal(0)) == whole.value:
            return parts if len(parts) > 1 else []
    return []


def enclosing(text: str, at: int) -> int | None:
    """Place of the bracket that is open at ``at``; None outside brackets."""
    depth = 0
    for i in range(at - 1, max(-1, at - 400), -1):
        depth += (text[i] == "）") - (text[i] == "（")
        if depth < 0:
            return i
    return None


def sentence_start(text: str, floor: int, at: int) -> int:
    """Where the sentence or list part of ``at`` begins, not before ``floor``."""
    cuts = [floor + m.end() for m in re.finditer(r"[。；;]", text[floor:at])]
    if cuts:
        return cuts[-1]
    comma = re.search(r"[，,、）]", text[floor:at])
    return floor + comma.end() if comma else floor


def starts_new(text: str, draft: Draft, money: Money) -> bool:
    """Does the sum open a new obligation beside ``draft``?"""
    between = text[draft.monies[-1].amount.end : money.amount.start]
    broken = bool(re.search(r"[。；;]", between))
    if part_of_year(draft, money) or is_left(text, draft, money):
        return False
    if money.whole and draft.plain and any(other_period(m, money) and not is_fraction(m, money) for m in draft.of("cost", "rent")):
        return True  # 2023年保安费20万元，2024年保安费22万元未付
    settled = bool(draft.of("unpaid", "retention")) or (bool(draft.of("paid")) and broken)
    if broken and opens_subject(text, draft, money):
        return True
    if money.role in PRICES and SAME_ONE.search(between) and not draft.of(*PRICES):
        return False  # 保安服务费尾款14.6万元，该合同…合同额58.4万元
    if money.role in PRICES and draft.of(money.role) and COMPANY.search(between) and not draft.of("paid", "unpaid"):
        return True  # 甲公司（一标段，中标价218万元）、乙公司（二标段，中标价196万元）
    if money.role in PRICES and "all" in states_of(text[draft.monies[-1].amount.end : money.clause]):
        return True  # 一期合同金额680万元已全部支付，二期合同金额420万元…
    closed = (settled or bool(draft.of("paid"))) and (bool(COMPANY.search(between)) or paid_off(text, draft, money))
    if money.role in PRICES:
        return opens_price(draft, money, broken, settled) or closed
    if money.role == "range":
        return bool(draft.of(*PRICES, "cost", "rent", "range", "paid", "unpaid", "now"))
    if money.role == "total":
        return broken and bool(draft.of("total")) and label_place(text, draft.monies[-1].amount.end, money) is not None
    if money.role in ("cost", "rent"):
        return not same_sum(draft, money) and ((bool(draft.of(*PRICES, "paid", "unpaid")) and is_named(text, draft.monies[-1], money))
                or bool(draft.of("cost", "rent", "estimate", "range")))  # fmt: skip
    if money.role == "estimate":
        return bool(draft.of(*PRICES, "cost", "rent", "paid", "unpaid")) and broken
    if money.role == "paid":
        return opens_payment(draft, money, between, broken, settled) or closed
    if money.role == "unpaid":
        return opens_balance(text, draft, money, between, broken) or closed
    return False


def paid_off(text: str, draft: Draft, money: Money) -> bool:
    """Do the words before a sum say that all was paid: the whole price, not one instalment (2024年36万元已足额支付)?"""
    price, paid = draft.of(*PRICES), paid_total(text, draft)
    short = bool(price) and paid is not None and paid < price[-1].value
    if short and paid is not None and money.role == "unpaid":
        short = abs(price[-1].value - paid - money.value) <= TOLERANCE
    return "all" in states_of(text[draft.start : money.clause]) and not short


def is_left(text: str, draft: Draft, money: Money) -> bool:
    """Is a balance just what the payments leave of the price (服务费80万元，已支付50万元，累计拖欠某公司30万元)?"""
    price, paid = draft.of(*PRICES) or draft.of("cost", "rent", "total"), paid_total(text, draft)
    due = sum((m.value for m in draft.of("due")), Decimal(0))
    if money.role != "unpaid" or not price or not (paid or due) or draft.of("unpaid"):
        return False
    rest = price[-1].value - (paid or 0) - money.value
    return min(abs(rest), abs(rest - due)) <= TOLERANCE


def part_of_year(draft: Draft, money: Money) -> bool:
    """Is a payment or a balance that of a half, a quarter or a month of a yearly rent (年租金36万元；下半年租金18万元未付)?"""
    price = draft.monies[-1]
    if len(draft.monies) != 1 or money.role not in ("paid", "unpaid") or not (price.role == "rent" or price.amount.per == "年"):
        return False
    return money.noun in RENTS and is_fraction(price, money)


def is_fraction(whole: Money, part: Money) -> bool:
    """Is one sum some halves, quarters or twelfths of another?"""
    return any(whole.value * k == part.value * n for n in (2, 4, 12) for k in range(1, n))


def opens_subject(text: str, draft: Draft, money: Money) -> bool:
    """A new sentence about a work of its own, after one that was told to its end."""
    if money.role in ("now", "share", "due", "range"):
        return False
    if find_subject(text, sentence_of(text, money), money.amount.start) is None:
        return False
    told = draft.monies[-1].amount.end
    whole = bool(draft.of("unpaid")) or "all" in states_of(text[draft.start : sentence_of(text, money)])
    if whole:
        return not any(m.value == money.value for m in draft.of("unpaid"))
    if draft.plain and draft.of("estimate"):
        return bool(words("plan").search(text[max(draft.start, sentence_of(text, draft.monies[0])) : told]))
    price, paid = draft.of(*PRICES, "total", "cost", "rent"), draft.of("paid")
    if draft.plain and price and money.role in ("unpaid", "retention"):
        return True
    if not price or not paid:
        return False
    if money.role in ("unpaid", "retention"):
        return abs(price[-1].value - sum(m.value for m in paid) - money.value) > 100
    return money.role in ("award", "contract", "cost", "rent", "total")


def sentence_of(text: str, money: Money) -> int:
    """Where the sentence of a sum begins."""
    return max(text.rfind(mark, 0, money.amount.start) for mark in "。；;\t") + 1


def opens_price(draft: Draft, money: Money, broken: bool, settled: bool) -> bool:
    """A second price: of the same kind, after a balance, or beside a cost that it does not repeat."""
    same = any(m.value != money.value or other_period(m, money) for m in draft.of(money.role))
    stronger = any(PRICES.index(m.role) < PRICES.index(money.role) for m in draft.of(*PRICES))
    beside = (
        broken
        and not draft.owed
        and any(m.value != money.value or other_period(m, money) for m in draft.of("cost", "rent"))
    )
    return (same and (broken or settled)) or (stronger and broken and settled) or (beside and not draft.of(*PRICES))


def opens_payment(draft: Draft, money: Money, said: str, broken: bool, settled: bool) -> bool:
    """A payment after a balance, or of a cost other than the draft's."""
    if money.allotted:
        return (bool(draft.of(*PRICES)) and draft.monies[-1].role == "now") or bool(draft.of("unpaid"))
    if any(m.value == money.value for m in draft.of("paid")) and REPEATED.search(said):
        return False
    if re.search(r"全部(?:款项|价款|费用)|款项全部", money.noun + said[-24:]) and not same_sum(draft, money):
        return True
    whole = money.whole and bool(draft.of("cost", "rent")) and not draft.of(*PRICES)
    held = draft.of("retention") and draft.of("paid")
    done = settled and bool(draft.of("unpaid") or held or not draft.of(*PRICES))
    return (done and broken and not money.deducted) or whole


def opens_balance(text: str, draft: Draft, money: Money, between: str, broken: bool) -> bool:
    """A further balance: 另外…, or one with a name of its own in a list."""
    if re.search(r"另外?|此外|还有", between[-30:]):
        return True
    if draft.of(*PRICES, "paid") or (money.retained and not draft.owed):
        return False
    place = label_place(text, draft.monies[-1].amount.end, money)
    named = place is not None and place[1] - place[0] >= 3
    return bool(draft.of("unpaid", "cost", "rent")) and named and (broken or draft.owed)


def other_period(a: Money, b: Money) -> bool:
    return a.period is not None and b.period is not None and a.period[:4] != b.period[:4]


def same_sum(draft: Draft, money: Money) -> bool:
    """Is a cost the draft's own price, payment or balance, said again?"""
    return any(m.value == money.value and not other_period(m, money) for m in draft.of(*PRICES, "paid", "unpaid"))


def is_named(text: str, last: Money, money: Money) -> bool:
    """Does a cost after a price have a name of its own, rather than being a detail in brackets or after 其中?"""
    between = text[last.amount.end : money.amount.start]
    return not re.search(r"其中|包括|包含|每|扣除|加上|（[^）]*$", between)
