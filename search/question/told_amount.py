"""An amount by the words that the text of a project's page puts before it: 工程造价多少, 总投资多少, 2026年安排付多少.

Enters: a question about one project for an amount that no contract and no table holds. Leaves: the one amount that stands
right behind those words on the pages of the project; None where there is none, or several. What it does not do: read records
of contracts. An item of a project with a sum of its own is project_item's; an item whose project is not named is contract_part's.
"""

from __future__ import annotations

import re
from decimal import Decimal

from nlp.amounts import to_yuan
from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, money, refusal, table_rows
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_of
from search.question.project_plan import departments_of, is_topic, project_iris
from search.question.understanding import Understood

NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>亿元?|万元?|元)(?P<per>/[一-龥]{1,3})?"
BETWEEN = "(?:总?金额|总?额|总?价|费用?|资金)?[为是约共计达：:需]{0,3}"
"""What the text may put between the words and the amount"""
ENDS = re.compile("(?:总?金额|数额|总额|额|(?<=费)用|是|为|有|的|一共|总共|共|大概|到底|要|花|用|了)+$")
LEAD = re.compile("^(?:的|项目|工程(?!造价)|这个|那个|，|,|里|其中)+")
GENERAL = frozenset(["预算", "资金", "经费", "金额", "合同", "费用", "投入", "安排", "项目", "工程", "单位", "收入", "支出"])
"""Words that the box answers from tables; the text has them before many an amount"""
STOPS = frozenset(["top", "rank", "fund", "attribute", "compare", "share", "change", "group", "topic", "policy", "cite", "per_head", "bound",
                   "negation", "not", "organisation", "due"])  # fmt: skip


def answer_told(u: Understood, graph: Graph) -> Answer | None:
    """The amount behind the words that stand between the project's name and the word that asks."""
    words = words_asked(u)
    if not words or any(m.kind in STOPS for m in u.mentions):
        return None
    pattern = re.compile(re.escape(words) + BETWEEN + NUMBER)
    query, rows = fields_of(u, graph)
    return told(u, graph, query, [(row, m) for row in rows for m in pattern.finditer(text_of(row, "text"))], words)


def words_asked(u: Understood) -> str:
    """造价 of 公寓拆除的造价是多少, "" where nothing stands there that the text may say."""
    asking = next((m for m in reversed(u.of("want")) if m.value == "amount"), None)
    if asking is None or not u.projects or is_topic(u) or (u.years and not u.rest and not u.has("money", "period")):
        return ""
    start = max((b for match in u.projects for _, b in match.spans if b <= asking.start), default=None)
    words = "" if start is None else ENDS.sub("", LEAD.sub("", u.text[start : asking.start].strip("，, ")))
    return words if re.fullmatch("[一-龥]{2,8}", words) and words not in GENERAL else ""


def fields_of(u: Understood, graph: Graph) -> tuple[str, list[Row]]:
    """The texts on the pages of the projects that the question names."""
    departments = departments_of(u)
    scope = f"FILTER(?publisher IN ({iri_list(departments).replace(' ', ', ')}))" if departments else ""
    query = f"""SELECT ?field ?text ?name ?year ?project ?department WHERE {{
  VALUES ?project {{ {iri_list(project_iris(u))} }}
  GRAPH ?g {{ ?field a bk:Field ; bk:text ?text ; bk:page ?page . ?page bk:project ?project . ?doc bk:publisher ?publisher ; bk:year ?year }}
  {scope} ?project skos:prefLabel ?name . ?publisher skos:prefLabel ?department .
}} ORDER BY ?name ?field"""
    return query, select(graph, query)


def told(u: Understood, graph: Graph, query: str, found: list[tuple[Row, re.Match[str]]], words: str) -> Answer | None:
    """The amount where all places agree on it."""
    values = {(to_yuan(m["number"], m["unit"]), m["per"] or "") for _, m in found}
    if len(values) != 1:
        return None
    value, per = values.pop()
    row, match = found[0]
    amount = f"{plain(value)}元{per}" if per else money(value)
    text = f"{text_of(row, 'name')}：{words}{amount}。原文：“{clause_of(text_of(row, 'text'), match)}”。"
    return Answer(u.question, "answer", text, (Item(words, plain(value), f"元{per}", text_of(row, "project")),), ("按项目页里写明的句子",),
                  PREFIXES + query, ("项目", "部门", "原文"), table_rows([row], ("name", "department", "text")),
                  evidence_of(graph, dict.fromkeys(text_of(one, "field") for one, _ in found)))  # fmt: skip


def clause_of(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in "。；;") + 1
    end = min((at for mark in "。；;" if (at := text.find(mark, match.end())) >= 0), default=len(text))
    return text[max(start, match.end() - 100) : min(end, match.end() + 60)].strip("，,、 ")


def asks_plan(u: Understood) -> bool:
    """Whether it is asked what is to be paid in a year: 2026年安排付多少, 今年打算付多少."""
    return u.has("pay_plan") and bool(u.projects) and not is_topic(u)


def answer_plan(u: Understood, graph: Graph) -> Answer | None:
    """What the pages of the project plan to pay in the year, else the project's amount of that year."""
    query, rows = fields_of(u, graph)
    said = u.values("pay_plan")[0]
    found, own = list[tuple[Row, re.Match[str]]](), False
    for row in rows:
        year = said if said.isdigit() else str(int(text_of(row, "year")) + (said == "明年"))
        own |= year == text_of(row, "year")
        verb = "(?:安排|支付|拨付|付清|偿还|投入|列支)[^。；;，,\\d]{0,10}?"
        planned = rf"{year}年(?:度)?(?:财政|预算|资金|计划|拟|需要?|再|将|申请|已|还|尚)*(?:{verb})?{NUMBER}"
        found += [(row, m) for m in re.finditer(planned, text_of(row, "text"))]
    missing = [m for m in u.of("bound") if not any(u.printed(m).rstrip("元") in text_of(row, "text") for row in rows)]
    unsaid = [chunk for chunk in u.rest if not any(chunk in text_of(row, "text") for row in rows)]
    answer = None if missing or unsaid or not rows else told(u, graph, query, found, f"{year}年安排支付")
    if answer is None and own and not missing and not found and not unsaid:
        return year_amount(u, graph, rows)
    return answer or refusal(u.question, "文件没有写明这一年安排支付多少，所以不作答。", PREFIXES + query)


def year_amount(u: Understood, graph: Graph, rows: list[Row]) -> Answer | None:
    """The amount of the project page for its year, where one project is meant."""
    pages = f"""SELECT DISTINCT ?page ?value ?name ?project ?year WHERE {{ VALUES ?project {{ {iri_list({text_of(row, 'project') for row in rows})} }}
      ?page a bk:ProjectPage ; bk:project ?project ; bk:yearAmount ?value ; bk:year ?year . ?project skos:prefLabel ?name
      FILTER NOT EXISTS {{ ?page bk:continuationOf ?first }} }} ORDER BY ?page"""
    found = select(graph, pages)
    if len(found) != 1:
        return None
    value = number_of(found[0], "value") or Decimal(0)
    text = f"{text_of(found[0], 'name')}{text_of(found[0], 'year')}年安排{money(value)}。"
    item = Item(f"{text_of(found[0], 'year')}年安排", plain(value), "元", text_of(found[0], "project"))
    return Answer(u.question, "answer", text, (item,), ("按项目的年度预算",), PREFIXES + pages, ("项目", "金额（元）"),
                  table_rows(found, ("name", "value")), evidence_of(graph, [text_of(found[0], "page")]))  # fmt: skip
