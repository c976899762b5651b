"""Who takes part in a contract, and as what: contractor, supplier, supervisor, agency, reviewer, client, investor.

Enters: normalised text of an obligation and the names found in it. Leaves: ``Party`` records, each name once. A name is a
party only where a word next to it says what it does (中标单位为|…, 由|…|负责); companies that are only mentioned (a
venue, a place visited) are none. The words are data: lexicon party_roles.

What it does not do: find names (nlp.organisations).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp.contract_draft import words
from nlp.lexicon import read_rows
from nlp.organisations import Name
from nlp.record import Party

TYPES = ("company", "public_institution", "government", "other")
OFFICES = re.compile(r"(?:局|委员会|委|厅|部|政府|办公室|办|法院|党委|总队|支队|大队|科|处)$")
"""endings of public offices, which are parties only as client or where they are paid"""

PAYEES = ("contractor", "supplier")
NEXT = re.compile(r"(?:（[^（）]{1,40}）)?[、和与及]")
"""between the names of a list, or of a consortium: 由甲公司（牵头人）与|乙公司组成的联合体中标"""

AGENT = re.compile(r"招标|代理|采购中心|交易中心|拍卖")
LEFT = re.compile(
    r"""
    (?:.*?(?:单位|[方商]|机构|企业)(?:为|是)          # 收款单位为
     |[^公司]{0,6}?(?:单位|应向|退还|返还|委托|交由)(?:与|应向|向|为)?   # 运维单位, 我单位与, 应向, 需退还
     |(?:我[局委办校院厅]|本单位)(?:与|向|委托|和)     # 我局与
     |(?:为|由|与|向|经|同|和|给)
    )(?=[一-鿿（）]{6,}$)
    """,
    re.VERBOSE,
)
SERVICE = re.compile(r"信息技术|科技|软件|商贸|服务费|运维|培训|采购|供货")
BUILDER = re.compile(r"工程|建筑|建设|建工|装饰|装修|园林|市政|路桥|安装|施工|监理|环保|水务|物业|污水|固废")

LANDLORD = re.compile(r"(?:(?:出租|产权|收款)(?:方|单位|人)|房东|业主)(?:为|是|系|：|:)?$")
"""before whoever lets a room, a village committee too"""

VILLAGE = re.compile(r"[村居](?:民)?委(?:员)?会$")
"""no public office: it lets rooms and is paid for land"""

LISTED = re.compile(r"[：:；;、。，]$|^$")
SUM = re.compile(r"\d[\d,.]*\s*[万亿]?元")
GRANT = re.compile(r"补助|补贴|奖|资助|扶持|贷款|贴息|捐|投资|出资|税|罚|收入|营业额|产值")
"""words of lists whose companies are paid for no work: 奖补资金：甲公司50万元、乙公司30万元"""

HOUSED = re.compile(r"(?:租用|租赁|承租|租住|租)(?:了|位于)?\Z")
"""before whoever only has its seat in the rooms, where a landlord is named: 租用|某局|仓库，出租人为…"""

SHORT_NAME = re.compile(
    r"(?:其中|现)?(?:所欠|尚欠|欠|对|应付)?(?P<name>[一-鿿]{2,8}?)(?:公司的?|的)(?=(?:货款|工程款|款项|费用|服务费|部分)?(?:[已均尚仍还未欠余剩只]|\d|第))"
)
"""新华书店|的已结清; 文源|公司尚有6.48万元未结"""

OWNED = re.compile(r"(?:的)?(?:所属|所有|名下|自有|下属)的?")
"""behind whoever lets rooms: 租用某公司|所属|大厦6层"""

DELIVERED = re.compile(r"采购合同|供货|购销|租用|承租|租赁|租金|房租|设计|咨询|编制|检测|监测|鉴定|技术服务|(?:采购|购置|购买)(?!流程|方式|程序)")
"""words of goods, rents and services, told of a payee"""
BUILT = re.compile(
    r"施工(?!图)|承建|改造|装修|装饰|修缮|安装|拆除|绿化|养护|处置|处理|运营|填埋|清运|亮化|工程(?!设计|咨询|检测|监测|勘察|有限|项目管理)"
)
"""words of works, told of a payee"""


@cache
def cues(role: str, side: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row[2]) for row in read_rows("party_roles") if row[0] == role and row[1] == side)


def find_parties(text: str, names: Sequence[Name], start: int, end: int) -> tuple[tuple[Party, Name], ...]:
    """Parties among the names that stand in ``text[start:end]``, as printed there, with their places, in order.

    >>> text = "委托甲招标代理有限公司招标，中标单位为乙建设工程有限公司，在丙煤业有限公司设分会场"
    >>> names = [Name(2, 11, "甲招标代理有限公司", "company"), Name(19, 28, "乙建设工程有限公司", "company"),
    ...          Name(30, 37, "丙煤业有限公司", "company")]
    >>> [(p.name, p.role) for p, _ in find_parties(text, names, 0, len(text))]
    [('甲招标代理有限公司', 'agency'), ('乙建设工程有限公司', 'contractor')]
    """
    found: dict[str, tuple[Party, Name]] = {}
    before: tuple[Party, Name] | None = None
    for name in (trim(text, n) for n in names if n.type in TYPES):
        if name.start >= end:
            break
        inside = name.start >= start
        role = role_of(text, name, start if inside else 0)
        listed = before and name.type == "company" and NEXT.fullmatch(text, before[1].end, name.start)
        if listed and before and before[0].role in PAYEES and role in (None, *PAYEES):
            role = before[0].role
        before = (Party(name.full, role), name) if role else None
        if inside and role and (name.full not in found or found[name.full][0].role == "other"):
            found[name.full] = (Party(text[name.start : name.end], role), name)
    let = any(LANDLORD.search(text[max(0, name.start - 16) : name.start]) for _, name in found.values())
    return tuple((party, name) for party, name in found.values() if not (let and HOUSED.search(text[max(0, name.start - 6) : name.start])))


def short_name(clause: str) -> str | None:
    """The short name of a company that a clause opens with, without its kind; None where it opens with none.

    >>> short_name("其中甲文公司的尚有"), short_name("乙山书店的已结清"), short_name("尚未支付")
    ('甲文', '乙山书店', None)
    """
    found = SHORT_NAME.match(clause)
    return found["name"] if found else None


def trim(text: str, name: Name) -> Name:
    """Cut words of the sentence off the front of a company's name (收款单位为|某公司, 我单位与|某公司)."""
    printed = text[name.start : name.end]
    cut = LEFT.match(printed)
    if name.type != "company" or cut is None or printed != name.full:
        return name
    return Name(name.start + cut.end(), name.end, name.full[cut.end() :], name.type)


