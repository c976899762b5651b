"""What a thing rests on that is named by its words alone: 煤炭职称评审依据哪些文件, 政府购买服务执行的是哪两个文号.

Enters: a question for documents that no family could answer, with words before 依据, 按照, 执行. Leaves: the documents that
the department's text follows in a sentence about the words, else those of the one project that is about them; None where
there is no such sentence and not one such project, or more documents than the question says.
"""

from __future__ import annotations

import re
from dataclasses import replace

from search.question.answer import Answer, Item, evidence_of, listed, table_rows
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.mention import uncovered
from search.question.policy_cues import CUES
from search.question.policy_family import answer_basis, said_number
from search.question.policy_labels import label_of, label_with_title
from search.question.project_names import abbreviated_projects
from search.question.topic import Topic, find_topic, is_wide
from search.question.understanding import Understood, trimmed

SUBJECT = re.compile(rf"^(?P<subject>.{{3,30}}?)(?:的|是|都|所|主要|工作|立项)*(?:{CUES}|立项依据|政策依据)")
"""What stands before the first word for a basis"""
OUTSIDE = ("department", "year", "filler", "time", "scope")
STOPS = ("negation", "not", "compare", "aggregate", "top", "rank", "bound", "group", "fund", "same", "common", "share")
"""Kinds of mention with which more is asked than the documents"""


def answer_subject(u: Understood, graph: Graph) -> Answer | None:
    """The documents of a sentence about the words, or of the project about them."""
    match = SUBJECT.search(u.text)
    asks = u.has("noun", "policy") or u.has("policy_kind") or u.has("policy_word")
    if match is None or not asks or not u.asks("list", "what", "count") or u.has("noun", "project") or u.projects or u.of(*STOPS):
        return None
    outside = [m for m in u.mentions if m.kind in OUTSIDE or m.start >= match.end("subject")]
    chunks = trimmed(uncovered(u.text[: match.end("subject")], [m for m in outside if m.end <= match.end("subject")]))
    words = [chunk for chunk in chunks if len(bare(chunk)) > 2]
    if len(words) != 1 or len(chunks) != 1 or is_wide(u.departments, u.catalogue):
        return None
    return of_text(u, words[0], graph) or of_project(u, words[0], graph)


def of_text(u: Understood, subject: str, graph: Graph) -> Answer | None:
    """The documents of the sentences about the subject outside the projects' pages, where departments are named."""
    if not u.departments:
        return None
    query = f"""SELECT DISTINCT ?policy ?number ?title ?department ?field ?mention ?text WHERE {{
  VALUES ?publisher {{ {iri_list(u.departments)} }}
  GRAPH ?g {{ ?doc bk:publisher ?publisher . ?mention a bk:PolicyMention ; bk:policy ?policy ; bk:relation "basis" ; bk:fieldName ?field ;
    bk:evidence ?place . ?place bk:line ?line . ?paragraph a bk:Paragraph ; bk:text ?text ; bk:evidence ?where . ?where bk:line ?line }}
  FILTER(?field = "正文") ?publisher skos:prefLabel ?department .
  OPTIONAL {{ ?mention bk:documentNumber ?number }} OPTIONAL {{ ?mention dcterms:title ?title }}
}} ORDER BY ?mention ?number ?title"""
    rows = [row for row in select(graph, query) if subject in sentence_with(text_of(row, "text"), label_of(row)).replace(label_of(row), "")]
    labels: dict[str, Row] = {}
    for row in rows:
        labels.setdefault(label_of(row), row)
    if not labels or said_number(u) not in (0, len(labels)):
        return None
    shown = listed([label_with_title(row) for row in labels.values()], 12)
    text = f"{text_of(rows[0], 'department')}文件里与“{subject}”有关的依据共{len(labels)}份：{shown}。"
    return Answer(u.question, "answer", text, tuple(Item(label, None, None, text_of(row, "policy")) for label, row in labels.items()), (),
                  PREFIXES + query, ("文号", "标题", "部门", "栏目"), table_rows(rows, ("number", "title", "department", "field")),
                  evidence_of(graph, [text_of(row, "mention") for row in rows]))  # fmt: skip


def sentence_with(text: str, label: str) -> str:
    """The sentence that prints the number or title, the whole text where none does as it stands."""
    return next((sentence for sentence in re.split("[。；]", text) if bare(label) in bare(sentence)), text)


def of_project(u: Understood, subject: str, graph: Graph) -> Answer | None:
    """The basis of the one project that is about the subject."""
    named = abbreviated_projects(bare(subject), u.catalogue)
    iris = [iri for name in named for iri in u.catalogue.bare_projects[name] if not u.departments or department_of(iri, u)]
    topic = Topic(tuple(iris), (subject,), ()) if iris else find_topic([subject], u.departments, u.catalogue, graph)
    names = {iri.rpartition("/")[2] for iri in topic.projects}
    if topic.unused or len(names) != 1:
        return None
    kept = tuple(m for m in u.mentions if m.start >= u.text.find(subject) + len(subject) or m.kind in OUTSIDE)
    answer = answer_basis(replace(u, mentions=kept, rest=()), graph, topic)
    return answer if answer.kind == "answer" and said_number(u) in (0, len(answer.items)) else None


def department_of(iri: str, u: Understood) -> bool:
    """Whether a project is of a department named."""
    return any(iri.split("/")[-2] == d.name for d in u.catalogue.departments if d.iri in u.departments)
