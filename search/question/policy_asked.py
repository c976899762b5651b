"""The documents of a basis that bear the words of the question: 可研批复, 环保函件, 配置标准.

Enters: the documents that projects rely on. Leaves: those whose titles say the words, and words that no title says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.catalogue import bare
from search.question.graph import Row, text_of
from search.question.mention import segmenter
from search.question.policy_names import STANDARD
from search.question.understanding import Understood
from search.question.words import idle, says

LAW = re.compile(r"(?<!办)法(?:[（(].*)?$")
"""the title of a law: 安全生产法, 预算法（2018年修正）"""
COURT = re.compile("[民行刑执][初终再申]|判决|裁定|法院")
"""the number or the name of a judgment: （2024）晋01民终12号"""
STANDARDS = ("标准", "规范", "标准号")
"""Words for a document that bears the number of a standard"""
ANY = ("规定", "标准", "制度")
"""Words that people say for whatever regulates something; they narrow only where a title has them"""


def of_words(u: Understood, rows: Sequence[Row]) -> list[Row]:
    """The documents of a kind asked for by a word of their titles; of letters also those numbered as such."""
    words = u.values("policy_word")
    named = [row for row in rows if any(is_called(word, row) for word in words)]
    return named or ([] if words and not set(words) & set(ANY) else list(rows))


def of_names(u: Understood, rows: Sequence[Row]) -> list[Row]:
    """Of laws and regulations those that are called as the question says: 条例 are no 办法."""
    said = [u.printed(m) for m in u.of("policy_kind")]
    if not said or not all(word in ("法律", "条例", "办法") for word in said):
        return list(rows)
    return [row for row in rows if any(is_called(word, row) for word in said)] or list(rows)


def is_called(word: str, row: Row) -> bool:
    title, number = text_of(row, "title"), text_of(row, "number")
    if word == "法律":
        return LAW.search(title) is not None
    if word == "令":
        return re.search("令(?:第|[12])", number) is not None
    if word in STANDARDS:
        return word in title or STANDARD.match(number) is not None
    if word.startswith(("判决", "裁定")):
        return COURT.search(f"{number}{title}") is not None
    return word in title or word in number or ("函" in word and ("函" in number or "函" in title))


def of_rest(u: Understood, rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """The documents whose titles say what else the question says, and the words that none says.

    Words of the project's own name and of what is done (发放) say nothing of the document.
    """
    told = bare("".join(name for match in u.projects for name in match.names))
    left: list[Row] = list(rows)
    missing: list[str] = []
    for chunk in [bare(chunk) for chunk in u.rest if len(bare(chunk)) > 1]:
        words = [word for word in segmenter()(chunk) if len(word) > 1] or [chunk]
        if chunk in told or all(idle(word) for word in words):
            continue
        named = [row for row in left if all(says(bare(text_of(row, "title")), word) for word in words)]
        left, missing = named or left, missing if named else [*missing, chunk]
    return left, missing
