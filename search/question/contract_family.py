"""Questions about contracts and what is owed: balances, retained deposits, payments, contractors and their roles.

A contract that repeats another (sameObligationAs) and a total stated over items (totalOver) are never added to the
items. What is owed is the stated unpaid amount, else amount less paid, where the text says that money is still owed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from search.question.answer import Answer, Item, listed, refusal
from search.question.catalogue import bare
from search.question.contract_amounts import answer_portion, answer_settled, answer_sum, called
from search.question.contract_answer import (
    SIDES,
    finished,
    label_words,
    measure_name,
    measure_of,
    merged_contracts,
    nothing_owed,
    number_text,
    of_year,
    where,
)
from search.question.contract_frame import ContractFrame
from search.question.contract_labels import MARKS
from search.question.contract_list import list_rows
from search.question.contract_parties import BUYERS, answer_companies, answer_dates, answer_departments
from search.question.contract_projects import answer_buyers, answer_named_in_text, answer_projects_of, plan_fields
from search.question.contract_query import contract_query
from search.question.contract_roles import DOERS
from search.question.contract_rows import contract_rows, project_labels
from search.question.contract_words import LISTING, PART, of_rent, owed_to_whom, several_years
from search.question.deeds import of_deed
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.lexicon import wording
from search.question.mention import segmenter
from search.question.numerals import NUMERAL
from search.question.owing import of_lot
from search.question.project_plan import is_topic
from search.question.refusal import unaccounted, unused_words
from search.question.understanding import Understood

WEAK = 0.6
"""Share of a project's name below which its words may as well be those of a contract (安泰大厦修缮)"""
USED = frozenset(
    ["project", "organisation", "contract", "contract_topic", "role", "bound", "due", "top", "money", "topic", "scope", "group", "concept",
     "label", "contrast", "cite", "grain", "contents", "policy", "noun", "deed"]
)  # fmt: skip
"""Kinds of mention that a question about contracts has a place for, whatever they say"""
HELD = frozenset(
    ["want:amount", "want:list", "want:who", "want:what", "want:whether", "want:polar", "want:count", "want:when", "aggregate:sum",
     "aggregate:max", "aggregate:min", "aggregate:order", "compare:with", "phase:本年预算", "not:department", "policy_kind:minutes"]
)  # fmt: skip


def places_for(u: Understood, frame: ContractFrame) -> frozenset[str]:
    """Values (of kinds that mean different things) that this frame holds; last year where one thing is asked about."""
    if u.has("time", "last") and (frame.words or frame.projects or frame.companies):
        return HELD | {"time:last"}
    if frame.want == "portion":
        return HELD | {"share:share"}
    if frame.want == "departments":
        return HELD | {"facet:department"}
    if frame.want == "compare":
        return HELD | {"compare:larger", "compare:smaller", "compare:difference"}
    return HELD


