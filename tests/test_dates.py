"""Dates in the precision they are printed in."""

from __future__ import annotations

import pytest

from nlp.dates import find_dates

CASES = {
    "day": ("2025年9月16日签订", ["2025-09-16"]),
    "month": ("2024年8月份完成", ["2024-08"]),
    "year": ("2023年度费用", ["2023"]),
    "month-of-the-year-before-it": ("2024年7月、10月支付，9月16日验收", ["2024-07", "2024-10", "2024-09-16"]),
    "month-of-the-documents-year": ("6月底前付清", ["2025-06"]),
    "dots": ("24.1.1-24.5.27已付", ["2024-01-01", "2024-05-27"]),
    "dashes": ("2025-09-16签订", ["2025-09-16"]),
    "two-digits": ("24年房租", ["2024"]),
    "end-of-year": ("2024年底完工", ["2024-12"]),
    "this-and-last-year": ("上年已付，今年3月付清", ["2024", "2025-03"]),
    "term-is-no-date": ("新一轮三年期服务，质保期2年期满", []),
}


@pytest.mark.parametrize(("text", "dates"), CASES.values(), ids=CASES)
def test_iso_dates(text: str, dates: list[str]) -> None:
    assert [date.iso for date in find_dates(text, 2025)] == dates


def test_before_a_date() -> None:
    assert [(d.month, d.before) for d in find_dates("2026年6月底前支付，8月验收")] == [
        ("2026-06", True),
        ("2026-08", False),
    ]


def test_no_year_known() -> None:
    assert find_dates("6月底前付清") == ()
