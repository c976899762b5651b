"""Project pages of the annotated corpus reach the project's bars (skipped where the shared folder is absent)."""

from __future__ import annotations

import importlib.util
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from nlp.format import page_json
from nlp.frame import read_frame
from nlp.project_page import read_pages
from nlp.source import load_source

SHARED = Path(os.environ.get("BUDGETKG_SHARED", Path(__file__).parents[2] / "shared"))
BARS = {
    "project pages": 1.0,
    "project fields": 0.97,
    "project amounts": 0.985,
    "indicators": 0.96,
    "indicator level": 0.95,
}

pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no annotated corpus beside the repository")


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    spec = importlib.util.spec_from_file_location("score", SHARED / "eval" / "score.py")
    assert spec is not None and spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    tallies: Any = defaultdict(score.Ratio)
    tallies.update({name: score.Tally() for name in score.LISTS})
    for folder in sorted(path for path in (SHARED / "gold").iterdir() if path.is_dir()):
        source = load_source(SHARED / "corpus" / f"{folder.name}.txt")
        pages, _ = read_pages(source, read_frame(source))
        score.score_doc(folder.name, SHARED / "gold", {"projects": [page_json(page) for page in pages]}, tallies)
    return {name: tallies[name].row()[1] for name in BARS}


@pytest.mark.parametrize("name", BARS)
def test_bar(scores: dict[str, float], name: str) -> None:
    assert scores[name] >= BARS[name]


def test_every_name_stands_where_the_page_says() -> None:
    for path in sorted((SHARED / "corpus").glob("*.txt")):
        source = load_source(path)
        pages, _ = read_pages(source, read_frame(source))
        for page in pages:
            assert source.quote(page.span).strip()
            assert all(indicator.span.line <= page.last for indicator in page.indicators), json.dumps(page_json(page))
            for field in page.fields:
                assert len(field.text) == sum(len(piece.offsets) for piece in field.stretch.pieces)