def answer_contracts(u: Understood, frame: ContractFrame, graph: Graph) -> Answer:
    if any(u.printed(m).startswith("到期") for m in u.of("contract")) and not (frame.due or u.asks("when")):
        return refusal(u.question, "文件只写计划付款的月份，不写到今天过期没有。请写明月份，例如“2026年6月底前要付的款”。")
    strays = unaccounted(u, USED, places_for(u, frame))
    if frame.want == "companies" and names_holder(u):
        return unused_words(u, [names_holder(u)])
    if strays and not inside_label(u, frame, graph, strays):
        return unused_words(u, strays)
    if len(frame.projects) > 1 and (not u.projects or LISTING.search(u.text)):
        frame = replace(frame, projects=longest_list(frame, graph))
    frame = labelled(u, frame, graph)
    if frame.measures == ("paid",) and frame.want == "exists":
        frame = replace(frame, measures=(), settled=True)  # 付款了吗
    doubted = u.has("want", "polar", "whether") or any(re.search("[没吗么]", u.printed(m)) for m in u.of("contract"))
    if frame.settled and doubted and not u.asks("list"):
        asked = found_frame(u, replace(frame, settled=False, measures=(), want="sum"), graph)[0]
        return answer_settled(u, asked, graph, owed_too=u.asks("amount") and "unpaid" in frame.measures)
    frame, rows = found_frame(u, frame, graph)
    query, rows = contract_query(frame), of_year(u, frame, rows)
    rows = of_lot(u.text, [row for row in rows if not u.has("contract", "gap") or "差额" in text_of(row, "quote")])
    payee = "" if frame.companies else owed_to_whom(u)
    rows = [row for row in rows if bare(payee) in bare(text_of(row, "company"))] if payee else rows
    if not rows and frame.want == "exists" and "unpaid" in frame.measures:
        settled = answer_settled(u, found_frame(u, replace(frame, measures=(), want="sum"), graph)[0], graph)
        return settled if settled.kind == "answer" else refusal(u.question, nothing_owed(u, frame), PREFIXES + query)
    if not rows and frame.want in ("projects", "companies") and frame.companies:
        return answer_named_in_text(u, frame, graph)
    if not rows:
        return refusal(u.question, nothing_owed(u, frame), PREFIXES + query)
    if frame.want == "projects" and not frame.settled:
        return answer_projects_of(u, frame, graph, query, rows)
    if frame.want == "buyers":
        return answer_buyers(u, frame, graph, query, rows)
    if frame.want == "companies":
        rows = [row for row in rows if any(word in text_of(row, "label") for word in work_words(u))] or rows
        narrow = frame.projects and (frame.roles in ((), DOERS) or set(frame.roles) <= set(SIDES))
        return answer_companies(u, frame, graph, query, closest(u, rows) if narrow else rows)
    if frame.want in ("due", "signed"):
        return answer_dates(u, frame, graph, query, merged_contracts(rows))
    if frame.want in ("departments", "compare"):
        return answer_departments(u, frame, graph, query, merged_contracts(rows))
    merged = closest(u, merged_contracts(rows))
    merged = called(frame, merged) if frame.want == "sum" and frame.words else merged
    merged = list_rows(u, frame, graph) or of_work(u, frame, merged)
    if not merged:
        return refusal(u.question, f"文件没有分别写明{where(u, frame)}里哪一笔是{'、'.join(work_words(u))}的。", PREFIXES + query)
    if frame.want == "portion":
        return answer_portion(u, frame, graph, query, merged)
    if frame.want == "sum" and any(u.printed(m).startswith("施工") for m in u.of("noun")):
        merged = [row for row in merged if text_of(row, "role") == "contractor" and not own_fee(row)] or merged
    if frame.want == "sum" and frame.companies:
        merged = [row for row in merged if text_of(row, "role") not in OTHERS or own_fee(row)]
        if not merged:
            return refusal(u.question, f"文件写的是整个合同或投资的金额，没有分别写明{where(u, frame)}的金额。", PREFIXES + query)
    if frame.want == "sum" and not (frame.rent and set(frame.measures) <= {"amount"} and several_years(merged)):
        return answer_sum(u, frame, graph, query, merged)
    if frame.want == "count":
        text = f"{where(u, frame)}共{len(merged)}笔：{listed([text_of(r, 'label') for r in merged])}。"
        return finished(u, graph, query, merged, (Item("笔数", str(len(merged)), "笔"),), text)
    if frame.want == "exists":
        text = f"有。{where(u, frame)}共{len(merged)}笔：{listed([label_words(r, frame) for r in merged])}。"
        return finished(u, graph, query, merged, (Item("有", "true"),), text)
    if frame.limit:
        merged = [row for row in merged if measure_of(row, frame) is not None] or merged
    merged.sort(key=lambda row: (measure_of(row, frame) or Decimal(0)) * (1 if frame.ascending else -1))
    merged = merged[: frame.limit] if frame.limit else merged
    text = f"{how_many(u, frame, len(merged))}{listed([label_words(r, frame) for r in merged], 10)}。"
    items = tuple(Item(text_of(r, "label"), number_text(measure_of(r, frame)), "元", text_of(r, "contract")) for r in merged)
    owed = ("只计文件写明还没付清的款项",) if frame.due and "unpaid" in frame.measures else ()
    return finished(u, graph, query, merged, items, text, owed)


