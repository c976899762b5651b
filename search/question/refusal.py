"""What the question box refuses before it looks: personal data, organisations, numbers and titles that are not here."""

from __future__ import annotations

import re

from search.question.answer import Answer, listed, refusal
from search.question.catalogue import bare
from search.question.figure_names import concepts
from search.question.lexicon import phrases, wording
from search.question.mention import Mention
from search.question.policy_names import number_parts
from search.question.understanding import Understood

FINAL = re.compile(
    r"决算(?!评审|审核|价|审定|的?批复|的?(?:依据|是)?哪[个份]批复|的?依据|评|金额)"
    r"|实际(?:上)?(?:一共|总共)?(?:支出|花|使?用了|发生|收入|执行|开支)"
)
"""Final accounts asked for, not the audit of one work's cost"""
ORGANISATION = re.compile(r"[一-龥]{2,12}(?:局|委员会|委|办公室|办|厅|中心|支队|大队|法院|检察院|大学|学院|医院)$")


def refuse(u: Understood) -> Answer | None:
    """A refusal, or None where the question may be answered."""
    if u.has("personal"):
        return refusal(u.question, "不提供个人信息和个人联系方式；公开的预算文件里也没有。")
    unknown = next(iter(u.of("unknown_number")), None)
    if unknown is not None:
        near = nearest_numbers(u, unknown.value)
        return refusal(u.question, f"已收录的文件里没有{unknown.value}。" + (f"号码相近的有{listed(near, 3)}，不是同一份文件。" if near else ""))
    title = next(iter(u.of("unknown_title")), None)
    if title is not None and not u.items("policy"):
        return refusal(u.question, f"已收录的文件没有提到{title.value}。")
    company = next(iter(u.of("foreign_company")), None)
    if company is not None:
        near = [n.name for n in u.catalogue.organisations if n.iri in company.items]
        return refusal(u.question, f"已收录的文件里没有{company.value}；名称相近的有{listed(near, 3)}，不是同一家。")
    foreign = next(iter(u.of("foreign")), None) or unknown_office(u)
    if foreign is not None:
        return refusal(u.question, f"没有收录这个单位的文件。{known_departments(u)}")
    own = [d for d in u.catalogue.departments if d.iri in (u.departments or (d.iri,))]
    if FINAL.search(u.text) and not u.has("role", "reviewer") and not any("决算" in kind for d in own for kind in d.kinds):
        return refusal(u.question, f"没有收录决算文件，预算文件里没有决算数和实际支出。{known_departments(u)}")
    body = unknown_body(u)
    if body:
        return refusal(u.question, f"没有看懂“{body}”是哪个单位，所以不作答。请写全称。{known_departments(u)}")
    place = next((chunk for chunk in u.rest if chunk_before_department(u, chunk)), None)
    if place is not None:
        at = next(m for m in u.of("department") if u.text[: m.start].endswith(place))
        named = u.text[at.start - len(place) : at.end] if len(place) == 1 else place
        return refusal(u.question, f"没有收录“{named}”的文件。{known_departments(u)}")
    return None


def half_read(u: Understood) -> Answer | None:
    """A refusal where single characters were not understood, else None."""
    odd = odd_characters(u)
    return refusal(u.question, f"没有看懂“{'”“'.join(odd)}”在这里的意思，所以不作答。请换个说法。") if odd else None


OFFICE = re.compile(r"[一-龥]{2,4}?[省市县区州旗盟](?![局委厅办院各几哪每])[一-龥]{1,10}?(?:局|委员会|厅)(?![长部级领机])")
"""An office of a place: 晋城市水务局"""


def unknown_office(u: Understood) -> Mention | None:
    """An office of a place that no name covers: it has published nothing here."""
    names = u.of("department", "organisation", "project", "policy", "policy_title", "issued", "not", "label", "foreign")
    for match in OFFICE.finditer(u.text):
        last = match.end() - 1
        if not any(m.start <= last < m.end for m in names):
            return Mention(match.start(), match.end(), "foreign", match[0])
    return None


PLACE = re.compile("[一-龥]{1,6}[省市县区州旗盟]")
BODY = re.compile("(?:中心|[站所队馆院处社校园]|支队|大队|总队)$")


def unknown_body(u: Understood) -> str:
    """A body behind the name of a place that no unit is called by (某县环卫中心): never answered for the department; "" where none."""
    for m in u.of("department"):
        chunk = next((chunk for chunk in u.rest if BODY.search(chunk) and u.text.startswith(chunk, m.end)), "")
        if chunk and PLACE.fullmatch(u.printed(m)):
            return u.printed(m) + chunk
    return ""


HALVES = ("租金", "房租", "尾款", "工程款", "费用", "经费")
"""Words that a project's name may take the first half of: 仓库租|金"""


