"""The commands over the whole graph: export, import, stats, diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import replace_document
from kg.store import open_writer
from search.cli import app
from tests import graph_records as given


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_writer(tmp_path / "data") as writer:
        for stem, year in (("a", 2025), ("b", 2026)):
            replace_document(writer, Iris(), stem, set(to_quads(given.reading(stem, year))))
    return tmp_path / "data"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_export_writes_the_graph(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.nq"
    assert run("export", "--format", "nquads", "--out", str(out), "--data", str(data)).startswith(f"已写 {out}")
    assert len(out.read_text(encoding="utf-8").splitlines()) > 300


def test_stats_as_json(data: Path) -> None:
    found = json.loads(run("stats", "--json", "--data", str(data)))
    assert [document["stem"] for document in found["documents"]] == ["a", "b"]
    assert (found["years"], found["shared"]["projects"]) == ({"2025": 1, "2026": 1}, 1)


def test_stats_for_people(data: Path) -> None:
    lines = run("stats", "--data", str(data)).splitlines()
    assert lines[0].startswith("2 份文档，")
    assert lines[1] == "a\t云岭市水利局\t2025\t部门预算"


def test_diff_of_two_years(data: Path) -> None:
    assert run("diff", "a", "b", "--data", str(data)) == "共 0 处变化。\n"
