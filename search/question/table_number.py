"""Tables by their number (表6, 附表三): which title a document prints beside 表6.

Enters: the printed lines of a document. Leaves: number -> bare title. A contents page and the table's own head say the
same; where two titles are printed beside one number, the number names no table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.errors import NotFound
from search.question.catalogue import bare
from search.question.graph import Graph, Row, text_of
from search.question.numerals import parse_number
from search.question.printed_cell import KeepsSources

HEAD = re.compile(r"^\s*(?:附|公开|预算)?(?:表|附件)\s*0?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?:表)?[\s、：:．.]*(?P<title>.*?)[.…\s\d]*$")
TITLE = re.compile(r"表(?:[（(].*[）)])?$|情况$")
YEARS = re.compile(r"^20\d{2}年度?")


def numbered_titles(lines: Sequence[str]) -> dict[int, str]:
    """Number -> bare title, of the numbers that one title stands beside.

    >>> numbered_titles(["表1 收支总表....3", "表2", "2026年支出总表", "单位：元"])
    {1: '收支总表', 2: '支出总表'}
    """
    found: dict[int, set[str]] = {}
    for i, line in enumerate(lines):
        match = HEAD.match(line)
        number = parse_number(match["number"]) if match else None
        if match is None or number is None:
            continue
        after = next((text for text in lines[i + 1 : i + 3] if text.strip()), "")
        title = YEARS.sub("", bare(match["title"] or after))
        if TITLE.search(match["title"].strip() or after.strip()):
            found.setdefault(int(number), set()).add(title)
    return {number: next(iter(titles)) for number, titles in found.items() if len(titles) == 1}


def in_table(rows: list[Row], number: int, graph: Graph) -> list[Row]:
    """Those of ``rows`` that stand in the table of that number of their document."""
    titles = {stem: titles_of(graph, stem).get(number, "") for stem in {stem_of(row) for row in rows}}
    return [row for row in rows if text_of(row, "table") and same_title(bare(text_of(row, "table")), titles[stem_of(row)])]


def stem_of(row: Row) -> str:
    """The file stem in the IRI of a figure: …/document/STEM/figure/KEY."""
    return text_of(row, "figure").split("/")[-3]


def same_title(table: str, title: str) -> bool:
    return bool(title) and (YEARS.sub("", table) in title or title in table)


def titles_of(graph: Graph, stem: str) -> dict[int, str]:
    if not isinstance(graph, KeepsSources):
        return {}
    try:
        return numbered_titles(graph.source(stem).lines)
    except NotFound:  # a store behind a URL has the graph without the texts
        return {}
