"""Questions about one indicator of a named project: 体检式精查要查多少座煤矿, 满意度定的多少."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, refusal, table_rows
from search.question.asked_unit import UNIT_ASKED, things_counted
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, Row, number_of, text_of
from search.question.indicator_rows import indicator_query, own_indicators
from search.question.lexicon import wording
from search.question.project_plan import FACETS, cost_values, project_iris
from search.question.refusal import unaccounted, unused_words
from search.question.understanding import Understood
from search.question.words import says

USED = frozenset(
    ["project", "indicator", "noun", "concept", "label", "topic", "role", "money", "cite", "policy_kind", "contrast", "organisation", "facet",
     "contract_topic", "scope", "chain"]
)  # fmt: skip
"""Kinds of mention that a question about an indicator has a place for: words of a label mean something elsewhere"""
HELD = frozenset(["want:amount", "want:quantity", "want:count", "want:list", "want:what", "want:polar", "change:up", "change:down"])


STAGES = {"year": "取年度目标的指标值", "period": "取实施期目标的指标值"}
STAGE = {"year": "年度", "period": "实施期"}
TITLES = ("项目", "一级指标", "二级指标", "三级指标", "指标值")


RATE = re.compile("(?<=[一-龥])[一-龥]率(?!先|领)")
"""The end of a rate's name: 污水处理率 is not 污水处理合格率"""


def of_rate(u: Understood, rows: list[Row]) -> list[Row]:
    """Indicators whose labels say the rates that the question prints."""
    rates = [rate for rate in RATE.findall(u.text) if rate not in ("意率", "效率", "频率")]
    return [row for row in rows if all(rate in text_of(row, "level3") for rate in rates)]


PAID = re.compile(
    r"""(?:费用?|资金|经费|成本|补助|补贴|价)(?:标准)?(?:是|为|要|应|总共|一共|定)*
        (?:不超过|不高于|不低于|控制在|不少于|最多|至多|至少)?多少(?![一-龥]*[人名个家次天座项份])""",
    re.X,
)
"""服务费不超过多少: money is wanted"""


def asks_indicator(u: Understood) -> bool:
    """Whether the question is about an indicator of a project it names."""
    if not u.projects or u.bounds("%") or (u.has("noun", "project") and not u.asks("quantity", "amount", "count")) or u.has("contract"):
        return False
    if u.has("noun", "contract") and u.asks("amount") and not u.of("indicator"):
        return False  # 暖气片更换合同多少钱
    spoken = u.has("indicator") or u.has("noun", "indicator") or u.asks("quantity", "count")
    if u.asks_company and not spoken:
        return False  # 做评估的是哪几家单位
    if (u.has("role") and u.asks("list") and not spoken and not u.asks("amount")) or (cost_values(u) and u.has("noun", "project")):
        return False
    if any(value in FACETS for value in u.values("facet")) or (len(u.projects) > 1 and u.has("compare")):
        return False
    if u.has("indicator") or u.has("noun", "indicator") or counts_of_project(u):
        return True
    told = "".join(name for match in u.projects for name in match.names)
    unexplained = any(chunk not in told for chunk in u.rest)  # 厂 of 北石店污水厂 belongs to the name
    return u.has("want", "quantity") or (unexplained and UNIT_ASKED.search(u.text) is not None and not u.has("contract") and not u.has("money"))


def counts_of_project(u: Understood) -> bool:
    """Whether the number of some thing of a project is asked for (应急预案要修订几个): no number of projects."""
    other = ("noun", "attribute", "cite", "policy_kind", "role", "deed", "topic", "fund", "phase", "compare", "aggregate", "concept", "label")
    return u.asks("count") and not u.of(*other) and not u.asks("amount")


