"""The vocabulary and its data: terms (budgetkg.ttl), account codes (accounts.tsv), shapes, alignment.

Everything is read from the package's own files when first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pyoxigraph import Literal, RdfFormat, Triple, parse


def text(name: str) -> str:
    """A file of this package."""
    return (files(__name__) / name).read_text(encoding="utf-8")


@cache
def triples() -> frozenset[Triple]:
    """The ontology as triples."""
    return file_triples("budgetkg.ttl")


@cache
def file_triples(name: str) -> frozenset[Triple]:
    """A Turtle file of this package as triples."""
    return frozenset(quad.triple for quad in parse(text(name), format=RdfFormat.TURTLE))


@dataclass(frozen=True, slots=True)
class AccountName:
    """One row of the code list; ``first`` and ``last``: budget years it holds for, None where open."""

    scheme: str
    code: str
    label: str
    first: int | None
    last: int | None

    def holds(self, year: int) -> bool:
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@cache
def account_names() -> tuple[AccountName, ...]:
    """The rows of accounts.tsv, in the file's order."""
    rows = (row.split("\t") for row in text("accounts.tsv").splitlines() if row and not row.startswith("#"))
    return tuple(AccountName(row[0], row[1], row[2], *years(row[3:5])) for row in rows)


def years(cells: list[str]) -> tuple[int | None, int | None]:
    first, last = [*cells, "", ""][:2]
    return (int(first) if first else None, int(last) if last else None)


@cache
def account_labels(scheme: str, year: int) -> Mapping[str, str]:
    """code -> name in one classification (income | function | department-economic | government-economic) of a year.

    >>> account_labels("function", 2025)["207"], account_labels("function", 2018)["207"]
    ('文化旅游体育与传媒支出', '文化体育与传媒支出')
    """
    return MappingProxyType(
        {name.code: name.label for name in account_names() if name.scheme == scheme and name.holds(year)}
    )


@cache
def labels(language: str) -> Mapping[str, str]:
    """Term IRI -> label in a language (zh, en), of our own terms and of those of others that we use.

    >>> labels("zh")["https://w3id.org/budgetkg/ontology#Contract"]
    '合同或应付款项'
    """
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    found = {}
    for triple in (*triples(), *file_triples("borrowed.ttl")):
        value = triple.object
        if triple.predicate.value == label and isinstance(value, Literal) and value.language == language:
            found[str(triple.subject)[1:-1]] = value.value
    return MappingProxyType(found)


@cache
def economic_mapping() -> Mapping[str, tuple[str, ...]]:
    """部门经济分类 code -> 政府经济分类 codes, of administrative organs and of public institutions.

    >>> economic_mapping()["30101"]
    ('50101', '50501')
    """
    rows = (row.split("\t") for row in text("economic_mapping.tsv").splitlines() if row and not row.startswith("#"))
    return MappingProxyType({row[0]: tuple(code for code in row[1:3] if code) for row in rows})


@cache
def everyday_words() -> Mapping[str, str]:
    """What people call a thing -> the term of forms and statutes: altLabel -> prefLabel of everyday.ttl.

    >>> everyday_words()["请客吃饭"]
    '公务接待费'
    """
    skos = "http://www.w3.org/2004/02/skos/core#"
    found = file_triples("everyday.ttl")
    labels = [(t.predicate.value.removeprefix(skos), t.subject, t.object.value) for t in found if isinstance(t.object, Literal)]
    terms = {thing: label for kind, thing, label in labels if kind == "prefLabel"}
    return MappingProxyType({label: terms[thing] for kind, thing, label in labels if kind == "altLabel"})
