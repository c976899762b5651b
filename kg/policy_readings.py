"""Two policies side by side: one document in two readings, two editions of one document, or neither.

Pure functions over numbers and titles. A close reading (an OCR slip in the number, a small difference in the title) is
reported with a reason and a score between 0 and 1 and never merged. Editions are policies whose titles agree but for
the year, 试行, 修订 or 第…批 and whose numbers differ: the same title issued again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from kg.policy_identity import number_key, title_key

PARTS = re.compile(r"^(?P<code>.*?)〔(?P<year>\d{4})〕(?P<serial>\d+)(?P<unit>[号次期])$")
EDITION_NOISE = re.compile(
    r"""
      [（(](?:试行|暂行|修订|修正|第?[一二三四五六七八九十\d]+批|\d{4}年?(?:修订|修正)?版?)[）)]
    | (?<!第)(?:新|最新)?修订的?
    """,
    re.VERBOSE,
)
EDITION = "edition:"
"""Head of the identity key that the editions of one title share"""
SURE, LIKELY = 0.97, 0.80
"""scores: nothing but printing differs; one reading is probably a slip of the other"""


@dataclass(frozen=True, slots=True)
class Known:
    """A policy as far as its identity goes."""

    iri: str
    number: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class CloseReading:
    """``first`` and ``second`` (IRIs, in order) may be one document; ``reason`` is a Chinese sentence."""

    first: str
    second: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class NumberParts:
    code: str
    year: int
    serial: int
    unit: str


@lru_cache(maxsize=200_000)
def number_parts(number: str) -> NumberParts | None:
    """The parts of a canonical 文号, None for orders and standards.

    >>> number_parts("晋市财综〔2025〕20号")
    NumberParts(code='晋市财综', year=2025, serial=20, unit='号')
    """
    match = PARTS.match(number)
    return NumberParts(match["code"], int(match["year"]), int(match["serial"]), match["unit"]) if match else None


def edition_key(title: str) -> str:
    """A title without 试行, 修订, 第…批 and the year of an edition: equal for the editions of one document.

    A year in the wording itself (2024年工作要点) stays: next year's is another document, not a new edition.

    >>> a = "某省财政厅关于印发〈某省购买服务目录〉（第一批）的通知"
    >>> edition_key(a) == edition_key("某省财政厅关于印发《某省购买服务目录（2023年版）》的通知")
    True
    """
    return re.sub("[（）()]", "", title_key(EDITION_NOISE.sub("", title)))


def close_reading(first: Known, second: Known) -> CloseReading | None:
    """Whether two policies look like one document read twice; None where nothing speaks for it.

    >>> a = Known("a", "某能源煤开发〔2019〕600号", "关于加强煤矿建设项目监管的通知")
    >>> b = Known("b", "某能源函发〔2019〕600号", "关于加强煤矿建设项目监管的通知")
    >>> close_reading(a, b).reason
    '标题相同，年份和序号相同，机关代字不同（某能源煤开发／某能源函发）'
    """
    if first.iri > second.iri:
        first, second = second, first
    score, reason = compare(first, second)
    return CloseReading(first.iri, second.iri, reason, round(score, 2)) if reason else None


def compare(first: Known, second: Known) -> tuple[float, str]:
    """Score and reason, ``(0, "")`` where they are two documents."""
    known = bool(first.title and second.title)
    alike = likeness(first.title, second.title)
    one, two = (number_parts(k.number) if k.number else None for k in (first, second))
    if first.number and second.number and number_key(first.number) == number_key(second.number):
        return SURE, "文号写法不同，实为同一文号"
    if one and two:
        return compare_numbers(one, two, alike, known)
    if alike >= 0.995:
        told = [k.number for k in (first, second) if k.number]
        return (0.9, f"标题相同，其中一处未印文号（{told[0]}）") if told else (SURE, "标题只有印刷差异")
    if alike >= 0.92 and not (first.number and second.number) and same_digits(first.title, second.title):
        return 0.6 + 0.3 * alike, f"标题相近（相似度 {alike:.2f}）"
    return 0.0, ""


def compare_numbers(one: NumberParts, two: NumberParts, alike: float, known: bool) -> tuple[float, str]:
    if one.year == two.year and one.serial == two.serial:
        what = f"年份和序号相同，机关代字不同（{one.code}／{two.code}）"
        if alike >= 0.995:
            return 0.95, f"标题相同，{what}"
        if alike >= 0.8:
            return 0.5 + 0.45 * alike, f"标题相近，{what}"
        if not known and len(one.code) > 3:
            codes = SequenceMatcher(None, one.code, two.code, autojunk=False).ratio()
            return (0.5 * codes + 0.2, what) if codes >= 0.75 else (0.0, "")
        return 0.0, ""
    if one.code == two.code and alike >= 0.995 and one.year == two.year:
        return LIKELY, f"标题、机关代字和年份相同，序号不同（{one.serial}／{two.serial}）"
    return 0.0, ""


def likeness(first: str | None, second: str | None) -> float:
    """Similarity of two titles without printing differences; 0 below 0.8 or where one is not known."""
    if not first or not second:
        return 0.0
    one, two = title_key(first), title_key(second)
    if one == two:
        return 1.0
    if min(len(one), len(two)) < 6 or abs(len(one) - len(two)) > 0.3 * max(len(one), len(two)):
        return 0.0
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.8 else 0.0


def same_digits(first: str | None, second: str | None) -> bool:
    """Titles that differ in a number (2024年工作要点, 2025年工作要点) are two documents."""
    return re.findall(r"\d+|[一二三四五六七八九十]+(?=[个次批期届号五])", first or "") == re.findall(
        r"\d+|[一二三四五六七八九十]+(?=[个次批期届号五])", second or ""
    )


def candidate_pairs(policies: Iterable[Known]) -> Iterator[tuple[Known, Known]]:
    """Pairs worth comparing: same year and serial, same title, or titles that begin or end alike. Each pair once."""
    blocks: dict[tuple[str, ...], list[Known]] = {}
    for policy in policies:
        for block in blocks_of(policy):
            blocks.setdefault(block, []).append(policy)
    seen: set[tuple[str, str]] = set()
    for members in blocks.values():
        if len(members) > 60:
            continue
        for i, first in enumerate(members):
            for second in members[i + 1 :]:
                pair = (min(first.iri, second.iri), max(first.iri, second.iri))
                if first.iri != second.iri and pair not in seen:
                    seen.add(pair)
                    yield first, second


def blocks_of(policy: Known) -> Iterator[tuple[str, ...]]:
    parts = number_parts(policy.number) if policy.number else None
    if policy.number:
        yield "number", number_key(policy.number)
    if parts:
        yield "serial", str(parts.year), str(parts.serial)
    if policy.title:
        key = title_key(policy.title)
        about = key.partition("关于")[2] or key
        yield "title", key
        yield "head", about[:8]
        yield "tail", about[-12:]


def close_readings(policies: Iterable[Known]) -> tuple[CloseReading, ...]:
    """All doubtful pairs, surest first: the list for review."""
    found = (close_reading(first, second) for first, second in candidate_pairs(policies))
    return tuple(sorted((r for r in found if r), key=lambda r: (-r.score, r.first, r.second)))
