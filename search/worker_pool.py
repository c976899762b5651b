"""A pool of query workers on the current checkpoint, in which no query can make another wait for long.

Enters: ``Job``s. Leaves: ``Answer``s, whose bytes arrive while the query runs. Every query starts on the quick lane.
One that has used ``QUICK_SECONDS`` leaves the lane to the next in line and runs on in one of the slow places, after
``LONG_SECONDS`` with low priority, or is stopped (SIGSTOP) until a place is free. Whoever passes the wall-clock limit
is killed. The queue is fair: clients take turns, however many queries each has in line.

One event loop owns a pool: ``start`` and ``close`` it there.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nlp.errors import (
    BudgetKGError,
    ClientOverload,
    QueryError,
    QueryOverload,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
)
from search.worker_gate import FairGate
from search.worker_nursery import Nursery

QUICK_SECONDS = 0.06
"""processor time after which a query leaves the quick lane"""
LOOK_SECONDS = 0.02
"""how often the time a query has used is looked at"""
STUCK_SECONDS = 0.6
LONG_SECONDS = 0.3
"""after as long again a query runs with low priority"""
MAX_STOPPED = 32
MAX_STOPPED_PER_CLIENT = 16
SPARES = 2
"""Workers kept ready beside those of the quick lane: they stand in for the ones that went slow or were killed"""
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


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a pool: ``seconds`` of wall clock per query, ``memory`` in bytes beyond a worker's start."""

    workers: int = 2
    seconds: float = 10.0
    memory: int = 1 << 30


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


