"""What several files of tests are put to: the question box over the bundled samples, and over the annotated documents."""

from __future__ import annotations

import pytest

from search.ask import Asker
from search.library import open_asker
from search.settings import Settings
from tests.asked import asker_over
from tests.score import shared_folder
from tests.served import sample_library


@pytest.fixture(scope="session")
def asker() -> Asker:
    """The question box over the bundled samples; a file that asks other documents has one of its own."""
    return open_asker(Settings(data=sample_library()))


@pytest.fixture(scope="session")
def corpus_asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """The question box over the annotated documents; only for tests that are skipped where these are not at hand."""
    return asker_over([shared_folder() / "corpus"], tmp_path_factory.mktemp("corpus"))
