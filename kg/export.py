"""Take the graph away: RDF in every usual form, and a crate of everything that another machine can restore.

The same graph gives the same bytes: graphs in the order of their IRIs, quads sorted. Tables (CSV, Excel) are
kg/tabular.py's matter, restoring is kg/restore.py's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.account_scheme import account_schemes
from kg.iri import segment
from kg.sources import source_path
from kg.store import Places, Reader
from kg.tabular import export_csv, export_excel
from kg.terms import PREFIXES
from kg.void import crate_metadata
from nlp.errors import NotFound, UsageError

DATASETS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
"""Forms that keep the named graphs"""
TRIPLES = {"ntriples": RdfFormat.N_TRIPLES, "turtle": RdfFormat.TURTLE, "rdfxml": RdfFormat.RDF_XML}
"""Forms of all triples together, without their graphs"""
ENDINGS = {
    "nq": "nquads", "trig": "trig", "jsonld": "jsonld", "nt": "ntriples", "ttl": "turtle", "rdf": "rdfxml", "xlsx": "xlsx", "csv": "csv",
}  # fmt: skip
"""What a file that ends so is taken to be"""
FORMATS = (*DATASETS, *TRIPLES, "skos", "csv", "xlsx", "crate")


def form_of(out: Path) -> str:
    """The form that the ending of a file asks for; N-Quads, which loses nothing, where it says none.

    >>> form_of(Path("all.ttl")), form_of(Path("all"))
    ('turtle', 'nquads')
    """
    return ENDINGS.get(out.suffix.removeprefix(".").lower(), "nquads")


def export(reader: Reader, out: Path, form: str = "nquads", stem: str | None = None) -> tuple[Path, ...]:
    """Write the graph to ``out`` in one of FORMATS; the files written. ``stem``: one document's graph only.

    csv and crate make a folder of that name, the others one file. Raises UsageError for an unknown form, NotFound for
    a document that is not here.
    """
    if stem is not None and not any(graph.endswith(f"/graph/document/{segment(stem)}") for graph in reader.graphs()):
        raise NotFound(f"没有文档：{stem}")
    if stem is not None and form not in DATASETS and form not in TRIPLES:
        raise UsageError(f"只导出一份文档的图，格式应为 {'、'.join((*DATASETS, *TRIPLES))} 之一，不是“{form}”")
    if form in DATASETS or form in TRIPLES:
        return (export_rdf(reader, out, form, stem),)
    if form == "skos":
        return (export_accounts(reader, out),)
    if form == "csv":
        return export_csv(reader, out)
    if form == "xlsx":
        return (export_excel(reader, out),)
    if form == "crate":
        return export_crate(reader, out)
    raise UsageError(f"不支持的导出格式“{form}”，可选：{'、'.join(FORMATS)}")


def export_rdf(reader: Reader, out: Path, form: str, stem: str | None = None) -> Path:
    """One RDF file; N-Quads and N-Triples graph by graph, the others need the whole graph in memory."""
    quads = sorted_quads(reader, stem)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        if form == "nquads":
            file.writelines(f"{quad} .\n".encode() for quad in quads)
        elif form == "ntriples":
            file.writelines(f"{quad.triple} .\n".encode() for quad in quads)
        elif form in DATASETS:
            serialize(quads, file, DATASETS[form], prefixes=PREFIXES)
        else:
            serialize((quad.triple for quad in quads), file, TRIPLES[form], prefixes=PREFIXES)
    return out


def sorted_quads(reader: Reader, stem: str | None = None) -> Iterator[Quad]:
    """All quads, graph by graph, each graph sorted."""
    wanted = f"/graph/document/{segment(stem)}" if stem else ""
    for graph in reader.graphs():
        if graph.endswith(wanted):
            yield from sorted(reader.graph(NamedNode(graph)), key=str)


def export_accounts(reader: Reader, out: Path) -> Path:
    """The whole account classifications of every year in the graph, as Turtle."""
    rows = reader.select("SELECT DISTINCT ?y { ?d a bk:Document ; bk:year ?y } ORDER BY ?y")
    triples = [triple for row in rows for triple in account_schemes(int(row["y"].value))]
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("wb") as file:
        serialize(triples, file, RdfFormat.TURTLE, prefixes=PREFIXES)
    return out


def export_crate(reader: Reader, out: Path) -> tuple[Path, ...]:
    """A folder with the graph, the texts of the sources, the decisions, and an RO-Crate description of them."""
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} 已存在且不为空，请另选目录")
    (out / "sources").mkdir(parents=True, exist_ok=True)
    written = [export_rdf(reader, out / "graph.nq", "nquads")]
    written += copy_sources(reader, out / "sources")
    decisions = reader.data / "decisions.tsv"
    if decisions.exists():
        written.append(Path(shutil.copy(decisions, out / "decisions.tsv")))
    metadata = out / "ro-crate-metadata.json"
    names = [str(path.relative_to(out)) for path in written]
    metadata.write_text(json.dumps(crate_metadata(reader, names), ensure_ascii=False, indent=1), encoding="utf-8")
    return (*written, metadata)


def copy_sources(reader: Reader, folder: Path) -> Iterable[Path]:
    """The kept texts of the documents in the graph, by name."""
    kept = Places(reader.data).sources
    for row in reader.select("SELECT ?sha { ?d a bk:Document ; bk:sha256 ?sha } ORDER BY ?sha"):
        path = source_path(kept, row["sha"].value)
        if path.exists():
            yield Path(shutil.copy(path, folder / path.name))
