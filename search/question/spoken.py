"""Spoken constructions in the plain form that the rest of the box reads: 连20万都不到 -> 不到20万, 加到一块 -> 合计.

Enters: the text of a question. Leaves: the same question with the constructions of lexicon/spoken.tsv rewritten; nothing
inside 《》 or “” is touched, as titles and names stand there. A construction is rewritten only where its plain form says
the same: what narrows or counts stays.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.numeral import chinese_integer
from search.question.lexicon import read_tsv

OF_PROJECTS = re.compile("的[一-龥]{1,6}费")
QUOTED = re.compile(r"(《(?:[^《》]|《[^《》]*》)*》|“[^“”]*”)")


@cache
def constructions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Pattern and replacement of each line, in order."""
    return tuple((re.compile(pattern), said) for pattern, said, _ in read_tsv("spoken.tsv"))


def plain_words(text: str) -> str:
    r"""``text`` with every spoken construction in its plain form.

    >>> plain_words("哪些项目今年连20万都不到"), plain_words("把三个局的加到一块是多少"), plain_words("成本是每吨2块3毛2的项目")
    ('哪些项目今年不到20万', '把三个局的合计是多少', '成本是2.32元/吨的项目')
    """
    parts = QUOTED.split(text)
    for i in range(0, len(parts), 2):
        for pattern, said in constructions():
            parts[i] = pattern.sub(LISTS.get(said, said), parts[i])
    return "".join(parts)


def each(match: re.Match[str]) -> str:
    """局（甲、乙） as 甲局、乙局."""
    return offices(match[2], match[1])


def together(match: re.Match[str]) -> str:
    """甲、乙两家 as 甲局、乙局, where there are as many as is said; 甲、乙两家的运营费 are projects."""
    names = re.split("[、，]", match[1])
    if OF_PROJECTS.match(match.string, match.end()):
        return match[0]
    return offices(match[1], "局") if len(names) == chinese_integer(match[2]) else match[0]


def offices(names: str, end: str) -> str:
    return "、".join(name if name[-1] in "局委办厅队" else name + end for name in re.split("[、，,]", names))


LISTS = {"{each}": each, "{all}": together}
"""Replacements that are made of the names of a list"""
