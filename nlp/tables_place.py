"""Which column each cell of a row belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.record import Finding
from nlp.tables_columns import Column
from nlp.tables_grid import Row
from nlp.tables_number import Number
from nlp.tables_rows import Placed, place_by_tabs


@dataclass(frozen=True, slots=True)
class Placing:
    """Cells by column for every row; readings that arithmetic chose, by (line, start); findings."""

    rows: tuple[Placed, ...]
    chosen: dict[tuple[int, int], Number] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def place_rows(columns: Sequence[Column], rows: Sequence[Row]) -> Placing:
    return Placing(tuple(place_by_tabs(row) for row in rows))
