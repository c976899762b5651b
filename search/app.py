"""The web server: routes put together, nothing else.

``create_app(settings)`` for uvicorn; ``serve(settings)`` runs it. No state outside ``app.state.site``.
"""

from __future__ import annotations

import errno
import socket
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nlp.errors import AddressTaken
from search import (
    api,
    contract_route,
    dataset_route,
    entity_route,
    http_errors,
    pages,
    policy_route,
    saved_route,
    sparql_route,
    upload_route,
)
from search.settings import Settings
from search.site import HERE, Site


def create_app(settings: Settings) -> FastAPI:
    """The application over one data folder. The folder may still be empty: pages then say how to fill it."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await site.pool.start()
        site.warm_up_beside()
        yield
        await site.pool.close()

    site = Site(settings)
    app = FastAPI(
        title="budgetkg", summary="部门预算、决算公开的知识图谱", lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/openapi.json",
    )  # fmt: skip
    app.state.site = site
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=3)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["Accept", "Content-Type"],
        expose_headers=["ETag", sparql_route.TRUNCATED, sparql_route.UNKNOWN_GRAPH, "Retry-After"], max_age=86400,
    )  # fmt: skip
    app.add_middleware(HeadAnswered)
    http_errors.install(app)
    app.mount("/static", StaticFiles(directory=HERE / "static", check_dir=False), name="static")
    for part in (sparql_route, saved_route, api, dataset_route, policy_route, contract_route, upload_route, entity_route, pages):
        app.include_router(part.router)
    return app


class HeadAnswered:
    """ASGI: a HEAD request gets the headers of the GET to the same address, on every page and endpoint."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def headers_only(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, headers_only)


def serve(settings: Settings) -> None:
    """Run until interrupted; print the address once questions are answered at once. Raises AddressTaken."""
    import uvicorn

    with listen(settings.host, settings.port) as listener:
        app = create_app(settings)
        config = uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning", timeout_keep_alive=75, timeout_graceful_shutdown=3)
        server = uvicorn.Server(config)

        def announce() -> None:
            app.state.site.warm.wait()
            while not server.started and not server.should_exit:
                time.sleep(0.01)
            if server.started:
                print(f"budgetkg 已就绪：http://{settings.host}:{settings.port}", flush=True)

        threading.Thread(target=announce, daemon=True).start()
        server.run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket bound there. Raises AddressTaken where the port is taken, or the address is not this machine's."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
    except (OSError, OverflowError) as error:
        raise not_ours(host, port, error) from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(2048)
    except (OSError, OverflowError) as error:
        listener.close()
        raise not_ours(host, port, error) from None
    return listener


def not_ours(host: str, port: int, error: Exception) -> AddressTaken:
    taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
    why = "端口已被占用" if taken else getattr(error, "strerror", None) or error
    return AddressTaken(f"不能在 {host}:{port} 上提供服务（{why}）；可用 --port 或 PORT= 换一个端口")
