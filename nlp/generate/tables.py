"""Statutory tables of the municipal template, the central template and final accounts, with every cell in the truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.generate.budget import CLASSES, ECONOMIC, LAND, Budget, Item, Project, tree
from nlp.generate.layout import Cell, Fact, Row, blank, cells, line
from nlp.generate.money import share, wan, yuan
from nlp.record import BudgetLine, Figure, Funds, Span

HERE = Span(0, 0, 0)
INCOME = ("一、一般公共预算", "二、政府性基金预算", "三、国有资本经营预算", "四、财政专户管理资金", "五、单位资金")
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over every table: the name of the table, the publishing department, its unit."""

    department: str
    year: int
    unit: str = "万元"

    def rows(self, title: str, label: str | None = "部门名称") -> list[Row]:
        top = [blank(), line(title, "heading"), blank()]
        if label:
            top += [line(f"{label}：{self.department}", "heading"), blank()]
        return [*top, line(f"单位：{self.unit}", "heading"), blank()]


def number(
    steps: int, table: str, row: str, column: Sequence[str], code: str | None = None, zero: bool = False, printed: str | None = None
) -> Cell:  # fmt: skip
    """A number cell with its figure; blank for nothing unless the template prints zeros."""
    text = printed if printed is not None else wan(steps) or ("0.00" if zero else "")
    if not text:
        return Cell("")
    figure = Figure(table, row, code, tuple(column), yuan(steps), "元", text, HERE)
    return Cell(text, [Fact("figures", lambda span: replace(figure, span=span))])


def percent(text: str, table: str, row: str, column: Sequence[str], code: str | None) -> Cell:
    from decimal import Decimal

    figure = Figure(table, row, code, tuple(column), Decimal(text.rstrip("%")), "%", text, HERE)
    return Cell(text, [Fact("figures", lambda span: replace(figure, span=span))])


def municipal(money: Budget, head: Head) -> list[Row]:
    """The thirteen tables of a municipal department budget."""
    year = str(head.year)
    plan = f"{year}年预算数"
    items = (*money.items, *((Item(*LAND, 0, money.land),) if money.land else ()))
    return [
        *balance(money, head),
        *income_by_account(money, items, head),
        *accounts("预算支出总表", f"{year}年预算支出总表", with_carried(items, money), head, plan),
        *grants(money, items, head),
        *accounts("一般公共预算支出预算表", f"{year}年一般公共预算支出预算表（不含上年结转）", money.items, head, plan),
        *economic(money, head, plan),
        *land_income(money, head),
        *land_spending(money, head),
        *state_capital(head),
        *three_public(money, head, plan),
        *running_costs(money, head),
        *project_table(money, head, "本年预算"),
        *project_table(money, head, "上年结转"),
    ]


def balance(money: Budget, head: Head) -> list[Row]:
    """预算收支总表: income on the left, spending on the right."""
    table = "预算收支总表"
    rows = head.rows(f"{head.year}年{table}")
    rows.append(cells(("收入", "", "支出", "", "", ""), "header"))
    rows.append(cells(("项目", f"{head.year}年", "项目", f"{head.year}年合计", "当年预算安排", "上年结转安排"), "header"))
    spending = [item for item in tree(money.items) if len(item.code) == 3]
    if money.land:
        spending = sorted([*spending, Item("212", CLASSES["212"], 0, money.land)], key=lambda item: item.code)
    carried_of = {code: sum(p.carried for p in money.projects if p.account.startswith(code)) for code in CLASSES}
    income = {INCOME[0]: money.general, INCOME[1]: money.land}
    for i in range(max(len(spending), len(INCOME))):
        left = [Cell(""), Cell("")]
        if i < len(INCOME):
            left = [Cell(INCOME[i]), number(income.get(INCOME[i], 0), table, INCOME[i], ("收入", f"{head.year}年"))]
        right = [Cell("") for _ in range(4)]
        if i < len(spending):
            item = spending[i]
            label = f"{NUMERALS[i]}、{item.name}"
            late = carried_of.get(item.code, 0)
            right = [Cell(label), *right_cells(table, label, item.total, late, head.year)]
        rows.append(Row([*left, *right], "figure"))
    for label, other, amount, late in (
        ("本年收入合计", "本年支出合计", money.year, money.carried),
        ("上年结转", "年终结转", money.carried, 0),
        ("收入总计", "支出总计", money.total, money.carried),
    ):
        left = [Cell(label), number(amount, table, label, ("收入", f"{head.year}年"))]
        right = [Cell("")] * 3 if label == "上年结转" else right_cells(table, other, money.year, late, head.year)
        rows.append(Row([*left, Cell(other), *right], "figure"))
    return rows


