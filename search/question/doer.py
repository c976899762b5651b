"""Who does something, read from the sentence that says it: 飞灰是哪家公司填埋的, 东部救援基地靠哪家企业.

Enters: a question for a company that the contracts could not answer. Leaves: the one company that stands in the
shortest stretch of a sentence with every word of the question; None where there is none, or several.
"""

from __future__ import annotations

import re

from search.question.answer import Answer, Item, evidence_of, table_rows
from search.question.catalogue import Named, bare
from search.question.contract_family import work_words
from search.question.contract_parties import fewer_than_said
from search.question.contract_words import PART, deeds_of
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_literal, text_of
from search.question.mention import Mention
from search.question.topic import is_wide
from search.question.understanding import Understood
from search.question.words import free_words, says

ASKING = frozenset(["want", "filler", "department", "year", "money", "scope", "contrast", "topic"])
STOPS = frozenset(
    ["not", "negation", "bound", "top", "rank", "foreign", "personal", "actual", "opinion", "fund", "group", "phase", "attribute", "beyond", "policy",
     "unknown_number", "unknown_title", "foreign_company", "aggregate", "share", "staff", "same", "code", "facet", "cite", "chain", "compare"]
)  # fmt: skip
"""Kinds of mention with which a question is about something else than who does it"""
HELPERS = re.compile("招标代理|造价|咨询|监理|审计|会计师|评估")
"""Companies that help with a work; they are told only where the question says so"""
HOLDER = re.compile("(?P<what>(?:(?!的)[一-龥]){1,6}(?:方|人|商|代表))(?:又|分别|到底|究竟)?(?:是|为|系|指)?(?:哪|谁)")
"""社会资本方是哪家: who holds a position, which a sentence about it need not say"""
CLEAR = 1
"""Clauses within which a sentence that names several companies says what one of them does"""
SENTENCE, CLAUSE = re.compile(r"[。；;]|(?=[（(]\d{1,2}[）)])|(?=[一二三四五六七八九十]是)"), re.compile("[，,、：:]")


def answer_doer(u: Understood, graph: Graph) -> Answer | None:
    """The company that the text names for what the question says."""
    wide = is_wide(u.departments, u.catalogue)
    absent = any(year not in u.catalogue.years for year in u.years)
    more = u.asks("count", "amount", "quantity", "when", "duration", "reason") or u.has("contract")
    holder = HOLDER.search(u.text)
    stopped = any(m.kind in STOPS and (m.kind, m.value) != ("compare", "with") for m in u.mentions)
    if not (u.asks_company or holder) or more or wide or absent or stopped or u.has("noun", "policy", "department"):
        return None
    if holder:
        return answer_holder(u, graph, holder["what"]) if u.projects else None
    if u.has("noun", "project"):
        return None
    words = free_words(u.text, [(m.start, m.end) for m in u.mentions if asking(u, m)])
    if sum(len(word) > 1 for word in words) < (1 if u.projects or u.has("deed") else 2):
        return None
    query = fields_query(u, words)
    rows = select(graph, query)
    found = doers(u, graph, rows, words)
    if EACH.search(u.question) and len({text_of(row, "text") for _, row in found}) == 1:
        return each_doer(u, graph, query, rows=found)
    if len({named.iri for named, _ in found}) != 1 or fewer_than_said(u, {named.name for named, _ in found}):
        return None
    named = found[0][0]
    used = [row for one, row in found]
    text = f"{named.name}：{sentence_of(text_of(used[0], 'text'), named.name, words)}。"
    return Answer(u.question, "answer", text, (Item(named.name, None, None, named.iri),), ("按项目页里写明的句子",), PREFIXES + query,
                  ("项目", "部门", "原文"), table_rows(used[:1], ("name", "department", "text")),
                  evidence_of(graph, [text_of(row, "field") for row in used]))  # fmt: skip


def answer_holder(u: Understood, graph: Graph, what: str) -> Answer | None:
    """Who holds a position of a named project, where the text puts the name right behind it: 社会资本方（某某公司）, 产权人是某某公司."""
    query = fields_query(u, [what[-3:]])
    rows = [row for row in select(graph, query) if about_named(u, bare(text_of(row, "name")), "")]
    for start in range(len(what) - 2):
        behind = rf"{re.escape(what[start:])}(?:[（(][^（）()]{{0,12}}[）)])?(?:是|为|系|即|：|:)?[（(]?(?:是|为)?"
        found = [(n, row) for row in rows for n in u.catalogue.organisations
                 if n.name in (text := text_of(row, "text")) and re.search(behind + re.escape(n.name), text)]  # fmt: skip
        if len({n.iri for n, _ in found}) == 1:
            named, row = found[0]
            return Answer(u.question, "answer", f"{what[start:]}是{named.name}。", (Item(named.name, None, None, named.iri),),
                          ("按项目页里写明的句子",), PREFIXES + query, ("项目", "部门", "原文"), table_rows([row], ("name", "department", "text")),
                          evidence_of(graph, [text_of(one, "field") for _, one in found]))  # fmt: skip
        if found:
            return None
    return None


def clauses_of(u: Understood, sentence: str) -> list[str]:
    """The clauses of a sentence; of the part alone that the question asks about."""
    part = PART.search(u.text)
    return [clause for clause in CLAUSE.split(sentence) if part is None or part[0] in clause]


EACH = re.compile("分别|各(?:自|是|靠|由)|[两二三四五六七]家|哪几家")


