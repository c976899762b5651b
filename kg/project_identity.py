"""Which project pages tell of the same project, and whose project it is.

A project is known by its department and its name. A page that prints the name of an earlier page of the same
document again with the same amount and no other unit, or with nothing in its head, continues that page; pages with differing
amounts are readings of their own and stay apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from kg.identity import Names
from nlp.record import BudgetLine, Document, ProjectPage

SAME_PROJECT = 0.6
"""Least similarity of a line's and a page's name, years left out, where their amounts are the same"""
SAME_NAME = 0.8
"""Least similarity at which a page's printed department is the document's unit, misread"""


YEAR = re.compile(
    r"""
      (?:19|20)\d{2}\s*[-—–~至到]\s*(?:(?:19|20)\d{2}|\d{2})\s*年?度?   # 2024-2026年
    | (?:19|20)\d{2}\s*年?度?                                          # 2025年度
    """,
    re.VERBOSE,
)
MARKS = re.compile(r"[\s、，,。.；;：:（）()《》“”\"'\-—–]+")


def project_key(name: str) -> str:
    """A project's name without years and punctuation: the same for its pages in other years.

    >>> project_key("2025年度防汛物资（第二批）"), project_key("防汛物资(第二批)"), project_key("2024-2026年")
    ('防汛物资第二批', '防汛物资第二批', '20242026年')
    """
    return MARKS.sub("", YEAR.sub("", name)) or MARKS.sub("", name)


def pages_of_lines(
    lines: Sequence[BudgetLine], pages: Sequence[ProjectPage]
) -> Iterator[tuple[BudgetLine, ProjectPage, str]]:
    """(budget line, the page that describes it, why): the page of its name, with its amount where several have it.

    Where no page has the name, a page that no line is named after, whose amount is the line's and whose name is much
    like it: two readings of one name.
    """
    by_key: dict[str, list[ProjectPage]] = {}
    for page in pages:
        by_key.setdefault(project_key(page.name), []).append(page)
    named = {project_key(line.name) for line in lines}
    spare = [page for page in pages if project_key(page.name) not in named]
    for line in lines:
        known = by_key.get(project_key(line.name), ())
        same = next((page for page in known if line.total is not None and page.year_amount == line.total), None)
        if same:
            yield line, same, "名称相同、金额相同"
        elif known:
            yield line, known[0], "名称相同"
        else:
            yield from ((line, page, "金额相同、名称相近") for page in best_reading(line, spare))


def best_reading(line: BudgetLine, spare: Iterable[ProjectPage]) -> list[ProjectPage]:
    """The one page with the line's amount and a name much like the line's; none where two are equally like."""
    scored = [
        (SequenceMatcher(None, project_key(line.name), project_key(page.name)).ratio(), page)
        for page in spare
        if line.total is not None and page.year_amount == line.total
    ]
    best = max((score for score, _ in scored), default=0.0)
    found = [page for score, page in scored if score == best]
    return found if best >= SAME_PROJECT and len(found) == 1 else []


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
