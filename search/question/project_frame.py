"""Questions about projects as a typed frame, and the frame as one SPARQL query.

A project's amount is the sum of its rows in 项目支出预算表 (本年预算); where a document has no such table, the sum of its
project pages (年度资金), pages that continue another counted once. Conditions on a page (attribute, indicator, basis)
hold for the project the page describes.
"""

from __future__ import annotations

from dataclasses import dataclass

from search.question.graph import iri_list, text_literal
from search.question.numerals import Bound, plain

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
    bounds: tuple[Bound, ...] = ()
    by_row: bool = False
    """one row for each printed line instead of one for each project"""
    indicators: tuple[IndicatorCondition, ...] = ()
    policies: tuple[str, ...] = ()
    policy_kinds: tuple[str, ...] = ()
    basis_only: bool = False
    differs: bool = False
    """年度资金 and 实施期资金 differ"""
    period_amount: bool = False
    """the amount is 实施期资金总额"""
    kin: tuple[tuple[str, str], ...] = ()
    """(project of a page, project of a row) that are one project under two names"""
    pages_only: bool = False
    """amounts of the pages alone, whatever the table says"""
    ascending: bool = False
    limit: int | None = None

    @property
    def needs_page(self) -> bool:
        return bool(self.attributes or self.indicators or self.policies or self.policy_kinds or self.differs or self.period_amount)


def project_query(frame: ProjectFrame) -> str:
    """The SELECT for a frame: ?project ?name ?department ?year ?amount (and ?doc, ?place for evidence)."""
    if frame.by_row:
        inner = row_pattern(frame)
    elif frame.pages_only:
        inner = f"{{ SELECT ?project ?doc (SUM(?each) AS ?amount) WHERE {{ {pages_pattern(frame, 'yearAmount')} }} GROUP BY ?project ?doc }}"
    elif frame.needs_page:
        inner = page_pattern(frame)
    else:
        inner = total_pattern(frame)
    conditions = [f"FILTER({condition})" for bound in frame.bounds for condition in bound.conditions("?amount")]
    order = "?amount" if frame.ascending else "DESC(?amount)"
    place = " ?place" if frame.by_row else ""
    lines = [
        f"SELECT DISTINCT ?project ?name ?department ?year ?amount ?doc{place} WHERE {{",
        f"  {inner}",
        "  ?project skos:prefLabel ?name . ?doc bk:publisher ?publisher ; bk:year ?year . ?publisher skos:prefLabel ?department .",
        *(f"  {part}" for part in (*scope_parts(frame), *page_conditions(frame), *conditions)),
        f"}} ORDER BY {order} ?name ?year",
    ]
    return "\n".join(lines) + (f"\nLIMIT {frame.limit}" if frame.limit else "")


def scope_parts(frame: ProjectFrame) -> list[str]:
    parts = []
    if frame.departments:
        parts.append(f"VALUES ?publisher {{ {iri_list(frame.departments)} }}")
    if frame.years:
        parts.append(f"FILTER(?year IN ({', '.join(map(str, frame.years))}))")
    if frame.projects:
        parts.append(f"VALUES ?project {{ {iri_list(frame.projects)} }}")
    return parts


def line_pattern(frame: ProjectFrame, amount: str, kin: bool = False) -> str:
    """Rows of 项目支出预算表 in the frame's phase, with its fund and unit conditions; ``kin`` joins other names."""
    named = "?line bk:project ?project ."
    if kin and frame.kin:
        pairs = " ".join(f"({iri_list([page])} {iri_list([line])})" for page, line in frame.kin)
        named = f"{{ {named} }} UNION {{ VALUES (?project ?named) {{ {pairs} }} ?line bk:project ?named . }}"
    parts = [
        f"?line a bk:BudgetLine ; bk:document ?doc ; bk:phase {text_literal(frame.phase)} ; bk:amount {amount} . {named}",
        document_part(frame),
    ]
    columns = [FUND_COLUMNS[fund][0] for fund in frame.funds if FUND_COLUMNS[fund][0]]
    if frame.by_row or not frame.all_funds:
        if len(columns) == 1:
            parts.append(f"?line bk:{columns[0]} ?fund . FILTER(?fund > 0)")
        elif columns:
            options = " UNION ".join(f"{{ ?line bk:{column} ?fund }}" for column in columns)
            parts.append(f"{options} FILTER(?fund > 0)")
    if frame.own_only:
        parts.append("?doc bk:publisher ?self . ?line bk:unitOrganisation ?self .")
    if frame.units:
        parts.append(f"VALUES ?unit {{ {iri_list(frame.units)} }} ?line bk:unitOrganisation ?unit .")
    return " ".join(part for part in parts if part)


def document_part(frame: ProjectFrame) -> str:
    """Narrows sub-selects to the departments asked about, so that they stay small."""
    return f"?doc bk:publisher ?org . VALUES ?org {{ {iri_list(frame.departments)} }}" if frame.departments else ""


def row_pattern(frame: ProjectFrame) -> str:
    return f"{line_pattern(frame, '?amount')} BIND(?line AS ?place)"


