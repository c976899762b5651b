"""Where an organisation's name begins and ends in running text.

Enters: normalised text. Leaves: ``RawName`` spans with a type. A name is found from its ending (有限公司, 局, 委员会,
服务中心; lexicon/organisation_suffixes.tsv), its beginning from what cannot stand inside a name (委托, 与, 由), from
the place it opens with (GB/T 2260, or 市/省/县 for the document's own) and from the functions of departments
(财政, 应急; lexicon/departments.tsv). A name that only says a kind of company (第三方公司, 物业公司) is none.

What it does not do: say which organisation 市局 or 财政厅 is; that is ``nlp.organisations``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import read_rows
from nlp.regions import place_chain, place_length

WINDOW = 40
"""characters looked at before an ending"""
LONGEST = {"company": 34, "other": 40}
INNER_BREAK = frozenset("由给被将把是按让使欠了等，。")
OWN_PLACE = re.compile(
    r"""
    (?:我|本)?[市省县区]
    (?! [场区级域内外直县市）份容]      # 市场, 市区, 市级, 市直, 市容
      | 政(?!府|协|法|务)               # 市政工程, but 市政府
      | 民(?!政|族|宗|兵) )             # 市民, but 市民政局
    """,
    re.VERBOSE,
)
"""市, 省, 县, 区 that stand for the document's own place."""
HEADS = re.compile(r"(?:中国共产党|中共|国家|中国|中央|全国|中华全国|最高|武警)")
NAME_RUN = re.compile(r"[一-鿿A-Za-z·（）]+$")
JOINED = re.compile(
    r"(?:局|厅|委员会|办公室|指挥部|公司|中心|政府|站|院|委|办|日报|电视台|队|馆|厂|校)(?:[和与及为由]|更名为)|办公厅(?=国务院)|委(?=[省市县区]政府)"
)
"""局和…, 局为…: a complete name and the word that joins the next"""
BRANCHES = frozenset(("分公司", "支公司", "中心支公司", "供电公司", "供电分公司", "营业部", "支行", "分行", "分所"))
"""Endings that may follow a whole company's name: 某某有限公司绵阳|分公司."""
PLACE_ONLY = frozenset(("人民政府", "人民政府办公室", "人民政府办公厅", "政府办公室", "政府办公厅", "政府办", "政府"))
"""Endings that follow a place at once: 晋城市|人民政府."""
PLACE_LIKE = re.compile(
    r"""
    (?! [各全本我该两辖外下上同] | [一-鿿]{0,3}[小社园片库矿景地街校厂山灾辖郊城]区 )     # 小区, 园区 are no divisions
    [^\W\d_a-zA-Z由给被将把是让使欠了等与经从为]{1,4}? (?:省|市|自治州|县|区|旗)
    """,
    re.VERBOSE,
)
"""A place that GB/T 2260 does not list (a new district, a former county) before a department's name."""
PRONOUN = re.compile(
    r"""
    (?<![一-鿿]) (?:我|本)(?:局|委|厅|办|院|站|队|中心|部门|单位)(?![一-鿿]?(?:长|域|地|门))      # 我局
  | (?:我|本)(?:局|委|厅|单位|部门|中心|院)(?!长|域|地|部|限)                                       # 由我局承担
  | (?<![一-鿿])(?:市局|省厅|省局|县局|区局)(?!长)                                                  # 省厅
  | (?<=[与经由报向对按])(?:市局|省厅|省局)(?!长)                                                    # 与省厅对接
    """,
    re.VERBOSE,
)
PARTY = re.compile(
    r"""
    (?:党中央|中共中央(?:办公厅|组织部|宣传部)?)
  | 共青团(?:[一-鿿]{2,7}?[省市县区州]|[省市县区州])委(?:员会)? | (?<![社集乐])团[省市县区州]委
  | (?:中共)?(?P<place>[一-鿿]{2,7}?(?:省|市|县|区|自治州)|省|市|县|区)委
    (?:委员会)?
    (?P<part>办公室|办公厅|组织部|宣传部|统战部|政法委|政策研究室|党校|老干部局|编办|网信办|巡察办|机构编制委员会办公室)?
    (?!员|托|会|派|任|主|办(?!公)|常|书|副|第|各|发展|卫|国|和改|纪)
    """,
    re.VERBOSE,
)
ZONE = re.compile(
    r"""
    (?:国家级|省级)?(?:经济技术|高新技术(?:产业)?|经济|高新|工业|现代农业|循环经济|临空经济)
    (?:开发区|产业园区?|工业园区?|园区|集聚区|示范区)(?:管理委员会|管委会|党工委)
  | (?<=[由经与向和、，。；])(?:开发区|高新区|示范区|新区|园区|景区)(?:管理委员会|管委会|党工委)
    """,
    re.VERBOSE,
)
"""经济技术开发区管理委员会 without its place, or 由|开发区管委会 as those near it call it; a place before it is found from
the ending."""
TROOPS = re.compile(r"(?:中国人民)?(?:解放军|武警)(?:陆军|海军|空军|火箭军)?第?\d{2,6}部队|(?<![\d.])\d{5}部队")
SHORT_OFFICE = re.compile(
    r"(?<=[、由，])(?!由)[一-鿿][一-鿿]?(?![主承举开协督包创停代申补新兴试])[一-鿿]办(?=[、，《》。；负牵和及])"
)
"""安委办, 双拥办 in a list or before 负责."""
DATE_TAIL = re.compile(r"年[度底末初]|[年月日份号项个座家次条名人万元台套吨]+")
EDGE = re.compile(r"(?:为(?!民)|[的等与并由向经对给被将把从在至于以是报请送到付按据含即让欠原后]|及(?!时))+")
"""Prepositions at the left edge; 和 and 同 stay, they open names (和美, 同方)."""
ADDRESSEES = re.compile(r"各?(?:省|市|县|区|乡|镇)（[^（）]{1,16}）$|各(?:有关|相关|直属|所属|省|市|县|区|乡|镇){1,3}$")
"""before a department's name that stands for all of its kind: 各县（市、区）|财政局"""
BRANCH_PLACE = re.compile(r"[^\W\d_a-zA-Z由给被将把是让使欠了等与和及的]{2,8}")
"""between a company and its branch: 某某有限公司|西南|分公司"""


