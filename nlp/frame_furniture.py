"""Page furniture: lines that carry no content (watermarks, page numbers, running heads, rules, blank lines).

A watermark is a line of the lexicon, or a short line without a tab that stands again and again on its own between
blank lines. What a repeated line may not be: a title, a heading, a table's head, a note, a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.frame_line import PAGE_NUMBER, Look, heading_rank, is_table_head, is_table_title, page_kind
from nlp.lexicon import words

PAGE_NOTE = re.compile(
    r"""〔第(?P<page>\d+)页(?:
        (?P<unread>是图像，未识别文字)       # a picture page that was not read
      | (?P<gaps>的表格没有框线，各列按文字间距推断，请核对原件)  # a table whose columns were guessed
      | (?P<ocr>由扫描图像识别，请核对原件)  # a scanned page read by OCR
    )〕""",
    re.VERBOSE,
)
"""lines that nlp.pdf writes about a page"""
RUNNING_HEAD = 4
"""a line that repeats this often, always alone, is a running head or watermark"""


def find_furniture(looks: Sequence[Look]) -> frozenset[int]:
    """Numbers of the lines that carry no content.

    >>> from nlp.source import source_from_text
    >>> from nlp.frame_line import look_at
    >>> page = "某局\\n\\n内部资料\\n\\n一、概况\\n- 2 -\\n正文\\n"
    >>> sorted(find_furniture([look_at(line) for line in source_from_text("a.txt", page).lines]))
    [2, 3, 4, 6, 8]
    """
    known = frozenset(words("frame", "watermark"))
    heads = running_heads(looks)
    return frozenset(
        look.number
        for look in looks
        if look.blank
        or PAGE_NOTE.fullmatch(look.text)
        or (
            not look.row
            and (
                look.text in known or look.text in heads or is_page_number(look.text) or is_repetition(look.text, known)
            )
        )
    )


def is_page_number(text: str) -> bool:
    """A page number with or without dashes; a bare year of a cover is none.

    >>> [is_page_number(t) for t in ("—12—", "第3页共9页", "7", "2026", "12%")]
    [True, True, True, False, False]
    """
    if len(text) > 14 or not PAGE_NUMBER.fullmatch(text):
        return False
    digits = "".join(c for c in text if c.isdigit())
    return len(digits) < 4 or not text.isdigit()


def is_repetition(text: str, marks: frozenset[str]) -> bool:
    """Whether ``text`` is one watermark printed several times on one line."""
    return any(len(text) > len(mark) and not text.replace(mark, "") for mark in marks)


def running_heads(looks: Sequence[Look]) -> frozenset[str]:
    """Texts that repeat, each time alone between blank lines or copies of themselves."""
    alone: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for i, look in enumerate(looks):
        if look.row or not look.text or len(look.text) > 40:
            continue
        total[look.text] += 1
        before = looks[i - 1] if i else None
        after = looks[i + 1] if i + 1 < len(looks) else None
        alone[look.text] += all(side is None or side.blank or side.text == look.text for side in (before, after))
    return frozenset(
        text for text, n in total.items() if n >= RUNNING_HEAD and alone[text] == n and not has_content(text)
    )


def has_content(text: str) -> bool:
    """Whether a repeated line still means something where it stands."""
    return bool(
        heading_rank(text)
        or page_kind(text)
        or is_table_title(text)
        or is_table_head(text)
        or text.startswith(words("frame", "note"))
        or text.startswith(("（", "附件", "目录"))
        or set(text) & set("。；：:，")
        or text.startswith("（20")
    )
