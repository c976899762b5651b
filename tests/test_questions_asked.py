"""Questions as people put them, over the samples and five more documents: right, refused, never wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker
from tests.asked import DATA, asked, asker_over, tally
from tests.foreign_truth import read_truth

SAMPLES = Path(__file__).parent.parent / "nlp" / "samples"
FOREIGN = ("zhejiang-education-2025", "hunan-ecology-2024-final")
COUNT = 482
RIGHT = 440
"""of ``COUNT``, as measured; all but the open ones of the rest are refused"""


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asker]]:
    folder = tmp_path_factory.mktemp("asked")
    provinces = folder / "sources"
    provinces.mkdir()
    for name in FOREIGN:
        (provinces / f"{name}.txt").write_text("\n".join(read_truth(name).text) + "\n", encoding="utf-8")
    shanxi = folder / "shanxi-sources"
    shanxi.mkdir()
    for name, into in (
        ("guizhou-housing-2026", provinces),
        ("zeyuan-civil-2026", shanxi),
        ("zeyuan-water-2025", shanxi),
    ):
        (into / f"{name}.txt").write_bytes((DATA / f"{name}.txt").read_bytes())
    found = {}
    for over, source in (("samples", SAMPLES), ("provinces", provinces), ("shanxi", shanxi)):
        found[over] = asker_over(sorted(source.glob("*.txt")), folder / over)
    yield found


def test_questions_are_answered_right_or_refused(askers: dict[str, Asker]) -> None:
    found = tally("questions_asked", lambda want: askers[want.over].ask(want.q))
    assert not found.wrong, "\n".join(["", *found.wrong])
    assert found.count == COUNT
    assert found.right >= RIGHT, "\n".join(["", *found.missed])


@pytest.mark.parametrize("family", ["numbers", "names", "ranked", "said", "refuse"])
def test_every_kind_of_question_is_asked(family: str) -> None:
    assert sum(bool(getattr(want, family)) for want in asked("questions_asked")) >= 3
