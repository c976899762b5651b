"""An indicator by its own words, where nothing else answers: 故障多长时间要响应, 布雷图指数达标率, 一亩造林多少钱.

Enters: an understood question that no family could answer. Leaves: the indicators whose label the question prints, or
the one whose label and project bear every word of it and whose unit is the one asked for; None where there is none or
several are left. What was done so far (已经, 实际) is never answered: indicators are targets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from search.question.answer import Answer
from search.question.asked_unit import last_of_noun, things_counted
from search.question.catalogue import bare
from search.question.graph import Graph, Row, number_of, text_of
from search.question.indicator_family import PAID, of_rate, stages_of, stated
from search.question.indicator_rows import indicator_rows, indicators_query, labelled_in, name_says_all, says_any
from search.question.lexicon import wording
from search.question.mention import Mention
from search.question.topic import common_words, is_everywhere
from search.question.understanding import Understood
from search.question.words import free_words, says, says_as

ASKING = frozenset(["want", "filler", "department", "year", "time", "money", "scope", "contrast", "topic"])
"""Kinds of mention that say how something is asked, not what"""
STOPS = frozenset(
    ["not", "negation", "bound", "top", "rank", "foreign", "personal", "actual", "opinion", "fund", "fund_mode", "group", "phase", "undisclosed",
     "attribute", "beyond", "policy", "unknown_number", "unknown_title", "foreign_company", "policy_force", "contents", "derive",
     "aggregate", "share", "staff", "same", "code"]
)  # fmt: skip
"""Kinds of mention with which a question is about something else than one indicator"""
MONEY = re.compile("花|钱|元|经费|资金|预算")
PRICE = re.compile("成本|标准|单价")
LIMITS = "至少|最少|起码|最多|至多|不少于|不低于|不超过|不高于|不多于|不得少于|不得低于|不得超过|不能少于|不能低于|不能超过|控制在"
"""Words that the sign of a target says: 至少要奖多少人"""
BOUND = re.compile(rf"(?:{LIMITS})[要得需]?")
AFTER = re.compile(
    r"""(?:多少|几)(?:个(?=[一-龥]))?(?P<thing>[一-龥]{0,3})        # 多少座煤矿
        |多(?P<size>[大长高])(?!时间)                                # 多大
        |(?P<count>[台套户组份处座辆支架艘把块])数(?=$|[?？。])      # 自助终端台数""",
    re.X,
)
ACT = re.compile("改扩建|新建|改建|扩建|新增|拆除")
"""What is done with things, so that those it is not done with are others: 新建几座 is no number of those kept up"""
SPANS = re.compile("秒|分|小?时|天|日|周|月|年|季")
DATED = re.compile(r"\d|每|季|年")
TIMED = re.compile("时间|日期|时点|时限|期限|周期")
VAGUE = "个项次大长高钱元万"
"""Measure words that many things are counted in"""
NAMED = 0.6
"""Share of its name from which a project is named"""
LEAST, MOST, FEW = 4, 6, 3
"""Characters of a label that name an indicator; projects answered together that share a label printed, or meant"""


FORMS = {"done": "{}", "each": "(?<![哪第])[每一](?P<unit>{})(?!般|次性)", "measure": "(?:{})(?:目标|指标)?[?？。]?$"}
"""Words of lexicon/wording.tsv in the place where they mean something: 每吨 and 一亩, 培训天数 at the end"""


@cache
def told(kind: str) -> re.Pattern[str]:
    """Where the words of a kind stand.

    >>> told("each").search("一亩造林多少钱")["unit"], told("measure").search("培训天数")[0]
    ('亩', '天数')
    """
    return re.compile(FORMS[kind].format(wording(kind)[kind]))


@dataclass(frozen=True, slots=True)
class Sought:
    """What the question says of the indicator."""

    words: tuple[str, ...]
    """each in the label or the name of the project"""
    soft: tuple[str, ...]
    """words that carry no condition but tell equal labels apart (完成)"""
    thing: str
    """what stands after 多少 or 几: a measure word, or the thing counted"""
    each: tuple[str, ...]
    """吨 of 每吨"""
    money: bool
    timed: str
    """when | duration | "" """
    acts: tuple[str, ...] = ()
    """what is done with the things, which label or project must say: 新建"""
    counted: bool = False
    """a number is asked for: 电费多少 is not 每月"""


def answer_words(u: Understood, graph: Graph) -> Answer | None:
    """The indicators that the question is about; None where it is about none, or about no single one."""
    if not of_targets(u):
        return None
    return answer_printed(u, graph) or answer_meant(u, graph) or answer_only(u, graph)


def answer_label(u: Understood, graph: Graph) -> Answer | None:
    """The indicators of a label printed in the question, where what it says of projects is too little to name one."""
    if not u.projects or any(match.share >= NAMED for match in u.projects) or not of_targets(u):
        return None
    return answer_printed(u, graph)


