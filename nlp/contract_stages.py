"""When an instalment was or is to be paid, by the words behind its sum: 12.5万元|当月支付; 34.2万元|2026年3月到货后支付.

Enters: normalised text, the end of a sum, the document's year. Leaves: paid, due, or None where the words do not tell.
"""

from __future__ import annotations

import re

PAID_WHEN = re.compile(
    r"元?（?[^，。；,;、（）\d未没不拟计预将应待原]{0,6}?"
    r"(?:(?P<year>(?:19|20)\d\d)年(?:度)?(?:\d{1,2}月(?:份|底|初|末)?)?(?:\d{1,2}日)?前?|(?P<then>当[年月日时]))?"
    r"[^，。；,;、（）\d未没不拟计预将应待原]{0,12}?(?P<stage>[后时])?(?:再|一并|一次性|予以|全部)*(?:支付|付清|付款|拨付|付讫|结清|兑付)"
)
"""behind an instalment, when it was or is to be paid: 12.5万元|当月支付; 34.2万元|2026年3月到货后支付"""


def paid_when(text: str, end: int, year: int | None) -> str | None:
    """Do the words behind an instalment say that it was paid, or when it is due? None where they say neither.

    >>> paid_when("12万元2024年6月支付", 4, 2025), paid_when("12万元到货后支付", 4, 2025), paid_when("12万元，尾款", 4, 2025)
    ('paid', 'due', None)
    """
    said = PAID_WHEN.match(text, end)
    if said is None or year is None or not (said["year"] or said["then"] or said["stage"]):
        return None
    past = said["then"] or (said["year"] and int(said["year"]) < year)
    return "paid" if past else "due"
