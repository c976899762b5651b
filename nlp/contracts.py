"""Contracts, procurements and payables in narrative text, with their balances.

Enters: project pages (their narrative fields), paragraphs, the frame. Leaves: ``Contract`` records and findings. 项目概况 is
read for everything it names, planned purchases included; the other fields and the prose only for obligations that stand
there alone: with a price, a party or a balance. 项目实施计划 tells when the rest is due and which years' bills are open.

What it does not do: join the same obligation told on several pages (kg.contracts).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.contract_balance import Balance, weigh
from nlp.contract_draft import Draft, label_text, words
from nlp.contract_drafts import read_drafts
from nlp.contract_findings import check_contract, check_total
from nlp.contract_parties import find_parties
from nlp.contract_roles import PRICES
from nlp.dates import Date, find_dates
from nlp.frame import Frame
from nlp.organisations import Name, find_names
from nlp.record import (
    Contract,
    Document,
    Finding,
    Organisation,
    Paragraph,
    Party,
    ProjectPage,
    RoledAmount,
    Stretch,
)

MAIN = "项目概况"
PLAN = "项目实施计划"
SIGNED = re.compile(r"^[^，。；,;]{0,40}?(?:签订|签署|签定|签约|订立)")
PAY = re.compile(r"^[^。；;]{0,30}?(?:支付|付清|付款|拨付|结清|兑付)")
PURCHASE = re.compile(r"签订|采购|购买|购置|租赁|租用|委托|聘请|外包|劳务派遣|服务费|维护费|运维费|物业|保障服务")
PARTIAL = re.compile(r"部分|尾款|首付款|预付款|工程款|应支未支|欠|质保金|分[二三两]年|第三期|进度款")
TRIM = re.compile(r"^(?:特申请|申请|其中|包括|另外支付|另|支付|已|未支付|预计产生|对应|及|和|与|、)+|[、，：:（]+$")
GENERIC = re.compile(r"^(?:(?:19|20)?\d\d年|[\d-]+年|面积|全年|年)")
SIDE = {"reviewer": "评审费|评审服务|审计费", "supervisor": "监理费|监理服务", "agency": "代理费|代理服务"}
"""fees whose payee has its own role in the text around"""

TITLED = re.compile(r"[（《](?P<name>[^（）《》，。]{4,60}?(?:合同|协议))[）》书]")
OBJECT = re.compile(r"支付(?:了)?(?P<name>[^，。；,;（）\d]{2,20}?)(?:全部|的)?(?:款项|尾款|价款|剩余款)")
STATISTICS = re.compile(r"授予中小企业|政府采购(?:支出|预算)?总额|采购限额|三公")
ROLES = {"settled": "审定金额", "incurred": "实际发生", "contract": "合同金额", "award": "中标金额", "estimate": "预算投资", "cost": "费用",
         "rent": "租金", "paid": "已支付", "unpaid": "未支付", "due": "本次支付", "retention": "质保金", "now": "今年安排", "total": "合计",
         "share": "分担", "range": "区间下限"}  # fmt: skip


def find_contracts(
    frame: Frame,
    pages: tuple[ProjectPage, ...],
    paragraphs: tuple[Paragraph, ...],
    organisations: tuple[Organisation, ...],
) -> tuple[tuple[Contract, ...], tuple[Finding, ...]]:
    """All obligations of a document, in reading order."""
    contracts: list[Contract] = []
    findings: list[Finding] = []
    for page in pages:
        found, doubts = read_page_contracts(page, frame.document)
        contracts += found
        findings += doubts
    for paragraph in paragraphs:
        if not STATISTICS.search(paragraph.text):
            contracts += read_text(paragraph.stretch, None, frame.document, "", strict=True)[0]
    return tuple(contracts), tuple(findings)


def read_page_contracts(page: ProjectPage, document: Document) -> tuple[list[Contract], list[Finding]]:
    """The obligations of one project page."""
    plan = "。".join(field.text for field in page.fields if field.name == PLAN)
    contracts: list[Contract] = []
    findings: list[Finding] = []
    for field in sorted(page.fields, key=lambda field: field.name != MAIN):
        strict = field.name != MAIN
        found, doubts = read_text(field.stretch, page, document, plan if not strict else "", strict=strict)
        fresh = [c for c in found if not strict or not any(same_sums(c, known) for known in contracts)]
        contracts += fresh
        findings += doubts if fresh else []
    return contracts, findings


def same_sums(one: Contract, other: Contract) -> bool:
    """Do two records of one page share a price, a payment or a balance?"""
    sums = {value for value in (other.amount, other.paid, other.unpaid, *(a.value for a in other.amounts)) if value}
    return any(value in sums for value in (one.amount, one.paid, one.unpaid) if value)


def read_text(
    stretch: Stretch, page: ProjectPage | None, document: Document, plan: str, *, strict: bool
) -> tuple[list[Contract], list[Finding]]:
    """The obligations of one field or paragraph."""
    text = stretch.text.replace("於", "于")
    drafts = bare_budget(text, read_drafts(text, document.year))
    if not drafts:
        return [], []
    names = find_names(text, document)
    prior = prior_years(plan, document.year)
    later = not any(d.of("paid", "unpaid") for d in drafts) and paid_later(text, plan, document.year)
    contracts: list[Contract] = []
    findings: list[Finding] = []
    for draft in drafts:
        if draft.total_over:
            findings += check_total(stretch, draft)
            continue
        balance = weigh(text, draft, document.year, prior, later)
        parties = parties_of(text, drafts, draft, names)
        if not keep(text, draft, balance, parties, strict):
            continue
        contract = make_contract(stretch, page, document, draft, balance, parties, plan)
        contracts.append(contract)
        findings += check_contract(contract, page)
    return contracts, findings


def bare_budget(text: str, drafts: list[Draft]) -> list[Draft]:
    """Where a field states nothing but the year's budget for a purchase, that budget is the purchase's sum."""
    if len(drafts) != 1 or not drafts[0].monies or any(m.role != "now" for m in drafts[0].monies):
        return drafts
    draft, said = drafts[0], text[drafts[0].start : drafts[0].end]
    if not PURCHASE.search(said) or PARTIAL.search(said):
        return drafts
    draft.monies = [replace(draft.monies[0], role="cost"), *draft.monies]
    return [draft]


def keep(text: str, draft: Draft, balance: Balance, parties: Sequence[Party], strict: bool) -> bool:
    """Is the draft an obligation of its own, rather than running costs or a bare budget sum?"""
    strong = bool(draft.of("settled", "contract", "award", "paid", "unpaid")) or balance.has_balance is not None
    if strict:
        return bool(draft.of(*PRICES)) and (bool(parties) or balance.unpaid is not None) and strong
    if strong:
        told = [m for m in draft.of("paid", "unpaid") if not m.allotted]
        return balance.has_balance is not None or balance.amount is not None or bool(told)
    if not draft.of("cost", "rent", "incurred", "total", "estimate", "range"):
        return False
    name = label_text(text, draft)
    said = text[draft.start : draft.end]
    if parties:
        return True
    if name and words("own").search(name) and not re.search(r"第三方|委托|采购|购置|租", said):
        return False
    clause = re.split(r"[。；;]", text[draft.start : draft.monies[0].amount.end])[-1]
    return bool(words("buy").search(name + clause))


def parties_of(text: str, drafts: Sequence[Draft], draft: Draft, names: Sequence[Name]) -> list[Party]:
    """Parties named within a draft; where it names none, those named for all drafts together."""
    own = [party for party, _ in find_parties(text, names, draft.start, draft.end)]
    if any(party.role in ("contractor", "supplier") for party in own):
        return own
    side = next((role for role, word in SIDE.items() if re.search(word, label_text(text, draft))), None)
    if side and not own:
        return [party for party, _ in find_parties(text, names, 0, draft.end) if party.role == side][-1:]
    real = [d for d in drafts if not d.total_over]
    shared = [party for party, name in find_parties(text, names, 0, len(text))
              if len(real) == 1 or not any(d.start <= name.start < d.end for d in real)]  # fmt: skip
    return own + [party for party in shared if party.name not in {p.name for p in own}]


def make_contract(
    stretch: Stretch, page: ProjectPage | None, document: Document, draft: Draft, balance: Balance,
    parties: Sequence[Party], plan: str,
) -> Contract:  # fmt: skip
    text = stretch.text.replace("於", "于")
    begin, end = extent(text, draft)
    clause = None if balance.clause is None else text[balance.clause[0] : balance.clause[1]].strip()
    span = stretch.span(begin, end)
    return Contract(
        span=span, quote=stretch.text[begin:end], page=page.span.line if page else None, project=page.name if page else None,
        label=name_contract(text, draft, page), parties=tuple(parties), amount=balance.amount, amount_kind=balance.amount_kind,
        paid=balance.paid, unpaid=balance.unpaid, retention=balance.retention,
        signed=signed_date(text, draft, document.year), due=due_date(text, draft, plan, document.year),
        budgeted_now=balance.budgeted_now, computed_unpaid=balance.computed, consistent=balance.consistent,
        has_balance=balance.has_balance, planned=balance.planned,
        amounts=tuple(RoledAmount(ROLES[m.role], m.value, stretch.span(m.amount.start, m.amount.end), m.date) for m in draft.monies),
        balance_clause=clause,
    )  # fmt: skip


def extent(text: str, draft: Draft) -> tuple[int, int]:
    """Range to quote: from the name (or the clause of the first sum) to the end of the clause of the last sum."""
    begin = draft.label[0] if draft.label else draft.monies[0].clause
    last = draft.monies[-1].amount.end
    stop = re.compile(r"[。；;\t]").search(text, last)
    end = min(stop.start() if stop else len(text), last + 60)
    while begin < end and text[begin] in " ，。；;：:、\t":
        begin += 1
    return begin, end


def name_contract(text: str, draft: Draft, page: ProjectPage | None) -> str:
    """The obligation's name: its own words in a list, else the project's name."""
    own = TRIM.sub("", label_text(text, draft)).strip()
    if draft.of("estimate") and page and not draft.of("cost", "rent", "total"):
        own = ""
    titled = TITLED.search(text, draft.start, draft.end) or OBJECT.search(text, draft.monies[0].clause, draft.end)
    if not own and titled and draft.depth == 0 and not draft.of(*PRICES):
        return titled["name"]
    above = text[draft.above[0] : draft.above[1]] if draft.above else ""
    if above and (len(own) < 3 or GENERIC.search(own) or words("part").search(own)):
        return above + own
    if own and (draft.depth > 0 or not page or draft.of("cost", "rent") or not draft.of(*PRICES)):
        return own
    return page.name if page else own or text[draft.start : draft.start + 30].strip()


def signed_date(text: str, draft: Draft, year: int) -> str | None:
    """When the contract was signed: the date before 签订."""
    for date in find_dates(text[: draft.end], year):
        if date.start >= draft.start and SIGNED.match(text[date.end : draft.end]):
            return date.iso
    return None


def due_date(text: str, draft: Draft, plan: str, year: int) -> str | None:
    """Month by which the rest is to be paid: from the obligation's own words, else from 项目实施计划."""
    own = [d for d in payment_dates(text, year) if draft.start <= d.start < draft.end]
    found = own or list(payment_dates(plan, year))
    return found[-1].month if found else None


def payment_dates(text: str, year: int) -> Sequence[Date]:
    """Dates of the document's year or later at which something is to be paid."""
    return [d for d in find_dates(text, year) if d.month and d.year >= year and PAY.match(text[d.end :])
            and not re.search(r"已[^，。]{0,6}$", text[: d.start])]  # fmt: skip


def prior_years(plan: str, year: int) -> frozenset[int]:
    """Earlier years whose bills the plan calls unpaid (支付2024年应支付未支付的费用)."""
    years: set[int] = set()
    for found in words("prior").finditer(plan):
        named = [d.year for d in find_dates(found.group(), year)]
        years.update(named or range(year - 10, year))
    return frozenset(y for y in years if y < year)


def paid_later(text: str, plan: str, year: int) -> bool:
    """Was the work done before the document's year, and is its payment planned for now?"""
    said = f"{text}。{plan}"
    dates = find_dates(said, year)
    done = any(d.year < year and words("finished").search(said[d.end : d.end + 60]) for d in dates)
    return done and any(d.year >= year and PAY.match(said[d.end : d.end + 40]) for d in dates)
