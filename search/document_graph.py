"""One document's graph in memory, as the passages and the tables of figures read it: nodes by kind, values by name.

Enters: the quads of the document's graph, just made or read back from the store. Leaves: nodes. A property is known by
its own name without the vocabulary (``bk:row`` is ``row``, ``dcterms:title`` is ``title``); every value is its text.

What is shared stands in another graph and is not looked up: an organisation or a project is called what the last part
of its IRI says, which is its ``skos:prefLabel`` (kg/entities.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from kg.iri import plain_name

Row = Mapping[str, str]
"""Values by name; a name without a value is missing"""


@dataclass(frozen=True, slots=True)
class Node:
    """What stands in the document: its IRI and its values, several of a name in their order."""

    iri: str
    values: Mapping[str, Sequence[str]]

    def get(self, name: str) -> str:
        """The first value; "" where there is none."""
        return self.values[name][0] if name in self.values else ""

    def all(self, name: str) -> Sequence[str]:
        return self.values.get(name, ())


class DocumentGraph:
    """The nodes of one document."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        kinds: dict[str, list[str]] = defaultdict(list)
        names: dict[str, str] = {}
        for quad in quads:
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object.value  # type: ignore[union-attr]
            name = names.get(predicate) or names.setdefault(predicate, local_name(predicate))
            found[subject][name].append(value)
            if name == "type":
                kinds[local_name(value)].append(subject)
        for values in found.values():
            for several in values.values():
                several.sort()
        self.nodes = {iri: Node(iri, values) for iri, values in found.items()}
        self.kinds = {kind: sorted(iris) for kind, iris in kinds.items()}

    def of(self, kind: str) -> list[Node]:
        """Nodes of a class of the ontology, in the order of their IRIs."""
        return [self.nodes[iri] for iri in self.kinds.get(kind, ())]

    def node(self, iri: str) -> Node:
        """The node of an IRI; one without values where it does not stand in this document."""
        return self.nodes.get(iri) or Node(iri, {})

    def printed(self, node: Node, row: Row) -> list[Row]:
        """``row`` once for each place where the node is printed, with its line, start, end and quote."""
        places = [self.node(iri) for iri in node.all("evidence")]
        names = ("line", "start", "end", "quote")
        return [{**row, **{name: place.get(name) for name in names}} for place in places if place.get("line")]


def local_name(iri: str) -> str:
    """The end of an IRI.

    >>> local_name("https://w3id.org/budgetkg/ontology#row"), local_name("http://purl.org/dc/terms/title")
    ('row', 'title')
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def name_of(iri: str) -> str:
    """What a shared thing is called; "" for none.

    >>> name_of("https://w3id.org/budgetkg/id/organisation/某市水利局"), name_of("")
    ('某市水利局', '')
    """
    return plain_name(iri.rpartition("/")[2])


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows in the order of their places."""
    return sorted(rows, key=lambda row: (int(row["line"]), int(row["start"] or 0), int(row["end"] or 0)))
