"""Contracts as others show them: shares by department and by payee, the steps from price to balance, table cells.

Enters: ``ContractRow`` records of kg.contracts. Leaves: plain tuples for tables, CSV, Excel and pictures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.contracts import ContractRow
from nlp.format import plain, yuan

ROLE_NAMES = {"contractor": "承建", "supplier": "供应", "supervisor": "监理", "agency": "代理", "reviewer": "评审", "client": "委托",
              "investor": "出资", "other": "相关"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Share:
    """What is owed by one department or to one company."""

    name: str
    balance: Decimal
    count: int


def by_department(rows: Sequence[ContractRow]) -> tuple[Share, ...]:
    """What each department owes, largest first."""
    return shares((row.department or "（未写明部门）", row) for row in rows)


def by_contractor(rows: Sequence[ContractRow]) -> tuple[Share, ...]:
    """What is owed to each payee, largest first; a contract of several payees is listed under all of them together."""
    return shares(("、".join(party.name for party in row.payees) or "（未写明收款单位）", row) for row in rows)


def shares(named: Iterable[tuple[str, ContractRow]]) -> tuple[Share, ...]:
    sums: dict[str, list[Decimal]] = {}
    for name, row in named:
        if row.balance is not None:
            sums.setdefault(name, []).append(row.balance)
    found = [Share(name, sum(values, Decimal(0)), len(values)) for name, values in sums.items()]
    return tuple(sorted(found, key=lambda share: (-share.balance, share.name)))


def waterfall(row: ContractRow) -> tuple[tuple[str, Decimal], ...]:
    """Steps from price to balance: price, what was paid (negative), the balance; of it the retained deposit.

    The steps before 未付余额 add up to it, or 与所述未付之差 names the difference.
    """
    steps: list[tuple[str, Decimal]] = []
    if row.amount is not None:
        steps.append((row.amount_kind or "金额", row.amount))
    if row.paid:
        steps.append(("已付", -row.paid))
    if row.balance is not None:
        gap = row.balance - sum((value for _, value in steps), Decimal(0)) if row.amount is not None else Decimal(0)
        if gap and row.paid is not None:
            steps.append(("与所述未付之差", gap))
        steps.append(("未付余额", row.balance))
    if row.retention is not None and row.balance is not None:
        steps.append(("其中质保金", row.retention))
    return tuple(steps)


COLUMNS = (
    "部门",
    "项目",
    "事项",
    "收款单位",
    "金额类别",
    "金额（元）",
    "已付（元）",
    "未付余额（元）",
    "质保金（元）",
    "到期",
    "质保金到期",
    "文档",
    "行",
    "说明",
)


def table(rows: Sequence[ContractRow]) -> list[tuple[str, ...]]:
    """Rows for a table, CSV or Excel, one cell for each of COLUMNS; blank where the text does not tell."""
    return [
        (
            row.department or "",
            row.project or "",
            row.label,
            "、".join(party.name for party in row.payees),
            row.amount_kind or "",
            plain(row.amount) or "",
            plain(row.paid) or "",
            plain(row.balance) or "",
            plain(row.retention) or "",
            row.due or "",
            row.retention_due or "",
            row.document,
            str(row.line),
            remark(row),
        )
        for row in rows
    ]


def remark(row: ContractRow) -> str:
    """What a reader of the row should know."""
    if row.same_as:
        return row.reason or "同一债务的重复记载"
    if row.total_over:
        return f"文中 {row.total_over} 项之合计"
    if row.consistent is False:
        return f"文中未付 {yuan(row.unpaid)}，金额减已付为 {yuan(row.computed_unpaid)}"
    if row.has_balance and row.balance is None:
        return "写明未付清，未写数额"
    return "计划采购" if row.planned else ""
