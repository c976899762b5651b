"""The year's amount of a page whose amount column was lost in extraction.

Enters: pages and the rows of 项目支出预算表. Leaves: the pages, with ``year_amount`` filled where it is not printed but
two other places of the document agree on it: the page's own narrative (or its period total) and a budget row of the
same name that no other page of that name accounts for. Each case is a finding; sources of funds stay blank.
What it does not do: choose between several rows that fit, or trust one place alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

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
    groups: dict[str, list[int]] = defaultdict(list)
    for at, page in enumerate(pages):
        groups[bare(page.name)].append(at)
    found, findings = list(pages), []
    for name, places in groups.items():
        taken = {pages[at].year_amount for at in places}
        said = {at: amounts_said(pages[at]) for at in places if pages[at].year_amount is None}
        while fits := [(at, row) for at in said if (row := fitting_row(by_name[name], said[at] - taken)) is not None]:
            at, row = fits[0]  # its row is out for the other pages of the name
            found[at] = replace(found[at], year_amount=row.total)
            findings.append(recovered(found[at], row))
            taken.add(row.total)
            del said[at]
    return tuple(found), tuple(findings)


def amounts_said(page: ProjectPage) -> set[Decimal | None]:
    """Amounts that the page names besides its year amount, yuan."""
    return {*mentioned(field.text for field in page.fields), page.total_amount} - {None}


def fitting_row(rows: Sequence[BudgetLine], amounts: set[Decimal | None]) -> BudgetLine | None:
    """The budget row whose amount is one of ``amounts``; None where none or several fit."""
    fits = [row for row in rows if row.total in amounts]
    return fits[0] if len({row.total for row in fits}) == 1 else None


def recovered(page: ProjectPage, row: BudgetLine) -> Finding:
    amount = plain(row.total)
    message = f"项目“{page.name}”绩效目标表未印出年度资金总额，按项目支出预算表同名项目与本页文字一致的{amount}元读取"
    return Finding("page-amount-recovered", "warning", message, amount, None, (page.span, row.span))


def bare(name: str) -> str:
    """A project's name without blanks and quotes."""
    return re.sub(r"[\s“”\"']", "", name)
