"""SPARQL 1.1 Service Description of this endpoint, with VoID counts of its graphs.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from search.site import Site
from search.sparql_media import GRAPH, TABULAR, Media

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
TITLE = ox.NamedNode("http://purl.org/dc/terms/title")
XSD_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")

FORMAT_NAMES = {
    "JSON": "SPARQL_Results_JSON", "XML": "SPARQL_Results_XML", "CSV": "SPARQL_Results_CSV", "TSV": "SPARQL_Results_TSV",
    "TURTLE": "Turtle", "N_TRIPLES": "N-Triples", "JSON_LD": "JSON-LD", "RDF_XML": "RDF_XML",
}  # fmt: skip


def service_description(site: Site, endpoint: str, media: Media) -> bytes:
    """The description as bytes of one RDF format."""
    triples = list(describe_service(endpoint, count_graphs(site), site.settings.query_rows))
    prefixes = {"sd": SD, "void": VOID, "formats": FORMATS, "dcterms": "http://purl.org/dc/terms/"}
    data = ox.serialize(triples, format=getattr(ox.RdfFormat, media.engine), prefixes=prefixes)
    assert data is not None
    return data


def count_graphs(site: Site) -> dict[str, int]:
    """Triples of each named graph; the counting is done once per generation."""

    def count(reader: object) -> dict[str, int]:
        rows = site.reader().select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g")
        return {row["g"].value: int(row["n"].value) for row in rows}

    counts = site.part("graph-counts", count)
    assert isinstance(counts, dict)
    return counts


def describe_service(endpoint: str, counts: dict[str, int], rows: int) -> Iterator[ox.Triple]:
    """The triples; nodes are named below the endpoint's address, never blank."""
    service, dataset, default = (ox.NamedNode(endpoint + part) for part in ("#service", "#dataset", "#default-graph"))
    yield from typed(service, "Service")
    yield ox.Triple(service, sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    yield ox.Triple(service, sd("feature"), sd("UnionDefaultGraph"))
    yield ox.Triple(service, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#comment"),
                    ox.Literal(f"只读；一次最多 {rows} 行，被截断的结果带有标记", language="zh"))  # fmt: skip
    for media in (*TABULAR, *GRAPH):
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(FORMATS + FORMAT_NAMES[media.engine]))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield from typed(dataset, "Dataset")
    yield ox.Triple(dataset, RDF_TYPE, ox.NamedNode(VOID + "Dataset"))
    yield ox.Triple(dataset, TITLE, ox.Literal("部门预算公开知识图谱", language="zh"))
    yield ox.Triple(dataset, ox.NamedNode(VOID + "sparqlEndpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(dataset, sd("defaultGraph"), default)
    yield from graph(default, sum(counts.values()))
    for i, (name, size) in enumerate(counts.items(), 1):
        named, inner = ox.NamedNode(f"{endpoint}#graph-{i}"), ox.NamedNode(f"{endpoint}#graph-{i}-content")
        yield ox.Triple(dataset, sd("namedGraph"), named)
        yield from typed(named, "NamedGraph")
        yield ox.Triple(named, sd("name"), ox.NamedNode(name))
        yield ox.Triple(named, sd("graph"), inner)
        yield from graph(inner, size)


def graph(node: ox.NamedNode, size: int) -> Iterator[ox.Triple]:
    yield from typed(node, "Graph")
    yield ox.Triple(node, ox.NamedNode(VOID + "triples"), ox.Literal(str(size), datatype=XSD_INTEGER))


def typed(node: ox.NamedNode, name: str) -> Iterator[ox.Triple]:
    yield ox.Triple(node, RDF_TYPE, sd(name))


def sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
