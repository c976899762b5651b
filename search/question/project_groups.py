"""Projects apart by what the question parts them by: attribute, fund, phase, unit, department, year, or each by name.

Enters: a plan whose want is ``groups``. Leaves: what each part has (各有几个, 分别多少钱), nothing added up over parts, or two
parts beside each other (一次性项目比经常性项目少几个). A part that the question names and that has no project says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, money, refusal
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_of
from search.question.project_answer import finished
from search.question.project_frame import FUND_NAMES, ProjectFrame
from search.question.project_parts import ATTRIBUTES, PHASES, match_iris, sums_funds, topic_sides
from search.question.project_plan import ProjectPlan
from search.question.project_query import project_query
from search.question.project_rows import project_rows
from search.question.project_words import bound_words, condition_words, scope_words
from search.question.topic import find_topic
from search.question.understanding import Understood

NOTHING = "urn:none"
"""An IRI that no project has: a topic without projects"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the projects: its name, its query and what that found."""

    name: str
    frame: ProjectFrame
    rows: tuple[Row, ...]

    @property
    def total(self) -> Decimal:
        return sum((number_of(row, "amount") or Decimal(0) for row in self.rows), Decimal(0))

    def value(self, counted: bool) -> Decimal:
        return Decimal(len(self.rows)) if counted else self.total


def answer_groups(u: Understood, plan: ProjectPlan, graph: Graph) -> Answer:
    """One item for each part: a number of projects where projects are counted, else an amount."""
    frame = replace(plan.frame, limit=None)
    parts = [Part(name, own, tuple(project_rows(graph, own))) for name, own in frames_of(u, plan, frame, graph)]
    asked = plan.facet in ("fund", "phase", "project", "department", "bound", "topic") or len(frame.attributes) > 1
    parts = parts if asked else [part for part in parts if part.rows]
    every: list[Row] = [{**row, "phase": part.frame.phase} for part in parts for row in part.rows]
    if not every or (len(parts) < 2 and plan.facet not in ("unit", "year")):
        return refusal(u.question, "文件里没有可以这样分开的项目。", PREFIXES + project_query(frame))
    absent = [part.name for part in parts if not part.rows]
    if absent and plan.facet in ("project", "topic"):
        return refusal(u.question, f"没有找到“{absent[0]}”的预算金额。", PREFIXES + project_query(frame))
    counted = counts(u)
    if u.has("aggregate", "max", "min"):
        parts = sorted(parts, key=lambda part: part.value(counted), reverse=u.has("aggregate", "max"))
    items = tuple(Item(part.name, plain(part.value(counted)), "个" if counted else "元") for part in parts)
    head = f"{scope_words(u, frame, every)}{condition_words(u, bare_frame(frame))}的项目分开看：" if plan.facet != "project" else ""
    plan = replace(plan, assumptions=(*plan.assumptions, *said_of(plan, parts)))
    text = f"{head}{'；'.join(map(part_words, parts))}。"
    if u.has("aggregate", "max", "min"):
        text += f"{'最多' if u.has('aggregate', 'max') else '最少'}的是{parts[0].name}。"
        items = tuple(item for item in items if item.value == items[0].value)
    if plan.facet == "fund" and sums_funds(u, frame):
        whole = sum((part.total for part in parts), Decimal(0))
        items, text = (Item("合计", plain(whole), "元"), *items), f"{text}合计{money(whole)}。"
    elif len(parts) == 2 and plan.compared:
        item, said = compared(u, parts, counted)
        items, text = (item, *items), text + said
    return finished(u, plan, graph, project_query(frame), every, items, text)


