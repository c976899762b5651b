"""One worker process as the pool sees it: the job that goes in, the answer that comes out, the process in between.

Enters: a ``Job``. Leaves: an ``Answer`` whose bytes arrive while the query runs. Which query runs where and for how long is
decided in worker_pool.py; the other end of the stream is worker.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nlp.errors import BudgetKGError, QueryError, QuerySyntaxError, QueryTooLarge

LOW_PRIORITY = 15
MAX_GROWTH = 96 << 20
"""bytes by which a worker may have grown to be used again"""
FRAME = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Job:
    """A query ready to run. ``text`` carries our window, ``original`` is as written, ``beyond`` asks for the first row
    after the window (None where the query's own LIMIT lies inside it). ``default_graphs`` None: no dataset from the
    protocol; the union of all graphs, or the query's own FROM where ``own_dataset``."""

    text: str
    original: str
    beyond: str | None
    form: str
    engine: str
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...]
    own_dataset: bool
    base: str | None
    rows: int
    bytes: int
    prefixes: dict[str, str] = field(default_factory=dict)


class Answer:
    """Bytes of one answer. ``truncated`` is known once the bytes have ended (``ended``)."""

    def __init__(self) -> None:
        self.chunks: asyncio.Queue[bytes | BudgetKGError | None] = asyncio.Queue()
        self.ended = asyncio.Event()
        self.truncated = False
        self.cancel: Callable[[], object] = lambda: None
        self.watch: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The bytes; raises the QueryError that ended the query early."""
        while (chunk := await self.chunks.get()) is not None:
            if isinstance(chunk, BudgetKGError):
                raise chunk
            yield chunk

    async def read(self) -> bytes:
        """All bytes at once."""
        return b"".join([chunk async for chunk in self])


def whole_answer(body: bytes, truncated: bool) -> Answer:
    """An answer that is there already."""
    answer = Answer()
    answer.truncated = truncated
    answer.ended.set()
    answer.chunks.put_nowait(body)
    answer.chunks.put_nowait(None)
    return answer


class Worker:
    """A running worker process: the stream to it, and a handle that names no other process once it has ended."""

    def __init__(self, answers: asyncio.StreamReader, jobs: asyncio.StreamWriter, checkpoint: Path) -> None:
        self.answers = answers
        self.jobs = jobs
        self.checkpoint = checkpoint
        self.number = 0
        self.handle: int | None = None
        self.sandboxed = False
        self.lowered = False
        self.bytes_at_start = 0

    async def greet(self) -> None:
        """Wait until it is ready, and learn which process it is."""
        _, payload = await self.receive()
        said = json.loads(payload)
        self.number, self.sandboxed = int(said["process"]), bool(said["sandboxed"])
        self.bytes_at_start = self.own_bytes()
        if hasattr(os, "pidfd_open"):
            self.handle = os.pidfd_open(self.number)

    async def receive(self) -> tuple[bytes, bytes]:
        kind, size = FRAME.unpack(await self.answers.readexactly(FRAME.size))
        return kind, await self.answers.readexactly(size)

    def send(self, job: Job) -> None:
        payload = json.dumps(asdict(job)).encode()
        self.jobs.write(FRAME.pack(b"j", len(payload)) + payload)

    @property
    def ended(self) -> bool:
        return self.answers.at_eof() or self.jobs.is_closing()

    def signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self.handle is not None:
                signal.pidfd_send_signal(self.handle, number)  # type: ignore[attr-defined, unused-ignore]
            elif self.number:
                os.kill(self.number, number)

    async def gone(self) -> None:
        """Wait until its end of the stream is closed."""
        with contextlib.suppress(OSError):
            while await self.answers.read(1 << 16):
                pass
        self.jobs.close()
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None

    def processor_seconds(self) -> float:
        """User and system time of the process so far; the wall clock where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.number}/stat").read_bytes().rpartition(b")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except (OSError, IndexError, ValueError):
            return time.monotonic()

    def lower_priority(self) -> None:
        """Let everything else go first."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.setpriority(os.PRIO_PROCESS, self.number, LOW_PRIORITY)
            self.lowered = True

    def is_as_new(self) -> bool:
        """Whether it may be used again: its priority is what it was, which not every user may restore, and it holds little
        more memory than at its start."""
        if self.lowered:
            try:
                os.setpriority(os.PRIO_PROCESS, self.number, os.getpriority(os.PRIO_PROCESS, 0))
            except (ProcessLookupError, PermissionError):
                return False
            self.lowered = False
        return self.own_bytes() <= self.bytes_at_start + MAX_GROWTH

    def own_bytes(self) -> int:
        """Memory that no other process shares; 0 where the system does not tell."""
        try:
            _, resident, shared, *_ = map(int, Path(f"/proc/{self.number}/statm").read_bytes().split())
        except (OSError, ValueError):
            return 0
        return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def read_error(payload: dict[str, object]) -> QueryError:
    """The worker's error frame as the exception it stands for."""
    message = str(payload["message"])
    if payload["code"] == "query-syntax":
        line, column, excerpt = payload.get("line"), payload.get("column"), payload.get("excerpt")
        return QuerySyntaxError(
            message, line if isinstance(line, int) else None, column if isinstance(column, int) else None,
            excerpt if isinstance(excerpt, str) else None,
        )  # fmt: skip
    if payload["code"] == "query-too-large":
        return QueryTooLarge(message)
    return QueryError(message)
