"""Questions about projects: lists under conditions, counts, sums, averages, the largest, comparisons, attributes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from search.question.answer import (
    Answer,
    Evidence,
    Item,
    decimal_text,
    evidence_of,
    grouped_digits,
    listed,
    money,
    refusal,
    table_rows,
)  # fmt: skip
from search.question.catalogue import Catalogue, bare, without_region
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_of
from search.question.mention import Mention
from search.question.printed_cell import cell_lines
from search.question.project_frame import (
    FUND_NAMES,
    IndicatorCondition,
    ProjectFrame,
    indicator_pattern,
    mention_pattern,
    project_query,
    total_of,
)  # fmt: skip
from search.question.refusal import known_departments, unknown_words, unused_words
from search.question.topic import find_topic
from search.question.understanding import Understood

FACETS = {
    "implementer": ("实施单位", "?page bk:implementer/skos:prefLabel ?value"),
    "period": ("项目期", "?page bk:period ?value"),
    "attribute": ("项目属性", "?page bk:attribute ?value"),
    "department": ("主管部门", "?page bk:organisation/skos:prefLabel ?value"),
    "filled": ("填报日期", "?page bk:filledAt ?value"),
}
COLUMNS = ("name", "department", "year", "amount")
TITLES = ("项目", "部门", "年度", "金额（元）")


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A frame and what is wanted of it."""

    frame: ProjectFrame
    want: str
    """list | count | sum | average | max | exists | compare | facet"""
    facet: str = ""
    assumptions: tuple[str, ...] = ()


def plan_projects(u: Understood) -> ProjectPlan:
    """The frame of a question about projects."""
    said: list[str] = []
    frame = ProjectFrame(
        departments=u.departments or level_departments(u),
        years=years_of(u, said),
        phase=phase_of(u),
        attributes=tuple(u.values("attribute")),
        funds=tuple(u.values("fund")),
        all_funds=u.has("fund_mode") or (len(u.values("fund")) > 1 and u.has("compare", "with")),
        bounds=tuple(u.bounds("元")) if not cost_values(u) else (),
        by_row=u.has("grain", "row"),
        own_only=u.has("scope", "own"),
        units=units_of(u),
        indicators=indicator_conditions(u),
        policies=tuple(u.items("policy")),
        policy_kinds=tuple(u.values("policy_kind")) if u.has("cite") or u.has("noun", "policy") else (),
        repealed=u.has("policy_force"),
        basis_only=any("立项" in u.printed(m) or "依据" in u.printed(m) for m in u.of("cite")) and bool(u.values("policy_kind")),
        differs=u.has("compare", "differs") and u.has("money", "period"),
        period_amount=u.has("money", "period") and not u.has("compare", "differs"),
        ascending=u.has("aggregate", "min") or any("min" in m.items for m in u.of("top")),
        limit=u.limit,
    )
    if u.projects and not is_topic(u):
        frame = replace(frame, projects=project_iris(u))
    want = wanted(u, frame)
    if want == "max":
        frame = replace(frame, limit=1)
    facet = next((value for value in u.values("facet") if value in FACETS), "") if frame.projects else ""
    if facet and not (u.has("money") and u.asks("amount")):
        want = "facet"
    return ProjectPlan(frame, want, facet, tuple(said))


def years_of(u: Understood, said: list[str]) -> tuple[int, ...]:
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
    if u.projects:
        return ()
    return tuple(iri for iri in u.items("organisation") if iri in u.catalogue.units and iri not in u.departments)


def project_iris(u: Understood) -> tuple[str, ...]:
    names = u.catalogue.bare_projects
    return u.catalogue.with_kin(iri for match in u.projects for name in match.names for iri in names[name])


def is_topic(u: Understood) -> bool:
    """Whether project words describe which projects are wanted (与污水处理有关的项目) instead of naming one."""
    if u.has("topic") and not all(match.share >= 0.9 for match in u.projects):
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
    return (IndicatorCondition((words[0],), bounds[0] if bounds else None),) if bounds else ()


def cost_values(u: Understood) -> str | None:
    """A unit price that an indicator states: 2.32元/吨."""
    match = re.search(r"\d+(?:\.\d+)?(?:万?元)?/(?:立方米|平方米|平米|公里|人次|[一-龥])|\d+(?:\.\d+)?元每[一-龥]", u.text)
    return match[0].replace("元每", "元/") if match else None


