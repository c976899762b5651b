"""The contracts of one document as the question box compares them, and the table that keeps those of all documents.

What the graph says of a contract stands in a dozen triples, its parties and its printed text in more; to put one together
from the store costs a millisecond, and a question about every bureau of a kind looks at thousands. What stands here is
made from the graph's own quads and goes and comes with its document (search/figure_cells.py keeps which documents those
are).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from search.document_graph import DocumentGraph, Node
from search.figure_cells import Rows, marks, parts, printed_place

TABLES = """
CREATE TABLE contract (document INTEGER NOT NULL, at INTEGER NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, project TEXT NOT NULL,
  repeats INTEGER NOT NULL, total INTEGER NOT NULL, said TEXT NOT NULL, quotes TEXT NOT NULL, parties TEXT NOT NULL,
  PRIMARY KEY (document, at)) WITHOUT ROWID;
CREATE INDEX contract_project ON contract (project);
"""
COLUMNS = "document, key, label, project, repeats, total, said, quotes, parties"
SAID = ("amount", "paid", "unpaid", "retention", "balance", "amountKind", "hasBalance", "signed", "due", "retentionDue", "consistent", "planned")
"""What is kept of a contract beside its label and project"""


@dataclass(frozen=True, slots=True)
class ContractCell:
    """One contract of a document; ``said``: values by name (SAID) as text, those that the text states."""

    iri: str
    label: str
    project: str
    """IRI, "" where it stands on no project's page"""
    repeats: bool
    """another contract of the graph is kept for the same obligation"""
    total: bool
    """a total stated over others"""
    said: dict[str, str]
    quotes: tuple[str, ...]
    """the printed text at each place"""
    parties: tuple[tuple[str, str], ...]
    """IRI of the organisation and its role"""

    def __reduce__(self) -> tuple[type[ContractCell], tuple[object, ...]]:
        return ContractCell, (self.iri, self.label, self.project, self.repeats, self.total, self.said, self.quotes, self.parties)


def contract_cells(graph: DocumentGraph) -> tuple[ContractCell, ...]:
    """All contracts, in the order of printing."""
    found = [contract_cell(graph, node) for node in graph.of("Contract") if node.get("label")]
    return tuple(sorted(found, key=lambda cell: printed_place(cell.iri)))


def contract_cell(graph: DocumentGraph, node: Node) -> ContractCell:
    said = {name: value for name in SAID if (value := node.get(name))}
    quotes = tuple(quote for place in node.all("evidence") if (quote := graph.node(place).get("quote")))
    roles = [graph.node(party) for party in node.all("party")]
    parties = tuple((role.get("organisation"), role.get("role")) for role in roles if role.get("organisation") and role.get("role"))
    return ContractCell(
        node.iri, node.get("label"), node.get("project"), bool(node.get("sameObligationAs")), bool(node.get("totalOver")), said, quotes, parties
    )


class ContractStore:
    """The contracts of all documents of a generation of the index; documents by the numbers of the figures' store."""

    def __init__(self, file: Rows) -> None:
        self.file = file

    def add(self, document: int, cells: Sequence[ContractCell]) -> None:
        rows = (
            (document, at, cell.iri.rpartition("/")[2], cell.label, cell.project, cell.repeats, cell.total,
             packed(cell.said), packed(cell.quotes), packed(cell.parties))
            for at, cell in enumerate(cells)
        )  # fmt: skip
        self.file.many(f"INSERT INTO contract VALUES ({marks(range(10))})", rows)

    def remove(self, document: int) -> None:
        self.file.rows("DELETE FROM contract WHERE document = ?", (document,))

    def of_documents(
        self, documents: dict[int, str], organisations: Collection[str] = (), said: str = ""
    ) -> Iterable[tuple[int, ContractCell]]:
        """The contracts of documents (number -> IRI), with the number of each; with ``organisations`` those that have one
        of these as a party, and perhaps others; with ``said`` those that state a value of this name, and perhaps others."""
        tests = " OR ".join("instr(parties, ?)" for _ in organisations)
        wanted = (f" AND ({tests})" if tests else "") + (" AND instr(said, ?)" if said else "")
        values = [*sorted(organisations), *([f'"{said}":'] if said else [])]
        for part in parts(sorted(documents)):
            sql = f"SELECT {COLUMNS} FROM contract WHERE document IN ({marks(part)}){wanted}"
            yield from self.cells(documents, self.file.rows(sql, [*part, *values]))

    def of_projects(self, documents: dict[int, str], projects: Collection[str]) -> Iterable[tuple[int, ContractCell]]:
        """The contracts on the pages of projects, in the documents given."""
        for part in parts(sorted(projects)):
            yield from self.cells(documents, self.file.rows(f"SELECT {COLUMNS} FROM contract WHERE project IN ({marks(part)})", part))

    def all_labels(self, least: int) -> list[str]:
        """The labels of more than ``least`` characters of all documents, each once, in their order."""
        return [str(label) for (label,) in self.file.rows("SELECT DISTINCT label FROM contract WHERE length(label) > ? ORDER BY label", (least,))]

    def labels(self, projects: Collection[str]) -> list[str]:
        """Labels of the contracts on the pages of projects, each once, in their order."""
        found: set[str] = set()
        for part in parts(sorted(projects)):
            found |= {str(label) for (label,) in self.file.rows(f"SELECT DISTINCT label FROM contract WHERE project IN ({marks(part)})", part)}
        return sorted(found)

    def cells(self, documents: dict[int, str], rows: Iterable[Sequence[object]]) -> Iterable[tuple[int, ContractCell]]:
        for number, key, label, project, repeats, total, said, quotes, parties in rows:
            document = int(str(number))
            if document in documents:
                iri = f"{documents[document]}/contract/{key}"
                named = tuple((organisation, role) for organisation, role in json.loads(str(parties)))
                cell = ContractCell(
                    iri, str(label), str(project), bool(repeats), bool(total), json.loads(str(said)), tuple(json.loads(str(quotes))), named
                )
                yield document, cell


def packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
