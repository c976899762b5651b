"""The audit (勾稽关系): what a document's own figures say against each other.

Enters: a Reading. Leaves: Findings, each with rule, severity, both numbers and every place involved. To add a rule,
write a function ``Reading -> Iterator[Finding]`` in the file of its family and name it in ``RULES``. A rule reports only
what arithmetic or the calendar proves; a difference that rounding explains is a warning that says so.

Rules: table-sum, table-columns, income-spending (tables.py); prose-sum, prose-share, prose-growth, prose-table
(prose.py); formula (formulas.py); page-budget-line, page-periods, page-filled (pages.py); count-listed, date-order
(wording.py); credit-code (codes.py). Contract balances are reported by nlp/contracts.py while reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.audit.codes import check_credit_codes
from kg.audit.formulas import check_formulas
from kg.audit.pages import check_budget_lines, check_filling_dates, check_periods
from kg.audit.prose import check_growth, check_prose_against_tables, check_shares, check_stated_sums
from kg.audit.tables import check_balance, check_columns, check_hierarchy
from kg.audit.wording import check_counts, check_date_order
from nlp.record import Finding, Reading

Rule = Callable[[Reading], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    check_hierarchy, check_columns, check_balance, check_stated_sums, check_shares, check_growth, check_prose_against_tables,
    check_formulas, check_budget_lines, check_periods, check_filling_dates, check_counts, check_date_order,
    check_credit_codes,
)  # fmt: skip


def audit(reading: Reading) -> tuple[Finding, ...]:
    """Findings of all rules, in the order of the rules, each once."""
    found = [finding for rule in RULES for finding in rule(reading)]
    return tuple(dict.fromkeys(found))