def of_targets(u: Understood) -> bool:
    """Whether the question may be about targets of a year that is here, not about what was done or agreed in a contract."""
    if u.has("contract") or u.has("noun", "contract") or u.has("deed"):
        return False
    wide = is_everywhere(u.departments, u.catalogue)
    known = all(year in u.catalogue.years for year in u.years) and all(value == "this" for value in u.values("time"))
    both = u.has("compare") and len(stages_of(u)) < 2  # two targets of which one alone would be told
    return known and not wide and not both and told("done").search(u.text) is None


def answer_printed(u: Understood, graph: Graph) -> Answer | None:
    """The indicator whose label stands in the question; what else it says must be in the project's name."""
    condition = labelled_in(u.text, LEAST)
    rows = indicator_rows(graph, u, condition)
    label = max((text_of(row, "level3") for row in rows), key=len, default="")
    if not label:
        return None
    start = u.text.index(label)
    outside = [m for m in u.mentions if m.end <= start or m.start >= start + len(label)]
    sought = sought_of(u, [*outside, Mention(start, start + len(label), "filler", label)])
    if sought is None:
        return None
    rows = [row for row in rows if text_of(row, "level3") == label and fits(sought, row)]
    rows = [row for row in rows if all(says(text_of(row, "name"), word) for word in sought.words)]
    rows = of_stage(u, rows)
    if not rows or len({text_of(row, "project") for row in rows}) > MOST:
        return None
    return stated(u, graph, indicators_query(u, condition), rows)


def answer_meant(u: Understood, graph: Graph) -> Answer | None:
    """The one indicator that bears every word; of several those whose label alone says most of them, one of a project."""
    sought = sought_of(u, u.mentions)
    if sought is None or not sought.words or all(word in common_words() for word in sought.words):
        return None
    telling = tuple(word for word in sought.words if word not in common_words())
    sought = replace(sought, words=telling) if len(telling) > 1 else sought
    asks = u.asks("quantity", "count", "amount", "duration", "when") or sought.thing or sought.each or names_measure(u)
    spoken = bool(u.has("money") or MONEY.search(u.text)) and not (sought.each or PRICE.search(u.text))
    if not asks or (spoken and not u.asks("quantity", "count", "when", "duration")):
        return None
    condition = says_any(sought.words)
    rows = [row for row in indicator_rows(graph, u, condition) if bears(sought, row) and fits(sought, row)]
    rows = of_stage(u, rows)
    best = max((rank(sought, row) for row in rows), default=(0, 0))
    rows = [row for row in rows if rank(sought, row) == best]
    pairs = {(text_of(row, "project"), text_of(row, "level3")) for row in rows}
    if not 1 <= len(pairs) <= FEW or len({project for project, _ in pairs}) < len(pairs):
        return None
    rows.sort(key=lambda row: len(text_of(row, "level3")))
    answer = stated(u, graph, indicators_query(u, condition), rows)
    return replace(answer, assumptions=(*answer.assumptions, "符合的指标不止一个，分别列出")) if len(pairs) > 1 else answer


def answer_only(u: Understood, graph: Graph) -> Answer | None:
    """The one indicator counted in the unit asked for (多少人), of the one project whose name says every word."""
    sought = sought_of(u, u.mentions)
    if sought is None or not sought.thing or sought.thing[0] in VAGUE or not any(len(word) > 1 for word in sought.words):
        return None
    condition = name_says_all(sought.words)
    rows = of_stage(u, [row for row in indicator_rows(graph, u, condition) if fits(sought, row)])
    if len({(text_of(row, "project"), text_of(row, "level3")) for row in rows}) != 1:
        return None
    return stated(u, graph, indicators_query(u, condition), rows)


def names_measure(u: Understood) -> bool:
    """Whether the question ends in the name of a measure and asks nothing else: 培训天数, 展厅面积."""
    return not u.of("want", "bound") and not u.has("noun", "project") and told("measure").search(u.text) is not None


