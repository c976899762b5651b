"""A server in a process of its own, as people run it, for benchmarks that measure it from outside."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.served import free_port


@contextlib.contextmanager
def own_process(
    data: Path, *, seconds: str, rows: str, memory: str = "1024", bytes: str = str(1 << 28), workers: str = "2"
) -> Iterator[tuple[str, int]]:
    """Address and process number of a running server over ``data``; it ends with the block."""
    port = free_port()
    settings = {
        "DATA": str(data), "QUERY_SECONDS": seconds, "QUERY_ROWS": rows, "QUERY_MEMORY_MB": memory, "QUERY_BYTES": bytes,
        "QUERY_WORKERS": workers, "PORT": str(port),
    }  # fmt: skip
    environment = {**os.environ, **{f"BUDGETKG_{name}": value for name, value in settings.items()}}
    with subprocess.Popen([sys.executable, "-m", "search", "serve"], env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        try:
            assert server.stdout.readline(), "the server did not start"
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
