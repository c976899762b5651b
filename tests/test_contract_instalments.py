"""Payments told by their stage and date, periods of longer contracts, and who is owed them."""

from __future__ import annotations

import pytest

from tests.obligations import Sums, read, read_sums, sums

STAGES: dict[str, tuple[str, list[Sums]]] = {
    "by-date": (
        "与四川甲禾种业有限公司签订种子采购合同，总价62万元，首付款12万元当月支付，第二笔34万元2025年3月到货后支付，"
        "尾款16万元2025年9月支付。",
        [(620000, 120000, 500000, None, True)],
    ),
    "past-and-to-come": (
        "合同金额80万元，第一期24万元2024年6月支付，第二期32万元2024年11月验收后支付，第三期24万元2025年5月支付。",
        [(800000, 560000, 240000, None, True)],
    ),
    "progress-still-to-come": (
        "合同价100万元，预付款30万元已付，进度款40万元2025年4月支付，余款30万元2025年12月支付。",
        [(1000000, 300000, 700000, None, True)],
    ),
    "stage-without-a-date": (
        "采购合同总价30万元，其中首期9万元已付，第二批21万元到货后支付。",
        [(300000, 90000, 210000, None, True)],
    ),
    "before-and-after-the-fair": (
        "展位搭建合同款88万元，展会前付30万元，展会后付28万元，还有30万元没有付。",
        [(880000, 580000, 300000, None, True)],
    ),
    "terms-and-what-was-paid": (
        "中标价50万元，签约付15万元，到货付25万元，验收后付10万元，截至2024年底已付40万元。",
        [(500000, 400000, 100000, None, True)],
    ),
    "in-two-times": (
        "服务费40万元，分两次支付，第一次20万元2024年7月付清，第二次20万元2025年1月付清。",
        [(400000, 200000, 200000, None, True)],
    ),
    "courses-are-no-payments": (
        "举办培训班两期，委托培训费共34万元，第一期12万元，第二期22万元。",
        [(340000, None, None, None, None)],
    ),
    "until-the-years-end-is-ahead": ("合同金额100万元，至2025年底，支付50万元。", [(1000000, None, None, None, None)]),
    "until-last-years-end": (
        "合同金额100万元。至2024年底，支付工程款50万元，余50万元未付。",
        [(1000000, 500000, 500000, None, True)],
    ),
    "this-year-and-next": (
        "服务合同金额50万元，2025年安排20万元，剩余30万元2026年安排。",
        [(500000, None, 500000, None, True)],
    ),
    "paid-this-year-next-year": (
        "服务合同金额50万元，已付10万元，2025年安排20万元，剩余20万元2026年安排。",
        [(500000, 100000, 400000, None, True)],
    ),
    "audited-cost": (
        "经评审中心审定，工程造价为215万元，已支付100万元，剩余115万元。",
        [(2150000, 1000000, 1150000, None, True)],
    ),
    "owed-to-a-company": (
        "服务费80万元，已支付50万元，累计拖欠四川安保物业有限公司30万元。",
        [(800000, 500000, 300000, None, True)],
    ),
    "work-done-so-far": ("中标价900万元，已完成产值600万元，已付480万元，欠付120万元。", [(9000000, 4800000, 1200000, None, True)]),
    "supplement": ("中标价330万元，签订补充协议增加28万元，合计358万元，累计付款268万元，欠90万元。", [(3580000, 2680000, 900000, None, True)]),
    "two-equal-instalments": (
        "软件合同金额58万元，首付23.2万元和二期23.2万元已分别支付，尾款11.6万元未支付。",
        [(580000, 464000, 116000, None, True)],
    ),
    "by-percentages": (
        "编制费用85万元，首期30%已付25.5万元，中期40%34万元应于成果评审后支付，尾款30%25.5万元。",
        [(850000, 255000, 595000, None, True)],
    ),
    "audited-price-is-no-reviewers-fee": (
        "合同价74万元，结算审核价71.8万元，已付52万元，预留质保金2.1万元，其余17.7万元待拨。",
        [(718000, 520000, 177000, 21000, True)],
    ),
    "last-years-quarter-this-year": ("年服务费58万元，按季支付，2024年第四季度14.5万元于2025年1月支付。", [(580000, None, 145000, None, True)]),
    "two-years-two-fees": (
        "2023年保安费20万元，2024年保安费22万元于2025年2月拨付。",
        [(200000, None, None, None, None), (220000, None, 220000, None, True)],
    ),
    "one-month-of-this-years-fee": (
        "由四川和顺物业服务有限公司保洁，全年12万元，2024年12月物业费1万元当月未付。",
        [(120000, None, 10000, None, True)],
    ),
    "goods-delivered": ("中标总价37.8万元，车辆已交付，车款待支付。", [(378000, 0, 378000, None, True)]),
    "to-a-village": (
        "占地补偿款共计215万元，已支付150万元，尚欠青溪县城关镇东关村村民委员会65万元。",
        [(2150000, 1500000, 650000, None, True)],
    ),
    "fees-by-trade": (
        "设计费12.6万元，监理费8.4万元，施工费210万元，设计费、监理费已付清，施工费已付147万元，剩余63万元未付。",
        [(126000, 126000, None, None, False), (84000, 84000, None, None, False), (2100000, 1470000, 630000, None, True)],
    ),
    "one-period-of-three-years": (
        "三年合同总额90万元。2024年应付30万元，实付24万元，欠付6万元。",
        [(900000, 240000, 60000, None, True)],
    ),
}

