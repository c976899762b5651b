"""What a paragraph on 机构设置 lists and counts: its sections, its subordinate units, and the people of each.

Enters: the text of one paragraph. Leaves: the lists of names it prints (with the number it states, which may differ) and
its headcounts, each with whose they are. Nothing is added up here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.question.numerals import parse_number

AHEAD = re.compile("^(?:其中)?(?:分别为|分别是|分别有|包括|包含|即|和|以及)")
"""Words before the first of several names"""
NUMBER = r"(?:\d+|[一二三四五六七八九十]+)"
INNER = re.compile(r"内设|(?:科|股|处)室|设[^；。]{0,12}(?:办公室|科|股|处)[、，。0-9]")
"""内设办公室、人事科2个科室"""
UNITS = re.compile(
    r"""(?:下属|所属|直属|局属|委属|厅属|二级)[^，。；：]{0,12}(?:单位|机构|中心|所|院|站|队|校|馆)
        |所属(?=[一-龥]{4,}[、纳])
        |编制范围的[^，。；：]{0,6}单位""",
    re.X,
)
"""下属事业单位3个: ...; 纳入编制范围的二级单位包括..."""
LEADS = (
    re.compile(rf"^.*(?:内设机构|内设|下设|本级设|共设|设有)(?:{NUMBER}个[一-龥]{{2,6}})?(?:具体如下|分别为|分别是|包括|为|是|有)?[:：]?"),
    re.compile(r"^.*(?:具体如下|分别为|分别是|分别有|包括|包含)[:：]?"),
    re.compile(rf"^.*(?:单位|机构|科室|股室|处室)(?:{NUMBER}(?:个|家))?(?:为|是|有|即)?[:：]"),
    re.compile(r"^.*(?:单位|机构)(?:为|是|有|即)"),
    re.compile(rf"^.*?(?:所属|下属|直属|局属|设)(?:{NUMBER}个[一-龥]{{2,6}})?[:：]?"),
)
"""Words before the first name, the surest first: 内设, 分别为, 下属事业单位3个：, 局属单位为, 所属"""
NAMELESS = re.compile("^(?:各|有关|相关|其他|其它)")
"""各县（区）林业局 names none"""
DETAILS = re.compile(r"(?P<name>[一-龥]{4,30})[（(](?P<inside>[^（）()]*(?:编制|实有|在职|公益|拨款|参公|参照)[^（）()]*)[）)](?:、|，|和|以及)?")
"""某市甲中心（公益一类，事业编制9名）、"""
NONE = re.compile("(?:无|没有)[^，。；]{0,4}(?:下属|所属|直属|二级)[^，。；]{0,8}(?:单位|机构)")
"""无下属独立核算单位"""
AFTER = re.compile(rf"(?:等)?(?:共计?|等)?{NUMBER}(?:个|家)[一-龥]{{2,8}}$|等(?:单位|机构|科室)?$|(?<=[一-龥])(?:均|全部)?纳入.*$|[（(][^（）()]*$")
ENDS = re.compile(r"(?:科|股|室|处|所|站|中心|院|队|馆|校|学|园|局|厅|部|委|会|办|场|库|团|社|台|组)(?:[（(][^（）()]*[）)])?$")
COUNT = re.compile(rf"({NUMBER})\s*(?:个|家)(?!项目)")
TYPED = re.compile(rf"(?P<kind>[一-龥]{{2,14}}(?:单位|机构)){NUMBER}个[（(](?:即|为|分别为|包括)?(?P<names>[^（）()]+)[）)]")
"""自收自支事业单位1个（即某某服务中心）"""
HEADS = re.compile(
    r"""(?P<label>(?:[一-龥]{0,12}?(?:编制|实有|在职|在编|在岗|离退休|退休|离休))(?:人员|职工|教职工|干部|工|人)?(?:数|总数|人数)?)
        (?:共计|共有|共|为|是|有|核定|：|:)?\s*(?P<number>\d+)\s*(?P<unit>名|人|个)""",
    re.X,
)
"""核定行政编制14名, 年末实有在职人员81人, 离退休人员27人"""
QUOTAS = (("行政", "admin"), ("事业", "career"), ("工勤", "worker"), ("参公", "civil"), ("参照", "civil"))
"""What a quota is for, as printed"""
SUBORDINATE = re.compile(r"局属|下属|所属|直属|委属|厅属")


@dataclass(frozen=True, slots=True)
class NamedList:
    """Names that a sentence lists: ``kind`` is inner (内设机构) or unit (下属单位), ``of`` the type printed before them."""

    kind: str
    names: tuple[str, ...]
    count: int | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A headcount: whose (a name, 所属单位, or "" for the department), what, of which quota, and as printed."""

    subject: str
    what: str
    """quota | present | retired"""
    quota: str
    """admin | career | worker | civil | "" for all of them"""
    number: int
    unit: str
    label: str


