"""A printed place, as the question box, the pages and the JSON API hand it out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Evidence:
    """A printed place: file stem, 1-based line, half-open code points, the words there."""

    document: str
    line: int
    start: int
    end: int
    quote: str = ""

    @property
    def link(self) -> str:
        """The place on the page of the source text, marked.

        >>> Evidence("甲", 3, 0, 4).link
        '/source/%E7%94%B2?line=3&start=0&end=4#L3'
        """
        return f"/source/{quote(self.document, safe='')}?line={self.line}&start={self.start}&end={self.end}#L{self.line}"
