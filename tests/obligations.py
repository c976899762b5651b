"""Contracts read from one sentence of our own writing, for the tests of contracts."""

from __future__ import annotations

from decimal import Decimal

from nlp.contracts import read_page_contracts
from nlp.record import Contract, Document, Field, Finding, FundSources, ProjectPage, Span
from nlp.source import join_lines, read_line

Sums = tuple[int | None, int | None, int | None, int | None, bool | None]
"""price, paid, unpaid, retained (yuan), is anything owed"""


def page(name: str, overview: str, plan: str = "", line: int = 10, total: str | None = None) -> ProjectPage:
    """A project page with 项目概况 on ``line`` and 项目实施计划 on the line after."""
    fields = [("项目概况", overview, line), ("项目实施计划", plan, line + 1)]
    return ProjectPage(
        name, None, None, None, None, None, Decimal(total) if total else None, None, FundSources(), FundSources(), None, (),
        tuple(Field(label, join_lines([(row, 0, len(row.text))])) for label, text, at in fields if text
              for row in [read_line(at, text)]),
        Span(line - 1, 5, 5 + len(name)), line + 9,
    )  # fmt: skip


def document(year: int = 2025, unit: str = "青溪县交通运输局") -> Document:
    return Document("qingxi-2025", f"{unit}{year}年部门预算", unit, year, "部门预算", "县级", "qingxi-2025.txt", "0")


def read(
    overview: str, plan: str = "", year: int = 2025, name: str = "路面整治"
) -> tuple[list[Contract], list[Finding]]:
    return read_page_contracts(page(name, overview, plan), document(year))


def sums(contract: Contract) -> Sums:
    values = (contract.amount, contract.paid, contract.unpaid, contract.retention)
    price, paid, unpaid, kept = (None if value is None else int(value) for value in values)
    return price, paid, unpaid, kept, contract.has_balance


def read_sums(overview: str, plan: str = "", year: int = 2025) -> list[Sums]:
    """The sums of every obligation of a text, totals over lists left out."""
    return [sums(contract) for contract in read(overview, plan, year)[0] if not contract.total_over]
