"""Questions about projects as a typed frame, and the frame as one SPARQL query.

A project's amount is the sum of its rows in 项目支出预算表 (本年预算); where a document has no such table, the sum of its
project pages (年度资金), pages that continue another counted once. Conditions on a page (attribute, indicator, basis)
hold for the project the page describes.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.question.graph import iri_list, text_literal
from search.question.numerals import Bound

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


OF_PAGE = """{ ?line bk:page ?linePage . ?linePage bk:project ?project }
  UNION { ?line bk:project ?project FILTER NOT EXISTS { ?line bk:page ?noPage } }"""
"""The project whose page a row belongs to, under whatever name the row prints; the row's own where it has no page"""


WITHOUT = {
    "basis": "?named a bk:PolicyMention ; bk:project ?project ; bk:document ?doc",
    "contract": "?owed a bk:Contract ; bk:project ?project ; bk:document ?doc",
}
"""What the pages of a project do not hold"""


@dataclass(frozen=True, slots=True)
class IndicatorCondition:
    """An indicator whose levels contain one of ``words`` and whose value meets ``bound`` (%), or contains ``text``."""

    words: tuple[str, ...]
    bound: Bound | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectFrame:
    """Which projects, under which conditions, in which order. IRIs throughout; empty means no condition."""

    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    projects: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    own_only: bool = False
    """only rows of the department itself, not of its subordinate units"""
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
    """basis | contract: only projects whose pages name no policy, or no contract"""
    ascending: bool = False
    limit: int | None = None
    periods: tuple[str, ...] = ()
    """项目期 as printed: 1年"""
    name_has: tuple[str, ...] = ()
    """words that the name has"""

    @property
    def needs_page(self) -> bool:
        cited = self.policies or self.policy_kinds or self.repealed
        return bool(self.attributes or self.indicators or cited or self.differs or self.period_amount or self.without or self.periods)


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


def document_part(frame: ProjectFrame) -> str:
    """Narrows sub-selects to the departments asked about, so that they stay small."""
    return f"?doc bk:publisher ?org . VALUES ?org {{ {iri_list(frame.departments)} }}" if frame.departments else ""


def columns_of(frame: ProjectFrame, of_page: bool) -> list[str]:
    """Fund columns of 项目支出预算表, or fund rows of a page, that the frame asks for."""
    return [column for fund in frame.funds if (column := FUND_COLUMNS[fund][of_page])]


def line_pattern(frame: ProjectFrame, amount: str, own_name: bool = True) -> str:
    """Rows of 项目支出预算表 in the frame's phase; the project is the row's own, or the one of the page it belongs to."""
    project = "?line bk:project ?project ." if own_name else OF_PAGE
    columns = columns_of(frame, False)
    measure = columns[0] if frame.fund_amount and columns else "amount"
    line = f"?line a bk:BudgetLine ; bk:document ?doc ; bk:phase {text_literal(frame.phase)} ; bk:{measure} {amount} ."
    parts = [line, project, document_part(frame)]
    if frame.only_funds and columns:
        parts.append(no_other(FUND_COLUMNS, columns, 0, "?line"))
    if columns and not frame.fund_amount and (frame.by_row or not frame.all_funds):
        parts.append(" UNION ".join(f"{{ ?line bk:{column} ?fund }}" for column in columns) + " FILTER(?fund > 0)")
    if frame.own_only:
        parts.append("?doc bk:publisher ?self . ?line bk:unitOrganisation ?self .")
    if frame.units:
        parts.append(f"VALUES ?unit {{ {iri_list(frame.units)} }} ?line bk:unitOrganisation ?unit .")
    return " ".join(part for part in parts if part)


def no_other(every: dict[str, tuple[str | None, str | None]], columns: list[str], of_page: int, node: str) -> str:
    """No fund of the row or page but those of ``columns``."""
    others = [pair[of_page] for pair in every.values() if pair[of_page] and pair[of_page] not in columns]
    return f"FILTER NOT EXISTS {{ {node} {'|'.join(f'bk:{other}' for other in others)} ?else FILTER(?else > 0) }}"


def fund_or(frame: ProjectFrame, amount: str) -> str:
    """The row of a page that holds what the one fund gives, where that is the amount asked for."""
    columns = columns_of(frame, True)
    return columns[0] if frame.fund_amount and columns else amount


def pages_pattern(frame: ProjectFrame, amount: str) -> str:
    """Project pages that do not continue another, with ?each."""
    parts = [f"?page a bk:ProjectPage ; bk:project ?project ; bk:document ?doc ; bk:{amount} ?each .", document_part(frame)]
    columns = columns_of(frame, True)
    if columns:
        parts.append(" UNION ".join(f"{{ ?page bk:{column} ?fund }}" for column in columns) + " FILTER(?fund > 0)")
    if frame.only_funds and columns:
        parts.append(no_other(FUND_COLUMNS, columns, 1, "?page"))
    if frame.units:
        parts.append(f"VALUES ?unit {{ {iri_list(frame.units)} }} ?page bk:implementer ?unit .")
    return " ".join([*(part for part in parts if part), "MINUS { ?page bk:continuationOf ?first }"])


