"""PDFs to lines: ruled tables over page breaks, wrapped and merged cells, tables without rules, scanned pages."""

from __future__ import annotations

import importlib.util
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2
import pytest

from nlp.errors import BinarySource, UnreadablePages
from nlp.frame import read_frame
from nlp.generate import Generated, generate
from nlp.pdf import page_ranges, read_pdf
from nlp.pdf_page import Word, merge_spans
from nlp.pdf_rules import APART, find_tables, spread
from nlp.prose import read_paragraphs
from nlp.source import Source
from nlp.tables import read_tables
from tests.made_pdf import page_break, paragraph, pdf, scanned, table

HEAD = (("科目编码", "科目名称", "2024年预算数", "", ""), ("", "", "合计", "基本支出", "项目支出"))
MERGED = (((0, 0), (0, 1)), ((1, 0), (1, 1)), ((2, 0), (4, 0)))
WIDTHS = (60, 130, 80, 80, 80)
LONG = "其他政府办公厅（室）及相关机构事务支出"


def cover() -> list[Any]:
    return [
        paragraph(text)
        for text in ("岳池县水务局", "2024年度部门预算公开", "第一部分 概况", "一、主要职责", "管理全县水务。")
    ]


def read(data: bytes, name: str = "a.pdf") -> Source:
    return read_pdf(Path(name), data)


def account_table(rows: int, head: int = 2) -> Any:
    body = [
        (str(2010000 + i), LONG, f"{i + 10}.50", f"{i}.25" if i % 2 else "", f"{10 + i}.00") for i in range(1, rows + 1)
    ]
    return table([*HEAD, *body], WIDTHS, MERGED, head)


def test_a_ruled_table_keeps_blank_merged_and_wrapped_cells() -> None:
    source = read(pdf([*cover(), paragraph("2024年预算支出总表"), paragraph("单位：万元"), account_table(2)]))
    rows = [line.raw for line in source.lines if "\t" in line.raw]
    assert rows == [
        "科目编码\t科目名称\t2024年预算数\t\t",
        "\t\t合计\t基本支出\t项目支出",
        f"2010001\t{LONG}\t11.50\t1.25\t11.00",
        f"2010002\t{LONG}\t12.50\t\t12.00",
    ]


def test_a_table_over_page_breaks_is_one_table_with_pages_in_its_spans() -> None:
    story = [*cover(), page_break(), paragraph("2024年预算支出总表"), paragraph("单位：万元"), account_table(45)]
    source = read(pdf(story))
    figures = read_tables(source, read_frame(source)).figures
    assert len(figures) == 45 + 45 + 23
    assert {f.table for f in figures} == {"预算支出总表"}
    assert {f.row for f in figures} == {LONG}
    assert {f.column for f in figures} == {("2024年预算数", name) for name in ("合计", "基本支出", "项目支出")}
    assert [p for p, _ in sorted(Counter(f.span.page for f in figures).items(), key=str)] == [2, 3, 4]
    assert all(source.quote(f.span) == f.printed for f in figures)


def test_a_numbered_sentence_broken_by_the_print_is_no_heading() -> None:
    text = "一、财政拨款收入指单位从本级财政部门取得的各类财政拨款并按照批复的预算和规定用途使用的资金，不含其他收入。"
    source = read(pdf([*cover(), paragraph("第二部分 名词解释"), *[paragraph(text) for _ in range(6)]]))
    frame = read_frame(source)
    assert [s.title for s in frame.sections] == ["第一部分概况", "一、主要职责", "第二部分名词解释"]
    assert [p.text for p in read_paragraphs(source, frame)][1:] == [text] * 6


def test_a_watermark_across_the_page_is_left_out() -> None:
    plain = [*cover(), paragraph("2024年预算支出总表"), paragraph("单位：万元"), account_table(12)]
    story = [*cover(), paragraph("2024年预算支出总表"), paragraph("单位：万元"), account_table(12)]
    assert [line.raw for line in read(pdf(story, watermark="内部资料")).lines] == [
        line.raw for line in read(pdf(plain)).lines
    ]


def test_a_table_without_rules_is_read_by_its_gaps() -> None:
    rows = [
        ("项目", "合计", "一般公共预算"),
        ("公务接待费", "0.50", "0.50"),
        ("公务用车购置费", "", ""),
        ("合计", "0.50", "0.50"),
    ]
    source = read(pdf([*cover(), table(rows, (200, 120, 120), ruled=False)]))
    assert [line.raw for line in source.lines if "\t" in line.raw or line.raw == "公务用车购置费"] == [
        "项目\t合计\t一般公共预算",
        "公务接待费\t0.50\t0.50",
        "公务用车购置费\t\t",
        "合计\t0.50\t0.50",
    ]


