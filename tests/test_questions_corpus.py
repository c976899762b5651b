"""Questions over the four annotated documents, written from their text before the parser answered them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.ask import Asker
from search.library import build_library, open_asker
from search.settings import Settings
from tests.asked import tally
from tests.score import shared_folder

CORPUS = shared_folder() / "corpus"
COUNT = 370
RIGHT = 322
"""of ``COUNT``, as measured; all but the open ones of the rest are refused"""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the annotated documents are not at hand")


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    settings = Settings(data=tmp_path_factory.mktemp("corpus"))
    assert not build_library(sorted(Path(CORPUS).glob("*.txt")), settings).failed
    yield open_asker(settings)


def test_questions_over_the_corpus_are_answered_right_or_refused(asker: Asker) -> None:
    found = tally("questions_corpus", lambda want: asker.ask(want.q))
    assert not found.wrong, "\n".join(["", *found.wrong])
    assert found.count == COUNT
    assert found.right >= RIGHT, "\n".join(["", *found.missed])
