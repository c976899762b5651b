"""IRIs of everything the graph speaks of, made from normalised keys: the same input, the same IRI, on any machine.

Chinese characters stay as they are (these are IRIs, RFC 3987); whatever an IRI path segment cannot hold is
percent-encoded as UTF-8. Nothing is random, nothing is counted over documents, there are no blank nodes.

``{base}id/document/{stem}`` a disclosure; ``.../{kind}/{key}`` what stands in it; ``{base}id/organisation/{name}``,
``{base}id/project/{department}/{name}``, ``{base}id/policy/{number or title}``,
``{base}id/account/{scheme}/{year}/{code}`` what documents share; ``{base}graph/...`` the named graphs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

DEFAULT_BASE = "https://w3id.org/budgetkg/"

NOT_KEPT = re.compile(
    r"""
    (?! [A-Za-z0-9._~-]                # unreserved, RFC 3986 2.3
      | [!$'()*+,;=:@]                 # sub-delims and the rest of pchar, RFC 3986 3.3
      | [\u00A1-\u167F\u1681-\u1FFF\u2010-\u2027\u2030-\u205E\u2071-\u2FFF]  # ucschar, RFC 3987 2.2,
      | [\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFEF]                               # without blanks and
      | [\U00010000-\U0001FFFD\U00020000-\U0002FFFD\U00030000-\U0003FFFD]       # direction marks
    )
    .""",
    re.VERBOSE | re.DOTALL,
)


def segment(name: str) -> str:
    """``name`` as one path segment of an IRI; blanks are no part of a name.

    >>> segment("晋市财综〔2025〕20号"), segment("DB14/1928-2019"), segment("a b%"), segment("..")
    ('晋市财综〔2025〕20号', 'DB14%2F1928-2019', 'ab%25', '%2E%2E')
    """
    key = "".join(name.split())
    if not key:
        raise ValueError("an empty name has no IRI")
    if not key.strip("."):  # "." and ".." would vanish from a path
        return "%2E" * len(key)
    return NOT_KEPT.sub(encoded, key)


def encoded(char: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in char[0].encode("utf-8", "surrogatepass"))


def plain_name(part: str) -> str:
    """The name a segment was made from, without its blanks.

    >>> plain_name("DB14%2F1928-2019")
    'DB14/1928-2019'
    """
    return unquote(part)


@dataclass(frozen=True, slots=True)
class Iris:
    """Every IRI below one base; ``base`` ends in a slash."""

    base: str = DEFAULT_BASE

    def document(self, stem: str) -> NamedNode:
        return NamedNode(f"{self.base}id/document/{segment(stem)}")

    def part(self, stem: str, kind: str, key: str) -> NamedNode:
        """A node that stands in one document: page, figure, line, mention, contract, ...

        >>> Iris("http://x/").part("甲-2025", "page", "120")
        <NamedNode value=http://x/id/document/甲-2025/page/120>
        """
        return NamedNode(f"{self.base}id/document/{segment(stem)}/{kind}/{segment(key)}")

    def organisation(self, name: str) -> NamedNode:
        return NamedNode(f"{self.base}id/organisation/{segment(name)}")

    def project(self, department: str, name: str) -> NamedNode:
        return NamedNode(f"{self.base}id/project/{segment(department)}/{segment(name)}")

    def policy(self, key: str) -> NamedNode:
        """``key``: canonical number, or the title where no number is known."""
        return NamedNode(f"{self.base}id/policy/{segment(key)}")

    def account(self, scheme: str, year: int, code: str) -> NamedNode:
        return NamedNode(f"{self.base}id/account/{scheme}/{year}/{segment(code)}")

    def scheme(self, scheme: str, year: int) -> NamedNode:
        return NamedNode(f"{self.base}id/account/{scheme}/{year}")

    def link(self, kind: str, *keys: str) -> NamedNode:
        """A derived link between two shared things, described in the entities graph."""
        return NamedNode(f"{self.base}id/link/{kind}/{'/'.join(segment(key) for key in keys)}")

    def document_graph(self, stem: str) -> NamedNode:
        return NamedNode(f"{self.base}graph/document/{segment(stem)}")

    @property
    def entities_graph(self) -> NamedNode:
        return NamedNode(f"{self.base}graph/entities")

    @property
    def ontology_graph(self) -> NamedNode:
        return NamedNode(f"{self.base}graph/ontology")

    def kind(self, iri: str) -> str | None:
        """What an IRI of ours names: document, organisation, project, ..., or the kind of a document's part.

        >>> Iris("http://x/").kind("http://x/id/document/a/page/12"), Iris("http://x/").kind("http://x/id/policy/甲")
        ('page', 'policy')
        """
        head = f"{self.base}id/"
        if not iri.startswith(head):
            return None
        parts = iri[len(head) :].split("/")
        return parts[2] if parts[0] == "document" and len(parts) > 3 else parts[0]

    def stem(self, graph: str) -> str | None:
        """The document whose graph this is, None for the other graphs."""
        head = f"{self.base}graph/document/"
        return plain_name(graph[len(head) :]) if graph.startswith(head) else None
