"""Contracts and indicators from the tables beside the graph: the same rows as the queries that the answers show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from search.library import index_library, open_reader_of, with_tables, withdraw_document
from search.question.catalogue import Catalogue, load_catalogue
from search.question.contract_frame import ContractFrame, contract_frame
from search.question.contract_query import contract_query
from search.question.contract_rows import contract_rows
from search.question.graph import Graph, GraphAndTables, Row, select, text_of
from search.question.indicator_rows import (
    PERCENT,
    Condition,
    indicator_query,
    indicator_rows,
    indicators_query,
    label_says,
    labelled_in,
    name_says_all,
    of_projects,
    own_indicators,
    says_any,
)
from search.question.numerals import Bound
from search.question.project_frame import IndicatorCondition, ProjectFrame
from search.question.project_query import project_query
from search.question.project_rows import is_kept, project_rows
from search.question.understanding import understand
from search.settings import Settings
from tests.questions import questions
from tests.test_questions_generated import MADE, fill, shelf_of

TEXTS = tuple(dict.fromkeys(question.text for question in questions(shelf_of(), 250, 5)))
TOLD_BY_THE_ANSWER = frozenset(["deeds", "apart", "limit", "ascending", "company_words", "rest_alone"])
"""Parts of a frame that the query says nothing of, and one that the frames below set beside a company"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fill(shelf_of(MADE), tmp_path_factory.mktemp("rows"))


@pytest.fixture(scope="module")
def graph(settings: Settings) -> Iterator[Graph]:
    found = with_tables(open_reader_of(settings), settings)
    assert isinstance(found, GraphAndTables)
    yield found


@pytest.fixture(scope="module")
def catalogue(graph: Graph) -> Catalogue:
    return load_catalogue(graph)


def frames(catalogue: Catalogue, every: list[Row]) -> list[ContractFrame]:
    """One frame for each condition there is, with values that some contracts meet, and those of generated questions."""
    first = next(row for row in every if "company" in row and "project" in row and "balance" in row)
    publisher = next(d.iri for d in catalogue.departments if d.name == text_of(first, "department"))
    plain = ContractFrame()
    due = max((text_of(row, "due") for row in every), default="2026-06")[:7]
    signed = max((text_of(row, "signed") for row in every), default="2025-06")[:7]
    owed = replace(plain, measures=("unpaid",))
    one = [
        plain, replace(plain, departments=(publisher,)), replace(plain, years=(2026,)), replace(plain, years=(1999,)),
        replace(plain, projects=(text_of(first, "project"),)), replace(plain, projects=(text_of(first, "project"),), departments=(publisher,)),
        replace(plain, companies=(text_of(first, "org"),)), replace(plain, roles=("contractor",)),
        replace(plain, roles=("supervisor",), measures=("unpaid",)), replace(plain, words=(text_of(first, "label")[:2],)),
        replace(plain, named=True, company_words=(text_of(first, "company")[:2],)),
        replace(plain, planned=True), replace(plain, rent="房租"), replace(plain, inconsistent=True), replace(plain, settled=True),
        replace(owed, due=due), replace(owed, due=due, due_only=True), replace(plain, totals=True),
        *(replace(plain, units=(unit,)) for unit in catalogue.units[:4]),
        replace(plain, signed=signed), replace(plain, named=True), replace(plain, bounds=(Bound("元", Decimal(100_000), None),)),
        replace(owed, bounds=(Bound("元", None, Decimal(500_000), high_in=False),)), replace(owed, want="count"), owed,
        replace(plain, measures=("unpaid", "retention"), joined=True), replace(plain, measures=("retention",)), replace(plain, measures=("paid",)),
        replace(plain, measures=("unpaid", "amount"), bounds=(Bound("元", Decimal(1000), None),), want="contracts"),
        replace(plain, companies=(text_of(first, "org"),), measures=("unpaid",), want="projects"),
    ]  # fmt: skip
    asked = [frame for text in TEXTS if (frame := contract_frame(understand(text, catalogue))) is not None]
    return [*one, *dict.fromkeys(asked)]


def test_contracts_of_a_frame_are_those_of_its_query(graph: Graph, catalogue: Catalogue) -> None:
    every = frames(catalogue, select(graph, contract_query(ContractFrame())))
    found = [(contract_rows(graph, frame), select(graph, contract_query(frame))) for frame in every]
    assert [kept for kept, _ in found] == [asked for _, asked in found]
    assert len(every) > 50
    assert sum(bool(kept) for kept, _ in found) > 40


