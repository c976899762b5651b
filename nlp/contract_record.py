"""From a weighed draft to its ``Contract`` record: name, place, dates, sums with their roles.

The name is the obligation's own in a list, else the contract's title or the project's name. 签订 dates the signing; the
rest is due at the date before 支付 in the obligation's own words, else in 项目实施计划.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.contract_balance import Balance
from nlp.contract_clause import PRICES
from nlp.contract_draft import LABEL_BREAK, Draft, label_text, words
from nlp.contract_subject import find_subject
from nlp.dates import Date, find_dates
from nlp.record import Contract, Party, ProjectPage, RoledAmount, Stretch

SIGNED = re.compile(r"^[^，。；,;]{0,40}?(?:签订|签署|签定|签约|订立)")

RETAINED = re.compile(r"质保金|质量保证金|质保期|缺陷责任期|保修期")
WARRANTY = re.compile(r"质保期|缺陷责任期|保修期|到期|期满|届满")

PAY = re.compile(r"^[^。；;]{0,30}?(?:支付|付清|付款|拨付|结清|兑付)")

ROLES = {"settled": "审定金额", "incurred": "实际发生", "contract": "合同金额", "award": "中标金额", "estimate": "预算投资", "cost": "费用",
         "rent": "租金", "paid": "已支付", "unpaid": "未支付", "due": "本次支付", "term": "约定支付", "retention": "质保金", "now": "今年安排",
         "total": "合计", "share": "分担", "range": "区间下限"}  # fmt: skip

TITLED = re.compile(r"[（《](?P<name>[^（）《》，。]{4,60}?(?:合同|协议))[）》书]")

OBJECT = re.compile(r"支付(?:了)?(?P<name>[^，。；,;（）\d]{2,20}?)(?:全部|的)?(?:款项|尾款|价款|剩余款)")

WORK = re.compile(r"[^，。；、,;]{0,2}?(?:负责|承担|承建|承办|提供|实施|完成)(?:了)?(?P<work>[^，。；、,;（]{2,30})")

WORK_OF = re.compile(r"(?:^|[，。；：、])(?P<work>[^，。；：、\d]{2,14}?)(?:工作|服务)?(?:由|委托)$")
"""before who does it: 等保测评|由某公司承担"""

TRIM = re.compile(
    r"""
    ^(?:
        \d{1,2}(?:[.．、](?=(?:19|20)\d\d年|\D)|、)|[①-⑳]|[（(][一二三四五六七八九十\d]{1,3}[）)]   # 2.|2022年处置费, 6、|内审
      | (?:该|本)(?:项目|工程)的                                                                              # 该项目的|资本金
      | (?:(?:19|20)\d\d年度?|今年|本年度?)?(?:我单位|我局)?(?:计划|拟|预计|打算)(?:采购|购置|购买)?                 # 2025年拟购置|空调
      | 含|加上|未支付的|特申请|申请|其中|包括|另外支付|另|支付|已|未支付|(?:预计)?产生|开展|对应|及|和|与|、
    )+
  | (?:按照?\d+%(?:计算|测算)?)?(?:(?:[省市县区]级)?(?:财政)?承担)?$        # 普查费用|按照40%计算市级承担
  | [\d.]+万?(?:吨|人次|平方米|平米|公里|立方米)?$                        # 污泥处置量|2.94万吨
  | (?<=[租费金])年$                                                    # 22-24年房租|年18万
  | 项目绩效自评(?:综述|结果|情况)?$
  | (?<=[费金款])每[年月](?:[\d.]+万?元)?$
  | 分(?:为|成)?[两二三四五六]个?(?:标?[包段]|合同)(?:实施|采购|进行)?$    # 设备采购|分三个包
  | (?:合同|服务|租)期(?:限)?(?:为|自|从).*$                             # 物业服务|合同期为2024年3月至2027年2月
  | 经(?:审计|审核|评审|审定|核定|核算|测算|结算)(?:确定|认定|后)?$             # 运营补贴|经审计
  | (?<=[费款])(?:以|按照?)[^，。；]{2,20}(?:计取|计收|计算|计价)$              # 监理费|以第一合同段为主计取
  | (?<=[费款金])全年$                                                  # 台班费|全年
  | (?:外包|发包|转包|委托|交)给[^，。；]{2,30}(?:公司|厂|部|中心|院|所|社)$           # 保安保洁|外包给某公司
  | [、，：:（]+$
    """,
    re.VERBOSE,
)
"""words around an obligation's name that are no part of it"""

