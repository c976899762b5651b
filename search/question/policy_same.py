"""Whether two numbers are those of one document (晋发〔2024〕15号和晋办发〔2024〕15号是不是一份文件), and whether each of several
departments cites a document (水利局和交通运输局都引用了吗).

Enters: a question that names policies and asks whether. Leaves: yes or no with what each is; for departments those that
cite it by the name the question gives, for a department may print the document without its number.
"""

from __future__ import annotations

import re

from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.catalogue import Policy, bare
from search.question.graph import PREFIXES, Graph, iri_list, select, text_of
from search.question.policy_names import number_parts
from search.question.understanding import Understood

ONE = re.compile("(?:同一|一)(?:个|份|篇)(?:文件|文|通知|东西|意思)|一回事|相同的?文件")
WHETHER = ("whether", "polar")


def asks_one(u: Understood) -> bool:
    """Whether two policies named are asked to be one."""
    return len(u.items("policy")) == 2 and len(u.of("policy")) == 2 and u.asks(*WHETHER) and ONE.search(u.text) is not None


def answer_one(u: Understood, graph: Graph) -> Answer:
    """Yes where title, year and serial number agree and only the agency is written otherwise; no where all of them differ."""
    known = {policy.iri: policy for policy in u.catalogue.policies}
    first, second = (known[iri] for iri in u.items("policy"))
    query = f"""SELECT DISTINCT ?policy ?number ?title ?mention WHERE {{
  VALUES ?policy {{ {iri_list(u.items('policy'))} }} ?mention a bk:PolicyMention ; bk:policy ?policy .
  OPTIONAL {{ ?policy bk:documentNumber ?number }} OPTIONAL {{ ?policy dcterms:title ?title }}
}} ORDER BY ?number ?mention ?title"""
    rows = select(graph, query)
    titled, numbered = one_title(first, second), number_parts(first.number)[1:] == number_parts(second.number)[1:]
    if not (first.titles and second.titles) or (numbered and not titled):
        return refusal(u.question, f"文件没有写明{first.number}和{second.number}是不是一份文件。", PREFIXES + query)
    same = titled and numbered
    told = listed([f"{policy.number}《{policy.titles[-1].strip('《》')}》" for policy in (first, second)])
    text = f"是同一份文件，文号有两种写法：{told}。" if same else f"不是同一份文件：{told}。"
    return Answer(u.question, "answer", text, (Item("同一份" if same else "不是同一份", "true" if same else "false"),),
                  ("标题、年份和序号都相同，按一份文件计",) if same else (), PREFIXES + query, ("文号", "标题"),
                  table_rows(rows, ("number", "title")), evidence_of(graph, [text_of(row, "mention") for row in rows]))  # fmt: skip


def one_title(first: Policy, second: Policy) -> bool:
    """Whether a title of one is a title of the other, whatever its marks."""
    return bool({bare(title) for title in first.titles} & {bare(title) for title in second.titles})


def asks_each(u: Understood) -> bool:
    """Whether each of several departments is asked to cite a policy that is named."""
    return len(u.departments) > 1 and bool(u.items("policy")) and u.has("cite") and u.asks(*WHETHER) and "都" in u.text and not u.asks("list")


def answer_each(u: Understood, graph: Graph) -> Answer:
    """Yes where all do; else which of them do, by the number or title asked for."""
    query = f"""SELECT DISTINCT ?publisher ?department ?mention WHERE {{
  VALUES ?policy {{ {iri_list(u.items('policy'))} }} VALUES ?publisher {{ {iri_list(u.departments)} }}
  ?mention a bk:PolicyMention ; bk:policy ?policy ; bk:document ?doc . ?doc bk:publisher ?publisher . ?publisher skos:prefLabel ?department .
}} ORDER BY ?department ?mention"""
    rows = select(graph, query)
    if not rows:
        return refusal(u.question, "这些部门的文件都没有提到它。", PREFIXES + query)
    citing = list(dict.fromkeys(text_of(row, "department") for row in rows))
    every = len(citing) == len(u.departments)
    names = [d.name for d in u.catalogue.departments if d.iri in u.departments and d.name not in citing]
    asked = u.printed(u.of("policy")[0])
    text = f"都引用了：{listed(citing)}。" if every else f"写明引用它的是{listed(citing)}；{listed(names)}的文件里没有写{asked}。"
    items = (Item("都引用", "true"),) if every else tuple(Item(name) for name in citing)
    return Answer(u.question, "answer", text, items, (), PREFIXES + query, ("部门",), table_rows(rows, ("department",)),
                  evidence_of(graph, [text_of(row, "mention") for row in rows]))  # fmt: skip
