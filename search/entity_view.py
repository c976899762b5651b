"""Everything the graph says of one IRI: its statements, what points to it, and the labels of both, for people.

Enters: a reader and an IRI. Leaves: an ``EntityView``. Raises NotFound for an IRI of which nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.store import Reader
from nlp.errors import NotFound
from search.display import name_of
from search.views import EVIDENCE, PLACE, Evidence, Row, evidence_in, text, words

COMMON_NAMES = {
    "prefLabel": "名称", "altLabel": "又称", "title": "题名", "subOrganizationOf": "隶属于", "closeMatch": "相近", "label": "名称",
    "type": "类型", "hasSource": "所在文档", "isPartOf": "属于", "notation": "编码", "broader": "上级", "inScheme": "分类体系",
}  # fmt: skip
"""Properties of common vocabularies, which carry no Chinese label of ours"""
TYPE_NAMES = {"Organization": "单位", "LegalResource": "法规文件", "Observation": "观测值", "Concept": "概念"}
MOST_VALUES = 60
"""values shown of one property; the data formats carry all"""
HIDDEN = frozenset({"evidence", "sha256"})


@dataclass(frozen=True, slots=True)
class Value:
    """A literal, or a thing with its label and link."""

    text: str
    iri: str | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    iri: str
    label: str
    values: tuple[Value, ...]
    total: int


@dataclass(frozen=True, slots=True)
class EntityView:
    iri: str
    label: str
    types: tuple[Value, ...]
    properties: tuple[Property, ...]
    incoming: tuple[Property, ...]
    evidence: tuple[Evidence, ...]


def read_entity(reader: Reader, iri: str) -> EntityView:
    """The view of one IRI."""
    node = str(NamedNode(iri))
    out = reader.select(f"""SELECT ?p ?o ?label ?name ?typeName {{ {node} ?p ?o
      OPTIONAL {{ ?p rdfs:label ?name FILTER(LANGMATCHES(LANG(?name), 'zh')) }}
      OPTIONAL {{ ?o rdfs:label ?typeName FILTER(LANGMATCHES(LANG(?typeName), 'zh')) }} {LABEL_OF_O} }}""")
    back = reader.select(f"""SELECT ?p (?s AS ?o) ?label ?name ?n {{
      {{ SELECT ?p (COUNT(*) AS ?n) {{ ?any ?p {node} }} GROUP BY ?p }}
      {{ SELECT ?p ?s {{ ?s ?p {node} }} ORDER BY ?p ?s LIMIT 2000 }}
      OPTIONAL {{ ?p rdfs:label ?name FILTER(LANGMATCHES(LANG(?name), 'zh')) }} {LABEL_OF_O.replace("?o", "?s")} }}""")
    if not out and not back:
        raise NotFound(f"图谱里没有 {name_of(iri)}")
    types = tuple(
        Value(text(row, "typeName") or TYPE_NAMES.get(local(words(row, "o")), local(words(row, "o"))), words(row, "o"))
        for row in out
        if words(row, "p").endswith("#type")
    )
    label = next((words(row, "o") for row in out if local(words(row, "p")) in ("prefLabel", "title", "name", "label", "message")), name_of(iri))
    evidence = reader.select(f"SELECT * {{ {node} {EVIDENCE} {PLACE} }} ORDER BY ?line ?start")
    rows = [row for row in out if local(words(row, "p")) not in HIDDEN and not words(row, "p").endswith("#type")]
    return EntityView(iri, label, tuple(dict.fromkeys(types)), group(rows), group(back), tuple(evidence_in(row) for row in evidence))


LABEL_OF_O = """OPTIONAL { ?o skos:prefLabel|dcterms:title|bk:name|bk:label|bk:message|rdfs:label ?any }
  BIND(COALESCE(?any, "") AS ?label)"""


def group(rows: list[Row]) -> tuple[Property, ...]:
    """Rows by property, values sorted and each once."""
    values: dict[str, dict[str, Value]] = {}
    names: dict[str, str] = {}
    for row in rows:
        iri = words(row, "p")
        names.setdefault(iri, words(row, "name") or COMMON_NAMES.get(local(iri), local(iri)))
        values.setdefault(iri, {}).setdefault(words(row, "o"), value_of(row))
    return tuple(
        Property(iri, names[iri], tuple(sorted(found.values(), key=lambda v: v.text))[:MOST_VALUES], len(found))
        for iri, found in sorted(values.items(), key=lambda item: (len(item[1]) > 5, names[item[0]]))
    )


def value_of(row: Row) -> Value:
    term = row["o"]
    if isinstance(term, NamedNode):
        return Value(text(row, "label") or name_of(term.value), term.value)
    return Value(term.value)


def local(iri: str) -> str:
    """The last part of a term's IRI.

    >>> local("http://purl.org/dc/terms/title")
    'title'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
