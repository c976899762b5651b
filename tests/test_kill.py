"""A process that is killed while it builds loses nothing that was committed and leaves no half document.

The run here is small; BUDGETKG_KILLS=200 makes it the long one (`make bench`).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from pyoxigraph import Quad

import kg.store
from kg.backend import Backend
from kg.build import stored_documents
from kg.iri import Iris
from kg.quads import to_quads
from kg.replacement import add_documents, is_new, replace_document
from kg.store import open_reader, open_writer
from tests import graph_records as given

STEMS = [f"doc-{n}" for n in range(12)]
IRIS = Iris()

CHILD = """
import sys
from pathlib import Path
from tests.test_kill import write_forever
write_forever(Path(sys.argv[1]), int(sys.argv[2]))
"""


def version(stem: str, year: int) -> set[Quad]:
    """The document as it was read in one of its versions: the year stands in every node."""
    return set(to_quads(given.reading(stem, year), iris=IRIS))


def write_forever(data: Path, seed: int) -> None:
    """Build, several at once or one, read again and withdraw documents until killed; every other run loads new ones in bulk."""
    kg.store.BULK = 100 if seed % 2 else kg.store.BULK
    chance = random.Random(seed)
    print("ready", flush=True)
    while True:
        with open_writer(data) as writer:
            absent = [stem for stem in STEMS if is_new(writer.backend, IRIS, stem)]
            some = chance.sample(absent, min(len(absent), 4))
            add_documents(writer, IRIS, {stem: set(map(str, version(stem, 2024))) for stem in some})
            for _ in range(5):
                stem = chance.choice(STEMS)
                quads = version(stem, chance.choice((2024, 2025, 2026))) if chance.random() < 0.8 else set()
                replace_document(writer, IRIS, stem, quads)


def check_whole(backend: Backend) -> int:
    """Every document is one of its versions, whole, and the shared graph follows from them; the number of documents."""
    whole: dict[str, set[Quad]] = {}
    for stem in stored_documents(backend):
        graph = backend.graph(IRIS.document_graph(stem))
        assert graph in [version(stem, year) for year in (2024, 2025, 2026)]
        whole[stem] = graph
    graphs = {IRIS.document_graph(stem).value for stem in whole}
    assert set(backend.graphs()) == graphs | ({IRIS.entities_graph.value} if whole else set())
    projects = {
        quad.object.value for graph in whole.values() for quad in graph if quad.predicate.value.endswith("#describes")
    }
    described = {quad.subject.value for quad in backend.graph(IRIS.entities_graph)}
    assert projects <= described
    return len(whole)


def test_kills_at_random_moments_leave_whole_documents(tmp_path: Path) -> None:
    kills = int(os.environ.get("BUDGETKG_KILLS", "6"))
    chance = random.Random(kills)
    for n in range(kills):
        command = [sys.executable, "-c", CHILD, str(tmp_path), str(n)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout and child.stdout.readline() == b"ready\n"
            try:
                child.wait(chance.uniform(0.02, 0.4))
            except subprocess.TimeoutExpired:
                child.kill()
            else:
                raise AssertionError("the writer ended by itself")
        with open_writer(tmp_path) as writer:
            check_whole(writer.backend)
    reader = open_reader(tmp_path)
    assert check_whole(reader.backend) > 0
