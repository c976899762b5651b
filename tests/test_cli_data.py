"""The commands over the whole graph: export, import, stats, diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.backend import Difference
from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import replace_document
from kg.store import open_writer
from kg.terms import BK, RDF
from nlp.errors import NotFound, StoreMissing, UsageError
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


def check(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", "--shapes", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout


def test_every_graph_conforms(data: Path) -> None:
    assert check("--data", str(data)) == (0, "a：符合\nb：符合\n共享：符合\n")
    assert check("--document", "b", "--json", "--data", str(data)) == (0, "[]\n")


def test_what_does_not_conform_is_named_and_fails(data: Path) -> None:
    iris = Iris()
    with open_writer(data) as writer:
        pages = [quad for quad in writer.graph(iris.document_graph("a")) if quad.predicate == RDF.type and quad.object == BK.ProjectPage]
        node = pages[0].subject
        year = [quad for quad in writer.graph(iris.document_graph("a")) if quad.subject == node and quad.predicate == BK.year]
        writer.apply(Difference(frozenset(year), frozenset()))
    path = node.value.partition("/id/")[2]
    assert check("--data", str(data)) == (1, f"a：1 处不符\n  {path}  year  MinCount\nb：符合\n共享：符合\n")
    (found,) = json.loads(check("--json", "--document", "a", "--data", str(data))[1])
    assert (found["document"], found["node"], found["constraint"]) == ("a", node.value, "MinCount")


REFUSED = {
    "a blank question": (["ask", "   "], UsageError, "请给出问题"),
    "a question and a batch": (["ask", "三公经费", "--batch", "x.jsonl"], UsageError, "只能给一样"),
    "a search and a batch": (["search", "水", "--batch", "x.jsonl"], UsageError, "只能给一样"),
    "a search in an unknown department": (["search", "水", "--org", "无此局"], NotFound, "无此局"),
    "a blank policy": (["policy", " "], UsageError, "文号或标题"),
    "tables of one document": (["export", "--format", "csv", "--document", "a", "--out", "out"], UsageError, "格式应为"),
    "an unknown document": (["export", "--document", "nowhere", "--out", "out"], NotFound, "nowhere"),
    "shapes of an unknown document": (["check", "--shapes", "--document", "nowhere"], NotFound, "nowhere"),
    "shapes of files": (["check", "--shapes", "a.txt"], UsageError, "--document"),
    "a document without shapes": (["check", "--document", "a"], UsageError, "--shapes"),
    "an unknown rule": (["check", "--rule", "nothing"], UsageError, "没有规则"),
    "an unknown severity": (["check", "--severity", "bad"], UsageError, "--severity"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_is_said_and_nothing_is_written(case: str, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    arguments, error, words = REFUSED[case]
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=words):
        run(*arguments, "--data", str(data))
    assert not (tmp_path / "out").exists()


def test_a_folder_without_documents_was_not_checked(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有找到"):
        run("check", str(tmp_path))


def test_a_build_that_was_killed_is_not_called_none(data: Path) -> None:
    (data / "graph" / "CURRENT").unlink()
    with pytest.raises(StoreMissing, match="没有建完"):
        run("stats", "--data", str(data))
