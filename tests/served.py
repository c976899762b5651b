"""A server under test: a small graph written by hand, and the app running on a free port in this process."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import httpx
import pyoxigraph as ox
import uvicorn

from kg.atomic import write_atomically
from kg.store import Places
from search.app import create_app
from search.settings import Settings


def fill(data: Path, trig: str) -> Path:
    """Make ``data`` hold the quads of a TriG text as its next generation."""
    places = Places(data)
    places.graph.mkdir(parents=True, exist_ok=True)
    store = ox.Store(str(data / "filling"))
    store.load(trig.encode(), ox.RdfFormat.TRIG)
    store.flush()
    number = places.generation() + 1
    places.checkpoint(number).parent.mkdir(parents=True, exist_ok=True)
    store.backup(str(places.checkpoint(number)))
    write_atomically(places.current, str(number))
    return data


@contextlib.contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """The address of a running server; it ends with the block."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{port}"
    while not server.started:
        time.sleep(0.01)
    try:
        yield address
    finally:
        server.should_exit = True
        thread.join(10)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=30, trust_env=False)


@cache
def sample_library() -> Path:
    """A data folder with graph and index of the bundled samples, built once for all tests of a run."""
    import atexit
    import shutil
    import tempfile

    from search.library import build_library

    data = Path(tempfile.mkdtemp(prefix="budgetkg-samples-"))
    atexit.register(shutil.rmtree, data, ignore_errors=True)
    report = build_library([Path(__file__).parents[1] / "nlp" / "samples"], Settings(data=data))
    assert not report.failed
    return data
