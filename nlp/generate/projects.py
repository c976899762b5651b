"""Project pages (项目支出绩效目标表) with bases, contracts and indicators, all in the truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from nlp.generate.contracts import Sentence, payables, sentence
from nlp.generate.layout import Cell, Fact, Row, blank, cells, line
from nlp.generate.money import yuan
from nlp.generate.names import NOTICES, Department, number, printed_number
from nlp.record import FundSources, Indicator, PolicyMention, ProjectPage, Span

HERE = Span(0, 0, 0)
ATTRIBUTES = (("延续性项目（阶段开展）", "3年"), ("一次性项目（1年结束）", "1年"), ("经常性项目（长期开展）", "99年"))
FUNDS = ("其中：中央财政资金", "省级财政资金", "市县（区）财政资金", "单位自筹", "其他资金")
LEVELS = (
    ("产出指标", "数量指标", ("{topic}完成数量", "检查点位数量", "培训场次"), ("≥12处", "8个", "≥4次", "30套", "≤600米")),
    ("产出指标", "质量指标", ("验收合格率", "资料归档完整率"), ("100%", "≥95%")),
    ("产出指标", "时效指标", ("工作完成时间", "资金支付时间"), ("12月底前", "2025年10月底前", "11月前")),
    ("产出指标", "成本指标", ("{topic}总成本",), ("≤{cost}万元",)),
    ("效益指标", "社会效益", ("提升{topic}保障水平",), ("提升", "持续提升")),
    ("效益指标", "生态效益", ("改善周边环境",), ("改善",)),
    ("满意度指标", "服务对象满意度", ("群众满意度", "服务对象满意度"), ("≥90%", "≥95%")),
)  # fmt: skip
NEEDS = ("现有设施使用年限较长，故障多发，需及时更新。", "是履行法定职责、保障群众利益的需要。", "有利于提高管理水平，防范风险隐患。")
MEASURES = ("由业务科室承办，财务科按单位财务管理制度审核支付。", "严格执行政府采购规定，专款专用，全程接受监督。")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the invented department sits: its city, its province and the letters both use in document numbers."""

    province: str
    province_letter: str
    city: str
    city_letters: str


@dataclass(frozen=True, slots=True)
class Form:
    """What one page says. ``whole``/``steps``: money of the whole period and of the year, in steps of 0.01 万元."""

    heading: str
    project: str
    code: str
    dept: str
    unit: str
    attribute: str
    period: str
    whole: int
    steps: int
    year: int
    filled_at: str
    goals: tuple[str, str]
    fields: tuple[tuple[str, Cell], ...]
    indicators: tuple[tuple[Indicator, Indicator], ...]


def random_form(
    rng: Random, place: Place, department: Department, dept: str, project: str, unit: str, steps: int, year: int
) -> Form:  # fmt: skip
    attribute, period = rng.choice(ATTRIBUTES)
    clock = f"{rng.randint(8, 18):02d}{rng.randint(0, 59):02d}{rng.randint(0, 59):02d}"
    goal = f"完成{project}各项任务，资金及时足额支付。"
    return Form(
        f"{place.city}预算部门（单位）项目支出绩效目标表", project, department.code, dept, unit, attribute, period,
        steps * 3 if period == "3年" else steps, steps, year, f"{year - 1}{rng.randint(10, 12)}{rng.randint(10, 28)}{clock}",
        (goal, goal), tuple(narrative(rng, place, department, dept, project, year, steps)), tuple(choose_indicators(rng, project, steps)),
    )  # fmt: skip


