"""What a question about a figure asks for: concepts of figures.tsv, row labels or account codes, and what of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from search.question.asked_unit import units_asked
from search.question.catalogue import bare
from search.question.mention import Mention
from search.question.project_plan import level_departments
from search.question.understanding import Understood

INSIDE = re.compile(r"(?:预算|支出)?(?:之中|当中|其中|里面|里头|里|中|内)")
"""三公经费里, 基本支出预算中"""
JOINED = re.compile(r"[和与跟及加、，,；;比或\s]|还有|同")
"""What stands between two figures that are both asked for"""


@dataclass(frozen=True, slots=True)
class FigureFrame:
    """One figure for each department and year: by concept, by label or by account code."""

    departments: tuple[str, ...]
    years: tuple[int, ...]
    concept: str = ""
    label: str = ""
    code: str = ""
    want: str = "value"
    """value | total | change | rate | share | compare | rank | items"""
    more: tuple[Mention, ...] = ()
    """further concepts, labels or codes asked for in the same question"""
    counted: bool = False
    """a number of things is wanted, not money"""
    units: str = ""
    """first characters of the units that the measure word asks for"""
    in_label: bool = False
    """every word of the question stands in the label"""
    one_of_years: bool = False
    """one of several years that the question asks about"""
    whole: str = ""
    """concept that a share is of, where the question names it"""

    def each(self) -> tuple[FigureFrame, ...]:
        """A frame for each figure asked for."""
        others = tuple(
            replace(self, more=(), **{"concept": "", "label": "", "code": "", mention.kind: mention.value})  # type: ignore[arg-type]
            for mention in self.more
        )
        return (replace(self, more=()), *others)


def figure_frame(u: Understood) -> FigureFrame | None:
    """The frame of a question that names a figure; None where it names none."""
    if u.has("grain", "row") and u.values("concept") == ["项目支出"]:
        return None  # 单笔最大的项目支出: a project
    implied = implied_concept(u)
    phases = len(u.values("phase")) > 1 and len(u.departments) == 1
    if not (u.of("concept", "label", "code") or implied or phases or cars_of(u, [])):
        return None
    departments = u.departments or level_departments(u)
    want = wanted(u, departments)
    heads = [] if want == "share" else heads_of(u)
    frame = FigureFrame(departments, years_of(u), want=want, counted=counts(u), units=units_asked(u))
    if want == "share":
        return shared(u, frame, implied)
    if set(u.values("phase")) == {"本年预算", "上年结转"} and not heads and not u.projects and not u.has("noun", "project"):
        return replace(frame, concept="本年收入", more=(Mention(0, 0, "concept", "上年结转"),))
    if "上年结转" in u.values("phase") and all(m.value in GENERIC for m in heads) and u.of("share"):
        return replace(frame, concept="上年结转")
    if not heads:
        return replace(frame, concept=implied)
    frame = replace(frame, more=tuple(heads[1:]), **{heads[0].kind: heads[0].value})  # type: ignore[arg-type]
    if len(heads) > 1 and u.has("compare", "difference", "larger", "smaller", "ratio") and want in ("value", "total"):
        return replace(frame, want="compare")
    if len(heads) > 1 and u.has("aggregate", "sum") and want == "value":
        return replace(frame, want="total")
    return frame


def wanted(u: Understood, departments: tuple[str, ...]) -> str:
    """What of the figure is asked for."""
    rate = u.has("share", "rate") or (u.has("change") and u.has("share", "share") and not says_part(u))
    changed = u.has("change", "year") or (u.has("change") and (u.has("time", "last") or u.asks("amount", "reason") or u.has("want", "polar")))
    if against_last_year(u) or changed or rate:
        return "rate" if rate or (changed and u.has("share", "share")) else "change"
    several = len(departments) != 1
    beside = u.has("compare", "difference", "larger", "smaller", "ratio") or (u.has("share", "share") and not says_part(u))
    if len(departments) > 1 and compares_shares(u):
        return "share"
    if (len(departments) > 1 or len(u.years) > 1) and (beside or (len(departments) == 2 and shares_of_other(u))):
        return "compare"
    if u.has("share", "share"):
        return "share"
    extreme = u.has("aggregate", "max", "min", "order") or u.has("compare", "larger", "smaller")
    if several and extreme and (u.asks("who", "list") or asks_department(u) or u.has("aggregate", "order")):
        return "rank"
    if u.has("aggregate", "max", "min") and not several and u.asks("list", "what"):
        return "items"
    return "total" if several and u.has("aggregate", "sum") else "value"


def compares_shares(u: Understood) -> bool:
    """Whether each department's own share is to be set beside the others': 谁的基本支出占比高."""
    own = any(re.search("占比|比重|份额|比例", u.printed(m)) for m in u.of("share"))
    beside = u.has("compare", "larger", "smaller", "difference") or u.has("aggregate", "max", "min", "order")
    wholes = ("支出总计", "支出合计", "预算总额")
    parts = [m for m in u.of("concept", "label") if m.value not in wholes]
    return own and len(parts) == 1 and beside


def shares_of_other(u: Understood) -> bool:
    """Whether the whole is the other department's: 能源局基本支出占应急局的几成."""
    at = [m.start for m in u.of("department")]
    return any(min(at, default=0) < m.start < max(at, default=0) for m in u.of("share") if not u.has("compare", "with"))


