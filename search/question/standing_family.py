"""Questions about a body as such: 什么时候成立的, 什么级别, 加挂什么牌子, 是什么性质的单位, 下属单位各是什么性质."""

from __future__ import annotations

import re

from search.question.answer import Answer, Item, evidence_of, refusal, table_rows
from search.question.catalogue import bare, without_region
from search.question.graph import PREFIXES, Graph, Row, select, text_of
from search.question.refusal import unaccounted
from search.question.standing import LEVEL, Fact, read_facts
from search.question.structure_family import UNIT, paragraphs_query
from search.question.understanding import Understood

SAID = {"formed": "由{0}组建", "founded": "于{0}{1}", "level": "为{0}", "plaque": "加挂{0}牌子", "nature": "是{0}"}
MISSING = {"formed": "由哪些单位组建", "founded": "是什么时候成立的", "level": "是什么级别", "plaque": "加挂什么牌子", "nature": "是什么性质"}
WORDS = ("级", "合并", "整合", "重组", "划转", "转隶", "改组", "改制", "更名", "前身", "原名", "基础上",
         "牌", "成立", "组建", "设立", "政府", "事业单位", "公益", "派出机构")
USED = frozenset(["organisation", "standing", "want", "contrast"])
HELD = frozenset(["facet:year", "facet:attribute", f"concept:{UNIT}", "noun:company", "noun:department", "cite:basis", "phase:*"])


def asks_standing(u: Understood) -> bool:
    """Whether a fact of this kind is asked of one department or of its units."""
    one = len(u.departments) == 1 or any(iri in u.catalogue.units for iri in u.items("organisation"))
    return one and bool(facts_asked(u)) and not u.projects and not u.has("noun", "project", "policy", "contract")


def facts_asked(u: Understood) -> list[str]:
    asked = u.values("standing")
    about_units = u.has("concept", UNIT) or bool(u.of("organisation"))
    return asked or (["nature"] if u.has("facet", "attribute") and (about_units or u.departments) and not u.has("money", "fund") else [])


def answer_standing(u: Understood, graph: Graph) -> Answer | None:
    """The facts asked for; a refusal where the paragraphs say none of them."""
    if unaccounted(u, USED, HELD) or u.rest:
        return None
    query = paragraphs_query(u, WORDS)
    rows = select(graph, query)
    facts = [(fact, row) for row in rows for fact in read_facts(text_of(row, "text"), text_of(row, "department"))]
    own = [(fact, row) for fact, row in facts if fact.what in facts_asked(u) and of_whom(u, fact, text_of(row, "department"))]
    name = who(u, rows)
    if not own:
        return refusal(u.question, f"文件没有写明{name}{'、'.join(MISSING[what] for what in facts_asked(u))}。", PREFIXES + query)
    if any(len({fact.values for fact, _ in own if (fact.what, fact.subject) == (one.what, one.subject)}) > 1 for one, _ in own):
        own = own if "level" not in facts_asked(u) else own[:1]
    return told(u, graph, query, own)


def who(u: Understood, rows: list[Row]) -> str:
    units = [n.name for n in u.catalogue.organisations if n.iri in u.items("organisation")]
    return units[0] if units else text_of(rows[0], "department") if rows else "这个部门"


def of_whom(u: Understood, fact: Fact, department: str) -> bool:
    """Whether a fact is of the body asked about: the department, a unit that is named, or all units."""
    items = set(u.items("organisation"))
    if items:
        names = [n.name for n in u.catalogue.organisations if n.iri in items]
        return any(bare(without_region(name)) in bare(fact.subject) or bare(without_region(fact.subject)) in bare(name) for name in names)
    return (fact.subject != department) if u.has("concept", UNIT) else fact.subject == department


def told(u: Understood, graph: Graph, query: str, own: list[tuple[Fact, Row]]) -> Answer:
    items, parts = [], []
    several = len({fact.subject for fact, _ in own}) > 1
    for fact, _ in own:
        items += [Item(f"{fact.subject}：{value}" if several else value) for value in fact.values]
        how = re.search("挂牌成立|组建成立|挂牌|组建|成立|设立", fact.quote)
        parts.append(fact.subject + SAID[fact.what].format("、".join(fact.values), how[0] if how else ""))
    text = f"{'；'.join(dict.fromkeys(parts))}。"
    asked = LEVEL.search(u.text)
    if asked and u.asks("polar", "whether") and facts_asked(u) == ["level"]:
        holds = any(asked[0] in fact.values for fact, _ in own)
        items, text = [Item(asked[0], "true" if holds else "false")], f"{'是' if holds else '不是'}。{text}"
    nodes = {text_of(row, "paragraph"): row for _, row in own}
    return Answer(u.question, "answer", text, tuple(dict.fromkeys(items)), (), PREFIXES + query, ("部门", "年度", "原文"),
                  table_rows(list(nodes.values()), ("department", "year", "text")), evidence_of(graph, list(nodes)))  # fmt: skip