def role_of(text: str, name: Name, floor: int) -> str | None:
    """The role that the words beside a name give it; None where it is only mentioned."""
    before = text[max(floor, name.start - 16) : name.start]
    after = text[name.end : name.end + 90]
    if told("none", before, after) and not (HOUSED.search(before) and OWNED.match(after)):
        return None
    let = LANDLORD.search(before) or (VILLAGE.search(name.full) and told("payee", before, ""))
    office = name.type != "company" and bool(OFFICES.search(name.full)) and not let
    for role in ("agency", "supervisor", "reviewer", "client", "investor"):
        if has_role(role, name, before, after):
            return role if role == "client" or not office else None
    if office:
        return None
    company = name.type == "company"
    if told("billed" if company else "rendered", before, after):
        return payee_role(text, name)
    if told("winner", before, after if company else "") or told("supplier", before, "") or told("payee", before, after):
        return payee_role(text, name)
    for both in ("contracting", "listed", "bought"):
        if any(p.search(before) for p in cues(both, "before")) and any(p.search(after) for p in cues(both, "after")):
            return payee_role(text, name)
    if company and LISTED.search(before) and SUM.match(after) and not GRANT.search(text[max(0, name.start - 80) : name.start]):
        return payee_role(text, name)
    return "other" if told("other", before, after) else None


def told(role: str, before: str, after: str) -> bool:
    """Does a cue of the role stand right before or right after the name?"""
    return any(p.search(before) for p in cues(role, "before")) or any(p.search(after) for p in cues(role, "after"))


def has_role(role: str, name: Name, before: str, after: str) -> bool:
    """Does a company serve the purchase (agency, supervisor, ...) rather than win it?"""
    named = any(p.search(name.full) for p in cues(role, "name"))
    left = any(p.search(before) for p in cues(role, "before"))
    right = any(p.search(after) for p in cues(role, "after"))
    won = bool(re.search(r"中标|成交|供货", before[-8:]))
    if role == "agency":
        entrusted = before.endswith("委托") and any(p.search(after) for p in cues("agency", "entrusted"))
        return not won and (named or entrusted or (left and right and bool(AGENT.search(name.full + after[:12]))))
    if role == "reviewer" and name.type != "company":
        return left
    if role in ("reviewer", "investor") and right and not left:
        return not won and (role == "reviewer" or not told("winner", before, ""))
    return named or left or right


def payee_role(text: str, name: Name) -> str:
    """Does the payee build and run works (contractor), or supply goods and services (supplier)?

    >>> told = "与甲建设物资有限公司签订采购合同"
    >>> payee_role(told, Name(1, 11, "甲建设物资有限公司", "company"))
    'supplier'
    """
    near = text[max(0, name.start - 60) : name.end + 60]
    sentence = re.split(r"[。；;]", text[max(0, name.start - 24) : name.start])[-1] + re.split(r"[。；;]", text[name.end : name.end + 40])[0]
    if DELIVERED.search(sentence) and not BUILT.search(sentence):
        return "supplier"
    if BUILDER.search(name.full):
        return "contractor"
    return "contractor" if words("works").search(near) and not SERVICE.search(name.full + near) else "supplier"
