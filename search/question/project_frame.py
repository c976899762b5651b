"""Questions about projects as a typed frame, and the frame as one SPARQL query.

A project's amount is the sum of its rows in 项目支出预算表 (本年预算); where a document has no such table, the sum of its
project pages (年度资金), pages that continue another counted once. Conditions on a page (attribute, indicator, basis)
hold for the project the page describes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.question.graph import iri_list, text_literal
from search.question.numerals import Bound
from search.question.policy_kinds import of_kinds

FUND_COLUMNS = {
    "general": ("generalFund", None), "gov_fund": ("govFund", None), "state_capital": ("stateCapital", None),
    "special_account": ("specialAccount", None), "unit_funds": ("unitFunds", None),
    "central": (None, "centralFund"), "provincial": (None, "provincialFund"),
    "municipal_county": (None, "municipalCountyFund"), "self_raised": (None, "selfRaisedFund"), "other": (None, "otherFund"),
}  # fmt: skip
"""Fund -> its column in 项目支出预算表, its row on a project page"""
FUND_NAMES = {
    "general": "一般公共预算", "gov_fund": "政府性基金预算", "state_capital": "国有资本经营预算", "special_account": "财政专户管理资金",
    "unit_funds": "单位资金", "central": "中央资金", "provincial": "省级资金", "municipal_county": "市县（区）财政资金",
    "self_raised": "单位自筹", "other": "其他资金",
}  # fmt: skip


WITHOUT = {
    "basis": "?named a bk:PolicyMention ; bk:project ?project .",
    "contract": "?owed a bk:Contract ; bk:project ?project .",
}
"""What the pages of a project do not hold"""


FEW = 3
"""Departments whose documents are gone through for projects of a name; of more the projects are looked up first"""
WITHOUT_LINES = "FILTER NOT EXISTS { GRAPH ?g { ?any a bk:BudgetLine } }"
"""Documents that have no 项目支出预算表"""


@dataclass(frozen=True, slots=True)
class IndicatorCondition:
    """An indicator whose levels contain one of ``words`` and whose value meets ``bound`` (%), or contains ``text``."""

    words: tuple[str, ...]
    bound: Bound | None = None
    text: str | None = None
    every: bool = False
    """every indicator with one of ``words`` meets the bound: 质量指标都是100%"""


@dataclass(frozen=True, slots=True)
class ProjectFrame:
    """Which projects, under which conditions, in which order. IRIs throughout; empty means no condition."""

    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    projects: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    own_only: bool = False
    """only rows of the department itself, not of its subordinate units"""
    below_only: bool = False
    """only rows of subordinate units"""
    phase: str = "本年预算"
    attributes: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    all_funds: bool = False
    """every one of ``funds``, not any"""
    only_funds: bool = False
    """no money of another fund than ``funds``"""
    bounds: tuple[Bound, ...] = ()
    fund_amount: bool = False
    """the amount is what the one fund of ``funds`` gives, not the whole of the row"""
    by_row: bool = False
    """one row for each printed line instead of one for each project"""
    indicators: tuple[IndicatorCondition, ...] = ()
    policies: tuple[str, ...] = ()
    policy_kinds: tuple[str, ...] = ()
    repealed: bool = False
    """cites a policy that the documents say is repealed"""
    basis_only: bool = False
    differs: bool = False
    """年度资金 and 实施期资金 differ"""
    period_amount: bool = False
    """the amount is 实施期资金总额"""
    pages_only: bool = False
    """amounts of the pages alone, whatever the table says"""
    excluded: tuple[str, ...] = ()
    """projects left out"""
    without: tuple[str, ...] = ()
    """basis | contract | indicator:KIND: only projects whose pages name no policy, no contract, or no indicator of the kind"""
    within: tuple[str, ...] = ()
    """projects that the conditions are known to leave: no condition of its own"""
    paged: bool = False
    """projects that have a page, with the amounts that its rows and itself have"""
    ascending: bool = False
    limit: int | None = None
    periods: tuple[str, ...] = ()
    """项目期 as printed: 1年"""
    name_has: tuple[str, ...] = ()
    """words that the name has"""

    @property
    def needs_page(self) -> bool:
        cited = self.policies or self.policy_kinds or self.repealed
        return bool(self.attributes or self.indicators or cited or self.differs or self.period_amount or self.without or self.periods or self.paged)


def project_query(frame: ProjectFrame) -> str:
    """The SELECT for a frame: ?project ?name ?department ?year ?amount (and ?doc, ?place for evidence)."""
    if frame.by_row:
        parts = [line_pattern(frame, "?amount") + " BIND(?line AS ?place)"]
    elif frame.pages_only:
        parts = [grouped("SUM(?each) AS ?amount", pages_pattern(frame, "yearAmount"))]
    elif frame.period_amount:
        parts = [*condition_parts(frame), grouped("SUM(?each) AS ?amount", pages_pattern(frame, "totalAmount"))]
    elif frame.needs_page:
        parts = [*condition_parts(frame), *page_amounts(frame)]
    else:
        parts = total_parts(frame)
    bounds = [f"FILTER({condition})" for bound in frame.bounds for condition in bound.conditions("?amount")]
    named = "?project skos:prefLabel ?name . ?doc bk:publisher ?publisher ; bk:year ?year . ?publisher skos:prefLabel ?department ."
    body = "\n  ".join([*parts, named, *scope_parts(frame), *bounds])
    place = " ?place" if frame.by_row else ""
    order = "?amount" if frame.ascending else "DESC(?amount)"
    limit = f"\nLIMIT {frame.limit}" if frame.limit else ""
    order = f"ORDER BY {order} ?name ?year ?department ?project ?doc{place}"
    return f"SELECT DISTINCT ?project ?name ?department ?year ?amount ?doc{place} WHERE {{\n  {body}\n}} {order}{limit}"


def grouped(value: str, pattern: str) -> str:
    """A sub-select with one value for each project of each document."""
    return f"{{ SELECT ?project ?doc ({value}) WHERE {{ {pattern} }} GROUP BY ?project ?doc }}"


def distinct(pattern: str) -> str:
    """A sub-select of the projects of documents that a pattern holds for."""
    return f"{{ SELECT DISTINCT ?project ?doc WHERE {{ {pattern} }} }}"


def scope_parts(frame: ProjectFrame) -> list[str]:
    parts = []
    if frame.departments:
        parts.append(f"VALUES ?publisher {{ {iri_list(frame.departments)} }}")
    if frame.years:
        parts.append(f"FILTER(?year IN ({', '.join(map(str, frame.years))}))")
    if frame.projects:
        parts.append(f"VALUES ?project {{ {iri_list(frame.projects)} }}")
    parts += [f"FILTER(CONTAINS(?name, {text_literal(word)}))" for word in frame.name_has]
    if frame.excluded:
        parts.append(f"MINUS {{ VALUES ?project {{ {iri_list(frame.excluded)} }} }}")
    return parts


def scoped(frame: ProjectFrame, pattern: str, rest: str = "") -> str:
    """``pattern``, triples that stand in one document, within what the frame names; ``rest`` are its filters.

    Each sub-select is worked out by itself, so each begins with what is named, the projects or the graphs of the
    departments' documents, and takes the time of these documents, not of all there are. A filter inside GRAPH would be
    worked out for every document first.
    """
    few = 0 < len(frame.departments) <= FEW
    named = () if few else frame.projects or (() if frame.departments else frame.within)
    values = f"VALUES ?project {{ {iri_list(named)} }}" if named else ""
    if not named and frame.departments:
        values = f"VALUES ?org {{ {iri_list(frame.departments)} }}"
    document = "?doc bk:publisher ?org ; bk:year ?ofYear ." if frame.years else "?doc bk:publisher ?org ."
    filters = [f"FILTER(?org IN ({iri_list(frame.departments).replace(' ', ', ')}))"] if named and frame.departments else []
    filters += [f"FILTER(?project IN ({iri_list(frame.projects).replace(' ', ', ')}))"] if few and frame.projects else []
    filters += [f"FILTER(?ofYear IN ({', '.join(map(str, frame.years))}))"] if frame.years else []
    body = f"{pattern} {document}" if named else f"{document} {pattern}"
    return " ".join(part for part in (values, f"GRAPH ?g {{ {body} }}", *filters, rest) if part)


def columns_of(frame: ProjectFrame, of_page: bool) -> list[str]:
    """Fund columns of 项目支出预算表, or fund rows of a page, that the frame asks for."""
    return [column for fund in frame.funds if (column := FUND_COLUMNS[fund][of_page])]


def line_pattern(frame: ProjectFrame, amount: str, own_name: bool = True) -> str:
    """Rows of 项目支出预算表 in the frame's phase; the project is the row's own, or the one of the page it belongs to."""
    columns = columns_of(frame, False)
    measure = columns[0] if frame.fund_amount and columns else "amount"
    parts = [f"?line a bk:BudgetLine ; bk:phase {text_literal(frame.phase)} ; bk:{measure} {amount} ."]
    rest, values = [], ""
    if frame.only_funds and columns:
        rest.append(no_other(FUND_COLUMNS, columns, 0, "?line"))
    if columns and not frame.fund_amount and (frame.by_row or not frame.all_funds):
        parts.append(any_of("?line", columns))
        rest.append("FILTER(?fund > 0)")
    if frame.own_only:
        parts.append("?line bk:unitOrganisation ?org .")
    if frame.below_only:
        parts.append("?line bk:unitOrganisation ?below . FILTER NOT EXISTS { ?doc bk:publisher ?below }")
    if frame.units:
        values = f"VALUES ?unit {{ {iri_list(frame.units)} }} "
        parts.append("?line bk:unitOrganisation ?unit .")
    line, filters = " ".join(parts), " ".join(rest)
    if frame.only_funds and columns and not frame.by_row:
        filters += f" FILTER NOT EXISTS {{ {other_rows(frame, columns)} }}"
    own = values + scoped(frame, f"?line bk:project ?project . {line}", filters)
    if own_name:
        return own
    of_page = values + scoped(frame, f"?linePage bk:project ?project ; a bk:ProjectPage . ?line bk:page ?linePage . {line}", filters)
    return f"{{ {of_page} }}\n  UNION {{ {own} FILTER NOT EXISTS {{ ?line bk:page ?noPage }} }}"


def other_rows(frame: ProjectFrame, columns: list[str]) -> str:
    """Rows of the same project that have money of a fund but those of ``columns``: it is the project that lives on one fund alone."""
    others = "|".join(f"bk:{pair[0]}" for pair in FUND_COLUMNS.values() if pair[0] and pair[0] not in columns)
    return f"?otherRow bk:project ?project ; bk:document ?doc ; bk:phase {text_literal(frame.phase)} ; {others} ?otherFund FILTER(?otherFund > 0)"


def any_of(node: str, columns: Sequence[str]) -> str:
    """The funds of a node in any of these columns."""
    return " UNION ".join(f"{{ {node} bk:{column} ?fund }}" for column in columns)


def no_other(every: dict[str, tuple[str | None, str | None]], columns: list[str], of_page: int, node: str) -> str:
    """No fund of the row or page but those of ``columns``."""
    others = [pair[of_page] for pair in every.values() if pair[of_page] and pair[of_page] not in columns]
    return f"FILTER NOT EXISTS {{ {node} {'|'.join(f'bk:{other}' for other in others)} ?else FILTER(?else > 0) }}"


def fund_or(frame: ProjectFrame, amount: str) -> str:
    """The row of a page that holds what the one fund gives, where that is the amount asked for."""
    columns = columns_of(frame, True)
    return columns[0] if frame.fund_amount and columns else amount


def pages_pattern(frame: ProjectFrame, amount: str, unless: str = "") -> str:
    """Project pages that do not continue another, with ?each; ``unless``: a condition on them and their document."""
    parts, rest, values = [f"?page bk:project ?project ; a bk:ProjectPage ; bk:{amount} ?each ."], [], ""
    columns = columns_of(frame, True)
    if columns:
        parts.append(any_of("?page", columns))
        rest.append("FILTER(?fund > 0)")
    if frame.only_funds and columns:
        rest.append(no_other(FUND_COLUMNS, columns, 1, "?page"))
    if frame.units:
        values = f"VALUES ?unit {{ {iri_list(frame.units)} }} "
        parts.append("?page bk:implementer ?unit .")
    rest += ["FILTER NOT EXISTS { ?page bk:continuationOf ?first }", unless]
    return values + scoped(frame, " ".join(parts), " ".join(part for part in rest if part))


def total_parts(frame: ProjectFrame) -> list[str]:
    """Projects with the sum of their lines, and projects of documents that have pages only."""
    lines = grouped("SUM(?each) AS ?amount", line_pattern(frame, "?each"))
    columns = columns_of(frame, False)
    if frame.all_funds:
        for column in columns:
            funded = f"?row bk:project ?project ; bk:phase {text_literal(frame.phase)} ; bk:{column} ?{column} ."
            lines += " " + distinct(scoped(frame, funded, f"FILTER(?{column} > 0)"))
    if frame.phase != "本年预算" or (columns and columns != ["generalFund"]) or frame.own_only or frame.below_only:
        return [lines]
    if columns_of(frame, True):
        return [grouped("SUM(?each) AS ?amount", pages_pattern(frame, fund_or(frame, "yearAmount")))]
    pages = pages_pattern(frame, fund_or(frame, "yearAmount"), WITHOUT_LINES)
    return [f"{{ {lines} }} UNION {grouped('SUM(?each) AS ?amount', pages)}"]


def page_amounts(frame: ProjectFrame) -> list[str]:
    """?amount of projects found by their pages: the sum of their lines, else of their pages."""
    lines = grouped("SUM(?every) AS ?lined", line_pattern(frame, "?every", own_name=False))
    pages = grouped("SUM(?each) AS ?paged", pages_pattern(frame, fund_or(frame, "yearAmount")))
    needs_line = bool(columns_of(frame, False)) or frame.own_only or frame.below_only or bool(frame.units)
    return [lines if needs_line else f"OPTIONAL {lines}", f"OPTIONAL {pages}", "BIND(COALESCE(?lined, ?paged) AS ?amount)"]


def conditioned(frame: ProjectFrame) -> bool:
    """Whether pages must say something for a project to be wanted."""
    return bool(frame.attributes or frame.indicators or frame.policies or frame.policy_kinds or frame.repealed or frame.differs or frame.periods)


def condition_query(frame: ProjectFrame) -> str:
    """The projects for which the conditions on pages hold."""
    return f"SELECT DISTINCT ?project WHERE {{ {' '.join(condition_parts(replace(frame, without=())))} }} ORDER BY ?project"


def condition_parts(frame: ProjectFrame) -> list[str]:
    """What the pages of a project must say."""
    parts = []
    if frame.attributes:
        kinds = " ".join(map(text_literal, frame.attributes))
        kind = f"VALUES ?kind {{ {kinds} }} ?kindPage bk:attributeKind ?kind ; bk:project ?project ."
        parts.append(distinct(scoped(frame, kind)))
    if frame.periods:
        periods = " ".join(map(text_literal, frame.periods))
        parts.append(distinct(scoped(frame, f"VALUES ?period {{ {periods} }} ?periodPage bk:period ?period ; bk:project ?project .")))
    for i, condition in enumerate(frame.indicators):
        parts.append(distinct(scoped(frame, *indicator_parts(condition, f"?indicator{i}"))))
    if frame.policies or frame.policy_kinds or frame.repealed:
        parts.append(distinct(scoped(frame, *mention_parts(frame))))
    if frame.differs:
        both = "?both bk:totalAmount ?whole ; bk:yearAmount ?thisYear ; bk:project ?project ."
        parts.append(distinct(scoped(frame, both, "FILTER(?whole != ?thisYear)")))
    if not parts:
        parts.append(distinct(scoped(frame, "?some a bk:ProjectPage ; bk:project ?project .")))
    return [*parts, *(f"MINUS {distinct(scoped(frame, *without_parts(what)))}" for what in frame.without)]


def without_parts(what: str) -> tuple[str, str]:
    """What the pages must not hold; indicator:满意度 is an indicator of that kind."""
    kind = what.partition(":")[2]
    if not kind:
        return WITHOUT[what], ""
    levels = "bk:level1|bk:level2|bk:level3"
    return f"?lacked a bk:Indicator ; bk:project ?project ; {levels} ?lackedLevel .", f"FILTER(CONTAINS(?lackedLevel, {text_literal(kind)}))"


def mention_parts(frame: ProjectFrame) -> tuple[str, str]:
    """Mentions of the policies asked for, and what must hold of the policies themselves."""
    shared = []
    parts = ["?mention a bk:PolicyMention ; bk:project ?project ."]
    if frame.policies:
        parts.append(f"VALUES ?policy {{ {iri_list(frame.policies)} }} ?mention bk:policy ?policy .")
    if frame.policy_kinds:
        parts.append("?mention bk:policy ?cited .")
        shared.append(of_kinds(frame.policy_kinds, "?cited"))
    if frame.repealed:
        parts.append("?mention bk:policy ?old .")
        shared.append('?old bk:force ?force . VALUES ?force { "已废止" "已被新版替代" }')
    if frame.basis_only:
        parts.append("?mention bk:fieldName ?field .")
        shared.append('FILTER(CONTAINS(?field, "依据"))')
    return " ".join(parts), " ".join(shared)


def indicator_parts(condition: IndicatorCondition, node: str) -> tuple[str, str]:
    """Indicators that may meet a condition, and the filters that say which do."""
    suffix = node[1:]
    parts, filters = [f"{node} a bk:Indicator ; bk:project ?project ."], []
    for j, word in enumerate(condition.words):
        level = f"?level{suffix}{j}"
        parts.append(f"{node} bk:level1|bk:level2|bk:level3 {level} .")
        filters.append(f"FILTER(CONTAINS({level}, {text_literal(word)}))")
    if condition.bound is not None:
        parts.append(f"{node} bk:number ?number{suffix} .")
        filters.append(bound_filter(condition.bound, f"?number{suffix}"))
        filters += [no_miss(condition, suffix)] if condition.every else []
    if condition.text:
        parts.append(f"{node} bk:indicatorValue ?value{suffix} .")
        whole = f"(^|[^0-9.]){re.escape(condition.text)}($|[^/])"
        filters.append(f"FILTER(REGEX(?value{suffix}, {text_literal(whole)}))")
    return " ".join(parts), " ".join(filters)


def no_miss(condition: IndicatorCondition, suffix: str) -> str:
    """No indicator of the kind that misses the bound, or states no percentage."""
    levels = " || ".join(f"CONTAINS(?missLevel{suffix}, {text_literal(word)})" for word in condition.words)
    met = bound_filter(condition.bound, f"?met{suffix}") if condition.bound else ""
    return (f"FILTER NOT EXISTS {{ ?miss{suffix} a bk:Indicator ; bk:project ?project ; bk:level1|bk:level2|bk:level3 ?missLevel{suffix} . "
            f'FILTER({levels}) FILTER NOT EXISTS {{ ?miss{suffix} bk:number ?met{suffix} ; bk:unit "%" . {met} }} }}')  # fmt: skip


def bound_filter(bound: Bound, variable: str) -> str:
    conditions = bound.conditions(variable)
    if bound.high is None or bound.exact:
        conditions.append(f"{variable} <= 100") if bound.unit == "%" and not bound.exact else None
    return "FILTER(" + " && ".join(dict.fromkeys(conditions)) + ")"


def total_of(query: str, aggregate: str) -> str:
    """``query`` wrapped so that it yields one number: SUM, AVG, MAX or MIN of ?amount, or COUNT of rows.

    >>> total_of("SELECT ?amount WHERE { }", "COUNT").splitlines()[0]
    'SELECT (COUNT(*) AS ?value) (COUNT(*) AS ?count) WHERE {'
    """
    inner = "\n".join("    " + line for line in query.splitlines())
    value = "COUNT(*)" if aggregate == "COUNT" else f"{aggregate}(?amount)"
    return f"SELECT ({value} AS ?value) (COUNT(*) AS ?count) WHERE {{\n  {{\n{inner}\n  }}\n}}"
