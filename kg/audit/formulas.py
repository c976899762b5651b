"""Printed formulas in narrative text: 43矿×4天×7人×100元=12.04万元; 6组×7人×100元+1组×9人×100元=0.51万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.format import plain
from nlp.record import Finding, Reading, Stretch

NUMBER = r"\d[\d,]*(?:\.\d+)?"
FACTOR = rf"{NUMBER}\s*(?:万元|亿元|元|万|%|％)?[^\d×xX*＊=＝。；;，,、（）+＋]{{0,8}}"
FORMULA = re.compile(
    rf"(?<![\d.\-])(?P<left>{FACTOR}(?:[×xX*＊+＋]\s*{FACTOR})+)[=＝]\s*(?P<result>{NUMBER})\s*(?P<unit>万元|亿元|元|万)?"
)
PART = re.compile(rf"(?P<number>{NUMBER})\s*(?P<scale>万元|亿元|万|亿|%|％)?")
SCALES = {
    "万元": Decimal(10000),
    "万": Decimal(10000),
    "亿元": Decimal(10) ** 8,
    "亿": Decimal(10) ** 8,
    "%": Decimal("0.01"),
    "％": Decimal("0.01"),
}
OPEN_LEFT = ("+", "＋", "-", "×", "*", "/", "÷", "）", ")", "（", "(")


def narratives(reading: Reading) -> Iterator[Stretch]:
    """All running text: paragraphs, and the fields of the project pages."""
    yield from (paragraph.stretch for paragraph in reading.paragraphs)
    yield from (field.stretch for page in reading.pages for field in page.fields)


def check_formulas(reading: Reading) -> Iterator[Finding]:
    """formula: a product, a sum of products or a sum printed with its result."""
    for stretch in narratives(reading):
        for found in FORMULA.finditer(stretch.text):
            if stretch.text[: found.start()].rstrip().endswith(OPEN_LEFT):
                continue  # the left side begins before what could be read
            right = worth(found["left"])
            said = Decimal(found["result"].replace(",", "")) * SCALES.get(found["unit"] or "", Decimal(1))
            if right is None or agrees(right, said, found["result"], found["unit"]):
                continue
            scale = SCALES.get(found["unit"] or "", Decimal(1))
            expected, printed = plain((right / scale).quantize(Decimal("0.0001")).normalize()), plain(said / scale)
            yield Finding(
                "formula", "error", f"算式“{found[0].strip()}”得数应为 {expected}{found['unit'] or ''}，印为 {printed}{found['unit'] or ''}。",
                expected, printed, stretch.spans(found.start(), found.end()),
            )  # fmt: skip


def worth(left: str) -> Decimal | None:
    """Value of the left side in yuan or pieces; None where a factor has no number.

    >>> worth("43矿×4天×7人×100元"), worth("2组×50元+3组×20元"), worth("1.2万元+0.3万元")
    (Decimal('120400'), Decimal('160'), Decimal('15000.0'))
    """
    total = Decimal(0)
    for term in re.split(r"[+＋]", left):
        value = Decimal(1)
        for factor in re.split(r"[×xX*＊]", term):
            found = PART.search(factor)
            if found is None:
                return None
            value *= Decimal(found["number"].replace(",", "")) * SCALES.get(found["scale"] or "", Decimal(1))
        total += value
    return total


def agrees(right: Decimal, said: Decimal, printed: str, unit: str | None) -> bool:
    """Equal to the printed digits, or equal once a result without unit is taken as 万元 (2×3万元=6)."""
    step = SCALES.get(unit or "", Decimal(1)).scaleb(-len(printed.partition(".")[2]))
    return abs(right - said) <= step or (unit is None and abs(right - said * 10000) <= step * 10000)
