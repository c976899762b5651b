"""The same obligation told twice is linked, with its reason; what both tellings commit beyond the balance is found."""

from __future__ import annotations

from decimal import Decimal

from nlp.contract_links import check_links, link_contracts
from nlp.contracts import read_page_contracts
from nlp.record import Contract
from tests.obligations import document, page

PLATFORM = (
    "审定金额为120万元，已支付50万元，尾款48万元未支付，质保金22万元未到期，剩余70万元尚未支付。2025年安排{now}万元。"
)
LIST = "应支未支款项共计{total}万元，包括：（1）培训管理平台尾款{listed}万元；（2）围墙修缮尾款3万元。"


def told(*pages: tuple[str, str]) -> list[Contract]:
    """Contracts of several pages, (project, overview), each on lines of its own."""
    return [contract for n, (name, text) in enumerate(pages)
            for contract in read_page_contracts(page(name, text, line=10 + 20 * n), document())[0]]  # fmt: skip


def linked(contracts: list[Contract]) -> list[tuple[str, str, str]]:
    links = link_contracts(contracts)
    return [(contracts[link.keeper].label, contracts[link.other].label, link.reason) for link in links]


def test_a_list_names_the_rest_of_a_contract() -> None:
    contracts = told(
        ("培训管理平台建设", PLATFORM.format(now=20)),
        ("其他应支未支款项", LIST.format(total="73", listed="70")),
    )
    assert linked(contracts) == [("培训管理平台建设", "培训管理平台尾款", "名称相近，所列 700,000 元为该合同未付余额")]


def test_a_list_names_the_rest_less_this_years_budget() -> None:
    contracts = told(
        ("培训管理平台建设", PLATFORM.format(now=20)),
        ("其他应支未支款项", LIST.format(total="53", listed="50")),
    )
    assert linked(contracts) == [
        ("培训管理平台建设", "培训管理平台尾款", "名称相近，所列 500,000 元为该合同未付余额减今年安排")
    ]
    assert check_links(contracts, link_contracts(contracts)) == []


def test_both_tellings_commit_more_than_is_owed() -> None:
    contracts = told(
        ("培训管理平台建设", PLATFORM.format(now=25)),
        ("其他应支未支款项", LIST.format(total="51", listed="48")),
    )
    (finding,) = check_links(contracts, link_contracts(contracts))
    assert (finding.rule, finding.expected, finding.found) == ("contract-double", "700000", "730000")
    assert finding.lines == (10, 30)


def test_the_same_sum_under_another_name_is_another_obligation() -> None:
    contracts = told(
        ("培训管理平台建设", PLATFORM.format(now=20)),
        ("其他应支未支款项", "（1）河道清淤尾款70万元；（2）围墙修缮尾款3万元。"),
    )
    assert linked(contracts) == []


def test_a_page_printed_again_tells_the_same() -> None:
    text = "与四川恒远工程有限公司签订合同，合同金额9万元，已付4万元，余款5万元未付。"
    contracts = told(("围墙修缮", text), ("围墙修缮", text), ("管网普查", text))
    assert linked(contracts) == [("围墙修缮", "围墙修缮", "同一项目另页重述，总额、已付、未付一致")]


def test_a_fee_that_the_stated_balance_holds() -> None:
    text = "审定金额为26万元，已支付16万元，扣除质保金1.3万元，加上未支付的评审费用0.4万元，剩余款项9.1万元未支付。"
    contracts = told(("屋面防水", text))
    assert linked(contracts) == [("屋面防水", "评审费用", "4,000 元已含在该合同所述未付余额内")]
    assert contracts[1].unpaid == Decimal(4000)
