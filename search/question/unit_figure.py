"""A figure of one unit (国有林场管理中心有多少预算, 局本级的机关运行经费): its row in the tables that list the units of a department.

Enters: a question that names one unit and a figure of figures.tsv, or its budget. Leaves: the cell of the unit's row; None
where no table has a row with the unit's name, which other families may still answer.
"""

from __future__ import annotations

import re

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, quantity, refusal, table_rows
from search.question.catalogue import bare, bare_label
from search.question.figure_frame import FigureFrame
from search.question.figure_place import best_column, candidates, current
from search.question.figure_said import COLUMNS, TITLES, figure_query, total, where_words
from search.question.graph import Graph, Row, select, text_literal, text_of
from search.question.refusal import unaccounted
from search.question.understanding import Understood

TABLES = {
    "预算总额": ("收入总", "支出总"), "收入总计": ("收入总",), "支出总计": ("支出总",), "支出合计": ("支出总",), "收入合计": ("收入总",),
    "基本支出": ("支出总",), "项目支出": ("支出总",), "机关运行经费": ("机关运行",),
}  # fmt: skip
"""Concept -> words of the titles of the tables that list units with it, the best first"""
TOTALS, PARTIAL = ("收入总", "支出总"), re.compile("财政拨款|一般公共")
"""Tables of all of a unit's money, not those of one fund"""
USED = frozenset(["organisation", "concept", "money", "contents", "scope"])
HELD = frozenset(["phase:本年预算", "want:amount", "want:what", "aggregate:sum"])


def asked_unit(u: Understood) -> str:
    """The IRI of the one unit whose figure is asked for, "" where another thing is asked."""
    units = list(u.departments) if u.has("scope", "own") else [iri for iri in u.items("organisation") if iri not in u.departments]
    spoken = u.values("concept") or (["预算总额"] if u.has("money", "year") or u.has("phase", "本年预算") else [])
    fits = len(units) == 1 and len(spoken) == 1 and spoken[0] in TABLES and not unaccounted(u, USED, HELD)
    return units[0] if fits and not u.projects and not any(len(bare(chunk)) > 1 for chunk in u.rest) and u.text.find("欠") < 0 else ""


def answer_unit(u: Understood, graph: Graph) -> Answer | None:
    """The cell of the unit's row, in the first of the tables that has one."""
    iri = asked_unit(u)
    named = {n.iri: n.name for n in u.catalogue.organisations} | {d.iri: d.name for d in u.catalogue.departments}
    name = named.get(iri, "")
    concept = next(iter(u.values("concept")), "预算总额")
    rows = rows_of(graph, name, u) if name else []
    for word in TABLES.get(concept, ()):
        own = [row for row in rows if word in bare(text_of(row, "table")) and not (word in TOTALS and PARTIAL.search(text_of(row, "table")))]
        column = [row for row in own if concept in bare(text_of(row, "column"))] if concept in ("基本支出", "项目支出") else own
        chosen = best_column([row for row in column if current(row)], u)
        if chosen and len({text_of(row, "year") for row in column}) == 1:
            return told(u, graph, name, concept, chosen)
    if u.has("scope", "own"):
        return not_apart(u, graph)
    said = name and concept in ("预算总额", "收入总计", "支出总计", "支出合计") and (u.has("concept") or u.has("time", "this") or u.has("phase"))
    return refusal(u.question, f"文件里没有单独写{name}的{'部门预算' if concept == '预算总额' else concept}。") if said else None


def not_apart(u: Understood, graph: Graph) -> Answer | None:
    """The refusal of a figure of the department itself where its tables put it together with its units; None without any."""
    named = [d for d in u.catalogue.departments if d.iri in u.departments]
    if not u.has("scope", "own") or not any(has_units(graph, d.iri) for d in named):
        return None
    what = "、".join(u.values("concept")) or "这个数字"
    return refusal(u.question, f"文件里没有单独写{'、'.join(d.name for d in named)}本级的{what}，只有含下属单位的数。")


def has_units(graph: Graph, department: str) -> bool:
    """Whether the department's tables list units beside itself: without any, what is said of it is its own."""
    rows = select(graph, f"""SELECT DISTINCT ?unit WHERE {{ ?line bk:unitOrganisation ?unit ; bk:document ?doc .
      ?doc bk:publisher <{department}> FILTER(?unit != <{department}>) }} LIMIT 1""")
    return bool(rows)


def rows_of(graph: Graph, name: str, u: Understood) -> list[Row]:
    """Cells of the rows that bear the unit's name, in the documents of the years asked about."""
    found = select(graph, f"""SELECT DISTINCT ?publisher WHERE {{ ?figure bk:row {text_literal(name)} ; bk:document ?doc .
      ?doc bk:publisher ?publisher }} ORDER BY ?publisher""")
    publishers = [text_of(row, "publisher") for row in found]
    return [row for row in candidates(graph, publishers, u.years) if bare_label(text_of(row, "row")) == bare(name)] if publishers else []


def told(u: Understood, graph: Graph, name: str, concept: str, rows: list[Row]) -> Answer:
    first, value = rows[0], total(rows)
    what = "部门预算" if concept == "预算总额" else concept
    name += "本级" if u.has("scope", "own") else ""
    label = f"{name}{text_of(first, 'year')}年{what}"
    frame = FigureFrame((text_of(first, "publisher"),), u.years, label=bare(name.removesuffix("本级")))
    departments = [d for d in u.catalogue.departments if d.iri == text_of(first, "publisher")]
    return Answer(u.question, "answer", f"{label}为{quantity(value, text_of(first, 'unit'))}{where_words(first)}。",
                  (Item(label, plain(value), text_of(first, "unit"), text_of(first, "figure")),), (),
                  figure_query(frame, departments, [rows]), TITLES, table_rows(rows, COLUMNS),
                  evidence_of(graph, [text_of(row, "figure") for row in rows]))  # fmt: skip
