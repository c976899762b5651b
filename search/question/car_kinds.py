"""What the cars of a department are for (分别做什么用): the kinds that the text counts under the number of all cars."""

from __future__ import annotations

from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, refusal, table_rows
from search.question.figure_family import USED, places_for
from search.question.figure_frame import FigureFrame
from search.question.figure_place import candidates
from search.question.figure_said import COLUMNS, TITLES, figure_query
from search.question.graph import Graph, number_of, text_of
from search.question.refusal import unaccounted, unknown_words, unused_words
from search.question.understanding import Understood


def asks_kinds(u: Understood) -> bool:
    return u.has("use") and "车" in u.text and len(u.departments) == 1 and not u.projects


def answer_kinds(u: Understood, graph: Graph) -> Answer:
    """The kinds that have a car, each with its number."""
    frame = FigureFrame(u.departments, u.years, label="用车")
    strays = unaccounted(u, USED | {"use"}, places_for(frame))
    if strays:
        return unused_words(u, strays)
    if any(len(chunk) > 1 for chunk in u.rest):
        return unknown_words(u)
    own = [d for d in u.catalogue.departments if d.iri in u.departments]
    rows = [
        row for row in candidates(graph, u.departments, u.years)
        if text_of(row, "unit") == "辆" and text_of(row, "of") and not text_of(row, "table") and number_of(row, "value")
    ]  # fmt: skip
    if not rows:
        return refusal(u.question, f"{own[0].name}公开的文件没有写车辆的用途。", figure_query(frame, own, []))
    items = tuple(Item(text_of(row, "row"), plain(number_of(row, "value") or Decimal(0)), "辆", text_of(row, "figure")) for row in rows)
    text = f"{text_of(rows[0], 'department')}的车辆：{'、'.join(f'{item.label}{item.value}辆' for item in items)}。"
    return Answer(u.question, "answer", text, items, (), figure_query(frame, own, [[row] for row in rows]), TITLES,
                  table_rows(rows, COLUMNS), evidence_of(graph, [text_of(row, "figure") for row in rows]))  # fmt: skip
