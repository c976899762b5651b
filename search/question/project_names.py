"""Find which projects a question names, by all or part of their names.

A project is rarely typed in full: 北石店污水厂的运营费, 体检式精查, 省能源信息监管服务平台市级平台建设. Common
stretches of the question and each project's bare name are weighed by how rare their characters are among all project
names; names that explain the most win together (遗属补助 stands for the project of every department that has one).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from search.question.catalogue import LEGAL_FORM, Catalogue, bare, without_region
from search.question.lexicon import phrases
from search.question.mention import segmenter
from search.question.topic_terms import called

YEAR = re.compile(r"(?:19|20)?\d{2,4}年?(?:度)?")
TAIL = re.compile(r"(?:项目|费用|等)+$")
"""Ends of project names that people leave out"""
PLACE = re.compile(r"[一-龥]{2,4}[省市县区]")
FULL_YEAR = re.compile(r"(?:19|20)\d{2}年?")
CANDIDATES = 60
TIE = 0.86
"""Names whose weight reaches this share of the best are named as well"""
MOSTLY = 0.7
"""share of a name that its words in another order must make up"""
LONG_BLOCK, WHOLE = 4, 0.5
"""Length of a stretch that names a project by itself, and share of the name that does"""


@dataclass(frozen=True, slots=True)
class ProjectMatch:
    """Project names that explain the same stretches of the question."""

    names: tuple[str, ...]
    """bare names"""
    spans: tuple[tuple[int, int], ...]
    """in the question as given"""
    share: float
    """share of the (shortest) name that the question prints"""
    longest: int


def find_projects(text: str, catalogue: Catalogue, least_share: float = 0.0) -> list[ProjectMatch]:
    """Named projects, the strongest first; each pass looks at what earlier ones left. \0 matches nothing."""
    places = [i for i, char in enumerate(text) if bare(char)]
    stripped = [bare(text[i]) for i in places]
    found: list[ProjectMatch] = []
    for _ in range(4):
        match = best_match("".join(stripped), catalogue)
        if match is None or match.share < least_share:
            break
        spans = merged_spans([(places[a], places[b - 1] + 1) for a, b in match.spans])
        found.append(ProjectMatch(match.names, spans, match.share, match.longest))
        for a, b in match.spans:
            stripped[a:b] = ["\0"] * (b - a)
    return found


def best_match(text: str, catalogue: Catalogue) -> ProjectMatch | None:
    grams = catalogue.project_grams
    total = max(2, len(catalogue.bare_projects))
    weight: dict[str, float] = {}
    for i in range(len(text) - 1):
        names = grams.get(text[i : i + 2], ())
        for name in names:
            weight[name] = weight.get(name, 0.0) + math.log(1 + total / len(names))
    ranked = sorted(weight, key=lambda name: (-weight[name], name))[:CANDIDATES]
    scored = [(name, *explained(text, name, grams, total)) for name in ranked]
    accepted = [row for row in scored if acceptable(text, row[0], row[1])]
    whole = [row for row in accepted if name_share(row[0], row[1]) >= 0.999 and len(row[1]) <= 2]
    if not accepted:
        return None
    if whole:
        most = max(printed(*row[:2]) for row in whole)
        accepted = [(name, without_end(text, spans), score) for name, spans, score in whole if printed(name, spans) == most]
    best = max(score for _, _, score in accepted)
    winners = [row for row in accepted if row[2] >= TIE * best]
    top = max(winners, key=lambda row: (row[2], -len(row[0])))
    winners = accepted if whole and len(top[1]) == 1 else winners
    same = [row for row in winners if set(row[1]) == set(top[1]) or (row[2] >= 0.97 * best and meets(row[1], top[1]))]
    exact = [row for row in same if name_share(row[0], row[1]) >= 0.999]
    same = exact or same
    blocks = top[1] if top in same else same[0][1]
    return ProjectMatch(
        tuple(sorted(name for name, _, _ in same)),
        tuple(blocks),
        max(name_share(name, spans) for name, spans, _ in same),
        max(b - a for a, b in blocks),
    )


def printed(name: str, spans: list[tuple[int, int]]) -> int:
    """Characters of the name that the spans print; apart from the rest its general end is a word of the question (补助的|项目)."""
    whole = sum(b - a for a, b in spans)
    return whole if len(spans) == 1 else min(whole, len(TAIL.sub("", name)))


def meets(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    """Whether two names are printed in the same place: of names apart each is a project of its own."""
    return any(a < d and c < b for a, b in spans for c, d in others)


def without_end(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without the name's general end, where that stands apart from the rest."""
    return [(a, b) for a, b in spans if len(spans) == 1 or not TAIL.fullmatch(text[a:b])] or spans


