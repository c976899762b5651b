"""Questions over three disclosures of an invented city, with every statutory table and the pages of all projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from search.ask import Asker
from search.library import build_library, open_asker
from search.settings import Settings
from tests.asked import asked, verdict
from tests.foreign_truth import read_truth
from tests.questions_judge import EXACT, WRONG

DOCUMENTS = ("linqin-ecology-2025", "linqin-education-2026", "linqin-farming-2026")
COUNT = 274
RIGHT = 243
"""of ``COUNT``, as measured; all but the open ones of the rest are refused"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    folder = tmp_path_factory.mktemp("linqin")
    for name in DOCUMENTS:
        (folder / f"{name}.txt").write_text("\n".join(read_truth(name).text) + "\n", encoding="utf-8")
    settings = Settings(data=folder / "built")
    assert not build_library(sorted(folder.glob("*.txt")), settings).failed
    yield open_asker(settings)


def test_questions_over_an_invented_city_are_answered_right_or_refused(asker: Asker) -> None:
    answers = [(want, asker.ask(want.q)) for want in asked("questions_linqin")]
    verdicts = [(verdict(want, answer), want, answer) for want, answer in answers]
    wrong = [f"{w.q} | {a.text[:120]}" for v, w, a in verdicts if v == WRONG and not w.open]
    assert not wrong, "\n".join(["", *wrong])
    right = Counter(v for v, *_ in verdicts)[EXACT]
    assert len(verdicts) == COUNT
    assert right >= RIGHT, "\n".join(["", *(w.q for v, w, _ in verdicts if v != EXACT)])
