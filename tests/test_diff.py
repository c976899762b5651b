"""What changed is said in words; what only moved is no change."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.backend import EmbeddedBackend
from kg.diff import diff
from kg.iri import Iris
from kg.quads import to_quads
from kg.store import Reader
from nlp.errors import NotFound
from nlp.record import Reading, Span
from tests import graph_records as given
from tests.replacing import put_document

OLD = Reading(
    given.document("a"),
    figures=(given.figure(), given.figure("教育支出", "205", line=11)),
    pages=(given.page(), given.page("2025年抗旱应急", 70, "500")),
    policies=(given.mention(),),
    contracts=(given.contract(),),
)


def store(*readings: Reading) -> Reader:
    backend = EmbeddedBackend(Store())
    for reading in readings:
        quads = set(to_quads(reading))
        put_document(backend, Iris(), reading.document.id, quads)
    return Reader(backend, Path("data"), 1)


def sentences(new: Reading) -> list[str]:
    return [change.sentence for change in diff(store(OLD), "a", store(new))]


def test_nothing_changed() -> None:
    assert sentences(OLD) == []


def test_a_figure_that_moved_down_is_no_change() -> None:
    moved = tuple(replace(figure, span=Span(figure.span.line + 5, 8, 12)) for figure in OLD.figures)
    assert sentences(replace(OLD, figures=moved)) == []


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        (
            replace(OLD, figures=(OLD.figures[0], replace(OLD.figures[1], value=Decimal("10000")))),
            "数字“一般公共预算支出预算表 · 教育支出 · 2025年预算数 / 合计”由 12,500 元减至 10,000 元，减少 2,500 元（20.00%）",
        ),
        (
            replace(
                OLD, pages=(OLD.pages[0], replace(OLD.pages[1], name="2026年抗旱应急", year_amount=Decimal("800")))
            ),
            "项目“2026年抗旱应急”由 500 元增至 800 元，增加 300 元（60.00%）",
        ),
        (replace(OLD, pages=OLD.pages[:1]), "不再有项目“2025年抗旱应急”（500 元）"),
        (replace(OLD, pages=(*OLD.pages, given.page("堤防维修", 90, "7"))), "新增项目“堤防维修”（7 元）"),
        (
            replace(OLD, contracts=(given.contract(unpaid="3900"),)),
            "合同余额“山洪灾害防治：预警广播安装”由 13,900 元减至 3,900 元，减少 10,000 元（71.94%）",
        ),
        (replace(OLD, policies=(*OLD.policies, given.mention("云财农〔2026〕1号"))), "新增政策“云财农〔2026〕1号”"),
    ],
    ids=["figure", "project of another year", "project gone", "project new", "balance", "policy"],
)
def test_a_change_is_one_sentence(new: Reading, sentence: str) -> None:
    assert sentences(new) == [sentence]


def test_a_row_that_got_another_number_is_the_same_row() -> None:
    old = replace(OLD, figures=(given.figure("二、卫生健康支出", "", value="100"), given.figure("（三）公务接待费", "", line=12, value="7")))
    new = replace(OLD, figures=(given.figure("三、卫生健康支出", "", value="120"), given.figure("公务接待费", "", line=12, value="7")))
    changed = [change.sentence for change in diff(store(old), "a", store(new))]
    assert [sentence.partition("由")[2] for sentence in changed] == [" 100 元增至 120 元，增加 20 元（20.00%）"]


def test_a_number_keeps_its_unit() -> None:
    old, new = (replace(OLD, figures=(replace(given.figure(value=cars), unit="辆"),)) for cars in ("3", "5"))
    assert [change.sentence.partition("由")[2] for change in diff(store(old), "a", store(new))] == [" 3 辆增至 5 辆，增加 2 辆（66.67%）"]


def test_two_years_of_one_department() -> None:
    later = replace(OLD, document=given.document("b", year=2026), pages=(given.page(amount="90000"), OLD.pages[1]))
    reader = store(OLD, later)
    assert [change.sentence for change in diff(reader, "a", reader, "b")] == [
        "项目“山洪灾害防治”由 80,000.5 元增至 90,000 元，增加 9,999.5 元（12.50%）"
    ]


def test_a_document_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="nowhere"):
        diff(store(OLD), "a", store(OLD), "nowhere")
