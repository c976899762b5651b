"""A query request of the SPARQL 1.1 Protocol, read from HTTP.

https://www.w3.org/TR/sparql11-protocol/#query-operation: by GET, by POST with URL-encoded parameters, by POST with the
query itself. Raises ApiError (400, 413, 415) and UsageError with what was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from nlp.errors import QueryRefused, QueryTooLarge, UsageError
from search.http_errors import ApiError
from search.sparql_text import GraphChoice

MAX_BODY = 1 << 20
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """``query`` None: a GET without one, which asks for the service description."""

    query: str | None
    graphs: GraphChoice
    format: str | None
    seconds: float | None


async def read_request(request: Request) -> SparqlRequest:
    """Read parameters from the URL and, for POST, from the body."""
    pairs = read_parameters(request.scope["query_string"], "地址")
    if request.method != "POST":
        return from_parameters(pairs, required=False)
    kind, charset = content_type(request)
    body = await read_body(request)
    if kind == FORM:
        return from_parameters(pairs + read_parameters(body, "请求正文"), required=True)
    if kind == UPDATE:
        raise QueryRefused("这里只能查询，不能修改数据")
    if kind != DIRECT:
        named = kind or "（没有写）"
        raise ApiError(415, "unsupported-media-type", f"POST 的 Content-Type 应是 {FORM} 或 {DIRECT}，收到的是 {named}")
    if charset not in ("", "utf-8", "utf8"):
        raise ApiError(415, "unsupported-media-type", f"查询应以 UTF-8 编码发送，收到的是 {charset}")
    if any(name == "query" for name, _ in pairs):
        raise UsageError("查询只能给出一次：地址里有 query 参数，正文里又有一个查询")
    return from_parameters([*pairs, ("query", decode(body, "请求正文"))], required=True)


def content_type(request: Request) -> tuple[str, str]:
    """Media type and charset of the body, in small letters."""
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    charset = next((p.split("=", 1)[1].strip(' "') for p in parameters if p.strip().startswith("charset=")), "")
    return kind.strip(), charset


async def read_body(request: Request) -> bytes:
    """The body, refused as soon as it is known to be too large."""
    too_large = QueryTooLarge(f"请求正文超过 {MAX_BODY:,} 字节")
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise too_large
    return bytes(body)


def decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{where}第 {error.start + 1} 字节不是 UTF-8") from None


def read_parameters(data: bytes, where: str) -> list[tuple[str, str]]:
    """URL-encoded names and values, as UTF-8.

    >>> read_parameters(b"query=ASK%20%7B%7D&format=json", "url")
    [('query', 'ASK {}'), ('format', 'json')]
    """
    text = decode(data, where)
    try:
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=200)
    except UnicodeDecodeError:
        raise UsageError(f"{where}的参数不是 UTF-8 编码") from None
    except ValueError as error:
        raise UsageError(f"{where}的参数读不出来：{error}") from None


def from_parameters(pairs: list[tuple[str, str]], *, required: bool) -> SparqlRequest:
    """Check the parameters and put them in their places."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    if "update" in values or "using-graph-uri" in values or "using-named-graph-uri" in values:
        raise QueryRefused("这里只能查询，不能修改数据：不接受 update 参数")
    for name in ("query", "format", "timeout"):
        if len(values.get(name, ())) > 1:
            raise UsageError(f"参数 {name} 只能给出一次，收到 {len(values[name])} 次")
    query = values.get("query", [None])[0]
    if query is None and required:
        raise UsageError("缺少 query 参数")
    return SparqlRequest(
        query=query,
        graphs=GraphChoice(tuple(values.get("default-graph-uri", ())), tuple(values.get("named-graph-uri", ()))),
        format=values.get("format", [None])[0] or None,
        seconds=read_seconds(values.get("timeout", [None])[0]),
    )


def read_seconds(value: str | None) -> float | None:
    """A lower time limit asked for by the client, in seconds."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86400:
        raise UsageError(f"参数 timeout 应是正的秒数，收到的是 {value}")
    return seconds
