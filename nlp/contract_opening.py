"""Whether a sum of money opens a new obligation beside the one told before it.

Enters: a ``Draft`` with the sums gathered so far and the sum that follows. Leaves: whether that sum begins another one: a
second price of the same kind, a payment that starts over after a balance, another company, a further cost with a name of
its own, or a new sentence about a work of its own. A sum that only says again, or that is a fraction or the rest of what
was told, begins none.
"""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft, label_place, states_of, words, work_of
from nlp.contract_roles import Money
from nlp.contract_subject import find_subject
from nlp.contract_sums import TOLERANCE, paid_total
from nlp.contract_years import YEARLY

COMPANY = re.compile(r"有限(?:责任)?公司|研究院|设计院|事务所")

REPEATED = re.compile(r"目前|截至|截止|现已|仅|实际|上述|该笔")
"""opens a clause that says a payment again: 目前仅支付预付款17.4万元"""

SAME_ONE = re.compile(r"^[，；,（]?(?:该|此|上述)(?:合同|项目|工程|服务|采购|平台|系统)")
UNIT_PRICE = re.compile(r"每[^，。；,;\d]{1,8}\d[\d.,]*\s*万?元(?=[，。；,;])")
"""a price per unit in a clause of its own: 每人每月2250元，年费21.6万元"""
RENTS = ("租金", "房租", "年租金", "租赁费", "租赁费用", "租用费", "房屋租金", "年租")


def starts_new(text: str, draft: Draft, money: Money) -> bool:
    """Does the sum open a new obligation beside ``draft``?"""
    between = text[draft.monies[-1].amount.end : money.amount.start]
    broken = bool(re.search(r"[。；;]", between))
    if part_of_year(draft, money) or of_its_years(draft, money) or is_left(text, draft, money):
        return False
    if money.whole and draft.plain and any(other_period(m, money) and not is_fraction(m, money) for m in draft.of("cost", "rent")):
        return True  # 2023年保安费20万元，2024年保安费22万元未付
    if broken and opens_subject(text, draft, money):
        return True
    if money.role in PRICES:
        return starts_with_price(text, draft, money, between, broken)
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
        return opens_payment(draft, money, between, broken) or is_closed(text, draft, money, between, broken)
    if money.role == "unpaid":
        return opens_balance(text, draft, money, between, broken) or is_closed(text, draft, money, between, broken)
    return False


def starts_with_price(text: str, draft: Draft, money: Money, between: str, broken: bool) -> bool:
    """Does a price open a new obligation: another company's, one behind a contract that is paid off, or a second price?"""
    if SAME_ONE.search(between) and not draft.of(*PRICES):
        return False  # 保安服务费尾款14.6万元，该合同…合同额58.4万元
    if draft.of(money.role) and COMPANY.search(between) and not draft.of("paid", "unpaid"):
        return True  # 甲公司（一标段，中标价218万元）、乙公司（二标段，中标价196万元）
    if "all" in states_of(text[draft.monies[-1].amount.end : money.clause]):
        return True  # 一期合同金额680万元已全部支付，二期合同金额420万元…
    return opens_price(draft, money, broken) or is_closed(text, draft, money, between, broken)


def is_settled(draft: Draft, broken: bool) -> bool:
    """Is a draft told up to its balance, or to a payment at the end of a sentence?"""
    return bool(draft.of("unpaid", "retention")) or (bool(draft.of("paid")) and broken)


def is_closed(text: str, draft: Draft, money: Money, between: str, broken: bool) -> bool:
    """Is a draft told to its end: a payment or a balance is behind it, and another company follows, or all of it is paid?"""
    told = is_settled(draft, broken) or bool(draft.of("paid"))
    return told and (bool(COMPANY.search(between)) or paid_off(text, draft, money))


