"""All policies of one generation of the graph by number, title and words: what a lookup asks first.

Held in memory (about 0.5 kB a policy) and made once for a generation; the graph itself stays where it is.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from math import ceil

from kg.policy_identity import issued_yearly, number_key, title_key
from kg.policy_readings import Known, edition_key, number_parts
from nlp.number_query import NumberQuery

SHARE = 0.6
"""share of the pairs of characters asked for that a title must have"""
CANDIDATES = 80
"""titles looked at closely, those first that have most of the rarest pairs"""


@dataclass(frozen=True, slots=True)
class Near:
    """A known policy that resembles what was asked for; ``reason`` is Chinese, ``score`` between 0 and 1."""

    policy: Known
    reason: str
    score: float


@dataclass(frozen=True)
class PolicyIndex:
    """``policies`` in the order of their IRIs; ``aliases``: further titles of a policy."""

    policies: tuple[Known, ...]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def by_iri(self) -> dict[str, Known]:
        return {policy.iri: policy for policy in self.policies}

    @cached_property
    def by_number(self) -> dict[str, list[Known]]:
        """One number, one document, but for minutes that print no place: 会议纪要〔2024〕2次 of two cities."""
        table: dict[str, list[Known]] = {}
        for policy in self.policies:
            if policy.number:
                table.setdefault(number_key(policy.number), []).append(policy)
        return table

    @cached_property
    def by_title(self) -> dict[str, list[Known]]:
        table: dict[str, list[Known]] = {}
        for policy in self.policies:
            for key in {title_key(title) for title in self.titles(policy)}:
                table.setdefault(key, []).append(policy)
        return table

    @cached_property
    def by_edition(self) -> dict[str, list[Known]]:
        table: dict[str, list[Known]] = {}
        for policy in self.policies:
            if policy.title:
                table.setdefault(edition_key(policy.title), []).append(policy)
        return table

    @cached_property
    def unlike(self) -> tuple[Known, ...]:
        """Policies whose number has no 机关代字, year and serial: orders, announcements, standards."""
        return tuple(p for p in self.policies if p.number and number_parts(p.number) is None)

    @cached_property
    def by_serial(self) -> dict[tuple[str, int, int], list[Known]]:
        """("", year, serial), (code, year, 0), (code, 0, serial) -> policies."""
        table: dict[tuple[str, int, int], list[Known]] = {}
        for policy in self.policies:
            parts = number_parts(policy.number) if policy.number else None
            if parts:
                for key in (("", parts.year, parts.serial), (parts.code, parts.year, 0), (parts.code, 0, parts.serial)):
                    table.setdefault(key, []).append(policy)
        return table

    @cached_property
    def postings(self) -> dict[str, array[int]]:
        """Pair of characters -> positions in ``policies``."""
        table: dict[str, array[int]] = {}
        for at, policy in enumerate(self.policies):
            for pair in {pair for title in self.titles(policy) for pair in pairs(title_key(title))}:
                table.setdefault(pair, array("I")).append(at)
        return table

    def titles(self, policy: Known) -> tuple[str, ...]:
        own = (policy.title,) if policy.title else ()
        return (*own, *self.aliases.get(policy.iri, ()))

    def editions(self, policy: Known) -> tuple[Known, ...]:
        """Policies whose title is the same but for year and the like, with another number, by year.

        >>> old, new = Known("a", "某财综〔2023〕4号", "关于印发目录的通知"), Known("b", "某财综〔2025〕8号", "关于印发目录的通知")
        >>> PolicyIndex((new, old)).editions(old) == (new,)
        True
        """
        if not policy.title or not policy.number or issued_yearly(policy.title):
            return ()
        same = self.by_edition.get(edition_key(policy.title), [])
        others = [p for p in same if p.number and p.number != policy.number and same_agency(p, policy)]
        return tuple(sorted(others, key=lambda p: (year_of(p) or 0, p.iri)))

    def find_number(self, number: str) -> list[Known]:
        return self.by_number.get(number_key(number), [])

    def near_number(self, number: str, limit: int = 5) -> tuple[Near, ...]:
        """Known numbers that a slip of one part would turn into ``number``, best first.

        >>> index = PolicyIndex((Known("a", "某财综〔2025〕28号", None), Known("b", "某市财综〔2025〕28号", None)))
        >>> [(near.policy.number, near.reason) for near in index.near_number("某财综〔2025〕29号")]
        [('某财综〔2025〕28号', '机关代字和年份相同，序号不同')]
        """
        parts = number_parts(number)
        if parts is None:
            return best(self.near_standards(number), limit)
        near: list[Near] = []
        for policy in self.by_serial.get(("", parts.year, parts.serial), []):
            other = number_parts(policy.number or "")
            likeness = ratio(parts.code, other.code if other else "")
            if likeness >= 0.5:
                near.append(Near(policy, "年份和序号相同，机关代字不同", 0.5 + 0.45 * likeness))
        for policy in self.by_serial.get((parts.code, parts.year, 0), []):
            other = number_parts(policy.number or "")
            far = abs((other.serial if other else 0) - parts.serial)
            near.append(Near(policy, "机关代字和年份相同，序号不同", 0.85 - min(far, 400) / 1000))
        near += [
            Near(p, "机关代字和序号相同，年份不同", 0.6) for p in self.by_serial.get((parts.code, 0, parts.serial), [])
        ]
        return best(near, limit)

    def near_standards(self, number: str) -> Iterable[Near]:
        """Orders and standards written nearly alike, and the editions of a standard asked for without its year."""
        wanted = number_key(number)
        matcher = SequenceMatcher(None, "", wanted, autojunk=False)
        for policy in self.unlike:
            key = number_key(policy.number or "")
            if key.partition("-")[0] == wanted.partition("-")[0]:
                yield Near(policy, "标准号相同，年份不同", 0.95)
                continue
            matcher.set_seq1(key)
            if matcher.real_quick_ratio() >= 0.8 and matcher.quick_ratio() >= 0.8 and matcher.ratio() >= 0.8:
                yield Near(policy, "写法相近", matcher.ratio())

    def near_parts(self, query: NumberQuery, limit: int = 8) -> tuple[Near, ...]:
        """Known numbers that have the parts a person typed, where not all parts were typed.

        >>> index = PolicyIndex((Known("a", "某财综〔2025〕28号", None), Known("b", "某财综〔2024〕3号", None)))
        >>> [(n.policy.number, n.reason) for n in index.near_parts(NumberQuery("某财综", 2025, None, None))]
        [('某财综〔2025〕28号', '机关代字和年份相同')]
        """
        told = (("机关代字", query.code), ("年份", query.year), ("序号", query.serial))
        reason = "和".join(name for name, part in told if part) + "相同"
        if query.year is not None and query.serial is not None and query.code:
            return self.near_number(query.forms()[0], limit)
        key = ("" if query.serial and query.year else query.code, query.year or 0, query.serial or 0)
        return best((Near(policy, reason, 0.9) for policy in self.by_serial.get(key, [])), limit)

    def find_words(self, text: str, limit: int = 8) -> tuple[Near, ...]:
        """Policies by words of their title, best first; the score is the share of the words that the title has."""
        wanted = pairs(title_key(text))
        if not wanted:
            return ()
        counts: Counter[int] = Counter()
        rarest = sorted(wanted, key=lambda p: (len(self.postings.get(p, ())), p))
        for pair in rarest[: len(wanted) - ceil(SHARE * len(wanted)) + 1]:  # a title without any of these has too few
            counts.update(self.postings.get(pair, ()))
        near = []
        for at, _ in counts.most_common(CANDIDATES):
            policy = self.policies[at]
            share = max(len(wanted & pairs(title_key(t))) / len(wanted) for t in self.titles(policy))
            longest = max(len(t) for t in self.titles(policy))
            if share >= SHARE:
                near.append(Near(policy, f"标题含所查的字词（{share:.0%}）", round(share - longest / 10000, 4)))
        return best(near, limit)


def best(near: Iterable[Near], limit: int) -> tuple[Near, ...]:
    """The best reading of each policy, surest first."""
    chosen: dict[str, Near] = {}
    for one in near:
        if one.policy.iri not in chosen or one.score > chosen[one.policy.iri].score:
            chosen[one.policy.iri] = one
    return tuple(sorted(chosen.values(), key=lambda n: (-n.score, n.policy.iri))[:limit])


def pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} if len(text) > 1 else set()


def ratio(first: str, second: str) -> float:
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def year_of(policy: Known) -> int | None:
    """The year in the policy's number.

    >>> year_of(Known("a", "某财综〔2023〕4号", None)), year_of(Known("a", None, "某办法"))
    (2023, None)
    """
    found = re.search(r"(?:19|20)\d\d", policy.number or "")
    return int(found[0]) if found else None


def same_agency(first: Known, second: Known) -> bool:
    """Editions are issued by one agency: the codes begin alike (晋财综, 晋财购) or both are orders."""
    one, two = number_parts(first.number or ""), number_parts(second.number or "")
    if one is None or two is None:
        return one is two
    return one.code[:2] == two.code[:2] and ("市" in one.code) == ("市" in two.code)
