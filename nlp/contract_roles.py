"""What each sum of money in a text is: contract price, paid, unpaid, retained, set aside this year, ... (RoledAmount).

Enters: normalised text and the document's year. Leaves: ``Money`` records in reading order. A sum takes its role from the
clause it stands in: first the words right after it (12万元尚未支付), then the verb of paying before it with what
settles that verb (已 / 未 / 拟), then the noun before it (审定金额为…); a bare continuation (10万元、20万元) inherits the
role of the sum before. The words are data: lexicon amount_roles, payment_verbs.

What it does not do: group sums into contracts (nlp.contract_drafts) or weigh them (nlp.contract_balance).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from nlp.amounts import Amount, find_amounts
from nlp.contract_stages import paid_when
from nlp.dates import Date, find_dates
from nlp.lexicon import read_rows

PRICES = ("settled", "incurred", "contract", "award")
"""roles that give a contract its governing amount, the strongest first"""

BREAK = re.compile(r"[，。；,;\t]|(?<=\D):|：|（(?!元)")
SENTENCE = re.compile(r"[。；;\t]")
BARE = re.compile(
    r"^(?:[\s、和及与或共计为是即约合、金额总人民币款的在约等价格资金达:：（()）各]|\d{1,3}(?:\.\d+)?%|[\d.]*[*×＊/÷%=+]|(?:分别|合计|其中|累计|每年))*$"
)
"""words that give a sum no role of their own: 金额为, 共计, 即"""

JOINED = re.compile(
    r"^(?:元)?[、和及与]?(?:[\s、和及与]|\d{4}年|\d{1,2}月(?:份)?|\d{1,2}日|[()（）])*$|^[，,]\d{4}年(?:度)?$"
)
"""between two sums of one series: 10万元、20万元"""

SERIES = re.compile(r"^元?(?:、[一-鿿]{0,8}(?:款|金|费)|[、和及与](?:(?:首付|预付|到货|进度|阶段)款|第?[一二三四五六][笔期次批]款?))$")
"""between two sums that one verb of paying governs: 已支付首付款60万元、到货款30万元; 尚欠工程款50万元、质保金5万元"""

RETAINED = re.compile(r"^(?:元)?(?:的|作为|为|系|是)?(?:质保金|质量保证金|质量保修金|保修金|保留金)")
NEXT_SUM = re.compile(r"(?:[了约共计为]|工程款|货款|款项?|合计){0,2}\s*\d[\d,.]*\s*(?:元|[万亿])")
"""after a verb of paying: the sum it speaks of is the next one"""

DUE_NOW = re.compile(r"(?<![相对适响供])应(?:当)?(?:付|支付|拨付|结算|缴纳)[^，。；,;]{0,8}$")
"""before a sum that the words after it call unpaid: 2025年应付70万元尚未拨付"""

FOR_PAYING = re.compile(r"^[，,]?(?:主要|全部)?用于(?:支付|付清|兑付|结算)")
ADJUSTED = re.compile(r"^(?:元)?(?:调整|变更|核减|核增|追加|增加|调减|修改|优化)[^，。；,;\d]{0,6}(?:为|至|到)$")
"""between a former price and the one that replaces it: 由原120万元调整为135万元"""

SHARE_OF = re.compile(r"的?\s*\d{1,3}(?:\.\d+)?%")
"""after a price: 支付至审定价的80%，即159万元 is a payment, no price"""

SO_FAR = re.compile(r"截[至止]|目前|至今|(?:^|[，。；])[至到](?P<year>(?:19|20)\d\d)年")
STILL = re.compile(r"剩余|余|尚有|待付")
REST_OF = re.compile(r"(?:剩余|余下|尚余|剩下|下剩)的?$")
"""before the noun of a price: 剩余合同款41万元 is what is left of it"""

CONTAINED = re.compile(r"（(?:含|其中|包括|包含)[^（）]*）")
"""what a sum contains: 剩余24万元（含质保金4万元）未支付"""

AUDITED = re.compile(r"(?:审定|审核|评审|审计|核定)(?:确定|认定)?[，,]$")
"""before 工程造价为: 经评审中心审定，|工程造价为1215万元 is the audited price"""

FEE = re.compile(r"费用?|款")
"""before 市级承担: the share is what this payer owes of a fee that is named (普查费用按40%计算市级承担10万元)"""

EACH = re.compile(
    r"(?P<years>(?:(?:19|20)\d\d年(?:度)?[、和及与])+(?:19|20)\d\d年(?:度)?)各(?:已|尚|仍)?(?:支付|拨付|付|欠|未付)(?:了)?[^，。；,;\d]{0,6}$"
)
YEARS = re.compile(r"(?:19|20)\d\d年")
TERMS = re.compile(
    r"(?P<under>(?:按照?|根据|依据|依照|遵照)[^，。；]{0,14})?(?:合同|协议)(?:中)?(?:约定|规定)|(?:付款|支付|结算)方式(?:为|是|：|:)"
)
"""opens the terms of payment, up to the end of its sentence: 合同约定签订后支付30%即183.6万元，验收后支付40%即244.8万元"""

STAGES = re.compile(r"[：:]|分[两二三四五]次")
"""opens terms of payment that go on behind a semicolon: 合同约定分三次支付：签订后付50%…；验收后付40%…"""

PAID_THEN = re.compile(
    r"^[，,](?:该款|款项)?(?:已|业已)(?:经)?(?:于[^，。；,;]{2,14})?(?:足额|全额|如期|按期)?(?:支付|付清|拨付|到位|付讫|结清)(?=[，。；,;]|$)"
)
"""behind a share that the terms name: …付50%即45万元，已于2024年12月支付"""

INSTALMENT = re.compile(r"[第首中末]")
"""opens the word for an instalment; without a price before it, it is a cost: 第一期12万元、第二期10万元 of two courses"""

DEDUCTED = re.compile(r"扣除|减去|扣减|抵扣")
AFTER = ("cost", "rent", "rest", "retention", "total", "incurred", "due", "instalment")
"""roles that words of paying after the sum turn into paid (处置费52000元已支付)"""

FAR = 30
"""characters between a word and the sum it speaks of, at most"""


@dataclass(frozen=True, slots=True)
class Money:
    """A sum with its role; ``clause`` is where the clause it stands in begins, ``sentence`` counts sentences from 0."""

    amount: Amount
    role: str
    """settled | incurred | contract | award | estimate | cost | rent | paid | unpaid | due | term | retention | now | total | share | range"""
    clause: int
    sentence: int
    date: str | None = None
    retained: bool = False
    """the sum is a retained deposit (质保金), whatever its role"""
    allotted: bool = False
    """paid only in the sense that the budget was handed out before (已预拨)"""
    deducted: bool = False
    """named again only to be taken off (扣除2024年预付款)"""
    whole: bool = False
    """a named cost that is paid or unpaid as a whole (采购款12万元尚未支付): price and payment at once"""
    period: str | None = None
    """first date since the sum before: the period a cost is for"""
    noun: str = ""
    """the printed word that gave the role"""
    bill: bool = False
    """said to be payable (应付4.2万元), which is no budget of this year"""

    @property
    def value(self) -> Decimal:
        return self.amount.value


@dataclass(frozen=True, slots=True)
class Noun:
    """A role word at ``left[start:end]`` of the words before a sum."""

    role: str
    word: str
    start: int
    end: int


@cache
def noun_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in read_rows("amount_roles"))


@cache
def verb_patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """Compiled patterns of one kind of payment_verbs."""
    return tuple(re.compile(row[1]) for row in read_rows("payment_verbs") if row[0] == kind)


def find_monies(text: str, year: int | None = None) -> tuple[Money, ...]:
    """Every total sum of ``text`` with its role; prices per unit and factors of formulas are left out.

    >>> [(m.role, int(m.value)) for m in find_monies("审定金额为40万元，累计支付38万元，剩余质保金2万元尚未支付。")]
    [('settled', 400000), ('paid', 380000), ('unpaid', 20000)]
    >>> [m.role for m in find_monies("2026年预算安排8万元，用于支付首批货款")]
    ['now']
    """
    dates = find_dates(text, year)
    monies: list[Money] = []
    last_end = 0
    for amount in find_amounts(text):
        if amount.high is not None and amount.per is None and not amount.operand:
            clause = clause_start(text, amount.start, last_end)
            monies.append(Money(amount, "range", clause, len(SENTENCE.findall(text, 0, amount.start))))
        elif amount.is_total:
            if monies and monies[-1].amount.end == last_end and ADJUSTED.match(text[last_end : amount.start]):
                former = monies.pop()
                monies.append(replace(former, amount=amount))
                last_end = amount.end
                continue
            monies.append(give_role(text, amount, last_end, monies[-1] if monies else None, dates, year))
        last_end = amount.end
    return tuple(for_each(text, money) for money in monies)


def for_each(text: str, money: Money) -> Money:
    """A sum paid in each of several years, as what they come to (2023年、2024年各付70万元).

    >>> [(m.role, int(m.value)) for m in find_monies("2022年、2023年各付70万元", 2025)]
    [('paid', 1400000)]
    """
    told = EACH.search(text, max(0, money.clause - 40), money.amount.start)
    if told is None or money.role not in ("paid", "unpaid", "due"):
        return money
    return replace(money, amount=replace(money.amount, value=money.value * len(YEARS.findall(told["years"]))))


def give_role(
    text: str, amount: Amount, floor: int, before: Money | None, dates: Sequence[Date], year: int | None
) -> Money:
    """The ``Money`` of one sum; ``floor`` is the end of the sum before it."""
    clause = clause_start(text, amount.start, floor)
    left = text[clause : amount.start]
    sentence = len(SENTENCE.findall(text, 0, amount.start))
    own = [d for d in dates if d.start < amount.start and not SENTENCE.search(text, d.end, amount.start)]
    date = own[-1].iso if own and own[-1].start >= clause - 24 else None
    if before and before.amount.end == floor and JOINED.match(text[floor : amount.start]):
        return replace(before, amount=amount, clause=clause, sentence=sentence, date=date, deducted=False)
    noun = last_noun(left)
    past = paid_before(own, clause, left, year)
    reach = before.clause if before and before.role == "share" else floor  # 至2024年底完成产值280万元，支付工程款224万元
    so_far = max(reach if own else 0, *(text.rfind(mark, 0, clause) + 1 for mark in "。；"))
    until = SO_FAR.search(text, so_far, amount.start)
    if past is None and until is not None and (until["year"] is None or year is None or int(until["year"]) < year):
        past = True
    role, allotted = verb_role(left, noun, past) or (noun.role, False)
    if role in (*PRICES, "cost") and REST_OF.search(left[: noun.start] if noun.word else left):
        role = "rest"
    if role == "estimate" and "造价" in noun.word and AUDITED.search(text[max(0, clause - 12) : clause]):
        role = "settled"
    right = words_after(text, amount.end)
    retained = noun.role == "retention" or noun.word.startswith(("退", "返")) or bool(RETAINED.match(right))
    if said_after(right, "unpaid") or after_negation(left, right):
        owing = role == "due" and (polarity(left) == "plain" or DUE_NOW.search(left) is not None)
        role = "unpaid" if role not in ("now", "due") or owing else role
    elif role in AFTER and said_after(right, "paid"):
        role = "paid"
    whole = noun.role in ("cost", "rent") and role in ("paid", "unpaid") and not verb_before(left) and "%" not in left
    dated = paid_when(text, amount.end, year) if not verb_before(left) and noun.role in ("rest", "advance", "instalment") else None
    if dated == "paid" or (dated and noun.role != "rest" and role != "unpaid"):
        role = dated
    role = "unpaid" if role == "rest" else role
    if role == "instalment":
        role = "term" if before and (before.role != "cost" or not INSTALMENT.match(before.noun)) else "cost"
    if before and governed(before, text[floor : amount.start], "cost" if noun.role == "instalment" and not dated else role):
        role, whole = before.role, False
    if role == "share" and noun.word.endswith("承担") and FEE.search(left[: noun.start]):
        role = "cost"
    period = next((d.iso for d in dates if floor <= d.start < amount.start), None)
    if role in ("cost", "total") and FOR_PAYING.match(text[amount.end :]):
        role = "now"
    if role == "retention" and STILL.search(left[-12:]):
        role = "unpaid"
    if role == "cost" and retained:
        role = "retention"
    if term_of_payment(text, amount.start, left):
        if role in ("paid", "due", "cost"):
            role = "paid" if PAID_THEN.match(text[amount.end :]) else "term"
        elif noun.role == "rest":
            role = "retention" if retained else "term"
    earlier = period is not None and year is not None and int(period[:4]) < year
    if role in ("cost", "rent") and earlier and paid_when(text, amount.end, year) == "due":
        role, whole = "unpaid", True  # 2024年第四季度14.5万元于2025年1月支付
    deducted = bool(DEDUCTED.search(left))
    bill = role == "due" and DUE_NOW.search(left) is not None and (date is None or year is None or int(date[:4]) < year)
    return Money(amount, role, clause, sentence, date, retained, allotted, deducted, whole, period, noun.word, bill)


def term_of_payment(text: str, at: int, left: str) -> bool:
    """Is the sum at ``at`` a share that the contract says is to be paid at some stage, not one that was paid?

    >>> [m.role for m in find_monies("中标价60万元，合同约定签订后支付30%即18万元。目前已支付18万元", 2026)]
    ['award', 'term', 'paid']
    """
    start = max(text.rfind(mark, 0, at) for mark in "。\t") + 1
    terms = TERMS.search(text, start, at)
    if "%" not in left or terms is None or terms["under"] or polarity(left) in ("done", "not"):
        return False
    cut = re.compile("[；;]").search(text, terms.end(), at)
    return cut is None or STAGES.search(text, terms.end(), cut.start()) is not None


def governed(before: Money, between: str, role: str) -> bool:
    """Does the verb of paying before one sum govern the next one too, which has a name but no verb of its own?

    >>> [m.role for m in find_monies("已支付首付款60万元、到货款30万元，尚欠工程款5万元、质保金5万元。")]
    ['paid', 'paid', 'unpaid', 'unpaid']
    """
    open_role = role in ("cost", "retention") and before.role in ("paid", "unpaid")
    return open_role and not before.whole and SERIES.match(between) is not None


def said_after(right: str, kind: str) -> bool:
    """Do the words after a sum say that it is paid or unpaid, and not the sum that follows them?

    >>> said_after("已付清", "paid"), said_after("后已付28.31万元", "paid")
    (True, False)
    """
    found = (pattern.search(right) for pattern in verb_patterns(kind))
    return any(not NEXT_SUM.match(right, match.end()) for match in found if match)


def verb_before(left: str) -> bool:
    """Does a verb of paying stand before the sum in its clause?"""
    return any(p.search(left) for p in verb_patterns("pay"))


def paid_before(dates: Sequence[Date], clause: int, left: str, year: int | None) -> bool | None:
    """Does the last date before the verb of paying lie before the document's year? None where there is none.

    The date stands in the clause of the verb; for instalments of a contract it may stand earlier in the sentence.
    """
    verbs = [m.start() for p in verb_patterns("pay") for m in p.finditer(left)]
    share = bool(re.search(r"预付|首付|进度款|合同", left))
    named = [d for d in dates if verbs and d.start <= clause + max(verbs) and (share or d.start >= clause - 1)]
    return None if not named or year is None else named[-1].year < year


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause of the sum at ``at`` begins; a clause without words of its own reaches into the one before."""
    start = max([floor, *(m.end() for m in BREAK.finditer(text, floor, at))])
    while start > floor and BARE.match(text[start:at]) and text[start - 1] not in "。；;\t":
        start = max([floor, *(m.end() for m in BREAK.finditer(text, floor, start - 1))])
    return start


