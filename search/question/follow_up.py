"""Follow-up questions: 按部门分, 只看2026年, 那能源局呢. A follow-up changes one part of the question before it.

Enters: the follow-up and the question it follows. Leaves: the full question, as a person would have typed it.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.question.catalogue import Catalogue, Department
from search.question.figure_frame import FigureFrame
from search.question.figure_place import candidates, figure_of_fund
from search.question.graph import Graph, Row, text_of
from search.question.mention import Mention
from search.question.understanding import Understood, understand

REPLACED = ("department", "year", "top", "attribute", "fund", "phase", "policy", "bound")
"""Kinds of mention that a follow-up puts in the place of those of the question before"""


def narrowings(rows: Sequence[Row]) -> tuple[str, ...]:
    """Follow-ups that split an answer over several departments and years.

    >>> narrowings([{"department": "甲局", "year": "2025"}, {"department": "乙局", "year": "2026"}])
    ('按部门分', '只看2025年', '只看2026年')
    """
    years = sorted({text_of(row, "year") for row in rows} - {""})
    by_department = len({text_of(row, "department") for row in rows}) > 1
    return (*(("按部门分",) if by_department else ()), *(f"只看{year}年" for year in years if len(years) > 1))


def other_department(u: Understood, frame: FigureFrame, graph: Graph, asked: Sequence[Department]) -> tuple[str, ...]:
    """那某某局呢, for one other department whose documents hold the same figure; none where several departments were asked for."""
    if len(asked) != 1 or frame.want in ("share", "items"):
        return ()
    years = frame.years or asked[0].years
    other = next((d for d in u.catalogue.departments if d.iri != asked[0].iri and set(years) & set(d.years)), None)
    other = other or next((d for d in u.catalogue.departments if d.iri != asked[0].iri and not frame.years), None)
    rows = candidates(graph, [other.iri], frame.years) if other else []
    held = bool(rows) and all(figure_of_fund(rows, one, u) for one in frame.each())
    return (f"那{other.name}呢",) if other and held else ()


def full_question(question: str, context: str, catalogue: Catalogue) -> str:
    """The question that ``question`` means after ``context``; itself where it can stand alone."""
    later, before = understand(question, catalogue), understand(context, catalogue)
    if later.projects or len(later.of("noun", "concept", "label", "code", "contract", "cite", "chain")) > 1:
        return question
    text, added = before.text, ""
    for mention in later.mentions:
        if mention.kind in REPLACED:
            text, put = replaced(text, before, mention, later.printed(mention))
            added += "" if put else later.printed(mention)
        elif mention.kind not in ("filler", "want"):
            added += later.printed(mention)
    added += "".join(chunk for chunk in later.rest if len(chunk) > 1)  # what is not understood must not be lost
    return f"{text.rstrip('？?。')}，{added}" if added else text


def replaced(text: str, before: Understood, mention: Mention, words: str) -> tuple[str, bool]:
    """``text`` with the mention of the same kind replaced by ``words``; False where it has none."""
    for old in before.of(mention.kind):
        printed = before.printed(old)
        if printed in text:
            return text.replace(printed, words, 1), True
    return (f"{words}{text}", True) if mention.kind in ("department", "year") else (text, False)
