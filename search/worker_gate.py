"""A fair line: so many places, and clients who take turns however many queries each has waiting."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

from nlp.errors import QueryOverload

MAX_WAITING = 1000
MAX_WAIT_SECONDS = 8.0


class FairGate:
    """``places`` at a time; those in line are served by client in turn, first come first served within one."""

    def __init__(self, places: int) -> None:
        self.free = places
        self.lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self.waiting = 0

    async def enter(self, client: str, patience: float = MAX_WAIT_SECONDS) -> None:
        """Take a place, in turn. Raises QueryOverload where the line is too long, or does not move within ``patience`` seconds."""
        if self.free > 0 and not self.waiting:
            self.free -= 1
            return
        if self.waiting >= MAX_WAITING:
            raise QueryOverload("等待的查询太多，请稍后再试", retry_after=2)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.lines.setdefault(client, deque()).append(turn)
        self.waiting += 1
        try:
            await asyncio.wait_for(asyncio.shield(turn), min(patience, MAX_WAIT_SECONDS))
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn.done() and not turn.cancelled():
                self.leave()
            else:
                turn.cancel()
                self.waiting -= 1
            if isinstance(error, TimeoutError):
                raise QueryOverload("排队等待太久，请稍后再试", retry_after=5) from None
            raise

    def leave(self) -> None:
        """Give a place back: to the next client in turn."""
        while self.lines:
            client, line = self.lines.popitem(last=False)
            while line:
                turn = line.popleft()
                if turn.cancelled():
                    continue
                if line:
                    self.lines[client] = line
                self.waiting -= 1
                turn.set_result(None)
                return
        self.free += 1
