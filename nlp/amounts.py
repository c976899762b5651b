"""Sums of money (金额) in running text: every printed form, in yuan, with its place.

Enters: normalised text (see nlp.source). Leaves: ``Amount`` records in reading order, half-open offsets into that text.
Read are 元, 万, 万元, 亿, 亿元 and their mixtures (1亿2000万元, 3万5千元), thousands commas, Chinese numerals
(五十万元), ranges (3000-5000元), prices per unit (478元/吨, 每台440元) and sums per year (36000元/年). 万 without 元 is
money unless a measure word follows (1.37万吨). A factor of a printed formula (44人×458元/人=2.02万元) is marked.

What it does not do: decide what a sum is for (nlp.contract_roles), or mend a slip of scale: values stay as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from nlp.lexicon import read_rows
from nlp.numeral import DIGITS, STEPS

SCALES = {"亿": Decimal(10) ** 8, "千万": Decimal(10) ** 7, "百万": Decimal(10) ** 6, "万": Decimal(10) ** 4,
          "千": Decimal(1000), "百": Decimal(100), "": Decimal(1)}  # fmt: skip
"""Yuan in one of each scale; a unit of money is one of them before 元"""
CAPITAL = DIGITS | {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}
TENS = STEPS | {"拾": 10, "佰": 100, "仟": 1000}

MONEY = re.compile(
    r"""
    (?<![\d.A-Za-z])
    (?:
        (?P<arabic>
            (?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?        # 1,204,393.74   36.9   15000
            \ ?[余多]?(?:亿|千万|百万|万|千)?               # 1亿   3千万   1200余万
            (?:(?<=[亿万])\d+(?:\.\d+)?(?:万|千)?)*         # 1亿2000万   3万5千
        )
        |
        (?P<chinese>[零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,12})   # 五十万元  叁万伍仟元
    )
    \ ?(?P<yuan>元(?!素|旦|月|宝|宵|件))?
    """,
    re.VERBOSE,
)
RANGE = re.compile(r"^ ?(?:-|—|–|~|～|至|到|元-|元至|元~)+ ?$")
"""between two sums that bound one range: 3000-5000元, 300元至30万元"""

PER_AFTER = re.compile(r"^ ?/ ?(?P<per>[㎡\w]{1,4})")
"""478元/吨, 36000元/年, 100元/人/天"""

PER_BEFORE = re.compile(
    r"每(?P<per>[一-鿿]{1,3}?)(?P<gap>[^，,。；;：:（）0-9每/=×]{0,10})(?:约|为|是|最高|不超过|补助|需)*$"
)
"""每台440元, 每年121.608万元, 每家基地分配20万元"""

PER_TWICE = re.compile(r"每(?P<per>[一-鿿]{1,3}?)每(?:[天日月年]|季度?|人次?)(?:约|为|是|最高|补助|需)*$")
"""每平方米每年170元: the price of a unit, not a sum per year"""

ONE = re.compile(r"(?<!第)一(?P<per>[套份人次天台本块条张])$")
"""印刷费一套150元"""

MONTHLY = re.compile(r"(?<!\d)(?P<per>月)(?:[一-鿿]{1,4}费|租金|工资|薪)(?:为|是|约)?$")
"""月服务费1.8万元"""

AVERAGE = re.compile(r"(?P<per>[人户亩车辆次日月年])均(?:[一-鿿]{1,6})?(?:约|为|是|补助|补贴)?$")
"""人均800元, 户均改造成本2.5万元, 日均3000元"""

PRICE = re.compile(r"(?:单价|定额|标准|均价|单位成本|单位价格)(?:为|是|约|按)?[：:（]?$")
"""基本服务费单价2.32元, 补助标准为100元"""

APPROX = re.compile(r"(?:约|大约|近)(?:需|为|共|经费)*$")
CAP = re.compile(r"(?:不超过|不高于|最高|上限|≤|限额|以内|控制在)(?:为|是)?$")
OPERAND_BEFORE = re.compile(r"[×*＊xX÷+]\s*$")
OPERAND_AFTER = re.compile(r"^(?:/[㎡\w/]{1,8})?\s*[×*＊÷+]|^(?:/[㎡\w]{1,4})?[xX]\d")
OCCASION = ("年", "年度")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money at ``text[start:end]``, yuan. ``high`` is the upper end of a range, else None."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None = None
    per: str | None = None
    """吨 | 人 | 台 | ... for a price per unit, 年 for a sum per year, None for a total"""
    approximate: bool = False
    cap: bool = False
    """an upper limit (不超过1200万元), not a sum owed"""
    operand: bool = False
    """a factor or summand of a printed formula"""

    @property
    def is_total(self) -> bool:
        """A sum of its own: neither a price per unit, nor a range, nor part of a formula. Sums per year count."""
        return self.high is None and not self.operand and (self.per is None or self.per in OCCASION)


def scale_of(unit: str) -> Decimal:
    """Yuan in one of a unit of money, printed with or without 元.

    >>> scale_of("万元"), scale_of("亿"), scale_of("元")
    (Decimal('10000'), Decimal('100000000'), Decimal('1'))
    """
    return SCALES[unit.removesuffix("元")]


def to_yuan(number: str, unit: str = "元") -> Decimal:
    """Yuan of a printed number and its unit.

    >>> to_yuan("1,204.5", "万元"), to_yuan("300")
    (Decimal('12045000.0'), Decimal('300'))
    """
    return Decimal(re.sub("[,，]", "", number)) * scale_of(unit)


@cache
def measure_words() -> tuple[str, ...]:
    return tuple(row[0] for row in read_rows("measure_units"))


def find_amounts(text: str) -> tuple[Amount, ...]:
    """All sums of money in ``text``, in order.

    >>> [(str(a.value), a.per) for a in find_amounts("合同价1,204.5万元，每吨478元，服务费3万元/年")]
    [('12045000.0', None), ('478', '吨'), ('30000', '年')]
    >>> [(str(a.value), str(a.high)) for a in find_amounts("升级费3000-5000元")]
    [('3000', '5000')]
    >>> find_amounts("处理1.37万吨，2025年印发20份")
    ()
    """
    plain: list[tuple[int, int, Decimal, bool]] = []
    for found in MONEY.finditer(text):
        value = parse_number(found["arabic"] or found["chinese"])
        if value is not None and (found["yuan"] or bare_scale(text, found)):
            plain.append((found.start(), found.end(), value, bool(found["yuan"])))
    return tuple(describe(text, *item) for item in join_ranges(text, plain))


def parse_number(printed: str) -> Decimal | None:
    """Value of a number with its scale characters; None for what is no number.

    >>> [parse_number(s) for s in ("1亿2000万", "3.5万", "五十万", "1,000", "万")]
    [Decimal('120000000'), Decimal('35000.0'), Decimal('500000'), Decimal('1000'), None]
    """
    text = re.sub("[, 余多]", "", printed)
    if not text[0].isdigit():
        return chinese_number(text)
    total = Decimal(0)
    for digits, scale in re.findall(r"(\d+(?:\.\d+)?)(亿|千万|百万|万|千|)", text):
        total += Decimal(digits) * SCALES[scale]
    return total


def chinese_number(text: str) -> Decimal | None:
    """叁拾伍万 -> 350000; None where it is not a well-formed numeral."""
    if text[0] in "万亿百佰千仟" or not any(c in CAPITAL or c in "十拾" for c in text):
        return None
    total, part, digit = 0, 0, 0
    for c in text:
        if c in CAPITAL:
            digit = CAPITAL[c]
        elif c in TENS:
            part, digit = part + (digit or 1) * TENS[c], 0
        else:
            total, part, digit = (total + part + digit) * (10**4 if c == "万" else 10**8), 0, 0
    return Decimal(total + part + digit)


def bare_scale(text: str, found: re.Match[str]) -> bool:
    """Is a number in 万 or 亿 without 元 money (暂扣押金8万，) rather than a quantity (1.37万吨)?"""
    printed = (found["arabic"] or "").rstrip()
    if not printed.endswith(("万", "亿")) or ("万" not in printed and "亿" not in printed):
        return False
    after = text[found.end() : found.end() + 2]
    return not after.startswith(measure_words()) and not after.startswith(tuple("分一二三四五六七八九十0123456789"))


def join_ranges(
    text: str, plain: list[tuple[int, int, Decimal, bool]]
) -> list[tuple[int, int, Decimal, Decimal | None]]:
    """Sums with their upper end where two of them, or a bare number and a sum, bound one range."""
    joined: list[tuple[int, int, Decimal, Decimal | None]] = []
    for start, end, value, _ in plain:
        low = re.search(r"(?<![\d.])(\d+(?:\.\d+)?)(?:-|—|–|~|～|至|到)$", text[max(0, start - 12) : start])
        if joined and joined[-1][3] is None and RANGE.match(text[joined[-1][1] : start]) and joined[-1][2] < value:
            joined[-1] = (joined[-1][0], end, joined[-1][2], value)
        elif (
            low and not re.search(r"[年月.]$", text[: start - len(low[0])]) and is_range(text[start:end], low[1], value)
        ):
            unit = Decimal(10000) if "万" in text[start:end] else Decimal(1)
            joined.append((start - len(low[0]), end, Decimal(low[1]) * unit, value))
        else:
            joined.append((start, end, value, None))
    return joined


def is_range(printed: str, low: str, high: Decimal) -> bool:
    """Does a bare number before the dash bound the same range (20-30万元), or is the dash something else?"""
    scale = Decimal(10000) if "万" in printed else Decimal(1)
    return 0 < Decimal(low) * scale < high <= Decimal(low) * scale * 20


def describe(text: str, start: int, end: int, value: Decimal, high: Decimal | None) -> Amount:
    """Add what the characters around the sum say about it."""
    left, right = text[max(0, start - 24) : start], text[end : end + 16]
    after = PER_AFTER.match(right)
    before = PER_TWICE.search(left) or PER_BEFORE.search(left) or ONE.search(left) or MONTHLY.search(left) or AVERAGE.search(left)
    per = after["per"] if after else before["per"] if before else "单位" if PRICE.search(left) else None
    if before and "年" not in before["per"]:
        per = before["per"]
    elif before and not after:
        per = "年"
    return Amount(
        start, end, value, high, per,
        approximate=bool(APPROX.search(left)) or "余" in text[start:end], cap=bool(CAP.search(left)) or right.startswith("以内"),
        operand=bool(OPERAND_BEFORE.search(left) or OPERAND_AFTER.match(right)),
    )  # fmt: skip
