"""When a policy was issued: 什么时候印发的, 哪天下发的, 发文日期, 哪一年出台的.

Enters: a question that names policies and asks for the day. Leaves: the date that the document's own text prints, where
a disclosure attaches it; the year in the number answers 哪一年. 施行 is a day of its own; 废止 is another, which is not asked here.
"""

from __future__ import annotations

import re

from search.question.answer import Answer, Item, evidence_of, refusal, table_rows
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.policy_family import policy_words, unheld
from search.question.policy_labels import label_of, label_with_title
from search.question.policy_names import number_parts
from search.question.understanding import Understood

WRITTEN = re.compile("成文|落款|签发|签署")
EFFECTIVE = re.compile("施行|实施|执行|生效")
YEAR = re.compile("哪一?年(?!哪|几)|年份")


def asks_when(u: Understood) -> bool:
    """Whether the day of issue of a policy that is named is asked."""
    return u.has("chain", "when") and bool(u.items("policy")) and not u.has("noun", "project")


def answer_when(u: Understood, graph: Graph) -> Answer:
    """The date in the foot (印发日期) or below the issuer (成文日期), as asked; the other one where only that is printed."""
    refused = unheld(u, "chain:when", "chain:issuer", "want:when")
    if refused is not None:
        return refused
    query = f"""SELECT DISTINCT ?policy ?number ?title ?written ?printed ?effective ?mention WHERE {{
  VALUES ?policy {{ {iri_list(u.items('policy'))} }}
  OPTIONAL {{ ?policy bk:documentNumber ?number }} OPTIONAL {{ ?policy dcterms:title ?title }}
  OPTIONAL {{ ?policy bk:writtenOn ?written }} OPTIONAL {{ ?policy bk:printedOn ?printed }}
  OPTIONAL {{ ?policy bk:effectiveOn ?effective }}
  OPTIONAL {{ ?mention bk:policy ?policy ; a bk:PolicyMention ; bk:writtenOn|bk:printedOn|bk:effectiveOn ?date }}
}} ORDER BY ?number ?mention ?title"""
    rows = select(graph, query)
    firsts = {text_of(row, "policy"): row for row in reversed(rows)}
    told = [(row, *day_of(row, u.text)) for row in firsts.values()]
    dated = [row for row in told if row[1]]
    if not dated or (len(dated) < len(told) and len(u.of("policy")) > 1):
        said = "从哪一天起施行" if EFFECTIVE.search(u.text) else "是什么时候印发的"
        return refusal(u.question, f"已收录的文件里没有写明{policy_words(u)}{said}。", PREFIXES + query)
    text = "；".join(f"{label_with_title(row)}的{kind}是{day}" for row, day, kind in dated) + "。"
    items = tuple(Item(day, None, None, iri) for day, iri in {day: text_of(row, "policy") for row, day, _ in reversed(dated)}.items())
    return Answer(u.question, "answer", text, items, (), PREFIXES + query, ("文号", "标题", "成文日期", "印发日期", "施行日期"),
                  table_rows(list(firsts.values()), ("number", "title", "written", "printed", "effective")),
                  evidence_of(graph, [text_of(row, "mention") for row in rows if text_of(row, "mention")]))  # fmt: skip


def day_of(row: Row, asked: str) -> tuple[str, str]:
    """The day in Chinese and which date it is; '' where none is printed."""
    effective = EFFECTIVE.search(asked) is not None
    dates = [("施行日期", text_of(row, "effective"))] if effective else [("成文日期", text_of(row, "written")), ("印发日期", text_of(row, "printed"))]
    kind, iso = next(((kind, iso) for kind, iso in (dates if WRITTEN.search(asked) else dates[::-1]) if iso), ("", ""))
    if not iso and not effective and YEAR.search(asked) and "〔" in label_of(row):
        return f"{number_parts(text_of(row, 'number'))[1]}年", "文号年份"
    year, month, day = iso.split("-") if iso else ("", "0", "0")
    return (f"{year}年{int(month)}月{int(day)}日" if iso else ""), kind
