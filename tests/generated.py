"""Compare what is read from a generated document with what was written into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from nlp.format import plain
from nlp.generate import Generated
from nlp.reading import read_source
from nlp.record import ProjectPage, Reading
from nlp.source import normalise, source_from_text


def read(made: Generated) -> Reading:
    return read_source(source_from_text(made.name, made.text))


def silent_errors(made: Generated, found: Reading) -> list[str]:
    """Every number that differs from the truth and stands on a line that no finding names."""
    named = {line for finding in found.findings for line in finding.lines}
    return [words for line, words in (*figure_errors(made.truth, found), *row_errors(made.truth, found), *page_errors(made.truth, found))
            if line not in named]  # fmt: skip


def figure_errors(truth: Reading, found: Reading) -> Iterator[tuple[int, str]]:
    leaves = {row.span.line for row in (*truth.budget_lines, *found.budget_lines)}
    want = Counter((f.span.line, f.value, clean(f.column[-1]), clean(f.row or "")) for f in truth.figures)
    got = Counter(
        (f.span.line, f.value, clean(f.column[-1] if f.column else ""), clean(f.row or ""))
        for f in found.figures
        if f.table and f.span.line not in leaves
    )
    yield from ((key[0], f"missing {key}") for key in (want - got))
    yield from ((key[0], f"extra {key}") for key in (got - want))


def row_errors(truth: Reading, found: Reading) -> Iterator[tuple[int, str]]:
    want = {(r.span.line, r.table, clean(r.unit), clean(r.name), r.total, r.funds) for r in truth.budget_lines}
    got = {(r.span.line, r.table, clean(r.unit), clean(r.name), r.total, r.funds) for r in found.budget_lines}
    yield from ((key[0], f"missing row {key}") for key in want - got)
    yield from ((key[0], f"extra row {key}") for key in got - want)


def page_errors(truth: Reading, found: Reading) -> Iterator[tuple[int, str]]:
    pages = {page.span.line: page for page in found.pages}
    for want in truth.pages:
        got = pages.pop(want.span.line, None)
        if got is None:
            yield want.span.line, f"missing page {want.name}"
        else:
            yield from ((want.span.line, f"{want.name}: {words}") for words in differences(want, got))
    yield from ((line, f"extra page {page.name}") for line, page in pages.items())


def differences(want: ProjectPage, got: ProjectPage) -> Iterator[str]:
    for key in ("name", "dept_code", "dept", "unit", "attribute", "period", "total_amount", "year_amount", "funds_year", "filled_at"):
        if clean(getattr(want, key)) != clean(getattr(got, key)):
            yield f"{key} {getattr(want, key)!r} read as {getattr(got, key)!r}"
    shapes = [Counter((i.stage, clean(i.l2), clean(i.l3), clean(i.value)) for i in page.indicators) for page in (want, got)]
    for key in (shapes[0] - shapes[1]) | (shapes[1] - shapes[0]):
        yield f"indicator {key} {'missing' if shapes[0][key] > shapes[1][key] else 'extra'}"


def clean(value: object) -> object:
    """Texts in normalised characters without blanks, so that 一次性項目(1年結束) is 一次性项目（1年结束）."""
    return re.sub(r"\s", "", normalise(value)) if isinstance(value, str) else value


def contract_recall(truth: Reading, found: Reading) -> tuple[int, int, list[str]]:
    """(found, all, misses): a contract is found where a reading on its line has its amount, paid and unpaid sums."""
    by_line: dict[int, list[tuple[str | None, ...]]] = {}
    for contract in found.contracts:
        by_line.setdefault(contract.span.line, []).append(sums(contract))
    hits, misses = 0, []
    for contract in truth.contracts:
        near = by_line.get(contract.span.line, [])
        key = sums(contract)
        fits = [k for k in near if all(w is None or w == g for w, g in zip(key, k, strict=True))]
        if fits:
            near.remove(fits[0])
            hits += 1
        else:
            misses.append(f"{contract.quote} -> {near}")
    return hits, len(truth.contracts), misses


def sums(contract: object) -> tuple[str | None, ...]:
    return tuple(plain(getattr(contract, key)) for key in ("amount", "paid", "unpaid"))
