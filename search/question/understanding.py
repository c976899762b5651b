"""A question as typed parts: which departments, projects, policies, years, bounds and cues it holds, and what is left.

Enters: the question as typed. Leaves: an Understood question. Nothing is decided here about what the answer is; the
families do that, and say which parts they used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nlp.source import normalise
from search.question.catalogue import Catalogue, bare
from search.question.figure_names import find_figures
from search.question.lexicon import phrases
from search.question.mention import Mention, best_cover, bound_mentions, bounds_of, lexical_mentions, uncovered
from search.question.negation import settle_negation
from search.question.numerals import NUMERAL, Bound, parse_number
from search.question.organisation_names import find_departments, find_organisations
from search.question.policy_names import find_policies
from search.question.project_names import ProjectMatch, abbreviated_projects, find_projects

YEAR = re.compile(r"(?<![\d.〔\[（(【])((?:19|20)\d{2})(?:年度|年|度)?(?![\d.%〕\])】）万元亿月])")
SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年(?:度)?")
DUE = re.compile(
    r"""(?:(?P<year>20\d{2}|今|明|本)年)?
        (?:(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|末|\d{1,2}[日号])?|(?P<half>上半年|年中)|(?P<end>年底|年末))
        (?P<before>之前|以前|前)?""",
    re.X,
)
TOP = re.compile(
    rf"""排?前(?P<a>{NUMERAL})(?:大|名|位|个|项|高|多|笔|家)?             # 前三大
        |(?:TOP|Top|top)\s*(?P<b>\d+)                                  # TOP5
        |(?<!第)(?P<c>[二两三四五六七八九十]|\d{{1,2}})(?:大)(?=项目|支出|工程|合同)  # 五大项目
        |(?:排|倒数|垫底)(?:在)?(?:最后|末尾|倒数)?的?(?P<f>[二两三四五六七八九十]|\d{{1,2}})(?:个|名|位|项)   # 倒数三个
        |最(?:花钱|费钱|值钱|[多大高贵少低小])[的前]*(?P<d>{NUMERAL})(?:个|项|笔|家|名|条|大)?    # 最多的五个
        |(?P<e>[二两三四五六七八九十]|\d{{1,2}})(?:个|项|笔|家)(?:项目|合同|公司)?
          (?:花钱|预算|金额|花费|支出|经费|资金)?最[多大高贵]    # 三个花钱最多""",
    re.X,
)
CONTRAST = re.compile(r"[（(](?:而|并)?(?:不是|而非|不包括)[^，。,；（）()]{1,12}[）)]|，(?:而不是|而非)[^，。,；（）()]{1,12}$")
QUARTER = {"上半年": "06", "年中": "06"}


@dataclass(frozen=True)
class Understood:
    """A question taken apart. ``mentions`` cover it without overlap; ``rest`` is what none of them explains."""

    question: str
    text: str
    mentions: tuple[Mention, ...]
    rest: tuple[str, ...]
    projects: tuple[ProjectMatch, ...]
    catalogue: Catalogue

    def has(self, kind: str, *values: str) -> bool:
        return any(m.kind == kind and (not values or m.value in values) for m in self.mentions)

    def denied(self, what: str) -> list[Mention]:
        """What the question excludes of a kind: 不是延续性的, 除水利局外."""
        return [m for m in self.mentions if m.kind == "not" and m.value.partition(":")[0] == what]

    def values(self, kind: str) -> list[str]:
        """Values of the mentions of a kind, in order, each once."""
        return list(dict.fromkeys(m.value for m in self.mentions if m.kind == kind))

    def of(self, *kinds: str) -> list[Mention]:
        return [m for m in self.mentions if m.kind in kinds]

    def items(self, kind: str) -> list[str]:
        """IRIs (texts) of the mentions of a kind, each once."""
        return list(dict.fromkeys(str(item) for m in self.mentions if m.kind == kind for item in m.items))

    def printed(self, mention: Mention) -> str:
        return self.text[mention.start : mention.end]

    @property
    def departments(self) -> tuple[str, ...]:
        return tuple(self.items("department"))

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(int(value) for value in self.values("year"))

    def bounds(self, unit: str) -> list[Bound]:
        return [bound for bound in bounds_of(self.mentions) if bound.unit == unit]

    @property
    def limit(self) -> int | None:
        return next((int(value) for value in self.values("top")), None)

    def asks(self, *kinds: str) -> bool:
        return self.has("want", *kinds)

    @property
    def asks_company(self) -> bool:
        """Whether companies are wanted: a noun for them, 谁, 哪家, 哪几家, 监理单位."""
        spoken = any("家" in self.printed(m) for m in self.of("want"))
        role = any(self.printed(m).endswith(("单位", "公司", "机构")) for m in self.of("role"))
        role |= self.asks("list") and not self.has("noun") and any(m.value in ("agency", "supervisor", "reviewer") for m in self.of("role"))
        return self.has("noun", "company") or self.asks("who") or spoken or role

    @property
    def asks_which(self) -> bool:
        """Whether a list is wanted beside 有没有: 有没有……，是哪些."""
        return any(self.printed(m).startswith(("是哪", "哪些", "哪几", "分别", "都有", "列")) for m in self.of("want"))