def asks_department(u: Understood) -> bool:
    """哪个局, 哪个部门的."""
    return u.has("noun", "department") or u.has("facet", "department")


def says_part(u: Understood) -> bool:
    """Whether a share of a whole is spoken of: 占, 比重 and not only 百分之几."""
    return any(re.search("占|比重|份额|比例|几成", u.printed(m)) for m in u.of("share"))


def heads_of(u: Understood) -> list[Mention]:
    """The figures asked for, in order: of two that nothing joins, the later is meant (三公经费的公务接待费)."""
    named = [m for m in u.of("concept", "label", "code") if not INSIDE.match(u.text, m.end)] or u.of("concept", "label", "code")
    cars = cars_of(u, named)
    if cars:
        return cars
    special = [m for m in named if m.value not in GENERIC]
    inner = [m for m in special if m.value not in CONTAINERS] if any(m.kind != "concept" for m in special) else special
    found: list[Mention] = []
    for m in inner or special or named:
        before = found[-1] if found else None
        if before is not None and is_source(u, before, m):
            continue
        if before is None or u.has("compare", "ratio") or JOINED.search(u.text[before.end : m.start]) or listed_beside(before, m):
            found.append(m)
        elif before.kind != "code":
            found[-1] = m
    return list({(m.kind, m.value): m for m in found}.values())


def is_source(u: Understood, before: Mention, m: Mention) -> bool:
    """Whether 财政拨款 behind a figure only says what pays it: 委托业务费财政拨款."""
    return m.value == "财政拨款" and before.value != m.value and not u.text[before.end : m.start].strip("的（(用") and not u.of("compare", "share")


def listed_beside(before: Mention, after: Mention) -> bool:
    """水费电费: two rows of one list, one right after the other."""
    return before.end == after.start and before.kind == after.kind == "label" and before.value.endswith("费") and after.value.endswith("费")


def cars_of(u: Understood, named: list[Mention]) -> list[Mention]:
    """实有 and 编制 of cars, where the question speaks of cars: 编制 alone would be that of people."""
    counted = [u.printed(m) for m in u.mentions if m.kind not in ("label", "code") and "费" not in m.value]
    cars = any(word in printed for printed in counted for word in ("辆", "几台", "多少台"))
    if u.projects or not ((cars and ("车" in u.text or "编制" in u.text)) or ("车" in u.text and "编制" in u.text)):
        return []
    kinds = [m for m in named if m.value.endswith("用车") and m.value != "公务用车"]
    names = ["公务用车实有"] if re.search(r"实有|多少辆|有几辆|现有", u.text) or "编制" not in u.text else []
    names += ["公务用车编制"] if "编制" in u.text else []
    return kinds or [Mention(0, 0, "concept", name) for name in names]


