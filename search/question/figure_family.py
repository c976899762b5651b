"""Questions about one figure of the tables or the prose, its change on last year, its share, and comparisons of it.

The figure is found by a concept of figures.tsv (places in order of preference), by a row label of the graph, or by an
account code. The query shown fixes the table, row and column that were chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from search.question.answer import Answer, Item, decimal_text, evidence_of, money, quantity, refusal, table_rows
from search.question.catalogue import Department, bare, bare_label
from search.question.graph import PREFIXES, Graph, Row, iri_list, number_of, select, text_literal, text_of
from search.question.lexicon import read_tsv
from search.question.refusal import stray, unknown_words, unused_words
from search.question.understanding import Understood

COLUMNS = ("department", "year", "table", "row", "column", "value", "unit")
TITLES = ("部门", "年度", "表", "项目", "栏", "数值", "单位")
UP = re.compile(r"(?:比|较|与|同比)?.*(?:增加|增长|增收|上升|提高|增幅)")
DOWN = re.compile(r"(?:比|较|与|同比)?.*(?:减少|下降|降低|压减|减幅|降幅)")
CHANGE = re.compile(r"增加|增长|减少|下降|压减|上升|增减|持平|降低|提高|增收|减收")
PLACE = re.compile(r"(?:^|\s)([TRCPO])~(\S*)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure may stand: patterns over the bare table title, row, column path, prose label, prose subject."""

    table: str | None
    row: str | None
    column: str | None
    prose: str | None
    of: str | None


@dataclass(frozen=True, slots=True)
class FigureFrame:
    """One figure for each department and year: by concept, by label or by account code."""

    departments: tuple[str, ...]
    years: tuple[int, ...]
    concept: str = ""
    label: str = ""
    code: str = ""
    want: str = "value"
    """value | change | rate | share | compare"""
    more: tuple[str, ...] = ()
    """further concepts asked for in the same question"""
    counted: bool = False
    """a number of things is wanted, not money"""


def places_of(concept: str) -> list[Place]:
    """Preferred places of a concept, best first.

    >>> places_of("公务接待费")[0]
    Place(table='三公', row='公务接待费', column='合计', prose=None, of=None)
    """
    for _, name, spec in read_tsv("figures.tsv"):
        if name == concept:
            return [place_from(text) for text in re.split(r"\|(?=[TP]~)", spec)]
    return []


def place_from(text: str) -> Place:
    found = dict(PLACE.findall(text.strip()))
    return Place(*(found.get(key) for key in "TRCPO"))


def figure_frame(u: Understood) -> FigureFrame | None:
    """The frame of a question that names a figure; None where it names none."""
    concepts = pick_concepts(u)
    concept = concepts[0] if concepts else ""
    label = next(iter(u.values("label")), "")
    code = next(iter(u.values("code")), "")
    if not (concept or label or code or implied_concept(u)):
        return None
    want = "value"
    if u.has("share", "share"):
        want = "share"
    if u.has("change", "year") or (u.has("change") and (u.has("time", "last") or u.asks("amount", "reason") or u.has("want", "polar"))):
        want = "rate" if u.has("share", "rate") or u.has("share", "share") else "change"
    elif u.has("share", "rate"):
        want = "rate"
    if len(u.departments) > 1 and u.has("compare", "difference", "larger", "smaller", "ratio", "with"):
        want = "compare"
    if label and concept in GENERIC:
        concept = ""
    elif "上年结转" in u.values("phase") and concept in GENERIC and u.of("share"):
        concept = "上年结转"
    elif not (concept or label or code):
        concept = implied_concept(u)
    more = tuple(concepts[1:3]) if want == "value" and not code else ()
    return FigureFrame(u.departments, years_of(u), "" if code else concept, label, code, want, more, counts(u))


def years_of(u: Understood) -> tuple[int, ...]:
    """Years asked about; 去年 without a comparison is the year before the department's latest."""
    if u.years or not u.has("time", "last") or u.of("change"):
        return u.years
    own = [year for d in u.catalogue.departments if d.iri in u.departments for year in d.years]
    return (max(own) - 1,) if own else ()


