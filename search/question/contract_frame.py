"""Questions about contracts as a typed frame: which contracts, which of their amounts, and what is wanted of them.

Enters: an understood question. Leaves: a ``ContractFrame``, or None where nothing says that contracts are meant. What it does
not do: make the query (contract_query), or look for words of the question in labels and texts (contract_words).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.question.contract_roles import names_builder, role_filter, with_winner
from search.question.contract_words import (
    DOES,
    budget_years,
    company_wanted,
    contract_words,
    deeds_of,
    due_month,
    of_company,
    owes_most,
    planned_for,
    rent_word,
    shortened_company,
    won_amount,
)
from search.question.numerals import Bound
from search.question.project_plan import departments_of
from search.question.understanding import Understood

MEASURES = {
    "unpaid": ("balance", "未付余额"), "retention": ("retention", "质保金"), "paid": ("paid", "已付金额"),
    "amount": ("amount", "合同金额"), "award": ("amount", "中标金额"), "audited": ("amount", "审定金额"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContractFrame:
    """Which contracts, which of their amounts, and what is wanted: the sum, the contracts, projects or companies."""

    departments: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    projects: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """subordinate units whose projects the contracts are of"""
    roles: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    """each must occur in the label, project, quote or parties"""
    deeds: tuple[tuple[str, ...], ...] = ()
    """terms of the work done, of each one is in a contract's label, text or project: 谁装的"""
    rent: str = ""
    """房租 or 租金, where what is paid for a lease is asked about"""
    measures: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()
    due: str | None = None
    """latest month YYYY-MM, inclusive"""
    due_only: bool = False
    """计划8月底前付的: what the text plans for that month, not what is due before"""
    signed: str | None = None
    """month YYYY-MM in which it was signed"""
    named: bool = False
    planned: bool = False
    inconsistent: bool = False
    settled: bool = False
    """paid in full"""
    company_words: tuple[str, ...] = ()
    """each must occur in the name of the company (保安公司)"""
    joined: bool = False
    """尾款和质保金: the whole of what is owed, of which the retained part is one"""
    apart: bool = False
    """each measure by itself (各多少, 分别)"""
    rest_alone: str = ""
    """尾款 without the deposit: told where 不算质保金 says so (only), or the text prints it apart (printed)"""
    totals: bool = False
    """totals stated over items in place of the items"""
    want: str = "contracts"
    """sum | portion | contracts | projects | companies | departments | compare | count | exists | due | signed"""
    ascending: bool = False
    limit: int | None = None


def contract_frame(u: Understood) -> ContractFrame | None:
    """The frame of a question about contracts; None where nothing says it is one."""
    measures = tuple(dict.fromkeys((*(value for value in u.values("contract") if value in MEASURES), *named_apart(u))))
    measures = measures or won_amount(u) or (("unpaid",) if u.has("contract", "unretained", "gap") else ())
    units = [iri for iri in u.items("organisation") if iri in u.catalogue.units]
    if units and u.has("noun", "project") and not u.has("contract"):
        return None
    companies = tuple(m_iri for m in u.of("organisation") if m.value == "company" or not u.projects for m_iri in map(str, m.items))
    roles = u.values("role")
    asks_company = company_wanted(u, companies)
    if u.denied("contract") or not (measures or about_contracts(u, bool(companies), asks_company)):
        return None
    words, projects = contract_words(u)
    shortened = {word: iri for word in words if (iri := shortened_company(u, word))}
    companies, words = (*companies, *shortened.values()), tuple(word for word in words if word not in shortened)
    company_words = tuple(word for word in words if of_company(u, word))
    due = due_month(u)
    signed, due = (due, None) if u.has("contract", "signed") else (None, due)
    joined = "unpaid" in measures and "retention" in measures and joined_measures(u)
    want = wanted(u, measures, companies, asks_company)
    if (due or want == "due") and not measures and not u.has("contract", "paid"):
        measures = ("unpaid",)
    return ContractFrame(
        departments=departments_of(u),
        years=budget_years(u),
        projects=projects,
        companies=companies,
        roles=with_winner(u, role_filter(roles, asks_company, bool(companies))),
        words=tuple(word for word in words if word not in company_words),
        deeds=deeds_of(u),
        rent=rent_word(u),
        measures=measures,
        bounds=tuple(u.bounds("元")),
        due=due,
        due_only=due is not None and planned_for(u),
        signed=signed,
        named=u.has("contract", "named"),
        planned=u.has("contract", "planned"),
        inconsistent=u.has("contract", "inconsistent"),
        settled=u.has("contract", "settled") and not due,
        company_words=company_words,
        joined=joined,
        rest_alone=rest_alone(u, measures),
        apart=len(measures) > 1 and (not joined or any(word in u.text for word in ("各", "分别"))) and ("retention" not in measures or joined),
        want=want,
        ascending=u.has("aggregate", "min") or any("min" in m.items for m in u.of("top")),
        limit=u.limit or (1 if u.has("aggregate", "max", "min") else None),
    )


