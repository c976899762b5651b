"""Where an organisation's name begins, once its ending is found.

Enters: normalised text and the place where the ending begins. Leaves: the left limit of the name (punctuation, digits, a
word that cannot stand inside one, the name before it), and where it opens: with a place (GB/T 2260, or one like it that is not
listed), 市/省/县 for the document's own, a head (国家, 中共) or a department's word (财政, 应急).
"""

from __future__ import annotations

import re
from functools import cache

from nlp.organisation_words import (
    company_heads,
    department_start,
    edge_characters,
    province_initials,
    strong_words,
    weak_words,
)
from nlp.regions import place_length

WINDOW = 40
"""characters looked at before an ending"""
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
PLACE_LIKE = re.compile(
    r"""
    (?! [各全本我该两辖外下上同] | [一-鿿]{0,3}[小社园片库矿景地街校厂山灾辖郊城]区 )     # 小区, 园区 are no divisions
    [^\W\d_a-zA-Z由给被将把是让使欠了等与经从为]{1,4}? (?:省|市|自治州|县|区|旗)
    """,
    re.VERBOSE,
)
"""A place that GB/T 2260 does not list (a new district, a former county) before a department's name."""
DATE_TAIL = re.compile(r"年[度底末初]|[年月日份号项个座家次条名人万元台套吨]+")
EDGE = re.compile(r"(?:为(?!民)|[的等与并由向经对给被将把从在至于以是报请送到付按据含即让欠原后]|及(?!时))+")
"""Prepositions at the left edge; 和 and 同 stay, they open names (和美, 同方)."""


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
    start = known_opening(text, floor, body_end, kind)
    start = start if start is not None else unlisted_opening(text, floor, body_end, kind)
    return start, start is not None


def known_opening(text: str, floor: int, body_end: int, kind: str) -> int | None:
    """Where the name opens with a place of GB/T 2260, a head, a department's word or 市/省/县 of the document's own."""
    company, head = kind == "company", HEADS.match(text, floor)
    for at in range(floor, body_end):
        size = place_length(text, at)
        if size and text.endswith("合伙）", floor, at):
            continue  # 某某会计师事务所（特殊普通合伙）成都|分所
        if size and at > floor and text[at - 1] == "（" and text[at + size : at + size + 1] == "）":
            continue  # 中安某某（北京）技术有限公司: the place inside the name does not open it
        if size:
            if head or (company and at > floor and text[floor:at].startswith(company_heads())):
                return floor
            return at - 2 if text[max(0, at - 2) : at] == "中共" else at
        if at == floor or text[at - 1] in edge_characters():
            if not company and (OWN_PLACE.match(text, at) or begins_department(text, at, body_end)):
                return at
            found = HEADS.match(text, at)
            if found and found.end() <= body_end:
                return at
    return None


def unlisted_opening(text: str, floor: int, body_end: int, kind: str) -> int | None:
    """Where the name opens with a place that GB/T 2260 does not list; a company's also with 市/省/县 or a province's character."""
    edges = [at for at in range(floor, body_end - 1) if at == floor or text[at - 1] in edge_characters()]
    if kind == "company":
        initials = province_initials()
        opens = (at for at in edges if OWN_PLACE.match(text, at) or text[at] in initials or opens_unlisted(text, at, body_end))
        return next((at for at in opens if at < body_end - 2), None)
    for at in edges:
        if opens_unlisted(text, at, body_end):
            return at
    edge = floor + left_edge(text[floor:body_end])  # 租赁|河汾市供销社
    return edge if edge > floor and opens_unlisted(text, edge, body_end) else None


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


@cache
def unlisted_chain() -> re.Pattern[str]:
    """Places one in another that GB/T 2260 does not list: 资州市东岭区, before 人民政府."""
    return re.compile(f"(?:{PLACE_LIKE.pattern})+", re.VERBOSE)
