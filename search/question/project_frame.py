"""Questions about projects as a typed frame; project_query.py makes it one SPARQL query, project_conditions.py its conditions.

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
FEW = 3
"""Departments whose documents are gone through for projects of a name; of more the projects are looked up first"""


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
