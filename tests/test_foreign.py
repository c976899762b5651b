"""Disclosures in the forms of other provinces, read whole: every figure, page, number and sum against hand-made truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from nlp.errors import NotADisclosure
from nlp.pdf import read_pdf
from nlp.reading import read_source
from nlp.record import Reading
from nlp.source import normalise, source_from_text
from tests.foreign_truth import Truth, names, plain, read_truth
from tests.made_pdf import paragraph, pdf, table

DOCUMENTS = pytest.mark.parametrize("name", names())


@cache
def both(name: str) -> tuple[Truth, Reading]:
    truth = read_truth(name)
    return truth, read_lines(name, truth.text)


def read_lines(name: str, lines: list[str]) -> Reading:
    return read_source(source_from_text(f"{name}.txt", "\n".join(lines) + "\n"))


def assert_same(found: Iterable[object], wanted: Iterable[object]) -> None:
    """Fail with what is missing and what is too much."""
    have, want = Counter(map(str, found)), Counter(map(str, wanted))
    differences = [*(f"missing {one}" for one in want - have), *(f"wrong   {one}" for one in have - want)]
    assert not differences, "\n".join(["", *differences])


def test_documents_are_counted() -> None:
    assert len(names()) == 22


def level(name: str | None) -> str:
    """数量指标 as 数量."""
    return (name or "").removesuffix("指标")


@DOCUMENTS
def test_frame(name: str) -> None:
    truth, reading = both(name)
    document = reading.document
    assert (document.unit, document.year, document.kind, document.level) == truth.document


@DOCUMENTS
def test_table_cells(name: str) -> None:
    truth, reading = both(name)
    found = [
        (f.table, normalise(f.row) if f.row else None, f.row_code, f.column[-1] if f.column else "", f.value, f.unit)
        for f in reading.figures
        if f.table is not None
    ]
    assert_same(found, [cell for _, cell in truth.cells])


@DOCUMENTS
def test_lines_of_cells(name: str) -> None:
    truth, reading = both(name)
    lines = Counter(line for line, _ in truth.cells if line)
    found = Counter(f.span.line for f in reading.figures if f.table is not None)
    assert {line: found[line] for line in lines} == lines


@DOCUMENTS
def test_budget_lines(name: str) -> None:
    truth, reading = both(name)
    found = []
    for line in reading.budget_lines:
        f = line.funds
        sums = (line.total, f.general, f.gov_fund, f.state_capital, f.special_account, f.unit_funds)
        found.append((line.unit, line.name, *(None if value is None else plain(value) for value in sums)))
    assert_same(found, truth.lines)


@DOCUMENTS
def test_project_pages(name: str) -> None:
    truth, reading = both(name)
    found = []
    for page in reading.pages:
        sums = [None if value is None else plain(value) for value in (page.total_amount, page.year_amount)]
        found.append((page.name, page.dept, page.unit, *sums))
    assert_same(found, truth.pages)


@DOCUMENTS
def test_indicators(name: str) -> None:
    truth, reading = both(name)
    found = [
        (page.name, indicator.stage, level(indicator.l2), normalise(indicator.l3), normalise(indicator.value))
        for page in reading.pages
        for indicator in page.indicators
    ]
    assert_same(found, [(page, stage, level(l2), l3, normalise(value)) for page, stage, l2, l3, value in truth.indicators])


@DOCUMENTS
def test_heads_and_funds_of_pages(name: str) -> None:
    truth, reading = both(name)
    pages = {page.name: page for page in reading.pages}
    funds = [(told, pages[str(told)].funds_year) for told, *_ in truth.funds]
    sums = [(told, *(None if v is None else plain(v) for v in (f.central, f.provincial, f.municipal_county, f.self_raised, f.other)))
            for told, f in funds]  # fmt: skip
    assert_same(sums, truth.funds)
    assert_same([(told, pages[str(told)].attribute, pages[str(told)].period) for told, *_ in truth.kept], truth.kept)


@DOCUMENTS
def test_parties_of_contracts(name: str) -> None:
    truth, reading = both(name)
    told = {line for line, *_ in truth.parties}
    found = [(c.span.line, None if c.amount is None else plain(c.amount), "、".join(p.name for p in c.parties))
             for c in reading.contracts if c.span.line in told]  # fmt: skip
    assert_same([one for one in found if one in truth.parties or one[2]], truth.parties)


@DOCUMENTS
def test_organisations(name: str) -> None:
    truth, reading = both(name)
    named = {printed for one in reading.organisations for printed in (one.name, *one.aliases)}
    assert [one for one in truth.organisations if one not in named] == []
    if truth.companies:
        assert_same((one.name for one in reading.organisations if one.type == "company"), truth.companies)


@DOCUMENTS
def test_prose_figures(name: str) -> None:
    truth, reading = both(name)
    told = {line for line, _, _ in truth.said}
    found = [(f.span.line, f.value, f.unit) for f in reading.figures if f.table is None and f.span.line in told]
    assert_same([f"{line}: {plain(value)}{unit}" for line, value, unit in found if value is not None],
                [f"{line}: {plain(value)}{unit}" for line, value, unit in truth.said])  # fmt: skip


@DOCUMENTS
def test_document_numbers(name: str) -> None:
    truth, reading = both(name)
    assert_same([(m.span.line, m.number) for m in reading.policies if m.number], truth.numbers)


@DOCUMENTS
def test_contracts(name: str) -> None:
    truth, reading = both(name)
    found = []
    for c in (one for one in reading.contracts if one.span.line not in truth.open):
        sums = [None if value is None else plain(value) for value in (c.amount, c.paid, c.unpaid)]
        found.append((c.span.line, *sums, {True: "yes", False: "no", None: ""}[c.has_balance]))
    assert_same(found, truth.contracts)


@DOCUMENTS
def test_doubts_are_reported(name: str) -> None:
    truth, reading = both(name)
    rules = {finding.rule for finding in reading.findings}
    assert [rule for rule in truth.findings if rule not in rules] == []


@DOCUMENTS
def test_rows_with_printed_borders_are_read_the_same(name: str) -> None:
    truth, reading = both(name)
    bordered = read_lines(
        name, ["| " + text.replace("\t", " | ") + " |" if "\t" in text else text for text in truth.text]
    )

    def told(found: Reading) -> list[object]:
        cells = [(f.table, f.row, f.row_code, f.column, f.value, f.unit, f.printed, f.span.line) for f in found.figures]
        return [*cells, *((page.name, page.year_amount, len(page.indicators)) for page in found.pages)]

    assert told(bordered) == told(reading)


@DOCUMENTS
def test_tables_whose_borders_are_lost_are_reported(name: str) -> None:
    truth, _ = both(name)
    reading = read_lines(name, [text.replace("\t", "  ") for text in truth.text])
    assert [f for f in reading.figures if f.table is not None] == []
    assert {"tables-missing", "table-unread"} <= {finding.rule for finding in reading.findings}


def test_codes_in_columns_of_amounts_are_reported() -> None:
    reading = read_lines("a", [
        "岳池县水务局2024年度部门预算公开", "2024年部门支出总体情况表", "单位：万元",
        "科目名称\t科目编码\t合计\t基本支出",
        "农林水支出\t\t213\t12.50", "水利\t\t21303\t12.50", "防汛\t\t2130314\t12.50", "合计\t\t12.50\t12.50",
    ])  # fmt: skip
    assert "columns-doubtful" in {finding.rule for finding in reading.findings}


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["云岭市财政局关于编制2026年部门预算的通知", "各预算单位：", "一、总体要求", "严控“三公”经费，规范政府采购。"], id="notice"),
        pytest.param(["关于云岭市2024年预算执行情况和2025年预算草案的报告", "各位代表：", "压减“三公”经费和政府采购。"], id="report"),
        pytest.param(["云岭市2023年政府决算公开", "一般公共预算收入决算表", "项目\t决算数", "收入总计\t135"], id="government"),
        pytest.param(["2024年农村公路养护项目绩效评价报告", "一、基本情况", "项目预算1,520万元。"], id="evaluation"),
        pytest.param(["云岭市水利局防汛物资采购项目招标公告", "预算金额：120万元"], id="tender"),
    ],
)  # fmt: skip
def test_documents_of_other_kinds_are_refused(lines: list[str]) -> None:
    with pytest.raises(NotADisclosure, match="不是部门（单位）预算或决算公开"):
        read_lines("a", lines)


def printed_as_pdf(lines: list[str], ruled: bool = True) -> bytes:
    """The document with every run of rows as a table, other lines as paragraphs."""
    story: list[object] = []
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        cells = [cell.strip() for cell in line.split("\t")]
        filled = [cell for cell in cells if cell]
        if len(cells) > 1 and not all("单位" in cell or "部门" in cell for cell in filled):
            rows.append(cells)
            continue
        if rows:
            width = max(map(len, rows))
            full = [row + [""] * (width - len(row)) for row in rows]
            story.append(table(full, widths(full), ruled=ruled))
            rows = []
        story.append(paragraph("　".join(filled) or " ", 11))
    return pdf(story)


def widths(rows: list[list[str]], page: int = 470) -> list[int]:
    """Of the columns, in points: equal, but half the page for one whose text would not fit on a page otherwise."""
    long = {at for row in rows for at, cell in enumerate(row) if len(cell) > 350}
    rest = page - page // 2 * len(long)
    return [page // 2 if at in long else rest // (len(rows[0]) - len(long)) for at in range(len(rows[0]))]


@DOCUMENTS
def test_table_cells_of_the_same_document_as_pdf(name: str) -> None:
    truth, _ = both(name)
    reading = read_source(read_pdf(Path(f"{name}.pdf"), printed_as_pdf(truth.text)))
    found = [
        (
            f.table,
            "".join(normalise(f.row or "").split()) or None,
            f.row_code,
            f.column[-1] if f.column else "",
            f.value,
            f.unit,
        )
        for f in reading.figures
        if f.table is not None
    ]
    assert_same(found, [cell for _, cell in truth.cells])
    assert (reading.document.unit, len(reading.pages)) == (truth.document[0], len(truth.pages))


@pytest.mark.parametrize("name", ["beijing-budget-2026", "central-final-2024"])
def test_tables_without_rules_in_a_pdf_are_reported(name: str) -> None:
    reading = read_source(read_pdf(Path(f"{name}.pdf"), printed_as_pdf(read_truth(name).text, ruled=False)))
    assert "page-gaps" in {finding.rule for finding in reading.findings}
