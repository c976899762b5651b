"""Policies: the list with words and force, and the page of one policy looked up in any form of its number or title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kg.policies import Lookup, lookup
from kg.policy_readings import Known
from kg.policy_view import Link, PolicyView
from kg.store import Reader, as_literal
from nlp.errors import NotFound
from search.api import PAGE, page_json, to_json
from search.display import link_of, segment
from search.entity_route import raw_tail
from search.entity_view import read_entity
from search.pages import page_at
from search.parameters import choice_of, page_of, words_of
from search.policy_picture import Node, policy_picture
from search.site import Site, site_of
from search.views import PAGE_SIZE, text, whole, words

router = APIRouter()
FORCES = ("有效", "已废止", "已被新版替代", "不明")


@dataclass(frozen=True, slots=True)
class PolicyRow:
    iri: str
    number: str | None
    title: str | None
    kind: str | None
    force: str | None
    mentions: int
    projects: int


def list_policies(reader: Reader, wanted: str, force: str, page: int) -> tuple[tuple[PolicyRow, ...], int]:
    """One page of policies, most cited first; ``wanted`` stands in number or title."""
    clauses = ""
    if wanted:
        literal = as_literal(wanted)
        clauses += f'FILTER(CONTAINS(COALESCE(?number, ""), {literal}) || CONTAINS(COALESCE(?title, ""), {literal}))'
    if force:
        clauses += f' FILTER(COALESCE(?force, "不明") = {as_literal(force)})'
    where = f"""{{ ?p a bk:Policy OPTIONAL {{ ?p bk:documentNumber ?number }} OPTIONAL {{ ?p dcterms:title ?title }}
      OPTIONAL {{ ?p bk:force ?force }} OPTIONAL {{ ?p bk:policyKind ?kind }} {clauses} }}"""
    total = whole(reader.select(f"SELECT (COUNT(DISTINCT ?p) AS ?n) {where}")[0], "n")
    rows = reader.select(f"""SELECT ?p (SAMPLE(?number) AS ?num) (SAMPLE(?title) AS ?name) (SAMPLE(?kind) AS ?k) (SAMPLE(?force) AS ?f)
      (COUNT(DISTINCT ?m) AS ?mentions) (COUNT(DISTINCT ?project) AS ?projects) {{ {where}
      OPTIONAL {{ ?m a bk:PolicyMention ; bk:policy ?p OPTIONAL {{ ?m bk:project ?project }} }} }}
      GROUP BY ?p ORDER BY DESC(?mentions) ?p LIMIT {PAGE_SIZE} OFFSET {(page - 1) * PAGE_SIZE}""")
    found = tuple(
        PolicyRow(words(row, "p"), text(row, "num"), text(row, "name"), text(row, "k"), text(row, "f"),
                  whole(row, "mentions"), whole(row, "projects"))
        for row in rows
    )  # fmt: skip
    return found, total


@router.get("/policies", include_in_schema=False)
def policies(request: Request) -> Response:
    """The list; what was typed is also looked up as a number or title in any form."""
    site = site_of(request)
    wanted, force = words_of(request, "q"), choice_of(request, "force", FORCES)
    looked = lookup(site.reader(), wanted) if wanted else None
    plain = looked.found.policy.number if looked and looked.how == "number" and looked.found else None
    found, total = site.kept(list_policies, plain or wanted, force, page_of(request))
    return site.render(
        request, "policies.html", policies=found, looked=looked, wanted=wanted, force=force, forces=FORCES, page=page_at(request, total)
    )


@router.get("/policies/{key:path}", include_in_schema=False)
def policy(request: Request, key: str) -> Response:
    """One policy by number or title."""
    site = site_of(request)
    looked = lookup(site.reader(), unquote(raw_tail(request, "/policies/")))
    if looked.found is None:
        page = site.render(
            request, "policies.html", policies=(), looked=looked, wanted=looked.query, force="", forces=FORCES,
            page=page_at(request, 0),
        )  # fmt: skip
        page.status_code = 404
        return page
    return site.render(request, "policy.html", **policy_context(site, looked))


def policy_context(site: Site, looked: Lookup) -> dict[str, object]:
    """What the policy template shows."""
    assert looked.found is not None
    iri = looked.found.policy.iri
    return {
        "entity": read_entity(site.reader(), iri), "view": looked.found, "picture": picture(looked.found),
        "data_path": "/data" + link_of(iri).removeprefix("/id"),
    }  # fmt: skip


def picture(view: PolicyView) -> str:
    """The relations of a policy and the departments that rely on it."""
    departments: dict[str, int] = {}
    for citation in view.citations:
        departments[citation.department] = departments.get(citation.department, 0) + 1
    return policy_picture(
        node(view.policy),
        linked(view.done_to),
        linked(view.does),
        tuple(
            Node(name, f"引用 {count} 处", "#citations", "引用")
            for name, count in sorted(departments.items(), key=lambda item: -item[1])
        ),
    )


def linked(links: tuple[Link, ...]) -> tuple[Node, ...]:
    """One node for each policy, with all its verbs."""
    relations: dict[str, list[Link]] = {}
    for link in links:
        if link.policy.iri:
            relations.setdefault(link.policy.iri, []).append(link)
    return tuple(node(found[0].policy, "、".join(VERBS.get(link.relation, link.relation) for link in found)) for found in relations.values())


VERBS = {"basis": "依据", "mentions": "提到", "forwards": "转发", "repeals": "废止", "publishes": "印发", "attaches": "附件"}


def node(policy: Known, relation: str = "") -> Node:
    return Node(policy.number or policy.title or "", policy.title or "" if policy.number else "", address(policy), relation)


def address(policy: Known) -> str:
    return "/policies/" + segment(policy.number or policy.title or "")


@router.get("/api/policies", tags=["数据"], summary="政策")
def policies_json(
    request: Request,
    q: str = Query("", description="文号或题名中的字"),
    force: str = Query("", description="、".join(FORCES)),
    page: str = PAGE,
) -> dict[str, Any]:
    """提及最多的在前。"""
    found, total = site_of(request).kept(list_policies, q.strip(), choice_of(request, "force", FORCES), page_of(request))
    return {"policies": to_json(found), "total": total, **page_json(request, total)}


@router.get("/api/policies/{key:path}", tags=["数据"], summary="查一份政策")
def policy_json(request: Request, key: str) -> dict[str, Any]:
    """文号（任何写法）或题名；查不到时 404，并给出最接近的。"""
    looked = lookup(site_of(request).reader(), unquote(raw_tail(request, "/api/policies/")))
    if looked.found is None:
        raise NotFound(looked.message)
    return {"query": looked.query, "how": looked.how, "message": looked.message, "policy": to_json(looked.found)}
