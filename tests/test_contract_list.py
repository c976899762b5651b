"""The list of contracts from the graph: filters, order, totals that count an obligation once and say what they leave out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.backend import EmbeddedBackend
from kg.contract_views import COLUMNS, by_contractor, by_department, table, waterfall
from kg.contracts import ContractFilter, list_contracts, names_it
from kg.iri import Iris
from kg.quads import to_quads
from kg.store import Reader
from nlp.contracts import read_page_contracts
from nlp.errors import UsageError
from nlp.record import Reading
from tests.obligations import document, page
from tests.replacing import put_document

PAGES = (
    page("平台建设", "与四川恒远科技有限公司签订合同，合同金额90万元，已付60万元，剩余30万元未支付，预计2025年6月底前付清。", line=10),
    page("其他应支未支款项", "应支未支款项共计35万元，包括：（1）平台建设尾款30万元；（2）围墙修缮尾款5万元。", line=30),
    page("监控设备", "由四川安视科技有限公司供货，合同价12万元，已付5.03万元，剩余13万元未付，8月底前支付。", line=50),
    page("规划编制", "采用磋商方式确定成都规划设计院有限公司，成交价格36.9万元，2025年预算15万元，用于支付2024年应支未支部分。", line=70),
    page("船艇购置", "2025年计划购置公务船艇，费用45万元。", line=90),
    page("档案整理", "档案整理服务合同金额8万元，已全部付清。", line=110),
)  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> Reader:
    contracts = [contract for form in PAGES for contract in read_page_contracts(form, document())[0]]
    quads = set(to_quads(Reading(document(), pages=PAGES, contracts=tuple(contracts))))
    backend = EmbeddedBackend(Store())
    put_document(backend, Iris(), document().id, quads)
    return Reader(backend, Path(), 1)


def labels(graph: Reader, wanted: ContractFilter) -> list[str]:
    return [row.label for row in list_contracts(graph, wanted).rows]


def test_what_is_owed_is_counted_once_and_the_rest_named(graph: Reader) -> None:
    found = list_contracts(graph, ContractFilter(unpaid=True))
    assert [(row.label, row.balance) for row in found.rows] == [
        ("平台建设", Decimal(300000)),
        ("监控设备", Decimal(130000)),
        ("围墙修缮尾款", Decimal(50000)),
        ("规划编制", None),
    ]
    assert found.total.words == (
        "未付余额合计 480,000 元，共 3 笔；另有 1 笔写明未付清而未写数额；1 笔（300,000 元）为同一债务的重复记载，未重复计入；"
        "1 个文中合计数未计入；其中 1 笔文中前后不一致，按所述未付数计入。"
    )
    assert [(row.label, row.reason) for row in found.total.repeated] == [
        ("平台建设尾款", "名称相近，所列 300,000 元为该合同未付余额")
    ]
    assert [(row.label, row.total_over) for row in found.total.stated] == [("应支未支款项", 2)]


FILTERS = {
    "department-short": (ContractFilter(org="交通局", unpaid=True, sort="document"), ["平台建设", "围墙修缮尾款", "监控设备", "规划编制"]),
    "another-department": (ContractFilter(org="水利局"), []),
    "contractor-part": (ContractFilter(contractor="恒远"), ["平台建设"]),
    "least-balance": (ContractFilter(unpaid=True, minimum=Decimal(100000)), ["平台建设", "监控设备"]),
    "due-by-june": (ContractFilter(due_before="2025-06"), ["平台建设"]),
    "due-by-december": (ContractFilter(due_before="2025-12", sort="due"), ["平台建设", "监控设备"]),
    "year": (ContractFilter(year=2024), []),
    "planned-too": (ContractFilter(planned=True, minimum=Decimal(400000), sort="amount"), ["平台建设", "公务船艇"]),
    "paid-off-among-all": (ContractFilter(contractor=None, sort="amount"), ["平台建设", "规划编制", "监控设备", "档案整理", "围墙修缮尾款"]),
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "want"), FILTERS.values(), ids=FILTERS)
def test_filters_and_order(graph: Reader, wanted: ContractFilter, want: list[str]) -> None:
    assert labels(graph, wanted) == want


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (ContractFilter(sort="price"), "sort=price：应为 balance、amount、due、department、contractor、document 之一"),
        (ContractFilter(due_before="6月"), "due_before=6月：应为 YYYY-MM，例如 2026-06"),
    ],
    ids=["sort", "month"],
)
def test_a_wrong_parameter_is_named(graph: Reader, wanted: ContractFilter, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        list_contracts(graph, wanted)


def test_short_names() -> None:
    assert names_it("应急局", "云岭市应急管理局")
    assert not names_it("能源局", "云岭市应急管理局")
    assert not names_it("应急局", None)


def test_shares_and_steps(graph: Reader) -> None:
    rows = list_contracts(graph, ContractFilter(unpaid=True)).rows
    assert [(s.name, s.balance, s.count) for s in by_department(rows)] == [("青溪县交通运输局", Decimal(480000), 3)]
    assert [(s.name, int(s.balance)) for s in by_contractor(rows)] == [
        ("四川恒远科技有限公司", 300000),
        ("四川安视科技有限公司", 130000),
        ("（未写明收款单位）", 50000),
    ]
    assert waterfall(rows[1]) == (
        ("合同金额", Decimal(120000)),
        ("已付", Decimal(-50300)),
        ("与所述未付之差", Decimal(60300)),
        ("未付余额", Decimal(130000)),
    )


def test_cells_of_a_table(graph: Reader) -> None:
    rows = list_contracts(graph, ContractFilter(contractor="安视")).rows
    assert [dict(zip(COLUMNS, cells, strict=True)) for cells in table(rows)] == [
        {
            "部门": "青溪县交通运输局", "项目": "监控设备", "事项": "监控设备", "收款单位": "四川安视科技有限公司", "金额类别": "合同金额",
            "金额（元）": "120000", "已付（元）": "50300", "未付余额（元）": "130000", "质保金（元）": "", "到期": "2025-08", "质保金到期": "",
            "文档": "qingxi-2025", "行": "50", "说明": "文中未付 130,000 元，金额减已付为 69,700 元",
        }
    ]  # fmt: skip
