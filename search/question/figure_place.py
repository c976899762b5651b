"""Where a figure stands: the preferred places of a concept, the table and column chosen of several, stated changes.

Enters: the figures of a department's document and a FigureFrame. Leaves: the figures of one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from functools import cache, lru_cache

from search.figure_cells import FigureCell, FigureDocument, FigurePlace, printed_place
from search.question.asked_unit import has_unit
from search.question.catalogue import bare, bare_label
from search.question.figure_frame import FigureFrame
from search.question.figure_names import concepts, label_core
from search.question.graph import Graph, GraphAndTables, Row, iri_list, select, text_of
from search.question.lexicon import read_tsv
from search.question.understanding import Understood

DOWN = re.compile(r"(?:比|较|与|同比)?.*(?:减少|下降|降低|压减|减幅|降幅)")
CHANGE = re.compile(r"增加|增长|减少|下降|压减|上升|增减|持平|降低|提高|增收|减收")
FEW = 12
"""Documents of which every figure is looked at; of more only those that may concern the question"""
PLACE = re.compile(r"(?:^|\s)([TRCPO])~(\S*)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure may stand: patterns over the bare table title, row, column path, prose label, prose subject."""

    table: str | None
    row: str | None
    column: str | None
    prose: str | None
    of: str | None


@lru_cache(maxsize=4096)
def places_of(concept: str) -> tuple[Place, ...]:
    """Preferred places of a concept, best first.

    >>> places_of("公务接待费")[0]
    Place(table='三公', row='公务接待费', column='合计', prose=None, of=None)
    """
    for _, name, spec in read_tsv("figures.tsv"):
        if name == concept:
            return tuple(place_from(text) for text in re.split(r"\|(?=[TP]~)", spec))
    return ()


def place_from(text: str) -> Place:
    found = dict(PLACE.findall(text.strip()))
    return Place(*(found.get(key) for key in "TRCPO"))


def candidates(
    graph: Graph, departments: Iterable[str], years: Iterable[int], keep: Callable[[FigurePlace], bool] | None = None
) -> list[Row]:
    """Every figure of the departments and years, with table, row, column, section and value, in the order of printing.

    Of more than FEW documents only the figures in places that ``keep`` wants, where they are at hand.
    """
    if isinstance(graph, GraphAndTables):
        documents = graph.tables.figures.documents(set(departments), set(years))
        found = graph.tables.figures.figures(documents, keep if len(documents) > FEW else None)
        return [figure_row(document, cell) for document, cell in found]
    return candidates_of_graph(graph, departments, years)


def candidates_of_graph(graph: Graph, departments: Iterable[str], years: Iterable[int]) -> list[Row]:
    """``candidates`` by a query."""
    found = f"FILTER(?year IN ({', '.join(map(str, years))}))" if tuple(years) else ""
    rows = select(graph, f"""SELECT ?figure ?publisher ?department ?year ?table ?row ?code ?column ?leaf ?section ?of ?value ?unit ?printed WHERE {{
  VALUES ?publisher {{ {iri_list(departments)} }} ?doc bk:publisher ?publisher ; bk:year ?year . {found} ?publisher skos:prefLabel ?department .
  ?figure a bk:Figure ; bk:document ?doc ; bk:value ?value ; bk:unit ?unit .
  OPTIONAL {{ ?figure bk:printed ?printed }} OPTIONAL {{ ?figure bk:table ?table }} OPTIONAL {{ ?figure bk:row ?row }}
  OPTIONAL {{ ?figure bk:rowCode ?code }}
  OPTIONAL {{ ?figure bk:column ?column }} OPTIONAL {{ ?figure bk:columnLeaf ?leaf }} OPTIONAL {{ ?figure bk:section ?section }}
  OPTIONAL {{ ?figure bk:of ?of }}
}}""")
    return sorted(rows, key=lambda row: printed_place(text_of(row, "figure")))


def figure_row(document: FigureDocument, cell: FigureCell) -> Row:
    """A figure as the query would give it."""
    own: Row = {
        "figure": cell.iri, "publisher": document.publisher, "department": document.department, "year": Decimal(document.year),
        "value": Decimal(cell.value), **({"printed": cell.printed} if cell.printed else {}),
    }  # fmt: skip
    return {**own, **place_row(cell.place)}


@lru_cache(maxsize=65536)
def place_row(place: FigurePlace) -> Row:
    return {name: value for name, value in asdict(place).items() if value}


