"""Several lots of one purchase, and what sentences behind them tell of each."""

from __future__ import annotations

import pytest

from tests.obligations import read, sums

TWO = "一标段由四川甲建工程有限公司中标，中标价300万元；二标段由四川乙建工程有限公司中标，中标价200万元。"
PACKS = "采购分两包实施，A包中标单位四川仪信科技有限公司，成交价45万元；B包中标单位四川华测仪器有限公司，成交价30万元。"

LOTS = {
    "paid-off-in-another-order": (
        TWO + "二标段已付清，一标段已付150万元，尚欠150万元。",
        [(3000000, 1500000, 1500000, None, True), (2000000, 2000000, None, None, False)],
    ),
    "each-with-its-payment": (
        TWO + "一标段已支付280万元，二标段已支付200万元。",
        [(3000000, 2800000, None, None, True), (2000000, 2000000, None, None, False)],
    ),
    "one-paid-one-open": (
        PACKS + "A包货款已付清，B包款项未付。",
        [(450000, 450000, None, None, False), (300000, 0, 300000, None, True)],
    ),
    "open-before-paid": (
        PACKS + "A包尚未支付，B包已付清。",
        [(450000, 0, 450000, None, True), (300000, 300000, None, None, False)],
    ),
    "both-open": (PACKS + "两包均未支付。", [(450000, 0, 450000, None, True), (300000, 0, 300000, None, True)]),
    "a-row-of-lots": (
        PACKS + "A包、B包均已付清。",
        [(450000, 450000, None, None, False), (300000, 300000, None, None, False)],
    ),
    "nothing-told-behind": (PACKS, [(450000, None, None, None, None), (300000, None, None, None, None)]),
}


@pytest.mark.parametrize(("text", "want"), LOTS.values(), ids=LOTS)
def test_lots(text: str, want: list[object]) -> None:
    assert [sums(contract) for contract in read(text)[0]] == want


def test_a_lot_is_called_so_and_keeps_its_company() -> None:
    told = (
        "设备分三个包采购：A包为四川仪信科技有限公司，中标价120万元；B包为四川华测仪器有限公司，中标价80万元；C包为四川光谱科技有限公司，"
        "中标价60万元。B包已付清。"
    )
    assert [(c.label, [p.name for p in c.parties], c.has_balance) for c in read(told)[0]] == [
        ("A包", ["四川仪信科技有限公司"], None),
        ("B包", ["四川华测仪器有限公司"], False),
        ("C包", ["四川光谱科技有限公司"], None),
    ]