def how_many(u: Understood, frame: ContractFrame, count: int) -> str:
    """The beginning of a list: how many there are, or by what they come first."""
    named = where(u, frame)
    if not frame.limit:
        return f"{named}{'只有' if count == 1 else '共'}{count}笔："
    first = f"{named}{measure_name(frame)}最{'小' if frame.ascending else '大'}的"
    return f"{first}一笔是" if count == 1 else f"{first}{count}笔："


OTHERS = ("agency", "supervisor", "reviewer", "investor", "client")
"""Roles of those to whom a contract's amount is not paid"""


def own_fee(row: Row) -> bool:
    """Whether the contract is for the fee of such a party itself: 监理费, 代理费."""
    return re.search("(?:监理|代理|评审|审计|咨询|设计|检测)[一-龥]{0,2}费", text_of(row, "label")) is not None


def found_frame(u: Understood, frame: ContractFrame, graph: Graph) -> tuple[ContractFrame, list[Row]]:
    """The frame that finds contracts: as read; without a project that is hardly named; with its words in smaller pieces."""
    rows = found(frame, graph)
    if not rows and frame.due_only:
        rows = planned_rows(frame, graph)
    if not rows and frame.projects and u.projects and frame.measures == ("unpaid",):
        rows = listed_elsewhere(u, frame, graph)
    if not rows and frame.years and not frame.departments:
        frame = replace(frame, years=())  # 2024年那批: the year of the work, not of the budget
        years = [f"{year % 100}年" for year in u.years]
        of_years = of_year(u, frame, of_rent(contract_rows(graph, frame), frame.rent))
        rows = [row for row in of_years if any(year in text_of(row, "label") + text_of(row, "quote") for year in years)]
    if not rows and u.projects and frame.projects and all(match.share < WEAK for match in u.projects):
        said = (*frame.words, *(bare(u.printed(m)) for m in u.of("project")))
        frame = replace(frame, projects=(), words=tuple(dict.fromkeys(said)))
        rows = found(frame, graph)
    if rows and frame.projects and unsaid_projects(u, rows):
        frame = replace(frame, projects=(), words=tuple(dict.fromkeys((*frame.words, *(bare(u.printed(m)) for m in u.of("project"))))))
        return frame, found(frame, graph)
    units = tuple(iri for iri in frame.companies if iri in u.catalogue.units)
    if not rows and units:
        names = {bare(u.printed(m)) for m in u.of("organisation") if set(map(str, m.items)) & set(units)}
        own = replace(frame, units=units, words=tuple(word for word in frame.words if word not in names))
        own = replace(own, companies=tuple(iri for iri in frame.companies if iri not in units))
        rows = found(own, graph)
        if rows:
            return own, rows
    institutes = tuple(str(iri) for m in u.of("organisation") if m.value != "company" for iri in m.items)
    finer = replace(frame, words=smaller_words(frame.words), companies=tuple(iri for iri in frame.companies if iri not in institutes))
    if rows or finer == frame or not finer.words:
        return frame, rows
    near = [row for row in found(finer, graph) if own_words(row, finer.words, frame)]
    return (finer, near) if near else (frame, rows)


def planned_rows(frame: ContractFrame, graph: Graph) -> list[Row]:
    """What is owed of projects whose plan names the month in which it is to be paid."""
    rows = contract_rows(graph, replace(frame, due=None, due_only=False))
    month = re.compile(rf"(?<!\d){int((frame.due or '0000-01')[5:7])}月(?:底|末|份|\d+日)?(?:之|以)?前[^。；;]{{0,8}}(?:付|拨|结清|兑现)")
    plans = plan_fields(graph, {text_of(row, "project") for row in rows})
    return [row for row in rows if any(month.search(text) for text in plans.get(text_of(row, "project"), ()))]


