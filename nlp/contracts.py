"""Contracts, procurements and payables in narrative text, with their balances.

Enters: project pages (their narrative fields), paragraphs, the frame. Leaves: ``Contract`` records and findings. 项目概况 is
read for everything it names, planned purchases included; the other fields and the prose only for obligations that stand
there alone: with a price, a party or a balance. 项目实施计划 tells when the rest is due and which years' bills are open.

The same obligation told on several pages stays two records; nlp.contract_links says which are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from nlp.contract_apportion import apportion
from nlp.contract_balance import Balance, weigh
from nlp.contract_clause import PRICES
from nlp.contract_draft import Draft, label_text, words, work_of
from nlp.contract_drafts import read_drafts
from nlp.contract_findings import check_contract, check_listing
from nlp.contract_links import check_links, link_contracts
from nlp.contract_parties import PAYEES, find_parties, short_name
from nlp.contract_record import make_bare, make_contract, paid_later, prior_years
from nlp.contract_subject import EMPTY
from nlp.frame import Frame
from nlp.numeral import chinese_integer
from nlp.organisations import Name, find_names
from nlp.prose_projects import field_of
from nlp.record import (
    Contract,
    Document,
    Finding,
    Paragraph,
    Party,
    ProjectPage,
    Stretch,
)

MAIN = "项目概况"
PLAN = "项目实施计划"
PURCHASE = re.compile(r"签订|采购|购买|购置|租赁|租用|委托|聘请|外包|劳务派遣|服务费|维护费|运维费|物业|保障服务")
PARTIAL = re.compile(r"部分|尾款|首付款|预付款|工程款|应支未支|欠|质保金|分[二三两]年|第三期|进度款")
TITLE = re.compile(r"《(?P<name>[^《》]{4,60}?(?:合同|协议|协议书))》")
"""a contract named by its title; the first titles of a text belong to the contracts whose sums it tells"""

VAGUE = re.compile(r"差额|缺口|结余|剩余|余额|其余|余下|还差")
DEBT = re.compile(r"支付|付款|款项|合同|工程款|尾款|欠|结算|质保|拨付")
"""a mere 剩余 or 差额 is a debt only where the text speaks of paying"""

BESIDE = re.compile(
    r"(?P<work>[一-鿿]{2,12}?)(?:拟|仍|则|均|另)?(?:由|委托|租用|租赁|外包给|交由|交给)(?:[一-鿿]{0,6}(?:企业|单位|公司|厂商|厂家))?"
)
"""a clause of its own about who does another work: 服装拟由定点企业|某公司"""

SIDE = {"reviewer": "评审费|评审服务|审计费|审核费|造价咨询费", "supervisor": "监理费|监理服务", "agency": "代理费|代理服务"}
"""fees whose payee has its own role in the text around"""

PAYABLE = re.compile(r"合同|协议|应付未付|应支未支|尾款|余款|质保金|质量保证金|工程款|货款|欠付|拖欠|租金|服务费|托管|待付|尚欠|下欠")
TOGETHER = re.compile(r"(?P<count>[两二三四五六])(?:处|个|家|库|户|方|单位|公司|站|点)")
"""counts those to whom one sum is owed together: 上述|两处|租金"""

STATISTICS = re.compile(r"授予中小企业|政府采购(?:支出|预算)?总额|采购限额|三公")


def find_contracts(
    frame: Frame,
    pages: tuple[ProjectPage, ...],
    paragraphs: tuple[Paragraph, ...],
    headed: Mapping[int, str] = MappingProxyType({}),
) -> tuple[tuple[Contract, ...], tuple[Finding, ...]]:
    """All obligations of a document, in reading order. ``headed``: line of a paragraph -> project it is told under."""
    contracts: list[Contract] = []
    findings: list[Finding] = []
    for page in pages:
        found, doubts = read_page_contracts(page, frame.document)
        contracts += found
        findings += doubts
    for paragraph in paragraphs:
        if not STATISTICS.search(paragraph.text):
            found = read_text(paragraph.stretch, None, frame.document, "", strict=True)[0]
            project, part = headed.get(paragraph.stretch.pieces[0].line), field_of(paragraph)
            contracts += [replace(c, project=project, label=project if project and c.label == part else c.label) for c in found]
    findings += check_links(contracts, link_contracts(contracts))
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
        findings += doubts if fresh or not strict else []
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
    drafts = apportion(text, drafts, names)
    prior = prior_years(plan, document.year)
    later = not any(d.of("paid", "unpaid") for d in drafts) and paid_later(text, plan, document.year)
    findings: list[Finding] = []
    kept: list[tuple[Draft, Balance]] = []
    for draft in drafts:
        findings += check_listing(stretch, draft.listing) if draft.listing else []
        if draft.total_over and draft.monies[0].role != "unpaid":
            continue
        balance = weigh(text, draft, document.year, prior, later)
        if draft.total_over or keep(text, draft, balance, parties_of(text, drafts, draft, names, lone=False), strict):
            kept.append((draft, balance))
    own = [draft for draft, _ in kept]
    contracts = [
        make_contract(stretch, page, document.year, draft, balance, parties_of(text, own, draft, names), plan)
        for draft, balance in kept
    ]
    for contract in contracts:
        findings += check_contract(contract, page, contracts)
    if page and not strict:
        contracts += unpriced(stretch, page, names, contracts)
    return contracts, findings


def unpriced(
    stretch: Stretch, page: ProjectPage, names: Sequence[Name], contracts: Sequence[Contract]
) -> list[Contract]:
    """Contracts told without a sum: further titles in 《》, and contractors and suppliers whose work is named."""
    known = {party.name for contract in contracts for party in contract.parties}
    found = find_parties(stretch.text, names, 0, len(stretch.text))
    payees = [party for party, _ in found if party.role in PAYEES]
    titles = [] if len(contracts) == 0 else list(TITLE.finditer(stretch.text))[len(contracts) :]
    bare = []
    for title in titles:
        inside = [party for party, name in found if title.start() <= name.start < title.end()]
        parties = [*payees[:1], *(party for party in inside if party not in payees[:1])]
        bare.append(make_bare(stretch, page, parties, title.start("name"), title.end("name"), title["name"]))
    return bare + [make_bare(stretch, page, (party,), name.start, name.end) for party, name in found
                   if party.role in PAYEES and party.name not in known]  # fmt: skip


def bare_budget(text: str, drafts: list[Draft]) -> list[Draft]:
    """Where a field states nothing but the year's budget for a purchase, that budget is the purchase's sum."""
    if len(drafts) != 1 or not drafts[0].monies or any(m.role != "now" for m in drafts[0].monies):
        return drafts
    draft, said = drafts[0], text[drafts[0].start : drafts[0].end]
    if not PURCHASE.search(said) or PARTIAL.search(said):
        return drafts
    draft.monies, draft.label = [replace(draft.monies[0], role="cost"), *draft.monies], None
    return [draft]


def keep(text: str, draft: Draft, balance: Balance, parties: Sequence[Party], strict: bool) -> bool:
    """Is the draft an obligation of its own, rather than running costs or a bare budget sum?"""
    left = draft.of("unpaid")
    loose = bool(left) and len(left) + len(draft.of("now", "paid")) == len(draft.monies)
    vague = loose and not draft.owed and all(VAGUE.search(m.noun) for m in left)
    if vague and not DEBT.search(text[draft.start : draft.end]):
        return False
    strong = bool(draft.of("settled", "contract", "award", "paid", "unpaid")) or balance.has_balance is not None
    if strict:
        if draft.of("paid", "unpaid") or balance.has_balance is not None:
            return tells_debt(text, draft, parties)
        return bool(draft.of(*PRICES)) and bool(parties) and strong
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


def tells_debt(text: str, draft: Draft, parties: Sequence[Party]) -> bool:
    """Outside 项目概况: is what is told of paying about a contract or a payable, not about the budget itself?"""
    said = text[draft.start : draft.end]
    if draft.of(*PRICES) or draft.owed:
        return bool(parties) or draft.owed or bool(draft.of("unpaid"))
    if parties and ((draft.of("cost", "rent") and draft.of("paid")) or any(m.whole for m in draft.of("unpaid"))):
        return True
    return bool(PAYABLE.search(said)) and (bool(parties) or bool(draft.of("unpaid")))


def parties_of(
    text: str, drafts: Sequence[Draft], draft: Draft, names: Sequence[Name], *, lone: bool = True
) -> list[Party]:
    """Parties named within a draft; where it names none, those named for all drafts together, and (``lone``) the only payee."""
    inside = find_parties(text, names, draft.start, draft.end)
    if draft.payee:
        return [party for party, name in inside if (name.start, name.end) == draft.payee]
    told = [(party, name) for party, name in inside if not done_beside(text, draft, name)]
    own = [party for party, _ in narrow(text, draft, told) if draft.name or party.name not in served(text, drafts, names)]
    side = next((role for role, word in SIDE.items() if re.search(word, draft.name or label_text(text, draft))), None)
    if draft.name and any(party.role == side for party in own):
        return [party for party in own if party.role == side]
    if any(party.role in PAYEES for party in own):
        return own
    if side and not own:
        return [party for party, _ in find_parties(text, names, 0, draft.end) if party.role == side][-1:]
    real = [d for d in drafts if not d.total_over]
    everyone = [(party, name) for party, name in find_parties(text, names, 0, len(text)) if not done_beside(text, draft, name)]
    short = short_name(text[draft.monies[0].clause : draft.monies[0].amount.start] + "0")
    abbreviated = [party for party, _ in everyone if short and party.role in PAYEES and short in party.name]
    if len(abbreviated) == 1:
        return own + abbreviated
    shared = [party for party, name in everyone
              if len(real) == 1 or not any(d.start <= name.start < d.end for d in real)]  # fmt: skip
    if draft.depth and any(d.within and payees_in(everyone, d.start, d.end) for d in real if d is not draft):
        shared = []  # the items name whom they pay; an agency named above them served none in particular
    shared = all_of(text, draft, everyone) or shared or (only_payee(text, draft, everyone) if lone else [])
    return own + [party for party in shared if party.name not in {p.name for p in own}]


def done_beside(text: str, draft: Draft, name: Name) -> bool:
    """Does a company behind the price of a draft do something that the draft does not speak of (运维费35万元/年，|专线|由某公司提供)?"""
    price = next((m for m in draft.of(*PRICES, "cost", "rent", "total")), draft.monies[0])
    left = max(text.rfind(mark, 0, name.start) + 1 for mark in "，。；：、")
    clause = BESIDE.fullmatch(text, left, name.start)
    if clause is None or left < price.amount.end or not draft.label or not work_of(label_text(text, draft)):
        return False
    work = EMPTY.sub("", clause["work"])
    said = text[draft.start : price.amount.end]
    return len(work) > 1 and not any(work[i : i + 2] in said for i in range(len(work) - 1))


def served(text: str, drafts: Sequence[Draft], names: Sequence[Name]) -> set[str]:
    """Supervisors whose own fee is told in the midst of the contract: they are owed that, and no part of its price."""
    if not any(draft.name and re.search(SIDE["supervisor"], draft.name) for draft in drafts):
        return set()
    return {party.name for party, _ in find_parties(text, names, 0, len(text)) if party.role == "supervisor"}


def payees_in(told: Sequence[tuple[Party, Name]], start: int, end: int) -> list[tuple[Party, Name]]:
    return [(party, name) for party, name in told if party.role in PAYEES and start <= name.start < end]


def all_of(text: str, draft: Draft, told: Sequence[tuple[Party, Name]]) -> list[Party]:
    """The payees that an obligation owes together, where it counts them (…出租方为甲；…出租方为乙；上述两处租金合计1.9万元未付)."""
    counted = TOGETHER.search(label_text(text, draft))
    payees = [party for party, _ in payees_in(told, draft.within[0] if draft.within else 0, draft.monies[0].amount.start)]
    return payees if counted and len(payees) == chinese_integer(counted["count"]) else []


def only_payee(text: str, draft: Draft, told: Sequence[tuple[Party, Name]]) -> list[Party]:
    """The one payee of an obligation's item; or that of the whole text, where the sentence that names it speaks of what the
    obligation is for (由甲公司派驻护理员，…。2025年12月护理费尚未支付), or where only a period names it (第四季度5万元)."""
    floor, end = draft.within or (0, len(text))
    before = payees_in(told, floor, draft.monies[0].amount.start)
    payees = before if not work_of(label_text(text, draft)) else payees_in(told, floor, end)
    if len(payees) != 1 or not before:
        return []
    party, name = payees[0]
    left = max(floor, *(text.rfind(mark, floor, name.start) + 1 for mark in "。；"))
    stop = re.compile(r"[。；]").search(text, name.end, end)
    said = text[left : name.start] + text[name.end : stop.start() if stop else end]
    label = label_text(text, draft)
    return [party] if (label and not work_of(label)) or any(run in said for run in work_of(label)) else []


def narrow(text: str, draft: Draft, told: Sequence[tuple[Party, Name]]) -> list[tuple[Party, Name]]:
    """Of several payees, the one whose work the price names (设备合同总金额…; 由某公司负责设备安装); all where none fits."""
    payees = [(party, name) for party, name in told if party.role in PAYEES]
    prices = draft.of("settled", "contract", "award")
    if len(payees) < 2 or not prices:
        return list(told)
    sentence = text.rfind("。", 0, prices[0].amount.start)
    first = [party for party, name in payees if sentence < name.start < prices[0].amount.start]
    if len(first) == 1:  # 承建单位为甲公司，合同总额90万元，测评由乙公司承担
        return [(party, name) for party, name in told if party.role not in PAYEES or party is first[0]]
    subject = re.sub(
        r"合同|金额|总|为|中标|成交|审定|价款?|[^一-鿿]", " ", text[prices[0].clause : prices[0].amount.start]
    )
    pairs = {run[i : i + 2] for run in subject.split() for i in range(len(run) - 1)}
    fitting = [
        party
        for party, name in payees
        if any(pair in re.split(r"[、，。；]", text[name.end :], maxsplit=1)[0] for pair in pairs)
    ]
    if len(fitting) != 1:
        return list(told)
    return [(party, name) for party, name in told if party.role not in PAYEES or party is fitting[0]]
