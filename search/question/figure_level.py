"""Figures that the prose says are what they were the year before: 与上年持平, 与2024年预算数相同.

Enters: a figure stated in prose. Leaves: the words that say so, up to the end of its clause; "" where it says nothing
of the kind or another number stands between. 0 is then the change, and the figure itself that of the year before.
"""

from __future__ import annotations

import re

from search.question.graph import Graph, Row, select, text_of

LEVEL = re.compile(
    r"""^[，,、]?(?:[（(][^（）()\d]*[）)])?[，,]?
        (?:与|和|同|较|比)(?:20\d{2}年|上年|上一年|去年|上年度)(?:年初|部门)?(?:预算数?|决算数?|执行数?|安排数?)?(?:相比)?[，,]?
        (?:相同|持平|一致|相等|没有变化|无变化|未变化|无增减(?:变化|变动)?|没有增减(?:变化)?|保持不变|不变)""",
    re.X,
)
"""9.75万元与2024年预算数相同; 18.60万元，与2024年持平; 0万元，与上年相比无增减变化"""


def level_words(graph: Graph, row: Row) -> str:
    """What the clause of a prose figure says of the year before, where it was the same.

    The figure's clause is found by its printed quote: a quote that its paragraph prints with and without such words
    is told apart by the label before it.
    """
    if text_of(row, "table"):
        return ""
    found = select(graph, f"""SELECT DISTINCT ?text ?quote WHERE {{ BIND(<{text_of(row, 'figure')}> AS ?figure)
      ?figure bk:evidence ?place ; bk:document ?doc . ?place bk:line ?line ; bk:quote ?quote .
      ?paragraph a bk:Paragraph ; bk:document ?doc ; bk:text ?text ; bk:evidence ?where . ?where bk:line ?line }}""")
    for one in found:
        words = level_after(text_of(one, "text"), text_of(row, "row"), text_of(one, "quote"))
        if words:
            return words
    return ""


def level_after(text: str, label: str, quote: str) -> str:
    """The words after the first ``quote`` that follows ``label`` in ``text``.

    >>> level_after("“三公”经费预算9.75万元与2024年预算数相同。其中：公务接待费1万元，比上年减少2万元", "“三公”经费预算", "9.75万元")
    '与2024年预算数相同'
    >>> level_after("公务接待费1万元，比上年减少2万元；公务用车费1万元，与上年持平", "公务接待费", "1万元")
    ''
    """
    at = re.search(re.escape(label) + r"[^。；;\d]{0,12}" + re.escape(quote), text)
    match = LEVEL.match(text[at.end() :]) if at else None
    return match[0].strip("，,、") if match else ""
