"""Questions about projects: sums and counts (F6), order and thresholds (F7), indicators (F8), attributes (F12), comparisons (F13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from random import Random

from nlp.generate import Generated
from nlp.record import ProjectPage
from tests.questions import Ask, Asked, Shelf, Want, money, number, said, some

KINDS = ("一次性", "延续性", "经常性")
QUANTITY = re.compile(r"[≥≤]?(\d+)(?:处|个|次|套|米)")
"""≥12处, 8个, ≥4次, 30套, ≤600米"""
STEP = Decimal(10_000)


def pages(made: Generated) -> list[tuple[str, Decimal]]:
    """(name, money of the year), most first. The names of a document all differ."""
    found = [(page.name, page.year_amount) for page in made.truth.pages if page.year_amount is not None]
    return sorted(found, key=lambda entry: -entry[1])


def whole_pages(made: Generated) -> list[ProjectPage]:
    """Pages of the municipal form, which has attributes and periods."""
    return [page for page in made.truth.pages if page.attribute]


def of_kind(made: Generated, kind: str) -> list[tuple[str, Decimal]]:
    names = {page.name for page in whole_pages(made) if (page.attribute or "").startswith(kind)}
    return [entry for entry in pages(made) if entry[0] in names]


def total(entries: list[tuple[str, Decimal]]) -> Decimal:
    return sum((amount for _, amount in entries), Decimal(0))


def aggregate(of: Callable[[list[tuple[str, Decimal]]], Decimal]) -> Ask:
    """One number over all projects of a document."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        if entries := pages(made):
            yield {}, number(of(entries))

    return ask


def by_kind(of: Callable[[list[tuple[str, Decimal]]], Want]) -> Ask:
    """Over the projects of one attribute, where there are any."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        for kind in KINDS:
            if entries := of_kind(made, kind):
                yield {"kind": kind}, of(entries)

    return ask


def between(entries: list[tuple[str, Decimal]]) -> Iterator[Decimal]:
    """Round limits that part the projects into two groups, none on the limit."""
    amounts = sorted(amount for _, amount in entries)
    for low, high in pairwise(amounts):
        limit = (low + high) / 2 // STEP * STEP
        if low < limit < high:
            yield limit


def split(of: Callable[[list[str], list[str]], Want]) -> Ask:
    """``of`` (names above, names below) a limit."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        for limit in between(pages(made)):
            above = [name for name, amount in pages(made) if amount > limit]
            below = [name for name, amount in pages(made) if amount < limit]
            yield {"limit": money(limit, rng)}, of(above, below)

    return ask


def inside(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    limits = list(between(pages(made)))
    for low, high in zip(limits, limits[2:], strict=False):
        names = [name for name, amount in pages(made) if low < amount < high]
        yield {"low": money(low, rng), "high": money(high, rng)}, some(names)


def kind_above(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for kind in KINDS:
        entries = of_kind(made, kind)
        for limit in between(entries):
            yield {"kind": kind, "limit": money(limit, rng)}, some([name for name, amount in entries if amount > limit])


def top(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for k, word in ((2, "两"), (3, "三"), (3, "3"), (4, "4")):
        if len(pages(made)) > k:
            yield {"k": word}, some([name for name, _ in pages(made)[:k]])


def extreme(at: int) -> Ask:
    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        if entries := pages(made):
            yield {}, some([entries[at][0]])

    return ask


def satisfied(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    names = [
        page.name for page in made.truth.pages
        if any("满意度" in entry.l3 and entry.value == "≥95%" and entry.stage == "year" for entry in page.indicators)
    ]  # fmt: skip
    if names:
        yield {}, some(names)


def indicator(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for page in made.truth.pages:
        for entry in page.indicators:
            if entry.stage == "year" and entry.l2 == "数量指标" and (found := QUANTITY.fullmatch(entry.value)):
                yield {"project": page.name, "name": entry.l3}, number(Decimal(found[1]))


def each(of: Callable[[ProjectPage], Want | None]) -> Ask:
    """Something that each page of the municipal form says."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        for page in whole_pages(made):
            want = of(page)
            if want is not None:
                yield {"project": page.name}, want

    return ask


def amounts(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    yield from (({"project": name}, number(amount)) for name, amount in pages(made))


def unit_projects(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    """Those of the units below the department."""
    for unit in sorted({page.unit or "" for page in whole_pages(made)} - {made.truth.document.unit}):
        yield {"unit": unit}, some([page.name for page in whole_pages(made) if page.unit == unit])


def fund_projects(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    names = [row.name for row in made.truth.budget_lines if row.funds.gov_fund and row.table == "本年预算"]
    if names:
        yield {}, some(names)


def pairs(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    """Two projects, the larger first."""
    entries = pages(made)
    for (name, amount), (other, less) in pairwise(entries):
        yield {"project": name, "other": other}, number(amount - less)


def share(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    """Of all projects, in percent; any usual rounding is right."""
    entries = pages(made)
    for name, amount in entries:
        exact = amount * 100 / total(entries)
        yield {"project": name}, number(exact, exact.quantize(Decimal("0.01")), exact.quantize(Decimal("0.1")))


def mean(entries: list[tuple[str, Decimal]]) -> Decimal:
    return (total(entries) / len(entries)).quantize(Decimal("0.01"))


PROJECTS: dict[str, Ask] = {
    "count": aggregate(lambda entries: Decimal(len(entries))),
    "project_sum": aggregate(total),
    "mean": aggregate(mean),
    "kind_sum": by_kind(lambda entries: number(total(entries))),
    "kind_count": by_kind(lambda entries: number(Decimal(len(entries)))),
    "kind_list": by_kind(lambda entries: some([name for name, _ in entries])),
    "above_count": split(lambda above, below: number(Decimal(len(above)))),
    "above": split(lambda above, below: some(above)),
    "below": split(lambda above, below: some(below)),
    "between": inside,
    "kind_above": kind_above,
    "top": top,
    "largest": extreme(0),
    "smallest": extreme(-1),
    "satisfied": satisfied,
    "indicator": indicator,
    "implementer": each(lambda page: said(page.unit or "")),
    "attribute": each(lambda page: said((page.attribute or "")[:3])),
    "period": each(lambda page: said(page.period or "")),
    "whole_amount": each(lambda page: number(page.total_amount or Decimal(0))),
    "amount": amounts,
    "unit_projects": unit_projects,
    "fund_projects": fund_projects,
    "difference": pairs,
    "share": share,
}
