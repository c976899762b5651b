"""Questions about contracts and what is owed: balances, retained deposits, payments, contractors and their roles.

A contract that repeats another (sameObligationAs) and a total stated over items (totalOver) are never added to the
items. What is owed is the stated unpaid amount, else amount less paid, where the text says that money is still owed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from search.question.answer import Answer, Item, decimal_text, evidence_of, listed, money, refusal, table_rows
from search.question.catalogue import bare
from search.question.contract_frame import MEASURES, ContractFrame, contract_query
from search.question.graph import PREFIXES, Graph, Row, Value, iri_list, number_of, select, text_literal, text_of
from search.question.lexicon import wording
from search.question.project_plan import is_topic
from search.question.refusal import stray, unused_words
from search.question.understanding import Understood

WEAK = 0.6
"""Share of a project's name below which its words may as well be those of a contract (安泰大厦修缮)"""
COLUMNS = ("label", "name", "department", "company", "amount", "paid", "balance", "retention", "due")
TITLES = ("事项", "项目", "部门", "对方", "合同金额（元）", "已付（元）", "未付（元）", "质保金（元）", "到期")


def answer_contracts(u: Understood, frame: ContractFrame, graph: Graph) -> Answer:
    strays = stray(u, "negation", "attribute", "fund", "indicator", "facet", "chain", "policy_kind", "change", "share", "code")
    if strays and not inside_label(u, frame, graph, strays):
        return unused_words(u, strays)
    if len(frame.projects) > 1 and not u.projects:
        frame = replace(frame, projects=longest_list(frame, graph))
    frame = labelled(u, frame, graph)
    query = contract_query(frame)
    rows = select(graph, query)
    if not rows and u.projects and frame.projects and all(match.share < WEAK for match in u.projects):
        said = (*frame.words, *(bare(u.printed(m)) for m in u.of("project")))
        return answer_contracts(u, replace(frame, projects=(), words=tuple(dict.fromkeys(said))), graph)
    if not rows and frame.want in ("projects", "companies") and frame.companies:
        return answer_named_in_text(u, frame, graph)
    if not rows:
        return refusal(u.question, nothing_owed(u, frame), PREFIXES + query)
    if frame.want == "projects":
        return answer_projects_of(u, frame, graph, query, rows)
    if frame.want == "companies":
        return answer_companies(u, frame, graph, query, rows)
    if frame.want == "due":
        return answer_due(u, frame, graph, query, rows)
    merged = called(u, frame, closest(u, merged_contracts(rows)))
    if frame.want == "sum":
        return answer_sum(u, frame, graph, query, merged)
    if frame.want == "count":
        text = f"{where(u, frame)}共{len(merged)}笔：{listed([text_of(r, 'label') for r in merged])}。"
        return finished(u, graph, query, merged, (Item("笔数", str(len(merged)), "笔"),), text, frame)
    if frame.want == "exists":
        text = f"有。{where(u, frame)}共{len(merged)}笔：{listed([label_words(r, frame) for r in merged])}。"
        return finished(u, graph, query, merged, (Item("有", "true"),), text, frame)
    merged.sort(key=lambda row: -(measure_of(row, frame) or Decimal(0)))
    merged = merged[: frame.limit] if frame.limit else merged
    text = f"{where(u, frame)}共{len(merged)}笔：{listed([label_words(r, frame) for r in merged], 10)}。"
    items = tuple(Item(text_of(r, "label"), number_text(measure_of(r, frame)), "元", text_of(r, "contract")) for r in merged)
    return finished(u, graph, query, merged, items, text, frame)


def labels_of(frame: ContractFrame, graph: Graph) -> list[str]:
    """Labels of the contracts of the projects named, bare."""
    rows = select(graph, f"""SELECT DISTINCT ?label WHERE {{ VALUES ?project {{ {iri_list(frame.projects)} }}
      ?contract a bk:Contract ; bk:project ?project ; bk:label ?label }}""")
    return [bare(text_of(row, "label")) for row in rows]


def inside_label(u: Understood, frame: ContractFrame, graph: Graph, strays: Sequence[str]) -> bool:
    """Whether words that mean something elsewhere are only part of a contract's label here: 会议 in 会议室音响更新."""
    if not frame.projects or not u.projects:
        return False
    labels, text = labels_of(frame, graph), bare(u.text)
    ends = [(text.find(bare(word)), len(bare(word))) for word in strays]
    return all(any(text[at : at + size + 2] in label or text[max(0, at - 2) : at + size] in label for label in labels) for at, size in ends)


