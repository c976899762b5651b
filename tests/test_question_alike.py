"""Projects that mean what a question says, where none says its words: listed with that said, never counted or added up."""

from __future__ import annotations

import pytest

from search.ask import Asker

MEANT = [
    ("给干部遗孀发补贴的项目有哪些", ["遗属生活困难补助"]),
    ("防治农作物虫灾的项目", ["农作物病虫害防控"]),
]


@pytest.mark.parametrize(("question", "names"), MEANT)
def test_projects_are_found_by_meaning(asker: Asker, question: str, names: list[str]) -> None:
    answer = asker.ask(question)
    assert (answer.kind, [item.label for item in answer.items]) == ("answer", names), answer.text
    assert any("可能不全" in said for said in answer.assumptions)
    assert answer.evidence
    assert answer.sparql


NEITHER = ["给干部遗孀发补贴的项目一共多少钱", "给干部遗孀发补贴的项目有几个", "相亲方面的项目有哪些", "买飞机的项目有哪些"]


@pytest.mark.parametrize("question", NEITHER)
def test_likeness_gives_no_number_and_no_far_project(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind in ("passages", "refusal"), answer.text
    assert not answer.items
