"""The pool of query workers: whose turn it is, what counts against the limit, and which worker is used again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from nlp.errors import ClientOverload, QueryOverload
from search import worker_pool, worker_process
from search.settings import Settings
from search.sparql_job import current_checkpoint, make_job
from search.sparql_media import JSON
from search.sparql_text import read_query
from search.worker_gate import FairGate
from search.worker_pool import Limits, WorkerPool
from tests.served import fill

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = " ".join(f"<urn:s{i}> <urn:p> {i} ." for i in range(300))
    return fill(tmp_path_factory.mktemp("pool"), f"<urn:g> {{ {rows} }}")


def in_pool(data: Path, limits: Limits, act: Callable[[WorkerPool], Awaitable[None]]) -> None:
    """Run something with a pool over the data, and close it."""

    async def run() -> None:
        pool = WorkerPool(lambda: current_checkpoint(data), limits)
        try:
            await act(pool)
        finally:
            await pool.close()

    asyncio.run(run())


def job(text: str) -> worker_process.Job:
    return make_job(Settings(), read_query(text), JSON)


def test_clients_take_turns_however_many_wait() -> None:
    served: list[str] = []

    async def wait(gate: FairGate, client: str, name: str) -> None:
        await gate.enter(client)
        served.append(name)
        gate.leave()

    async def run() -> None:
        gate = FairGate(1)
        await gate.enter("first")
        waiting = [asyncio.create_task(wait(gate, name[0], name)) for name in ("a1", "a2", "a3", "b1", "c1")]
        await asyncio.sleep(0)
        gate.leave()
        await asyncio.gather(*waiting)
        assert (gate.free, gate.waiting) == (1, 0)

    asyncio.run(run())
    assert served == ["a1", "b1", "c1", "a2", "a3"]


def test_time_in_line_counts_against_the_limit(data: Path) -> None:
    async def act(pool: WorkerPool) -> None:
        await pool.gate.enter("somebody")
        with pytest.raises(QueryOverload):
            await pool.run(job("ASK {}"), "else")
        pool.gate.leave()
        assert (pool.gate.free, pool.gate.waiting) == (1, 0)

    in_pool(data, Limits(workers=1, seconds=0.2), act)


def test_one_worker_serves_one_query_after_the_other(data: Path) -> None:
    async def act(pool: WorkerPool) -> None:
        await pool.start()
        everyone = {worker.number for worker in pool.live}
        last = pool.idle[-1]
        for _ in range(5):
            assert b"true" in await (await pool.run(job("ASK {}"))).read()
            await asyncio.gather(*pool.tasks)
            assert pool.idle[-1] is last
        assert {worker.number for worker in pool.live} == everyone

    in_pool(data, Limits(workers=1), act)


def test_a_worker_that_has_grown_is_replaced(data: Path) -> None:
    async def act(pool: WorkerPool) -> None:
        await pool.start()
        grown = pool.idle[-1]
        grown.bytes_at_start -= worker_process.MAX_GROWTH + grown.own_bytes() + 1
        await (await pool.run(job("ASK {}"))).read()
        while pool.tasks:
            await asyncio.gather(*pool.tasks)
        assert grown not in pool.live
        assert len(pool.idle) == 1 + worker_pool.SPARES

    in_pool(data, Limits(workers=1), act)


def test_one_client_may_not_stop_more_than_its_share(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "MAX_STOPPED_PER_CLIENT", 1)

    async def act(pool: WorkerPool) -> None:
        answers = [await pool.run(job(ENDLESS), "one") for _ in range(3)]
        with pytest.raises(ClientOverload):
            await answers[2].read()
        for answer in answers:
            answer.cancel()

    in_pool(data, Limits(workers=1, seconds=60), act)
