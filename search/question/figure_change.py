"""The change of a figure on last year: as the prose or a column of the table states it, and last year's own figure.

Enters: the figures of a department and a frame. Leaves: the change with its sign, the printed value of the year before,
or a refusal; a year before that is not printed is inferred only from a stated change, and the answer says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from nlp.format import plain
from search.question.answer import Answer, Item, evidence_of, money, quantity, refusal, table_rows
from search.question.catalogue import Department, bare, bare_label
from search.question.figure_frame import GENERIC, FigureFrame
from search.question.figure_level import level_words
from search.question.figure_names import concepts, label_core
from search.question.figure_place import (
    CHANGE,
    DOWN,
    by_publisher,
    candidates,
    core_of,
    find_figure,
    fits,
    is_change,
    may_concern,
    places_of,
)
from search.question.figure_said import COLUMNS, TITLES, concept_words, figure_query, total, where_words
from search.question.graph import Graph, Row, number_of, select, text_of
from search.question.graph import iri_list as iris
from search.question.refusal import unknown_words
from search.question.understanding import Understood

CHANGED = re.compile(r"增减|变动|比.*(?:增|减)")
BEFORE = re.compile(r"上年(?!结转|结余)|去年")
"""A column of the year before that does not print its year"""
MOSTLY = 0.7
"""Share of the words before a change that the name asked for must make up: 离退休人员经费增加额 is not that of 人员经费"""
THIS_YEAR = re.compile("当年|本年|全年")
"""What the prose puts into the name of a figure: 一般公共预算当年支出"""
LAST_YEAR = ("执行数", "决算数", "预算数", "小计", "合计")


@dataclass(frozen=True, slots=True)
class Change:
    """A stated change: the figure it stands in, its amount (元 or %) and whether it is a decrease."""

    row: Row
    value: Decimal
    down: bool
    level: str = ""
    """the printed words where it was the same the year before; ``value`` is then 0"""

    @property
    def words(self) -> str:
        return "减少" if self.down else "增加"


def answer_change(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department]) -> Answer:
    """The change on last year as the prose or the tables state it, one for each department and figure asked for."""
    if any(len(bare(chunk)) >= 2 for chunk in u.rest):
        return unknown_words(u)
    absent = year_not_told(u, departments)
    if absent:
        return refusal(u.question, f"没有收录{absent}年的文件，没有可以比较的数。", figure_query(frame, departments, []))
    years = [y for y in frame.years if any(y in d.years for d in departments)]
    rows = by_publisher(candidates(graph, [d.iri for d in departments], years, may_concern(frame, u)))
    chosen: list[tuple[str, Change]] = []
    for one in frame.each():
        own = [(d, change_of(graph, rows.get(d.iri, []), one, u)) for d in departments]
        found = [(concept_words(one, u), change) for _, change in own if change is not None]
        if not found or (frame.departments and len(found) < len(departments)):
            missing = [d.name for d, change in own if change is None]
            text = f"{'、'.join(missing[:4])}的文件里没有写{concept_words(one, u)}与上年相比的变化。"
            return refusal(u.question, text, figure_query(frame, departments, []))
        chosen += found
    items, parts = [], []
    for name, change in chosen:
        subject = text_of(change.row, "of") or name
        unit, who = text_of(change.row, "unit"), text_of(change.row, "department")
        if change.level:
            items.append(Item(f"{who}{name}与上年相比的变化", "0", "%" if frame.want == "rate" else unit, text_of(change.row, "figure")))
            parts.append(f"{who}{text_of(change.row, 'year')}年{name}为{quantity(total([change.row]), unit)}，文件写“{change.level}”，没有增减")
            continue
        items.append(Item(f"{who}{subject}比上年{change.words}", plain(change.value), unit, text_of(change.row, "figure")))
        parts.append(f"{who}{text_of(change.row, 'year')}年{subject}比上年{change.words}{quantity(change.value, unit)}{where_words(change.row)}")
    printed = [change.row for _, change in chosen]
    text = "；".join(parts) + "。" + reason_text(u, graph, printed, frame)
    return Answer(u.question, "answer", text, tuple(items), (), figure_query(frame, departments, [[row] for row in printed]), TITLES,
                  table_rows(printed, COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in printed]))  # fmt: skip


def year_not_told(u: Understood, departments: list[Department]) -> int:
    """A year of the question that no stated change speaks of, 0 where there is none: only a document's year against the one before is."""
    years, known = sorted(u.years), {year for d in departments for year in d.years}
    if not years:
        return 0
    first, last = years[0], years[-1]
    if last in known:
        return first if last - first > 1 else 0
    return last if len(years) > 1 or last + 1 not in known else 0


def change_of(graph: Graph, rows: list[Row], frame: FigureFrame, u: Understood) -> Change | None:
    """The change stated in figures, else the words that there was none (与上年持平)."""
    change = find_change(rows, frame, u)
    if change is not None:
        return change
    now = find_figure(rows, frame, u)
    for row in prose_of(rows, frame, now) if now and text_of(now[0], "unit") == "元" else ():
        words = level_words(graph, row)
        years = set(re.findall(r"20\d{2}", words))
        if words and years <= {str(int(text_of(row, "year")) - 1)}:
            return Change(row, Decimal(0), False, words)
    return None