@dataclass(frozen=True, slots=True)
class RawName:
    """``text[start:end]`` is a name; ``anchored`` where a place, 国家 or a department word opens it."""

    start: int
    end: int
    type: str
    anchored: bool


def find_raw_names(text: str) -> tuple[RawName, ...]:
    """Names in order of their place, none overlapping.

    >>> text = "市财政局委托山西某某招标代理有限公司，由和美环境科技有限公司承建，我局与省厅对接"
    >>> [text[n.start : n.end] for n in find_raw_names(text)]
    ['市财政局', '山西某某招标代理有限公司', '和美环境科技有限公司', '我局', '省厅']
    """
    found: list[RawName] = []
    last = 0
    for match in ending_pattern().finditer(text):
        raw = branch_of(text, match, found) or name_before(text, match, last)
        if raw is None or ADDRESSEES.search(text, 0, raw.start):
            continue
        while found and raw.start < found[-1].end:  # 晋城市财政局 + 办公室: the longer name wins
            if raw.start > found[-1].start:
                break
            found.pop()
        if not found or raw.start >= found[-1].end:
            found.append(raw)
            last = raw.end
    extra = [RawName(m.start(), m.end(), "own", True) for m in PRONOUN.finditer(text)]
    extra += [RawName(m.start(), m.end(), "government", True) for m in central_organs().finditer(text)]
    extra += [RawName(party_start(m), m.end(), "party", True) for m in PARTY.finditer(text)]
    extra += [RawName(m.start(), m.end(), "government", False) for m in SHORT_OFFICE.finditer(text)]
    extra += [RawName(m.start(), m.end(), "government", True) for m in ZONE.finditer(text)]
    extra += [RawName(m.start(), m.end(), "other", True) for m in TROOPS.finditer(text)]
    extra += local_companies(text)
    return merge(found, extra)


def local_companies(text: str) -> list[RawName]:
    """Companies called by their place and their group alone, where a fee is theirs: 预计|晋城光大|垃圾处理费为….

    >>> text = "应付河源光大垃圾处理费30万元，河源光大路改造80万元"
    >>> [text[n.start : n.end] for n in local_companies(text)]
    ['河源光大']
    """
    found = []
    for group in group_fee().finditer(text):
        starts = range(max(0, group.start() - 4), group.start() - 1)
        start = next((at for at in starts if at + place_length(text, at) == group.start()), None)
        if start is not None:
            found.append(RawName(start, group.end(), "company", True))
    return found


