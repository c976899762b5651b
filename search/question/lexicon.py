"""The word lists of the question box, read from search/lexicon/*.tsv when first asked for.

A row is ``phrase|phrase <tab> class <tab> value``; lines that start with # are notes.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def read_tsv(name: str) -> list[tuple[str, str, str]]:
    """Rows of one lexicon file."""
    rows = []
    for line in (files("search.lexicon") / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, kind, value = line.split("\t")
            rows.append((words, kind, value))
    return rows


@cache
def phrases() -> dict[str, tuple[tuple[str, str], ...]]:
    """Phrase -> the (class, value) pairs it may stand for.

    >>> phrases()["质保金"]
    (('contract', 'retention'),)
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for words, kind, value in read_tsv("question.tsv"):
        for word in words.split("|"):
            if word and (kind, value) not in found.setdefault(word, []):
                found[word].append((kind, value))
    return {word: tuple(uses) for word, uses in found.items()}


@cache
def longest_phrase() -> int:
    return max(map(len, phrases()))


@cache
def wording(kind: str) -> dict[str, str]:
    """Value -> words of one class of wording.tsv.

    >>> wording("role")["supervisor"]
    '监理'
    """
    return {value: words for words, of, value in read_tsv("wording.tsv") if of == kind}
