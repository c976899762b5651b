"""Normalising keeps a map back to the printed characters; bad files are refused with a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import BinarySource, EmptySource, SourceTooLarge, UnknownEncoding
from nlp.record import Span
from nlp.source import join_lines, load_source, normalise, read_line, source_from_text

PRINTED = st.text(st.sampled_from("項目支出績效（）()２０2<p></p>br/ \t\u3000\u200b，。元万仅供abc臺"), max_size=60)


@given(PRINTED)
def test_normalising_is_idempotent(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


@given(PRINTED)
def test_every_normalised_character_maps_to_the_one_it_was_printed_as(raw: str) -> None:
    line = read_line(1, raw)
    for i, char in enumerate(line.text):
        span = line.span(i, i + 1)
        assert normalise(raw[span.start : span.end]) == char


def test_tags_traditional_and_wide_characters() -> None:
    line = read_line(7, "<p>項目名稱</p>\t２０２５年(試行)")
    assert line.text == "项目名称\t2025年（试行）"
    assert line.span(0, 4) == Span(7, 3, 7)
    assert line.raw[line.span(5, 10).start : line.span(5, 10).end] == "２０２５年"


def test_a_stretch_over_two_lines_gives_a_span_for_each() -> None:
    source = source_from_text("a.txt", "<p>合同金额\n3万元</p>\n")
    stretch = join_lines([(source.line(1), 0, 4), (source.line(2), 0, 3)])
    assert stretch.text == "合同金额3万元"
    assert [source.quote(span) for span in stretch.spans(2, 6)] == ["金额", "3万"]


def test_gb18030_and_utf16_are_read(tmp_path: Path) -> None:
    text = "云岭市水利局\n2025年度部门预算公开\n"
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        path = tmp_path / f"{encoding}.txt"
        path.write_text(text, encoding=encoding)
        assert [line.raw for line in load_source(path).lines] == ["云岭市水利局", "2025年度部门预算公开", ""]


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("empty.txt", b"", EmptySource, "空的"),
        ("blank.txt", b" \n\t\n", EmptySource, "空的"),
        ("binary.txt", b"\x00\x01\x02" * 50, BinarySource, "不是文本文件"),
        ("word.docx", b"PK\x03\x04" + os.urandom(64), BinarySource, "50 4b 03 04"),
        ("noise.txt", bytes(range(0x80, 0x100)) * 9, UnknownEncoding, "不是 UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_files_are_refused(tmp_path: Path, name: str, data: bytes, error: type[Exception], words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error, match=words) as caught:
        load_source(path)
    assert name in str(caught.value)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(SourceTooLarge, match="200"):
        load_source(path)
