"""Sums that only spell out another one: prices of goods in brackets, the parts of a price, the funds it comes from.

Enters: the sums of a stretch. Leaves: those that may belong to an obligation of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from nlp.contract_clause import PRICES
from nlp.contract_draft import words
from nlp.contract_roles import Money


def skip_parts(text: str, monies: Sequence[Money]) -> list[Money]:
    """Leave out prices of goods listed in brackets, three or more (（大屏1台60万元、不断电源1台18.5万元、…）)."""
    depth_of = {id(m): enclosing(text, m.amount.start) for m in monies if m.role == "cost"}
    counts = {at: sum(v == at for v in depth_of.values()) for at in set(depth_of.values()) if at is not None}
    priced = {m.amount.end for m in monies if m.role in PRICES}  # 合同金额126万元（其中设备款98万元、安装费28万元）
    keep = [m for m in monies if counts.get(depth_of.get(id(m)) or -1, 0) < 3 and depth_of.get(id(m)) not in priced]
    return keep if any(m.role not in ("now", "share") for m in keep) else list(monies)


def without_details(text: str, monies: Sequence[Money]) -> list[Money]:
    """Leave out what a price is made of, where what follows tells how far the whole of it is paid, and the sources of money
    that a sum comes from (费用168万元，其中财政资金108万元、单位资金60万元)."""
    sources = [part for at in range(len(monies)) for part in sources_of(text, monies[at:])]
    monies = [m for m in monies if m not in sources]
    parts = [
        part for at, m in enumerate(monies) if m.role in (*PRICES, "estimate") for part in spelt_out(text, monies[at:])
    ]
    after = [m for m in monies if parts and m.amount.start > parts[-1].amount.start and m.role in ("paid", "unpaid")]
    return [m for m in monies if not (after and m in parts)]


def sources_of(text: str, monies: Sequence[Money]) -> list[Money]:
    """The sums right behind a cost that say which funds it comes from, and add up to it."""
    whole, *rest = monies
    parts: list[Money] = []
    for money in rest if whole.role in ("cost", "rent", "total") else []:
        said = text[(parts[-1] if parts else whole).amount.end : money.amount.start]
        if not words("source").search(said) or re.search("[。；;]", said):
            break
        parts.append(money)
        if sum((m.value for m in parts), Decimal(0)) == whole.value:
            return parts if len(parts) > 1 else []
    return []


def spelt_out(text: str, monies: Sequence[Money]) -> list[Money]:
    """The costs right behind a price that 其中 says it is made of (总投资500万元，其中土建300万元、设备200万元)."""
    whole, *rest = monies
    parts: list[Money] = []
    for money in rest:
        said = text[(parts[-1] if parts else whole).amount.end : money.amount.start]
        opened = parts or re.match(r"[，,（]?其中", said)
        if money.role not in ("cost", "rent") or not opened or re.search("[。；;]", said):
            break
        parts.append(money)
        if sum((m.value for m in parts), Decimal(0)) == whole.value:
            return parts if len(parts) > 1 else []
    return []


def enclosing(text: str, at: int) -> int | None:
    """Place of the bracket that is open at ``at``; None outside brackets."""
    depth = 0
    for i in range(at - 1, max(-1, at - 400), -1):
        depth += (text[i] == "）") - (text[i] == "（")
        if depth < 0:
            return i
    return None
