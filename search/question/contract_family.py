"""Questions about contracts and what is owed: balances, retained deposits, payments, contractors and their roles.

A contract that repeats another (sameObligationAs) and a total stated over items (totalOver) are never added to the
items. What is owed is the stated unpaid amount, else amount less paid, where the text says that money is still owed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

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
from search.question.contract_found import found_frame, labelled, labels_of, longest_list, smaller_words
from search.question.contract_frame import ContractFrame
from search.question.contract_list import list_rows
from search.question.contract_parties import BUYERS, answer_companies, answer_dates, answer_departments
from search.question.contract_projects import answer_buyers, answer_named_in_text, answer_projects_of
from search.question.contract_query import contract_query
from search.question.contract_roles import DOERS
from search.question.contract_words import LISTING, owed_to_whom, several_years
from search.question.graph import PREFIXES, Graph, Row, text_of
from search.question.lexicon import wording
from search.question.owing import of_lot, told_so
from search.question.project_plan import is_topic
from search.question.refusal import unaccounted, unused_words
from search.question.understanding import Understood

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
    """The answer of a frame; a refusal where a word of the question has no place in it, or nothing fits it."""
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
    rows = of_lot(u.text, told_so(u.text, rows))
    payee = "" if frame.companies else owed_to_whom(u)
    rows = [row for row in rows if bare(payee) in bare(text_of(row, "company"))] if payee else rows
    return answer_rows(u, frame, graph, query, rows) if rows else answer_none(u, frame, graph, query)


def answer_none(u: Understood, frame: ContractFrame, graph: Graph, query: str) -> Answer:
    """Where no contract fits: that all is paid, what a text says of the company, or that nothing of the kind is here."""
    if frame.want == "exists" and "unpaid" in frame.measures:
        settled = answer_settled(u, found_frame(u, replace(frame, measures=(), want="sum"), graph)[0], graph)
        return settled if settled.kind == "answer" else refusal(u.question, nothing_owed(u, frame), PREFIXES + query)
    if frame.want in ("projects", "companies") and frame.companies:
        return answer_named_in_text(u, frame, graph)
    return refusal(u.question, nothing_owed(u, frame), PREFIXES + query)


def answer_rows(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """What the frame wants of the contracts found."""
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
    if frame.want == "sum":
        merged = of_payees(u, frame, merged)
        if not merged:
            return refusal(u.question, f"文件写的是整个合同或投资的金额，没有分别写明{where(u, frame)}的金额。", PREFIXES + query)
        if not (frame.rent and set(frame.measures) <= {"amount"} and several_years(merged)):
            return answer_sum(u, frame, graph, query, merged)
    return answer_list(u, frame, graph, query, merged)


def of_payees(u: Understood, frame: ContractFrame, merged: list[Row]) -> list[Row]:
    """The contracts whose amount is that of who is asked about: of the builder, or of a company by its role."""
    if any(u.printed(m).startswith("施工") for m in u.of("noun")):
        merged = [row for row in merged if text_of(row, "role") == "contractor" and not own_fee(row)] or merged
    return [row for row in merged if text_of(row, "role") not in OTHERS or own_fee(row)] if frame.companies else merged


def answer_list(u: Understood, frame: ContractFrame, graph: Graph, query: str, merged: list[Row]) -> Answer:
    """How many contracts, whether there are any, or the contracts themselves by their amount."""
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


def inside_label(u: Understood, frame: ContractFrame, graph: Graph, strays: Sequence[str]) -> bool:
    """Whether words that mean something elsewhere are only part of a contract's label here: 会议 in 会议室音响更新."""
    if not frame.projects or not u.projects:
        return False
    labels, text = labels_of(frame, graph), bare(u.text)
    ends = [(text.find(bare(word)), len(bare(word))) for word in strays]
    return all(any(text[at : at + size + 2] in label or text[max(0, at - 2) : at + size] in label for label in labels) for at, size in ends)


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