def prose_of(rows: list[Row], frame: FigureFrame, now: list[Row]) -> list[Row]:
    """The figure where the prose prints it: its own place, with the value that was found."""
    value = total(now)
    places = [place for place in places_of(frame.concept) if place.prose is not None]
    return [
        row for row in rows if not text_of(row, "table") and number_of(row, "value") == value and text_of(row, "unit") == "元"
        and (any(fits(row, place) for place in places) or (bool(frame.label) and same_label(text_of(row, "row"), frame.label)))
    ]  # fmt: skip


def same_label(printed: str, label: str) -> bool:
    """Whether the prose means the row of a table: 培训费预算 is 培训费."""
    return label_core(without_code(printed)) == label_core(label)


def find_change(rows: list[Row], frame: FigureFrame, u: Understood) -> Change | None:
    """The change of one figure: in the prose, else in the columns of its table."""
    rate = frame.want == "rate"
    stated = changes(rows, frame, u, rate)
    if stated:
        return Change(stated[0], number_of(stated[0], "value") or Decimal(0), DOWN.search(text_of(stated[0], "row")) is not None)
    cells = [row for row in rows if of_row(row, frame) and CHANGED.search(bare(text_of(row, "column"))) and (text_of(row, "unit") == "%") == rate]
    spoken = [row for row in cells if bare(text_of(row, "table")) in bare(u.text)] or cells
    if not spoken:
        return None
    value = number_of(spoken[0], "value") or Decimal(0)
    return Change(spoken[0], abs(value), value < 0)


def of_row(row: Row, frame: FigureFrame) -> bool:
    """Whether a table's figure stands in the row that the frame names, whatever its column."""
    if not text_of(row, "table"):
        return False
    if frame.code:
        return text_of(row, "code") == frame.code
    label, table = bare_label(text_of(row, "row")), bare(text_of(row, "table"))
    if frame.label:
        return label == frame.label
    places = [place for place in places_of(frame.concept) if place.table and place.row]
    return any(re.search(place.table or "", table) and re.search(place.row or "", label) for place in places)


def changes(rows: list[Row], frame: FigureFrame, u: Understood, rate: bool) -> list[Row]:
    """Prose figures that state the change of what is asked, those whose subject is just that first."""
    name = frame.label or frame.concept or u.catalogue.codes.get(frame.code, "")
    printed = [bare(u.printed(m)) for m in u.of("concept", "label") if m.value == name]
    words = {bare(word) for word in (name, *printed) if word}
    told = [word for word in words if frame.label or word in (bare(name), core_of(bare(name))) or name in GENERIC or len(word) >= 4]
    cores = {core if len(core := core_of(word)) >= 4 or core in concepts() else word for word in told}
    found = [row for row in rows if not text_of(row, "table") and is_change(row) and (text_of(row, "unit") == "%") == rate]
    if frame.label or frame.code:
        about = {label_core(word) for word in words}
        return [row for row in found if text_of(row, "of") and label_core(without_code(text_of(row, "of"))) in about]

    spoken = [place.prose for place in places_of(frame.concept) if place.prose] if frame.concept else []

    def rank(row: Row) -> int:
        subject, section = THIS_YEAR.sub("", bare(text_of(row, "of"))), bare(text_of(row, "section"))
        stem = CHANGE.split(bare(text_of(row, "row")))[0]
        if any(core and (core in subject or (core in stem and len(core) >= MOSTLY * len(stem))) for core in cores):
            return 0
        if subject and any(re.search(prose, subject) for prose in spoken):
            return 0  # 一般公共预算支出 as 一般公共预算当年支出
        return 1 if not subject and any(core and core in section for core in cores) else 2

    ranked = sorted(found, key=lambda row: (rank(row), len(bare(text_of(row, "of")))))
    return [row for row in ranked if rank(row) < 2]


def without_code(label: str) -> str:
    """A row label without the account code that the prose prints beside it.

    >>> without_code("行政运行（2130201）")
    '行政运行'
    """
    return bare_label(re.sub(r"[（(]\d{3,7}[）)]", "", label))


def reason_text(u: Understood, graph: Graph, rows: list[Row], frame: FigureFrame) -> str:
    """主要原因是… from the paragraph the figure stands in, where a change or a reason is asked for."""
    if not rows or not (u.asks("reason") or frame.want in ("change", "rate")):
        return ""
    found = select(graph, f"""SELECT DISTINCT ?text ?quote WHERE {{ VALUES ?figure {{ {iris(text_of(r, 'figure') for r in rows)} }}
      ?figure bk:evidence ?place ; bk:document ?doc . ?place bk:line ?line ; bk:quote ?quote .
      ?paragraph a bk:Paragraph ; bk:document ?doc ; bk:text ?text ; bk:evidence ?where .
      ?where bk:line ?line }}""")
    for row in found:
        after = said_after(text_of(row, "text"), text_of(row, "quote"))
        match = re.search(r"(?:主要)?原因(?:是|为|：)?[^。；]*[。；]?|主要(?:是|系|因)[^。；]*[。；]?", after)
        if match:
            return match[0].rstrip("。；") + "。"
    if not u.asks("reason"):
        return ""
    parts = [part.strip() for row in found for part in re.split("[。；]", text_of(row, "text")) if re.search("原因[是为]", part)]
    down = DOWN.search(text_of(rows[0], "row")) is not None
    alike = [part for part in parts if (DOWN.search(part.partition("原因")[0]) is not None) == down]
    return f"同一段写：{'；'.join(dict.fromkeys(alike or parts))}。" if parts else "文件没有写明原因。"


