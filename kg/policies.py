"""Policies in the graph: look one up in any form, who relies on it, what it does to others, is it still in force.

Enters: a reader of the graph and the words a person typed (``晋市财综[2025]20号``, a title, words of a title). Leaves:
a ``Lookup`` with a ``PolicyView``, or with the nearest known policies where the one asked for is unknown. A policy's
force is read from what the documents say (repealed, re-issued under the same title); where they say nothing it is
不明, and ``force_reason`` says what can and what cannot be concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from weakref import WeakKeyDictionary

from kg.backend import Row, chunks
from kg.policy_identity import title_key
from kg.policy_index import Near, PolicyIndex, year_of
from kg.policy_readings import CloseReading, Known, close_reading, close_readings, number_parts
from kg.terms import PREAMBLE
from nlp.document_number import canonical_number, issuer_of, parse_number

IN_FORCE, REPEALED, REPLACED, UNKNOWN = "有效", "已废止", "已被新版替代", "不明"
LINKS = {
    "forwards": ("转发", "被转发于"),
    "repeals": ("废止", "被废止于"),
    "basis": ("依据", "被作为依据于"),
    "publishes": ("印发", "被印发于"),
    "attaches": ("附件为", "被附于"),
    "mentions": ("提到", "被提到于"),
}
CITATION_LIMIT = 500


class GraphReader(Protocol):
    """The one method of kg.store.Reader and kg.backend.Backend that is needed here."""

    def select(self, sparql: str) -> list[Row]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document says it."""

    document: str
    line: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention by a department; ``amount`` is the project's 年度资金总额, yuan."""

    department: str
    year: int | None
    project: str | None
    project_iri: str | None
    amount: Decimal | None
    field: str | None
    relation: str
    place: Place


@dataclass(frozen=True, slots=True)
class Link:
    """What one policy does to another; ``label`` is the Chinese verb as seen from the policy looked at."""

    relation: str
    label: str
    policy: Known
    place: Place


@dataclass(frozen=True, slots=True)
class PolicyView:
    """Everything the graph knows of one policy."""

    policy: Known
    titles: tuple[str, ...]
    issuer: str | None
    kind: str | None
    year: int | None
    force: str
    force_reason: str
    force_evidence: tuple[Place, ...]
    citations: tuple[Citation, ...]
    citation_count: int
    does: tuple[Link, ...]
    done_to: tuple[Link, ...]
    editions: tuple[Known, ...]
    readings: tuple[CloseReading, ...]

    @property
    def projects(self) -> tuple[str, ...]:
        """Names of the projects that cite it, each once."""
        return tuple(dict.fromkeys(c.project for c in self.citations if c.project))


@dataclass(frozen=True, slots=True)
class Lookup:
    """``found`` by ``how``: number | title | words | iri; None where unknown: then ``nearest`` holds what comes close."""

    query: str
    how: str | None
    found: PolicyView | None
    nearest: tuple[Near, ...]

    @property
    def message(self) -> str:
        """A Chinese sentence on what was found."""
        if self.found is not None:
            name = self.found.policy.number or self.found.policy.title
            return f"找到 {name}" + ("（按标题字词匹配）" if self.how == "words" else "")
        if self.nearest:
            return f"没有找到“{self.query}”，最接近的已知文件是 " + "、".join(
                near.policy.number or near.policy.title or near.policy.iri for near in self.nearest[:3]
            )
        return f"没有找到“{self.query}”，也没有相近的文件"


def lookup(reader: GraphReader, text: str, limit: int = CITATION_LIMIT) -> Lookup:
    """Find a policy by number in any printed form, by title, or by words of its title."""
    index = index_of(reader)
    text = text.strip()
    if text in index.by_iri:
        return Lookup(text, "iri", view(reader, index.by_iri[text], limit), ())
    number = canonical_number(text)
    if number is not None:
        known = index.find_number(number)
        if known is not None:
            return Lookup(text, "number", view(reader, known, limit), ())
        return Lookup(text, None, None, index.near_number(number))
    exact = index.by_title.get(title_key(text), [])
    if exact:
        chosen = max(exact, key=lambda policy: (year_of(policy) or 0, policy.iri))
        others = tuple(Near(policy, "标题相同", 1.0) for policy in exact if policy is not chosen)
        return Lookup(text, "title", view(reader, chosen, limit), others)
    near = index.find_words(text)
    if near and near[0].score >= 0.9:
        return Lookup(text, "words", view(reader, near[0].policy, limit), near[1:])
    return Lookup(text, None, None, near)


