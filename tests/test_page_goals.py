"""整体支出绩效目标表: its texts are kept as paragraphs and never taken for a project."""

from __future__ import annotations

from nlp.frame import Block, Frame
from nlp.page_goals import read_goals
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
