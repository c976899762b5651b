"""The official account classifications of a year as SKOS: every code of our list, its place and its counterparts.

The graph holds the accounts that documents use; this is the whole list for those who join other data, under the same
IRIs. 部门经济分类 codes point at their 政府经济分类 counterparts (skos:relatedMatch): one for administrative organs, one
for public institutions.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

import ontology
from kg.accounts import LENGTHS, parent_code
from kg.builder import literal
from kg.iri import Iris
from kg.terms import BK, RDF, SKOS

TITLES = {
    "income": ("政府收入分类科目", "Classification of government income"),
    "function": ("支出功能分类科目", "Functional classification of expenditure"),
    "department-economic": ("部门预算支出经济分类科目", "Economic classification of departmental expenditure"),
    "government-economic": ("政府预算支出经济分类科目", "Economic classification of government expenditure"),
}
MAPPED = ("department-economic", "government-economic")


def account_schemes(year: int, iris: Iris | None = None) -> Iterator[Triple]:
    """All four classifications of a year.

    >>> triples = list(account_schemes(2025))
    >>> sum(triple.predicate == SKOS.topConceptOf for triple in triples)
    60
    """
    for scheme in LENGTHS:
        yield from account_scheme(scheme, year, iris or Iris())


def account_scheme(scheme: str, year: int, iris: Iris) -> Iterator[Triple]:
    """One classification: the scheme and its concepts, in the order of their codes."""
    whole = iris.scheme(scheme, year)
    zh, en = TITLES[scheme]
    yield Triple(whole, RDF.type, SKOS.ConceptScheme)
    yield Triple(whole, SKOS.prefLabel, Literal(f"{year}年{zh}", language="zh"))
    yield Triple(whole, SKOS.prefLabel, Literal(f"{en}, {year}", language="en"))
    yield Triple(whole, BK.year, literal(year))
    yield Triple(whole, BK.classification, literal(scheme))
    for code, label in sorted(ontology.account_labels(scheme, year).items()):
        concept, parent = iris.account(scheme, year, code), parent_code(code)
        yield Triple(concept, RDF.type, SKOS.Concept)
        yield Triple(concept, SKOS.notation, literal(code))
        yield Triple(concept, SKOS.prefLabel, literal(label))
        yield Triple(concept, SKOS.inScheme, whole)
        if parent:
            yield Triple(concept, SKOS.broader, iris.account(scheme, year, parent))
        else:
            yield Triple(concept, SKOS.topConceptOf, whole)
        if scheme == MAPPED[0]:
            yield from counterparts(concept, code, year, iris)


def counterparts(concept: NamedNode, code: str, year: int, iris: Iris) -> Iterator[Triple]:
    """The codes of the government's classification that a department's code goes to."""
    for other in sorted(set(ontology.economic_mapping().get(code, ()))):
        yield Triple(concept, SKOS.relatedMatch, iris.account(MAPPED[1], year, other))
