"""Statutory tables as figures, and the leaf rows of 项目支出预算表.

Enters: Source and Frame. Leaves: every filled number cell of every table block with header path, row label, account
code, unit and printed place. No template is needed: head words give the roles of columns; a table never seen is read
the same way. What cannot be read is kept as printed and named in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlp.frame import Block, Frame
from nlp.frame_furniture import PAGE_NOTE
from nlp.frame_line import without_number
from nlp.record import BudgetLine, Figure, Finding
from nlp.source import Source
from nlp.table_templates import find_heads
from nlp.tables_columns import Column, Texts, columns_under, read_columns, suits_head
from nlp.tables_grid import CODE, Cell, Grid, Row, read_grid, split_head
from nlp.tables_labels import find_lost_labels, join_entries, names_of_codes
from nlp.tables_number import Number, find_money_unit, readings, scaled
from nlp.tables_place import place_rows
from nlp.tables_projects import is_project_table, read_budget_lines, whole_first
from nlp.tables_rows import Entry, drop_repeated_heads, read_entries
from nlp.tables_shift import usual_width
from nlp.tables_tree import row_paths

TITLE_MARK = re.compile(
    r"""^附?表[一二三四五六七八九十]+[:：、.]?          # 表五、
      | ^附?表\d{1,2}(?:[-－]\d{1,2})?[:：、.]?(?!\d)  # 附表2-1：
      | ^[一-鿿]{0,6}?公开(?:\d+表|表[-－]?\d+)[:：、.]?   # 财决公开01表
      | ^(?:预算|决算)?公开\d*表\d*[:：]?             # 公开表
    """,
    re.VERBOSE,
)
TITLE_YEAR = re.compile(r"(?:19|20)\d\d年度?")
TITLE_NOTE = re.compile(
    r"""[（(]不?含上年结转[)）]               # （不含上年结转）
      | [（(]续表?[一二三四五六七八九\d]*[)）]  # （续）
      | 续表[一二三四五六七八九\d]*$           # 续表1
      | [（(](?:金额)?单位[:：].*?[)）]        # （单位：万元）
      | [（(][百千万亿]*元[)）]                # （万元）
    """,
    re.VERBOSE,
)
DEFAULT_UNIT = "万元"
POINTED = 0.9
"""share of a table's amounts with a decimal point or commas from which on a bare row of digits is no amount"""
FLAT_ROW = re.compile(r"[^。；，]{0,60}?(?:\s+-?\d[\d,]*(?:\.\d+)?%?){2,}|\d{3,7}\s+[一-鿿（）“”]+(?:\s+-?\d[\d,]*\.\d+)+")
"""208 社会保障和就业支出 12.50 12.50"""
FLAT_ROWS = 3
"""such lines that make a table"""
FLAT_APART = 6
"""lines between two of them from which on they are of two tables"""


