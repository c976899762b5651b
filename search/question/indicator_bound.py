"""Projects by what an indicator that the question names keeps to: 系统可用率99%以上的是哪个项目, 演练次数定为2次的是哪个项目.

Enters: an understood question that no family could answer. Leaves: the projects whose target of that name keeps to the
percentage, or to the number in a unit of its own; None where the words before it are part of no label, or of labels counted
in another unit. Kinds of percentage that have a word of their own (满意度) are conditions of project_plan.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from search.question.answer import Answer, Item, evidence_of, listed, table_rows
from search.question.graph import PREFIXES, Graph, Row, number_of, text_of
from search.question.indicator_family import TITLES, stages_of
from search.question.indicator_rows import indicator_rows, indicators_query, label_says, says_any
from search.question.indicator_words import told
from search.question.mention import Mention, segmenter, uncovered
from search.question.project_family import answer_projects
from search.question.project_plan import plan_projects
from search.question.topic import common_words, is_everywhere
from search.question.understanding import Understood, trimmed
from search.question.words import idle, says

RATE = re.compile(
    r"""(?P<rate>[一-龥]{1,12}[率度比])
        (?:的?(?:要求|目标值|目标|指标值|指标))?(?:定的|定得|定在|定|写的|写|要求)?(?:是|为|要|达到|达|在|都|均|等于)*$""",
    re.X,
)
"""出水水质达标率要求达到|95%以上"""
SHORTEST = 3
"""Characters of a rate that names an indicator (满意度 and the like are kinds of their own)"""
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


def answer_rated(u: Understood, graph: Graph) -> Answer | None:
    """The projects whose indicator of the name before the percentage keeps to it."""
    bound = next((m for m in u.of("bound") if m.value == "%"), None)
    printed = RATE.search(u.text[: bound.start]) if bound else None
    if bound is None or printed is None or not u.has("noun", "project") or is_everywhere(u.departments, u.catalogue):
        return None
    end = printed.end("rate")
    rate = named_rate(u, graph, printed["rate"])
    if not rate:
        return None
    start = end - len(rate)
    kept = [m for m in u.mentions if m.end <= start or m.start >= end]
    cover = sorted([*kept, Mention(start, end, "indicator", rate)], key=lambda m: m.start)
    projects = tuple(p for p in u.projects if any(m.kind == "project" and m.value == p.names[0] for m in cover))
    read = replace(u, mentions=tuple(cover), rest=tuple(trimmed(uncovered(u.text, cover))), projects=projects)
    if any(len(chunk) == 1 for chunk in read.rest):
        return None
    answer = answer_projects(read, plan_projects(read), graph)
    return answer if answer.sparql else None


def named_rate(u: Understood, graph: Graph, printed: str) -> str:
    """The longest end of ``printed`` that is part of an indicator's label here, "" where none is."""
    rows = indicator_rows(graph, u, label_says(printed[-2:]))
    labels = {text_of(row, "level3") for row in rows}
    ends = [printed[i:] for i in range(len(printed) - SHORTEST + 1)]
    return next((end for end in ends if any(end in label for label in labels)), "")


def answer_numbered(u: Understood, graph: Graph) -> Answer | None:
    """The projects whose indicator of the name keeps to the number."""
    said = NUMBERED.search(u.text)
    if said is None or MONEY.match(said["unit"]) or not u.has("noun", "project") or u.of(*STOPS) or is_everywhere(u.departments, u.catalogue):
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
