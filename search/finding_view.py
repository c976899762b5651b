"""The findings of all documents as the page and the JSON API list them: what the audit found in each, errors first, and
what only the documents together show - reliance on a policy that is repealed or re-issued (policy-outdated).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.policy_outdated import OutdatedBasis, outdated_bases
from kg.store import Reader
from search.evidence import Evidence
from search.findings import SEVERITIES
from search.views import PAGE_SIZE, places_of, text, words

OUTDATED = "policy-outdated"


@dataclass(frozen=True, slots=True)
class FindingView:
    """``iri``: the finding, or the policy that is no longer current. ``evidence`` is filled in for what is shown."""

    iri: str
    rule: str
    severity: str
    message: str
    expected: str | None
    found: str | None
    document: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Empty: any. ``document`` is a stem."""

    document: str = ""
    rule: str = ""
    severity: str = ""

    def takes(self, finding: FindingView) -> bool:
        return (
            self.document in ("", finding.document) and self.rule in ("", finding.rule) and self.severity in ("", finding.severity)
        )


def every_finding(reader: Reader) -> tuple[FindingView, ...]:
    """All findings, errors first, then by document and rule."""
    rows = reader.select("""SELECT * { ?f a bk:Finding ; bk:rule ?rule ; bk:severity ?severity ; bk:message ?message ; bk:document/bk:stem ?of
      OPTIONAL { ?f bk:expected ?expected } OPTIONAL { ?f bk:found ?found } }""")
    stored = (
        FindingView(words(row, "f"), words(row, "rule"), words(row, "severity"), words(row, "message"), text(row, "expected"),
                    text(row, "found"), words(row, "of"), ())
        for row in rows
    )  # fmt: skip
    found = [*stored, *(of_basis(basis) for basis in outdated_bases(reader))]
    return tuple(sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.document, f.rule, f.iri)))


def of_basis(basis: OutdatedBasis) -> FindingView:
    """A reliance with its place; what ended the policy may stand in other documents."""
    at = Evidence(basis.place.document, basis.place.line, basis.place.start, basis.place.end, basis.place.quote)
    return FindingView(basis.policy.iri, OUTDATED, basis.severity, basis.message, basis.current, basis.cited, at.document, (at,))


def list_findings(
    reader: Reader, every: Iterable[FindingView], wanted: FindingFilter, page: int = 1
) -> tuple[tuple[FindingView, ...], int]:
    """One page of those that match, with their places, and how many match."""
    chosen = [finding for finding in every if wanted.takes(finding)]
    shown = chosen[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    places = places_of(reader, [f.iri for f in shown if not f.evidence])
    return tuple(f if f.evidence else replace(f, evidence=places.get(f.iri, ())) for f in shown), len(chosen)


def count_rules(every: Iterable[FindingView]) -> tuple[tuple[str, int], ...]:
    """Each rule and how many findings it has, most first."""
    counts = Counter(f.rule for f in every)
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
