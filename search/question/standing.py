"""What a paragraph says of a body as such: since when it stands, of which level and nature it is, which second name it bears.

Enters: the text of a paragraph on 机构设置, and the name of the department. Leaves: what is said of the department itself,
and of the subordinate units whose names it prints with details. A sentence about units says nothing of the department.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.question.catalogue import without_region
from search.question.structure_text import DETAILS, ENDS, NONE, TYPED, UNITS, split_names

DATE = r"(?P<date>(?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?)"
FOUNDED = re.compile(
    rf"{DATE}[底初]?(?:[^，。；]{{0,30}}?(?:基础上|整合|合并))?[^，。；]{{0,8}}?(?P<how>挂牌成立|组建成立|挂牌|组建|成立|设立)(?!的)"
)
"""2019年1月29日挂牌成立; 2019年在原某局的基础上组建"""
LEVEL = re.compile("(?:正|副)(?:厅|处|科|股|县|局|部|团|乡|镇)级|(?:厅局|县处|乡科)级|相当[^，。；]{0,4}级")
PLAQUE = re.compile("(?:加挂|增挂|挂)(?P<names>[^，。；“”]{3,80}?)(?:的)?(?:牌子|牌匾|牌)")
NATURE = re.compile(
    r"""[^，。；、（）]{0,8}?政府(?:直属|工作|组成|派出)(?:部门|机构|事业单位)|(?:公益[一二三]类|全额(?:拨款|预算|供给)|差额(?:拨款|补助)|自收自支|参照?公(?:务员法?)?管理)
        [^，。；、（）]{0,8}?(?:事业单位|单位)?|行政单位|派出机构|直属机构""",
    re.X,
)
"""是市人民政府工作部门; 公益一类事业单位"""
FORMED = re.compile(
    r"""(?:由|将|把|以|在)(?P<names>原?[^，。；：]{3,80}?)(?:的)?
        (?:基础上[^，。；]{0,6}(?:组建|成立|设立|挂牌|合并|整合|改组)|(?:等[^，。；]{0,8})?(?:整合|合并|重组|组合|撤并|联合|划转|转隶|改组|改制|更名|转制|归并)
          (?:组建|成立|设立|而成|而来|为|形成|构成)?)
       |(?:前身|原名)(?:是|为|：)(?P<before>[^，。；：]{3,30})""",
    re.X,
)
"""由原甲局、原乙局合并组建; 在原市甲局的基础上组建; 前身是市甲所"""
KIND = re.compile("(?:公益[一二三]类|全额(?:拨款|预算|供给)?|差额(?:拨款|补助)?|自收自支|参照?公(?:务员法?)?管理)(?:的?(?:事业)?单位)?")
CLAUSES = re.compile("[，,：:（(）)]")
SELF = re.compile("^(?:我|本|该)(?:局|委|厅|办|部门|单位|机关)|^(?:局|委)?机关")
OTHERS = re.compile("均|都|其中|分别|各")
"""均为公益一类: what begins so is said of units"""
FACTS = {"founded": FOUNDED, "level": LEVEL, "plaque": PLAQUE, "nature": NATURE, "formed": FORMED}


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said: formed | founded | level | plaque | nature, whose, the values, and the sentence."""

    what: str
    subject: str
    values: tuple[str, ...]
    quote: str


def read_facts(text: str, department: str) -> list[Fact]:
    """The facts of a paragraph about the department and about units in brackets.

    >>> [(f.what, f.values) for f in read_facts("某市林业局于2019年3月2日挂牌成立，为正处级，加挂某市林长制办公室牌子。", "某市林业局")]
    [('founded', ('2019年3月2日',)), ('level', ('正处级',)), ('plaque', ('某市林长制办公室',))]
    """
    found, own = [], False
    for sentence in re.split("[。；;]", DETAILS.sub(lambda m: f"{m['name']}、", text)):
        own = own or named(sentence, department)
        units = UNITS.search(bare_of_none := NONE.sub("", sentence))
        if own and not OTHERS.match(sentence.strip()):
            found += facts_of(bare_of_none[: units.start()] if units else sentence, department)
    return found + unit_facts(text)


def named(sentence: str, department: str) -> bool:
    """Whether a sentence begins with what it says of the department itself."""
    head = sentence.strip()[: len(department) + 8]
    return department in head or without_region(department) in head or SELF.search(head) is not None


def facts_of(sentence: str, subject: str) -> list[Fact]:
    found = []
    for what, pattern in FACTS.items():
        match = pattern.search(sentence)
        if match is None:
            continue
        if what == "plaque":
            values = plaques(match["names"])
        elif what == "formed":
            values = bodies_of(match["names"] or match["before"])
        elif what == "founded":
            values = (match["date"],)
        else:
            values = tuple(dict.fromkeys(re.sub("^.*[是为]|^属于?", "", m[0]) for m in pattern.finditer(sentence)))
        if values:
            found.append(Fact(what, subject, values, sentence.strip()))
    return found


def plaques(names: str) -> tuple[str, ...]:
    """The names of 甲办公室和乙局; 和 parts them only behind the end of a name."""
    parts = re.split(r"、|(?<=[室局会部组队处站所院科委馆校])[和及与]|(?<=中心)[和及与]", names)
    return tuple(part.strip() for part in parts if len(part.strip()) > 2)


def bodies_of(names: str) -> tuple[str, ...]:
    """The bodies of 原市甲局、市乙处和丙站的职责; () where one of them does not end as a body's name does.

    >>> bodies_of("原市甲局、市乙处和市丙站"), bodies_of("规定的职责")
    (('原市甲局', '市乙处', '市丙站'), ())
    """
    parts = [re.sub("(?:的)?(?:相关|有关)?(?:职责|职能|机构|人员)(?:等)?$|等[^、]{0,6}$", "", part) for part in plaques(names)]
    return tuple(parts) if parts and all(ENDS.search(part) for part in parts) else ()


def unit_facts(text: str) -> list[Fact]:
    """Nature and level of units: 某市甲中心（公益一类，副科级）; 自收自支事业单位1个（即某市乙所）."""
    found = []
    for match in DETAILS.finditer(text):
        name = re.split("为|是|包括|和|以及", match["name"])[-1]
        for what, pattern in (("nature", KIND), ("level", LEVEL)):
            said = pattern.search(match["inside"])
            if said and ENDS.search(name):
                found.append(Fact(what, name, (said[0],), match[0]))
    for clause in re.split("[；。]", text):
        name = next((part for part in CLAUSES.split(clause) if ENDS.search(part) and len(part) > 4 and not FORMED.search(part)), "")
        formed = FORMED.search(clause)
        if name and formed and clause.find(name) < formed.start() and (bodies := bodies_of(formed["names"] or formed["before"])):
            found.append(Fact("formed", name, bodies, clause.strip()))
    for match in TYPED.finditer(text):
        kind = KIND.search(match["kind"])
        found += [Fact("nature", name, (kind[0],), match[0]) for name in split_names(match["names"]) if kind]
    return found