@dataclass(frozen=True, slots=True)
class Tables:
    figures: tuple[Figure, ...]
    budget_lines: tuple[BudgetLine, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table read: its normalised title, money unit, columns and entries."""

    title: str | None
    printed_title: str | None
    unit: str
    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    chosen: dict[tuple[int, int], Number | None]
    """readings of doubtful cells that arithmetic chose, by (line, start)"""
    findings: tuple[Finding, ...]


def read_tables(source: Source, frame: Frame) -> Tables:
    """Figures, budget lines and findings of all tables, in the order of their lines."""
    figures: list[Figure] = []
    lines: list[tuple[str, list[BudgetLine]]] = []
    findings: list[Finding] = []
    tables: list[Table] = []
    for block in frame.of_kind("table"):
        tables.append(read_table(source, frame, block, tables[-1] if tables else None))
    names = names_of_codes(table.entries for table in tables)
    for table in (complete(table, names) for table in tables):
        findings += table.findings
        if is_project_table(table.title, table.columns):
            rows, leaves = read_budget_lines(table.printed_title or "", table.unit, table.columns, table.entries, frame)
            lines.append((table.title or "", rows))
            kept: Sequence[Entry] = [entry for entry in table.entries if id(entry) not in leaves]
        else:
            kept = table.entries
        for figure, finding in figures_of(table, kept):
            figures.append(figure)
            findings += [finding] if finding else []
    findings += unread_tables(source, frame)
    notes = tuple(page_notes(source))
    if not figures and not lines and not notes:
        findings.append(nothing_read(source))
    return Tables(tuple(figures), tuple(whole_first(lines)), (*notes, *findings))


def nothing_read(source: Source) -> Finding:
    """A disclosure without a single figure in a table is never passed over in silence."""
    message = "文件里没有读出任何报表数字：可能只有文字说明、表格是图片，或表格的列没有被提取出来"
    return Finding("tables-missing", "warning", message, None, None, (source.line(1).span(),))


def unread_tables(source: Source, frame: Frame) -> Iterator[Finding]:
    """A finding for each run of lines that are rows whose borders were lost: amounts apart by blanks, no tab."""
    rows = [n for block in frame.of_kind("prose") for n in range(block.first, block.last + 1) if is_flat(source, n)]
    starts = [n for at, n in enumerate(rows) if at == 0 or n - rows[at - 1] > FLAT_APART]
    for first, after in pairwise([*starts, len(source.lines) + 1]):
        run = [n for n in rows if first <= n < after]
        if len(run) >= FLAT_ROWS:
            message = f"第 {run[0]} 行至第 {run[-1]} 行像是一张表，但各列之间没有分隔，数字未作为报表读取"
            yield Finding("table-unread", "warning", message, None, None, (source.line(run[0]).span(),))


def is_flat(source: Source, number: int) -> bool:
    """Whether a line is a row of a table without borders: a label and two amounts, or nothing but amounts."""
    line = source.line(number)
    return "\t" not in line.text and FLAT_ROW.fullmatch(line.text.strip()) is not None


def page_notes(source: Source) -> Iterator[Finding]:
    """A finding for each picture page that was not read, or read by OCR (see nlp.pdf)."""
    for line in source.lines:
        found = PAGE_NOTE.fullmatch(line.text) if line.page else None
        if found:
            kinds = {"unread": ("page-unread", "warning"), "gaps": ("page-gaps", "warning"), "ocr": ("page-ocr", "info")}
            rule, weight = kinds[found.lastgroup or "ocr"]
            yield Finding(rule, weight, line.text.strip("〔〕"), None, None, (line.span(),))


def read_table(source: Source, frame: Frame, block: Block, before: Table | None) -> Table:
    """One table block; a grid without a title and head goes on with the table ``before`` it."""
    grid = read_grid(source, frame, block)
    head, body = split_head(grid.rows)
    rows = drop_repeated_heads(head, body)
    more_of = before if grid.title is None and not head else None
    lost = None if head or more_of else find_lost_head(grid.title, rows, frame.document.year)
    columns = (
        more_of.columns if more_of else columns_under(lost, rows, len(lost[0])) if lost else read_columns(head, rows)
    )
    placing = place_rows(columns, rows)
    entries = join_entries(read_entries(columns, placing.rows), columns)
    unit = find_unit(grid, head)
    findings = list(placing.findings)
    if any(entry.cells for entry in entries) and not more_of:
        plain = any(column.unit is None for entry in entries for column, _ in entry.cells)
        findings += [unit_assumed(source, block, before)] if plain and not unit else []
        findings += [] if head else [head_lost(source, block, lost)]
        findings += [codes_lost(source, block)] if lacks_codes(columns, entries) else []
    printed = more_of.printed_title if more_of else grid.title
    title = table_title(printed, frame.document.unit)
    taken = unit or (before.unit if before else DEFAULT_UNIT)
    return Table(title, printed, taken, columns, entries, placing.chosen, tuple(findings))


def find_lost_head(title: str | None, rows: Sequence[Row], year: int) -> Texts | None:
    """The head of the template a table without a head follows, where exactly one kind of columns suits its rows."""
    width = usual_width(rows)
    if title is None or width is None:
        return None
    return next((head for head in find_heads(title, width, year) if suits_head(head, rows)), None)


def head_lost(source: Source, block: Block, head: Texts | None) -> Finding:
    told = "按同名模板的表头读取" if head else "各数字属于哪一列无法确定，按原样保留"
    message = f"《{block.title or '无标题表'}》没有表头，{told}"
    return Finding(
        "head-missing", "info" if head else "warning", message, None, None, (source.line(block.first).span(),)
    )


def lacks_codes(columns: Sequence[Column], entries: Sequence[Entry]) -> bool:
    """Whether account codes stand where amounts or labels should, so that cells have moved as a whole.

    Either no row has a code though the head has a column of them, or codes stand among amounts printed with points.
    """
    amounts = [cell.text for entry in entries for _, cell in entry.cells]
    if not any(column.role == "code" for column in columns):
        return False
    pointed = sum("." in text or "," in text for text in amounts)
    strays = [text for text in amounts if CODE.fullmatch(text) and len(text) >= 5]
    if strays and pointed >= POINTED * (len(amounts) - len(strays)):
        return True
    codes = [text for text in (*amounts, *(entry.label or "" for entry in entries)) if CODE.fullmatch(text)]
    return not any(entry.code for entry in entries) and len(codes) >= 2


def codes_lost(source: Source, block: Block) -> Finding:
    message = f"《{block.title or '无标题表'}》的科目编码没有印在编码列里，各列可能整体错位，数字所在的列不可靠"
    return Finding("columns-doubtful", "warning", message, None, None, (source.line(block.first).span(),))


def unit_assumed(source: Source, block: Block, before: Table | None) -> Finding:
    """A table that prints no unit of money: which was taken, and where from."""
    unit = before.unit if before else DEFAULT_UNIT
    origin = f"按前一张表《{before.title}》的单位" if before and before.title else "按通用单位"
    message = f"《{block.title or '无标题表'}》没有标注金额单位，{origin}“{unit}”读取"
    return Finding("unit-assumed", "info", message, None, unit, (source.line(block.first).span(),))


def complete(table: Table, names: dict[str, str]) -> Table:
    """The table with labels lost in it filled in from the other tables of the document, and the losses reported."""
    entries, findings = find_lost_labels(table.title, table.columns, table.entries, names)
    return replace(table, entries=entries, findings=(*table.findings, *findings))


def find_unit(grid: Grid, head: Sequence[Row]) -> str | None:
    """Money unit of the title, the lines under it, or the head's cells."""
    cells = [cell.text for row in head for _, cell in row.filled if "单位" in cell.text]
    return find_money_unit([*grid.heads, grid.title or "", *cells])


def table_title(printed: str | None, unit: str) -> str | None:
    """The title without number, year, publisher and the note （不含上年结转）.

    >>> table_title("表五2025年一般公共预算支出预算表（不含上年结转）", "某局")
    '一般公共预算支出预算表'
    """
    if printed is None:
        return None
    title = without_number(TITLE_MARK.sub("", printed, count=1))
    title = TITLE_NOTE.sub("", TITLE_YEAR.sub("", title))
    return title.removeprefix(unit) or printed


def figures_of(table: Table, entries: Sequence[Entry]) -> list[tuple[Figure, Finding | None]]:
    """A figure for every filled number cell; one that cannot be read has no value and a finding."""
    paths = row_paths(entries)
    found = []
    for entry, path in zip(entries, paths, strict=True):
        for column, cell in entry.cells:
            found.append(figure_of(table, entry, path, column, cell))
    return found


def chosen_number(table: Table, cell: Cell) -> Number | None:
    """The reading arithmetic chose for the cell, else its only one."""
    key = (cell.line.number, cell.start)
    if key in table.chosen:
        return table.chosen[key]
    return next(iter(readings(cell.printed)), None)


def figure_of(
    table: Table, entry: Entry, path: tuple[str, ...], column: Column, cell: Cell
) -> tuple[Figure, Finding | None]:
    """The figure of one cell; without a value and with a finding where the cell holds no number."""
    span = cell.line.span(cell.start, cell.end)
    unit = column.unit or table.unit
    number = chosen_number(table, cell)
    printed = cell.line.raw[span.start : span.end]
    value, shown = scaled(number, unit) if number else (None, "元" if unit.endswith("元") else unit)
    figure = Figure(table.title, entry.label, entry.code, column.path, value, shown, printed, span, row_path=path)
    if value is not None:
        return figure, None
    message = f"《{table.title}》“{entry.label or ''}”行“{column.leaf}”列的“{printed}”无法识别为数字，按原样保留"
    return figure, Finding("cell-unreadable", "warning", message, None, printed, (span,))
