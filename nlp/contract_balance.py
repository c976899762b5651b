"""What is owed under an obligation: governing amount, paid, unpaid, retained, and whether anything is still open.

Enters: a ``Draft`` with its text, the document's year. Leaves: a ``Balance``. The settled price (审定) governs over the
incurred, the contract, the award, the mere cost and the estimate. Payments are cumulative: 累计 replaces instalments, a
payment named again to be taken off counts once. has_balance is true where the text says so or the price exceeds what was
paid, false where it was paid off, None where the text does not tell; ``clause`` is the printed ground.

What it does not do: correct figures. A stated balance that is not price - paid stays as stated, marked inconsistent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.contract_appropriation import told_besides
from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft, states_of, words
from nlp.contract_roles import Money
from nlp.contract_sums import TOLERANCE, Sums, read_sums, retained
from nlp.contract_years import YEARLY
from nlp.dates import find_dates

KINDS = {"settled": "审定金额", "contract": "合同金额", "award": "中标金额", "rent": "租金", "paid": "合同金额"}
"""amount_kind by the role of the governing sum; 费用 for the others"""

RELEASED = re.compile(r"(?:到期|期满|届满|满\d?年|质保期)[^。；;]{0,24}(?:支付|退还|返还|付清)|退还|返还")
"""a retained deposit that is to be paid out: 质保期至2025年9月，到期后支付"""

WORK_DONE = re.compile(r"完成")
"""a share that is what the work done so far comes to: 已完成产值310万元"""

TO_PAY = re.compile(r"(?:用于|拟|需|计划)支付[^。；，,\d]{0,16}[：:]")
"""opens a list of what this year's money pays; what it names of earlier years is owed"""

PAID_YEARS = re.compile(
    r"(?P<years>(?:(?:19|20)\d\d年(?:度)?[、和及与]?)+)的?(?:费用|服务费|运维费|租金|款项|合同款|款)?(?:均|都)?(?:已经|已)(?:全部|足额|按时|按期)?(?:付清|结清|付讫|支付)(?![\d了])"
)
"""years of a price that are paid, not the whole of it: 每年40万元，2024年、2025年费用已付清"""

YEAR = re.compile(r"(?:19|20)\d\d年")
BUDGET_FOR = re.compile(r"(?:用于|拟|主要用于)?(?:支付|付清|兑付|结清)[^，。；,;]{0,40}?(?:款|费|金|租)")


@dataclass(frozen=True, slots=True)
class Balance:
    """The weighed sums of one obligation, yuan."""

    amount: Decimal | None
    amount_kind: str | None
    paid: Decimal | None
    unpaid: Decimal | None
    retention: Decimal | None
    budgeted_now: Decimal | None
    has_balance: bool | None
    clause: tuple[int, int] | None
    planned: bool
    yearly: bool = False
    """the price is per year, payments are over several years: they cannot be compared"""

    @property
    def computed(self) -> Decimal | None:
        """Price minus paid, where both are known and comparable."""
        return None if self.amount is None or self.paid is None or self.yearly else self.amount - self.paid

    @property
    def consistent(self) -> bool | None:
        """Does the stated balance equal price - paid (with or without the retained deposit)? None where one is unknown."""
        if self.unpaid is None or self.computed is None:
            return None
        sums = [self.unpaid, self.unpaid + (self.retention or 0)]
        return any(abs(value - self.computed) <= TOLERANCE for value in sums)


