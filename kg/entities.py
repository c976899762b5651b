"""The shared graph: what all documents together tell of organisations, projects, policies and accounts.

The description of a shared thing is a function of the records (bk:Record) that describe it, whatever the order they came in:
the graph of the entities is the same after any history of builds and withdrawals. For one document's change only the
things its changed records speak of are described again, and those that share an identity key with one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

import ontology
from kg.accounts import parent_code
from kg.backend import Backend, Difference, Term, chunks, name
from kg.builder import literal
from kg.iri import Iris, plain_name
from kg.policy_identity import may_be_one
from kg.policy_index import same_agency, year_of
from kg.policy_readings import EDITION, Known
from kg.terms import BK, DCTERMS, ELI, ORG, PREAMBLE, RDF, SKOS

NO_VALUES = frozenset({RDF.type, BK.document, BK.evidence})
"""Properties of every record that say nothing of the thing it describes"""
RELATIONS = (BK.forwards, BK.repeals, BK.basedOn)


@dataclass(slots=True)
class Record:
    """The values of one bk:Record by predicate IRI; of several that say the same, ``count`` of them."""

    values: dict[str, set[Term]] = field(default_factory=dict)
    count: int = 1

    def get(self, predicate: NamedNode) -> set[Term]:
        return self.values.get(predicate.value, set())


Records = dict[str, dict[str, Record]]
"""entity IRI -> record IRI -> record"""
Families = Mapping[str, set[str]]
"""identity key -> IRIs of the things that have it"""


def entity_difference(backend: Backend, iris: Iris, old: Set[Quad], new: Set[Quad]) -> Difference:
    """What changes in the entities graph when a document's graph changes from ``old`` to ``new``.

    The backend still holds ``old``. Only records that changed are looked at (a document has one for each thing), so
    the quads of these are enough.
    """
    changed = {subject for subject in {name(quad.subject) for quad in old ^ new} if "/record/" in subject}
    if not changed:
        return Difference(frozenset(), frozenset())
    before, after = grouped_records(old, changed), grouped_records(new, changed)
    touched = before.keys() | after.keys()
    keys = {key for records in (before, after) for iri in touched for key in keys_of(records.get(iri, {}))}
    touched |= {iri for members in families(backend, keys, before, after).values() for iri in members}
    records = stored_records(backend, touched)
    for iri, gone in before.items():
        for record in gone:
            records.get(iri, {}).pop(record, None)
    for iri, come in after.items():
        records.setdefault(iri, {}).update(come)
    keys = {key for iri in touched for key in keys_of(records.get(iri, {}))}
    related = families(backend, keys, before, after)
    stored = stored_descriptions(backend, iris, touched)
    made = {quad for iri in touched for quad in describe_entity(iri, records.get(iri, {}), related, iris)}
    return Difference(frozenset(stored - made), frozenset(made - stored))


def added_difference(backend: Backend, iris: Iris, new: Set[Quad], known: Records) -> Difference:
    """``entity_difference`` for documents that are not in the store, ``new`` being their records.

    ``known`` holds what was read or added before, by one writer: an account stands in every document, and reading all
    that each says of it again with every few documents would take longer with each. It is brought up to date.
    """
    after = grouped_records(new, {name(quad.subject) for quad in new})
    keys = {key for records in after.values() for key in keys_of(records)}
    touched = after.keys() | {iri for members in families(backend, keys, {}, after).values() for iri in members}
    unread = touched - known.keys()
    records = stored_records(backend, unread)
    for iri in unread:
        known[iri] = {}
        remember(known[iri], records.get(iri, {}).values())
    for iri, come in after.items():
        remember(known[iri], come.values())
    related = families(backend, {key for iri in touched for key in keys_of(known[iri])}, {}, after)
    stored = stored_descriptions(backend, iris, touched)
    made = {quad for iri in touched for quad in describe_entity(iri, known[iri], related, iris)}
    return Difference(frozenset(stored - made), frozenset(made - stored))


def remember(known: dict[str, Record], records: Iterable[Record]) -> None:
    """Add records to those known of a thing, by what they say."""
    for record in records:
        said = "\n".join(sorted(f"{predicate} {value}" for predicate, values in record.values.items() for value in values))
        if said in known:
            known[said].count += record.count
        else:
            known[said] = Record(record.values, record.count)


def keys_of(records: Mapping[str, Record]) -> set[str]:
    """Identity keys that the records of one thing give."""
    return {key.value for record in records.values() for key in record.get(BK.identityKey)}


def families(backend: Backend, keys: set[str], before: Records, after: Records) -> dict[str, set[str]]:
    """For each identity key the things that have it, once ``before`` is replaced by ``after``."""
    found: dict[str, set[str]] = {key: set() for key in keys}
    gone = {record for records in before.values() for record in records}
    for part in chunks(sorted(str(literal(key)) for key in keys)):
        rows = backend.select(
            f"{PREAMBLE}SELECT ?k ?e ?r {{ VALUES ?k {{ {' '.join(part)} }} ?r bk:identityKey ?k ; bk:describes ?e }}"
        )
        for row in rows:
            if row["r"].value not in gone:
                found[row["k"].value].add(row["e"].value)
    for iri, records in after.items():
        for key in keys_of(records) & keys:
            found[key].add(iri)
    return found


def stored_records(backend: Backend, entities: Iterable[str]) -> Records:
    """All records in the store that describe the entities (or are in the scheme, for an account scheme)."""
    records: Records = {}
    for part in chunks(sorted(entities)):
        values = " ".join(f"<{iri}>" for iri in part)
        rows = backend.select(
            f"{PREAMBLE}SELECT ?e ?r ?p ?o {{ VALUES ?e {{ {values} }} ?r bk:describes|skos:inScheme ?e ."
            " ?r bk:document ?d ; ?p ?o FILTER(?p NOT IN (rdf:type, bk:document, bk:evidence, bk:describes)) }"
        )
        for row in rows:
            record = records.setdefault(row["e"].value, {}).setdefault(row["r"].value, Record())
            record.values.setdefault(row["p"].value, set()).add(row["o"])
    return records


def grouped_records(quads: Iterable[Quad], subjects: set[str]) -> Records:
    """The records among the quads of one document whose IRIs are in ``subjects``."""
    owners: dict[str, list[str]] = {}
    said: list[tuple[str, str, Term]] = []
    for quad in quads:
        subject = name(quad.subject)
        if subject not in subjects or quad.predicate in NO_VALUES:
            continue
        if quad.predicate in (BK.describes, SKOS.inScheme):
            owners.setdefault(subject, []).append(name(quad.object))
        if quad.predicate != BK.describes and isinstance(quad.object, NamedNode | Literal):
            said.append((subject, quad.predicate.value, quad.object))
    records: Records = {}
    for subject, owned in owners.items():
        for owner in owned:
            records.setdefault(owner, {})[subject] = Record()
    for subject, predicate, value in said:
        for owner in owners.get(subject, ()):
            records[owner][subject].values.setdefault(predicate, set()).add(value)
    return records


def stored_descriptions(backend: Backend, iris: Iris, entities: Iterable[str]) -> set[Quad]:
    """What the entities graph says of the entities now."""
    graph = iris.entities_graph
    found: set[Quad] = set()
    for part in chunks(sorted(entities)):
        values = " ".join(f"<{iri}>" for iri in part)
        rows = backend.select(f"SELECT ?e ?p ?o {{ VALUES ?e {{ {values} }} GRAPH <{graph.value}> {{ ?e ?p ?o }} }}")
        found.update(Quad(NamedNode(row["e"].value), NamedNode(row["p"].value), row["o"], graph) for row in rows)
    return found


def describe_entity(iri: str, records: Mapping[str, Record], related: Families, iris: Iris) -> set[Quad]:
    """The description of one shared thing; nothing where no record is left."""
    if not records:
        return set()
    makers = {
        "organisation": describe_organisation,
        "project": describe_project,
        "policy": describe_policy,
        "account": describe_account,
    }
    entity = NamedNode(iri)
    facts = [*makers[iris.kind(iri) or ""](entity, records, related, iris), *close_matches(iri, records, related)]
    return {Quad(entity, predicate, value, iris.entities_graph) for predicate, value in facts}


Facts = Iterable[tuple[NamedNode, Term]]


def close_matches(iri: str, records: Mapping[str, Record], related: Families) -> Facts:
    """Other things of the same kind that have an identity key of this one: linked, not merged."""
    keys = [key for key in keys_of(records) if not key.startswith(EDITION)]
    others = {other for key in keys for other in related.get(key, ())} - {iri}
    others -= {other.value for other in all_told(records, BK.differentFrom)}
    if "/id/policy/" in iri:  # two editions have one title and two numbers
        others = {other for other in others if may_be_one(last_segment(NamedNode(iri)), last_segment(NamedNode(other)))}
    return ((SKOS.closeMatch, NamedNode(other)) for other in others)


def describe_organisation(entity: NamedNode, records: Mapping[str, Record], related: Families, iris: Iris) -> Facts:
    yield RDF.type, ORG.Organization
    label = literal(last_segment(entity))
    yield SKOS.prefLabel, label
    others = (all_told(records, SKOS.altLabel) | all_told(records, BK.name)) - {label}
    yield from ((SKOS.altLabel, other) for other in others)
    yield from one(BK.organisationType, most_told(records, BK.organisationType))
    yield from one(BK.level, most_told(records, BK.level))
    yield from one(BK.region, most_told(records, BK.region))
    yield from ((ORG.subOrganizationOf, parent) for parent in all_told(records, BK.parent))


def describe_project(entity: NamedNode, records: Mapping[str, Record], related: Families, iris: Iris) -> Facts:
    yield RDF.type, BK.Project
    label = literal(last_segment(entity))
    yield SKOS.prefLabel, label
    yield from ((SKOS.altLabel, other) for other in all_told(records, BK.name) - {label})
    yield from ((BK.department, department) for department in all_told(records, BK.department))


def describe_policy(entity: NamedNode, records: Mapping[str, Record], related: Families, iris: Iris) -> Facts:
    yield RDF.type, BK.Policy
    yield RDF.type, ELI.LegalResource
    title = most_told(records, DCTERMS.title)
    yield from one(DCTERMS.title, title)
    key = literal(last_segment(entity))
    numbers = all_told(records, BK.documentNumber)
    yield from one(BK.documentNumber, key if key in numbers else most_told(records, BK.documentNumber))
    yield SKOS.prefLabel, title or key
    yield from ((SKOS.altLabel, other) for other in all_told(records, DCTERMS.title) - {title})
    yield from one(BK.issuer, most_told(records, BK.issuer))
    yield from one(BK.policyKind, most_told(records, BK.policyKind))
    for date in (BK.writtenOn, BK.printedOn, BK.effectiveOn):
        yield from one(date, most_told(records, date))
    older, newer = other_editions(entity, records, related)
    yield BK.force, literal(force({value.value for value in all_told(records, BK.force)}, bool(newer)))
    yield from ((BK.supersedes, other) for other in older)
    yield from ((BK.repealedBy, other) for other in all_told(records, BK.repealedBy))
    for relation in RELATIONS:
        yield from ((relation, policy) for policy in all_told(records, relation))


def other_editions(
    entity: NamedNode, records: Mapping[str, Record], related: Families
) -> tuple[list[NamedNode], list[NamedNode]]:
    """Older and newer editions of a numbered policy: one title but for the year, one agency."""
    own = Known(entity.value, last_segment(entity), None)
    keys = [key for key in keys_of(records) if key.startswith(EDITION)]
    others = {other for key in keys for other in related.get(key, ())} - {entity.value}
    known = [Known(other, last_segment(NamedNode(other)), None) for other in others]
    dated = [(year_of(other), other.iri) for other in known if year_of(other) and same_agency(own, other)]
    year = year_of(own)
    older = [NamedNode(iri) for other, iri in dated if year and other and other < year]
    return older, [NamedNode(iri) for other, iri in dated if year and other and other > year]


def force(told: set[str], replaced: bool) -> str:
    """What can be said: a repeal before a newer edition before the policy's own text.

    >>> force({"有效", "已废止"}, True), force({"有效"}, True), force({"有效"}, False), force(set(), False)
    ('已废止', '已被新版替代', '有效', '不明')
    """
    if "已废止" in told:
        return "已废止"
    return "已被新版替代" if replaced else "有效" if "有效" in told else "不明"


def describe_account(entity: NamedNode, records: Mapping[str, Record], related: Families, iris: Iris) -> Facts:
    scheme, year, *code = entity.value.removeprefix(f"{iris.base}id/account/").split("/")
    if not code:
        yield RDF.type, SKOS.ConceptScheme
        yield BK.classification, literal(scheme)
        yield BK.year, literal(int(year))
        return
    yield RDF.type, SKOS.Concept
    yield SKOS.notation, literal(code[0])
    yield SKOS.inScheme, iris.scheme(scheme, int(year))
    listed = ontology.account_labels(scheme, int(year)).get(code[0])
    label = literal(listed) if listed else most_told(records, BK.name)
    yield from one(SKOS.prefLabel, label)
    yield from ((SKOS.altLabel, printed) for printed in all_told(records, BK.name) - {label})
    parent = parent_code(code[0])
    if parent:
        yield SKOS.broader, iris.account(scheme, int(year), parent)


def last_segment(iri: NamedNode) -> str:
    return plain_name(iri.value.rsplit("/", 1)[-1])


def one(predicate: NamedNode, value: Term | None) -> Facts:
    return () if value is None else ((predicate, value),)


def all_told(records: Mapping[str, Record], predicate: NamedNode) -> set[Term]:
    return {value for record in records.values() for value in record.get(predicate)}


def most_told(records: Mapping[str, Record], predicate: NamedNode) -> Term | None:
    """The value most records give; of equals the longest, then the first in code point order."""
    told: Counter[Term] = Counter()
    for record in records.values():
        for value in record.get(predicate):
            told[value] += record.count
    return min(told, key=lambda value: (-told[value], -len(value.value), value.value)) if told else None
