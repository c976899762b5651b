"""The basis of a project that is no document with a number or title: court judgments (（2024）某民终12号), or plain words.

Enters: the projects asked for, whose pages cite no policy. Leaves: the case numbers of the field 立项依据 where judgments are
asked for or named there, else the field as it is printed. Where another kind of document is asked for, nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.answer import Answer, Item, evidence_of, listed, table_rows
from search.question.graph import PREFIXES, Graph, iri_list, select, text_of
from search.question.understanding import Understood

CASE = re.compile(
    r"[（(〔\[](?:19|20)\d\d[）)〕\]]\s*[一-鿿]{1,3}\s*(?:[（(]?\d{1,4}[）)]?)?"
    r"\s*(?:民|刑|行|执|赔|商)[一-鿿]{0,3}\d{1,6}号(?:之[一二三四五])?"
)
"""a court's case number: （2024）某01民终12号"""
JUDGED = re.compile("判决|裁定|法院|案号|文书")
EMPTY = re.compile(r"[\s、，。；/／\-—]*(?:无|暂无|没有)?[\s。]*")
LONGEST = 160
"""characters of a field that are an answer by themselves"""


def basis_in_words(u: Understood, graph: Graph, projects: Sequence[str]) -> Answer | None:
    """What the field 立项依据 of the projects says; None where it says nothing that is asked for."""
    kinds = [*u.values("policy_kind"), *u.values("policy_word")]
    judged = JUDGED.search(u.text) is not None
    if u.has("issued") or (kinds and not judged):
        return None
    query = f"""SELECT DISTINCT ?name ?text ?field WHERE {{
  VALUES ?project {{ {iri_list(projects)} }} ?page bk:project ?project . ?project skos:prefLabel ?name .
  ?field a bk:Field ; bk:page ?page ; bk:name "立项依据" ; bk:text ?text
}} ORDER BY ?name ?field"""
    rows = [row for row in select(graph, query) if not EMPTY.fullmatch(text_of(row, "text"))]
    cases = list(dict.fromkeys(case.group() for row in rows for case in CASE.finditer(text_of(row, "text"))))
    short = len(rows) == 1 and len(text_of(rows[0], "text")) <= LONGEST
    wants_document = judged or u.has("noun", "policy")  # 哪些文件, 文号
    if not rows or (wants_document and not cases) or not (cases or short):
        return None
    names = listed([f"“{name}”" for name in dict.fromkeys(text_of(row, "name") for row in rows)], 4)
    said = f"引用{len(cases)}份裁判文书：{listed(cases, 12)}" if cases else f"写的是：{text_of(rows[0], 'text').strip()}"
    items = tuple(Item(label) for label in cases or [text_of(rows[0], "text").strip()])
    return Answer(u.question, "answer", f"{names}的立项依据{said.rstrip('。')}。", items, (), PREFIXES + query, ("项目", "立项依据"),
                  table_rows(rows, ("name", "text")), evidence_of(graph, [text_of(row, "field") for row in rows]))  # fmt: skip
