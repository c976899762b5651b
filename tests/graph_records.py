"""Small readings written by hand, in the genre's form, for the tests of the graph."""

from __future__ import annotations

from decimal import Decimal

from nlp.record import (
    BudgetLine,
    Contract,
    Document,
    Field,
    Figure,
    Finding,
    Funds,
    FundSources,
    Indicator,
    Organisation,
    Paragraph,
    Party,
    Piece,
    PolicyMention,
    ProjectPage,
    Reading,
    Span,
    Stretch,
)


def document(stem: str = "water-2025", unit: str = "云岭市水利局", year: int = 2025) -> Document:
    return Document(
        stem, f"{unit}{year}年部门预算公开", unit, year, "部门预算", "市级", f"{stem}.txt", f"sha-of-{stem}"
    )


def stretch(text: str, line: int, start: int = 0) -> Stretch:
    return Stretch(text, (Piece(0, line, range(start, start + len(text))),))


def figure(row: str = "一般公共服务支出", code: str | None = "201", value: str = "12500.00", line: int = 10) -> Figure:
    return Figure(
        "一般公共预算支出预算表", row, code, ("2025年预算数", "合计"), Decimal(value), "元", "1.25", Span(line, 8, 12)
    )


def budget_line(name: str = "山洪灾害防治", line: int = 30) -> BudgetLine:
    return BudgetLine(
        "本年预算", "云岭市水利局", name, Decimal("80000"), Funds(general=Decimal("80000")), Span(line, 0, 6)
    )


def page(
    name: str = "山洪灾害防治", line: int = 50, amount: str | None = "80000.50", unit: str | None = "市水文站"
) -> ProjectPage:
    return ProjectPage(
        name=name,
        dept_code="301",
        dept="云岭市水利局",
        unit=unit,
        attribute="延续性项目（阶段开展）",
        period="2024-2026",
        total_amount=None,
        year_amount=Decimal(amount) if amount else None,
        funds_period=FundSources(),
        funds_year=FundSources(municipal_county=Decimal("80000.50")),
        filled_at="20250110",
        indicators=(Indicator("year", "产出指标", "数量指标", "监测站点数", "≥43个", Span(line + 4, 9, 14)),),
        fields=(Field("立项依据", stretch("依据云市财农〔2025〕7号", line + 2, 5)),),
        span=Span(line, 5, 11),
        last=line + 9,
    )


def mention(
    number: str | None = "云市财农〔2025〕7号",
    title: str | None = None,
    relation: str = "basis",
    subject: str | None = None,
    line: int = 52,
    page_line: int | None = None,
) -> PolicyMention:
    printed = number or f"《{title}》"
    return PolicyMention(
        span=Span(line, 7, 7 + len(printed)),
        printed=printed,
        page=page_line,
        project=None,
        field="立项依据",
        title=title,
        number=number,
        issuer="云岭市财政局",
        kind="notice",
        relation=relation,
        subject_number=subject,
    )


def contract(line: int = 56, page_line: int | None = 50, unpaid: str | None = "13900") -> Contract:
    return Contract(
        span=Span(line, 0, 40),
        quote="审定金额27.77万元，已支付26.38万元，剩余1.39万元尚未支付",
        page=page_line,
        project="山洪灾害防治",
        label="预警广播安装",
        parties=(Party("云岭远山电子有限公司", "contractor", Span(line, 2, 12)),),
        amount=Decimal("277700"),
        amount_kind="审定金额",
        paid=Decimal("263800"),
        unpaid=Decimal(unpaid) if unpaid else None,
        retention=None,
        signed="2024-09",
        due=None,
        budgeted_now=None,
        computed_unpaid=Decimal("13900"),
        consistent=True,
        has_balance=True,
        planned=False,
    )


def organisation(
    name: str = "云岭市水利局", aliases: tuple[str, ...] = ("市水利局",), line: int = 1, parent: str | None = None
) -> Organisation:
    return Organisation(name, "government", aliases, (Span(line, 0, len(name)),), parent)


def reading(stem: str = "water-2025", year: int = 2025) -> Reading:
    """A document with one of everything."""
    return Reading(
        document=document(stem, year=year),
        figures=(figure(),),
        budget_lines=(budget_line(),),
        pages=(page(),),
        policies=(mention(page_line=50), mention("云财农〔2024〕3号", None, "forwards", "云市财农〔2025〕7号", 80)),
        contracts=(contract(),),
        organisations=(organisation(),),
        paragraphs=(Paragraph("一、单位职责", stretch("负责防汛抗旱。", 5)),),
        findings=(Finding("table-sum", "error", "合计与分项之和不符", "3", "4", (Span(10, 8, 12), Span(11, 8, 12))),),
    )
