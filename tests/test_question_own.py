"""What a department has without its units (本级): its own row, its own projects, or a refusal, never the whole."""

from __future__ import annotations

import pytest

from search.ask import Asker


def test_a_figure_of_the_department_itself_is_its_own_row(asker: Asker) -> None:
    answer = asker.ask("水利局本级机关运行经费")
    assert [(item.label, item.value) for item in answer.items] == [("云岭市水利局本级2025年机关运行经费", "2207300")]


@pytest.mark.parametrize("question", ["水利局本级三公经费", "水利局本级的项目支出多少", "农业农村局本级公务接待费"])
def test_a_figure_that_the_tables_do_not_part_is_refused(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind != "answer"
    assert not answer.items


@pytest.mark.parametrize("question", ["水利局本级的项目一共多少钱", "水利局的项目（不算下属单位）一共多少钱"])
def test_projects_without_those_of_units(asker: Asker, question: str) -> None:
    own, whole = asker.ask(question), asker.ask("水利局的项目一共多少钱")
    assert [item.value for item in own.items] == ["8875800"]
    assert [item.value for item in whole.items] == ["9797800"]
    assert "本级" in own.text


@pytest.mark.parametrize(
    "question", ["哪些公司拿了最多的钱", "省里给了多少钱", "文旅局决算比预算多花了多少"]
)
def test_a_number_of_something_else_is_no_answer(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind != "answer", answer.text
    assert not answer.items


def test_an_account_named_before_科目_is_the_account(asker: Asker) -> None:
    assert [(item.label, item.value) for item in asker.ask("防汛科目安排了多少").items] == [("云岭市水利局2025年防汛", "1257800")]


@pytest.mark.parametrize(("question", "value"), [("农产品抽检一批要多少钱", "300"), ("农村公路日常养护一公里要多少钱", "0.4")])
def test_what_one_of_many_costs_is_its_target_and_no_budget(asker: Asker, question: str, value: str) -> None:
    assert [item.value for item in asker.ask(question).items] == [value]


def test_a_lot_is_a_part_of_the_label_and_a_basis_is_no_debt(asker: Asker) -> None:
    assert asker.ask("候车亭第九合同段还欠多少").kind != "answer"
    answer = asker.ask("候车亭欠款的立项依据文号有哪些")
    assert not any(item.unit == "元" for item in answer.items), answer.text
