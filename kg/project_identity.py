"""Which project pages tell of the same project, and whose project it is.

A project is known by its department and its name. A page that prints the name of an earlier page of the same
document again, with no amount and no unit that differs, continues that page; pages with differing amounts are
readings of their own and stay apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from kg.identity import Names
from nlp.record import Document, ProjectPage

SAME_NAME = 0.8
"""Least similarity at which a page's printed department is the document's unit, misread"""


def department_of(document: Document, pages: Iterable[ProjectPage], names: Names) -> str:
    """The department most of the pages name, in the document's full names; the publishing unit where none does."""
    unit = names.resolve(document.unit)
    printed = Counter(names.resolve(page.dept) for page in pages if page.dept and page.dept.strip())
    if not printed:
        return unit
    most = min(printed, key=lambda name: (-printed[name], name))
    return unit if misread(most, unit) else most


def misread(printed: str, unit: str) -> bool:
    """Whether ``printed`` is ``unit`` with a character lost or changed.

    >>> misread("晋城市能原局", "晋城市能源局"), misread("晋城市财政局", "晋城市能源局")
    (True, False)
    """
    if printed == unit:
        return True
    return abs(len(printed) - len(unit)) <= 2 and SequenceMatcher(None, printed, unit).ratio() > SAME_NAME


def continuations(pages: Iterable[ProjectPage]) -> Iterator[tuple[ProjectPage, ProjectPage]]:
    """(first page, page that continues it) for every page that prints a project again."""
    firsts: dict[str, list[ProjectPage]] = {}
    for page in pages:
        known = firsts.setdefault("".join(page.name.split()), [])
        first = next((first for first in known if continues(first, page)), None)
        if first is None:
            known.append(page)
        else:
            yield first, page


def continues(first: ProjectPage, page: ProjectPage) -> bool:
    """No unit, department or amount of ``page`` differs from what ``first`` prints."""
    pairs = (
        (first.dept, page.dept),
        (first.unit, page.unit),
        (first.total_amount, page.total_amount),
        (first.year_amount, page.year_amount),
        (first.year, page.year),
    )
    return all(a is None or b is None or a == b for a, b in pairs)
