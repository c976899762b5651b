"""The policies that documents name, as a list: of a department, of a kind, of an issuer, the most cited.

Also the bases of the projects of a topic (再生水项目的依据), where the question names no project.
"""

from __future__ import annotations

import re

from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.policy_asked import of_names
from search.question.policy_departments import answer_departments, asks_citing, asks_departments, wanted_noun
from search.question.policy_family import HELD, USED, answer_basis
from search.question.policy_kinds import of_kinds
from search.question.policy_labels import label_of, label_with_title
from search.question.project_plan import is_topic, topic_chunks
from search.question.refusal import unaccounted, unknown_words, unused_words
from search.question.topic import find_topic
from search.question.understanding import Understood

REPEALED = ("已废止", "已被新版替代")


def asks_cited(u: Understood) -> bool:
    """Policies as a list: 引用了哪些文件, 引用最多的文件, 国务院发的文件有哪些."""
    if asks_departments(u) or asks_citing(u):
        return True
    speaks = u.has("noun", "policy") or u.has("issued") or (u.has("policy_kind") and u.asks("list", "what", "count"))
    narrowed = bool(u.departments) or u.has("issued") or ranked(u)
    projects = u.has("noun", "project") and not (u.has("cite") and wanted_noun(u) == "policy" and not topic_chunks(u))
    return speaks and narrowed and not (u.projects or u.items("policy") or projects or u.has("same"))


def ranked(u: Understood) -> bool:
    """引用最多的文件, 引用最多的三份文件"""
    return u.has("cite") and (u.limit is not None or u.has("aggregate", "max"))


def answer_cited(u: Understood, graph: Graph) -> Answer:
    """The policies that documents name, those of most projects first; of an attached notice those it forwards or publishes."""
    if asks_departments(u) or asks_citing(u):
        return answer_departments(u, graph)
    held = HELD | {"aggregate:max", "top:*", "aggregate:order", "chain:forwards"}
    strays = unaccounted(u, USED | {"common"}, held)
    if strays:
        return unused_words(u, strays)
    if any(len(bare(chunk)) > 1 for chunk in u.rest):
        return unknown_words(u)
    attached = "目录" in u.text or "附" in u.text
    shared = len(u.departments) if cited_by_all(u) else 1
    query = cited_query(u, attached, shared)
    rows = select(graph, query)
    rows = of_names(u, without_twins(rows))
    if shared > 1 and not rows:
        return Answer(u.question, "answer", f"{listed(department_names(u))}没有都引用的文件。", (Item("文件数", "0", "份"),), (), PREFIXES + query)
    if "文号" in u.text or attached:
        rows = [row for row in rows if text_of(row, "number")] or rows
    limit = u.limit or (1 if u.has("aggregate", "max") else 0)
    said: tuple[str, ...] = ()
    if limit and len(rows) > limit:
        least = int(text_of(rows[limit - 1], "projects"))
        rows = [row for row in rows if int(text_of(row, "projects")) >= least]
        said = (f"被{least}个项目引用的并列，一并列出",) if len(rows) > limit else ()
    if not rows:
        return refusal(u.question, f"{'这个部门的' if u.departments else '已收录的'}文件里没有写出这类文件。", PREFIXES + query)
    if u.asks("count") or (u.asks("amount") and not u.asks("list")):
        items: tuple[Item, ...] = (Item("文件数", str(len(rows)), "份"),)
    else:
        items = tuple(Item(label_of(row), None, None, text_of(row, "policy")) for row in rows)
    whose = f"{listed(department_names(u))}都引用的" if shared > 1 else listed(department_names(u))
    text = f"{whose}共{len(rows)}份：{listed([cited_words(row) for row in rows], 10)}。"
    return Answer(u.question, "answer", text, items, said, PREFIXES + query, ("文号", "标题", "引用它的项目数", "效力"),
                  table_rows(rows, ("number", "title", "projects", "force")), evidence_of(graph, [text_of(r, "first") for r in rows]))  # fmt: skip


EACH_CITES = re.compile("都(?:有)?(?:引用|依据|用到?|提到|提及|援引|参照|写到?)")


def cited_by_all(u: Understood) -> bool:
    """Whether each of several departments is to cite a document: 都引用了, 共同引用."""
    return len(u.departments) > 1 and (u.has("common") or EACH_CITES.search(u.text) is not None)


