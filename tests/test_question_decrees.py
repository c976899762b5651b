"""Decrees by organ and number, in full or shortened; who cites, repeals or forwards a document; what still holds."""

from __future__ import annotations

import pytest

from search.ask import Asker
from search.question.catalogue import Catalogue, Policy
from search.question.policy_names import find_decrees

BOOKS = Catalogue((), (), policies=(
    Policy("urn:a", "住房和城乡建设部令第9号", ("园林养护规定",), "regulation"),
    Policy("urn:b", "国务院第701号令", ("河道条例",), "regulation"),
    Policy("urn:c", "交通运输部令2019年第3号", ("渡口办法",), "regulation"),
))  # fmt: skip
DECREES = [
    ("住房和城乡建设部令第9号是哪些项目的依据", [("policy", "住房和城乡建设部令第9号", ("urn:a",))]),
    ("住建部令第9号谁在引用", [("policy", "住房和城乡建设部令第9号", ("urn:a",))]),
    ("国务院令第701号", [("policy", "国务院第701号令", ("urn:b",))]),
    ("交通部令2019年第3号", [("policy", "交通运输部令2019年第3号", ("urn:c",))]),
    ("交通运输部令2020年第3号", [("unknown_number", "交通运输部令2020年第3号", ())]),
    ("住建部令第19号", [("unknown_number", "住建部令第19号", ())]),
    ("人社部令第9号", [("unknown_number", "人社部令第9号", ())]),
]


@pytest.mark.parametrize(("text", "found"), DECREES, ids=[row[0] for row in DECREES])
def test_a_decree_is_its_organ_and_its_number(text: str, found: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(m.kind, m.value, m.items) for m in find_decrees(text, BOOKS)] == found


NAMES = [
    ("交通部令2015年第22号支撑了哪些项目", ["农村公路日常养护"]),
    ("川财综〔2021〕17号谁在用", ["农产品质量抽检"]),
    ("川财综〔2021〕17号是谁的依据", ["农产品质量抽检"]),
    ("岚财综〔2025〕8号废掉了什么", ["岚财综〔2022〕19号"]),
    ("云财综〔2021〕30号是被谁废的", ["云财综〔2024〕12号"]),
    ("遗属生活困难补助凭的什么文件发", ["川人社发〔2019〕27号"]),
    ("川财综〔2021〕17号还有效没", ["已不再有效", "川财综〔2021〕17号"]),
]


@pytest.mark.parametrize(("question", "names"), NAMES, ids=[row[0] for row in NAMES])
def test_everyday_words_for_citing_and_repealing(asker: Asker, question: str, names: list[str]) -> None:
    answer = asker.ask(question)
    assert (answer.kind, [item.label for item in answer.items]) == ("answer", names), answer.text


def test_that_no_project_cites_a_document_is_never_said_of_one_that_is_cited(asker: Asker) -> None:
    answer = asker.ask("云岭市水利局哪些项目引用了川财综〔2021〕17号")
    assert answer.kind == "refusal"
    assert "没有项目引用它；" not in answer.text