def opens_price(draft: Draft, money: Money, broken: bool) -> bool:
    """A second price: of the same kind, after a balance, or beside a cost that it does not repeat."""
    settled = is_settled(draft, broken)
    same = any(m.value != money.value or other_period(m, money) for m in draft.of(money.role))
    stronger = any(PRICES.index(m.role) < PRICES.index(money.role) for m in draft.of(*PRICES))
    beside = (
        broken
        and not draft.owed
        and any(m.value != money.value or other_period(m, money) for m in draft.of("cost", "rent"))
    )
    return (same and (broken or settled)) or (stronger and broken and settled) or (beside and not draft.of(*PRICES))


def opens_payment(draft: Draft, money: Money, said: str, broken: bool) -> bool:
    """A payment after a balance, or of a cost other than the draft's."""
    if money.allotted:
        return (bool(draft.of(*PRICES)) and draft.monies[-1].role == "now") or bool(draft.of("unpaid"))
    if any(m.value == money.value for m in draft.of("paid")) and REPEATED.search(said):
        return False
    if re.search(r"全部(?:款项|价款|费用)|款项全部", money.noun + said[-24:]) and not same_sum(draft, money):
        return True
    whole = money.whole and bool(draft.of("cost", "rent")) and not draft.of(*PRICES)
    held = draft.of("retention") and draft.of("paid")
    done = is_settled(draft, broken) and bool(draft.of("unpaid") or held or not draft.of(*PRICES))
    return (done and broken and not money.deducted) or whole


def opens_balance(text: str, draft: Draft, money: Money, between: str, broken: bool) -> bool:
    """A further balance: 另外…, or one with a name of its own in a list."""
    if re.search(r"另外?|此外|还有", between[-30:]):
        return True
    place = label_place(text, draft.monies[-1].amount.end, money)
    if broken and money.whole and place and work_of(text[slice(*place)]) and told_whole(text, draft):
        return True
    if draft.of(*PRICES, "paid") or (money.retained and not draft.owed):
        return False
    named = place is not None and place[1] - place[0] >= 3
    return bool(draft.of("unpaid", "cost", "rent")) and named and (broken or draft.owed)


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


def paid_off(text: str, draft: Draft, money: Money) -> bool:
    """Do the words before a sum say that all was paid: the whole price, not one instalment (2024年36万元已足额支付)?"""
    if money.role in ("paid", "unpaid") and not money.whole and any(m.noun == YEARLY for m in draft.monies):
        return False
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


def of_its_years(draft: Draft, money: Money) -> bool:
    """Is a payment or a bill that of some years of a price that falls due year by year (五年总额100万元，即每年20万元。前两年40万元已付清)?"""
    years = [m.value for m in draft.monies if m.noun == YEARLY and m.role == "term" and m.value]
    return money.role in ("paid", "unpaid", "due") and any(money.value % value == 0 and money.value > value for value in years)


def is_fraction(whole: Money, part: Money) -> bool:
    """Is one sum some halves, quarters or twelfths of another?"""
    return any(whole.value * k == part.value * n for n in (2, 4, 12) for k in range(1, n))


def is_named(text: str, last: Money, money: Money) -> bool:
    """Does a cost after a price have a name of its own, rather than being a detail in brackets or after 其中?"""
    between = UNIT_PRICE.sub("", text[last.amount.end : money.amount.start])
    return not re.search(r"其中|包括|包含|每|扣除|加上|（[^）]*$", between)


def same_sum(draft: Draft, money: Money) -> bool:
    """Is a cost the draft's own price, payment or balance, said again?"""
    return any(m.value == money.value and not other_period(m, money) for m in draft.of(*PRICES, "paid", "unpaid"))


def told_whole(text: str, draft: Draft) -> bool:
    """Do price, payments and balance of a draft fit, so that a further balance is not its own?"""
    price, paid, left = draft.of(*PRICES), paid_total(text, draft), draft.of("unpaid")
    return len(price) == 1 and paid is not None and len(left) == 1 and abs(price[0].value - paid - left[0].value) <= TOLERANCE


def other_period(a: Money, b: Money) -> bool:
    return a.period is not None and b.period is not None and a.period[:4] != b.period[:4]


def sentence_of(text: str, money: Money) -> int:
    """Where the sentence of a sum begins."""
    return max(text.rfind(mark, 0, money.amount.start) for mark in "。；;\t") + 1
