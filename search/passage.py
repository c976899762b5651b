"""What can be found: one passage for each place of a document that answers something, and each thing named there.

Enters: a ``Passage`` is made from the graph (``search.graph_passages``). Leaves: what the engines index and a hit shows.
A passage stands on one source line. Its ``windows`` are pieces of a sentence or a few, cut for the embedding: the
meaning of a long paragraph is not the mean of its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter

KINDS = ("project", "policy", "contract", "figure", "organisation", "passage")

WINDOW = 110
"""characters of a window, about three clauses of official prose"""

SENTENCE_END = re.compile(
    r"""
    (?<=[。；;！!？?])      # 尚未支付。|
  | (?<=，)(?=[一二三四五六七八九十]是)   # ，|二是
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing to find. ``line`` is 1-based; ``start``/``end`` are half-open code points of the text as printed."""

    iri: str
    kind: str
    """one of KINDS"""
    document: str
    """file stem"""
    line: int
    start: int
    end: int
    title: str
    """what the hit is called: a project, a document number, a row"""
    text: str
    """the words themselves, normalised"""
    context: str = ""
    """words that say what the text is about but do not stand in it: project, heading, table"""
    year: int | None = None
    organisation: str | None = None
    amount: float | None = None
    """元, for filtering only"""
    minor: bool = False
    """a row of a table or a list: it answers less than a paragraph of the same words"""
    group: str = ""
    """page or section the passage is a part of; hits of one group do not crowd out others"""

    def __reduce__(self) -> tuple[type[Passage], tuple[object, ...]]:
        """Pickled as its values: between processes that is several times as fast."""
        return Passage, values_of(self)

    @property
    def heading(self) -> str:
        """Its own names, for the lexical index: a field of a page does not answer to the name of the project."""
        named = self.kind != "passage" or self.minor or self.group in ("", self.iri)
        with_context = self.kind in ("contract", "figure")
        return "\n".join((self.title if named else "", self.context if with_context else "")).strip()

    @property
    def windows(self) -> tuple[str, ...]:
        """Texts to embed, each with its context in front."""
        head = " ".join(dict.fromkeys(part for part in (self.context, self.title) if part))
        return tuple(f"{head} {piece}".strip() for piece in cut(self.text)) or (head,)


values_of = attrgetter(*(field.name for field in fields(Passage)))


def cut(text: str, size: int = WINDOW) -> list[str]:
    """``text`` in windows of whole sentences, ``size`` characters or little more.

    >>> cut("甲已付清。乙尚欠三成，年底前付。丙未开工。", 12)
    ['甲已付清。', '乙尚欠三成，年底前付。', '丙未开工。']
    """
    windows: list[str] = []
    current = ""
    for sentence in clauses(text, size):
        if current and len(current) + len(sentence) > size:
            windows.append(current)
            current = ""
        current += sentence
    return [*windows, current] if current.strip() else windows


def clauses(text: str, size: int) -> Iterator[str]:
    """Sentences; one longer than ``size`` comes in pieces cut behind a comma where there is one."""
    for sentence in SENTENCE_END.split(text):
        rest = sentence or ""
        while len(rest) > size:
            at = max(rest.rfind(sign, size // 2, size) for sign in "，,、 ") + 1 or size
            yield rest[:at]
            rest = rest[at:]
        if rest:
            yield rest
