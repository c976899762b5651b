"""What a question about a figure asks for: a concept of figures.tsv, a row label or an account code, and what of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.question.project_plan import level_departments
from search.question.understanding import Understood

INSIDE = re.compile(r"(?:预算|支出)?(?:之中|当中|其中|里面|里头|里|中|内)")
"""三公经费里, 基本支出预算中"""


@dataclass(frozen=True, slots=True)
class FigureFrame:
    """One figure for each department and year: by concept, by label or by account code."""

    departments: tuple[str, ...]
    years: tuple[int, ...]
    concept: str = ""
    label: str = ""
    code: str = ""
    want: str = "value"
    """value | total | change | rate | share | compare"""
    more: tuple[str, ...] = ()
    """further concepts asked for in the same question"""
    counted: bool = False
    """a number of things is wanted, not money"""
    whole: str = ""
    """concept that a share is of, where the question names it"""


def figure_frame(u: Understood) -> FigureFrame | None:
    """The frame of a question that names a figure; None where it names none."""
    concepts = pick_concepts(u)
    concept = concepts[0] if concepts else ""
    label = next(iter(u.values("label")), "")
    code = next(iter(u.values("code")), "")
    if not (concept or label or code or implied_concept(u)):
        return None
    want = "value"
    if u.has("share", "share"):
        want = "share"
    if u.has("change", "year") or (u.has("change") and (u.has("time", "last") or u.asks("amount", "reason") or u.has("want", "polar"))):
        want = "rate" if u.has("share", "rate") or u.has("share", "share") else "change"
    elif u.has("share", "rate"):
        want = "rate"
    departments = u.departments or level_departments(u)
    if len(departments) > 1 and u.has("compare", "difference", "larger", "smaller", "ratio"):
        want = "compare"
    elif len(departments) > 1 and u.has("aggregate", "sum") and want == "value":
        want = "total"
    if against_last_year(u):
        want = "change"
    whole = ""
    if want == "share":
        concept, whole = part_and_whole(u, concept)
    if label and (concept in GENERIC or (concept in CONTAINERS and want != "share")):
        concept = ""
    elif "上年结转" in u.values("phase") and concept in GENERIC and u.of("share"):
        concept = "上年结转"
    elif not (concept or label or code):
        concept = implied_concept(u)
    if len(concepts) == 2 and len(departments) == 1 and u.has("compare", "difference", "larger", "smaller", "ratio"):
        want = "compare"
    more = tuple(concepts[1:3]) if not code and (want == "value" or (want == "compare" and len(departments) == 1)) else ()
    return FigureFrame(departments, years_of(u), "" if code else concept, label, code, want, more, counts(u), whole)


def years_of(u: Understood) -> tuple[int, ...]:
    """Years asked about; 去年 without a comparison is the year before the department's latest."""
    if against_last_year(u):
        return tuple(year for year in u.years if year in own_years(u))
    if u.years or not u.has("time", "last") or u.of("change"):
        return u.years
    own = own_years(u)
    return (max(own) - 1,) if own else ()


def own_years(u: Understood) -> list[int]:
    """Years of the documents of the departments named."""
    return [year for d in u.catalogue.departments if d.iri in u.departments for year in d.years]


def against_last_year(u: Understood) -> bool:
    """比2025年执行数少多少, where the department's document is of 2026."""
    own = own_years(u)
    return u.has("compare", "with") and u.has("compare", "difference") and any(year + 1 in own and year not in own for year in u.years)


def part_and_whole(u: Understood, concept: str) -> tuple[str, str]:
    """The figure before 占, and the one it is a share of: 公务接待费占三公经费的比例, 三公经费里公务接待费占多少."""
    cue = next((m.start for m in u.of("share")), len(u.text))
    before = [m.value for m in u.of("concept") if m.start < cue]
    after = [m.value for m in u.of("concept") if m.start > cue]
    if not before:
        return concept, ""
    whole = after[0] if after else (before[-2] if len(before) > 1 else "")
    return before[-1], whole if whole != before[-1] else ""


def implied_concept(u: Understood) -> str:
    """What a question means that names no figure: 上年结转, 增长率 (of the income), a department's whole budget."""
    bare_question = not u.projects and not u.rest and "项目" not in u.text and not u.of(*OTHER_CONDITIONS)
    if not bare_question or not u.departments:
        return ""
    if "上年结转" in u.values("phase") and not u.asks("list"):
        return "上年结转"
    if u.of("change") or u.has("share", "rate"):
        return "收入总计"
    return "预算总额" if u.has("money", "year") and not u.of("share", "compare", "phase") else ""


def counts(u: Understood) -> bool:
    """Whether a number of things is asked for, not money."""
    return (u.asks("count") or u.has("want", "quantity")) and not u.asks("amount")


def pick_concepts(u: Understood) -> list[str]:
    """The concepts asked for, the most specific ones: 收入 beside 一般公共预算拨款收入 is only what the share is of."""
    named = u.values("concept")
    if "车" in u.text and any("辆" in u.printed(m) or "编制" in u.printed(m) for m in u.mentions):
        cars = ["公务用车实有"] if re.search(r"实有|多少辆|有几辆|现有", u.text) or "编制" not in u.text else []
        cars += ["公务用车编制"] if "编制" in u.text else []
        named = [value for value in named if value not in ("编制", "公务用车实有", "公务用车编制")]
        return [value for value in named if value.endswith("用车")] or cars
    special = [value for value in named if value not in GENERIC]
    inner = [value for value in special if value not in holding(u)]
    return inner or special or named


def holding(u: Understood) -> list[str]:
    """Concepts that the question only names as what holds the wanted one: 三公经费里, 基本支出中."""
    return [m.value for m in u.of("concept") if INSIDE.match(u.text, m.end)]


OTHER_CONDITIONS = (
    "attribute", "fund", "indicator", "bound", "topic", "top", "contract", "contract_topic", "role", "cite", "chain", "organisation", "policy",
    "policy_kind", "facet", "undisclosed", "due", "aggregate",
)  # fmt: skip
"""Kinds of mention with which a question is about something else than a department's own figures"""
GENERIC = ("收入总计", "支出总计", "预算总额", "公务用车实有")
"""Concepts that give way to any other one beside them"""
CONTAINERS = ("基本支出", "项目支出", "三公经费", "一般公共预算支出")
"""Concepts that give way to the label of a row beside them, whose column they are"""
