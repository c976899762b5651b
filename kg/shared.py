"""What one document tells of shared things: a bk:Record for each, inside the document's graph.

A record points at the shared thing (bk:describes) and holds the document's words for it. The shared description is
made from all records by kg/entities.py, so a document that is withdrawn takes its words with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.accounts import Account, ancestors
from kg.builder import GraphBuilder, Value
from kg.decisions import Decisions
from kg.identity import OWN
from kg.iri import Iris, plain_name
from kg.policy_identity import issued_yearly, title_key
from kg.policy_readings import EDITION, edition_key
from kg.project_identity import project_key
from kg.terms import BK, DCTERMS, SKOS
from nlp.record import Organisation, PolicyMention, Span


@dataclass(slots=True)
class Telling:
    """The words of one document for one thing; ``everywhere``: all its places are kept, not only the first."""

    iri: NamedNode
    kind: NamedNode
    values: set[tuple[NamedNode, Value]] = field(default_factory=set)
    spans: set[Span] = field(default_factory=set)
    everywhere: bool = False


class Shared:
    """Collects the tellings of one document, each for the thing that keeps its IRI after the decisions."""

    def __init__(self, iris: Iris, decisions: Decisions | None = None) -> None:
        self.iris = iris
        self.decisions = decisions or Decisions()
        self.tellings: dict[str, Telling] = {}

    def telling(self, iri: NamedNode, kind: NamedNode, span: Span | None = None) -> Telling:
        reason = None
        if self.decisions:
            iri, reason = self.decisions.keeper(iri, self.iris)
        found = self.tellings.get(iri.value)
        if found is None:
            found = self.tellings[iri.value] = Telling(iri, kind)
            found.values.update((BK.differentFrom, other) for other in self.decisions.different(iri, self.iris))
        if reason:
            found.values.add((BK.mergeReason, reason))
        if span is not None:
            found.spans.add(span)
        return found

    def organisation(
        self, name: str, span: Span | None = None, *, level: str | None = None, region: str | None = None
    ) -> NamedNode:
        telling = self.telling(self.iris.organisation(name), BK.OrganisationRecord, span)
        telling.values.add((BK.name, name))
        if level:
            telling.values.add((BK.level, level))
        if region:
            telling.values.add((BK.region, region))
        return telling.iri

    def read_organisation(self, name: str, organisation: Organisation, parent: NamedNode | None) -> None:
        iri = self.organisation(name)
        telling = self.tellings[iri.value]
        telling.everywhere = True
        telling.spans.update(organisation.mentions)
        telling.values.add((BK.organisationType, organisation.type))
        if parent is not None and parent != iri:
            telling.values.add((BK.parent, parent))
        others = {other for other in (*organisation.aliases, organisation.name) if other != name and not OWN.match(other)}
        telling.values.update((SKOS.altLabel, alias) for alias in others)

    def project(self, department: str, name: str, span: Span, also: str | None = None) -> NamedNode:
        """A project; ``also``: the name of one that is the same under another printed name."""
        owner = self.organisation(department, span)
        department = plain_name(owner.value.rsplit("/", 1)[-1])
        telling = self.telling(self.iris.project(department, name), BK.ProjectRecord, span)
        telling.values.add((BK.name, "".join(name.split())))
        telling.values.add((BK.department, owner))
        for known in (name, also or name):
            telling.values.add((BK.identityKey, f"{department}/{project_key(known)}"))
        return telling.iri

    def subject(self, key: str, number: str | None, span: Span) -> NamedNode:
        """A policy named only as the one that does something to another."""
        telling = self.telling(self.iris.policy(key), BK.PolicyRecord, span)
        telling.values.add((BK.documentNumber, number or key))
        return telling.iri

    def policy(self, key: str, mention: PolicyMention) -> NamedNode:
        telling = self.telling(self.iris.policy(key), BK.PolicyRecord, mention.span)
        if mention.number:
            telling.values.add((BK.documentNumber, mention.number))
        if mention.title:
            telling.values.add((DCTERMS.title, mention.title))
            telling.values.add((BK.identityKey, title_key(mention.title)))
            if mention.number and not issued_yearly(mention.title):
                telling.values.add((BK.identityKey, EDITION + edition_key(mention.title)))
        if mention.issuer:
            telling.values.add((BK.issuer, mention.issuer))
        telling.values.add((BK.policyKind, mention.kind))
        return telling.iri

    def relate(self, subject: NamedNode, relation: NamedNode, policy: NamedNode) -> None:
        self.tellings[subject.value].values.add((relation, policy))
        if relation == BK.repeals:
            self.tellings[policy.value].values.add((BK.repealedBy, subject))

    def dated(self, policy: NamedNode, kind: NamedNode, date: str) -> None:
        """A date printed at the end of a policy's own text."""
        self.tellings[policy.value].values.add((kind, date))

    def has_text(self, policy: NamedNode) -> None:
        """The document holds a policy's own text: it stands, as far as that text tells."""
        self.tellings[policy.value].values.add((BK.force, "有效"))

    def repealed(self, policy: NamedNode) -> None:
        """The document says that a policy is repealed, by whichever other."""
        self.tellings[policy.value].values.add((BK.force, "已废止"))

    def account(self, account: Account, span: Span) -> NamedNode:
        """The account of a row, and those above it."""
        for above in ancestors(account):
            self.read_account(above, span)
        return self.read_account(account, span)

    def read_account(self, account: Account, span: Span) -> NamedNode:
        iri = self.iris.account(account.scheme, account.year, account.code)
        telling = self.telling(iri, BK.AccountRecord, span)
        scheme = self.iris.scheme(account.scheme, account.year)
        telling.values.update(((BK.name, account.label), (BK.code, account.code), (SKOS.inScheme, scheme)))
        return telling.iri

    def write(self, graph: GraphBuilder) -> None:
        """Add the records to the document's graph, in the order of their IRIs."""
        head = f"{self.iris.base}id/"
        for iri, telling in sorted(self.tellings.items()):
            spans = sorted(telling.spans, key=lambda span: (span.line, span.start, span.end))
            key = iri.removeprefix(head).replace("/", ":")
            record = graph.node("record", key, telling.kind, spans if telling.everywhere else spans[:1])
            graph.add(record, BK.describes, telling.iri)
            for predicate, value in telling.values:
                graph.add(record, predicate, value)
