"""The frame of a disclosure: what document this is, its sections, and which lines belong to what.

Enters: a Source. Leaves: a Frame. Raises NotADisclosure for text that is no 部门/单位 预算/决算 公开.
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.record import Document, Section
from nlp.source import Source


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``first..last`` (inclusive) that belong together.

    ``kind``: table (statutory table), page (项目支出绩效目标表), goals (整体支出绩效目标), prose, notice (attached
    policy text), catalogue (服务指导性目录), contents (目录).
    """

    kind: str
    title: str | None
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Frame:
    document: Document
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    furniture: frozenset[int]
    """numbers of lines that carry no content: watermarks, page numbers, running heads, blank lines"""

    def of_kind(self, kind: str) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind == kind)


def read_frame(source: Source) -> Frame:
    raise NotImplementedError
