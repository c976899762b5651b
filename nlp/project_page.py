"""Project pages (项目支出绩效目标表): head, funds, narrative fields and indicators of each printed page.

Enters: the Source and its Frame. Leaves: one ``ProjectPage`` a printed page, and findings. The parts are read by
page_head, page_funds, page_text and indicators; this file puts them together and checks them against each other.
"""

from __future__ import annotations

from decimal import Decimal

from nlp.frame import Frame
from nlp.indicators import read_indicators
from nlp.page_check import check_page
from nlp.page_find import PageRows, find_pages
from nlp.page_funds import SOURCES, PageFunds, read_funds
from nlp.page_head import Head, read_filled_at, read_head, split_code, stamp_digits
from nlp.page_list import read_lists
from nlp.page_text import read_fields
from nlp.page_unit import settle_unit
from nlp.record import Finding, ProjectPage
from nlp.source import Source

UNNAMED = "（项目名称未印出）"


def read_pages(source: Source, frame: Frame) -> tuple[tuple[ProjectPage, ...], tuple[Finding, ...]]:
    """Read every project page of a document, in order; self-evaluations (绩效自评表) are left to page_goals."""
    pages, findings = [], []
    for rows in find_pages(source, frame.furniture):
        if rows.evaluation:
            findings.append(left_out(rows))
            continue
        page, doubts = read_page(rows, frame)
        pages.append(page)
        findings += doubts
    pages += read_lists(source, frame.furniture, frame.document.year)
    return tuple(sorted(pages, key=lambda page: page.span)), tuple(findings)


def left_out(page: PageRows) -> Finding:
    """A self-evaluation, which tells results and sets no goals, is no project page."""
    place = page.rows[0].cells[0].span
    message = "绩效自评表报告的是完成结果，不作为项目支出绩效目标表读取，只作为正文检索"
    return Finding("page-evaluation", "info", message, None, page.title, (place,))


def read_page(page: PageRows, frame: Frame) -> tuple[ProjectPage, list[Finding]]:
    """Read one page; findings name what is unreadable or does not add up."""
    head = read_head(page.rows)
    body = page.rows[head.rows :]
    funds = read_funds(body, frame.document.level)
    funds.unit = funds.unit or page.unit
    fields = read_fields(body)
    doubts = settle_unit(funds, [cell.text for row in page.rows for cell in row.cells])
    indicators, more = read_indicators(body, funds.two)
    name = head.cells.get("name", page.rows[0].cells[0])
    code, dept = split_code(head.text("dept") or "")
    stamp = read_filled_at(page.rows)
    record = ProjectPage(
        name=head.name or UNNAMED,
        dept_code=code or head.text("dept_code"),
        dept=dept or None,
        unit=split_code(head.text("unit") or head.text("filer") or "")[1] or None,
        attribute=head.cells["attribute"].printed if "attribute" in head.cells else None,
        period=head.text("period"),
        total_amount=funds.total("period"),
        year_amount=funds.total("year"),
        funds_period=funds.sources("period"),
        funds_year=funds.sources("year"),
        filled_at=stamp_digits(stamp.text) if stamp else None,
        indicators=indicators,
        fields=fields,
        span=name.span,
        last=page.last,
        year=page.year or frame.document.year,
    )
    return record, [*check_head(head, page), *doubts, *check_funds(funds), *more, *check_page(record)]


def check_head(head: Head, page: PageRows) -> list[Finding]:
    """A name that is blank, or taken from a row whose label is lost."""
    if "name" not in head.cells:
        place = page.rows[0].cells[0].span
        return [Finding("page-name-blank", "warning", "项目绩效目标表的项目名称栏是空的", None, None, (place,))]
    if head.unlabelled:
        name = head.cells["name"]
        words = f"项目名称栏的标签缺失或不可辨认，按位置读作“{name.text}”"
        return [Finding("page-name-label", "warning", words, None, name.text, (name.span,))]
    return []


def check_funds(funds: PageFunds) -> list[Finding]:
    """Sums of sources that differ from their total, cells that are no number."""
    found = [
        Finding(
            "page-amount-unreadable", "warning", f"项目资金栏的数字无法读出：{cell.text}", None, cell.text, (cell.span,)
        )
        for cell in funds.unreadable
    ]
    for stage, words in (("period", "实施期资金总额"), ("year", "年度资金总额")):
        total = funds.total(stage)
        if total is None and stage in funds.labels:
            message = f"{words}一栏没有数字"
            found.append(Finding("page-amount-blank", "info", message, None, None, (funds.labels[stage].span,)))
        parts = {key: funds.amounts[stage, key] for key in SOURCES if (stage, key) in funds.amounts}
        if total is None or len(parts) < 2 or sum(parts.values()) == total or funds.unreadable:
            continue
        spans = tuple(funds.cells[stage, key].span for key in ("total", *parts))
        summed = sum(parts.values(), Decimal(0))
        message = f"{words}与各来源之和不一致：总额{total:f}元，各来源合计{summed:f}元"
        found.append(Finding("page-funds-sum", "warning", message, f"{summed:f}", f"{total:f}", spans))
    return found