def branch_of(text: str, match: re.Match[str], found: list[RawName]) -> RawName | None:
    """The branch that follows a company's whole name; it is an organisation of its own.

    >>> text = "由中建某局第三建设有限公司西南分公司承建"
    >>> [text[n.start : n.end] for n in find_raw_names(text)]
    ['中建某局第三建设有限公司西南分公司']
    """
    before = found[-1] if found and found[-1].type == "company" else None
    if before is None or match["ending"] not in BRANCHES or not BRANCH_PLACE.fullmatch(text, before.end, match.start()):
        return None
    return RawName(before.start, match.end(), "company", before.anchored)


def merge(found: list[RawName], extra: list[RawName]) -> tuple[RawName, ...]:
    """All of ``found`` plus those of ``extra`` that are longer than what they overlap, in order."""
    kept: list[RawName] = []
    for raw in sorted([*found, *extra], key=lambda n: (n.start, -n.end)):
        if kept and raw.start < kept[-1].end:
            if raw.end - raw.start > kept[-1].end - kept[-1].start:
                kept[-1] = raw
            continue
        kept.append(raw)
    return tuple(kept)


def party_start(match: re.Match[str]) -> int:
    """Start of 市委 or 中共晋城市委 inside a match that may have taken words before the place along."""
    if match["place"] is None or len(match["place"]) == 1:
        return match.start()
    place, at = match["place"], match.start("place")
    for i in range(len(place)):
        if place_length(place, i) == len(place) - i:
            return match.start() if i == 0 else at + i
    return at + len(place) - 1


def name_before(text: str, match: re.Match[str], last: int) -> RawName | None:
    """The name that ends with ``match`` (an ending), or None; ``last`` is where the name before ended."""
    ending = match["ending"]
    if ending is None:  # a department word with its ending: 应急管理局
        kind, strength, body_end = "government", "region", match.start("stem")
    else:
        kind, strength = endings()[ending]
        body_end = match.start("ending")
    floor = window_start(text, body_end, last, match.end(), ending in BRANCHES)
    if kind == "company":  # 设计单位为|某某设计有限公司
        floor = max((floor, *(role.end() for role in company_words().finditer(text, floor, body_end))))
    start, anchored = opening(text, floor, body_end, kind)
    chain = place_chain(text, floor, body_end) if ending in PLACE_ONLY else None
    if chain is not None:  # 四川省委|四川省安岳县人民政府
        return RawName(chain, match.end(), kind, True)
    if start is not None and kind == "company":  # 老城区段清淤工程由|某某建筑工程有限公司
        broken = max(text.rfind(char, start, body_end - 3) + 1 for char in INNER_BREAK)
        if broken:
            start, anchored = opening(text, broken, body_end, kind)
    if start is None:
        if ending is None:
            return RawName(match.start("stem"), match.end(), kind, True)
        if strength not in ("strong", "both"):
            return None
        start = floor + left_edge(text[floor:body_end])
        if kind == "company":  # 绿化养护由|某某建筑工程有限公司
            start = max(start, *(text.rfind(char, start, body_end - 3) + 1 for char in INNER_BREAK))
    body = text[start:body_end]
    placed = place_length(body, 0) == len(body) or unlisted_chain().fullmatch(body) is not None
    if ending in PLACE_ONLY and not (placed or (len(body) <= 4 and anchored)):
        return None
    if (
        ending is not None
        and ending not in PLACE_ONLY
        and not (
            (strength in ("place", "both") and anchored and body)
            or (ending in BRANCHES and anchored and len(body) > 3)
            or is_own_name(body, kind, anchored)
        )
    ):
        return None
    if body[-1:] == text[body_end : body_end + 1] and body[-1:] not in "市村":
        return None
    if any(char in INNER_BREAK for char in body) or match.end() - start > LONGEST.get(kind, 28):
        return None
    return RawName(start, match.end(), kind, anchored)


def window_start(text: str, body_end: int, last: int, ending_end: int, branch: bool) -> int:
    """Left limit of a name: after punctuation, digits, a strong left word, or the name before it."""
    lowest = max(0, body_end - WINDOW)
    match = NAME_RUN.search(text[lowest:body_end])
    start = lowest + match.start() if match else body_end
    start = after_brackets(text, start, body_end)
    run = text[start:body_end]
    cut = 0
    for word in strong_words().finditer(run):
        cut = word.end()
    for joined in JOINED.finditer(text, start + cut, ending_end):
        if joined.end() <= body_end:
            cut = joined.end() - start
    if cut == 0 and start > 0 and text[start - 1].isdigit():
        dated = DATE_TAIL.match(run)
        cut = dated.end() if dated else 0
        cut = next((at for at in range(cut) if place_length(run, at) > 1), cut)  # 2026年|台州市农业农村局
    start += cut
    if start < last <= body_end and place_length(text, last) and not HEADS.match(text, start) and not branch:
        return last
    return start


