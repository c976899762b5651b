"""A number of things that the text of a project's page counts: 有几条公交线路, 给多少名执法人员配服装.

Enters: a question for a number of things that no indicator answers. Leaves: the one number that stands beside the noun,
counted in the unit asked for, in a sentence that says the other words of the question; None where there is none, or several.
What the sentence tells of another year or of work done so far is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nlp.amounts import scale_of
from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, table_rows
from search.question.asked_unit import things_counted
from search.question.doer import CLAUSE, SENTENCE, fields_query
from search.question.graph import PREFIXES, Graph, Row, select, text_of
from search.question.indicator_words import ACT, AFTER, Sought, sought_of, told
from search.question.lexicon import wording
from search.question.numerals import NUMERAL, parse_number
from search.question.topic import is_wide
from search.question.understanding import Understood
from search.question.words import says_as

PAST = re.compile("已|上年|去年|以前年度|原有|截至|累计")
YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")
LONGER = "(?:里|方米|方公里|方千米|米|顷|斤|次|时)?"
"""What may follow the first character of a unit: 公里, 平方米"""
EACH = re.compile("每|平均|[日月季年人户]均|日(?=[处产供排]|清[运扫])")
"""每天处理多少: a number of one day or one thing"""
LONGEST = 6
"""Characters of a noun that the segmenter takes for single ones"""
SIZES = ("大", "长", "高", "元", "钱", "万", "年", "月", "天", "次")
"""What is measured or happens rather than stands somewhere in a number: sizes, money, times"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number beside a noun."""

    value: Decimal
    unit: str
    noun: str
    clause: str
    row: Row


def answer_counted(u: Understood, graph: Graph) -> Answer | None:
    """The number of the things, as one sentence of a project's page says it."""
    sought = sought_of(u, u.mentions) if asks_number(u) else None
    unit, nouns = asked_of(u, sought) if sought else ("", [])
    if sought is None or not nouns or sought.each or EACH.search(u.text) or unit in SIZES or is_wide(u.departments, u.catalogue):
        return None
    query = fields_query(u, [form for word in (*nouns, *sought.words) for form in forms_of(word)])
    told_of = (counted for row in select(graph, query) for noun in nouns for counted in numbers_in(row, noun, unit, sought))
    found = [counted for counted in told_of if all(deed in f"{counted.clause}{text_of(counted.row, 'name')}" for deed in ACT.findall(u.text))]
    if len({counted.value for counted in found}) != 1:
        return None
    first = found[0]
    text = f"{text_of(first.row, 'name')}：{first.noun}{plain(first.value)}{first.unit}。原文：“{first.clause}”。"
    return Answer(u.question, "answer", text, (Item(first.noun, plain(first.value), first.unit, text_of(first.row, "project")),),
                  ("按项目页里写明的句子",), PREFIXES + query, ("项目", "部门", "原文"),
                  table_rows([first.row], ("name", "department", "text")),
                  evidence_of(graph, dict.fromkeys(text_of(counted.row, "field") for counted in found)))  # fmt: skip


def asks_number(u: Understood) -> bool:
    """Whether a number of things is asked for, of this year's text."""
    other = u.has("contract", "unpaid", "due") or u.has("noun", "project", "policy", "contract", "indicator") or u.has("concept") or u.has("cite")
    known = all(year in u.catalogue.years for year in u.years) and all(value == "this" for value in u.values("time"))
    once = sum(m.value in ("quantity", "count") for m in u.of("want")) == 1
    return once and not u.asks("amount") and not other and known and told("done").search(u.text) is None


def asked_of(u: Understood, sought: Sought) -> tuple[str, list[str]]:
    """The first character of the measure word, and what may be counted: the noun behind it, else every word before 多少."""
    after = AFTER.search(u.text)
    if after is None or not sought.thing:
        return "", []
    pieces = after[0][: -len(sought.thing)].endswith("个")
    own = [chunk for chunk in u.rest if len(chunk) <= LONGEST and u.text.find(chunk) in {m.end for m in u.of("want")}]
    behind = [word for word in (*own, *things_counted(u), sought.thing if pieces else sought.thing[1:]) if len(word) > 1]
    if behind:
        return "个" if pieces else sought.thing[0], [behind[0] if own else max(behind, key=len)]
    words = dict.fromkeys((*sought.words, *(chunk for chunk in u.rest if len(chunk) <= LONGEST)))
    return sought.thing[0], [word for word in words if len(word) > 1 and u.text.rfind(word, 0, after.start()) >= 0]


def forms_of(word: str) -> list[str]:
    """A word and what forms call it or a part of it (巡游出租车: 巡游出租汽车)."""
    called = [(said, form) for said, forms in wording("topic_word").items() if said in word for form in forms.split("|") if form]
    return [word, *(word.replace(said, form) for said, form in called)]


def numbers_in(row: Row, noun: str, first: str, sought: Sought) -> Iterator[Counted]:
    """Numbers in the unit beside the noun, in the sentences of a text that say every word."""
    unit, thing = f"[{wording('unit').get(first, first)}{first}]{LONGER}", "|".join(map(re.escape, forms_of(noun)))
    beside = re.compile(
        rf"(?:{thing})[^，。；、：\d]{{0,6}}?{number_at('behind')}(?P<behind_unit>{unit})"
        rf"|{number_at('ahead')}(?P<ahead_unit>{unit})的?[^，。；、：\d]{{0,4}}?(?:{thing})"
    )
    for sentence in SENTENCE.split(text_of(row, "text")):
        if not all(says_as(f"{sentence}\0{text_of(row, 'name')}", word) for word in sought.words):
            continue
        for clause in CLAUSE.split(sentence):
            years = set(YEAR.findall(clause)) - {text_of(row, "year")}
            for m in beside.finditer(clause) if not years and not PAST.search(clause) else ():
                place = "ahead" if m["ahead"] else "behind"
                number = parse_number(m[place].replace(",", ""))
                if number is not None:
                    yield Counted(number * scale_of(m[f"{place}_scale"]), m[f"{place}_unit"], noun, clause.strip(), row)


def number_at(name: str) -> str:
    """The expression of a number under ``name``, with its scale; no part of a longer number, a year or 第三."""
    return rf"(?<![\d.年第零〇一二两三四五六七八九十])(?P<{name}>{NUMERAL})(?P<{name}_scale>[万亿]?)"
