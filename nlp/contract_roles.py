"""What each sum of money in a text is: contract price, paid, unpaid, retained, set aside this year, ... (RoledAmount).

Enters: normalised text and the document's year. Leaves: ``Money`` records in reading order. A sum takes its role from the
clause it stands in: first the words right after it (12万元尚未支付), then the verb of paying before it with what
settles that verb (已 / 未 / 拟), then the noun before it (审定金额为…); a bare continuation (10万元、20万元) inherits the
role of the sum before.

What it does not do: find these words (nlp.contract_clause), group sums into contracts (nlp.contract_drafts) or weigh them (nlp.contract_balance).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.amounts import Amount, find_amounts
from nlp.contract_clause import (
    PRICES,
    Noun,
    after_negation,
    clause_start,
    last_noun,
    paid_before,
    polarity,
    said_after,
    verb_before,
    verb_role,
    words_after,
)
from nlp.contract_stages import paid_when
from nlp.dates import Date, find_dates

SENTENCE = re.compile(r"[。；;\t]")
JOINED = re.compile(
    r"^(?:元)?[、和及与]?(?:[\s、和及与]|\d{4}年|\d{1,2}月(?:份)?|\d{1,2}日|[()（）])*$|^[，,]\d{4}年(?:度)?$"
)
"""between two sums of one series: 10万元、20万元"""

SERIES = re.compile(r"^元?(?:、[一-鿿]{0,8}(?:款|金|费)|[、和及与](?:(?:首付|预付|到货|进度|阶段)款|第?[一二三四五六][笔期次批]款?))$")
"""between two sums that one verb of paying governs: 已支付首付款60万元、到货款30万元; 尚欠工程款50万元、质保金5万元"""

RETAINED = re.compile(r"^(?:元)?(?:的|作为|为|系|是)?(?:质保金|质量保证金|质量保修金|保修金|保留金)")
DUE_NOW = re.compile(r"(?<![相对适响供])应(?:当)?(?:付|支付|拨付|结算|缴纳)[^，。；,;]{0,8}$")
"""before a sum that the words after it call unpaid: 2025年应付70万元尚未拨付"""

FOR_PAYING = re.compile(r"^[，,]?(?:主要|全部)?用于(?:支付|付清|兑付|结算)")
ADJUSTED = re.compile(r"^(?:元)?(?:调整|变更|核减|核增|追加|增加|调减|修改|优化)[^，。；,;\d]{0,6}(?:为|至|到)$")
"""between a former price and the one that replaces it: 由原120万元调整为135万元"""

SO_FAR = re.compile(r"截[至止]|目前|至今|(?:^|[，。；])[至到](?P<year>(?:19|20)\d\d)年")
STILL = re.compile(r"剩余|余|尚有|待付")
REST_OF = re.compile(r"(?:剩余|余下|尚余|剩下|下剩)的?$")
"""before the noun of a price: 剩余合同款41万元 is what is left of it"""

AUDITED = re.compile(r"(?:审定|审核|评审|审计|核定)(?:确定|认定)?[，,]$")
"""before 工程造价为: 经评审中心审定，|工程造价为1215万元 is the audited price"""

OWING = re.compile(r"\s*(?:其中)?(?:目前|至今)?(?:尚|还|共|仍|拖|下)*欠(?:付|缴|交)?(?!款|费|租|薪|债|发达|条)")
"""opens a clause that says what is owed and to whom"""
CREDITOR = re.compile(r"(?:公司|厂|事务所|设计院|研究院|医院|中心|合作社|经营部|服务部|报社|银行)[^，。；、\d]{0,16}$")
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
class Told:
    """One sum with the words around it."""

    text: str
    amount: Amount
    floor: int
    """end of the sum before it"""
    clause: int
    left: str
    """its clause up to the sum"""
    right: str
    """the words behind the sum that may belong to it"""
    noun: Noun
    before: Money | None
    year: int | None
    """the document's"""

    @property
    def retained(self) -> bool:
        """Whether the sum is a retained deposit (质保金), whatever its role."""
        return self.noun.role == "retention" or self.noun.word.startswith(("退", "返")) or bool(RETAINED.match(self.right))


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
    joined = JOINED.match(text[floor : amount.start]) if before and before.amount.end == floor else None
    if before and joined and not still_to_come(text[floor : amount.start], before, year):
        return replace(before, amount=amount, clause=clause, sentence=sentence, date=date, deducted=False)
    told = Told(text, amount, floor, clause, left, words_after(text, amount.end), last_noun(left), before, year)
    role, allotted = role_before(told, own)
    role, whole = role_in_series(told, role_behind(told, role))
    role = role_by_terms(told, role)
    period = next((d.iso for d in dates if floor <= d.start < amount.start), None)
    earlier = period is not None and year is not None and int(period[:4]) < year
    if role in ("cost", "rent") and earlier and paid_when(text, amount.end, year) == "due":
        role, whole = "unpaid", True  # 2024年第四季度14.5万元于2025年1月支付
    deducted = bool(DEDUCTED.search(left))
    bill = role == "due" and DUE_NOW.search(left) is not None and (date is None or year is None or int(date[:4]) < year)
    return Money(amount, role, clause, sentence, date, told.retained, allotted, deducted, whole, period, told.noun.word, bill)


