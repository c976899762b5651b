"""The items of a list as the text numbers them: 应支未支清单一共几项, 清单里金额最小的是哪项.

Enters: the frame of a question about a list of what is owed. Leaves: one row for each item of the list; an item that the
text breaks up (…尾款37万元，包括…) is one with its own total, and the sum of the whole list is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from search.question.contract_answer import measure_of, merged_contracts
from search.question.contract_frame import ContractFrame
from search.question.contract_rows import contract_rows
from search.question.contract_words import LISTING
from search.question.graph import Graph, Row, number_of, text_of
from search.question.understanding import Understood


def list_rows(u: Understood, frame: ContractFrame, graph: Graph) -> list[Row]:
    """The items of the list that the question names; [] where it names none, or the text breaks up no item."""
    if not LISTING.search(u.text) or frame.want not in ("contracts", "count") or frame.words or len(frame.projects) != 1:
        return []
    plain = replace(frame, measures=(), bounds=(), want="contracts")
    totals = contract_rows(graph, replace(plain, totals=True))
    rows = [row | {"balance": row["unpaid"]} if "unpaid" in row else row for row in totals]
    owed = [row for row in contract_rows(graph, plain) if number_of(row, "balance") is not None]
    items = outermost(merged_contracts(rows), merged_contracts(owed)) if rows else []
    return [row for row in items if all((value := measure_of(row, frame)) is not None and bound.holds(value) for bound in frame.bounds)]


def outermost(totals: Sequence[Row], parts: Sequence[Row]) -> list[Row]:
    """Totals and the parts that no total before them covers, in the order of the text; without the sum of all of them."""
    sums = {text_of(row, "contract"): number_of(row, "balance") or Decimal(0) for row in totals}
    every = sum((number_of(row, "balance") or Decimal(0) for row in parts), Decimal(0))
    whole = {name for name, value in sums.items() if value >= every}
    found, left = list[Row](), Decimal(0)
    for row in sorted([*totals, *parts], key=place):
        name, value = text_of(row, "contract"), number_of(row, "balance") or Decimal(0)
        if name in whole:
            continue
        if name in sums:
            found.append(row)
            left = value
        elif left >= value > 0:
            left -= value
        else:
            found.append(row)
            left = Decimal(0)
    return found


def place(row: Row) -> tuple[int, ...]:
    """Line and column of a contract, which its IRI ends in."""
    return tuple(int(number) for number in text_of(row, "contract").rpartition("/")[2].split("-") if number.isdigit())