def right_cells(table: str, label: str, now: int, late: int, year: int) -> list[Cell]:
    columns = (f"{year}年合计", "当年预算安排", "上年结转安排")
    return [
        number(steps, table, label, ("支出", column)) for steps, column in zip((now + late, now, late), columns, strict=True)
    ]


def income_by_account(money: Budget, items: tuple[Item, ...], head: Head) -> list[Row]:
    table = "预算收入总表"
    rows = head.rows(f"{head.year}年{table}")
    rows.append(cells(("项目", "", "本年收入", "", "", "", "", "", "上年结转"), "header"))
    rows.append(
        cells(("科目编码", "科目名称", "合计", "一般公共预算", "政府性基金", "国有资本经营预算", "财政专户管理资金", "单位资金", ""), "header")
    )
    lines = [Item("", "合计", 0, money.year), *tree(items)]
    for item in lines:
        late = money.carried if not item.code else 0
        fund = "政府性基金" if item.code.startswith("212") else "一般公共预算"
        by_fund = {"合计": item.total, fund: item.total} if item.code else {
            "合计": money.year, "一般公共预算": money.general, "政府性基金": money.land}  # fmt: skip
        code = item.code or None
        values = [
            number(by_fund.get(column, 0), table, item.name, ("本年收入", column), code)
            for column in ("合计", "一般公共预算", "政府性基金", "国有资本经营预算", "财政专户管理资金", "单位资金")
        ]
        rows.append(Row([*label_cells(item), *values, number(late, table, item.name, ("上年结转",), code)], "figure"))
    return rows


def label_cells(item: Item) -> list[Cell]:
    return [Cell(item.code or item.name), Cell(item.name if item.code else "")]


def accounts(table: str, title: str, items: tuple[Item, ...], head: Head, over: str) -> list[Row]:
    """A table by functional account: total, basic, project."""
    rows = head.rows(title)
    rows.append(cells(("项目", "", over, "", ""), "header"))
    rows.append(cells(("科目编码", "科目名称", "合计", "基本支出", "项目支出"), "header"))
    whole = Item("", "合计", sum(i.basic for i in items), sum(i.project for i in items))
    for item in [whole, *tree(items)]:
        values = [
            number(steps, table, item.name, (over, column), item.code or None)
            for steps, column in ((item.total, "合计"), (item.basic, "基本支出"), (item.project, "项目支出"))
        ]
        rows.append(Row([*label_cells(item), *values], "figure"))
    return rows


def with_carried(items: tuple[Item, ...], money: Budget) -> tuple[Item, ...]:
    """The items with last year's money added to the accounts of its projects."""
    late = {item.code: sum(p.carried for p in money.projects if p.account == item.code) for item in items}
    return tuple(replace(item, project=item.project + late[item.code]) for item in items)


