"""A question as typed parts: which departments, projects, policies, years, bounds and cues it holds, and what is left.

Enters: the question as typed. Leaves: an Understood question. Nothing is decided here about what the answer is; the
families do that, and say which parts they used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.source import normalise
from search.question.catalogue import Catalogue, bare
from search.question.contract_labels import find_labels
from search.question.cues import cue_mentions
from search.question.figure_names import concepts, find_figures
from search.question.lexicon import phrases
from search.question.mention import (
    Mention,
    best_cover,
    bound_mentions,
    bounds_of,
    is_word,
    lexical_mentions,
    uncovered,
    word_bounds,
)
from search.question.negation import settle_negation
from search.question.numerals import Bound
from search.question.organisation_names import find_departments, find_organisations
from search.question.policy_cues import basis_mentions, when_mentions
from search.question.policy_issued import find_issued
from search.question.policy_kinds import letter_mentions
from search.question.policy_names import find_policies
from search.question.project_lists import spread_noun
from search.question.project_names import ProjectMatch, abbreviated_projects, find_projects, reordered_projects
from search.question.spoken import plain_words

EACH = re.compile(r"(?:各(?!个?(?:部门|单位|[市县区]|委?局|地))|分别)[^，。；、]{0,6}?(?:多少|几(?!乎))|各[占花用]")


THEME_CHARACTER = re.compile("(?:^|[与和跟同对的]|涉及|关于)(?P<a>[一-龥])(?:有关|相关|方面|沾边|打交道)")
"""A theme of one character, where the question says that it is one: 跟煤有关"""


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
    def theme_character(self) -> str:
        """The one character that the question says its projects are about, "" where it names none."""
        match = THEME_CHARACTER.search(self.text)
        return match["a"] if match and match["a"] in self.rest else ""

    @property
    def asks_each(self) -> bool:
        """Whether several numbers are wanted apart: 各多少, 分别有几个; 分别是哪些 wants one list."""
        return EACH.search(self.text) is not None

    @property
    def asks_company(self) -> bool:
        """Whether companies are wanted: a noun for them, 谁, 哪家, 哪几家, 监理单位."""
        spoken = any("家" in self.printed(m) for m in self.of("want"))
        role = any(self.printed(m).endswith(("单位", "公司", "机构")) for m in self.of("role"))
        role |= self.asks("list") and not self.has("noun") and any(m.value in ("agency", "supervisor", "reviewer") for m in self.of("role"))
        return self.has("noun", "company") or self.asks("who") or spoken or role

    @property
    def asks_which(self) -> bool:
        """Whether a list is wanted beside 有没有: 有没有……，是哪些; 有没有哪个 only asks whether."""
        wants = [m for m in self.of("want") if not self.text[: m.start].endswith(("有没有", "有无", "是否有", "有"))]
        listing = any(self.printed(m).startswith(("哪个", "哪一个")) for m in wants)
        return listing or any(self.printed(m).startswith(("是哪", "哪些", "哪几", "分别", "都有", "列")) for m in self.of("want"))


def understand(question: str, catalogue: Catalogue) -> Understood:
    """Take ``question`` apart against the names of ``catalogue``."""
    text = spread_noun(clean(question), catalogue)
    exact = find_projects(text, catalogue, 0.92)
    exact = [match for match in exact if match.longest >= 4]
    lexical = lexical_mentions(text)
    policies = [m for m in find_policies(text, catalogue) if m.kind != "policy_title" or speaks_of_policies(lexical)]
    named = [*find_departments(text, catalogue), *policies, *find_organisations(text, catalogue)]
    others = [*bound_mentions(text), *cue_mentions(text), *find_issued(text, catalogue), *basis_mentions(text), *find_labels(text, catalogue)]
    others += when_mentions(text) if policies else []
    others += letter_mentions(text)
    fixed = best_cover([*project_mentions(text, exact, 3.0), *named, *others])
    masked = mask(text, [m for m in fixed if m.kind not in ("policy_title", "organisation", "year")])
    parts = [match for match in find_projects(masked, catalogue) if match not in exact]
    labels = find_figures(text, catalogue)
    cover = best_cover([*fixed, *project_mentions(text, parts, 1.25), *labels, *lexical])
    short = [m for chunk in uncovered(text, cover) for m in short_project(chunk, text, catalogue)]
    if short:
        parts += short
        cover = best_cover([*fixed, *project_mentions(text, parts, 3.0), *labels, *lexical])
    cover = best_cover([*cover, *single_words(text, cover)])
    cover = without_sizes(text, unsplit(text, cover))
    cover = settle_negation(text, settle_titles(listing(cover)))
    projects = tuple(match for match in (*exact, *parts) if any(m.kind == "project" and m.value == match.names[0] for m in cover))
    return Understood(question, text, tuple(cover), tuple(trimmed(uncovered(text, cover))), projects, catalogue)


def listing(cover: Sequence[Mention]) -> list[Mention]:
    """谁 beside 项目 that are ranked or bounded asks for the projects: 前两名的项目都有谁."""
    about = any((m.kind, m.value) == ("noun", "project") for m in cover)
    ranked = any(m.kind in ("top", "bound", "attribute", "fund") or (m.kind == "aggregate" and m.value in ("max", "min")) for m in cover)
    other = any(m.kind in ("role", "contract", "cite", "policy", "deed", "organisation") or m.value in ("company", "department") for m in cover)
    asks_projects = about and ranked and not other
    return [replace(m, value="list") if asks_projects and (m.kind, m.value) == ("want", "who") else m for m in cover]


EDGE = "是的了在和把被要能会来去就都有给又也还着到"
"""Characters that a word of the question may have at its edge where the segmenter did not part them"""


def trimmed(chunks: Iterable[str]) -> list[str]:
    """Unexplained chunks without particles at their edges.

    >>> trimmed(["飞灰是", "的", "煤矿"])
    ['飞灰', '煤矿']
    """
    found = [edged(chunk) if len(chunk) > 1 else chunk for chunk in chunks]
    return [chunk for chunk in found if chunk and not (len(chunk) == 1 and chunk in EDGE) and not all(map(harmless, chunk))]


def edged(chunk: str) -> str:
    """A chunk without particles at its edges that begin or end no word (能 of 能源 stays).

    >>> edged("飞灰是"), edged("能源平台")
    ('飞灰', '能源平台')
    """
    while chunk and chunk[0] in EDGE and not is_word(chunk[:2]):
        chunk = chunk[1:]
    while chunk and chunk[-1] in EDGE and (len(chunk) < 2 or not is_word(chunk[-2:])):
        chunk = chunk[:-1]
    return chunk


def single_words(text: str, cover: Sequence[Mention]) -> list[Mention]:
    """A character that the segmenter joined to a neighbour and that stands alone between what is explained: its word (甲|占|乙)."""
    taken = {i for m in cover for i in range(m.start, m.end)}
    alone = [
        i for i, char in enumerate(text) if (char in phrases() or char in concepts()) and i not in taken and not harmless(char)
        and not any(0 <= j < len(text) and j not in taken and text[j].isalnum() for j in (i - 1, i + 1))
    ]  # fmt: skip
    figures = [Mention(i, i + 1, "concept", concepts()[text[i]]) for i in alone if text[i] in concepts()]
    return [*figures, *(Mention(i, i + 1, kind, value) for i in alone for kind, value in phrases().get(text[i], ()))]


def unsplit(text: str, cover: Sequence[Mention]) -> list[Mention]:
    """The cover without the edge of a project's part (暖气片更|换) or a filler (监|管的) that belongs to a word left in two."""
    taken, bounds = {i for m in cover for i in range(m.start, m.end)}, word_bounds(text)

    def cut(m: Mention) -> bool:
        after = m.end + 1 not in taken and text[m.end + 1 : m.end + 2].isalnum()
        alone = m.end not in taken and text[m.end : m.end + 1].isalnum() and not after
        return m.kind == "project" and m.end - m.start >= 4 and alone and (m.end - 1, m.end + 1) in bounds

    def split(m: Mention) -> bool:
        before = m.start - 1
        alone = before not in taken and text[before : m.start].isalnum() and (before - 1 in taken or not text[before - 1 : before].isalnum())
        return m.kind == "filler" and m.end - m.start >= 2 and alone and (before, m.start + 1) in bounds

    cover = [replace(m, start=m.start + 1) if split(m) else m for m in cover]
    return [replace(m, end=m.end - 1) if cut(m) else m for m in cover]


