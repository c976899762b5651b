"""The frame of a disclosure: what document this is, its sections, and which lines belong to what.

Enters: a Source. Leaves: a Frame. Raises NotADisclosure for text that is no 部门/单位 预算/决算 公开.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.frame_blocks import Block, find_blocks
from nlp.frame_contents import find_contents
from nlp.frame_cover import read_document
from nlp.frame_furniture import find_furniture
from nlp.frame_line import look_at
from nlp.frame_sections import find_sections
from nlp.record import Document, Section
from nlp.source import Source

__all__ = ["Block", "Frame", "read_frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    document: Document
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    furniture: frozenset[int]
    """numbers of lines that carry no content: watermarks, page numbers, running heads, blank lines"""

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind == kind)

    def section_at(self, line: int, rank: int = 9) -> Section | None:
        """The innermost section of at most ``rank`` that holds ``line``."""
        return next((s for s in reversed(self.sections) if s.rank <= rank and s.first <= line <= s.last), None)


def read_frame(source: Source) -> Frame:
    """Read the frame of ``source``.

    >>> from nlp.source import source_from_text
    >>> text = "某县水利局\\n2024年度部门预算公开\\n第一部分 概况\\n一、主要职责\\n管水。\\n第四部分 名词解释\\n"
    >>> frame = read_frame(source_from_text("a.txt", text))
    >>> frame.document.unit, frame.document.year, [s.title for s in frame.sections]
    ('某县水利局', 2024, ['第一部分概况', '一、主要职责', '第四部分名词解释'])
    """
    looks = tuple(look_at(line) for line in source.lines)
    furniture = find_furniture(looks)
    document = read_document(source.name, source.stem, source.sha256, looks, furniture)
    contents = find_contents(looks)
    blocks, headings = find_blocks(looks, furniture, contents, any(line.page for line in source.lines))
    return Frame(document, find_sections(headings, len(looks)), blocks, furniture)
