"""What a year's money is spread over (2026年安排88万元，先行支付上年欠款10.98万元，其余…): shares of the money, no further debts.

Enters: the sums of a text with their roles. Leaves: the same, those that only say how this year's money is spread as
shares of it: what it pays of debts told before, and what it is used for. A debt that is told nowhere else stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from nlp.contract_roles import Money

PAYS_OFF = re.compile(
    r"(?:支付|偿付|偿还|归还|清偿|结清|付清|兑付|弥补|化解|拨付|清欠|解决)[^，。；,;\d]{0,8}(?:上述|以上|前述|上年|往年|以前年度|所欠|历年|(?:19|20)?\d\d年(?:度)?)"
    r"[^，。；,;\d]{0,20}$"
)
"""before a sum: 其中偿付2025年欠付租金、物业费|15.13万元"""
OWED = re.compile(r"欠|尾款|余款|未付|应支未支|应付未付|缺口|质保金|剩余|上年|往年|以前年度")
USED = re.compile(r"^(?:则|均|全部|将|主要)?(?:用于|用作|作为|用来|弥补|支付)(?P<what>[^，。；,;]{0,24})")
"""behind a sum: 16.32万元|用于运维和专线费用"""
PERIOD = re.compile(
    r"[、，,和及与](?:(?:19|20)\d\d年(?:度)?)?(?:[前后第]?[一二三四]个?季度|[上下]半年|全年|\d{1,2}月?[-—至]\d{1,2}月)?的?(?:费用|服务费|租金|款项|款)?"
)
"""between two shares of which the second only names its period: 2025年第四季度53万元|、2026年前三季度|159万元"""
SPREAD = "用于"
"""noun of a sum that is a share of the year's money"""
MOST = 8
"""debts told before that are tried as the parts of a sum"""


def without_spreading(text: str, monies: Sequence[Money]) -> list[Money]:
    """The sums, those that repeat debts told before or say what this year's money is used for as shares of it."""
    out: list[Money] = []
    for money in monies:
        before = [m for m in out if m.sentence == money.sentence]
        now = next((m for m in before if m.role == "now"), None)
        if now is None or money.value > now.value:
            out.append(money)
            continue
        left, right = text[max(money.clause - 1, 0) : money.amount.start], USED.match(text[money.amount.end :])
        paying = PAYS_OFF.search(left) or (right and OWED.search(right["what"]))
        goes_on = bool(out) and out[-1].noun == SPREAD and PERIOD.fullmatch(text, out[-1].amount.end, money.amount.start)
        again = goes_on or (paying and adds_up(money.value, [m.value for m in out if m.role == "unpaid" and m.sentence < money.sentence]))
        if again or (right and not paying and money.role in ("unpaid", "cost", "rent", "now")):
            money = replace(money, role="share", whole=False, noun=SPREAD)
        out.append(money)
    return out


def adds_up(value: Decimal, debts: Sequence[Decimal]) -> bool:
    """Is a sum one of the debts, or what some of them come to?

    >>> adds_up(Decimal(11), [Decimal(6), Decimal(5), Decimal(9)]), adds_up(Decimal(12), [Decimal(6), Decimal(5)])
    (True, False)
    """
    last = list(debts)[-MOST:]
    return any(sum(some, Decimal(0)) == value for n in range(1, len(last) + 1) for some in combinations(last, n))


def told_besides(text: str, start: int, end: int, monies: Sequence[Money]) -> str:
    """``text[start:end]`` without the sentences that spread the year's money: they say of no obligation that it is open."""
    spread = [m.amount.start for m in monies if m.noun == SPREAD and start <= m.amount.start < end]
    sentences, at = [], start
    for sentence in re.split("(?<=。)", text[start:end]):
        sentences += [sentence] if not any(at <= place < at + len(sentence) for place in spread) else []
        at += len(sentence)
    return "".join(sentences)