def shared(u: Understood, frame: FigureFrame, implied: str) -> FigureFrame:
    """The frame of a share: the part before 占, and the whole it is of, where the question names it."""
    cue = next((m.start for m in u.of("share")), len(u.text))
    named = u.of("concept", "label", "code")
    before = [m for m in named if m.start < cue]
    after = [m for m in named if m.start > cue and m.kind == "concept"]
    if "上年结转" in u.values("phase") and all(m.value in GENERIC for m in before):
        return replace(frame, concept="上年结转", whole=next((m.value for m in (*after, *before)), ""))
    part = before[-1] if before else next(iter(named), None)
    if part is None:
        return replace(frame, concept=implied)
    parts = [*beside_it(u, before), part] if after and u.asks_each else [part]
    holding = [m for m in before[:-1] if m.kind == "concept" and m not in parts]
    whole = after[0].value if after else (holding[-1].value if holding else "")
    first = parts[0]
    whole = whole if whole != part.value else ""
    return replace(frame, whole=whole, more=tuple(parts[1:]), **{first.kind: first.value})  # type: ignore[arg-type]


def beside_it(u: Understood, named: list[Mention]) -> list[Mention]:
    """The figures that stand beside the last one: 人员经费 of 人员经费和公用经费各占基本支出多少."""
    found: list[Mention] = []
    for before, after in reversed(list(pairwise(named))):
        if not JOINED.fullmatch(u.text[before.end : after.start]):
            break
        found.insert(0, before)
    return found


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
    compared = (u.has("compare", "with") and u.has("compare", "difference")) or (
        bool(u.of("change")) and any(u.text[max(0, m.start - 1) : m.start] in ("比", "较", "与", "和") for m in u.of("year"))
    )
    return compared and any(year + 1 in own and year not in own for year in u.years)


def implied_concept(u: Understood) -> str:
    """What a question means that names no figure: 上年结转, 增长率 (of the income), a department's whole budget."""
    bare_question = not u.projects and not any(len(bare(chunk)) > 1 for chunk in u.rest) and "项目" not in u.text and not u.of(*OTHER_CONDITIONS)
    ranked = asks_department(u) and u.has("aggregate", "max", "min", "order")
    if not bare_question or not (u.departments or ranked) or u.has("aggregate", "average"):
        return ""
    if u.has("money", "period") and "盘子" in u.text:
        return "预算总额"
    if "上年结转" in u.values("phase") and not u.asks("list"):
        return "上年结转"
    if u.of("change") or u.has("share", "rate"):
        return "收入总计"
    if len(u.departments) > 1 and u.has("compare", "difference", "larger", "smaller", "ratio") and not u.of("share", "phase"):
        return "支出合计" if any("花" in u.printed(m) or "支" in u.printed(m) for m in u.mentions) else "预算总额"
    spent = any("花" in u.printed(m) or "支" in u.printed(m) for m in u.of("money", "want", "compare"))
    shared = u.of("share") and not (u.has("compare", "difference") and not says_part(u))  # 应急局预算比能源局多百分之几
    return ("支出合计" if spent else "预算总额") if (u.has("money", "year") or spent) and not shared and not u.of("phase") else ""


def counts(u: Understood) -> bool:
    """Whether a number of things is asked for, not money."""
    return (u.asks("count") or u.has("want", "quantity")) and not u.asks("amount")


OTHER_CONDITIONS = (
    "attribute", "fund", "indicator", "bound", "topic", "top", "contract", "contract_topic", "role", "cite", "chain", "organisation", "policy",
    "policy_kind", "facet", "undisclosed", "due", "not", "negation",
)  # fmt: skip
"""Kinds of mention with which a question is about something else than a department's own figures"""
GENERIC = ("收入总计", "支出总计", "收入合计", "支出合计", "预算总额", "公务用车实有")
"""Concepts that give way to any other one beside them"""
CONTAINERS = ("基本支出", "项目支出", "三公经费", "一般公共预算支出")
"""Concepts that give way to the label of a row beside them, whose column they are"""