def answer_indicator(u: Understood, graph: Graph) -> Answer:
    query = indicator_query(u)
    rows = own_indicators(u, graph)
    strays = [word for word in unaccounted(u, USED, HELD) if not any(word in text_of(row, "level3") for row in rows)]
    if strays:
        return unused_words(u, strays)  # 人均 only where it is part of a label: 人均培训成本
    names = list(dict.fromkeys(text_of(row, "name") for row in rows))
    if not rows:
        return refusal(u.question, "这个项目没有公开绩效指标，或绩效表读不出指标。", PREFIXES + query)
    kinds = u.values("indicator")
    pool = [row for row in rows if not kinds or any(kind in levels(row) for kind in kinds)]
    if kinds and not pool:
        return refusal(u.question, f"“{names[0]}”的绩效表里没有{'、'.join(kinds)}这一行（源文件可能在此处截断）。", PREFIXES + query)
    if u.asks("list") and not u.has("want", "quantity", "amount"):
        return stated(u, graph, query, pool)
    chosen = of_rate(u, best_indicators(u, of_rate(u, pool) or pool))
    if PAID.search(u.text):
        chosen = [row for row in chosen if "元" in text_of(row, "unit") + text_of(row, "value")]
    if u.asks("amount", "quantity", "count"):
        chosen = [row for row in chosen if re.search(r"\d", text_of(row, "value"))]  # 电费多少 is not 每月
    if counts_of_project(u):
        last = u.printed(u.of("project")[-1])[-2:]
        tails = re.compile(wording("uncounted")["uncounted"])
        chosen = [row for row in chosen if not tails.search(text_of(row, "level3").rpartition(last)[2])]  # 大队办公用房租赁 counts no 大队
    chosen = [row for row in chosen if bears_counted(u, row)]
    if not chosen:
        return refusal(u.question, f"“{names[0]}”的绩效表里没有与问题相符的指标。", PREFIXES + query)
    more = of_others(u, pool, chosen)
    answer = stated(u, graph, query, [*chosen, *more])
    return replace(answer, assumptions=(*answer.assumptions, "名称相近的项目不止一个，分别列出")) if more else answer


def bears_counted(u: Understood, row: Row) -> bool:
    """Whether an indicator or its project says what the question counts, where that is a word of its own (几套冬装)."""
    things = things_counted(u)
    told = levels(row) + text_of(row, "name") + text_of(row, "value")
    return not things or any(says(told, word) for word in things)


def of_others(u: Understood, rows: list[Row], chosen: list[Row]) -> list[Row]:
    """The best indicators of further projects that the same words name, counted in the unit asked for."""
    asked = UNIT_ASKED.search(u.text)
    if asked is None or (asked[1] or asked[2])[0] in VAGUE or spoken_labels(u, rows):
        return []
    kin = set(u.catalogue.with_kin(text_of(row, "project") for row in chosen))
    others: dict[str, list[Row]] = {}
    for row in rows:
        if text_of(row, "project") not in kin:
            others.setdefault(min(u.catalogue.with_kin([text_of(row, "project")])), []).append(row)
    return [row for group in list(others.values())[:MOST] for row in best_indicators(u, group)]


VAGUE = "个项次钱元万大"
"""Measure words that many things are counted in"""
MOST = 3
"""Further projects whose indicators are told beside those of the best"""


def levels(row: Row) -> str:
    return " ".join(text_of(row, name) for name in ("level1", "level2", "level3"))


def best_indicators(u: Understood, rows: list[Row]) -> list[Row]:
    """Indicators whose third level shares most with the question's own words, and whose unit fits."""
    asked = UNIT_ASKED.search(u.text)
    word = (asked[1] or asked[2])[0] if asked else ""
    units, thing = wording("unit").get(word, word), (asked[1] or "") if asked else ""
    words = "".join(u.rest) + "".join(u.printed(m) for m in u.of("indicator", "topic", "concept", "label", "role", "noun"))
    named = "".join(name for match in u.projects for name in match.names)

    def score(row: Row) -> float:
        label = bare(text_of(row, "level3"))
        shared = sum(1.0 for i in range(len(label) - 1) if label[i : i + 2] in u.text) + 0.3 * len(set(label) & set(words))
        unit = text_of(row, "unit") or re.sub(r"[\d.,≥≤<>=]", "", text_of(row, "value"))
        fits = bool(units) and bool(unit) and (unit[0] in units or (len(thing) > 1 and thing[:2] in label and not re.search("%|元", unit)))
        if units and not fits and word not in "个钱":
            return -1.0
        return shared + (4.0 if fits else -1.0 if units else 0.0) - 0.1 * len(set(label) - set(u.text + named))

    named_in_full = spoken_labels(u, rows)
    ranked = sorted(named_in_full or rows, key=lambda row: -score(row))
    if named_in_full:
        label = text_of(ranked[0], "level3")
        same = [row for row in ranked if text_of(row, "level3") == label]
        return [row for row in same if text_of(row, "stage") in stages_of(u)] or same
    if not ranked or score(ranked[0]) <= 0:
        return rows if u.has("indicator") and len({text_of(r, "level3") for r in rows}) <= 2 else []
    best = score(ranked[0])
    label = text_of(ranked[0], "level3")
    same = [row for row in ranked if score(row) == best or text_of(row, "level3") == label]
    alike = {text_of(row, "level3") for row in same if score(row) == best}
    labels = alike if len(alike) <= MOST else {label}
    yearly = [row for row in same if text_of(row, "stage") in stages_of(u) and text_of(row, "level3") in labels]
    return yearly or [row for row in same if text_of(row, "level3") in labels]


