"""Everything the graph says of one IRI: its statements, what points to it, and the labels of both, for people.

Enters: a reader and an IRI. Leaves: an ``EntityView``. Raises NotFound for an IRI of which nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.store import Reader
from nlp.errors import NotFound
from search.display import code_name, name_of
from search.evidence import Evidence
from search.views import EVIDENCE, PLACE, Row, evidence_in, text, whole, words

COMMON_NAMES = {
    "prefLabel": "名称", "altLabel": "又称", "title": "题名", "subOrganizationOf": "隶属于", "closeMatch": "相近", "label": "名称",
    "type": "类型", "isPartOf": "属于", "notation": "编码", "broader": "上级", "inScheme": "分类体系",
}  # fmt: skip
"""Properties of common vocabularies, which carry no Chinese label of ours"""
TYPE_NAMES = {"Organization": "单位", "Concept": "科目", "ConceptScheme": "分类体系"}
SECOND_TYPES = frozenset({"LegalResource", "Observation"})
"""What a policy and a figure are in other vocabularies, beside their own class"""
CALLED = (
    "skos:prefLabel", "dcterms:title", "bk:label", "bk:message", "bk:level3", "bk:row", "bk:printed", "bk:name", "rdfs:label",
    "bk:role", "bk:text",
)  # fmt: skip
"""What a thing is called by, best first: a line of the text has no name of its own"""
MOST_VALUES = 60
"""values shown of one property; the data formats carry all"""
HIDDEN = frozenset({"evidence", "sha256", "graphDigest", "type"})
HIDDEN_INCOMING = frozenset({"hasSource"})
"""places in the text, which the records that stand there point to"""
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Value:
    """A literal, or a thing with its label and link; ``note`` says what a thing is and on which line it stands."""

    text: str
    iri: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Property:
    """``values``: at most MOST_VALUES of ``total``."""

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
    rows = reader.select(f"SELECT ?p ?o ?name {{ {node} ?p ?o {NAME_OF_P} }}")
    counts = reader.select(f"SELECT ?p ?name (COUNT(*) AS ?n) {{ ?s ?p {node} {NAME_OF_P} }} GROUP BY ?p ?name")
    if not rows and not counts:
        raise NotFound(f"图谱里没有 {name_of(iri)}")
    own = read_things(reader, [iri])[iri]
    evidence = reader.select(f"SELECT * {{ {node} {EVIDENCE} {PLACE} }} ORDER BY ?line ?start")
    types = tuple(Value(name, of) for of, name in own.types)
    return EntityView(
        iri, own.label, types, outgoing(reader, rows), incoming(reader, node, counts), tuple(evidence_in(row) for row in evidence)
    )


NAME_OF_P = "OPTIONAL { ?p rdfs:label ?name FILTER(LANGMATCHES(LANG(?name), 'zh')) }"


def outgoing(reader: Reader, rows: list[Row]) -> tuple[Property, ...]:
    """What is said of the thing, each value once."""
    told: dict[str, list[Row]] = {}
    for row in rows:
        if local(words(row, "p")) not in HIDDEN:
            told.setdefault(words(row, "p"), []).append(row)
    shown = {p: list({words(row, "o"): row for row in said}.values()) for p, said in told.items()}
    things = read_things(reader, [words(row, "o") for said in shown.values() for row in said[:MOST_VALUES] if is_thing(row)])
    found = []
    for p, said in shown.items():
        values = [value_of(p, row, things) for row in said[:MOST_VALUES]]
        found.append(Property(p, property_name(said[0]), tuple(sorted(values, key=lambda value: value.text)), len(said)))
    return in_order(found)


def incoming(reader: Reader, node: str, counts: list[Row]) -> tuple[Property, ...]:
    """What points to the thing, in the order of lines; ``total`` counts all, also those not shown."""
    found = []
    for row in counts:
        p = words(row, "p")
        if local(p) in HIDDEN_INCOMING:
            continue
        pointing = reader.select(f"SELECT ?s {{ ?s {NamedNode(p)} {node} }} ORDER BY ?s LIMIT {MOST_VALUES}")
        things = read_things(reader, [words(one, "s") for one in pointing])
        ordered = sorted(things.values(), key=lambda thing: (thing.line or 0, thing.label, thing.iri))
        values = tuple(Value(thing.label, thing.iri, thing.note) for thing in ordered)
        found.append(Property(p, property_name(row), values, whole(row, "n")))
    return in_order(found)


def in_order(found: list[Property]) -> tuple[Property, ...]:
    return tuple(sorted(found, key=lambda one: (one.total > 5, one.label, one.iri)))


@dataclass(frozen=True, slots=True)
class Thing:
    """What a node is called. ``types``: IRI and Chinese name; ``line`` of its first place, None for shared things."""

    iri: str
    label: str
    types: tuple[tuple[str, str], ...]
    line: int | None

    @property
    def note(self) -> str:
        """What it is and where, for records of a document; shared things are known by their name."""
        return "" if self.line is None else f"{'、'.join(name for _, name in self.types)} 第{self.line}行"


def read_things(reader: Reader, iris: Iterable[str]) -> dict[str, Thing]:
    """The things of these IRIs, each once, in the order given."""
    wanted = list(dict.fromkeys(iris))
    nodes = " ".join(str(NamedNode(iri)) for iri in wanted)
    called: dict[str, dict[str, str]] = {}
    for row in reader.select(f"SELECT ?x ?p ?o {{ VALUES ?x {{ {nodes} }} VALUES ?p {{ {' '.join(CALLED)} }} ?x ?p ?o }} ORDER BY ?x ?p ?o"):
        name = code_name(local(words(row, "p")), words(row, "o"))
        called.setdefault(words(row, "x"), {}).setdefault(local(words(row, "p")), name)
    types: dict[str, dict[str, str]] = {}
    for row in reader.select(f"""SELECT ?x ?type ?name {{ VALUES ?x {{ {nodes} }} ?x a ?type
      OPTIONAL {{ ?type rdfs:label ?name FILTER(LANGMATCHES(LANG(?name), 'zh')) }} }} ORDER BY ?x ?type"""):
        of = words(row, "type")
        if local(of) not in SECOND_TYPES:
            types.setdefault(words(row, "x"), {})[of] = text(row, "name") or TYPE_NAMES.get(local(of), local(of))
    lines = reader.select(f"SELECT ?x (MIN(?l) AS ?line) {{ VALUES ?x {{ {nodes} }} ?x bk:evidence/bk:line ?l }} GROUP BY ?x")
    line = {words(row, "x"): whole(row, "line") for row in lines}
    return {iri: Thing(iri, label_of(iri, called.get(iri, {}), types.get(iri, {}), line.get(iri)),
                       tuple(types.get(iri, {}).items()), line.get(iri)) for iri in wanted}  # fmt: skip


def label_of(iri: str, called: dict[str, str], types: dict[str, str], line: int | None) -> str:
    """The best name of a node: a record without one is called by what it is, anything else by the end of its IRI."""
    for name in CALLED:
        if said := " ".join(called.get(name.partition(":")[2], "").split()):
            return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
    return "、".join(types.values()) if types and line is not None else name_of(iri)


def property_name(row: Row) -> str:
    term = local(words(row, "p"))
    return text(row, "name") or COMMON_NAMES.get(term, term)


def is_thing(row: Row) -> bool:
    return isinstance(row["o"], NamedNode)


def value_of(p: str, row: Row, things: dict[str, Thing]) -> Value:
    """A literal in words where it is a code of ours, a thing with its label."""
    if not is_thing(row):
        return Value(code_name(local(p), words(row, "o")))
    thing = things[words(row, "o")]
    return Value(thing.label, thing.iri, thing.note)


def local(iri: str) -> str:
    """The last part of a term's IRI.

    >>> local("http://purl.org/dc/terms/title")
    'title'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
