"""Replace one document's graph by its difference, and the shared graph with it, in one transaction.

Graphs are compared as lines of N-Quads. The lines of the stored graph are kept in a file beside the sources, because
reading them back from the store costs more than everything else; bk:graphDigest in the graph says whether the file is
still what the store holds, and where it is not, the store is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Set
from pathlib import Path

from pyoxigraph import Quad

from kg.atomic import write_bytes_atomically
from kg.backend import Backend, Difference, parse_quads
from kg.entities import entity_difference
from kg.iri import Iris
from kg.store import Places, Writer
from kg.terms import BK

NOTHING = Difference(frozenset(), frozenset())
RECORD = "/record/"
"""Part of the IRI of every bk:Record"""


def replace_document(writer: Writer, iris: Iris, stem: str, new: Iterable[Quad]) -> tuple[int, int]:
    """Make ``new`` the document's graph, and the shared graph what follows from it: (quads added, quads removed)."""
    return replace_lines(writer, iris, stem, frozenset(map(str, new)))


def replace_lines(writer: Writer, iris: Iris, stem: str, new: Set[str]) -> tuple[int, int]:
    """``replace_document`` for a graph given as lines of N-Quads without their full stops."""
    kept = kept_path(writer.data, stem) if writer.places else None
    difference = lines_difference(writer.backend, iris, stem, new, kept)
    writer.apply(difference)
    if kept and new:
        keep_lines(kept, new)
    elif kept:
        kept.unlink(missing_ok=True)
    return len(difference.insert), len(difference.delete)


def document_difference(backend: Backend, iris: Iris, stem: str, new: Iterable[Quad]) -> Difference:
    """What changes in the store, in both graphs, when ``new`` becomes the document's graph."""
    return lines_difference(backend, iris, stem, frozenset(map(str, new)))


def lines_difference(backend: Backend, iris: Iris, stem: str, new: Set[str], kept: Path | None = None) -> Difference:
    old = stored_lines(backend, iris, stem, kept)
    changed = old ^ new
    if not changed:
        return NOTHING
    records = {line.split(" ", 1)[0] for line in changed if RECORD in line.split(" ", 1)[0]}
    before, after = parsed(told(old, records)), parsed(told(new, records))
    shared = entity_difference(backend, iris, before, after)
    gone, come = parsed(changed & old), parsed(changed - old)
    return Difference(shared.delete | gone, shared.insert | come)


def told(lines: Set[str], records: set[str]) -> list[str]:
    """The lines whose subjects are among the records that changed."""
    return [line for line in lines if line.split(" ", 1)[0] in records] if records else []


def parsed(lines: Iterable[str]) -> frozenset[Quad]:
    return frozenset(parse_quads("".join(f"{line} .\n" for line in lines).encode()))


def stored_lines(backend: Backend, iris: Iris, stem: str, kept: Path | None) -> frozenset[str]:
    """The document's graph as the store holds it: from the kept file where its digest is the store's."""
    lines = load_lines(kept) if kept else None
    if lines is not None and digest_of(lines) == stored_digest(backend, iris, stem):
        return lines
    return frozenset(map(str, backend.graph(iris.document_graph(stem))))


def digest_of(lines: Iterable[str]) -> str | None:
    """The digest that a graph's lines say they have."""
    mark = f" {BK.graphDigest} "
    found = [line for line in lines if mark in line]
    return found[0].split(mark)[1].split('"')[1] if len(found) == 1 else None


def stored_digest(backend: Backend, iris: Iris, stem: str) -> str | None:
    document, graph = iris.document(stem), iris.document_graph(stem)
    rows = backend.select(f"SELECT ?d {{ GRAPH {graph} {{ {document} {BK.graphDigest} ?d }} }}")
    return rows[0]["d"].value if rows else None


def kept_path(data: Path, stem: str) -> Path:
    return Places(data).sources / f"{stem}.graph"


def keep_lines(path: Path, lines: Iterable[str]) -> None:
    write_bytes_atomically(path, zlib.compress("\n".join(lines).encode(), 1), durable=False)


def load_lines(path: Path) -> frozenset[str] | None:
    """The kept lines; None where there are none or the file is damaged."""
    try:
        return frozenset(zlib.decompress(path.read_bytes()).decode().split("\n"))
    except (FileNotFoundError, zlib.error, UnicodeDecodeError):
        return None
