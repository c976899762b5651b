"""Several things asked about in one breath: 施工、监理和检测单位分别是谁, 谁设计谁施工谁监理, 甲队和乙队的房租各多少.

Enters: the text of a question. Leaves: a question for each position or thing, none where one alone is asked about; what
stands before and after them holds for all. The positions are in lexicon/wording.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from search.question.lexicon import wording

BODY = "单位|公司|机构|企业|方|院"
WHO = "谁家?|(?:哪|什么)(?:些|几家|个|家)?(?:单位|公司|机构|企业)?"


@cache
def pattern() -> re.Pattern[str]:
    """What is asked about, the positions, and the words that ask; or 谁 before each position."""
    one = rf"(?:{'|'.join(sorted(wording('position')['position'].split('|'), key=len, reverse=True))})(?:{BODY})?"
    run = rf"{one}(?:(?:[、，,和与及]|以及|还有){one})+"
    return re.compile(
        rf"^(?P<head>.*?)(?:的|,|，)?(?:(?P<run>{run})(?:(?:这)?[两二三四几]家)?(?:{BODY})?(?:分别|各自|各|都)?(?:是|为|叫|由)?(?:{WHO})"
        rf"|(?P<each>谁(?:给|来|负责)?{one}的?(?:[、，,和]?(?:谁|哪家)(?:给|来|负责)?{one}的?)+))[？?。]?$"
    )


def positions_apart(text: str) -> list[str]:
    """A question for each position that ``text`` asks for, [] where it does not ask for several.

    >>> positions_apart("清淤工程的施工、监理和检测单位分别是谁")
    ['清淤工程的施工单位是谁', '清淤工程的监理单位是谁', '清淤工程的检测单位是谁']
    >>> positions_apart("清淤工程的监理单位是谁")
    []
    """
    match = pattern().match(text)
    if match is None or not match["head"]:
        return []
    said = match["run"] or match["each"]
    named = re.findall("|".join(sorted(wording("position")["position"].split("|"), key=len, reverse=True)), said)
    return [f"{match['head']}的{name}单位是谁" for name in named]


EACH = re.compile("各(?:自)?(?:[欠付差是有]|多少|几)|分别")


def things_apart(text: str, unread: Sequence[str]) -> list[str]:
    """A question for each of the things that nothing explains (``unread``), where an answer is wanted for each.

    >>> things_apart("甲队和乙队的房租各多少", ["甲队", "乙队"])
    ['甲队的房租多少', '乙队的房租多少']
    >>> things_apart("甲队和乙队的房租一共多少", ["甲队", "乙队"])
    []
    """
    if len(unread) < 2 or not EACH.search(text):
        return []
    run = re.search("(?:[、和与及]|以及)".join(map(re.escape, unread)), text)
    if run is None:
        return []
    rest = re.sub("各自?|分别", "", text[run.end() :])
    return [text[: run.start()] + thing + rest for thing in unread]