def frames_of(u: Understood, plan: ProjectPlan, frame: ProjectFrame, graph: Graph) -> list[tuple[str, ProjectFrame]]:
    """(name, frame) of each part."""
    match plan.facet:
        case "attribute":
            return [(kind, replace(frame, attributes=(kind,))) for kind in ATTRIBUTES if kind in (frame.attributes or ATTRIBUTES)]
        case "fund":
            one = replace(frame, all_funds=False, fund_amount=True)
            return [(FUND_NAMES[fund], replace(one, funds=(fund,))) for fund in frame.funds]
        case "phase":
            return [(phase, replace(frame, phase=phase)) for phase in PHASES]
        case "bound":
            return [(bound_words(b.low, b.high, b.low_in, b.high_in), replace(frame, bounds=(b,))) for b in frame.bounds]
        case "topic":
            found = [(word, find_topic([bare(word)], frame.departments, u.catalogue, graph).projects) for word in topic_sides(u)]
            return [(word, replace(frame, projects=u.catalogue.with_kin(own) or (NOTHING,))) for word, own in found]
        case "project":
            return [(match.names[0], replace(frame, projects=match_iris(u, match))) for match in sorted(u.projects, key=lambda m: m.spans)]
        case "department":
            names = {d.iri: d.name for d in u.catalogue.departments}
            return [(names[iri], replace(frame, departments=(iri,))) for iri in frame.departments]
        case "year":
            return [(f"{year}年", replace(frame, years=(year,))) for year in frame.years or u.catalogue.years]
    if frame.units:
        called = {n.iri: n.name for n in u.catalogue.organisations}
        return [(called[iri], replace(frame, units=(iri,))) for iri in frame.units]
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    units = select(graph, f"""SELECT DISTINCT ?unit ?name WHERE {{ {scope}
      GRAPH ?g {{ ?doc bk:publisher ?publisher . ?line a bk:BudgetLine ; bk:unitOrganisation ?unit }} ?unit skos:prefLabel ?name }} ORDER BY ?name""")
    below = any(re.search("属|二级", u.printed(m)) for m in u.of("group"))
    own = {d.iri for d in u.catalogue.departments} if below else set()
    return [(text_of(row, "name"), replace(frame, units=(text_of(row, "unit"),))) for row in units if text_of(row, "unit") not in own]


def counts(u: Understood) -> bool:
    """Whether projects are counted: 几个, 少几个, or no money spoken of."""
    number = u.asks("count") or any("几" in u.printed(m) for m in u.of("compare") if m.value == "difference")
    named = bool(u.projects) or u.has("fund") or u.has("phase") or bool(topic_sides(u))
    return number or not (u.asks("amount") or u.has("money") or u.has("aggregate", "sum") or named)


def bare_frame(frame: ProjectFrame) -> ProjectFrame:
    """The conditions that all parts share."""
    return replace(frame, attributes=(), funds=(), bounds=(), phase="本年预算")


def said_of(plan: ProjectPlan, parts: list[Part]) -> list[str]:
    """What the projects of topics are, and which of them count on both sides."""
    if plan.facet != "topic":
        return []
    said = [f"“{part.name}”按名称、绩效目标和指标主要讲它的项目计：{'、'.join(text_of(row, 'name') for row in part.rows[:6])}" for part in parts]
    both = set.intersection(*({text_of(row, "name") for row in part.rows} for part in parts))
    return [*said, *([f"几边都计入的项目：{'、'.join(sorted(both))}"] if both else [])]


def part_words(part: Part) -> str:
    if not part.rows:
        return f"{part.name}没有"
    return f"{part.name}{len(part.rows)}个，{money(part.total)}" if len(part.rows) > 1 else f"{part.name}{money(part.total)}"


def compared(u: Understood, parts: list[Part], counted: bool) -> tuple[Item, str]:
    """The difference, the ratio or the larger of two parts."""
    first, second = parts
    a, b = first.value(counted), second.value(counted)
    unit = "个" if counted else "元"
    if u.has("compare", "ratio") and b:
        ratio = (a / b).quantize(Decimal("0.01"))
        return Item("倍数", plain(ratio), "倍"), f"前者是后者的{ratio}倍。"
    gap = f"{abs(a - b)}个" if counted else money(abs(a - b))
    if a == b:
        return Item("相差", "0", unit), "两者相等。"
    larger, smaller = (first, second) if a > b else (second, first)
    said = f"{larger.name}更多，相差{gap}。"
    if u.has("compare", "difference"):
        return Item("相差", plain(abs(a - b)), unit), said
    winner = smaller if u.has("compare", "smaller") else larger
    return Item(winner.name, plain(winner.value(counted)), unit), said
