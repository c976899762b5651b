"""The printed line of a page's cell that the graph states without a place of its own (项目属性, 资金总额).

Enters: nodes of project pages and the words to look for. Leaves: evidence of the first line near the page's head that
prints one of them; nothing where the store keeps no source text (a store behind a URL).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, runtime_checkable

from nlp.errors import NotFound
from nlp.source import normalise
from search.evidence import Evidence
from search.question.graph import Graph, graph_of, iri_list, number_of, select, text_of

HEAD = 18
"""Lines below its name row in which a page prints its attribute and amounts"""


class Lines(Protocol):
    @property
    def lines(self) -> Sequence[str]: ...


@runtime_checkable
class KeepsSources(Protocol):
    """A reader that can show the text of a document."""

    def source(self, stem: str) -> Lines: ...


def cell_lines(graph: Graph, projects: Iterable[tuple[str, str]], words: Sequence[str]) -> tuple[Evidence, ...]:
    """For each page of the (project, document) pairs, the line near its head that holds one of ``words``."""
    if not isinstance(graph, KeepsSources) or not words:
        return ()
    pairs = " ".join(f"({iri_list([project])} {iri_list([graph_of(doc)])})" for project, doc in projects)
    rows = select(graph, f"""SELECT DISTINCT ?stem ?line WHERE {{ VALUES (?project ?g) {{ {pairs} }}
      GRAPH ?g {{ ?page bk:project ?project ; a bk:ProjectPage ; bk:evidence ?place . ?place bk:line ?line . ?doc bk:stem ?stem }} }}
      ORDER BY ?stem ?line""")
    found = []
    for row in rows:
        stem, first = text_of(row, "stem"), int(number_of(row, "line") or 0)
        try:
            lines = graph.source(stem).lines
        except NotFound:  # a store behind a URL has the graph without the texts
            continue
        for number in range(first, min(len(lines), first + HEAD) + 1):
            printed = lines[number - 1]
            if any(word in normalise(printed) for word in words):
                found.append(Evidence(stem, number, 0, len(printed), printed.strip()))
                break
    return tuple(found)