def explained(text: str, name: str, grams: dict[str, set[str]], total: int) -> tuple[list[tuple[int, int]], float]:
    """Common stretches (of two characters or more) as spans of ``text``, and their weight; years wherever they stand."""
    years = [year for year in dict.fromkeys(FULL_YEAR.findall(name)) if year in text]
    core = FULL_YEAR.sub("\1", name)
    blocks = []
    for block in SequenceMatcher(None, text, core, autojunk=False).get_matching_blocks():
        end = block.a + block.size
        if block.size >= 3 and len(text[end - 1 : end + 1]) == 2 and text[end - 1 : end + 1] in core[block.b + block.size :]:
            blocks += [(block.a, end - 1), (end - 1, end + 1)]  # 水土保持|监测 of 水土保持监督性监测
        elif block.size >= 2:
            blocks.append((block.a, end))
    if blocks:
        blocks += [nearest(text, year, blocks[0][0]) for year in years]
    weight = sum(math.log(1 + total / len(grams[text[i : i + 2]])) for a, b in blocks for i in range(a, b - 1) if text[i : i + 2] in grams)
    return sorted(set(blocks)), weight


def nearest(text: str, piece: str, to: int) -> tuple[int, int]:
    """The occurrence of ``piece`` nearest to a position."""
    starts = [match.start() for match in re.finditer(re.escape(piece), text)]
    start = min(starts, key=lambda at: abs(at - to))
    return start, start + len(piece)


def abbreviated_projects(chunk: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Names that hold all of ``chunk`` in stretches of two characters or more, in order; () where several differ."""
    names = set().union(*(catalogue.project_grams.get(chunk[i : i + 2], set()) for i in range(len(chunk) - 1)))
    fits = []
    for name in names:
        blocks = [b.size for b in SequenceMatcher(None, chunk, name, autojunk=False).get_matching_blocks() if b.size]
        if sum(blocks) == len(chunk) and min(blocks) >= 2:
            fits.append(name)
    return of_one_project(fits, catalogue)


def reordered_projects(chunk: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Names that hold the words of ``chunk``, or what forms call them, in any order and are mostly made of them; () where several differ.

    修缮办公楼 names 办公用房修缮.
    """
    words = segmenter()(chunk)
    if len(words) < 2 or min(map(len, words)) < 2:
        return ()
    grams = catalogue.project_grams
    printed = [{name: form for form in reversed(called(word)) for name in grams.get(form[:2], ()) if form in name} for word in words]
    both = sorted(set.intersection(*map(set, printed)))
    fits = [name for name in both if sum(len(forms[name]) for forms in printed) >= MOSTLY * len(TAIL.sub("", without_region(name)))]
    return of_one_project(fits, catalogue)


def of_one_project(names: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The names, sorted, where all are of one project and its kin; () else."""
    kin = {iri for name in names[:1] for iri in catalogue.with_kin(catalogue.bare_projects[name])}
    return tuple(sorted(names)) if all(set(catalogue.bare_projects[name]) <= kin for name in names) else ()


def name_share(name: str, spans: list[tuple[int, int]]) -> float:
    """Share of the name, without place and 项目, that the spans print."""
    core = len(TAIL.sub("", without_region(name)))
    return min(1.0, sum(b - a for a, b in spans) / max(1, core))


def acceptable(text: str, name: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the stretches name the project: half of its name, or one long stretch.

    Years and words of the question itself (项目, 尾款) name nothing.
    """
    telling = [b - a for a, b in spans if tells(text[a:b])]
    if not telling:
        return False
    return max(telling) >= LONG_BLOCK or (sum(telling) >= 3 and name_share(name, spans) >= WHOLE)


def tells(piece: str) -> bool:
    """Whether a shared stretch says which project: not a year, not 有限公司, not a word of questions.

    >>> tells("2025年"), tells("有限公司"), tells("尾款"), tells("往年"), tells("两节")
    (False, False, False, True, True)
    """
    if YEAR.fullmatch(piece) or LEGAL_FORM.fullmatch(piece) or PLACE.fullmatch(piece):
        return False
    return all(kind == "time" for kind, _ in phrases().get(piece, ()))


def merged_spans(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