class WorkerPool:
    """``checkpoint`` tells the folder of the current generation whenever it is asked."""

    def __init__(self, checkpoint: Callable[[], Path], limits: Limits = Limits()) -> None:
        self.checkpoint = checkpoint
        self.limits = limits
        self.nursery = Nursery()
        self.gate = FairGate(limits.workers)
        self.slow_gate = FairGate(limits.workers)
        self.idle: deque[Worker] = deque()
        self.live: set[Worker] = set()
        self.stopped: dict[str, int] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.starting = 0
        self.closed = False

    async def start(self) -> None:
        """Start the workers of the quick lane and the spares. Without a graph they start with the first query."""
        with contextlib.suppress(BudgetKGError, OSError, asyncio.IncompleteReadError):
            self.idle.extend(await asyncio.gather(*(self.spawn() for _ in range(self.limits.workers + SPARES))))

    async def close(self) -> None:
        self.closed = True
        running = tuple(self.tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for worker in tuple(self.live):
            self.end(worker)
        self.nursery.close()
        await asyncio.gather(*self.tasks, self.nursery.gone(), return_exceptions=True)

    @property
    def sandboxed(self) -> bool:
        """Whether the workers run without file and network rights."""
        return any(worker.sandboxed for worker in self.live)

    async def run(self, job: Job, client: str = "", seconds: float | None = None) -> Answer:
        """Start a query for a client; its answer is being written when this returns.

        The limit counts from here: time in line is part of it. Raises QueryOverload where the line is too long or
        longer than the limit, StoreMissing where there is no graph.
        """
        limit = min(seconds or self.limits.seconds, self.limits.seconds)
        deadline = asyncio.get_running_loop().time() + limit
        await self.gate.enter(client, limit)
        try:
            worker = await self.take()
        except BaseException:
            self.gate.leave()
            raise
        answer = Answer()
        answer.cancel = self.background(self.attend(worker, job, answer, client, limit, deadline)).cancel
        return answer

    async def attend(self, worker: Worker, job: Job, answer: Answer, client: str, limit: float, deadline: float) -> None:
        """Move the worker's frames into the answer; demote it when slow, kill it at the deadline of the loop's clock."""
        loop = asyncio.get_running_loop()
        pump = asyncio.ensure_future(self.pump(worker, job, answer))
        place: FairGate | None = self.gate
        healthy = False
        try:
            if not await self.ended_quickly(pump, worker, deadline):
                self.gate.leave()
                place = None
                await self.enter_slow(worker, client, deadline)
                place = self.slow_gate
                done, _ = await asyncio.wait((pump,), timeout=min(LONG_SECONDS, max(0.0, deadline - loop.time())))
                if not done:
                    worker.lower_priority()
                    done, _ = await asyncio.wait((pump,), timeout=max(0.0, deadline - loop.time()))
                if not done:
                    raise QueryTimeout(f"查询超过 {limit:g} 秒的时限，已停止；请缩小范围或加 LIMIT")
            healthy = pump.result()
        except BudgetKGError as error:
            answer.chunks.put_nowait(error)
        finally:
            pump.cancel()
            answer.ended.set()
            if place is not None:
                place.leave()
            self.release(worker, healthy)

    async def ended_quickly(self, pump: asyncio.Future[bool], worker: Worker, deadline: float) -> bool:
        """Whether the query ended before it had used QUICK_SECONDS of processor time; a busy machine is not its fault.

        Where others wait for its place, it may be stuck on the disk no longer than STUCK_SECONDS.
        """
        loop = asyncio.get_running_loop()
        start, began = loop.time(), worker.processor_seconds()
        while (left := deadline - loop.time()) > 0:
            done, _ = await asyncio.wait((pump,), timeout=min(LOOK_SECONDS, left))
            if done:
                return True
            waited = self.gate.waiting > 0 and loop.time() - start >= STUCK_SECONDS
            if waited or worker.processor_seconds() - began >= QUICK_SECONDS:
                break
        return False

    async def enter_slow(self, worker: Worker, client: str, deadline: float) -> None:
        """Wait for a slow place with the worker stopped; it runs again when this returns."""
        if self.slow_gate.free > 0 and not self.slow_gate.waiting:
            await self.slow_gate.enter(client)
            return
        if sum(self.stopped.values()) >= MAX_STOPPED:
            raise QueryOverload("正在运行的长查询太多，请稍后再试", retry_after=5)
        if self.stopped.get(client, 0) >= MAX_STOPPED_PER_CLIENT:
            raise ClientOverload("您同时运行的长查询太多，请等前面的查询结束", retry_after=5)
        worker.signal(signal.SIGSTOP)
        self.stopped[client] = self.stopped.get(client, 0) + 1
        try:
            async with asyncio.timeout_at(deadline):
                await self.slow_gate.enter(client)
        except TimeoutError:
            raise QueryOverload("长查询排队超过时限，请稍后再试", retry_after=5) from None
        finally:
            self.stopped[client] -= 1
            if not self.stopped[client]:
                del self.stopped[client]
        worker.signal(signal.SIGCONT)

    async def pump(self, worker: Worker, job: Job, answer: Answer) -> bool:
        """Frames of one job into the answer; True where the worker is fit for another."""
        try:
            worker.send(job)
            while True:
                kind, payload = await worker.receive()
                if kind == b"d":
                    answer.chunks.put_nowait(payload)
                elif kind == b"e":
                    answer.truncated = bool(json.loads(payload)["truncated"])
                    answer.ended.set()
                    answer.chunks.put_nowait(None)
                    return True
                elif kind == b"x":
                    answer.chunks.put_nowait(read_error(json.loads(payload)))
                    return True
        except (asyncio.IncompleteReadError, ConnectionError, OSError):
            answer.chunks.put_nowait(QueryTooLarge("查询用尽了内存或嵌套过深，执行它的进程已结束；请缩小范围"))
            return False

    async def take(self) -> Worker:
        """The worker on the current checkpoint that was used last, whose caches are warm, or a new one."""
        current = self.checkpoint()
        while self.idle:
            worker = self.idle.pop()
            if worker.checkpoint == current and not worker.ended:
                return worker
            self.end(worker)
        return await self.spawn()

    async def spawn(self) -> Worker:
        checkpoint = self.checkpoint()
        answers, jobs = await self.nursery.bear(str(checkpoint), str(self.limits.memory), str(self.limits.seconds))
        worker = Worker(answers, jobs, checkpoint)
        self.live.add(worker)
        try:
            await worker.greet()
        except (asyncio.IncompleteReadError, OSError):
            self.end(worker)
            raise QueryError("查询进程无法启动：图数据打不开") from None
        return worker

    def release(self, worker: Worker, healthy: bool) -> None:
        """Put a worker back, or end it and have another ready before it is missed."""
        if healthy and not self.closed and len(self.idle) < self.limits.workers + SPARES and worker.is_as_new():
            self.idle.append(worker)
            return
        self.end(worker)
        if not self.closed and len(self.idle) + self.starting < self.limits.workers + SPARES:
            self.starting += 1
            self.background(self.add_spare())

    async def add_spare(self) -> None:
        try:
            with contextlib.suppress(BudgetKGError, OSError):
                self.idle.appendleft(await self.spawn())
        finally:
            self.starting -= 1

    def end(self, worker: Worker) -> None:
        """Kill a worker and see it gone."""
        self.live.discard(worker)
        worker.signal(signal.SIGKILL)
        self.background(worker.gone())

    def background(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run something to its end beside the requests; ``close`` waits for it."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task


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