def wanted(u: Understood, frame: ProjectFrame) -> str:
    if frame.projects and len(u.projects) >= 2 and u.has("compare", "difference", "larger", "smaller", "ratio"):
        return "compare"
    if u.has("aggregate", "average"):
        return "average"
    if (u.has("want", "whether") and not u.asks_which) or (u.has("want", "polar") and not u.asks("list", "amount", "count")):
        return "exists"
    if u.asks("count") or (u.has("want", "quantity") and u.has("noun", "project") and not frame.projects):
        return "count"
    if u.limit:
        return "list"
    if u.has("aggregate", "max", "min") and not frame.projects:
        return "max"
    if u.asks("list", "who", "what") and u.has("noun", "project") and not u.has("aggregate", "sum"):
        return "list"
    money_asked = u.asks("amount") or u.has("share", "share") or (len(frame.departments) == 2 and u.has("compare", "ratio", "difference")) or u.has("aggregate", "sum") or u.has("concept", "预算总额", "支出总计")
    if money_asked or (frame.projects and (u.has("money") or not u.asks("list"))):
        return "sum"
    if u.has("money") and not frame.bounds and not u.has("noun", "project"):
        return "sum"
    return "list"


def topic_chunks(u: Understood) -> list[str]:
    """Words that say what the wanted projects are about."""
    named = [bare(u.printed(m)) for m in u.of("project")] if is_topic(u) else []
    labels = [bare(u.printed(m)) for m in u.of("concept", "label") if u.has("topic")]
    labels += [bare(u.printed(m)) for m in u.of("contract_topic")]
    return list(dict.fromkeys([*named, *labels, *(chunk for chunk in u.rest if len(bare(chunk)) >= 2)]))


def narrowed(u: Understood, plan: ProjectPlan, graph: Graph) -> ProjectPlan | Answer:
    """The plan within the topic of the question, or the refusal where nothing is about it."""
    chunks = topic_chunks(u)
    if not chunks:
        return plan
    if plan.frame.projects:
        return unknown_words(u)
    topic = find_topic(chunks, plan.frame.departments, graph)
    if not topic.projects:
        return unknown_words(u)
    if topic.unused and not u.has("topic") and not u.has("noun", "project"):
        return unknown_words(u)
    said = [f"按名称、绩效目标和指标里讲到“{'”“'.join(topic.used)}”的项目计"]
    if topic.unused:
        said.append(f"文件里没有出现“{'”“'.join(topic.unused)}”，未作为条件")
    frame = replace(plan.frame, projects=u.catalogue.with_kin(topic.projects))
    want = "list" if plan.want in ("sum", "list") and u.asks("list") else plan.want
    return replace(plan, frame=frame, want=want, assumptions=(*plan.assumptions, *said))


