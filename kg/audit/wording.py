"""Counts and dates in running text: 内设甲、乙、丙3个科室; 2024年12月-2024年1月."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.formulas import narratives
from nlp.record import Finding, Reading

LISTED = re.compile(
    r"(?:内设|下设|设有|设)(?:机构)?[：:]?(?P<list>[^。；;：:，,\d]{2,200}?)(?:等)?"
    r"(?P<count>\d{1,3})个(?:内设)?(?:职能)?(?:科室|机构|处室|股室|部门|单位)"
)
"""内设办公室、人事科、财务科3个科室"""

RANGE = re.compile(
    r"(?P<y1>20\d\d)年(?P<m1>\d{1,2})月(?:\d{1,2}日)?\s*(?:-|—|–|至|到|~|～)\s*(?P<y2>20\d\d)年(?P<m2>\d{1,2})月"
)


def check_counts(reading: Reading) -> Iterator[Finding]:
    """count-listed: as many names as the count after them says; a list with 等 is open and not counted."""
    for stretch in narratives(reading):
        for found in LISTED.finditer(stretch.text):
            names = [name for name in re.split(r"[、和及]", found["list"]) if name.strip()]
            count = int(found["count"])
            if (
                "等" in found[0]
                or len(names) < 2
                or len(names) == count
                or named_with_conjunction(found["list"], count)
            ):
                continue
            yield Finding(
                "count-listed", "warning", f"所列 {len(names)} 个名称，写作 {count} 个。", str(len(names)), str(count),
                stretch.spans(found.start(), found.end()),
            )  # fmt: skip


def named_with_conjunction(text: str, count: int) -> bool:
    """Does the count fit once 和 and 及 are parts of names (监测与规划科, 电力和新能源科)?"""
    return len([name for name in text.split("、") if name.strip()]) == count


def check_date_order(reading: Reading) -> Iterator[Finding]:
    """date-order: a period that ends before it begins."""
    for stretch in narratives(reading):
        for found in RANGE.finditer(stretch.text):
            if (int(found["y2"]), int(found["m2"])) < (int(found["y1"]), int(found["m1"])):
                yield Finding(
                    "date-order",
                    "error",
                    f"起止时间颠倒：“{found[0]}”。",
                    None,
                    found[0],
                    stretch.spans(found.start(), found.end()),
                )
