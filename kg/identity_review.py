"""Doubtful identity: pairs of things that may be one, for a person to decide (kg/decisions.py). Nothing is merged here.

Names that differ in one character, a name that is the end of another, a number whose agency differs in one character,
and the close matches the graph holds already, each with its reason and a score between 0 and 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.iri import Iris, plain_name
from kg.policy_identity import may_be_one
from kg.store import Reader

SHORTEST = 5
"""Characters of the shorter name from which one differing character is doubtful and not simply another name"""
CLASSES = {"organisation": "org:Organization", "project": "bk:Project", "policy": "bk:Policy"}
DIGITS = re.compile(r"[0-9一二三四五六七八九十百〇零两甲乙丙丁东南西北中上下左右前后新旧ⅠⅡⅢA-Za-z]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two things of one kind that may be the same. ``one`` and ``other`` as a decisions file writes them."""

    kind: str
    one: str
    other: str
    reason: str
    score: float
    """likeness of the two names, 0 to 1"""
    documents: tuple[str, ...]
    """stems of the documents that speak of either"""

    def decision(self, verdict: str = "same") -> str:
        """The line to put into the decisions file.

        >>> Doubt("policy", "policy/甲", "policy/乙", "一字之差", 0.9, ()).decision("different")
        'different\\tpolicy/甲\\tpolicy/乙\\t一字之差'
        """
        return "\t".join((verdict, self.one, self.other, self.reason))


def doubtful(reader: Reader, kind: str | None = None, iris: Iris | None = None) -> tuple[Doubt, ...]:
    """All doubtful pairs, the likeliest first; ``kind`` organisation | project | policy chooses one kind."""
    iris = iris or Iris()
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for each in CLASSES if kind is None else (kind,):
        names = names_of_kind(reader, each, iris)
        decided = decided_pairs(reader)
        for one, other, reason in (*close_matches(reader, each), *likenesses(each, names)):
            pair = (min(one, other), max(one, other))
            if pair not in decided:
                found.setdefault(pair, (each, reason))
    where = documents_of(reader, {iri for pair in found for iri in pair})
    doubts = (
        Doubt(each, thing(one, iris), thing(other, iris), reason, likeness(one, other), joined(where, one, other))
        for (one, other), (each, reason) in found.items()
    )
    return tuple(sorted(doubts, key=lambda doubt: (-doubt.score, doubt.one, doubt.other)))


def thing(iri: str, iris: Iris) -> str:
    return plain_name(iri.removeprefix(f"{iris.base}id/"))


def likeness(one: str, other: str) -> float:
    names = [plain_name(iri.rsplit("/", 1)[-1]) for iri in (one, other)]
    return round(SequenceMatcher(None, names[0], names[1]).ratio(), 3)


def joined(where: Mapping[str, set[str]], one: str, other: str) -> tuple[str, ...]:
    return tuple(sorted(where.get(one, set()) | where.get(other, set())))


def names_of_kind(reader: Reader, kind: str, iris: Iris) -> dict[str, str]:
    """IRI -> what is compared: an organisation's or policy's name, a project's department and name."""
    rows = reader.select(f"SELECT ?e {{ ?e a {CLASSES[kind]} }}")
    head = f"{iris.base}id/{kind}/"
    return {row["e"].value: plain_name(row["e"].value.removeprefix(head)) for row in rows}


def close_matches(reader: Reader, kind: str) -> Iterator[tuple[str, str, str]]:
    """Pairs the graph links already, with the words for why."""
    reason = {"project": "名称去除年份后相同，或页与表金额相同、名称相近", "policy": "标题相同"}.get(kind, "近似匹配")
    for row in reader.select(f"SELECT ?a ?b {{ ?a a {CLASSES[kind]} ; skos:closeMatch ?b FILTER(STR(?a) < STR(?b)) }}"):
        yield row["a"].value, row["b"].value, reason


def decided_pairs(reader: Reader) -> set[tuple[str, str]]:
    """Pairs a person decided to be different."""
    rows = reader.select("SELECT DISTINCT ?a ?b { ?r bk:describes ?a ; bk:differentFrom ?b }")
    return {(min(pair), max(pair)) for row in rows for pair in [(row["a"].value, row["b"].value)]}


def likenesses(kind: str, names: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Pairs of names one character apart, and organisations whose name is the end of another's."""
    for one, other in one_apart(names):
        a, b = names[one], names[other]
        if kind == "policy" and not may_be_one(a, b):
            continue
        if differs_in_kind(a, b):
            continue
        yield one, other, "名称一字之差"
    if kind == "organisation":
        yield from ((one, other, "简称与全称") for one, other in endings(names))


def differs_in_kind(one: str, other: str) -> bool:
    """Whether the differing character makes two names on purpose: a number, a direction, a letter.

    >>> differs_in_kind("第一中学", "第二中学"), differs_in_kind("城管局", "城营局")
    (True, False)
    """
    changes = SequenceMatcher(None, one, other).get_opcodes()
    words = [(one[a:b], other[c:d]) for tag, a, b, c, d in changes if tag != "equal"]
    return any(DIGITS.search(a + b) for a, b in words)


def one_apart(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of IRIs whose names become equal when one character of each, or of one, is left out at the same place."""
    seen: dict[tuple[str, int], list[str]] = {}
    whole: dict[str, str] = {}
    for iri, name in sorted(names.items()):
        if len(name) >= SHORTEST:
            whole[name] = iri
            for at in range(len(name)):
                seen.setdefault((name[:at] + name[at + 1 :], at), []).append(iri)
    pairs: dict[tuple[str, str], None] = {}
    for (shorter, _), iris in seen.items():
        pairs.update(dict.fromkeys((a, b) for n, a in enumerate(iris) for b in iris[n + 1 :]))
        if shorter in whole:
            pairs.update(dict.fromkeys((min(a, whole[shorter]), max(a, whole[shorter])) for a in iris))
    yield from pairs


def endings(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of organisations where one's name is the other's without the words at its beginning."""
    by_name = {name: iri for iri, name in names.items()}
    for name, iri in sorted(by_name.items()):
        for at in range(1, len(name) - SHORTEST + 1):
            if name[at:] in by_name:
                yield by_name[name[at:]], iri


def documents_of(reader: Reader, things: Iterable[str]) -> dict[str, set[str]]:
    """IRI -> stems of the documents with a record of it."""
    wanted = set(things)
    found: dict[str, set[str]] = {}
    for row in reader.select("SELECT ?e ?stem { ?r bk:describes ?e ; bk:document/bk:stem ?stem }") if wanted else ():
        if row["e"].value in wanted:
            found.setdefault(row["e"].value, set()).add(row["stem"].value)
    return found
