"""The fund rows of a project page (项目资金): totals of the whole period and of the year, and their sources, by source.

Enters: a page's rows and the document's level. Leaves: ``PageFunds`` in the printed unit. A number
belongs to the label on its left; numbers that slid to the line below their labels go by order and column, numbers
whose label was lost by the other half's label.
What it does not do: fill in an amount that is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from nlp.amounts import scale_of
from nlp.page_form import Label, form_label, squeeze
from nlp.page_rows import Cell, Row
from nlp.page_text import starts_indicators
from nlp.record import FundSources

AMOUNT = re.compile(
    r"""
      (?P<number>[-−]?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?   # 1,930,000
      | [-−]?\d+(?:\.\d+)?)                               # 40.96
      \s*(?P<unit>亿元|万元|元)?                            # 45万元
    """,
    re.VERBOSE,
)
BLANK = frozenset(("-", "—", "--", "——", "/", "无"))
JOINED = re.compile(r"(?P<label>\D+?)[:： ]\s*(?P<number>[-−]?[\d,，.]+\s*(?:万元|亿元|元)?)")
UNIT = re.compile(r"[（(]\s*(?P<unit>元|万元|亿元)\s*[）)]|单位[:：]\s*(?P<unit2>元|万元|亿元)")
STAGES = ("period", "year")
OWN_LEVEL = {"中央": "central", "省级": "provincial", "市级": "municipal_county", "县级": "municipal_county"}
SOURCES = ("central", "provincial", "municipal_county", "self_raised", "other")

Slot = tuple[str, str]
"""stage (period | year) and key (total or a source)"""


@dataclass(slots=True)
class PageFunds:
    """Amounts as printed by slot, with their cells (``scale`` makes them yuan).

    ``unit`` as printed, None where it is not; ``two`` whether both stages stand on the page.
    """

    amounts: dict[Slot, Decimal] = field(default_factory=dict)
    cells: dict[Slot, Cell] = field(default_factory=dict)
    unit: str | None = None
    two: bool = False
    labels: dict[str, Cell] = field(default_factory=dict)
    """each stage's total label"""
    unreadable: list[Cell] = field(default_factory=list)
    sources_named: dict[Slot, set[str]] = field(default_factory=dict)
    """labels whose numbers a slot holds: 市级资金 and 县级资金 are both money of the city and its counties"""

    def total(self, stage: str) -> Decimal | None:
        return self.amounts.get((stage, "total"))

    def sources(self, stage: str) -> FundSources:
        return FundSources(**{key: self.amounts.get((stage, key)) for key in SOURCES})

    def scale(self, factor: Decimal) -> None:
        self.amounts = {slot: value * factor for slot, value in self.amounts.items()}


def read_funds(rows: Sequence[Row], level: str | None = None) -> PageFunds:
    """Read the fund rows of a page.

    >>> from nlp.page_rows import read_row
    >>> from nlp.source import read_line
    >>> lines = ["项目资金（万元）\\t实施期资金总额:\\t30\\t年度资金总额:\\t10.5", "\\t省级财政资金 0\\t\\t省级财政资金\\t"]
    >>> funds = read_funds([read_row(read_line(i, text)) for i, text in enumerate(lines)])
    >>> funds.unit, {slot: str(value) for slot, value in funds.amounts.items()}
    ('万元', {('period', 'total'): '30', ('year', 'total'): '10.5', ('period', 'provincial'): '0'})
    """
    rows = fund_rows(rows)
    funds = PageFunds()
    read_shape(funds, rows)
    waiting: list[tuple[Slot, Cell]] = []
    for row in rows:
        waiting = read_fund_row(funds, row, waiting, level)
    return funds