def story_of(made: Generated) -> list[Any]:
    """A generated disclosure laid out on pages: its rows with tabs as ruled tables."""
    story: list[Any] = []
    rows: list[list[str]] = []
    for line in [*made.text.split("\n"), ""]:
        if "\t" in line:
            rows.append(line.split("\t"))
            continue
        if rows:
            story.append(laid_out(rows))
            rows = []
        if line.strip():
            story.append(paragraph(line, 10))
    return story


def laid_out(rows: Sequence[Sequence[str]]) -> Any:
    width = max(map(len, rows))
    return table([[*row, *[""] * (width - len(row))] for row in rows], [440 // width] * width)


@pytest.mark.parametrize("kind", ["central", "final"])
def test_tables_read_from_pdf_equal_the_truth(kind: str) -> None:
    made = generate(3, kind, damages=())
    source = read(pdf(story_of(made)))
    read_figures = Counter(
        (f.table, f.row, f.row_code, f.column, f.value) for f in read_tables(source, read_frame(source)).figures
    )
    columns = {
        column: tuple(part.replace("(%)", "（%）") for part in column)
        for column in {f.column for f in made.truth.figures}
    }
    truth = Counter((f.table, f.row, f.row_code, columns[f.column], f.value) for f in made.truth.figures if f.table)
    assert read_figures == truth


def test_scanned_pages_are_named() -> None:
    data = scanned(pdf([*cover(), page_break(), paragraph("第二页"), page_break(), *cover()]))
    if importlib.util.find_spec("rapidocr_onnxruntime"):
        assert "第一部分概况" in {line.raw.replace(" ", "") for line in read(data).lines}
        return
    with pytest.raises(UnreadablePages, match=r"^a\.pdf：第 1-3 页是扫描图像（共 3 页）.*budgetkg\[ocr\]"):
        read(data)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr_onnxruntime") is not None, reason="OCR reads the page")
def test_one_picture_page_among_text_pages_is_reported_and_the_rest_read() -> None:
    data = scanned(
        pdf([paragraph("某图"), page_break(), *cover(), page_break(), paragraph("第四部分 名词解释")]), keep=(1, 2)
    )
    source = read(data)
    findings = read_tables(source, read_frame(source)).findings
    assert [(f.rule, f.message) for f in findings] == [("page-unread", "第1页是图像，未识别文字")]


def test_rules_of_a_scanned_page_hold_its_words_in_cells() -> None:
    data = pdf([*cover(), account_table(3)])
    scale = 2.5
    picture = pypdfium2.PdfDocument(data)[0].render(scale=scale).to_numpy()
    with pdfplumber.open(BytesIO(data)) as document:
        words = [
            Word(w["text"], w["x0"] * scale, w["x1"] * scale, w["top"] * scale, (w["bottom"] - w["top"]) * scale)
            for w in document.pages[0].extract_words()
        ]
    (ruled,) = find_tables(picture)
    inside = [word for word in words if ruled.ys[0] < word.top < ruled.ys[-1]]
    assert ruled.rows(inside) == [
        "科目编码\t科目名称\t2024年预算数\t\t",
        "\t\t合计\t基本支出\t项目支出",
        f"2010001\t{LONG}\t11.50\t1.25\t11.00",
        f"2010002\t{LONG}\t12.50\t\t12.00",
        f"2010003\t{LONG}\t13.50\t3.25\t13.00",
    ]
    wide = spread(picture, ruled.xs)
    assert wide.shape[1] - picture.shape[1] == APART * (len(ruled.xs) - 2)


@pytest.mark.skipif(importlib.util.find_spec("rapidocr_onnxruntime") is None, reason="needs the extra ocr")
def test_a_scanned_table_is_read_by_ocr_and_reported() -> None:
    source = read(scanned(pdf([*cover(), paragraph("2024年预算支出总表"), paragraph("单位：万元"), account_table(3)])))
    tables = read_tables(source, read_frame(source))
    assert [(f.row, f.column[-1], str(f.value)) for f in tables.figures[:3]] == [
        (LONG, "合计", "115000.00"), (LONG, "基本支出", "12500.00"), (LONG, "项目支出", "110000.00"),
    ]  # fmt: skip
    assert [f.rule for f in tables.findings] == ["page-ocr"]


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(BinarySource, match="PDF 有密码"):
        read(pdf(cover(), password="secret"))


@pytest.mark.parametrize("cut", [pytest.param(200, id="head-only"), pytest.param(9, id="mark-only")])
def test_a_damaged_pdf_is_refused(cut: int) -> None:
    with pytest.raises(BinarySource, match="PDF 已损坏"):
        read(pdf(cover())[:cut])


def test_page_ranges_and_spans() -> None:
    assert page_ranges([2, 4, 5, 6, 9]) == "2、4-6、9"
    assert merge_spans([(5, 9), (0, 2), (8, 12)]) == [(0, 2), (5, 12)]