def right_end(text: str, end: int) -> int:
    """End of the words that may belong to the sum ending at ``end``; a closing bracket right after it is passed."""
    start = end + 1 if text[end : end + 1] == "）" else end
    stop = re.compile(r"[，。；,;\t（）]").search(text, start)
    return min(stop.start() if stop else len(text), start + FAR)


def words_after(text: str, end: int) -> str:
    """The words that may belong to the sum ending at ``end``: behind a bracket that says what is contained in it, but for
    a sum in such a bracket those inside alone.

    >>> words_after("剩余24万元（含质保金4万元）未支付", 6), words_after("剩余24万元（含质保金4万元）未支付", 14)
    ('未支付', '')
    """
    inside = CONTAINED.match(text, end)
    if inside is not None:
        return text[inside.end() : right_end(text, inside.end())]
    opened = text.rfind("（", 0, end)
    if text[end : end + 1] == "）" and CONTAINED.match(text, opened) is not None:
        return ""
    return text[end : right_end(text, end)].lstrip("）")


def last_noun(left: str) -> Noun:
    """The role word that stands last before the sum; ``cost`` where there is none."""
    best: Noun | None = None
    for role, pattern in noun_patterns():
        for found in pattern.finditer(left):
            if (
                not found.group()
                or len(left) - found.end() > FAR
                or (role in PRICES and SHARE_OF.match(left, found.end()))
            ):
                continue
            noun = Noun(role, found.group(), found.start(), found.end())
            if best is None or (noun.end, -noun.start) > (best.end, -best.start):
                best = noun
    if best is not None and best.role == "total":
        inner = last_noun(left[: best.start])
        return (
            Noun(inner.role, inner.word, inner.start, best.end) if inner.role in ("rest", "now", "estimate") else best
        )
    return best or Noun("cost", "", -1, -1)


