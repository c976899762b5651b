"""JSON on standard output, one object a line."""

from __future__ import annotations

import json

import typer


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False))
