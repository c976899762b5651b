"""Number cells: what a printed cell is worth, and the unit a table or column prints.

Money is scaled to 元 by the table's unit. A cell may hold more than one reading (a page number glued to an amount,
thousands apart by a blank): ``read_cell`` gives all of them and arithmetic decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from nlp.amounts import scale_of
from nlp.lexicon import read_rows, words

MONEY_UNITS = ("元", "千元", "万元", "百万元", "亿元")

NUMBER = re.compile(
    r"""(?P<sign>[-－−])?                       # -25.45
        (?P<digits>\d{1,3}(?:[,，]\d{3})+        # 2,268,
          | \d+)                                # 2268
        (?P<point>\.\d+)?                       # .41
        (?P<unit>%|亿元|万元|千元|元)?           # 17.70%
    """,
    re.VERBOSE,
)
BRACKETED = re.compile(r"[（(](?P<inside>\d[\d,，]*(?:\.\d+)?)[）)]")
UNIT = re.compile(
    r"""(?:金额)?单位[:：]?(?:人民币)?[（(]?
        (?P<unit>百万元|亿元|万元|千元                      # 单位：万元
          | 元(?![一-鿿]) | 元(?=公开|部门|编制|填报|金额))  # 单位：元, but not 编制单位：元宝山区水务局
      | [（(](?P<paren>百万元|亿元|万元|千元|元)[）)]        # 收支总表（亿元）
    """,
    re.VERBOSE,
)
COLUMN_UNIT = re.compile(r"[（(](?P<unit>%|[^（()）]{1,3})[）)]")
YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Number:
    """``value`` as printed, before scaling; ``unit`` where the cell itself prints one."""

    value: Decimal
    unit: str | None = None


def parse_number(text: str) -> Number | None:
    """The number that is the whole of ``text`` (no blanks), or None.

    >>> parse_number("2,268.41"), parse_number("-4.79%"), parse_number("（3.20）"), parse_number("12月")
    (Number(value=Decimal('2268.41'), unit=None), Number(value=Decimal('-4.79'), unit='%'), Number(value=Decimal('-3.20'), unit=None), None)
    """
    if not text or text[-1] not in "0123456789%元）)":
        return None
    bracket = BRACKETED.fullmatch(text)
    found = NUMBER.fullmatch("-" + bracket["inside"] if bracket else text)
    if not found:
        return None
    digits = found["digits"].replace(",", "").replace("，", "") + (found["point"] or "")
    return Number(-Decimal(digits) if found["sign"] else Decimal(digits), found["unit"])


def readings(printed: str) -> tuple[Number, ...]:
    """All numbers a cell may hold, the likeliest first; () where it holds none.

    >>> [str(n.value) for n in readings("10 18.00")], [str(n.value) for n in readings("1 204.50")]
    (['1018.00', '10', '18.00'], ['1204.50', '1', '204.50'])
    """
    tokens = printed.split()
    whole = parse_number("".join(tokens))
    if len(tokens) < 2:
        return (whole,) if whole else ()
    parts = [parse_number(token) for token in tokens]
    if any(part is None for part in parts):
        return (whole,) if whole else ()
    return tuple(number for number in (whole, *parts) if number is not None)


def is_blank(text: str) -> bool:
    """Whether a cell's text (no blanks) stands for nothing."""
    return not text or text in words("tables", "blank")


def is_year(text: str) -> bool:
    return YEAR.fullmatch(text) is not None


def find_money_unit(texts: list[str]) -> str | None:
    """The unit of money that a table's title and head print.

    >>> find_money_unit(["2025年收支总表", "部门名称：某局单位:万元"]), find_money_unit(["收支总表（亿元）"])
    ('万元', '亿元')
    """
    for text in texts:
        found = UNIT.search("".join(text.split()))
        if found:
            return found["unit"] or found["paren"]
    return None


def column_unit(path: tuple[str, ...]) -> str | None:
    """The unit a column's own head prints, None for the table's money.

    >>> column_unit(("比上年", "增减（%）")), column_unit(("公务接待人数",)), column_unit(("合计",))
    ('%', '人', None)
    """
    for text in reversed(path):
        found = COLUMN_UNIT.search(text)
        if found and (found["unit"] == "%" or found["unit"] in MONEY_UNITS or found["unit"] in words("prose", "unit")):
            return found["unit"]
        if text.endswith(("%", "比例", "占比", "增长率", "比重")):
            return "%"
        for kind, word in ((row[0], row[1]) for row in read_rows("tables") if row[0].startswith("count:")):
            if text.endswith(word):
                return kind.removeprefix("count:")
    return None


def scaled(number: Number, unit: str) -> tuple[Decimal, str]:
    """Value and unit for the record: money in 元, everything else as printed."""
    unit = number.unit or unit
    return (number.value * scale_of(unit), "元") if unit in MONEY_UNITS else (number.value, unit)
