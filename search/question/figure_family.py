"""Questions about one figure of the tables or the prose, its change on last year, its share, and comparisons of it.

The figure is found by a concept of figures.tsv (places in order of preference), by a row label of the graph, or by an
account code. The query shown fixes the table, row and column that were chosen.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from search.question.answer import Answer, Item, decimal_text, evidence_of, money, quantity, refusal, table_rows
from search.question.catalogue import Department, bare, bare_label
from search.question.figure_frame import GENERIC, FigureFrame
from search.question.figure_place import (
    DOWN,
    candidates,
    changes,
    core_of,
    current,
    find_figure,
    fits,
    is_change,
    places_of,
)
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_literal, text_of
from search.question.refusal import stray, unknown_words, unused_words
from search.question.understanding import Understood

COLUMNS = ("department", "year", "table", "row", "column", "value", "unit")
NO_PLACE = (
    "negation", "attribute", "contract", "role", "cite", "chain", "indicator", "bound", "policy_kind", "organisation", "due", "top", "facet",
)  # fmt: skip
"""Kinds of mention that a question about a figure has no place for"""
TITLES = ("部门", "年度", "表", "项目", "栏", "数值", "单位")


def answer_figure(u: Understood, frame: FigureFrame, graph: Graph) -> Answer:
    departments = [d for d in u.catalogue.departments if d.iri in frame.departments] or list(u.catalogue.departments)
    if u.has("time", "next", "before_last", "earlier"):
        return unused_words(u, [u.printed(m) for m in u.of("time")])
    strays = stray(u, *NO_PLACE)
    if strays:
        return unused_words(u, strays)
    if frame.want in ("change", "rate"):
        if any(len(bare(chunk)) >= 2 for chunk in u.rest):
            return unknown_words(u)
        return answer_change(u, frame, graph, departments)
    missing = [year for year in frame.years if not any(year in d.years for d in departments)]
    if missing:
        return answer_other_year(u, frame, graph, departments, missing[0])
    rows = candidates(graph, [d.iri for d in departments], frame.years)
    found: list[list[Row]] = []
    for department in departments:
        for year in department.years:
            own = [r for r in rows if text_of(r, "publisher") == department.iri and text_of(r, "year") == str(year)]
            for concept in (frame.concept, *frame.more):
                hit = find_figure(own, replace(frame, concept=concept), u) if own else []
                if hit:
                    found.append([{**row, "concept": concept} for row in hit])
    if not found:
        names = "、".join(d.name for d in departments[:4])
        return refusal(u.question, f"{names}公开的文件里没有“{concept_words(frame, u)}”这个数字。", figure_query(frame, departments, []))
    if not explained(u, [row for group in found for row in group]):
        return unknown_words(u)
    if frame.want == "share":
        return answer_share(u, frame, graph, departments, rows, found[0])
    return stated(u, frame, graph, departments, found, rows)


def explained(u: Understood, rows: list[Row]) -> bool:
    """Whether every unexplained word of the question stands in the labels of the figures found."""
    labels = bare(" ".join(text_of(row, name) for row in rows for name in ("row", "of", "section", "table", "column", "unit")))
    return all(len(bare(chunk)) < 2 or bare(chunk) in labels for chunk in u.rest)


def total(rows: list[Row]) -> Decimal:
    return sum((number_of(row, "value") or Decimal(0) for row in rows), Decimal(0))


def stated(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], found: list[list[Row]], every: list[Row]) -> Answer:
    """The sentence, and the comparison where two departments are asked about."""
    items, parts, said = [], [], []
    for rows in found:
        value, first = total(rows), rows[0]
        name = text_of(first, "concept") or concept_words(frame, u)
        label = f"{text_of(first, 'department')}{text_of(first, 'year')}年{name}"
        items.append(Item(label, decimal_text(value), text_of(first, "unit"), text_of(first, "figure")))
        parts.append(f"{label}为{quantity(value, text_of(first, 'unit'))}{where_words(first)}")
        if len(rows) > 1:
            said.append(f"{text_of(first, 'row')}在同一栏里分{len(rows)}行列出，已相加")
    text = "；".join(parts) + "。"
    if frame.want == "compare" and len(found) >= 2:
        a, b = total(found[0]), total(found[1])
        larger = found[0] if a >= b else found[1]
        gap = abs(a - b)
        unit = text_of(larger[0], "unit")
        winner = text_of(larger[0], "department") if frame.departments and len(departments) > 1 else text_of(larger[0], "concept")
        text += f"{winner}更大，相差{quantity(gap, unit)}。"
        if u.has("compare", "ratio") and min(a, b):
            ratio = (max(a, b) / min(a, b)).quantize(Decimal("0.01"))
            items.insert(0, Item("倍数", decimal_text(ratio), "倍"))
        elif u.has("compare", "difference") or not u.has("compare", "larger", "smaller"):
            items.insert(0, Item("相差", decimal_text(gap), text_of(larger[0], "unit")))
        else:
            items.insert(0, Item(winner, decimal_text(max(a, b)), unit))
        if len({text_of(rows[0], "year") for rows in found}) > 1:
            said.append("两个部门公开的年度不同")
    elif frame.want == "total" and len(found) > 1:
        both = sum((total(rows) for rows in found), Decimal(0))
        items.insert(0, Item("合计", decimal_text(both), text_of(found[0][0], "unit")))
        text += f"合计{quantity(both, text_of(found[0][0], 'unit'))}。"
    elif len(found) > 1 and u.has("aggregate", "sum") and not frame.departments:
        said.append("按部门分别列出，没有相加")
    rows = [row for group in found for row in group]
    again = [row for group in found for row in repeated(every, frame, group)]
    text += other_values(found, every, frame) + reason_text(u, graph, rows, frame)
    return Answer(u.question, "answer", text, tuple(items), tuple(dict.fromkeys(said)), figure_query(frame, departments, found), TITLES,
                  table_rows(rows, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in (*rows, *again)]))  # fmt: skip


def other_values(found: list[list[Row]], every: list[Row], frame: FigureFrame) -> str:
    """Values of the same row in other tables that differ: which table says what."""
    parts = []
    for group in found:
        first, value = group[0], total(group)
        if not text_of(first, "table") or frame.concept:
            continue
        for row in every:
            same = all(text_of(row, k) == text_of(first, k) for k in ("publisher", "year", "unit")) and current(row)
            label = bare_label(text_of(row, "row")) == bare_label(text_of(first, "row")) and text_of(row, "code") == text_of(first, "code")
            total_column = bare(text_of(row, "leaf")).endswith(("合计", "小计"))
            if same and label and total_column and text_of(row, "table") not in ("", text_of(first, "table")) and number_of(row, "value") != value:
                parts.append(f"{text_of(row, 'table')}列{money(number_of(row, 'value') or Decimal(0))}")
    return f"（另有{'、'.join(dict.fromkeys(parts))}，口径不同。）" if parts else ""


def repeated(every: list[Row], frame: FigureFrame, found: list[Row]) -> list[Row]:
    """The same figure where other tables and the prose print it: same department, year, concept and value."""
    places = places_of(frame.concept)
    first, value = found[0], total(found)
    return [
        row for row in every
        if number_of(row, "value") == value and all(text_of(row, k) == text_of(first, k) for k in ("publisher", "year", "unit"))
        and (any(fits(row, place) for place in places) or (bool(frame.code) and text_of(row, "code") == frame.code)
             or (bool(frame.label) and frame.label in (bare_label(text_of(row, "row")), bare(text_of(row, "of")))))
    ][:12]  # fmt: skip


def figure_query(frame: FigureFrame, departments: list[Department], found: list[list[Row]]) -> str:
    """The query that yields exactly the figures chosen."""
    chosen = "\n".join(
        "    ({} {} {} {} {})".format(
            iri_list([text_of(rows[0], "publisher")]), text_of(rows[0], "year"),
            *(text_literal(text_of(rows[0], key)) for key in ("table", "row", "column")),
        )
        for rows in found
    )  # fmt: skip
    scope = f"VALUES ?publisher {{ {iri_list(d.iri for d in departments)} }}"
    if chosen:
        scope = f"VALUES (?publisher ?year ?inTable ?inRow ?inColumn) {{\n{chosen}\n  }}"
    label = frame.concept or frame.label or frame.code
    test = (
        'FILTER(COALESCE(?table, "") = ?inTable && COALESCE(?row, "") = ?inRow && COALESCE(?column, "") = ?inColumn)'
        if chosen else f"FILTER(CONTAINS(CONCAT(COALESCE(?row, \"\"), COALESCE(?code, \"\")), {text_literal(label)}))"
    )  # fmt: skip
    return PREFIXES + f"""SELECT ?department ?year ?table ?row ?column ?value ?unit WHERE {{
  {scope}
  ?doc bk:publisher ?publisher ; bk:year ?year . ?publisher skos:prefLabel ?department .
  ?figure a bk:Figure ; bk:document ?doc ; bk:value ?value ; bk:unit ?unit .
  OPTIONAL {{ ?figure bk:table ?table }} OPTIONAL {{ ?figure bk:row ?row }}
  OPTIONAL {{ ?figure bk:rowCode ?code }} OPTIONAL {{ ?figure bk:column ?column }}
  {test}
}} ORDER BY ?department ?year"""


def where_words(row: Row) -> str:
    return f"（{text_of(row, 'table')}）" if text_of(row, "table") else ""


def concept_words(frame: FigureFrame, u: Understood) -> str:
    if frame.code:
        return f"{frame.code}{u.catalogue.codes.get(frame.code, '')}"
    return frame.concept or frame.label


def answer_change(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department]) -> Answer:
    """The change on last year as the prose states it."""
    rows = candidates(graph, [d.iri for d in departments], [y for y in frame.years if any(y in d.years for d in departments)])
    concept = concept_words(frame, u)
    found = changes(rows, concept, u, frame.want == "rate")
    if not found:
        return refusal(u.question, f"文件里没有写{concept}与上年相比的变化。", figure_query(frame, departments, []))
    chosen = []
    for department in departments:
        own = [row for row in found if text_of(row, "publisher") == department.iri]
        chosen += own[:1]
    items, parts = [], []
    for row in chosen:
        value = number_of(row, "value") or Decimal(0)
        word = "减少" if DOWN.search(text_of(row, "row")) else "增加"
        subject = text_of(row, "of") or concept
        items.append(Item(f"{text_of(row, 'department')}{subject}比上年{word}", decimal_text(value), text_of(row, "unit"), text_of(row, "figure")))
        parts.append(f"{text_of(row, 'department')}{text_of(row, 'year')}年{subject}比上年{word}{quantity(value, text_of(row, 'unit'))}")
    text = "；".join(parts) + "。" + reason_text(u, graph, chosen, frame)
    return Answer(u.question, "answer", text, tuple(items), (), figure_query(frame, departments, [[row] for row in chosen]), TITLES,
                  table_rows(chosen, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in chosen]))  # fmt: skip


def reason_text(u: Understood, graph: Graph, rows: list[Row], frame: FigureFrame) -> str:
    """主要原因是… from the paragraph the figure stands in, where a change or a reason is asked for."""
    if not rows or not (u.asks("reason") or frame.want in ("change", "rate")):
        return ""
    found = select(graph, f"""SELECT DISTINCT ?text WHERE {{ VALUES ?figure {{ {iri_list(text_of(r, 'figure') for r in rows)} }}
      ?figure bk:evidence ?place ; bk:document ?doc . ?place bk:line ?line .
      ?paragraph a bk:Paragraph ; bk:document ?doc ; bk:text ?text ; bk:evidence ?where .
      ?where bk:line ?line }}""")
    for row in found:
        match = re.search(r"(?:主要)?原因(?:是|为|：)?[^。；]*[。；]?", text_of(row, "text"))
        if match:
            return match[0].rstrip("。；") + "。"
    return "文件没有写明原因。" if u.asks("reason") else ""


def answer_share(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], rows: list[Row], found: list[Row]) -> Answer:
    """占比: as printed in the prose, else computed from the figure and the total of its department."""
    concept = core_of(bare(concept_words(frame, u)))
    printed = [
        row for row in rows
        if not text_of(row, "table") and text_of(row, "unit") == "%" and not is_change(row)
        and concept in bare(text_of(row, "of"))
    ]  # fmt: skip
    printed.sort(key=lambda row: len(bare(text_of(row, "of"))))  # the figure itself before longer names that contain it
    if printed and frame.whole in ("", *GENERIC):
        row = printed[0]
        value = number_of(row, "value") or Decimal(0)
        text = f"{text_of(row, 'department')}{text_of(row, 'year')}年{concept_words(frame, u)}占{decimal_text(value)}%。"
        return Answer(u.question, "answer", text, (Item(f"{concept_words(frame, u)}占比", decimal_text(value), "%", text_of(row, "figure")),), (),
                      figure_query(frame, departments, [[row]]), TITLES, table_rows([row], COLUMNS),
                      evidence_of(graph, [text_of(row, "figure")]))  # fmt: skip
    own = [r for r in rows if text_of(r, "publisher") == text_of(found[0], "publisher") and text_of(r, "year") == text_of(found[0], "year")]
    name = frame.whole or "支出总计"
    whole = find_figure(own, replace(frame, concept=name, label="", code="", counted=text_of(found[0], "unit") != "元"), u)
    if not whole or not total(whole) or text_of(whole[0], "unit") != text_of(found[0], "unit"):
        text = f"没有找到可以作分母的{name}，算不出{concept_words(frame, u)}的占比。"
        return refusal(u.question, text, figure_query(frame, departments, [found]))
    value = (total(found) / total(whole) * 100).quantize(Decimal("0.01"))
    unit = text_of(found[0], "unit")
    subject = f"{text_of(found[0], 'department')}{concept_words(frame, u)}"
    text = f"{subject}{quantity(total(found), unit)}，占{name}{quantity(total(whole), unit)}的{value}%。"
    return Answer(u.question, "answer", text, (Item(f"{concept_words(frame, u)}占比", decimal_text(value), "%"),),
                  (f"占比由文件里的数字计算，分母为{name}",),
                  figure_query(frame, departments, [found, whole]), TITLES, table_rows([*found, *whole], COLUMNS),
                  evidence_of(graph, [text_of(r, "figure") for r in (*found, *whole)]))  # fmt: skip


def answer_other_year(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], year: int) -> Answer:
    """A year without a document: last year's column of the tables, or this year's figure and its stated change."""
    next_to = [d for d in departments if year + 1 in d.years]
    if not next_to:
        known = "、".join(f"{d.name}{'、'.join(map(str, d.years))}年" for d in departments[:5])
        return refusal(u.question, f"没有收录{year}年的文件；现有{known}。", figure_query(frame, departments, []))
    rows = candidates(graph, [d.iri for d in next_to], [year + 1])
    now, change = find_figure(rows, frame, u), changes(rows, concept_words(frame, u), u, False)
    if not now or not change:
        return refusal(u.question, f"没有收录{year}年的文件，{year + 1}年的文件也推不出这个数。", figure_query(frame, next_to, []))
    step = number_of(change[0], "value") or Decimal(0)
    down = DOWN.search(text_of(change[0], "row")) is not None
    value = total(now) + (step if down else -step)
    text = (f"没有收录{year}年的文件；按{year + 1}年文件推算：{year + 1}年{concept_words(frame, u)}{money(total(now))}，"
            f"比上年{'减少' if down else '增加'}{money(step)}，所以{year}年为{money(value)}。")  # fmt: skip
    return Answer(u.question, "answer", text, (Item(f"{year}年{concept_words(frame, u)}（推算）", decimal_text(value), "元"),),
                  (f"由{year + 1}年的数和它写明的增减额推算，不是{year}年文件里的数",), figure_query(frame, next_to, [now, [change[0]]]), TITLES,
                  table_rows([*now, change[0]], COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in (*now, change[0])]))  # fmt: skip