SIZES = "大小高低"


def without_sizes(text: str, cover: Sequence[Mention]) -> list[Mention]:
    """The cover without 大, 小 before a word that nothing explains: 小|广告 compares nothing."""
    taken = {i for m in cover for i in range(m.start, m.end)}

    def joined(m: Mention) -> bool:
        alone = m.kind == "compare" and m.end - m.start == 1 and text[m.start] in SIZES
        return alone and m.end not in taken and text[m.end : m.end + 1] >= "一" and text[m.start - 1 : m.start] not in ("更", "最", "比", "谁")

    return [m for m in cover if not joined(m)]


def harmless(char: str) -> bool:
    """Whether a character is a word that carries no condition (里, 花), where the segmenter joined it to another."""
    uses = phrases().get(char, ())
    return bool(uses) and all(kind in ("filler", "money", "noun") for kind, _ in uses)


MARKED_NUMBER = re.compile(r"《([^《》]{2,12}[〔\[（(【]\d{4}[〕\]）)】]第?\d+号)》")
"""A document number in the marks of a title: 《川财〔2024〕22号》"""


def clean(question: str) -> str:
    """Normalised, without blanks between Chinese characters, with ASCII brackets of notes made full-width.

    >>> clean("應急局 三公　２０２６？")
    '应急局 三公 2026？'
    """
    text = plain_words(MARKED_NUMBER.sub(r"\1", normalise(question.strip()[:500])))
    return re.sub(r"(?<=[一-龥，。、：])\s+(?=[一-龥〔《“])", " ", text)


def short_project(chunk: str, text: str, catalogue: Catalogue) -> list[ProjectMatch]:
    """An unexplained chunk as the shortened name of one project (航空救援 for 航空应急救援服务费)."""
    chunk = chunk.removesuffix("占")
    fits = abbreviated_projects(bare(chunk), catalogue) or reordered_projects(bare(chunk), catalogue) if len(bare(chunk)) >= 4 else ()
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


def settle_titles(cover: list[Mention]) -> list[Mention]:
    """Part of a title without brackets is a policy where the question speaks of policies, else words like others."""
    speaks = speaks_of_policies(cover)
    named = [replace(m, kind="policy") if m.kind == "policy_title" and speaks else m for m in cover]
    return drop_contrast(m for m in named if m.kind != "policy_title")


def speaks_of_policies(mentions: Iterable[Mention]) -> bool:
    return any(m.kind in ("cite", "chain", "policy_kind") or (m.kind == "noun" and m.value == "policy") for m in mentions)


def drop_contrast(cover: Iterable[Mention]) -> list[Mention]:
    return [replace(m, kind="filler") if m.kind == "contrast" else m for m in cover]
