"""Indicators: those of the projects a question names, or those of its departments under a condition.

Enters: an understood question. Leaves: a row for each indicator, from the tables beside the graph or by the query that the
answer shows. A condition is said twice, as SPARQL and of a row; tests/test_question_indicator_rows.py holds the two to the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from search.document_graph import name_of
from search.figure_cells import FigureDocument
from search.indicator_cells import IndicatorCell
from search.question.graph import Graph, GraphAndTables, Row, iri_list, select, text_literal, text_of
from search.question.project_plan import project_iris
from search.question.understanding import Understood

SELECTED = "SELECT DISTINCT ?indicator ?project ?name ?department ?stage ?level1 ?level2 ?level3 ?value ?operator ?number ?unit"
OPTIONS = """OPTIONAL { ?indicator bk:stage ?stage } OPTIONAL { ?indicator bk:level1 ?level1 } OPTIONAL { ?indicator bk:level2 ?level2 }
  OPTIONAL { ?indicator bk:operator ?operator } OPTIONAL { ?indicator bk:number ?number } OPTIONAL { ?indicator bk:unit ?unit }"""
ORDER = ("name", "stage", "indicator")
TEXTS = ("project", "stage", "level1", "level2", "level3", "value", "operator", "unit")


@dataclass(frozen=True, slots=True)
class Condition:
    """What indicators must be, as a clause of the query and of a row."""

    sparql: str
    holds: Callable[[Row], bool]


PERCENT = Condition('FILTER(?unit = "%" && BOUND(?number))', lambda row: text_of(row, "unit") == "%" and "number" in row)


def labelled_in(text: str, least: int) -> Condition:
    """The label, of at least so many characters, stands in ``text``."""
    clause = f"FILTER(STRLEN(?level3) >= {least} && CONTAINS({text_literal(text)}, ?level3))"
    return Condition(clause, lambda row: len(text_of(row, "level3")) >= least and text_of(row, "level3") in text)


def label_says(word: str) -> Condition:
    return Condition(f"FILTER(CONTAINS(?level3, {text_literal(word)}))", lambda row: word in text_of(row, "level3"))


def says_any(words: Sequence[str]) -> Condition:
    """The name of the project and the label together say one of the words."""
    tests = " || ".join(f"CONTAINS(CONCAT(?name, ?level3), {text_literal(word)})" for word in words)
    return Condition(f"FILTER({tests})", lambda row: any(word in text_of(row, "name") + text_of(row, "level3") for word in words))


def name_says_all(words: Sequence[str]) -> Condition:
    """The name of the project says every word."""
    tests = " && ".join(f"CONTAINS(?name, {text_literal(word)})" for word in words)
    return Condition(f"FILTER({tests})", lambda row: all(word in text_of(row, "name") for word in words))


def of_projects(projects: Iterable[str]) -> Condition:
    wanted = frozenset(projects)
    return Condition(f"VALUES ?project {{ {iri_list(wanted)} }}", lambda row: row["project"] in wanted)


def indicators_query(u: Understood, condition: Condition) -> str:
    """Indicators of the departments and years named."""
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else ""
    years = f"FILTER(?docYear IN ({', '.join(map(str, u.years))}))" if u.years else ""
    return f"""{SELECTED} WHERE {{
  {scope} GRAPH ?g {{ ?doc bk:publisher ?publisher ; bk:year ?docYear .
    ?indicator a bk:Indicator ; bk:project ?project ; bk:level3 ?level3 ; bk:indicatorValue ?value . }}
  ?project skos:prefLabel ?name . ?publisher skos:prefLabel ?department . {years}
  {OPTIONS}
  {condition.sparql}
}} ORDER BY ?name ?stage ?indicator"""


def indicator_rows(graph: Graph, u: Understood, condition: Condition) -> list[Row]:
    """Rows of ``indicators_query``."""
    if not isinstance(graph, GraphAndTables):
        return select(graph, indicators_query(u, condition))
    documents = graph.tables.figures.documents(u.departments or None, u.years)
    found = graph.tables.indicators.of_documents({number: document.iri for number, document in documents.items()})
    rows = (indicator_row(documents[number], cell) for number, cell in found)
    return in_order(row for row in rows if condition.holds(row))


def indicator_query(u: Understood) -> str:
    """Indicators of the projects named."""
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else ""
    return f"""{SELECTED} WHERE {{
  VALUES ?project {{ {iri_list(project_iris(u))} }}
  GRAPH ?g {{ ?indicator bk:project ?project ; a bk:Indicator ; bk:level3 ?level3 ; bk:indicatorValue ?value . ?doc bk:publisher ?publisher }}
  {scope} ?project skos:prefLabel ?name . ?publisher skos:prefLabel ?department .
  {OPTIONS}
}} ORDER BY ?name ?stage ?indicator"""


def own_indicators(u: Understood, graph: Graph) -> list[Row]:
    """Rows of ``indicator_query``."""
    if not isinstance(graph, GraphAndTables):
        return select(graph, indicator_query(u))
    documents = graph.tables.figures.documents(u.departments or None, ())
    found = graph.tables.indicators.of_projects({number: document.iri for number, document in documents.items()}, project_iris(u))
    return in_order(indicator_row(documents[number], cell) for number, cell in found)


def indicator_row(document: FigureDocument, cell: IndicatorCell) -> Row:
    """An indicator as the query would give it."""
    row: Row = {"indicator": cell.iri, "name": name_of(cell.project), "department": document.department}
    row |= {name: text for name in TEXTS if (text := getattr(cell, name))}
    return row | ({"number": Decimal(cell.number)} if cell.number else {})


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(text_of(row, name) for name in ORDER))
