"""Which roles of parties a question asks for: whoever does the work, or who supervises, tenders or reviews it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.understanding import Understood

DOERS = ("contractor", "supplier", "other", "investor")
SIDE = frozenset(["agency", "supervisor", "reviewer"])
"""Roles whose money is a fee of their own: the works that they watch over are owed to who does them"""
BUILDER = re.compile("中标|施工|承包|承建|成交")
"""How a name for whoever does the work begins"""


def role_filter(roles: Sequence[str], asks_company: bool, company_named: bool) -> tuple[str, ...]:
    """Roles asked for; 做, 干, 委托 mean whoever does the work."""
    special = tuple(role for role in roles if role in SIDE)
    if special:
        return special
    if roles and asks_company and not company_named:
        return DOERS
    return ()


def with_winner(u: Understood, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The roles and that of whoever does the work, where 中标单位 or 施工单位 is asked for beside 监理."""
    return (*roles, *DOERS) if names_builder(u) and roles and not set(roles) & set(DOERS) else roles


def names_builder(u: Understood) -> bool:
    """Whether whoever does the work is asked for by a name that says so: 施工单位, 中标单位."""
    return any(m.value == "company" and BUILDER.match(u.printed(m)) for m in u.of("noun"))
