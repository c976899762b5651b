"""A policy lookup as JSON: the form of ``budgetkg policy --json`` and of /api/policies. Money is a plain decimal string."""

from __future__ import annotations

from typing import Any

from kg.policies import Lookup
from kg.policy_index import Near
from kg.policy_outdated import OutdatedBasis
from kg.policy_readings import CloseReading, Known
from kg.policy_sayings import Place
from kg.policy_view import Citation, Link, PolicyView


def lookup_json(found: Lookup) -> dict[str, Any]:
    """The whole answer: ``policy`` is null where the policy is unknown, ``nearest`` then holds what comes close."""
    return {
        "query": found.query,
        "how": found.how,
        "message": found.message,
        "policy": view_json(found.found) if found.found else None,
        "nearest": [near_json(near) for near in found.nearest],
    }


def view_json(view: PolicyView) -> dict[str, Any]:
    return {
        **known_json(view.policy),
        "titles": list(view.titles),
        "issuer": view.issuer,
        "kind": view.kind,
        "year": view.year,
        "force": view.force,
        "force_reason": view.force_reason,
        "force_evidence": [place_json(place) for place in view.force_evidence],
        "citation_count": view.citation_count,
        "citations": [citation_json(citation) for citation in view.citations],
        "does": [link_json(link) for link in view.does],
        "done_to": [link_json(link) for link in view.done_to],
        "editions": [known_json(other) for other in view.editions],
        "readings": [reading_json(reading) for reading in view.readings],
    }


def known_json(policy: Known) -> dict[str, Any]:
    return {"iri": policy.iri or None, "number": policy.number, "title": policy.title}


def citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "department": citation.department,
        "year": citation.year,
        "project": citation.project,
        "project_iri": citation.project_iri,
        "amount": None if citation.amount is None else format(citation.amount, "f"),
        "field": citation.field,
        "relation": citation.relation,
        **place_json(citation.place),
    }


def link_json(link: Link) -> dict[str, Any]:
    return {"relation": link.relation, "label": link.label, "policy": known_json(link.policy), **place_json(link.place)}


def reading_json(reading: CloseReading) -> dict[str, Any]:
    return {"first": reading.first, "second": reading.second, "reason": reading.reason, "score": reading.score}


def near_json(near: Near) -> dict[str, Any]:
    return {**known_json(near.policy), "reason": near.reason, "score": near.score}


def outdated_json(basis: OutdatedBasis) -> dict[str, Any]:
    return {
        "department": basis.department,
        "year": basis.year,
        "project": basis.project,
        "policy": known_json(basis.policy),
        "force": basis.force,
        "newer": [known_json(other) for other in basis.newer],
        "severity": basis.severity,
        "message": basis.message,
        **place_json(basis.place),
    }


def place_json(place: Place) -> dict[str, Any]:
    return {
        "document": place.document,
        "line": place.line,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
    }
