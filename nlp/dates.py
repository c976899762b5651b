"""Dates in running text as ISO strings of the precision they are printed in: 2025, 2025-09, 2025-09-16.

Enters: normalised text and the document's year. Leaves: ``Date`` records in reading order, half-open offsets.
A month without a year belongs to the year named last before it (2025年7月、10月 -> 2025-07, 2025-10; 2024年8月…9月验收),
or, where none was named, to the document's year. 24.8.28 and 24年 are read as 2024. 年底 is December, 6月底前 is June.

当年 is the year named last before it. What it does not do: decide what happened on the day, or read 今年/上年 without a document year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

DATE = re.compile(
    r"""
    (?<![\d.])
    (?:
        (?P<y1>(?:19|20)\d\d)\ ?年度?(?!期)(?:\ ?(?P<m1>1[0-2]|0?[1-9])\ ?月(?:份)?(?:\ ?(?P<d1>3[01]|[12]\d|0?[1-9])\ ?[日号])?)?  # 2025年9月16日
      | (?P<y2>(?:19|20)\d\d)(?P<s>[-./])(?P<m2>1[0-2]|0?[1-9])(?:(?P=s)(?P<d2>3[01]|[12]\d|0?[1-9]))?(?![\d.万元吨])   # 2025-09-16
      | (?P<y3>[12]\d)\ ?年(?!期)(?:\ ?(?P<m3>1[0-2]|0?[1-9])\ ?月)?                                                    # 24年  25年1月
      | (?P<y4>[12]\d)\.(?P<m4>1[0-2]|0?[1-9])(?:\.(?P<d4>3[01]|[12]\d|0?[1-9]))?(?=[-至到—~已起止])                     # 24.1.1-
      | (?P<m5>1[0-2]|0?[1-9])\ ?月(?!内|度)(?:份)?(?:\ ?(?P<d5>3[01]|[12]\d|0?[1-9])\ ?[日号])?                         # 10月
      | (?P<rel>今年|本年度?|当年|上年度?|去年|明年|次年)(?:\ ?(?P<m6>1[0-2]|0?[1-9])\ ?月)?                               # 今年6月
    )
    (?P<tail>年?(?:底|末|初|中旬|上旬|下旬|上半年|下半年)?(?:之?前|以前)?)
    """,
    re.VERBOSE,
)
SEASONS = {"底": "12", "末": "12", "初": "01", "上半年": "06", "下半年": "12"}
RELATIVE = {"今年": 0, "本年": 0, "本年度": 0, "上年": -1, "上年度": -1, "去年": -1, "明年": 1, "次年": 1}


@dataclass(frozen=True, slots=True)
class Date:
    """A date at ``text[start:end]``; ``iso`` has the printed precision, ``before`` tells 6月底前 from 6月."""

    start: int
    end: int
    iso: str
    before: bool = False

    @property
    def year(self) -> int:
        return int(self.iso[:4])

    @property
    def month(self) -> str | None:
        """2025-09 where a month is known."""
        return self.iso[:7] if len(self.iso) >= 7 else None


def find_dates(text: str, year: int | None = None) -> tuple[Date, ...]:
    """All dates in ``text``; ``year`` is the document's.

    >>> [d.iso for d in find_dates("于2025年7月、10月累计支付，9月16日验收，预计2026年6月底前付清")]
    ['2025-07', '2025-10', '2025-09-16', '2026-06']
    >>> [d.iso for d in find_dates("24.1.1-24.5.27已付8.17万元，2024年底完工")]
    ['2024-01-01', '2024-05-27', '2024-12']
    """
    dates: list[Date] = []
    named = year
    for found in DATE.finditer(text):
        got = found.groupdict()
        printed = got["y1"] or got["y2"]
        short = got["y3"] or got["y4"]
        if printed:
            named = int(printed)
        elif short:
            named = 2000 + int(short)
        elif got["rel"]:
            offset = RELATIVE.get(got["rel"])
            named = named if offset is None else None if year is None else year + offset
        if named is not None:
            dates.append(make_date(found, named))
    return tuple(dates)


def make_date(found: re.Match[str], year: int) -> Date:
    """The ``Date`` of a match whose year is known."""
    month = next((found[f"m{n}"] for n in (1, 2, 3, 4, 5, 6) if found[f"m{n}"]), None)
    day = next((found[f"d{n}"] for n in (1, 2, 4, 5) if found[f"d{n}"]), None)
    tail = found["tail"] or ""
    if month is None:
        month = next((number for word, number in SEASONS.items() if word in tail), None)
    iso = str(year) if month is None else f"{year}-{int(month):02d}"
    return Date(found.start(), found.end(), iso if day is None else f"{iso}-{int(day):02d}", "前" in tail)
