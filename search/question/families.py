"""The kinds of question, in the order they are tried: a question goes to the first family that has something to say.

To add one: write its function in a file of its own (an understood question and the graph in, an ``Answer`` out, or None
where the question is not of this kind), and give it a row in ``FAMILIES`` with a question of its kind as example.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from search.question.answer import Answer, refusal
from search.question.car_kinds import answer_kinds, asks_kinds
from search.question.catalogue import bare
from search.question.contents import answer_contents, asks_contents
from search.question.contract_family import answer_contracts
from search.question.contract_frame import contract_frame
from search.question.contract_part import answer_part
from search.question.doer import answer_doer
from search.question.figure_family import answer_figure
from search.question.figure_frame import figure_frame
from search.question.figure_label import label_frame
from search.question.graph import Graph
from search.question.indicator_bound import answer_numbered, answer_rated
from search.question.indicator_extreme import answer_extreme, asks_extreme
from search.question.indicator_family import answer_indicator, asks_indicator, names_indicator
from search.question.indicator_rates import answer_rate, asks_rate
from search.question.indicator_topic import answer_of_topic
from search.question.indicator_words import answer_label, answer_words, names_measure
from search.question.policy_chain import answer_chain, answer_repealed, asks_force, asks_repealed, chain_frame
from search.question.policy_cited import (
    answer_basis_of_topic,
    answer_cited,
    asks_basis_of_named,
    asks_basis_of_topic,
    asks_cited,
)
from search.question.policy_family import answer_basis, answer_description, answer_documents, answer_same_catalogue
from search.question.policy_same import answer_each, answer_one, asks_each, asks_one
from search.question.policy_subject import answer_subject
from search.question.policy_when import answer_when, asks_when
from search.question.project_compared import undisclosed_answer
from search.question.project_family import answer_projects
from search.question.project_item import answer_items, asks_items, of_item
from search.question.project_plan import FUND_CONCEPTS, cost_values, plan_projects
from search.question.refusal import known_departments, unknown_words, unused_words
from search.question.standing_family import answer_standing, asks_standing
from search.question.structure_family import (
    answer_lists,
    answer_section,
    answer_staff,
    asks_lists,
    asks_section,
    asks_staff,
)
from search.question.told_amount import answer_plan, answer_told, asks_plan
from search.question.told_count import answer_counted
from search.question.topic_plain import answer_plainly
from search.question.understanding import Understood
from search.question.unit_figure import answer_unit, asked_unit, not_apart

Answering = Callable[[Understood, Graph], Answer | None]
Asks = Callable[[Understood], bool]


@dataclass(frozen=True)
class Family:
    """One kind of question: its name, a question of the kind, and what answers it or says None."""

    name: str
    example: str
    answer: Answering


def where(asks: Asks, answer: Answering) -> Answering:
    """``answer``, for the questions of which ``asks`` holds."""
    return lambda u, graph: answer(u, graph) if asks(u) else None


def about_policy(u: Understood, graph: Graph) -> Answer | None:
    """A policy is named: its chain, its force, who cites it, or what is known of it."""
    if not u.items("policy"):
        return None
    if asks_when(u):
        return answer_when(u, graph)
    if asks_one(u) or asks_each(u):
        return answer_one(u, graph) if asks_one(u) else answer_each(u, graph)
    chain = chain_frame(u)
    if chain is not None:
        return answer_chain(u, chain, graph)
    if u.has("issued") and re.search("哪[个些份几]", u.printed(u.of("issued")[0])):
        return unused_words(u, [u.printed(m) for m in u.of("issued")])
    if asks_force(u) or (u.has("chain", "force") and not u.has("noun", "project")):
        return answer_description(u, graph)
    if not (u.has("noun", "project") or (u.has("cite") and not u.has("noun", "policy"))):
        return answer_description(u, graph)
    u = who_is_which(u)
    answer = answer_projects(u, plan_projects(u), graph)
    found_none = answer.kind == "refusal" and bool(answer.sparql)
    return answer_documents(u, graph) if found_none else answer


def who_is_which(u: Understood) -> Understood:
    """谁在引用, 是谁的依据: projects are what cites a document."""
    return replace(u, mentions=tuple(replace(m, value="list") if (m.kind, m.value) == ("want", "who") else m for m in u.mentions))


def about_indicator(u: Understood, graph: Graph) -> Answer | None:
    """An indicator by its name, its value, or what it measures."""
    if asks_indicator(u) or (not priced(u) and names_indicator(u, graph)):
        return answer_label(u, graph) or answer_indicator(u, graph)
    return None


def priced(u: Understood) -> bool:
    """Whether a unit price says which projects are wanted (2.32元/吨的项目)."""
    return cost_values(u) is not None and u.has("noun", "project")


def about_contracts(u: Understood, graph: Graph) -> Answer | None:
    """Contracts, balances, companies and their roles; never in place of the documents that are asked for as a basis."""
    frame = contract_frame(u)
    if frame is not None and u.has("cite", "basis") and u.has("noun", "policy"):
        return unused_words(u, [u.printed(m) for m in u.of("cite")])
    return answer_contracts(u, frame, graph) if frame is not None else None


def about_figure(u: Understood, graph: Graph) -> Answer | None:
    """A figure of a table or of prose; None where it is not found and only a common word (预算) asked for it."""
    frame = figure_frame(u)
    if frame is None or u.projects or about_projects(u):
        return None
    answer = not_apart(u, graph) or answer_figure(u, frame, graph)
    return answer if answer.kind == "answer" or u.of("concept", "label", "code") else None


def about_projects(u: Understood) -> bool:
    """Whether a word for a figure (预算总额) only says what of the projects is wanted."""
    if u.values("concept") in (["支出总计"], ["支出合计"]) and (u.limit or u.has("aggregate", "max", "min")):
        return True  # 最大的一笔支出
    if u.values("concept") == ["项目支出"] and u.has("grain", "row") and u.has("aggregate", "max", "min"):
        return True  # 单笔最大的项目支出
    if u.values("concept") == ["项目支出"] and any(iri in u.catalogue.units for iri in u.items("organisation")):
        return True  # 某中心的项目支出
    return u.has("attribute") or (u.has("noun", "project") and narrows(u))


def narrows(u: Understood) -> bool:
    """Whether a question about projects sets a condition or wants a list of them."""
    unit = any(iri in u.catalogue.units for iri in u.items("organisation"))
    fund = any(value in FUND_CONCEPTS for value in u.values("concept"))
    spoken = u.values("concept") == ["预算总额"] or bool(u.bounds("元")) or u.has("topic") or u.has("fund") or u.asks("list")
    return unit or fund or bool(u.limit) or spoken


def not_understood(u: Understood, graph: Graph) -> Answer | None:
    """Something is counted or measured that no family before knew, or carried over by nobody: refused by name, never read as a project."""
    if phase_of_nobody(u):
        return refusal(u.question, f"没有写明是哪个部门的，各部门的不能直接相加。{known_departments(u)}")
    measured = names_measure(u) and u.rest and not u.projects
    return unknown_words(u) if counts_things(u) or measured or holds_number(u) else None


def phase_of_nobody(u: Understood) -> bool:
    """Whether money of a phase is asked for and nothing says whose: 上年结转有多少钱."""
    kinds = {m.kind for m in u.mentions}
    return "phase" in kinds and u.asks("amount") and kinds <= {"phase", "want", "money", "filler", "time"} and not u.rest


def counts_things(u: Understood) -> bool:
    """Whether the number of some thing is asked for that is no project (考点有多少个, 多少考生, 新增床位多少): nothing else is told instead."""
    other = ("noun", "project", "attribute", "fund", "cite", "policy", "policy_kind", "phase", "undisclosed", "bound", "topic", "concept", "label")
    named = [chunk for chunk in u.rest if len(bare(chunk)) > 1]
    amounts = [m for m in u.of("want") if m.value == "amount"]
    thing = any(u.text.startswith(chunk, m.end) for m in amounts for chunk in named)
    number = bool(named and amounts) and all(u.printed(m) in ("多少", "是多少", "有多少", "为多少") for m in amounts) and not u.has("money")
    return (thing or number or (u.asks("count") and bool(named))) and not u.of(*other)


LEFT_NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.年月日号%％万亿元])")
"""The number of things: 2次, 4套"""


def holds_number(u: Understood) -> bool:
    """Whether a number of things is left over (演练次数2次的项目): projects without it are not what is asked for."""
    return not u.projects and any(LEFT_NUMBER.search(u.text, u.text.find(chunk)) for chunk in u.rest if re.search(r"\d[一-龥]{0,2}$", chunk))


def by_label(u: Understood, graph: Graph) -> Answer | None:
    """The figure that the words left over name by part of its label."""
    frame = label_frame(u, graph) if not u.has("scope", "own") else None
    return answer_figure(u, frame, graph) if frame else None


FAMILIES = (
    Family("what is in here", "收录了哪些部门的文件", where(asks_contents, answer_contents)),
    Family("a body as such", "水利局是什么级别", where(asks_standing, answer_standing)),
    Family("a section by name", "水利局有没有水资源科", where(asks_section, answer_section)),
    Family("offices and units", "水利局有哪些内设机构", where(asks_lists, answer_lists)),
    Family("posts and staff", "水利局行政编制多少人", where(asks_staff, answer_staff)),
    Family("basis in common", "水利局和交通运输局引用了哪些相同的文件",
           where(lambda u: u.has("same") and len(u.departments) > 1, answer_same_catalogue)),
    Family("a policy", "川财综〔2024〕22号是什么文件", about_policy),
    Family("rate of an indicator", "遗属生活困难补助的标准是多少", where(asks_rate, answer_rate)),
    Family("basis of a named project", "农村公路日常养护的立项依据是什么", where(asks_basis_of_named, answer_basis)),
    Family("repealed policies", "哪些文件已经废止", where(asks_repealed, answer_repealed)),
    Family("basis of a theme", "防汛项目的依据有哪些", where(asks_basis_of_topic, answer_basis_of_topic)),
    Family("policies cited", "水利局引用了哪些文件", where(asks_cited, answer_cited)),
    Family("figures not disclosed", "水利局未公开的项目有哪些",
           where(lambda u: u.has("undisclosed") and len(u.departments) == 1, undisclosed_answer)),
    Family("items of a project", "农村公路日常养护里监理多少钱", where(asks_items, answer_items)),
    Family("extreme of an indicator", "合格率最高的是哪个项目", where(asks_extreme, answer_extreme)),
    Family("an indicator", "小型水库安全鉴定的鉴定水库数量是多少", about_indicator),
    Family("a figure of a unit", "云岭市水利事务中心收入总计是多少", where(lambda u: bool(asked_unit(u)), answer_unit)),
    Family("planned payment", "智慧交通平台2026年安排付多少", where(asks_plan, answer_plan)),
    Family("contracts and balances", "交通运输局哪些合同还有未付余额", about_contracts),
    Family("cars by kind", "水利局的车分别做什么用", where(asks_kinds, answer_kinds)),
    Family("a figure", "水利局三公经费是多少", about_figure),
    Family("not understood", "考点有多少个", not_understood),
    Family("part of a project's money", "候车亭设计花了多少钱", answer_part),
    Family("projects", "水利局超过100万的项目有哪些", lambda u, graph: answer_projects(u, plan_projects(u), graph)),
)  # fmt: skip
"""Every kind of question; the last one answers or refuses whatever reaches it"""

BY_WORDS: tuple[Answering, ...] = (
    answer_told, answer_doer, by_label, answer_rated, answer_numbered, answer_of_topic, answer_words, answer_counted, answer_subject,
    answer_plainly,
)  # fmt: skip
"""What the words of a question lead to where no family could answer it: who does something, a figure, an indicator"""


def answer_of_family(u: Understood, graph: Graph) -> tuple[Family, Answer]:
    """The family a question belongs to, and its answer or refusal.

    Raises:
        LookupError: no family had anything to say, which the last of them excludes.
    """
    for family in FAMILIES:
        answer = family.answer(u, graph)
        if answer is not None:
            return family, answer
    raise LookupError(f"no family answers or refuses {u.question}")


def answer_by_words(u: Understood, graph: Graph) -> Answer | None:
    """The answer that the words of ``u`` lead to; None where they lead to none, or an item of a project is asked for."""
    if of_item(u):
        return None
    return next((answer for answering in BY_WORDS if (answer := answering(u, graph)) is not None), None)