def view(reader: GraphReader, policy: Known, limit: int = CITATION_LIMIT) -> PolicyView:
    """The whole view of one policy."""
    index = index_of(reader)
    facts = facts_of(reader, policy)
    citations, count = citations_of(reader, policy, limit)
    does, done_to = links_of(reader, index, policy)
    editions = index.editions(policy)
    force, reason, evidence = force_of(policy, editions, done_to, does)
    parsed = parse_number(policy.number) if policy.number else None
    issuer = first(facts, "issuer") or (issuer_of(parsed) if parsed else None)
    return PolicyView(
        policy, index.titles(policy), issuer, first(facts, "policyKind"), year_of(policy), force, reason, evidence,
        citations, count, does, done_to, editions, readings_of(index, policy),
    )  # fmt: skip


def force_of(
    policy: Known, editions: Iterable[Known], done_to: Iterable[Link], does: Iterable[Link]
) -> tuple[str, str, tuple[Place, ...]]:
    """Force, the Chinese sentence that says why, and the evidence.

    >>> old, new = Known("a", "某财综〔2023〕4号", "目录"), Known("b", "某财综〔2025〕8号", "目录")
    >>> force_of(old, (new,), (), ())[0], force_of(new, (old,), (), ())[0]
    ('已被新版替代', '不明')
    """
    repeals = [link for link in done_to if link.relation == "repeals"]
    if repeals:
        names = "、".join(
            dict.fromkeys(link.policy.number or link.policy.title or "" for link in repeals if link.policy.iri)
        )
        by = f"被 {names} 明文废止" if names else "所收文档写明已废止"
        return REPEALED, by, tuple(link.place for link in repeals)
    year = year_of(policy) or 0
    newer = [other for other in editions if (year_of(other) or 0) > year]
    if newer:
        names = "、".join(other.number or "" for other in newer)
        return (
            REPLACED,
            (
                f"同一标题此后又以 {names} 印发，可推定已由新版替代；所收文档中没有文件明文废止本文号，不能断定其废止日期"
            ),
            (),
        )
    issued = [link for link in (*done_to, *does) if link.relation in ("attaches", "repeals", "publishes", "forwards")]
    own_text = [link for link in does if link.relation in ("repeals", "publishes", "forwards")]
    if own_text:
        return (
            IN_FORCE,
            "所收文档附有其全文，且未见废止它或以新版替代它的文件",
            tuple(link.place for link in issued[:3]),
        )
    return UNKNOWN, "所收文档中未见废止或替代它的文件，也没有其全文，不能断定是否有效", ()


def review(reader: GraphReader) -> tuple[CloseReading, ...]:
    """Pairs of policies that may be one document, surest first; nothing of it is merged."""
    return close_readings(index_of(reader).policies)


def readings_of(index: PolicyIndex, policy: Known) -> tuple[CloseReading, ...]:
    """The close readings that ``policy`` is part of."""
    found = (close_reading(policy, other) for other in neighbours(index, policy))
    return tuple(sorted((r for r in found if r), key=lambda r: (-r.score, r.first, r.second)))


def neighbours(index: PolicyIndex, policy: Known) -> list[Known]:
    """Policies that may be another reading: same year and serial, same title, or nearly the same words."""
    parts = number_parts(policy.number) if policy.number else None
    found = {other.iri: other for other in index.by_serial.get(("", parts.year, parts.serial), [])} if parts else {}
    for title in index.titles(policy):
        found.update((other.iri, other) for other in index.by_title.get(title_key(title), []))
    if policy.title and not policy.number:
        found.update((near.policy.iri, near.policy) for near in index.find_words(policy.title, 6))
    found.pop(policy.iri, None)
    return list(found.values())


INDEXES: WeakKeyDictionary[object, PolicyIndex] = WeakKeyDictionary()


def index_of(reader: GraphReader) -> PolicyIndex:
    """The index of what ``reader`` reads, made once; a reader reads one generation of the graph."""
    if reader not in INDEXES:
        INDEXES[reader] = read_index(reader)
    return INDEXES[reader]