def total_pattern(frame: ProjectFrame) -> str:
    """Projects with the sum of their lines, and projects of documents that have pages only."""
    lines = f"{{ SELECT ?project ?doc (SUM(?each) AS ?amount) WHERE {{ {line_pattern(frame, '?each')} }} GROUP BY ?project ?doc }}"
    if frame.all_funds:
        columns = [FUND_COLUMNS[fund][0] for fund in frame.funds if FUND_COLUMNS[fund][0]]
        lines += " " + " ".join(
            f"FILTER EXISTS {{ ?line{i} bk:project ?project ; bk:document ?doc ; bk:phase {text_literal(frame.phase)} ; bk:{column} ?fund{i} . FILTER(?fund{i} > 0) }}"
            for i, column in enumerate(columns)
        )
    if frame.phase != "本年预算" or any(FUND_COLUMNS[fund][0] not in (None, "generalFund") for fund in frame.funds):
        return lines
    pages = f"""{{ SELECT ?project ?doc (SUM(?each) AS ?amount) WHERE {{ {pages_pattern(frame, "yearAmount")}
      FILTER NOT EXISTS {{ ?any a bk:BudgetLine ; bk:document ?doc }} }} GROUP BY ?project ?doc }}"""
    funded = [FUND_COLUMNS[fund][1] for fund in frame.funds if FUND_COLUMNS[fund][1]]
    if funded:
        return pages.replace("FILTER NOT EXISTS { ?any a bk:BudgetLine ; bk:document ?doc }", "")
    return f"{{ {lines} }} UNION {pages}"


def pages_pattern(frame: ProjectFrame, amount: str, optional: bool = False) -> str:
    """Project pages that do not continue another, with ?each."""
    value = f"?page bk:{amount} ?each ."
    parts = [
        "?page a bk:ProjectPage ; bk:project ?project ; bk:document ?doc .",
        document_part(frame),
        f"OPTIONAL {{ {value} }}" if optional else value,
        "FILTER NOT EXISTS { ?page bk:continuationOf ?first }",
    ]
    funded = [FUND_COLUMNS[fund][1] for fund in frame.funds if FUND_COLUMNS[fund][1]]
    if funded:
        parts.append(" UNION ".join(f"{{ ?page bk:{column} ?fund }}" for column in funded) + " FILTER(?fund > 0)")
    if frame.own_only:
        parts.append("?doc bk:publisher ?self . FILTER NOT EXISTS { ?page bk:implementer ?other FILTER(?other != ?self) }")
        parts.append("FILTER NOT EXISTS { ?part a bk:BudgetLine ; bk:project ?project ; bk:document ?doc ; bk:unitOrganisation ?sub FILTER(?sub != ?self) }")
    if frame.units:
        parts.append(f"VALUES ?unit {{ {iri_list(frame.units)} }} ?page bk:implementer ?unit .")
    return " ".join(part for part in parts if part)


def page_pattern(frame: ProjectFrame) -> str:
    """Projects that have a page, with the sum of their lines, else of their pages."""
    if frame.period_amount:
        return f"{{ SELECT ?project ?doc (SUM(?each) AS ?amount) WHERE {{ {pages_pattern(frame, 'totalAmount')} }} GROUP BY ?project ?doc }}"
    pages = f"""{{ SELECT ?project ?doc (COUNT(?each) AS ?printed) (SUM(?each) AS ?paged) WHERE {{
      {pages_pattern(frame, "yearAmount", optional=True)} }} GROUP BY ?project ?doc }}"""
    lines = f"{{ SELECT ?project ?doc (SUM(?every) AS ?lined) WHERE {{ {line_pattern(frame, '?every', kin=True)} }} GROUP BY ?project ?doc }}"
    columns = [FUND_COLUMNS[fund][0] for fund in frame.funds if FUND_COLUMNS[fund][0]]
    joined = lines if columns else f"OPTIONAL {{ {lines} }}"
    return f"{pages} {joined}\n  BIND(COALESCE(?lined, IF(?printed > 0, ?paged, ?none)) AS ?amount)"


def page_conditions(frame: ProjectFrame) -> list[str]:
    parts = []
    if frame.attributes:
        kinds = ", ".join(map(text_literal, frame.attributes))
        parts.append(f"FILTER EXISTS {{ ?kindPage bk:project ?project ; bk:document ?doc ; bk:attributeKind ?kind . FILTER(?kind IN ({kinds})) }}")
    for i, condition in enumerate(frame.indicators):
        parts.append(f"FILTER EXISTS {{ {indicator_pattern(condition, f'?indicator{i}')} }}")
    if frame.policies or frame.policy_kinds:
        parts.append(f"FILTER EXISTS {{ {mention_pattern(frame)} }}")
    if frame.differs:
        parts.append("FILTER EXISTS { ?both bk:project ?project ; bk:document ?doc ; bk:totalAmount ?whole ; bk:yearAmount ?thisYear . FILTER(?whole != ?thisYear) }")
    return parts


def mention_pattern(frame: ProjectFrame) -> str:
    parts = ["?mention a bk:PolicyMention ; bk:project ?project ; bk:document ?doc ."]
    if frame.policies:
        parts.append(f"VALUES ?policy {{ {iri_list(frame.policies)} }} ?mention bk:policy ?policy .")
    if frame.policy_kinds:
        kinds = ", ".join(map(text_literal, frame.policy_kinds))
        parts.append(f"?mention bk:policy ?cited . ?cited bk:policyKind ?policyKind . FILTER(?policyKind IN ({kinds}))")
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


__all__ = ["FUND_NAMES", "IndicatorCondition", "ProjectFrame", "plain", "project_query", "total_of"]