def odd_characters(u: Understood) -> list[str]:
    """Single characters that nothing explains: the end of a word that was half understood (付|清, 水|污染防治)."""
    names = "".join(name for match in u.projects for name in match.names)
    named = set(u.items("organisation"))
    names += "".join(n.name for n in u.catalogue.organisations if n.iri in named) if named else ""
    names += "".join(m.value for m in u.of("label", "concept", "department", "policy", "policy_title"))
    names += u.theme_character
    names += "".join(piece for piece in re.findall(r"/[^，。]{1,3}", u.text))  # 元/吨
    names += wording("deed")["deed"] if u.asks("quantity", "count") else ""  # 改几个小区
    names += "".join(re.findall("|".join(HALVES), u.text)) if u.projects else ""
    return [c for c in u.rest if len(c) == 1 and not c.isdigit() and c not in phrases() and c not in concepts() and c not in names]


CUT_PLACE = re.compile(r"[一-鿿]{1,2}[市县区州]")
"""a department's name that begins inside a place: 长|岭市水利局 is not 云岭市水利局"""


def chunk_before_department(u: Understood, chunk: str) -> bool:
    """Whether unexplained words stand right before a department's name: a place it is not in (长治|市应急局)."""
    if len(chunk) > 8 or chunk[-1] in "占比" or (len(chunk) == 1 and chunk in phrases()):
        return False
    return any(u.text[: m.start].endswith(chunk) and (len(chunk) > 1 or CUT_PLACE.match(u.text, m.start)) for m in u.of("department"))


def nearest_numbers(u: Understood, number: str) -> list[str]:
    """Known numbers with the same agency and year, or the same year and serial number."""
    code, year, serial = number_parts(number)
    if not year:
        return []
    found = []
    for policy in u.catalogue.policies:
        parts = number_parts(policy.number)
        if (parts[0] == code and parts[1] == year) or parts[1:] == (year, serial):
            found.append(policy.number)
    return sorted(set(found))


def known_departments(u: Understood) -> str:
    names = [f"{d.name}（{'、'.join(map(str, d.years))}年）" for d in u.catalogue.departments]
    return f"已收录：{listed(names, 6)}。"


def unknown_words(u: Understood) -> Answer:
    """The refusal where words of the question stay unexplained."""
    words = [chunk for chunk in u.rest if bare(chunk)]
    organisation = next((chunk for chunk in words if ORGANISATION.search(chunk)), None)
    if organisation:
        return refusal(u.question, f"没有收录“{organisation}”的文件。{known_departments(u)}")
    if not words:
        return refusal(u.question, "没有看懂要查的是什么，所以不作答。请写出项目、单位、指标或文号的名称。")
    return refusal(u.question, f"没有看懂“{'”“'.join(words)}”，所以不作答。请换个说法，或写出项目、单位、文号的名称。")


def unused_words(u: Understood, words: list[str]) -> Answer:
    """The refusal where understood words fit no condition of the question's kind; words are quoted as they were asked."""
    said = [word for word in dict.fromkeys(words) if word in u.question]
    what = f"问题里的“{'”“'.join(said)}”" if said else "这个问法"
    about = {m.kind for m in u.mentions if u.printed(m) in words}
    known = known_departments(u) if about & {"department", "organisation", "year", "time", "document"} else "请换个说法，或只问其中一项。"
    return refusal(u.question, f"{what}用不上已收录的数据，所以不作答。{known}")


HARMLESS = frozenset(["服务", "负责", "活", "提供", "做", "干", "制定", "发布"])
"""Words of roles and policies that everyday questions use for nothing"""


OF_NAME = ("level", "contract_topic", "deed")
"""Kinds of mention that say nothing more where the project's name holds their words"""


def in_project(u: Understood, word: str) -> bool:
    """Whether the names of a project that the question names hold a word: （市级） of 市级平台建设."""
    return any(word in name for match in u.projects for name in match.names)


PLACED = frozenset(["department", "year", "filler"])
"""Kinds of mention that every family has a place for; of the words for a time 今年 alone"""


def unaccounted(u: Understood, kinds: frozenset[str], held: frozenset[str] = frozenset()) -> list[str]:
    """Words with a meaning that a family has no place for: neither their kind nor their kind:value is held."""
    found, kinds, held = [], kinds | PLACED, held | {"time:this"}
    for m in u.mentions:
        if u.printed(m) == "服务" and m.kind == "role" and "采购" in u.text and u.has("concept"):
            found.append("服务")
        elif m.kind in OF_NAME and in_project(u, u.printed(m)):
            continue
        elif m.kind not in kinds and not held & {f"{m.kind}:{m.value}", f"{m.kind}:*"} and u.printed(m) not in HARMLESS:
            found.append(u.printed(m))
    return found