def implied_concept(u: Understood) -> str:
    """What a question means that names no figure: 上年结转, 增长率 (of the income), a department's whole budget."""
    bare_question = not u.projects and not u.rest and "项目" not in u.text and not u.of(*OTHER_CONDITIONS)
    if not bare_question or not u.departments:
        return ""
    if "上年结转" in u.values("phase") and not u.asks("list"):
        return "上年结转"
    if u.of("change") or u.has("share", "rate"):
        return "收入总计"
    return "预算总额" if u.has("money", "year") and not u.of("share", "compare", "phase") else ""


def counts(u: Understood) -> bool:
    """Whether a number of things is asked for, not money."""
    return (u.asks("count") or u.has("want", "quantity")) and not u.asks("amount")


def pick_concepts(u: Understood) -> list[str]:
    """The concepts asked for, the most specific ones: 收入 beside 一般公共预算拨款收入 is only what the share is of."""
    named = u.values("concept")
    if "车" in u.text and any("辆" in u.printed(m) or "编制" in u.printed(m) for m in u.mentions):
        cars = ["公务用车实有"] if re.search(r"实有|多少辆|有几辆|现有", u.text) or "编制" not in u.text else []
        cars += ["公务用车编制"] if "编制" in u.text else []
        named = [value for value in named if value not in ("编制", "公务用车实有", "公务用车编制")]
        return [value for value in named if value.endswith("用车")] or cars
    special = [value for value in named if value not in GENERIC]
    return special or named


def candidates(graph: Graph, departments: Iterable[str], years: Iterable[int]) -> list[Row]:
    """Every figure of the departments and years, with table, row, column, section and value."""
    found = f"FILTER(?year IN ({', '.join(map(str, years))}))" if tuple(years) else ""
    return select(graph, f"""SELECT ?figure ?publisher ?department ?year ?table ?row ?code ?column ?leaf ?section ?of ?value ?unit ?printed WHERE {{
  VALUES ?publisher {{ {iri_list(departments)} }} ?doc bk:publisher ?publisher ; bk:year ?year . {found} ?publisher skos:prefLabel ?department .
  ?figure a bk:Figure ; bk:document ?doc ; bk:value ?value ; bk:unit ?unit .
  OPTIONAL {{ ?figure bk:printed ?printed }} OPTIONAL {{ ?figure bk:table ?table }} OPTIONAL {{ ?figure bk:row ?row }} OPTIONAL {{ ?figure bk:rowCode ?code }}
  OPTIONAL {{ ?figure bk:column ?column }} OPTIONAL {{ ?figure bk:columnLeaf ?leaf }} OPTIONAL {{ ?figure bk:section ?section }} OPTIONAL {{ ?figure bk:of ?of }}
}}""")


def find_figure(rows: list[Row], frame: FigureFrame, u: Understood) -> list[Row]:
    """The figures that answer, all from one place: more than one where a row is printed once for each unit or account."""
    if frame.code:
        return best_table([r for r in rows if text_of(r, "code") == frame.code], u)
    if frame.concept:
        money_asked = u.has("money") or any(re.search("[钱金额资万元]", u.printed(m)) for m in u.of("want"))
        counted = [row for row in rows if (text_of(row, "unit") == "元") == money_asked] if frame.counted or money_asked else []
        for pool, place in [(pool, place) for pool in (counted, rows) for place in places_of(frame.concept)]:
            hits = [row for row in pool if fits(row, place)]
            if hits:
                return best_column(hits, u)
        return []
    return best_table([r for r in rows if bare_label(text_of(r, "row")) == frame.label], u) or best_column(
        [r for r in rows if bare(text_of(r, "of")) == frame.label and not text_of(r, "table")], u
    )


def fits(row: Row, place: Place) -> bool:
    table, label = bare(text_of(row, "table")), bare_label(text_of(row, "row"))
    if place.prose is not None:
        return not table and not is_change(row) and re.search(place.prose, label) is not None and "占" not in label and text_of(row, "unit") != "%"
    column = bare(text_of(row, "column"))
    checks = ((place.table, table), (place.row, label), (place.column, column))
    return bool(table) and all(pattern is None or re.search(pattern, value) is not None for pattern, value in checks) and current(row)


def current(row: Row) -> bool:
    """A column of the budget year itself: no 上年, 执行数, 增减 or share."""
    column = bare(text_of(row, "column"))
    other_year = re.findall(r"20\d{2}", column)
    year = text_of(row, "year")
    if other_year and year not in other_year:
        return False
    return not re.search(r"上年|执行数|增减|比例|占比|比20|%", column) and text_of(row, "unit") != "%"


