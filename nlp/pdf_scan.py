"""Scanned pages to lines by OCR, where the optional extra ``ocr`` (rapidocr-onnxruntime, models inside) is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any

from nlp.pdf_page import Word, text_lines, words_to_lines

SCALE = 2.5
"""pixels per point"""

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
    found = {}
    for number in pages:
        picture = document[number - 1].render(scale=SCALE).to_numpy()
        boxes, _ = reader(picture)
        words = [word_of(box, text) for box, text, _ in boxes or ()]
        found[number] = [text for _, text in text_lines(words_to_lines(words))]
    return found


def word_of(box: Sequence[Sequence[float]], text: str) -> Word:
    """A recognised piece of text as a word; ``box`` holds its four corners in pixels."""
    xs, ys = [x for x, _ in box], [y for _, y in box]
    return Word(text, min(xs), max(xs), min(ys), max(ys) - min(ys))
