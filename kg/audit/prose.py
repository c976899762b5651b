"""情况说明 against itself and against the tables: stated sums, shares, growth rates, figures given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from kg.audit.finding import sum_finding
from nlp.amounts import Amount, find_amounts, scale_of, to_yuan
from nlp.format import plain
from nlp.record import Finding, Paragraph, Reading, Span

CENT = Decimal("0.01")
WAN = scale_of("万元")

PARTS = re.compile(r"(?:其中|包括|分别为|分为|主要用于[^：:]{0,8})\s*[：:,，]?")
"""Words after which the parts of the sum before them follow: 总计30万元，其中：…；包括：…；主要用于以下方面：…"""

SHARE = re.compile(
    r"(?<![\d.])(?P<amount>[\d,，]+(?:\.\d+)?)\s*(?P<unit>万元|亿元|元)\s*[,，、]?\s*"
    r"(?:占比|占)(?:为|约)?[^\d%。；;，,]{0,24}?(?P<share>\d+(?:\.\d+)?)\s*[%％]"
)
"""教育支出1.20万元，占0.05%; 基本支出30万元，占支出总额的45.1%"""

GROWTH = re.compile(
    r"(?:比|较)[^。；;\d]{0,6}(?:上年|去年|\d{4}年)[^。；;\d]{0,12}(?P<way>增加|增长|减少|下降|降低)[^。；;\d]{0,4}"
    r"(?P<change>[\d,]+(?:\.\d+)?)\s*(?P<unit2>万元|亿元|元)[,，]\s*(?:同比|较上年|比上年)?(?:增长|增加|增幅为?|减少|下降|降低|降幅为?)\s*(?P<rate>\d+(?:\.\d+)?)\s*[%％]"
)
"""预算9.75万元，比2024年预算减少9.2万元，下降14.91%"""

def check_shares(reading: Reading) -> Iterator[Finding]:
    """prose-share: 占y% is the part's share of a sum stated before it in the paragraph, first of all the one that opens it."""
    for paragraph in reading.paragraphs:
        shares = list(SHARE.finditer(paragraph.text))
        totals = [a for a in find_amounts(paragraph.text) if a.per is None and a.high is None and a.value]
        if not shares or not totals or totals[0].start >= shares[0].start("amount"):
            continue  # the whole stands in another paragraph
        for found in shares:
            before = [a for a in totals if a.end <= found.start()]
            part, said = to_yuan(found["amount"], found["unit"]), Decimal(found["share"])
            if part <= before[0].value and not any(share_fits(part, a.value, said) for a in before):
                exact = (part * 100 / before[0].value).quantize(CENT, ROUND_HALF_UP)
                yield Finding(
                    "prose-share", "warning", f"占比不符：{plain(part)}元占{plain(before[0].value)}元应为 {exact}%，印为 {said}%。",
                    str(exact), str(said), paragraph.stretch.spans(found.start(), found.end()),
                )  # fmt: skip


def share_fits(part: Decimal, whole: Decimal, said: Decimal) -> bool:
    """Is ``said`` the percentage to two decimals (one step of rounding aside), or rounded to a whole number?"""
    right = part * 100 / whole
    return abs(right - said) <= CENT * Decimal("1.01") or right.quantize(Decimal(1), ROUND_HALF_UP) == said


def sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in re.finditer(r"[。！？]|$", text):
        if found.start() > start:
            yield start, found.start()
        start = found.end()


def check_growth(reading: Reading) -> Iterator[Finding]:
    """prose-growth: the rate agrees with the change and an amount stated before it in the sentence."""
    for paragraph in reading.paragraphs:
        for start, end in sentences(paragraph.text):
            text = paragraph.text[start:end]
            for found in GROWTH.finditer(text):
                change, said = to_yuan(found["change"], found["unit2"]), Decimal(found["rate"])
                now = [a.value for a in find_amounts(text[: found.start("way")]) if a.per is None and a.high is None]
                rates = [rate for rate in (growth(amount, change, found["way"]) for amount in now) if rate is not None]
                slack = CENT + (scale_of(found["unit2"]) * CENT * 100 / max(now, default=Decimal(1)))
                if not rates or any(
                    abs(rate - said) <= slack or rate.quantize(Decimal(1), ROUND_HALF_UP) == said for rate in rates
                ):
                    continue
                exact = str(rates[-1].quantize(CENT, ROUND_HALF_UP))
                yield Finding(
                    "prose-growth", "warning", f"增减幅度不符：按金额应为 {exact}%，印为 {said}%。", exact, str(said),
                    paragraph.stretch.spans(start + found.start(), start + found.end()),
                )  # fmt: skip


