"""What is in here: departments, years and documents, and answers given for each department apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from search.question.answer import MOST_EVIDENCE, Answer, Item, evidence_of, refusal, table_rows
from search.question.graph import PREFIXES, Graph, graph_of, iri_list, select, text_of
from search.question.mention import Mention
from search.question.understanding import EACH, Understood

QUERY = """SELECT ?department ?year ?kind ?title ?doc WHERE {
  ?doc a bk:Document ; bk:publisher ?publisher ; bk:year ?year . ?publisher skos:prefLabel ?department .
  OPTIONAL { ?doc bk:documentKind ?kind } OPTIONAL { ?doc dcterms:title ?title }
} ORDER BY ?department ?year"""


def asks_contents(u: Understood) -> bool:
    """有哪些部门的预算, 收录了哪些文件: nothing but what is here."""
    plain = {"want", "noun", "filler", "contents", "money", "scope", "topic", "aggregate", "year"}
    kinds = {m.kind for m in u.mentions}
    about = u.has("noun", "department", "document") or u.has("contents")
    ordered = u.has("aggregate", "max", "min", "order")  # 预算最少的部门是哪个
    asked = u.asks("list", "count", "what") and not u.has("noun", "project") and not any(len(c) > 1 for c in u.rest)
    return about and not ordered and kinds <= plain and asked


def answer_contents(u: Understood, graph: Graph) -> Answer:
    rows = [row for row in select(graph, QUERY) if not u.years or int(text_of(row, "year")) in u.years]
    if not rows:
        return refusal(u.question, f"没有收录{'、'.join(map(str, u.years))}年的文件。")
    names = list(dict.fromkeys(text_of(row, "department") for row in rows))
    listed = [f"{text_of(row, 'department')}{text_of(row, 'year')}年{text_of(row, 'kind')}" for row in rows]
    text = f"已收录{len(names)}个部门的{len(rows)}份文件：{'、'.join(listed[:12])}{'等' if len(listed) > 12 else ''}。"
    items = (Item("部门数", str(len(names)), "个"),) if u.asks("count") else tuple(Item(name) for name in names)
    nodes = select(graph, first_places(list(dict.fromkeys(text_of(row, "doc") for row in rows))))
    return Answer(u.question, "answer", text, items, (), PREFIXES + QUERY, ("部门", "年度", "种类", "标题"),
                  table_rows(rows, ("department", "year", "kind", "title")), evidence_of(graph, [text_of(n, "first") for n in nodes]))  # fmt: skip


def first_places(documents: Sequence[str]) -> str:
    """One place of each document; of very many a paragraph of each of the first that are shown, as every node is too much."""
    if len(documents) <= MOST_EVIDENCE:
        return "SELECT (MIN(?node) AS ?first) WHERE { ?node bk:document ?doc ; bk:evidence ?place } GROUP BY ?doc"
    graphs = iri_list(graph_of(document) for document in documents[:MOST_EVIDENCE])
    return f"SELECT (MIN(?node) AS ?first) WHERE {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?node a bk:Paragraph }} }} GROUP BY ?g"


def answer_by_department(u: Understood, answer: Callable[[Understood], Answer]) -> Answer:
    """The same question asked of each department; their items side by side, nothing added up."""
    found: list[tuple[str, Answer]] = []
    refused = ""
    for department in u.catalogue.departments:
        if u.departments and department.iri not in u.departments:
            continue
        own = answer(for_department(u, department.iri))
        if own.kind == "answer":
            found.append((department.name, own))
        refused = refused or own.text
    if not found:
        return refusal(u.question, f"按部门分别查过，都没有得出答案：{refused}")
    items = tuple(item if name in item.label else replace(item, label=f"{name}：{item.label}") for name, own in found for item in own.items)
    first = found[0][1]
    rows = tuple(row for _, own in found for row in own.rows)
    evidence = tuple(dict.fromkeys(place for _, own in found for place in own.evidence))
    said: Sequence[str] = ("按部门分别回答，没有相加", *(line for _, own in found for line in own.assumptions))
    text = "".join(own.text for _, own in found)
    return Answer(u.question, "answer", text, items, tuple(dict.fromkeys(said)), first.sparql, first.columns, rows, evidence)


def without_groups(u: Understood) -> Understood:
    """The question over all departments at once: 各部门 of figures that are ranked (各部门三公经费从高到低)."""
    return replace(u, mentions=tuple(m for m in u.mentions if m.kind != "group"))


def for_department(u: Understood, iri: str) -> Understood:
    """The question narrowed to one department, without 按部门分."""
    kept = tuple(m for m in u.mentions if m.kind not in ("department", "group", "scope"))
    text = EACH.sub(lambda found: found[0].replace("分别", "是的").replace("各", "的"), u.text)  # departments are apart, not figures
    return replace(u, text=text, mentions=(*kept, Mention(0, 0, "department", "", (iri,))))