def after_brackets(text: str, start: int, end: int) -> int:
    """Right of the last round bracket that is not one of a short pair （集团）（山西） with letters around it."""
    at = end
    while at > start:
        if text[at - 1] == "）":
            opened = text.rfind("（", max(start, at - 8), at)
            if opened <= start:
                return at
            at = opened
        elif text[at - 1] == "（":
            return at
        else:
            at -= 1
    return start


def opening(text: str, floor: int, body_end: int, kind: str) -> tuple[int | None, bool]:
    """Where the name opens with a place, a head (国家, 中共) or 市/省/县 of the document's own; None where it does not."""
    company = kind == "company"
    chars = edge_characters()
    head = HEADS.match(text, floor)
    for at in range(floor, body_end):
        size = place_length(text, at)
        if size and text.endswith("合伙）", floor, at):
            continue  # 某某会计师事务所（特殊普通合伙）成都|分所
        if size and at > floor and text[at - 1] == "（" and text[at + size : at + size + 1] == "）":
            continue  # 中安某某（北京）技术有限公司: the place inside the name does not open it
        if size:
            if head or (company and at > floor and text[floor:at].startswith(company_heads())):
                return floor, True
            return (at - 2 if text[max(0, at - 2) : at] == "中共" else at), True
        if at == floor or text[at - 1] in chars:
            if not company and (OWN_PLACE.match(text, at) or begins_department(text, at, body_end)):
                return at, True
            found = HEADS.match(text, at)
            if found and found.end() <= body_end:
                return at, True
    if company:
        for at in range(floor, body_end - 2):
            if (at == floor or text[at - 1] in chars) and (
                OWN_PLACE.match(text, at)
                or text[at] in province_initials()
                or opens_unlisted(text, at, body_end)
            ):
                return at, True
        return None, False
    for at in range(floor, body_end - 1):
        if (at == floor or text[at - 1] in chars) and opens_unlisted(text, at, body_end):
            return at, True
    edge = floor + left_edge(text[floor:body_end])  # 租赁|河汾市供销社
    return (edge, True) if edge > floor and opens_unlisted(text, edge, body_end) else (None, False)


def opens_unlisted(text: str, at: int, body_end: int) -> bool:
    """Does a place that GB/T 2260 does not list begin at ``at``?"""
    if text[at] in edge_characters() or weak_words().match(text, at):
        return False
    return PLACE_LIKE.match(text, at, body_end) is not None


def begins_department(text: str, at: int, body_end: int) -> bool:
    """True where a department's function opens the name: 财政局|评审中心, 能源|监察大队."""
    found = department_start().match(text, at, body_end)
    return found is not None and (found["end"] is not None or found.end() == body_end)


def left_edge(run: str) -> int:
    """Characters at the left edge of an unanchored name that do not belong to it: 由|联硕电子, 保障|北河污水.

    >>> left_edge("由联硕电子科技"), left_edge("和美环境科技"), left_edge("保障北河污水")
    (1, 0, 2)
    """
    taken = 0
    while True:
        match = EDGE.match(run, taken) or weak_words().match(run, taken)
        if not match or match.end() == taken or match.end() > len(run) - 2:
            return taken
        taken = match.end()


def is_own_name(body: str, kind: str, anchored: bool) -> bool:
    """True where ``body`` (what stands before the ending) names one organisation, not a kind.

    >>> is_own_name("第三方", "company", False), is_own_name("联硕电子科技", "company", False)
    (False, True)
    """
    own = body.removeprefix("我").removeprefix("本")
    size = place_length(own, 0)
    own = own[size:] if size else own[1:] if anchored and own[:1] in "市省县区" else own
    if kind == "company":
        if size and own.startswith(tuple(local_trades())):  # 安岳县|自来水|公司, 四川|移动通信|有限公司
            return True
        return len(own) >= 2 and "公司" not in own and not is_generic(own)
    if own in generic_bodies() or (kind == "other" and own and is_generic(own)):
        return False
    return len(own) >= 1 if anchored else 2 <= len(body) <= 16


def is_generic(own: str) -> bool:
    """True where taking kinds of trade and owner away leaves less than two characters: 专业保洁物业."""
    rest = own
    for word in sorted(generic_bodies(), key=len, reverse=True):
        rest = rest.replace(word, "")
    return own in generic_bodies() or len(rest) < 1


