"""One policy as the graph knows it: who relies on it, what it does to others, and whether it is still in force.

Enters: a reader of the graph and a known policy. Leaves: a ``PolicyView``. A policy's force is read from what the
documents say (repealed, re-issued under the same title); where they say nothing it is 不明, and ``force_reason`` says
what can and what cannot be concluded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from weakref import WeakKeyDictionary

from kg.backend import Row
from kg.policy_identity import title_key
from kg.policy_index import PolicyIndex, year_of
from kg.policy_readings import CloseReading, Known, close_reading, number_parts
from kg.policy_sayings import GraphReader, Place, Saying, details_of, sayings_where
from kg.terms import PREAMBLE
from nlp.document_number import issuer_of, parse_number

IN_FORCE, REPEALED, REPLACED, UNKNOWN = "有效", "已废止", "已被新版替代", "不明"
LINKS = {
    "forwards": ("转发", "被转发于"),
    "repeals": ("废止", "被废止于"),
    "basis": ("依据", "被作为依据于"),
    "publishes": ("印发", "被印发于"),
    "attaches": ("附件为", "被附于"),
    "mentions": ("提到", "被提到于"),
}
NOT_TOLD = "所收文档中未见废止或替代它的文件，也没有其全文，不能断定是否有效"
CITATION_LIMIT = 500


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


def view(reader: GraphReader, policy: Known, limit: int = CITATION_LIMIT) -> PolicyView:
    """The whole view of one policy."""
    index = index_of(reader)
    facts = facts_of(reader, policy)
    named = sayings_where(reader, f"?m bk:policy <{policy.iri}>", 4 * limit)
    citations = citations_of(reader, named)
    does, done_to = links_of(index, policy, sayings_where(reader, f"?m bk:subject <{policy.iri}>", limit), named)
    editions = index.editions(policy)
    force, reason, evidence = force_of(policy, editions, done_to, does)
    if force == IN_FORCE and first(facts, "force") != IN_FORCE:  # named as a subject, its own text is in no document
        force, reason, evidence = UNKNOWN, NOT_TOLD, ()
    parsed = parse_number(policy.number) if policy.number else None
    issuer = first(facts, "issuer") or (issuer_of(parsed) if parsed else None)
    return PolicyView(
        policy, index.titles(policy), issuer, first(facts, "policyKind"), year_of(policy), force, reason, evidence,
        citations[:limit], len(citations), does, done_to, editions, readings_of(index, policy),
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
            tuple({(link.place.document, link.place.line): link.place for link in reversed(issued)}.values())[::-1][:3],
        )
    return UNKNOWN, NOT_TOLD, ()


def readings_of(index: PolicyIndex, policy: Known) -> tuple[CloseReading, ...]:
    """The close readings that ``policy`` is part of."""
    found = (close_reading(policy, other) for other in neighbours(index, policy))
    return tuple(sorted((r for r in found if r), key=lambda r: (-r.score, r.first, r.second)))


def neighbours(index: PolicyIndex, policy: Known) -> list[Known]:
    """Policies that may be another reading: same year and serial, same title, or nearly the same words."""
    parts = number_parts(policy.number) if policy.number else None
    alike = index.by_serial.get(("", parts.year, parts.serial), []) if parts else []
    found = {other.iri: other for other in alike if shared_code(policy, other)}
    for title in index.titles(policy):
        found.update((other.iri, other) for other in index.by_title.get(title_key(title), []))
    if policy.title and not policy.number:
        found.update((near.policy.iri, near.policy) for near in index.find_words(policy.title, 6))
    found.pop(policy.iri, None)
    return list(found.values())


def shared_code(one: Known, other: Known) -> bool:
    """True where the 机关代字 of two numbers have two characters in common: readings of one code do."""
    first, second = (number_parts(policy.number or "") for policy in (one, other))
    return first is not None and second is not None and len(set(first.code) & set(second.code)) >= 2


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


def citations_of(reader: GraphReader, sayings: Iterable[Saying]) -> tuple[Citation, ...]:
    """Mentions by departments; those of attached notices are links between policies."""
    own = [saying for saying in sayings if "subject" not in saying.said]
    things = {s.said[name] for s in own for name in ("document", "organisation", "project", "page") if name in s.said}
    told = details_of(reader, things)

    def detail(saying: Saying, thing: str, name: str) -> str | None:
        return told.get((saying.said.get(thing), name))

    citations = []
    for saying in own:
        amount, year = detail(saying, "page", "yearAmount"), detail(saying, "document", "year")
        citations.append(
            Citation(
                detail(saying, "organisation", "prefLabel") or "", int(year) if year else None,
                detail(saying, "project", "prefLabel"), saying.said.get("project"), Decimal(amount) if amount else None,
                saying.said.get("fieldName"), saying.said.get("relation", "mentions"), saying.place,
            )
        )  # fmt: skip
    return tuple(citations)


def links_of(
    index: PolicyIndex, policy: Known, saying: Iterable[Saying], named: Iterable[Saying]
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """What the policy does to others (``saying``: mentions it is the subject of), and what others do to it."""
    does = [link for s in saying if (link := link_of(s, "policy", index, 0)) and link.policy.iri != policy.iri]
    done = [link for s in named if (link := link_of(s, "subject", index, 1)) and link.policy.iri != policy.iri]
    nobody = Known("", None, None)
    done += [
        Link("repeals", "被废止", nobody, s.place)
        for s in named
        if s.said.get("relation") == "repeals" and "subject" not in s.said
    ]
    return once(does), once(done)


def link_of(saying: Saying, side: str, index: PolicyIndex, verb: int) -> Link | None:
    other = index.by_iri.get(saying.said.get(side, ""))
    relation = saying.said.get("relation", "mentions")
    return Link(relation, LINKS.get(relation, (relation, relation))[verb], other, saying.place) if other else None


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


def value(row: Row, name: str) -> str | None:
    term = row.get(name)
    return term.value if term is not None else None
