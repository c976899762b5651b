"""The vocabulary and its data: terms (budgetkg.ttl), account codes (accounts.tsv), shapes, alignment.

Everything is read from the package's own files when first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pyoxigraph import RdfFormat, Triple, parse


def text(name: str) -> str:
    """A file of this package."""
    return (files(__name__) / name).read_text(encoding="utf-8")


@cache
def triples() -> frozenset[Triple]:
    """The ontology as triples."""
    quads = parse(text("budgetkg.ttl"), format=RdfFormat.TURTLE)
    return frozenset(quad.triple for quad in quads)


@cache
def account_labels(scheme: str) -> Mapping[str, str]:
    """code -> name in one classification: income | function | department-economic | government-economic.

    >>> account_labels("function")["201"]
    '一般公共服务支出'
    """
    labels = {}
    for row in text("accounts.tsv").splitlines():
        if row and not row.startswith("#"):
            kind, code, label = row.split("\t")[:3]
            if kind == scheme:
                labels[code] = label
    return MappingProxyType(labels)
