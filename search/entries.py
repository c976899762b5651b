"""What one document gives the index: its own facts, its passages, its figures, contracts and indicators.

Made where the document is read (another process, most often), from the quads that are just then made; a document that
stands in the graph already is read back from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from pyoxigraph import NamedNode, Quad

from search.contract_cells import ContractCell, contract_cells
from search.document_graph import DocumentGraph
from search.figure_cells import FigureCell, figure_cells
from search.graph_passages import About, about_of, passages
from search.indicator_cells import IndicatorCell, indicator_cells
from search.passage import Passage

DOCUMENTS = "SELECT ?iri ?stem ?sha { ?iri a bk:Document ; bk:stem ?stem OPTIONAL { ?iri bk:sha256 ?sha } }"


class GraphReader(Protocol):
    """What is asked of ``kg.store.Reader``: rows of a SELECT, prefixes known, and the quads of one graph."""

    def select(self, sparql: str) -> Iterable[dict[str, Any]]: ...

    def graph(self, graph: NamedNode) -> set[Quad]: ...


@dataclass(frozen=True, slots=True)
class Entries:
    """All that the index keeps of a document."""

    about: About
    passages: tuple[Passage, ...]
    figures: tuple[FigureCell, ...]
    contracts: tuple[ContractCell, ...]
    indicators: tuple[IndicatorCell, ...]
    nodes: dict[str, int]
    """class of the ontology -> how many nodes of it stand in the document"""


def entries_of(quads: Iterable[Quad]) -> Entries:
    """The entries of the document whose graph this is. Raises ValueError where the quads describe no document."""
    graph = DocumentGraph(quads)
    about = about_of(graph)
    if about is None:
        raise ValueError("no document is described in these quads")
    nodes = {kind: len(iris) for kind, iris in sorted(graph.kinds.items())}
    return Entries(about, passages(graph, about), figure_cells(graph), contract_cells(graph), indicator_cells(graph), nodes)


def stored_entries(reader: GraphReader, document: str) -> Entries:
    """The entries of a document of the graph, by its IRI."""
    return entries_of(reader.graph(NamedNode(document.replace("/id/document/", "/graph/document/"))))


def documents(reader: GraphReader) -> dict[str, tuple[str, str]]:
    """Every document of the graph: stem -> IRI and SHA-256 ("" where none is said)."""
    found = {}
    for row in reader.select(DOCUMENTS):
        sha = row.get("sha")
        found[row["stem"].value] = row["iri"].value, "" if sha is None else sha.value
    return found
