"""The year's amount of a page whose amount column was lost in extraction.

Enters: pages and the rows of 项目支出预算表. Leaves: the pages, with ``year_amount`` filled where it is not printed but
two other places of the document agree on it: the page's own narrative (or its period total) and a budget row of the
same name that no other page of that name accounts for. Each case is a finding; sources of funds stay blank.
What it does not do: choose between several rows that fit, or trust one place alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.format import plain
from nlp.page_unit import mentioned
from nlp.record import BudgetLine, Finding, ProjectPage


def recover_amounts(
    pages: Sequence[ProjectPage], rows: Sequence[BudgetLine]
) -> tuple[tuple[ProjectPage, ...], tuple[Finding, ...]]:
    """Pages with their lost year amounts, and a finding for each."""
    by_name: dict[str, list[BudgetLine]] = defaultdict(list)
    for line in rows:
        by_name[bare(line.name)].append(line)
    found, findings = list(pages), []
    changed = True
    while changed:  # a row that one page takes is out for the other pages of that name
        changed = False
        for at, page in enumerate(found):
            if page.year_amount is None and (row := fitting_row(page, by_name, found)) is not None:
                found[at] = replace(page, year_amount=row.total)
                findings.append(recovered(page, row))
                changed = True
    return tuple(found), tuple(findings)


def recovered(page: ProjectPage, row: BudgetLine) -> Finding:
    amount = plain(row.total)
    message = f"项目“{page.name}”绩效目标表未印出年度资金总额，按项目支出预算表同名项目与本页文字一致的{amount}元读取"
    return Finding("page-amount-recovered", "warning", message, amount, None, (page.span, row.span))


def fitting_row(
    page: ProjectPage, by_name: Mapping[str, Sequence[BudgetLine]], pages: Sequence[ProjectPage]
) -> BudgetLine | None:
    """The budget row of the page's name whose amount the page names too; None where none or several fit."""
    name = bare(page.name)
    taken = {other.year_amount for other in pages if bare(other.name) == name}
    said = mentioned(field.text for field in page.fields)
    if page.total_amount is not None:
        said.add(page.total_amount)
    rows = [row for row in by_name.get(name, ()) if row.total in said and row.total not in taken]
    return rows[0] if len({row.total for row in rows}) == 1 else None


def bare(name: str) -> str:
    """A project's name without blanks and quotes."""
    return re.sub(r"[\s“”\"']", "", name)
