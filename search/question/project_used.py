"""Which words of a question about projects its frame holds: one that it does not hold stops the answer."""

from __future__ import annotations

import re

from search.question.catalogue import bare
from search.question.mention import Mention
from search.question.project_parts import compares
from search.question.project_plan import FUND_CONCEPTS, ProjectPlan, of_period
from search.question.understanding import Understood

USED = frozenset(
    {
        "department", "year", "attribute", "fund", "phase", "grain", "policy", "topic", "project",
        "aggregate", "money", "scope", "top", "filler", "contract_topic", "undisclosed", "policy_force", "contrast",
        "period", "name_has", "issued",
    }
)
"""Kinds of mention that the frame of a project question holds wherever they stand"""


def other_level(u: Understood, plan: ProjectPlan) -> list[str]:
    """县级财政 where the department is one of a city: its pages state what city and counties give together."""
    said = [u.printed(m) for m in u.of("fund") if m.value == "municipal_county" and u.printed(m)[:1] == "县" and "市" not in u.printed(m)]
    owners = {iri.rsplit("/", 2)[1] for iri in plan.frame.projects}
    owners |= {d.name for d in u.catalogue.departments if d.iri in plan.frame.departments}
    return said if owners and not any(re.search("[县区旗]", name[2:]) for name in owners) else []


def unused_mentions(u: Understood, plan: ProjectPlan) -> list[str]:
    """Words with a meaning that the frame does not hold: they stop the answer."""
    if plan.want != "groups" and len(u.values("fund")) > 1 and not u.has("noun", "project") and not u.has("fund_mode", "both"):
        return [u.printed(m) for m in u.of("fund")]  # 一般公共预算和政府性基金各多少
    return other_level(u, plan) + [u.printed(m) for m in u.mentions if m.kind not in USED and not is_used(u, m, plan)]


def counts_projects(u: Understood, m: Mention) -> bool:
    """Whether 几个, 多少个 counts projects: no other thing follows it (几个小区, 多少个大队)."""
    after = u.text[m.end :].lstrip("的")
    chunk = next((chunk for chunk in u.rest if len(chunk) > 1 and after.startswith(chunk)), None)
    follows = next((n for n in u.mentions if n.start >= m.end and n.kind != "filler"), None)
    if chunk is not None or u.printed(m).endswith(("人", "名", "辆", "座", "米", "次", "吨", "年", "天", "户", "台", "场", "期")):
        return False
    return follows is None or follows.kind not in ("concept", "label", "indicator", "code") or follows.start > m.end


def is_used(u: Understood, m: Mention, plan: ProjectPlan) -> bool:
    match m.kind, m.value:
        case "want", "quantity":
            return plan.want == "facet" or (plan.want == "count" and counts_projects(u, m))
        case "want", "count":
            return counts_projects(u, m)
        case "want", "when" | "reason":
            return False
        case "want", "what":
            return u.printed(m) not in ("怎么样", "如何") or plan.want in ("facet", "list")
        case "bound", _:
            return bool(plan.frame.indicators) or all(getattr(item, "unit", "") != "%" for item in m.items)
        case "not", value:
            return value.partition(":")[0] in ("attribute", "department", "project", "basis", "contract", "indicator")
        case "want", "who":
            return plan.want in ("facet", "max", "departments") or bool(plan.frame.policies or plan.frame.limit or u.of("compare"))
        case "want", "duration":
            return plan.facet == "period"
        case "noun", "company":
            return bool(plan.frame.units) or plan.want == "facet" or u.printed(m) in ("单位", "机构")
        case "noun", "indicator":
            return bool(plan.frame.indicators or plan.frame.projects or plan.frame.without)
        case ("want" | "noun"), _:
            return True
        case "group", value:
            return plan.want == "groups" or value == "department"
        case "rest", _:
            return bool(plan.frame.excluded or u.denied("department"))
        case "time", value:
            return value == "this"
        case "rank", _:
            return plan.rank > 0
        case "compare", value:
            beside = of_period(u, plan.frame) or plan.want in ("departments", "compare") or plan.compared or len(plan.frame.departments) == 2
            return beside or value in ("with", "differs")
        case "cite", _:
            cited = plan.frame.policies or plan.frame.policy_kinds or plan.frame.repealed or plan.frame.without
            return bool(cited or plan.frame.projects or plan.frame.funds)
        case "fund_mode", value:
            return value == "both" or bool(plan.frame.funds)
        case "share", "share":
            return plan.want == "sum" and not compares(u)
        case "indicator", _:
            return bool(plan.frame.indicators)
        case "policy_kind", _:
            return bool(plan.frame.policy_kinds)
        case "facet", value:
            held = plan.frame.attributes or plan.frame.funds or (value == "implementer" and plan.frame.units)
            return plan.want in ("facet", "groups") or value in ("page", "department") or bool(held)
        case ("concept" | "label"), value:
            return u.has("topic") or value in FUND_CONCEPTS or value in ("预算总额", "支出总计", "支出合计", "项目支出")
        case "role", _:
            return bool(plan.frame.units) or u.printed(m) in ("服务", "负责", "活", "做了", "做的", "提供")
        case "organisation", _:
            return bool(plan.frame.units) or any(bare(u.printed(m)) in name for match in u.projects for name in match.names)
        case "chain", value:
            return u.printed(m) in ("制定", "出台", "发布") or (m.value == "force" and u.has("policy_force"))  # 还在用已废止的
        case _:
            return False
