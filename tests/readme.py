"""The transcripts of the READMEs are what the commands print over the bundled samples.

``python -m tests.readme`` writes them anew; a test compares. Only ``console`` blocks whose commands start with
``$ budgetkg`` are run; lines starting with ``$ make`` are shown and not run.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
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


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        run("budgetkg build --samples", data)
        for path in READMES:
            path.write_text(retold(path.read_text(encoding="utf-8"), data), encoding="utf-8")


if __name__ == "__main__":
    main()
