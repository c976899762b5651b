"""Paragraphs outside tables and project pages, and the figures they state.

Enters: Source and Frame. Leaves: Paragraph records (joined over line and page breaks, mark-up cut out) with the
heading they stand under. A paragraph ends at a full stop, semicolon or colon at the end of a line; a line that ends
without one goes on with the next line, over watermarks and page numbers, unless that begins a numbered item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.frame import Block, Frame
from nlp.frame_line import HEADING, NUMBER_LINE, is_table_head, look_at
from nlp.lexicon import words
from nlp.prose_figures import find_figures
from nlp.record import Figure, Paragraph
from nlp.source import Line, Source, join_lines

Part = tuple[Line, int, int]
"""characters ``start:end`` of a line's normalised text"""

STOPS = "。！？；：;:…"
CLOSERS = "”’）】》"
FULL_LINE = 18
"""characters from which on a line without a stop can be a broken one"""
LEAD_MARK = re.compile(r"\s*(?:[#>]+\s*)?")
TITLE_END = re.compile(r"(?:的通知|的意见|的决定|的批复|的公告|的函|办法|纪要|图|表)[”》）]?$")
SALUTATION = re.compile(r"各[^。]{2,80}[:：]$")
MARK = "**"


def read_paragraphs(source: Source, frame: Frame) -> tuple[Paragraph, ...]:
    """All paragraphs in the order of their lines; headings are sections of the frame and no paragraphs.

    >>> from nlp.frame import read_frame
    >>> from nlp.source import source_from_text
    >>> text = "某县水利局2024年度部门预算\\n一、收入情况说明\\n2024年度某县水利局收入总计约三十\\n\\n万元。\\n机构\\n"
    >>> source = source_from_text("a.txt", text)
    >>> [p.text for p in read_paragraphs(source, read_frame(source))]
    ['2024年度某县水利局收入总计约三十万元。', '机构']
    """
    headings = {section.first for section in frame.sections}
    body = min(headings, default=0)
    found: list[Paragraph] = []
    for block in frame.blocks:
        section = section_of(frame, block)
        if block.kind not in ("prose", "notice", "table") or (block.title is None and block.last < body):
            continue  # the cover says which document it is, and nothing else
        for parts in paragraphs_of(source, frame, block, headings):
            found.append(Paragraph(section, join_lines(parts)))
    return tuple(found)


def read_prose_figures(source: Source, frame: Frame, paragraphs: tuple[Paragraph, ...]) -> tuple[Figure, ...]:
    """Numbers stated in the paragraphs, each with what it is; see nlp.prose_figures."""
    return find_figures(source, frame, paragraphs)


def section_of(frame: Frame, block: Block) -> str | None:
    """The heading (of rank 一、 where there is one) a block stands under; a notice goes by its own title."""
    if block.kind == "notice" or block.kind == "table":
        return block.title
    section = frame.section_at(block.first, 2) or frame.section_at(block.first)
    return section.title if section else None


def paragraphs_of(source: Source, frame: Frame, block: Block, headings: set[int]) -> Iterator[list[Part]]:
    """Parts of lines, paragraph by paragraph."""
    notes = words("frame", "note")
    parts: list[Part] = []
    for number in range(block.first, block.last + 1):
        line = source.line(number)
        if number in frame.furniture:
            continue
        fresh = [] if number in headings or is_title(block, line) else list(clean_parts(line))
        if not fresh or (block.kind == "table" and not (line.text.lstrip().startswith(notes) or parts)):
            if parts:
                yield parts
            parts = []
            continue
        if parts and not goes_on(parts, fresh):
            yield parts
            parts = []
        parts.extend(fresh)
    if parts:
        yield parts


def is_title(block: Block, line: Line) -> bool:
    """The second half of a 第X部分 title, or the mark of the table that follows (公开01表)."""
    text = look_at(line).text
    half = block.title is not None and block.first < line.number <= block.first + 3 and len(text) >= 2
    return (half and str(block.title).endswith(text)) or is_table_head(text)


def clean_parts(line: Line) -> Iterator[Part]:
    """The parts of a line between mark-up (#, **), blanks at both ends left out; none for a table row.

    >>> from nlp.source import read_line
    >>> [line.text[a:b] for line, a, b in clean_parts(read_line(1, "## 涉及 **166.13** 万元 "))]
    ['涉及 ', '166.13', ' 万元']
    """
    text = line.text
    filled = [cell for cell in text.split("\t") if cell.strip()]
    if len(filled) > 1:
        return
    lead = LEAD_MARK.match(text)
    start = lead.end() if lead else 0
    end = len(text.rstrip())
    while start < end:
        at = text.find(MARK, start, end)
        stop = end if at < 0 else at
        if stop > start:
            yield line, start, stop
        start = stop + len(MARK)


def goes_on(parts: list[Part], fresh: list[Part]) -> bool:
    """Whether the line ``fresh`` continues the paragraph ``parts``."""
    last = parts[-1][0]
    before = "".join(line.text[a:b] for line, a, b in parts if line is last).strip()
    after = "".join(line.text[a:b] for line, a, b in fresh).strip()
    end = before.rstrip(CLOSERS)[-1:] or before[-1:]
    if end in STOPS or HEADING.match(after) or SALUTATION.fullmatch(after) or after.startswith(words("frame", "note")):
        return False
    if before.endswith(("，", "、", ",", "“", "《", "（")):
        return True
    bare = "".join(before.split())
    titled = TITLE_END.search(bare) and not any(set(line.text[a:b]) & set("，。；") for line, a, b in parts)
    return len(bare) >= FULL_LINE and not titled and not NUMBER_LINE.fullmatch(bare)
