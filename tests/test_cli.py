"""The command line as a user meets it: real processes, real files, exit codes and sentences."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from nlp.generate.samples import sample_folder
from tests.served import client, free_port

ROOT = Path(__file__).parent.parent
SAMPLE = "yunling-water-2025"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


def budgetkg(*args: object, data: Path | None = None, columns: int = 120) -> Ran:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": str(columns), "NO_COLOR": "1"}
    if data is not None:
        environment["BUDGETKG_DATA"] = str(data)
    command = [sys.executable, "-m", "search", *map(str, args)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """One good document among all the bad inputs there are, built at once."""
    folder = tmp_path_factory.mktemp("batch")
    good = (sample_folder() / f"{SAMPLE}.txt").read_text(encoding="utf-8")
    (folder / "a-empty.txt").write_bytes(b"")
    (folder / "b-binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "c-gbk.txt").write_text(
        (sample_folder() / "songxiwan-agriculture-2025.txt").read_text(encoding="utf-8"), encoding="gb18030"
    )
    with (folder / "d-huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    (folder / "e-novel.txt").write_text("第一章 雨夜\n\n他推开门，雨声一下子涌了进来。\n" * 30, encoding="utf-8")
    (folder / f"{SAMPLE}.txt").write_text(good, encoding="utf-8")
    (folder / "z-copy.txt").write_text(good, encoding="utf-8")
    (folder / "notes.md").write_text("not ours", encoding="utf-8")
    data = folder / "data"
    return budgetkg("build", folder, "--json", data=data), data


def test_bad_files_are_named_and_the_rest_is_built(batch: tuple[Ran, Path]) -> None:
    ran, _ = batch
    files = {Path(entry["file"]).name: entry for entry in json.loads(ran.out)["files"]}
    assert ran.code == 1
    assert {name: entry["status"] for name, entry in files.items()} == {
        "a-empty.txt": "failed", "b-binary.txt": "failed", "c-gbk.txt": "built", "d-huge.txt": "failed",
        "e-novel.txt": "failed", f"{SAMPLE}.txt": "built", "z-copy.txt": "failed",
    }  # fmt: skip
    words = {"a-empty.txt": "空", "b-binary.txt": "不是文本", "d-huge.txt": "上限", "e-novel.txt": "预算", "z-copy.txt": SAMPLE}
    for name, word in words.items():
        assert name in files[name]["error"] and word in files[name]["error"]


def test_building_again_changes_nothing(batch: tuple[Ran, Path]) -> None:
    _, data = batch
    ran = budgetkg("build", data.parent / f"{SAMPLE}.txt", "--json", data=data)
    assert (ran.code, [entry["status"] for entry in json.loads(ran.out)["files"]]) == (0, ["unchanged"])


def test_a_folder_with_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "readme.md").write_text("nothing")
    ran = budgetkg("build", tmp_path, data=tmp_path / "data")
    assert (ran.code, "没有找到" in ran.err) == (1, True)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    ran = budgetkg("build", tmp_path / "nowhere.txt", data=tmp_path / "data")
    assert (ran.code, "nowhere.txt" in ran.err) == (1, True)


def test_nothing_to_build_is_wrong_usage(tmp_path: Path) -> None:
    ran = budgetkg("build", data=tmp_path / "data")
    assert (ran.code, "--samples" in ran.err) == (2, True)


@pytest.mark.parametrize(
    "command",
    [("ask", "三公经费是多少"), ("search", "防汛"), ("policy", "川财综〔2024〕22号"), ("contracts",), ("check",), ("stats",),
     ("sparql", "ASK {}"), ("withdraw", "x"), ("identity",), ("diff", "a", "b")],
    ids=lambda command: command[0],
)  # fmt: skip
def test_without_a_graph_every_command_says_how_to_build_one(command: tuple[str, ...], tmp_path: Path) -> None:
    ran = budgetkg(*command, data=tmp_path / "none")
    assert (ran.code, "budgetkg build" in ran.err, ran.out) == (3, True, "")


def test_extract_prints_one_object_a_document() -> None:
    ran = budgetkg("extract", sample_folder() / f"{SAMPLE}.txt")
    found = json.loads(ran.out)
    assert found["document"]["id"] == SAMPLE
    assert {"figures", "budget_lines", "projects", "policies", "contracts", "organisations", "findings"} < set(found)


def test_extract_of_a_bad_file_says_so_and_reads_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    shutil.copy(sample_folder() / f"{SAMPLE}.txt", tmp_path)
    ran = budgetkg("extract", tmp_path, "--out", tmp_path / "out")
    assert (ran.code, [path.name for path in (tmp_path / "out").iterdir()], "bad.txt" in ran.err) == (1, [f"{SAMPLE}.json"], True)


def test_a_batch_line_that_is_no_question_is_named(batch: tuple[Ran, Path], tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "1", "q": "三公经费"}\n{"id": 2}\n', encoding="utf-8")
    ran = budgetkg("ask", "--batch", tmp_path / "q.jsonl", data=batch[1])
    assert (ran.code, "第 2 行" in ran.err) == (2, True)


def test_check_reports_the_contradicting_balance_and_fails(batch: tuple[Ran, Path]) -> None:
    ran = budgetkg("check", "--severity", "error", "--json", data=batch[1])
    found = [(f["document"], f["rule"], f["expected"], f["found"]) for f in json.loads(ran.out)]
    assert ran.code == 1
    assert ("c-gbk", "contract-balance", "156000", "166000") in found


def test_a_withdrawn_document_leaves_nothing_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    budgetkg("build", sample_folder() / f"{SAMPLE}.txt", sample_folder() / "statistics-office-2026.txt", data=data)
    assert budgetkg("withdraw", SAMPLE, data=data).code == 0
    left = budgetkg("sparql", "SELECT DISTINCT ?stem { ?d bk:stem ?stem }", "--format", "csv", data=data)
    assert left.out.split() == ["stem", "statistics-office-2026"]
    assert budgetkg("withdraw", SAMPLE, data=data).code == 3


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("contracts", "--min", "abc"), 2, "--min"),
        (("contracts", "--org", "不存在局"), 3, "不存在局"),
        (("contracts", "--json", "--format", "csv"), 2, "--format"),
        (("contracts", "--sort", "colour"), 2, "colour"),
        (("check", "--rule", "foo"), 2, "--rules"),
        (("check", "--severity", "loud"), 2, "loud"),
        (("check", "/nowhere.txt"), 2, "/nowhere.txt"),
        (("search", "防汛", "--kind", "foo"), 2, "foo"),
        (("search", " "), 2, "要找的内容"),
        (("ask", " "), 2, "问题"),
        (("ask", "--batch", "/nowhere.jsonl"), 2, "/nowhere.jsonl"),
        (("sparql", "SELECT * { ?s ?p }"), 5, "第 1 行第 18 列"),
        (("sparql", "没有这个查询"), 3, "没有这个查询"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_is_one_sentence_and_a_code(
    batch: tuple[Ran, Path], args: tuple[str, ...], code: int, words: str
) -> None:
    ran = budgetkg(*args, data=batch[1])
    assert (ran.code, words in ran.err, "Traceback" in ran.err, ran.out) == (code, True, False, "")


def test_every_rule_that_reports_is_listed_with_its_meaning(batch: tuple[Ran, Path]) -> None:
    listed = {line.split("  ")[0] for line in budgetkg("check", "--rules").out.splitlines()}
    found = json.loads(budgetkg("check", "--severity", "info", "--json", data=batch[1]).out)
    assert {finding["rule"] for finding in found} <= listed
    assert len(listed) > 40


def test_a_taken_port_is_said_in_one_sentence(batch: tuple[Ran, Path]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = budgetkg("serve", "--port", taken.getsockname()[1], data=batch[1])
    assert (ran.code, "--port" in ran.err, "Traceback" in ran.err) == (6, True, False)


SYNTAX = """SELECT ?单位 {
  ?文档 a bk:Document ; bk:year 2025
  ?单位 a org:Organization }"""


def test_a_syntax_error_is_one_line_its_place_and_a_caret(batch: tuple[Ran, Path]) -> None:
    ran = budgetkg("sparql", SYNTAX, data=batch[1])
    assert (ran.code, ran.out) == (5, "")
    assert ran.err.splitlines() == [
        "错误：第 3 行第 3 列有语法错误：“?单位”不能出现在这里，应为“.”、“;”、“,”或“}”", "  ?单位 a org:Organization }", "  ^"
    ]  # fmt: skip


def test_an_unknown_prefix_is_placed_where_it_was_written(batch: tuple[Ran, Path]) -> None:
    ran = budgetkg("sparql", "ASK { ?x 甲:b 1 }", data=batch[1])
    assert (ran.code, ran.err.splitlines()[1:]) == (5, ["ASK { ?x 甲:b 1 }", "         ^"])


def test_a_query_in_a_file_is_run(batch: tuple[Ran, Path], tmp_path: Path) -> None:
    file = tmp_path / "one.rq"
    file.write_text("SELECT (1 + 1 AS ?two) {}", encoding="utf-8")
    assert budgetkg("sparql", file, "--format", "csv", data=batch[1]).out.split() == ["two", "2"]


def test_an_export_is_in_the_form_that_its_name_says(batch: tuple[Ran, Path], tmp_path: Path) -> None:
    assert budgetkg("export", "--out", tmp_path / "all.ttl", "--document", SAMPLE, data=batch[1]).code == 0
    assert (tmp_path / "all.ttl").read_text(encoding="utf-8").startswith("@prefix")


@pytest.mark.parametrize(("option", "said"), [("--review", "没有发现可能是同一文件的不同写法。"), ("--outdated", "存疑：")])
def test_a_list_of_nothing_says_so(batch: tuple[Ran, Path], option: str, said: str) -> None:
    assert budgetkg("policy", option, data=batch[1]).out.startswith(said)


def test_a_query_without_end_is_stopped(batch: tuple[Ran, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGETKG_QUERY_SECONDS", "0.5")
    ran = budgetkg("sparql", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", data=batch[1])
    assert (ran.code, ran.err.splitlines(), ran.out) == (5, ["错误：查询超过 0.5 秒的时限，已停止；请缩小范围或加 LIMIT"], "")


def test_a_query_of_the_command_line_gives_every_row(batch: tuple[Ran, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUDGETKG_QUERY_ROWS", "2")
    ran = budgetkg("sparql", "SELECT ?n { VALUES ?n { 1 2 3 4 } }", "--format", "csv", data=batch[1])
    assert (ran.code, ran.out.split()) == (0, ["n", "1", "2", "3", "4"])


@pytest.mark.parametrize(
    ("columns", "said"),
    [(300, "项目 部门 年度 金额（元） 文档 行"), (60, "1. 南溪河城区段清淤疏浚：部门 云岭市水利局，年度 2025")],
    ids=["wide", "narrow"],
)
def test_a_saved_query_is_headed_in_chinese_or_told_row_by_row(batch: tuple[Ran, Path], columns: int, said: str) -> None:
    lines = budgetkg("sparql", "项目按金额排序", data=batch[1], columns=columns).out.splitlines()
    assert " ".join(lines[0].split()).startswith(said)


def test_the_address_is_printed_once_it_answers(tmp_path: Path) -> None:
    """Without a graph as well, where nothing has to be loaded first."""
    port = free_port()
    command = [sys.executable, "-m", "search", "serve", "--port", str(port), "--data", str(tmp_path / "none")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline().strip()
            with client(f"http://127.0.0.1:{port}") as http:
                assert (said, http.get("/").status_code) == (f"budgetkg 已就绪：http://127.0.0.1:{port}", 200)
        finally:
            server.terminate()
