"""What is done to a policy where it is named: relied on, forwarded, published, repealed, attached, or merely mentioned.

Enters: a text with its titles and numbers, and the number of the notice it belongs to. Leaves: the relation of each mention and
the number of the document that does it. That of a title inside another comes from the outer one (关于转发《X》的通知); that of an
outermost one from the words before and behind it, and from whether the text lists grounds (立项依据).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nlp.document_number import Number
from nlp.lexicon import words
from nlp.policy_titles import Title

SIBLING = re.compile(r"\s*[、和及与]?\s*")
"""Between two titles of one enumeration: 财政部《A》《B》, 《C》和《D》."""
REPEALED = re.compile(
    r"(?:[\s）（》、，,和及以]|(?<=[、和及（])原)*(?:同时|一并|予以|即行|相应|自行|也|均|现予|自[^，。；]{1,20}起|于[^，。]{0,14})*(?:废止|停止执行|不再执行|失效)"
)
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
class Relations:
    """The relations that one text tells of."""

    text: str
    titles: tuple[Title, ...]
    linked: dict[int, list[Number]]
    """title index -> the numbers printed as its own"""
    numbers: tuple[Number, ...]
    basis_field: bool
    """what is named here is relied on unless the words say otherwise"""
    subject: str | None
    """number of the notice that the text belongs to"""

    def relation(self, title: Title, number: Number | None) -> tuple[str, str | None]:
        """Relation of a title, and the number of the document that does it."""
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


@cache
def draft_words() -> str:
    """Words of drafting, as alternatives: 起草, 编制."""
    return "|".join(words("policy_context", "draft"))
