"""Each kind of question has an example in the table of families, over the samples, and the example goes to that family."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from search.ask import Asker
from search.library import open_reader_of
from search.question.families import FAMILIES, Family, answer_of_family
from search.question.understanding import understand
from search.settings import Settings
from tests.served import sample_library


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    reader = open_reader_of(Settings(data=sample_library()))
    yield Asker(reader)
    reader.close()


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_an_example_goes_to_its_family(asker: Asker, family: Family) -> None:
    found, answer = answer_of_family(understand(family.example, asker.catalogue), asker.graph)
    assert found.name == family.name, answer.text
    assert answer.text


def test_the_last_family_takes_whatever_is_left() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
    assert FAMILIES[-1].name == "projects"