def department_names(u: Understood) -> list[str]:
    return [d.name for d in u.catalogue.departments if d.iri in u.departments]


def of_basis(u: Understood) -> bool:
    """项目的依据有哪些: what stands in 立项依据, not what a page mentions elsewhere."""
    return u.has("noun", "project") and any("依据" in u.printed(m) for m in u.of("cite"))


def without_twins(rows: list[Row]) -> list[Row]:
    """Rows without a document known by its title alone where another row has the title with its number."""
    numbered = {bare(text_of(row, "title")) for row in rows if text_of(row, "number")}
    return [row for row in rows if text_of(row, "number") or bare(text_of(row, "title")) not in numbered]


def cited_query(u: Understood, attached: bool, shared: int = 1) -> str:
    """Policies with the number of projects that cite them; ``shared`` is how many departments must."""
    kinds = u.values("policy_kind")
    relations = '"forwards"' if u.has("chain", "forwards") else '"forwards", "publishes"' if attached else ""
    parts = [
        f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else "",
        f"VALUES ?policy {{ {iri_list(u.items('issued'))} }}" if u.has("issued") else "",
        "GRAPH ?g { ?doc bk:publisher ?publisher . ?mention a bk:PolicyMention ; bk:policy ?policy ; bk:relation ?relation }",
        "OPTIONAL { ?mention bk:project ?project } OPTIONAL { ?policy bk:documentNumber ?number } OPTIONAL { ?policy dcterms:title ?title }",
        "OPTIONAL { ?policy bk:force ?force }",
        f"FILTER(?relation IN ({relations}))" if relations else "",
        "FILTER(BOUND(?project))" if u.has("noun", "project") else "",
        '?mention bk:fieldName ?field . FILTER(CONTAINS(?field, "依据"))' if of_basis(u) else "",
        of_kinds(kinds, "?policy") if kinds else "",
    ]
    body = "\n  ".join(part for part in parts if part)
    each = f" HAVING(COUNT(DISTINCT ?publisher) >= {shared})" if shared > 1 else ""
    return f"""SELECT ?policy ?number ?title ?force (COUNT(DISTINCT ?project) AS ?projects) (MIN(?mention) AS ?first) WHERE {{
  {body}
}} GROUP BY ?policy ?number ?title ?force{each} ORDER BY DESC(?projects) ?number ?title ?policy"""


def cited_words(row: Row) -> str:
    projects, force = text_of(row, "projects"), text_of(row, "force")
    notes = [f"{projects}个项目" if projects != "0" else "", force if force in REPEALED else ""]
    note = "，".join(note for note in notes if note)
    return label_with_title(row) + (f"（{note}）" if note else "")


def asks_basis_of_named(u: Understood) -> bool:
    """污水处理项目依据什么文件: 项目 belongs to the name before it, and the basis is what is asked for."""
    if not u.projects or u.items("policy") or u.has("contract"):
        return False
    nouns = [m for m in u.of("noun") if m.value == "project"]
    follows = all(any(not u.text[p.end : m.start].strip("这那个的该等此") for p in u.of("project") if p.end <= m.start) for m in nouns)
    cue = next(iter(u.of("cite")), None) or (next(iter(u.of("issued")), None) if u.has("noun", "policy") else None)
    asked = u.has("noun", "policy") or u.has("issued") or u.has("policy_kind") or cue is not None
    return asked and follows and (not nouns or (cue is not None and nouns[-1].end <= cue.start))


def asks_basis_of_topic(u: Understood) -> bool:
    """再生水项目的依据(有哪些): the basis is what is asked for, the projects are those of a topic."""
    cues = u.of("cite")
    nouns = [m for m in u.of("noun") if m.value == "project"]
    if len(cues) != 1 or not nouns or (u.projects and not is_topic(u)) or u.items("policy") or not topic_chunks(u):
        return False
    after = [m for m in u.mentions if m.start >= cues[0].end and m.kind not in ("filler", "want", "policy_kind", "issued") and m.value != "policy"]
    return nouns[-1].end <= cues[0].start and not after and not any(u.text.rfind(chunk) > cues[0].start for chunk in u.rest)


def answer_basis_of_topic(u: Understood, graph: Graph) -> Answer:
    topic = find_topic(topic_chunks(u), u.departments, u.catalogue, graph)
    if not topic.projects or topic.unused:
        return unknown_words(u)
    return answer_basis(u, graph, topic)