def answer_projects(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    absent = [year for year in u.years if year not in u.catalogue.years]
    if absent and not u.projects:
        return refusal(u.question, f"没有收录{absent[0]}年的文件。{known_departments(u)}")
    unused = unused_mentions(u, plan)
    if unused:
        return unused_words(u, unused)
    inside = narrowed(u, plan, graph)
    if isinstance(inside, Answer):
        return inside
    plan = inside
    if plan.want == "facet":
        return answer_facet(u, plan, graph)
    if plan.want == "compare":
        return answer_compared(u, plan, graph)
    query = project_query(plan.frame)
    rows = select(graph, query)
    if not rows and plan.want != "exists":
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    if len(plan.frame.departments) == 2 and u.has("compare", "difference", "larger", "smaller", "ratio") and plan.want in COMPARED:
        return departments_compared(u, plan, graph, query, rows)
    if plan.want == "sum" and u.has("share"):
        return share_of_projects(u, plan, graph, query, rows)
    if plan.want in ("count", "sum", "average"):
        return answer_number(u, plan, graph, query, rows)
    if plan.want == "exists":
        return answer_exists(u, plan, graph, query, rows)
    return answer_list(u, plan, graph, query, rows)


USED = frozenset(
    ["department", "year", "attribute", "fund", "fund_mode", "phase", "bound", "grain", "policy", "cite", "topic", "project"]
    + ["aggregate", "money", "scope", "top", "group", "filler", "contract_topic", "undisclosed", "policy_force"]
)
"""Kinds of mention that the frame of a project question holds wherever they stand"""


def unused_mentions(u: Understood, plan: ProjectPlan) -> list[str]:
    """Words with a meaning that the frame does not hold: they stop the answer."""
    return [u.printed(m) for m in u.mentions if m.kind not in USED and not is_used(u, m, plan)]


def is_used(u: Understood, m: Mention, plan: ProjectPlan) -> bool:
    match m.kind, m.value:
        case "want", "quantity":
            return u.has("noun", "project") or plan.want in ("count", "facet")
        case "want", "when" | "reason":
            return False
        case ("want" | "noun"), _:
            return True
        case "time", value:
            return value == "this" or bool(u.projects)
        case "compare", value:
            return value in ("with", "differs") or plan.want == "compare" or len(plan.frame.departments) == 2
        case "share", "share":
            return plan.want == "sum"
        case "indicator", _:
            return bool(plan.frame.indicators)
        case "policy_kind", _:
            return bool(plan.frame.policy_kinds)
        case "facet", value:
            return plan.want == "facet" or value in ("page", "funds", "attribute", "department")
        case ("concept" | "label"), value:
            return u.has("topic") or value in ("预算总额", "支出总计", "项目支出")
        case "role", _:
            return u.printed(m) in ("服务", "负责", "活", "做了", "做的", "提供")
        case "organisation", _:
            return bool(plan.frame.units) or any(bare(u.printed(m)) in name for match in u.projects for name in match.names)
        case "chain", _:
            return u.printed(m) in ("制定", "出台", "发布")
        case _:
            return False


def answer_list(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    names = list(dict.fromkeys((text_of(row, "department"), text_of(row, "name")) for row in rows))
    parts = [f"{text_of(row, 'name')}{amount_note(row)}" for row in rows]
    text = f"{scope_words(u, plan.frame, rows)}{condition_words(u, plan.frame)}的项目共{len(names)}个：{listed(parts, 12)}。"
    if plan.want == "max" or plan.frame.limit:
        word = "最少" if plan.frame.ascending else "最多"
        text = f"{scope_words(u, plan.frame, rows)}{condition_words(u, plan.frame)}预算{word}的项目依次是：{listed(parts, 12)}。"
    seen: dict[tuple[str, str], Item] = {}
    for row in rows:
        value = number_of(row, "amount")
        key = (text_of(row, "department"), text_of(row, "name"))
        seen.setdefault(key, Item(key[1], None if value is None else decimal_text(value), "元", text_of(row, "project")))
    if u.has("noun", "department") and not u.has("noun", "project") and plan.frame.projects:
        places = {text_of(row, "department"): text_of(row, "doc") for row in rows}
        return finished(u, plan, graph, query, rows, tuple(Item(name) for name in places), f"{listed(list(places))}有这个项目：{listed(parts, 12)}。")
    if u.asks("amount") and len(rows) > 1:
        total = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
        text += f"合计{money(total)}。"
    return finished(u, plan, graph, query, rows, tuple(seen.values()), text)


def amount_note(row: Row) -> str:
    value = number_of(row, "amount")
    return "" if value is None else f"（{money(value)}）"


def answer_number(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """A count, sum or average; sums over several departments of the same project name are given for each."""
    total_query = total_of(query, {"count": "COUNT", "sum": "SUM", "average": "AVG"}[plan.want])
    value = number_of(select(graph, total_query)[0], "value") or Decimal(0)
    where, condition = scope_words(u, plan.frame, rows), condition_words(u, plan.frame)
    departments = list(dict.fromkeys(text_of(row, "department") for row in rows))
    if plan.want == "sum" and u.projects and not is_topic(u) and len(departments) > 1 and not u.has("aggregate", "sum"):
        return answer_each(u, plan, graph, query, rows, departments)
    if plan.want == "count":
        kind = "上年结转" if plan.frame.phase == "上年结转" else ""
        items = (Item(f"{where}{condition}的{kind}项目数", decimal_text(value), "个"),)
        text = f"{where}{condition}的{kind}项目共{value}个。"
    elif plan.want == "average":
        value = value.quantize(Decimal("0.01"))
        items = (Item(f"{where}平均每个项目", decimal_text(value), "元"),)
        text = f"{where}{condition}的项目共{len(rows)}个，平均每个{money(value)}。"
    else:
        what = project_words(rows) if plan.frame.projects else f"{condition}的项目"
        items = (Item(f"{where}{what}", decimal_text(value), "元"),)
        parts = f"，共{len(rows)}个项目：{listed([text_of(r, 'name') + amount_note(r) for r in rows], 8)}" if len(rows) > 1 else ""
        word = "实施期资金总额" if plan.frame.period_amount else ("上年结转" if plan.frame.phase == "上年结转" else "年度预算")
        text = f"{where}{what}{word}合计{money(value)}{parts}。" if parts else f"{where}{what}{word}为{money(value)}。"
    answer = finished(u, plan, graph, total_query, rows, items, text)
    return replace(answer, evidence=(*printed_total(graph, plan.frame, rows), *answer.evidence))


def printed_total(graph: Graph, frame: ProjectFrame, rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """The total row of 项目支出预算表 of each document, where the whole of its projects is counted."""
    if replace(frame, departments=(), years=()) != ProjectFrame():
        return ()
    found = select(graph, f"""SELECT DISTINCT ?figure ?doc ?value WHERE {{ VALUES ?doc {{ {iri_list(text_of(row, "doc") for row in rows)} }}
      ?figure a bk:Figure ; bk:document ?doc ; bk:table ?table ; bk:columnLeaf "合计" ; bk:value ?value . FILTER(CONTAINS(?table, "项目支出预算表")) }}
      ORDER BY ?figure""")
    sums: dict[str, Decimal] = {}
    for row in rows:
        sums[text_of(row, "doc")] = sums.get(text_of(row, "doc"), Decimal(0)) + (number_of(row, "amount") or Decimal(0))
    return evidence_of(graph, [text_of(row, "figure") for row in found if row.get("value") == sums[text_of(row, "doc")]])


def answer_each(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row], departments: list[str]) -> Answer:
    """The same project in several departments: each is answered, nothing is added up."""
    items, parts = [], []
    for department in departments:
        own = [row for row in rows if text_of(row, "department") == department]
        value = sum((number_of(row, "amount") or Decimal(0) for row in own), Decimal(0))
        items.append(Item(f"{department}：{project_words(own)}", decimal_text(value), "元", text_of(own[0], "project")))
        parts.append(f"{department}{decimal_text(value)}元（{text_of(own[0], 'year')}年，{project_words(own)}）")
    text = f"有{len(departments)}个部门都有这个项目，分别是：{'；'.join(parts)}。没有相加。"
    plan = replace(plan, assumptions=(*plan.assumptions, "问题没有说明部门，按部门分别列出"))
    return finished(u, plan, graph, query, rows, tuple(items), text)


COMPARED = ("count", "sum", "average", "list")


def departments_compared(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """Two departments' projects beside each other: how many, or how much, and the difference or ratio."""
    counted = plan.want == "count" or u.asks("count") or any("几" in u.printed(m) for m in u.of("compare") if m.value == "difference")
    sides = []
    for iri in plan.frame.departments:
        name = next(d.name for d in u.catalogue.departments if d.iri == iri)
        own = [row for row in rows if text_of(row, "department") == name]
        total = Decimal(len(own)) if counted else sum((number_of(row, "amount") or Decimal(0) for row in own), Decimal(0))
        sides.append((name, total))
    (first, a), (second, b) = sides
    show = (lambda value: f"{value}个") if counted else money
    unit = "个" if counted else "元"
    if u.has("compare", "ratio") and b:
        item = Item("倍数", decimal_text((a / b).quantize(Decimal("0.01"))), "倍")
        text = f"{first}{show(a)}，{second}{show(b)}，前者是后者的{item.value}倍。"
    else:
        item = Item("相差", decimal_text(abs(a - b)), unit)
        text = f"{first}{show(a)}，{second}{show(b)}，{first if a >= b else second}更多，相差{show(abs(a - b))}。"
    items = (item, Item(first, decimal_text(a), unit), Item(second, decimal_text(b), unit))
    return finished(u, plan, graph, query, rows, items, text)


def share_of_projects(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The share that the projects found have in all projects of their departments, by amount."""
    everything = ProjectFrame(departments=plan.frame.departments, years=plan.frame.years, phase=plan.frame.phase)
    whole = number_of(select(graph, total_of(project_query(everything), "SUM"))[0], "value")
    part = sum((number_of(row, "amount") or Decimal(0) for row in rows), Decimal(0))
    if not whole:
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    share = (part / whole * 100).quantize(Decimal("0.01"))
    where = scope_words(u, plan.frame, rows)
    text = f"{where}{condition_words(u, plan.frame)}的项目{money(part)}，占全部项目{money(whole)}的{share}%。"
    return finished(u, plan, graph, query, rows, (Item("占比", decimal_text(share), "%"),), text)


def undisclosed_answer(u: Understood, graph: Graph) -> Answer:
    """The amount of projects without a published page: 项目支出 of the department less the sum of its pages."""
    frame = ProjectFrame(departments=u.departments, years=years_of(u, []))
    query = total_of(project_query(replace(frame, pages_only=True)), "SUM")
    paged = number_of(select(graph, query)[0], "value") or Decimal(0)
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}"
    rows = select(graph, f"""SELECT ?figure ?value WHERE {{ {scope} ?doc bk:publisher ?publisher . ?figure a bk:Figure ; bk:document ?doc ; bk:value ?value ; bk:unit "元" ; bk:row ?row .
      FILTER NOT EXISTS {{ ?figure bk:table ?table }} FILTER(?row = "项目支出" || CONTAINS(?row, "二级项目") || CONTAINS(?row, "绩效目标管理")) }}
      ORDER BY DESC(?value)""")
    if len(u.departments) != 1 or not rows:
        return refusal(u.question, "没有写明项目支出总额的文件，推不出未公开项目的预算。", PREFIXES + query)
    whole = number_of(rows[0], "value") or Decimal(0)
    name = next(d.name for d in u.catalogue.departments if d.iri in u.departments)
    text = (f"{name}项目支出共{money(whole)}，公开了绩效目标表的项目合计{money(paged)}，相差{money(whole - paged)}，"
            "即未公开绩效表的项目预算；文件没有写它的名称。")  # fmt: skip
    pages = select(graph, project_query(replace(frame, pages_only=True)))
    evidence = (*evidence_of(graph, [text_of(r, "figure") for r in rows]), *project_evidence(graph, replace(frame, period_amount=True), pages))
    return Answer(u.question, "answer", text, (Item(f"{name}未公开绩效表的项目", decimal_text(whole - paged), "元"),),
                  ("由项目支出总额减去公开的项目推算",), PREFIXES + query, TITLES, table_rows(pages, COLUMNS), evidence)  # fmt: skip


def answer_exists(u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row]) -> Answer:
    where, condition = scope_words(u, plan.frame, rows), condition_words(u, plan.frame)
    if rows:
        text = f"有。{where}{condition}的项目有{len(rows)}个：{listed([text_of(r, 'name') + amount_note(r) for r in rows])}。"
        return finished(u, plan, graph, query, rows, (Item("有", "true"),), text)
    near = project_query(replace(plan.frame, bounds=(), limit=3))
    nearest = select(graph, near)
    if not nearest:
        return refusal(u.question, nothing_found(u, plan.frame), PREFIXES + query)
    text = f"没有。{where}没有{condition}的项目，最大的是{listed([text_of(r, 'name') + amount_note(r) for r in nearest])}。"
    return finished(u, plan, graph, query, nearest, (Item("没有", "false"),), text)


def answer_compared(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """Two named projects beside each other: difference or ratio."""
    query = project_query(plan.frame)
    rows = select(graph, query)
    sides: list[tuple[str, Decimal]] = []
    for match in u.projects[:2]:
        iris = set(u.catalogue.with_kin(iri for name in match.names for iri in u.catalogue.bare_projects[name]))
        own = [row for row in rows if text_of(row, "project") in iris]
        if not own:
            return refusal(u.question, f"没有找到“{match.names[0]}”的预算金额，无法比较。", PREFIXES + query)
        sides.append((project_words(own), sum((number_of(row, "amount") or Decimal(0) for row in own), Decimal(0))))
    (first, a), (second, b) = sides
    if u.has("compare", "ratio") and b:
        value, text = (a / b).quantize(Decimal("0.01")), f"{first}是{second}的{(a / b).quantize(Decimal('0.01'))}倍"
        item = Item("倍数", decimal_text(value), "倍")
    else:
        value, text = abs(a - b), f"{first}{money(a)}，{second}{money(b)}，前者{'多' if a >= b else '少'}{money(abs(a - b))}"
        item = Item("差额", decimal_text(value), "元")
    return finished(u, plan, graph, query, rows, (item,), text + "。")


def answer_facet(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """An attribute of a project: 实施单位, 项目期, 项目属性, 填报日期."""
    title, pattern = FACETS[plan.facet]
    scope = f"VALUES ?publisher {{ {iri_list(plan.frame.departments)} }}" if plan.frame.departments else ""
    query = f"""SELECT DISTINCT ?project ?name ?value ?page ?department WHERE {{
  VALUES ?project {{ {iri_list(plan.frame.projects)} }} {scope}
  ?page a bk:ProjectPage ; bk:project ?project ; bk:name ?name ; bk:document ?doc . ?doc bk:publisher ?publisher . ?publisher skos:prefLabel ?department .
  {pattern} .
}} ORDER BY ?name ?value"""
    rows = select(graph, query)
    said = plan.assumptions
    if not rows and plan.facet == "implementer":
        query = query.replace("a bk:ProjectPage", "a bk:BudgetLine").replace(pattern, "?page bk:unitOrganisation/skos:prefLabel ?value")
        rows, said = select(graph, query), ("绩效目标表没有写实施单位，按项目支出预算表里项目所在的单位",)
    if not rows:
        return refusal(u.question, f"绩效目标表里没有写这个项目的{title}。", PREFIXES + query)
    items = tuple(dict.fromkeys(Item(text_of(row, "value"), None, None, text_of(row, "project")) for row in rows))
    parts = list(dict.fromkeys(f"{text_of(row, 'name')}的{title}是{text_of(row, 'value')}" for row in rows))
    evidence = evidence_of(graph, [text_of(row, "page") for row in rows])
    return Answer(u.question, "answer", "；".join(parts) + "。", items, said, PREFIXES + query,
                  ("项目", title, "部门"), table_rows(rows, ("name", "value", "department")), evidence)  # fmt: skip


def finished(
    u: Understood, plan: ProjectPlan, graph: Graph, query: str, rows: list[Row], items: tuple[Item, ...], text: str
) -> Answer:
    return Answer(
        u.question, "answer", text, items, tuple(dict.fromkeys((*plan.assumptions, *assumptions_of(plan, rows)))),
        PREFIXES + query, TITLES, table_rows(rows, COLUMNS), project_evidence(graph, plan.frame, rows),
        follow_ups=follow_ups(u, rows),
    )  # fmt: skip


def follow_ups(u: Understood, rows: Sequence[Row]) -> tuple[str, ...]:
    found = []
    if len({text_of(row, "department") for row in rows}) > 1:
        found.append("按部门分")
    found += [f"只看{year}年" for year in sorted({text_of(row, "year") for row in rows})] if len({text_of(row, "year") for row in rows}) > 1 else []
    return tuple(found)


def assumptions_of(plan: ProjectPlan, rows: Sequence[Row]) -> list[str]:
    said = []
    years = sorted({text_of(row, "year") for row in rows})
    if len(years) > 1:
        said.append(f"各部门公开的年度不同（{'、'.join(years)}年），按各自文件的年度预算计算")
    if plan.frame.period_amount:
        said.append("金额为实施期资金总额")
    elif plan.frame.by_row:
        said.append("按项目支出预算表的单行金额比较，同名项目不合并")
    else:
        said.append("金额为年度预算，同名项目的各行合并计算，续页不重复计")
    if plan.frame.phase == "本年预算" and plan.want in ("count", "sum", "average"):
        said.append("只含本年预算，不含上年结转")
    return said


def project_evidence(graph: Graph, frame: ProjectFrame, rows: Sequence[Row]) -> tuple[Evidence, ...]:
    """Lines, pages and the indicators or mentions that met the conditions, for each project of ``rows``."""
    pairs = list(dict.fromkeys((text_of(row, "project"), text_of(row, "doc")) for row in rows))[:40]
    if not pairs:
        return ()
    values = " ".join(f"({iri_list([project])} {iri_list([doc])})" for project, doc in pairs)
    branches = [
        f'{{ ?node a bk:BudgetLine ; bk:project ?project ; bk:document ?doc ; bk:phase "{frame.phase}" BIND(1 AS ?rank) }}',
        "{ ?node a bk:ProjectPage ; bk:project ?project ; bk:document ?doc BIND(2 AS ?rank) }",
    ]
    for i, condition in enumerate(frame.indicators):
        branches.insert(0, f"{{ {indicator_pattern(condition, f'?indicator{i}')} BIND(?indicator{i} AS ?node) BIND(0 AS ?rank) }}")
    if frame.policies or frame.policy_kinds or frame.repealed:
        branches.insert(0, f"{{ {mention_pattern(frame)} BIND(?mention AS ?node) BIND(0 AS ?rank) }}")
    found = select(graph, f"SELECT DISTINCT ?project ?doc ?node ?rank WHERE {{ VALUES (?project ?doc) {{ {values} }} {' UNION '.join(branches)} }}")
    order = {pair: i for i, pair in enumerate(pairs)}
    found.sort(key=lambda row: (order[(text_of(row, "project"), text_of(row, "doc"))], number_of(row, "rank") or 0, text_of(row, "node")))
    words = [*frame.attributes, *(["持续性"] if "延续性" in frame.attributes else [])]
    words = words or (["资金总额"] if frame.differs or frame.period_amount else [])
    return (*cell_lines(graph, pairs, words), *evidence_of(graph, [text_of(row, "node") for row in found], 120))


def project_words(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(text_of(row, "name") for row in rows))
    return "、".join(f"“{name}”" for name in names[:4]) + ("等" if len(names) > 4 else "")


def scope_words(u: Understood, frame: ProjectFrame, rows: Sequence[Row]) -> str:
    """Departments and years in words: 晋城市应急管理局2026年."""
    names = list(dict.fromkeys(text_of(row, "department") for row in rows))
    if frame.departments:
        names = [d.name for d in u.catalogue.departments if d.iri in frame.departments]
    years = "、".join(sorted({text_of(row, "year") for row in rows}))
    subject = "、".join(names) if len(names) <= 3 else f"{len(names)}个部门"
    return f"{subject}{years}年" if years else subject


def condition_words(u: Understood, frame: ProjectFrame) -> str:
    parts = []
    if frame.attributes:
        parts.append("、".join(frame.attributes))
    if frame.funds:
        parts.append("和".join(FUND_NAMES[fund] for fund in frame.funds) + ("同时安排" if frame.all_funds else "安排"))
    for bound in frame.bounds:
        parts.append(bound_words(bound.low, bound.high, bound.low_in, bound.high_in))
    for condition in frame.indicators:
        value = condition.text or (percent_words(condition.bound) if condition.bound else "")
        parts.append(f"{'、'.join(condition.words)}{value}")
    if frame.policies:
        labels = [p.label for p in u.catalogue.policies if p.iri in frame.policies]
        parts.append(f"引用{listed(list(dict.fromkeys(labels)), 3)}")
    if frame.policy_kinds:
        parts.append(f"依据含{'、'.join({'minutes': '会议纪要', 'standard': '标准', 'law': '法律', 'regulation': '法规规章'}.get(k, '文件') for k in frame.policy_kinds)}")
    if frame.repealed:
        parts.append("引用已废止文件")
    if frame.differs:
        parts.append("实施期资金总额与年度资金不一致")
    if frame.phase == "上年结转":
        parts.append("上年结转")
    return "、".join(parts)


def bound_words(low: Decimal | None, high: Decimal | None, low_in: bool, high_in: bool) -> str:
    if low is not None and high is not None:
        return f"{money(low)}" if low == high else f"{money(low)}到{money(high)}"
    if low is not None:
        return f"{'不少于' if low_in else '超过'}{money(low)}"
    return f"{'不超过' if high_in else '少于'}{money(high or Decimal(0))}"


def percent_words(bound: object) -> str:
    low, high = getattr(bound, "low", None), getattr(bound, "high", None)
    if low is not None and low == high:
        return f"为{grouped_digits(low)}%"
    return (f"不低于{grouped_digits(low)}%" if low is not None else "") + (f"不高于{grouped_digits(high)}%" if high is not None else "")


def nothing_found(u: Understood, frame: ProjectFrame) -> str:
    names = [d.name for d in u.catalogue.departments if d.iri in frame.departments]
    where = "、".join(names) if names else "已收录的文件"
    return f"{where}里没有找到符合{condition_words(u, frame) or '这些条件'}的项目。"


def similar_names(catalogue: Catalogue, wanted: str, most: int = 3) -> list[str]:
    """Project names that share most characters with ``wanted``."""
    chars = set(bare(wanted))
    ranked = sorted(catalogue.projects, key=lambda name: (-len(chars & set(bare(name))), len(name)))
    return [name for name in ranked[:most] if chars & set(bare(name))]
