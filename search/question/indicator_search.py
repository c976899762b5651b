"""Indicators without a named project: 哪个项目的满意度最低, 满意度低于90的项目, 洗扫车要买几辆.

The highest and the lowest are taken among percentages of one kind of indicator, ties with them. An indicator is found by
its own words only where one alone bears every word of the question and is counted in the unit asked for.
"""

from __future__ import annotations

import re
from decimal import Decimal

from search.question.answer import Answer, Item, decimal_text, evidence_of, listed, refusal, table_rows
from search.question.asked_unit import UNIT_ASKED, has_unit, units_asked
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_literal, text_of
from search.question.indicator_family import TITLES, levels, stages_of, stated
from search.question.lexicon import phrases, wording
from search.question.mention import segmenter
from search.question.numerals import comparators, longest_first
from search.question.refusal import unaccounted, unused_words
from search.question.topic import MANY, common_words, topic_words
from search.question.understanding import Understood

MONEY = re.compile("花|钱|元|经费|资金|预算")
RATE = r"(?:满意度|满意率|[一-龥]{1,3}率)"
USED = frozenset(["department", "year", "indicator", "noun", "filler", "aggregate", "scope", "topic", "money", "contrast", "top"])
HELD = frozenset(["want:amount", "want:list", "want:what", "want:who", "time:this"])
PERCENTAGES = ("满意度", "合格率", "完成率")
"""Kinds of indicator whose values are percentages"""


def spelled_percent(text: str) -> str:
    """``text`` with the % that people leave out after a rate.

    >>> spelled_percent("满意度低于90的项目"), spelled_percent("合格率95以上"), spelled_percent("满意度的项目超过3个")
    ('满意度低于90%的项目', '合格率95%以上', '满意度的项目超过3个')
    """
    before, after = (longest_first(comparators()[place]) for place in ("before", "after"))
    number = r"(?P<n>\d{2,3}(?:\.\d+)?)(?![\d.%％万元个项家人分亿年])"
    pattern = rf"(?P<rate>{RATE}(?:目标|指标|要求)?(?:定得|定在|定的|是|在)?)(?:(?P<b>{before}){number}|(?P<m>\d{{2,3}}(?:\.\d+)?)(?P<a>{after}))"

    def put(match: re.Match[str]) -> str:
        return match["rate"] + (f"{match['b']}{match['n']}%" if match["b"] else f"{match['m']}%{match['a']}")

    return re.sub(pattern, put, text)


def asks_extreme(u: Understood) -> bool:
    """Whether projects are wanted that set the highest or lowest percentage of a kind."""
    kind = next(iter(u.values("indicator")), "")
    return kind in PERCENTAGES and u.has("aggregate", "max", "min") and not u.projects and not u.bounds("%") and not u.has("contract")


def indicators_query(u: Understood, condition: str) -> str:
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else ""
    years = f"FILTER(?docYear IN ({', '.join(map(str, u.years))}))" if u.years else ""
    return f"""SELECT DISTINCT ?indicator ?project ?name ?department ?stage ?level1 ?level2 ?level3 ?value ?operator ?number ?unit WHERE {{
  {scope} ?indicator a bk:Indicator ; bk:project ?project ; bk:document ?doc ; bk:level3 ?level3 ; bk:indicatorValue ?value .
  ?project skos:prefLabel ?name . ?doc bk:publisher ?publisher ; bk:year ?docYear . ?publisher skos:prefLabel ?department . {years}
  OPTIONAL {{ ?indicator bk:stage ?stage }} OPTIONAL {{ ?indicator bk:level1 ?level1 }} OPTIONAL {{ ?indicator bk:level2 ?level2 }}
  OPTIONAL {{ ?indicator bk:operator ?operator }} OPTIONAL {{ ?indicator bk:number ?number }} OPTIONAL {{ ?indicator bk:unit ?unit }}
  {condition}
}} ORDER BY ?name ?stage ?indicator"""


