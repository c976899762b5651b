"""The basis of a project that is no document with a number or title: judgments by their case numbers, else its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.ask import Asker
from search.library import build_library, open_asker
from search.settings import Settings

HEAD = """岳池县水务局2026年度部门预算公开
第一部分 概况
第二部分 预算报表
"""
PAGE = """项目支出绩效目标表
项目名称\t\t{name}\t
主管部门\t\t岳池县水务局\t实施单位\t岳池县水务局
项目资金（元）\t年度资金总额：\t900000
项目概况\t\t做好工作。\t
立项依据\t\t{basis}\t
年度目标\t做好。
"""
PAGES = {
    "工程欠款执行款": "岳池县人民法院（2025）川1621民初233号民事判决、广安市中院（2025）川16民终41号民事判决",
    "库房租赁费": "与出租方签订的房屋租赁合同",
    "河堤养护": "《四川省河道管理条例》",
}


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder: Path = tmp_path_factory.mktemp("judged")
    text = HEAD + "".join(PAGE.format(name=name, basis=basis) for name, basis in PAGES.items())
    (folder / "water.txt").write_text(text, encoding="utf-8")
    settings = Settings(data=folder / "built")
    assert not build_library([folder / "water.txt"], settings).failed
    return open_asker(settings)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("工程欠款执行款依据的是哪几份判决", ["（2025）川1621民初233号", "（2025）川16民终41号"]),
        ("工程欠款执行款的立项依据是什么", ["（2025）川1621民初233号", "（2025）川16民终41号"]),
        ("库房租赁费的立项依据是什么", ["与出租方签订的房屋租赁合同"]),
        ("河堤养护的立项依据是什么", ["四川省河道管理条例"]),
    ],
)
def test_the_basis_is_told(asker: Asker, question: str, wanted: list[str]) -> None:
    found = asker.ask(question)
    assert (found.kind, [item.label for item in found.items]) == ("answer", wanted)


@pytest.mark.parametrize("question", ["库房租赁费依据的是哪几份判决", "库房租赁费的立项依据有哪些文件", "库房租赁费依据的文号是多少"])
def test_what_the_page_does_not_cite_is_refused(asker: Asker, question: str) -> None:
    assert asker.ask(question).kind != "answer"
