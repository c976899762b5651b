"""The audit: what does not add up is said with both numbers and every place; what adds up is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.audit import RULES, audit
from kg.audit.formulas import worth
from nlp.generate import KINDS, generate
from nlp.record import (
    BudgetLine,
    Document,
    Figure,
    Finding,
    Funds,
    FundSources,
    Paragraph,
    Piece,
    ProjectPage,
    Reading,
    Span,
    Stretch,
)  # fmt: skip

DOCUMENT = Document("t", "云岭市水利局2025年度部门预算公开", "云岭市水利局", 2025, "部门预算", "市级", "t.txt", "0")


def reading(*, figures: tuple[Figure, ...] = (), text: str = "", pages: tuple[ProjectPage, ...] = (), rows: tuple[BudgetLine, ...] = ()) -> Reading:
    paragraphs = (Paragraph(None, Stretch(text, (Piece(0, 9, range(len(text))),))),) if text else ()
    return Reading(DOCUMENT, figures=figures, paragraphs=paragraphs, pages=pages, budget_lines=rows)


def cell(line: int, row: str, column: tuple[str, ...], printed: str, code: str | None = None, start: int = 9) -> Figure:
    return Figure("预算支出总表", row, code, column, Decimal(printed) * 10000, "元", printed, Span(line, start, start + len(printed)))


def page(name: str, whole: int, year: int, filled_at: str = "20241118092415") -> ProjectPage:
    return ProjectPage(
        name, "301", "云岭市水利局", None, None, "3年", Decimal(whole), Decimal(year), FundSources(), FundSources(), filled_at, (), (),
        Span(40, 5, 9), 60, 2025,
    )  # fmt: skip


def short(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None, str | None, tuple[int, ...]]]:
    return [(f.rule, f.severity, f.expected, f.found, f.lines) for f in findings]


def accounts(parent: str) -> tuple[Figure, ...]:
    total = ("合计",)
    return (
        cell(3, "水利", total, parent, "21303"), cell(4, "行政运行", total, "10.25", "2130301"), cell(5, "防汛", total, "5.50", "2130314"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("parent", "want"),
    [
        ("15.75", []),
        ("15.76", [("table-sum", "warning", "15.75", "15.76", (3, 4, 5))]),
        ("18.75", [("table-sum", "error", "15.75", "18.75", (3, 4, 5))]),
    ],
    ids=["adds up", "rounding", "wrong"],
)
def test_a_parent_account_is_the_sum_of_its_children(parent: str, want: list[object]) -> None:
    assert short(audit(reading(figures=accounts(parent)))) == want


def test_the_total_column_is_the_sum_of_the_columns_beside_it() -> None:
    head = "2025年预算数"
    cells = tuple(
        cell(7, "防汛", (head, name), printed, "2130314", start)
        for name, printed, start in (("合计", "9.00", 5), ("基本支出", "4.00", 10), ("项目支出", "4.00", 15))
    )
    assert short(audit(reading(figures=cells))) == [("table-columns", "error", "8", "9", (7,))]


def test_income_and_spending_are_equal() -> None:
    cells = (cell(9, "收入总计", ("收入", "2025年"), "30.00"), cell(9, "支出总计", ("支出", "2025年合计"), "31.00", None, 30))
    assert short(audit(reading(figures=cells))) == [("income-spending", "error", "30", "31", (9,))]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("支出预算200万元，其中：基本支出150万元，占75%；项目支出50万元，占25%。", []),
        ("支出预算200万元，其中：基本支出150万元，占75%；项目支出50万元，占28%。", [("prose-share", "25.00", "28")]),
        ("支出预算200万元，其中：基本支出150万元，项目支出52万元。", [("prose-sum", "202", "200")]),
        ("机关运行经费预算90万元，比上年减少10万元，下降10%。", []),
        ("机关运行经费预算90万元，比上年减少10万元，下降12%。", [("prose-growth", "10.00", "12")]),
        ("检测9座水库，9座×6万元=54万元。", []),
        ("检测9座水库，9座×6万元=56万元。", [("formula", "54", "56")]),
        ("伙食补助6组×7人×100元+1组×9人×100元=0.51万元。", []),
        ("内设办公室、人事科、监测与规划科3个科室。", []),
        ("内设办公室、人事科、财务科4个科室。", [("count-listed", "3", "4")]),
        ("2024年12月-2025年1月初审材料。", []),
        ("2024年12月-2024年1月初审材料。", [("date-order", None, "2024年12月-2024年1月")]),
    ],
)
def test_running_text(text: str, want: list[object]) -> None:
    assert [(f.rule, f.expected, f.found) for f in audit(reading(text=text))] == want


def test_a_page_agrees_with_its_row_of_the_project_table() -> None:
    row = BudgetLine("本年预算", None, "河道清淤", Decimal(640000), Funds(Decimal(640000)), Span(22, 0, 4))
    assert audit(reading(pages=(page("河道清淤", 640000, 640000),), rows=(row,))) == ()
    wrong = audit(reading(pages=(page("河道清淤", 600000, 600000),), rows=(row,)))
    assert short(wrong) == [("page-budget-line", "error", "64", "60", (22, 40))]


def test_money_of_the_whole_period_is_not_below_that_of_the_year() -> None:
    assert short(audit(reading(pages=(page("河道清淤", 10000, 30000),)))) == [("page-periods", "error", "30000", "10000", (40,))]


def test_a_page_filled_in_after_the_budget_was_published_is_misdated() -> None:
    found = audit(reading(pages=(page("河道清淤", 30000, 10000, "20251209160811"),)))
    assert short(found) == [("date-order", "error", "2024-12-09", "2025-12-09", (40,))]


@pytest.mark.parametrize(
    ("left", "want"), [("43矿×4天×7人×100元", "120400"), ("1.2万元+0.3万元", "15000"), ("2组×50元+3组×20元", "160")]
)
def test_formulas_are_computed(left: str, want: str) -> None:
    assert worth(left) == Decimal(want)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_a_generated_document_whose_sums_hold_raises_no_alarm(kind: str, seed: int) -> None:
    assert [f.message for f in audit(generate(seed, kind).truth)] == []


def test_every_rule_is_a_documented_function() -> None:
    assert [rule for rule in RULES if not (rule.__doc__ or "").partition(":")[2]] == []
