"""Records to the JSON that the command line hands out (``budgetkg extract``).

Money is a plain decimal string in yuan, never a float; a blank cell is null. Keys beyond the documented ones: ``page``
(PDF page), ``section``, ``of``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, overload

from nlp.record import Contract, Figure, Finding, Indicator, PolicyMention, ProjectPage, Reading, Span


@overload
def plain(value: Decimal) -> str: ...
@overload
def plain(value: None) -> None: ...
@overload
def plain(value: Decimal | None) -> str | None: ...
def plain(value: Decimal | None) -> str | None:
    """A Decimal in plain digits without needless zeros.

    >>> plain(Decimal("1.2E+4")), plain(Decimal("1204393.740")), plain(None)
    ('12000', '1204393.74', None)
    """
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal) -> str:
    """A Decimal as people read it: plain digits, thousands set apart.

    >>> grouped(Decimal("1204393.740")), grouped(Decimal("-36000.0"))
    ('1,204,393.74', '-36,000')
    """
    text = format(value, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan(value: Decimal | None) -> str:
    """A sum of yuan in a sentence; 不明 where it is not told.

    >>> yuan(Decimal("36000.50")), yuan(None)
    ('36,000.5 元', '不明')
    """
    return "不明" if value is None else f"{grouped(value)} 元"


def reading_json(reading: Reading, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """The documented JSON object of one document; ``findings`` (of the audit) are added to the reading's own."""
    doc = reading.document
    return {
        "document": {
            "id": doc.id, "title": doc.title, "unit": doc.unit, "year": doc.year, "kind": doc.kind,
            "level": doc.level, "source": doc.source, "sha256": doc.sha256,
        },
        "figures": [figure_json(figure) for figure in reading.figures],
        "budget_lines": [
            {
                "table": row.table, "unit": row.unit, "name": row.name, "total": plain(row.total),
                "funds": {key: plain(getattr(row.funds, key)) for key in row.funds.__slots__}, **place(row.span),
            }
            for row in reading.budget_lines
        ],
        "projects": [page_json(page) for page in reading.pages],
        "policies": [policy_json(mention) for mention in reading.policies],
        "contracts": [contract_json(contract) for contract in reading.contracts],
        "organisations": [
            {"name": org.name, "type": org.type, "aliases": list(org.aliases), "parent": org.parent,
             "lines": sorted({span.line for span in org.mentions})}
            for org in reading.organisations
        ],
        "findings": [finding_json(finding) for finding in (*reading.findings, *findings)],
    }  # fmt: skip


def place(span: Span) -> dict[str, int]:
    found = {"line": span.line, "start": span.start, "end": span.end}
    return found if span.page is None else {**found, "page": span.page}


def figure_json(figure: Figure) -> dict[str, Any]:
    return {
        "table": figure.table, "row": figure.row, "row_code": figure.row_code, "column": list(figure.column),
        "value": plain(figure.value), "unit": figure.unit, "printed": figure.printed, **place(figure.span),
        "section": figure.section, "of": figure.of, "row_path": list(figure.row_path),
    }  # fmt: skip


def page_json(page: ProjectPage) -> dict[str, Any]:
    return {
        **place(page.span), "name": page.name, "dept_code": page.dept_code, "dept": page.dept, "unit": page.unit,
        "attribute": page.attribute, "period": page.period, "total_amount": plain(page.total_amount),
        "year_amount": plain(page.year_amount),
        "funds_period": {key: plain(getattr(page.funds_period, key)) for key in page.funds_period.__slots__},
        "funds_year": {key: plain(getattr(page.funds_year, key)) for key in page.funds_year.__slots__},
        "filled_at": page.filled_at, "last_line": page.last,
        "indicators": [indicator_json(indicator) for indicator in page.indicators],
        "fields": [{"name": field.name, "text": field.text} for field in page.fields],
    }  # fmt: skip


def indicator_json(indicator: Indicator) -> dict[str, Any]:
    return {"stage": indicator.stage, "l1": indicator.l1, "l2": indicator.l2, "l3": indicator.l3,
            "value": indicator.value, **place(indicator.span)}  # fmt: skip


def policy_json(mention: PolicyMention) -> dict[str, Any]:
    return {
        **place(mention.span), "project": mention.project, "field": mention.field, "title": mention.title,
        "number": mention.number, "issuer": mention.issuer, "kind": mention.kind, "relation": mention.relation,
        "subject_number": mention.subject_number, "printed": mention.printed,
    }  # fmt: skip


def contract_json(contract: Contract) -> dict[str, Any]:
    return {
        **place(contract.span), "project": contract.project, "label": contract.label,
        "parties": [{"name": party.name, "role": party.role} for party in contract.parties],
        **{key: plain(getattr(contract, key)) for key in
           ("amount", "paid", "unpaid", "retention", "budgeted_now", "computed_unpaid")},
        **{key: getattr(contract, key) for key in
           ("amount_kind", "signed", "due", "retention_due", "consistent", "has_balance", "planned", "quote", "balance_clause")},
        "other_amounts": [{"kind": a.role, "value": plain(a.value), "date": a.date} for a in contract.amounts],
    }  # fmt: skip


def finding_json(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "severity": finding.severity, "message": finding.message,
            "expected": finding.expected, "found": finding.found, "lines": list(finding.lines)}  # fmt: skip
