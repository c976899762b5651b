"""Kinds of policy as a condition of a query: 会议纪要, 法律, 标准; a 国家标准 is a standard whose number begins with GB.

Enters: the text of a question, or kinds. Leaves: mentions of standards by the letters of their numbers (HJ技术规范); the
triples and filters that hold of policies of the kinds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.graph import text_list, text_literal
from search.question.mention import Mention

LETTERS = "standard:"
"""What a kind begins with that is a standard by the letters of its number: standard:GB is a 国家标准"""
PRINTED = re.compile(
    r"""(?P<letters>GBZ?|DB|HJ|MT|AQ|CJJ?|JGJ|JTG|JT|NB|DL|YJ|SL|LY|GA|XF|MZ|NY|WS|JY)(?:/T)?
        (?:的|类|开头的?)*(?:技术|行业|国家)?(?:标准|规范|规程|导则)       # HJ技术规范
    """,
    re.X,
)


def letter_mentions(text: str) -> list[Mention]:
    """Standards by the letters of their numbers.

    >>> [(m.value, m.end) for m in letter_mentions("引用了HJ技术规范的项目")]
    [('standard:HJ', 9)]
    """
    return [Mention(m.start(), m.end(), "policy_kind", LETTERS + m["letters"], (), 4.0 * (m.end() - m.start())) for m in PRINTED.finditer(text)]


def kind_words(kind: str, words: dict[str, str]) -> str:
    """A kind as people say it."""
    return words.get(kind, f"{kind.removeprefix(LETTERS)}标准" if kind.startswith(LETTERS) else "文件")


def of_kinds(kinds: Sequence[str], variable: str) -> str:
    """Triples and filters that hold where the policy is of one of ``kinds``.

    >>> of_kinds(["law"], "?policy")
    '?policy bk:policyKind ?policyKind . VALUES ?policyKind { "law" }'
    """
    plain = [kind for kind in kinds if not kind.startswith(LETTERS)]
    starts = [f"STRSTARTS(?standardNumber, {text_literal(kind.removeprefix(LETTERS))})" for kind in kinds if kind.startswith(LETTERS)]
    lettered = f'{variable} bk:policyKind "standard" ; bk:documentNumber ?standardNumber . FILTER({" || ".join(starts)})'
    if not plain:
        return lettered
    found = f"{variable} bk:policyKind ?policyKind . VALUES ?policyKind {{ {text_list(plain)} }}"
    return f"{{ {found} }} UNION {{ {lettered} }}" if starts else found
