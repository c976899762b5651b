"""Projects and departments of contracts: whose they are, and where the text of a page names a company without a contract."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, listed, money, refusal, table_rows
from search.question.contract_answer import finished, measure_name, measure_of, merged_contracts, nothing_owed, where
from search.question.contract_frame import ContractFrame
from search.question.contract_query import contract_query
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_literal, text_of
from search.question.topic import is_wide
from search.question.understanding import Understood


def answer_buyers(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The departments that a company has contracts with, or whose pages name it."""
    named = fields_naming(u, frame, graph)
    names = list(dict.fromkeys(text_of(row, "department") for row in (*rows, *named)))
    text = f"{where(u, frame)}出现在{len(names)}个部门的文件里：{listed(names)}。"
    answer = finished(u, graph, query, merged_contracts(rows), tuple(Item(name) for name in names), text)
    return replace(answer, evidence=evidence_of(graph, [text_of(r, "contract") for r in rows] + [text_of(r, "field") for r in named]))


def answer_projects_of(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """Projects of the contracts; for a company also those whose text names it."""
    names = {text_of(row, "name"): text_of(row, "project") for row in rows if text_of(row, "name")}
    nodes = [text_of(row, "contract") for row in rows]
    if frame.companies and not frame.measures:
        for row in fields_naming(u, frame, graph):
            names.setdefault(text_of(row, "name"), text_of(row, "project"))
            nodes.append(text_of(row, "field"))
    if frame.due:
        nodes += due_fields(graph, frame, tuple(names.values()))
    if frame.limit and frame.measures:
        return answer_foremost(u, frame, graph, query, merged_contracts(rows))
    items = tuple(Item(name, None, None, iri) for name, iri in names.items())
    text = f"{taking_part(u, frame)}项目共{len(items)}个：{listed(list(names), 10)}。"
    answer = finished(u, graph, query, merged_contracts(rows), items, text)
    return replace(answer, evidence=evidence_of(graph, nodes))


def taking_part(u: Understood, frame: ContractFrame) -> str:
    """Whose projects they are: those that a company takes part in, or those of the contracts asked about."""
    companies = list(dict.fromkeys(n.name for n in u.catalogue.organisations if n.iri in frame.companies))
    if companies:
        named = where(u, replace(frame, companies=())).removesuffix("的")
        return f"{listed(companies, 3)}参与的{named}{'的' if named else ''}"
    named = where(u, frame).removesuffix("的")
    return f"{named}涉及的" if named else "涉及的"


def answer_foremost(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The projects with the most or the least of the amount asked for (质保金最高的是哪个项目), each with its sum."""
    sums: dict[str, Decimal] = {}
    for row in rows:
        value = measure_of(row, frame)
        if value is not None and text_of(row, "name"):
            sums[text_of(row, "name")] = sums.get(text_of(row, "name"), Decimal(0)) + value
    if not sums:
        return refusal(u.question, nothing_owed(u, frame), PREFIXES + query)
    order = sorted(sums, key=lambda name: (sums[name] if frame.ascending else -sums[name], name))
    least = sums[order[: frame.limit][-1]]
    kept = [name for name in order if name in order[: frame.limit] or sums[name] == least]
    own = [row for row in rows if text_of(row, "name") in kept]
    items = tuple(Item(name, plain(sums[name]), "元", next(text_of(r, "project") for r in own if text_of(r, "name") == name)) for name in kept)
    told = listed([f"{name}（{money(sums[name])}）" for name in kept], 10)
    text = f"{where(u, frame)}{measure_name(frame, own)}{'最少' if frame.ascending else '最多'}的{len(kept)}个项目：{told}。"
    return finished(u, graph, query, own, items, text)


def due_fields(graph: Graph, frame: ContractFrame, projects: tuple[str, ...]) -> list[str]:
    """Fields of the projects that name the month."""
    month = f"{int((frame.due or '0000-01')[5:7])}月"
    rows = select(graph, f"""SELECT DISTINCT ?field WHERE {{ VALUES ?project {{ {iri_list(projects)} }} ?page bk:project ?project .
      ?field a bk:Field ; bk:page ?page ; bk:name ?name ; bk:text ?text . FILTER(CONTAINS(?text, {text_literal(month)})) }} ORDER BY ?field""")
    return [text_of(row, "field") for row in rows]


def plan_fields(graph: Graph, projects: Collection[str]) -> dict[str, list[str]]:
    """Project -> what its pages say of the plan (项目实施计划)."""
    rows = select(graph, f"""SELECT ?project ?text WHERE {{ VALUES ?project {{ {iri_list(sorted(projects))} }} ?page bk:project ?project .
      ?field a bk:Field ; bk:page ?page ; bk:name ?name ; bk:text ?text . FILTER(CONTAINS(?name, "计划")) }} ORDER BY ?project ?text""")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(text_of(row, "project"), []).append(text_of(row, "text"))
    return found


def fields_naming(u: Understood, frame: ContractFrame, graph: Graph) -> list[Row]:
    names = [n.name for n in u.catalogue.organisations if n.iri in frame.companies]
    if not names:
        return []
    tests = " || ".join(f"CONTAINS(?text, {text_literal(name)})" for name in names)
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    years = f"FILTER(?year IN ({', '.join(map(str, frame.years))}))" if frame.years else ""
    named = ""
    if is_wide(frame.departments, u.catalogue):  # texts have no full-text index
        scope, named = f"VALUES ?named {{ {iri_list(frame.companies)} }}", "?record bk:describes ?named ."
        years += f" FILTER(?publisher IN ({iri_list(frame.departments).replace(' ', ', ')}))" if frame.departments else ""
    return select(graph, f"""SELECT DISTINCT ?project ?name ?field ?department WHERE {{
      {scope} GRAPH ?g {{ {named} ?doc bk:publisher ?publisher ; bk:year ?year .
        ?field a bk:Field ; bk:page ?page ; bk:text ?text . ?page bk:project ?project . }}
      FILTER({tests}) {years} ?project skos:prefLabel ?name . ?publisher skos:prefLabel ?department . }} ORDER BY ?name ?field""")


def answer_named_in_text(u: Understood, frame: ContractFrame, graph: Graph) -> Answer:
    rows = fields_naming(u, frame, graph)
    if not rows or frame.words:
        return refusal(u.question, nothing_owed(u, frame), PREFIXES + contract_query(frame))
    names = {text_of(row, "name"): text_of(row, "project") for row in rows}
    text = f"{where(u, frame)}出现在{len(names)}个项目的文字里：{listed(list(names))}。"
    items = tuple(Item(name, None, None, iri) for name, iri in names.items())
    return Answer(u.question, "answer", text, items, ("按项目页文字中出现的单位名称查找",), PREFIXES + contract_query(frame), ("项目", "部门"),
                  table_rows(rows, ("name", "department")), evidence_of(graph, [text_of(r, "field") for r in rows]))  # fmt: skip