def labelled(u: Understood, frame: ContractFrame, graph: Graph) -> ContractFrame:
    """The frame narrowed to the contract that the question names in full beside its project."""
    if not frame.projects or not u.projects:
        return frame
    label = max((label for label in labels_of(frame, graph) if len(label) >= 4 and label in bare(u.text)), key=len, default="")
    if not label or any(label in bare(name) for match in u.projects for name in match.names):
        return frame
    return replace(frame, words=(label, *(word for word in frame.words if bare(word) not in label)))


def longest_list(frame: ContractFrame, graph: Graph) -> tuple[str, ...]:
    """Of several projects whose names fit a list (应支未支清单), the one that has the most items."""
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    rows = select(graph, f"""SELECT ?project (COUNT(DISTINCT ?contract) AS ?count) WHERE {{ VALUES ?project {{ {iri_list(frame.projects)} }}
      ?contract a bk:Contract ; bk:project ?project ; bk:document ?doc . ?doc bk:publisher ?publisher . {scope} }}
      GROUP BY ?project ORDER BY DESC(?count)""")
    return (text_of(rows[0], "project"),) if rows else frame.projects


def merged_contracts(rows: Sequence[Row]) -> list[Row]:
    """One row for each contract, its companies joined."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.setdefault(text_of(row, "contract"), dict(row))
        company = text_of(row, "company")
        if company and company not in text_of(known, "company").split("、"):
            names: Value = text_of(known, "company") + "、" + company
            known["company"] = names
    return list(found.values())


def called(u: Understood, frame: ContractFrame, rows: list[Row]) -> list[Row]:
    """Those whose own label says the words of the question, where some do: the text around says the same of others."""
    if frame.want != "sum" or not frame.words:
        return rows
    return [row for row in rows if all(word in bare(text_of(row, "label")) for word in map(bare, frame.words))] or rows


def closest(u: Understood, rows: list[Row]) -> list[Row]:
    """Of a project's contracts those whose own words say what the question says of the project (暖气片更新 of two works)."""
    said = [bare(u.printed(m)) for m in u.of("project")]
    if not u.projects or is_topic(u) or all(match.share >= 0.95 for match in u.projects):
        return rows
    labelled = [row for row in rows if bare(text_of(row, "label")) != bare(text_of(row, "name"))]
    for pool, name in ((labelled, "label"), (rows, "quote")):
        near = [row for row in pool if any(words in bare(text_of(row, name)) for words in said)]
        if near:
            return near
    return rows


def measure_of(row: Row, frame: ContractFrame) -> Decimal | None:
    columns = [MEASURES[measure][0] for measure in frame.measures] or ["balance", "amount"]
    if "retention" in columns:
        columns = ["retention"]
    return next((value for column in columns if (value := number_of(row, column)) is not None), None)


def label_words(row: Row, frame: ContractFrame) -> str:
    value = measure_of(row, frame)
    return text_of(row, "label") + (f"（{money(value)}）" if value is not None else "")