def page(form: Form) -> list[Row]:
    """The rows of a page, with the record it should give."""
    record = ProjectPage(
        name=form.project, dept_code=form.code, dept=form.dept, unit=form.unit, attribute=form.attribute, period=form.period,
        total_amount=yuan(form.whole), year_amount=yuan(form.steps), funds_period=sources(form.whole),
        funds_year=sources(form.steps), filled_at=form.filled_at, indicators=tuple(i for pair in form.indicators for i in pair),
        fields=(), span=HERE, last=0, year=form.year,
    )  # fmt: skip
    name = Cell(form.project, [Fact("pages", lambda span: replace(record, span=span))])
    rows = [
        blank(), line(form.heading, "heading"), line(f"（{form.year}年度）", "heading"), blank(),
        Row([Cell("项目名称"), name, *(Cell("") for _ in range(6))], "field"),
        cells(("主管部门及代码", f"{form.code}-{form.dept}", "", "实施单位", form.unit, "", "", ""), "field"),
        cells(("项目属性", form.attribute, "", "项目期", form.period, "", "", ""), "field"),
        cells(("项目资金（元）", "实施期资金总额:", f"{yuan(form.whole):,f}", "年度资金总额:", f"{yuan(form.steps):,f}", "", "", ""), "field"),
    ]  # fmt: skip
    for label, whole, part in zip(FUNDS, parts(form.whole), parts(form.steps), strict=True):
        printed = ["" if amount is None else f"{yuan(amount):,f}" for amount in (whole, part)]
        rows.append(cells(("", label, printed[0], label, printed[1], "", "", ""), "field"))
    rows += [Row([Cell(label), cell, *(Cell("") for _ in range(6))], "field") for label, cell in form.fields]
    rows.append(cells(("实施期目标", "", "", "", "年度目标", "", "", ""), "header"))
    rows.append(cells(("总体目标", form.goals[0], "", "", form.goals[1], "", "", ""), "field"))
    rows.append(cells(("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"), "header"))
    rows += indicator_rows(form.indicators)
    rows.append(cells(("负责人:", "经办人:", "", "联系电话:", "", "填报日期:", form.filled_at, ""), "field"))
    return rows


def central_page(form: Form) -> list[Row]:
    """项目绩效目标表 of the central template: 万元, one goal, only this year's indicators, with a 分值 column."""
    indicators = tuple(year for _, year in form.indicators)
    record = ProjectPage(
        name=form.project, dept_code=form.code, dept=form.dept, unit=form.unit, attribute=None, period=None, total_amount=None,
        year_amount=yuan(form.steps), funds_period=FundSources(), funds_year=FundSources(central=yuan(form.steps)), filled_at=None,
        indicators=indicators, fields=(), span=HERE, last=0, year=form.year,
    )  # fmt: skip
    name = Cell(form.project, [Fact("pages", lambda span: replace(record, span=span))])
    amount = f"{form.steps / 100:.2f}"
    rows = [
        blank(), line("项目绩效目标表", "heading"), line(f"（{form.year}年度）", "heading"), blank(),
        Row([Cell("项目名称"), name, *(Cell("") for _ in range(4))], "field"),
        cells(("主管部门及代码", f"[{form.code}]{form.dept}", "实施单位", form.unit, "", ""), "field"),
        cells(("项目资金（万元）", "年度资金总额:", amount, "", "执行率分值（10）", ""), "field"),
        cells(("", "其中:财政拨款", amount, "", "", ""), "field"), cells(("", "上年结转", "-", "", "", ""), "field"),
        cells(("年度总体目标", form.goals[1], "", "", "", ""), "field"),
        cells(("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值（90）"), "header"),
    ]  # fmt: skip
    last1 = last2 = ""
    for entry in indicators:
        level1, level2 = entry.l1 or "", entry.l2 or ""
        texts = ("", "" if level1 == last1 else level1, "" if level2 == last2 else level2, entry.l3, entry.value, "10.00")
        rows.append(cells(texts, "indicator"))
        last1, last2 = level1, level2
    return rows


def parts(steps: int) -> tuple[int | None, int | None, int | None, int | None, int | None]:
    return (0, 0, steps, 0, None)


def sources(steps: int) -> FundSources:
    return FundSources(Decimal(0), Decimal(0), yuan(steps), Decimal(0), None)


