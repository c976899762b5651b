"""Policies named by who issued them, and policies as a list."""

from __future__ import annotations

import pytest

from search.question.catalogue import Catalogue, Department, Named, Policy
from search.question.policy_cues import basis_mentions
from search.question.policy_issued import find_issued

POLICIES = (
    Policy("urn:a", "晋政办发〔2024〕9号", ("湿地管护通知",), "notice", ("山西省人民政府办公厅",)),
    Policy("urn:b", "", ("河湖长制意见",), "other", ("国务院",)),
    Policy("urn:c", "〔2024〕3次", ("市政府专题会议纪要",), "minutes", ("临汾市人民政府",)),
    Policy("urn:d", "", ("治水通知",), "notice", ("山西省水利厅", "山西省财政厅")),
    Policy("urn:e", "临水〔2025〕1号", ("护岸方案",), "plan", ("临汾市水利局",)),
)
CATALOGUE = Catalogue(
    (Department("urn:own", "临汾市水利局", (2026,), ("a",), ("d",)),),
    (Named("urn:o", "山西省水利厅", ("省水利厅",), "government"),),
    policies=POLICIES,
)


@pytest.mark.parametrize(
    ("question", "printed", "found"),
    [
        ("省政府的文件支撑了哪些项目", "省政府的文件", ("urn:a",)),
        ("引用国务院文件的项目", "国务院文件", ("urn:b",)),
        ("护岸工程依据国务院的哪个意见", "国务院的哪个意见", ("urn:b",)),
        ("市政府会议纪要支撑的项目", "市政府会议纪要", ("urn:c",)),
        ("省水利厅印发的通知有几份", "省水利厅印发的通知", ("urn:d",)),
        ("哪些项目用到省财政厅的政策", "省财政厅的政策", ("urn:d",)),
    ],
)
def test_issuer_and_kind_name_policies(question: str, printed: str, found: tuple[str, ...]) -> None:
    assert [(m.value, m.items) for m in find_issued(question, CATALOGUE)] == [(printed, found)]


@pytest.mark.parametrize("question", ["水利局的文件引用了什么", "省政府有哪些会议纪要", "教育部的文件有哪些"])
def test_a_publisher_another_kind_or_an_unknown_issuer_names_none(question: str) -> None:
    assert find_issued(question, CATALOGUE) == []


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("护岸补助按哪些办法和通知执行", ["cite", "want", "policy_word 办法", "policy_word 通知", "filler"]),
        ("净化改造根据哪个环保函件", ["cite", "want", "policy_word 函件"]),
        ("整改依据的法律是哪部", ["cite", "policy_word 法律", "want"]),
        ("康复楼可研批复的文号是多少", ["policy_word 批复", "noun"]),
        ("按项目分别多少钱", []),
    ],
)
def test_a_kind_of_document_asked_for_as_a_basis(question: str, found: list[str]) -> None:
    mentions = sorted(basis_mentions(question), key=lambda m: m.start)
    assert [f"{m.kind} {m.value}" if m.kind == "policy_word" else m.kind for m in mentions] == found
