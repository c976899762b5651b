"""Mentions of policies in one stretch of text: titles and numbers joined, with issuer, kind and relation.

Enters: normalised text of a field or paragraph. Leaves: ``Mention`` objects with half-open spans in that text. A title
and the number beside it are one mention; a title inside another is a mention of its own whose ``subject`` is the outer
one's number (关于转发《X》的通知 forwards X). The relation of an outermost mention comes from the words around it and
from whether the text lists grounds (立项依据).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from nlp.document_number import Number, find_numbers, issuer_of
from nlp.lexicon import read_rows, words
from nlp.organisation_names import RawName, find_raw_names
from nlp.policy_titles import Title, clean_title, find_titles, is_bare
from nlp.regions import place_length

GAP = re.compile(
    r"""
    [\s（〔\[【《》〉：:]*
    (?: 的?通知 | 的函 | 文件 | 文 | 全文
      | (?:国家|行业|地方|团体)?标准                  # 《X》国家标准（GB/T 1-2024）
      | 以下(?:简称|称)[^）]{1,14}）                  # 《X》（以下简称《Y》）（文号）
    )?
    (?:[，,]\s*[《（])?[\s（《》]*                # 《X》的通知,《文号》
    """,
    re.VERBOSE,
)
"""What may stand between a title and its number."""
BEFORE_TITLE = re.compile(r"[\s：:]*(?:文件?)?[\s：:]*(?:[一-鿿]{2,20}(?:局|厅|委|部|府|会|室)[\s、]?){0,4}")
"""What may stand between a number and the title behind it: 某财建〔2023〕112号文件《…》."""
SHORTHAND = re.compile(r"(?:以下|下)?简?称[“”：:]?$|以下(?:简)?称(?:为)?$")
REPEALED = re.compile(
    r"(?:[\s）（》、，,和及以]|(?<=[、和及（])原)*(?:同时|一并|予以|即行|相应|自行|也|均|现予|自[^，。；]{1,20}起|于[^，。]{0,14})*(?:废止|停止执行|不再执行|失效)"
)
GLUE = re.compile(
    r"""
    (?: \s | （?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?）?          # 市财政局2024年9月1日《X》
      | 联合(?:印发的?)? | 最新 | 新修订的 | 新
      | (?:出具|印发|下发|发布|制定|颁布|公布|转发|提出)的? | 的  # 省政府办公厅印发的《X》
    )*$
    """,
    re.VERBOSE,
)
"""What may stand between an issuer and the title."""
SIBLING = re.compile(r"\s*[、和及与]?\s*")
"""Between two titles of one enumeration: 财政部《A》《B》, 《C》和《D》."""
ANGLES = re.compile(r"<([一-鿿][^<>《》]{2,60}[一-鿿）])>")
"""《关于印发<办法>的通知》: signs of less and more as inner brackets."""
DRAFTED_AFTER = re.compile(r"[）》]?(?:的?(?:编制|修订|起草|制定|修编)(?!）)|编制经费|（征求意见稿）)")
HANDED_ON = re.compile(r"[^，。；]{0,4}?(?P<verb>转发|印发)(?:给|至)?(?:你们|你|各)")
NEWLY_ISSUED = re.compile(r"[^。]{0,40}?。?\s?现(?:予以|予|将其)?(?:印发|发布|公布)")
PASSED = re.compile(r"(?:已经|业经|已于)[^。]{0,40}(?:通过|同意|批准|审定)[^。]{0,12}印发")
"""《某办法》已经区政府第38次常务会议审议通过，现印发给你们"""
FORWARDED = re.compile(r"转发(?:的是|了|的)?(?:[一-鿿]{2,12}[局厅委部府办会])?[《〈\s]*$")
DEED = re.compile(
    r"""
    [》）\s]*(?:文件|文|通知)?(?:，|,)?\s*
    (?P<force>自[^，。；]{1,24}起(?:正式)?(?:施行|实施|执行|生效)[^，。；]{0,20}[，。；]\s*(?:有效期[^，。；]{1,12}[，。；]\s*)?)?
    (?:原(?:来的)?|此前的?)?(?:(?:已经|已|现)?(?P<verb>转发|废止|取代|替代|代替)(?:的是|了|的)?原?(?:[一-鿿]{2,12}[局厅委部府办会])?)?[《〈\s]*
    """,
    re.VERBOSE,
)
"""Between a document's number and what it does something to: A号转发《B》, 《A》（A号）自1月1日起施行，原《B》同时废止"""
DONE_BY = re.compile(r"[》）\s]*(?P<bracket>[（，,]?)\s*(?:现|已经|已)?(?P<by>被|由|经|以)?(?:《[^《》]*(?:《[^《》]*》[^《》]*)*》\s*（?)?")
"""Between a document and the number of the one that did something to it: B号（由A号转发）, 《B》已被《A》（A号）废止"""
DONE = re.compile(r"[）》\s]*(?:文件|文)?(?:转发|(?:予以|明令)?(?P<repealed>废止|取代|替代|代替))(?![给的了])")
TAKEN = re.compile(r"(?:按|以|将|把)[^，。；《》]{0,30}[《\s]*$")
AS_GROUND = re.compile(r"[^，。；]{0,80}?(?:作为|为)(?:定价|测算|计算|主要|重要)?(?:依据|基准|基础|准则|根据)")
"""around a document that something is measured by: 单价按发改委出具的|《报告》|中“…”为依据"""

TOLD = re.compile(
    r"""
    (?:（[^（）]{0,20}）)?[\s》）、和及，（]*(?:第?[〇一二三四五六七八九十百\d]+[条款项次章节]之?[、和及]?)*[\s》）、和及]*
    (?:等)?(?:相关)?(?:文件)?(?:要求|规定|精神|明确|提出|指出|执行|施行|办理)
    """,
    re.VERBOSE,
)
"""《预算法》第四十六条规定: what is named is relied on."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A policy named at ``text[start:end]``."""

    start: int
    end: int
    title: str | None
    number: str | None
    issuer: str | None
    kind: str
    relation: str
    subject: str | None
    nested: bool


def find_mentions(text: str, basis_field: bool, subject: str | None = None) -> tuple[Mention, ...]:
    """Mentions of ``text`` by place. ``basis_field``: what is named here is relied on unless the words say otherwise;
    ``subject``: number of the notice that ``text`` belongs to.

    >>> text = "现将《某省财政厅关于印发目录的通知》（某财综〔2025〕8号）转发给你们。原《旧通知》（某市财综[2024]2号）同时废止。"
    >>> [(m.number, m.relation, m.subject) for m in find_mentions(text, False, "某市财综〔2025〕3号")]
    [('某财综〔2025〕8号', 'forwards', '某市财综〔2025〕3号'), ('某市财综〔2024〕2号', 'repeals', '某市财综〔2025〕3号')]
    """
    if not worth_reading(text):
        return ()
    text = ANGLES.sub(r"〈\1〉", text)
    numbers = find_numbers(text)
    titles = usable_titles(text, find_titles(text, basis_field), numbers, basis_field)
    linked = link_numbers(text, titles, numbers)
    reader = Reader(text, titles, linked, numbers, basis_field, subject)
    found: list[Mention | None] = [reader.titled(index) for index in range(len(titles))]
    used = {number for group in linked.values() for number in group}
    found += [reader.further(index, n) for index, group in linked.items() for n in group[1:]]
    found += [reader.untitled(number) for number in numbers if number not in used]
    return tuple(sorted((m for m in found if m is not None), key=lambda m: (m.start, -m.end)))


def worth_reading(text: str) -> bool:
    """A cheap look: brackets, a year in brackets, a standard's letters, or a word of reliance."""
    return (
        any(sign in text for sign in "《〔[【〈")
        or re.search(r"关于|依据|根据|按照|参照|号|规划|纪要|[A-Z]{2}", text) is not None
    )


def usable_titles(
    text: str, titles: tuple[Title, ...], numbers: tuple[Number, ...], basis_field: bool
) -> tuple[Title, ...]:
    """Titles without newspapers, short names being introduced, and brackets that hold nothing but a number."""
    kept: list[Title] = []
    index_of: dict[int, int] = {}
    for index, title in enumerate(titles):
        bare = any(
            title.start <= n.start and n.end <= title.end and n.end - n.start >= len(title.title) - 1 for n in numbers
        )
        if any(n.start <= title.start < n.end for n in numbers):  # 某县政府常务会议纪要〔2022〕5次 is the number itself
            continue
        media = title.title.endswith(words("policy_context", "media"))
        introduced = SHORTHAND.search(text, max(0, title.start - 8), title.start) is not None
        if bare or media or introduced or not is_policy(text, title, numbers, basis_field):
            continue
        index_of[index] = len(kept)
        kept.append(replace(title, parent=index_of.get(title.parent) if title.parent is not None else None))
    return tuple(kept)


def is_policy(text: str, title: Title, numbers: tuple[Number, ...], basis_field: bool) -> bool:
    """False for brackets around what is no policy: a kind of document alone, a contract or report that is no ground
    of the project, a slogan."""
    if title.form != "bracketed" or any(0 <= n.start - title.end <= 3 for n in numbers):
        return True
    wording = re.sub(r"（[^（）]*）$", "", title.title)
    if is_bare(wording):
        return title.parent is not None
    if wording.endswith(words("policy_context", "ground")):
        return basis_field
    return basis_field or title.parent is not None or "关于" in wording or wording.endswith(known_endings())


SAME_TITLE = re.compile(r"[\s、，,;；和及号]*|[\s）]*[、，,和及]?\s*（")
"""Between two numbers of one title: （A号、B号）, （A号）、（B号）; what follows 《X》（A号）、 outside brackets is another document"""


def link_numbers(text: str, titles: tuple[Title, ...], numbers: tuple[Number, ...]) -> dict[int, list[Number]]:
    """Title index -> the numbers printed as its own: behind it, inside it, or right before it."""
    linked: dict[int, list[Number]] = {}
    before: Number | None = None
    for number in numbers:
        index = title_of(text, titles, number)
        if index is None:
            index = title_behind(text, titles, number, numbers)
        if (
            index is None
            and before is not None
            and SAME_TITLE.fullmatch(text, before.end, number.start)
        ):
            index = next((i for i, group in linked.items() if before in group and titles[i].end <= before.start), None)
        if index is not None:
            linked.setdefault(index, []).append(number)
        before = number
    return linked


def title_behind(text: str, titles: tuple[Title, ...], number: Number, numbers: tuple[Number, ...]) -> int | None:
    """The title right behind ``number`` (GB 50273-2017《某某规范》), unless a number of its own follows it."""
    for index, title in enumerate(titles):
        if title.start >= number.end and BEFORE_TITLE.fullmatch(text, number.end, title.start):
            taken = any(GAP.fullmatch(text, title.end, n.start) for n in numbers if 0 <= n.start - title.end <= 12)
            return None if taken else index
    return None


def title_of(text: str, titles: tuple[Title, ...], number: Number) -> int | None:
    """The title that ``number`` stands directly behind (the outermost of several that end there) or inside."""
    best: tuple[int, int] | None = None
    for index, title in enumerate(titles):
        if (
            title.end <= number.start
            and number.start - title.end <= 24
            and GAP.fullmatch(text, title.end, number.start)
        ):
            key = (title.end, -title.start)
            if best is None or key > (titles[best[1]].end, -titles[best[1]].start):
                best = (title.end, index)
        elif (
            title.start <= number.start
            and number.end <= title.end
            and (best is None or title.end <= titles[best[1]].end)
        ):
            inside = text[number.end : title.end].strip("）)》〉 ")
            if not inside or len(inside) < 3:
                best = (title.end, index)
    return best[1] if best else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads relation, issuer and kind of the titles of one text."""

    text: str
    titles: tuple[Title, ...]
    linked: dict[int, list[Number]]
    numbers: tuple[Number, ...]
    basis_field: bool
    subject: str | None

    def titled(self, index: int) -> Mention:
        title = self.titles[index]
        numbers = self.linked.get(index, [])
        number = numbers[0] if numbers else None
        issuer, start = self.issuer(title)
        wording = clean_title(self.text[start : title.end] if title.form in ("around", "plain") else title.title)
        relation, subject = self.relation(title, number)
        if title.form in ("relied", "quoted") and relation == "mentions":
            relation = "basis"
        end = number.end if number and number.start >= title.start else title.end
        opens = issuer_in(wording)
        issuer = (opens if title.parent is not None else None) or issuer or opens
        issuer = issuer or (issuer_of(number) if number else None) or self.shared_issuer(title)
        kind = "standard" if number and number.kind == "standard" else kind_of(title.title)
        if number and number.kind == "minutes" and kind == "other":
            kind = "minutes"
        return Mention(min(title.start, number.start) if number else title.start, end, wording,
                       number.canonical if number else None, issuer, kind, relation, subject, title.parent is not None)  # fmt: skip

    def further(self, index: int, number: Number) -> Mention:
        """A second number of one title: 《X》（A号、B号）."""
        first = self.titled(index)
        return replace(first, start=number.start, end=number.end, number=number.canonical)

    def untitled(self, number: Number) -> Mention | None:
        """A number that no title stands beside; 〔2024〕2次 alone names nothing."""
        if not number.complete:
            return None
        kind = {"standard": "standard", "minutes": "minutes", "order": "regulation"}.get(number.kind, "notice")
        relation, subject = self.outer(number.start, number.end)
        return Mention(number.start, number.end, None, number.canonical, issuer_of(number), kind, relation, subject, False)

    def relation(self, title: Title, number: Number | None) -> tuple[str, str | None]:
        if title.parent is None:
            return self.outer(title.start, max(title.end, number.end if number else 0))
        parent = self.titles[title.parent]
        owner = self.linked.get(title.parent)
        left = self.text[max(parent.start, title.start - 14) : title.start]
        subject = owner[0].canonical if owner else None
        for cue, relation in (("forward", "forwards"), ("repeal", "repeals"), ("publish", "publishes")):
            if any(word in left for word in words("policy_context", cue)):
                return relation, subject
        if parent.start == title.start or left.endswith(("》、", "》和", "》及")):
            return "publishes", subject
        beside = next((t for t in self.titles if t.parent == title.parent and SIBLING.fullmatch(self.text, t.end, title.start)), None)
        if beside is not None:  # 关于印发〈A〉和〈B〉的通知: B as A
            return self.relation(beside, None)
        return "mentions", subject

    def outer(self, start: int, end: int) -> tuple[str, str | None]:
        """Relation of a mention that stands in no other title, and the number of the document that does it."""
        done = self.done_by(end)
        if done:
            return done
        relation = self.outer_relation(start, end)
        doer = self.doer(start)
        if doer and FORWARDED.search(self.text, doer.end, start):
            return "forwards", doer.canonical
        return relation, doer.canonical if doer and relation == "repeals" else self.subject

    def doer(self, start: int) -> Number | None:
        """The document that forwards or repeals what is named at ``start``, where the words before name one by its number."""
        before = [n for n in self.numbers if n.complete and n.end <= start]
        if not before:
            return None
        gap = self.text[before[-1].end : start]
        deed = DEED.fullmatch(gap)
        within = not re.search("[）)]", re.sub(r"（[^（）]*）", "", gap)) and re.match("[，,；;]", gap)  # （A号，原《B》同时废止）
        told = deed and (deed["verb"] or (deed["force"] and not self.subject))
        return before[-1] if told or (within and "。" not in gap and len(gap) <= 60) else None

    def done_by(self, end: int) -> tuple[str, str] | None:
        """The same where the document that does it is named behind: B号由A号转发."""
        number = next((n for n in self.numbers if n.complete and n.start >= end), None)
        gap = number and DONE_BY.fullmatch(self.text, end, number.start)
        done = number and DONE.match(self.text, number.end)
        if not (number and gap and done and (gap["by"] or gap["bracket"] == "（")):
            return None
        return ("repeals" if done["repealed"] else "forwards"), number.canonical

    def outer_relation(self, start: int, end: int) -> str:
        """Relation of a mention that stands in no other title, from the words before and behind it."""
        text = self.text
        after = self.without_titles(end, min(len(text), end + 400))
        before = text[max(0, start - 60) : start]
        by = re.search(r"(?:被|由|经|以)[《\s]*$", before)
        if (REPEALED.match(after) and not by) or re.search(r"废止(?:了)?[《\s]*$", before):
            return "repeals"
        tail = text[end : end + 60].lstrip("）》〉 ")
        handed = HANDED_ON.match(tail)
        if handed and re.search(r"现?将(?:[^，。；《》]{0,6}的)?[《\s]*$", before):
            return "forwards" if handed["verb"] == "转发" else "publishes"
        if self.subject and PASSED.match(tail):
            return "publishes"
        if re.search(r"附件\d{0,2}[：:．.、]?\s*[^，。；：]{0,30}$", before[-36:]) and self.subject:
            return "attaches"
        drafted = re.search(rf"(?:{draft_words()})(?:了|完成|印发)?[^，。；《》的]{{0,6}}$", before)
        if self.subject and drafted and NEWLY_ISSUED.match(tail):
            return "publishes"
        if drafted or DRAFTED_AFTER.match(text, end):
            return "mentions"
        if self.basis_field or re.search(r"(?:立项|批复|批准|同意|核准|备案)[（《\s]*$", before):
            return "basis"
        clause = re.split(r"[。；;，]" if self.subject else r"[。；;]", text[max(0, start - 120) : start])[-1]
        if any(word in clause for word in words("policy_context", "basis")):
            return "basis"
        if self.subject:
            return "mentions"
        told = TOLD.match(after) or re.search(
            r"(?<![一-鿿])[按据依][《\s]*$|(?:须|应|并|，|。)[按据依][《\s]*$", before
        )
        return "basis" if told or (TAKEN.search(before) and AS_GROUND.match(after)) else "mentions"

    def without_titles(self, start: int, end: int) -> str:
        """``text[start:end]`` up to the full stop, further titles and numbers left out."""
        stop = self.text.find("。", start, end)
        piece = self.text[start : stop + 1 if stop >= 0 else end]
        piece = re.sub(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》", "", piece)
        return re.sub(r"（[^（）]{0,40}号[^（）]{0,10}）|(原?)[一-鿿]{1,10}[〔\[【]\d{4}[〕\]】]\d+号", r"\1", piece)

    def shared_issuer(self, title: Title) -> str | None:
        """The issuer printed before the first of several titles: 财政部《A》《B》. Laws and what a place opens have their own."""
        if title.form != "bracketed" or kind_of(title.title) == "law" or place_length(title.title, 0):
            return None
        beside = next((t for t in self.titles if t.form == "bracketed" and t.parent == title.parent and t.start < title.start
                       and SIBLING.fullmatch(self.text, t.end, title.start)), None)  # fmt: skip
        return (self.issuer(beside)[0] or self.shared_issuer(beside)) if beside else None

    def issuer(self, title: Title) -> tuple[str | None, int]:
        """Issuers printed right before the title, joined by 、, and where the first begins."""
        text, at = self.text, title.cue
        names: list[str] = []
        start = at
        while True:
            glue = GLUE.search(text, max(0, at - 24), at)
            edge = glue.start() if glue else at
            if names:
                joint = re.search(r"(?:[、和及]|\s)\s*$", text[max(0, edge - 2) : edge] or "")
                spaced = at - edge if glue else 0
                if not joint and not spaced:
                    adjacent = next((n for n in names_of(text) if n.end == at), None)
                    if adjacent is None:
                        break
                edge = edge - len(joint[0]) if joint else edge
            name = next((n for n in names_of(text) if n.end == edge), None)
            if name is None or (names and len(names) > 6):
                break
            names.insert(0, text[name.start : name.end])
            start = at = name.start
        if title.form == "bracketed" and title.cue == title.start:
            return ("、".join(names) or None), title.start
        return ("、".join(names) or None), start


@lru_cache(maxsize=256)
def names_of(text: str) -> tuple[RawName, ...]:
    return find_raw_names(text)


def issuer_in(title: str) -> str | None:
    """The issuers a title opens with: 山西省财政厅关于印发…, 国家发改委 住建部关于….

    >>> issuer_in("某市财政局关于印发目录的通知"), issuer_in("关于做好某事的通知")
    ('某市财政局', None)
    """
    head, about, _ = title.partition("关于")
    head = re.split(r"转发|印发|[《〈]", head)[0].strip(" （《〈")
    if not about or len(head) < 3 or len(head) > 60 or not head.endswith(issuer_endings()):
        return None
    return re.sub(r"\s+", "、", head)


def kind_of(title: str) -> str:
    """law | regulation | notice | minutes | standard | plan | letter | request | other, from how the title ends.

    >>> kind_of("中华人民共和国安全生产法"), kind_of("某市行动方案（2024—2026年）"), kind_of("会议纪要（十三）")
    ('law', 'plan', 'minutes')
    """
    bare = re.sub(r"(?:（[^（）]*）|\s|[》〉])+$", "", title)
    for ending, kind in kind_endings():
        if bare.endswith(ending):
            return kind
    return "other"


@cache
def kind_endings() -> tuple[tuple[str, str], ...]:
    rows = [(row[0], row[1]) for row in read_rows("policy_kinds")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def known_endings() -> tuple[str, ...]:
    return tuple(ending for ending, _ in kind_endings())


@cache
def issuer_endings() -> tuple[str, ...]:
    return tuple("局厅委部府会院室处站所中心")


@cache
def draft_words() -> str:
    return "|".join(words("policy_context", "draft"))