def weigh(
    text: str, draft: Draft, year: int, prior_years: frozenset[int] = frozenset(), paid_later: bool = False
) -> Balance:
    """Weigh the sums of a draft.

    ``prior_years``: years whose bills another field of the page calls unpaid. ``paid_later``: the work was done before the
    document's year and the page plans its payment.

    >>> from nlp.contract_drafts import read_drafts
    >>> said = "合同金额为80万元，已预付50万元，剩余30万元尚未支付。"
    >>> b = weigh(said, read_drafts(said, 2026)[0], 2026)
    >>> int(b.amount), int(b.paid), int(b.unpaid), b.consistent, b.has_balance
    (800000, 500000, 300000, True, True)
    """
    own = told_besides(text, draft.start, draft.end, draft.monies)
    states = draft.states | states_of(own)
    sums = read_sums(text, draft)
    fill_owed(text, draft, sums, year, prior_years)
    fill_years(own, draft, sums, states)
    fill_states(draft, sums, states)
    done = happened(own, "done") or happened(own, "finished")
    planned = is_planned(draft, done, sums, states)
    now = now_sum(draft, year) if draft.of("now", "paid") or not sums.paid else None  # else what is due was paid
    now = None if sums.paid and now == sums.amount and not draft.of("now") else now  # 应支付货款50万元，已付20万元
    now = None if now is not None and sums.amount is not None and now > sums.amount else now  # of more than this one
    owes = decide(text, draft, sums, states, year, paid_later)
    return Balance(
        sums.amount, None if sums.price is None or sums.amount is None else kind_of(sums.price), sums.paid, sums.unpaid,
        retained(draft), now, owes, ground(text, draft) if owes is not None else None, planned and owes is not True,
        yearly(sums) or by_instalments(draft, sums) or of_one_period(draft, sums),
    )  # fmt: skip


def fill_owed(text: str, draft: Draft, sums: Sums, year: int, prior_years: frozenset[int]) -> None:
    """An item that a head calls owed, a bill of an earlier year: its sum is the balance (and the price, where told apart)."""
    plain_cost = sums.price is not None and sums.price.role in ("cost", "rent", "total", "estimate")
    owed = draft.owed or (plain_cost and bool(prior_years & years_of(text, draft, year)))
    nothing = sums.paid is None and sums.unpaid is None
    if owed and nothing and sums.amount is not None:
        sums.unpaid = sums.amount
        if draft.owed and not draft.unsettled and plain_cost:
            sums.price, sums.amount = None, None
    if draft.unsettled and sums.amount is None and sums.paid is None:
        sums.amount = sums.unpaid
    kept = draft.of("retention")
    listed = bool(TO_PAY.search(text[text.rfind("。", 0, draft.start) + 1 : draft.start])) and draft.depth > 0
    if nothing and sums.amount is None and kept and (draft.owed or listed or RELEASED.search(text[draft.start : draft.end])):
        sums.unpaid = kept[-1].value
    earlier = years_of(text, draft, year)
    if nothing and listed and plain_cost and earlier and max(earlier) < year:
        sums.unpaid = sums.amount
    if nothing and billed(text, draft, sums.price, year):
        sums.unpaid = sums.amount


def fill_years(said: str, draft: Draft, sums: Sums, states: set[str]) -> None:
    """Where the years that are paid are named, of a price over more years: they are paid, the others are not."""
    told = PAID_YEARS.search(said)
    per_year = next((m.value for m in draft.monies if m.amount.per in ("年", "年度") or m.noun == YEARLY), None)
    if told is None or per_year is None or sums.amount is None or sums.unpaid is not None:
        return
    paid = per_year * len(YEAR.findall(told["years"]))
    if paid < sums.amount and sums.paid in (None, paid):
        sums.paid = paid
        states.discard("all")


def fill_states(draft: Draft, sums: Sums, states: set[str]) -> None:
    """What clauses without a sum add: paid in full, or nothing paid yet, so that the whole price is owed."""
    if sums.price is None and "none" in states and draft.of("due") and sums.paid is None and sums.unpaid is None:
        sums.price = draft.of("due")[0]
        sums.amount = sums.price.value
    if "all" in states and sums.unpaid is None:
        if sums.amount is None and sums.paid is not None:
            sums.price, sums.amount = draft.of("paid")[-1], sums.paid
        elif sums.paid is None:
            sums.paid = sums.amount
    if (
        "none" in states
        and not draft.owed
        and sums.paid is None
        and sums.amount is not None
        and no_rest(sums.unpaid, sums.amount)
    ):
        sums.paid, sums.unpaid = Decimal(0), sums.amount