def fund_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows from the first fund label to the narrative (a row that carries both still counts)."""
    found: list[Row] = []
    for row in rows:
        kinds = [label.kind for cell in split_joined(row.cells) if (label := form_label(cell.text)) is not None]
        if starts_indicators(row) or (found and "fund" not in kinds and ("text" in kinds or "goal" in kinds)):
            break
        if found or "fund" in kinds:
            found.append(row)
        if found and ("text" in kinds or "goal" in kinds):
            break
    return found


def read_shape(funds: PageFunds, rows: Sequence[Row]) -> None:
    """Unit and stages of the block."""
    for row in rows:
        for cell in split_joined(row.cells):
            match = UNIT.search(cell.text)
            if match and funds.unit is None:
                funds.unit = match["unit"] or match["unit2"]
            label = form_label(cell.text)
            if label is not None and label.key in ("total_period", "total_year"):
                funds.labels.setdefault(label.key.removeprefix("total_"), cell)
    funds.two = set(funds.labels) == set(STAGES)


def read_fund_row(
    funds: PageFunds, row: Row, waiting: list[tuple[Slot, Cell]], level: str | None
) -> list[tuple[Slot, Cell]]:
    """Read one row; returns its labels without a number, for the row below."""
    cells = split_joined(row.cells)
    labels = row_labels(funds, cells, level)
    numbers = [cell for cell in cells if form_label(cell.text) is None and not UNIT.fullmatch(cell.text)]
    if not labels:
        for below, cell in pair_below(waiting, numbers):
            store(funds, below, cell)
        return []
    taken: list[Slot] = []
    for cell in numbers:
        left = [item for item in labels if before(item[1], cell)]
        slot = left[-1][0] if left else lost_label(labels)
        if slot is not None and slot not in taken:
            add(funds, slot, cell, squeeze(left[-1][1].text) if left else "")
            taken.append(slot)
    return [item for item in labels if item[0] not in taken]


def add(funds: PageFunds, slot: Slot, cell: Cell, label: str) -> None:
    """Store a number; a slot that another label of the same money filled before holds the sum of both."""
    named = funds.sources_named.setdefault(slot, set())
    former = funds.amounts.get(slot) if slot[1] in SOURCES and named and label not in named else None
    store(funds, slot, cell)
    if former is not None and slot in funds.amounts:
        funds.amounts[slot] += former
    named.add(label)


def row_labels(funds: PageFunds, cells: Sequence[Cell], level: str | None) -> list[tuple[Slot, Cell]]:
    """The row's money labels as slots; the second of a name is the year's."""
    found: list[tuple[Slot, Cell]] = []
    marks = [(label, cell) for cell in cells if (label := form_label(cell.text)) is not None and label.kind == "fund"]
    for label, cell in marks:
        key = source_key(label, level)
        if key is None:
            continue
        again = any(slot[1] == key for slot, _ in found)
        alone = sum(source_key(other, level) == key for other, _ in marks) == 1
        found.append(((slot_stage(funds, label, cell, again, alone), key), cell))
    return found


def source_key(label: Label, level: str | None) -> str | None:
    """Slot key of a label; 本级资金 is money of the document's own level, 财政拨款 of no named level."""
    if label.key.startswith("total"):
        return "total"
    if label.key == "own_level":
        return OWN_LEVEL.get(level or "", "municipal_county")
    if label.key == "any_level":  # all the fiscal money of a central unit is the centre's; elsewhere the level is not told
        return "central" if level == "中央" else None
    return label.key if label.key in SOURCES else None


def slot_stage(funds: PageFunds, label: Label, cell: Cell, again: bool, alone: bool) -> str:
    if label.key in ("total_period", "total_year"):
        return label.key.removeprefix("total_")
    if not funds.two:
        return next(iter(funds.labels), "year")
    if alone:
        return min(STAGES, key=lambda stage: abs(funds.labels[stage].column - cell.column))
    return "year" if again else "period"


def before(label: Cell, number: Cell) -> bool:
    return (label.column, label.start) < (number.column, number.start)


def lost_label(labels: list[tuple[Slot, Cell]]) -> Slot | None:
    """Slot of a number that stands left of the row's only label, which is the year's: the same source of the period."""
    (stage, key), _ = labels[0]
    return ("period", key) if stage == "year" and len(labels) == 1 else None


def pair_below(waiting: list[tuple[Slot, Cell]], numbers: list[Cell]) -> list[tuple[Slot, Cell]]:
    """Numbers of a line without labels to the labels of the line above: in order, or by column where they are fewer."""
    if len(numbers) == len(waiting):
        return [(slot, cell) for (slot, _), cell in zip(waiting, numbers, strict=True)]
    if not waiting:
        return []
    return [
        (min(waiting, key=lambda item: abs(item[1].column - cell.column))[0], cell) for cell in numbers[: len(waiting)]
    ]


def split_joined(cells: Sequence[Cell]) -> list[Cell]:
    """Cells that hold a label and its number (单位自筹 0) cut in two."""
    found: list[Cell] = []
    for cell in cells:
        match = JOINED.fullmatch(cell.text)
        label = form_label(match["label"]) if match else None
        if match and label is not None and label.kind == "fund":
            found += [cell.cut(0, match.end("label")), cell.cut(match.start("number"))]
        else:
            found.append(cell)
    return found


def store(funds: PageFunds, slot: Slot, cell: Cell) -> None:
    """Keep the number of a cell in printed units; a cell that is neither number nor blank is kept as unreadable."""
    match = AMOUNT.fullmatch(cell.text)
    if cell.text in BLANK:
        return
    if match is None:
        funds.unreadable.append(cell)
        return
    unit = match["unit"] or funds.unit or "元"
    funds.unit = funds.unit or match["unit"]
    number = Decimal(re.sub("[,，]", "", match["number"]).replace("−", "-"))
    funds.amounts[slot] = number * scale_of(unit) / scale_of(funds.unit or "元")
    funds.cells[slot] = cell