def test_each_condition_of_a_frame_is_tried(graph: Graph, catalogue: Catalogue) -> None:
    """A new part of the frame needs a frame here, and its place in ``fits``."""
    plain, tried = ContractFrame(), set()
    for frame in frames(catalogue, select(graph, contract_query(plain))):
        tried |= {part.name for part in fields(frame) if getattr(frame, part.name) != getattr(plain, part.name)}
    assert {part.name for part in fields(plain)} - tried <= TOLD_BY_THE_ANSWER


CONDITIONS = (PERCENT, labelled_in("请问检查点位数量指标值是多少", 4), label_says("率"), says_any(("检查", "购置")), name_says_all(("购置",)))


@pytest.mark.parametrize("condition", CONDITIONS, ids=("percent", "label in text", "label", "any word", "name"))
@pytest.mark.parametrize("text", ("满意度是多少", "农业农村局的满意度是多少", "文化和旅游局2026年的满意度", "1999年的满意度"))
def test_indicators_under_a_condition_are_those_of_the_query(graph: Graph, catalogue: Catalogue, condition: Condition, text: str) -> None:
    u = understand(text, catalogue)
    assert indicator_rows(graph, u, condition) == select(graph, indicators_query(u, condition))


def test_indicators_of_projects_are_those_of_the_query(graph: Graph, catalogue: Catalogue) -> None:
    read = [u for text in TEXTS if (u := understand(text, catalogue)).projects]
    found = [(own_indicators(u, graph), select(graph, indicator_query(u))) for u in read]
    assert [kept for kept, _ in found] == [asked for _, asked in found]
    assert sum(bool(kept) for kept, _ in found) > 20
    some = of_projects(next(iter(catalogue.projects.values())))
    u = understand("满意度是多少", catalogue)
    assert indicator_rows(graph, u, some) == select(graph, indicators_query(u, some)) != []


def project_frames(catalogue: Catalogue, every: list[Row]) -> list[ProjectFrame]:
    """Frames over the projects of all departments, with values that some meet."""
    plain, amounts = ProjectFrame(), sorted(Decimal(text_of(row, "amount")) for row in every)
    middle, name = amounts[len(amounts) // 2], text_of(every[0], "name")
    rate = IndicatorCondition(("满意度",), Bound("%", Decimal(90), None))
    cited = tuple(policy.iri for policy in catalogue.policies[:40])
    return [
        plain, replace(plain, years=(2026,)), replace(plain, years=(1999,)), replace(plain, phase="上年结转"), replace(plain, limit=3),
        replace(plain, limit=4, ascending=True), replace(plain, bounds=(Bound("元", middle, None),)),
        replace(plain, excluded=(text_of(every[0], "project"),)),
        replace(plain, bounds=(Bound("元", None, middle, high_in=False),), ascending=True), replace(plain, name_has=(name[:2],)),
        replace(plain, attributes=("一次性",)), replace(plain, attributes=("延续性", "经常性"), years=(2026,)), replace(plain, periods=("1年",)),
        replace(plain, indicators=(rate,)), replace(plain, indicators=(rate, IndicatorCondition(("数量指标",)))), replace(plain, differs=True),
        replace(plain, indicators=(IndicatorCondition(("成本",), None, "元"),), years=(2025,)), replace(plain, policies=cited),
        replace(plain, policy_kinds=("law",)), replace(plain, repealed=True), replace(plain, policies=cited, basis_only=True, limit=5),
        replace(plain, attributes=("一次性",), indicators=(rate,), bounds=(Bound("元", middle, None),)),
    ]  # fmt: skip


def test_projects_of_all_departments_are_those_of_the_query(graph: Graph, catalogue: Catalogue) -> None:
    every = project_frames(catalogue, select(graph, project_query(ProjectFrame())))
    assert all(is_kept(graph, frame) for frame in every)
    found = [(project_rows(graph, frame), select(graph, project_query(frame))) for frame in every]
    assert [kept for kept, _ in found] == [asked for _, asked in found]
    assert sum(bool(kept) for kept, _ in found) > 14


def test_what_is_withdrawn_leaves_the_tables(tmp_path: Path) -> None:
    settings = fill(shelf_of(MADE[:2]), tmp_path)
    reader = open_reader_of(settings)
    stems = sorted(text_of(row, "stem") for row in select(reader, "SELECT ?stem WHERE { ?doc a bk:Document ; bk:stem ?stem }"))
    reader.close()
    withdraw_document(stems[0], settings)
    left = open_reader_of(settings)
    index_library(left, settings)
    graph = with_tables(left, settings)
    rows = contract_rows(graph, ContractFrame())
    assert rows == select(left, contract_query(ContractFrame()))
    assert rows and all(f"/{stems[1]}/" in text_of(row, "contract") for row in rows)
