"""The frame of a question about contracts as one SPARQL query.

Enters: a ``ContractFrame``. Leaves: the query of its contracts. A contract that repeats another (sameObligationAs) and a
total stated over items (totalOver) stay out of lists and sums.
"""

from __future__ import annotations

from search.question.contract_frame import MEASURES, ContractFrame
from search.question.contract_roles import SIDE
from search.question.contract_words import RENT
from search.question.graph import iri_list, text_list, text_literal
from search.question.project_frame import FEW

OWED = ("projects", "contracts", "companies", "departments", "compare", "count", "exists")
"""What is wanted of contracts with a balance: none that is paid or of which nothing is said"""
PARTY = """?contract bk:party ?party . ?party bk:organisation ?org ; bk:role ?role .
  ?org skos:prefLabel ?company ."""
KIND = "OPTIONAL { ?org bk:organisationType ?type }"
OWN_FEE = 'FILTER NOT EXISTS { VALUES ?doing { "contractor" "supplier" } ?contract bk:party ?doer . ?doer bk:role ?doing }'
COLUMNS = ("amount", "paid", "unpaid", "retention", "balance", "amountKind", "hasBalance", "signed", "due", "retentionDue", "consistent", "planned")


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
    """The contracts of a frame with all that is told of them, one row for each company and role."""
    columns, required, parties = columns_of(frame), required_of(frame), parties_wanted(frame)
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
        *word_filters(frame),
        "FILTER(?hasBalance = false)" if frame.settled else "",
        "FILTER(COALESCE(?hasBalance, false))" if owed_of_amount(frame) else "",
        *measure_filters(frame, columns),
        *month_filters(frame),
        "FILTER(BOUND(?company))" if frame.named else "",
        "FILTER(?planned)" if frame.planned else "",
        "FILTER(?consistent = false)" if frame.inconsistent else "",
    ]
    body = "\n  ".join(part for part in parts if part)
    return f"""SELECT DISTINCT ?contract ?label ?amountKind ?quote ?project ?name ?department ?year ?company ?org ?role ?type
  ?amount ?paid ?unpaid ?retention ?balance ?hasBalance ?signed ?due ?retentionDue ?consistent WHERE {{
  {body}
}} ORDER BY ?department ?contract ?company ?role ?type ?quote ?project"""


def word_filters(frame: ContractFrame) -> list[str]:
    """What the label, the quote, the company or the project of a contract must say."""
    said = '?label, " ", COALESCE(?quote, ""), " ", COALESCE(?company, "")' + ("" if frame.projects else ', " ", COALESCE(?name, "")')
    parts = [f"FILTER(CONTAINS(CONCAT({said}), {text_literal(word)}))" for word in (*frame.words, *([RENT] if frame.rent else []))]
    return parts + [f"FILTER(CONTAINS(?company, {text_literal(word)}))" for word in frame.company_words]


def measure_filters(frame: ContractFrame, columns: list[str]) -> list[str]:
    """That a contract has one of the measures asked for, and the bounds on it."""
    tests = ["COALESCE(?hasBalance, false)" if name == "hasBalance" else f"BOUND(?{name})" for name in tests_of(frame)]
    parts = [f"FILTER({' || '.join(tests)})"] if tests else []
    if columns:
        parts.append(f"BIND(?{columns[0] if len(columns) == 1 or 'retention' not in columns else 'retention'} AS ?measure)")
    elif frame.bounds:
        parts.append("BIND(COALESCE(?balance, ?amount) AS ?measure)")
    return parts + [f"FILTER({condition})" for bound in frame.bounds for condition in bound.conditions("?measure")]


def month_filters(frame: ContractFrame) -> list[str]:
    """The months in which a contract is due or was signed."""
    due = f"FILTER(BOUND(?due) && SUBSTR(?due, 1, 7) {'=' if frame.due_only else '<='} {text_literal(frame.due)})" if frame.due else ""
    signed = f"FILTER(BOUND(?signed) && SUBSTR(?signed, 1, 7) = {text_literal(frame.signed)})" if frame.signed else ""
    return [due, signed]
