"""Dates of attached notices: 成文日期 below the issuer's name, 印发日期 in the foot (GB/T 9704-2012, 7.3.5 and 7.4.3), and the
day from which they hold (本办法自2025年7月1日起施行).

Enters: the source, the frame and the mentions read from it. Leaves: the mentions, those of attached notices with their
dates. A date belongs to the last notice above it whose issuer is the one printed beside or above the date; a date alone
that no issuer stands by is none of a notice. 本办法 is the notice and what it publishes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from nlp.frame import Frame
from nlp.policy_mentions import ISSUER_ENDS
from nlp.record import PolicyDate, PolicyMention, Span
from nlp.source import Source

DATED = re.compile(
    r"""
    (?P<issuer>[一-鿿、，\s]{0,60}?) [\s（]*
    (?P<date>
        (?P<year>(?:19|20)\d\d|[一二][〇○零Oo0一二三四五六七八九]{3}) \s*年\s*
        (?P<month>\d{1,2}|[一二三四五六七八九十]{1,2}) \s*月\s*
        (?P<day>\d{1,2}|[一二三四五六七八九十]{1,3}) \s*日
    )
    [\s）]* (?P<printed>印发)? \s*
    """,
    re.VERBOSE,
)
"""A line that is a date: 2025年7月17日 | 某市财政局办公室 2025年7月17日印发 | 二〇一一年三月一日"""
EFFECTIVE = re.compile(
    r"本(?P<what>办法|规定|细则|方案|条例|标准|制度|规程|通知|目录|意见|通告|决定)自"
    r"(?P<date>(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日)起(?:正式|开始)?(?:施行|实施|执行|生效)"
)
"""the day from which a text holds, in the words of that text"""
DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
OFFICE = re.compile(r"(?:办公厅|办公室|办)$")


def with_dates(source: Source, frame: Frame, mentions: tuple[PolicyMention, ...]) -> tuple[PolicyMention, ...]:
    """``mentions``, those of attached notices with the first 成文日期 and 印发日期 printed for each."""
    heads = [m for m in mentions if is_head(m)]
    if not heads:
        return mentions
    told: dict[Span, dict[str, PolicyDate]] = {}
    for signature, date in read_dates(source, frame):
        head = owner([m for m in heads if m.span.line < date.span.line], signature)
        for mention in [head, *(published(mentions, head) if date.kind == "effective" else ())] if head else ():
            told.setdefault(mention.span, {}).setdefault(date.kind, date)
    return tuple(replace(m, dates=tuple(told[m.span].values())) if m.span in told else m for m in mentions)


def published(mentions: tuple[PolicyMention, ...], head: PolicyMention) -> list[PolicyMention]:
    """What a notice publishes under a title without a number of its own."""
    return [m for m in mentions if m.relation == "publishes" and m.subject_number == head.number and m.number is None]


def is_head(mention: PolicyMention) -> bool:
    """Whether it is the number that an attached notice opens with."""
    return mention.relation == "attaches" and mention.field == f"附件（{mention.number}）"


def read_dates(source: Source, frame: Frame) -> Iterator[tuple[str, PolicyDate]]:
    """The dates of the attached notices' lines, each with the issuer that stands beside or above it."""
    for block in frame.of_kind("notice"):
        above = ""
        for number in range(block.first, block.last + 1):
            line = source.line(number)
            if number in frame.furniture:
                continue
            for day in EFFECTIVE.finditer(line.text):
                if iso := iso_date(day):
                    yield "", PolicyDate("effective", iso, line.span(*day.span()))
            found = DATED.fullmatch(line.text.replace("\t", " "))
            signature = "".join(found["issuer"].split()) or above if found else ""
            if found and (signature or found["printed"]) and (iso := iso_date(found)):
                kind = "printed" if found["printed"] else "written"
                yield signature, PolicyDate(kind, iso, line.span(found.start("date"), found.end("printed" if found["printed"] else "date")))
            bare = "".join(line.text.split())
            above = bare if 3 < len(bare) <= 40 and bare.endswith(ISSUER_ENDS) else ""


def owner(heads: list[PolicyMention], signature: str) -> PolicyMention | None:
    """The notice that the date belongs to: the last one of that issuer, or the last one where no issuer is known."""
    if not heads:
        return None
    if signature:
        same = [m for m in heads if m.issuer and agency(m.issuer) == agency(signature)]
        if same:
            return same[-1]
    return heads[-1] if not signature or not heads[-1].issuer else None


def agency(name: str) -> str:
    """An issuer without blanks and joints, and without the office that printed for it.

    >>> agency("某市教育局、某市财政局") == agency("某市教育局 某市财政局办公室")
    True
    """
    return OFFICE.sub("", re.sub(r"[\s、，]", "", name))


def iso_date(found: re.Match[str]) -> str | None:
    """2025-07-17, None for a day that is none.

    >>> iso_date(DATED.fullmatch("二〇一一年十二月三十一日")), iso_date(DATED.fullmatch("2025年13月2日"))
    ('2011-12-31', None)
    """
    year, month, day = int(found["year"].translate(DIGITS)), plain_number(found["month"]), plain_number(found["day"])
    return f"{year}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def plain_number(printed: str) -> int:
    """A number below one hundred: 17, 十七, 二十.

    >>> [plain_number(text) for text in ("7", "十", "十七", "三十一")]
    [7, 10, 17, 31]
    """
    if printed.isdecimal():
        return int(printed)
    tens, ten, ones = printed.translate(DIGITS).rpartition("十")
    return (int(tens or "1") * 10 if ten else 0) + int(ones or "0")
