"""Put a whole disclosure together: cover, contents, tables, explanations, project pages, attached notice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random

from nlp.generate.budget import Budget, budget, random_projects
from nlp.generate.damage import DAMAGES
from nlp.generate.layout import Row, blank, line, render
from nlp.generate.money import said, share, wan
from nlp.generate.names import CITIES, COUNTIES, DEPARTMENTS, PROVINCES, SURVEY, Department, number
from nlp.generate.projects import Form, Place, central_page, page, random_form
from nlp.generate.tables import Head, central, final_accounts, municipal
from nlp.record import Document, Reading

KINDS = ("municipal", "county", "central", "final")


@dataclass(frozen=True, slots=True)
class Issue:
    """Who publishes what: ``name`` is the department, ``duties`` and ``setup`` the paragraphs of 概况."""

    kind: str
    name: str
    year: int
    duties: str
    setup: str
    money: Budget


@dataclass(frozen=True, slots=True)
class Notice:
    """A policy document attached at the end."""

    issuer: str
    number: str
    title: str
    text: str
    date: str


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
    department = SURVEY if kind == "central" else rng.choice(DEPARTMENTS)
    province, letter = rng.choice(PROVINCES)
    city = rng.choice(COUNTIES if kind == "county" else CITIES)
    place = Place(province, letter, city, letter + city[0])
    year = rng.choice((2023, 2024, 2025, 2026))
    name = city + department.suffix if kind != "central" else f"国家统计局{city[:-1]}调查队"
    topics = rng.sample(department.topics, min(projects, len(department.topics)))
    money = budget(rng, department, random_projects(rng, department, name, topics))
    issue = Issue(kind, name, year, *random_words(rng, name, department), money)
    forms = [random_form(rng, place, department, name, p.name, p.unit, p.year, year) for p in money.projects]
    rows = build(rng, issue, forms if kind != "final" else [], [random_notice(rng, place, year)] if kind in ("municipal", "county") else [])
    chosen = tuple(sorted(name for name in DAMAGES if rng.random() < 0.5) if damages is None else damages)
    return finish(rng, f"generated-{kind}-{seed}", issue, rows, chosen)


def finish(rng: Random, stem: str, issue: Issue, rows: list[Row], damages: Collection[str]) -> Generated:
    """Apply the damages, number the lines, complete the truth."""
    kind, name, year = issue.kind, issue.name, issue.year
    for damage in damages:
        rows = DAMAGES[damage](rows, rng)
    text, truth = render(rows)
    document = Document(
        stem, title_of(kind, name, year), name, year, "部门决算" if kind == "final" else "部门预算",
        {"central": "中央", "county": "县级"}.get(kind, "市级"), f"{stem}.txt", sha256(text.encode()).hexdigest(),
    )  # fmt: skip
    reading = Reading(
        document, figures=tuple(truth.get("figures", ())), budget_lines=tuple(truth.get("budget_lines", ())),
        pages=tuple(truth.get("pages", ())), policies=tuple(truth.get("policies", ())), contracts=tuple(truth.get("contracts", ())),
    )  # fmt: skip
    return Generated(f"{stem}.txt", text, reading, tuple(damages))


def title_of(kind: str, name: str, year: int) -> str:
    return f"{name}{year}年度部门决算公开" if kind == "final" else f"{name}{year}年度部门预算公开"


def random_words(rng: Random, name: str, department: Department) -> tuple[str, str]:
    """职责 and 机构设置 of an invented department."""
    duties = f"贯彻执行国家和省有关法律法规，负责全市{department.topics[0]}等工作的组织实施和监督管理。"
    return duties, f"{name}内设{rng.randint(4, 12)}个科室，核定编制{rng.randint(20, 120)}人。"


def build(rng: Random, issue: Issue, forms: Sequence[Form], notices: Sequence[Notice]) -> list[Row]:
    """The rows of the whole document."""
    name, year, kind = issue.name, issue.year, issue.kind
    head = Head(name, year)
    rows = cover(kind, name, year)
    rows += [line("第一部分 概况", "heading"), blank(), line("一、本部门职责", "heading"), blank(), line(issue.duties), blank()]
    rows += [line("二、机构设置情况", "heading"), blank(), line(issue.setup), blank()]
    if kind == "central":
        rows += [line(f"第二部分 {name}{year}年部门预算表", "heading"), *central(issue.money, scaled(issue.money, rng), head)]
        rows += [*explain(issue.money, name, year), *terms()]
        return rows + [row for form in forms for row in central_page(form)]
    if kind == "final":
        money = plain(issue.money)
        rows += [line(f"第二部分 {year}年度部门决算表", "heading"), *final_accounts(money, head)]
        return [*rows, *explain_final(money, name, year), *terms()]
    rows += [line(f"第二部分 {year}年部门预算报表", "heading"), *municipal(issue.money, head), *explain(issue.money, name, year)]
    rows += [row for form in forms for row in page(form)]
    return [*rows, *terms(), *(row for entry in notices for row in attached(entry))]


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


def random_notice(rng: Random, place: Place, year: int) -> Notice:
    """A notice of the city that forwards the province's and repeals its own older one."""
    own, upper = number(rng, f"{place.city_letters}财综", year - 1), number(rng, f"{place.province_letter}财综", year - 1)
    old = number(rng, f"{place.city_letters}财综", year - 3)
    title = "政府购买服务指导性目录"
    upper_title = f"{place.province}财政厅关于印发〈{place.province}{title}〉的通知"
    text = f"各单位：现将《{upper_title}》（{upper}）转发给你们，请遵照执行。《{place.city}财政局关于印发〈{title}〉的通知》（{old}）同时废止。"
    return Notice(
        f"{place.city}财政局", own, f"关于转发《{upper_title}》的通知", text, f"{year - 1}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    )


def attached(notice: Notice) -> list[Row]:
    return [
        blank(), line(f"{notice.issuer}文件", "heading"), blank(), line(notice.number, "heading"), blank(),
        line(f"{notice.issuer}{notice.title}", "heading"), blank(), line(notice.text), blank(),
        line(notice.issuer), line(notice.date), blank(),
    ]  # fmt: skip