def understand(question: str, catalogue: Catalogue) -> Understood:
    """Take ``question`` apart against the names of ``catalogue``."""
    text = clean(question)
    exact = find_projects(text, catalogue, 0.92)
    exact = [match for match in exact if match.longest >= 4]
    named = [*find_departments(text, catalogue), *find_policies(text, catalogue), *find_organisations(text, catalogue)]
    others = [*bound_mentions(text), *year_mentions(text), *due_mentions(text), *top_mentions(text), *rank_mentions(text)]
    others += [*contrast_mentions(text), *polar_mentions(text)]
    fixed = best_cover([*project_mentions(text, exact, 3.0), *named, *others])
    masked = mask(text, [m for m in fixed if m.kind not in ("policy_title", "organisation", "year")])
    parts = [match for match in find_projects(masked, catalogue) if match not in exact]
    labels = find_figures(text, catalogue)
    cover = best_cover([*fixed, *project_mentions(text, parts, 1.25), *labels, *lexical_mentions(text)])
    short = [m for chunk in uncovered(text, cover) for m in short_project(chunk, text, catalogue)]
    if short:
        parts += short
        cover = best_cover([*fixed, *project_mentions(text, parts, 3.0), *labels, *lexical_mentions(text)])
    projects = tuple(match for match in (*exact, *parts) if any(m.kind == "project" and m.value == match.names[0] for m in cover))
    cover = settle_negation(text, settle_titles(cover))
    return Understood(question, text, tuple(cover), tuple(trimmed(uncovered(text, cover))), projects, catalogue)


EDGE = "是的了在和把被要能会来去就都有给又也还着到"
"""Characters that a word of the question may have at its edge where the segmenter did not part them"""


def trimmed(chunks: Iterable[str]) -> list[str]:
    """Unexplained chunks without particles at their edges.

    >>> trimmed(["飞灰是", "的", "煤矿"])
    ['飞灰', '煤矿']
    """
    found = [chunk.strip(EDGE) if len(chunk) > 1 else chunk for chunk in chunks]
    return [chunk for chunk in found if chunk and not (len(chunk) == 1 and chunk in EDGE) and not all(map(harmless, chunk))]


def harmless(char: str) -> bool:
    """Whether a character is a word that carries no condition (里, 花), where the segmenter joined it to another."""
    uses = phrases().get(char, ())
    return bool(uses) and all(kind in ("filler", "money", "noun") for kind, _ in uses)


RANK = re.compile(rf"第(?P<n>{NUMERAL})(?=[大高多贵名位]|的项目)(?:[大高多贵名位])?(?:的)?")


def rank_mentions(text: str) -> list[Mention]:
    """第二大的项目: the one at that place alone.

    >>> [m.value for m in rank_mentions("第二大项目是哪个")]
    ['2']
    """
    found = []
    for match in RANK.finditer(text):
        number = parse_number(match["n"])
        if number is not None and 1 < number <= 100:
            found.append(Mention(match.start(), match.end(), "rank", str(int(number)), (), 5.0 * (match.end() - match.start())))
    return found


POLAR_END = re.compile(r"(?:(?<![付结])了没有?|(?<![付结])了吗|(?<![付结]了)没有)(?=[，。？?]|$)")


