"""Questions about contracts as a typed frame, and the frame as one SPARQL query.

A contract that repeats another (sameObligationAs) and a total stated over items (totalOver) stay out of lists and sums.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.question.contract_roles import SIDE, names_builder, role_filter, with_winner
from search.question.contract_words import (
    DOES,
    RENT,
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
from search.question.graph import iri_list, text_list, text_literal
from search.question.numerals import Bound
from search.question.project_frame import FEW
from search.question.project_plan import departments_of
from search.question.understanding import Understood

MEASURES = {
    "unpaid": ("balance", "未付余额"), "retention": ("retention", "质保金"), "paid": ("paid", "已付金额"),
    "amount": ("amount", "合同金额"), "award": ("amount", "中标金额"), "audited": ("amount", "审定金额"),
}  # fmt: skip
OWED = ("projects", "contracts", "companies", "departments", "compare", "count", "exists")
"""What is wanted of contracts with a balance: none that is paid or of which nothing is said"""
PARTY = """?contract bk:party ?party . ?party bk:organisation ?org ; bk:role ?role .
  ?org skos:prefLabel ?company ."""
KIND = "OPTIONAL { ?org bk:organisationType ?type }"
OWN_FEE = 'FILTER NOT EXISTS { VALUES ?doing { "contractor" "supplier" } ?contract bk:party ?doer . ?doer bk:role ?doing }'
COLUMNS = ("amount", "paid", "unpaid", "retention", "balance", "amountKind", "hasBalance", "signed", "due", "retentionDue", "consistent", "planned")


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
    totals: bool = False
    """totals stated over items in place of the items"""
    want: str = "contracts"
    """sum | portion | contracts | projects | companies | departments | compare | count | exists | due | signed"""
    ascending: bool = False
    limit: int | None = None


def contract_frame(u: Understood) -> ContractFrame | None:
    """The frame of a question about contracts; None where nothing says it is one."""
    measures = tuple(dict.fromkeys((*(value for value in u.values("contract") if value in MEASURES), *named_apart(u))))
    measures = measures or won_amount(u)
    units = [iri for iri in u.items("organisation") if iri in u.catalogue.units]
    if units and u.has("noun", "project") and not u.has("contract"):
        return None
    companies = tuple(m_iri for m in u.of("organisation") if m.value == "company" or not u.projects for m_iri in map(str, m.items))
    roles = u.values("role")
    asks_company = company_wanted(u, companies)
    spoken = bool(measures or u.has("contract") or (u.has("contract_topic") and not u.has("noun", "project")))
    about_company = bool(companies) and (bool(roles) or u.has("noun", "project", "contract") or asks_company)
    about_company |= bool(companies) and {m.kind for m in u.mentions} <= {"organisation", "filler"} and not u.rest
    about_company |= bool(companies) and u.asks("amount") and not u.projects and not u.of("concept", "label", "code")
    about_company |= bool(companies) and DOES.search(u.text) is not None
    about_name = u.has("noun", "company") and u.asks("who", "list", "what") and any(of_company(u, chunk) for chunk in u.rest)
    about_roles = about_name or ((bool(roles) or u.has("deed") or names_builder(u)) and (asks_company or u.has("noun", "contract")))
    about_work = bool(u.projects) and asks_company and not u.has("facet") and not u.has("noun", "project") and not u.of("compare", "topic")
    if u.denied("contract") or not (spoken or about_company or about_roles or about_work or u.has("noun", "contract")):
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
        apart=len(measures) > 1 and (not joined or any(word in u.text for word in ("各", "分别"))) and ("retention" not in measures or joined),
        want=want,
        ascending=u.has("aggregate", "min") or any("min" in m.items for m in u.of("top")),
        limit=u.limit or (1 if u.has("aggregate", "max", "min") else None),
    )


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


def core_of(frame: ContractFrame, required: str) -> str:
    """The contracts of what is named, before anything else of them is looked up.

    What is named comes first and everything else stands in the same document's graph: the time is that of these
    documents, not of all contracts there are. ``required``: the column that every one must have, "" for none.
    """
    named = (("org", frame.companies), ("publisher", frame.departments), ("project", frame.projects))
    few = 0 < len(frame.departments) <= FEW
    first, filters = "", []
    for variable, iris in named if few else (named[0], named[2], named[1]):
        if iris and not first:
            first = f"VALUES ?{variable} {{ {iri_list(iris)} }}"
        elif iris:
            filters.append(f"FILTER(?{variable} IN ({iri_list(iris).replace(' ', ', ')}))")
    if frame.years:
        filters.append(f"FILTER(?year IN ({', '.join(map(str, frame.years))}))")
    filters += [] if frame.projects else ["FILTER NOT EXISTS { ?contract bk:sameObligationAs ?keeper }"]
    filters.append("?contract bk:totalOver ?items ." if frame.totals else "FILTER NOT EXISTS { ?contract bk:totalOver ?items }")
    roles = f"VALUES ?role {{ {text_list(frame.roles)} }}" if frame.roles else ""
    parts = [
        "?contract bk:project ?project ." if frame.projects else "",
        "?contract bk:party ?party . ?party bk:organisation ?org ; bk:role ?role ." if parties_wanted(frame) else "",
        f"?contract a bk:Contract ; bk:label ?label . {f'?contract bk:{required} ?{required} .' if required else ''}",
        "?doc bk:publisher ?publisher ; bk:year ?year .",
        OWN_FEE if frame.measures and frame.roles and set(frame.roles) <= SIDE else "",
    ]
    graph = " ".join(part for part in parts if part)
    return "\n    ".join(part for part in (first, roles, f"GRAPH ?g {{ {graph} }}", *filters) if part)


def parties_wanted(frame: ContractFrame) -> bool:
    """Whether only contracts whose parties are named are wanted."""
    return bool(frame.companies or frame.roles or frame.named or frame.company_words)


def columns_of(frame: ContractFrame) -> list[str]:
    """The columns of the measures asked for; of what is owed only the deposits where these are meant (哪些质保金没退)."""
    columns = [MEASURES[measure][0] for measure in frame.measures]
    if owed_of_amount(frame):
        return ["amount"]
    return ["retention"] if "retention" in columns and not (frame.joined or frame.apart) else columns


def owed_of_amount(frame: ContractFrame) -> bool:
    """Whether contracts of a certain amount are wanted of which something is owed: 合同金额100万以上还没付清的."""
    return {"unpaid", "amount"} <= set(frame.measures) and bool(frame.bounds) and frame.want in OWED


def tests_of(frame: ContractFrame) -> list[str]:
    """What of the measures asked for a contract must have, one of these: a column with a value, or hasBalance that is true."""
    columns = columns_of(frame)
    if not columns or (frame.companies and frame.want == "projects"):
        return []
    tests = list(dict.fromkeys(columns))
    if "balance" in columns and frame.want in OWED and not frame.bounds:
        tests.append("hasBalance")
    return tests


def required_of(frame: ContractFrame) -> str:
    """The column that every contract wanted has; "" where none or any of several will do."""
    return columns_of(frame)[0] if len(tests_of(frame)) == 1 else ""


def contract_query(frame: ContractFrame) -> str:
    columns = columns_of(frame)
    tests = ["COALESCE(?hasBalance, false)" if name == "hasBalance" else f"BOUND(?{name})" for name in tests_of(frame)]
    required = required_of(frame)
    parties = parties_wanted(frame)
    parts = [
        core_of(frame, required),
        f"VALUES ?unit {{ {iri_list(frame.units)} }} FILTER EXISTS {{ ?plan bk:project ?its ; bk:unitOrganisation|bk:implementer ?unit . "
        "?contract bk:project ?its }" if frame.units else "",
        "?publisher skos:prefLabel ?department .",
        f"?org skos:prefLabel ?company . {KIND}" if parties else "",
        "?project skos:prefLabel ?name ." if frame.projects else
        "OPTIONAL { ?contract bk:project ?project . ?project skos:prefLabel ?name }",
        *(f"OPTIONAL {{ ?contract bk:{name} ?{name} }}" for name in COLUMNS if name != required),
        "OPTIONAL { ?contract bk:evidence ?place . ?place bk:quote ?quote }",
        "" if parties else f"OPTIONAL {{ {PARTY} {KIND} }}",
    ]
    said = '?label, " ", COALESCE(?quote, ""), " ", COALESCE(?company, "")' + ("" if frame.projects else ', " ", COALESCE(?name, "")')
    parts += [f"FILTER(CONTAINS(CONCAT({said}), {text_literal(word)}))" for word in frame.words]
    parts += [f"FILTER(CONTAINS(CONCAT({said}), {text_literal(RENT)}))"] if frame.rent else []
    parts += [f"FILTER(CONTAINS(?company, {text_literal(word)}))" for word in frame.company_words]
    if frame.settled:
        parts.append("FILTER(?hasBalance = false)")
    if owed_of_amount(frame):
        parts.append("FILTER(COALESCE(?hasBalance, false))")
    if tests:
        parts.append(f"FILTER({' || '.join(tests)})")
    if columns:
        parts.append(f"BIND(?{columns[0] if len(columns) == 1 or 'retention' not in columns else 'retention'} AS ?measure)")
    elif frame.bounds:
        parts.append("BIND(COALESCE(?balance, ?amount) AS ?measure)")
    parts += [f"FILTER({condition})" for bound in frame.bounds for condition in bound.conditions("?measure")]
    if frame.due:
        parts.append(f"FILTER(BOUND(?due) && SUBSTR(?due, 1, 7) {'=' if frame.due_only else '<='} {text_literal(frame.due)})")
    if frame.signed:
        parts.append(f"FILTER(BOUND(?signed) && SUBSTR(?signed, 1, 7) = {text_literal(frame.signed)})")
    if frame.named:
        parts.append("FILTER(BOUND(?company))")
    if frame.planned:
        parts.append("FILTER(?planned)")
    if frame.inconsistent:
        parts.append("FILTER(?consistent = false)")
    body = "\n  ".join(part for part in parts if part)
    return f"""SELECT DISTINCT ?contract ?label ?amountKind ?quote ?project ?name ?department ?year ?company ?org ?role ?type
  ?amount ?paid ?unpaid ?retention ?balance ?hasBalance ?signed ?due ?retentionDue ?consistent WHERE {{
  {body}
}} ORDER BY ?department ?contract ?company ?role ?type ?quote ?project"""
