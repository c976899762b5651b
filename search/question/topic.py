"""Projects that are about something: 与污水处理有关的项目, 煤矿安全方面花多少钱.

A project is about a word where its name says it, or its indicators and goals do; a passing mention in a paragraph is
not enough (topic_main). Of several words (森林 防火 灭火) one must be what the project is about and another must at least occur.
Where nothing is about the words, they are read as terms of forms (topic_terms), then plainly (topic_plain), then looked for in
running text alone (topic_told), then by likeness (topic_alike).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from search.question.catalogue import Catalogue
from search.question.graph import Graph, iri_list, select, text_literal, text_of
from search.question.lexicon import phrases, wording
from search.question.mention import is_word, segmenter
from search.question.topic_main import SUBORDINATE, passing

STRONG = 6.0
"""Weight from which a project is about a word: its name, or goals with indicators, or many indicators"""
NAMED = 10.0
"""Weight of a word in the name, where a theme of one character must stand"""
MENTIONED = 0.75
"""Weight from which a project is said to mention a word: one indicator, or two other texts"""
MANY = 60
"""Documents above which a topic is looked up in project names alone: texts have no full-text index"""
OF_FIELD = 'IF(CONTAINS(?field, "目标"), "goal", "text")'
NAMES = (
    ("?node a bk:ProjectPage ; bk:project ?project ; bk:name ?text .", "", '"name"'),
    ("?node a bk:BudgetLine ; bk:project ?project ; bk:name ?text .", "", '"name"'),
)
"""Where names of projects stand: pattern, what of it is shared, kind of text"""
OFTEN = 2
"""A word that so many times as many projects say as the rarest one is no main word of the theme: 生活 of 生活补贴"""
PLACE = re.compile(r"[一-龥]{1,4}[省市县区]")


@dataclass(frozen=True, slots=True)
class Topic:
    """The projects found, and the words that decided or played no part."""

    projects: tuple[str, ...]
    used: tuple[str, ...]
    unused: tuple[str, ...]
    mentioned: tuple[str, ...] = ()
    """projects that only mention the words"""


def topic_words(chunks: Sequence[str]) -> list[str]:
    """The words of the chunks in their smallest form.

    >>> topic_words(["森林防火灭火", "生活垃圾处理"])
    ['森林', '防火', '灭火', '生活', '垃圾', '处理']
    """
    found: list[str] = []
    for chunk in "、".join(chunks).split("、"):
        words = [part for word in whole_words(chunk) for part in smallest(word)]
        found += words or ([chunk] if len(chunk) >= 2 else [])
    return list(dict.fromkeys(word for word in found if word not in fillers()))


def whole_words(chunk: str) -> list[str]:
    """The segmenter's words; a single character that is no filler belongs to the word after it (水|环境 is not 环境).

    >>> whole_words("水环境"), whole_words("垃圾处理")
    (['水环境'], ['垃圾处理'])
    """
    found: list[str] = []
    for word in reversed(segmenter()(chunk)):
        alone = len(word) == 1 and word not in phrases() and word.isalpha()
        if alone and found and found[-1] != "\0":
            found[-1] = word + found[-1]
        else:
            found.append(word)
    return found[::-1]


def smallest(word: str) -> list[str]:
    """A word of four characters as its two halves where both are words."""
    if len(word) == 4 and all(is_word(half) for half in (word[:2], word[2:])):
        return [word[:2], word[2:]]
    return [word] if len(word) >= 2 else []


@cache
def common_words() -> frozenset[str]:
    """Words that many projects share: they narrow, but no project is about them."""
    return frozenset(wording("common")["common"].split("|"))


@cache
def fillers() -> frozenset[str]:
    return frozenset(word for word, uses in phrases().items() if all(kind in ("filler", "want", "topic") for kind, _ in uses))


def is_wide(departments: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether the documents of the departments, of all where none is named, are too many for their texts to be looked through."""
    wanted = frozenset(departments)
    return sum(len(d.documents) for d in catalogue.departments if not wanted or d.iri in wanted) > MANY


def is_everywhere(departments: Sequence[str], catalogue: Catalogue) -> bool:
    """Whether no department is named and there are too many documents for the texts of all."""
    return not departments and is_wide((), catalogue)


