"""What a query worker may still do: it reads its checkpoint, however large, and nothing else."""

from __future__ import annotations

import asyncio
import ctypes
import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from search.settings import Settings
from search.sparql_job import make_job
from search.sparql_media import JSON
from search.sparql_text import read_query
from search.worker_pool import Limits, WorkerPool
from search.worker_sandbox import OPEN_AT_ONCE

RIGHTS = """
import os, socket, sys
from pathlib import Path
from search import worker_sandbox
folder = Path(sys.argv[1])
if sys.argv[2] == "without Landlock":
    worker_sandbox.allow_reading = lambda libc, folder: False
held = worker_sandbox.drop_rights(folder)
acts = {
    "read its own": lambda: (folder / "own.sst").read_bytes(), "list its own": lambda: os.listdir(folder),
    "read": lambda: open("/etc/hostname"), "climb": lambda: (folder / ".." / "beside").read_bytes(),
    "write": lambda: (folder / "own.sst").open("r+"), "create": lambda: (folder / "new").touch(),
    "connect": socket.socket, "fork": os.fork,
}
for name, act in acts.items():
    try:
        act()
        print(name)
    except PermissionError:
        pass
print(held)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="rights are taken away on Linux")
@pytest.mark.parametrize(
    ("kernel", "files", "may"),
    [
        ("with Landlock", 40, ["read its own", "list its own", "True"]),
        ("without Landlock", 2, ["True"]),
        ("without Landlock", 40, ["read its own", "list its own", "read", "climb", "False"]),
    ],
)
def test_workers_have_no_rights(tmp_path: Path, kernel: str, files: int, may: list[str]) -> None:
    """The evaluating process reads its checkpoint; it writes nothing, reaches no network and no other file."""
    folder = tmp_path / "checkpoint"
    folder.mkdir()
    for name in [folder / "own.sst", tmp_path / "beside", *(folder / f"{n}.sst" for n in range(1, files))]:
        name.write_bytes(b"x")
    if kernel == "with Landlock" and ctypes.CDLL(None).syscall(444, None, 0, 1) < 1:
        pytest.skip("this kernel has no Landlock")
    done = subprocess.run([sys.executable, "-c", RIGHTS, str(folder), kernel], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == may


def test_a_checkpoint_of_many_files_answers_whatever_it_must_open(tmp_path: Path) -> None:
    """The engine opens most files of a large checkpoint when a query needs them, after the rights are gone."""
    store = ox.Store(str(tmp_path / "live"))
    for n in range(OPEN_AT_ONCE * 2):
        store.bulk_extend(ox.Quad(ox.NamedNode(f"urn:{n}:{m}"), ox.NamedNode(f"urn:p{n}"), ox.Literal(f"{n} {m}")) for m in range(50))
        store.flush()
    store.backup(str(tmp_path / "checkpoint"))
    assert len(list((tmp_path / "checkpoint").glob("*.sst"))) > OPEN_AT_ONCE * 2
    asked = [f"SELECT (COUNT(*) AS ?c) {{ ?s <urn:p{n}> ?o }}" for n in range(OPEN_AT_ONCE * 2)]
    asked += [f"SELECT * {{ <urn:{n}:7> ?p ?o }}" for n in range(OPEN_AT_ONCE * 2)]

    async def ask() -> list[bytes]:
        pool = WorkerPool(lambda: tmp_path / "checkpoint", Limits(workers=1))
        try:
            return [await (await pool.run(make_job(Settings(), read_query(text), JSON))).read() for text in asked]
        finally:
            await pool.close()

    answers = [json.loads(body)["results"]["bindings"] for body in asyncio.run(ask())]
    assert [int(rows[0]["c"]["value"]) for rows in answers[: OPEN_AT_ONCE * 2]] == [50] * OPEN_AT_ONCE * 2
    assert [rows[0]["o"]["value"] for rows in answers[OPEN_AT_ONCE * 2 :]] == [f"{n} 7" for n in range(OPEN_AT_ONCE * 2)]
