"""The projects of a frame: rows of ``project_query``, from the amounts of all projects where the frame names none of them.

A question about the projects of every department (the largest, those above an amount, 一次性项目) sums rows and pages of all
documents, which takes as long whatever it asks. These sums are asked once for each generation, by the same query without
conditions, and kept: a row of theirs is in the answer where the conditions hold for its project in its document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from search.question.graph import Graph, GraphAndTables, Row, number_of, select, text_of
from search.question.indicator_rows import Pair, pairs_with_indicators
from search.question.project_conditions import condition_parts, conditioned
from search.question.project_frame import ProjectFrame
from search.question.project_query import project_query


def project_rows(graph: Graph, frame: ProjectFrame) -> list[Row]:
    """Rows of ``project_query``."""
    if not isinstance(graph, GraphAndTables) or not is_kept(graph, frame):
        return select(graph, project_query(frame))
    found = [row for row in all_projects(graph, frame.phase, conditioned(frame)) if chosen(row, frame)]
    if conditioned(frame):
        pairs = meeting(graph, frame)
        found = [row for row in found if (text_of(row, "project"), text_of(row, "doc")) in pairs]
    if frame.ascending:
        found.sort(key=lambda row: (number_of(row, "amount") is not None, number_of(row, "amount") or Decimal(0)))
    return found[: frame.limit] if frame.limit else found


def is_kept(graph: Graph, frame: ProjectFrame) -> bool:
    """Whether the rows of a frame are chosen among those of all projects: it names no project and no department, and asks for
    the amounts of the year as a whole."""
    chosen_among = replace(frame, years=(), bounds=(), excluded=(), name_has=(), within=(), ascending=False, limit=None)
    plain = replace(
        chosen_among, attributes=(), periods=(), indicators=(), policies=(), policy_kinds=(), repealed=False, basis_only=False, differs=False
    )
    return isinstance(graph, GraphAndTables) and plain == ProjectFrame(phase=frame.phase)


def all_projects(graph: GraphAndTables, phase: str, paged: bool) -> list[Row]:
    """Every project of every document with its amount, the largest first; ``paged``: as its pages and their rows have it."""
    key = f"{phase} {paged}"
    if key not in graph.projects:
        graph.projects[key] = select(graph, project_query(ProjectFrame(phase=phase, paged=paged)))
    return graph.projects[key]


def chosen(row: Row, frame: ProjectFrame) -> bool:
    """Whether a row is within the years, bounds and names of a frame."""
    amount, name = number_of(row, "amount"), text_of(row, "name")
    if (frame.years and row["year"] not in frame.years) or row["project"] in frame.excluded:
        return False
    return all(word in name for word in frame.name_has) and all(amount is not None and bound.holds(amount) for bound in frame.bounds)


def meeting(graph: GraphAndTables, frame: ProjectFrame) -> set[Pair]:
    """Projects with the documents whose pages keep to the conditions of a frame."""
    sets: list[set[Pair]] = [pairs_with_indicators(graph, frame.indicators, frame.years)] if frame.indicators else []
    others = replace(frame, indicators=())
    if conditioned(others):
        query = f"SELECT DISTINCT ?project ?doc WHERE {{ {' '.join(condition_parts(others))} }}"
        sets.append(pairs_of(select(graph, query)))
    return set.intersection(*sets)


def pairs_of(rows: Iterable[Row]) -> set[Pair]:
    return {(text_of(row, "project"), text_of(row, "doc")) for row in rows}
