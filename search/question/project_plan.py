"""What a question about projects asks for: its words made into a ProjectFrame and what is wanted of it.

Enters: an understood question. Leaves: a ProjectPlan, or the words that no part of the frame holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from search.question.catalogue import bare, without_region
from search.question.numerals import counted_front
from search.question.project_frame import IndicatorCondition, ProjectFrame
from search.question.project_parts import ATTRIBUTES, compares, match_iris, parted_by
from search.question.understanding import Understood

FACETS = {
    "implementer": ("实施单位", "?page bk:implementer/skos:prefLabel ?value"),
    "period": ("项目期", "?page bk:period ?value"),
    "attribute": ("项目属性", "?page bk:attribute ?value"),
    "department": ("主管部门", "?page bk:organisation/skos:prefLabel ?value"),
    "filled": ("填报日期", "?page bk:filledAt ?value"),
    "funds": ("资金来源", ""),
    "year": ("年度", "?doc bk:year ?value"),
}


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A frame and what is wanted of it."""

    frame: ProjectFrame
    want: str
    """list | count | sum | average | max | exists | compare | facet | departments | groups"""
    facet: str = ""
    rank: int = 0
    """only the one at this place (第二大的项目)"""
    assumptions: tuple[str, ...] = ()
    compared: bool = False
    """the two parts of ``groups`` are set against each other"""


def plan_projects(u: Understood) -> ProjectPlan:
    """The frame of a question about projects, and what is wanted of it."""
    frame = frame_of(u)
    want = wanted(u, frame)
    if want == "max" or (want == "sum" and u.has("share", "share") and u.has("aggregate", "max", "min") and not frame.limit):
        frame = replace(frame, limit=1)
    if want in ("sum", "list", "max") and len(frame.funds) == 1 and not frame.bounds and not frame.all_funds:
        frame = replace(frame, fund_amount=True)
    rank = next((int(value) for value in u.values("rank")), 0)
    if rank and not frame.projects:
        last = next((int(str(item)) for m in u.of("rank") for item in m.items), rank)
        return ProjectPlan(replace(frame, limit=last), "list", rank=rank)
    facet = facet_of(u, frame)
    if len(frame.departments) != 1 and not frame.units and ranks_departments(u) and (not frame.projects or len(u.projects) == 1):
        want, frame = "departments", replace(frame, limit=None)
    if frame.projects and len(frame.attributes) > 1 and not is_topic(u):
        facet, frame = "attribute", replace(frame, attributes=())
    if facet and want != "departments" and not (u.has("money") and u.asks("amount")):
        want = "facet"
    parted = parted_by(u, frame)
    if parted == "topic":
        return ProjectPlan(replace(frame, projects=()), "groups", parted, compared=compares(u))
    if parted and want in ("count", "sum", "list", "average", "facet", *(("max",) if parted == "unit" else ())):
        return ProjectPlan(frame, "groups", parted, compared=compares(u))
    return ProjectPlan(frame, want, facet)


def frame_of(u: Understood) -> ProjectFrame:
    """Which projects are meant, and which of their amounts."""
    return ProjectFrame(
        departments=departments_of(u),
        projects=project_iris(u) if u.projects and not is_topic(u) else (),
        years=years_of(u),
        phase=phase_of(u),
        attributes=attributes_of(u),
        excluded=tuple(iri for m in u.denied("project") for name in m.items for iri in u.catalogue.with_kin(u.catalogue.bare_projects[str(name)])),
        without=(*(what for what in ("basis", "contract") if u.denied(what)), *(m.value for m in u.denied("indicator"))),
        funds=funds_of(u),
        only_funds=u.has("fund_mode", "only"),
        all_funds=u.has("fund_mode", "both") or (len(u.values("fund")) > 1 and u.has("compare", "with")),
        bounds=tuple(u.bounds("元")) if not cost_values(u) else (),
        by_row=u.has("grain", "row"),
        own_only=u.has("scope", "own"),
        below_only=u.has("scope", "below"),
        units=units_of(u),
        indicators=indicator_conditions(u),
        policies=tuple(u.items("policy") + u.items("issued")),
        policy_kinds=tuple(u.values("policy_kind")) if u.has("cite") or u.has("noun", "policy") else (),
        repealed=u.has("policy_force"),
        basis_only=any("立项" in u.printed(m) or "依据" in u.printed(m) for m in u.of("cite")) and bool(u.values("policy_kind")),
        differs=u.has("compare", "differs") and u.has("money", "period"),
        period_amount=u.has("money", "period") and not u.has("compare", "differs"),
        ascending=u.has("aggregate", "min", "ascending") or any("min" in m.items for m in u.of("top")),
        limit=u.limit,
        periods=tuple(u.values("period")),
        name_has=tuple(u.values("name_has")),
    )


