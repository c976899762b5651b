"""Departments and projects by the policies that they name: 哪些部门引用了国务院的文件, 哪个部门有废止文件, 依据最多的项目.

Enters: a question that asks for departments, or for the projects with the most policies, and says which policies, none
of them by name. Leaves: the departments (projects) with how many such policies each names; the first of them alone where
the most or the least is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.question.answer import Answer, Item, evidence_of, refusal, table_rows
from search.question.catalogue import bare
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.mention import Mention
from search.question.policy_kinds import of_kinds
from search.question.refusal import unaccounted, unknown_words, unused_words
from search.question.understanding import Understood

USED = frozenset(["noun", "scope", "policy_kind", "policy_force", "cite", "issued", "facet", "group"])
HELD = frozenset(
    ["want:list", "want:what", "want:count", "want:who", "want:whether", "want:polar", "chain:repeals", "aggregate:max", "aggregate:min",
     "aggregate:order", "compare:larger", "compare:with"]
)  # fmt: skip
MOST, MOST_PROJECTS = 12, 5
"""Departments (projects) that the sentence tells"""


def asks_departments(u: Understood) -> bool:
    """Whether departments are what a question about policies wants."""
    asked = u.asks("list", "count", "what", "who") or u.has("aggregate", "max", "min")
    wanted = u.has("facet", "department") or (u.has("noun", "department") and asked)
    spoken = u.has("noun", "policy") or u.has("issued") or (u.has("policy_kind") and u.has("cite"))
    named = u.projects or u.items("policy") or u.has("noun", "project") or u.has("same") or u.has("chain", "forwards", "issuer")
    return wanted and spoken and not named


def asks_citing(u: Understood) -> bool:
    """Whether the projects that name the most or the fewest policies are wanted: 引用文件最多的项目, 哪个项目的依据最多."""
    spoken = u.has("cite") and u.has("noun", "project") and u.has("aggregate", "max", "min") and u.limit is None
    return spoken and wanted_noun(u) == "project" and not (u.projects or u.items("policy") or u.has("money") or u.asks("amount"))


def wanted_noun(u: Understood) -> str:
    """project | policy | department | "": what a question wants of what it names (哪些法律; 会议纪要有哪些); the last where it asks nothing."""
    told = [m for m in u.mentions if m.kind != "filler"]
    nouns = {i: noun for i, m in enumerate(told) if (noun := noun_of(m))}
    wants = [i for i, m in enumerate(told) if m.kind == "want" and m.value in ("list", "count", "what", "amount", "who", "whether")]
    for i in wants:
        close = [j for j in (i + 1, i - 1) if j in nouns and not u.text[told[min(i, j)].end : told[max(i, j)].start].strip("的是有了都个份")]
        if close:
            return nouns[close[0]]
    return nouns[max(nouns)] if nouns and not wants else "project" if "project" in nouns.values() else next(iter(nouns.values()), "")


def noun_of(m: Mention) -> str:
    if m.kind in ("policy_kind", "issued", "policy_word"):
        return "policy"
    return m.value if m.kind == "noun" else ""


def answer_departments(u: Understood, graph: Graph) -> Answer:
    """The departments (projects), those with most policies first."""
    projects = asks_citing(u)
    strays = unaccounted(u, USED, HELD)
    if strays or any(bare(chunk) for chunk in u.rest):
        return unused_words(u, strays) if strays else unknown_words(u)
    query = departments_query(u, projects)
    rows = select(graph, query)
    if not rows:
        return refusal(u.question, "已收录的文件里没有写出这类文件。", PREFIXES + query)
    numbers = numbers_of(rows)
    order = sorted(numbers, key=lambda name: (-numbers[name], name))
    least = u.has("aggregate", "min")
    ranked = least or u.has("aggregate", "max") or u.has("compare", "larger") or any(u.printed(m) == "多" for m in u.of("compare"))
    order = order[::-1] if least else order
    chosen = [name for name in order if numbers[name] == numbers[order[0]]] if ranked else order
    items: tuple[Item, ...] = tuple(Item(name, str(numbers[name]), "份") if ranked else Item(name) for name in chosen)
    items = (Item("部门数", str(len(order)), "个"),) if u.asks("count") and not ranked else items
    shown = "；".join(f"{name}{numbers[name]}份（{sample(rows, name)}）" for name in order[: MOST_PROJECTS if projects else MOST])
    text = f"共{len(order)}个{'项目' if projects else '部门'}写到这类文件{'，依次为' if projects else ''}：{shown}。"
    text += f"{'最少' if least else '最多'}的是{'、'.join(chosen)}。" if ranked else ""
    return Answer(u.question, "answer", text, items, said_of(u, projects), PREFIXES + query, ("项目" if projects else "部门", "年度", "文号", "标题"),
                  table_rows(rows, ("subject", "year", "number", "title")), evidence_of(graph, [text_of(row, "first") for row in rows]))  # fmt: skip


def departments_query(u: Understood, projects: bool) -> str:
    """Each policy of each department (project), with the first place that names it."""
    kinds, cites = u.values("policy_kind"), u.has("cite")
    force = ['"已废止"', *(['"已被新版替代"'] if cites else [])]
    parts = [
        "?mention a bk:PolicyMention ; bk:document ?doc ; bk:policy ?policy ; bk:relation ?relation . ?doc bk:publisher ?publisher ; bk:year ?year .",
        "?mention bk:project/skos:prefLabel ?subject ." if projects else "?publisher skos:prefLabel ?subject .",
        '?mention bk:fieldName ?field . FILTER(CONTAINS(?field, "依据"))' if projects and any("依据" in u.printed(m) for m in u.of("cite")) else "",
        f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else "",
        f"FILTER(?year IN ({', '.join(map(str, u.years))}))" if u.years else "",
        f"VALUES ?policy {{ {iri_list(u.items('issued'))} }}" if u.has("issued") else "",
        of_kinds(kinds, "?policy") if kinds else "",
        f"?policy bk:force ?force . VALUES ?force {{ {' '.join(force)} }}" if is_repealed(u) else "",
        'FILTER(?relation NOT IN ("repeals", "attaches"))' if cites else "",
        "OPTIONAL { ?policy bk:documentNumber ?number } OPTIONAL { ?policy dcterms:title ?title }",
    ]
    body = "\n  ".join(part for part in parts if part)
    return f"""SELECT ?subject ?year ?policy ?number ?title (MIN(?mention) AS ?first) WHERE {{
  {body}
}} GROUP BY ?subject ?year ?policy ?number ?title ORDER BY ?subject ?year ?number ?title ?policy"""


def is_repealed(u: Understood) -> bool:
    return u.has("policy_force") or u.has("chain", "repeals")


def numbers_of(rows: Sequence[Row]) -> dict[str, int]:
    """Department (project) -> how many policies its documents name."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(text_of(row, "subject"), set()).add(text_of(row, "policy"))
    return {name: len(policies) for name, policies in found.items()}


def sample(rows: Sequence[Row], subject: str) -> str:
    """Up to three policies of a department (project)."""
    labels = dict.fromkeys(text_of(row, "number") or f"《{text_of(row, 'title')}》" for row in rows if text_of(row, "subject") == subject)
    return "、".join(list(labels)[:3]) + ("等" if len(labels) > 3 else "")


def said_of(u: Understood, projects: bool) -> tuple[str, ...]:
    if projects:
        return ("按项目页里写到的不同文件计，重复写到的计一次",)
    if not is_repealed(u):
        return ("按各部门公开文件里写到的不同文件计",)
    return ("引用了写明已废止或已被新版替代的文件的部门",) if u.has("cite") else ("文件里写到已废止文件的部门，包括只在附件里写到的",)
