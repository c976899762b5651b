"""No figure measured against the hand annotation falls below its floor. Skipped where the annotation is not at hand."""

from __future__ import annotations

import json

import pytest

from tests.score import FLOORS, KINDS, below, measure, shared_folder


def test_below_names_what_fell_and_what_is_gone() -> None:
    floors = {"ask": {"right": 0.9, "cites": 0.8}}
    assert below({"ask": {"right": 0.95, "cites": 0.8}}, floors) == []
    assert below({"ask": {"right": 0.85}}, floors) == ["ask: right 0.85 < 0.9", "ask: cites None < 0.8"]


@pytest.mark.skipif(not (shared_folder() / "gold").is_dir(), reason="the annotated documents are not at hand")
def test_no_score_is_below_its_floor() -> None:
    floors = json.loads(FLOORS.read_text())
    assert set(floors) == set(KINDS)
    assert below(measure(shared_folder()), floors) == []
