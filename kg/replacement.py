"""Replace one document's graph by its difference, and the shared graph with it, in one transaction.

What each node's quads were is kept as one fingerprint a node, in a file beside the sources, because reading a whole
graph back from the store costs more than everything else; only the nodes whose fingerprint differs are read.
bk:graphDigest in the graph says whether the file tells of what the store holds; where it does not, the graph is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.atomic import write_bytes_atomically
from kg.backend import Backend, Difference, chunks, parse_quads
from kg.builder import literal
from kg.entities import added_difference, entity_difference
from kg.iri import Iris
from kg.store import Places, Writer
from kg.terms import BK

RECORD = "/record/"
"""Part of the IRI of every bk:Record"""
DIGEST_MARK = f" {BK.graphDigest} "
STEM = str(BK.stem)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What a graph is known by: its bk:graphDigest (None where it has none), and for each subject, written as in
    N-Quads, the digest of its lines."""

    graph: str | None
    nodes: Mapping[str, str]


def replace_document(writer: Writer, iris: Iris, stem: str, new: Iterable[Quad]) -> tuple[int, int]:
    """Make ``new`` the document's graph, and the shared graph what follows from it: (quads added, quads removed)."""
    return replace_lines(writer, iris, stem, frozenset(map(str, new)))


def replace_lines(writer: Writer, iris: Iris, stem: str, new: Set[str]) -> tuple[int, int]:
    """``replace_document`` for a graph given as lines of N-Quads without their full stops."""
    if new and is_new(writer.backend, iris, stem):
        return add_documents(writer, iris, {stem: new})
    grouped = by_subject(new)
    made = fingerprints(grouped, iris.document(stem))
    kept = kept_path(writer.data, stem) if writer.places else None
    writer.known.clear()
    difference = lines_difference(writer.backend, iris, stem, grouped, made, load_fingerprints(kept) if kept else None)
    writer.apply(difference)
    if kept and new:
        keep_fingerprints(kept, made)
    elif kept:
        kept.unlink(missing_ok=True)
    return len(difference.insert), len(difference.delete)


def is_new(backend: Backend, iris: Iris, stem: str) -> bool:
    """Whether the store holds nothing of a document."""
    return not backend.ask(f"ASK {{ GRAPH {iris.document_graph(stem)} {{ ?s ?p ?o }} }}")


def held(backend: Backend, stems: Iterable[str]) -> set[str]:
    """Those of some documents that the store holds."""
    found: set[str] = set()
    for part in chunks([str(literal(stem)) for stem in stems]):
        rows = backend.select(f"SELECT ?stem {{ VALUES ?stem {{ {' '.join(part)} }} ?document {BK.stem} ?stem }}")
        found |= {row["stem"].value for row in rows}
    return found


def add_documents(writer: Writer, iris: Iris, graphs: Mapping[str, Set[str]]) -> tuple[int, int]:
    """Put in documents that are not in the store, by stem, as lines of N-Quads: (quads added, quads removed).

    The shared graph follows once for all of them, which is what makes many at a time cheaper than one by one.
    """
    records = parsed(line for lines in graphs.values() for line in records_of(lines))
    shared = added_difference(writer.backend, iris, records, writer.known)
    stems = {line for lines in graphs.values() for line in lines if line.split(" ", 2)[1] == STEM}
    lines = [line for lines in graphs.values() for line in lines if line not in stems]
    writer.load(lines, Difference(shared.delete, shared.insert | parsed(stems)))
    for stem, own in graphs.items() if writer.places else ():
        keep_fingerprints(kept_path(writer.data, stem), fingerprints(by_subject(own), iris.document(stem)))
    return len(lines) + len(stems) + len(shared.insert), len(shared.delete)


def by_subject(lines: Iterable[str]) -> dict[str, list[str]]:
    """The lines of each subject, sorted."""
    grouped: dict[str, list[str]] = {}
    for line in lines:
        grouped.setdefault(line[: line.index(" ")], []).append(line)
    for each in grouped.values():
        each.sort()
    return grouped


def fingerprints(grouped: Mapping[str, list[str]], document: NamedNode) -> Fingerprints:
    marked = [line for line in grouped.get(str(document), ()) if DIGEST_MARK in line]
    graph = marked[0].split(DIGEST_MARK)[1].split('"')[1] if len(marked) == 1 else None
    return Fingerprints(
        graph,
        {
            subject: hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()
            for subject, lines in grouped.items()
        },
    )


def lines_difference(
    backend: Backend,
    iris: Iris,
    stem: str,
    grouped: Mapping[str, list[str]],
    made: Fingerprints,
    known: Fingerprints | None = None,
) -> Difference:
    """What changes in the store, in both graphs. ``known``: what the document's graph was when it was last written."""
    if known is None or known.graph is None or known.graph != stored_digest(backend, iris, stem):
        quads: Iterable[Quad] = backend.graph(iris.document_graph(stem))
        before = by_subject(map(str, quads))
        changed = {each for each in before.keys() | grouped.keys() if before.get(each) != grouped.get(each)}
    else:
        nodes = known.nodes.keys() | made.nodes.keys()
        changed = {each for each in nodes if known.nodes.get(each) != made.nodes.get(each)}
        before = by_subject(map(str, stored_nodes(backend, iris, stem, changed & known.nodes.keys())))
    old = {line for each in changed for line in before.get(each, ())}
    new = {line for each in changed for line in grouped.get(each, ())}
    shared = entity_difference(backend, iris, parsed(records_of(old)), parsed(records_of(new)))
    return Difference(shared.delete | parsed(old - new), shared.insert | parsed(new - old))


def records_of(lines: Iterable[str]) -> Iterator[str]:
    """The lines whose subject is a bk:Record."""
    return (line for line in lines if RECORD in line[: line.index(" ")])


def parsed(lines: Iterable[str]) -> frozenset[Quad]:
    return frozenset(parse_quads("".join(f"{line} .\n" for line in lines).encode()))


def stored_nodes(backend: Backend, iris: Iris, stem: str, subjects: Iterable[str]) -> Iterator[Quad]:
    """The quads of some nodes of a document, as the store holds them."""
    graph = iris.document_graph(stem)
    for subject in subjects:
        yield from backend.node(NamedNode(subject[1:-1]), graph)


def stored_digest(backend: Backend, iris: Iris, stem: str) -> str | None:
    document, graph = iris.document(stem), iris.document_graph(stem)
    rows = backend.select(f"SELECT ?d {{ GRAPH {graph} {{ {document} {BK.graphDigest} ?d }} }}")
    return rows[0]["d"].value if rows else None


def kept_path(data: Path, stem: str) -> Path:
    return Places(data).sources / f"{stem}.graph"


def keep_fingerprints(path: Path, made: Fingerprints) -> None:
    rows = (f"{digest} {subject}" for subject, digest in made.nodes.items())
    write_bytes_atomically(path, "\n".join((made.graph or "", *rows)).encode(), durable=False)


def load_fingerprints(path: Path) -> Fingerprints | None:
    """What is kept; None where nothing is or the file is damaged."""
    try:
        graph, *rows = path.read_text(encoding="utf-8").split("\n")
        return Fingerprints(graph or None, {subject: digest for digest, subject in (row.split(" ") for row in rows)})
    except (FileNotFoundError, ValueError):
        return None
