"""Which lines belong together: tables, project pages, goal pages, notices, catalogues, prose.

One walk over the lines. A block begins at a title (or a heading, a notice's head, a grid without a title) and ends
where the next begins. Inside a project page a numbered line is a heading only where it goes on with the numbering of
the headings outside (十、… on the page's outside, so 十一、… ends the page), because fields hold numbered text as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nlp.frame_line import (
    DOCUMENT_HEAD,
    NUMBER_LINE,
    ORDINAL,
    TABLE_MARK,
    Look,
    heading_rank,
    is_table_head,
    is_table_title,
    page_kind,
    speaks,
)
from nlp.lexicon import words

Heading = tuple[int, int, str]
"""line, rank, title without blanks"""

LOOK_AHEAD = 14
"""lines below a table's title within which its grid must begin"""
LONG_TEXT = 60
YEAR_MARK = re.compile(r"(?:19|20)\d\d年|^(?:附?表|公开)[一二三四五六七八九十\d]")
ANNEX = re.compile(r"附件[一二三四五六七八九十\d]{0,2}[:：]?")
LIST_HEAD = re.compile(r"(?:单位|机构|部门|科室)[^。；]{0,24}[：:]$")
"""a line that opens a list of units, one a line"""
PAGE_START = ("项目名称",)
PAGE_FOOT = re.compile(r"填报日期|填报人|联系电话")
CATALOGUE_HEAD = re.compile(r"(?:代码|编码|序号).*一级.*二级")


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


@dataclass(slots=True)
class Walk:
    """Where the walk stands: the open block, whether its page has shown its name, last indicators and foot, headings met so far."""

    looks: Sequence[Look]
    furniture: frozenset[int]
    open: Block = field(default_factory=lambda: Block("prose", None, 1, 0))
    done: list[Block] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    named: bool = False
    footed: bool = False
    rated: bool = False
    """whether the page has shown its last group of indicators, 满意度"""
    full: int = 10**6
    """length from which on a line fills its width: it may be a broken sentence, not a heading"""

    def start(self, kind: str, title: str | None, line: int) -> None:
        if line > self.open.first:
            self.done.append(replace(self.open, last=line - 1))
        self.open = Block(kind, title, line, line)
        self.named = self.footed = self.rated = False

    def next_look(self, index: int) -> Look | None:
        """The next line with content."""
        return next((look for look in self.looks[index + 1 : index + 200] if look.number not in self.furniture), None)


def find_blocks(
    looks: Sequence[Look], furniture: frozenset[int], contents: tuple[int, int] | None, set_lines: bool = False
) -> tuple[tuple[Block, ...], tuple[Heading, ...]]:
    """Blocks in order of lines, without furniture at their ends, and all headings.

    ``set_lines``: lines end where the print sets them (PDF), so that sentences run over lines.
    """
    walk = Walk(looks, furniture)
    if set_lines:
        walk.full = full_length(looks)
    for index, look in enumerate(looks):
        if contents and contents[0] <= look.number <= contents[1]:
            if look.number == contents[0]:
                walk.start("contents", look.text, look.number)
            continue
        if contents and look.number == contents[1] + 1:
            walk.start("prose", None, look.number)
        if look.number not in furniture:
            step(walk, index, look)
    walk.start("prose", None, len(looks) + 1)
    blocks = (trimmed(block, furniture) for block in walk.done)
    return tuple(block for block in blocks if block), tuple(walk.headings)


