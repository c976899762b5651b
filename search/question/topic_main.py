"""Whether a topic is what a project is mainly about, or only mentioned in passing among its indicators and texts.

Enters: projects that a word weighs in, and the words. Leaves: those in which the words are passing: no word in the name,
none in the first sentence of its overview or its goals, and few of its indicators.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from search.question.graph import Graph, iri_list, select, text_of

FEW = 0.34
"""Share of a project's indicators below which a word in them is in passing"""
OPENING = 60
"""Characters of a text that count as its opening, where its first sentence is longer"""
PREFACE = re.compile(
    r"""^(?:内容|项目概况|总体目标|目标\d?
          |(?:根据|按照|依据|为了|为贯彻|为落实|为进一步)[^，,]*[，,]
          |[\d一二三四五]+[、.．:：])+[:：]?""",
    re.X,
)
"""What a text begins with before it says what is done"""


SUBORDINATE = "?unit skos:prefLabel ?text . FILTER NOT EXISTS { ?doc bk:publisher ?unit }"
"""A unit that is not the department itself, with its name: what a 殡葬服务中心 does is about 殡葬"""


def passing(projects: Sequence[str], words: Sequence[str], graph: Graph) -> tuple[str, ...]:
    """Those of ``projects`` that only mention ``words``."""
    rows = select(graph, own_texts_query(projects)) if projects else []
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[text_of(row, "project")][text_of(row, "kind")].append(text_of(row, "text"))
    return tuple(project for project in projects if project in found and not mainly(found[project], words))


def own_texts_query(projects: Sequence[str]) -> str:
    """Names, indicators, goals and overviews of projects."""
    values = f"VALUES ?project {{ {iri_list(projects)} }}"
    texts = '?page bk:project ?project . ?node bk:page ?page ; a bk:Field ; bk:name ?field ; bk:text ?text .'
    branches = (
        '?project skos:prefLabel ?text BIND("name" AS ?kind)',
        '?page bk:project ?project ; a bk:ProjectPage ; bk:name ?text BIND("name" AS ?kind)',
        '?node bk:project ?project ; a bk:Indicator ; bk:level3 ?text BIND("indicator" AS ?kind)',
        f'?line bk:project ?project ; a bk:BudgetLine ; bk:document ?doc ; bk:unitOrganisation ?unit . {SUBORDINATE} BIND("name" AS ?kind)',
        f'{texts} FILTER(CONTAINS(?field, "目标") || CONTAINS(?field, "概况")) BIND("text" AS ?kind)',
    )
    return f"SELECT DISTINCT ?project ?kind ?text WHERE {{ {' UNION '.join(f'{{ {values} {branch} }}' for branch in branches)} }}"


def mainly(texts: dict[str, list[str]], words: Iterable[str]) -> bool:
    """Whether names, the opening of the texts or many indicators say one of ``words``.

    >>> mainly({"name": ["护林站经费"], "text": ["完成5个站的日常巡查。另做防火宣传。"], "indicator": ["巡查次数"]}, ["防火"])
    False
    >>> mainly({"name": ["护林站经费"], "text": ["做好全县防火巡查。"]}, ["防火"])
    True
    """
    said = tuple(words)
    if any(word in text for text in [*texts.get("name", ()), *map(opening, texts.get("text", ()))] for word in said):
        return True
    indicators = texts.get("indicator", ())
    return bool(indicators) and sum(any(word in text for word in said) for text in indicators) / len(indicators) >= FEW


def opening(text: str) -> str:
    """The first sentence of a text, without what it begins with.

    >>> opening("内容：购置水带500盘，用于扑救。其余另行安排。")
    '购置水带500盘，用于扑救'
    """
    return re.split(r"[。；;]", PREFACE.sub("", text.strip()))[0][:OPENING]