ACTED_ON = re.compile(r"^对(?P<thing>.{2,30}?)(?:进行|开展|实施)(?P<deed>[^，、]{2,12})$")
"""对9座小型水库开展安全鉴定: the thing and the deed make the name"""

BARE_COST = re.compile(
    r"^面积$|^(?:服务|工程|采购|设备|项目)?(?:费|费用|经费|款|租金|资金)?$|^占?\d*%?$|[*×=]|^(?:已|全部|均)*(?:到位|支付|付清)$|^(?:政府|社会资本)方$"
    r""
    r"|^[一-鿿]{2,10}的?(?:尚|还|仍|已|只)?(?:有|欠|差|余|剩)$|^分别结算$|^(?:项目|建设|实施|主要)(?:概况|内容|情况|背景)$|^[两二三四五六]年(?:总额|总价|合计|费用)$"
)
"""a cost without a name: 服务费, 工程款"""

STORY = re.compile(
    r"(?:公司|研究院|设计院|事务所)系?[^，。；]{0,8}(?:选定|确定|中标|供货|入围)$"
    r"|(?:确定|选定|委托|聘请|由)[^，。；]*(?:公司|研究院|设计院|事务所)|由[^，。；]{2,20}(?:实施|承担|承建|完成|负责)$"
)
"""words that tell who does the work, no name of it: 通过公开招标确定某某有限公司为维护单位"""

PAYEE = re.compile(r"[^，。；、]{2,28}(?:有限(?:责任)?公司|分公司|经营部|服务部|门市部|商行|事务所|研究院|设计院|合作社)")

OF_TRADE = re.compile(
    r"(?:设计|监理|勘察|审计|检测|咨询|测绘|评估|施工|供货)(?:单位|方|机构)(?:为|是)?[^，。；]{4,30}(?:公司|院|所|中心)(?:的[^，。；]{0,8})?$"
)
"""who is paid, no name of what for: 设计单位某某公司的|设计费尾款"""

OF_ANYTHING = re.compile(r"年?(?:度)?(?:服务|租赁|托管|运维|维护|运营)?(?:费|费用|租金|金)$")
"""names of a yearly price that any contract may have, where the text says of what: 年服务费, 年租金"""

PERIOD = re.compile(
    r"(?:(?:19|20)\d\d年度?)?(?:第?[一二三四]季度|前[二三]季度|[上下]半年|\d{1,2}月?[—至-]\d{1,2}月|\d{1,2}月份?)"
)
"""a name that is nothing but a period: 第四季度, 2024年7—12月"""

OPENING = re.compile(
    r"^(?:（?[一二三四五六七八九十\d]{1,3}[）、.．]\s*)?(?P<name>[^，。；：:\d]{3,30}?)(?:项目)?(?:绩效)?(?:自评)?(?:综述|结果)?[：:。]"
)
"""the heading that a paragraph opens with: 2.农村环卫一体化服务。…; 某水库加固项目绩效自评综述：…"""

GOODS = re.compile(r"(?P<name>[一-鿿]{3,14}?)\d+[套台个辆件批组座处](?:由|采购自|从)")
"""goods with their number before who supplies them: 称重设备|2套由某公司供货"""

REFERS = re.compile(r"(?:该|本|此|上述)(?:项目|工程|合同|服务)|镇政府|我[局镇乡委校院]|供货单位|中标|项目")
PROJECT_CELL = re.compile(r"(?:项目|项目（政策）)名称\t+(?P<name>[^\t]{2,40})")
"""the name in the form that a narrative stands in, where the form is no project page (自评表)"""

