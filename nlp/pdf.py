"""PDF disclosures to lines: prose line by line, tables row by row with tabs between cells, pages numbered.

Enters: the bytes of a PDF. Leaves: a Source whose lines carry their page (1-based), in reading order, a blank line
between pages. Born-digital pages are read by pdfplumber: of the libraries compared it alone gives ruled tables back
with their blank and merged cells (pypdfium2 reads 13 times faster but drops blank cells; docling needs 2 GB of models).
Scanned pages need the optional extra ``ocr``; without it UnreadablePages names them. A single picture page among
text pages (a cover, a stamp) stays as a line that says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from nlp.errors import BinarySource, EmptySource, SourceTooLarge, UnreadablePages
from nlp.pdf_page import page_rows
from nlp.pdf_scan import find_reader, scanned_rows
from nlp.source import Line, Source, read_line

MOST_PAGES = 3000
UNREAD = "〔第{page}页是图像，未识别文字〕"
"""line that stands for a picture page among text pages; nlp.tables reports it"""
RECOGNISED = "〔第{page}页由扫描图像识别，请核对原件〕"
"""line above the text of a scanned page; nlp.tables reports it"""
FEW_CHARACTERS = 8
NAMELESS = 0.3
"""share of glyphs without a Unicode name (a font embedded without its map) from which on text is no text"""
FULL_PAGE = 0.5
"""share of the page from which on its pictures make it a scanned page"""
SOME_PICTURES = 0.2
"""share of picture pages up to which the text pages are read without them"""


def read_pdf(path: Path, data: bytes) -> Source:
    """Read ``data``. Raises a SourceError for a damaged or locked file, and for scanned pages without ``ocr``."""
    rows: list[tuple[int, list[str]]] = []
    scanned: list[int] = []
    total = 0
    for number, page in pages_of(path, data):
        total = number
        if is_scanned(page):
            scanned.append(number)
            rows.append((number, []))
        else:
            rows.append((number, page_rows(page)))
        page.close()
    if scanned:
        read_scanned(path, data, rows, scanned, total)
    if not any(line.strip() for _, lines in rows for line in lines):
        raise EmptySource(f"{path.name}：PDF 共 {total} 页，没有可读的文字")
    return Source(path.name, hashlib.sha256(data).hexdigest(), numbered(rows))


def pages_of(path: Path, data: bytes) -> Iterable[tuple[int, Any]]:
    """Pages with their numbers, each to be closed after use."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(BytesIO(data)) as document:
            if len(document.pages) > MOST_PAGES:
                raise SourceTooLarge(f"{path.name}：PDF 有 {len(document.pages)} 页，超过上限 {MOST_PAGES} 页，未读取")
            yield from enumerate(document.pages, 1)
    except (PDFException, PdfminerException, ValueError, KeyError, TypeError, RecursionError) as error:
        cause = error.args[0] if error.args else error
        if isinstance(error, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect):
            raise BinarySource(f"{path.name}：PDF 有密码，请先去掉密码") from error
        raise BinarySource(f"{path.name}：PDF 已损坏，无法读取（{type(cause).__name__}）") from error


def is_scanned(page: Any) -> bool:
    """Whether a page can only be read as a picture: images over half of it and hardly any text, or nameless glyphs."""
    nameless = sum(char["text"].startswith("(cid:") for char in page.chars)
    if nameless > NAMELESS * len(page.chars):
        return True
    if len(page.chars) > FEW_CHARACTERS:
        return False
    area = sum(max(0, image["x1"] - image["x0"]) * max(0, image["bottom"] - image["top"]) for image in page.images)
    return bool(area >= FULL_PAGE * page.width * page.height)


def read_scanned(path: Path, data: bytes, rows: list[tuple[int, list[str]]], scanned: list[int], total: int) -> None:
    """Fill in the rows of scanned pages by OCR, or say which pages cannot be read."""
    reader: Callable[[Any], Any] | None = find_reader()
    if reader is not None:
        found = scanned_rows(data, scanned, reader)
        rows[:] = [(n, [RECOGNISED.format(page=n), *found[n]] if n in found else lines) for n, lines in rows]
        return
    if len(scanned) > max(1, SOME_PICTURES * total) or len(scanned) == total:
        raise UnreadablePages(
            f"{path.name}：第 {page_ranges(scanned)} 页是扫描图像（共 {total} 页），没有文字可读。"
            f"请安装可选的文字识别组件：pip install 'budgetkg[ocr]'"
        )
    rows[:] = [(n, [UNREAD.format(page=n)] if n in set(scanned) else lines) for n, lines in rows]


def page_ranges(pages: list[int]) -> str:
    """
    >>> page_ranges([1, 2, 3, 7])
    '1-3、7'
    """
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def numbered(rows: list[tuple[int, list[str]]]) -> tuple[Line, ...]:
    """Lines numbered through, a blank one after each page."""
    found: list[Line] = []
    for page, lines in rows:
        for text in (*lines, ""):
            found.append(read_line(len(found) + 1, text, page))
    return tuple(found)