def facet_of(u: Understood, frame: ProjectFrame) -> str:
    """The attribute asked for (主管部门, 资金来源) of projects that are named, or meant by what they are about."""
    one = frame.projects or (topic_chunks(u) and not (u.asks("list") and u.has("noun", "project")))
    return next((value for value in u.values("facet") if value in FACETS), "") if one else ""


def ranks_departments(u: Understood) -> bool:
    """哪个部门的项目最多, 谁的项目多: departments are put in order, not projects."""
    extreme = u.has("aggregate", "max", "min") or compares(u)
    if len(u.projects) == 1 and not is_topic(u) and extreme and not u.departments:
        return True  # 两个遗属补助哪个多
    asked = u.asks("who") or u.has("noun", "department") or u.has("facet", "department") or (u.asks("list") and len(u.departments) > 1)
    more = any(u.printed(m) in ("多",) for m in u.of("compare"))  # 哪个部门的项目多
    extreme = u.has("aggregate", "max", "min", "order") or u.has("compare", "larger", "smaller") or more
    return asked and extreme and not u.limit


FUND_CONCEPTS = {
    "一般公共预算拨款收入": "general", "一般公共预算支出": "general", "政府性基金预算": "gov_fund", "国有资本经营预算": "state_capital",
}  # fmt: skip
"""Concepts of figures that name a fund where projects are asked for"""


def funds_of(u: Understood) -> tuple[str, ...]:
    spoken = [FUND_CONCEPTS[value] for value in u.values("concept") if value in FUND_CONCEPTS]
    return tuple(dict.fromkeys((*u.values("fund"), *spoken)))


def attributes_of(u: Understood) -> tuple[str, ...]:
    """Attributes asked for; 不是延续性的 are those whose page prints another one."""
    denied = [m.value.partition(":")[2] for m in u.denied("attribute")]
    return tuple(value for value in ATTRIBUTES if value not in denied) if denied else tuple(u.values("attribute"))


def departments_of(u: Understood) -> tuple[str, ...]:
    """Departments named, those of a level, or all but those excluded."""
    denied = {str(iri) for m in u.denied("department") for iri in m.items}
    if denied and not u.departments:
        return tuple(d.iri for d in u.catalogue.departments if d.iri not in denied)
    return u.departments or level_departments(u)


def years_of(u: Understood) -> tuple[int, ...]:
    """Years asked about; 今年 is the year of each document."""
    known = set(u.catalogue.years)
    return tuple(year for year in u.years if year in known)


def level_departments(u: Understood) -> tuple[str, ...]:
    """市局, 县局: every department of that level."""
    level = next((u.printed(m)[0] for m in u.of("noun") if m.value == "department" and u.printed(m)[0] in "省市县"), None)
    if level is None:
        return ()
    others = {"省": "市县区", "市": "县区", "县": ""}[level]
    return tuple(d.iri for d in u.catalogue.departments if level in d.name and not any(f"{c}" in without_region_level(d.name, level) for c in others))


def without_region_level(name: str, level: str) -> str:
    """What stands between the level's character and the bureau's own name: 县, 区 of a place below it.

    >>> without_region_level("晋城市泽州县应急管理局", "市"), without_region_level("晋城市城市管理局", "市")
    ('泽州县', '')
    """
    rest = name.partition(level)[2]
    return rest[: len(rest) - len(without_region(rest))]


def phase_of(u: Understood) -> str:
    return "上年结转" if "上年结转" in u.values("phase") else "本年预算"


def units_of(u: Understood) -> tuple[str, ...]:
    """Subordinate units named, where the question is not about one project."""
    if u.projects and not is_topic(u):
        return ()
    return tuple(iri for iri in u.items("organisation") if iri in u.catalogue.units and iri not in u.departments)


def project_iris(u: Understood) -> tuple[str, ...]:
    return tuple(dict.fromkeys(iri for match in u.projects for iri in match_iris(u, match)))


def is_topic(u: Understood) -> bool:
    """Whether project words describe which projects are wanted (与污水处理有关的项目) instead of naming one."""
    if u.has("topic") and not all(match.share >= 0.9 and len(match.spans) == 1 for match in u.projects):
        return True
    open_question = u.asks("list") or not (u.asks("amount", "count", "quantity", "who", "when", "what") or u.has("money", "period") or u.has("facet"))
    return u.has("noun", "project") and open_question and not any(match.share >= 0.6 for match in u.projects)