def read_lists(text: str) -> list[NamedList]:
    """Sections and subordinate units that ``text`` lists by name.

    >>> read_lists("某局内设办公室、人事科2个科室，编制9人。下属单位2个，分别为某市甲中心、某市乙所。")
    [NamedList(kind='inner', names=('办公室', '人事科'), count=2, of=''), NamedList(kind='unit', names=('某市甲中心', '某市乙所'), count=2, of='')]
    """
    found = lists_of(unbracketed(text))
    if any(one.kind == "unit" and one.count not in (None, len(one.names)) for one in found):
        joined = re.sub(r"、(?=[。；，]|$)", "", DETAILS.sub(lambda m: f"{m['name']}、", text))
        again = [one for one in lists_of(joined) if one.kind == "unit" and one.count == len(one.names)]
        return [*(one for one in found if one.kind != "unit"), *again] if again else found
    return found


def lists_of(text: str) -> list[NamedList]:
    found: list[NamedList] = []
    for sentence in re.split(r"。", text):
        typed = [NamedList("unit", split_names(m["names"]), None, m["kind"]) for m in TYPED.finditer(sentence)]
        if typed:
            found += typed
            continue
        whole = UNITS.search(re.split("[：；]", sentence)[0]) and "：" in sentence.partition("；")[0]
        for clause in [sentence] if whole else sentence.split("；"):
            kind = "inner" if INNER.search(clause) else "unit" if UNITS.search(clause) else ""
            names = names_of(clause) if kind else ()
            if names:
                found.append(NamedList(kind, names, count_of(clause)))
    return found


LISTED = re.compile("[，,]?(?:分别为|分别是|包括|即)：?(?=[^，；。：]{3,30}，[^；。：]*；)")
"""What stands before a list whose names have details behind them: 分别为甲所，编制2名；乙站，编制3名；"""


def unbracketed(text: str) -> str:
    """``text`` with what stands in brackets after a unit's name told as the forms without brackets tell it.

    >>> unbracketed("下属单位2个：某市甲中心（公益一类，编制9名）、某市乙所（编制5名）。")
    '下属单位2个：某市甲中心，公益一类，编制9名；某市乙所，编制5名；。'
    """
    return LISTED.sub("：", DETAILS.sub(lambda m: f"{m['name']}，{m['inside']}；", text))


def names_of(clause: str) -> tuple[str, ...]:
    """The longest run of names of a clause; of 甲所，编制2名；乙站，编制3名 the name that each part begins with."""
    if "：" in clause and clause.count("；"):
        parts = [re.split(r"[，,]", part)[0] for part in clause.partition("：")[2].strip("；").split("；")]
        return tuple(parts) if all(map(is_name, parts)) else ()
    runs = [split_names(run) for run in re.split(r"[，,；;]", clause)]
    return max(runs, key=len, default=())


def split_names(run: str) -> tuple[str, ...]:
    """The names of 内设甲科、乙科和丙科3个科室; () where one of them does not end as a section or unit does."""
    parts = re.split(r"、", AFTER.sub("", run.strip()))
    lead = next((found for pattern in LEADS if (found := pattern.match(parts[0])) and found.end() < len(parts[0])), None)
    names = [parts[0][lead.end() :] if lead else parts[0], *parts[1:]]
    return tuple(names) if names and all(is_name(name) for name in names) else ()


def is_name(text: str) -> bool:
    return bool(ENDS.search(text)) and 3 <= len(text) <= 30 and not NAMELESS.match(text)


def count_of(clause: str) -> int | None:
    match = COUNT.search(clause)
    number = parse_number(match[1]) if match else None
    return int(number) if number is not None else None


def read_heads(text: str) -> list[Head]:
    """Headcounts of ``text``; after the name of a unit they are that unit's, till the next full stop or semicolon.

    >>> [(h.subject, h.what, h.quota, h.number) for h in read_heads("核定行政编制9名，实有8人。某市甲中心，事业编制5名，实有4人。")]
    [('', 'quota', 'admin', 9), ('', 'present', 'admin', 8), ('某市甲中心', 'quota', 'career', 5), ('某市甲中心', 'present', 'career', 4)]
    """
    found: list[Head] = []
    for clause in re.split(r"[。；;]", unbracketed(text)):
        subject = ""
        own: list[Head] = []
        for part in re.split(r"[，,：:]", clause):
            named = AHEAD.sub("", part)
            if re.fullmatch(r"[一-龥（）]{4,30}", named) and ENDS.search(named) and not INNER.search(named):
                subject = named
            for match in HEADS.finditer(part):
                own.append(head_of(match, subject, own))
        found += own
    return found


def head_of(match: re.Match[str], subject: str, before: list[Head]) -> Head:
    label = match["label"]
    what = "quota" if "编制" in label else "retired" if re.search("退休|离休", label) else "present"
    quota = next((value for word, value in QUOTAS if word in label), "")
    quotas = [head.quota for head in before if head.what == "quota"]
    if what == "present" and not quota and len(quotas) == 1:
        quota = quotas[0]
    shared = any(head.subject == "所属单位" for head in before)
    whose = "所属单位" if SUBORDINATE.search(label) or shared else "全系统" if label.startswith("全系统") else subject
    return Head(whose, what, quota, int(match["number"]), match["unit"], label)