def grants(money: Budget, items: tuple[Item, ...], head: Head) -> list[Row]:
    """财政拨款收支总表."""
    table = "财政拨款收支总表"
    rows = head.rows(f"{head.year}年{table}")
    rows.append(cells(("收入", "", "支出", "", "", "", ""), "header"))
    rows.append(cells(("项目", "金额", "项目", "金额", "", "", ""), "header"))
    rows.append(cells(("", "", "", "小计", "一般公共预算", "政府性基金预算", "国有资本经营预算"), "header"))
    spending = [item for item in tree(items) if len(item.code) == 3]
    income = {INCOME[0]: money.general, INCOME[1]: money.land}
    for i in range(max(len(spending), 3)):
        left = [Cell(INCOME[i]), number(income.get(INCOME[i], 0), table, INCOME[i], ("收入", "金额"))] if i < 3 else [Cell(""), Cell("")]
        right = [Cell("")] * 5
        if i < len(spending):
            label = f"{NUMERALS[i]}、{spending[i].name}"
            land = spending[i].total if spending[i].code == "212" else 0
            right = [Cell(label), *grant_cells(table, label, spending[i].total - land, land)]
        rows.append(Row([*left, *right], "figure"))
    for label, other in (("本年收入合计", "本年支出合计"), ("收入总计", "支出总计")):
        left = [Cell(label), number(money.year, table, label, ("收入", "金额"))]
        rows.append(Row([*left, Cell(other), *grant_cells(table, other, money.general, money.land)], "figure"))
    return rows


def grant_cells(table: str, label: str, general: int, land: int) -> list[Cell]:
    parts = ((general + land, "小计"), (general, "一般公共预算"), (land, "政府性基金预算"))
    return [*(number(steps, table, label, ("支出", "金额", column)) for steps, column in parts), Cell("")]


def economic(money: Budget, head: Head, plan: str) -> list[Row]:
    table = "一般公共预算安排基本支出分经济科目表"
    rows = head.rows(f"{head.year}年{table}（不含上年结转）")
    rows.append(cells(("部门预算支出经济科目名称", "政府预算支出经济科目名称", plan, "", ""), "header"))
    rows.append(cells(("", "", "合计", "人员经费", "公用经费"), "header"))
    staff, public = sum(v for _, v in money.staff), sum(v for _, v in money.public)
    lines = [("合计", "", staff, public), ("工资福利支出", "", staff, 0)]
    lines += [(label, "工资福利支出", value, 0) for label, value in money.staff]
    lines += [("商品和服务支出", "", 0, public), *((label, "办公经费", 0, value) for label, value in money.public)]
    for label, gov, person, office in lines:
        values = [
            number(steps, table, label, (plan, column))
            for steps, column in ((person + office, "合计"), (person, "人员经费"), (office, "公用经费"))
        ]
        rows.append(Row([Cell(label), Cell(gov), *values], "figure"))
    return rows


def land_income(money: Budget, head: Head) -> list[Row]:
    table = "政府性基金预算收入表"
    rows = head.rows(f"{head.year}年{table}（不含上年结转）")
    rows.append(cells(("项目", "", "政府性基金收入预算"), "header"))
    rows.append(cells(("收入科目编码", "科目名称", ""), "header"))
    if not money.land:
        return [*rows, cells(("合计", "", ""), "figure"), blank(), line("注：本表无数据", "note")]
    for code, name in (("", "合计"), ("1030148", "国有土地使用权出让收入")):
        amount = number(money.land, table, name, ("政府性基金收入预算",), code or None)
        rows.append(Row([Cell(code or name), Cell(name if code else ""), amount], "figure"))
    return rows


def land_spending(money: Budget, head: Head) -> list[Row]:
    table = "政府性基金预算支出表"
    rows = head.rows(f"{head.year}年{table}（不含上年结转）")
    rows.append(cells(("科目编码", "科目名称", "合计", "基本支出", "项目支出"), "header"))
    if not money.land:
        return [*rows, cells(("合计", "", "", "", ""), "figure"), blank(), line("注：本表无数据", "note")]
    item = Item(*LAND, 0, money.land)
    for entry in [Item("", "合计", 0, money.land), *tree((item,))]:
        values = [
            number(steps, table, entry.name, (column,), entry.code or None)
            for steps, column in ((entry.total, "合计"), (0, "基本支出"), (entry.project, "项目支出"))
        ]
        rows.append(Row([*label_cells(entry), *values], "figure"))
    return rows


