"""The narrative cells of a project page: 项目概况, 立项依据, 项目设立必要性, 制度措施, 实施计划, 总体目标.

Enters: a page's rows. Leaves: ``Field`` records whose stretches point at the printed characters. A text that stands a
line below its label, or runs over several lines, belongs to the label above it. The two halves of 总体目标 (实施期,
年度) are told apart by their columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nlp.page_form import label_of, level_of, side_piece
from nlp.page_rows import Cell, Row
from nlp.record import Field
from nlp.source import join_lines

GOAL = {"period": "总体目标（实施期）", "year": "总体目标（年度）"}
INLINE = re.compile(r"(?P<label>[^:：]{4,20})[:：]\s*(?P<value>.+)", re.DOTALL)


@dataclass(slots=True)
class Texts:
    """Cells of each field, in the order of the page; ``heads`` are the columns of 实施期目标 and 年度目标."""

    cells: dict[str, list[Cell]] = field(default_factory=dict)
    open: str | None = None
    """field that a row without a label continues"""
    stage: str | None = None
    """where the goal's label names one stage alone"""
    heads: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, cell: Cell) -> None:
        self.cells.setdefault(name, []).append(cell)


def read_fields(rows: Sequence[Row]) -> tuple[Field, ...]:
    """Read the narrative from the rows of a page.

    >>> from nlp.page_rows import read_row
    >>> from nlp.source import read_line
    >>> lines = ["立项依据\\t\\t按县政府会议纪要", "执行。", "\\t实施期目标\\t\\t年度目标", "总体目标\\t建成。\\t\\t开工。"]
    >>> [(f.name, f.text) for f in read_fields([read_row(read_line(i, t)) for i, t in enumerate(lines)])]
    [('立项依据', '按县政府会议纪要执行。'), ('总体目标（实施期）', '建成。'), ('总体目标（年度）', '开工。')]
    """
    texts = Texts()
    for row in rows:
        if starts_indicators(row):
            break
        read_text_row(texts, row)
    return tuple(
        Field(name, join_lines([(cell.line, cell.start, cell.end) for cell in cells]))
        for name, cells in texts.cells.items()
    )


def starts_indicators(row: Row) -> bool:
    """Whether a row belongs to the indicator table (or stands below it)."""
    labels = [label_of(cell.text) for cell in row.cells]
    columns = sum(label is not None and label.kind == "column" for label in labels)
    first = labels[0]
    return (
        columns >= 2
        or (first is not None and first.kind == "side")
        or is_foot(row)
        or any((level := level_of(cell.text)) is not None and level.kind != "l1short" for cell in row.cells[:3])
        or (len(row.cells) > 2 and side_piece(row.cells[0].text))
    )


def is_foot(row: Row) -> bool:
    """Whether a row holds the signatures below the form (负责人, 填报日期)."""
    words = (re.split("[:：]", cell.text)[0] for cell in row.cells[:2])
    return any((label := label_of(word)) is not None and label.kind == "end" for word in words)


def read_text_row(texts: Texts, row: Row) -> None:
    cells = split_inline(row.cells)
    marks = [(label, cell) for cell in cells if (label := label_of(cell.text)) is not None]
    values = [cell for cell in cells if label_of(cell.text) is None]
    named = next((label for label, _ in marks if label.kind in ("text", "goal")), None)
    stages = {label.key: cell.column for label, cell in marks if label.kind == "stage"}
    if named is not None:
        texts.open = named.key if named.kind == "text" else "goal"
        texts.stage = None if named.kind == "text" or named.key == "both" else named.key
    elif stages:
        texts.open, texts.stage = "goal", (next(iter(stages)) if values else None)
    elif any(label.kind in ("fund", "head") for label, _ in marks):
        return
    if not values or len(stages) > 1:
        texts.heads |= stages
    if texts.open == "goal":
        place_goals(texts, values)
    elif texts.open is not None:
        for cell in distinct(values):
            texts.add(texts.open, cell)


def place_goals(texts: Texts, values: list[Cell]) -> None:
    """Give goal texts to the stages: one each where there are two, else by the column of the heads."""
    if texts.stage is not None:
        for cell in distinct(values):
            texts.add(GOAL[texts.stage], cell)
    elif len(values) >= 2:
        first, second = ("year", "period") if year_first(texts.heads) else ("period", "year")
        texts.add(GOAL[first], values[0])
        for cell in values[1:]:
            texts.add(GOAL[second], cell)
    elif values:
        texts.add(GOAL[nearest_stage(texts, values[0])], values[0])


def year_first(columns: Mapping[str, int]) -> bool:
    """Whether a form prints the year's goal left of that of the whole period."""
    return "year" in columns and "period" in columns and columns["year"] < columns["period"]


def nearest_stage(texts: Texts, cell: Cell) -> str:
    """Stage of a goal that stands alone; one in the column of the other texts is the first stage's."""
    columns = dict(texts.heads)
    if any(cell.column <= cells[0].column for name, cells in texts.cells.items() if name not in GOAL.values()):
        return "period" if set(columns) != {"year"} else "year"
    for stage, name in GOAL.items():
        if texts.cells.get(name):
            columns[stage] = texts.cells[name][0].column
    if set(columns) == {"year"}:
        return "year"
    return min(columns, key=lambda stage: (abs(columns[stage] - cell.column), stage)) if columns else "period"


def distinct(cells: Sequence[Cell]) -> list[Cell]:
    """Cells without those that repeat an earlier one of the row (a merged cell printed for each of its columns)."""
    return [cell for at, cell in enumerate(cells) if cell.text not in {other.text for other in cells[:at]}]


def split_inline(cells: Sequence[Cell]) -> list[Cell]:
    """A first cell 立项依据：依据…… cut into label and text."""
    if not cells or not (match := INLINE.fullmatch(cells[0].text)):
        return list(cells)
    label = label_of(match["label"])
    if label is None or label.kind not in ("text", "goal", "stage"):
        return list(cells)
    return [cells[0].cut(0, match.end("label")), cells[0].cut(match.start("value")), *cells[1:]]