def verb_role(left: str, noun: Noun, past: bool | None) -> tuple[str, bool] | None:
    """Role that a verb of paying before the sum gives, and whether it is only an allotment; None where none speaks."""
    verbs = [m for p in verb_patterns("pay") for m in p.finditer(left)]
    if not verbs:
        return ("paid", False) if noun.role == "advance" else None
    verb = max(verbs, key=lambda m: (m.end(), m.end() - m.start()))
    state = polarity(left[: verb.start()])
    of_contract = noun.word.startswith(("合同款", "合同费用")) and 0 <= noun.start - verb.end() <= 4
    after = noun.end > verb.end() or (noun.end == verb.end() and noun.start < verb.start())
    if after and noun.role in (*PRICES, "estimate", "now", "share") and not of_contract:
        return None
    if noun.role == "total" and state == "plan":
        return None
    if state in ("not", "owe"):
        return ("unpaid", False)
    spent = verb.group() == "支出"
    later = (
        state == "plain"
        and not spent
        and (past is False or (past is None and noun.role not in ("advance", "contract")))
    )
    if state == "plan" or later:
        return None if noun.role in ("rest", "retention") and noun.end > verb.end() else ("due", False)
    if noun.role in ("retention", "rest") and state != "done" and not past:
        return None
    return ("paid", verb.group() == "预拨")


def polarity(before: str) -> str:
    """not | owe | done | plan | plain, by the word nearest before the verb."""
    best, state = -1, "plain"
    for kind in ("plan", "done", "owe", "not"):
        for pattern in verb_patterns(kind):
            for found in pattern.finditer(before):
                if found.end() >= best:
                    best, state = found.end(), kind
    return state


def after_negation(left: str, right: str) -> bool:
    """无法…完成30%的款项（21万元）支付: the verb stands behind the sum, its negation before it."""
    verb = any(p.match(right.lstrip("）的款项")) for p in verb_patterns("pay"))
    return verb and polarity(left) == "not"
