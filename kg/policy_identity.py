"""One policy, one key: the canonical number, or the title where no number is known.

Number and title are joined when one mention of the document shows both. A title that was seen with two numbers is
joined with neither. What names no place (市长办公会议纪要, 市政办发〔2024〕3号) is that of the document's own place.
What other documents know about a title joins nothing silently: kg/entities.py links the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.document_number import plain_serial
from nlp.organisations import context_of
from nlp.record import PolicyMention
from nlp.regions import place_length

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


ORDER_PARTS = re.compile(
    r"""
    ^(?:中华人民共和国(?=[^主全]))?(?P<agency>.+?)
    (?: (?P<what>令|公告)(?:(?P<year>\d{4})年第|〔(?P<bracketed>\d{4})〕|第)(?P<a>[^号]+)号
      | (?:(?P<before>\d{4})年)?第(?P<b>[^号]+)号令 )$
    """,
    re.VERBOSE,
)
OWN_PLACE = re.compile(
    r"""
    (?P<own>[我本全]?(?P<level>[省市州县区旗]))
    (?! [场区域内外份容城块值道乡镇会]      # 市场, 区域, 市容, 县城, 区块链, 省道
      | 政(?!府|协|法|务|办|发|函|字)       # 市政工程, but 市政府
      | 民(?!政|族|宗|兵) )                # 市民, but 市民政局
    """,
    re.VERBOSE,
)
"""市政府…, 县长办公会议纪要, 市级…办法, 市政办发〔2024〕3号: the place is the document's own."""
PLACE = re.compile(r"[一-鿿]{2,9}?(?:自治州|自治区|自治县|省|市|县|区|旗|盟|镇|乡)")


def number_key(number: str) -> str:
    """One key for the forms of a number that print differently but are one: 国务院令第577号, 国务院第577号令.

    >>> number_key("国务院第577号令") == number_key("国务院令第五百七十七号"), number_key("GB/T212-2008")
    (True, 'GB/T212-2008')
    """
    match = ORDER_PARTS.match(number)
    if match:
        agency = match["agency"].replace("、", "")
        year = match["year"] or match["bracketed"] or match["before"] or ""
        return f"{agency}{match['what'] or '令'}{year and year + '年'}第{plain_serial(match['a'] or match['b'])}号"
    return number


@dataclass(frozen=True, slots=True)
class PolicyKeys:
    """``numbers`` maps a title key to the one number it was printed with in this document; ``unit`` publishes it."""

    numbers: Mapping[str, str]
    unit: str = ""

    def key(self, number: str | None, title: str | None) -> str | None:
        """The policy's key, None where neither is given. What names no place (市长办公会议纪要) gets the document's.

        >>> PolicyKeys({}).key("〔2024〕2次", "云岭市规划委员会会议纪要")
        '云岭市规划委员会会议纪要〔2024〕2次'
        >>> PolicyKeys({}, "云岭市水利局").key("市长办公会议纪要〔2024〕7次", None)
        '云岭市长办公会议纪要〔2024〕7次'
        """
        if number and number.startswith("〔") and title:  # without its 机关代字 a number names no document alone
            return placed_key(title_key(title), self.unit) + number
        if number:
            return placed_key(number_key(number), self.unit)
        if not title:
            return None
        short = title_key(title)
        known = self.numbers.get(short)
        return self.key(known, title) if known else placed_key(short, self.unit) or None


def placed_key(key: str, unit: str) -> str:
    """``key`` under the place of the publishing unit where it names none itself: minutes, 市政府…, 县政办发….

    >>> placed_key("专题会议纪要〔2023〕12期", "安岳县水利局"), placed_key("市政府会议纪要", "晋城市能源局")
    ('安岳县专题会议纪要〔2023〕12期', '晋城市政府会议纪要')
    >>> placed_key("川财综〔2025〕8号", "安岳县水利局"), placed_key("泽州县政府会议纪要", "晋城市能源局")
    ('川财综〔2025〕8号', '泽州县政府会议纪要')
    """
    own = OWN_PLACE.match(key)
    bare = "纪要" in key and not (place_length(key, 0) or PLACE.match(key))
    if not unit or not (own or bare):
        return key
    if own is None:
        return place_of(unit) + key
    return place_of(unit, own["level"]) + key[own.end() :]


def place_of(unit: str, level: str | None = None) -> str:
    """The place that opens a unit's name, the one of ``level`` (省, 市, 县) where known; the whole name where it opens with none.

    >>> place_of("泽州县水利局"), place_of("泽州县水利局", "市"), place_of("云岭市水利局"), place_of("国家某局某办公室")
    ('泽州县', '晋城市', '云岭市', '国家某局某办公室')
    """
    context = context_of(unit)
    above = {"省": context.province, "市": context.city, "县": context.county, "区": context.county, "旗": context.county}
    if level and above.get(level):
        return above[level] or ""
    known = context.county or context.city or context.province
    match = PLACE.match(unit)
    return known or (match[0] if match else unit)


def policy_keys(mentions: Iterable[PolicyMention], unit: str = "") -> PolicyKeys:
    """What the mentions of one document join."""
    seen: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.number and mention.title:
            seen.setdefault(title_key(mention.title), set()).add(mention.number)
    return PolicyKeys({title: next(iter(numbers)) for title, numbers in seen.items() if len(numbers) == 1}, unit)
