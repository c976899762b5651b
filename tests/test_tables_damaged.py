"""Tables with rows damaged as extractions damage them: every cell is read right, or a finding names its row.

The truth comes with the generated documents; the damages here are to the rows of their tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random

import pytest

from nlp.frame import read_frame
from nlp.generate import generate
from nlp.record import Figure
from nlp.source import source_from_text
from nlp.tables import read_tables

Cells = list[str]
Key = tuple[object, ...]


def is_amount(text: str) -> bool:
    return "." in text and text.replace(",", "").replace(".", "").strip("-%").isdigit()


def amounts(cells: Cells) -> list[int]:
    return [i for i, text in enumerate(cells) if is_amount(text)]


def shifted_right(cells: Cells, rng: Random) -> list[Cells]:
    return [["", *cells]]


def blank_before_the_amounts(cells: Cells, rng: Random) -> list[Cells]:
    first = next(iter(amounts(cells)), 0)
    return [[*cells[:first], "", *cells[first:]]] if first else [cells]


def blank_lost(cells: Cells, rng: Random) -> list[Cells]:
    blanks = [i for i, text in enumerate(cells[:-1]) if not text and any(cells[i + 1 :])]
    if not blanks:
        return [cells]
    at = rng.choice(blanks)
    return [cells[:at] + cells[at + 1 :]]


def broken_in_two(cells: Cells, rng: Random) -> list[Cells]:
    cuts = [i for i in range(2, len(cells)) if any(cells[i:])]
    if not cuts:
        return [cells]
    at = rng.choice(cuts)
    return [cells[:at], [""] * at + cells[at:]]


def rest_at_the_left_edge(cells: Cells, rng: Random) -> list[Cells]:
    first, rest = broken_in_two(cells, rng)[0], broken_in_two(cells, Random(0))[-1]
    return [first, cells[len(first) :]] if first != cells and rest != cells else [cells]


def page_number_in_a_cell(cells: Cells, rng: Random) -> list[Cells]:
    at = rng.choice(amounts(cells))
    return [[*cells[:at], f"{rng.randint(2, 60)} {cells[at]}", *cells[at + 1 :]]]


def letter_for_a_digit(cells: Cells, rng: Random) -> list[Cells]:
    with_zero = [i for i in amounts(cells) if "0" in cells[i]]
    if not with_zero:
        return [cells]
    at = rng.choice(with_zero)
    return [[*cells[:at], cells[at].replace("0", "O", 1), *cells[at + 1 :]]]


def label_wrapped(cells: Cells, rng: Random) -> list[Cells]:
    at = next((i for i, text in enumerate(cells) if len(text) > 6 and not is_amount(text) and not text.isdigit()), None)
    if at is None:
        return [cells]
    half = len(cells[at]) // 2
    return [[*cells[:at], cells[at][:half], *cells[at + 1 :]], [""] * at + [cells[at][half:]]]


def label_lost(cells: Cells, rng: Random) -> list[Cells]:
    words = [i for i, text in enumerate(cells) if text and not is_amount(text)]
    return [["" if i == words[-1] else text for i, text in enumerate(cells)]] if words else [cells]


def code_glued_to_the_name(cells: Cells, rng: Random) -> list[Cells]:
    glued = len(cells) > 2 and cells[0].isdigit() and cells[1]
    return [[cells[0] + cells[1], "", *cells[2:]]] if glued else [cells]


DAMAGES: list[Callable[[Cells, Random], list[Cells]]] = [
    shifted_right, blank_before_the_amounts, blank_lost, broken_in_two, rest_at_the_left_edge, page_number_in_a_cell,
    letter_for_a_digit, label_wrapped, label_lost, code_glued_to_the_name,
]  # fmt: skip


def key(figure: Figure, line: int) -> Key:
    """What is compared of a cell; brackets of heads as normalised."""
    column = tuple(part.replace("(", "（").replace(")", "）") for part in figure.column)
    return line, figure.table, figure.row, figure.row_code, column, figure.value


def damaged(text: str, lines: set[int], damage: Callable[[Cells, Random], list[Cells]]) -> Iterator[tuple[int, str]]:
    """Every printed line with the number it had before."""
    rng = Random(7)
    for number, line in enumerate(text.split("\n"), 1):
        if number in lines:
            yield from ((number, "\t".join(cells)) for cells in damage(line.split("\t"), rng))
        else:
            yield number, line


@pytest.mark.parametrize("kind", ["municipal", "central", "final"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damaged_rows_are_read_right_or_reported(damage: Callable[[Cells, Random], list[Cells]], kind: str) -> None:
    made = generate(11, kind, damages=())
    figures = [figure for figure in made.truth.figures if figure.table]
    lines = sorted({figure.span.line for figure in figures})
    printed = list(damaged(made.text, set(lines[3::23]), damage))
    origin = {new: old for new, (old, _) in enumerate(printed, 1)}
    source = source_from_text("a.txt", "\n".join(line for _, line in printed))
    found = read_tables(source, read_frame(source))
    named = {origin[line] for finding in found.findings for line in finding.lines}
    read = Counter(key(figure, origin[figure.span.line]) for figure in found.figures)
    truth = Counter(key(figure, figure.span.line) for figure in figures)
    assert [k for k in truth - read if k[0] not in named] == []
    assert [k for k in read - truth if k[0] not in named] == []
    assert sum((read & truth).values()) >= 0.9 * len(figures)
