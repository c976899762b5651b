"""Project pages against known truth: generated disclosures as they are, then with rows shifted, cut and torn."""

from __future__ import annotations

from random import Random

import pytest

from nlp.frame import Frame, read_frame
from nlp.generate.document import generate
from nlp.project_page import read_pages
from nlp.record import Finding, Indicator, ProjectPage
from nlp.source import Source, normalise, source_from_text

FACTS = (
    *("name", "dept_code", "dept", "unit", "attribute", "period", "filled_at", "year"),
    *("total_amount", "year_amount", "funds_period", "funds_year"),
)
NAMED = {
    "page-indicator-recovered",
    "page-indicator-name-blank",
    "page-indicator-value-blank",
    "page-indicator-level",
    "page-indicator-repeated",
}

Key = tuple[str, str, str, str, str]


def facts(page: ProjectPage) -> dict[str, object]:
    values = ((name, getattr(page, name)) for name in FACTS)
    return {name: normalise(value) if isinstance(value, str) else value for name, value in values}


def keys(indicators: tuple[Indicator, ...]) -> list[Key]:
    return sorted((i.stage, i.l1 or "", i.l2 or "", normalise(i.l3), normalise(i.value)) for i in indicators)


def read(text: str) -> tuple[Source, Frame, tuple[ProjectPage, ...], tuple[Finding, ...]]:
    source = source_from_text("generated.txt", text)
    frame = read_frame(source)
    return source, frame, *read_pages(source, frame)


@pytest.mark.parametrize("kind", ["municipal", "county", "central", "final"])
@pytest.mark.parametrize("seed", range(12))
def test_generated_pages_are_read_as_they_were_told(kind: str, seed: int) -> None:
    made = generate(seed, kind)
    _, _, pages, _ = read(made.text)
    assert [facts(page) for page in pages] == [facts(page) for page in made.truth.pages]
    assert [keys(page.indicators) for page in pages] == [keys(page.indicators) for page in made.truth.pages]
    assert [page.span.line for page in pages] == [page.span.line for page in made.truth.pages]


def shift(cells: list[str], rng: Random) -> list[str]:
    """The whole row one column to the right, its last cell lost."""
    return ["", *cells[:-1]]


def pull(cells: list[str], rng: Random) -> list[str]:
    """Blank cells at the row's start lost."""
    return [cell for at, cell in enumerate(cells) if cell or any(cells[:at])] + [""]


def part(cells: list[str], rng: Random) -> list[str]:
    """A blank cell between the two halves."""
    return [*cells[:5], "", *cells[5:]]


def unlabel(cells: list[str], rng: Random) -> list[str]:
    """The year's 二级指标 left out, as in a merged cell."""
    return [*cells[:5], "", *cells[6:]]


def cut(cells: list[str], rng: Random) -> list[str]:
    """The last cells of the row lost."""
    return cells[: len(cells) - rng.randint(1, 2)]


def double(cells: list[str], rng: Random) -> list[str]:
    """A blank cell behind every cell."""
    return [part for cell in cells for part in (cell, "")]


ROW_DAMAGES = {"shift": shift, "pull": pull, "part": part, "unlabel": unlabel, "cut": cut, "double": double}


def damaged(text: str, name: str, rng: Random) -> str:
    """Apply a row damage to about a third of the indicator rows of the municipal form."""
    rows = []
    for row in text.split("\n"):
        cells = row.split("\t")
        hit = len(cells) >= 8 and not cells[0] and cells[3] and cells[4] and cells[6] and rng.random() < 0.35
        rows.append("\t".join(ROW_DAMAGES[name](cells[:8], rng)) if hit else row)
    return "\n".join(rows)


@pytest.mark.parametrize("name", ROW_DAMAGES)
@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_row_is_read_right_or_named(name: str, seed: int) -> None:
    made = generate(seed, "municipal", damages=())
    _, _, pages, findings = read(damaged(made.text, name, Random(seed)))
    named = {line for finding in findings if finding.rule in NAMED for line in finding.lines}
    for page, told in zip(pages, made.truth.pages, strict=True):
        wrong = set(keys(page.indicators)) - set(keys(told.indicators))
        lost = set(keys(told.indicators)) - set(keys(page.indicators))
        assert not wrong
        assert not lost or named & set(range(page.span.line, page.last + 1))


def test_damages_hit_something() -> None:
    text = generate(1, "municipal", damages=()).text
    assert [name for name in ROW_DAMAGES if damaged(text, name, Random(1)) == text] == []
