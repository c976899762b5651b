"""A lost year amount is taken over only where narrative and 项目支出预算表 agree on one row."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nlp.page_recover import recover_amounts
from nlp.record import BudgetLine, Finding, Funds, Span
from tests.form_pages import FOOT, HEAD, STORY, TABLE, one_page

BLANK = HEAD.replace("年度资金总额： | 300,000", "年度资金总额： |")
PLACE = Span(90, 0, 6)


def budget_row(amount: int, name: str = "苗圃灌溉改造") -> BudgetLine:
    return BudgetLine("本年预算", "清河县林业局", name, Decimal(amount), Funds(general=Decimal(amount)), PLACE)


def recover(words: str, *rows: BudgetLine) -> tuple[Decimal | None, tuple[Finding, ...]]:
    page = one_page(BLANK + STORY.replace("拟分三年更换", words) + TABLE + FOOT)
    (found,), findings = recover_amounts([page], rows)
    return found.year_amount, findings


def test_narrative_and_budget_row_agree() -> None:
    amount, (finding,) = recover("今年申请30万元", budget_row(300000), budget_row(50000))
    assert amount == 300000
    assert (finding.rule, finding.expected, finding.lines) == ("page-amount-recovered", "300000", (4, 90))


CASES = {
    "the narrative is silent": ("拟分三年更换", [300000]),
    "no row has that amount": ("今年申请30万元", [310000]),
    "two rows fit": ("今年申请30万元，另有5万元", [300000, 50000]),
    "no row at all": ("今年申请30万元", []),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_otherwise_it_stays_blank(case: tuple[str, list[int]]) -> None:
    words, amounts = case
    assert recover(words, *map(budget_row, amounts)) == (None, ())


def test_a_row_of_another_project_does_not_count() -> None:
    assert recover("今年申请30万元", budget_row(300000, "林道养护")) == (None, ())


def test_a_row_that_one_page_takes_is_out_for_the_next() -> None:
    both = one_page(BLANK + STORY.replace("拟分三年更换", "预拨5万元后再安排30万元") + TABLE + FOOT)
    one = one_page(BLANK + STORY.replace("拟分三年更换", "预拨5万元") + TABLE + FOOT)
    pages, findings = recover_amounts([both, one], [budget_row(50000), budget_row(300000)])
    assert [page.year_amount for page in pages] == [300000, 50000]
    assert len(findings) == 2