def choose_indicators(rng: Random, topic: str, steps: int) -> list[tuple[Indicator, Indicator]]:
    """Pairs (period, year) of the same indicator."""
    chosen = []
    for level1, level2, names, values in LEVELS:
        for name in rng.sample(names, rng.randint(1, len(names))):
            value = rng.choice(values).format(cost=f"{Decimal(steps) / 100:f}".rstrip("0").rstrip("."))
            pair = [Indicator(stage, level1, level2, name.format(topic=topic), value, HERE) for stage in ("period", "year")]
            chosen.append((pair[0], pair[1]))
    return chosen


def indicator_rows(indicators: Sequence[tuple[Indicator, Indicator]]) -> list[Row]:
    """Rows as the form prints them: merged level cells are blank below their first row."""
    rows: list[Row] = []
    last1 = last2 = ""
    for period, year in indicators:
        level1 = period.l1 if period.l1 != last1 else ""
        level2 = period.l2 if period.l2 != last2 else ""
        last1, last2 = period.l1 or "", period.l2 or ""
        texts = ("", level1, level2, period.l3, period.value, level2, year.l3, year.value)
        rows.append(cells([text or "" for text in texts], "indicator"))
    return rows


def narrative(
    rng: Random, place: Place, department: Department, dept: str, project: str, year: int, steps: int
) -> list[tuple[str, Cell]]:
    """The five text fields."""
    overview = Cell("")
    add(overview, f"{project}是{dept}{year}年重点工作。")
    count = rng.choice((0, 1, 1, 2, 3))
    if rng.random() < 0.15:
        add(overview, *told(payables(rng, project, rng.randint(3, 6))))
    for _ in range(count):
        add(overview, *told(sentence(rng, place.city, project, year, cap=max(1000, steps * 2))))
    basis = Cell("")
    add(basis, "根据")
    add_policy(rng, basis, place, department, project, year)
    if rng.random() < 0.5:
        add(basis, "和")
        add_policy(rng, basis, place, department, project, year)
    add(basis, "精神，开展此项工作。")
    return [
        ("项目概况", overview), ("立项依据", basis), ("项目设立必要性", Cell(rng.choice(NEEDS))),
        ("保证项目实施的制度、措施", Cell(rng.choice(MEASURES))), ("项目实施计划", Cell(f"预计{year}年{rng.randint(6, 11)}月底前完成。")),
    ]  # fmt: skip


def told(told: Sentence) -> tuple[str, Sequence[Fact]]:
    return told.text, told.facts


def add(cell: Cell, text: str, facts: Sequence[Fact] = ()) -> None:
    """Append text to a cell; its facts move along."""
    at = len(cell.text)
    cell.text += text
    cell.facts += [Fact(f.kind, f.make, f.start + at, at + (len(text) if f.end is None else f.end)) for f in facts]


def add_policy(rng: Random, cell: Cell, place: Place, department: Department, project: str, year: int) -> None:
    """Append 《title》（number） of the province's or the city's notice."""
    province = rng.random() < 0.6
    letters = (place.province_letter if province else place.city_letters) + department.agency
    issuer = place.province + department.suffix.removesuffix("局") + "厅" if province else place.city + department.suffix
    canonical = number(rng, letters, year - rng.randint(0, 5))
    title = f"关于{rng.choice(NOTICES).format(topic=project, year=year - 1)}"
    text = f"{issuer}《{title}》（{printed_number(rng, canonical)}）"
    add(cell, text, [Fact("policies", mention(text, project, title, canonical, issuer), len(issuer), len(text))])


def mention(printed: str, project: str, title: str, canonical: str, issuer: str) -> Callable[[Span], PolicyMention]:
    record = PolicyMention(HERE, printed, None, project, "立项依据", title, canonical, issuer, "notice", "basis")
    return lambda span: replace(record, span=span)
