"""What every answer about figures says: the sums of rows, the name of the figure, where it stands, the query."""

from __future__ import annotations

from decimal import Decimal

from search.question.catalogue import Department
from search.question.figure_frame import FigureFrame
from search.question.graph import PREFIXES, Row, iri_list, number_of, text_literal, text_of
from search.question.understanding import Understood

COLUMNS = ("department", "year", "table", "row", "column", "value", "unit")
TITLES = ("部门", "年度", "表", "项目", "栏", "数值", "单位")


def total(rows: list[Row]) -> Decimal:
    return sum((number_of(row, "value") or Decimal(0) for row in rows), Decimal(0))


def where_words(row: Row) -> str:
    return f"（{text_of(row, 'table')}）" if text_of(row, "table") else ""


def concept_words(frame: FigureFrame, u: Understood) -> str:
    if frame.code:
        return f"{frame.code}{u.catalogue.codes.get(frame.code, '')}"
    return frame.concept or frame.label


def figure_query(frame: FigureFrame, departments: list[Department], found: list[list[Row]]) -> str:
    """The query that yields exactly the figures chosen."""
    chosen = "\n".join(
        "    ({} {} {} {} {})".format(
            iri_list([text_of(rows[0], "publisher")]), text_of(rows[0], "year"),
            *(text_literal(text_of(rows[0], key)) for key in ("table", "row", "column")),
        )
        for rows in found
    )  # fmt: skip
    scope = f"VALUES ?publisher {{ {iri_list(d.iri for d in departments)} }}"
    if chosen:
        scope = f"VALUES (?publisher ?year ?inTable ?inRow ?inColumn) {{\n{chosen}\n  }}"
    label = frame.concept or frame.label or frame.code
    test = (
        'FILTER(COALESCE(?table, "") = ?inTable && COALESCE(?row, "") = ?inRow && COALESCE(?column, "") = ?inColumn)'
        if chosen else f"FILTER(CONTAINS(CONCAT(COALESCE(?row, \"\"), COALESCE(?code, \"\")), {text_literal(label)}))"
    )  # fmt: skip
    return PREFIXES + f"""SELECT ?department ?year ?table ?row ?column ?value ?unit WHERE {{
  {scope}
  ?doc bk:publisher ?publisher ; bk:year ?year . ?publisher skos:prefLabel ?department .
  ?figure a bk:Figure ; bk:document ?doc ; bk:value ?value ; bk:unit ?unit .
  OPTIONAL {{ ?figure bk:table ?table }} OPTIONAL {{ ?figure bk:row ?row }}
  OPTIONAL {{ ?figure bk:rowCode ?code }} OPTIONAL {{ ?figure bk:column ?column }}
  {test}
}} ORDER BY ?department ?year"""
