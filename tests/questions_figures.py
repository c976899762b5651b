"""Questions about the figures of the statutory tables: single figures (F5), shares and gaps between departments (F13), staff (F10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from nlp.generate import Generated
from tests.questions import Ask, Asked, Shelf, number

SPENDING = ("预算支出总表", "部门支出总表")
OFFICIAL = "“三公”经费"
SETUP = re.compile(r"内设(\d+)个科室，核定编制(\d+)人")
"""云岭市水利局内设9个科室，核定编制72人。"""


def figure(made: Generated, table: str, row: str, leaf: str = "", outer: str = "", code: str | None = None) -> Decimal | None:
    """The one value of the cells that fit; None where there is none, or several."""
    found = {
        f.value
        for f in made.truth.figures
        if table in (f.table or "") and f.row == row and f.column[-1].endswith(leaf) and f.column[0].startswith(outer)
        and (code is None or f.row_code == code)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def final(made: Generated) -> bool:
    return made.truth.document.kind == "部门决算"


def one(table: str, row: str, leaf: str = "", outer: str = "") -> Ask:
    """The figure at one place of a budget; where the explanations print another of that name, that one is right as well."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        value = None if final(made) else figure(made, table, row, leaf, outer)
        if value is not None:
            yield {}, number(value, *explained(made, leaf))

    return ask


def income_of(made: Generated) -> Decimal | None:
    return figure(made, "收支总表", "收入总计", outer="收入")


def explained(made: Generated, label: str) -> list[Decimal]:
    """What 支出预算情况说明 says of 基本支出 or 项目支出 (项目支出1,469.55万元，占59.13%), in yuan."""
    found = re.findall(rf"{label}([\d,.]+)万元，占", made.text) if label.endswith("支出") else []
    return [Decimal(text.replace(",", "")) * 10_000 for text in found]


def shares(made: Generated, label: str) -> list[Decimal]:
    """The percentages that 支出预算情况说明 prints of a label."""
    return [Decimal(text) for text in re.findall(rf"{label}[\d,.]+万元，占([\d.]+)%", made.text)]


def final_income(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    value = figure(made, "收入支出决算总表", "收入总计", outer="收入") or figure(made, "收入支出决算总表", "本年收入合计", outer="收入")
    if final(made) and value is not None:
        yield {}, number(value)


def accounts(table: str) -> Ask:
    """项 accounts of a table with a code, by their 合计 column; that of the general public budget is right as well."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        rows = {(f.row or "", f.row_code) for f in made.truth.figures if (f.table or "").endswith(table) and len(f.row_code or "") == 7}
        for row, code in sorted(rows, key=str):
            value = figure(made, table, row, "合计", code=code)
            if value is not None:
                general = figure(made, "一般公共预算支出", row, "合计", code=code)
                yield {"name": row, "code": str(code)}, number(value, *([] if general is None else [general]))

    return ask


def final_accounts(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for f in made.truth.figures:
        if final(made) and f.table == "支出决算表" and len(f.row_code or "") == 7 and f.column[-1] in ("合计", "本年支出合计"):
            assert f.value is not None
            yield {"name": f.row or "", "code": f.row_code or ""}, number(f.value)


def economic(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    """公用经费 by economic item, those that no other table has."""
    for row in ("办公费", "印刷费", "水费", "电费", "差旅费", "会议费", "培训费", "工会经费"):
        value = figure(made, "基本支出", row, "合计")
        if value is not None:
            yield {"name": row}, number(value)


def basic_share(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    table = next((table for table in SPENDING if figure(made, table, "合计", "基本支出") is not None), None)
    if table and not final(made):
        basic, total = figure(made, table, "合计", "基本支出"), figure(made, table, "合计", "合计")
        if basic is not None and total:
            exact = basic * 100 / total
            yield {}, number(exact, exact.quantize(Decimal("0.01")), exact.quantize(Decimal("0.1")), *shares(made, "基本支出"))


def official_of(made: Generated) -> Decimal | None:
    return figure(made, OFFICIAL, "合计", "合计")


def gap(value_of: object) -> Ask:
    """Between two departments, the larger first."""
    assert callable(value_of)

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        mine = None if final(made) else value_of(made)
        for other in shelf.documents:
            theirs = None if final(other) else value_of(other)
            if other is not made and mine is not None and theirs is not None and mine > theirs:
                yield {"rival": rng.choice(shelf.names(other))}, number(mine - theirs)

    return ask


def setup(group: int) -> Ask:
    """Figures of 机构设置."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        if not final(made) and (found := SETUP.search(made.text)):
            yield {}, number(Decimal(found[group]))

    return ask


FIGURES: dict[str, Ask] = {
    "income": one("收支总表", "收入总计", outer="收入"),
    "spending": one("收支总表", "支出总计", outer="支出"),
    "basic": one("支出总表", "合计", "基本支出"),
    "project_spending": one("支出总表", "合计", "项目支出"),
    "official": one(OFFICIAL, "合计", "合计"),
    "reception": one(OFFICIAL, "公务接待费", "合计"),
    "car": one(OFFICIAL, "②公务用车运行维护费", "合计"),
    "running": one("机关运行经费", "部门合计", "合计"),
    "fund_income": one("政府性基金预算收入表", "合计"),
    "account": accounts("支出总表"),
    "economic": economic,
    "final_income": final_income,
    "final_account": final_accounts,
    "basic_share": basic_share,
    "official_gap": gap(official_of),
    "more": gap(income_of),
    "offices": setup(1),
    "posts": setup(2),
}
