"""What several files of tests are put to: the question box over the bundled samples."""

from __future__ import annotations

import pytest

from search.ask import Asker
from search.library import open_asker
from search.settings import Settings
from tests.served import sample_library


@pytest.fixture(scope="session")
def asker() -> Asker:
    """The question box over the bundled samples; a file that asks other documents has one of its own."""
    return open_asker(Settings(data=sample_library()))
