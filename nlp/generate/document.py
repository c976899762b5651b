"""Put a whole disclosure together: cover, contents, tables, explanations, project pages, attached notice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

from nlp.generate.budget import Budget, budget
from nlp.generate.damage import DAMAGES
from nlp.generate.layout import Row, blank, line, render
from nlp.generate.money import said, share, wan
from nlp.generate.names import CITIES, COUNTIES, DEPARTMENTS, PROVINCES, Department, number
from nlp.generate.projects import Place, page, random_form
from nlp.generate.tables import Head, central, final_accounts, municipal
from nlp.record import Document, Reading

KINDS = ("municipal", "county", "central", "final")


@dataclass(frozen=True, slots=True)
class Generated:
    """``text`` as an extraction would leave it; ``truth`` what it says (contracts, policies, figures, pages, lines)."""

    name: str
    text: str
    truth: Reading
    damages: tuple[str, ...]


def generate(
    seed: int, kind: str = "municipal", projects: int = 6, damages: Collection[str] | None = None
) -> Generated:
    """One disclosure. ``damages`` names those of ``DAMAGES`` to apply; None draws some at random.

    >>> a, b = generate(7), generate(7)
    >>> a.text == b.text, len(a.truth.pages)
    (True, 6)
    """
    if kind not in KINDS:
        raise ValueError(f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    rng = Random(f"{kind}-{seed}")
    department = rng.choice(DEPARTMENTS)
    province, letter = rng.choice(PROVINCES)
    city = rng.choice(COUNTIES if kind == "county" else CITIES)
    place = Place(province, letter, city, letter + city[0])
    year = rng.choice((2023, 2024, 2025, 2026))
    name = city + department.suffix if kind != "central" else f"国家统计局{city[:-1]}调查队"
    topics = rng.sample(department.topics, min(projects, len(department.topics)))
    money = budget(rng, department, name, topics)
    rows = build(rng, kind, place, department, name, money, year)
    chosen = tuple(sorted(name for name in DAMAGES if rng.random() < 0.5) if damages is None else damages)
    for damage in chosen:
        rows = DAMAGES[damage](rows, rng)
    text, truth = render(rows)
    stem = f"generated-{kind}-{seed}"
    document = Document(
        stem, title_of(kind, name, year), name, year, "部门决算" if kind == "final" else "部门预算",
        {"central": "中央", "county": "县级"}.get(kind, "市级"), f"{stem}.txt", sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    reading = Reading(
        document, figures=tuple(truth.get("figures", ())), budget_lines=tuple(truth.get("budget_lines", ())),
        pages=tuple(truth.get("pages", ())), policies=tuple(truth.get("policies", ())), contracts=tuple(truth.get("contracts", ())),
    )  # fmt: skip
    return Generated(f"{stem}.txt", text, reading, chosen)


def title_of(kind: str, name: str, year: int) -> str:
    return f"{name}{year}年度部门决算公开" if kind == "final" else f"{name}{year}年度部门预算公开"


def build(rng: Random, kind: str, place: Place, department: Department, name: str, money: Budget, year: int) -> list[Row]:
    head = Head(name, year)
    rows = cover(kind, name, year)
    rows += [line("第一部分 概况", "heading"), blank(), line("一、本部门职责", "heading"), blank()]
    rows += [line(f"贯彻执行国家和省有关法律法规，负责全市{department.topics[0]}等工作的组织实施和监督管理。"), blank()]
    staff = rng.randint(20, 120)
    rows += [line("二、机构设置情况", "heading"), blank(), line(f"{name}内设{rng.randint(4, 12)}个科室，核定编制{staff}人。"), blank()]
    if kind == "central":
        rows += [line(f"第二部分 {name}{year}年部门预算表", "heading"), *central(money, scaled(money, rng), head)]
        return [*rows, *explain(money, name, year), *terms()]
    if kind == "final":
        rows += [line(f"第二部分 {year}年度部门决算表", "heading"), *final_accounts(plain(money), head)]
        return [*rows, *explain_final(plain(money), name, year), *terms()]
    rows += [line(f"第二部分 {year}年部门预算报表", "heading"), *municipal(money, head), *explain(money, name, year)]
    for project in money.projects:
        rows += page(random_form(rng, place, department, name, project.name, project.unit, project.year, year))
    return [*rows, *terms(), *notice(rng, place, department, year)]


def cover(kind: str, name: str, year: int) -> list[Row]:
    if kind == "central":
        return [line(str(year), "heading"), blank(), line(name, "heading"), blank(), line("部门预算", "heading"), blank()]
    word = "决算" if kind == "final" else "预算"
    return [blank(), line(name, "heading"), blank(), line(f"{year}年度部门{word}公开", "heading"), blank()]


def plain(money: Budget) -> Budget:
    """The same money without funds outside the general public budget."""
    projects = tuple(replace(project, land=0, carried=0) for project in money.projects)
    return replace(money, land=0, carried=0, projects=projects)


def scaled(money: Budget, rng: Random) -> Budget:
    """Last year's execution: every account a little more or less."""
    return replace(money, items=tuple(replace(i, basic=i.basic * rng.randint(80, 110) // 100) for i in money.items))


def explain(money: Budget, name: str, year: int) -> list[Row]:
    """情况说明 with the figures of the tables."""
    classes = "；".join(
        f"{label}{wan(amount, True)}万元，占{share(amount, money.total)}"
        for label, amount in (("基本支出", money.basic), ("项目支出", money.total - money.basic))
    )
    return [
        blank(), line(f"第三部分 {year}年度部门预算情况说明", "heading"), blank(), line("一、部门预算收支情况", "heading"), blank(),
        line(
            f"{year}年度{name}预算收入总计{wan(money.total, True)}万元，其中：本年收入{wan(money.year, True)}万元，"
            f"上年结转{wan(money.carried, True) or '0'}万元。"
        ),
        blank(), line("二、支出预算情况说明", "heading"), blank(),
        line(f"{year}年度{name}支出预算{wan(money.total, True)}万元，其中：{classes}。"), blank(),
        line("三、“三公”经费情况说明", "heading"), blank(),
        line(
            f"{year}年{name}“三公”经费预算{said(money.car + money.reception)}，其中：公务接待费{said(money.reception)}，"
            f"公务用车运行维护费{said(money.car)}。"
        ),
        blank(), line("四、机关运行经费情况说明", "heading"), blank(), line(f"本部门{year}年机关运行经费预算{said(money.running)}。"), blank(),
    ]  # fmt: skip


def explain_final(money: Budget, name: str, year: int) -> list[Row]:
    return [
        blank(), line(f"第三部分 {year}年度部门决算情况说明", "heading"), blank(), line("一、收入支出决算总体情况说明", "heading"), blank(),
        line(
            f"{name}{year}年度收入总计{wan(money.general, True)}万元，支出总计{wan(money.general, True)}万元。"
            f"其中基本支出{wan(money.basic, True)}万元，占{share(money.basic, money.general)}。"
        ),
        blank(),
    ]  # fmt: skip


def terms() -> list[Row]:
    return [
        blank(), line("第四部分 名词解释", "heading"), blank(),
        line("一、一般公共预算：指以税收为主体的财政收入，用于保障和改善民生等方面的收支预算。"), blank(),
        line("二、基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"), blank(),
    ]  # fmt: skip


def notice(rng: Random, place: Place, department: Department, year: int) -> list[Row]:
    """An attached notice of the city that forwards the province's and repeals its own older one."""
    own, upper = number(rng, f"{place.city_letters}财综", year - 1), number(rng, f"{place.province_letter}财综", year - 1)
    old = number(rng, f"{place.city_letters}财综", year - 3)
    title = "政府购买服务指导性目录"
    return [
        blank(), line(f"{place.city}财政局文件", "heading"), blank(), line(own, "heading"), blank(),
        line(f"{place.city}财政局关于转发《{place.province}财政厅关于印发〈{title}〉的通知》的通知", "heading"), blank(),
        line(f"现将《{place.province}财政厅关于印发〈{title}〉的通知》（{upper}）转发给你们，请遵照执行。《{place.city}财政局关于印发〈{title}〉的通知》（{old}）同时废止。"),
        blank(), line(f"{year - 1}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"), blank(),
    ]  # fmt: skip
