"""Every setting of budgetkg, read from the environment (prefix BUDGETKG_) when asked for, never at import."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Defaults suit one machine. Each field is documented in the README; a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="BUDGETKG_", extra="ignore")

    data: Path = Field(default=Path("data"), description="folder of the graph, its checkpoints and the search index")
    store: str | None = Field(
        default=None, description="URL of a SPARQL 1.1 store to use instead of the one in the data folder"
    )
    host: str = Field(default="127.0.0.1", description="address the server listens on")
    port: int = Field(default=8000, description="port the server listens on")
    base_iri: str = Field(default="https://w3id.org/budgetkg/", description="start of every IRI; /id/... is served below it")
    model: str | None = Field(
        default=None, description="sentence-transformers model directory or name; default: the one shipped"
    )
    token: str | None = Field(
        default=None, description="secret that uploads and withdrawals must carry; unset: they are refused"
    )
    max_file_mb: int = Field(default=64, description="largest source file that is read, in MB")
    query_seconds: float = Field(default=10.0, description="wall-clock limit of one SPARQL query")
    query_memory_mb: int = Field(default=1024, description="memory limit of one query worker")
    query_rows: int = Field(default=100_000, description="most rows one answer carries; more are cut off and marked")
    query_bytes: int = Field(default=64 * 1024 * 1024, description="most bytes one answer carries")
    query_workers: int = Field(default=2, description="queries evaluated at the same time")