@cache
def unlisted_chain() -> re.Pattern[str]:
    """Places one in another that GB/T 2260 does not list: 资州市东岭区, before 人民政府."""
    return re.compile(f"(?:{PLACE_LIKE.pattern})+", re.VERBOSE)


@cache
def endings() -> dict[str, tuple[str, str]]:
    """Ending -> (type, strength)."""
    return {row[0]: (row[1], row[2]) for row in read_rows("organisation_suffixes")}


@cache
def ending_pattern() -> re.Pattern[str]:
    """A department word with its ending (应急管理局, 住建部), or an ending of the list; longest first."""
    stems = sorted(
        {word for row in read_rows("departments") for word in (row[0], *row[1].split())}, key=len, reverse=True
    )
    tails = "|".join(sorted((re.escape(ending) for ending in endings()), key=len, reverse=True))
    return re.compile(
        rf"""
        (?P<stem>{"|".join(stems)})
        (?P<end>委员会|总局|局|厅|部(?!门|分|位|署|队)|委(?!托|员|派|会)|办公室|办(?!理|法|公|事|案|学|好|结|件|发|函|字))
        (?P<part>办公室|办公厅)?
      | (?P<ending>{tails})(?:(?<=有限公司)|(?<=责任公司)   # 向某某有限公司采购
          |(?!长(?!治|春|沙)|员|法人|规模|化(?!工)|负责人|采购|购买|性|投资|付费|和社会|定价|债|令|区(?!域)))
        """,
        re.VERBOSE,
    )


@cache
def strong_words() -> re.Pattern[str]:
    """Words that cannot stand inside a name; weak ones (工程, 联合) only before a place or 市/省."""
    rows = read_rows("organisation_left_words")
    strong = [row[0] for row in rows if row[1] == "word"]
    weak = [row[0] for row in rows if row[1] == "word2"]
    return re.compile("|".join(sorted(strong, key=len, reverse=True)) + "|(?:" + "|".join(weak) + ")(?=我|市|省)")


@cache
def company_words() -> re.Pattern[str]:
    """Words for a role, which stand before a company's name and never inside it: 单位, 机构, 中标人."""
    rows = read_rows("organisation_left_words")
    return re.compile("(?:" + "|".join(row[0] for row in rows if row[1] == "company") + ")(?:名称)?(?:为|是)?")


@cache
def weak_words() -> re.Pattern[str]:
    """Words that may stand inside a name but not open one that no place opens: 保障, 建设, 组织."""
    rows = read_rows("organisation_left_words")
    return re.compile("|".join(sorted((row[0] for row in rows if row[1] == "word2"), key=len, reverse=True)))


@cache
def department_start() -> re.Pattern[str]:
    stems = sorted(
        {word for row in read_rows("departments") for word in (row[0], *row[1].split())}, key=len, reverse=True
    )
    return re.compile(rf"(?:{'|'.join(stems)})(?P<end>委员会|局|厅|委)?")


@cache
def province_initials() -> frozenset[str]:
    """Province characters that open company names (晋某热电公司) and are not ordinary words (新, 云, 贵)."""
    return frozenset(row[0] for row in read_rows("province_codes") if len(row) > 2)


@cache
def central_organs() -> re.Pattern[str]:
    """Central organs that open with no place and end with no ending of the list."""
    names = sorted((row[0] for row in read_rows("central_organs")), key=len, reverse=True)
    return re.compile("(?:" + "|".join(names) + ")(?![门分位署])")  # not 环境保护部门


@cache
def edge_characters() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("organisation_left_words") if row[1] == "char")


@cache
def generic_bodies() -> frozenset[str]:
    return frozenset(row[0] for row in read_rows("organisation_generic"))


@cache
def local_trades() -> frozenset[str]:
    """Trades that one company has in each place: 绵阳移动公司, 安岳县自来水公司."""
    return frozenset(row[0] for row in read_rows("organisation_generic") if len(row) > 1 and row[1] == "local")


@cache
def company_heads() -> tuple[str, ...]:
    return tuple(row[0] for row in read_rows("company_heads"))


@cache
def group_fee() -> re.Pattern[str]:
    """A group of companies before the fee for what it does: 光大|垃圾处理费."""
    return re.compile(rf"(?:{'|'.join(company_heads())})(?=[^，。；、\d]{{0,6}}(?:处理费|处置费|运营费|服务费|收运费|供热费|补贴费))")
