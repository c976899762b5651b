"""GB 32100: the standard's own example, misread characters, digits that are no code."""

from __future__ import annotations

import pytest

from kg.audit.codes import check_credit_codes
from nlp.credit_code import ALPHABET, find_credit_codes
from nlp.record import Finding, Paragraph, Piece, Reading, Span, Stretch
from tests import graph_records as given

EXAMPLE = "91350100M000100Y43"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"（统一社会信用代码 {EXAMPLE}）", [(EXAMPLE, True)], id="example-of-the-standard"),
        pytest.param(f"某某有限公司（{EXAMPLE}）", [(EXAMPLE, True)], id="without-the-word"),
        pytest.param("信用代码：91350100M000100Y44", [("91350100M000100Y44", False)], id="wrong-check-character"),
        pytest.param("信用代码：9135O100M000100Y43", [("9135O100M000100Y43", False)], id="letter-O-is-not-in-the-alphabet"),
        pytest.param("账号 913501001000100143，电话13800000000", [], id="digits-only"),
        pytest.param(f"编号X{EXAMPLE}", [], id="part-of-something-longer"),
    ],
)
def test_codes(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(code.code, code.valid) for code in find_credit_codes(text)] == found


def test_any_single_misread_character_is_noticed() -> None:
    wrong = [EXAMPLE[:i] + char + EXAMPLE[i + 1 :] for i in range(2, 18) for char in ALPHABET if char != EXAMPLE[i]]
    seen = [code.valid for text in wrong for code in find_credit_codes(f"信用代码{text}")]
    assert (len(seen), any(seen)) == (16 * 30, False)


def test_finding_names_the_place_and_the_expected_code() -> None:
    text = "中标人统一社会信用代码：91350100M000100Y44"
    paragraph = Paragraph(None, Stretch(text, (Piece(0, 7, range(len(text))),)))
    assert list(check_credit_codes(Reading(given.document(), paragraphs=(paragraph,)))) == [
        Finding(
            "credit-code", "warning", "统一社会信用代码 91350100M000100Y44 的校验位不符，可能有误印或误读", EXAMPLE,
            "91350100M000100Y44", (Span(7, 12, 30),),
        )
    ]  # fmt: skip
