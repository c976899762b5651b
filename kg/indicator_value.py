"""What an indicator's value says: ``≥95%`` is an operator, a number and a unit; 良好 is none of them.

Enters: the value as printed, normalised. Leaves: the three parts, or None where the value is words. A range (60-80分)
and a value with words before the number are words too: nothing is read into them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

VALUE = re.compile(
    r"""^
    (?P<operator>
        [≥≧⩾>＞]=?      # ≥95%, >=95%
      | [≤≦⩽<＜]=?      # ≤12个月
      | ={1,2}          # =100%
      | 不少于|不低于|大于等于|高于|大于|超过   # 不低于95%
      | 不超过|不多于|不高于|小于等于|低于|小于  # 不超过3天
    )?
    \s*
    (?P<number>-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)   # 95  1,200.5
    \s*
    (?P<unit>%|[一-鿿℃²³/a-zA-Z（）·]{0,12})                      # %  个  平方米  万元/年
    $""",
    re.VERBOSE,
)
OPERATORS = {
    "≥": ("≥", "≧", "⩾", ">=", "≥=", "不少于", "不低于", "大于等于"),
    "≤": ("≤", "≦", "⩽", "<=", "≤=", "不超过", "不多于", "不高于", "小于等于"),
    ">": (">", "＞", "高于", "大于", "超过"),
    "<": ("<", "＜", "低于", "小于"),
    "=": ("=", "=="),
}


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """``operator`` is ≥ ≤ > < =, or None where only a number is printed; ``unit`` as printed, None without."""

    operator: str | None
    number: Decimal
    unit: str | None


def parse_indicator_value(value: str) -> IndicatorValue | None:
    """The parts of an indicator's value.

    >>> parse_indicator_value("≥95%"), parse_indicator_value("不超过1,200元/人"), parse_indicator_value("良好")
    (IndicatorValue(operator='≥', number=Decimal('95'), unit='%'), IndicatorValue(operator='≤', number=Decimal('1200'), unit='元/人'), None)
    """
    found = VALUE.match(value.strip())
    if not found:
        return None
    printed = (found["operator"] or "").replace("＞=", ">=").replace("＜=", "<=")
    operator = next((sign for sign, forms in OPERATORS.items() if printed in forms), None)
    return IndicatorValue(operator, Decimal(found["number"].replace(",", "")), found["unit"] or None)
