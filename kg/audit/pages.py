"""Project pages against 项目支出预算表 and against themselves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kg.audit.finding import sum_finding
from nlp.format import plain
from nlp.record import BudgetLine, Finding, ProjectPage, Reading

WAN = Decimal(10000)


def bare(name: str) -> str:
    """A project's name without blanks, quotes and brackets' width."""
    return re.sub(r"[\s“”\"'（）()《》]", "", name)


def by_name(reading: Reading) -> dict[str, tuple[list[ProjectPage], list[BudgetLine]]]:
    """Pages and budget lines of each project name."""
    groups: dict[str, tuple[list[ProjectPage], list[BudgetLine]]] = defaultdict(lambda: ([], []))
    for page in reading.pages:
        groups[bare(page.name)][0].append(page)
    for row in reading.budget_lines:
        groups[bare(row.name)][1].append(row)
    return groups


def check_budget_lines(reading: Reading) -> Iterator[Finding]:
    """page-budget-line: the page's year amount is the project's row of 项目支出预算表, with or without carried-over money."""
    for pages, rows in by_name(reading).values():
        amounts = {page.year_amount for page in pages if page.year_amount is not None}
        sums = [row.total for row in rows if row.total is not None]
        if not amounts or not sums:
            continue
        now = sum((row.total for row in rows if row.table == "本年预算" and row.total is not None), Decimal(0))
        fits = {now, sum(sums, Decimal(0)), *sums}
        if amounts & fits or sum(amounts, Decimal(0)) in fits:
            continue
        page = next(page for page in pages if page.year_amount is not None)
        assert page.year_amount is not None
        spans = (page.span, *(row.span for row in rows))
        what = f"项目“{page.name}”绩效目标表年度资金与项目支出预算表不符"
        yield sum_finding("page-budget-line", what, now or sums[0], page.year_amount, WAN, Decimal(100), spans)


def check_periods(reading: Reading) -> Iterator[Finding]:
    """page-periods: the money of the whole period is not below this year's."""
    for page in reading.pages:
        whole, year = page.total_amount, page.year_amount
        if whole is not None and year is not None and whole < year:
            yield Finding(
                "page-periods", "error", f"项目“{page.name}”实施期资金总额 {plain(whole)}元 小于年度资金总额 {plain(year)}元。",
                plain(year), plain(whole), (page.span,),
            )  # fmt: skip


def check_filling_dates(reading: Reading) -> Iterator[Finding]:
    """date-order: a page filled in after the middle of the year it plans is misdated."""
    year = reading.document.year
    for page in reading.pages:
        found = re.match(r"(\d{4})(\d{2})(\d{2})", page.filled_at or "")
        if not found or "决算" in reading.document.kind:
            continue
        when = (int(found[1]), int(found[2]))
        if when[0] > year or (when[0] == year and when[1] > 9):
            day = f"{found[1]}-{found[2]}-{found[3]}"
            yield Finding(
                "date-order", "error", f"项目“{page.name}”填报日期 {day} 晚于 {year} 年度预算编制时间。",
                f"{year - 1}-{found[2]}-{found[3]}", day, (page.span,),
            )  # fmt: skip
