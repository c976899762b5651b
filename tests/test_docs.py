"""The READMEs say what the program does: every command, option of note, setting, exit code; transcripts are real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from search.cli import app
from search.library import open_asker
from search.settings import Settings
from tests.readme import READMES, language_of, retabled, retold, run
from tests.served import sample_library

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in READMES}


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_has_a_row_and_no_row_is_of_a_command_that_is_gone(name: str) -> None:
    rows = re.findall(r"^\| `budgetkg (\w+)", TEXTS[name], re.M)
    assert sorted(rows) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_says_in_chinese_what_it_does(command: str) -> None:
    entry = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]
    assert re.search("[一-鿿]", entry.help or "")
    silent = [p.name for p in entry.params if p.name != "help" and not re.search("[一-鿿|]", getattr(p, "help", None) or "")]
    assert silent == []


def test_help_and_readmes_list_the_commands_in_one_order() -> None:
    shown = CliRunner().invoke(app, ["--help"]).stdout
    listed = re.findall(r"^  ([a-z]+) ", shown.partition("Commands:")[2], re.M)
    assert sorted(listed) == COMMANDS
    for text in TEXTS.values():
        assert re.findall(r"^\| `budgetkg (\w+)", text, re.M) == listed


@pytest.mark.parametrize("name", TEXTS)
def test_every_setting_is_in_the_table_and_the_tables_are_fresh(name: str) -> None:
    path = next(path for path in READMES if path.name == name)
    for setting in Settings.model_fields:
        assert f"`BUDGETKG_{setting.upper()}`" in TEXTS[name]
    assert retabled(TEXTS[name], language_of(path)) == TEXTS[name]


@pytest.mark.parametrize("name", TEXTS)
def test_exit_codes_are_documented(name: str) -> None:
    line = next(line for line in TEXTS[name].splitlines() if line.startswith(("Exit codes", "退出码")))
    assert re.findall(r"(?<!\d)[0-6](?= )", line) == list("0123456")


@pytest.mark.parametrize("name", TEXTS)
def test_every_example_question_is_answered(name: str) -> None:
    """By the box, or by passages where no name is known."""
    table = re.search(r"^\|---\|---\|---\|\n((?:\|.*\n)+)", TEXTS[name], re.M)
    assert table is not None
    questions = [question for row in table[1].splitlines() if (question := row.split("|")[3].strip())]
    asker = open_asker(Settings(data=sample_library()))
    kinds = [asker.ask(question).kind for question in questions]
    assert kinds == ["answer"] * (len(questions) - 1) + ["passages"]


@pytest.mark.parametrize("name", TEXTS)
def test_every_make_target_shown_exists(name: str) -> None:
    makefile = (Path(__file__).parent.parent / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.M))
    assert set(re.findall(r"\bmake (\w+)", TEXTS[name])) <= targets


@pytest.mark.parametrize("name", TEXTS)
def test_every_file_that_the_maps_name_is_there(name: str) -> None:
    """The records of nlp with their files and word lists, and the map of search/question."""
    root = Path(__file__).parent.parent
    told = re.search(r"^\|---\|---\|---\|---\|\n((?:\|.*\n)+)", TEXTS[name], re.M)
    box = re.search(r"<!-- map -->\n(.*?)<!-- /map -->", TEXTS[name], re.S)
    assert told is not None
    assert box is not None
    lost = []
    for row in told[1].splitlines():
        _, entry, files, words = (re.findall("`([^`]+)`", cell) for cell in row.split("|")[1:5])
        lost += [path for path in entry if not (root / path).is_file()]
        lost += [stem for stem in files if not list((root / "nlp").glob(f"{stem}.py"))]
        lost += [list_ for list_ in words if not list((root / "nlp" / "lexicon").glob(list_))]
    lost += [stem for stem in re.findall("`([^`]+)`", box[1]) if not list((root / "search" / "question").glob(f"{stem}.py"))]
    assert lost == []


def test_the_transcripts_are_what_the_commands_print(tmp_path: Path) -> None:
    run("budgetkg build --samples --data " + str(tmp_path / "data"), tmp_path / "data")
    for name, text in TEXTS.items():
        assert retold(text, tmp_path / "data") == text, name
