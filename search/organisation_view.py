"""An organisation as its page shows it: what it publishes and runs, what it is paid for, and who belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from kg.contract_views import ROLE_NAMES
from kg.store import Reader
from search.evidence import Evidence
from search.views import EVIDENCE, PLACE, evidence_in, number, words

MOST = 200


@dataclass(frozen=True, slots=True)
class Link:
    iri: str
    label: str
    note: str = ""
    amount: Decimal | None = None
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    aliases: tuple[str, ...]
    documents: tuple[Link, ...]
    projects: tuple[Link, ...]
    works: tuple[Link, ...]
    """contracts in which it is a party: label, role, amount"""
    parents: tuple[Link, ...]
    members: tuple[Link, ...]


def read_organisation(reader: Reader, iri: str) -> OrganisationDetail:
    """Everything of one organisation, lists cut at MOST."""
    node = str(NamedNode(iri))
    return OrganisationDetail(
        tuple(words(row, "a") for row in reader.select(f"SELECT DISTINCT ?a {{ {node} skos:altLabel ?a }} ORDER BY ?a")),
        links(reader, f"?x a bk:Document ; bk:publisher {node} ; dcterms:title ?label ; bk:year ?note", "DESC(?note) ?label"),
        links(
            reader,
            f"?p a bk:ProjectPage ; bk:organisation {node} ; bk:project ?x ; bk:name ?label ; bk:year ?note . "
            "FILTER NOT EXISTS { ?p bk:continuationOf ?first } OPTIONAL { ?p bk:yearAmount ?amount }",
            "DESC(?note) DESC(?amount) ?label",
        ),
        read_works(reader, node),
        links(reader, f"{node} org:subOrganizationOf ?x . ?x skos:prefLabel ?label", "?label"),
        links(reader, f"?x org:subOrganizationOf {node} ; skos:prefLabel ?label", "?label"),
    )


def links(reader: Reader, where: str, order: str) -> tuple[Link, ...]:
    rows = reader.select(f"SELECT DISTINCT ?x ?label ?note ?amount {{ {where} }} ORDER BY {order} LIMIT {MOST}")
    return tuple(Link(words(row, "x"), words(row, "label"), words(row, "note"), number(row, "amount")) for row in rows)


def read_works(reader: Reader, node: str) -> tuple[Link, ...]:
    rows = reader.select(f"""SELECT DISTINCT ?x ?label ?role ?amount ?line ?stem ?start ?end ?quote {{
      ?r bk:organisation {node} ; bk:contract ?x ; bk:role ?role . ?x bk:label ?label ; {EVIDENCE} {PLACE}
      OPTIONAL {{ ?x bk:amount ?amount }} }} ORDER BY ?stem ?line LIMIT {MOST}""")
    return tuple(
        Link(words(row, "x"), words(row, "label"), ROLE_NAMES.get(words(row, "role"), words(row, "role")), number(row, "amount"), evidence_in(row))
        for row in rows
    )
