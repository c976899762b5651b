"""What a project page says twice and differently: indicators against narrative and funds, funds against 项目期.

Enters: a ``ProjectPage``. Leaves: findings, each with both places:

- page-indicator-text: the narrative names the indicator's thing with another number in the same unit, nowhere with its own
- page-period-cost: the period's cost indicator is the year's amount although the period's total differs
- page-period-years: the period's total is not years times the year's amount (info: many projects are not even)

What it does not do: compare pages with tables or with each other (kg.audit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlp.amounts import to_yuan
from nlp.record import Field, Finding, Indicator, ProjectPage, Span
from nlp.source import normalise

QUANTITY = re.compile(r"[≥≤＞＜><=约]?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万?[\u4e00-\u9fff]{1,3})")
COST = re.compile(r"[≤<=]?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万元|元)")
CALENDAR = re.compile(r"[年月日天季]|小时|分钟")
"""units of dates and of rhythms, which texts give in other words"""
LEAD = re.compile(r"^(?:20\d\d年?度?|应付|购置|采购|新增|预计)+|（[^（）]*）")
TAIL = re.compile(r"(?:购置|采购|发放|建设|完成|配备|更换)?(?:总数|数量|次数|人数|个数|面积|长度|数|量)+$")
CORE_SIZE = 3
"""characters of an indicator's name, without its lead and tail, that make it recognisable in a text"""
NAMED_YEAR = re.compile(r"20\d\d年")
NEAR = 25
"""characters between the year an indicator names and the thing it counts"""
MOST = 400
"""indicators of a page that are compared with its text"""
GAP = r"[^，。；;,、：:\d]{0,6}(?:约|共|为|不少于|≥|≤)?\s*"
PERSONS = ("人", "名")
YEARS = re.compile(r"(?P<years>[2-9]|10)年")


def check_page(page: ProjectPage) -> Iterator[Finding]:
    yield from check_text(page)
    yield from check_period_cost(page)
    yield from check_years(page)


def check_text(page: ProjectPage) -> Iterator[Finding]:
    """page-indicator-text, once for each name and value."""
    seen: set[tuple[str, str]] = set()
    for indicator in page.indicators[:MOST]:
        name, value = normalise(indicator.l3), normalise(indicator.value)
        match = QUANTITY.fullmatch(value)
        if match is None or (name, value) in seen or CALENDAR.search(match["unit"]):
            continue
        seen.add((name, value))
        core, unit = TAIL.sub("", LEAD.sub("", name)), unit_pattern(match["unit"])
        if len(core) < CORE_SIZE or said(page.fields, rf"(?<![\d.]){re.escape(match['number'])}\s*{unit}"):
            continue
        year = NAMED_YEAR.match(name)
        before = rf"{year[0]}[^。；;]{{0,{NEAR}}}?" if year else ""
        for field, found in said(
            page.fields, rf"{before}{re.escape(core)}{GAP}(?P<number>\d[\d,]*(?:\.\d+)?)\s*{unit}"
        )[:1]:
            words = f"指标“{name}”为{value}，{field.name}中为“{found[0]}”"
            spans = (*field.stretch.spans(*found.span()), indicator.span)
            yield Finding("page-indicator-text", "warning", words, f"{found['number']}{match['unit']}", value, spans)


def unit_pattern(unit: str) -> str:
    return f"(?:{'|'.join(PERSONS)})" if unit in PERSONS else re.escape(unit)


def said(fields: tuple[Field, ...], pattern: str) -> list[tuple[Field, re.Match[str]]]:
    return [(field, match) for field in fields for match in re.finditer(pattern, field.text)]


def check_period_cost(page: ProjectPage) -> Iterator[Finding]:
    """page-period-cost."""
    whole, year = page.total_amount, page.year_amount
    for indicator in page.indicators:
        amount = cost_of(indicator)
        if indicator.stage != "period" or NAMED_YEAR.search(indicator.l3):
            continue
        if whole and amount and amount == year and amount != whole:
            words = f"实施期资金总额{yuan(whole)}，实施期成本指标“{normalise(indicator.l3)}”仍为年度数{normalise(indicator.value)}"
            yield Finding(
                "page-period-cost",
                "warning",
                words,
                yuan(whole),
                normalise(indicator.value),
                places(page, indicator.span),
            )


def cost_of(indicator: Indicator) -> Decimal | None:
    """A cost indicator's amount in yuan; None for prices per unit and what is no money."""
    match = COST.fullmatch(normalise(indicator.value)) if indicator.l2 == "成本指标" else None
    return to_yuan(match["number"], match["unit"]) if match else None


def check_years(page: ProjectPage) -> Iterator[Finding]:
    """page-period-years."""
    match = YEARS.fullmatch(page.period or "")
    if match is None or page.total_amount is None or page.year_amount is None:
        return
    even = page.year_amount * int(match["years"])
    if even != page.total_amount:
        words = f"项目期{page.period}，实施期资金总额{yuan(page.total_amount)}不等于年度资金的{match['years']}倍{yuan(even)}"
        yield Finding("page-period-years", "info", words, yuan(even), yuan(page.total_amount), places(page))


def places(page: ProjectPage, *more: Span) -> tuple[Span, ...]:
    return (page.span, *more)


def yuan(amount: Decimal) -> str:
    return f"{amount.normalize():f}元"