def total_parts(frame: ProjectFrame) -> list[str]:
    """Projects with the sum of their lines, and projects of documents that have pages only."""
    lines = grouped("SUM(?each) AS ?amount", line_pattern(frame, "?each"))
    columns = columns_of(frame, False)
    if frame.all_funds:
        for column in columns:
            funded = f"?row bk:project ?project ; bk:document ?doc ; bk:phase {text_literal(frame.phase)} ; bk:{column} ?{column} ."
            lines += " " + distinct(f"{funded} FILTER(?{column} > 0)")
    if frame.phase != "本年预算" or (columns and columns != ["generalFund"]) or frame.own_only:
        return [lines]
    pages = pages_pattern(frame, fund_or(frame, "yearAmount"))
    if columns_of(frame, True):
        return [grouped("SUM(?each) AS ?amount", pages)]
    pages = grouped("SUM(?each) AS ?amount", f"{pages} MINUS {{ ?any a bk:BudgetLine ; bk:document ?doc }}")
    return [f"{{ {lines} }} UNION {pages}"]


def page_amounts(frame: ProjectFrame) -> list[str]:
    """?amount of projects found by their pages: the sum of their lines, else of their pages."""
    lines = grouped("SUM(?every) AS ?lined", line_pattern(frame, "?every", own_name=False))
    pages = grouped("SUM(?each) AS ?paged", pages_pattern(frame, fund_or(frame, "yearAmount")))
    needs_line = bool(columns_of(frame, False)) or frame.own_only or bool(frame.units)
    return [lines if needs_line else f"OPTIONAL {lines}", f"OPTIONAL {pages}", "BIND(COALESCE(?lined, ?paged) AS ?amount)"]


def condition_parts(frame: ProjectFrame) -> list[str]:
    """What the pages of a project must say."""
    scope = document_part(frame)
    parts = []
    if frame.attributes:
        kinds = " ".join(map(text_literal, frame.attributes))
        parts.append(distinct(f"VALUES ?kind {{ {kinds} }} ?kindPage bk:attributeKind ?kind ; bk:project ?project ; bk:document ?doc . {scope}"))
    if frame.periods:
        periods = " ".join(map(text_literal, frame.periods))
        parts.append(distinct(f"VALUES ?period {{ {periods} }} ?periodPage bk:period ?period ; bk:project ?project ; bk:document ?doc . {scope}"))
    for i, condition in enumerate(frame.indicators):
        parts.append(distinct(f"{indicator_pattern(condition, f'?indicator{i}')} {scope}"))
    if frame.policies or frame.policy_kinds or frame.repealed:
        parts.append(distinct(f"{mention_pattern(frame)} {scope}"))
    if frame.differs:
        both = "?both bk:totalAmount ?whole ; bk:yearAmount ?thisYear ; bk:project ?project ; bk:document ?doc ."
        parts.append(distinct(f"{both} {scope} FILTER(?whole != ?thisYear)"))
    if not parts:
        parts.append(distinct(f"?some a bk:ProjectPage ; bk:project ?project ; bk:document ?doc . {scope}"))
    return [*parts, *(f"MINUS {{ {WITHOUT[what]} }}" for what in frame.without)]


def mention_pattern(frame: ProjectFrame) -> str:
    parts = ["?mention a bk:PolicyMention ; bk:project ?project ; bk:document ?doc ."]
    if frame.policies:
        parts.append(f"VALUES ?policy {{ {iri_list(frame.policies)} }} ?mention bk:policy ?policy .")
    if frame.policy_kinds:
        kinds = ", ".join(map(text_literal, frame.policy_kinds))
        parts.append(f"?mention bk:policy ?cited . ?cited bk:policyKind ?policyKind . FILTER(?policyKind IN ({kinds}))")
    if frame.repealed:
        parts.append('?mention bk:policy ?old . ?old bk:force ?force . VALUES ?force { "已废止" "已被新版替代" }')
    if frame.basis_only:
        parts.append('?mention bk:fieldName ?field . FILTER(CONTAINS(?field, "依据"))')
    return " ".join(parts)


def indicator_pattern(condition: IndicatorCondition, node: str) -> str:
    suffix = node[1:]
    parts = [f"{node} a bk:Indicator ; bk:project ?project ; bk:document ?doc ."]
    for j, word in enumerate(condition.words):
        level = f"?level{suffix}{j}"
        parts.append(f"{node} bk:level1|bk:level2|bk:level3 {level} . FILTER(CONTAINS({level}, {text_literal(word)}))")
    if condition.bound is not None:
        parts.append(f"{node} bk:number ?number{suffix} .")
        parts.append(bound_filter(condition.bound, f"?number{suffix}"))
    if condition.text:
        parts.append(f"{node} bk:indicatorValue ?value{suffix} . FILTER(CONTAINS(?value{suffix}, {text_literal(condition.text)}))")
    return " ".join(parts)


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
