"""The money of one invented department: accounts, funds, projects, economic items, all adding up. Steps of 0.01 万元."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from nlp.generate.money import split
from nlp.generate.names import Department

CLASSES = {
    "201": "一般公共服务支出", "205": "教育支出", "207": "文化旅游体育与传媒支出", "208": "社会保障和就业支出", "210": "卫生健康支出",
    "212": "城乡社区支出", "213": "农林水支出", "214": "交通运输支出", "221": "住房保障支出",
}  # fmt: skip
GROUPS = {
    "20105": "统计信息事务", "20138": "市场监督管理事务", "20701": "文化和旅游", "20805": "行政事业单位养老支出", "21011": "行政事业单位医疗",
    "21208": "国有土地使用权出让收入安排的支出", "21301": "农业农村", "21303": "水利", "21401": "公路水路运输", "22102": "住房改革支出",
}  # fmt: skip
WELFARE = (
    ("2080505", "机关事业单位基本养老保险缴费支出"), ("2080506", "机关事业单位职业年金缴费支出"),
    ("2101101", "行政单位医疗"), ("2101103", "公务员医疗补助"), ("2210201", "住房公积金"),
)  # fmt: skip
LAND = ("2120899", "其他国有土地使用权出让收入安排的支出")
STAFF = ("基本工资", "津贴补贴", "奖金", "绩效工资", "机关事业单位基本养老保险缴费", "职工基本医疗保险缴费", "住房公积金")
PUBLIC = ("办公费", "印刷费", "水费", "电费", "差旅费", "会议费", "培训费", "公务接待费", "工会经费", "公务用车运行维护费", "其他交通费用")
ECONOMIC = {
    "基本工资": "30101", "津贴补贴": "30102", "奖金": "30103", "绩效工资": "30107", "机关事业单位基本养老保险缴费": "30108",
    "职工基本医疗保险缴费": "30110", "住房公积金": "30113", "办公费": "30201", "印刷费": "30202", "水费": "30205", "电费": "30206",
    "差旅费": "30211", "会议费": "30215", "培训费": "30216", "公务接待费": "30217", "工会经费": "30228",
    "公务用车运行维护费": "30231", "其他交通费用": "30239",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """A 项 (7-digit functional account)."""

    code: str
    name: str
    basic: int
    project: int

    @property
    def total(self) -> int:
        return self.basic + self.project


@dataclass(frozen=True, slots=True)
class Project:
    """``general`` and ``land`` (政府性基金) are this year's money; ``carried`` comes from last year (上年结转)."""

    name: str
    unit: str
    account: str
    general: int
    land: int
    carried: int

    @property
    def year(self) -> int:
        return self.general + self.land


@dataclass(frozen=True, slots=True)
class Budget:
    items: tuple[Item, ...]
    """general public budget of this year"""
    land: int
    """government-managed funds of this year, all under LAND, all project"""
    carried: int
    projects: tuple[Project, ...]
    staff: tuple[tuple[str, int], ...]
    public: tuple[tuple[str, int], ...]
    car: int
    reception: int
    running: int
    """机关运行经费"""

    @property
    def general(self) -> int:
        return sum(item.total for item in self.items)

    @property
    def basic(self) -> int:
        return sum(item.basic for item in self.items)

    @property
    def year(self) -> int:
        return self.general + self.land

    @property
    def total(self) -> int:
        return self.year + self.carried


def random_projects(rng: Random, department: Department, name: str, names: list[str]) -> tuple[Project, ...]:
    """One project for each of ``names``, under the department or one of its units."""
    units = [name, *(name[: -len(department.suffix)] + unit for unit in department.units)]
    accounts = [code for code, _ in department.accounts[1:]]
    return tuple(
        Project(
            project, units[0] if i < 3 else rng.choice(units), rng.choice(accounts), rng.randrange(200, 60000),
            rng.randrange(100, 9000) if rng.random() < 0.25 else 0, rng.randrange(100, 5000) if rng.random() < 0.2 else 0,
        )
        for i, project in enumerate(names)
    )  # fmt: skip


def budget(rng: Random, department: Department, projects: tuple[Project, ...]) -> Budget:
    """A budget of random size around ``projects``."""
    car, reception = rng.randrange(100, 1500), rng.randrange(20, 200)
    other = [rng.randrange(50, 4000) for _ in PUBLIC]
    public = tuple(
        (label, {"公务用车运行维护费": car, "公务接待费": reception}.get(label, value))
        for label, value in zip(PUBLIC, other, strict=True)
    )
    welfare = [(code, label, rng.randrange(500, 9000)) for code, label in WELFARE]
    pay = rng.randrange(30000, 90000)
    staff_total = pay + sum(value for _, _, value in welfare)
    staff = tuple(zip(STAFF, split(rng, staff_total, len(STAFF)), strict=True))
    run_code, run_name = department.accounts[0]
    items = [Item(run_code, run_name, pay + sum(v for _, v in public), 0)]
    for code, label in department.accounts[1:]:
        items.append(Item(code, label, 0, sum(p.general for p in projects if p.account == code)))
    items += [Item(code, label, value, 0) for code, label, value in welfare]
    return Budget(
        tuple(sorted((item for item in items if item.total), key=lambda item: item.code)),
        sum(p.land for p in projects), sum(p.carried for p in projects), projects, staff, public, car, reception,
        sum(v for _, v in public),
    )  # fmt: skip


def tree(items: tuple[Item, ...]) -> list[Item]:
    """The items with their 类 and 款 rows above them, as account tables print them."""
    rows: list[Item] = []
    seen: set[str] = set()
    for item in items:
        for size, names in ((3, CLASSES), (5, GROUPS)):
            code = item.code[:size]
            if code not in seen:
                seen.add(code)
                below = [other for other in items if other.code.startswith(code)]
                rows.append(Item(code, names[code], sum(o.basic for o in below), sum(o.project for o in below)))
        rows.append(item)
    return rows
