"""Make the PDFs that the tests read: ruled tables with merged and wrapped cells, over page breaks, and scanned pages.

ReportLab with its Chinese CID font: no font file is needed. A scanned page is a picture of a rendered page.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

FONT = "STSong-Light"
Merge = tuple[tuple[int, int], tuple[int, int]]
"""(column, row) of the first and the last cell"""


def style(size: int = 9, leading: int = 13) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return ParagraphStyle("cjk", fontName=FONT, fontSize=size, leading=leading, wordWrap="CJK")


def paragraph(text: str, size: int = 12) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(text, style(size, size * 2))


def table(
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    merges: Sequence[Merge] = (),
    head: int = 0,
    ruled: bool = True,
) -> Any:
    """A table; cells wrap inside their widths; the first ``head`` rows are printed again on every page."""
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph, Table, TableStyle

    cells = [[Paragraph(text, style()) if text else "" for text in row] for row in rows]
    looks: list[Any] = [("SPAN", *merge) for merge in merges] + [("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    if ruled:
        looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    return Table(cells, colWidths=list(widths), repeatRows=head, style=TableStyle(looks))


def page_break() -> Any:
    from reportlab.platypus import PageBreak

    return PageBreak()


def pdf(story: Sequence[Any], password: str | None = None, watermark: str | None = None) -> bytes:
    """The pages as a PDF, numbered at the foot; ``watermark`` is printed across them."""
    from reportlab.platypus import SimpleDocTemplate

    def foot(canvas: Any, doc: Any) -> None:
        style()
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(300, 30, f"— {doc.page} —")
        if watermark:
            canvas.saveState()
            canvas.rotate(40)
            for y in range(0, 800, 90):
                canvas.drawString(300, y - 100, watermark * 3)
            canvas.restoreState()

    out = BytesIO()
    SimpleDocTemplate(out, encrypt=password).build(list(story), onFirstPage=foot, onLaterPages=foot)
    return out.getvalue()


def scanned(data: bytes, keep: Sequence[int] = ()) -> bytes:
    """The same pages as pictures, those numbered in ``keep`` (from 0) left as text."""
    import pypdfium2

    source = pypdfium2.PdfDocument(data)
    made = pypdfium2.PdfDocument.new()
    for number in range(len(source)):
        if number in keep:
            made.import_pages(source, [number])
            continue
        page = source[number]
        width, height = page.get_size()
        image = pypdfium2.PdfImage.new(made)
        image.set_bitmap(page.render(scale=2))
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        blank = made.new_page(width, height)
        blank.insert_obj(image)
        blank.gen_content()
    out = BytesIO()
    made.save(out)
    return out.getvalue()
