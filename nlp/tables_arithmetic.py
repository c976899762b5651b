"""Sums that hold in a table: which columns add up to which (learned from its own rows), and codes to their parent.

A sum of columns is only believed where the head says so (合计, 小计, …合计) and nearly all rows bear it out. It then
decides rows whose layout leaves more than one reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from nlp.lexicon import words
from nlp.tables_columns import Column

Values = Mapping[int, Decimal]
"""numbers of one row by column index, as printed"""

TOLERANCE = Decimal("0.025")
"""rounding of the second decimal, a few addends"""
WANTED_SHARE = 0.75


@dataclass(frozen=True, slots=True)
class Sum:
    """Column ``total`` is the sum of columns ``parts``."""

    total: int
    parts: tuple[int, ...]


def learn_sums(columns: Sequence[Column], rows: Sequence[Values]) -> tuple[Sum, ...]:
    """The sums of columns that three of four rows bear out.

    >>> columns = [Column(i, (head,), "number", 0) for i, head in enumerate(("合计", "基本支出", "项目支出"))]
    >>> rows = [{0: Decimal(5), 1: Decimal(2), 2: Decimal(3)}, {0: Decimal(4), 2: Decimal(4)}]
    >>> learn_sums(columns, rows)
    (Sum(total=0, parts=(1, 2)),)
    """
    found = []
    for column in columns:
        if column.role != "number" or not column.leaf.endswith(words("tables", "total")):
            continue
        for parts in candidates(column, columns):
            if parts and holds(Sum(column.index, parts), rows):
                found.append(Sum(column.index, parts))
                break
    return tuple(found)


def candidates(total: Column, columns: Sequence[Column]) -> list[tuple[int, ...]]:
    """Columns a total may add up: its group under the same heads; those up to the next total; all of its side."""
    money = [c for c in columns if c.role == "number" and c.side == total.side and not c.unit and c is not total]
    group = [c for c in money if c.path[:-1] == total.path[:-1]]
    right = [c for c in money if c.index > total.index]
    stop = next((c.index for c in right if c.leaf.endswith(words("tables", "total"))), 10**6)
    ahead = [c for c in right if c.index < stop]
    plain = [c for c in right if not c.leaf.endswith(words("tables", "total"))]
    return [tuple(c.index for c in part) for part in (group, ahead, plain, right)]


def holds(law: Sum, rows: Sequence[Values]) -> bool:
    """Whether the rows bear ``law`` out; rows without the total have no say, they are the ones to be judged."""
    judged = [verdict for values in rows if law.total in values and (verdict := check(law, values)) is not None]
    return bool(judged) and sum(judged) >= WANTED_SHARE * len(judged)


def check(law: Sum, values: Values) -> bool | None:
    """True or False; None where the row has no number in any of the columns."""
    parts = [values[i] for i in law.parts if i in values]
    if law.total not in values and not parts:
        return None
    return abs(values.get(law.total, Decimal(0)) - sum(parts, Decimal(0))) <= TOLERANCE


def broken(laws: Sequence[Sum], values: Values) -> int:
    """How many sums a row breaks."""
    return sum(check(law, values) is False for law in laws)


def kept(laws: Sequence[Sum], values: Values) -> int:
    """How many sums a row bears out."""
    return sum(check(law, values) is True for law in laws)


def fits_tree(code: str | None, values: Values, others: Mapping[str, Values]) -> int:
    """How well a row of account ``code`` fits the rows around it: children add up to it, it adds up to its parent.

    ``others`` are the well placed rows by code. 1 for each sum that holds, -1 for each that does not.
    """
    if not code:
        return 0
    score = 0
    children = [row for other, row in others.items() if len(other) == len(code) + 2 and other.startswith(code)]
    if children:
        score += 1 if equal(values, add(children)) else -1
    parent = others.get(code[:-2]) if len(code) > 3 else None
    if parent is not None:
        near = [
            row
            for other, row in others.items()
            if len(other) == len(code) and other[:-2] == code[:-2] and other != code
        ]
        score += 1 if equal(parent, add([*near, values])) else -1
    return score


def add(rows: Sequence[Values]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for row in rows:
        for index, value in row.items():
            found[index] = found.get(index, Decimal(0)) + value
    return found


def equal(a: Values, b: Values) -> bool:
    return all(abs(a.get(i, Decimal(0)) - b.get(i, Decimal(0))) <= TOLERANCE for i in {*a, *b})
