"""Two numbers of one document, departments that all cite a document, levels of issuers, laws and regulations by what they are called."""

from __future__ import annotations

import pytest

from search.ask import Asker
from tests.asked import asker_over

PAGE = """
项目支出绩效目标表

（{year}年度）

项目名称	{name}
主管部门及代码	{code}-{department}		实施单位	{department}
项目属性	一次性项目（1年结束）		项目期	1年
项目资金（元）	实施期资金总额:	{amount}	年度资金总额:	{amount}
项目概况	{name}。
立项依据	{basis}
负责人:	经办人:		联系电话:		填报日期:	20250110090000
"""
BASIS = (
    "《川江市林业局关于印发〈川江市古树名木管护方案〉的通知》（川江林发〔2024〕15号）、《四川省古树名木保护条例》、《中华人民共和国森林法》、"
    "《四川省古树名木管护资金使用办法》",
    "《川江市林业局关于印发〈川江市古树名木管护方案〉的通知》（川江林办发〔2024〕15号）、《川江市公园管理办法》（川江府发〔2019〕8号）",
)


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    folder = tmp_path_factory.mktemp("policies")
    for i, (department, name) in enumerate((("川江市林业局", "古树名木管护"), ("川江市园林局", "公园古树养护"))):
        page = PAGE.format(year=2025, name=name, code=f"40{i}", department=department, amount="800,000", basis=BASIS[i])
        text = f"{department}2025年部门预算\n\n一、本部门职责\n\n{department}负责有关工作。\n{page}"
        (folder / f"chuanjiang-{i}-2025.txt").write_text(text, "utf-8")
    return asker_over([folder], tmp_path_factory.mktemp("data"))


ONE = [
    ("川江林发〔2024〕15号和川江林办发〔2024〕15号是不是一份文件", "true"),
    ("川江林发〔2024〕15号与川江府发〔2019〕8号是同一个文件吗", "false"),
    ("川江林发〔2024〕15号和川江府发〔2019〕8号是不是一回事", "false"),
]


@pytest.mark.parametrize(("question", "value"), ONE, ids=[row[0] for row in ONE])
def test_two_numbers_of_one_document(asker: Asker, question: str, value: str) -> None:
    answer = asker.ask(question)
    assert [item.value for item in answer.items] == [value], answer.text


NAMES = [
    ("川江林发〔2024〕15号，林业局和园林局都引用了吗", ["川江市林业局"]),
    ("古树名木管护引用了哪些条例", ["四川省古树名木保护条例"]),
    ("古树名木管护提到的国家法律和条例有哪些", ["四川省古树名木保护条例", "中华人民共和国森林法"]),
    ("公园古树养护归哪个管理办法管", ["川江府发〔2019〕8号"]),
]


@pytest.mark.parametrize(("question", "labels"), NAMES, ids=[row[0] for row in NAMES])
def test_documents_and_departments(asker: Asker, question: str, labels: list[str]) -> None:
    answer = asker.ask(question)
    assert sorted(item.label for item in answer.items) == sorted(labels), answer.text


def test_what_a_document_is_to_another_is_not_told_by_its_title(asker: Asker) -> None:
    assert asker.ask("川江林发〔2024〕15号是对哪个通知的补充").items == ()
