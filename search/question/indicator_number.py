"""Projects by a number that an indicator states in a unit of its own: 演练次数定为2次的是哪个项目, 培训人数不少于100人的项目.

Enters: an understood question that no family could answer. Leaves: the projects whose target of that name keeps to the
number; None where the words before the number are part of no label, or of labels counted in another unit.
"""

from __future__ import annotations

import re
from decimal import Decimal

from search.question.answer import Answer, Item, evidence_of, listed, table_rows
from search.question.graph import PREFIXES, Graph, Row, number_of, text_of
from search.question.indicator_bound import too_wide
from search.question.indicator_family import TITLES, stages_of
from search.question.indicator_rows import indicator_rows, indicators_query, says_any
from search.question.indicator_words import told
from search.question.mention import segmenter
from search.question.topic import common_words
from search.question.understanding import Understood
from search.question.words import idle, says

NUMBERED = re.compile(
    r"""(?P<label>[一-龥]{2,16}?)(?:目标|指标|要求)?的?(?:定为|定在|定成|设为|定的是|写的是|写着|写|定|为|是|要求|要|达到|达)*
        (?P<before>≥|≤|不少于|不低于|不超过|至少|超过)?(?P<number>\d+(?:\.\d+)?)(?P<unit>[一-龥]{1,3}?)(?P<after>以上|以下|及以上)?
        的?(?:都)?(?:是|有)?(?:哪|项目)                                     # 演练次数定为2次的是哪个项目
    """,
    re.X,
)
MONEY = re.compile("元|万|亿|年|月|日|号|个项目")
"""What is counted otherwise than by an indicator: money, dates, projects"""
STOPS = ("not", "negation", "bound", "top", "rank", "compare", "aggregate", "contract", "policy", "cite", "share", "change", "phase", "fund")


def answer_numbered(u: Understood, graph: Graph) -> Answer | None:
    """The projects whose indicator of the name keeps to the number."""
    said = NUMBERED.search(u.text)
    if said is None or MONEY.match(said["unit"]) or not u.has("noun", "project") or u.of(*STOPS) or too_wide(u):
        return None
    if u.asks("amount", "when", "reason", "duration") or any(chunk not in said[0] for chunk in u.rest):
        return None  # more is said or asked than the number of an indicator
    words = label_words(u, said["label"])
    if all(word in common_words() or told("measure").fullmatch(word) for word in words):
        return None
    condition = says_any(words)
    rows = [row for row in indicator_rows(graph, u, condition) if bears(row, words, said["unit"])]
    rows = [row for row in rows if text_of(row, "stage") in stages_of(u)] or rows
    rows = [row for row in rows if keeps(number_of(row, "number"), said)]
    if not rows:
        return None
    names = {text_of(row, "name"): text_of(row, "project") for row in rows}
    items = tuple(Item(name, None, None, iri) for name, iri in names.items())
    parts = [f"{text_of(row, 'name')}（{text_of(row, 'level3')}{text_of(row, 'value')}）" for row in rows]
    return Answer(u.question, "answer", f"符合的项目有{len(names)}个：{listed(parts, 12)}。", items, ("取年度目标的指标值",),
                  PREFIXES + indicators_query(u, condition), TITLES, table_rows(rows, ("name", "level1", "level2", "level3", "value")),
                  evidence_of(graph, [text_of(row, "indicator") for row in rows]))  # fmt: skip


def label_words(u: Understood, printed: str) -> list[str]:
    """The words before the number that say which indicator is meant: without departments and what asks."""
    start = u.text.find(printed)
    asked = [m for m in u.mentions if m.kind in ("department", "year", "want", "time") or (m.kind == "filler" and m.end - m.start > 1)]
    kept = "".join(" " if any(m.start <= start + i < m.end for m in asked) else char for i, char in enumerate(printed))
    return [word for word in segmenter()(kept) if len(word.strip()) > 1 and not idle(word)]


def bears(row: Row, words: list[str], unit: str) -> bool:
    """Whether label and project say every word, the label one of them, and the value is counted in the unit."""
    label = text_of(row, "level3")
    both = f"{label}\0{text_of(row, 'name')}"
    own = any(says(label, word) for word in words if word not in common_words())
    return own and all(says(both, word) for word in words) and text_of(row, "unit").lstrip("十百千万").startswith(unit[:1])


def keeps(number: Decimal | None, said: re.Match[str]) -> bool:
    if number is None:
        return False
    wanted, low = Decimal(said["number"]), {said["before"], said["after"]} & {"≥", "不少于", "不低于", "至少", "以上", "及以上"}
    if low:
        return number >= wanted
    if {said["before"], said["after"]} & {"≤", "不超过", "以下"}:
        return number <= wanted
    return number > wanted if said["before"] == "超过" else number == wanted