def yearly(sums: Sums) -> bool:
    """Is the price a sum per year that payments over several years exceed?"""
    per_year = sums.price is not None and sums.price.amount.per in ("年", "年度")
    return per_year and sums.paid is not None and sums.amount is not None and sums.paid > sums.amount


def by_instalments(draft: Draft, sums: Sums) -> bool:
    """Does a price over several years fall due year by year, so that one year's sum is all that is owed (总价84万元，每年28万元),
    or all that payments and rest are of (三年合同金额90万元，每年30万元，2024年度已支付21万元，剩余9万元)? What is paid of its
    first year alone leaves years that are not due."""
    if sums.amount is not None and any(m.noun == YEARLY for m in draft.monies):
        return True
    per_year = [m.value for m in draft.monies if m.amount.per in ("年", "年度")]
    if not per_year or sums.amount is None or per_year[0] >= sums.amount:
        return False
    if sums.unpaid is None:
        whole_years = sums.paid is not None and 0 < sums.paid < sums.amount and sums.paid % per_year[0] == 0
        return whole_years or (sums.paid is not None and 0 < sums.paid <= per_year[0])
    return per_year[0] in (sums.unpaid, sums.unpaid + (sums.paid or 0))


def of_one_period(draft: Draft, sums: Sums) -> bool:
    """Are payment and balance those of a sum due in one period (三年合同总额90万元，…。2024年应付30万元，实付24万元，欠付6万元),
    or of the work done so far (中标价900万元，已完成产值600万元，已付480万元，欠付120万元)?"""
    if sums.paid is None or sums.unpaid is None or sums.price is None:
        return False
    whole = sums.paid + sums.unpaid
    told = [*draft.of("due", "incurred", "cost", "rent"), *(m for m in draft.of("share") if WORK_DONE.search(m.noun))]
    return whole < sums.price.value and any(m.value == whole for m in told if m is not sums.price)


def happened(said: str, kind: str) -> bool:
    """Do the words of a kind stand for something that took place, with no 拟 / 计划 before them in their clause?"""
    for found in words(kind).finditer(said):
        clause = re.split(r"[，。；,;]", said[: found.start()])[-1]
        if not words("plan").search(clause + found.group()):
            return True
    return False


def kind_of(price: Money) -> str:
    if price.role == "award" and "成交" in price.noun:
        return "成交金额"
    return "费用" if price.whole else KINDS.get(price.role, "费用")


def no_rest(unpaid: Decimal | None, amount: Decimal) -> bool:
    return unpaid is None or abs(unpaid - amount) <= TOLERANCE


def now_sum(draft: Draft, year: int) -> Decimal | None:
    """What the document's year sets aside: the first sum in the role now that is not of an earlier year, else what is due."""
    due = [m for m in draft.of("due") if not m.bill]
    spelt = len(due) > 1 and sum(m.value for m in due) in {m.value for m in draft.of(*PRICES)}  # the terms of payment
    due = [] if spelt else due
    found = [m for m in draft.of("now") or due if m.date is None or int(m.date[:4]) >= year]
    return found[0].value if found else None


def years_of(text: str, draft: Draft, year: int) -> set[int]:
    """Years an obligation is for: those named in its label or before its sums."""
    first = draft.monies[0]
    cuts = [m.end() for m in re.finditer(r"[。；;\t]", text[draft.start : first.amount.start])]
    begin = draft.start + (cuts[-1] if cuts else 0)
    named = [d.year for d in find_dates(text[begin : first.amount.start], year)]
    return set(named[:1])