def about_contracts(u: Understood, companies: bool, asks_company: bool) -> bool:
    """Whether contracts are meant, though none of their amounts is asked for; ``companies``: whether some are named."""
    roles = bool(u.of("role"))
    if u.has("contract") or u.has("noun", "contract") or (u.has("contract_topic") and not u.has("noun", "project")):
        return True
    if companies and (roles or u.has("noun", "project", "contract") or asks_company or DOES.search(u.text) is not None):
        return True
    if companies and {m.kind for m in u.mentions} <= {"organisation", "filler"} and not u.rest:
        return True
    if companies and u.asks("amount") and not u.projects and not u.of("concept", "label", "code"):
        return True
    if u.has("noun", "company") and u.asks("who", "list", "what") and any(of_company(u, chunk) for chunk in u.rest):
        return True
    if asks_company and (roles or u.has("deed") or names_builder(u)):
        return True
    return bool(u.projects) and asks_company and not u.has("facet") and not u.has("noun", "project") and not u.of("compare", "topic")


def rest_alone(u: Understood, measures: Sequence[str]) -> str:
    """How the question parts a 尾款 from its deposit: "only" (不算质保金), "printed" where it names the one of a project."""
    if u.has("contract", "unretained"):
        return "only"
    return "printed" if "retention" not in measures and "尾款" in u.text and u.projects else ""


def named_apart(u: Understood) -> list[str]:
    """尾款 and 质保金, where each is asked for by itself (各多少), though both stand in the project's name."""
    apart = any(word in u.text for word in ("各", "分别")) and "尾款" in u.text and "质保金" in u.text
    return ["unpaid", "retention"] if apart else []


def asks_sum(u: Understood) -> bool:
    """Whether an amount is asked for, by 多少钱 or inside a phrase (还有多少没付)."""
    return u.asks("amount") or any(re.search("多少|几", u.printed(m)) for m in u.of("contract"))


def joined_measures(u: Understood) -> bool:
    """Whether 尾款 and 质保金 are both asked for (和, 及, 、), not the unpaid part of the one."""
    kinds = u.of("contract")
    if named_apart(u):
        return True
    pairs = [(a, b) for a, b in pairwise(kinds) if {a.value, b.value} == {"unpaid", "retention"}]
    return any(re.search("[和与及、加或]|以及|连同", u.text[a.end : b.start]) for a, b in pairs)


def wanted(u: Understood, measures: Sequence[str], companies: Sequence[str], asks_company: bool) -> str:
    if u.asks("when") or u.has("contract", "pay_when"):
        return "signed" if u.has("contract", "signed") else "due"
    if len(u.departments) > 1 and u.has("compare", "larger", "smaller", "difference", "ratio"):
        return "compare"
    if u.has("noun", "department") and companies and not measures and u.asks("list", "who"):
        return "buyers"
    several = len(u.departments) > 1 or u.has("scope", "all")
    if several and u.has("aggregate", "max", "min") and not companies and owes_most(u):
        return "departments"
    if u.has("facet", "department") and not companies and not u.projects and len(u.departments) != 1 and u.has("aggregate", "max", "min"):
        return "departments"
    if u.has("noun", "department") and not companies and (u.asks("list", "who") or u.has("aggregate", "max")):
        return "departments"
    if asks_company and not (companies and u.has("noun", "project")) and (not asks_sum(u) or u.asks("who")):
        return "companies" if not u.asks("count") or any("家" in u.printed(m) for m in u.of("want")) else "count"
    if u.has("noun", "project") and u.asks("list", "what") and not u.projects:
        return "projects"
    if u.asks("list") and not u.asks("amount") and not u.has("aggregate", "sum"):
        return "contracts"
    if u.asks("count"):
        return "count"
    if u.has("share", "share") and "paid" in measures:
        return "portion"
    if u.has("want", "whether", "polar") and not u.asks("amount") and not u.asks_which:
        return "exists"
    if companies and not measures:
        return "projects" if not u.asks("amount") else "sum"
    if u.limit or u.has("aggregate", "max", "min") or (u.bounds("元") and u.has("noun", "contract") and not asks_sum(u)):
        return "contracts"
    return "sum" if u.asks("amount") or u.has("aggregate", "sum") or measures or rent_word(u) else "contracts"
