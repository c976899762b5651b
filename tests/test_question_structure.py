"""Sections, subordinate units and people of a department: what a paragraph prints, and whose it is."""

from __future__ import annotations

import pytest

from search.ask import Asker
from search.question.structure_text import NamedList, read_heads, read_lists

LISTS = [
    ("某局内设办公室、财务科、法规科3个科室，编制9名。", [("inner", ("办公室", "财务科", "法规科"), 3)]),
    ("内设机构包括：办公室、水政股。", [("inner", ("办公室", "水政股"), None)]),
    ("我局设2个内设机构：综合股、林政股。核定编制8人。", [("inner", ("综合股", "林政股"), 2)]),
    ("下属单位2个，分别为绵溪县林场、绵溪县苗木站。", [("unit", ("绵溪县林场", "绵溪县苗木站"), 2)]),
    ("下属事业单位2个：绵溪县林场，事业编制6名；绵溪县苗木站，事业编制5名。", [("unit", ("绵溪县林场", "绵溪县苗木站"), 2)]),
    ("纳入预算编制范围的二级单位包括绵溪县文化馆、绵溪县图书馆。", [("unit", ("绵溪县文化馆", "绵溪县图书馆"), None)]),
    ("其中：自收自支事业单位1个（即绵溪县服务中心）。", [("unit", ("绵溪县服务中心",), None)]),
    ("我局共有11个内设科室，所属事业单位2个，全部纳入部门预算编制范围。", []),
    ("绵溪县林业局建设了办公平台、监测系统和巡护体系。", []),
]


@pytest.mark.parametrize(("text", "lists"), LISTS, ids=[row[0][:12] for row in LISTS])
def test_lists_of_names(text: str, lists: list[tuple[str, tuple[str, ...], int | None]]) -> None:
    assert [(one.kind, one.names, one.count) for one in read_lists(text)] == lists


HEADS = [
    ("核定行政编制9名、工勤编制1名，实有在职人员8人。", [("", "quota", "admin", 9), ("", "quota", "worker", 1), ("", "present", "", 8)]),
    ("行政编制9人，实有人数7人；事业编制5人，实有人数5人。",
     [("", "quota", "admin", 9), ("", "present", "admin", 7), ("", "quota", "career", 5), ("", "present", "career", 5)]),
    ("绵溪县林场，事业编制6名，实有4人；绵溪县苗木站，事业编制5名。",
     [("绵溪县林场", "quota", "career", 6), ("绵溪县林场", "present", "career", 4), ("绵溪县苗木站", "quota", "career", 5)]),
    ("局属单位核定事业编制60名，年末在职教职工58人。", [("所属单位", "quota", "career", 60), ("所属单位", "present", "career", 58)]),
    ("离退休人员6人，其中：离休1人，退休5人。", [("", "retired", "", 6), ("", "retired", "", 1), ("", "retired", "", 5)]),
    ("公务用车编制3辆，实有3辆。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "heads"), HEADS, ids=[row[0][:12] for row in HEADS])
def test_headcounts(text: str, heads: list[tuple[str, str, str, int]]) -> None:
    assert [(one.subject, one.what, one.quota, one.number) for one in read_heads(text)] == heads


NUMBERS = [
    ("岚平市交通运输局行政编制多少", "35"),
    ("交通局有多少工勤编", "6"),
    ("云岭市水利局实有多少人", "29"),
    ("云岭市水利局缺编几人", "3"),
    ("岚平市交通运输局有几个科室", "5"),
]


@pytest.mark.parametrize(("question", "value"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_people_are_counted_by_what_is_asked(asker: Asker, question: str, value: str) -> None:
    answer = asker.ask(question)
    assert [item.value for item in answer.items] == [value], answer.text
    assert answer.evidence


NAMES = [
    ("云岭市水利局下属单位有哪些", ["云岭市水利事务中心", "云岭市河道管护中心"]),
    ("云岭市文旅局的二级单位分别叫什么", ["云岭市文化馆", "云岭市图书馆"]),
    ("松溪湾县农业农村局有哪些股室", ["办公室", "产业发展股", "种植业股", "畜牧兽医股", "农机股", "农产品质量监管股", "计划财务股"]),
]


@pytest.mark.parametrize(("question", "names"), NAMES, ids=[row[0] for row in NAMES])
def test_names_are_given_where_names_are_asked(asker: Asker, question: str, names: list[str]) -> None:
    assert [item.label for item in asker.ask(question).items] == names


@pytest.mark.parametrize("question", ["岚平市交通运输局事业编制多少", "云岭市水利事务中心有多少编制", "岚平市交通运输局缺编几人"])
def test_a_count_that_is_not_printed_is_refused(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.items) == ("refusal", ()), answer.text


def test_details_in_brackets_belong_to_the_unit_before_them() -> None:
    text = "所属单位2个：某市甲中心（公益一类，事业编制9名）、某市乙所（公益二类，事业编制5名，实有4人）。"
    assert read_lists(text) == [NamedList("unit", ("某市甲中心", "某市乙所"), 2)]
    assert [(head.subject, head.what, head.number) for head in read_heads(text)] == [
        ("某市甲中心", "quota", 9), ("某市乙所", "quota", 5), ("某市乙所", "present", 4),
    ]  # fmt: skip


def test_offices_in_general_are_no_names() -> None:
    assert read_lists("指导所属各县（区）水利局、各乡镇水利站。") == []
