"""The words around one sum of money: the clause it stands in, its noun, its verb of paying, and the words behind it.

Enters: normalised text and the place of a sum. Leaves: where its clause begins, the role word that stands last before it
(审定金额为…), what a verb of paying with its state (已 / 未 / 拟 / 欠) makes of it, and the words after it that may belong to it
(…尚未支付). The words are data: lexicon amount_roles, payment_verbs.

What it does not do: weigh these against one another; that is nlp.contract_roles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.dates import Date
from nlp.lexicon import read_rows

PRICES = ("settled", "incurred", "contract", "award")
"""roles that give a contract its governing amount, the strongest first"""

BREAK = re.compile(r"[，。；,;\t]|(?<=\D):|：|（(?!元)")
BARE = re.compile(
    r"^(?:[\s、和及与或共计为是即约合、金额总人民币款的在约等价格资金达:：（()）各]|\d{1,3}(?:\.\d+)?%|[\d.]*[*×＊/÷%=+]|(?:分别|合计|其中|累计|每年))*$"
)
"""words that give a sum no role of their own: 金额为, 共计, 即"""

NEXT_SUM = re.compile(r"(?:[了约共计为]|工程款|货款|款项?|合计){0,2}\s*\d[\d,.]*\s*(?:元|[万亿])")
"""after a verb of paying: the sum it speaks of is the next one"""

SHARE_OF = re.compile(r"的?\s*\d{1,3}(?:\.\d+)?%")
"""after a price: 支付至审定价的80%，即159万元 is a payment, no price"""

CONTAINED = re.compile(r"（(?:含|其中|包括|包含)[^（）]*）")
"""what a sum contains: 剩余24万元（含质保金4万元）未支付"""

FAR = 30
"""characters between a word and the sum it speaks of, at most"""


@dataclass(frozen=True, slots=True)
class Noun:
    """A role word at ``left[start:end]`` of the words before a sum."""

    role: str
    word: str
    start: int
    end: int


@cache
def noun_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row[0], re.compile(row[1])) for row in read_rows("amount_roles"))


@cache
def verb_patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    """Compiled patterns of one kind of payment_verbs."""
    return tuple(re.compile(row[1]) for row in read_rows("payment_verbs") if row[0] == kind)


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause of the sum at ``at`` begins; a clause without words of its own reaches into the one before."""
    start = max([floor, *(m.end() for m in BREAK.finditer(text, floor, at))])
    while start > floor and BARE.match(text[start:at]) and text[start - 1] not in "。；;\t":
        start = max([floor, *(m.end() for m in BREAK.finditer(text, floor, start - 1))])
    return start


def last_noun(left: str) -> Noun:
    """The role word that stands last before the sum; ``cost`` where there is none."""
    best: Noun | None = None
    for role, pattern in noun_patterns():
        for found in pattern.finditer(left):
            if (
                not found.group()
                or len(left) - found.end() > FAR
                or (role in PRICES and SHARE_OF.match(left, found.end()))
            ):
                continue
            noun = Noun(role, found.group(), found.start(), found.end())
            if best is None or (noun.end, -noun.start) > (best.end, -best.start):
                best = noun
    if best is not None and best.role == "total":
        inner = last_noun(left[: best.start])
        return (
            Noun(inner.role, inner.word, inner.start, best.end) if inner.role in ("rest", "now", "estimate") else best
        )
    return best or Noun("cost", "", -1, -1)


def verb_role(left: str, noun: Noun, past: bool | None) -> tuple[str, bool] | None:
    """Role that a verb of paying before the sum gives, and whether it is only an allotment; None where none speaks."""
    verbs = [m for p in verb_patterns("pay") for m in p.finditer(left)]
    if not verbs:
        return ("paid", False) if noun.role == "advance" else None
    verb = max(verbs, key=lambda m: (m.end(), m.end() - m.start()))
    state = polarity(left[: verb.start()])
    of_contract = noun.word.startswith(("合同款", "合同费用")) and 0 <= noun.start - verb.end() <= 4
    after = noun.end > verb.end() or (noun.end == verb.end() and noun.start < verb.start())
    if after and noun.role in (*PRICES, "estimate", "now", "share") and not of_contract:
        return None
    if noun.role == "total" and state == "plan":
        return None
    if state in ("not", "owe"):
        return ("unpaid", False)
    spent = verb.group() == "支出"
    later = (
        state == "plain"
        and not spent
        and (past is False or (past is None and noun.role not in ("advance", "contract")))
    )
    if state == "plan" or later:
        return None if noun.role in ("rest", "retention") and noun.end > verb.end() else ("due", False)
    if noun.role in ("retention", "rest") and state != "done" and not past:
        return None
    return ("paid", verb.group() == "预拨")


def polarity(before: str) -> str:
    """not | owe | done | plan | plain, by the word nearest before the verb."""
    best, state = -1, "plain"
    for kind in ("plan", "done", "owe", "not"):
        for pattern in verb_patterns(kind):
            for found in pattern.finditer(before):
                if found.end() >= best:
                    best, state = found.end(), kind
    return state


def paid_before(dates: Sequence[Date], clause: int, left: str, year: int | None) -> bool | None:
    """Does the last date before the verb of paying lie before the document's year? None where there is none.

    The date stands in the clause of the verb; for instalments of a contract it may stand earlier in the sentence.
    """
    verbs = [m.start() for p in verb_patterns("pay") for m in p.finditer(left)]
    share = bool(re.search(r"预付|首付|进度款|合同", left))
    named = [d for d in dates if verbs and d.start <= clause + max(verbs) and (share or d.start >= clause - 1)]
    return None if not named or year is None else named[-1].year < year


def verb_before(left: str) -> bool:
    """Does a verb of paying stand before the sum in its clause?"""
    return any(p.search(left) for p in verb_patterns("pay"))


def words_after(text: str, end: int) -> str:
    """The words that may belong to the sum ending at ``end``: behind a bracket that says what is contained in it, but for
    a sum in such a bracket those inside alone.

    >>> words_after("剩余24万元（含质保金4万元）未支付", 6), words_after("剩余24万元（含质保金4万元）未支付", 14)
    ('未支付', '')
    """
    inside = CONTAINED.match(text, end)
    if inside is not None:
        return text[inside.end() : right_end(text, inside.end())]
    opened = text.rfind("（", 0, end)
    if text[end : end + 1] == "）" and CONTAINED.match(text, opened) is not None:
        return ""
    return text[end : right_end(text, end)].lstrip("）")


def right_end(text: str, end: int) -> int:
    """End of the words that may belong to the sum ending at ``end``; a closing bracket right after it is passed."""
    start = end + 1 if text[end : end + 1] == "）" else end
    stop = re.compile(r"[，。；,;\t（）]").search(text, start)
    return min(stop.start() if stop else len(text), start + FAR)


def said_after(right: str, kind: str) -> bool:
    """Do the words after a sum say that it is paid or unpaid, and not the sum that follows them?

    >>> said_after("已付清", "paid"), said_after("后已付28.31万元", "paid")
    (True, False)
    """
    found = (pattern.search(right) for pattern in verb_patterns(kind))
    return any(not NEXT_SUM.match(right, match.end()) for match in found if match)


def after_negation(left: str, right: str) -> bool:
    """无法…完成30%的款项（21万元）支付: the verb stands behind the sum, its negation before it."""
    verb = any(p.match(right.lstrip("）的款项")) for p in verb_patterns("pay"))
    return verb and polarity(left) == "not"
