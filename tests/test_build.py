"""Building from files: what becomes of each, and that the result does not depend on how it came about."""

from __future__ import annotations

import io
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from kg.build import BuildReport, FileOutcome, build, source_files, withdraw
from kg.iri import Iris
from kg.store import Places, open_reader
from nlp.errors import NotFound


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """A folder with the bundled samples."""
    folder = tmp_path / "docs"
    with as_file(files("nlp") / "samples") as source:
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.py", "*.toml", "__pycache__"))
    return folder


def dump(data: Path) -> list[bytes]:
    out = io.BytesIO()
    open_reader(data).backend.dump(out)
    return sorted(out.getvalue().splitlines())


def code(outcome: FileOutcome) -> str:
    return outcome.error.code if outcome.error else outcome.status


def statuses(report: BuildReport) -> dict[str, str]:
    return {outcome.path.name: code(outcome) for outcome in report.outcomes}


def test_any_order_and_any_number_of_processes_give_the_same_bytes(samples: Path, tmp_path: Path) -> None:
    paths = sorted(samples.glob("*.txt"))
    build(paths, tmp_path / "one")
    build(reversed(paths), tmp_path / "two", executor=ThreadPoolExecutor(3))
    build(paths[:2], tmp_path / "three")
    build(paths, tmp_path / "three", jobs=2)
    assert dump(tmp_path / "one") == dump(tmp_path / "two") == dump(tmp_path / "three")