def place_of_row(row: Row) -> FigurePlace:
    """The place of a figure, from its row."""
    return FigurePlace(*(text_of(row, place.name) for place in fields(FigurePlace)))


def may_concern(frame: FigureFrame, u: Understood) -> Callable[[FigurePlace], bool]:
    """Whether a figure's place may have to do with what is asked: it could answer, or states a change or a share."""
    frames = list(frame.each())
    if frame.want == "share":
        frames.append(replace(frame, concept=frame.whole or "支出总计", label="", code="", more=()))
    specs = [(one, places_of(one.concept or concept_of(one.label))) for one in frames]
    funds = [FUND_WORDS[fund] for fund in u.values("fund") if fund in FUND_WORDS]

    @cache
    def named(table: str, label: str, code: str, of: str) -> bool:
        row: Row = {"table": table, "row": label, "code": code, "of": of}
        return any(is_named(row, one) or any(in_row(row, spot) for spot in spots) for one, spots in specs)

    def keep(place: FigurePlace) -> bool:
        if not place.table and (place.unit == "%" or CHANGE.search(place.row)):
            return True
        return any(words in bare(place.column) for words in funds) or named(place.table, place.row, place.code, place.of)

    return keep


def is_named(row: Row, frame: FigureFrame) -> bool:
    """Whether a figure bears the code of a frame, or what its label is about."""
    if frame.code:
        return text_of(row, "code") == frame.code
    core = label_core(frame.label)
    return bool(core) and any(core in text or core in bare(text) for text in (text_of(row, "row"), text_of(row, "of")))


def in_row(row: Row, place: Place) -> bool:
    """Whether a figure stands in the table and row, or the kind of sentence, of a place, whatever its column."""
    label = bare_label(text_of(row, "row"))
    if place.prose is not None:
        return not text_of(row, "table") and re.search(place.prose, label) is not None
    checks = ((place.table, bare(text_of(row, "table"))), (place.row, label))
    return bool(text_of(row, "table")) and all(pattern is None or re.search(pattern, value) is not None for pattern, value in checks)


def by_budget(rows: Iterable[Row]) -> dict[tuple[str, str], list[Row]]:
    """The figures of each department and year apart."""
    apart: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        apart.setdefault((text_of(row, "publisher"), text_of(row, "year")), []).append(row)
    return apart