def role_before(told: Told, own: Sequence[Date]) -> tuple[str, bool]:
    """Role by the noun and the verb before a sum, and whether it is only an allotment; ``own``: dates of its sentence before it."""
    text, noun, clause, before, year = told.text, told.noun, told.clause, told.before, told.year
    past = paid_before(own, clause, told.left, year)
    reach = before.clause if before and before.role == "share" else told.floor  # 至2024年底完成产值280万元，支付工程款224万元
    so_far = max(reach if own else 0, *(text.rfind(mark, 0, clause) + 1 for mark in "。；"))
    until = SO_FAR.search(text, so_far, told.amount.start)
    if past is None and until is not None and (until["year"] is None or year is None or int(until["year"]) < year):
        past = True
    role, allotted = verb_role(told.left, noun, past) or (noun.role, False)
    if role in (*PRICES, "cost") and REST_OF.search(told.left[: noun.start] if noun.word else told.left):
        role = "rest"
    if role == "estimate" and "造价" in noun.word and AUDITED.search(text[max(0, clause - 12) : clause]):
        role = "settled"
    return role, allotted


def role_behind(told: Told, role: str) -> str:
    """Role after the words behind a sum have said that it is paid or not."""
    if said_after(told.right, "unpaid") or after_negation(told.left, told.right):
        owing = role == "due" and (polarity(told.left) == "plain" or DUE_NOW.search(told.left) is not None)
        return "unpaid" if role not in ("now", "due") or owing else role
    return "paid" if role in AFTER and said_after(told.right, "paid") else role


def role_in_series(told: Told, role: str) -> tuple[str, bool]:
    """Role by when it is paid and by the sum before it, and whether the whole of a named cost is paid or owed."""
    left, noun, before = told.left, told.noun, told.before
    whole = noun.role in ("cost", "rent") and role in ("paid", "unpaid") and not verb_before(left) and "%" not in left
    open_noun = not verb_before(left) and noun.role in ("rest", "advance", "instalment")
    dated = paid_when(told.text, told.amount.end, told.year) if open_noun else None
    put_off = said_after(told.right, "unpaid")  # 剩余19.2万元结转至2025年支付
    if (dated == "paid" and not put_off) or (dated and noun.role != "rest" and role != "unpaid"):
        role = dated
    role = "unpaid" if role == "rest" else role
    if role == "instalment":
        role = "term" if before and (before.role != "cost" or not INSTALMENT.match(before.noun)) else "cost"
    open_role = "cost" if noun.role == "instalment" and not dated else role
    if before and governed(before, told.text[told.floor : told.amount.start], open_role):
        return before.role, False
    return role, whole


def owed_to(told: Told) -> bool:
    """Does the clause open with 欠 and name whom the sum is owed to (尚欠甲传媒有限公司宣传费3万元、乙印务有限公司印刷费2.5万元)?

    >>> [m.role for m in find_monies("尚欠某传媒公司宣传费3万元、某印务公司印刷费2.5万元。", 2026)]
    ['unpaid', 'unpaid']
    """
    start = max(told.text.rfind(mark, 0, told.amount.start) for mark in "，。；：\t") + 1
    said = told.text[start : told.amount.start]
    return OWING.match(said) is not None and CREDITOR.search(said.rsplit("、", 1)[-1]) is not None


def role_by_terms(told: Told, role: str) -> str:
    """Role of a share, a deposit or a sum that is set aside or named by the terms of payment."""
    left, noun, behind = told.left, told.noun, told.text[told.amount.end :]
    if role == "cost" and owed_to(told):
        return "unpaid"
    if role == "share" and noun.word.endswith("承担") and FEE.search(left[: noun.start]):
        role = "cost"
    if role in ("cost", "total") and FOR_PAYING.match(behind):
        role = "now"
    if role == "retention" and STILL.search(left[-12:]):
        role = "unpaid"
    if role == "cost" and told.retained:
        role = "retention"
    if term_of_payment(told.text, told.amount.start, left):
        if role in ("paid", "due", "cost"):
            return "paid" if PAID_THEN.match(behind) else "term"
        if noun.role == "rest":
            return "retention" if told.retained else "term"
    return role


def still_to_come(between: str, before: Money, year: int | None) -> bool:
    """Is the sum behind a payment or a balance that of a year which is not over (尚欠28.6万元，|2026年|68.6万元)?"""
    told = YEARS.search(between)
    return bool(told and year and int(told.group()[:4]) >= year and "，" in between) and before.role in ("paid", "unpaid")


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