def listed_elsewhere(u: Understood, frame: ContractFrame, graph: Graph) -> list[Row]:
    """What a list of another project (应支未支款项) says is owed of the projects named: items that bear their names."""
    rows = contract_rows(graph, replace(frame, projects=()))
    return [row for row in rows if any(bare(text_of(row, "label")) in match.names for match in u.projects)]


def unsaid_projects(u: Understood, rows: Sequence[Row]) -> bool:
    """Whether one of the projects that a question joins (甲和乙那笔尾款) has none of the contracts: the words are of one label."""
    own = {text_of(row, "project") for row in rows}
    joined = any(re.search(f"{re.escape(u.printed(a))}(?:[和与及、]|以及){re.escape(u.printed(b))}", u.text) for a, b in pairwise(u.of("project")))
    names = {name: set(u.catalogue.with_kin(u.catalogue.bare_projects.get(name, ()))) for match in u.projects for name in match.names}
    return joined and any(not own & set().union(*(names[name] for name in match.names)) for match in u.projects)


def found(frame: ContractFrame, graph: Graph) -> list[Row]:
    """The contracts for the work said; where a company is asked for, those whose own label says the words before others."""
    rows = of_rent(of_deed(contract_rows(graph, frame), frame.deeds), frame.rent)
    marked = any(MARKS.search(word) for word in frame.words)  # the label of one contract, as it is printed
    rows = labelled_all(frame, rows) if marked else rows
    if not rows and frame.words and not frame.totals and set(frame.measures) <= {"unpaid", "amount"}:
        rows = stated_totals(frame, graph)
    return called(frame, rows) if frame.want == "companies" else rows


def stated_totals(frame: ContractFrame, graph: Graph) -> list[Row]:
    """Totals over items that the question names as the text does; what is said to be owed in all is their balance."""
    rows = contract_rows(graph, replace(frame, totals=True, measures=()))
    return [row | {"balance": owed} if (owed := row.get("unpaid")) is not None else row for row in labelled_all(frame, rows)]


def labelled_all(frame: ContractFrame, rows: list[Row]) -> list[Row]:
    return [row for row in rows if all(bare(word) in bare(text_of(row, "label")) for word in frame.words)]


def own_words(row: Row, words: Sequence[str], frame: ContractFrame) -> bool:
    """Whether the contract's own label, clause or company say the words: a project's name holds for all its contracts. Of
    companies the label must say them: pieces of words stand somewhere in many a clause. Of one that is named with a company
    the label must say most."""
    label, text = bare(text_of(row, "label")), bare(text_of(row, "quote") + text_of(row, "company"))
    if (frame.companies or frame.want == "companies") and 2 * sum(bare(word) in label for word in words) > len(words):
        return all(bare(word) in label + text + bare(text_of(row, "name")) for word in words)
    return all(bare(word) in (label if frame.want == "companies" else label + text) for word in words)


def smaller_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words in the smallest pieces that mean something.

    >>> smaller_words(["设施修缮", "医疗费"])
    ('设施', '修缮', '医疗')
    >>> smaller_words(["三大队"])  # a number is never left out
    ('三大队',)
    """
    pieces = [part for word in words for part in (segmenter()(word) if len(word) > 2 and not KEPT.search(word) else [word])]
    bared = [part.removesuffix("费") if len(part) > 2 else part for part in pieces]
    return tuple(dict.fromkeys(part for part in bared if len(part) > 1 or part in words))


KEPT = re.compile(rf"(?<!\d){NUMERAL}(?:[大中支]?队|标段|[号期组站院校所楼村幢栋座])|{PART.pattern}|{MARKS.pattern}")
"""Words that tell one of a row: 三大队, 2号线; and labels as they are printed"""


def names_holder(u: Understood) -> str:
    """A position that no party's role is (社会资本方是哪家), "" where the question names none."""
    found = re.search("[一-龥]{2,4}(?:方|代表)(?=是?(?:哪|谁))", u.text)
    read = found and any(m.start < found.end() <= m.end for m in u.of("noun", "role", "project", "organisation"))
    return found[0] if found and not read else ""


