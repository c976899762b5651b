"""Mentions of organisations put together under full names while a document is read.

Two names are one organisation where one is the other without its place (清源水务有限公司, 晋城市清源水务有限公司), or
with the place's short form (泽州某某, 泽州县某某), and only one such longer name stands in the document. A name that
begins with another organisation's name belongs to that one (晋城市财政局|办公室).
"""

from __future__ import annotations

from nlp.record import Organisation, Span
from nlp.regions import Region, full_names, place_length, short_name

SHORTEST = 5
"""characters that a name without its place must have to stand for the one with it"""


class Gathering:
    """Types, printed forms, mentions and parents by full name, in the order they came."""

    def __init__(self) -> None:
        self.types: dict[str, str] = {}
        self.aliases: dict[str, dict[str, None]] = {}
        self.mentions: dict[str, list[Span]] = {}
        self.parents: dict[str, str] = {}

    def add(self, full: str, kind: str, printed: str | None, span: Span | None, parent: str | None = None) -> None:
        """One mention of ``full``, printed as ``printed``."""
        self.types.setdefault(full, kind)
        names = self.aliases.setdefault(full, {})
        spans = self.mentions.setdefault(full, [])
        if printed is not None and printed != full:
            names[printed] = None
        if span is not None:
            spans.append(span)
        if parent is not None and parent != full:
            self.parents.setdefault(full, parent)

    def records(self) -> tuple[Organisation, ...]:
        """The organisations in the order of their first mention; those named nowhere in the text come first."""
        self.join()
        order = sorted(self.types, key=lambda name: (min(self.mentions[name], default=Span(0, 0, 0)), name))
        return tuple(
            Organisation(
                name, self.types[name], tuple(self.aliases[name]), tuple(sorted(set(self.mentions[name]))),
                self.parents.get(name) or self.opening(name),
            )
            for name in order
        )  # fmt: skip

    def join(self) -> None:
        """Put names without their place to the one name that has it."""
        longer: dict[str, list[str]] = {}
        for name in self.types:
            for short in without_place(name):
                if short in self.types:
                    longer.setdefault(short, []).append(name)
        for short, names in longer.items():
            if len(names) == 1 and short in self.types and names[0] in self.types:
                self.merge(short, names[0])

    def merge(self, short: str, name: str) -> None:
        self.aliases[name].update({short: None, **self.aliases.pop(short)})
        self.mentions[name] += self.mentions.pop(short)
        parent = self.parents.pop(short, None)
        if parent is not None and parent != name:
            self.parents.setdefault(name, parent)
        self.parents.update({child: name for child, above in self.parents.items() if above == short and child != name})
        del self.types[short]

    def opening(self, name: str) -> str | None:
        """The longest other organisation whose name opens this one, None where there is none."""
        heads = (name[:size] for size in range(len(name) - 2, 3, -1))
        return next(
            (head for head in heads if head in self.types and not (head.endswith("府") and "政府" in head)), None
        )


def without_place(name: str) -> tuple[str, ...]:
    """The shorter forms of a name that opens with a place.

    >>> without_place("泽州县和美环保科技有限公司")
    ('和美环保科技有限公司', '泽州和美环保科技有限公司')
    """
    size = place_length(name, 0)
    rest = name[size:]
    if not size or len(rest) < SHORTEST:
        return ()
    found: list[Region] = full_names().get(name[:size], [])
    shorts = {short_name(region) + rest for region in found} - {name}
    return (rest, *sorted(shorts))
