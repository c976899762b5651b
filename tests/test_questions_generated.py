"""Questions written apart from the parser, over generated documents with known truth: answered exactly, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.generate import generate
from search.ask import Asker
from search.library import build_library, open_asker
from search.settings import Settings
from tests.questions import Shelf, asks, forms, questions
from tests.questions_judge import WRONG, counts, judge

MADE = (("municipal", 11), ("municipal", 12), ("county", 14), ("central", 15), ("final", 18))
COUNT = 130
LEAST, MOST_WRONG = 0.95, 0.02


def shelf_of(made: tuple[tuple[str, int], ...] = MADE) -> Shelf:
    return Shelf(tuple(generate(seed, kind, damages=()) for kind, seed in made))


def fill(shelf: Shelf, folder: Path) -> Settings:
    """Build a library of the documents."""
    sources = folder / "sources"
    sources.mkdir()
    for made in shelf.documents:
        (sources / made.name).write_text(made.text, encoding="utf-8")
    settings = Settings(data=folder / "data")
    assert not build_library([sources], settings).failed
    return settings


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield open_asker(fill(shelf_of(), tmp_path_factory.mktemp("generated")))


def test_every_form_has_its_ask_and_every_ask_its_forms() -> None:
    assert sorted(form.ask for form in forms()) == sorted(asks())


def test_the_same_seed_asks_the_same_questions() -> None:
    shelf = shelf_of(MADE[:2])
    assert questions(shelf, 60, 3) == questions(shelf, 60, 3)
    assert questions(shelf, 60, 3) != questions(shelf, 60, 4)


def test_questions_over_generated_documents_are_answered_exactly(asker: Asker) -> None:
    verdicts = [judge(question, asker.ask(question.text)) for question in questions(shelf_of(), COUNT)]
    found = counts(verdicts)
    missed = "\n".join(verdict.words for verdict in verdicts if verdict.verdict != "exact")
    assert len(verdicts) == COUNT
    assert found["exact"] >= LEAST * COUNT, missed
    assert found[WRONG] <= MOST_WRONG * COUNT, missed