def state_capital(head: Head) -> list[Row]:
    return [
        *head.rows(f"{head.year}年国有资本经营预算收支预算表（不含上年结转）"),
        cells(("国有资本经营预算收入", "", "国有资本经营预算支出", "", "", "", ""), "header"),
        cells(("收入科目编码", "科目名称", "科目编码", "科目名称", "合计", "基本支出", "项目支出"), "header"),
        cells(("合计", "", "", "", "", "", ""), "figure"), blank(), line("注：本表无数据", "note"),
    ]  # fmt: skip


def three_public(money: Budget, head: Head, plan: str) -> list[Row]:
    table = "财政拨款安排“三公”经费支出预算表"
    rows = head.rows(f"{head.year}年{table}")
    rows.append(cells(("项目", plan, "", "", ""), "header"))
    rows.append(cells(("", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"), "header"))
    for label, value in (
        ("因公出国（境）费", 0), ("公务接待费", money.reception), ("公务用车购置及运行费", money.car), ("①公务用车购置费", 0),
        ("②公务用车运行维护费", money.car), ("合计", money.car + money.reception),
    ):  # fmt: skip
        values = [number(value, table, label, (plan, column)) for column in ("合计", "一般公共预算")]
        rows.append(Row([Cell(label), *values, Cell(""), Cell("")], "figure"))
    return rows


def running_costs(money: Budget, head: Head) -> list[Row]:
    table = "财政拨款安排机关运行经费预算表"
    over = f"{head.year}预算数"
    rows = head.rows(f"{head.year}年{table}")
    rows.append(cells(("单位名称", over, "", "", ""), "header"))
    rows.append(cells(("", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"), "header"))
    for label in ("部门合计", head.department):
        values = [number(money.running, table, label, (over, column)) for column in ("合计", "一般公共预算")]
        rows.append(Row([Cell(label), *values, Cell(""), Cell("")], "figure"))
    return rows


def project_table(money: Budget, head: Head, phase: str) -> list[Row]:
    """项目支出预算表: department total, unit subtotals, one leaf row a project."""
    table = f"项目支出预算表（{phase}）"
    now = phase == "本年预算"
    rows = head.rows(f"{head.year}年{table}")
    columns = ["一般公共预算", "政府性基金预算", "国有资本经营预算", *(["财政专户管理资金", "单位资金"] if now else [])]
    rows.append(cells(("项目名称", "合计", f"{head.year}年财政拨款", "", "", *([*columns[3:]] if now else [])), "header"))
    rows.append(cells(("", "", *columns[:3], *([""] * (len(columns) - 3))), "header"))
    rows.append(cells([str(i + 1) for i in range(len(columns) + 2)], "header"))
    entries = [(p, (p.general, p.land) if now else (p.carried, 0)) for p in money.projects]
    entries = [(p, funds) for p, funds in entries if sum(funds)]
    if not entries:
        return [*rows, blank(), line("注：本表无数据", "note")]
    rows.append(subtotal(table, head.department, [f for _, f in entries], columns, head.year))
    for unit in dict.fromkeys(p.unit for p, _ in entries):
        below = [(p, funds) for p, funds in entries if p.unit == unit]
        rows.append(subtotal(table, unit, [funds for _, funds in below], columns, head.year))
        rows += [leaf(p, funds, columns, phase) for p, funds in below]
    return rows


def subtotal(table: str, label: str, funds: Iterable[tuple[int, int]], columns: list[str], year: int) -> Row:
    parts = list(funds)
    general, land = sum(g for g, _ in parts), sum(x for _, x in parts)
    grant = f"{year}年财政拨款"
    values = [number(general + land, table, label, ("合计",))]
    values += [number(steps, table, label, (grant, column)) for steps, column in zip((general, land), columns, strict=False)]
    return Row([Cell(label), *values, *(Cell("") for _ in columns[2:])], "figure")


def leaf(project: Project, funds: tuple[int, int], columns: list[str], phase: str) -> Row:
    general, land = funds
    record = BudgetLine(
        phase, project.unit, project.name, yuan(general + land),
        Funds(yuan(general) if general else None, yuan(land) if land else None), HERE,
    )  # fmt: skip
    name = Cell(project.name, [Fact("budget_lines", lambda span: replace(record, span=span))])
    values = [Cell(wan(steps)) for steps in (general + land, general, land)]
    return Row([name, *values, *(Cell("") for _ in columns[2:])], "figure")


def central(money: Budget, last: Budget, head: Head) -> list[Row]:
    """The main tables of a central agency office; ``last`` holds last year's execution."""
    year = str(head.year)
    unit = [line("单位：万元", "heading"), blank()]
    table = "部门收支总表"
    rows = [line(f"## {table}", "heading"), blank(), *unit]
    rows.append(cells(("收 入", "", "支 出", ""), "header"))
    rows.append(cells(("项目", "预算数", "项目", "预算数"), "header"))
    spending = [item for item in tree(money.items) if len(item.code) == 3]
    names = ("一、一般公共预算拨款收入", "二、政府性基金预算拨款收入", "三、国有资本经营预算拨款收入", "四、其他收入")
    income = [(name, money.general if name == names[0] else 0) for name in names]
    for i in range(max(len(spending), len(income))):
        left = [Cell(income[i][0]), number(income[i][1], table, income[i][0], ("收入", "预算数"))] if i < 4 else [Cell(""), Cell("")]
        label = f"{NUMERALS[i]}、{spending[i].name}" if i < len(spending) else ""
        right = [Cell(label), number(spending[i].total, table, label, ("支出", "预算数"))] if label else [Cell(""), Cell("")]
        rows.append(Row([*left, *right], "figure"))
    for label, other in (("本年收入合计", "本年支出合计"), ("收入总计", "支出总计")):
        rows.append(
            Row([Cell(label), number(money.general, table, label, ("收入", "预算数")),
                 Cell(other), number(money.general, table, other, ("支出", "预算数"))], "figure")
        )  # fmt: skip
    rows += [blank(), line("## 部门支出总表", "heading"), blank(), *unit]
    rows.append(cells(("科目编码", "科目名称", "合计", "基本支出", "项目支出", "上缴上级支出"), "header"))
    rows += plain_accounts("部门支出总表", money.items, ("合计", "基本支出", "项目支出"), 1)
    rows += [blank(), line("## 一般公共预算支出表", "heading"), blank(), *unit, *compared(money, last, year)]
    rows += [blank(), line("## 一般公共预算基本支出表", "heading"), blank(), *unit, *basic_by_economy(money, year)]
    return rows


def plain_accounts(table: str, items: tuple[Item, ...], columns: tuple[str, str, str], empty: int) -> list[Row]:
    rows = []
    whole = Item("", "合计", sum(i.basic for i in items), sum(i.project for i in items))
    for item in [*tree(items), whole]:
        values = [
            number(steps, table, item.name, (column,), item.code or None)
            for steps, column in zip((item.total, item.basic, item.project), columns, strict=True)
        ]
        rows.append(Row([*label_cells(item), *values, *(Cell("") for _ in range(empty))], "figure"))
    return rows


def compared(money: Budget, last: Budget, year: str) -> list[Row]:
    """一般公共预算支出表 of the central template: last year's execution, this year's budget, the change."""
    table, before = "一般公共预算支出表", str(int(year) - 1)
    rows = [
        cells(("功能分类科目", "", f"{before}年执行数", f"{year}年预算数", "", "", f"{year}年预算数比{before}年执行数", ""), "header"),
        cells(("科目编码", "科目名称", "", "小计", "基本支出", "项目支出", "增减额", "增减(%)"), "header"),
    ]
    past = {item.code: item for item in [*tree(last.items), Item("", "合计", last.basic, last.general - last.basic)]}
    whole = Item("", "合计", money.basic, money.general - money.basic)
    for item in [*tree(money.items), whole]:
        was = past[item.code].total if item.code in past else 0
        code, change = item.code or None, (f"{year}年预算数比{before}年执行数", "增减额")
        delta = item.total - was
        values = [number(was, table, item.name, (f"{before}年执行数",), code, zero=True)]
        values += [
            number(steps, table, item.name, (f"{year}年预算数", column), code, zero=True)
            for steps, column in ((item.total, "小计"), (item.basic, "基本支出"), (item.project, "项目支出"))
        ]
        values.append(number(delta, table, item.name, change, code, zero=True))
        values.append(percent(share(delta, was), table, item.name, (change[0], "增减(%)"), code) if was else Cell(""))
        rows.append(Row([*label_cells(item), *values], "figure"))
    return rows


def basic_by_economy(money: Budget, year: str) -> list[Row]:
    table, over = "一般公共预算基本支出表", f"{year}年基本支出"
    rows = [
        cells(("部门预算支出经济分类科目", "", over, "", ""), "header"),
        cells(("科目编码", "科目名称", "合计", "人员经费", "公用经费"), "header"),
    ]
    for code, title, entries, column in (
        ("301", "工资福利支出", money.staff, "人员经费"), ("302", "商品和服务支出", money.public, "公用经费"),
    ):  # fmt: skip
        lines = [(code, title, sum(v for _, v in entries)), *((ECONOMIC[label], label, value) for label, value in entries)]
        for item_code, label, value in lines:
            values = [
                number(value if name in ("合计", column) else 0, table, label, (over, name), item_code)
                for name in ("合计", "人员经费", "公用经费")
            ]
            rows.append(Row([Cell(item_code), Cell(label), *values], "figure"))
    return rows


def final_accounts(money: Budget, head: Head) -> list[Row]:
    """The main tables of 部门决算: 收入支出决算总表, 收入决算表, 支出决算表, 一般公共预算财政拨款支出决算表."""
    table = "收入支出决算总表"
    rows = head.rows(table, "公开部门")
    rows.append(cells(("收入", "", "", "支出", "", ""), "header"))
    rows.append(cells(("项目", "行次", "决算数", "项目", "行次", "决算数"), "header"))
    spending = [item for item in tree(money.items) if len(item.code) == 3]
    income = ("一、一般公共预算财政拨款收入", "二、政府性基金预算财政拨款收入", "三、国有资本经营预算财政拨款收入", "四、上级补助收入")
    for i in range(max(len(spending), len(income))):
        left = [Cell(income[i]), Cell(str(i + 1)), number(money.general if not i else 0, table, income[i], ("收入", "决算数"))] \
            if i < len(income) else [Cell(""), Cell(str(i + 1)), Cell("")]  # fmt: skip
        label = f"{NUMERALS[i]}、{spending[i].name}" if i < len(spending) else ""
        right = [Cell(label), Cell(str(i + 32)), number(spending[i].total if label else 0, table, label, ("支出", "决算数"))]
        rows.append(Row([*left, *right], "figure"))
    for n, (label, other) in enumerate((("本年收入合计", "本年支出合计"), ("总计", "总计"))):
        rows.append(
            Row([Cell(label), Cell(str(27 + 4 * n)), number(money.general, table, label, ("收入", "决算数")),
                 Cell(other), Cell(str(58 + 4 * n)), number(money.general, table, other, ("支出", "决算数"))], "figure")
        )  # fmt: skip
    columns = ("本年支出合计", "基本支出", "项目支出")
    rows += head.rows("支出决算表", "公开部门")
    rows.append(cells(("功能分类科目编码", "科目名称", *columns, "上缴上级支出", "经营支出", "对附属单位补助支出"), "header"))
    rows += plain_accounts("支出决算表", money.items, columns, 3)
    title = "一般公共预算财政拨款支出决算表"
    rows += head.rows(title, "公开部门")
    rows.append(cells(("项目", "", "本年支出", "", ""), "header"))
    rows.append(cells(("功能分类科目编码", "科目名称", "小计", "基本支出", "项目支出"), "header"))
    whole = Item("", "合计", money.basic, money.general - money.basic)
    for item in [whole, *tree(money.items)]:
        values = [
            number(steps, title, item.name, ("本年支出", column), item.code or None)
            for steps, column in ((item.total, "小计"), (item.basic, "基本支出"), (item.project, "项目支出"))
        ]
        rows.append(Row([*label_cells(item), *values], "figure"))
    return rows
