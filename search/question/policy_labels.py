"""What an answer calls a document: by its number, else by its title, which of a notice that issues another is the other's.

Enters: rows with the number and the title of a document. Leaves: its label; the rows without documents told twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.catalogue import bare
from search.question.graph import Row, text_of


def without_passed_on(rows: Sequence[Row]) -> list[Row]:
    """The rows without a document that is named again: inside the title of the notice that issues it (关于印发《X》的通知), or
    by its title alone beside its number."""
    issued = [bare(text_of(row, "title")) for row in rows if "印发" in text_of(row, "title")]
    numbered = {bare(text_of(row, "title")) for row in rows if text_of(row, "number")}

    def again(row: Row) -> bool:
        title = bare(text_of(row, "title"))
        return bool(title) and not text_of(row, "number") and (title in numbered or any(title != other and title in other for other in issued))

    return [row for row in rows if not again(row)]


ISSUING = re.compile("^[^转]*印发[《〈](?P<title>.+)[》〉](?P<notice>的通知)?$")
"""The title of a notice that issues a document: 关于印发《某某办法》的通知, also with the bracket behind 的通知"""


def called(title: str) -> str:
    """A document that is known by its title alone as people call it: what a notice issues, not the notice.

    >>> called("某市财政局关于印发《差旅费管理办法》的通知"), called("关于印发《采购办法（试行）的通知》")
    ('差旅费管理办法', '采购办法（试行）')
    """
    issuing = ISSUING.match(title)
    return title if issuing is None else issuing["title"] if issuing["notice"] else issuing["title"].removesuffix("的通知")


def label_of(row: Row) -> str:
    return text_of(row, "number") or called(text_of(row, "title"))


def label_with_title(row: Row) -> str:
    number, title = text_of(row, "number"), text_of(row, "title")
    return f"《{title}》（{number}）" if number and title else number or f"《{title}》"
