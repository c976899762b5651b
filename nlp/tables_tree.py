"""Which row stands under which: by account code, by enumeration, by the blank second account of a subtotal row."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.lexicon import words
from nlp.tables_rows import Entry

LEVELS = (
    re.compile(r"[一二三四五六七八九十]+[、.]"),  # 一、一般公共预算
    re.compile(r"（[一二三四五六七八九十]+）"),  # （一）一般公共预算拨款
    re.compile(r"\d{1,2}[、.]|其中[:：]"),  # 1、教育收费
    re.compile(r"[①-⑩]|（\d+）"),  # ①公务用车购置费
)
FIRST = re.compile(r"一[、.]|（一）|1[、.]|①|其中[:：]")
OPEN = 0
"""rank of a row without a number under which numbering begins again (上年财政拨款结转, then 一、二、三、)"""


def row_paths(entries: Sequence[Entry]) -> list[tuple[str, ...]]:
    """Labels of the rows above each entry in the hierarchy, outer to inner.

    In a table with two accounts a row, the subtotal row (no second account) stands above the others, and the path of
    these ends in their second account, which tells rows of one name apart.

    >>> def entry(row, label, code): return Entry(row, 0, label, code, None, ())
    >>> row_paths([entry(1, "教育支出", "205"), entry(2, "普通教育", "20502"), entry(3, "卫生支出", "210")])
    [(), ('教育支出',), ()]
    """
    found: list[tuple[str, ...]] = []
    codes: dict[str, str] = {}
    stacks: dict[int, list[tuple[int, str]]] = {}
    parents: dict[int, str] = {}
    twofold = any(entry.second for entry in entries)
    for entry in entries:
        label = entry.label or ""
        if entry.code:
            codes[entry.code] = entry.label or entry.code
            found.append(tuple(codes[entry.code[:n]] for n in range(1, len(entry.code)) if entry.code[:n] in codes))
        elif twofold:
            found.append(
                (*([parents[entry.side]] if entry.side in parents else []), entry.second) if entry.second else ()
            )
            if not entry.second and not is_total(label):
                parents[entry.side] = label
        else:
            found.append(numbered_path(label, stacks.setdefault(entry.side, [])))
    return found


def numbered_path(label: str, stack: list[tuple[int, str]]) -> tuple[str, ...]:
    """The path of a row by its number; ``stack`` holds the open rows with their ranks and takes this one in."""
    rank = rank_of(label)
    if not rank:
        stack[:] = [] if is_total(label) else [(OPEN, label)]
        return ()
    if stack and stack[-1][0] == OPEN and not FIRST.match(label):
        stack.pop()  # the numbering goes on: the row between was not above it
    while stack and stack[-1][0] >= rank:
        stack.pop()
    path = tuple(text for _, text in stack)
    stack.append((rank, label))
    return path


def is_total(label: str) -> bool:
    return label.endswith(words("tables", "total_row"))


def rank_of(label: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1、, 4 for ①; 0 for a label without a number."""
    return next((rank for rank, level in enumerate(LEVELS, 1) if level.match(label)), 0)
