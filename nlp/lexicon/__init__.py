"""Word lists as data: ``NAME.tsv`` beside this file, read once when first asked for.

A row is tab-separated; lines that start with ``#`` and blank lines are comments. Nothing is read at import.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Row = tuple[str, ...]


@cache
def read_rows(name: str) -> tuple[Row, ...]:
    """The rows of ``NAME.tsv``, in their order.

    >>> read_rows("frame")[0]
    ('watermark', '仅供内部审核')
    """
    text = files("nlp.lexicon").joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    return tuple(tuple(row.split("\t")) for row in text.split("\n") if row.strip() and not row.startswith("#"))


@cache
def words(name: str, kind: str) -> tuple[str, ...]:
    """Second column of the rows of ``NAME.tsv`` whose first column is ``kind``.

    >>> "概况" in words("frame", "part")
    True
    """
    return tuple(row[1] for row in read_rows(name) if row[0] == kind)
