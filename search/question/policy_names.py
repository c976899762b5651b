"""Find the policies a question names: by 发文字号 in any brackets, by standard number, by 《title》 or a long part of one.

A number that no policy of the graph bears is a mention too (kind "unknown_number"): it must stop the answer, and the
nearest known number is never put in its place.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from search.question.catalogue import Catalogue, Policy, bare
from search.question.lexicon import phrases, wording
from search.question.mention import Mention

NUMBER = re.compile(
    r"""(?:[〔\[【（(［{﹝〈<]\s*(?P<year>(?:19|20)\d{2})\s*年?\s*[〕\]】）)］}﹞〉>]   # 〔2025〕
        |(?P<plain>(?:19|20)\d{2})年?)                                              # 2025年20号
        \s*第?\s*(?P<number>\d{1,5})\s*(?P<unit>号|次)(?:文件?)?""",
    re.X,
)
STANDARD = re.compile(r"(?:GB|DB\d{0,2}|MT|AQ|HJ|CJJ?|JGJ|NB|DL|YJ|SL|LY|GA|XF)(?:/[TZ])?\s*/?\s*\d+(?:\.\d+)?(?:\s*[-—–]\s*\d{4})?", re.I)
DECREE = re.compile(
    r"""(?P<before>[一-龥]{2,20})
        (?:令\s*(?:(?P<year>(?:19|20)\d{2})年\s*)?第?\s*(?P<number>\d{1,4})\s*号        # 教育部令第33号, 交通运输部令2015年第22号
        |第\s*(?P<other>\d{1,4})\s*号令)                                                 # 国务院第577号令""",
    re.X,
)
AGENCY = re.compile(r"[一-龥A-Za-z]{1,18}$")
TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")
SIMILAR, LONG_PART, SHINGLE = 0.82, 8, 5
"""Least similarity of a bracketed title; characters of a part of a title that name it; characters that find titles"""


def find_policies(text: str, catalogue: Catalogue) -> list[Mention]:
    return [*find_numbers(text, catalogue), *find_decrees(text, catalogue), *find_standards(text, catalogue), *find_titles(text, catalogue)]


def find_numbers(text: str, catalogue: Catalogue) -> list[Mention]:
    """Document numbers, each with the policies of the graph that bear it."""
    found = []
    for match in NUMBER.finditer(text):
        agency = AGENCY.search(text[: match.start()].rstrip())
        before = agency[0] if agency else ""
        wanted = (match["year"] or match["plain"], match["number"].lstrip("0"))
        fits = [policy for policy in catalogue.policies if number_parts(policy.number)[1:] == wanted]
        known = max((p for p in fits if ends_with_agency(before, p)), key=lambda p: len(number_parts(p.number)[0]), default=None)
        if known is not None:
            code = number_parts(known.number)[0]
            iris = tuple(p.iri for p in fits if number_parts(p.number)[0] == code)
            start = match.start() - len(code) - (len(text[: match.start()]) - len(text[: match.start()].rstrip()))
            found.append(Mention(start, match.end(), "policy", known.number, iris, 9.0 * (match.end() - start)))
        elif match["year"] or before:
            code = trimmed_agency(before)
            found.append(
                Mention(match.start() - len(code), match.end(), "unknown_number",
                        f"{code}〔{wanted[0]}〕{wanted[1]}{match['unit']}", tuple(p.number for p in fits), 9.0 * (match.end() - match.start()))
            )  # fmt: skip
    return found


def find_decrees(text: str, catalogue: Catalogue) -> list[Mention]:
    """Decrees (令) by organ and number, the organ in full or as people shorten it (住建部令第4号)."""
    found = []
    for match in DECREE.finditer(text):
        number = (match["number"] or match["other"]).lstrip("0")
        fits = [(p, organ) for p in catalogue.policies if (organ := decree_organ(p, match["year"] or "", number, match["before"]))]
        if fits:
            start = match.start() + len(match["before"]) - max(len(organ) for _, organ in fits)
            found.append(Mention(start, match.end(), "policy", fits[0][0].number, tuple(p.iri for p, _ in fits), 9.0 * (match.end() - start)))
        else:
            organ = trimmed_agency(match["before"])
            start = match.start() + len(match["before"]) - len(organ)
            found.append(Mention(start, match.end(), "unknown_number", text[start : match.end()], (), 9.0 * (match.end() - start)))
    return found


def decree_organ(policy: Policy, year: str, number: str, before: str) -> str:
    """The organ of a decree as the question prints it; "" where the policy is not that decree."""
    own = DECREE.fullmatch(policy.number)
    if own is None or (own["number"] or own["other"]).lstrip("0") != number or (year and own["year"] and year != own["year"]):
        return ""
    names = [own["before"], *(short for short, full in wording("organ").items() if full == own["before"])]
    return max((name for name in names if before.endswith(name)), key=len, default="")


