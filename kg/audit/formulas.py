"""Printed formulas in narrative text: 43矿×4天×7人×100元=12.04万元; 6组×7人×100元+1组×9人×100元=0.51万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.amounts import scale_of, to_yuan
from nlp.format import plain
from nlp.record import Finding, Reading, Stretch

NUMBER = r"\d[\d,]*(?:\.\d+)?"
FACTOR = rf"{NUMBER}\s*(?:万元|亿元|元|万|%|％)?[^\d×xX*＊=＝。；;，,、（）+＋]{{0,8}}"
FORMULA = re.compile(
    rf"(?<![\d.\-])(?P<left>{FACTOR}(?:[×xX*＊+＋]\s*{FACTOR})+)[=＝]\s*(?P<result>{NUMBER})\s*(?P<unit>万元|亿元|元|万)?"
)
PART = re.compile(rf"(?P<number>{NUMBER})\s*(?P<scale>万元|亿元|万|亿|%|％)?")
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
            said = to_yuan(found["result"], found["unit"] or "")
            if right is None or agrees(right, said, found["result"], found["unit"]):
                continue
            scale = scale_of(found["unit"] or "")
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
            number, scale = found["number"].replace(",", ""), found["scale"] or ""
            value *= Decimal(number) * (Decimal("0.01") if scale in ("%", "％") else scale_of(scale))
        total += value
    return total


def agrees(right: Decimal, said: Decimal, printed: str, unit: str | None) -> bool:
    """Equal to the printed digits, or equal once a result without unit is taken as 万元 (2×3万元=6)."""
    step = scale_of(unit or "").scaleb(-len(printed.partition(".")[2]))
    return abs(right - said) <= step or (unit is None and abs(right - said * 10000) <= step * 10000)