def read_index(reader: GraphReader) -> PolicyIndex:
    rows = reader.select(
        f"{PREAMBLE}SELECT ?p ?n ?t {{ ?p a bk:Policy OPTIONAL {{ ?p bk:documentNumber ?n }}"
        " OPTIONAL { ?p dcterms:title ?t } }"
    )
    policies: dict[str, Known] = {}
    for row in rows:
        iri = row["p"].value
        policies.setdefault(iri, Known(iri, value(row, "n"), value(row, "t")))
    aliases: dict[str, list[str]] = {}
    for row in reader.select(f"{PREAMBLE}SELECT ?p ?t {{ ?p a bk:Policy ; skos:altLabel ?t }}"):
        aliases.setdefault(row["p"].value, []).append(row["t"].value)
    ordered = tuple(policies[iri] for iri in sorted(policies))
    return PolicyIndex(ordered, {iri: tuple(sorted(titles)) for iri, titles in aliases.items()})


def facts_of(reader: GraphReader, policy: Known) -> list[Row]:
    return reader.select(f"SELECT ?p ?o {{ <{policy.iri}> ?p ?o FILTER(isLiteral(?o)) }}")


def first(rows: list[Row], local: str) -> str | None:
    return next((row["o"].value for row in rows if row["p"].value.endswith("#" + local)), None)


def citations_of(reader: GraphReader, policy: Known, limit: int) -> tuple[tuple[Citation, ...], int]:
    """Mentions by departments (not those of attached notices) in the order of document and line, and how many."""
    rows = reader.select(
        f"""{PREAMBLE}SELECT ?m ?subject ?relation ?field ?organisation ?project ?page ?d ?line ?start ?end ?quote {{
          ?m bk:policy <{policy.iri}> ; bk:relation ?relation ; bk:document ?d ; bk:evidence ?e .
          ?e bk:line ?line ; bk:start ?start ; bk:end ?end ; bk:quote ?quote .
          OPTIONAL {{ ?m bk:subject ?subject }} OPTIONAL {{ ?m bk:fieldName ?field }} OPTIONAL {{ ?m bk:page ?page }}
          OPTIONAL {{ ?m bk:organisation ?organisation }} OPTIONAL {{ ?m bk:project ?project }}
        }} LIMIT {4 * limit}"""
    )
    rows = [row for row in rows if "subject" not in row]
    told = details_of(
        reader, {row[name].value for row in rows for name in ("d", "organisation", "project", "page") if name in row}
    )
    found: dict[str, Citation] = {}
    for row in sorted(rows, key=lambda r: (r["d"].value, int(r["line"].value), int(r["start"].value), r["m"].value)):
        amount = told.get((value(row, "page"), "yearAmount"))
        year = told.get((value(row, "d"), "year"))
        place = Place(told.get((value(row, "d"), "stem")) or "", *position_of(row))
        found.setdefault(
            row["m"].value,
            Citation(
                told.get((value(row, "organisation"), "prefLabel")) or "", int(year) if year else None,
                told.get((value(row, "project"), "prefLabel")), value(row, "project"),
                Decimal(amount) if amount else None, value(row, "field"), row["relation"].value, place,
            ),
        )  # fmt: skip
    return tuple(found.values())[:limit], len(found)


def details_of(reader: GraphReader, iris: set[str]) -> dict[tuple[str | None, str], str]:
    """(IRI, local name) -> value for labels, stems, years and amounts of things; joins in SPARQL would scan for them."""
    told: dict[tuple[str | None, str], str] = {}
    for part in chunks(sorted(iris)):
        things = " ".join(f"<{iri}>" for iri in part)
        rows = reader.select(
            f"{PREAMBLE}SELECT ?x ?p ?o {{ VALUES ?x {{ {things} }}"
            " VALUES ?p { skos:prefLabel bk:stem bk:year bk:yearAmount } ?x ?p ?o }"
        )
        told.update({(row["x"].value, re.split("[#/]", row["p"].value)[-1]): row["o"].value for row in rows})
    return told


def links_of(reader: GraphReader, index: PolicyIndex, policy: Known) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """What the policy does to others, and what others do to it."""
    shape = (
        "?m a bk:PolicyMention ; bk:relation ?relation ; bk:document ?d ; bk:evidence ?e . ?d bk:stem ?stem ."
        " ?e bk:line ?line ; bk:start ?start ; bk:end ?end ; bk:quote ?quote ."
    )
    columns = "SELECT ?m ?relation ?other ?stem ?line ?start ?end ?quote"
    does = reader.select(f"{PREAMBLE}{columns} {{ ?m bk:subject <{policy.iri}> ; bk:policy ?other . {shape} }}")
    done = reader.select(f"{PREAMBLE}{columns} {{ ?m bk:policy <{policy.iri}> ; bk:subject ?other . {shape} }}")
    bare = reader.select(
        f'{PREAMBLE}{columns} {{ ?m bk:policy <{policy.iri}> ; bk:relation "repeals" . {shape}'
        " FILTER NOT EXISTS { ?m bk:subject ?s } }"
    )
    mine = [link for row in does if (link := link_of(row, index, 0)) and link.policy.iri != policy.iri]
    theirs = [link for row in done if (link := link_of(row, index, 1)) and link.policy.iri != policy.iri]
    theirs += [Link("repeals", "被废止", Known("", None, None), place_of(row)) for row in bare]
    return once(mine), once(theirs)


