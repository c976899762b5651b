"""The bundled samples: the shipped text is what the stories give, and reading it finds what the stories say."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from nlp.generate.samples import read_story, sample_folder, sample_paths, tell
from nlp.reading import read_document
from nlp.record import ProjectPage, Reading
from nlp.source import normalise
from tests.generated import clean

STORIES = sorted(sample_folder().glob("*.toml"))
STEMS = [path.stem for path in STORIES]


@cache
def read(stem: str) -> Reading:
    return read_document(sample_folder() / f"{stem}.txt")


def story(stem: str) -> Path:
    return sample_folder() / f"{stem}.toml"


def test_there_are_five_of_both_templates() -> None:
    assert {read_story(path)["kind"] for path in STORIES} == {"municipal", "county", "central", "final"}
    assert [path.stem for path in sample_paths()] == STEMS
    assert len(STEMS) >= 5


@pytest.mark.parametrize("stem", STEMS)
def test_the_shipped_text_is_what_the_story_gives(stem: str) -> None:
    assert (sample_folder() / f"{stem}.txt").read_text(encoding="utf-8") == tell(story(stem)).text


@pytest.mark.parametrize("stem", STEMS)
def test_the_document_is_recognised(stem: str) -> None:
    truth, found = tell(story(stem)).truth.document, read(stem).document
    assert (found.unit, found.year, found.kind, found.level) == (truth.unit, truth.year, truth.kind, truth.level)


@pytest.mark.parametrize("stem", STEMS)
def test_every_table_cell_is_read_and_none_invented(stem: str) -> None:
    truth = Counter((f.span.line, f.value) for f in tell(story(stem)).truth.figures)
    found = Counter((f.span.line, f.value) for f in read(stem).figures if f.table)
    rows = {row.span.line for row in read(stem).budget_lines}
    assert Counter({key: n for key, n in found.items() if key[0] not in rows}) == truth


@pytest.mark.parametrize("stem", STEMS)
def test_project_rows_and_pages(stem: str) -> None:
    truth, found = tell(story(stem)).truth, read(stem)
    assert [(r.table, r.unit, r.name, r.total, r.funds) for r in found.budget_lines] == [
        (r.table, r.unit, r.name, r.total, r.funds) for r in truth.budget_lines
    ]
    shape = ("name", "dept_code", "dept", "unit", "attribute", "period", "total_amount", "year_amount", "funds_year", "filled_at")
    assert [[clean(getattr(p, key)) for key in shape] for p in found.pages] == [[getattr(p, key) for key in shape] for p in truth.pages]
    assert [indicators(p) for p in found.pages] == [indicators(p) for p in truth.pages]


def indicators(page: ProjectPage) -> list[tuple[object, ...]]:
    ordered = sorted(page.indicators, key=lambda indicator: indicator.stage)
    return [(i.stage, str(clean(i.l2)).removesuffix("指标"), clean(i.l3), clean(i.value)) for i in ordered]


@pytest.mark.parametrize("stem", STEMS)
def test_every_document_number_is_found(stem: str) -> None:
    assert {m.number for m in read(stem).policies} >= set(read_story(story(stem)).get("numbers", ()))


def told_contracts() -> list[tuple[str, str, dict[str, object]]]:
    return [
        (path.stem, project["name"], contract)
        for path in STORIES
        for project in read_story(path)["project"]
        for contract in project.get("contract", ())
    ]


@pytest.mark.parametrize(("stem", "project", "contract"), told_contracts(), ids=lambda v: v["label"] if isinstance(v, dict) else "")
def test_every_told_contract_is_found_with_its_amounts(stem: str, project: str, contract: dict[str, object]) -> None:
    keys = [key for key in ("amount", "paid", "unpaid", "retention") if key in contract]
    want = {key: Decimal(str(contract[key])) for key in keys}
    near = [c for c in read(stem).contracts if normalise(c.project or "") == project]
    fits = [c for c in near if want and all(getattr(c, key) == value for key, value in want.items())]
    if not want:
        fits = [c for c in near if c.planned == contract["planned"]]
    assert fits, f"{project}: {contract} not among {near}"
    best = fits[0]
    assert {party.name for party in best.parties} >= set(contract["parties"])  # type: ignore[call-overload]
    if "has_balance" in contract:
        assert best.has_balance == contract["has_balance"]
    if "consistent" in contract:
        assert best.consistent == contract["consistent"]


def test_the_self_contradicting_balance_is_a_finding() -> None:
    lines = {c.span.line for c in read("songxiwan-agriculture-2025").contracts if c.consistent is False}
    findings = [f for f in read("songxiwan-agriculture-2025").findings if set(f.lines) & lines]
    assert [(f.expected, f.found) for f in findings if f.rule.startswith("contract")] == [("156000", "166000")]