def is_change(row: Row) -> bool:
    return CHANGE.search(text_of(row, "row")) is not None and text_of(row, "row") != ""


OTHER_CONDITIONS = (
    "attribute", "fund", "indicator", "bound", "topic", "top", "contract", "contract_topic", "role", "cite", "chain", "organisation", "policy",
    "policy_kind", "facet", "undisclosed", "due", "aggregate",
)  # fmt: skip
"""Kinds of mention with which a question is about something else than a department's own figures"""
GENERIC = ("收入总计", "支出总计", "预算总额", "公务用车实有")
"""Concepts that give way to any other one beside them"""
TABLE_ORDER = ("支出总表", "一般公共预算支出", "三公", "机关运行", "基本支出", "收支总表", "收入总表", "财政拨款")


def best_table(rows: list[Row], u: Understood) -> list[Row]:
    """Figures of the preferred table that holds the label: the one the question names, else TABLE_ORDER, else prose."""
    tabled = [row for row in rows if text_of(row, "table") and current(row)]
    if not tabled:
        return best_column([row for row in rows if not is_change(row) and text_of(row, "unit") == "元"] or rows, u)
    item_level = any(len(text_of(row, "code")) >= 7 for row in tabled)
    if item_level and "支出总表" not in u.text:
        general = [row for row in tabled if re.search("一般公共预算.*支出", bare(text_of(row, "table")))]
        tabled = general or tabled
    order = [word for word in ("收入", "一般公共预算", "基本支出", "政府性基金") if word in u.text] + list(TABLE_ORDER)
    for word in order:
        hits = [row for row in tabled if word in bare(text_of(row, "table"))]
        if hits:
            return best_column(hits, u)
    return best_column(tabled, u)


def best_column(rows: list[Row], u: Understood) -> list[Row]:
    """Of one place, the column asked for: named in the question, else the total, else the outermost."""
    for word in ("基本支出", "项目支出", "一般公共预算", "政府性基金", "人员经费", "公用经费", "小计", "合计", "金额", "预算数"):
        asked = word in u.text and word not in ("合计", "小计", "金额", "预算数")
        hits = [row for row in rows if word in bare(text_of(row, "leaf"))]
        if hits and asked and len({text_of(r, "leaf") for r in rows}) > 1:
            return same_column(hits)
    for words in (("合计", "小计", "金额", "总计", "年初预算数", "预算数"),):
        for word in words:
            hits = [row for row in rows if bare(text_of(row, "leaf")).endswith(word)]
            if hits:
                return same_column(hits)
    return same_column(rows)


def same_column(rows: list[Row]) -> list[Row]:
    """Rows of the first table, column and label only; a label printed again with the same value is one figure."""
    first = rows[0]
    key = ("table", "column", "row", "of", "publisher", "year")
    same = [row for row in rows if all(text_of(row, k) == text_of(first, k) for k in key[:2] + key[4:])]
    if not text_of(first, "table"):
        return [first]
    labelled = [row for row in same if text_of(row, "row") == text_of(first, "row")]
    if len(labelled) > 1 and text_of(first, "code"):
        return [first]
    return labelled


def answer_figure(u: Understood, frame: FigureFrame, graph: Graph) -> Answer:
    departments = [d for d in u.catalogue.departments if d.iri in frame.departments] or list(u.catalogue.departments)
    if u.has("time", "next", "before_last", "earlier"):
        return unused_words(u, [u.printed(m) for m in u.of("time")])
    strays = stray(u, "attribute", "contract", "role", "cite", "chain", "indicator", "bound", "policy_kind", "organisation", "due", "top", "facet")
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
        text += f"{text_of(larger[0], 'department')}更大，相差{money(gap)}。"
        if u.has("compare", "ratio") and min(a, b):
            ratio = (max(a, b) / min(a, b)).quantize(Decimal("0.01"))
            items.insert(0, Item("倍数", decimal_text(ratio), "倍"))
        elif u.has("compare", "difference") or not u.has("compare", "larger", "smaller"):
            items.insert(0, Item("相差", decimal_text(gap), text_of(larger[0], "unit")))
        else:
            items.insert(0, Item(text_of(larger[0], "department"), decimal_text(max(a, b)), text_of(larger[0], "unit")))
        if len({text_of(rows[0], "year") for rows in found}) > 1:
            said.append("两个部门公开的年度不同")
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
    scope = f"VALUES (?publisher ?year ?inTable ?inRow ?inColumn) {{\n{chosen}\n  }}" if chosen else f"VALUES ?publisher {{ {iri_list(d.iri for d in departments)} }}"
    label = frame.concept or frame.label or frame.code
    test = (
        'FILTER(COALESCE(?table, "") = ?inTable && COALESCE(?row, "") = ?inRow && COALESCE(?column, "") = ?inColumn)'
        if chosen else f"FILTER(CONTAINS(CONCAT(COALESCE(?row, \"\"), COALESCE(?code, \"\")), {text_literal(label)}))"
    )  # fmt: skip
    return PREFIXES + f"""SELECT ?department ?year ?table ?row ?column ?value ?unit WHERE {{
  {scope}
  ?doc bk:publisher ?publisher ; bk:year ?year . ?publisher skos:prefLabel ?department .
  ?figure a bk:Figure ; bk:document ?doc ; bk:value ?value ; bk:unit ?unit .
  OPTIONAL {{ ?figure bk:table ?table }} OPTIONAL {{ ?figure bk:row ?row }} OPTIONAL {{ ?figure bk:rowCode ?code }} OPTIONAL {{ ?figure bk:column ?column }}
  {test}
}} ORDER BY ?department ?year"""