def indicator_conditions(u: Understood) -> tuple[IndicatorCondition, ...]:
    words = u.values("indicator")
    bounds = u.bounds("%")
    text = cost_values(u)
    if not words and not text:
        return ()
    if text:
        return (IndicatorCondition(tuple(word for word in words if word.endswith("指标")), None, text),)
    return (IndicatorCondition((words[0],), bounds[0], None, EVERY.search(u.text) is not None),) if bounds else ()


EVERY = re.compile(
    r"""指标(?:目标|值|的|要求)*(?:都|均|全部?|全都|一律|统统|个个)(?:要|须|是|为|达到|达|在|能)*(?:[\d百]|[大高不至])   # 质量指标都是100%
        |(?:所有|全部|每[一个项条]+)(?:的)?[一-龥]{1,4}指标                                             # 所有质量指标""",
    re.X,
)
"""质量指标都是100%: every one of the kind"""


def cost_values(u: Understood) -> str | None:
    """A unit price that an indicator states: 2.32元/吨."""
    match = re.search(r"\d+(?:\.\d+)?(?:万?元)?/(?:立方米|平方米|平米|公里|人次|[一-龥])(?:/[一-龥])*|\d+(?:\.\d+)?元每[一-龥]", u.text)
    return match[0].replace("元每", "元/") if match else None


def wanted(u: Understood, frame: ProjectFrame) -> str:
    if frame.projects and len(u.projects) >= 2 and u.has("compare", "difference", "larger", "smaller", "ratio"):
        return "compare"
    if u.has("aggregate", "average"):
        return "average"
    if u.has("share", "share") and (u.limit or u.has("aggregate", "max", "min") or u.asks("count")):
        return "sum"
    if (u.has("want", "whether") and not u.asks_which and not u.asks("amount")) or (u.has("want", "polar") and not u.asks("list", "amount", "count")):
        return "exists"
    several = u.asks("list") and u.has("aggregate", "max", "min")  # 几个里哪个最多: 几个 counts nothing
    if (u.asks("count") and not several) or (u.has("want", "quantity") and u.has("noun", "project") and not frame.projects):
        return "count"
    if u.limit:
        return "list"
    if u.has("aggregate", "max", "min") and not frame.projects:
        return "max"
    both = any(u.printed(m).endswith(("哪些", "哪几个")) for m in u.of("want"))  # 有哪些，一共多少
    if u.asks("list", "who", "what") and u.has("noun", "project") and (both or not u.has("aggregate", "sum")):
        return "list"
    if u.asks_each and u.has("noun", "project") and not frame.projects:
        return "list"
    beside = len(frame.departments) == 2 and u.has("compare", "ratio", "difference")
    whole = u.has("concept", "预算总额", "支出总计", "支出合计")
    money_asked = asks_amount(u) or u.has("aggregate", "sum") or u.has("share", "share") or whole or beside
    if money_asked or (frame.projects and (u.has("money") or not u.asks("list"))):
        return "sum"
    if u.has("money") and not frame.bounds and not u.has("noun", "project"):
        return "sum"
    return "list"


def of_period(u: Understood, frame: ProjectFrame) -> bool:
    """Whether the whole period is set against the year (实施期总额是今年的几倍)."""
    return frame.period_amount and bool(frame.projects) and compares(u) and (u.has("time", "this") or u.has("money", "year"))


MEASURES = ("金额", "数额", "款额", "钱数", "额度", "数字")


def asks_amount(u: Understood) -> bool:
    """Whether an amount is wanted: 金额 before a bound or an order only says what is bounded (金额在50万以上的)."""
    conditions = [m.start for m in u.of("bound", "aggregate", "top", "rank") if m.value not in ("sum", "average")]
    return any(
        m.value == "amount" and not (u.printed(m) in MEASURES and any(0 <= start - m.end <= 3 for start in conditions)) for m in u.of("want")
    )


def topic_chunks(u: Understood) -> list[str]:
    """Words that say what the wanted projects are about."""
    named = [bare(u.printed(m)) for m in u.of("project")] if is_topic(u) else []
    labels = [bare(u.printed(m)) for m in u.of("concept", "label") if u.has("topic")]
    labels += [bare(u.printed(m)) for m in u.of("contract_topic")]
    rest = [chunk[counted_front(chunk) :] for chunk in u.rest if len(bare(chunk)) >= 2 or chunk == u.theme_character]
    return list(dict.fromkeys([*named, *labels, *rest]))
