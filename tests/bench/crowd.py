"""Many clients at once, each asking again as soon as it is answered: what came back, and how fast.

The client is a bare HTTP/1.1 one over asyncio streams: a full client takes more processor time than the server.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from urllib.parse import quote, urlsplit

from search.saved_query import saved_queries

CLIENTS, SECONDS = 200, float(os.environ.get("BUDGETKG_BENCH_SECONDS", "60"))
STATED = "503 with Retry-After"


def crowd(address: str) -> list[str]:
    """Print statuses, answers a second and the time of one; what should not have come back."""
    statuses, times = asyncio.run(ask_together(address))
    times.sort()
    print(f"{CLIENTS} clients for {SECONDS:g} s: {dict(statuses)}, {len(times) / SECONDS:.0f} a second, "
          f"p50 {times[len(times) // 2] * 1000:.0f} ms, p99 {times[len(times) * 99 // 100] * 1000:.0f} ms", flush=True)  # fmt: skip
    return [f"{count} times {status}" for status, count in statuses.items() if status not in ("200", STATED)]


async def ask_together(address: str) -> tuple[Counter[str], list[float]]:
    """Statuses and seconds of every request."""
    texts = ("ASK { ?s ?p ?o }", "SELECT ?s { ?s ?p ?o } LIMIT 10", saved_queries()["documents"].bind({}))
    host, port = urlsplit(address).hostname, urlsplit(address).port
    statuses: Counter[str] = Counter()
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    async def one(number: int) -> None:
        request = f"GET /sparql?query={quote(texts[number % len(texts)])} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
        reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
        while time.perf_counter() < end:
            began = time.perf_counter()
            writer.write(request)
            try:
                statuses[await status_of(reader)] += 1
            except (asyncio.IncompleteReadError, ConnectionError) as error:
                statuses[type(error).__name__] += 1
                reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
            times.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(one(number) for number in range(CLIENTS)))
    return statuses, times


async def status_of(reader: asyncio.StreamReader) -> str:
    """The status of one response, its body read to the end."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
    if b"content-length" in fields:
        await reader.readexactly(int(fields[b"content-length"]))
    else:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    status = head.split(b" ", 2)[1].decode()
    return STATED if status == "503" and b"retry-after" in fields else status
