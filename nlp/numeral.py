"""Chinese numerals in running text: 两, 十二, 一千二百零五, 二〇二五.

Enters: the characters of a whole number below 10,000 or its digits in order. Leaves: its value. Numbers with 万 and 亿, and
the capital digits of invoices (壹贰叁), are sums of money: see nlp.amounts.
"""

from __future__ import annotations

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
STEPS = {"十": 10, "百": 100, "千": 1000}


def chinese_integer(text: str) -> int | None:
    """The value of a Chinese numeral; None for what is none.

    >>> chinese_integer("一千二百零五"), chinese_integer("二〇二五"), chinese_integer("十二"), chinese_integer("两"), chinese_integer("厅")
    (1205, 2025, 12, 2, None)
    """
    if not text or any(c not in DIGITS and c not in STEPS for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit = 0, None
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total += (1 if digit is None else digit) * STEPS[c]
            digit = None
    return total + (digit or 0)
