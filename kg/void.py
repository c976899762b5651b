"""What the dataset is, in the words of data catalogues: VoID and DCAT triples, and an RO-Crate description.

Counts come from the graph itself, so the description is true of the generation it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.builder import literal
from kg.iri import Iris
from kg.stats import count
from kg.store import Reader
from kg.tabular import local
from kg.terms import DCAT, DCTERMS, PREFIXES, RDF, VOID

LICENCE = "https://www.apache.org/licenses/LICENSE-2.0"
VOCABULARIES = ("bk", "dcterms", "eli", "oa", "org", "qb", "skos")
DOWNLOADS = {"application/n-quads": "nquads", "application/trig": "trig", "text/csv": "csv"}
EXAMPLES = ("bk:Document", "bk:Project", "bk:Policy", "bk:Contract")


def describe_dataset(reader: Reader, iris: Iris | None = None, site: str | None = None) -> tuple[Triple, ...]:
    """The description; ``site`` is the address of the server (with /sparql below it), by default the base of the IRIs."""
    iris = iris or Iris()
    site = (site or iris.base).rstrip("/")
    dataset = NamedNode(f"{iris.base}dataset")
    return (
        Triple(dataset, RDF.type, VOID.Dataset),
        Triple(dataset, RDF.type, DCAT.Dataset),
        Triple(dataset, DCTERMS.title, Literal("部门预算知识图谱", language="zh")),
        Triple(dataset, DCTERMS.title, Literal("Knowledge graph of department budgets", language="en")),
        Triple(dataset, DCTERMS.license, NamedNode(LICENCE)),
        Triple(dataset, VOID.uriSpace, literal(f"{iris.base}id/")),
        Triple(dataset, VOID.sparqlEndpoint, NamedNode(f"{site}/sparql")),
        Triple(dataset, VOID.triples, literal(count(reader, "?s ?p ?o"))),
        Triple(dataset, VOID.documents, literal(count(reader, "?s a bk:Document"))),
        *(Triple(dataset, VOID.vocabulary, NamedNode(PREFIXES[prefix])) for prefix in VOCABULARIES),
        *partitions(reader, dataset),
        *examples(reader, dataset),
        *distributions(dataset, site),
    )


def partitions(reader: Reader, dataset: NamedNode) -> Iterator[Triple]:
    """Entities of each class, triples of each property."""
    for row in reader.select("SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c"):
        node = NamedNode(f"{dataset.value}/class/{local(row['c'].value)}")
        yield Triple(dataset, VOID.classPartition, node)
        yield Triple(node, getattr(VOID, "class"), NamedNode(row["c"].value))
        yield Triple(node, VOID.entities, literal(int(row["n"].value)))
    for row in reader.select("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"):
        node = NamedNode(f"{dataset.value}/property/{local(row['p'].value)}")
        yield Triple(dataset, VOID.propertyPartition, node)
        yield Triple(node, VOID.property, NamedNode(row["p"].value))
        yield Triple(node, VOID.triples, literal(int(row["n"].value)))


def examples(reader: Reader, dataset: NamedNode) -> Iterator[Triple]:
    """One thing of each main class, the first by IRI."""
    for class_ in EXAMPLES:
        for row in reader.select(f"SELECT ?s {{ ?s a {class_} }} ORDER BY ?s LIMIT 1"):
            yield Triple(dataset, VOID.exampleResource, NamedNode(row["s"].value))


def distributions(dataset: NamedNode, site: str) -> Iterator[Triple]:
    """Where the data can be had."""
    for media_type, form in DOWNLOADS.items():
        node = NamedNode(f"{dataset.value}/distribution/{form}")
        yield Triple(dataset, DCAT.distribution, node)
        yield Triple(node, RDF.type, DCAT.Distribution)
        yield Triple(node, DCAT.mediaType, NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}"))
        yield Triple(node, DCAT.downloadURL, NamedNode(f"{site}/export?format={form}"))


def crate_metadata(reader: Reader, names: Iterable[str]) -> Mapping[str, object]:
    """The RO-Crate 1.1 description of an exported folder."""
    names = sorted(names)
    rows = reader.select("SELECT ?t ?sha { ?d a bk:Document ; dcterms:title ?t ; bk:sha256 ?sha } ORDER BY ?sha")
    titles = {f"sources/{row['sha'].value}.json": row["t"].value for row in rows}
    media = {".nq": "application/n-quads", ".json": "application/json", ".tsv": "text/tab-separated-values"}
    files = [
        {
            "@id": name,
            "@type": "File",
            "name": titles.get(name, name),
            "encodingFormat": media.get(f".{name.rsplit('.', 1)[-1]}", "application/octet-stream"),
        }
        for name in names
    ]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": "部门预算知识图谱",
        "description": f"{len(titles)} 份公开文档的知识图谱及其原文，每项事实指向原文位置",
        "license": {"@id": LICENCE},
        "hasPart": [{"@id": name} for name in names],
    }
    about = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    return {"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": [about, root, *files]}
