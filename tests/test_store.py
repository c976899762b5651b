"""One writer, readers on checkpoints: who may write, what readers see, and when."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.backend import Difference, EmbeddedBackend
from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import kept_path, replace_document
from kg.store import BULK, Places, open_reader, open_writer
from kg.terms import BK
from nlp.errors import NotFound, QuerySyntaxError, StoreBusy, StoreMissing, UsageError
from nlp.record import Reading
from tests import graph_records as given

GRAPH = NamedNode("http://x/g")
QUAD = Quad(NamedNode("http://x/a"), NamedNode("http://x/p"), Literal("甲"), GRAPH)


def put(data: Path, *quads: Quad) -> None:
    with open_writer(data) as writer:
        writer.apply(Difference(frozenset(), frozenset(quads)))


def test_no_graph_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="还没有图谱"):
        open_reader(tmp_path)


def test_readers_see_whole_generations(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    before = open_reader(tmp_path)
    put(tmp_path, Quad(NamedNode("http://x/b"), QUAD.predicate, QUAD.object, GRAPH))
    after = open_reader(tmp_path)
    assert (before.generation, len(before.graph(GRAPH))) == (1, 1)
    assert (after.generation, len(after.graph(GRAPH))) == (2, 2)


def test_a_reader_outlives_its_checkpoint(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    reader = open_reader(tmp_path)
    for n in range(5):
        put(tmp_path, Quad(NamedNode(f"http://x/{n}"), QUAD.predicate, QUAD.object, GRAPH))
    assert not Places(tmp_path).checkpoint(1).exists()
    assert reader.graph(GRAPH) == {QUAD}


def test_a_writer_that_changed_nothing_makes_no_generation(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    with open_writer(tmp_path) as writer:
        assert writer.checkpoint() == 1
    assert open_reader(tmp_path).generation == 1


def test_what_a_dead_writer_committed_is_shown_by_the_next(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    code = f"""
import os, pathlib
from pyoxigraph import *
from kg.backend import Difference
from kg.store import open_writer
with open_writer(pathlib.Path({str(tmp_path)!r})) as writer:
    quad = Quad(NamedNode("http://x/dead"), NamedNode("http://x/p"), Literal("乙"), NamedNode("http://x/g"))
    writer.apply(Difference(frozenset(), frozenset([quad])))
    os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert len(open_reader(tmp_path).graph(GRAPH)) == 1
    with open_writer(tmp_path):
        pass
    assert len(open_reader(tmp_path).graph(GRAPH)) == 2


