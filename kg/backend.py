"""What the graph needs of a store, whichever engine holds it: read, apply a difference, list and drop graphs.

Two engines: EmbeddedBackend (pyoxigraph, in this process) and kg/remote.py (any SPARQL 1.1 store over HTTP). Queries
run over the union of all graphs unless they name a dataset (FROM), and know the prefixes of kg.terms. Every method raises; none answers an error with
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Protocol

from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.terms import PREFIXES
from nlp.errors import QuerySyntaxError, UsageError

Term = NamedNode | Literal
Row = dict[str, Term]

CHUNK = 400
"""Entities or statements put into one query: Virtuoso refuses much longer ones"""


def name(term: object) -> str:
    """The IRI or lexical form of a term of ours, which is never a blank node or a quoted triple."""
    if not isinstance(term, NamedNode | Literal):
        raise TypeError(f"not an IRI or a literal: {term}")
    return term.value


def chunks(items: Sequence[str], size: int = CHUNK) -> Iterator[Sequence[str]]:
    for at in range(0, len(items), size):
        yield items[at : at + size]


@dataclass(frozen=True, slots=True)
class Difference:
    """Quads to take away and quads to add; applied together or not at all."""

    delete: frozenset[Quad]
    insert: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.delete or self.insert)


def rows_of(found: QuerySolutions) -> list[Row]:
    """Solutions as plain rows."""
    names = [variable.value for variable in found.variables]
    return [
        {name: value for name, value in zip(names, row, strict=True) if isinstance(value, NamedNode | Literal)}
        for row in found
    ]


class Backend(Protocol):
    """Read side and write side of one store."""

    def select(self, sparql: str) -> list[Row]:
        """Rows of a SELECT; a variable without a value is missing from its row."""

    def ask(self, sparql: str) -> bool: ...

    def construct(self, sparql: str) -> list[Triple]: ...

    def serialise(self, sparql: str, media_type: str, out: IO[bytes]) -> None:
        """The answer of any query in a media type: results (JSON, XML, CSV, TSV) or RDF (Turtle, N-Triples, ...)."""

    def graph(self, graph: NamedNode) -> set[Quad]:
        """All quads of one graph; empty where there is no such graph."""

    def node(self, node: NamedNode, graph: NamedNode) -> set[Quad]:
        """The quads of one graph that have ``node`` as their subject."""

    def graphs(self) -> list[str]:
        """IRIs of the named graphs that hold something, sorted."""

    def apply(self, difference: Difference) -> None:
        """Both halves or neither."""

    def drop(self, graph: NamedNode) -> None: ...

    def dump(self, out: IO[bytes], media_type: str = "application/n-quads") -> None:
        """The whole dataset, in no particular order."""

    def close(self) -> None: ...


class EmbeddedBackend:
    """A pyoxigraph store in this process.

    >>> backend = EmbeddedBackend(Store())
    >>> quad = Quad(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal("甲"), NamedNode("http://x/g"))
    >>> backend.apply(Difference(frozenset(), frozenset({quad})))
    >>> backend.select("SELECT ?o { ?s ?p ?o }"), backend.graphs()
    ([{'o': <Literal value=甲 datatype=<NamedNode value=http://www.w3.org/2001/XMLSchema#string>>}], ['http://x/g'])
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def query(self, sparql: str) -> QuerySolutions | QueryTriples | QueryBoolean:
        try:
            return self.store.query(sparql, use_default_graph_as_union=not names_dataset(sparql), prefixes=PREFIXES)
        except SyntaxError as error:
            raise QuerySyntaxError(f"SPARQL 语法错误：{error.msg}", *position(error.msg)) from error

    def select(self, sparql: str) -> list[Row]:
        found = self.query(sparql)
        if not isinstance(found, QuerySolutions):
            raise UsageError(f"需要 SELECT 查询：{sparql[:80]}")
        return rows_of(found)

    def ask(self, sparql: str) -> bool:
        found = self.query(sparql)
        if not isinstance(found, QueryBoolean):
            raise UsageError(f"需要 ASK 查询：{sparql[:80]}")
        return bool(found)

    def construct(self, sparql: str) -> list[Triple]:
        found = self.query(sparql)
        if not isinstance(found, QueryTriples):
            raise UsageError(f"需要 CONSTRUCT 或 DESCRIBE 查询：{sparql[:80]}")
        return list(found)

    def serialise(self, sparql: str, media_type: str, out: IO[bytes]) -> None:
        found = self.query(sparql)
        if isinstance(found, QueryTriples):
            found.serialize(out, format=rdf_format(media_type))
        else:
            found.serialize(out, format=results_format(media_type))

    def graph(self, graph: NamedNode) -> set[Quad]:
        return set(self.store.quads_for_pattern(None, None, None, graph))

    def node(self, node: NamedNode, graph: NamedNode) -> set[Quad]:
        return set(self.store.quads_for_pattern(node, None, None, graph))

    def graphs(self) -> list[str]:
        return sorted(graph.value for graph in self.store.named_graphs() if isinstance(graph, NamedNode))

    def apply(self, difference: Difference) -> None:
        if not difference.delete:
            self.store.extend(difference.insert)
            return
        self.store.update(difference_update(difference))
        self.forget_empty({quad.graph_name for quad in difference.delete if isinstance(quad.graph_name, NamedNode)})

    def forget_empty(self, graphs: Iterable[NamedNode]) -> None:
        """Take away the names of graphs that hold nothing any more."""
        for graph in graphs:
            if next(self.store.quads_for_pattern(None, None, None, graph), None) is None:
                self.store.remove_graph(graph)

    def drop(self, graph: NamedNode) -> None:
        self.store.remove_graph(graph)

    def dump(self, out: IO[bytes], media_type: str = "application/n-quads") -> None:
        self.store.dump(out, format=rdf_format(media_type))

    def in_memory(self) -> EmbeddedBackend:
        """A copy of the store in memory."""
        quads = BytesIO()
        self.dump(quads)
        store = Store()
        store.bulk_load(quads.getvalue(), format=RdfFormat.N_QUADS)
        return EmbeddedBackend(store)

    def close(self) -> None:
        """Let go of the files: the store closes when nothing refers to it."""
        del self.store


PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+)")  # error at 2:9: expected ...


def position(message: str) -> tuple[int | None, int | None]:
    """Line and column, both from 1, that the parser's words name.

    >>> position("error at 2:9: expected .")
    (2, 9)
    """
    found = PLACE.search(message)
    return (int(found["line"]), int(found["column"])) if found else (None, None)


NO_KEYWORD = re.compile(
    r"""
      \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3} | \'{3}(?:[^'\\]|\\.|'(?!''))*\'{3}   # long strings
    | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*'                             # strings
    | <[^<>"{}|^`\\\s]*>                                                     # IRIs: <http://x/from>
    | \#[^\n]*                                                               # comments
    | [?$]\w+                                                                # variables: ?from
    | [\w.-]*:[\w.:-]*                                                       # prefixed names: bk:table
    """,
    re.VERBOSE,
)


def names_dataset(sparql: str) -> bool:
    """Whether a query names its dataset (FROM, FROM NAMED): then the union of all graphs is not what it asks for.

    >>> names_dataset("SELECT * FROM <http://x/g> {}"), names_dataset("SELECT ?from { ?from ?p 'FROM' } # from")
    (True, False)
    """
    return re.search(r"\bFROM\b", NO_KEYWORD.sub(" ", sparql), re.IGNORECASE) is not None


def difference_update(difference: Difference) -> str:
    """One SPARQL update for both halves: the only unit that is applied as a whole."""
    parts = []
    for verb, quads in (("DELETE DATA", difference.delete), ("INSERT DATA", difference.insert)):
        graphs: dict[str, list[str]] = {}
        for quad in quads:
            graphs.setdefault(str(quad.graph_name), []).append(str(quad.triple))
        if graphs:
            body = "\n".join(
                f"GRAPH {graph} {{ {' . '.join(sorted(rows))} }}" for graph, rows in sorted(graphs.items())
            )
            parts.append(f"{verb} {{ {body} }}")
    return " ;\n".join(parts)


def rdf_format(media_type: str) -> RdfFormat:
    found = RdfFormat.from_media_type(media_type)
    if found is None:
        raise UsageError(f"不支持的 RDF 格式：{media_type}")
    return found


def results_format(media_type: str) -> QueryResultsFormat:
    found = QueryResultsFormat.from_media_type(media_type)
    if found is None:
        raise UsageError(f"不支持的查询结果格式：{media_type}")
    return found


def parse_quads(data: bytes, media_type: str = "application/n-quads") -> Iterator[Quad]:
    return iter(parse(BytesIO(data), format=rdf_format(media_type)))