def each_doer(u: Understood, graph: Graph, query: str, rows: list[tuple[Named, Row]]) -> Answer | None:
    """The companies that one sentence names in the same words one after the other: 东部依托甲公司、中部依托乙公司.

    None where they are not as many as the question says."""
    text = text_of(rows[0][1], "text")
    verb = next((word for m in u.of("role", "deed") if len(word := u.printed(m).rstrip("的了")) > 1 and word in text), "")
    sentence = next((one for one in text.split("。") if rows[0][0].name in one), "")
    firms = [n for n in u.catalogue.organisations if n.kind == "company" and verb and n.name in sentence]
    names = [n for n in firms if re.search(f"{verb}[^，、。；]{{0,6}}?{(own := re.escape(n.name))}|由{own}[^，、。；]{{0,6}}?{verb}", sentence)]
    names.sort(key=lambda n: sentence.find(n.name))
    if len(names) < 2 or fewer_than_said(u, {n.name for n in names}):
        return None
    start = max(sentence.rfind(mark, 0, sentence.find(names[0].name)) for mark in "，,") + 1
    told = sentence[start : sentence.find(names[-1].name) + len(names[-1].name)]
    items = tuple(Item(n.name, None, None, n.iri) for n in names)
    return Answer(u.question, "answer", f"{'、'.join(n.name for n in names)}。原文：“{told}”。", items, ("按项目页里写明的句子",), PREFIXES + query,
                  ("项目", "部门", "原文"), table_rows([rows[0][1]], ("name", "department", "text")),
                  evidence_of(graph, [text_of(row, "field") for _, row in rows]))  # fmt: skip


def asking(u: Understood, m: Mention) -> bool:
    if m.kind == "role":
        return u.printed(m) not in work_words(u) and m.value not in ("supervisor", "reviewer", "agency")
    return m.kind in ASKING or (m.kind == "noun" and m.value == "company")


def fields_query(u: Understood, words: list[str]) -> str:
    tests = " || ".join(f"CONTAINS(?text, {text_literal(word)})" for word in words if len(word) > 1)
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else ""
    years = f"FILTER(?year IN ({', '.join(map(str, u.years))}))" if u.years else ""
    return f"""SELECT ?field ?text ?name ?department ?year ?project WHERE {{
  {scope} GRAPH ?g {{ ?doc bk:publisher ?publisher ; bk:year ?year .
    ?field a bk:Field ; bk:text ?text ; bk:page ?page . ?page bk:project ?project . }}
  FILTER({tests}) {years} ?project skos:prefLabel ?name . ?publisher skos:prefLabel ?department .
}} ORDER BY ?department ?name ?field"""


PARTIES = """SELECT DISTINCT ?org WHERE {{ VALUES ?org {{ {organisations} }}
  ?party bk:organisation ?org ; a bk:PartyRole ; bk:role ?role FILTER(?role != "client") }}"""
"""Whoever does something under a contract, of whatever kind"""


def doers(u: Understood, graph: Graph, rows: list[Row], words: list[str]) -> list[tuple[Named, Row]]:
    """Companies of the shortest stretches that say every word, with where."""
    own = {d.iri for d in u.catalogue.departments} | set(u.items("organisation"))
    texts = "\0".join(text_of(row, "text") for row in rows)
    names = [n for n in u.catalogue.organisations if n.iri not in own and len(n.name) > 4 and n.name in texts]
    others = [n.iri for n in names if n.kind != "company"]
    parties = {text_of(row, "org") for row in select(graph, PARTIES.format(organisations=iri_list(others)))} if others else set()
    names = [n for n in names if n.kind == "company" or n.iri in parties]
    helper = any(HELPERS.search(word) for word in words)
    names = [n for n in names if helper or not HELPERS.search(n.name)]
    best: list[tuple[int, Named, Row]] = []
    for row in rows:
        for sentence in SENTENCE.split(text_of(row, "text")):
            if not about_named(u, bare(text_of(row, "name")), bare(sentence)):
                continue
            best += [(size, named, row) for size, named in in_sentence(u, sentence, text_of(row, "name"), words, names)]
    least = min((size for size, *_ in best), default=0)
    return [(named, row) for size, named, row in best if size == least]


def about_named(u: Understood, project: str, sentence: str) -> bool:
    """Whether a sentence says the words that name a project, or stands on a page of that project."""
    named = {name for match in u.projects for name in match.names}
    return project in named or all(bare(u.printed(m)) in sentence for m in u.of("project"))


def in_sentence(u: Understood, sentence: str, project: str, words: list[str], names: list[Named]) -> list[tuple[int, Named]]:
    """Companies in the shortest runs of clauses that say the words beside their names; the project may say less than half."""
    present = [n for n in names if n.name in sentence]
    bared = without_names(sentence, present)
    own = [word for word in words if says(bared, word)]
    if not present or any(not says(bared + "\0" + project, word) for word in words):
        return []
    if any(not any(term in bared + "\0" + project for term in terms) for terms in deeds_of(u)):
        return []
    clauses = clauses_of(u, sentence)
    if PART.search(u.text):
        return [(1, n) for n in present if any(n.name in clause for clause in clauses)]
    if 2 * len(own) <= len(words):
        return []
    for size in range(1, len(clauses) + 1):
        runs = ["，".join(clauses[i : i + size]) for i in range(len(clauses) - size + 1)]
        fits = [run for run in runs if all(says(without_names(run, present), word) for word in own) and any(n.name in run for n in present)]
        if fits:
            return [(size, n) for n in present if any(n.name in run for run in fits)] if size <= CLEAR or len(present) == 1 else []
    return []


def without_names(text: str, names: list[Named]) -> str:
    for named in names:
        text = text.replace(named.name, "\0")
    return text


def sentence_of(text: str, name: str, words: list[str]) -> str:
    """The sentence of ``text`` that names the company and says most words."""
    sentences = [sentence for sentence in SENTENCE.split(text) if name in sentence]
    return max(sentences, key=lambda sentence: sum(says(sentence, word) for word in words)).strip()[:200]
