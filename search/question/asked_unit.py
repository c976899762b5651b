"""The measure word a question asks for: 多少人, 几辆, 多大. What is counted in another unit is no answer."""

from __future__ import annotations

import re

from search.question.lexicon import wording
from search.question.mention import segmenter
from search.question.understanding import Understood
from search.question.words import idle

UNIT_ASKED = re.compile(r"(?:多少|几)(?:个(?=人))?([一-龥]{1,3})|多(大)")


def units_asked(u: Understood) -> str:
    """First characters of the units that fit the measure word of the question; "" where it names none.

    多少人 is answered in 人, 名 or 位; 几个 in 个, 座, 家 and what else is counted by 个.
    """
    word = measure_word(u)
    return wording("unit").get(word, word) if word else ""


def measure_word(u: Understood) -> str:
    """The first character of the measure word after 多少 or 几, where a number of things is asked for."""
    if not u.asks("quantity", "count"):
        return ""
    if any(u.text.startswith(("单位", "部门", "局", "家"), m.end) for m in u.of("want") if m.value == "count"):
        return ""
    asked = next((match for m in u.of("want") if m.value in ("quantity", "count") and (match := UNIT_ASKED.search(u.printed(m)))), None)
    asked = asked or UNIT_ASKED.search(u.text)
    return (asked[1] or asked[2])[0] if asked else ""


def has_unit(unit: str, units: str) -> bool:
    """Whether a figure's unit fits one of the units asked for (台（套） fits 台)."""
    return not units or (bool(unit) and unit[0] in units)


def things_counted(u: Understood) -> list[str]:
    """Words for what stands right behind the measure word and that nothing else explains: 几套|冬装."""
    ends = {m.end for m in u.of("want") if m.value in ("quantity", "count")}
    return [word for chunk in u.rest if u.text.find(chunk) in ends for word in segmenter()(chunk) if len(word) > 1 and not idle(word)]


def last_of_noun(u: Understood) -> list[str]:
    """The single character that ends what is counted, where the segmenter parts it: 站 of 几个监测站."""
    ends = {m.end for m in u.of("want") if m.value in ("quantity", "count")}
    last = [segmenter()(chunk)[-1] for chunk in u.rest if u.text.find(chunk) in ends and len(chunk) > 1]
    return [char for char in last if len(char) == 1 and not idle(char)]
