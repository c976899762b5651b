"""Codes that carry their own check: 统一社会信用代码 (GB 32100)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.formulas import narratives
from nlp.credit_code import check_character, find_credit_codes
from nlp.record import Finding, Reading


def check_credit_codes(reading: Reading) -> Iterator[Finding]:
    """credit-code: the last character does not fit the first seventeen."""
    for stretch in narratives(reading):
        if "信用代码" not in stretch.text:
            continue
        for code in find_credit_codes(stretch.text):
            if not code.valid:
                last = check_character(code.code)
                expected = code.code[:17] + last if last else None
                message = f"统一社会信用代码 {code.code} 的校验位不符，可能有误印或误读"
                yield Finding("credit-code", "warning", message, expected, code.code, stretch.spans(code.start, code.end))
