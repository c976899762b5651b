"""Which project pages tell of the same project, and whose project it is.

A project is known by its department and its name. A page that prints the name of an earlier page of the same
document again with the same amount and no other unit, or with nothing in its head, continues that page; pages with differing
amounts are readings of their own and stay apart.
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
    before: ProjectPage | None = None
    for page in pages:
        known = firsts.setdefault("".join(page.name.split()), [])
        first = next((first for first in known if continues(first, page, follows=first is before)), None)
        if first is None:
            known.append(page)
        else:
            yield first, page
        before = page if first is None else first


def continues(first: ProjectPage, page: ProjectPage, *, follows: bool) -> bool:
    """Whether ``page`` prints ``first`` again: nothing in their heads differs, and an amount agrees.

    A page that follows at once and has an empty head (no amount, unit or attribute) continues it as well.
    """
    amounts = ((first.total_amount, page.total_amount), (first.year_amount, page.year_amount))
    words = ((first.dept, page.dept), (first.unit, page.unit), (first.year, page.year))
    if any(a is not None and b is not None and a != b for a, b in (*amounts, *words)):
        return False
    if any(a is not None and a == b for a, b in amounts):
        return True
    return follows and not any((page.total_amount, page.year_amount, page.unit, page.attribute))