def number_text(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def measure_name(frame: ContractFrame) -> str:
    names = [MEASURES[measure][1] for measure in frame.measures]
    return "质保金" if "质保金" in names else (names[0] if names else "金额")


def answer_sum(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """The sum of a measure; a total that the text states over the same items is preferred and compared."""
    values = [(row, measure_of(row, frame)) for row in rows]
    counted = [(row, value) for row, value in values if value is not None]
    if not counted:
        return refusal(u.question, f"文件里没有写{where(u, frame)}{measure_name(frame)}的数字。", PREFIXES + query)
    value = sum((v for _, v in counted), Decimal(0))
    name = measure_name(frame)
    said = ["同一笔欠款在多处出现的只计一次", "只计写明还没付清的款项"] if name == "未付余额" else []
    stated = stated_total(graph, frame) if frame.words and len(counted) > 1 else None
    text = f"{where(u, frame)}{name}合计{money(value)}，共{len(counted)}笔：{listed([label_words(r, frame) for r, _ in counted], 8)}。"
    if len(counted) == 1:
        text = f"{text_of(counted[0][0], 'label')}的{name}为{money(value)}。"
    extra: list[str] = []
    if stated is not None:
        total, node = stated
        if total != value:
            text += f"文件写明的合计是{money(total)}，与逐笔相加的{money(value)}不一致。"
            value = total
            said.append("采用文件写明的合计数")
        extra.append(node)
    text += contradiction_words([row for row, _ in counted])
    items = (Item(f"{where(u, frame)}{name}", decimal_text(value), "元", text_of(counted[0][0], "contract")),)
    return finished(u, graph, query, [row for row, _ in counted], items, text, frame, tuple(said), extra)


def stated_total(graph: Graph, frame: ContractFrame) -> tuple[Decimal, str] | None:
    """The total that the text itself states over items that bear the frame's words."""
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    tests = " ".join(f'FILTER(CONTAINS(CONCAT(?label, " ", COALESCE(?name, "")), {text_literal(word)}))' for word in frame.words)
    rows = select(graph, f"""SELECT ?contract ?value ?over WHERE {{
      ?contract a bk:Contract ; bk:totalOver ?over ; bk:label ?label ; bk:document ?doc .
      ?doc bk:publisher ?publisher . {scope} OPTIONAL {{ ?contract bk:project ?project . ?project skos:prefLabel ?name }}
      OPTIONAL {{ ?contract bk:unpaid ?unpaid }} OPTIONAL {{ ?contract bk:amount ?whole }}
      BIND(COALESCE(?unpaid, ?whole) AS ?value) {tests} }} ORDER BY DESC(?over)""")
    for row in rows:
        value = number_of(row, "value")
        if value is not None:
            return value, text_of(row, "contract")
    return None


def contradiction_words(rows: Sequence[Row]) -> str:
    """Both values where the text states an unpaid sum that is not amount less paid."""
    parts = []
    for row in rows:
        amount, paid, unpaid = number_of(row, "amount"), number_of(row, "paid"), number_of(row, "unpaid")
        if row.get("consistent") is False and amount is not None and paid is not None and unpaid is not None:
            sums = f"{money(amount)}减已付{money(paid)}为{money(amount - paid)}"
            parts.append(f"{text_of(row, 'label')}：文中写未付{money(unpaid)}，但{sums}，前后不一致")
    return f"注意{'；'.join(parts[:3])}。" if parts else ""


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
    items = tuple(Item(name, None, None, iri) for name, iri in names.items())
    text = f"{where(u, frame)}涉及{len(items)}个项目：{listed(list(names), 10)}。"
    answer = finished(u, graph, query, merged_contracts(rows), items, text, frame)
    return Answer(**{**{k: getattr(answer, k) for k in answer.__dataclass_fields__}, "evidence": evidence_of(graph, nodes)})


def due_fields(graph: Graph, frame: ContractFrame, projects: tuple[str, ...]) -> list[str]:
    """Fields of the projects that name the month."""
    month = f"{int((frame.due or '0000-01')[5:7])}月"
    rows = select(graph, f"""SELECT DISTINCT ?field WHERE {{ VALUES ?project {{ {iri_list(projects)} }} ?page bk:project ?project .
      ?field a bk:Field ; bk:page ?page ; bk:name ?name ; bk:text ?text . FILTER(CONTAINS(?text, {text_literal(month)})) }} ORDER BY ?field""")
    return [text_of(row, "field") for row in rows]


def fields_naming(u: Understood, frame: ContractFrame, graph: Graph) -> list[Row]:
    names = [n.name for n in u.catalogue.organisations if n.iri in frame.companies]
    if not names:
        return []
    tests = " || ".join(f"CONTAINS(?text, {text_literal(name)})" for name in names)
    scope = f"VALUES ?publisher {{ {iri_list(frame.departments)} }}" if frame.departments else ""
    return select(graph, f"""SELECT DISTINCT ?project ?name ?field ?department WHERE {{
      ?field a bk:Field ; bk:page ?page ; bk:text ?text ; bk:document ?doc . FILTER({tests})
      ?page bk:project ?project . ?project skos:prefLabel ?name .
      ?doc bk:publisher ?publisher . ?publisher skos:prefLabel ?department . {scope} }} ORDER BY ?name""")


def answer_named_in_text(u: Understood, frame: ContractFrame, graph: Graph) -> Answer:
    rows = fields_naming(u, frame, graph)
    if not rows:
        return refusal(u.question, nothing_owed(u, frame), PREFIXES + contract_query(frame))
    names = {text_of(row, "name"): text_of(row, "project") for row in rows}
    text = f"{where(u, frame)}出现在{len(names)}个项目的文字里：{listed(list(names))}。"
    items = tuple(Item(name, None, None, iri) for name, iri in names.items())
    return Answer(u.question, "answer", text, items, ("按项目页文字中出现的单位名称查找",), PREFIXES + contract_query(frame), ("项目", "部门"),
                  table_rows(rows, ("name", "department")), evidence_of(graph, [text_of(r, "field") for r in rows]))  # fmt: skip


def answer_companies(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    """Companies (and institutes) that are parties, with their roles; buyers and agents only where asked for."""
    won = [row for row in rows if "中标" in text_of(row, "quote")] if any("中标" in u.printed(m) for m in u.of("role", "noun")) else []
    rows = won or rows
    others = () if frame.roles else ("client", "agency", "supervisor", "reviewer")
    keep = [row for row in rows if text_of(row, "company") and text_of(row, "role") not in others]
    region = [chunk for chunk in frame.words if any(chunk in text_of(row, "company") for row in keep)]
    keep = [row for row in keep if all(word in text_of(row, "company") for word in region)]
    if u.has("noun", "company") and any(u.printed(m) in ("公司", "企业") for m in u.of("noun")):
        keep = [row for row in keep if text_of(row, "type") == "company" or text_of(row, "company").endswith("公司")] or keep
    if not keep:
        who = "、".join(wording("role").get(role, role) for role in frame.roles) or "对方"
        return refusal(u.question, f"{where(u, frame)}没有写明{who}单位的名称。", PREFIXES + query)
    keep.sort(key=lambda row: -(measure_of(row, frame) or Decimal(0)))
    names = dict(list({text_of(row, "company"): text_of(row, "org") for row in keep}.items())[: frame.limit])
    text = f"{where(u, frame)}共{len(names)}家：{listed(list(names), 12)}。"
    items = tuple(Item(name, None, None, iri) for name, iri in names.items())
    return finished(u, graph, query, keep, items, text, frame)


def answer_due(u: Understood, frame: ContractFrame, graph: Graph, query: str, rows: list[Row]) -> Answer:
    dated = [row for row in merged_contracts(rows) if text_of(row, "due")]
    if not dated:
        return refusal(u.question, f"文件没有写{where(u, frame)}什么时候付。", PREFIXES + query)
    items = tuple(Item(text_of(row, "due"), None, None, text_of(row, "contract")) for row in dated)
    text = "；".join(f"{label_words(row, frame)}计划于{text_of(row, 'due')}前付" for row in dated[:8]) + "。"
    return finished(u, graph, query, dated, items, text, frame)


def finished(u: Understood, graph: Graph, query: str, rows: Sequence[Row], items: tuple[Item, ...], text: str, frame: ContractFrame,
             said: tuple[str, ...] = (), extra: Sequence[str] = ()) -> Answer:  # fmt: skip
    nodes = [*extra, *(text_of(row, "contract") for row in rows)]
    return Answer(u.question, "answer", text, items, said, PREFIXES + query, TITLES, table_rows(rows, COLUMNS), evidence_of(graph, nodes, 120))


def where(u: Understood, frame: ContractFrame) -> str:
    """Department, project, company and words in a phrase."""
    names = [d.name for d in u.catalogue.departments if d.iri in frame.departments]
    companies = list(dict.fromkeys(n.name for n in u.catalogue.organisations if n.iri in frame.companies))
    projects = [f"“{match.names[0]}”" for match in u.projects] if frame.projects else []
    parts = [listed(names, 3), listed(projects, 3), listed(companies, 3), *[f"“{word}”" for word in frame.words]]
    if frame.due:
        parts.append(f"{frame.due}前到期的")
    return "".join(part for part in parts if part)


def nothing_owed(u: Understood, frame: ContractFrame) -> str:
    return f"文件里没有找到{where(u, frame) or '符合条件'}的{'、'.join(dict.fromkeys(MEASURES[m][1] for m in frame.measures)) or '合同'}。"
