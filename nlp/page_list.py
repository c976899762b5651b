"""Project goals as one list: a table in which each project takes several rows, one an indicator.

Some provinces publish 项目绩效目标 so: 单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值 | ….
Enters: the Source. Leaves: one ``ProjectPage`` a project. Columns are known by their head words, in any order; cells
merged over a project's rows are blank below its first row or printed again. What it does not do: repair shifted rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.amounts import to_yuan
from nlp.page_form import label_of, labels, level_of
from nlp.page_funds import AMOUNT, UNIT
from nlp.page_rows import Cell, Row, read_row
from nlp.page_text import GOAL
from nlp.record import Field, FundSources, Indicator, ProjectPage, Stretch
from nlp.source import Source, join_lines

ROLES = {"stage": "goal", "goal": "goal", "text": "text"}
ABOVE = 4
"""lines above the head row in which the unit of money may stand"""


@dataclass(slots=True)
class Listed:
    """A project of the list while it is read: its cells by role, its indicators, its last row."""

    name: Cell
    cells: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, list[Cell]] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    last: int = 0


def read_lists(source: Source, furniture: frozenset[int], year: int | None) -> tuple[ProjectPage, ...]:
    """Every project of the document's goal lists, in order.

    >>> from nlp.source import source_from_text
    >>> text = "项目名称\\t预算数（万元）\\t年度目标\\t一级指标\\t二级指标\\t三级指标\\t指标值\\n种树\\t3\\t绿化\\t产出指标\\t数量指标\\t株数\\t≥9\\n"
    >>> page, = read_lists(source_from_text("a.txt", text), frozenset(), 2026)
    >>> page.name, page.year_amount, [(i.l2, i.l3, i.value) for i in page.indicators]
    ('种树', Decimal('30000'), [('数量指标', '株数', '≥9')])
    """
    found: list[ProjectPage] = []
    for at, columns in head_rows(source, furniture):
        unit = unit_near(source, at)
        found += [to_page(item, unit, year) for item in list_rows(source, furniture, at, columns)]
    return tuple(found)


def head_rows(source: Source, furniture: frozenset[int]) -> Iterator[tuple[int, dict[int, str]]]:
    """Line and columns (column -> role) of each head row."""
    for line in source.lines:
        if "三级指标" in line.text and "名称" in line.text and line.number not in furniture:
            columns = {cell.column: role for cell in read_row(line).cells if (role := role_of(cell))}
            columns |= {cell.column: "name" for cell in read_row(line).cells if names_both(cell)}
            if {"name", "l3", "value"} <= set(columns.values()):
                yield line.number, columns


def names_both(cell: Cell) -> bool:
    """Whether a head cell stands over names of units and of their projects: 单位（专项）名称."""
    label = labels().get(cell.text)
    return label is not None and label.kind == "both"


def role_of(cell: Cell) -> str | None:
    label = label_of(cell.text)
    if label is None:
        return None
    if label.kind == "fund":
        return "amount"
    if label.kind in ROLES:
        return (
            f"text:{GOAL['year'] if label.key != 'period' else GOAL['period']}"
            if label.kind != "text"
            else f"text:{label.key}"
        )
    if label.kind == "column":
        return label.key
    return "name" if label.key == "name" else f"head:{label.key}" if label.kind == "head" else None


def unit_near(source: Source, at: int) -> str:
    """Unit of money in the head row or just above it."""
    lines = [source.line(at), *reversed(source.lines[max(at - 1 - ABOVE, 0) : at - 1])]
    matches = (UNIT.search(line.text) for line in lines)
    return next((match["unit"] or match["unit2"] for match in matches if match), "元")


def list_rows(source: Source, furniture: frozenset[int], at: int, columns: dict[int, str]) -> list[Listed]:
    """Projects below a head row, up to the next title or the end of the table."""
    found: list[Listed] = []
    levels: dict[str, str] = {}
    for line in source.lines[at:]:
        if line.number in furniture or not line.text.strip():
            continue
        row = read_row(line)
        if row.width < 2 or any(role_of(cell) == "l3" for cell in row.cells):
            break
        read_list_row(found, row, columns, levels)
    return found


def read_list_row(found: list[Listed], row: Row, columns: dict[int, str], levels: dict[str, str]) -> None:
    """Add one row: a project's first row, or one more indicator of the last project."""
    cells = {columns[cell.column]: cell for cell in row.cells if cell.column in columns}
    name = cells.get("name")
    if name is not None and "l3" in cells and (not found or found[-1].name.text != name.text):
        found.append(Listed(name))
        levels.clear()
    if not found or "l3" not in cells:
        return
    item = found[-1]
    item.last = row.number
    for role, cell in cells.items():
        if role.startswith("text:"):
            texts = item.texts.setdefault(role.removeprefix("text:"), [])
            if all(other.text != cell.text for other in texts):
                texts.append(cell)
        elif role in ("l1", "l2"):
            level = level_of(cell.text)
            levels[role] = level.key if level else cell.text
        else:
            item.cells.setdefault(role, cell)
    value = "".join(cells[role].printed for role in ("operator", "value", "unit") if usable(role, cells))
    if value:
        l3 = cells["l3"]
        item.indicators.append(Indicator("year", levels.get("l1"), levels.get("l2"), l3.printed, value, l3.span))


def usable(role: str, cells: dict[str, Cell]) -> bool:
    """Whether a cell is part of the value: 定性 and 定量 are no operators."""
    return role in cells and (role != "operator" or re.search("[\u4e00-\u9fff]", cells[role].text) is None)


def to_page(item: Listed, unit: str, year: int | None) -> ProjectPage:
    amount = amount_of(item.cells.get("amount"), unit)
    return ProjectPage(
        name=item.name.text, dept_code=None, dept=text_of(item, "dept"), unit=text_of(item, "unit"),
        attribute=text_of(item, "attribute"), period=text_of(item, "period"), total_amount=None, year_amount=amount,
        funds_period=FundSources(), funds_year=FundSources(), filled_at=None, indicators=tuple(item.indicators),
        fields=tuple(Field(name, stretch_of(cells)) for name, cells in item.texts.items()),
        span=item.name.span, last=item.last, year=year,
    )  # fmt: skip


def text_of(item: Listed, role: str) -> str | None:
    cell = item.cells.get(f"head:{role}")
    return cell.text if cell else None


def stretch_of(cells: Sequence[Cell]) -> Stretch:
    return join_lines([(cell.line, cell.start, cell.end) for cell in cells])


def amount_of(cell: Cell | None, unit: str) -> Decimal | None:
    """A printed amount in yuan; None where the cell is blank or no number."""
    match = AMOUNT.fullmatch(cell.text) if cell else None
    return to_yuan(match["number"], match["unit"] or unit) if match else None
