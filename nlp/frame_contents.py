"""The table of contents (目录): from its title to the line before the body begins."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.frame_line import Look

TAIL = re.compile(r"[.．…·\s]*\d{0,4}$")
LONGEST = 200
"""lines a table of contents may take, blank ones included"""


def find_contents(looks: Sequence[Look]) -> tuple[int, int] | None:
    """First and last line of the contents, or None.

    >>> from nlp.source import source_from_text
    >>> from nlp.frame_line import look_at
    >>> text = "目 录\\n第一部分 概况\\t1\\n第二部分 报表\\t2\\n\\n第一部分 概况\\n正文"
    >>> find_contents([look_at(line) for line in source_from_text("a.txt", text).lines])
    (1, 4)
    """
    at = next((i for i, look in enumerate(looks[:400]) if look.text in ("目录", "目次") and not look.row), None)
    if at is None:
        return None
    entries = [look for look in looks[at + 1 : at + 1 + LONGEST] if look.text]
    if not entries:
        return looks[at].number, looks[at].number
    first = entry_key(entries[0])
    for look in entries[1:]:
        if same_entry(entry_key(look), first) or len(look.text) > 80:
            return looks[at].number, look.number - 1
    return looks[at].number, last_entry(entries)


def same_entry(key: str, first: str) -> bool:
    """Whether the first entry of the contents is printed again: there the body begins."""
    if len(key) < 3:
        return False
    head = re.match(r"第.{1,3}部分", first)
    return key == first or (head is not None and key.startswith(head[0]))


def last_entry(entries: Sequence[Look]) -> int:
    """The last line that still looks like an entry: it ends in a page number."""
    numbers = [look.number for look in entries if re.search(r"[.．…\t]\d{1,4}$|[^\d年]\d{1,3}$", look.text)]
    return max(numbers, default=entries[0].number - 1)


def entry_key(look: Look) -> str:
    return TAIL.sub("", look.text)