def find_topic(chunks: Sequence[str], departments: Sequence[str], catalogue: Catalogue, graph: Graph) -> Topic:
    """Projects about ``chunks``: about a whole chunk where several are, else about one of its words and another word."""
    wide = is_wide(departments, catalogue)
    whole = list(chunks)
    own = "".join(d.name for d in catalogue.departments if d.iri in departments or not departments)
    words = [word for word in topic_words(chunks) if not PLACE.fullmatch(word)]
    every = dict.fromkeys((*whole, *words, *(word[:2] for word in words)))
    everywhere = wide and not departments
    told = {} if everywhere else word_weights([*every], departments, graph, names_only=wide)

    def weigh(word: str) -> dict[str, float]:
        return name_weights(word, catalogue) if everywhere else told.get(word, {})

    if len(whole) == 1 and len(whole[0]) == 1:
        return parted(sorted(p for p, weight in weigh(whole[0]).items() if weight >= NAMED), (whole[0],), (), None, weigh(whole[0]))
    if len(whole) == 1 and len(whole[0]) <= 8:
        strong = [project for project, weight in weigh(whole[0]).items() if weight >= STRONG]
        if len(strong) > 1 or (strong and len(topic_words(whole)) == 1):
            return parted(sorted(strong), (whole[0],), (), None if wide else graph, weigh(whole[0]))
    weights = {word: weigh(word) for word in words}
    for word in [word for word in words if not weights[word] and len(word) == 3]:
        weights[word[:2]] = weigh(word[:2])  # 危化品: 危化
    known = [word for word in weights if weights[word]]
    telling = [word for word in known if word not in common_words()] or known
    telling = [word for word in telling if word not in own or word in whole] or telling  # 水环境 of 生态环境局: 环境 tells nothing
    central = [word for word in telling if max(weights[word].values()) >= STRONG and not (word in own and word not in whole)]
    fewest = min((len(weights[word]) for word in central), default=0)
    central.sort(key=lambda word: len(weights[word]) > OFTEN * fewest)
    chosen: dict[str, int] = {}
    for project in {project for word in central for project in weights[word]}:
        if any(weights[word].get(project, 0.0) >= STRONG for word in central):
            chosen[project] = sum(1 for word in telling if project in weights[word])
    need = min(2, len(telling), max(chosen.values(), default=0))
    found = {project for project, present in chosen.items() if present >= need}
    unused = tuple(
        word for word in words
        if word not in common_words() and not found & (weights.get(word) or weights.get(word[:2]) or {}).keys()
    )  # fmt: skip
    if wide:
        return parted(sorted(found), tuple(central), unused, None, weights[central[0]] if central else {})
    first = weights[central[0]] if len(telling) == 1 and central else {}
    used = (*central, *(word for word in telling if word not in central and found & weights[word].keys()))
    return parted(sorted(found), used, unused, graph, first)


def find_mentioning(chunks: Sequence[str], departments: Sequence[str], catalogue: Catalogue, graph: Graph) -> tuple[str, ...]:
    """Projects in whose texts every word of ``chunks`` stands, where few enough documents are looked at; () else.

    A word that projects share (项目, 工作) alone finds none.
    """
    words = topic_words(chunks)
    if is_wide(departments, catalogue) or not set(words) - common_words():
        return ()
    told = word_weights(words, departments, graph)
    return tuple(sorted(set.intersection(*(set(told[word]) for word in words))))


def parted(projects: Sequence[str], used: tuple[str, ...], unused: tuple[str, ...], graph: Graph | None, weights: dict[str, float]) -> Topic:
    """The projects that are mainly about the first word (煤矿 of 煤矿安全) apart from those that only mention it.

    ``weights`` are those of a topic of one word: whatever has an indicator with it is mentioned as well. Without a graph
    names alone tell: ``weights`` are those of the first word.
    """
    if graph is None:
        return Topic(tuple(p for p in projects if p in weights), used, unused, tuple(p for p in projects if p not in weights))
    also = [project for project, weight in weights.items() if weight >= MENTIONED and project not in projects]
    mentioned = (*passing(projects, used[:1], graph), *sorted(also))
    return Topic(tuple(project for project in projects if project not in mentioned), used, unused, mentioned)


def name_weights(word: str, catalogue: Catalogue) -> dict[str, float]:
    """Project -> 10 where its name says ``word``: all that is looked at over very many documents."""
    return {iri: 10.0 for name, iris in catalogue.bare_projects.items() if word in name for iri in iris}


def word_weights(words: Sequence[str], departments: Sequence[str], graph: Graph, names_only: bool = False) -> dict[str, dict[str, float]]:
    """Word -> project -> how much it is about the word: name 10, its subordinate unit's name 6, a field of goals 3, another
    field 0.5, an indicator 0.75."""
    counts: dict[str, Counter[tuple[str, str]]] = {word: Counter() for word in words}
    for row in select(graph, texts_query(words, departments, names_only)) if words else ():
        text = text_of(row, "text")
        for word in words:
            if word in text:
                counts[word][text_of(row, "project"), text_of(row, "kind")] += 1
    return {word: summed(counted) for word, counted in counts.items()}


def summed(counted: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """Weights of projects from how often each kind of text says a word."""
    found: dict[str, float] = defaultdict(float)
    for (project, kind), count in counted.items():
        found[project] += {"name": 10.0, "unit": STRONG, "goal": 3.0, "indicator": min(count, 8) * 0.75, "text": min(count, 3) * 0.5}[kind]
    return dict(found)


def texts_query(words: Sequence[str], departments: Sequence[str], names_only: bool = False) -> str:
    """Texts of projects that say one of the words, in the departments' documents where some are named; or their names alone."""
    values = f"VALUES ?publisher {{ {iri_list(departments)} }} " if departments else ""
    tests = " || ".join(f"CONTAINS(?text, {text_literal(word)})" for word in words)
    kinds = (
        ("?node bk:name ?text ; bk:project ?project .", "", '"name"'),
        ("?node a bk:Indicator ; bk:level3 ?text ; bk:project ?project .", "", '"indicator"'),
        ("?node a bk:Field ; bk:text ?text ; bk:name ?field ; bk:page ?page . ?page bk:project ?project .", "", OF_FIELD),
        ("?node a bk:BudgetLine ; bk:project ?project ; bk:unitOrganisation ?unit .", SUBORDINATE, '"unit"'),
    )
    branches = [
        f"{{ {values}GRAPH ?g {{ ?doc bk:publisher ?publisher . {node} }} {shared} FILTER({tests}) BIND({kind} AS ?kind) }}"
        for node, shared, kind in (NAMES if names_only else kinds)
    ]
    return f"SELECT ?project ?kind ?text WHERE {{ {' UNION '.join(branches)} }}"
