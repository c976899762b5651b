"""Sections: headings with the lines below them up to the next heading of the same or a higher rank."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.record import Section


def find_sections(headings: Sequence[tuple[int, int, str]], last: int) -> tuple[Section, ...]:
    """``headings`` are (line, rank, title) in order; ``last`` is the document's last line.

    >>> [(s.title, s.last) for s in find_sections([(1, 1, "甲"), (3, 2, "乙"), (7, 1, "丙")], 9)]
    [('甲', 6), ('乙', 6), ('丙', 9)]
    """
    found = []
    for i, (line, rank, title) in enumerate(headings):
        end = next((at - 1 for at, other, _ in headings[i + 1 :] if other <= rank), last)
        found.append(Section(title, rank, line, end))
    return tuple(found)
