"""``budgetkg contracts``: contracts and payables with filters, as a table, CSV, Excel or JSON."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search.cli_base import Data, app, settings_of
from search.cli_json import print_json

if TYPE_CHECKING:
    from kg.contracts import ContractList, ContractRow

FORMS = ("table", "csv", "xlsx", "json")


@app.command()
def contracts(
    unpaid: Annotated[bool, typer.Option("--unpaid", help="只列还有未付余额的")] = False,
    org: Annotated[str | None, typer.Option(help="付款部门，全称或简称", show_default=False)] = None,
    contractor: Annotated[str | None, typer.Option(help="对方单位，全称或其中的字", show_default=False)] = None,
    minimum: Annotated[str | None, typer.Option("--min", help="余额（或合同额）至少多少，如 30万 或 300000", show_default=False)] = None,
    due_before: Annotated[str | None, typer.Option(help="最迟这个月应付，YYYY-MM", show_default=False)] = None,
    year: Annotated[int | None, typer.Option(help="文档年度", show_default=False)] = None,
    planned: Annotated[bool, typer.Option("--planned", help="连同只是计划的采购")] = False,
    sort: Annotated[str, typer.Option(help="balance | amount | due | department | contractor | document")] = "balance",
    form: Annotated[str | None, typer.Option("--format", help="table | csv | xlsx | json（默认 table）", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(help="写到文件（xlsx 必须给出）", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="同 --format json")] = False,
    data: Data = None,
) -> None:
    """合同与应付款清单：对方、金额、已付、未付、到期；合计说明包含和略去了什么。"""
    from kg.contracts import ContractFilter, list_contracts
    from nlp.errors import UsageError
    from search.library import open_reader_of
    from search.parameters import parse_amount

    if as_json and form not in (None, "json"):
        raise UsageError(f"--json 与 --format {form} 不能同时用")
    form = "json" if as_json else form or "table"
    if form not in FORMS:
        raise UsageError(f"--format 应为 {'、'.join(FORMS)} 之一，不是“{form}”")
    if form == "xlsx" and out is None:
        raise UsageError("--format xlsx 需要用 --out 指定文件")
    least = parse_amount(minimum) if minimum is not None else None
    if minimum is not None and least is None:
        raise UsageError(f"--min 应是金额，如 30万 或 300000，不是“{minimum}”")
    wanted = ContractFilter(unpaid, org, contractor, least, due_before, year, planned, sort)
    reader = open_reader_of(settings_of(data))
    found = list_contracts(reader, wanted)
    if not found.rows:
        check_names(list_contracts(reader, ContractFilter(planned=True)).rows, org, contractor)
    show(found, form, out)


def check_names(rows: tuple[ContractRow, ...], org: str | None, contractor: str | None) -> None:
    """Raise NotFound where no contract at all is of the department or company asked for."""
    from kg.contracts import names_it
    from nlp.errors import NotFound

    if org and not any(names_it(org, row.department) for row in rows):
        raise NotFound(f"没有付款部门“{org}”的合同")
    if contractor and not any(names_it(contractor, party.name) for row in rows for party in row.parties):
        raise NotFound(f"没有与“{contractor}”有关的合同")


def show(found: ContractList, form: str, out: Path | None) -> None:
    from kg.contract_views import COLUMNS, table

    rows = table(found.rows)
    if form == "json":
        write_json(out, contracts_json(found))
    elif form == "xlsx" and out is not None:
        write_excel(out, COLUMNS, rows)
        typer.echo(f"{len(rows)} 行 → {out}")
    elif form == "csv":
        write_csv(out, COLUMNS, rows)
    elif not rows:
        typer.echo("没有符合条件的合同。")
    else:
        for number, row in enumerate(found.rows, 1):
            print_row(number, row)
        typer.echo(found.total.words)


def print_row(number: int, row: ContractRow) -> None:
    """Two lines: what is owed for what, and who, where and what to know."""
    from kg.contract_views import remark
    from nlp.format import yuan

    named = (("余额", row.balance), (row.amount_kind or "金额", row.amount), ("已付", row.paid), ("其中质保金", row.retention))
    sums = "，".join(f"{name} {yuan(amount)}" for name, amount in named if amount is not None)
    due = f"，{row.due} 前付" if row.due else ""
    due += f"（质保金 {row.retention_due}）" if row.retention_due else ""
    payees = "、".join(party.name for party in row.payees) or "（未写明收款单位）"
    typer.echo(f"{number:>3}. {row.label}：{sums or '未写数额'}{due}")
    note = remark(row)
    typer.echo(f"     {payees}  {row.department or ''}  {row.document}:{row.line}" + (f"  （{note}）" if note else ""))


def write_json(out: Path | None, value: dict[str, Any]) -> None:
    if out is None:
        print_json(value)
    else:
        out.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
        typer.echo(f"{len(value['contracts'])} 份 → {out}", err=True)


def write_csv(out: Path | None, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """UTF-8 with a byte order mark in a file, so that spreadsheets read it; plain on standard output."""
    if out is None:
        csv.writer(sys.stdout).writerows([columns, *rows])
        return
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    typer.echo(f"{len(rows)} 行 → {out}", err=True)


def write_excel(out: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """Amounts as numbers; texts as texts, never as formulas."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(columns))
    for i, row in enumerate(rows, 2):
        for j, (name, text) in enumerate(zip(columns, row, strict=True), 1):
            cell = sheet.cell(i, j)
            if "元" in name and text:
                cell.value = Decimal(text)
                cell.number_format = "#,##0.00"
            else:
                cell.value = text
                cell.data_type = "s"
    sheet.freeze_panes = "A2"
    book.save(out)


def contracts_json(found: ContractList) -> dict[str, Any]:
    """The list and what its total leaves out; money as plain decimal strings."""
    total = found.total
    return {
        "contracts": [contract_json(row) for row in found.rows],
        "total": {
            "balance": str(total.balance), "counted": total.counted, "words": total.words,
            **{key: [row.iri for row in getattr(total, key)] for key in ("unknown", "repeated", "stated", "doubtful")},
        },
    }  # fmt: skip


def contract_json(row: ContractRow) -> dict[str, Any]:
    from nlp.format import plain

    return {key: plain(value) if isinstance(value, Decimal) else value for key, value in asdict(row).items()}