def where_words(row: Row) -> str:
    return f"（{text_of(row, 'table')}）" if text_of(row, "table") else ""


def concept_words(frame: FigureFrame, u: Understood) -> str:
    if frame.code:
        return f"{frame.code}{u.catalogue.codes.get(frame.code, '')}"
    return frame.concept or frame.label


def changes(rows: list[Row], concept: str, u: Understood, rate: bool) -> list[Row]:
    """Prose figures that state the change of the concept (rate: in %), those whose subject is the concept first."""
    words = [bare(word) for word in (concept, *[bare(u.printed(m)) for m in u.of("concept", "label")]) if word]
    cores = [core_of(word) for word in words]
    found = [row for row in rows if not text_of(row, "table") and is_change(row) and (text_of(row, "unit") == "%") == rate]

    def rank(row: Row) -> int:
        subject, section = bare(text_of(row, "of")), bare(text_of(row, "section"))
        if any(core and (core in subject or core in bare(text_of(row, "row"))) for core in cores):
            return 0
        return 1 if any(core and core in section for core in cores) else 2

    ranked = sorted(found, key=lambda row: rank(row))
    return [row for row in ranked if rank(row) < 2]


def core_of(concept: str) -> str:
    return re.sub(r"(总计|总额|经费|预算|金额|合计|总数)$", "", concept) or concept


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
      ?figure bk:evidence ?place ; bk:document ?doc . ?place bk:line ?line . ?paragraph a bk:Paragraph ; bk:document ?doc ; bk:text ?text ; bk:evidence ?where .
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
        if not text_of(row, "table") and text_of(row, "unit") == "%" and not is_change(row) and concept in bare(text_of(row, "of") + text_of(row, "row"))
    ]  # fmt: skip
    if printed:
        row = printed[0]
        value = number_of(row, "value") or Decimal(0)
        text = f"{text_of(row, 'department')}{text_of(row, 'year')}年{concept_words(frame, u)}占{decimal_text(value)}%。"
        return Answer(u.question, "answer", text, (Item(f"{concept_words(frame, u)}占比", decimal_text(value), "%", text_of(row, "figure")),), (),
                      figure_query(frame, departments, [[row]]), TITLES, table_rows([row], COLUMNS), evidence_of(graph, [text_of(row, "figure")]))  # fmt: skip
    own = [r for r in rows if text_of(r, "publisher") == text_of(found[0], "publisher") and text_of(r, "year") == text_of(found[0], "year")]
    whole = find_figure(own, replace(frame, concept="支出总计", label="", code=""), u)
    if not whole or not total(whole):
        return refusal(u.question, f"没有找到可以作分母的支出总计，算不出{concept_words(frame, u)}的占比。", figure_query(frame, departments, [found]))
    value = (total(found) / total(whole) * 100).quantize(Decimal("0.01"))
    text = f"{text_of(found[0], 'department')}{concept_words(frame, u)}{money(total(found))}，占支出总计{money(total(whole))}的{value}%。"
    return Answer(u.question, "answer", text, (Item(f"{concept_words(frame, u)}占比", decimal_text(value), "%"),), ("占比由表内数字计算，分母为支出总计",),
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
