"""Questions about policies: the basis of a project, who cites a policy, what it is and whether it is in force."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.numeral import chinese_integer
from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.catalogue import bare
from search.question.extract import rows_over
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.lexicon import wording
from search.question.policy_asked import of_names, of_rest, of_words
from search.question.policy_kinds import kind_words, of_kinds
from search.question.policy_labels import label_of, label_with_title, without_passed_on
from search.question.policy_text import basis_in_words
from search.question.project_frame import FEW
from search.question.project_plan import project_iris
from search.question.refusal import unaccounted, unknown_words, unused_words
from search.question.topic import Topic
from search.question.understanding import Understood

OF_PROJECT = "?mention bk:project ?project . ?project skos:prefLabel ?name"
MENTION = """?mention a bk:PolicyMention ; bk:policy ?policy ; bk:document ?doc . ?doc bk:publisher ?publisher ; bk:year ?year .
  ?publisher skos:prefLabel ?department .
  OPTIONAL { ?mention bk:project ?project . ?project skos:prefLabel ?name } OPTIONAL { ?mention bk:fieldName ?field }
  OPTIONAL { ?mention bk:documentNumber ?number } OPTIONAL { ?mention dcterms:title ?title }"""


USED = frozenset(
    ["policy", "policy_title", "project", "cite", "noun", "scope", "topic", "policy_kind", "contrast", "organisation", "contents", "money",
     "group", "facet", "issued", "policy_word"]
)  # fmt: skip
"""Kinds of mention that a question about policies has a place for, whatever they say"""
HELD = frozenset(["want:amount", "want:list", "want:what", "want:who", "want:count", "want:whether", "want:polar", "chain:issuer", "compare:with"])


OTHERS = re.compile("哪[个份些][一-龥]{0,4}?(?:文件|通知|文|办法|意见|方案|规定)的(?P<what>[一-龥]{2})")
"""What the policy is to another: 是对哪个通知的补充"""


def unheld(u: Understood, *more: str) -> Answer | None:
    """The refusal where words of a question about a policy have no place in what the graph knows of it (何时施行)."""
    strays = unaccounted(u, USED, HELD | set(more))
    if strays:
        return unused_words(u, strays)
    other = OTHERS.search(u.text)
    if other is not None and any(u.text.find(chunk) == other.start("what") for chunk in u.rest):
        return unknown_words(u)
    titles = bare("".join(title for p in u.catalogue.policies if p.iri in u.items("policy") for title in p.titles))
    return unknown_words(u) if any(len(bare(chunk)) > 1 and bare(chunk) not in titles for chunk in u.rest) else None


def basis_query(u: Understood, projects: Sequence[str]) -> str:
    """Policies that the pages of the projects cite."""
    parts = [f"VALUES ?project {{ {iri_list(projects)} }}", MENTION.replace(f"OPTIONAL {{ {OF_PROJECT} }}", f"{OF_PROJECT} .")]
    if u.departments:
        parts.append(f"VALUES ?publisher {{ {iri_list(u.departments)} }}")
    kinds = u.values("policy_kind")
    if kinds and not of_two_kinds(u):
        parts.append(of_kinds(kinds, "?policy"))
    if u.has("issued"):
        parts.append(f"VALUES ?policy {{ {iri_list(u.items('issued'))} }}")
    body = "\n  ".join(parts)
    order = "ORDER BY ?mention ?policy ?number ?title ?name ?field"
    return f"SELECT DISTINCT ?policy ?number ?title ?name ?department ?field ?mention WHERE {{\n  {body}\n}} {order}"


def basis_rows(u: Understood, graph: Graph, query: str, projects: Sequence[str]) -> list[Row]:
    """Rows of ``basis_query``, over the mentions of these projects alone where nothing is asked of the policies themselves."""
    if u.values("policy_kind"):
        return select(graph, query)
    return rows_over(graph, query, [text_of(row, "mention") for row in select(graph, mentions_query(u, projects))])


def mentions_query(u: Understood, projects: Sequence[str]) -> str:
    """Mentions on the pages of these projects: those of the few departments named, else of every department that has them."""
    named, mention = iri_list(projects), "?mention bk:project ?project ; a bk:PolicyMention"
    if not 0 < len(u.departments) <= FEW:
        return f"SELECT DISTINCT ?mention WHERE {{ VALUES ?project {{ {named} }} {mention} }}"
    within = f"VALUES ?publisher {{ {iri_list(u.departments)} }} GRAPH ?g {{ ?doc bk:publisher ?publisher . {mention} }}"
    return f"SELECT DISTINCT ?mention WHERE {{ {within} FILTER(?project IN ({named.replace(' ', ', ')})) }}"


def answer_basis(u: Understood, graph: Graph, topic: Topic | None = None) -> Answer:
    """What the projects named, or those of a topic, rely on; numbers only where numbers are asked for, 立项依据 only where
    that is asked for."""
    strays = unaccounted(u, USED, HELD)
    if strays:
        return unused_words(u, strays)
    projects = u.catalogue.with_kin(topic.projects) if topic else project_iris(u)
    query = basis_query(u, projects)
    rows = basis_rows(u, graph, query, projects)
    words = " ".join(u.printed(m) for m in u.mentions)
    basis = [row for row in rows if "依据" in text_of(row, "field")]
    every = rows
    if "立项依据" in words or (basis and not any(word in u.text for word in ("引用", "提到", "提及", "援引"))):
        rows = basis or rows
    wider = asked_kind(u, shared(u, every))
    rows = asked_number(u, asked_kind(u, shared(u, rows)), wider) or (wider if "立项依据" not in words else [])
    rows, missing = (rows, []) if topic else of_rest(u, rows)
    if missing and len({label_of(row) for row in rows}) != 1:
        return unknown_words(u)
    if not rows and (told := basis_in_words(u, graph, projects)):
        return told
    if not rows:
        kinds = [kind_words(kind, wording("policy_kind")) for kind in u.values("policy_kind")] + u.values("policy_word")
        return refusal(u.question, f"这个项目的页面里没有写出{'、'.join(kinds) or '政策文件'}。", PREFIXES + query)
    if asks_issuer(u):
        return issuers_told(u, rows, PREFIXES + query, graph)
    labels = dict.fromkeys(label_of(row) for row in without_passed_on(rows))
    items = tuple(Item(label, None, None, next(text_of(r, "policy") for r in rows if label_of(r) == label)) for label in labels)
    names = list(dict.fromkeys(text_of(row, "name") for row in rows))
    shown = [label_with_title(next(r for r in rows if label_of(r) == label)) for label in labels]
    fields = "、".join(dict.fromkeys(text_of(row, "field") for row in rows if text_of(row, "field")))
    said = (f"文件名里没有“{'”“'.join(missing)}”，未作为条件",) if missing else ()
    text = f"{listed([f'“{name}”' for name in names], 4)}（{fields}）共引用{len(labels)}份文件：{listed(shown, 12)}。"
    return Answer(
        u.question, "answer", text, items, said, PREFIXES + query, ("文号", "标题", "项目", "部门", "栏目"),
        table_rows(rows, ("number", "title", "name", "department", "field")), evidence_of(graph, [text_of(r, "mention") for r in rows]),
        tuple(f"还有哪些项目引用{number}？" for number in dict.fromkeys(text_of(r, "number") for r in rows) if number)[:2],
    )  # fmt: skip


def asked_kind(u: Understood, rows: list[Row]) -> list[Row]:
    """The mentions of documents of the kind asked for, those with a number where numbers are."""
    if any(word in u.text for word in ("文号", "标准号", "发文字号", "几号", "编号")):
        rows = [row for row in rows if text_of(row, "number")] or rows
    return of_words(u, rows) if of_two_kinds(u) else of_names(u, of_words(u, rows))


ISSUED_BY = re.compile("(?:谁|哪个?(?:部门|单位|机关|局)|哪里|哪家)(?:印发|下发|发布|出台|制定|发)")


def asks_issuer(u: Understood) -> bool:
    """Whether who issued the basis is asked (是哪个部门发的通知, 通知是谁发的)."""
    return u.has("chain", "issuer") and ISSUED_BY.search(u.text) is not None


def issuers_told(u: Understood, rows: Sequence[Row], query: str, graph: Graph) -> Answer:
    """Who issued each of the documents, where it is known."""
    known = {p.iri: p.issuers for p in u.catalogue.policies}
    firsts = {text_of(row, "policy"): row for row in rows}
    told = {iri: row for iri, row in firsts.items() if known.get(iri)}
    if not told:
        return refusal(u.question, f"文件里没有写{listed([label_with_title(row) for row in firsts.values()], 4)}是谁发的。", query)
    names = dict.fromkeys(name for iri in told for name in known[iri])
    parts = [f"{label_with_title(row)}的发文机关是{'、'.join(known[iri])}" for iri, row in told.items()]
    parts += [f"{label_with_title(row)}没有写发文机关" for iri, row in firsts.items() if iri not in told]
    return Answer(u.question, "answer", f"{'；'.join(parts)}。", tuple(Item(name) for name in names), (), query,
                  ("文号", "标题", "项目", "部门", "栏目"), table_rows(rows, ("number", "title", "name", "department", "field")),
                  evidence_of(graph, [text_of(row, "mention") for row in rows]))  # fmt: skip


def of_two_kinds(u: Understood) -> bool:
    """Whether documents of another kind are asked for beside those of one (哪部法律、哪个通知)."""
    return len(u.of("policy_kind")) == 1 and sum(m.value == "list" for m in u.of("want")) > 1 and u.has("noun", "policy")


SEVERAL = re.compile("哪([两二三四五六])[个份项部条]")


def said_number(u: Understood) -> int:
    """How many documents the question says there are (哪两个规范), 0 where it does not say."""
    said = SEVERAL.search(u.text)
    return "一二三四五六".find(said[1].replace("两", "二")) + 1 if said else 0


def asked_number(u: Understood, rows: list[Row], every: list[Row]) -> list[Row]:
    """The mentions of 立项依据; those of the whole page where these are as many documents as the question says (哪两个规范)."""
    said = SEVERAL.search(u.text)
    number = chinese_integer(said[1]) if said and "立项依据" not in u.text else None
    told, on_page = (len({label_of(row) for row in mentions}) for mentions in (rows, every))
    return every if on_page == number != told else rows


def shared(u: Understood, rows: list[Row]) -> list[Row]:
    """Mentions of policies that every project named cites, where 都 or 共同 asks for those."""
    names = {text_of(row, "name") for row in rows}
    if len(names) < 2 or len(u.of("project")) < 2 or not re.search("都|共同|同一", u.text):
        return rows
    cited = [{text_of(row, "policy") for row in rows if text_of(row, "name") == name} for name in names]
    return [row for row in rows if text_of(row, "policy") in set.intersection(*cited)]


def answer_documents(u: Understood, graph: Graph) -> Answer:
    """Where a policy that no project cites is mentioned: the documents and their words."""
    query = f"""SELECT DISTINCT ?policy ?number ?title ?name ?project ?department ?year ?field ?mention ?relation WHERE {{
  VALUES ?policy {{ {iri_list(u.items('policy'))} }}
  {MENTION} OPTIONAL {{ ?mention bk:relation ?relation }}
}} ORDER BY ?department ?mention ?number ?title"""
    rows = select(graph, query)
    if not rows:
        return refusal(u.question, "没有文件提到它。", PREFIXES + query)
    told = prose_projects(graph, rows)
    if told:
        items = tuple(Item(text_of(r, "name"), None, None, text_of(r, "project")) for r in told)
        text = f"引用{policy_words(u)}的是{listed([item.label for item in items])}；只在文字里写到，没有公开绩效表。"
        return Answer(u.question, "answer", text, items, (), PREFIXES + query, ("文号", "标题", "部门", "年度", "栏目"),
                      table_rows(told, ("number", "title", "department", "year", "field")),
                      evidence_of(graph, [text_of(r, "mention") for r in told]))  # fmt: skip
    if any(text_of(r, "name") for r in rows):
        return refusal(u.question, f"这些条件下没有项目引用{policy_words(u)}。", PREFIXES + query)
    departments = list(dict.fromkeys(f"{text_of(r, 'department')}{text_of(r, 'year')}年" for r in rows))
    fields = list(dict.fromkeys(text_of(r, "field") for r in rows if text_of(r, "field")))
    text = f"没有项目引用它；提到它的是{listed(departments)}的公开文件（{listed(fields)}）。"
    items = tuple(dict.fromkeys(Item(text_of(r, "department")) for r in rows))
    return Answer(u.question, "answer", text, items, (), PREFIXES + query, ("文号", "标题", "部门", "年度", "栏目"),
                  table_rows(rows, ("number", "title", "department", "year", "field")),
                  evidence_of(graph, [text_of(r, "mention") for r in rows]))  # fmt: skip


def prose_projects(graph: Graph, rows: Sequence[Row]) -> list[Row]:
    """The rows of projects that are told in prose alone, one for each; none where a project has a page or a budget line."""
    firsts = {text_of(row, "project"): row for row in reversed(rows) if text_of(row, "project")}
    if not firsts:
        return []
    planned = select(graph, f"SELECT DISTINCT ?project WHERE {{ VALUES ?project {{ {iri_list(firsts)} }} "
                            "?plan bk:project ?project ; a ?kind . VALUES ?kind { bk:ProjectPage bk:BudgetLine } }")  # fmt: skip
    return [] if planned else list(firsts.values())


def answer_description(u: Understood, graph: Graph) -> Answer:
    """Number, title, issuer and force of the policies named (它是什么文件, 文号是多少, 还有效吗)."""
    refused = unheld(u, "chain:force", "chain:repeals")
    if refused is not None:
        return refused
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else ""
    query = f"""SELECT DISTINCT ?policy ?number ?title ?issuer ?force ?by ?mention WHERE {{
  VALUES ?policy {{ {iri_list([*u.items('policy'), *u.items('policy_title')])} }} {scope}
  ?mention a bk:PolicyMention ; bk:policy ?policy ; bk:document ?doc . ?doc bk:publisher ?publisher .
  OPTIONAL {{ ?policy bk:documentNumber ?number }} OPTIONAL {{ ?policy dcterms:title ?title }}
  OPTIONAL {{ ?policy bk:issuer ?issuer }} OPTIONAL {{ ?policy bk:force ?force }}
  OPTIONAL {{ ?repealing bk:repeals ?policy ; bk:documentNumber ?by }}
}} ORDER BY ?number ?mention ?title ?issuer ?force ?by"""
    rows = select(graph, query)
    if not rows:
        return refusal(u.question, f"{'这个部门的文件' if u.departments else '已收录的文件'}没有提到{policy_words(u)}。", PREFIXES + query)
    wants_number = any(word in u.text for word in ("文号", "几号", "编号", "哪个号"))
    if wants_number:
        rows = [row for row in rows if text_of(row, "number")] or rows
    labels = list(dict.fromkeys(label_of(row) for row in rows))
    if said_number(u) not in (0, len(labels)):
        return refusal(u.question, f"问题问的是{said_number(u)}份文件，名称相符的有{len(labels)}份，所以不作答。", PREFIXES + query)
    parts = []
    for label in labels:
        row = next(r for r in rows if label_of(r) == label)
        issuer = f"的发文机关是{text_of(row, 'issuer')}" if text_of(row, "issuer") else ""
        ended = f"已由{text_of(row, 'by')}废止" if text_of(row, "by") else text_of(row, "force").replace("不明", "")
        parts.append(label_with_title(row) + issuer + (f"，{ended}" if ended else ""))
    if u.has("chain", "force") and not any(text_of(r, "force") not in ("", "不明") for r in rows):
        parts.append("已收录的文件没有写它是否仍有效")
    items = tuple(Item(label, None, None, next(text_of(r, "policy") for r in rows if label_of(r) == label)) for label in labels)
    force = whether_in_force(u, {text_of(row, "force") for row in rows})
    items = (*force, *items)
    text = "".join(f"{item.label}。" for item in force) + "；".join(parts) + "。"
    return Answer(u.question, "answer", text, items, (), PREFIXES + query, ("文号", "标题", "发文机关", "效力"),
                  table_rows(rows, ("number", "title", "issuer", "force")), evidence_of(graph, [text_of(r, "mention") for r in rows]))  # fmt: skip


FORCE = {"有效": True, "已废止": False, "已被新版替代": False}
"""Force -> whether a policy of it is in force"""
ENDED = re.compile("废|失效|作废|过时|取代|替代|取消")
"""Words that ask whether a policy has ended, not whether it holds"""


def whether_in_force(u: Understood, forces: set[str]) -> tuple[Item, ...]:
    """Yes or no, where the question asks for it (还有效吗, 作废了没有) and the documents tell."""
    cues = [u.printed(m) for m in u.of("chain") if m.value in ("force", "repeals")]
    known = {FORCE[force] for force in forces if force in FORCE}
    asked = u.has("want", "polar", "whether") or any(re.search("没|不|是否", cue) for cue in cues)
    if not cues or not asked or len(known) != 1:
        return ()
    holds = known.pop()
    yes = holds != any(ENDED.search(cue) for cue in cues)
    return (Item("有效" if holds else "已不再有效", "true" if yes else "false"),)


def policy_words(u: Understood) -> str:
    labels = list(dict.fromkeys(p.number or f"《{p.titles[0]}》" for p in u.catalogue.policies if p.iri in set(u.items("policy"))))
    return listed(labels, 3)


def answer_same_catalogue(u: Understood, graph: Graph) -> Answer:
    """Whether two departments attach the same edition of a notice: compares what each forwards or publishes."""
    query = f"""SELECT DISTINCT ?department ?number ?title ?relation ?subjectNumber ?mention WHERE {{
  VALUES ?publisher {{ {iri_list(u.departments)} }}
  ?mention a bk:PolicyMention ; bk:document ?doc ; bk:relation ?relation ; bk:policy ?policy . ?doc bk:publisher ?publisher .
  ?publisher skos:prefLabel ?department . FILTER(?relation IN ("forwards", "publishes", "repeals", "attaches"))
  FILTER NOT EXISTS {{ ?mention bk:project ?any }}
  OPTIONAL {{ ?policy bk:documentNumber ?number }} OPTIONAL {{ ?policy dcterms:title ?title }}
  OPTIONAL {{ ?mention bk:subject ?subject . ?subject bk:documentNumber ?subjectNumber }}
}} ORDER BY ?department ?mention ?number ?title"""
    rows = select(graph, query)
    numbers: dict[str, set[str]] = {}
    for row in rows:
        if text_of(row, "number") and text_of(row, "relation") in ("forwards", "publishes"):
            numbers.setdefault(text_of(row, "department"), set()).add(text_of(row, "number"))
    if len(numbers) < 2:
        return refusal(u.question, "至少有一个部门的文件没有写明所附通知的文号，无法比较。", PREFIXES + query)
    same = len({frozenset(values) for values in numbers.values()}) == 1 or bool(set.intersection(*numbers.values()))
    parts = [f"{department}所附的是{listed(sorted(values))}" for department, values in numbers.items()]
    text = f"{'是同一版' if same else '不是同一版'}：{'；'.join(parts)}。"
    return Answer(u.question, "answer", text, (Item("同一版" if same else "不是同一版", "true" if same else "false"),), (), PREFIXES + query,
                  ("部门", "文号", "标题", "关系"), table_rows(rows, ("department", "number", "title", "relation")),
                  evidence_of(graph, [text_of(r, "mention") for r in rows]))  # fmt: skip
