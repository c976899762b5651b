"""Three departments written by hand, in the genre's form, for the tests of the question box.

青溪市水务局 2025 (rows, pages, contracts, policies), 青溪市民政局 2026 and 石桥县水务局 2025, which shares an abbreviation
and a project name with the first. All names and numbers are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import replace_document
from kg.store import Reader, open_reader, open_writer
from nlp.record import (
    BudgetLine,
    Contract,
    Document,
    Field,
    Figure,
    Funds,
    FundSources,
    Indicator,
    Organisation,
    Paragraph,
    Party,
    PolicyMention,
    ProjectPage,
    Reading,
    Span,
)
from tests.graph_records import stretch

WATER, CIVIL, COUNTY = "青溪市水务局", "青溪市民政局", "石桥县水务局"
CARE = "财政拨款安排“三公”经费支出预算表"


def cell(table: str, row: str, column: str, wan: str, line: int, code: str | None = None, year: int = 2025) -> Figure:
    return Figure(table, row, code, (f"{year}年预算数", column), Decimal(wan) * 10000, "元", wan, Span(line, 5, 9))


def prose(row: str, value: str, unit: str, line: int, of: str | None = None) -> Figure:
    return Figure(None, row, None, (), Decimal(value), unit, value, Span(line, 0, 20), "情况说明", of)


def row_of(unit: str, name: str, wan: str, line: int, fund: str = "general", table: str = "本年预算") -> BudgetLine:
    amount = Decimal(wan) * 10000
    return BudgetLine(table, unit, name, amount, Funds(**{fund: amount}), Span(line, 0, len(name)))


def page_of(
    dept: str, name: str, wan: str, line: int, attribute: str, satisfaction: str = "≥90%",
    whole: str | None = None, extra: tuple[Indicator, ...] = (), goal: str = "按计划完成", year: int = 2025, unit: str | None = None,
) -> ProjectPage:  # fmt: skip
    return ProjectPage(
        name, "301", dept, unit or dept, attribute, "1年" if "一次性" in attribute else "3年",
        Decimal(whole or wan) * 10000, Decimal(wan) * 10000, FundSources(), FundSources(municipal_county=Decimal(wan) * 10000),
        "20241101", (Indicator("year", "满意度指标", "服务对象满意度", "群众满意度", satisfaction, Span(line + 8, 0, 5)), *extra),
        (Field("立项依据", stretch("根据有关规定", line + 4)), Field("总体目标（年度）", stretch(goal, line + 6))),
        Span(line, 5, 5 + len(name)), line + 9, year,
    )  # fmt: skip


def cites(page: int, project: str, title: str | None, number: str | None, line: int, kind: str = "notice") -> PolicyMention:
    return PolicyMention(Span(line, 0, 8), number or title or "", page, project, "立项依据", title, number, None, kind, "basis")


def owed(
    line: int, page: int, project: str, label: str, amount: str, paid: str, unpaid: str, company: str, role: str = "contractor",
    retention: str | None = None, due: str | None = "2025-06", consistent: bool = True,
) -> Contract:  # fmt: skip
    wan = {key: Decimal(value) * 10000 for key, value in (("amount", amount), ("paid", paid), ("unpaid", unpaid))}
    return Contract(
        Span(line, 0, 30), f"{label}合同金额{amount}万元，已支付{paid}万元，未付{unpaid}万元", page, project, label, (Party(company, role),),
        wan["amount"], "合同金额", wan["paid"], wan["unpaid"], Decimal(retention) * 10000 if retention else None, None, due, None,
        wan["amount"] - wan["paid"], consistent, True, False,
    )  # fmt: skip


def water() -> Reading:
    year = Document("water-2025", f"{WATER}2025年部门预算", WATER, 2025, "部门预算", "市级", "water-2025.txt", "w")
    rows = (
        row_of(WATER, "白杨河清淤工程", "500", 30), row_of(WATER, "白杨河清淤工程", "120", 31, "gov_fund"),
        row_of(WATER, "城区排水管网维护", "80", 32), row_of(WATER, "遗属生活补助", "1.2", 33),
        row_of("青溪市水库管理中心", "小型水库巡查", "36", 34), row_of(WATER, "抗旱应急水源建设", "49", 35, "general", "上年结转"),
    )  # fmt: skip
    pages = (
        page_of(WATER, "白杨河清淤工程", "500", 50, "一次性项目（1年结束）", "≥95%", goal="完成河道清淤"),
        page_of(WATER, "城区排水管网维护", "80", 70, "延续性项目（阶段开展）", whole="240",
                extra=(Indicator("year", "产出指标", "数量指标", "维护管网长度", "≥36公里", Span(79, 0, 6)),
                       Indicator("year", "产出指标", "数量指标", "内涝点整治数量", "12处", Span(80, 0, 6)))),
        page_of(WATER, "遗属生活补助", "1.2", 90, "经常性项目（长期开展）"),
        page_of(WATER, "小型水库巡查", "36", 110, "经常性项目（长期开展）", "≥85%", unit="青溪市水库管理中心"),
    )  # fmt: skip
    policies = (
        cites(50, "白杨河清淤工程", "关于加强河道治理的通知", "川水函〔2024〕15号", 54),
        cites(70, "城区排水管网维护", "关于加强河道治理的通知", "川水函〔2024〕15号", 74),
        cites(70, "城区排水管网维护", None, "市长办公会议纪要〔2024〕7次", 74, "minutes"),
        cites(90, "遗属生活补助", "机关工作人员遗属补助办法", None, 94, "regulation"),
        PolicyMention(Span(200, 0, 9), "青财综〔2025〕3号", None, None, "正文", "关于转发购买服务目录的通知", "川财综〔2025〕8号", None, "notice",
                      "forwards", "青财综〔2025〕3号"),
        PolicyMention(Span(201, 0, 9), "青财综〔2022〕9号", None, None, "正文", "关于印发购买服务目录的通知", "青财综〔2022〕9号", None, "notice",
                      "repeals", "青财综〔2025〕3号"),
    )  # fmt: skip
    contracts = (
        owed(53, 50, "白杨河清淤工程", "清淤施工", "600", "420", "180", "四川禹通建设有限公司", retention="18"),
        owed(53, 50, "白杨河清淤工程", "清淤监理", "12", "9", "3", "青溪正大工程监理有限公司", "supervisor"),
        owed(73, 70, "城区排水管网维护", "管网检测", "20", "8", "13", "四川禹通建设有限公司", due="2025-11", consistent=False),
    )  # fmt: skip
    figures = (
        cell("预算收支总表", "收入总计", "收入", "1500", 12), cell("预算收支总表", "支出总计", "支出", "1500", 12),
        cell("一般公共预算支出预算表", "行政运行", "合计", "420.5", 16, "2130301"), cell("预算支出总表", "农林水支出", "合计", "1157", 15, "213"),
        cell(CARE, "合计", "合计", "6.5", 20), cell(CARE, "公务接待费", "合计", "1.5", 21),
        prose("项目支出", "7372000", "元", 41, "支出预算"), prose("占比", "49.1", "%", 41, "项目支出"),
        prose("预算收入总计", "15000000", "元", 40), prose("比上年减少额", "2000000", "元", 40, "预算收入总计"),
        prose("内设科室个数", "7", "个", 5), prose("核定编制", "33", "人", 5), prose("公务用车实有", "4", "辆", 44),
        prose("公务用车编制", "5", "辆", 44),
    )  # fmt: skip
    organisations = tuple(
        Organisation(name, kind, (), (Span(53, 0, 4),))
        for name, kind in (("四川禹通建设有限公司", "company"), ("青溪正大工程监理有限公司", "company"), ("青溪市水库管理中心", "public_institution"))
    )
    paragraphs = (Paragraph("情况说明", stretch("预算收入总计1500万元，比上年减少200万元，主要原因是专项资金减少。", 40)),)
    return Reading(year, (), figures, rows, pages, policies, contracts, organisations, paragraphs)


def civil() -> Reading:
    doc = Document("civil-2026", f"{CIVIL}2026年部门预算", CIVIL, 2026, "部门预算", "市级", "civil-2026.txt", "c")
    rows = (row_of(CIVIL, "养老服务补贴", "900", 30), row_of(CIVIL, "遗属生活补助", "2.4", 31))
    pages = (page_of(CIVIL, "养老服务补贴", "900", 50, "经常性项目（长期开展）", year=2026),)
    figures = (
        cell("预算收支总表", "收入总计", "收入", "2300", 12, year=2026),
        cell(CARE, "合计", "合计", "9", 20, year=2026), prose("项目支出", "9024000", "元", 41, "支出预算"),
    )  # fmt: skip
    return Reading(doc, (), figures, rows, pages)


def county() -> Reading:
    doc = Document("county-2025", f"{COUNTY}2025年部门预算", COUNTY, 2025, "部门预算", "县级", "county-2025.txt", "k")
    rows = (row_of(COUNTY, "农村饮水安全巩固提升", "66", 30),)
    figures = (cell(CARE, "合计", "合计", "3", 20),)
    return Reading(doc, (), figures, rows)


@contextmanager
def built_town(folder: Path) -> Iterator[Reader]:
    """A reader over the three departments."""
    iris = Iris()
    with open_writer(folder) as writer:
        for reading in (water(), civil(), county()):
            replace_document(writer, iris, reading.document.id, set(to_quads(reading, iris=iris)))
    reader = open_reader(folder)
    try:
        yield reader
    finally:
        reader.close()
