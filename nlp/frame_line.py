"""What one line of a disclosure looks like on its own: mark-up off, blanks out, heading rank, title of a table or page.

Enters: normalised lines. Leaves: ``Look`` objects, one per line. Nothing here looks at neighbouring lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.lexicon import words
from nlp.source import Line

ORDINAL = "一二三四五六七八九十百〇零"

HEADING = re.compile(
    rf"""(?P<part>第[{ORDINAL}\d]+(?:部分|章))[:：、]?  # 第三部分 2025年度部门预算情况说明
      | (?P<outer>[{ORDINAL}]+[、.．])                  # 二、收入预算情况说明
      | (?P<inner>（[{ORDINAL}]+）)                     # （一）机关运行经费
      | (?P<item>\d{{1,2}}[、.．](?!\d))                # 1、整体绩效目标
    """,
    re.VERBOSE,
)

PAGE_TITLE = re.compile(
    r"""(?:.*(?:项目|专项|资金|转移支付).*)?绩效目标(?:申报|批复|公开|情况|自评)*表(?:（.*）)?  # 项目支出绩效目标表
      | .*(?:项目|专项).*(?:绩效)?(?:目标|自评)(?:申报|批复|公开|情况)*表(?:（.*）)?           # 项目支出绩效自评表
    """,
    re.VERBOSE,
)
GOALS_TITLE = re.compile(r".*整体.*(?:绩效)?(?:目标|自评)(?:申报|批复|公开|情况|自评)*表(?:（.*）)?")
TABLE_TITLE = re.compile(r"[^。；，]{2,58}表(?:（[^（）]*）|\([^()]*\))*(?:（?续表?[一二三四五六七八九\d]?）?)?")
TABLE_MARK = re.compile(
    r"""(?:部门|单位|预算|决算)?(?:收支)?(?:预算|决算)?公开\d*表[-\d]*  # 预算公开表1 / 公开02表
      | [一-鿿]{1,6}?公开(?:\d{1,2}表|表[-－]?\d{1,2})[-\d]*             # 财决公开01表 / 市级预算公开表3
      | (?:附表|附件|表)[-－ ]*[一二三四五六七八九十\d]+(?:[-－]\d+)?    # 附表3 / 表四
      | (?:预算|决算|财决|部门)\d{1,2}表                                # 预算01表 / 财决公开01表
    """,
    re.VERBOSE,
)
DOCUMENT_HEAD = re.compile(r"[一-鿿]{4,30}文件")
ANNEX_HEAD = r"附件?[一二三四五六七八九十\d]{0,2}[:：.．、]"
NUMBER_LINE = re.compile(rf"(?:{ANNEX_HEAD})?[一-鿿]{{1,12}}[〔\[［【（]\d{{4}}[〕\]］】）]\d{{1,5}}号")
"""the number of an attached document alone on its line, perhaps behind 附件1："""
PAGE_NUMBER = re.compile(r"[-—–－·]*(?:第)?\d{1,4}(?:页)?(?:[/／,，]?共\d+页?)?[-—–－·]*")
RULE = re.compile(r"[-=_—|:+]{2,}")
MARKUP = re.compile(r"^[#>]+\s*|\*\*|^\s+|\s+$")
PAIRS = (("（", "）"), ("“", "”"), ("《", "》"), ("〈", "〉"))
SPEAKS = re.compile(
    r"""
      ^\d{1,2}[.．、]\s*[“"《]?[一-龥]             # 2.“环卫一体化服务”项目
    | ^（\d{1,2}）[一-龥]{2,10}[。：:]              # （2）立项依据。……
    | ^[^。；]{12,}[。，；].*。$                     # a sentence
    """,
    re.VERBOSE,
)
"""Prose behind the last row of a form that has no line of signatures"""


@dataclass(frozen=True, slots=True)
class Look:
    """How line ``number`` looks. ``text`` has no mark-up (# and **) and no blanks.

    ``cells`` counts its tab cells, ``filled`` those that are not blank.
    """

    number: int
    text: str
    cells: int
    filled: int = 1
    rule: bool = False

    @property
    def blank(self) -> bool:
        return (not self.text and self.cells == 1) or self.rule

    @property
    def row(self) -> bool:
        """Whether it is a table row (two cells or more)."""
        return self.cells > 1 and not self.rule

    @property
    def plain(self) -> bool:
        """Whether it can be a title or heading: text, at most in one filled cell."""
        return self.filled == 1 and not self.blank


def look_at(line: Line) -> Look:
    """
    >>> from nlp.source import read_line
    >>> look_at(read_line(9, "## **一、收 入** 说明")).text
    '一、收入说明'
    """
    text = line.text
    cells = text.count("\t") + 1
    if cells > 1 and not text.strip():
        return Look(line.number, "", 1)
    filled = 1 if cells == 1 else sum(1 for cell in text.split("\t") if cell and not cell.isspace())
    if "**" in text or text.startswith(("#", ">")):
        text = MARKUP.sub("", text)
    text = "".join(text.split())
    rule = len(text) > 1 and not text.strip("-=_—|:+") and RULE.match(text) is not None
    return Look(line.number, text, cells, filled, rule)


def heading_rank(text: str) -> int:
    """1 for 第一部分, 2 for 一、, 3 for （一）, 4 for 1、; 0 where ``text`` (no blanks) is no heading.

    >>> [heading_rank(t) for t in ("第二部分2025年部门预算报表", "一、基本支出：指人员和公用支出。", "（二）其他")]
    [1, 0, 3]
    """
    if len(text) > 60:
        return 0
    found = HEADING.match(text)
    if not found:
        return 0
    rank = {"part": 1, "outer": 2, "inner": 3, "item": 4}[found.lastgroup or "item"]
    rest = text[found.end() :]
    if rank == 1:
        return 1 if len(rest) <= 40 and not set(rest) & set("。；，") else 0
    if not rest or set(rest) & set("。；！？"):
        return 0
    if rest.endswith(("：", ":")):
        return 4 if rank == 4 and len(rest) <= 14 else 0
    if set(rest) & set("：:") or len(rest) > (45 if rank == 2 else 32) or not balanced(rest):
        return 0
    if rest.endswith(("，", "、", "（项）", "（类）")) or "（款）" in rest or (rank > 2 and "，" in rest):
        return 0  # an account named in full (类款项) opens a paragraph, broken over lines
    return rank


def balanced(text: str) -> bool:
    """Whether every opening quote and bracket is closed in ``text``: a line broken inside a title is no heading.

    >>> balanced("将《指导性目录》中“其"), balanced("“三公”经费")
    (False, True)
    """
    return all(text.count(a) == text.count(b) for a, b in PAIRS)


def without_number(text: str) -> str:
    """
    >>> without_number("三、收支总表"), without_number("收支总表")
    ('收支总表', '收支总表')
    """
    found = HEADING.match(text)
    return text[found.end() :] if found else text


def page_kind(text: str) -> str | None:
    """ "page" for the title of a 项目支出绩效目标表, "goals" for a 整体支出绩效目标表, else None.

    >>> page_kind("某市市级预算部门（单位）项目支出绩效目标表"), page_kind("（项目绩效目标表公开情况见附件）")
    ('page', None)
    """
    if "表" not in text or len(text) > 60 or ("目标" not in text and "自评" not in text):
        return None
    bare = without_number(text)
    if set(bare) & set("。，：:"):
        return None
    if GOALS_TITLE.fullmatch(bare):
        return "goals"
    return "page" if PAGE_TITLE.fullmatch(bare) else None


def is_table_title(text: str) -> bool:
    """Whether ``text`` (no blanks) can be the title of a table.

    >>> [is_table_title(t) for t in ("2025年预算收支总表", "单位：万元", "本表无数据。")]
    [True, False, False]
    """
    if "表" not in text or len(text) > 60 or TABLE_MARK.fullmatch(text) or is_table_head(text):
        return False
    return TABLE_TITLE.fullmatch(text) is not None and not text.startswith(words("frame", "note"))


def is_table_head(text: str) -> bool:
    """Whether ``text`` is a line of a table's head: 单位：万元, 部门名称：某局, 公开01表.

    >>> is_table_head("单位：万元"), is_table_head("公开01表")
    (True, True)
    """
    return len(text) <= 60 and (text.startswith(words("frame", "table_head")) or TABLE_MARK.fullmatch(text) is not None)


def speaks(text: str) -> bool:
    """Whether a line behind the last row of a form is prose again: a numbered heading, or a sentence.

    >>> [speaks(text) for text in ("2.“环卫服务”项目", "（2）立项依据。某办法。", "—7—", "群众满意度")]
    [True, True, False, False]
    """
    return SPEAKS.search(text) is not None
