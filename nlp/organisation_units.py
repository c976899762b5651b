"""科室 (内设机构) and subordinate units (下属单位) that a list in the text names.

Enters: running text. Leaves: ``ListedUnit`` names as printed, with their places; to whom they belong and their full
names is for ``nlp.organisations``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlp.record import Span, Stretch

UNIT_LIST = re.compile(
    r"""
    (?: (?: 内设(?:机构|科室|处室|股室)                                          # 内设机构，具体如下：…
          | (?:设|设有|下设)[^，。：]{0,12}?(?:科室|处室|机构|股室|部门)         # 下设20个内设机构为…
          | (?:下属|所属|直属)[^，。：]{0,8}?单位                                # 所属事业单位3个：…
          | (?:二级|下级)预算单位 )                                              # 二级预算单位包括：…
        [^。；：:]{0,16}?
        (?:[：:]|分别(?:是|为)|(?<![行人作])为(?!了)|包括|有(?!关))
        (?P<list>[^。；]{4,600})
      | (?:内设|下设|设有|(?<!建)设)(?P<listed>[^。；：，]{4,300}?)等?(?:共)?\d{1,2}个(?:内设|职能|业务)?
        (?:科室|处室|股室|机构|部门)                                        # 内设甲等4个科室
    )
    """,
    re.VERBOSE,
)
LISTED_UNIT = re.compile(
    r"""
    (?:^|[、，,：:和及])\s*(?:[（(]?\d{1,2}[)）．.、])?\s*
    (?P<name>[一-鿿（）]{2,24}?(?:科|室|处|股|部|办|局|队|中心|(?<!网)站|所|院|校|馆|机关))
    (?=$|[、，,。；和及等（])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit as the list prints it."""

    name: str
    span: Span


def listed_units(stretch: Stretch) -> Iterator[ListedUnit]:
    """科室 and 下属单位 that a list in the text names: 内设机构：综合办公室、政策法规科。

    >>> from nlp.source import join_lines, read_line
    >>> line = read_line(1, "某局下设3个内设机构，具体如下：综合办公室、政策法规科、规划财务科。")
    >>> [unit.name for unit in listed_units(join_lines([(line, 0, len(line.text))]))]
    ['综合办公室', '政策法规科', '规划财务科']
    """
    for match in UNIT_LIST.finditer(stretch.text):
        part = "list" if match["list"] else "listed"
        at = match.start(part)
        for item in LISTED_UNIT.finditer(match[part]):
            yield ListedUnit(item["name"], stretch.span(at + item.start("name"), at + item.end("name")))