def answer_extreme(u: Understood, graph: Graph) -> Answer:
    """The projects with the highest or lowest percentage, all of those that tie."""
    strays = unaccounted(u, USED, HELD) + [chunk for chunk in u.rest if len(bare(chunk)) > 1]
    if strays or u.limit:
        return unused_words(u, strays or ["前几名"])
    kind = u.values("indicator")[0]
    query = indicators_query(u, 'FILTER(?unit = "%" && BOUND(?number))')
    rows = [row for row in select(graph, query) if kind in levels(row)]
    yearly = {text_of(row, "project") for row in rows if text_of(row, "stage") == "year"}
    rows = [row for row in rows if text_of(row, "stage") == "year" or text_of(row, "project") not in yearly]
    if not rows:
        return refusal(u.question, f"没有项目的绩效表写出{kind}的百分数。", PREFIXES + query)
    least = u.has("aggregate", "min")
    best = (min if least else max)(number_of(row, "number") or Decimal(0) for row in rows)
    chosen = [row for row in rows if number_of(row, "number") == best]
    names = list(dict.fromkeys(text_of(row, "name") for row in chosen))
    items = tuple(Item(name, decimal_text(best), "%", next(text_of(r, "project") for r in chosen if text_of(r, "name") == name)) for name in names)
    total = len({text_of(row, "project") for row in rows})
    text = f"写出{kind}的{total}个项目里，{'最低' if least else '最高'}的是{listed(names, 12)}（{text_of(chosen[0], 'value')}）。"
    return Answer(u.question, "answer", text, items, ("取年度目标的指标值",), PREFIXES + query, TITLES,
                  table_rows(chosen, ("name", "level1", "level2", "level3", "value")),
                  evidence_of(graph, [text_of(r, "indicator") for r in chosen]))  # fmt: skip


def counts_things(u: Understood) -> bool:
    """Whether the number of some thing is asked for that is no project (考点有多少个): projects about it are not counted instead."""
    other = ("noun", "project", "attribute", "fund", "cite", "policy", "policy_kind", "phase", "undisclosed", "bound", "topic", "concept", "label")
    return u.asks("count") and not u.of(*other) and any(len(bare(chunk)) > 1 for chunk in u.rest)


def answer_unnamed(u: Understood, graph: Graph) -> Answer | None:
    """The one indicator that bears every word of the question; None where none or several do."""
    documents = sum(len(d.documents) for d in u.catalogue.departments)
    asking = u.asks("quantity", "count", "amount")
    if not asking or (not u.departments and documents > MANY) or u.of(*ELSEWHERE):
        return None
    counted = u.asks("quantity", "count")
    if any(value != "this" for value in u.values("time")) or (not counted and (u.projects or u.has("money") or MONEY.search(u.text))):
        return None
    words = asked_words(u)
    if not words or all(word in common_words() for word in words):
        return None
    tests = " && ".join(f"CONTAINS(CONCAT(?name, ?level3), {text_literal(word)})" for word in words)
    rows = select(graph, indicators_query(u, f"FILTER({tests})"))
    rows = [row for row in rows if number_of(row, "number") is not None and in_unit(u, row) and any(w in text_of(row, "level3") for w in words)]
    rows = [row for row in rows if counted or all(word in text_of(row, "level3") for word in words)]
    yearly = [row for row in rows if text_of(row, "stage") in stages_of(u)] or rows
    if len({(text_of(row, "project"), text_of(row, "level3")) for row in yearly}) != 1:
        return None
    return stated(u, graph, indicators_query(u, f"FILTER({tests})"), yearly)


ELSEWHERE = (
    "policy", "contract", "organisation", "fund", "bound", "not", "negation", "change", "share", "compare", "phase", "attribute", "top",
    "aggregate", "due", "facet", "cite", "chain", "opinion", "actual", "term", "column", "staff", "policy_kind", "undisclosed", "group",
)  # fmt: skip
"""Kinds of mention with which a question is about something else than one indicator"""


def asked_words(u: Understood) -> list[str]:
    """Words of the question that no department, no asking and no filler explains, the smallest that mean something."""
    spoken = u.of("project", "label", "concept", "indicator", "role", "contract_topic")
    chunks = [bare(chunk) for chunk in u.rest] + [bare(u.printed(m)) for m in spoken]
    short = [chunk for chunk in chunks if len(chunk) == 1 and chunk not in phrases() and chunk not in deeds()]
    words = topic_words([chunk for chunk in map(without_deed, chunks) if len(chunk) > 1])
    return [] if short else [word for word in words if not UNIT_ASKED.fullmatch(word)]


def deeds() -> str:
    """Single characters for what is done with the things counted (建, 买, 改)."""
    return wording("deed")["deed"]


def without_deed(chunk: str) -> str:
    """A chunk without the deed at its ends.

    >>> without_deed("教室要建"), without_deed("改小区"), without_deed("入户调查")
    ('教室', '小区', '入户调查')
    """
    words, done = segmenter()(chunk), set(deeds()) | set("要将拟再新共")
    while words and set(words[-1]) <= done:
        words.pop()
    while words and set(words[0]) <= done:
        words.pop(0)
    return "".join(words)


def in_unit(u: Understood, row: Row) -> bool:
    """Whether an indicator is counted in the unit asked for, or counts the very thing that stands after 多少 (多少学生)."""
    thing = re.search(r"(?:多少|几)(?:个|名|位)?([一-龥]{2})", u.text)
    if thing and thing[1] in text_of(row, "level3"):
        return text_of(row, "unit") != "%"
    if "多少钱" in u.text or u.has("money"):
        return "元" in text_of(row, "unit")
    return has_unit(text_of(row, "unit"), units_asked(u))
