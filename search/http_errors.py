"""Every error over HTTP in one shape: ``{"error": {"code", "message", "line", "column", "excerpt", "retry_after"}}``.

``code`` is the stable name of the error class, ``message`` a Chinese sentence; the last four are there where they
apply. People who came with a browser get the same words as a page.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from nlp.errors import (
    BudgetKGError,
    ClientOverload,
    DuplicateSource,
    IndexMissing,
    NotFound,
    QueryError,
    QueryOverload,
    QueryTimeout,
    QueryTooLarge,
    RemoteStoreError,
    SourceError,
    SourceTooLarge,
    StoreBusy,
    StoreMissing,
    UsageError,
)
from search.sparql_media import prefers_html

STATUS: tuple[tuple[type[BudgetKGError], int], ...] = (
    (ClientOverload, 429),
    (QueryOverload, 503),
    (QueryTimeout, 408),
    (QueryTooLarge, 413),
    (QueryError, 400),
    (NotFound, 404),
    (UsageError, 400),
    (SourceTooLarge, 413),
    (DuplicateSource, 409),
    (SourceError, 422),
    (StoreBusy, 503),
    (StoreMissing, 503),
    (IndexMissing, 503),
    (RemoteStoreError, 502),
)
"""The first class that fits gives the status."""

WORDS = {
    400: "请求有误",
    401: "需要令牌",
    403: "不允许",
    404: "没有找到",
    405: "这个地址不接受这种请求方法",
    406: "没有您要的格式",
    408: "查询超时",
    411: "没有写明长度",
    413: "内容太大",
    415: "不支持这种内容类型",
    422: "文件读不成",
    429: "请求太多",
    500: "服务内部错误",
    502: "图数据库没有正常应答",
    503: "暂时忙不过来",
}


class ApiError(BudgetKGError):
    """An HTTP error that is no error of the data: wrong media type, missing token, unknown path."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def status_of(error: BudgetKGError) -> int:
    """HTTP status of an error.

    >>> status_of(QueryTimeout("超时"))
    408
    """
    if isinstance(error, ApiError):
        return error.status
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)


def error_body(error: BudgetKGError) -> dict[str, Any]:
    """The JSON object of an error, without keys that do not apply."""
    body: dict[str, Any] = {"code": error.code, "message": str(error)}
    for key in ("line", "column", "excerpt", "retry_after"):
        if getattr(error, key, None) is not None:
            body[key] = getattr(error, key)
    return {"error": body}


def error_response(request: Request, error: BudgetKGError) -> Response:
    """The response for an error: JSON, or a page for a browser outside the API."""
    status = status_of(error)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    retry = getattr(error, "retry_after", None) or (5 if status == 503 else None)
    if retry:
        headers["Retry-After"] = str(retry)
    site = getattr(request.app.state, "site", None)
    if site is not None and not request.url.path.startswith("/api/") and prefers_html(request.headers.get("accept")):
        page = site.render(request, "error.html", status=status, words=WORDS.get(status, "出错了"), error=error)
        page.status_code = status
        page.headers.update(headers)
        return page  # type: ignore[no-any-return]
    return JSONResponse(error_body(error), status, headers)


EXPECTED = {
    "int_parsing": "应是整数", "bool_parsing": "应是 true 或 false", "greater_than_equal": "应不小于 {ge}", "less_than_equal": "应不大于 {le}",
}  # fmt: skip
"""Kind of a validation error -> what was expected"""


def wrong_parameter(found: dict[str, Any]) -> str:
    """A validation error as a sentence: which parameter, what was expected, what came.

    >>> wrong_parameter({"type": "less_than_equal", "loc": ("query", "k"), "ctx": {"le": 100}, "input": "900", "msg": ""})
    '参数 k 应不大于 100，收到的是 900'
    """
    name = ".".join(str(part) for part in found["loc"][1:])
    if found["type"] == "missing":
        return f"没有给出参数 {name}"
    expected = EXPECTED.get(found["type"], f"不合要求（{found['msg']}）").format(**found.get("ctx", {}))
    return f"参数 {name} {expected}，收到的是 {str(found.get('input'))[:80]}"


def install(app: FastAPI) -> None:
    """Let every error of the app leave in the one shape."""

    async def known(request: Request, error: Exception) -> Response:
        assert isinstance(error, BudgetKGError)
        return error_response(request, error)

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        words = f"这里没有 {unquote(request.url.path)[:200]}" if error.status_code == 404 else WORDS.get(error.status_code, str(error.detail))
        response = error_response(request, ApiError(error.status_code, code, words))
        response.headers.update(error.headers or {})
        return response

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return error_response(request, UsageError(wrong_parameter(error.errors()[0])))

    async def unknown(request: Request, error: Exception) -> Response:
        return error_response(request, ApiError(500, "internal", "服务内部出错，已记入日志；请换一种问法或稍后再试"))

    app.add_exception_handler(BudgetKGError, known)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, unknown)
