"""Mentions of policies in one stretch of text: titles and numbers joined, with issuer, kind and relation.

Enters: normalised text of a field or paragraph. Leaves: ``Mention`` objects with half-open spans in that text. A title
and the number beside it are one mention; a title inside another is a mention of its own whose ``subject`` is the outer
one's number (关于转发《X》的通知 forwards X). Which titles are policies and which numbers theirs is for nlp.policy_linking,
what is done to them for nlp.policy_relation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from nlp.document_number import Number, find_numbers, issuer_of
from nlp.organisation_names import RawName, find_raw_names
from nlp.policy_kind import kind_of
from nlp.policy_linking import link_numbers, usable_titles
from nlp.policy_relation import SIBLING, Relations
from nlp.policy_titles import Title, clean_title, find_titles
from nlp.regions import place_length

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
ANGLES = re.compile(r"<([一-鿿][^<>《》]{2,60}[一-鿿）])>")
"""《关于印发<办法>的通知》: signs of less and more as inner brackets."""
ISSUER_ENDS = tuple("局厅委部府会院室处站所中心")


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
    reader = Reader(text, titles, linked, Relations(text, titles, linked, numbers, basis_field, subject))
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


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads title, issuer and kind of what one text names."""

    text: str
    titles: tuple[Title, ...]
    linked: dict[int, list[Number]]
    relations: Relations

    def titled(self, index: int) -> Mention:
        """A title with the first number that is its own."""
        title = self.titles[index]
        numbers = self.linked.get(index, [])
        number = numbers[0] if numbers else None
        issuer, start = self.issuer(title)
        wording = clean_title(self.text[start : title.end] if title.form in ("around", "plain") else title.title)
        relation, subject = self.relations.relation(title, number)
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
        relation, subject = self.relations.outer(number.start, number.end)
        return Mention(number.start, number.end, None, number.canonical, issuer_of(number), kind, relation, subject, False)

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
    if not about or len(head) < 3 or len(head) > 60 or not head.endswith(ISSUER_ENDS):
        return None
    return re.sub(r"\s+", "、", head)