def test_documents_put_in_together_give_the_same_bytes_as_one_by_one(
    samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = sorted(samples.glob("*.txt"))
    build(paths, tmp_path / "one")
    build(paths[:1], tmp_path / "many")
    paths[0].write_text(paths[0].read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    monkeypatch.setattr("kg.build.STEPS", 1)
    report = build([*paths[:2], tmp_path / "empty.txt", *paths[2:]], tmp_path / "many")
    build(paths, tmp_path / "one")
    assert [outcome.status for outcome in report.outcomes] == ["built", "built", "failed", *["built"] * len(paths[2:])]
    assert all(outcome.added > 1000 for outcome in report.outcomes[1:] if outcome.status == "built")
    assert dump(tmp_path / "many") == dump(tmp_path / "one")


def test_a_second_build_finds_everything_unchanged(samples: Path, tmp_path: Path) -> None:
    first = build([samples], tmp_path / "data")
    again = build([samples], tmp_path / "data")
    assert set(statuses(first).values()) == {"built"}
    assert set(statuses(again).values()) == {"unchanged"}
    assert (first.generation, again.generation) == (1, 1)


def test_a_changed_file_changes_its_own_graph_only(samples: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    build([samples], data)
    iris = Iris()
    others = {graph for graph in open_reader(data).graphs() if graph.startswith(iris.document_graph("x").value[:-1])}
    changed = next(samples.glob("*.txt"))
    before = {graph: open_reader(data).graph(iris.document_graph(iris.stem(graph) or "")) for graph in others}
    changed.write_text(changed.read_text(encoding="utf-8") + "\n补充说明。\n", encoding="utf-8")
    report = build([samples], data)
    assert statuses(report)[changed.name] == "built"
    reader = open_reader(data)
    assert reader.generation == 2
    after = {graph: reader.graph(iris.document_graph(iris.stem(graph) or "")) for graph in others}
    assert {iris.stem(graph) for graph in others if before[graph] != after[graph]} == {changed.stem}


def test_bad_files_stop_nothing(samples: Path, tmp_path: Path) -> None:
    good = sorted(samples.glob("*.txt"))[0]
    folder = tmp_path / "mixed"
    (folder / "same name").mkdir(parents=True)
    shutil.copy(good, folder / "good.txt")
    shutil.copy(good, folder / "twin.txt")
    (folder / "same name" / "good.txt").write_text(good.read_text(encoding="utf-8") + "\n又\n", encoding="utf-8")
    (folder / "empty.txt").write_text(" \n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 9)
    (folder / "novel.txt").write_text("第一回\n话说天下大势，分久必合。\n" * 40, encoding="utf-8")
    report = build([folder, folder / "missing.txt"], tmp_path / "data")
    assert [(str(outcome.path.relative_to(folder)), code(outcome)) for outcome in report.outcomes] == [
        ("same name/good.txt", "duplicate-source"),
        ("twin.txt", "duplicate-source"),
        ("missing.txt", "source"),
        ("binary.txt", "binary-source"),
        ("empty.txt", "empty-source"),
        ("good.txt", "built"),
        ("novel.txt", "not-a-disclosure"),
    ]
    assert all("：" in str(outcome.error) for outcome in report.failed)


def test_the_same_bytes_under_a_new_name_are_a_duplicate(samples: Path, tmp_path: Path) -> None:
    good = sorted(samples.glob("*.txt"))[0]
    build([good], tmp_path / "data")
    renamed = shutil.copy(good, tmp_path / "renamed.txt")
    (outcome,) = build([Path(renamed)], tmp_path / "data").outcomes
    assert outcome.error is not None
    assert good.stem in str(outcome.error)


def test_a_file_past_the_limit(samples: Path, tmp_path: Path) -> None:
    (outcome, *_) = build([samples], tmp_path / "data", max_bytes=1000).outcomes
    assert outcome.error is not None
    assert outcome.error.code == "source-too-large"


def test_withdraw_leaves_no_trace(samples: Path, tmp_path: Path) -> None:
    paths = sorted(samples.glob("*.txt"))
    build(paths[1:], tmp_path / "without")
    build(paths, tmp_path / "data")
    assert withdraw(paths[0].stem, tmp_path / "data") > 100
    assert dump(tmp_path / "data") == dump(tmp_path / "without")
    names = {path.name for path in Places(tmp_path / "data").sources.iterdir()}
    assert names == {path.name for path in Places(tmp_path / "without").sources.iterdir()}
    with pytest.raises(NotFound, match=paths[0].stem):
        withdraw(paths[0].stem, tmp_path / "data")


def test_the_printed_lines_are_kept(samples: Path, tmp_path: Path) -> None:
    path = sorted(samples.glob("*.txt"))[0]
    build([path], tmp_path / "data")
    kept = open_reader(tmp_path / "data").source(path.stem)
    assert "\n".join(kept.lines) == path.read_text(encoding="utf-8").replace("\r\n", "\n")
    assert (kept.name, kept.line(1)) == (path.name, kept.lines[0])


def test_progress_is_told_for_every_file(samples: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build([samples], tmp_path / "data", progress=lambda outcome, n, of: told.append((outcome.stem, n, of)))
    count = len(list(samples.glob("*.txt")))
    assert [(n, of) for _, n, of in told] == [(n, count) for n in range(1, count + 1)]


def test_evidence_quotes_the_source(samples: Path, tmp_path: Path) -> None:
    build([samples], tmp_path / "data")
    reader = open_reader(tmp_path / "data")
    rows = reader.select(
        "SELECT ?stem ?line ?start ?end ?quote { ?e bk:line ?line ; bk:start ?start ; bk:end ?end ; bk:quote ?quote ;"
        " oa:hasSource/bk:stem ?stem }"
    )
    sources = {stem: reader.source(stem) for stem in {row["stem"].value for row in rows}}
    wrong = [
        row
        for row in rows
        if sources[row["stem"].value].line(int(row["line"].value))[int(row["start"].value) : int(row["end"].value)]
        != row["quote"].value
    ]
    assert len(rows) > 100
    assert wrong == []


def test_folders_give_their_texts_and_pdfs(tmp_path: Path) -> None:
    for name in ("b.txt", "a.PDF", "c.docx", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = source_files([tmp_path, tmp_path / "b.txt"])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a.PDF", "b.txt", "sub/d.txt"]
