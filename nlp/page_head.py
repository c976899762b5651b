"""The cells above the funds of a project page: name, department and code, unit, attribute, period; and 填报日期.

Enters: a page's rows. Leaves: a ``Head``. A value belongs to the nearest label on its left that has none yet; a value
whose label was lost goes by its row (the second value beside 主管部门 is 实施单位, beside 项目属性 it is 项目期), one
that slid to the next line by its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.page_form import Label, form_label, label_of
from nlp.page_rows import Cell, Row

LATE = 12
"""rows below the head in which its labels may still stand"""

SECOND = {"dept": "unit", "attribute": "period"}
"""key of the value that follows a row's first value on the form"""

LABELLED = re.compile(r"(?P<label>[^:： ]{2,12})\s*[:： ]\s*(?P<value>.+?)(?P<unit>\s+(?:金额)?单位\s*[:：].*)?", re.DOTALL)
CODED = re.compile(
    r"""
      \[?（?(?P<code>\d{3,6})\]?）?\s*[-—－_]?\s*(?P<name>[^\d\s（）].*)   # 215-某市某局, [149]某局, 103001 某局
    | (?P<name2>.*[^\d\s（\[])\s*[（\[]?(?P<code2>\d{3,6})[）\]]?             # 某局（215）
    """,
    re.VERBOSE | re.DOTALL,
)
DURATION = re.compile(r"\d{1,2}\s*(?:年|个月|月)|20\d\d.*20\d\d.*|长期")
STAMP = re.compile(
    r"""
      (?P<digits>20\d{2}[01]\d[\d\s:]{2,14})                    # 20260108105222, 202601081 70151, 20260109 15:10
    | (?P<year>20\d\d)\s*[-./年]\s*(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})   # 2026年1月8日
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Head:
    """Values of the head by key of the lexicon; ``rows`` is the number of rows it takes."""

    cells: dict[str, Cell] = field(default_factory=dict)
    wrapped: list[Cell] = field(default_factory=list)
    """further lines of the name"""
    rows: int = 0
    unlabelled: bool = False
    """whether the name stands without its label"""

    def text(self, key: str) -> str | None:
        return self.cells[key].text if key in self.cells else None

    @property
    def name(self) -> str | None:
        return "".join(cell.text for cell in (self.cells["name"], *self.wrapped)) if "name" in self.cells else None


def read_head(rows: Sequence[Row]) -> Head:
    """Read the rows from 项目名称 to the first row of the funds or narrative.

    A first row without any label of the form holds the name all the same (its label is damaged or lost).

    >>> from nlp.page_rows import read_row
    >>> from nlp.source import read_line
    >>> lines = ["项目名称\\t\\t档案整理", "主管部门及代码\\t\\t301-某县档案馆\\t实施单位\\t", "项目属性\\t一次性项目\\t\\t1年"]
    >>> head = read_head([read_row(read_line(i, text)) for i, text in enumerate(lines)])
    >>> [(key, cell.text) for key, cell in head.cells.items()]
    [('name', '档案整理'), ('dept', '301-某县档案馆'), ('attribute', '一次性项目'), ('period', '1年')]
    """
    head = Head()
    before: list[tuple[Label, Cell]] = []
    if rows and not any(form_label(cell.text) for cell in split_labels(rows[0].cells)):
        first = rows[0].cells
        head.cells["name"] = first[1] if len(first) > 1 and first[0].column == 0 else first[0]
        head.rows, head.unlabelled = 1, True
    for row in rows[head.rows :]:
        if head.rows and row.cells and starts_body(row):
            break
        head.rows += 1
        if set(head.cells) == {"name"} and not before and is_rest(head.cells["name"], row):
            head.wrapped.append(row.cells[0])
        else:
            before = read_head_row(head, row, before)
    read_late(head, rows[head.rows :])
    return head


def read_late(head: Head, rows: Sequence[Row]) -> None:
    """Labels of the head that stand among or below the funds (项目属性 in the row of 资金总额)."""
    for row in rows[:LATE]:
        kinds = [label.kind for cell in split_labels(row.cells) if (label := form_label(cell.text)) is not None]
        if {"text", "goal", "side", "column"} & set(kinds) or "head" not in kinds:
            if "fund" not in kinds:
                return
            continue
        read_head_row(head, row, [])


def is_rest(name: Cell, row: Row) -> bool:
    """Whether a row is the next line of a name that was wrapped in its cell."""
    cell = row.cells[0]
    return len(row.cells) == 1 and label_of(cell.text) is None and cell.column in (0, name.column)


def starts_body(row: Row) -> bool:
    labels = [form_label(cell.text) for cell in split_labels(row.cells)[:3]]
    return any(label is not None and label.kind in ("fund", "text", "goal", "side", "column") for label in labels)


def read_head_row(head: Head, row: Row, before: list[tuple[Label, Cell]]) -> list[tuple[Label, Cell]]:
    """Assign the values of one row; returns its labels that found none (their value may follow a line below)."""
    waiting: list[tuple[Label, Cell]] = []
    last: str | None = None
    money = False
    for cell in split_labels(row.cells):
        label = form_label(cell.text)
        if label is not None:
            money = label.kind == "fund"
        if label is not None and label.kind == "head":
            waiting.append((label, cell))
        elif label is None and not money:
            last = place_value(head, cell, waiting, before, last)
            waiting = [item for item in waiting if item[0].key != last]
    return [item for item in waiting if item[0].key not in head.cells]


def place_value(
    head: Head, cell: Cell, waiting: list[tuple[Label, Cell]], before: list[tuple[Label, Cell]], last: str | None
) -> str | None:
    """Give a value to a label; returns the key it went to, for the value after it."""
    if waiting:
        key = waiting[-1][0].key
    elif last in SECOND:
        key = SECOND[last]
    elif before:
        key = min(before, key=lambda item: abs(item[1].column - cell.column))[0].key
    elif CODED.fullmatch(cell.text):
        key = "dept"
    elif DURATION.fullmatch(cell.text):
        key = "period"
    else:
        return last
    head.cells.setdefault(key, cell)
    return key


def split_labels(cells: Sequence[Cell]) -> list[Cell]:
    """Cells with a label and its value in one (项目期 3年) cut in two."""
    found: list[Cell] = []
    for cell in cells:
        match = LABELLED.fullmatch(cell.text)
        label = form_label(match["label"]) if match else None
        if match and label is not None and label.kind in ("head", "fund") and form_label(cell.text) is None:
            found += [cell.cut(0, match.end("label")), cell.cut(match.start("value"), match.end("value"))]
        else:
            found.append(cell)
    return found


def split_code(text: str) -> tuple[str | None, str]:
    """Code and name of 主管部门及代码.

    >>> [split_code(text) for text in ("215-某市城管局", "[149]某局", "某局（301）", "某局")]
    [('215', '某市城管局'), ('149', '某局'), ('301', '某局'), (None, '某局')]
    """
    match = CODED.fullmatch(text)
    if match is None:
        return None, text
    return (match["code"] or match["code2"]), (match["name"] or match["name2"]).strip()


def read_filled_at(rows: Sequence[Row]) -> Cell | None:
    """The cell that holds the value of 填报日期: behind its label, or below it, or the last stamp under the table."""
    stamps: list[Cell] = []
    closing = False
    for row in rows:
        for cell in row.cells:
            label = label_of(cell.text)
            closing = closing or (label is not None and label.kind == "end") or cell.text.startswith("填报日期")
            if closing and STAMP.search(cell.text):
                stamps.append(cell)
    return stamps[-1] if stamps else None


def stamp_digits(text: str) -> str | None:
    """Digits of a date or time stamp.

    >>> [stamp_digits(text) for text in ("填报日期：20260109 15:10", "2026年1月8日", "202601081 70151")]
    ['202601091510', '20260108', '20260108170151']
    """
    match = STAMP.search(text)
    if match is None:
        return None
    if match["digits"]:
        return re.sub(r"\D", "", match["digits"])
    return f"{match['year']}{int(match['month']):02d}{int(match['day']):02d}"
