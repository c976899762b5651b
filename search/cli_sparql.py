"""The sparql command: what is a query and what a saved one's name, and the forms of its answer.

A query runs in a worker process as it does behind /sparql: it ends at BUDGETKG_QUERY_SECONDS, and reads no file.
"""

from __future__ import annotations

import json
import sys

from kg.terms import PREAMBLE
from nlp.errors import QuerySyntaxError, UsageError
from search.cli_output import print_rows
from search.saved_query import find_saved
from search.settings import Settings
from search.sparql_job import run_alone
from search.sparql_media import GRAPH, JSON, TABULAR, by_name
from search.sparql_text import excerpt, read_query


def run_and_print(settings: Settings, text: str, values: dict[str, str], form: str) -> None:
    """Run a query or the saved query of that name; print a table, or write a media type as it comes."""
    labels: dict[str, str] = {}
    if is_name(text):
        saved = find_saved(text)
        text, labels = saved.bind(values), dict(zip(saved.columns, saved.labels, strict=True))
    elif values:
        raise UsageError("--set 和 --org 只用于已存查询；查询文字里请直接写值")
    try:
        run(settings, text, labels, form)
    except QuerySyntaxError as error:
        raise moved_up(error, text) from None


def run(settings: Settings, text: str, labels: dict[str, str], form: str) -> None:
    """The common prefixes need not be declared."""
    outline = read_query(PREAMBLE + text)
    if form == "table" and outline.form == "tabular":
        body = bytearray()
        run_alone(settings, outline, JSON, body.extend)
        print_solutions(bytes(body), labels)
        return
    if form == "table":
        form = "turtle" if outline.form == "graph" else "json"
    media = by_name(form, GRAPH if outline.form == "graph" else TABULAR)
    if media is None:
        raise UsageError(f"这种查询不能以 {form} 输出")
    run_alone(settings, outline, media, sys.stdout.buffer.write)
    sys.stdout.buffer.flush()


def print_solutions(body: bytes, labels: dict[str, str]) -> None:
    """A table of the rows of a SPARQL JSON result, columns called by their labels."""
    found = json.loads(body)
    columns = found["head"]["vars"]
    rows = [[row[name]["value"] if name in row else None for name in columns] for row in found["results"]["bindings"]]
    print_rows([labels.get(name, name) for name in columns], rows)


def moved_up(error: QuerySyntaxError, text: str) -> QuerySyntaxError:
    """The error with its place in the text as it was written, which stood below the prefixes."""
    before = PREAMBLE.count("\n")
    if error.line is None or error.column is None or error.line <= before:
        return error
    line = error.line - before
    said = str(error).replace(f"第 {error.line} 行", f"第 {line} 行")
    return QuerySyntaxError(said, line, error.column, excerpt(text, line, error.column))


def is_name(text: str) -> bool:
    """A saved query's name has no braces; every query has.

    >>> is_name("未付余额"), is_name("ASK {}"), is_name("DESCRIBE <urn:a>")
    (True, False, False)
    """
    return not any(sign in text for sign in "{}<>")
