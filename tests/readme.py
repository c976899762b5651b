"""The transcripts of the READMEs are what the commands print over the bundled samples.

``python -m tests.readme`` writes them anew; a test compares. Only ``console`` blocks whose commands start with
``$ budgetkg`` are run; lines starting with ``$ make`` are shown and not run.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from search.settings import Settings
from tests.score import FLOORS

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
LATENCY = ROOT / "tests" / "bench" / "latency.json"
BLOCK = re.compile(r"(?<=^```console\n)(?P<body>.*?)(?=^```$)", re.M | re.S)


def run(command: str, data: Path) -> str:
    """Standard output of one ``budgetkg …`` command line."""
    words = shlex.split(command)
    assert words[0] == "budgetkg", command
    environment = {**os.environ, "BUDGETKG_DATA": str(data), "COLUMNS": "110", "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run([sys.executable, "-m", "search", *words[1:]], capture_output=True, text=True, env=environment, check=False)
    assert ran.returncode in (0, 1), f"{command}: {ran.stderr}"
    return "\n".join(line.rstrip() for line in ran.stdout.splitlines())


def retell(body: str, data: Path) -> str:
    """A console block with the output of its commands put in."""
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    if not any(line.startswith("$ budgetkg") for line in commands):
        return body
    told = []
    for line in commands:
        told.append(line)
        if line.startswith("$ budgetkg build"):
            output = run(f"{line[2:]} --data {data}", data)
        elif line.startswith("$ budgetkg"):
            output = run(line[2:], data)
        else:
            output = ""
        if output:
            told.append(output)
    return "\n".join(told) + "\n"


def retold(text: str, data: Path) -> str:
    return BLOCK.sub(lambda found: retell(found["body"], data), text)


def settings_table(language: str) -> str:
    """Name, default and meaning of every setting."""
    heads = {"en": ("setting", "default", "meaning"), "zh": ("设置", "默认值", "含义")}[language]
    rows = [
        f"| `BUDGETKG_{name.upper()}` | {f'`{field.default}`' if field.default is not None else '—'} | {meaning(name, language)} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join([f"| {' | '.join(heads)} |", "|---|---|---|", *rows])


def meaning(name: str, language: str) -> str:
    field = Settings.model_fields[name]
    return str(field.description if language == "en" else field.json_schema_extra["zh"])  # type: ignore[index,call-overload]


def scores_table(language: str) -> str:
    """The figures of floors.json, as the scorer names them."""
    heads = {"en": ("what", "measured"), "zh": ("项目", "实测")}[language]
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    rows = [f"| {kind}: {name} | {value:.3f} |" for kind, names in floors.items() for name, value in names.items() if len(name) > 3]
    return "\n".join([f"| {' | '.join(heads)} |", "|---|---|", *rows])


def latency_table(language: str) -> str:
    """Every fourth of the saved queries from quick to slow, in milliseconds, as ``python -m tests.bench sparql`` left them."""
    heads = {"en": ("saved query", "rows", "pyoxigraph", "ours, HTTP"), "zh": ("已存查询", "行数", "pyoxigraph", "本项目（HTTP）")}[language]
    found = json.loads(LATENCY.read_text(encoding="utf-8"))
    chosen = sorted(found["queries"], key=lambda row: row["pyoxigraph"])[::4]
    lines = [f"| {' | '.join((*heads, 'Virtuoso', 'rdflib', 'rdflib-endpoint'))} |", "|---|---|---|---|---|---|---|"]
    for row in chosen:
        times = [row[name] for name in ("pyoxigraph", "http", "virtuoso", "rdflib", "rdflib_endpoint")]
        cells = ["—" if time is None else f"{time:,.1f}" for time in times]
        lines.append(f"| `{row['query']}` | {row['rows']:,} | {' | '.join(cells)} |")
    within = sum(row["http"] <= row["pyoxigraph"] * 1.2 + 5 for row in found["queries"])
    said = {"en": "Within the aim in this run: {} of {}.", "zh": "这次运行中达到目标的：{} 个，共 {} 个。"}[language]
    return "\n".join([*lines, "", said.format(within, len(found["queries"]))])


TABLES = {"settings": settings_table, "scores": scores_table, "latency": latency_table}


def retabled(text: str, language: str) -> str:
    """The text with its generated tables written anew between their markers."""
    for name, table in TABLES.items():
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", lambda found, table=table: f"{found[1]}\n{table(language)}\n{found[2]}",  # type: ignore[misc]
            text, flags=re.S,
        )  # fmt: skip
    return text


def language_of(path: Path) -> str:
    return "zh" if ".zh-" in path.name else "en"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        run("budgetkg build --samples", data)
        for path in READMES:
            path.write_text(retabled(retold(path.read_text(encoding="utf-8"), data), language_of(path)), encoding="utf-8")


if __name__ == "__main__":
    main()
