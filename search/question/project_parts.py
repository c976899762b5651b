"""What a question parts projects by, or sets against each other: attributes, funds, phases, names, departments, years, units."""

from __future__ import annotations

from itertools import pairwise

from search.question.project_frame import ProjectFrame
from search.question.project_names import ProjectMatch
from search.question.understanding import Understood

ATTRIBUTES = ("一次性", "延续性", "经常性")
PHASES = ("本年预算", "上年结转")


def match_iris(u: Understood, match: ProjectMatch) -> tuple[str, ...]:
    """The projects that one name of the question stands for."""
    return u.catalogue.with_kin(iri for name in match.names for iri in u.catalogue.bare_projects[name])


def compares(u: Understood) -> bool:
    return u.has("compare", "difference", "larger", "smaller", "ratio")


def parted_by(u: Understood, frame: ProjectFrame) -> str:
    """attribute | fund | phase | project | department | year | unit: what projects are asked for apart by; "" for nothing.

    Several values are parted where each is asked for (各多少, 分别几个), or where two are compared.
    """
    if len(topic_sides(u)) > 1 and (u.asks_each or compares(u)):
        return "topic"
    several = {
        "fund": len(frame.funds), "phase": len(u.values("phase")), "project": len(u.projects) if frame.projects else 0,
        "attribute": 0 if frame.projects else len(u.values("attribute")), "department": len(frame.departments),
        "year": len(frame.years), "unit": len(frame.units), "bound": len(frame.bounds),
    }  # fmt: skip
    if not (u.has("noun", "project") or frame.projects):
        several["phase"] = 0  # 当年预算和上年结转各是多少: the department's own
    named = [kind for kind, count in several.items() if count > 1]
    if named and (u.asks_each or sum(m.value == "amount" for m in u.of("want")) > 1):
        return named[0]
    if sums_funds(u, frame):
        return "fund"
    if compares(u) and len(named) == 1 and several[named[0]] == 2 and named[0] in ("fund", "phase", "attribute", "bound", "unit"):
        return named[0]
    return "" if frame.projects else told_apart(u, frame)


def sums_funds(u: Understood, frame: ProjectFrame) -> bool:
    """Whether what several funds give to a project is to be added up: 一般公共预算和政府性基金一共拿多少."""
    return len(frame.funds) > 1 and bool(frame.projects) and u.has("aggregate", "sum") and not u.has("noun", "project")


def told_apart(u: Understood, frame: ProjectFrame) -> str:
    """What the question says to part all projects by: 按属性分, 各下属单位, 有哪些属性."""
    if u.has("group", "attribute") or (u.has("facet", "attribute") and u.has("noun", "project") and not frame.attributes and not u.asks("who")):
        return "attribute"
    if u.has("group", "unit") or (u.has("group", "department") and len(frame.departments) == 1):
        return "unit"
    return "year" if u.has("group", "year") else ""


def topic_sides(u: Understood) -> list[str]:
    """Two or more things beside each other that are no projects by name: 宣传和培训, 污水处理比垃圾处理; [] where they are not."""
    named = [(a, b) for match in u.projects if loose(match) for a, b in match.spans]
    starts = [(at, at + len(chunk)) for chunk in u.rest if len(chunk) > 1 and (at := u.text.find(chunk)) >= 0]
    spans = sorted([*named, *starts])
    if len(spans) < 2 or any(not loose(match) for match in u.projects):
        return []
    joined = all(
        any(a <= m.start and m.end <= b and (m.value == "with" or u.printed(m) == "、") for m in u.of("compare", "filler"))
        for (_, a), (b, _) in pairwise(spans)
    )
    return [u.text[a:b] for a, b in spans] if joined else []


def loose(match: ProjectMatch) -> bool:
    """Whether words stand for several projects, or for a small part of one name."""
    return match.share < 0.6 or (len(match.names) > 1 and match.share < 0.9)
