"""A document number as a person types it into a box: brackets, 号 or two digits of the year may be missing.

Enters: what was typed. Leaves: a ``NumberQuery`` with the parts that can be told. In running text such forms are no
numbers (2024年12号 may be a date); here the whole of what was typed has to be one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.document_number import CLOSE, OPEN, plain_digits, plain_serial
from nlp.source import normalise

DIGIT = "0-9〇○零一二三四五六七八九"
QUERY = re.compile(
    rf"""
    (?P<code>[一-鿿]{{0,24}}?)
    (?: (?P<open>[{re.escape(OPEN)}])?                       # 云财综〔24〕12号, 〔二〇二四〕十二号, 云财综2024-12, 云财综[2024]
        (?P<year>(?(open)(?:[{DIGIT}]{{4}}|[{DIGIT}]{{2}})|(?:(?:19|20)\d\d|(?:一九|二[〇○零])[{DIGIT}]{{2}})))
        年?[{re.escape(CLOSE)}]?[-—－/,，]?
        (?:第?(?P<serial>[0-9]{{1,4}}|[〇零一二三四五六七八九十百]{{1,7}})?(?P<unit>号|次|期)?(?:文件?)?)
      | 第?(?P<alone>[0-9]{{1,4}})(?P<alone_unit>号|次|期)(?:文件?)?   # 云财综12号
    )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """The parts that were typed; None for those that were not. ``code`` is '' where no 机关代字 was typed."""

    code: str
    year: int | None
    serial: int | None
    unit: str | None

    def forms(self) -> tuple[str, ...]:
        """The canonical numbers this may be, none where a part is missing.

        >>> NumberQuery("某财综", 2024, 12, None).forms()
        ('某财综〔2024〕12号', '某财综〔2024〕12次', '某财综〔2024〕12期')
        """
        if not self.code or self.year is None or self.serial is None:
            return ()
        units = (self.unit,) if self.unit else ("号", "次", "期")
        return tuple(f"{self.code}〔{self.year}〕{self.serial}{unit}" for unit in units)


def parse_query(text: str) -> NumberQuery | None:
    """The number that ``text`` as a whole may mean, None where it is not written like one.

    >>> parse_query("川财综2024 年 12号"), parse_query("川财综[2024]").serial, parse_query("〔24〕十二号")
    (NumberQuery(code='川财综', year=2024, serial=12, unit='号'), None, NumberQuery(code='', year=2024, serial=12, unit='号'))
    >>> parse_query("2024年水利工作要点") is None, parse_query("云财综〔〕") is None
    (True, True)
    """
    written = normalise(text).strip(" \t\n《》“”\"'‘’（）()")
    spaced = re.sub(r"(?<=\d)\s+(?=\d)", "-", written)  # 云财综2024 12
    match = QUERY.fullmatch(re.sub(r"\s+", "", spaced))
    if match is None:
        return None
    if match["alone"]:
        return NumberQuery(match["code"], None, int(match["alone"]), match["alone_unit"]) if match["code"] else None
    year = plain_digits(match["year"])
    serial = int(plain_serial(match["serial"])) if match["serial"] else None
    if not match["code"] and serial is None:
        return None
    full = int(year) if len(year) == 4 else full_year(int(year))
    return NumberQuery(match["code"], full, serial, match["unit"])


def full_year(short: int) -> int:
    """〔24〕 as 2024, 〔98〕 as 1998: numbers of this form began in the seventies of the last century."""
    return 1900 + short if short >= 70 else 2000 + short