def work_words(u: Understood) -> list[str]:
    """Kinds of work by which the question tells the contracts of a project apart: 施工, 运维."""
    known = wording("work")["work"].split("|")
    doers = [word for m in u.of("noun") if m.value == "company" for word in known if u.printed(m).startswith(word)]  # 施工方
    return [*(printed for m in u.of("role") if (printed := u.printed(m)) in known), *doers]


def of_work(u: Understood, frame: ContractFrame, rows: list[Row]) -> list[Row]:
    """Contracts whose own words name the kind of work asked about; none where several are left that do not say it."""
    words = work_words(u) if not frame.companies and not frame.roles else []
    near = [row for row in rows if any(word in text_of(row, "label") + text_of(row, "quote") for word in words)]
    if not words or near or len(rows) < 2:
        return near or rows
    others = re.compile(wording("fee")["fee"])
    main = [row for row in rows if not others.search(text_of(row, "label")) and text_of(row, "role") not in BUYERS]
    return main if words == ["施工"] and len(main) == 1 else []


def labels_of(frame: ContractFrame, graph: Graph) -> list[str]:
    """Labels of the contracts of the projects named, bare."""
    return [bare(label) for label in project_labels(graph, frame.projects)]


def inside_label(u: Understood, frame: ContractFrame, graph: Graph, strays: Sequence[str]) -> bool:
    """Whether words that mean something elsewhere are only part of a contract's label here: 会议 in 会议室音响更新."""
    if not frame.projects or not u.projects:
        return False
    labels, text = labels_of(frame, graph), bare(u.text)
    ends = [(text.find(bare(word)), len(bare(word))) for word in strays]
    return all(any(text[at : at + size + 2] in label or text[max(0, at - 2) : at + size] in label for label in labels) for at, size in ends)


def labelled(u: Understood, frame: ContractFrame, graph: Graph) -> ContractFrame:
    """The frame narrowed to the contract that the question names in full beside its project."""
    if not frame.projects or not u.projects:
        return frame
    label = max((label for label in labels_of(frame, graph) if len(label) >= 4 and label in bare(u.text)), key=len, default="")
    if not label or any(label in bare(name) for match in u.projects for name in match.names):
        return frame
    return replace(frame, words=(label, *(word for word in frame.words if bare(word) not in label)))


def longest_list(frame: ContractFrame, graph: Graph) -> tuple[str, ...]:
    """Of several projects whose names fit a list (应支未支清单), the one that has the most items."""
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    rows = select(graph, f"""SELECT ?project (COUNT(DISTINCT ?contract) AS ?count) WHERE {{ VALUES ?project {{ {iri_list(frame.projects)} }}
      ?contract a bk:Contract ; bk:project ?project ; bk:document ?doc . ?doc bk:publisher ?publisher . {scope} }}
      GROUP BY ?project ORDER BY DESC(?count) ?project""")
    return (text_of(rows[0], "project"),) if rows else frame.projects


def closest(u: Understood, rows: list[Row]) -> list[Row]:
    """Of a project's contracts those whose own words say what the question says of the project (暖气片更新 of two works)."""
    said = [bare(u.printed(m)) for m in u.of("project")]
    if not u.projects or is_topic(u) or all(match.share >= 0.95 for match in u.projects):
        return rows
    labelled = [row for row in rows if bare(text_of(row, "label")) != bare(text_of(row, "name"))]
    for pool, name in ((labelled, "label"), (rows, "quote")):
        near = [row for row in pool if any(words in bare(text_of(row, name)) for words in said)]
        if near:
            return near
    pieces = smaller_words(said)
    return [row for row in labelled if len(pieces) > 1 and all(word in text_of(row, "label") for word in pieces)] or rows