COMMISSIONED = re.compile(r"(?:开展|实施|承担|提供|负责)(?:了)?(?P<work>[^，。；、,;（\d]{2,30})")
"""委托某某检测有限公司开展|走航监测"""

ANY_PAYMENT = re.compile(
    r"[\d年月日]+|底|[之以]?前|上旬|中旬|下旬|左右|完成|进行|支付|付清|付款|拨付|结清|结算|全部|剩余|应付|未付|尾款|余款|款项|资金|费用|项目|工程款?|合同|按|根据|进度|实际|情况|验收|合格|后|及|和|并|的|于|经|对"
)
"""words that every plan of payment has"""

FEE_KIND = re.compile(r"房租|租金|(?:服务|运维|维护|托管|物业|管理|处置|处理|保洁|养护|租赁|网络)费")
"""what the obligations of one item are for, where the item says it once"""

GENERIC = re.compile(r"^(?:(?:19|20)?\d\d年|[\d-]+年|面积|全年|年)")


def make_contract(
    stretch: Stretch, page: ProjectPage | None, year: int, draft: Draft, balance: Balance,
    parties: Sequence[Party], plan: str,
) -> Contract:  # fmt: skip
    text = stretch.text.replace("於", "于")
    begin, end = extent(text, draft)
    label = name_contract(text, draft, page)
    due, retention_due = due_dates(text, draft, plan, year, balance, label)
    clause = None if balance.clause is None else text[balance.clause[0] : balance.clause[1]].strip()
    span = stretch.span(begin, end)
    return Contract(
        span=span, quote=stretch.text[begin:end], page=page.span.line if page else None, project=page.name if page else None,
        label=label, parties=tuple(parties), amount=balance.amount, amount_kind=balance.amount_kind,
        paid=balance.paid, unpaid=balance.unpaid, retention=balance.retention,
        signed=signed_date(text, draft, year), due=due,
        budgeted_now=balance.budgeted_now, computed_unpaid=balance.computed, consistent=balance.consistent,
        has_balance=balance.has_balance, planned=balance.planned,
        amounts=tuple(RoledAmount(ROLES[m.role], m.value, stretch.span(m.amount.start, m.amount.end), m.date) for m in draft.monies),
        balance_clause=clause, total_over=draft.total_over, retention_due=retention_due,
    )  # fmt: skip


