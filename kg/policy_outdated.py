"""Reliance on policies that are repealed or re-issued (引用已废止或已有新版的文件), over all documents of the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.policy_index import year_of
from kg.policy_readings import Known
from kg.policy_sayings import GraphReader, Place
from kg.policy_view import REPEALED, REPLACED, Citation, PolicyView, index_of, view
from kg.terms import PREAMBLE


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

    @property
    def cited(self) -> str | None:
        """The policy relied on: its number, else its title."""
        return self.policy.number or self.policy.title

    @property
    def current(self) -> str | None:
        """What has taken its place, by number or title; None where no document tells."""
        return "、".join(other.number or other.title or "" for other in self.newer) or None


def outdated_bases(reader: GraphReader) -> tuple[OutdatedBasis, ...]:
    """Every reliance on a policy that is repealed or replaced, over all documents."""
    index = index_of(reader)
    editions = (policy for group in index.by_edition.values() if len(group) > 1 for policy in group)
    suspects = {p.iri for p in editions if any((year_of(other) or 0) > (year_of(p) or 0) for other in index.editions(p))}
    rows = reader.select(
        f'{PREAMBLE}SELECT DISTINCT ?p ?s {{ ?m bk:relation "repeals" ; bk:policy ?p OPTIONAL {{ ?m bk:subject ?s }} }}'
    )
    suspects |= {row["p"].value for row in rows}
    relied = reader.select(
        f'{PREAMBLE}SELECT DISTINCT ?p {{ ?m bk:relation "basis" ; bk:policy ?p FILTER NOT EXISTS {{ ?m bk:subject ?s }} }}'
    )
    suspects &= {row["p"].value for row in relied}
    ended = {row["p"].value: index.by_iri.get(row["s"].value) for row in rows if "s" in row}
    found: list[OutdatedBasis] = []
    for iri in sorted(suspects & index.by_iri.keys()):
        seen = view(reader, index.by_iri[iri])
        if seen.force in (REPEALED, REPLACED):
            found += [outdated(seen, c, ended) for c in seen.citations if c.relation == "basis"]
    return tuple(found)


def outdated(seen: PolicyView, citation: Citation, repealed: Mapping[str, Known | None]) -> OutdatedBasis:
    """The finding on one reliance: what replaced the policy, when, and whether the document could know it.

    ``repealed``: IRI of a policy -> the one that repeals it, to say which of the newer editions no longer holds.
    """
    year = seen.year or 0
    newer = tuple(other for other in seen.editions if (year_of(other) or 0) > year)
    ended = [link.policy for link in seen.done_to if link.relation == "repeals" and link.policy.iri]
    last = [year_of(policy) for policy in (*ended, *newer) if year_of(policy)]
    ended_year = min((y for y in last if y is not None), default=None)
    known_before = ended_year is not None and citation.year is not None and ended_year < citation.year
    name = seen.policy.number or seen.policy.title
    when = (
        f"该变动发生在 {ended_year} 年，早于 {citation.year} 年度预算，请核对是否应改引新文件"
        if known_before
        else f"该变动在 {ended_year} 年，不早于 {citation.year} 年度预算，编制时是否已知不能断定"
        if ended_year and citation.year
        else "变动时间不明，不能断定编制时是否已知"
    )
    later = "".join(
        f"其中 {other.number} 又被 {by.number} 废止；"
        for other in newer
        if (by := repealed.get(other.iri)) and by.number
    )
    message = f"{citation.department}{citation.year or ''}年以 {name} 为依据；{seen.force_reason}。{later}{when}。"
    return OutdatedBasis(
        citation.department, citation.year, citation.project, seen.policy, seen.force, newer, message,
        "warning" if known_before else "info", citation.place,
    )  # fmt: skip
