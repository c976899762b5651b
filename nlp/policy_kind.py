"""The kind of a document by how its title ends: 法, 条例, 通知, 会议纪要 (lexicon/policy_kinds.tsv)."""

from __future__ import annotations

import re
from functools import cache

from nlp.lexicon import read_rows


def kind_of(title: str) -> str:
    """law | regulation | notice | minutes | standard | plan | letter | request | other, from how the title ends.

    >>> kind_of("中华人民共和国安全生产法"), kind_of("某市行动方案（2024—2026年）"), kind_of("会议纪要（十三）")
    ('law', 'plan', 'minutes')
    """
    bare = re.sub(r"(?:（[^（）]*）|\s|[》〉])+$", "", title)
    for ending, kind in kind_endings():
        if bare.endswith(ending):
            return kind
    return "other"


@cache
def kind_endings() -> tuple[tuple[str, str], ...]:
    rows = [(row[0], row[1]) for row in read_rows("policy_kinds")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def known_endings() -> tuple[str, ...]:
    return tuple(ending for ending, _ in kind_endings())
