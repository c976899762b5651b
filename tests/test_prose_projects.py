"""Projects told in prose: what stands under the heading of a project belongs to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.reading import read_source
from nlp.record import Reading
from nlp.source import source_from_text
from search.ask import Asker
from search.library import build_library, open_asker
from search.settings import Settings

REPORT = """云岭县水利局
2024年度部门决算公开
第一部分 概况
一、主要职责
管水。
第三部分 情况说明
十、预算绩效情况说明
（一）河堤加固工程
立项依据：《云岭县防洪规划》（云府发〔2022〕7号）。
项目概况：由云岭建筑工程有限公司施工，合同金额40万元，已付30万元，剩余10万元未付。
（二）巡查设备更新
项目概况：巡查无人机2套由云岭智能科技有限公司供货，设备款20万元，已付一半，余款待验收后支付。保洁外包给云岭劳务有限公司，年服务费6万元，第四季度1.5万元未付。
（三）绩效评价情况
项目概况：以上项目总体良好。决算审计由云岭造价咨询有限公司承担，合同金额3万元，已付1万元，剩余2万元未付。
第四部分 名词解释
"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_source(source_from_text("water.txt", REPORT))


def test_contracts_and_grounds_belong_to_the_project_of_their_heading(reading: Reading) -> None:
    assert [(c.project, c.label, c.paid, c.unpaid) for c in reading.contracts] == [
        ("河堤加固工程", "河堤加固工程", 300000, 100000),
        ("巡查设备更新", "巡查无人机", 100000, None),
        ("巡查设备更新", "保洁", None, 15000),
        (None, "决算审计", 10000, 20000),
    ]
    assert [(m.project, m.field, m.number) for m in reading.policies] == [("河堤加固工程", "立项依据", "云府发〔2022〕7号")]


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("prose")
    (folder / "water.txt").write_text(REPORT, encoding="utf-8")
    settings = Settings(data=folder / "built")
    assert not build_library([folder / "water.txt"], settings).failed
    return open_asker(settings)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("河堤加固工程还欠多少", "100000"),
        ("云府发〔2022〕7号是哪个项目的依据", "河堤加固工程"),
    ],
)
def test_questions_that_name_the_project_are_answered(asker: Asker, question: str, wanted: str) -> None:
    found = asker.ask(question)
    assert (found.kind, [item.value or item.label for item in found.items]) == ("answer", [wanted])
