"""One policy, one key: the canonical number, or the title where no number is known.

Number and title are joined when one mention of the document shows both. A title that was seen with two numbers is
joined with neither. What other documents know about a title joins nothing silently: kg/entities.py links the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.record import PolicyMention

TITLE_NOISE = re.compile(r"[\s《》〈〉“”\"'<>「」『』·,，、.．。:：;；]+")
NUMBERED = re.compile(r"^(?P<agency>[^〔]+)(?P<rest>〔\d{4}〕第?\d+(?:号|次))$")  # 晋市财综 + 〔2025〕20号
BRACKETS = str.maketrans({"(": "（", ")": "）", "[": "〔", "]": "〕", "【": "〔", "】": "〕"})


def title_key(title: str) -> str:
    """A title without what printing varies: brackets of titles, blanks, quotation marks, commas.

    >>> title_key("《中华人民共和国 预算法》"), title_key("关于印发〈采购办法(试行)〉的通知")
    ('中华人民共和国预算法', '关于印发采购办法（试行）的通知')
    """
    return TITLE_NOISE.sub("", title).translate(BRACKETS)


def may_be_one(one: str, other: str) -> bool:
    """Whether two policies' keys may name one document: a title and anything, or numbers alike but for the agency.

    >>> may_be_one("晋市财综〔2025〕20号", "晋市则综〔2025〕20号"), may_be_one("晋市财综〔2025〕20号", "晋市财综〔2024〕28号")
    (True, False)
    """
    a, b = NUMBERED.match(one), NUMBERED.match(other)
    return a is None or b is None or a["rest"] == b["rest"]


def issued_yearly(title: str) -> bool:
    """Whether a title is one of those that every year brings again, beside the old ones.

    >>> issued_yearly("关于下达2025年水利发展资金的通知"), issued_yearly("关于印发政府购买服务指导性目录的通知")
    (True, False)
    """
    return any(word in title for word in yearly_words())


@cache
def yearly_words() -> tuple[str, ...]:
    rows = (files("nlp") / "lexicon" / "yearly_titles.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(row for row in rows if row and not row.startswith("#"))


@dataclass(frozen=True, slots=True)
class PolicyKeys:
    """``numbers`` maps a title key to the one number it was printed with in this document."""

    numbers: Mapping[str, str]

    def key(self, number: str | None, title: str | None) -> str | None:
        """The policy's key, None where neither is given.

        >>> PolicyKeys({}).key("〔2024〕2次", "云岭市规划委员会会议纪要")
        '云岭市规划委员会会议纪要〔2024〕2次'
        """
        if number and number.startswith("〔") and title:  # without its 机关代字 a number names no document alone
            return title_key(title) + number
        if number:
            return number
        if not title:
            return None
        short = title_key(title)
        return self.numbers.get(short, short) or None


def policy_keys(mentions: Iterable[PolicyMention]) -> PolicyKeys:
    """What the mentions of one document join."""
    seen: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.number and mention.title:
            seen.setdefault(title_key(mention.title), set()).add(mention.number)
    return PolicyKeys({title: next(iter(numbers)) for title, numbers in seen.items() if len(numbers) == 1})
