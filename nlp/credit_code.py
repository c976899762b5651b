"""Unified social credit codes (统一社会信用代码, GB 32100-2015): found where printed, checked by their last character.

Enters: normalised text. Leaves: ``CreditCode`` spans; ``valid`` is False where the check character (clause 4.2, over
the first 17 characters with weights 3^(i-1) mod 31) does not fit: a character was misread or mistyped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Clause 4.1: digits and capital letters without I, O, S, V, Z."""
CODE = re.compile(
    r"""
    (?<![0-9A-Za-z])
    [1-9ANY][1-9AC]?            # registering authority and kind of body: 91 a company, 11 an organ, 12 an institution
    [0-9A-Z]{16,17}
    (?![0-9A-Za-z])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class CreditCode:
    """``text[start:end]`` prints ``code`` (18 characters)."""

    start: int
    end: int
    code: str
    valid: bool


def find_credit_codes(text: str) -> tuple[CreditCode, ...]:
    """Codes in ``text``, only where a word says so (信用代码) or the check character fits.

    >>> [(c.code, c.valid) for c in find_credit_codes("统一社会信用代码：91350100M000100Y43，账号91350100M000100Y44")]
    [('91350100M000100Y43', True)]
    """
    found = []
    for match in CODE.finditer(text):
        code = match[0]
        said = "信用代码" in text[max(0, match.start() - 14) : match.start()]
        valid = check_character(code) == code[17]
        if len(code) == 18 and (said or (valid and not code.isdigit())):
            found.append(CreditCode(match.start(), match.end(), code, valid))
    return tuple(found)


def check_character(code: str) -> str | None:
    """The check character that belongs to the first 17 characters; None where one of them is not in the alphabet.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    total = 0
    for at, char in enumerate(code[:17]):
        value = ALPHABET.find(char)
        if value < 0:
            return None
        total += value * pow(3, at, 31)
    return ALPHABET[(31 - total % 31) % 31]
