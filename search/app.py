"""The web server: routes put together, nothing else.

``create_app(settings)`` for uvicorn; ``serve(settings)`` runs it. No state outside ``app.state.site``.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from nlp.errors import UsageError
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
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST"], allow_headers=["Accept", "Content-Type"],
        expose_headers=["ETag", sparql_route.TRUNCATED, sparql_route.UNKNOWN_GRAPH, "Retry-After"], max_age=86400,
    )  # fmt: skip
    http_errors.install(app)
    app.mount("/static", StaticFiles(directory=HERE / "static", check_dir=False), name="static")
    for part in (sparql_route, saved_route, api, dataset_route, policy_route, contract_route, upload_route, entity_route, pages):
        app.include_router(part.router)
    return app


def serve(settings: Settings) -> None:
    """Run until interrupted; print the address once questions are answered at once. Raises UsageError for a taken port."""
    import uvicorn

    check_address(settings.host, settings.port)
    app = create_app(settings)
    server = uvicorn.Server(
        uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning", timeout_keep_alive=75, timeout_graceful_shutdown=3)
    )

    def announce() -> None:
        app.state.site.warm.wait()
        if server.started:
            print(f"budgetkg 已就绪：http://{settings.host}:{settings.port}", flush=True)

    threading.Thread(target=announce, daemon=True).start()
    server.run()


def check_address(host: str, port: int) -> None:
    """Raise UsageError where nothing can listen there: the port is taken, or the address is not this machine's."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise UsageError(f"不能在 {host}:{port} 上提供服务（{getattr(error, 'strerror', None) or error}）；可用 --port 或 PORT= 换一个端口") from None
