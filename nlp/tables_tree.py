"""Which row stands under which: by account code, by enumeration, by the blank second account of a subtotal row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.tables_rows import Entry

LEVELS = (
    re.compile(r"[一二三四五六七八九十]+[、.]"),
    re.compile(r"（[一二三四五六七八九十]+）"),
    re.compile(r"\d{1,2}[、.]|其中[:：]"),
    re.compile(r"[①-⑩]|（\d+）"),
)


def row_paths(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Labels of the rows above each entry in the hierarchy, outer to inner.

    >>> def entry(row, label, code): return Entry(row, 0, label, code, None, ())
    >>> row_paths([entry(1, "教育支出", "205"), entry(2, "普通教育", "20502"), entry(3, "卫生支出", "210")])
    [(), ('教育支出',), ()]
    """
    found = []
    codes: dict[str, str] = {}
    open_rows: dict[int, list[tuple[int, str]]] = {}
    for entry in entries:
        if entry.code:
            codes[entry.code] = entry.label or entry.code
            above = [codes[entry.code[:n]] for n in range(1, len(entry.code)) if entry.code[:n] in codes]
            found.append(tuple(above))
            continue
        rank = rank_of(entry.label or "")
        stack = open_rows.setdefault(entry.side, [])
        while rank and stack and stack[-1][0] >= rank:
            stack.pop()
        found.append(tuple(label for _, label in stack) if rank else ())
        if rank:
            stack.append((rank, entry.label or ""))
        else:
            stack.clear()
    return found


def rank_of(label: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1、, 4 for ①; 0 for a label without a number."""
    return next((rank for rank, level in enumerate(LEVELS, 1) if level.match(label)), 0)
