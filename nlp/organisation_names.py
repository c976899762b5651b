"""Organisations' names in running text.

Enters: normalised text. Leaves: ``RawName`` spans with a type. A name is found from its ending (有限公司, 局, 委员会,
服务中心; lexicon/organisation_suffixes.tsv) and its beginning (nlp.organisation_opening); names without an ending of the list
(市委, 开发区管委会, 我局, 某部队) have patterns of their own. A name that only says a kind of company (第三方公司, 物业公司) is none.

What it does not do: say which organisation 市局 or 财政厅 is; that is ``nlp.organisations``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.organisation_opening import left_edge, opening, unlisted_chain, window_start
from nlp.organisation_words import (
    central_organs,
    company_words,
    ending_pattern,
    endings,
    generic_bodies,
    group_fee,
    local_trades,
)
from nlp.regions import place_chain, place_length

LONGEST = {"company": 34, "other": 40}
INNER_BREAK = frozenset("由给被将把是按让使欠了等，。")
BRANCHES = frozenset(("分公司", "支公司", "中心支公司", "供电公司", "供电分公司", "营业部", "支行", "分行", "分所"))
"""Endings that may follow a whole company's name: 某某有限公司绵阳|分公司."""
PLACE_ONLY = frozenset(("人民政府", "人民政府办公室", "人民政府办公厅", "政府办公室", "政府办公厅", "政府办", "政府"))
"""Endings that follow a place at once: 晋城市|人民政府."""
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
        kind, body_end = "government", match.start("stem")
    else:
        kind, body_end = endings()[ending][0], match.start("ending")
    floor = window_start(text, body_end, last, match.end(), ending in BRANCHES)
    if kind == "company":  # 设计单位为|某某设计有限公司
        floor = max((floor, *(role.end() for role in company_words().finditer(text, floor, body_end))))
    chain = place_chain(text, floor, body_end) if ending in PLACE_ONLY else None
    if chain is not None:  # 四川省委|四川省安岳县人民政府
        return RawName(chain, match.end(), kind, True)
    start, anchored = start_of(text, floor, body_end, kind)
    if start is None and ending is None:
        return RawName(match.start("stem"), match.end(), kind, True)
    start = unanchored_start(text, floor, body_end, ending) if start is None else start
    if start is None or not is_name(text[start:body_end], ending, kind, anchored):
        return None
    body = text[start:body_end]
    if body[-1:] == text[body_end : body_end + 1] and body[-1:] not in "市村":
        return None
    if any(char in INNER_BREAK for char in body) or match.end() - start > LONGEST.get(kind, 28):
        return None
    return RawName(start, match.end(), kind, anchored)


def start_of(text: str, floor: int, body_end: int, kind: str) -> tuple[int | None, bool]:
    """Where the name opens; a company's behind the last character that cannot stand inside one (工程由|某某有限公司)."""
    start, anchored = opening(text, floor, body_end, kind)
    broken = last_break(text, start, body_end) if start is not None and kind == "company" else 0
    return opening(text, broken, body_end, kind) if broken else (start, anchored)


def last_break(text: str, start: int, body_end: int) -> int:
    """Behind the last character that cannot stand inside a name, 0 where there is none."""
    return max(text.rfind(char, start, body_end - 3) + 1 for char in INNER_BREAK)


def unanchored_start(text: str, floor: int, body_end: int, ending: str) -> int | None:
    """Where a name begins that no place opens; None for an ending that stands only behind a place."""
    kind, strength = endings()[ending]
    if strength not in ("strong", "both"):
        return None
    start = floor + left_edge(text[floor:body_end])
    return max(start, last_break(text, start, body_end)) if kind == "company" else start  # 绿化养护由|某某建筑工程有限公司


def is_name(body: str, ending: str | None, kind: str, anchored: bool) -> bool:
    """Whether what stands before an ending makes it a name: a place before 人民政府, something of its own before others."""
    if ending is None:
        return True
    if ending in PLACE_ONLY:
        placed = place_length(body, 0) == len(body) or unlisted_chain().fullmatch(body) is not None
        return placed or (len(body) <= 4 and anchored)
    behind_place = endings()[ending][1] in ("place", "both") and anchored and bool(body)
    return behind_place or (ending in BRANCHES and anchored and len(body) > 3) or is_own_name(body, kind, anchored)


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