def polar_mentions(text: str) -> list[Mention]:
    """没有 and 没 at the end ask whether: 付清了没有."""
    return [Mention(m.start(), m.end(), "want", "polar", (), 4.0 * (m.end() - m.start())) for m in POLAR_END.finditer(text)]


def clean(question: str) -> str:
    """Normalised, without blanks between Chinese characters, with ASCII brackets of notes made full-width.

    >>> clean("應急局 三公　２０２６？")
    '应急局 三公 2026？'
    """
    text = normalise(question.strip()[:500])
    return re.sub(r"(?<=[一-龥，。、：])\s+(?=[一-龥〔《“])", " ", text)


def short_project(chunk: str, text: str, catalogue: Catalogue) -> list[ProjectMatch]:
    """An unexplained chunk as the shortened name of one project (航空救援 for 航空应急救援服务费)."""
    fits = abbreviated_projects(bare(chunk), catalogue) if len(bare(chunk)) >= 4 else ()
    start = text.find(chunk)
    return [ProjectMatch(fits, ((start, start + len(chunk)),), 0.6, len(chunk))] if fits else []


def mask(text: str, mentions: Iterable[Mention]) -> str:
    chars = list(text)
    for mention in mentions:
        chars[mention.start : mention.end] = ["\0"] * (mention.end - mention.start)
    return "".join(chars)


def project_mentions(text: str, matches: Iterable[ProjectMatch], factor: float) -> list[Mention]:
    return [
        Mention(start, end, "project", match.names[0], match.names, factor * (end - start) ** 1.3)
        for match in matches
        for start, end in match.spans
        if len(match.spans) == 1 or text[start:end] not in phrases()
    ]


def year_mentions(text: str) -> list[Mention]:
    found = [Mention(m.start(), m.end(), "year", m[1], (), 1.5 * (m.end() - m.start()) ** 1.3) for m in YEAR.finditer(text)]
    short = [m for m in SHORT_YEAR.finditer(text) if not any(f.start <= m.start() < f.end for f in found)]
    return found + [Mention(m.start(), m.end(), "year", f"20{m[1]}", (), 6.0) for m in short if 15 <= int(m[1]) <= 40]


def due_mentions(text: str) -> list[Mention]:
    """Months before which something is due; the value is YYYY-MM, or MM where no year is said.

    >>> [m.value for m in due_mentions("2026年6月底前要付")]
    ['2026-06']
    """
    found = []
    for match in DUE.finditer(text):
        month = QUARTER.get(match["half"] or "") or ("12" if match["end"] else None)
        if match["month"]:
            number = parse_number(match["month"])
            month = f"{int(number):02d}" if number else None
        if month is None or (match["end"] and not match["before"]):
            continue
        year = match["year"] if (match["year"] or "").isdigit() else None
        found.append(Mention(match.start(), match.end(), "due", f"{year}-{month}" if year else month, (), 3.0 * (match.end() - match.start())))
    return found


def top_mentions(text: str) -> list[Mention]:
    """How many of the largest are wanted.

    >>> [m.value for m in top_mentions("前三大项目")], [m.value for m in top_mentions("花钱最多的五个项目")]
    (['3'], ['5'])
    """
    found = []
    for match in TOP.finditer(text):
        number = parse_number(next(group for group in match.groups() if group))
        if number is not None and 0 < number <= 100:
            value = "min" if re.search(r"最[少低小后]|倒数|末尾|垫底", match[0]) else "max"
            found.append(Mention(match.start(), match.end(), "top", str(int(number)), (value,), 3.0 * (match.end() - match.start())))
    return found


def contrast_mentions(text: str) -> list[Mention]:
    return [Mention(m.start(), m.end(), "contrast", m[0], (), 8.0 * (m.end() - m.start())) for m in CONTRAST.finditer(text)]


def settle_titles(cover: list[Mention]) -> list[Mention]:
    """Part of a title without brackets is a policy where the question speaks of policies, else words like others."""
    speaks = any(m.kind in ("cite", "chain", "policy_kind") or (m.kind == "noun" and m.value == "policy") for m in cover)
    named = [replace(m, kind="policy") if m.kind == "policy_title" and speaks else m for m in cover]
    return drop_contrast(m for m in named if m.kind != "policy_title")


def drop_contrast(cover: Iterable[Mention]) -> list[Mention]:
    return [replace(m, kind="filler") if m.kind == "contrast" else m for m in cover]
