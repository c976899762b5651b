"""The bundled samples: hand-written stories (nlp/samples/*.toml) put into the forms of the genre.

``python -m nlp.generate.samples`` writes nlp/samples/*.txt anew; a test holds the two together. ``sample_paths`` is what
``budgetkg build --samples`` builds.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from nlp.generate.budget import Project, budget
from nlp.generate.document import Generated, Issue, Notice, build, finish
from nlp.generate.layout import Cell
from nlp.generate.names import DEPARTMENTS, SURVEY
from nlp.generate.projects import HERE, Form
from nlp.record import Indicator

LABELS = (
    ("overview", "项目概况"), ("basis", "立项依据"), ("need", "项目设立必要性"), ("measures", "保证项目实施的制度、措施"), ("plan", "项目实施计划"),
)  # fmt: skip


def sample_folder() -> Path:
    return Path(str(files("nlp.samples")))


def sample_paths() -> tuple[Path, ...]:
    """The bundled documents, in name order."""
    return tuple(sorted(sample_folder().glob("*.txt")))


def read_story(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def steps(wan: str) -> int:
    """万元 to steps of 0.01 万元."""
    return int(Decimal(wan) * 100)


def tell(path: Path) -> Generated:
    """The document of one story."""
    story = read_story(path)
    rng = Random(story["seed"])
    department = next(entry for entry in (*DEPARTMENTS, SURVEY) if entry.code == story["department"])
    name = story.get("name", story["city"] + department.suffix)
    projects = tuple(project_of(entry) for entry in story["project"])
    issue = Issue(story["kind"], name, story["year"], story["duties"], story["setup"], budget(rng, department, projects))
    forms = [form_of(story, entry, name, department.code) for entry in story["project"] if "overview" in entry or "goal" in entry]
    notices = [Notice(**entry) for entry in story.get("notice", ())]
    return finish(rng, path.stem, issue, build(rng, issue, forms, notices), story["damages"])


def project_of(entry: dict[str, Any]) -> Project:
    general = steps(entry["wan"])
    return Project(entry["name"], entry["unit"], entry["account"], general, steps(entry.get("land", "0")), steps(entry.get("carried", "0")))


def form_of(story: dict[str, Any], entry: dict[str, Any], dept: str, code: str) -> Form:
    amount = steps(entry["wan"]) + steps(entry.get("land", "0"))
    pairs = []
    for level1, level2, level3, value in entry["indicators"]:
        pairs.append((Indicator("period", level1, level2, level3, value, HERE), Indicator("year", level1, level2, level3, value, HERE)))
    return Form(
        f"{story['city']}预算部门（单位）项目支出绩效目标表", entry["name"], code, dept, entry["unit"],
        entry.get("attribute", ""), entry.get("period", ""), amount * 3 if entry.get("period") == "3年" else amount, amount,
        story["year"], f"{story['year'] - 1}1118{9 + len(entry['name']) % 8:02d}2415", (entry["goal"], entry["goal"]),
        tuple((label, Cell(entry[key])) for key, label in LABELS if key in entry), tuple(pairs),
    )  # fmt: skip


def main() -> None:
    for path in sorted(sample_folder().glob("*.toml")):
        made = tell(path)
        path.with_suffix(".txt").write_text(made.text, encoding="utf-8")
        print(f"{made.name}: {made.text.count(chr(10))} lines, {len(made.truth.figures)} figures, {len(made.truth.pages)} pages")


if __name__ == "__main__":
    main()
