"""A query on its way to a worker: what is asked of the engine, and the running of one query outside a server.

Enters: a ``QueryText`` and the form its answer is to have. Leaves: a ``Job``; or, by ``run_alone``, the bytes of the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kg.store import Places
from kg.terms import PREFIXES
from nlp.errors import StoreMissing
from search.settings import Settings
from search.sparql_media import Media
from search.sparql_remote import run_remotely
from search.sparql_text import EVERY_GRAPH, GraphChoice, QueryText
from search.worker_pool import Limits, WorkerPool
from search.worker_process import Job

ALL = 1 << 40
"""more rows and bytes than any answer has"""


def make_job(
    settings: Settings, outline: QueryText, media: Media, graphs: GraphChoice = EVERY_GRAPH, base: str | None = None
) -> Job:
    """The job with a row window of ours around a SELECT that asks for more rows than the limit."""
    rows = settings.query_rows
    text, beyond = outline.text, None
    if outline.form == "tabular" and (outline.limit is None or outline.limit > rows):
        text = outline.with_limit(rows, outline.offset)
        beyond = outline.with_limit(1, outline.offset + rows)
    return Job(
        text=text, original=outline.text, beyond=beyond, form=outline.form or "", engine=media.engine,
        default_graphs=graphs.default if graphs else None, named_graphs=graphs.named,
        own_dataset=bool(outline.graphs), base=base, rows=rows, bytes=settings.query_bytes, prefixes=dict(PREFIXES),
    )  # fmt: skip


def pool_of(settings: Settings) -> WorkerPool:
    """Workers on the checkpoint that is current whenever one is needed."""
    limits = Limits(settings.query_workers, settings.query_seconds, settings.query_memory_mb * 1024 * 1024)
    return WorkerPool(lambda: current_checkpoint(settings.data), limits)


def current_checkpoint(data: Path) -> Path:
    """Folder of the current checkpoint. Raises StoreMissing where nothing was built."""
    places = Places(data)
    number = places.generation()
    if not number:
        raise StoreMissing(f"{data} 里还没有图谱，请先运行 budgetkg build")
    return places.checkpoint(number)


def run_alone(settings: Settings, outline: QueryText, media: Media, write: Callable[[bytes], object]) -> None:
    """Run one query to its end within the limits of time and memory, without those of rows and bytes: its answer goes to
    the one who asked. Raises QueryError, StoreMissing."""
    job = replace(make_job(settings, outline, media), text=outline.text, beyond=None, rows=ALL, bytes=ALL)
    asyncio.run(run_and_write(settings, job, write))


async def run_and_write(settings: Settings, job: Job, write: Callable[[bytes], object]) -> None:
    if settings.store:
        body, _ = await run_remotely(settings.store, job, settings.query_seconds)
        write(body)
        return
    pool = pool_of(settings)
    try:
        async for chunk in await pool.run(job):
            write(chunk)
    finally:
        await pool.close()