def said_after(text: str, quote: str) -> str:
    """The sentence of a figure from the figure on, and the next one where that begins with the reason.

    >>> said_after("三公减少3万元，原因是压缩接待。会议费1万元，减少2万元。原因是少开会。另有其他。", "2万元")
    '2万元。原因是少开会。'
    """
    rest = text[text.find(quote) :] if quote in text else text
    match = re.match(r"[^。]*。?(?:(?:主要)?原因[^。]*。?|主要(?:是|系|因)[^。]*。?)?", rest)
    return match[0] if match else rest


def answer_last_year(u: Understood, frame: FigureFrame, graph: Graph, departments: list[Department], year: int) -> Answer:
    """A year without a document: last year's column of the tables, or this year's figure and its stated change."""
    next_to = [d for d in departments if year + 1 in d.years]
    if not next_to:
        known = "、".join(f"{d.name}{'、'.join(map(str, d.years))}年" for d in departments[:5])
        return refusal(u.question, f"没有收录{year}年的文件；现有{known}。", figure_query(frame, departments, []))
    rows = candidates(graph, [d.iri for d in next_to], [year + 1], may_concern(frame, u))
    apart = by_publisher(rows)
    printed = [one for d in next_to if (one := printed_last_year(apart.get(d.iri, []), frame, year, u))]
    if printed:
        name = f"{year}年{concept_words(frame, u)}"
        items = tuple(
            Item(f"{text_of(row, 'department')}{name}（{text_of(row, 'leaf')}）", plain(number_of(row, "value") or Decimal(0)),
                 text_of(row, "unit"), text_of(row, "figure")) for row in printed)  # fmt: skip
        parts = [f"{item.label}为{money(Decimal(item.value or 0))}{where_words(row)}" for item, row in zip(items, printed, strict=True)]
        return Answer(u.question, "answer", "；".join(parts) + "。", items, (f"取自{year + 1}年文件里{year}年的一栏",),
                      figure_query(frame, next_to, [[row] for row in printed]), TITLES, table_rows(printed, COLUMNS),
                      evidence_of(graph, [text_of(r, "figure") for r in printed]))  # fmt: skip
    return inferred(u, frame, graph, next_to, rows, year)


def printed_last_year(rows: list[Row], frame: FigureFrame, year: int, u: Understood) -> Row | None:
    """The figure in a column of the year before."""
    found = [
        row for row in rows
        if of_row(row, frame) and text_of(row, "unit") == "元" and (str(year) in text_of(row, "column") or BEFORE.search(text_of(row, "column")))
        and str(year + 1) not in text_of(row, "column") and not CHANGED.search(bare(text_of(row, "column")))
    ]  # fmt: skip
    order = [word for word in LAST_YEAR if word in u.text] + list(LAST_YEAR)
    for word in order:
        hits = [row for row in found if bare(text_of(row, "leaf")).endswith(word)]
        if hits:
            plain = [row for row in hits if "扣除" not in text_of(row, "leaf")]
            return (plain or hits)[0]
    return found[0] if found else None


def inferred(u: Understood, frame: FigureFrame, graph: Graph, next_to: list[Department], rows: list[Row], year: int) -> Answer:
    """This year's figure less its stated increase: only for one department, and said to be inferred."""
    change = change_of(graph, rows, replace(frame, want="change"), u)
    now = find_figure(rows, frame, u)
    if len(next_to) != 1 or not now or change is None or text_of(now[0], "unit") != "元":
        text = f"没有收录{year}年的文件，{year + 1}年的文件里也没有读到{concept_words(frame, u)}{year}年的数或它的增减额。"
        return refusal(u.question, text, figure_query(frame, next_to, []))
    value = total(now) + (change.value if change.down else -change.value)
    against = f"文件写“{change.level}”" if change.level else f"比上年{change.words}{money(change.value)}"
    text = (f"没有收录{year}年的文件；按{year + 1}年文件推算：{year + 1}年{concept_words(frame, u)}{money(total(now))}，"
            f"{against}，所以{year}年为{money(value)}。")  # fmt: skip
    return Answer(u.question, "answer", text, (Item(f"{year}年{concept_words(frame, u)}（推算）", plain(value), "元"),),
                  (f"由{year + 1}年的数和它写明的增减额推算，不是{year}年文件里的数",), figure_query(frame, next_to, [now, [change.row]]), TITLES,
                  table_rows([*now, change.row], COLUMNS), evidence_of(graph, [text_of(r, "figure") for r in (*now, change.row)]))  # fmt: skip