def make_bare(
    stretch: Stretch, page: ProjectPage, parties: Sequence[Party], start: int, end: int, label: str | None = None
) -> Contract:
    """A contract that is told without any sum: who does what (由某公司负责一层装修工程), or by its title alone."""
    said = None if label else WORK.match(stretch.text, end) or WORK_OF.search(stretch.text, max(0, start - 20), start)
    start, stop = (min(start, said.start("work")), max(end, said.end("work"))) if said else (start, end)
    return Contract(
        span=stretch.span(start, stop), quote=stretch.text[start:stop], page=page.span.line, project=page.name,
        label=label or (said["work"] if said else page.name), parties=tuple(parties), amount=None, amount_kind=None,
        paid=None, unpaid=None, retention=None, signed=None, due=None, budgeted_now=None, computed_unpaid=None,
        consistent=None, has_balance=None, planned=False,
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
    if draft.name:
        return trim_label(draft.name) or draft.name
    own = trim_label(after_payee(label_text(text, draft)))
    own = own.rsplit("支付", 1)[-1] if "支付" in own[:-3] else own
    broken = any(own.count(a) != own.count(b) for a, b in ("“”", "《》", "（）"))
    own = own.removeprefix("的")
    own = "" if broken or BARE_COST.match(own) or STORY.search(own) else own
    told = trim_label(text[draft.subject[0] : draft.subject[1]]) if draft.subject else ""
    told = "" if BARE_COST.match(told) or OF_TRADE.match(told) else told
    if told and STORY.search(told):
        told = page.name if page else ""
    if told and (not own or draft.of(*PRICES, "estimate", "unpaid")):
        return told
    if draft.of("estimate") and page and not draft.of("cost", "rent", "total"):
        own = ""
    titled = TITLED.search(text, draft.start, draft.end) or OBJECT.search(text, draft.monies[0].clause, draft.end)
    if not own and titled and draft.depth == 0 and not draft.of(*PRICES):
        return titled["name"]
    above = named_above(text, draft)
    if above and (len(own) < 3 or short_of_name(own) or words("part").search(own)):
        return above + (own or year_and_kind(text, draft))
    if own and PERIOD.fullmatch(own):
        return (trim_label(text[slice(*draft.heading)]) if draft.heading else page.name if page else "") + own
    if own and draft.heading and OF_ANYTHING.match(own):
        return trim_label(text[slice(*draft.heading)])
    if own and not page and OF_ANYTHING.match(own):
        return trim_label(name_outside(text, draft)) or own
    if own and (draft.depth > 0 or not page or draft.of("cost", "rent") or not draft.of(*PRICES)):
        return own
    if draft.heading:
        return trim_label(text[slice(*draft.heading)])
    return page.name if page else own or trim_label(name_outside(text, draft))


def named_above(text: str, draft: Draft) -> str:
    """The name of the item that an obligation is told in; "" where it has none short enough to stand before its own."""
    above = re.sub(r"(?:建筑|总)?面积$", "", trim_label(text[slice(*draft.above)])) if draft.above else ""
    return "" if BARE_COST.match(above) or len(above) > 14 or above.endswith("等") else above


def year_and_kind(text: str, draft: Draft) -> str:
    """What names an obligation below the name of its item: the year it is for, and the fee that the item says once.

    一中队：面积200平米，31万元（24年房租合同15万元，已付6万元；25年合同价16万元） -> 2024年房租, 2025年房租
    """
    period = draft.monies[0].period
    kind = FEE_KIND.search(text, draft.above[1], draft.monies[0].amount.start) if period and draft.above else None
    return f"{period[:4]}年{kind.group() if kind else ''}" if period else ""


def after_payee(label: str) -> str:
    """A name without the payee it opens with: 云岭安达电梯有限公司|电梯维保费."""
    payee = PAYEE.match(label)
    if payee and payee.end() == len(label):
        return ""
    return label[payee.end() :] if payee and len(label) - payee.end() >= 2 else label


def trim_label(label: str) -> str:
    """The noun phrase in a label: counting words, measures and punctuation around it go.

    >>> trim_label("6、开展内部审计"), trim_label("面积1750平米、"), trim_label("对9座小型水库开展安全鉴定")
    ('内部审计', '面积', '9座小型水库安全鉴定')
    """
    before = None
    while before != label:
        before, label = label, TRIM.sub("", label).strip()
    acted = ACTED_ON.match(label)
    return acted["thing"] + acted["deed"] if acted else label


def name_outside(text: str, draft: Draft) -> str:
    """The name of an obligation that stands on no project page: the project its form names, else what its sentence is about,
    else the first words of its sentence.

    >>> from nlp.contract_drafts import read_drafts
    >>> said = "围堰加固工程由云岭建筑有限公司实施，合同金额40万元，已支付30万元。"
    >>> name_outside(said, read_drafts(said, 2026)[0])
    '围堰加固工程'
    """
    stop = draft.monies[0].amount.start
    form = list(PROJECT_CELL.finditer(text, 0, stop))
    if form:
        return form[-1]["name"].strip()
    start = max(draft.start, *(text.rfind(mark, draft.start, stop) + 1 for mark in "。；;"))
    goods = GOODS.match(re.sub(r"^[一-鿿]{2,10}：", "", text[start:stop].strip()))
    if goods:
        return goods["name"]
    place = find_subject(text, start, stop)
    if place and not STORY.search(text[slice(*place)]):
        return trim_label(text[slice(*place)])
    said = text[start:stop].strip(" ，。；;、\t")
    opened = OPENING.match(text)
    if opened and (STORY.search(said) or REFERS.search(said) or opened.end() >= start):
        return opened["name"]
    purpose = COMMISSIONED.search(said)
    return purpose["work"] if purpose else LABEL_BREAK.split(said)[0] or said


def short_of_name(own: str) -> bool:
    """Is a name little more than a date or a measure (24年房租, 面积232平米)?"""
    return bool(GENERIC.search(own)) and len(GENERIC.sub("", own)) < 5


def signed_date(text: str, draft: Draft, year: int) -> str | None:
    """When the contract was signed: the date before 签订."""
    for date in find_dates(text[: draft.end], year):
        if date.start >= draft.start and SIGNED.match(text[date.end : draft.end]):
            return date.iso
    return None


def due_dates(text: str, draft: Draft, plan: str, year: int, balance: Balance, label: str) -> tuple[str | None, str | None]:
    """Month by which the rest is to be paid, from the obligation's own words, else from 项目实施计划; and the month of the
    retained deposit where it is another.

    2026年4月支付尾款，8月质保期满后支付质保金 -> 2026-04 and 2026-08, where a deposit is part of the balance.
    """
    if balance.has_balance is False:
        return None, None
    own = [d for d in payment_dates(text, year) if draft.start <= d.start < draft.end]
    said, found = (text, own) if own else (plan, planned_dates(plan, year, label, balance))
    kept = [d for d in found if RETAINED.search(clause_around(said, d))] if balance.retention else []
    rest = [d for d in found if d not in kept]
    due = (rest or found)[-1].month if found else None
    if not balance.retention:
        return due, None
    stop = text.find("。", draft.end) if draft.end < len(text) else -1
    told = [d for d in find_dates(text, year) if draft.start <= d.start < (stop if stop >= 0 else len(text)) and d.month and d.year >= year
            and WARRANTY.search(clause_around(text, d))]  # fmt: skip
    last = [d.month for d in (kept or told)]
    retained = last[-1] if last else None
    if balance.unpaid is not None and balance.unpaid <= balance.retention:  # nothing but the deposit is left
        return retained or due, None
    return due, retained if retained != due else None


def planned_dates(plan: str, year: int, label: str, balance: Balance) -> list[Date]:
    """Dates of payment in 项目实施计划; where it has several months, those whose words name the obligation or its deposit
    (4月付清设备款，9月支付质保金及监理费), unless no date is told of any one thing."""
    found = list(payment_dates(plan, year))
    if len({d.month for d in found}) < 2:
        return found
    told = {d: words_around(plan, d) for d in found}
    kept = [d for d in found if balance.retention and RETAINED.search(told[d])]
    mine = [d for d in found if pairs(label) & pairs(told[d])] or [d for d in found if not pairs(told[d])]
    return [d for d in found if d in mine or d in kept]


def words_around(text: str, date: Date) -> str:
    """What a date of payment is told of: its clause without the words of paying, which any obligation has."""
    return ANY_PAYMENT.sub("", clause_around(text, date))


def pairs(said: str) -> set[str]:
    """Every two characters side by side.

    >>> sorted(pairs("设备款"))
    ['备款', '设备']
    """
    return {said[i : i + 2] for i in range(len(said) - 1)}


def clause_around(text: str, date: Date) -> str:
    """The clause that a date stands in."""
    left = max(text.rfind(mark, 0, date.start) for mark in "，。；,;\t") + 1
    right = re.compile(r"[，。；,;\t]").search(text, date.end)
    return text[left : right.start() if right else len(text)]


def payment_dates(text: str, year: int) -> Sequence[Date]:
    """Dates of the document's year or later at which something is to be paid."""
    return [d for d in find_dates(text, year) if d.month and d.year >= year and PAY.match(text[d.end :])
            and not re.search(r"(?:已[^，。]{0,6}|截[至止]到?)$", text[: d.start])]  # fmt: skip


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
