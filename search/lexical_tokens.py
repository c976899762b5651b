"""Words of a text for the lexical index: identifiers, segmented words, character pairs.

Enters: any text, as printed or as typed. Leaves: ``Words``. Texts and queries go through the same functions, so that
一 晋市财综[2025]20號 typed finds 晋市财综〔2025〕20号 printed.

- identifiers are recognised on the characters, before segmentation: document numbers in every bracket style, standard
  numbers, account codes, amounts without their commas and, where a unit follows, in 元
- words come from jieba, long ones with the words inside them
- pairs of neighbouring characters find what segmentation cuts differently, and forgive one wrong character
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from nlp.amounts import scale_of
from nlp.source import normalise

HAN = re.compile(r"[㐀-鿿]+")

OPEN, CLOSE = re.escape("〔[（【﹝〖{〈<「『"), re.escape("〕]）】﹞〗}〉>」』")

DOCUMENT_NUMBER = re.compile(
    rf"""
    [{OPEN}]+\s*(?P<a>(?:19|20)\d\d)\s*年?\s*[{CLOSE}]+\s*第?\s*(?P<m>\d{{1,4}})   # 〔2025〕20号, [2025] 第20号
  | (?P<b>(?:19|20)\d\d)\s*[年\-—]?\s*第?\s*(?P<n>\d{{1,4}})\s*(?=号|次)             # 2025年20号, 2025 20号
    """,
    re.VERBOSE,
)

AGENCY = re.compile(r"[㐀-鿿]+(?=\s*\Z)")
"""what stands before a number's year: 晋市财综"""

STANDARD_NUMBER = re.compile(
    r"""
    (?<![A-Z])(?P<code>[A-Z]{2,4}\d{0,2}(?:\s*/\s*[A-Z]{1,2})?)   # GB/T, DB14, MT, AQ
    \s*/?\s*(?P<serial>\d{2,6}(?:\.\d+)?)                          # 212, 1727.3
    \s*[-—–―－~]+\s*(?P<year>(?:19|20)?\d\d)(?!\d)                 # -2008
    """,
    re.VERBOSE | re.I,
)

NUMBER_OR_LATIN = re.compile(
    r"""
    (?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)? | \d+(?:\.\d+)?)   # 1,363,200.50; 2130199; 59
    (?:\s*(?P<scale>亿元?|万元?|元))?                           # 59万元
  | (?P<latin>[a-z]+[a-z0-9\-]*)                              # PPP, VOCs
    """,
    re.VERBOSE | re.I,
)

AGENCY_PARTS = 6
"""longest ending of the characters before a number's year that becomes an identifier of its own"""

AGENCY_REACH = 12
"""characters before a number's year among which its agency's are looked for"""


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens of one text, in order, with repetitions."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    identifiers: tuple[str, ...]


def split_words(text: str) -> Words:
    """Tokens of ``text``.

    >>> split_words("晋市财综[2025]第20号").identifiers[:2]
    ('2025:20', '综2025:20')
    >>> split_words("GB/T 212—2008，1,363,200元").identifiers
    ('gb/t212-2008', 'gb/t212', 'gb', '212', '2008', '1363200', '¥1363200')
    >>> split_words("136.32万元").identifiers
    ('136.32', '¥1363200')
    """
    clean = normalise(text)
    identifiers = tuple(find_identifiers(clean))
    words = tuple(segment(clean))
    pairs = tuple(run[i : i + 2] for run in HAN.findall(clean) for i in range(len(run) - 1))
    return Words(words, pairs, identifiers)


def find_identifiers(clean: str) -> Iterator[str]:
    """Identifiers of normalised text. Where an agency's code begins is not known, so each ending of it is one."""
    for match in DOCUMENT_NUMBER.finditer(clean):
        year, serial = match["a"] or match["b"], match["m"] or match["n"]
        number = f"{year}:{int(serial)}"
        yield number
        before = AGENCY.search(clean, max(0, match.start() - AGENCY_REACH), match.start())
        agency = before[0] if before else ""
        for size in range(1, min(len(agency), AGENCY_PARTS) + 1):
            yield agency[-size:] + number
    for match in STANDARD_NUMBER.finditer(clean):
        code, serial, year = ("".join(match[name].split()).lower() for name in ("code", "serial", "year"))
        yield f"{code}{serial}-{year}"
        yield f"{code}{serial}"
    for match in NUMBER_OR_LATIN.finditer(clean):
        if match["latin"]:
            if len(match[0]) > 1:
                yield match[0].lower()
            continue
        value = Decimal(match["value"].replace(",", ""))
        if value >= 10:
            yield f"{value.normalize():f}"
        if match["scale"]:
            yield f"¥{(value * scale_of(match['scale'])).normalize():f}"


def segment(clean: str) -> Iterator[str]:
    """Words of two characters and more, jieba's search mode; single characters only where they stand alone.

    rjieba is jieba in Rust, with the same dictionary: no second to load it, and twenty times its speed.
    """
    import rjieba

    for run in HAN.findall(clean):
        if len(run) == 1:
            yield run
            continue
        for word in rjieba.cut_for_search(run):
            if len(word) > 1:
                yield word


@cache
def question_words() -> frozenset[str]:
    """Words that ask and do not tell what for (search/lexicon/question_words.tsv)."""
    rows = files("search").joinpath("lexicon/question_words.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(row.strip() for row in rows if row.strip() and not row.startswith("#"))