def test_the_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    code = f"""
import pathlib, sys
from kg.store import open_writer
with open_writer(pathlib.Path({str(tmp_path)!r})):
    print("open", flush=True)
    sys.stdin.read()
"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout and first.stdout.readline() == b"open\n"
        with pytest.raises(StoreBusy, match=f"进程 {first.pid} 正在写入"), open_writer(tmp_path):
            pass
        first.communicate()
    with open_writer(tmp_path):
        pass


def test_leftovers_of_a_killed_bulk_load_go(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    left = Places(tmp_path).live / "bulk-1.sst"
    left.write_bytes(b"half")
    put(tmp_path, QUAD)
    assert not left.exists()


def test_queries_know_the_prefixes_and_see_all_graphs(tmp_path: Path) -> None:
    put(tmp_path, QUAD, Quad(QUAD.subject, NamedNode("http://purl.org/dc/terms/title"), Literal("题"), GRAPH))
    reader = open_reader(tmp_path)
    assert reader.select("SELECT ?t ?none { ?s dcterms:title ?t }") == [{"t": Literal("题")}]
    assert reader.ask("ASK { ?s dcterms:title '题' }")
    assert [str(triple.object) for triple in reader.construct("CONSTRUCT WHERE { ?s dcterms:title ?t }")] == ['"题"']


def test_from_names_the_dataset(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    reader = open_reader(tmp_path)
    assert reader.ask("ASK FROM <http://x/g> { ?s ?p '甲' }")
    assert not reader.ask("ASK FROM <http://x/other> { ?s ?p '甲' }")


@pytest.mark.parametrize(
    ("query", "media_type", "answer"),
    [
        ("SELECT ?o { ?s ?p ?o }", "text/csv", "o\r\n甲\r\n"),
        ("SELECT ?o { ?s ?p ?o }", "text/tab-separated-values", '?o\n"甲"\n'),
        ("ASK {}", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples", '<http://x/a> <http://x/p> "甲" .\n'),
    ],
    ids=["csv", "tsv", "json", "n-triples"],
)
def test_answers_in_a_media_type(tmp_path: Path, query: str, media_type: str, answer: str) -> None:
    put(tmp_path, QUAD)
    out = io.BytesIO()
    open_reader(tmp_path).serialise(query, media_type, out)
    assert out.getvalue().decode() == answer


def test_errors_are_errors(tmp_path: Path) -> None:
    put(tmp_path, QUAD)
    reader = open_reader(tmp_path)
    with pytest.raises(QuerySyntaxError, match="语法错误") as error:
        reader.select("SELECT ?o {\n  ?s ?p }")
    assert (error.value.line, error.value.column) == (2, 10)
    with pytest.raises(UsageError, match="需要 SELECT"):
        reader.select("ASK {}")
    with pytest.raises(UsageError, match="image/png"):
        reader.serialise("SELECT * {}", "image/png", io.BytesIO())
    with pytest.raises(NotFound, match="没有文档：nowhere"):
        reader.source("nowhere")


def test_kept_lines_that_are_not_the_stores_are_not_believed(tmp_path: Path) -> None:
    iris = Iris()
    versions = [set(to_quads(given.reading("a", year))) for year in (2024, 2025, 2026)]
    with open_writer(tmp_path) as writer:
        replace_document(writer, iris, "a", versions[0])
        kept = kept_path(tmp_path, "a").read_bytes()
        replace_document(writer, iris, "a", versions[1])
        kept_path(tmp_path, "a").write_bytes(kept)
        replace_document(writer, iris, "a", versions[2])
        assert writer.graph(iris.document_graph("a")) == versions[2]
        kept_path(tmp_path, "a").write_bytes(b"damaged")
        replace_document(writer, iris, "a", versions[1])
        assert writer.graph(iris.document_graph("a")) == versions[1]


def large(stem: str) -> frozenset[Quad]:
    """A document that goes through the bulk loader."""
    figures = tuple(given.figure(line=100 + n) for n in range(400))
    return frozenset(to_quads(Reading(given.document(stem), figures=figures)))


def test_a_large_new_document_is_loaded_whole(tmp_path: Path) -> None:
    iris = Iris()
    quads = large("a")
    assert len(quads) > BULK
    with open_writer(tmp_path) as writer:
        replace_document(writer, iris, "a", quads)
    reader = open_reader(tmp_path)
    assert reader.graph(iris.document_graph("a")) == quads
    assert iris.entities_graph.value in reader.graphs()


def test_a_document_whose_loading_was_killed_is_dropped(tmp_path: Path) -> None:
    iris = Iris()
    half = frozenset(quad for quad in large("a") if quad.predicate != BK.stem)
    with open_writer(tmp_path) as writer:
        replace_document(writer, iris, "b", large("b"))
        assert isinstance(writer.backend, EmbeddedBackend)
        writer.backend.store.bulk_extend(half)
    with open_writer(tmp_path) as writer:
        assert [graph for graph in writer.graphs() if "/document/" in graph] == [iris.document_graph("b").value]
        replace_document(writer, iris, "a", large("a"))
        assert writer.graph(iris.document_graph("a")) == large("a")


def test_a_small_graph_is_held_in_memory_and_says_the_same(tmp_path: Path) -> None:
    with open_writer(tmp_path) as writer:
        replace_document(writer, Iris(), "甲", to_quads(given.reading("甲")))
    reader = open_reader(tmp_path)
    on_disk, words = reader.backend, sorted(map(str, reader.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")))
    reader.hold()
    assert reader.backend is not on_disk
    assert sorted(map(str, reader.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"))) == words
    assert words


def test_a_large_graph_stays_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_writer(tmp_path) as writer:
        replace_document(writer, Iris(), "甲", to_quads(given.reading("甲")))
    monkeypatch.setattr("kg.store.HELD", 0)
    reader = open_reader(tmp_path)
    on_disk = reader.backend
    reader.hold()
    assert reader.backend is on_disk
