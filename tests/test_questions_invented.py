"""Questions over disclosures of invented places, with every statutory table: five departments of two cities, one of a county."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.ask import Asker
from tests.asked import asker_over, tally
from tests.foreign_truth import read_truth

DOCUMENTS = {
    "linqin": ("linqin-ecology-2025", "linqin-education-2026", "linqin-farming-2026", "linqin-transport-2025"),
    "luoyuan": ("henan-transport-2024-final",),
    "zhangning": ("linqin-education-2026", "linqin-farming-2026", "zhangning-tourism-2026"),
}
COUNT = 478
RIGHT = 405
"""of ``COUNT``, as measured; all but the open ones of the rest are refused"""


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Asker]]:
    found = {}
    for over, names in DOCUMENTS.items():
        folder = tmp_path_factory.mktemp(over)
        for name in names:
            (folder / f"{name}.txt").write_text("\n".join(read_truth(name).text) + "\n", encoding="utf-8")
        found[over] = asker_over(sorted(folder.glob("*.txt")), folder / "built")
    yield found


def test_questions_over_invented_places_are_answered_right_or_refused(askers: dict[str, Asker]) -> None:
    found = tally("questions_invented", lambda want: askers[want.over].ask(want.q))
    assert not found.wrong, "\n".join(["", *found.wrong])
    assert found.count == COUNT
    assert found.right >= RIGHT, "\n".join(["", *found.missed])