def stages_of(u: Understood) -> tuple[str, ...]:
    """year; period where the whole 实施期 is asked about; both where 今年 is said as well."""
    if not u.has("money", "period"):
        return ("year",)
    return ("year", "period") if u.has("time", "this") else ("period",)


def spoken_labels(u: Understood, rows: list[Row]) -> list[Row]:
    """Indicators whose third level stands in the question as printed, those with the longest."""
    text = bare(u.text)
    found = [row for row in rows if len(bare(text_of(row, "level3"))) >= 3 and bare(text_of(row, "level3")) in text]
    longest = max((len(text_of(row, "level3")) for row in found), default=0)
    return [row for row in found if len(text_of(row, "level3")) == longest]


def names_indicator(u: Understood, graph: Graph) -> bool:
    """Whether words that nothing else explains are an indicator of the project named: 培训场次是多少."""
    unexplained = any(len(bare(chunk)) >= 2 for chunk in u.rest) or (u.asks("count") and u.asks("amount"))
    if not u.projects or not unexplained or u.has("contract") or u.has("role") or u.has("cite") or u.asks_company:
        return False
    return bool(spoken_labels(u, own_indicators(u, graph)))


def stated(u: Understood, graph: Graph, query: str, rows: list[Row]) -> Answer:
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        seen.setdefault((text_of(row, "name"), text_of(row, "level3"), text_of(row, "value")), row)
    items = tuple(item_of(row) for row in seen.values())
    whose = not u.departments and len(u.catalogue.departments) > 1
    said_stage = STAGE if len(stages_of(u)) > 1 else {}
    parts = [f"{text_of(row, 'department') if whose else ''}{text_of(row, 'name')}"
             f"{said_stage.get(text_of(row, 'stage'), '')}“{text_of(row, 'level3')}”为{text_of(row, 'value')}"
             for row in seen.values()]  # fmt: skip
    stages = {text_of(row, "stage") for row in rows}
    said = ("年度指标与实施期指标相同的只列一次",) if len(stages) > 1 else tuple(STAGES[stage] for stage in stages if stage in STAGES)
    text = "；".join(dict.fromkeys(parts[:10])) + "。" + others_of_name(u, rows)
    return Answer(u.question, "answer", text, items, said, PREFIXES + query, TITLES,
                  table_rows(list(seen.values()), ("name", "level1", "level2", "level3", "value")),
                  evidence_of(graph, [text_of(r, "indicator") for r in rows]))  # fmt: skip


def others_of_name(u: Understood, rows: list[Row]) -> str:
    """Says which other departments have a project of the name, where none was named: theirs states no such indicator."""
    own = {text_of(row, "department") for row in rows}
    others = sorted({iri.rsplit("/", 2)[1] for iri in project_iris(u)} - own) if u.projects and not u.departments else []
    return f"{'、'.join(others)}的同名项目没有读到这个指标。" if others else ""


def item_of(row: Row) -> Item:
    number: Decimal | None = number_of(row, "number")
    value = plain(number) if number is not None else None
    return Item(f"{text_of(row, 'level3')} {text_of(row, 'value')}", value, text_of(row, "unit") or None, text_of(row, "indicator"))
