"""Obligations of a project page, one sentence family each (data/obligation_families.tsv), read whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.format import plain
from nlp.reading import read_source
from nlp.source import source_from_text

ROWS = (Path(__file__).parent / "data" / "obligation_families.tsv").read_text(encoding="utf-8").splitlines()
FAMILIES = [row.split("\t") for row in ROWS if not row.startswith("#")]

PAGE = """岳池县水务局2026年度部门预算公开
第一部分 概况
第二部分 预算报表
项目支出绩效目标表
项目名称\t\t某项目\t
主管部门\t\t岳池县水务局\t实施单位\t岳池县水务局
项目资金（元）\t年度资金总额：\t900000000
项目概况\t\t{said}\t
立项依据\t\t无
年度目标\t做好。
"""


def obligations(said: str) -> str:
    """Amount, paid, unpaid and owed of each obligation that the sentence tells."""
    told = {True: "yes", False: "no", None: "-"}
    found = read_source(source_from_text("a.txt", PAGE.format(said=said))).contracts
    sums = [(c.amount, c.paid, c.unpaid, told[c.has_balance]) for c in found]
    return "; ".join(" ".join([*(plain(value) or "-" for value in row[:3]), row[3]]) for row in sums)


def test_families_are_counted() -> None:
    assert len(FAMILIES) == 70


@pytest.mark.parametrize(("said", "wanted"), FAMILIES, ids=[said[:12] for said, _ in FAMILIES])
def test_obligations(said: str, wanted: str) -> None:
    assert obligations(said) == wanted
