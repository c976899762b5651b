"""Every setting of budgetkg, read from the environment (prefix BUDGETKG_) when asked for, never at import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def zh(text: str) -> dict[str, Any]:
    """The Chinese description, shown in README.zh-CN.md."""
    return {"zh": text}


class Settings(BaseSettings):
    """Defaults suit one machine. Each field is documented in both READMEs; a test holds them together."""

    model_config = SettingsConfigDict(env_prefix="BUDGETKG_", extra="ignore")

    data: Path = Field(
        default=Path("data"), description="folder of the graph, its checkpoints and the search index",
        json_schema_extra=zh("图谱、检查点与检索索引所在的目录"),
    )  # fmt: skip
    store: str | None = Field(
        default=None, description="URL of a SPARQL 1.1 store to use instead of the one in the data folder",
        json_schema_extra=zh("改用的 SPARQL 1.1 存储的地址；不设则用数据目录里的存储"),
    )  # fmt: skip
    host: str = Field(
        default="127.0.0.1", description="address the server listens on", json_schema_extra=zh("服务监听的地址")
    )
    port: int = Field(default=8000, description="port the server listens on", json_schema_extra=zh("服务监听的端口"))
    base_iri: str = Field(
        default="https://w3id.org/budgetkg/", description="start of every IRI; /id/... is served below it",
        json_schema_extra=zh("全部 IRI 的开头；/id/… 在其下提供"),
    )  # fmt: skip
    model: str | None = Field(
        default=None, description="sentence-transformers model directory or name; default: the one shipped",
        json_schema_extra=zh("sentence-transformers 模型的目录或名称；不设则用随包附带的模型"),
    )  # fmt: skip
    milvus: str | None = Field(
        default=None, description="Milvus server, or a .db file for milvus-lite, that holds the search index instead of files",
        json_schema_extra=zh("改由 Milvus 保存检索索引：服务器地址，或 milvus-lite 的 .db 文件；不设则用数据目录里的文件"),
    )  # fmt: skip
    token: str | None = Field(
        default=None, description="secret that uploads and withdrawals must carry; unset: they are refused",
        json_schema_extra=zh("上传与撤下须携带的口令；不设则一律拒绝"),
    )  # fmt: skip
    max_file_mb: int = Field(
        default=64, description="largest source file that is read, in MB", json_schema_extra=zh("可读的最大文件，MB")
    )
    query_seconds: float = Field(
        default=10.0, description="wall-clock limit of one SPARQL query, in seconds", json_schema_extra=zh("一次 SPARQL 查询的时限，秒")
    )
    query_memory_mb: int = Field(
        default=1024, description="memory limit of one query worker, in MB", json_schema_extra=zh("一个查询进程的内存上限，MB")
    )
    query_rows: int = Field(
        default=100_000, description="most rows one answer carries; more are cut off and marked",
        json_schema_extra=zh("一次回答最多的行数；超出截断并标明"),
    )  # fmt: skip
    query_bytes: int = Field(
        default=64 * 1024 * 1024, description="most bytes one answer carries", json_schema_extra=zh("一次回答最多的字节数")
    )
    query_workers: int = Field(
        default=2, description="queries evaluated at the same time", json_schema_extra=zh("同时执行的查询数")
    )
