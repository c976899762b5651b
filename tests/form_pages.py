"""Project pages of our own writing, in the forms of several provinces and with the damage of real extractions."""

from __future__ import annotations

import re

from nlp.frame import Frame
from nlp.project_page import read_pages
from nlp.record import Document, Finding, ProjectPage
from nlp.source import Source, normalise, source_from_text

DOCUMENT = Document(
    "qinghe-2026", "清河县林业局2026年部门预算", "清河县林业局", 2026, "部门预算", "县级", "qinghe-2026.txt", ""
)


def read_text(text: str, level: str = "县级") -> tuple[Source, tuple[ProjectPage, ...], tuple[Finding, ...]]:
    """Read pages written with ``|`` between cells; a leading one stands for a blank first cell."""
    source = source_from_text("qinghe-2026.txt", re.sub(r" ?\| ?", "\t", text))
    document = Document(*(getattr(DOCUMENT, name) if name != "level" else level for name in DOCUMENT.__slots__))
    return source, *read_pages(source, Frame(document, (), (), frozenset()))


def one_page(text: str, level: str = "县级") -> ProjectPage:
    _, pages, _ = read_text(text, level)
    assert len(pages) == 1
    return pages[0]


def indicators(page: ProjectPage) -> list[tuple[str, str | None, str, str]]:
    """Stage, 二级指标, name, value of each indicator, normalised."""
    return [(i.stage, i.l2, normalise(i.l3), normalise(i.value)) for i in page.indicators]


def texts(page: ProjectPage) -> dict[str, str]:
    return {field.name: field.text for field in page.fields}


HEAD = """清河县预算部门（单位）项目支出绩效目标表
(2026年度)

项目名称 | | 苗圃灌溉改造 | |
主管部门及代码 | | 318-清河县林业局 | 实施单位 | 清河县国有林场
项目属性 | | 延续性项目（阶段开展） | 项目期 | 3年
项目资金（元） | 实施期资金总额： | 900,000 | 年度资金总额： | 300,000
| 其中：中央财政资金 | 0 | 其中：中央财政资金 | 0
| 省级财政资金 | 400,000 | 省级财政资金 | 100,000
| 市县（区）财政资金 | 500,000 | 市县（区）财政资金 | 200,000
| 单位自筹 | 0 | 单位自筹 | 0
| 其他资金 | | 其他资金 |
"""

STORY = """项目概况 | | 林场苗圃灌溉管网老化，拟分三年更换。 | |
立项依据 | | 《清河县苗圃建设规划》（清政办发〔2024〕9号）。 | |
项目设立必要性 | | 降低漏损。 | |
保证项目实施的制度、措施 | | 由营林科组织实施。 | |
项目实施计划 | | 6月底前完成招标。 | |
| 实施期目标 | | 年度目标 |
总体目标 | 建成节水灌溉苗圃。 | | 完成一期管网更换。 |
"""

TABLE = """绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值
| 产出指标 | 数量指标 | 更换管网长度 | ≥6千米 | 数量指标 | 更换管网长度 | ≥2千米
| | 质量指标 | 管网验收合格率 | 100% | 质量指标 | 管网验收合格率 | 100%
| | 时效指标 | 一期完工时间 | 2026年9月底前 | 时效指标 | 一期完工时间 | 2026年9月底前
| 满意度指标 | 服务对象满意度 | 苗农满意度 | ≥90% | 服务对象满意度 | 苗农满意度 | ≥90%
"""

FOOT = "负责人： | 经办人： | | 联系电话： | | 填报日期： | 20260112093045 |\n"
