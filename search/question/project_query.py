"""The query of a question about projects: amounts of table rows or pages under its conditions, and sums over them.

Enters: a ``ProjectFrame``. Leaves: SPARQL, one row for each project, department and year.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.question.graph import iri_list, text_literal
from search.question.project_conditions import (
    condition_parts,
)
from search.question.project_frame import (
    FUND_COLUMNS,
    ProjectFrame,
    distinct,
    grouped,
    scope_parts,
    scoped,
)

WITHOUT_LINES = "FILTER NOT EXISTS { GRAPH ?g { ?any a bk:BudgetLine } }"
"""Documents that have no 项目支出预算表"""


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


def total_of(query: str, aggregate: str) -> str:
    """``query`` wrapped so that it yields one number: SUM, AVG, MAX or MIN of ?amount, or COUNT of rows.

    >>> total_of("SELECT ?amount WHERE { }", "COUNT").splitlines()[0]
    'SELECT (COUNT(*) AS ?value) (COUNT(*) AS ?count) WHERE {'
    """
    inner = "\n".join("    " + line for line in query.splitlines())
    value = "COUNT(*)" if aggregate == "COUNT" else f"{aggregate}(?amount)"
    return f"SELECT ({value} AS ?value) (COUNT(*) AS ?count) WHERE {{\n  {{\n{inner}\n  }}\n}}"
