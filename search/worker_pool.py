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
import signal
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from nlp.errors import (
    BudgetKGError,
    ClientOverload,
    QueryError,
    QueryOverload,
    QueryTimeout,
    QueryTooLarge,
)
from search.worker_gate import FairGate
from search.worker_nursery import Nursery
from search.worker_process import Answer, Job, Worker, read_error

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


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of a pool: ``seconds`` of wall clock per query, ``memory`` in bytes beyond a worker's start."""

    workers: int = 2
    seconds: float = 10.0
    memory: int = 1 << 30


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
        answers, jobs = await self.nursery.bear(str(checkpoint), str(self.limits.memory))
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
