"""Quality against the hand annotation in ../shared: ``make score``; ``make score FLOORS=1`` writes what was measured to floors.json.

Runs the scorer that ships with the annotation over what the command line hands out, so that nothing is measured that a
user would not get.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = Path(__file__).parent / "floors.json"
KINDS = ("extract", "ask", "search")


def shared_folder() -> Path:
    return Path(os.environ.get("BUDGETKG_SHARED", ROOT.parent / "shared"))


def budgetkg(*args: str | Path, out: Path | None = None) -> None:
    """Run a command of ours; its output goes to ``out``."""
    command = [sys.executable, "-m", "search", *map(str, args)]
    with (out or Path(os.devnull)).open("w", encoding="utf-8") as file:
        subprocess.run(command, check=True, stdout=file, stderr=subprocess.DEVNULL, cwd=ROOT)


def predict(shared: Path, folder: Path) -> dict[str, Path]:
    """What the scorer reads, for each kind."""
    corpus, gold, data = shared / "corpus", shared / "gold", folder / "data"
    budgetkg("build", corpus, "--data", data)
    budgetkg("extract", corpus, "--out", folder / "extract")
    budgetkg("ask", "--batch", gold / "questions.jsonl", "--json", "--data", data, out=folder / "ask.jsonl")
    budgetkg("search", "--batch", gold / "search.jsonl", "--json", "-k", "10", "--data", data, out=folder / "search.jsonl")
    return {"extract": folder / "extract", "ask": folder / "ask.jsonl", "search": folder / "search.jsonl"}


def score(shared: Path, kind: str, prediction: Path) -> dict[str, float]:
    """Figures of one kind by name."""
    command = [sys.executable, shared / "eval" / "score.py", kind, "--gold", shared / "gold", "--pred", prediction, "--json"]
    ran = subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return {name.strip(): value for name, value in found.items()}


def measure(shared: Path) -> dict[str, dict[str, float]]:
    with tempfile.TemporaryDirectory() as name:
        predictions = predict(shared, Path(name))
        return {kind: score(shared, kind, predictions[kind]) for kind in KINDS}


def below(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, float]]) -> list[str]:
    """Figures under their floor, and floors whose figure is gone."""
    return [
        f"{kind}: {name} {measured[kind].get(name)} < {floor}"
        for kind, names in floors.items()
        for name, floor in names.items()
        if measured[kind].get(name, -1.0) < floor
    ]


def main() -> None:
    shared = shared_folder()
    if not (shared / "gold").is_dir():
        sys.exit(f"no annotation in {shared}")
    measured = measure(shared)
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    for kind, names in measured.items():
        for name, value in names.items():
            print(f"{kind:8} {name:34} {value:.4f}   floor {floors.get(kind, {}).get(name, float('nan')):.4f}")
    if os.environ.get("FLOORS"):
        FLOORS.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
