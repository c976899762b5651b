"""How long the first search takes once ``budgetkg serve`` has printed its address: a real process, real requests.

The graph is that of the bundled samples; each round starts a process anew, and the first request is a search.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from tests.bench.measured import timed

ROOT = Path(__file__).parents[2]
ROUNDS = 5
ADDRESS = re.compile(r"http://[\d.]+:\d+")


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "search", "build", "--samples", "--data", data]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        times = [round_of(data) for _ in range(ROUNDS)]
    print(f"{'':16s} {'median':>9s} {'slowest':>9s}")
    for name, column in zip(("until address", "first search", "second search"), zip(*times, strict=True), strict=True):
        print(f"{name:16s} {statistics.median(column):6.0f} ms {max(column):6.0f} ms")


def round_of(data: str) -> tuple[float, float, float]:
    """Milliseconds until the address is printed, of the first search, and of another."""
    start = time.perf_counter()
    command = [sys.executable, "-u", "-m", "search", "serve", "--data", data, "--port", str(free_port())]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert server.stdout
        address = next(found[0] for line in server.stdout if (found := ADDRESS.search(line)))
        ready = (time.perf_counter() - start) * 1000
        return ready, *(timed(lambda q=q: search(address, q)) for q in ("去世职工的家属", "公交候车亭"))
    finally:
        server.terminate()
        server.wait(timeout=20)


def search(address: str, query: str) -> None:
    found = httpx.get(f"{address}/api/search", params={"q": query}, timeout=60).raise_for_status().json()
    assert found["hits"]


def free_port() -> int:
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


if __name__ == "__main__":
    main()