def is_planned(draft: Draft, done: bool, sums: Sums, states: set[str]) -> bool:
    """Nothing signed, paid or owed yet: a purchase that the year's budget is to make."""
    return (
        not (draft.of("settled", "contract", "award", "incurred") or sums.paid or sums.unpaid or states or draft.owed)
        and not done
    )


def decide(text: str, draft: Draft, sums: Sums, states: set[str], year: int, paid_later: bool) -> bool | None:
    """Is anything still owed? None where the text does not tell."""
    if draft.total_over:
        return None
    if sums.unpaid is not None:
        return sums.unpaid > 0
    if sums.amount is not None and sums.paid is not None:
        return computed_balance(draft, sums, states)
    if "all" in states:
        return False
    if states & {"none", "part"} or draft.owed:
        return True
    return True if implied(text, draft, sums.price, states, year, paid_later) else None


def computed_balance(draft: Draft, sums: Sums, states: set[str]) -> bool | None:
    """Price against payments; None for running costs whose budget was handed out before, and for prices per year."""
    rest = (sums.amount or Decimal(0)) - (sums.paid or Decimal(0))
    if any(m.allotted for m in draft.of("paid")) or yearly(sums):
        return None
    if rest <= TOLERANCE and states & {"part"}:
        return True
    estimated = sums.price is not None and sums.price.role == "estimate"
    return rest > TOLERANCE if rest > TOLERANCE or not estimated else None


def implied(text: str, draft: Draft, price: Money | None, states: set[str], year: int, paid_later: bool) -> bool:
    """Does a balance follow though no clause states one: a price over several years, or budgeted in parts; work done
    before the year and paid now; a budget that pays for finished works."""
    own = text[draft.start : draft.end]
    if "later" in states and price is not None and not ahead(text, draft, price, year):
        return any(d.year < year for d in find_dates(own, year)) or happened(own, "done") or happened(own, "finished")
    if price is None:
        finished = words("finished").search(own) and any(d.year < year for d in find_dates(own, year))
        return bool(draft.of("now") and BUDGET_FOR.search(own) and finished)
    if price.role in ("settled", "contract", "award") and spread(draft, own, price, year):
        return True
    if paid_later and not ahead(text, draft, price, year):
        return True
    return price.role in ("cost", "total") and len(draft.of("now")) > 1 and bool(words("done").search(own))


def billed(text: str, draft: Draft, price: Money | None, year: int) -> bool:
    """Is the price a bill of an earlier year (2024年应付费220万元)?"""
    named = [d.year for d in find_dates(text[draft.start : price.amount.start], year)] if price is not None else []
    return price is not None and price.role == "incurred" and "应" in price.noun and bool(named) and named[-1] < year


def ahead(text: str, draft: Draft, price: Money, year: int) -> bool:
    """Is the price one still to come: planned, or for the document's year or later?"""
    cuts = [m.end() for m in re.finditer(r"[。；;\t]", text[draft.start : price.amount.start])]
    said = text[draft.start + (cuts[-1] if cuts else 0) : price.amount.start]
    return bool(words("plan").search(said)) or any(y >= year for y in years_of(text, draft, year))


def spread(draft: Draft, own: str, price: Money, year: int) -> bool:
    """Does a signed price run over several years, or does this year's budget pay only part of it?"""
    now = now_sum(draft, year)
    near = own[max(0, price.clause - draft.start - 60) : price.amount.end - draft.start + 12]
    return bool(words("term").search(near)) or (now is not None and now < price.value and bool(BUDGET_FOR.search(own)))


def ground(text: str, draft: Draft) -> tuple[int, int]:
    """The clause that decides: the one of the last unpaid or paid sum, else of the last sum."""
    order: Sequence[Money] = draft.of("unpaid") or draft.of("paid") or draft.of(*PRICES) or draft.monies
    money = order[-1]
    stop = re.compile(r"[，。；,;]").search(text, money.amount.end)
    return money.clause, min(stop.start() if stop else draft.end, money.amount.end + 40)
