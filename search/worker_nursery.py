"""Where query workers come from: a process that has imported what they need and forks one whenever it is asked.

Forking costs a few milliseconds where starting an interpreter costs a hundred, so a worker that was killed is replaced
before it is missed. The nursery opens no store and has one thread; it ends with the server. The server sends, over a
Unix socket, the arguments of a worker and the end of a stream that becomes its standard input and output.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path

from nlp.errors import QueryError

MOST_ARGUMENTS = 8192


class Nursery:
    """The server's side. ``bear`` starts a worker and hands over the streams to talk to it."""

    def __init__(self) -> None:
        self.process: asyncio.subprocess.Process | None = None
        self.control: socket.socket | None = None
        self.lock = asyncio.Lock()

    async def open(self) -> socket.socket:
        """The socket to the nursery, which is started where it does not run."""
        async with self.lock:
            if self.process is not None and self.process.returncode is None and self.control is not None:
                return self.control
            self.close()
            self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self.process = await asyncio.create_subprocess_exec(
                    sys.executable, "-s", "-m", "search.worker_nursery", str(theirs.fileno()), pass_fds=(theirs.fileno(),),
                    stdin=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL, cwd=Path(__file__).parents[1],
                    env=worker_environment(),
                )  # fmt: skip
            return self.control

    async def bear(self, *arguments: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """The stream from and to a new worker."""
        control = await self.open()
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(control, [json.dumps(arguments).encode()], [theirs.fileno()])
            except OSError as error:
                ours.close()
                self.close()
                raise QueryError("查询进程无法启动") from error
        ours.setblocking(False)
        return await asyncio.open_connection(sock=ours, limit=1 << 20)

    def close(self) -> None:
        """End the nursery, and with it every worker it has borne."""
        if self.control is not None:
            self.control.close()
            self.control = None
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.kill()

    async def gone(self) -> None:
        if self.process is not None:
            await self.process.wait()


def worker_environment() -> dict[str, str]:
    """What a worker may know of its surroundings: nothing but how to start."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV") if name in os.environ}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}


def main(descriptor: int) -> None:
    """The nursery's side: fork a worker for each message, until the server closes the socket."""
    from search import worker
    from search.worker_sandbox import die_with_parent

    die_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=descriptor) as control:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, MOST_ARGUMENTS, 1)
            if not message:
                return
            if os.fork() == 0:
                control.close()
                os.dup2(descriptors[0], 0)
                os.dup2(descriptors[0], 1)
                os.close(descriptors[0])
                with contextlib.suppress(BaseException):
                    worker.main(*json.loads(message))
                os._exit(0)
            for number in descriptors:
                os.close(number)


if __name__ == "__main__":
    main(int(sys.argv[1]))
