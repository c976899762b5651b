"""Obligations of a project page: who is owed what, on sentences of our own in the genre's forms."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.contract_draft import states_of
from nlp.contracts import read_page_contracts, read_text
from nlp.record import Contract, Piece, Stretch
from tests.obligations import Sums, document, page, read, read_sums, sums

FAMILIES: dict[str, tuple[str, list[Sums]]] = {
    "audited-and-owed": (
        "路面整治由四川恒通路桥工程有限公司承建，中标价186.5万元，经审计结算金额为179.3万元，截至2024年底已拨付工程款150万元，尚欠29.3万元，拟于2025年付清。",
        [(1793000, 1500000, 293000, None, True)],
    ),
    "one-retained-deposit": (
        "审定价57.2万元，累计支付54.34万元，剩余质保金2.86万元尚未支付。",
        [(572000, 543400, 28600, 28600, True)],
    ),
    "balance-that-holds-a-deposit": (
        "结算审定价412.37万元，累计已付370万元，剩余42.37万元（含质保金12.37万元）未付。",
        [(4123700, 3700000, 423700, 123700, True)],
    ),
    "rest-of-the-price-that-holds-a-deposit": (
        "与广元测控仪表有限公司签订水表采购合同，合同金额96.5万元，已支付67.55万元，剩余合同款28.95万元（含质保金4.83万元）未支付。",
        [(965000, 675500, 289500, 48300, True)],
    ),
    "nothing-paid-yet": (
        "2024年12月签订《平台升级改造合同》，金额为98万元，截至目前未付款。",
        [(980000, 0, 980000, None, True)],
    ),
    "paid-off": (
        "通过询价确定供应商广元市新天地商贸有限公司，成交金额9.86万元，货款已于2024年12月全部结清。",
        [(98600, 98600, None, None, False)],
    ),
    "rent-in-two-parts": (
        "办公楼年租金24万元，2024年租金已付12万元，余12万元于2025年3月支付。",
        [(240000, 120000, 120000, None, True)],
    ),
    "settled-in-chinese-numerals": (
        "2024年11月签订合同，合同价款二十五万元，签订后支付十万元，剩余十五万元待验收后支付。",
        [(250000, 100000, 150000, None, True)],
    ),
    "list-of-payables": (
        "应付未付款项：1.养护劳务费43.2万元；2.桥梁检测费8.6万元；3.标志牌采购款15.75万元。以上款项因资金紧张未能支付。",
        [(None, None, 432000, None, True), (None, None, 86000, None, True), (None, None, 157500, None, True)],
    ),
    "list-without-numbers": (
        "欠付企业账款：广元宏图公司12.6万元、利州建材公司8.9万元、苍溪路桥公司45万元，合计66.5万元。",
        [(None, None, 126000, None, True), (None, None, 89000, None, True), (None, None, 450000, None, True)],
    ),
    "debts-by-year": (
        "共欠付环卫作业费1,356.8万元，其中2022年欠312万元，2023年欠498.6万元，2024年欠546.2万元。",
        [(None, None, 3120000, None, True), (None, None, 4986000, None, True), (None, None, 5462000, None, True)],
    ),
    "three-lots-in-one-sentence": (
        "A标段合同价500万元，已付300万元；B标段合同价260万元，已付260万元；C标段合同价180万元，未付款。",
        [(5000000, 3000000, None, None, True), (2600000, 2600000, None, None, False), (1800000, 0, 1800000, None, True)],
    ),
    "fields-of-a-form": (
        "中标人：江苏华建集团有限公司；中标价：2,680,000元；已付：1,876,000元；未付：804,000元。",
        [(2680000, 1876000, 804000, None, True)],
    ),
    "price-adjusted": (
        "因项目变更，合同金额由原120万元调整为135万元，目前已支付81万元。",
        [(1350000, 810000, None, None, True)],
    ),
    "instalment-told-twice": (
        "合同金额58万元，预付30%即17.4万元，留3%质保金1.74万元。目前仅支付预付款17.4万元。",
        [(580000, 174000, None, 17400, True)],
    ),
    "rest-due-now": (
        "结算价为205.6万元，扣除已付的164.48万元和质保金6.17万元，本次应付34.95万元。",
        [(2056000, 1644800, 349500, 61700, True)],
    ),
    "public-private-partnership": (
        "2024年应付可用性服务费2350万元，实际支付1800万元，欠付550万元；2025年应付可用性服务费2350万元。",
        [(23500000, 18000000, 5500000, None, True), (23500000, None, None, None, None)],
    ),
    "two-fees-and-what-they-leave": (
        "2024年运维费60万元，可用性服务费150万元，已到位100万元，差额110万元。",
        [(2100000, 1000000, 1100000, None, True)],
    ),
    "two-phases-and-their-sum": (
        "一期合同230万元，二期合同180万元，共计410万元，已付一期款230万元，二期款未付。",
        [(4100000, 2300000, None, None, True)],
    ),
    "share-of-the-price-paid": (
        "财政评审审定198.76万元。按合同约定已支付至审定价的80%，即159.01万元，剩余39.75万元（其中质保金5.96万元），拟列入2025年预算。",
        [(1987600, 1590100, 397500, 59600, True)],
    ),
    "due-paid-and-left": ("应付10万元，实付6万元，余4万元。", [(100000, 60000, 40000, None, True)]),
    "years-of-fees-all-open": (
        "支付档案整理费用：2021年度3.6万元、2022年度4.2万元、2023年度4.5万元，合计12.3万元，均未支付。",
        [(36000, 0, 36000, None, True), (42000, 0, 42000, None, True), (45000, 0, 45000, None, True)],
    ),
    "changes-are-no-prices": (
        "中标价2,156.78万元，变更增加118.22万元，最终结算2,275万元；已拨付1,820万元，尚需拨付455万元。",
        [(22750000, 18200000, 4550000, None, True)],
    ),
    "instalments-in-brackets": (
        "合同金额为壹佰贰拾万元，首付款30%（36万元）已支付，二期款50%（60万元）待支付，尾款20%（24万元）验收后支付。",
        [(1200000, 360000, 840000, None, True)],
    ),
    "monthly-price-and-what-is-open": ("月服务费1.8万元，2024年10-12月共5.4万元未结。", [(None, None, 54000, None, True)]),
    "second-payment-waits": (
        "成交价为人民币48.5万元，分两次付款，首次付款24.25万元已完成，第二次付款24.25万元待年度考核后支付。",
        [(485000, 242500, 242500, None, True)],
    ),
    "parts-of-the-price-in-brackets": (
        "合同金额126万元（其中设备款98万元、安装费28万元），已支付预付款63万元。",
        [(1260000, 630000, None, None, True)],
    ),
    "arrears-paid-off-over-years": (
        "拖欠的绿化工程款分三年偿还，总额285万元，2023年、2024年已偿还190万元，2025年偿还95万元。",
        [(2850000, 1900000, 950000, None, True)],
    ),
    "one-verb-pays-two-instalments": (
        "中标金额960万元，已支付首付款288万元、到货款432万元，尚有240万元未支付，其中质保金48万元。",
        [(9600000, 7200000, 2400000, 480000, True)],
    ),
    "one-verb-owes-balance-and-deposit": (
        "审定金额186.53万元，累计已支付132.24万元，尚欠工程款48.69万元、质保金5.6万元。",
        [(1865300, 1322400, 542900, 56000, True)],
    ),
    "rest-is-the-deposit": (
        "工程由云岭建筑有限公司承建，合同价款163万元，累计支付146.7万元，余款16.3万元为质保金，2026年6月到期。",
        [(1630000, 1467000, 163000, 163000, True)],
    ),
    "one-year-of-several-is-owed": (
        "合同总价96万元，服务期3年，每年32万元，已支付32万元，2024年度服务费32万元应支未支，2025年安排支付。",
        [(960000, 320000, 320000, None, True)],
    ),
    "the-budget-pays-the-rest-told-before": (
        "合同金额126万元，已支付75.6万元，剩余50.4万元未支付；2025年计划巡护8次，需16万元；支付上年工程尾款50.4万元。",
        [(1260000, 756000, 504000, None, True)],
    ),
    "an-average-is-no-price": (
        "举办业务培训，人均600元，200人次×600元=12万元。",
        [(120000, None, None, None, None)],
    ),
    "head-says-unpaid": (
        "因资金紧张，以下款项未能及时支付：1.垃圾清运费32.6万元；2.公厕管护费11.4万元。",
        [(None, None, 326000, None, True), (None, None, 114000, None, True)],
    ),
    "performance-bond-is-not-retained": (
        "采购合同价为23.5万元，履约保证金1.18万元，已全额支付合同款。",
        [(235000, 235000, None, None, False)],
    ),
    "court-award": (
        "人民法院判决书判令我局支付四川鑫源建筑公司工程款86.4万元，目前尚未履行。",
        [(None, None, 864000, None, True)],
    ),
    "deposit-released": (
        "大坝安全监测系统质保金5.6万元，质保期至2025年9月，到期后支付。",
        [(None, None, 56000, 56000, True)],
    ),
    "goods-in-brackets-are-no-contracts": (
        "设备（服务器1台9万元、交换机2台3万元、电源1台2万元）合同价14万元，已付10万元，未付4万元。",
        [(140000, 100000, 40000, None, True)],
    ),
    "several-years-signed": (
        "2024年9月完成三年期保安服务采购，中标金额360万元，2025年申请预算保安服务费120万元。",
        [(3600000, None, None, None, True)],
    ),
    "price-per-year-paid-ahead": (
        "租赁场地费用每年6万元，租期5年，已预付两年租金12万元。",
        [(60000, 120000, None, None, None)],
    ),
    "running-costs-with-a-budget-advance": (
        "预计全年处置费2358万元，已预拨100万元，现申请预算2258万元。",
        [(23580000, 1000000, None, None, None)],
    ),
    "work-done-last-year-and-paid-by-plan": (
        "我单位于2024年9月组织企业参展，展台设计搭建费39万元，2025年4月底前完成支付。",
        [(390000, None, None, None, True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "want"), FAMILIES.values(), ids=FAMILIES)
def test_sums_and_balance(text: str, want: list[Sums]) -> None:
    assert read_sums(text) == want


NOTHING_OWED = {
    "balance-funded-staff": "差额拨款事业单位人员经费补助120万元，用于发放在职人员工资。",
    "surplus-of-a-grant": "上级下达专项资金500万元，已支出380万元，结余120万元按规定结转下年使用。",
    "surplus-carried-over": "上年结余资金15.6万元，本年继续使用。",
    "less-developed-areas": "衔接推进乡村振兴欠发达地区补助资金300万元。",
    "no-arrears": "按照中小企业款项支付条例，做到无拖欠账款。",
    "planned-purchase": "2025年计划购置公务船艇1艘，预算45万元，拟于6月完成采购。",
    "rest-taken-back": "公益性岗位补贴资金80万元，按月发放，剩余资金年底收回。",
}


@pytest.mark.parametrize("text", NOTHING_OWED.values(), ids=NOTHING_OWED)
def test_nothing_is_owed(text: str) -> None:
    assert [contract.has_balance for contract in read(text)[0] if contract.has_balance is not None] == []


def test_items_are_contracts_and_the_sum_over_them_a_total() -> None:
    contracts, findings = read("应支未支款项共计9万元，包括：（1）围墙修缮尾款4万元；（2）空调购置尾款5万元。")
    told = [(c.label, int(c.unpaid or 0), c.total_over, c.has_balance) for c in contracts]
    assert told == [
        ("应支未支款项", 90000, 2, None),
        ("围墙修缮尾款", 40000, 0, True),
        ("空调购置尾款", 50000, 0, True),
    ]
    assert findings == []


def test_parts_of_a_fee_stay_with_it() -> None:
    contracts, _ = read("（1）安全评估服务20万元，包括：专家费12万元、差旅费8万元；（2）系统运维9万元。")
    assert [(c.label, int(c.amount or 0)) for c in contracts] == [("安全评估服务", 200000), ("系统运维", 90000)]


def test_a_tail_speaks_of_every_item() -> None:
    text = "其中：（1）甲县委托检测费30万元；（2）乙县委托检测费15万元。2024年12月已提交申请，因流程调整未完成支付。"
    assert read_sums(text) == [(300000, 0, 300000, None, True), (150000, 0, 150000, None, True)]


def test_a_fee_beside_the_contract_is_its_own_obligation() -> None:
    text = "经评审，审定金额为26万元，已支付16万元，扣除质保金1.3万元，加上未支付的造价审核费用0.4万元，剩余款项9.1万元未支付。"
    assert read_sums(text) == [(260000, 160000, 91000, 13000, True), (4000, None, 4000, None, True)]


def test_bills_of_earlier_years_that_the_plan_calls_open() -> None:
    text = "1.2024年转运飞灰，预计处置费用206万元；2.2025年转运飞灰，预计处置费用486万元。"
    plan = "支付2024年应支付未支付的费用，10月底前一次性支付。"
    assert read_sums(text, plan) == [(2060000, None, 2060000, None, True), (4860000, None, None, None, None)]


def test_where_and_how_an_obligation_is_told() -> None:
    text = "2024年11月我局与湖南中联信息技术有限公司签订合同，合同金额为98万元，已支付60万元，剩余38万元未支付，预计2025年6月底前付清。"
    (contract,) = read(text, "2025年8月底前完成支付。")[0]
    assert (contract.label, contract.signed, contract.due) == ("路面整治", "2024-11", "2025-06")
    assert [(party.name, party.role) for party in contract.parties] == [("湖南中联信息技术有限公司", "supplier")]
    assert (contract.span.line, contract.balance_clause, contract.consistent) == (10, "剩余38万元未支付", True)
    assert text[contract.span.start : contract.span.end] == contract.quote
    assert [(a.role, int(a.value), text[a.span.start : a.span.end]) for a in contract.amounts] == [
        ("合同金额", 980000, "98万元"),
        ("已支付", 600000, "60万元"),
        ("未支付", 380000, "38万元"),
    ]


def test_due_by_the_plan_where_the_text_does_not_say() -> None:
    (contract,) = read("合同金额9万元，已付4万元，余款5万元未付。", "2025年8月底前完成余款支付。")[0]
    assert contract.due == "2025-08"


def test_parties_and_their_roles() -> None:
    text = (
        "委托山西华泰招标代理有限公司公开招标，中标单位为河南裕华建筑工程有限公司，由山西正诚工程监理有限公司监理，"
        "经山西明信工程咨询有限公司评审，审定金额为27万元，已付26万元，在晋南煤业有限公司设分会场。"
    )
    (contract,) = read(text)[0]
    assert [(party.name, party.role) for party in contract.parties] == [
        ("山西华泰招标代理有限公司", "agency"),
        ("河南裕华建筑工程有限公司", "contractor"),
        ("山西正诚工程监理有限公司", "supervisor"),
        ("山西明信工程咨询有限公司", "reviewer"),
    ]


def test_the_price_goes_to_the_payee_whose_work_it_names() -> None:
    text = "由河南瑞安建筑工程有限公司负责装修工程、山西远景科技有限公司负责设备供货，设备合同总金额为90万元，已付70万元，剩余20万元未付。"
    contracts, _ = read(text)
    assert [(c.label, [p.name for p in c.parties], c.amount) for c in contracts] == [
        ("路面整治", ["山西远景科技有限公司"], Decimal(900000)),
        ("装修工程", ["河南瑞安建筑工程有限公司"], None),
    ]


FINDINGS = {
    "stated-balance-does-not-fit": (
        "合同价12万元，已付5.03万元，剩余13万元未付。",
        ("contract-balance", "69700", "130000"),
    ),
    "more-paid-than-the-price": ("合同金额18万元，已支付23万元。", ("contract-balance", "180000", "230000")),
    "items-do-not-add-up": (
        "经费12万元，明细如下：1.命题费6万元；2.评审费4万元。",
        ("contract-items", "100000", "120000"),
    ),
    "run-of-costs-does-not-add-up": (
        "中心经费350万元，其中：人员经费290万元，公用经费11万元，项目经费40万元。",
        ("contract-items", "3410000", "3500000"),
    ),
    "budgets-of-two-years-are-not-the-price": (
        "2024年11月通过政府采购，制服合同金额138.65万元。2025年预算安排46.15万元，2026年安排92.53万元。",
        ("contract-items", "1386800", "1386500"),
    ),
    "paid-and-budgeted-exceed-the-price": (
        "中标价537.8万元，2024年已累计支付430.24万元，2025年财政预算安排200万元工程款。",
        ("contract-overcommitted", "5378000", "6302400"),
    ),
}


NO_FINDINGS = {
    "fee-beside-explains-the-balance": "审定金额26万元，已支付16万元，扣除质保金1.3万元，加上未支付的评审费用0.4万元，剩余款项9.1万元未支付。",
    "items-add-up": "经费12万元，明细如下：1.命题费6万元；2.评审费6万元。",
    "items-with-a-range-add-up": "经费12万元，明细如下：1.命题费5-7万元；2.评审费6万元。",
    "items-with-details": "预算资金9万元，包括：（1）检测服务5万元，其中设备2万元、人工3万元；（2）系统运维4万元。",
    "list-of-some-items": "总投资600万元，其中设备购置费200万元、监理费8万元。",
    "budget-of-an-earlier-year": "中标价59.6万元，2023年预算下达60万元，支出29.8万元，2025年需支付29.8万元。",
}


@pytest.mark.parametrize("text", NO_FINDINGS.values(), ids=NO_FINDINGS)
def test_nothing_to_find(text: str) -> None:
    assert [(f.rule, f.message) for f in read(text)[1]] == []


@pytest.mark.parametrize(("text", "want"), FINDINGS.values(), ids=FINDINGS)
def test_findings(text: str, want: tuple[str, str, str]) -> None:
    assert [(f.rule, f.expected, f.found) for f in read(text)[1]] == [want]


def test_a_slip_of_scale_is_reported_and_not_mended() -> None:
    told = page("平台建设", "2024年5月支付合同总金额的50%，共38750万元，其余未支付。", total="380000")
    contracts, findings = read_page_contracts(told, document())
    assert [int(c.paid or 0) for c in contracts] == [387500000]
    assert [(f.rule, f.severity, f.expected, f.found) for f in findings] == [
        ("contract-scale", "warning", "380000", "387500000")
    ]


STATES = {
    "none": ("项目已完成，尚未支付款项", {"none"}),
    "part": ("用于支付2025年应支未支质保金", {"part"}),
    "all": ("款项已于12月全部付清", {"all"}),
    "later": ("待报告出具后支付", {"later"}),
    "no-word": ("按月支付服务费", set()),
}


@pytest.mark.parametrize(("text", "states"), STATES.values(), ids=STATES)
def test_what_a_clause_without_a_sum_says(text: str, states: set[str]) -> None:
    assert states_of(text) == states


FRAMES = (
    "{label}由{company}承建，合同金额{amount}万元，截至目前累计支付{paid}万元，剩余{rest}万元未支付。",
    "{company}中标{label}，中标价{amount}万元；2024年已付{paid}万元，欠付{rest}万元。",
    "{label}审定金额为{amount}万元，已支付{paid}万元，尾款{rest}万元列入2025年预算后支付。",
    "我局与{company}签订{label}合同，合同总价{amount}万元，已预付{paid}万元，余款{rest}万元待验收后支付。",
    "{label}成交金额{amount}万元，先后支付{paid}万元，尚有{rest}万元未付。",
    "支付{label}尾款{rest}万元（合同金额为{amount}万元，2024年7月已预付{paid}万元）。",
    "{label}结算价{amount}万元，扣除已付{paid}万元，本年需支付{rest}万元。",
    "{label}，供货方{company}，总价款{amount}万元，合同金额{amount}万元，已拨付{paid}万元，缺口{rest}万元。",
    "2024年签订的{label}合同价款{amount}万元，前期支付{paid}万元，还差{rest}万元没有支付。",
    "经{company}实施，{label}实际发生费用{amount}万元，其中已支付{paid}万元，{rest}万元因财政困难未能支付。",
)
"""ten sentence families of our own"""


def sentences(count: int) -> Iterator[tuple[str, Sums]]:
    rng = Random(2025)
    for n in range(count):
        amount = Decimal(rng.randrange(300, 90000)) / 100
        paid = (amount * rng.choice((30, 50, 70, 90)) / 100).quantize(Decimal("0.01"))
        slots = {"label": rng.choice(("围墙修缮", "管网普查", "标识牌制作")), "company": "四川恒远工程有限公司"}
        text = FRAMES[n % len(FRAMES)].format(amount=amount, paid=paid, rest=amount - paid, **slots)
        yield text, (int(amount * 10000), int(paid * 10000), int((amount - paid) * 10000), None, True)


def test_recall_over_generated_sentences() -> None:
    cases = list(sentences(200))
    missed = [(text, read_sums(text)) for text, want in cases if read_sums(text) != [want]]
    assert missed == []


def test_a_second_telling_in_another_field_is_not_a_second_contract() -> None:
    contracts: list[Contract] = read(
        "合同金额9万元，已付4万元，余款5万元未付。", "支付合同余款5万元（合同金额9万元）。"
    )[0]
    assert [sums(contract) for contract in contracts] == [(90000, 40000, 50000, None, True)]


def test_sentences_about_works_of_their_own_are_contracts_of_their_own() -> None:
    text = (
        "管网普查通过公开招标确定四川恒远工程有限公司为中标单位，中标金额为50万元，已付40万元，尾款10万元未付。"
        "围墙修缮由四川安远工程有限公司施工，结算审定20万元，已按审定金额足额支付，无欠款。"
        "本次安排支付标志牌制作尾款7万元。今年拟采购空调更换，预算9万元，计划于8月底前签订合同。"
    )
    contracts, _ = read(text)
    assert [(c.label, *sums(c), c.planned) for c in contracts] == [
        ("管网普查", 500000, 400000, 100000, None, True, False),
        ("围墙修缮", 200000, 200000, None, None, False, False),
        ("标志牌制作", None, None, 70000, None, True, False),
        ("空调更换", None, None, None, None, None, True),
    ]


PIECES = (
    *"；。，、：（）\t×=",
    "（1）", "（2）", "①", "1.", "一是", "包括", "其中", "共计", "合同金额",
    "审定金额", "中标价", "已支付", "未支付", "尾款", "质保金", "剩余", "预算安排", "用于支付",
    "3万元", "12.5万", "478元/吨", "3000-5000元", "2024年", "6月底前", "欠付", "设备采购",
    "全部付清", "调整为", "加上", "应支未支款项", "判决我局支付", "由甲乙丙建设工程有限公司承建",
)  # fmt: skip


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_run_of_words_is_read_with_its_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    for contract in read(text)[0]:
        assert text[contract.span.start : contract.span.end] == contract.quote
        assert contract.label
        assert contract.computed_unpaid is None or contract.amount is not None
        assert all(value is None or value >= 0 for value in (contract.amount, contract.paid, contract.unpaid))


def test_who_does_the_work_is_no_name_of_it() -> None:
    contracts, _ = read(
        "由云岭建筑有限公司承建，中标价865万元，已支付259万元。监理单位云岭监理有限公司，监理费16万元，已支付4万元，剩余12万元尚未支付。"
    )
    assert [(c.label, [party.name for party in c.parties]) for c in contracts] == [
        ("路面整治", ["云岭建筑有限公司"]),
        ("监理费", ["云岭监理有限公司"]),
    ]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("河堤护坡工程由云岭建筑有限公司实施，合同金额40万元，已支付30万元。", "河堤护坡工程"),
        ("委托云岭检测有限公司开展土壤监测，合同金额16万元，已全部支付。", "土壤监测"),
        ("采购水质分析仪2台，由云岭仪器有限公司中标，中标金额25万元，尾款5万元于2025年12月支付。", "采购水质分析仪2台"),
    ],
    ids=["work-first", "commissioned-work", "goods"],
)
def test_outside_a_project_page_the_work_names_the_contract(said: str, label: str) -> None:
    stretch = Stretch(said, (Piece(0, 10, range(len(said))),))
    found, _ = read_text(stretch, None, document(), "", strict=True)
    assert [contract.label for contract in found] == [label]


@pytest.mark.parametrize(
    ("text", "plan", "due"),
    [
        pytest.param(
            "审定金额100万元，已支付80万元，剩余工程款15万元、质保金5万元尚未支付，质保期至2025年9月。", "2025年6月支付工程款。",
            ("2025-06", "2025-09"), id="deposit-after-its-warranty",
        ),
        pytest.param(
            "合同金额100万元，已支付80万元，剩余20万元（含质保金5万元）未付。", "2025年4月支付尾款，8月质保期满后支付质保金。",
            ("2025-04", "2025-08"), id="deposit-in-the-plan",
        ),
        pytest.param(
            "审定价57.2万元，累计支付54.34万元，剩余质保金2.86万元尚未支付。", "2025年8月支付质保金。", ("2025-08", None), id="deposit-alone"
        ),
        pytest.param("合同金额58万元，已支付18万元，剩余40万元未付。", "2025年6月支付尾款。", ("2025-06", None), id="no-deposit"),
    ],
)
def test_the_deposit_is_due_when_it_says(text: str, plan: str, due: tuple[str | None, str | None]) -> None:
    contract = read(text, plan)[0][0]
    assert (contract.due, contract.retention_due) == due


def test_items_are_named_by_their_headings_and_due_when_the_plan_names_them() -> None:
    text = (
        "建设内容与付款：一是施工。2024年5月与四川恒通路桥工程有限公司签订合同，合同金额312万元，已支付250万元，剩余62万元未支付；"
        "二是监理。监理单位为成都正平监理有限公司，合同金额9万元，已支付4万元，剩余5万元未支付；"
        "三是标志牌款26万元。2024年11月签订采购合同，合同金额26万元，已支付10万元，剩余16万元未支付。"
    )
    plan = "2025年3月底前付清标志牌款，10月底前支付监理尾款。"
    owed = [contract for contract in read(text, plan)[0] if contract.has_balance]
    assert [(contract.label, contract.unpaid, contract.due) for contract in owed] == [
        ("施工", 620000, None), ("监理", 50000, "2025-10"), ("标志牌款", 160000, "2025-03"),
    ]  # fmt: skip


def test_items_that_say_once_what_they_are_for() -> None:
    text = (
        "根据租赁合同：一中队：面积600平米，31万元（24年房租20万，24.1-24.5已付8万元，12万元未付；2025年房租20万元）；"
        "二中队：面积287平米、25万元（24年房租合同是15万元，23.11-24.3已支付6万元，9万未支付，25年合同价17万元）；"
        "三中队面积262平米、64万元（22-24年房租年18万共54万元，24.1-24.5已支付7万元，25年18万元）；"
        "仓库：面积750平米、69万元（合同价28万元，23年未支付12万元，25年28万元）；"
        "车棚：面积90平米、6万元（24年合同价3万元，未支付1万元；25年合同价3.5万元）。"
    )
    assert [(contract.label, sums(contract)[2]) for contract in read(text)[0]] == [
        ("一中队24年房租", 120000), ("一中队2025年房租", None), ("二中队2024年房租", 90000), ("二中队2025年房租", None),
        ("三中队22-24年房租", None), ("仓库", 120000), ("车棚2024年", 10000), ("车棚2025年", None),
    ]  # fmt: skip


def test_a_heading_with_its_sum_is_what_is_set_aside_for_the_contract_below() -> None:
    text = (
        "主要包括：（1）围墙修缮款8万元。2024年5月由四川恒通建筑工程有限公司中标，中标金额20万元，已付12万元，剩余8万元未支付。"
        "（2）过渡用房租金9万元。租用广元新城物业有限公司房屋，年租金6万元，其中2024年下半年租金3万元尚未支付。（3）家具购置5万元。"
    )
    found = [(c.label, sums(c)[:3], c.budgeted_now and int(c.budgeted_now)) for c in read(text)[0]]
    assert found == [
        ("围墙修缮款", (200000, 120000, 80000), 80000),
        ("过渡用房租金", (60000, None, 30000), None),
        ("家具购置", (50000, None, None), None),
    ]


ONE_YEAR_OF_SEVERAL = {
    "paid-and-left-of-one-year": "三年合同金额90万元，每年30万元，2024年度运维费已支付21万元，剩余9万元未支付。",
    "price-per-year-in-brackets": "三年服务期合同总价90万元（30万元/年），2024年度已支付21万元，剩余9万元未支付。",
}


@pytest.mark.parametrize("text", ONE_YEAR_OF_SEVERAL.values(), ids=ONE_YEAR_OF_SEVERAL)
def test_what_is_left_of_one_year_is_not_set_against_the_price_of_several(text: str) -> None:
    contracts, findings = read(text)
    assert ([sums(contract) for contract in contracts], findings) == ([(900000, 210000, 90000, None, True)], [])
    assert contracts[0].consistent is None


SOURCES = {
    "after-其中": "护理服务费168万元，其中财政资金108万元、单位自有资金60万元。",
    "in-brackets": "护理服务费168万元（省级资金100万元、市级配套38万元、福彩公益金30万元）。",
    "general-and-fund-budget": "护理服务费168万元，其中一般公共预算安排108万元，政府性基金60万元。",
}


@pytest.mark.parametrize("text", SOURCES.values(), ids=SOURCES)
def test_the_funds_that_a_sum_comes_from_are_no_obligations(text: str) -> None:
    assert [(c.label, sums(c)[0]) for c in read(text)[0] if not c.total_over] == [("护理服务费", 1680000)]


ROLES = {
    "design": ("广元匠作建筑设计院有限公司完成施工图设计，设计费21.5万元已付清。", "广元匠作建筑设计院有限公司", "supplier"),
    "goods": ("与广元安达电梯销售有限公司签订采购合同，合同金额46万元，已支付13.8万元。", "广元安达电梯销售有限公司", "supplier"),
    "goods-of-a-works-firm": ("向广元建工物资有限公司采购沙袋，质保金1.2万元尚未支付。", "广元建工物资有限公司", "supplier"),
    "rent": ("租用广元新城物业有限公司办公楼，年租金36万元，已支付18万元。", "广元新城物业有限公司", "supplier"),
    "works": ("由广元恒通环保有限公司承建，合同金额80万元，已支付40万元。", "广元恒通环保有限公司", "contractor"),
    "hospital-that-is-owed": ("定点医院广元市第三人民医院2024年医疗救治费11.3万元尚未结算。", "广元市第三人民医院", "supplier"),
    "committee-that-carries-out": ("项目由开发区管理委员会负责实施，2024年处置费80万元尚未支付。", "开发区管理委员会", "client"),
    "firm-by-place-and-group": ("2024年12月预计广元光大垃圾处理费为30万元，尚未支付。", "广元光大", "contractor"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "name", "role"), ROLES.values(), ids=ROLES)
def test_who_is_paid_for_what(text: str, name: str, role: str) -> None:
    (contract,) = read(text)[0]
    assert [(party.name, party.role) for party in contract.parties] == [(name, role)]


def test_who_is_named_where_no_obligation_is_told_takes_part_in_all() -> None:
    text = "污水处理厂交由广元清流水务有限公司运营管理，2025年安排资金90万元，具体内容：1.2025年污水处理费70万元；2.设备维修费20万元。"
    found = [(contract.label, [party.name for party in contract.parties]) for contract in read(text)[0]]
    assert found == [("2025年污水处理费", ["广元清流水务有限公司"]), ("设备维修费", ["广元清流水务有限公司"])]


def test_the_only_payee_is_paid_for_the_work_its_sentence_names() -> None:
    text = "由广元慈爱家政有限公司派驻护理员28名，2025年护理服务费168万元。2024年12月护理费14万元尚未支付。2024年印刷费3万元尚未支付。"
    found = [(contract.label, [party.name for party in contract.parties]) for contract in read(text)[0]]
    assert found[1:] == [("2024年12月护理费", ["广元慈爱家政有限公司"]), ("2024年印刷费", [])]


FEES_IN_THE_MIDST = {
    "supervision-and-review-before-the-works-are-paid": (
        "项目由四川明泰招标代理有限公司代理招标，中标人为四川宝华光电科技股份有限公司，中标价428.6万元；四川天正监理有限公司承担监理，"
        "监理费8.4万元，已付5.88万元，下剩2.52万元。9月由四川正达工程造价咨询有限公司出具结算审核报告，核定造价415.2万元，"
        "审核费1.83万元未付。截至2024年底累计拨付设备款333.2万元，余82万元未拨付，其中含质量保证金20.76万元。2025年安排86.35万元，用于结清上述三笔款项。",
        [
            ("路面整治", (4152000, 3332000, 820000, 207600, True),
             ["四川明泰招标代理有限公司", "四川宝华光电科技股份有限公司", "四川正达工程造价咨询有限公司"]),
            ("监理费", (84000, 58800, 25200, None, True), ["四川天正监理有限公司"]),
            ("审核费", (18300, None, 18300, None, True), ["四川正达工程造价咨询有限公司"]),
        ],
    ),
    "a-fee-told-in-two-places": (
        "承建单位为四川云帆数字科技有限公司，合同总额472万元，监理单位为四川智信系统工程监理有限公司，监理合同额8万元。合同约定："
        "2024年付30%即141.6万元，2025年付40%即188.8万元，2026年验收合格后付27%即127.44万元，剩余3%即14.16万元作为质保金满一年后支付。"
        "2024年141.6万元已足额支付，2025年实际支付130万元，累计支付271.6万元，未付200.4万元。监理费已支付2.4万元，剩余5.6万元。",
        [
            ("路面整治", (4720000, 2716000, 2004000, 141600, True), ["四川云帆数字科技有限公司"]),
            ("监理费", (80000, 24000, 56000, None, True), ["四川智信系统工程监理有限公司"]),
        ],
    ),
    "a-fee-behind-the-works": (
        "中标金额90万元，已付60万元，剩余30万元未支付。监理费2万元尚未支付。",
        [("路面整治", (900000, 600000, 300000, None, True), []), ("监理费", (20000, 0, 20000, None, True), [])],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "want"), FEES_IN_THE_MIDST.values(), ids=FEES_IN_THE_MIDST)
def test_fees_told_in_the_midst_of_a_contract(text: str, want: list[object]) -> None:
    contracts, findings = read(text)
    assert [(c.label, sums(c), [party.name for party in c.parties]) for c in contracts] == want
    assert findings == []


INSTALMENTS = {
    "stages-behind-semicolons": (
        "成交价90万元。合同约定分三次支付：签订后付50%即45万元，已于2024年12月支付；评审后付40%即36万元；印发后付清余下的10%即9万元。2025年安排45万元。",
        [(900000, 450000, None, None, True)],
    ),
    "paid-up-to": (
        "决算审定82万元，工程款累计付至60万元，尚欠22万元（含3%质保金2.46万元）。",
        [(820000, 600000, 220000, 24600, True)],
    ),
    "paid-up-to-a-share": (
        "中标金额74.2万元，已按合同约定付至80%即59.36万元，余款14.84万元待审计后支付。",
        [(742000, 593600, 148400, None, True)],
    ),
    "half-a-year-of-rent": (
        "租用广元新城物业有限公司三层办公，每年15.6万元，上、下半年各付一次。2024年7—12月房租7.8万元未支付。",
        [(156000, None, 78000, None, True)],
    ),
    "price-of-a-unit-and-rent": (
        "租用写字楼2150平方米，每平方米每年170元，年租金36万元，半年一付；2024年7—12月租金18万元到期未付。",
        [(360000, None, 180000, None, True)],
    ),
    "two-lots-paid-off-together": (
        "A包为质量核查，每年21万元；B包为报告审核服务，每年17万元。两包2023年度、2024年度费用均已结清。",
        [(210000, 210000, None, None, False), (170000, 170000, None, None, False)],
    ),
}


@pytest.mark.parametrize(("text", "want"), INSTALMENTS.values(), ids=INSTALMENTS)
def test_instalments(text: str, want: list[Sums]) -> None:
    assert read_sums(text) == want


def test_what_is_told_by_its_period_alone_belongs_to_the_item_and_its_payee() -> None:
    text = (
        "（一）房租：承租广元科创投资有限公司写字楼，年租金36万元，半年一付；2024年7—12月租金18万元到期未付，2025年上半年租金18万元应于6月底前支付。"
        "（二）站点运维。2023年公开招标确定四川绿达环境监测有限公司承担运维任务，合同价款858万元，每年286万元；2024年度前三季度214.5万元已结清，"
        "第四季度71.5万元因考核结果未出具，尚未支付。（三）电梯维保：四川中速电梯工程有限公司，年费1.6万元，2024年已付清。"
    )
    found = [(c.label, c.has_balance, [party.name for party in c.parties]) for c in read(text)[0]]
    assert found == [
        ("房租", True, ["广元科创投资有限公司"]), ("2025年上半年租金", None, ["广元科创投资有限公司"]),
        ("站点运维", True, ["四川绿达环境监测有限公司"]), ("站点运维第四季度", True, ["四川绿达环境监测有限公司"]),
        ("电梯维保", False, ["四川中速电梯工程有限公司"]),
    ]  # fmt: skip


def test_an_agency_named_above_works_with_contractors_of_their_own_is_no_party_of_the_rest() -> None:
    text = (
        "统一委托四川国信招标代理有限公司办理采购事宜。其中：①一中屋面修缮：由四川鼎固建设集团有限公司施工，合同价86万元，已付60万元，尚欠26万元；"
        "②监理单位为四川协诚工程监理有限公司，监理费2.6万元，已付1.3万元，还差1.3万元；③其余学校零星修缮工程款36万元未支付。决算评审均由广元市财政投资评审中心组织。"
    )
    found = [[(party.name, party.role) for party in c.parties] for c in read(text)[0]]
    assert found == [[("四川鼎固建设集团有限公司", "contractor")], [("四川协诚工程监理有限公司", "supervisor")], []]
