"""The contracts of a frame: rows of ``contract_query``, from the tables beside the graph or by the query itself.

Enters: a frame. Leaves: a row for each contract, party and printed text. ``fits`` says of a row what the filters of the
query say, clause by clause; tests/test_question_rows.py holds the two to the same rows. A new condition of a
frame stands in both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from search.contract_cells import ContractCell
from search.document_graph import name_of
from search.figure_cells import FigureDocument
from search.question.contract_frame import ContractFrame
from search.question.contract_query import (
    columns_of,
    contract_query,
    owed_of_amount,
    parties_wanted,
    required_of,
    tests_of,
)
from search.question.contract_roles import SIDE
from search.question.contract_words import RENT
from search.question.graph import Graph, GraphAndTables, Row, Value, iri_list, number_of, select, text_of

NUMBERS = frozenset(["amount", "paid", "unpaid", "retention", "balance"])
YES_OR_NO = frozenset(["hasBalance", "consistent", "planned"])
DOING = frozenset(["contractor", "supplier"])
"""Roles of those to whom the money of works goes"""
ORDER = ("department", "contract", "company", "role", "type", "quote", "project")
Party = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a frame asks of every row, made once."""

    frame: ContractFrame
    required: str
    tests: tuple[str, ...]
    measure: str
    """the column that bounds are about; "" for the balance, else the amount"""
    words: tuple[str, ...]
    owed: bool
    projects: frozenset[str]
    """those of the units that the frame names"""

    @classmethod
    def of(cls, frame: ContractFrame, projects: frozenset[str]) -> Limits:
        columns = columns_of(frame)
        measure = "" if not columns else "retention" if "retention" in columns else columns[0]
        words = (*frame.words, *((RENT,) if frame.rent else ()))
        return cls(frame, required_of(frame), tuple(tests_of(frame)), measure, words, owed_of_amount(frame), projects)


def contract_rows(graph: Graph, frame: ContractFrame) -> list[Row]:
    """Rows of ``contract_query``."""
    return kept_rows(graph, frame) if isinstance(graph, GraphAndTables) else select(graph, contract_query(frame))


def project_labels(graph: Graph, projects: Collection[str]) -> list[str]:
    """Labels of the contracts on the pages of projects, each once."""
    if isinstance(graph, GraphAndTables):
        return graph.tables.contracts.labels(projects)
    rows = select(graph, f"""SELECT DISTINCT ?label WHERE {{ VALUES ?project {{ {iri_list(projects)} }}
      ?contract a bk:Contract ; bk:project ?project ; bk:label ?label }} ORDER BY ?label""")
    return [text_of(row, "label") for row in rows]


def kept_rows(graph: GraphAndTables, frame: ContractFrame) -> list[Row]:
    """The rows as the tables beside the graph have them."""
    documents = graph.tables.figures.documents(set(frame.departments) or None, set(frame.years))
    iris = {number: document.iri for number, document in documents.items()}
    store = graph.tables.contracts
    cells = store.of_projects(iris, frame.projects) if frame.projects else store.of_documents(iris, frame.companies, required_of(frame))
    types, limits, found = graph.types(), Limits.of(frame, projects_of(graph, frame)), list[Row]()
    for number, cell in cells:
        if candidate(cell, limits):
            rows = [row for row in rows_of(documents[number], cell, frame, types) if fits(row, limits)]
            found += rows if len(rows) < 2 else {tuple(row.items()): row for row in rows}.values()
    return sorted(map(shown, found), key=lambda row: tuple(text_of(row, name) for name in ORDER))


def shown(row: Row) -> Row:
    """A row without what the query does not select."""
    return {name: value for name, value in row.items() if name != "planned"}


def candidate(cell: ContractCell, limits: Limits) -> bool:
    """Whether a contract is one to look at, whatever its parties and amounts."""
    frame, required = limits.frame, limits.required
    if bool(cell.total) is not frame.totals or (cell.repeats and not frame.projects) or (required and required not in cell.said):
        return False
    own_fee = bool(frame.measures and frame.roles) and SIDE.issuperset(frame.roles)
    return not (own_fee and any(role in DOING for _, role in cell.parties))


def rows_of(document: FigureDocument, cell: ContractCell, frame: ContractFrame, types: dict[str, tuple[str, ...]]) -> Iterator[Row]:
    """A contract once for each party, type of the party, and printed text."""
    own: Row = {"contract": cell.iri, "label": cell.label, "department": document.department, "year": Decimal(document.year)}
    if cell.project:
        own |= {"project": cell.project, "name": name_of(cell.project)}
    own |= {name: value_of(name, text) for name, text in cell.said.items()}
    for party in parties_of(cell, frame):
        who: Row = {"org": party[0], "company": name_of(party[0]), "role": party[1]} if party else {}
        for kind in types.get(party[0], ("",)) if party else ("",):
            for quote in cell.quotes or ("",):
                yield {**own, **who, **({"type": kind} if kind else {}), **({"quote": quote} if quote else {})}


def parties_of(cell: ContractCell, frame: ContractFrame) -> Iterable[Party | None]:
    """The parties that the frame wants; none stands for a contract that names nobody, where that may be."""
    if not parties_wanted(frame):
        return cell.parties or (None,)
    roles, companies = set(frame.roles), set(frame.companies)
    return [party for party in cell.parties if (not roles or party[1] in roles) and (not companies or party[0] in companies)]


def value_of(name: str, text: str) -> Value:
    if name in YES_OR_NO:
        return text == "true"
    return Decimal(text) if name in NUMBERS else text


def projects_of(graph: Graph, frame: ContractFrame) -> frozenset[str]:
    """Projects of the subordinate units that the frame names."""
    units = f"VALUES ?unit {{ {iri_list(frame.units)} }} ?plan bk:unitOrganisation|bk:implementer ?unit ; bk:project ?project ."
    rows = select(graph, f"SELECT DISTINCT ?project WHERE {{ {units} }}") if frame.units else []
    return frozenset(text_of(row, "project") for row in rows)


def fits(row: Row, limits: Limits) -> bool:
    """Whether a row passes the filters of the frame."""
    frame, owed = limits.frame, row.get("hasBalance")
    if frame.units and text_of(row, "project") not in limits.projects:
        return False
    if limits.words or frame.company_words:
        names = ("label", "quote", "company", *(() if frame.projects else ("name",)))
        said, company = " ".join(text_of(row, name) for name in names), text_of(row, "company")
        if not all(word in said for word in limits.words) or not all(word in company for word in frame.company_words):
            return False
    if (frame.settled and owed is not False) or (limits.owed and owed is not True):
        return False
    if limits.tests and not any(row.get(name) is not None and row.get(name) is not False for name in limits.tests):
        return False
    if (frame.planned and row.get("planned") is not True) or (frame.inconsistent and row.get("consistent") is not False):
        return False
    return in_time(row, frame) and all((value := measured(row, limits)) is not None and bound.holds(value) for bound in frame.bounds)


def in_time(row: Row, frame: ContractFrame) -> bool:
    """Whether what is owed falls due, and was signed, when the frame says."""
    due, signed = text_of(row, "due")[:7], text_of(row, "signed")[:7]
    if frame.due and not (due and (due == frame.due if frame.due_only else due <= frame.due)):
        return False
    return not frame.signed or signed == frame.signed


def measured(row: Row, limits: Limits) -> Decimal | None:
    """The amount that the bounds of the frame are about."""
    if limits.measure:
        return number_of(row, limits.measure)
    balance = number_of(row, "balance")
    return number_of(row, "amount") if balance is None else balance
