"""整体支出绩效目标表 and 绩效自评表: their texts are kept as paragraphs and never taken for a project page."""

from __future__ import annotations

from nlp.frame import Block, Frame
from nlp.page_goals import read_goal_figures, read_goals
from nlp.project_page import read_pages
from nlp.source import source_from_text
from tests.form_pages import DOCUMENT

GOALS = """部门整体支出绩效目标申报表
(2026年度)
部门基本信息	部门名称	318-清河县林业局
	内设机构数	6个
部门职能	贯彻执行林业法律法规，组织国土绿化，监督管理林业资源。
部门绩效目标	总体目标	落实《清河县林业发展规划》，完成造林绿化年度任务。	新增造林1万亩，林火受害率不超过0.9‰，群众满意。
"""


def test_texts_of_the_goal_page_are_paragraphs_under_their_labels() -> None:
    source = source_from_text("a.txt", GOALS)
    frame = Frame(DOCUMENT, (), (Block("goals", "部门整体支出绩效目标申报表", 1, 6),), frozenset())
    found = read_goals(source, frame)
    assert [(paragraph.section, paragraph.text) for paragraph in found] == [
        ("部门整体支出绩效目标申报表：部门职能", "贯彻执行林业法律法规，组织国土绿化，监督管理林业资源。"),
        ("部门整体支出绩效目标申报表：总体目标", "落实《清河县林业发展规划》，完成造林绿化年度任务。"),
        ("部门整体支出绩效目标申报表：总体目标", "新增造林1万亩，林火受害率不超过0.9‰，群众满意。"),
    ]
    assert source.quote(found[1].stretch.span(2, 13)) == "《清河县林业发展规划》"
    assert read_pages(source, frame) == ((), ())


COUNTS = """部门整体支出绩效目标申报表
(2026年度)
部门基本信息	部门名称	318-清河县林业局
	内设机构数	6个	核定的人员编制数	52人	其中：实编人员数 47人
	上级补助	30万元
部门绩效目标	总体目标	组织护林员培训，全年培训人员数86人，群众满意。
"""


def test_what_the_goal_page_counts_of_the_department_are_figures() -> None:
    source = source_from_text("a.txt", COUNTS)
    frame = Frame(DOCUMENT, (), (Block("goals", "部门整体支出绩效目标申报表", 1, 6),), frozenset())
    found = read_goal_figures(source, frame)
    assert [(figure.row, figure.value, figure.unit, source.quote(figure.span)) for figure in found] == [
        ("内设机构数", 6, "个", "6个"),
        ("核定的人员编制数", 52, "人", "52人"),
        ("实编人员数", 47, "人", "47人"),
    ]


EVALUATION = """项目支出绩效自评表
(2025年度)
项目名称	林道养护
主管部门	清河县林业局	实施单位	清河县国有林场
项目资金（万元）		年初预算数	全年预算数	全年执行数	分值	执行率	得分
	年度资金总额	30.00	30.00	29.40	10	98%	9.8
年度总体目标	预期目标	实际完成情况
	养护林道41公里，保障防火车辆通行。	完成林道养护41公里，全年防火车辆通行正常。
绩效指标	一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
	产出指标	数量指标	养护里程	41公里	41公里	50	50
总分					99.8
"""


def test_a_self_evaluation_is_no_goal_page() -> None:
    source = source_from_text("a.txt", EVALUATION)
    frame = Frame(DOCUMENT, (), (), frozenset())
    pages, findings = read_pages(source, frame)
    assert (pages, [finding.rule for finding in findings]) == ((), ["page-evaluation"])
    assert [(paragraph.section, paragraph.text) for paragraph in read_goals(source, frame)] == [
        ("项目支出绩效自评表：实际完成情况", "养护林道41公里，保障防火车辆通行。"),
        ("项目支出绩效自评表：实际完成情况", "完成林道养护41公里，全年防火车辆通行正常。"),
    ]
