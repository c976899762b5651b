"""Account codes of a table's rows: which classification a code belongs to.

支出功能分类 2xx (类 3, 款 5, 项 7 digits), 部门经济分类 3xx, 政府经济分类 5xx, 收入分类 1xx (3, 5, 7, 9 digits),
after the Ministry of Finance's 政府收支分类科目. A department's own code (223001) looks the same; a row counts as an
account only where the code list knows the code under this label, or where its parent is a row of the document and in
the list.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import ontology
from nlp.record import Figure

SCHEMES = {"1": "income", "2": "function", "3": "department-economic", "5": "government-economic"}
LENGTHS = {"income": (3, 5, 7, 9), "function": (3, 5, 7), "department-economic": (3, 5), "government-economic": (3, 5)}
FIRST_UNCHECKED = 5
"""Digits from which a code whose parent is known needs no known label"""


@dataclass(frozen=True, slots=True)
class Account:
    """``scheme``: income | function | department-economic | government-economic; ``label`` as printed."""

    scheme: str
    year: int
    code: str
    label: str


def scheme_of(code: str) -> str | None:
    """The classification a code can belong to by its form.

    >>> scheme_of("2010301"), scheme_of("30201"), scheme_of("12"), scheme_of("31001001")
    ('function', 'department-economic', None, None)
    """
    scheme = SCHEMES.get(code[:1]) if code.isdigit() else None
    return scheme if scheme and len(code) in LENGTHS[scheme] else None


def parent_code(code: str) -> str | None:
    """The code one level up; None at the top.

    >>> parent_code("2010301"), parent_code("201")
    ('20103', None)
    """
    return code[:-2] if len(code) > 3 else None


def account_of(figure: Figure, year: int, codes: Set[str]) -> Account | None:
    """The account a table row stands for; ``codes`` are all row codes of the document."""
    code = "".join((figure.row_code or "").split())
    scheme = scheme_of(code)
    label = "".join((figure.row or "").split())
    if figure.table is None or scheme is None or not label:
        return None
    known = ontology.account_labels(scheme, year)
    if code in known:
        return Account(scheme, year, code, label) if agree(known[code], label) else None
    parent = parent_code(code)
    if parent is None or len(code) < FIRST_UNCHECKED or parent not in known or parent not in codes:
        return None
    return Account(scheme, year, code, label)


def ancestors(account: Account) -> tuple[Account, ...]:
    """The accounts above one, as far as the code list names them, nearest first.

    >>> [above.label for above in ancestors(Account("function", 2025, "2010301", "行政运行"))]
    ['政府办公厅（室）及相关机构事务', '一般公共服务支出']
    """
    known = ontology.account_labels(account.scheme, account.year)
    codes = []
    code = parent_code(account.code)
    while code:
        codes.append(code)
        code = parent_code(code)
    return tuple(Account(account.scheme, account.year, code, known[code]) for code in codes if code in known)


def agree(known: str, printed: str) -> bool:
    """Whether a printed label is the list's, perhaps cut at a line's end or with a note behind it.

    >>> agree("灾害防治及应急管理支出", "灾害防治及应急管理"), agree("国有资本经营预算支出", "某市能源局")
    (True, False)
    """
    return printed in known or known in printed or len(set(printed) & set(known)) >= 0.8 * max(len(known), len(printed))
