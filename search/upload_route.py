"""Documents handed in and withdrawn over HTTP: only with the token of BUDGETKG_TOKEN; without one set, never.

``POST /api/documents`` (multipart, field ``file``) and ``DELETE /api/documents/{stem}`` with
``Authorization: Bearer TOKEN``. One change at a time; readers go on with the generation they have.
"""

from __future__ import annotations

import hmac
import re
import tempfile
import threading
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from nlp.errors import SourceTooLarge, StoreBusy, UsageError
from search.http_errors import ApiError
from search.site import Site, site_of

router = APIRouter()
changing = threading.Lock()
NAME = re.compile(r"[^\W_][\w.\-（）()〔〕· ]{0,150}\.(?:txt|pdf)", re.IGNORECASE)
CHUNK = 1 << 20
OVERHEAD = 64 * 1024
"""bytes of a form around its file"""


def check_token(request: Request, site: Site) -> None:
    """Raise ApiError 401 or 403 where the request may not change anything."""
    if not site.settings.token:
        raise ApiError(403, "uploads-off", "这里没有开放上传：管理员没有设置 BUDGETKG_TOKEN")
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), site.settings.token.encode()):
        raise ApiError(401, "token-wrong", "令牌不对：请以 Authorization: Bearer 给出")


FORM = {
    "required": True,
    "content": {"multipart/form-data": {"schema": {
        "type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}},
    }}},
}  # fmt: skip


@router.post("/api/documents", tags=["管理"], summary="上传文档", status_code=201, openapi_extra={"requestBody": FORM})
async def upload(request: Request) -> dict[str, Any]:
    """表单字段 file：一份 .txt 或 .pdf 的部门预算、决算公开。需要令牌。"""
    site = site_of(request)
    check_token(request, site)
    limit = site.settings.max_file_mb * 1024 * 1024
    check_length(request, limit)
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise UsageError("表单里应有一个文件字段 file")
        name = Path((file.filename or "").replace("\\", "/")).name
        if not NAME.fullmatch(name):
            raise UsageError(f"文件名应是 .txt 或 .pdf，且不含特殊符号，收到的是 {name[:80]}")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            await save(file, path, limit)
            return await run_in_threadpool(take_in, site, path)


def check_length(request: Request, limit: int) -> None:
    """Refuse a body by its stated length before a byte of it is read. Raises ApiError 411 or SourceTooLarge."""
    stated = request.headers.get("content-length", "")
    if not stated.isdecimal():
        raise ApiError(411, "length-required", "上传时须写明 Content-Length")
    if int(stated) > limit + OVERHEAD:
        raise SourceTooLarge(f"上传的内容超过 {limit // 1024 // 1024} MB 的上限")


async def save(file: UploadFile, path: Path, limit: int) -> None:
    """Write the upload to disk. Raises SourceTooLarge."""
    size = 0
    with path.open("wb") as target:
        while chunk := await file.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise SourceTooLarge(f"{path.name} 超过 {limit // 1024 // 1024} MB 的上限")
            target.write(chunk)


def take_in(site: Site, path: Path) -> dict[str, Any]:
    """Build one file into the graph. Raises the error that kept it out."""
    from search.library import build_library

    if not changing.acquire(blocking=False):
        raise StoreBusy("正在处理另一份文档，请稍后再试")
    try:
        report = build_library([path], site.settings)
        for outcome in report.outcomes:
            if outcome.error is not None:
                raise outcome.error
        outcome = report.outcomes[0]
        return {"document": outcome.stem, "status": outcome.status, "findings": outcome.findings}
    finally:
        changing.release()


@router.delete("/api/documents/{stem}", tags=["管理"], summary="撤回文档", status_code=204)
def withdraw(request: Request, stem: str) -> Response:
    """撤回后图谱里不留它的任何内容。需要令牌。"""
    from search.library import withdraw_document

    site = site_of(request)
    check_token(request, site)
    if not changing.acquire(blocking=False):
        raise StoreBusy("正在处理另一份文档，请稍后再试")
    try:
        withdraw_document(stem, site.settings)
    finally:
        changing.release()
    return Response(status_code=204)


@router.get("/upload", include_in_schema=False)
def page(request: Request) -> Response:
    site = site_of(request)
    return site.render(request, "upload.html", open=bool(site.settings.token), limit=site.settings.max_file_mb)
