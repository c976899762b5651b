"""The sparql command: what is a query and what a saved one's name, and the forms of its answer."""

from __future__ import annotations

import io
import sys

from kg.store import Reader
from kg.terms import PREAMBLE
from nlp.errors import QuerySyntaxError, UsageError
from search.cli_output import print_rows
from search.saved_query import find_saved
from search.sparql_grammar import find_fault
from search.sparql_media import GRAPH, TABULAR, by_name
from search.sparql_text import read_query


def run_and_print(reader: Reader, text: str, values: dict[str, str], form: str) -> None:
    """Run a query or the saved query of that name; print a table, or write a media type as it comes."""
    if is_name(text):
        text = find_saved(text).bind(values)
    elif values:
        raise UsageError("--set 和 --org 只用于已存查询；查询文字里请直接写值")
    outline = read_query(PREAMBLE + text)
    if fault := find_fault(text):
        place = f"查询第 {fault.line} 行第 {fault.column} 列"
        found = f"是“{fault.found}”" if fault.found else "已到末尾"
        raise QuerySyntaxError(f"{place}：此处{found}，应为{fault.expected}", fault.line, fault.column)
    if form == "table":
        if outline.form == "tabular":
            rows = reader.select(text)
            columns = list(dict.fromkeys(name for row in rows for name in row))
            print_rows(columns, [[row[name].value if name in row else None for name in columns] for row in rows])
            return
        form = "json" if outline.form == "boolean" else "turtle"
    media = by_name(form, TABULAR if outline.form in ("tabular", "boolean") else GRAPH)
    if media is None:
        raise UsageError(f"这种查询不能以 {form} 输出")
    out = io.BytesIO()
    reader.serialise(text, media.type, out)
    sys.stdout.buffer.write(out.getvalue())


def is_name(text: str) -> bool:
    """A saved query's name has no braces; every query has.

    >>> is_name("未付余额"), is_name("ASK {}"), is_name("DESCRIBE <urn:a>")
    (True, False, False)
    """
    return not any(sign in text for sign in "{}<>")

