"""``budgetkg check --shapes``: the structure of the graphs in the store, against the shapes of the ontology."""

from __future__ import annotations

from dataclasses import asdict

import typer

from kg.iri import plain_name
from kg.shapes import Violation, check_stored
from kg.store import Reader
from search.cli_json import print_json


def check_graphs(reader: Reader, document: str | None, as_json: bool) -> int:
    """Print what breaks its shape, graph by graph as they are done; how many there are."""
    count = 0
    everything = []
    for name, violations in check_stored(reader, document):
        count += len(violations)
        if as_json:
            everything += [{"document": name, **asdict(violation)} for violation in violations]
            continue
        typer.echo(f"{name}：{f'{len(violations)} 处不符' if violations else '符合'}")
        for violation in violations:
            typer.echo(f"  {said(violation)}")
    if as_json:
        print_json(everything)
    return count


def said(violation: Violation) -> str:
    """The node by its path below /id/, the property and the constraint by their names, the value that breaks it."""
    node = plain_name(violation.node.partition("/id/")[2] or violation.node)
    path = violation.path.replace("#", "/").rsplit("/", 1)[-1]
    value = f"，值 {violation.value}" if violation.value is not None else ""
    return f"{node}  {path}  {violation.constraint}{value}"
