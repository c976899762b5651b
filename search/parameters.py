"""Query parameters of pages and API as values; an empty one counts as not given, a wrong one is a UsageError."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from fastapi import Request

from nlp.amounts import to_yuan
from nlp.errors import UsageError

AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万|亿)?元?")


def words_of(request: Request, name: str) -> str:
    return request.query_params.get(name, "").strip()[:500]


def whole_of(request: Request, name: str, least: int = 0, most: int = 10_000_000) -> int | None:
    """A whole number between ``least`` and ``most``."""
    value = words_of(request, name)
    if not value:
        return None
    if not value.isdecimal() or not least <= int(value) <= most:
        raise UsageError(f"参数 {name} 应是 {least} 到 {most} 之间的整数，收到的是 {value[:40]}")
    return int(value)


def choice_of(request: Request, name: str, choices: Iterable[str]) -> str:
    """One of a few words, or empty where it is not given."""
    value, known = words_of(request, name), list(choices)
    if value and value not in known:
        raise UsageError(f"参数 {name} 应是 {'、'.join(known)} 之一，收到的是 {value[:40]}")
    return value


def amount_of(request: Request, name: str) -> Decimal | None:
    """An amount in yuan, written as 20000, 2万, 1.5亿元."""
    value = words_of(request, name)
    if not value:
        return None
    amount = parse_amount(value)
    if amount is None:
        raise UsageError(f"参数 {name} 应是金额（如 20000、2万、1.5亿），收到的是 {value[:40]}")
    return amount


def parse_amount(text: str) -> Decimal | None:
    """Yuan of an amount as people type it.

    >>> parse_amount("1.5亿元"), parse_amount("20,000"), parse_amount("很多")
    (Decimal('150000000.0'), Decimal('20000'), None)
    """
    match = AMOUNT.fullmatch(text.replace(" ", "").replace("，", ","))
    return to_yuan(match[1], match[2] or "") if match else None


def flag_of(request: Request, name: str) -> bool:
    """A checkbox or 1/true/yes."""
    return words_of(request, name).lower() in ("1", "true", "yes", "on", "是")


def page_of(request: Request) -> int:
    return whole_of(request, "page", 1, 100_000) or 1
