"""Questions over the four annotated documents, written from their text before the parser answered them."""

from __future__ import annotations

import pytest

from search.ask import Asker
from tests.asked import tally
from tests.score import shared_folder

CORPUS = shared_folder() / "corpus"
COUNT = 704
RIGHT = 668
"""of ``COUNT``, as measured; all but the open ones of the rest are refused"""

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the annotated documents are not at hand")


def test_questions_over_the_corpus_are_answered_right_or_refused(corpus_asker: Asker) -> None:
    found = tally("questions_corpus", lambda want: corpus_asker.ask(want.q))
    assert not found.wrong, "\n".join(["", *found.wrong])
    assert found.count == COUNT
    assert found.right >= RIGHT, "\n".join(["", *found.missed])
