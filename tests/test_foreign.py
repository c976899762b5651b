"""Disclosures in the forms of other provinces, read whole: every figure, page, number and sum against hand-made truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

import pytest

from nlp.reading import read_source
from nlp.record import Reading
from nlp.source import normalise, source_from_text
from tests.foreign_truth import Truth, names, plain, read_truth

DOCUMENTS = pytest.mark.parametrize("name", names())


@cache
def both(name: str) -> tuple[Truth, Reading]:
    truth = read_truth(name)
    return truth, read_source(source_from_text(f"{name}.txt", "\n".join(truth.text) + "\n"))


def assert_same(found: Iterable[object], wanted: Iterable[object]) -> None:
    """Fail with what is missing and what is too much."""
    have, want = Counter(map(str, found)), Counter(map(str, wanted))
    differences = [*(f"missing {one}" for one in want - have), *(f"wrong   {one}" for one in have - want)]
    assert not differences, "\n".join(["", *differences])


def test_ten_documents() -> None:
    assert len(names()) == 10


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
    wanted = [(name, level(l2), l3, normalise(value)) for name, l2, l3, value in truth.indicators]
    assert_same([(name, *rest) for name, _, *rest in found], wanted)
    assert {stage for _, stage, *_ in found} <= {"year"}


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
    for c in reading.contracts:
        sums = [None if value is None else plain(value) for value in (c.amount, c.paid, c.unpaid)]
        found.append((c.span.line, *sums, {True: "yes", False: "no", None: ""}[c.has_balance]))
    assert_same(found, truth.contracts)


@DOCUMENTS
def test_doubts_are_reported(name: str) -> None:
    truth, reading = both(name)
    rules = {finding.rule for finding in reading.findings}
    assert [rule for rule in truth.findings if rule not in rules] == []