def sought_of(u: Understood, mentions: list[Mention] | tuple[Mention, ...]) -> Sought | None:
    """The parts of the question that say which indicator is meant; None where a part says something else."""
    if any(m.kind in STOPS and not summed_up(u, m) for m in mentions):
        return None
    after = AFTER.search(u.text)
    each = list(told("each").finditer(u.text))
    taken = [(m.start, m.end) for m in mentions if asking(m)]
    taken += [match.span() for match in (after, *each, *BOUND.finditer(u.text)) if match]
    thing = ((after["thing"] or after["size"] or after["count"] or "") if after else "").strip("的了是")
    words = free_words(u.text, taken) or things_counted(u) or ([thing[:2]] if len(thing) > 1 else [])
    if thing[1:] and thing[0] not in "钱元万" and thing[0] in "".join(wording("unit")) and sum(word not in common_words() for word in words) < 2:
        words += [word for word in (thing[1:],) if len(word) > 1]  # 多少家|排污单位
    words += [word for word in things_counted(u) if not any(word in other or other in word for other in words if len(other) > 1)]
    words += last_of_noun(u)
    when = "when" if u.asks("when") else "duration" if u.asks("duration") else ""
    soft = tuple(u.printed(m) for m in mentions if m.kind == "filler" and m.end - m.start > 1)
    money = bool(re.search("多少(?:钱|元|万)", u.text) or PAID.search(u.text))
    each_unit, acts = tuple(m["unit"] for m in each), tuple(ACT.findall(u.text))
    return Sought(tuple(dict.fromkeys(words)), soft, thing, each_unit, money, when, acts, u.asks("amount", "quantity", "count"))


def summed_up(u: Understood, m: Mention) -> bool:
    """一共养护多少公里: the whole number is asked for, nothing is added up."""
    return (m.kind, m.value) == ("aggregate", "sum") and u.asks("quantity", "count") and not u.asks("amount") and not u.has("noun", "project")


def asking(m: Mention) -> bool:
    return m.kind in ASKING or (m.kind, m.value) == ("aggregate", "sum") or (m.kind == "noun" and m.value in ("project", "indicator"))


def bears(sought: Sought, row: Row) -> bool:
    """Whether label and project say every word, the label at least one of two characters whole, or 每户 of 户均."""
    label, both = bare(text_of(row, "level3")), bare(text_of(row, "level3") + "\0" + text_of(row, "name"))
    own = [word for word in sought.words if len(word) > 1 and word in label]
    return bool(own or set(sought.each) - {"年"}) and all(says_as(both, word) for word in sought.words)


def fits(sought: Sought, row: Row) -> bool:
    """Whether the value is what is asked for: a date, a time, money, or a number in the unit or of the thing named."""
    unit, label, value = text_of(row, "unit"), text_of(row, "level3"), text_of(row, "value")
    if any(act not in label and act not in text_of(row, "name") for act in sought.acts):
        return False
    if sought.timed == "when":
        return bool(TIMED.search(label)) and bool(DATED.search(value))
    if sought.timed == "duration":
        return bool(SPANS.match(core(unit))) and number_of(row, "number") is not None
    if sought.counted and not re.search(r"\d", value):
        return False
    if not all(is_each(one, unit, label) for one in sought.each):
        return False
    if sought.money:
        return "元" in unit
    if not sought.thing:
        return bool(value)
    if sought.thing[:1] in "钱元万" or number_of(row, "number") is None:
        return sought.thing[:1] in "钱元万" and "元" in unit
    units = wording("unit").get(sought.thing[0], sought.thing[0])
    if counts_other(sought, label):
        return False
    if core(unit)[:1] in tuple(units) and units:
        return True
    return len(sought.thing) > 1 and sought.thing[:2] in label and unit != "%"


def counts_other(sought: Sought, label: str) -> bool:
    """Whether a label says the last thing named, but counts something of it (几个大队: 大队办公用房租赁)."""
    last = next((word for word in reversed(sought.words) if word in label), "")
    return bool(last) and re.search(wording("uncounted")["uncounted"], label.rpartition(last)[2]) is not None


def is_each(one: str, unit: str, label: str) -> bool:
    """Whether a value is that of one of what the question says; a plain number of the year's target is that of a year."""
    if {one[-1], *wording("unit").get(one, "")} & set(unit.split("/")[1:]):  # 每座矿: 元/矿, 一辆: 元/台
        return True
    return one in unit.split("/")[1:] or re.search(f"每{one}|单{one}|{one}均", label) is not None or (one == "年" and "/" not in unit)


def core(unit: str) -> str:
    """A unit without its scale.

    >>> core("万亩"), core("元/吨")
    ('亩', '元/吨')
    """
    return unit.lstrip("十百千万亿")


def rank(sought: Sought, row: Row) -> tuple[int, int]:
    """How much of the question the label alone says: characters of words, then words that carry no condition."""
    label = bare(text_of(row, "level3"))
    return sum(len(word) for word in sought.words if says(label, word)), sum(word in label for word in sought.soft)


def of_stage(u: Understood, rows: list[Row]) -> list[Row]:
    """The year's targets of each project that has any, else those of the whole period; of rates those of the name printed."""
    rows = of_rate(u, rows)
    fit = [row for row in rows if text_of(row, "stage") in stages_of(u)]
    known = {(text_of(row, "project"), text_of(row, "level3")) for row in fit}
    return fit + [row for row in rows if (text_of(row, "project"), text_of(row, "level3")) not in known]