OPEN = {
    "not-paid": "安全评估费用6.8万元，2024年11月完成，款未付。",
    "money-never-came": "档案数字化费用6.8万元，2024年10月验收，钱一直没付。",
    "not-settled": "宣传册印刷费6.8万元，已交货，至今未结。",
    "never-arrived": "屋面维修费6.8万元，工程款没有到位，11月完工。",
    "not-a-cent": "标线施工费用6.8万元，完工后货款至今分文未付。",
}

LISTS = {
    "by-year": (
        "2025年资金拟支付以下费用：（1）2023年水质监测费16万元；（2）2025年办公电脑采购6万元。",
        [(160000, None, 160000, None, True), (60000, None, None, None, None)],
    ),
    "deposit": (
        "2025年计划支付下列款项：（1）2025年教材印刷费5万元；（2）道路标线质保金4万元。",
        [(50000, None, None, None, None), (None, None, 40000, 40000, True)],
    ),
    "part-paid": (
        "2025年拟支付款项：（1）2024年度物业费12万元，已付6万元；（2）2024年食堂托管费9万元。",
        [(120000, 60000, None, None, True), (90000, None, 90000, None, True)],
    ),
}


@pytest.mark.parametrize(("text", "want"), [*STAGES.values(), *LISTS.values()], ids=[*STAGES, *LISTS])
def test_sums(text: str, want: list[Sums]) -> None:
    assert read_sums(text) == want


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_nothing_paid(text: str) -> None:
    assert read_sums(text) == [(68000, 0, 68000, None, True)]


def test_what_is_not_settled_may_be_paid_in_part() -> None:
    assert read_sums("审计费5万元，报告已出，费用尚未结清。") == [(50000, None, None, None, True)]


def test_one_periods_payments_do_not_contradict_the_whole_contract() -> None:
    contracts, findings = read("三年合同总额90万元。2024年应付30万元，实付24万元，欠付6万元。")
    assert [c.consistent for c in contracts] == [None] and findings == []


OWED_TO = {
    "period": (
        "平台由四川政云科技有限公司运维，2023年7月起三年合同140万元，年度46.8万元。2024年7月至12月23.4万元因资金紧张未付。"
        "密码测评由四川密评技术服务有限公司实施，费用6.8万元，已付清。",
        (None, None, 234000, None, True),
        ["四川政云科技有限公司"],
    ),
    "quarter": (
        "校园保安由四川泽安保安服务有限公司承担，三年期中标总价636万元，每年212万元。2024年前三季度服务费159万元已付讫，"
        "第四季度53万元尚待支付。",
        (None, None, 530000, None, True),
        ["四川泽安保安服务有限公司"],
    ),
    "whose-period-is-open": (
        "物业由四川甲物业有限公司承担，年费30万元；绿化由四川乙园林有限公司承担，年费20万元。2024年第四季度5万元未付。",
        (50000, None, 50000, None, True),
        [],
    ),
    "landlord-of-anothers-rooms": (
        "租用青溪县供销社综合楼三层办公，出租方为四川金穗资产管理有限公司，年租金24万元，下半年租金12万元未付。",
        (240000, None, 120000, None, True),
        ["四川金穗资产管理有限公司"],
    ),
    "landlord": (
        "库房的房东为四川鸿运实业有限公司，租金18万元未付。",
        (180000, None, 180000, None, True),
        ["四川鸿运实业有限公司"],
    ),
    "only-the-landlord-named": (
        "租用四川蓝天酒店有限公司平房作库房，年租金6万元，已付3万元，余3万元未付。",
        (60000, 30000, 30000, None, True),
        ["四川蓝天酒店有限公司"],
    ),
    "named-with-the-sum": (
        "营养餐由两家配送：四川鲜达食品有限公司2024年配送费126万元，已结清；四川禾丰农业有限公司98万元，尚欠24.5万元。",
        (980000, None, 245000, None, True),
        ["四川禾丰农业有限公司"],
    ),
    "two-landlords": (
        "甲站年租金1.2万元，出租方为金村镇府底村村民委员会；乙站年租金2.6万元，出租方为四川恒昌物业管理有限公司；"
        "上述两处2024年下半年租金合计1.9万元未付。",
        (None, None, 19000, None, True),
        ["金村镇府底村村民委员会", "四川恒昌物业管理有限公司"],
    ),
}


@pytest.mark.parametrize(("text", "want", "payees"), OWED_TO.values(), ids=OWED_TO)
def test_who_is_owed(text: str, want: Sums, payees: list[str]) -> None:
    owed = [c for c in read(text)[0] if c.unpaid]
    assert [(sums(c), [party.name for party in c.parties]) for c in owed] == [(want, payees)]
