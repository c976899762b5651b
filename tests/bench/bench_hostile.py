"""Hostile company: each query of tests/hostile.py ends within its limit and 200 ms, and nobody else waits.

Three rounds over a server in a process of its own: each query alone, each query beside a client that asks something
simple all the time, and four clients that send them all without a pause beside that client. The last line says what
the server's processes hold in memory before, at most, and after. Ends with an error where an aim is missed.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import httpx

from tests.bench.server import own_process
from tests.hostile import REFUSED, STOPPED, ring
from tests.served import client

LIMIT = 1.0
"""seconds a query may run"""
OVER = 0.2
"""seconds after its limit in which it must have ended"""
ASK_P99 = 0.2
COMPANY_SECONDS = 30.0
HURTING = 4
GROWTH = 96.0
"""MB that may be held more afterwards: what the allocators of the server and its workers keep"""


@dataclass(slots=True)
class Told:
    """Seconds and status of each request, by name of the query."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)

    def longest(self) -> tuple[float, str]:
        return max((max(times), name) for name, times in self.seconds.items())

    def count(self) -> int:
        return sum(map(len, self.seconds.values()))


def main() -> None:
    queries = {name: urlencode({"query": text}).encode() for name, text in {**STOPPED, **REFUSED}.items()}
    queries["body of ten megabytes"] = b"query=ASK+%7B%7D" + b"+" * 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        data = ring(Path(folder))
        with own_process(data, seconds=str(LIMIT), rows="1000", memory="256", bytes="4000000") as (address, process):
            missed = rounds(address, process, queries)
    if missed:
        sys.exit("\n".join(missed))


def rounds(address: str, process: int, queries: dict[str, bytes]) -> list[str]:
    """Run the rounds and print them; what was missed."""
    time.sleep(2)
    before = resident(process)
    alone = Told()
    with client(address) as http:
        for name, query in queries.items():
            send(http, name, query, alone)
    missed = judge("each alone", alone, [])
    with peak(process) as most:
        beside, asked = Told(), asking(address)
        with client(address) as http, asked as times:
            for name, query in queries.items():
                send(http, name, query, beside)
        missed += judge("each beside a simple ASK", beside, times)
        company = Told()
        with asking(address) as times:
            hurt_together(address, queries, company)
        missed += judge(f"{HURTING} clients at once", company, times)
    time.sleep(3)
    after = resident(process)
    print(f"memory of all processes: {before:.0f} MB before, {most[0]:.0f} MB at most, {after:.0f} MB after")
    return missed + ([f"memory does not return: {after:.0f} MB"] if after > before + GROWTH else [])


def send(http: httpx.Client, name: str, body: bytes, told: Told) -> None:
    began = time.perf_counter()
    response = http.post("/sparql", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    told.seconds.setdefault(name, []).append(time.perf_counter() - began)
    told.statuses[response.status_code] += 1


def hurt_together(address: str, queries: dict[str, bytes], told: Told) -> None:
    """HURTING clients for COMPANY_SECONDS, each going through the list from another place."""
    end = time.monotonic() + COMPANY_SECONDS
    names = list(queries)

    def hurt(at: int) -> None:
        with client(address) as http:
            while time.monotonic() < end:
                name = names[at % len(names)]
                send(http, name, queries[name], told)
                at += 1

    threads = [threading.Thread(target=hurt, args=(n * len(names) // HURTING,)) for n in range(HURTING)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def asking(address: str) -> Iterator[list[float]]:
    """Seconds of one simple ASK after the other, until the block ends."""
    ending, times = threading.Event(), list[float]()

    def ask() -> None:
        with client(address) as http:
            while not ending.wait(0.01):
                began = time.perf_counter()
                http.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).raise_for_status()
                times.append(time.perf_counter() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    yield times
    ending.set()
    thread.join()
    times.sort()


def judge(name: str, told: Told, asked: list[float]) -> list[str]:
    """Print one round; the aims it missed."""
    longest, which = told.longest()
    over = sorted({query for query, times in told.seconds.items() if max(times) > LIMIT + OVER})
    line = f"{name:26} {told.count():5} queries {dict(sorted(told.statuses.items()))}  longest {longest:.3f} s ({which})"
    line += f", {len(over)} past {LIMIT + OVER} s"
    missed = [f"{name}: past the limit: {', '.join(f'{q} {max(told.seconds[q]):.2f}' for q in over)}"] if over else []
    if asked:
        p99 = asked[len(asked) * 99 // 100]
        line += f"; {len(asked)} ASKs: p50 {asked[len(asked) // 2] * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, longest {asked[-1] * 1000:.0f} ms"
        missed += [f"{name}: p99 of an ASK {p99 * 1000:.0f} ms"] if p99 > ASK_P99 else []
    print(line, flush=True)
    return missed


def resident(process: int) -> float:
    """MB that a process and all below it hold for themselves."""
    return sum(proportional(number) for number in (process, *below(process)))


def proportional(number: int) -> float:
    try:
        text = Path(f"/proc/{number}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)


def below(process: int) -> list[int]:
    """Numbers of the children and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(number) for number in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *below(child)]
    return found


@contextmanager
def peak(process: int) -> Iterator[list[float]]:
    """The most memory seen, looked at twice a second, until the block ends."""
    ending, most = threading.Event(), [resident(process)]

    def look() -> None:
        while not ending.wait(0.5):
            most[0] = max(most[0], resident(process))

    thread = threading.Thread(target=look)
    thread.start()
    yield most
    ending.set()
    thread.join()
