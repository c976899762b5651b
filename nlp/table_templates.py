"""Heads of the statutory tables as data (lexicon/table_templates.toml), for tables whose own head was lost.

A table is always read by the head it prints; a template never overrides it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Template:
    """``title`` words must all stand in a table's title, ``without`` words must not; ``head`` rows have one width."""

    title: tuple[str, ...]
    without: tuple[str, ...]
    head: tuple[tuple[str, ...], ...]

    def fits(self, title: str, width: int) -> bool:
        named = all(word in title for word in self.title) and not any(word in title for word in self.without)
        return named and len(self.head[0]) == width


@cache
def templates() -> tuple[Template, ...]:
    """All templates, in the order of the file. Raises ValueError for one whose head rows differ in width."""
    text = files("nlp.lexicon").joinpath("table_templates.toml").read_text(encoding="utf-8")
    found = tuple(
        Template(tuple(entry["title"]), tuple(entry.get("without", ())), tuple(map(tuple, entry["head"])))
        for entry in tomllib.loads(text)["table"]
    )
    for template in found:
        if len({len(row) for row in template.head}) != 1:
            raise ValueError(f"table template {''.join(template.title)}: head rows differ in width")
    return found


def find_heads(title: str, width: int, year: int) -> Iterator[list[list[str]]]:
    """The heads of the templates that fit a table of this title and number of columns, year filled in.

    >>> next(find_heads("2024年预算支出总表", 5, 2024))[0]
    ['项目', '', '2024年预算数', '', '']
    """
    for template in templates():
        if template.fits(title, width):
            yield [[text.format(year=year, last=year - 1) for text in row] for row in template.head]