def link_of(row: Row, index: PolicyIndex, side: int) -> Link | None:
    other = index.by_iri.get(row["other"].value)
    relation = row["relation"].value
    return Link(relation, LINKS.get(relation, (relation, relation))[side], other, place_of(row)) if other else None


def once(links: list[Link]) -> tuple[Link, ...]:
    """Each relation to each policy once, at its first place; the strong relations first."""
    order = {relation: i for i, relation in enumerate(LINKS)}
    chosen: dict[tuple[str, str], Link] = {}
    numbered = {(x.relation, title_key(x.policy.title)) for x in links if x.policy.number and x.policy.title}
    for link in sorted(links, key=lambda x: (x.place.document, x.place.line, x.place.start)):
        bare = link.policy.number is None and link.policy.title
        if not (bare and (link.relation, title_key(bare)) in numbered):  # its number is printed at another place
            chosen.setdefault((link.relation, link.policy.iri), link)
    return tuple(sorted(chosen.values(), key=lambda x: (order.get(x.relation, 9), x.policy.number or "", x.policy.iri)))


def place_of(row: Row) -> Place:
    return Place(row["stem"].value, *position_of(row))


def position_of(row: Row) -> tuple[int, int, int, str]:
    return int(row["line"].value), int(row["start"].value), int(row["end"].value), row["quote"].value


def value(row: Row, name: str) -> str | None:
    term = row.get(name)
    return term.value if term is not None else None


@dataclass(frozen=True, slots=True)
class OutdatedBasis:
    """A department relies on a policy that is repealed or re-issued; ``message`` says what can be concluded."""

    department: str
    year: int | None
    project: str | None
    policy: Known
    force: str
    newer: tuple[Known, ...]
    message: str
    severity: str
    """warning: repealed or replaced before the document's year; info: later, or the order of time is not known"""
    place: Place


def outdated_bases(reader: GraphReader) -> tuple[OutdatedBasis, ...]:
    """Every reliance on a policy that is repealed or replaced, over all documents."""
    index = index_of(reader)
    suspects = {p.iri for group in index.by_edition.values() if len(group) > 1 for p in group}
    rows = reader.select(f'{PREAMBLE}SELECT DISTINCT ?p {{ ?m bk:relation "repeals" ; bk:policy ?p }}')
    suspects |= {row["p"].value for row in rows}
    found: list[OutdatedBasis] = []
    for iri in sorted(suspects & index.by_iri.keys()):
        seen = view(reader, index.by_iri[iri])
        if seen.force in (REPEALED, REPLACED):
            found += [outdated(seen, c) for c in seen.citations if c.relation == "basis"]
    return tuple(found)


def outdated(seen: PolicyView, citation: Citation) -> OutdatedBasis:
    """The finding on one reliance: what replaced the policy, when, and whether the document could know it."""
    year = seen.year or 0
    newer = tuple(other for other in seen.editions if (year_of(other) or 0) > year)
    ended = [link.policy for link in seen.done_to if link.relation == "repeals" and link.policy.iri]
    last = [year_of(policy) for policy in (*ended, *newer) if year_of(policy)]
    ended_year = min((y for y in last if y is not None), default=None)
    known_before = ended_year is not None and citation.year is not None and ended_year < citation.year
    name = seen.policy.number or seen.policy.title
    when = (
        f"该变动发生在 {ended_year} 年，早于 {citation.year} 年度预算，应改引新文件"
        if known_before
        else f"该变动在 {ended_year} 年，不早于 {citation.year} 年度预算，编制时是否已知不能断定"
        if ended_year and citation.year
        else "变动时间不明，不能断定编制时是否已知"
    )
    message = f"{citation.department}{citation.year or ''}年以 {name} 为依据；{seen.force_reason}。{when}。"
    return OutdatedBasis(
        citation.department, citation.year, citation.project, seen.policy, seen.force, newer, message,
        "warning" if known_before else "info", citation.place,
    )  # fmt: skip
