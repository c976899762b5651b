"""Contracts and balances: the list with its filters and its total in words, shares, the picture of one contract.

``/contracts`` as a page, ``/contracts.csv`` and ``/contracts.xlsx`` to take away, ``/api/contracts`` as JSON.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.contract_views import COLUMNS, ROLE_NAMES, Share, by_contractor, by_department, remark, table, waterfall
from kg.contracts import ContractFilter, ContractList, ContractRow, list_contracts
from nlp.format import plain
from search.api import to_json
from search.contract_picture import contract_picture
from search.evidence import Evidence
from search.pages import known_choices
from search.parameters import amount_of, flag_of, whole_of, words_of
from search.site import site_of

router = APIRouter()
SORTS = {"balance": "余额", "amount": "金额", "due": "到期", "department": "部门", "contractor": "收款单位", "document": "文中顺序"}
MOST_ROWS = 300
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ShownContract:
    """A row of the page; ``picture`` is SVG, empty where no sums are told."""

    row: ContractRow
    evidence: Evidence
    remark: str
    picture: str


def contract_filter(request: Request) -> ContractFilter:
    return ContractFilter(
        unpaid=flag_of(request, "unpaid"), org=words_of(request, "organisation") or words_of(request, "org") or None,
        contractor=words_of(request, "contractor") or None, minimum=amount_of(request, "min"),
        due_before=words_of(request, "due_before") or None, year=whole_of(request, "year"),
        planned=flag_of(request, "planned"), sort=words_of(request, "sort") or "balance",
    )  # fmt: skip


def shown(row: ContractRow, note: str = "") -> ShownContract:
    place = Evidence(row.document, row.line, row.start, row.end, row.quote)
    return ShownContract(row, place, note or remark(row), contract_picture(waterfall(row)))


@router.get("/contracts", include_in_schema=False)
def contracts(request: Request) -> Response:
    """The page: total in words, shares, rows with evidence, and what was left out with the reason."""
    site = site_of(request)
    wanted = contract_filter(request)
    found = site.kept(list_contracts, wanted)
    owed = [row for row in found.rows if row.has_balance]
    return site.render(
        request, "contracts.html", found=found, wanted=wanted, rows=[shown(row) for row in found.rows[:MOST_ROWS]],
        left_out=[shown(row) for row in (*found.total.repeated, *found.total.stated)], sorts=SORTS, roles=ROLE_NAMES,
        departments=widths(by_department(owed)), contractors=widths(by_contractor(owed)), choices=known_choices(site), total=len(found.rows),
    )  # fmt: skip


def widths(shares: tuple[Share, ...]) -> list[tuple[Share, float]]:
    """The twelve largest shares with the length of their bars in percent."""
    most = max((share.balance for share in shares), default=Decimal(0)) or Decimal(1)
    return [(share, float(share.balance / most * 100)) for share in shares[:12]]


@router.get("/contracts.csv", include_in_schema=False)
def contracts_csv(request: Request) -> Response:
    """The rows as CSV (UTF-8 with a mark, so that spreadsheets read the Chinese)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([[guarded(cell) for cell in row] for row in table(site_of(request).kept(list_contracts, contract_filter(request)).rows)])
    return Response(
        out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="contracts.csv"'},
    )  # fmt: skip


def guarded(cell: str) -> str:
    """A text cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("12.5"), guarded("-12.5")
    ("'=1+1", '12.5', '-12.5')
    """
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not cell.lstrip("+-").replace(".", "", 1).isdecimal():
        return "'" + cell
    return cell


@router.get("/contracts.xlsx", include_in_schema=False)
def contracts_excel(request: Request) -> Response:
    """The rows as an Excel file: sums as numbers, text as text."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "合同"
    sheet.append(COLUMNS)
    for row in table(site_of(request).kept(list_contracts, contract_filter(request)).rows):
        sheet.append([float(cell) if cell and "（元）" in name else guarded(cell) for name, cell in zip(COLUMNS, row, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return Response(out.getvalue(), media_type=XLSX, headers={"Content-Disposition": 'attachment; filename="contracts.xlsx"'})


@router.get("/api/contracts", tags=["数据"], summary="合同与余额")
def contracts_json(
    request: Request,
    unpaid: bool = Query(False, description="只要没付清的"),
    organisation: str = Query("", description="付款部门，可用简称"),
    contractor: str = Query("", description="对方单位"),
    min: str = Query("", description="最低余额或金额，可写 2万"),
    due_before: str = Query("", description="到期不晚于，YYYY-MM"),
    year: str = Query("", description="年度"),
    planned: bool = Query(False, description="连同只是计划的采购"),
    sort: str = Query("", description="、".join(SORTS)),
) -> dict[str, Any]:
    """合计只计每笔债务一次；重复记载、文中合计数另列。"""
    found = site_of(request).kept(list_contracts, contract_filter(request))
    return {"contracts": [to_json(row) for row in found.rows], "total": total_json(found)}


def total_json(found: ContractList) -> dict[str, Any]:
    total = found.total
    return {
        "balance": plain(total.balance), "counted": total.counted, "words": total.words,
        "unknown": [row.iri for row in total.unknown], "stated": [row.iri for row in total.stated],
        "repeated": [{"iri": row.iri, "same_as": row.same_as, "reason": row.reason} for row in total.repeated],
        "doubtful": [row.iri for row in total.doubtful],
    }  # fmt: skip