def growth(now: Decimal, change: Decimal, way: str) -> Decimal | None:
    """Rate in % of a change that led to ``now``."""
    before = now - change if way in ("增加", "增长") else now + change
    return change * 100 / before if before > 0 else None


def check_stated_sums(reading: Reading) -> Iterator[Finding]:
    """prose-sum: a sum and the parts named after 其中 or 包括 in the same sentence."""
    for paragraph in reading.paragraphs:
        for start, end in sentences(paragraph.text):
            text = paragraph.text[start:end]
            for found in PARTS.finditer(text):
                yield from stated_sum(paragraph, start, text, found)


def stated_sum(paragraph: Paragraph, at: int, text: str, found: re.Match[str]) -> Iterator[Finding]:
    before = [a for a in find_amounts(text[: found.start()]) if a.per is None]
    if not before or re.search(r"[；;]", text[before[-1].end : found.start()]):
        return
    whole = before[-1]
    rest = text[found.end() :]
    stop = PARTS.search(rest)
    if stop or re.search(r"比|较|增加|减少|增长|下降", rest):
        return
    parts = [a for a in find_amounts(rest) if a.per is None]
    if len(parts) < 2 or any(a.high is not None or a.approximate for a in (whole, *parts)):
        return
    total = sum((a.value for a in parts), Decimal(0))
    if total == whole.value or total < whole.value * Decimal("0.98") or total > whole.value * Decimal("1.02"):
        return  # parts that are far off are no list of all parts (other spending is left out, or one is part of another)
    tolerance = CENT * WAN * max(1, (len(parts) + 1) // 2)
    spans = paragraph.stretch.spans(at + whole.start, at + found.end() + parts[-1].end)
    yield sum_finding("prose-sum", "分项之和与总数不符", total, whole.value, WAN, tolerance, spans)


NAMED = (
    ("机关运行经费", ("机关运行经费",), ("部门合计", "合计")), ("“三公”经费", ("三公",), ("合计",)),
)  # fmt: skip
"""What prose says about the whole of a table: words of the prose label, words of the table's title, rows of its total."""


def check_prose_against_tables(reading: Reading) -> Iterator[Finding]:
    """prose-table: 三公经费 and 机关运行经费 of the year, in prose and in their table."""
    year = str(reading.document.year)
    for label, words, rows in NAMED:
        cells = [
            f for f in reading.figures
            if f.table and all(w in f.table for w in words) and (f.row or "").replace(" ", "") in rows and f.column[-1:] == ("合计",)
        ]  # fmt: skip
        said = [
            (p, a) for p in reading.paragraphs if label.strip("“”") in p.text.replace("“", "").replace("”", "")
            for a in stated_total(p.text, label, year)
        ]  # fmt: skip
        if not cells or not said or cells[0].value is None:
            continue
        paragraph, amount = said[0]
        if amount.value != cells[0].value:
            spans: tuple[Span, ...] = (cells[0].span, *paragraph.stretch.spans(amount.start, amount.end))
            tolerance = CENT * WAN
            yield sum_finding(
                "prose-table",
                f"{label}情况说明与表不符",
                cells[0].value,
                amount.value,
                WAN,
                tolerance,
                spans,
            )


def stated_total(text: str, label: str, year: str) -> list[Amount]:
    """The amount right after ``label`` and 预算 in a sentence about ``year``."""
    words = label.replace("“", '[“"]?').replace("”", '[”"]?')
    found = re.search(rf"{year}年[^。；]{{0,24}}{words}[^。；，\d]{{0,10}}预算(?:数|总额)?(?:为|共)?", text)
    if not found:
        return []
    return [a for a in find_amounts(text) if a.per is None and 0 <= a.start - found.end() <= 2][:1]
