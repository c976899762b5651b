"""Kinds of policy as a condition of a query: 会议纪要, 法律, 标准; a 国家标准 is a standard whose number begins with GB."""

from __future__ import annotations

from collections.abc import Sequence

from search.question.graph import text_list

NATIONAL = "gb"
"""国家标准 among the kinds of search/lexicon/question.tsv"""


def of_kinds(kinds: Sequence[str], variable: str) -> str:
    """Triples and filters that hold where the policy is of one of ``kinds``.

    >>> of_kinds(["law"], "?policy")
    '?policy bk:policyKind ?policyKind . VALUES ?policyKind { "law" }'
    """
    plain = [kind for kind in kinds if kind != NATIONAL]
    national = f'{variable} bk:policyKind "standard" ; bk:documentNumber ?standardNumber . FILTER(STRSTARTS(?standardNumber, "GB"))'
    if not plain:
        return national
    found = f"{variable} bk:policyKind ?policyKind . VALUES ?policyKind {{ {text_list(plain)} }}"
    return f"{{ {found} }} UNION {{ {national} }}" if NATIONAL in kinds else found