def full_length(looks: Sequence[Look]) -> int:
    """Characters of a line that fills its width, from the longest tenth of the lines of text."""
    lengths = sorted(len(look.text) for look in looks if look.cells == 1 and len(look.text) > 12)
    return lengths[len(lengths) * 9 // 10] - 2 if len(lengths) >= 10 else 10**6


def step(walk: Walk, index: int, look: Look) -> None:
    """Let one line with content open a block, or stay in the open one."""
    text, kind = look.text, walk.open.kind
    if walk.rated and not look.row and (heading_rank(text) or speaks(text)):
        walk.footed = True  # a form without a line of signatures
    if look.plain:
        page = page_kind(text)
        if page and not is_mention(walk, index):
            walk.start(page, text, look.number)
            return
        rank = heading_rank(text)
        if rank and is_heading(walk, index, look, rank):
            open_section(walk, index, look, rank)
            return
        if table_starts(walk, index, look):
            walk.start("table", text, look.number)
            return
        if kind in ("page", "goals") and not walk.footed and opens_annex(walk, index, look):  # a list of projects has no foot
            walk.start("prose", None, look.number)
            return
        if kind != "page" or walk.footed or heads_notice(walk, index, look):
            if notice_starts(walk, look):
                walk.start("notice", text, look.number)
                return
            if kind in ("table", "page", "goals", "catalogue") and prose_resumes(walk, index, look):
                walk.start("notice" if kind == "catalogue" else "prose", None, look.number)
    if look.row:
        row_step(walk, index, look)


def row_step(walk: Walk, index: int, look: Look) -> None:
    """A table row: it may open a catalogue, a page without a title, or a grid without a title."""
    text, kind = look.text, walk.open.kind
    if CATALOGUE_HEAD.match(text):
        if kind != "catalogue":
            walk.start("catalogue", last_title(walk), look.number)
    elif kind == "page" and text.startswith(PAGE_START) and len(text) > 4:
        if walk.named and walk.footed:
            walk.start("page", walk.open.title, look.number)
        walk.named = True
    elif kind in ("page", "goals") and PAGE_FOOT.search(text):
        walk.footed = True
    elif kind == "page" and text.startswith("满意度"):
        walk.rated = True
    elif kind in ("prose", "notice") and is_grid(walk, index):
        walk.start("table", None, look.number)


def is_mention(walk: Walk, index: int) -> bool:
    """A page's title that no page follows (附件：项目支出绩效目标表 in running text)."""
    after = [look for look in walk.looks[index + 1 : index + 40] if look.number not in walk.furniture][:8]
    return not any(look.row for look in after)


def is_heading(walk: Walk, index: int, look: Look, rank: int) -> bool:
    """Whether a line that looks like a heading is one where it stands."""
    if rank == 1:
        return True
    if len(look.text) >= walk.full or (rank == 4 and is_listed(walk, index)):
        return False
    if is_table_title(look.text) and followed_by_grid(walk, index):
        return False
    if walk.open.kind == "table":  # 二十二、国有资本经营预算支出 is a row of 收支总表
        after = walk.next_look(index)
        return not look.row and not (after and after.row)
    if walk.open.kind not in ("page", "goals", "catalogue"):
        return not look.row
    if rank == 2:
        before = next((title for _, other, title in reversed(walk.headings) if other == 2), None)
        return before is not None and ordinal(look.text) == ordinal(before) + 1 and not look.row
    return walk.footed and not look.row


def is_listed(walk: Walk, index: int) -> bool:
    """An item of a list that a colon opens (二级预算单位包括：/ 1.某局本级 / 2.某某管理处), no heading."""
    for look in reversed(walk.looks[max(0, index - 60) : index]):
        if look.blank or look.number in walk.furniture:
            continue
        if look.row or (heading_rank(look.text) != 4 and not LIST_HEAD.search(look.text)):
            return False
        if heading_rank(look.text) != 4:
            return True
    return False


def ordinal(text: str) -> int:
    """The number a heading begins with; 0 where there is none.

    >>> ordinal("十二、其他说明"), ordinal("二十、"), ordinal("附件")
    (12, 20, 0)
    """
    found = re.match(rf"（?([{ORDINAL}]+)", text)
    if not found:
        return 0
    tens, ten, ones = found[1].partition("十")
    digit = "零一二三四五六七八九"
    if not ten:
        return digit.find(tens) if len(tens) == 1 else 0
    return (digit.find(tens) if tens else 1) * 10 + (digit.find(ones) if ones else 0)


def open_section(walk: Walk, index: int, look: Look, rank: int) -> None:
    """A heading: prose begins, and the second half of a 第X部分 title joins it."""
    title = look.text
    if rank == 1 and not title.endswith(words("frame", "part")):
        after = walk.next_look(index)
        if after and after.plain and len(after.text) <= 40 and after.text.endswith(words("frame", "part")):
            title += after.text
    keep = walk.open.kind == "notice" and rank > 1
    if not keep:
        walk.headings.append((look.number, rank, title))
        walk.start("prose", title, look.number)


def table_starts(walk: Walk, index: int, look: Look) -> bool:
    """Whether a table's title, or the mark above it (公开01表), stands here."""
    text = look.text
    if TABLE_MARK.fullmatch(text):
        return False
    if not is_table_title(text) or (walk.open.kind == "page" and not (walk.footed or YEAR_MARK.search(text))):
        return False
    return followed_by_grid(walk, index)


def followed_by_grid(walk: Walk, index: int) -> bool:
    """Whether a grid begins below the title at ``index``, with only table heads between."""
    for look in walk.looks[index + 1 : index + 1 + LOOK_AHEAD]:
        if look.number in walk.furniture:
            continue
        if look.row and not (look.plain and is_table_title(look.text)):
            return True
        if look.plain and (is_table_title(look.text) or heading_rank(look.text) in (1, 2) or page_kind(look.text)):
            return False
        if not is_table_head(look.text) and len(look.text) > 30:
            return False
    return False


def is_grid(walk: Walk, index: int) -> bool:
    """Two rows with numbers, or a head and a row, close together: a table whose title is missing."""
    near = [look for look in walk.looks[index : index + 8] if look.number not in walk.furniture][:4]
    return sum(look.row and look.filled > 1 for look in near) >= 3


def notice_starts(walk: Walk, look: Look) -> bool:
    """The head of an attached document: 某市财政局文件, or its number alone on a line."""
    if look.row:
        return False
    if DOCUMENT_HEAD.fullmatch(look.text):
        return True
    if not NUMBER_LINE.fullmatch(look.text):
        return False
    return not (walk.open.kind == "notice" and look.number - walk.open.first <= 6)


def heads_notice(walk: Walk, index: int, look: Look) -> bool:
    """A red head with its number below it, which ends even a page without a foot."""
    after = walk.next_look(index)
    return bool(DOCUMENT_HEAD.fullmatch(look.text) and after and NUMBER_LINE.fullmatch(after.text))


def opens_annex(walk: Walk, index: int, look: Look) -> bool:
    """附件 alone on a line, and below it a title or a number, no row: the page above has ended."""
    after = walk.next_look(index)
    return not look.row and ANNEX.fullmatch(look.text) is not None and after is not None and not after.row


def prose_resumes(walk: Walk, index: int, look: Look) -> bool:
    """Whether a line without a tab ends the table, page or catalogue it follows."""
    text = look.text
    if look.row or is_table_head(text) or text.startswith(words("frame", "note")):
        return False
    if walk.open.kind == "catalogue":
        return "：" in text or len(text) > 20
    after = walk.next_look(index)
    if walk.open.kind in ("page", "goals"):
        return walk.footed and not (after and after.row) and not text.startswith("（")
    if after is not None and after.row and len(text) <= LONG_TEXT:
        return False
    return len(text) > 30 or bool(set(text) & set("。，；"))


def last_title(walk: Walk) -> str | None:
    """The last short line above a catalogue, its title (…指导性目录)."""
    for look in reversed(walk.looks[max(0, walk.open.first - 1) : walk.open.first + 400]):
        if look.plain and look.text.endswith(("目录", "目录（第一批）", "目录（第二批）")) and len(look.text) <= 50:
            return look.text
    return None


def trimmed(block: Block, furniture: frozenset[int]) -> Block | None:
    """``block`` without furniture at its ends; None where nothing is left."""
    first, last = block.first, block.last
    while first <= last and first in furniture:
        first += 1
    while last >= first and last in furniture:
        last -= 1
    return Block(block.kind, block.title, first, last) if first <= last else None
