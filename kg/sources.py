"""The lines of each source as printed, kept beside the graph so that evidence can be shown.

One file for each content (its SHA-256 names it): a reader on an older generation finds the text of that generation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.atomic import write_atomically
from nlp.errors import NotFound
from nlp.source import Source


@dataclass(frozen=True, slots=True)
class StoredSource:
    """``lines[n - 1]`` is line n as printed; ``pages[n - 1]`` its PDF page, None for a text file."""

    stem: str
    name: str
    sha256: str
    lines: tuple[str, ...]
    pages: tuple[int | None, ...]

    def line(self, number: int) -> str:
        return self.lines[number - 1]


def source_path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.json"


def store_source(folder: Path, source: Source) -> None:
    """Keep a source; one that is kept already stays."""
    path = source_path(folder, source.sha256)
    if path.exists():
        return
    pages = [line.page for line in source.lines]
    kept = {
        "name": source.name,
        "sha256": source.sha256,
        "lines": [line.raw for line in source.lines],
        "pages": pages if any(pages) else None,
    }
    write_atomically(path, json.dumps(kept, ensure_ascii=False))


def load_stored_source(folder: Path, stem: str, sha256: str) -> StoredSource:
    """Raises NotFound where the text is not kept."""
    try:
        kept = json.loads(source_path(folder, sha256).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotFound(f"文档 {stem} 的原文没有保存在 {folder}") from None
    lines = tuple(kept["lines"])
    return StoredSource(stem, kept["name"], sha256, lines, tuple(kept["pages"] or (None,) * len(lines)))


def forget_sources(folder: Path, used: Iterable[str]) -> None:
    """Delete the texts that no document of the graph has any more."""
    keep = {f"{sha256}.json" for sha256 in used}
    for path in folder.glob("*.json"):
        if path.name not in keep:
            path.unlink()
