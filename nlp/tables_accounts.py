"""Names of the account classifications (政府收支分类科目), to know the parts of a wrapped name by.

Enters nothing; leaves the names of the ontology's code list. What a document's own accounts are called is not here.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from nlp.lexicon import words


@cache
def account_names() -> frozenset[str]:
    """Names of accounts of every scheme and year."""
    text = files("ontology").joinpath("accounts.tsv").read_text(encoding="utf-8")
    rows = (row.split("\t") for row in text.split("\n") if row and not row.startswith("#"))
    return frozenset(row[2] for row in rows if len(row) > 2)


@cache
def head_words() -> frozenset[str]:
    """Words that head cells hold: those of the lexicon and the names of accounts."""
    kinds = ("head", "label", "code", "total")
    return account_names().union(*(words("tables", kind) for kind in kinds))