def number_parts(number: str) -> tuple[str, str, str]:
    """Agency code, year, number of a canonical 发文字号.

    >>> number_parts("晋市财综〔2025〕20号")
    ('晋市财综', '2025', '20')
    """
    match = re.fullmatch(r"(.*?)〔(\d{4})〕第?0*(\d+)(?:号|次|期)?", number)
    return (match[1], match[2], match[3]) if match else (number, "", "")


def ends_with_agency(before: str, policy: Policy) -> bool:
    code = number_parts(policy.number)[0]
    return bool(code) and before.endswith(code)


def trimmed_agency(before: str) -> str:
    """The agency code at the end of ``before``, without words of the question in front (请问, 哪些项目引用了)."""
    words = phrases()
    for start in range(len(before)):
        rest = before[start:]
        if not any(rest.startswith(word) for word in words if len(word) > 1) and len(rest) <= 8:
            return rest
    return before[-4:]


def find_standards(text: str, catalogue: Catalogue) -> list[Mention]:
    found = []
    for match in STANDARD.finditer(text):
        wanted = bare(match[0]).replace(" ", "")
        fits = [p for p in catalogue.policies if p.number and bare(p.number).startswith(wanted)]
        kind = "policy" if fits else "unknown_number"
        found.append(Mention(match.start(), match.end(), kind, match[0], tuple(p.iri for p in fits), 9.0 * len(match[0])))
    return found


def find_titles(text: str, catalogue: Catalogue) -> list[Mention]:
    """《titles》 and long parts of titles without brackets; every policy that bears the title is among ``items``."""
    found = []
    for match in TITLE.finditer(text):
        fits = titled(bare(match[0]), catalogue)
        kind = "policy" if fits else "unknown_title"
        found.append(Mention(match.start(), match.end(), kind, match[0], tuple(p.iri for p in fits), 9.0 * len(match[0])))
    if not found:
        found += unbracketed(text, catalogue)
    return found


def titled(wanted: str, catalogue: Catalogue) -> list[Policy]:
    """Policies whose title is, contains or nearly is ``wanted`` (bare)."""
    if len(wanted) < 2:
        return []
    titles = catalogue.derived("bare titles", bare_titles)
    exact = {name for name in titles if wanted == name or (wanted in name and len(wanted) >= 6)}
    fits = exact or {name for name in titles if similar(wanted, name)}
    bearers = {policy.iri for name in fits for policy in titles[name]}
    return [policy for policy in catalogue.policies if policy.iri in bearers]


def bare_titles(catalogue: Catalogue) -> dict[str, list[Policy]]:
    """Bare title -> the policies that bear it."""
    found: dict[str, list[Policy]] = {}
    for policy in catalogue.policies:
        for name in {bare(title) for title in policy.titles}:
            found.setdefault(name, []).append(policy)
    return found


def similar(a: str, b: str) -> bool:
    if min(len(a), len(b)) < 6 or min(len(a), len(b)) < 0.6 * max(len(a), len(b)):
        return False
    if digits(a) != digits(b):
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= SIMILAR and matcher.ratio() >= SIMILAR


@lru_cache(maxsize=65536)
def digits(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+|十[一二三四五]五", text))


def unbracketed(text: str, catalogue: Catalogue) -> list[Mention]:
    """A title, or a stretch of LONG_PART characters or more of titles, printed without brackets."""
    places = [i for i, char in enumerate(text) if bare(char)]
    stripped = "".join(bare(text[i]) for i in places)
    best: tuple[int, int, dict[str, None]] | None = None
    shingles = title_shingles(catalogue)
    near = dict.fromkeys(entry for i in range(len(stripped) - SHINGLE + 1) for entry in shingles.get(stripped[i : i + SHINGLE], ()))
    for iri, name in near:
        block = SequenceMatcher(None, stripped, name, autojunk=False).find_longest_match()
        enough = block.size >= LONG_PART or (block.size == len(name) and block.size >= SHINGLE)
        if enough and (best is None or block.size > best[1] - best[0]):
            best = (block.a, block.a + block.size, {iri: None})
        elif enough and best is not None and block.size == best[1] - best[0]:
            best[2][iri] = None
    if best is None:
        return []
    start, end = places[best[0]], places[best[1] - 1] + 1
    return [Mention(start, end, "policy_title", text[start:end], tuple(best[2]), 1.2 * (end - start) ** 1.3)]


def title_shingles(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    """SHINGLE characters -> (policy, bare title) of the titles that contain them; made once for a catalogue."""
    return catalogue.derived("title shingles", make_shingles)


def make_shingles(catalogue: Catalogue) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for policy in catalogue.policies:
        for name in {bare(title) for title in policy.titles}:
            for gram in {name[i : i + SHINGLE] for i in range(len(name) - SHINGLE + 1)}:
                found.setdefault(gram, []).append((policy.iri, name))
    return found
