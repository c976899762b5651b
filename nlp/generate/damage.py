"""What PDF extraction and OCR do to a page. Each damage changes the look of rows and never the facts in them.

``DAMAGES`` names them all; each takes the rows and a random source and gives new rows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

from nlp.generate.layout import Cell, Row, blank, line

Damage = Callable[[list[Row], Random], list[Row]]


def watermarks(rows: list[Row], rng: Random) -> list[Row]:
    """Runs of watermark lines between rows, also inside tables."""
    text = rng.choice(("仅供内部审核", "内部资料", "征求意见稿"))
    found: list[Row] = []
    for row in rows:
        found.append(row)
        if row.kind in ("field", "indicator") and rng.random() < 0.04:
            for _ in range(rng.randint(3, 6)):
                found += [blank(), line(text, "furniture")]
            found.append(blank())
    return found


def page_breaks(rows: list[Row], rng: Random) -> list[Row]:
    """Blank lines and page numbers between the rows of a table."""
    found: list[Row] = []
    number = 1
    for row in rows:
        if row.kind in ("figure", "indicator") and rng.random() < 0.02:
            number += 1
            found += [blank(), line(f"- {number} -", "furniture"), blank()]
        found.append(row)
    return found


def tags(rows: list[Row], rng: Random) -> list[Row]:
    """Stray markup around the text of narrative fields."""
    for row in rows:
        if row.kind == "field" and rng.random() < 0.5 and len(row.cells) > 1 and len(row.cells[1].text) > 30:
            row.cells[1].before, row.cells[1].after = "<p>", "</p>"
    return rows


def traditional(rows: list[Row], rng: Random) -> list[Row]:
    """One project page in Traditional characters."""
    starts = [i for i, row in enumerate(rows) if "项目支出绩效目标表" in row.text]
    if not starts:
        return rows
    first = rng.choice(starts)
    last = next((i for i in starts if i > first), len(rows))
    table = traditional_characters()
    for row in rows[first:last]:
        for cell in row.cells:
            cell.text = cell.text.translate(table)
    return rows


def trailing_cells(rows: list[Row], rng: Random) -> list[Row]:
    """More or fewer empty cells at the end of rows."""
    for row in rows:
        if row.kind in ("field", "figure", "indicator") and rng.random() < 0.3:
            row.cells += [Cell("") for _ in range(rng.randint(1, 3))]
    return rows


def wrapped_labels(rows: list[Row], rng: Random) -> list[Row]:
    """A space inside a long first cell, where the print wrapped it."""
    for row in rows:
        cell = row.cells[0]
        if row.kind in ("figure", "header") and len(cell.text) > 8 and not cell.facts and rng.random() < 0.3:
            cut = rng.randrange(3, len(cell.text) - 2)
            cell.text = f"{cell.text[:cut]} {cell.text[cut:]}"
    return rows


def spaced_units(rows: list[Row], rng: Random) -> list[Row]:
    """Half-width colons and brackets, spaces inside 合计."""
    for row in rows:
        for cell in row.cells:
            if cell.facts:
                continue
            if cell.text in ("合计", "收入", "支出") and row.kind in ("header", "figure") and rng.random() < 0.3:
                cell.text = f"{cell.text[0]} {cell.text[1]}"
            elif row.kind == "heading" and rng.random() < 0.5:
                cell.text = cell.text.replace("：", ":").replace("（", "(").replace("）", ")")
    return rows


DAMAGES: dict[str, Damage] = {
    "watermarks": watermarks, "page_breaks": page_breaks, "tags": tags, "traditional": traditional,
    "trailing_cells": trailing_cells, "wrapped_labels": wrapped_labels, "spaced_units": spaced_units,
}  # fmt: skip


@cache
def traditional_characters() -> dict[int, str]:
    """Simplified -> Traditional by OpenCC's table; characters that are also Traditional (出, 表, 后) stay."""
    import opencc

    path = Path(opencc.__file__).parent / "dictionary" / "STCharacters.txt"
    table: dict[int, str] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        simple, _, forms = row.partition("\t")
        if len(simple) == 1 and simple not in forms.split(" ") and len(forms.split(" ")[0]) == 1:
            table[ord(simple)] = forms.split(" ")[0]
    return table
