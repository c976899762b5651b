"""Service catalogues attached to notices."""

from __future__ import annotations

from textwrap import dedent

from nlp.catalogue import read_catalogue
from nlp.frame import read_frame
from nlp.source import source_from_text

TEXT = dedent("""\
    青川市水务局2024年度部门预算公开

    第一部分 概况
    一、机构设置
    设六个科室。
    青川市财政局文件

    青市财综〔2024〕8号

    青川市政府购买服务指导性目录

    代码\t一级目录\t二级目录\t三级目录\t四级目录
    水利
    A\t公共服务\t\t\t
    A06\t\t生态保护服务\t\t
    A0601\t\t\t河湖管护服务\t
    A060101\t\t\t\t河道清漂

    - 3 -

    代码\t一级目录\t二级目录\t三级目录\t四级目录
    \t\t\t\t保洁服务
    教育\t\t\t\t
    A\t公共服务\t\t\t
    A0203\t\t\t校园艺术 活动组织服务\t
    """)


def test_codes_paths_departments_and_names_broken_over_pages() -> None:
    source = source_from_text("a.txt", TEXT)
    entries = read_catalogue(source, read_frame(source))
    assert [(e.code, e.name, e.path, e.department) for e in entries] == [
        ("A", "公共服务", (), "水利"),
        ("A06", "生态保护服务", ("公共服务",), "水利"),
        ("A0601", "河湖管护服务", ("公共服务", "生态保护服务"), "水利"),
        ("A060101", "河道清漂保洁服务", ("公共服务", "生态保护服务", "河湖管护服务"), "水利"),
        ("A", "公共服务", (), "教育"),
        ("A0203", "校园艺术活动组织服务", ("公共服务",), "教育"),
    ]
    assert source.quote(entries[1].span) == "A06\t\t生态保护服务"


def test_a_document_without_a_catalogue_has_no_entries() -> None:
    source = source_from_text("a.txt", TEXT.partition("代码")[0])
    assert read_catalogue(source, read_frame(source)) == ()
