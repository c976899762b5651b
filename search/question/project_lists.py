"""A noun that several projects share, said once behind their short names: 金匠、北石店两家的运营费 -> 金匠运营费、北石店运营费.

Enters: the text of a question and the names of projects. Leaves: the text with the noun behind each name, where each name
with the noun is one project and no name means it alone; else the text as it was.
"""

from __future__ import annotations

import re

from search.question.catalogue import Catalogue, bare
from search.question.project_names import find_projects

SHARED = re.compile(
    r"""(?P<names>[一-龥]{2,8}(?:[、和与及跟][一-龥]{2,8}?)+?)
        (?:这|那)?(?:[两三四五六七八九十]|\d{1,2})?(?:家|个|座|处|项|笔)?的(?P<noun>[一-龥]{1,8}?(?:费用?|资金|经费|工程|款|本金))
        (?=[^一-龥]|今年|本年|当年|加|合|一共|总|共|多少|各|是|有|要|$)""",
    re.X,
)
PARTED = re.compile("[、和与及跟]")


def spread_noun(text: str, catalogue: Catalogue) -> str:
    """``text`` with the shared noun behind each name."""
    match = SHARED.search(text)
    if match is None:
        return text
    names, noun = PARTED.split(match["names"]), match["noun"]
    if not all(is_one(name + noun, catalogue) for name in names):
        return text
    return text[: match.start()] + "、".join(name + noun for name in names) + text[match.end() :]


def is_one(words: str, catalogue: Catalogue) -> bool:
    """Whether words are most characters of one project's name: every one of them in that name."""
    found = [match for match in find_projects(words, catalogue) if len(match.names) == 1 and covered(match.spans) == len(bare(words))]
    return len(found) == 1


def covered(spans: tuple[tuple[int, int], ...]) -> int:
    return sum(end - start for start, end in spans)