def by_publisher(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """The figures of each department apart."""
    apart: dict[str, list[Row]] = {}
    for row in rows:
        apart.setdefault(text_of(row, "publisher"), []).append(row)
    return apart


def find_figure(rows: list[Row], frame: FigureFrame, u: Understood) -> list[Row]:
    """The figures that answer, all from one place: more than one where a row is printed once for each unit or account."""
    rows = [row for row in rows if has_unit(text_of(row, "unit"), frame.units)]
    if frame.code:
        return best_table([r for r in rows if text_of(r, "code") == frame.code], u)
    if frame.concept:
        money_asked = u.has("money") or any(re.search("[钱金额资万元]", u.printed(m)) for m in u.of("want"))
        if money_asked and frame.concept.endswith("个数"):
            return []
        counted = [row for row in rows if (text_of(row, "unit") == "元") == money_asked] if frame.counted or money_asked else []
        for pool, place in [(pool, place) for pool in (counted, rows) for place in places_of(frame.concept)]:
            hits = [row for row in pool if fits(row, place)]
            if hits:
                return best_column(hits, u)
        return []
    labelled = best_table([r for r in rows if bare_label(text_of(r, "row")) == frame.label], u) or best_column(
        [r for r in rows if bare(text_of(r, "of")) == frame.label and not text_of(r, "table")], u
    )
    concept = concept_of(frame.label)
    return labelled or (find_figure(rows, replace(frame, label="", concept=concept), u) if concept else [])


def concept_of(label: str) -> str:
    """What a row label means that another department prints in other words; "" for nothing known."""
    plain = re.sub("^(?:机关|本级|本部门|本单位|部门|单位)", "", label)
    return concepts().get(label) or concepts().get(core_of(label), "") or concepts().get(plain, "")


def fits(row: Row, place: Place) -> bool:
    table, label = bare(text_of(row, "table")), bare_label(text_of(row, "row"))
    if place.prose is not None:
        of = place.of is None or re.search(place.of, bare(text_of(row, "of"))) is not None
        stated = not table and of and not is_change(row) and "占" not in label and text_of(row, "unit") != "%"
        return stated and re.search(place.prose, label) is not None
    column = bare(text_of(row, "column"))
    checks = ((place.table, table), (place.row, label), (place.column, column))
    return bool(table) and all(pattern is None or re.search(pattern, value) is not None for pattern, value in checks) and current(row)


FUND_WORDS = {
    "general": "一般公共预算", "gov_fund": "政府性基金", "state_capital": "国有资本经营", "special_account": "财政专户", "unit_funds": "单位资金",
}  # fmt: skip
"""Fund -> the words by which tables and columns name it"""


def figure_of_fund(rows: list[Row], frame: FigureFrame, u: Understood) -> list[Row]:
    """``find_figure`` among the figures of the one fund that the question names: those of its column, else those that its
    table, subject or section names; [] where none is told apart by it."""
    funds = u.values("fund")
    if not funds:
        return find_figure(rows, frame, u)
    words = FUND_WORDS.get(funds[0], "")
    if len(funds) > 1 or not words:
        return []
    by_column = [row for row in rows if words in bare(text_of(row, "column"))]
    by_place = [row for row in rows if any(words in bare(text_of(row, k)) for k in ("table", "of", "row", "section"))]
    return (find_figure(by_column, frame, u) if by_column else []) or find_figure(by_place, frame, u)


def current(row: Row) -> bool:
    """A cell of the budget year itself: no 上年, 执行数, 增减 or share over it, no other year before its row (年度 | 2024年)."""
    column = bare(text_of(row, "column"))
    of_row = re.match(r"(20\d{2})年?(?:度|预算|决算|执行)?", bare(text_of(row, "row")))
    other_year = re.findall(r"20\d{2}", column) + ([of_row[1]] if of_row else [])
    year = text_of(row, "year")
    if other_year and year not in other_year:
        return False
    return not re.search(r"上年|执行数|增减|比例|占比|比20|%", column) and text_of(row, "unit") != "%"


def is_change(row: Row) -> bool:
    return CHANGE.search(text_of(row, "row")) is not None and text_of(row, "row") != ""


TABLE_ORDER = ("支出总表", "一般公共预算支出", "三公", "机关运行", "基本支出", "收支总表", "收入总表", "财政拨款")


def best_table(rows: list[Row], u: Understood) -> list[Row]:
    """Figures of the preferred table that holds the label: the one the question names, else TABLE_ORDER, else prose."""
    tabled = [row for row in rows if text_of(row, "table") and current(row)]
    if not tabled:
        return best_column([row for row in rows if not is_change(row) and text_of(row, "unit") == "元"] or rows, u)
    carried = re.search(r"(?<!不)(?:含|包括|包含|加上?)(?:上年|去年)?结转", u.text)
    item_level = not carried and any(len(text_of(row, "code")) >= 7 for row in tabled)
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
    rows = settled(rows, "预算" in u.text and not re.search("决算|实际", u.text)) or rows
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


def settled(rows: list[Row], planned: bool) -> list[Row]:
    """Of a final account's tables only the columns of what was spent, or with ``planned`` only those of what was planned.

    >>> spent, plan = ({"table": "“三公”经费支出决算表", "column": f"{head} / 公务接待费"} for head in ("决算数", "预算数"))
    >>> settled([plan, spent], False) == [spent], settled([plan, spent], True) == [plan]
    (True, True)
    """
    columns = [(row, bare(text_of(row, "column"))) for row in rows if "决算" in bare(text_of(row, "table"))]
    if not any("决算数" in column for _, column in columns) or not any("预算数" in column for _, column in columns):
        return rows
    return [row for row, column in columns if ("预算数" in column) == planned]


def same_column(rows: list[Row]) -> list[Row]:
    """Rows of the first table, column and label only; a label printed again with the same value is one figure."""
    if not rows:
        return []
    first = rows[0]
    key = ("table", "column", "row", "of", "publisher", "year")
    same = [row for row in rows if all(text_of(row, k) == text_of(first, k) for k in key[:2] + key[4:])]
    if not text_of(first, "table"):
        return [first]
    labelled = [row for row in same if text_of(row, "row") == text_of(first, "row")]
    if len(labelled) > 1 and text_of(first, "code"):
        return [first]
    return labelled


def core_of(concept: str) -> str:
    return re.sub(r"(总计|总额|经费|预算|金额|合计|总数)$", "", concept) or concept
