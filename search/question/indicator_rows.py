"""Indicators: those of the projects a question names, or those of its departments under a condition.

Enters: an understood question. Leaves: a row for each indicator, from the tables beside the graph or by the query that the
answer shows. A condition is said twice, as SPARQL and of a row; tests/test_question_rows.py holds the two to the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from search.document_graph import name_of
from search.figure_cells import FigureDocument
from search.indicator_cells import IndicatorCell
from search.question.graph import Graph, GraphAndTables, Row, iri_list, select, text_literal, text_of
from search.question.project_frame import IndicatorCondition
from search.question.project_plan import project_iris
from search.question.understanding import Understood

SELECTED = "SELECT DISTINCT ?indicator ?project ?name ?department ?stage ?level1 ?level2 ?level3 ?value ?operator ?number ?unit"
OPTIONS = """OPTIONAL { ?indicator bk:stage ?stage } OPTIONAL { ?indicator bk:level1 ?level1 } OPTIONAL { ?indicator bk:level2 ?level2 }
  OPTIONAL { ?indicator bk:operator ?operator } OPTIONAL { ?indicator bk:number ?number } OPTIONAL { ?indicator bk:unit ?unit }"""
ORDER = ("name", "stage", "indicator")
TEXTS = ("project", "stage", "level1", "level2", "level3", "value", "operator", "unit")


@dataclass(frozen=True, slots=True)
class Condition:
    """What indicators must be, as a clause of the query and of a row; ``where``: columns of the table that leave these, and
    perhaps others."""

    sparql: str
    holds: Callable[[Row], bool]
    where: str = ""
    values: tuple[str, ...] = ()


PERCENT = Condition('FILTER(?unit = "%" && BOUND(?number))', lambda row: text_of(row, "unit") == "%" and "number" in row, "unit = '%'")


def labelled_in(text: str, least: int) -> Condition:
    """The label, of at least so many characters, stands in ``text``."""
    clause = f"FILTER(STRLEN(?level3) >= {least} && CONTAINS({text_literal(text)}, ?level3))"
    return Condition(clause, lambda row: len(text_of(row, "level3")) >= least and text_of(row, "level3") in text, "instr(?, level3)", (text,))


def label_says(word: str) -> Condition:
    return Condition(f"FILTER(CONTAINS(?level3, {text_literal(word)}))", lambda row: word in text_of(row, "level3"), "instr(level3, ?)", (word,))


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
    iris = {number: document.iri for number, document in documents.items()}
    found = graph.tables.indicators.of_documents(iris, condition.where, condition.values)
    rows = (indicator_row(documents[number], cell) for number, cell in found if is_stated(cell))
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
    return in_order(indicator_row(documents[number], cell) for number, cell in found if is_stated(cell))


def is_stated(cell: IndicatorCell) -> bool:
    """Whether an indicator has a label and a value: a damaged table may print one without the other."""
    return bool(cell.level3 and cell.value)


def indicator_row(document: FigureDocument, cell: IndicatorCell) -> Row:
    """An indicator as the query would give it."""
    row: Row = {"indicator": cell.iri, "name": name_of(cell.project), "department": document.department}
    row |= {name: text for name in TEXTS if (text := getattr(cell, name))}
    return row | ({"number": Decimal(cell.number)} if cell.number else {})


Pair = tuple[str, str]
"""IRIs of a project and of a document"""


def pairs_with_indicators(graph: GraphAndTables, conditions: Sequence[IndicatorCondition], years: Collection[int]) -> set[Pair]:
    """Projects with the documents in which each of ``conditions`` is met by an indicator."""
    documents = graph.tables.figures.documents(None, years)
    iris = {number: document.iri for number, document in documents.items()}
    found: list[set[Pair]] = [set() for _ in conditions]
    words = [condition.words[0] for condition in conditions if condition.words]
    where = " OR ".join(["instr(level1 || level2 || level3, ?)"] * len(words)) if len(words) == len(conditions) else ""
    for number, cell in graph.tables.indicators.of_documents(iris, f"({where})" if where else "", words if where else ()):
        for condition, pairs in zip(conditions, found, strict=True):
            if meets(cell, condition):
                pairs.add((cell.project, iris[number]))
    return set.intersection(*found)


def meets(cell: IndicatorCell, condition: IndicatorCondition) -> bool:
    """Whether an indicator keeps to a condition: project_frame.indicator_parts says the same in the query."""
    levels = (cell.level1, cell.level2, cell.level3)
    if not all(any(word in level for level in levels) for word in condition.words) or (condition.text or "") not in cell.value:
        return False
    bound = condition.bound
    if bound is None:
        return True
    if not cell.number:
        return False
    number = Decimal(cell.number)
    open_above = bound.unit == "%" and (bound.high is None and not bound.exact)
    return bound.holds(number) and (number <= 100 or not open_above)


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: tuple(text_of(row, name) for name in ORDER))
