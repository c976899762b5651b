"""Scanned pages to lines by OCR, where the optional extra ``ocr`` (rapidocr-onnxruntime, models inside) is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from nlp.pdf_page import Word, text_lines, words_to_lines
from nlp.pdf_rules import find_tables, spread, unspread

SCALE = 2.5
"""pixels per point"""
SMALLEST = 12
"""pixels a strip of a page is at least high to hold text"""

Reader = Callable[[Any], Any]
"""picture (array) -> (list of [box, text, score], seconds)"""


def find_reader() -> Reader | None:
    """The OCR engine, None where the extra is not installed."""
    if find_spec("rapidocr_onnxruntime") is None:
        return None
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()  # type: ignore[no-any-return]


def scanned_rows(data: bytes, pages: Sequence[int], reader: Reader) -> dict[int, list[str]]:
    """Lines of the given pages (1-based)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    return {n: picture_rows(document[n - 1].render(scale=SCALE).to_numpy(), reader) for n in pages}


def picture_rows(picture: Any, reader: Reader) -> list[str]:
    """Lines of a page's picture: its ruled tables cell by cell, what stands between them line by line."""
    found: list[str] = []
    at = 0
    for table in find_tables(picture):
        top, bottom = table.ys[0], table.ys[-1]
        found += text_rows(read_words(picture[at : max(at, top - 1)], reader))
        inside = read_words(spread(picture[top : bottom + 1], table.xs), reader, top)
        found += table.rows(unspread(word, table.xs) for word in inside)
        at = bottom + 2
    return found + text_rows(read_words(picture[at:], reader))


def text_rows(words: Sequence[Word]) -> list[str]:
    return [text for _, text in text_lines(words_to_lines(words))]


def read_words(picture: Any, reader: Reader, top: int = 0) -> list[Word]:
    """The pieces of text in a part of a page that begins at ``top``."""
    if picture.shape[0] < SMALLEST:
        return []
    boxes, _ = reader(picture)
    return [word_of(box, text, top) for box, text, _ in boxes or ()]


def word_of(box: Sequence[Sequence[float]], text: str, top: int) -> Word:
    """A recognised piece of text as a word; ``box`` holds its four corners in pixels."""
    xs, ys = [x for x, _ in box], [y for _, y in box]
    return Word(text, min(xs), max(xs), min(ys) + top, max(ys) - min(ys))
