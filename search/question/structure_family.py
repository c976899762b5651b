"""Questions about a department's structure and people: 内设机构有哪些, 事业编制多少, 某所实有几人, 缺编几人.

The paragraphs on 机构设置 are read at the time of asking. A list whose length is not the number stated says both; a
headcount is that of whom the sentence names: a unit's people are never given for the department's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search.question.answer import Answer, Item, evidence_of, listed, refusal, table_rows
from search.question.catalogue import bare, without_region
from search.question.graph import PREFIXES, Graph, Row, iri_list, select, text_of
from search.question.refusal import unaccounted, unused_words
from search.question.structure_text import NONE, Head, NamedList, read_heads, read_lists
from search.question.understanding import Understood

INNER, UNIT = "内设机构个数", "下属单位个数"
TYPED = {"全额拨款事业单位个数": "全额", "自收自支事业单位个数": "自收自支"}
"""Concept of a type of unit -> how the text prints it"""
KINDS = {
    "编制": "quota", "行政编制": "admin", "事业编制": "career", "工勤编制": "worker", "参公编制": "civil", "实有人数": "present",
    "离退休人员": "retired",
}  # fmt: skip
"""Concept -> what is counted"""
SHARED = ("所属单位", "全系统")
QUOTAS = ("admin", "career", "worker", "civil")
COLUMNS = ("部门", "年度", "原文")
USED = frozenset(["organisation", "staff", "scope", "label", "concept", "noun", "contrast"])
HELD = frozenset(["want:amount", "want:quantity", "want:count", "want:list", "want:what", "want:who", "compare:with", "aggregate:sum"])


@dataclass(frozen=True, slots=True)
class Said:
    """A headcount with the department whose document says it, and the paragraph."""

    head: Head
    department: str
    node: str

    @property
    def whose(self) -> str:
        return self.head.subject if self.head.subject not in ("", *SHARED) else self.department

    @property
    def label(self) -> str:
        """所属单位 is said where the printed words do not say it."""
        shared = self.head.subject if self.head.subject in SHARED and not re.search("属单位|全系统", self.head.label) else ""
        return self.whose + shared + self.head.label.removeprefix("其中")


def asks_lists(u: Understood) -> bool:
    """Whether names of sections or of subordinate units are asked for."""
    named = {INNER, UNIT, *TYPED} & set(u.values("concept"))
    others = [m for m in u.of("project", "noun", "contract", "policy", "cite") if not (m.value == "company" and u.printed(m) in ("单位", "机构"))]
    return bool(named) and u.asks("list", "who", "what") and len(u.departments) == 1 and not others


def asks_staff(u: Understood) -> bool:
    """Whether people of one body are asked for: a quota, those in post, the retired, the posts that stand empty; not cars."""
    other = u.of("compare", "change", "share", "group") or u.has("aggregate", "max", "min", "average", "order")
    if "车" in u.text or "辆" in u.text or u.projects or u.has("indicator") or len(u.departments) > 1 or other:
        return u.has("staff") and not u.projects
    return u.has("staff") or (bool(kinds_asked(u)) and bool(u.departments or u.of("organisation")))


def kinds_asked(u: Understood) -> list[str]:
    return [KINDS[value] for value in u.values("concept") if value in KINDS]


def paragraphs_query(u: Understood, words: Sequence[str]) -> str:
    scope = f"VALUES ?publisher {{ {iri_list(u.departments)} }}" if u.departments else ""
    years = f"FILTER(?year IN ({', '.join(map(str, u.years))}))" if u.years else ""
    tests = " || ".join(f'CONTAINS(?text, "{word}")' for word in words)
    return f"""SELECT ?paragraph ?text ?department ?year WHERE {{
  {scope} GRAPH ?g {{ ?doc bk:publisher ?publisher ; bk:year ?year . ?paragraph a bk:Paragraph ; bk:text ?text . }}
  FILTER({tests}) {years} ?publisher skos:prefLabel ?department .
}} ORDER BY ?department ?year ?paragraph"""


def answer_lists(u: Understood, graph: Graph) -> Answer | None:
    """The names that the text lists; None where it lists none, which the number alone may still answer."""
    strays = unaccounted(u, USED, HELD)
    if strays:
        return unused_words(u, strays)
    concept = next(value for value in u.values("concept") if value in (INNER, UNIT, *TYPED))
    query = paragraphs_query(u, ("内设", "科室", "股室", "单位", "机构", "所属"))
    rows = select(graph, query)
    found = [(without_itself(one, text_of(row, "department")), row) for row in rows for one in read_lists(text_of(row, "text")) if fits(one, concept)]
    found = [(one, row) for one, row in found if one.names]
    none = [row for row in rows if concept == UNIT and NONE.search(text_of(row, "text"))]
    if not found and none:
        text = f"没有。{text_of(none[0], 'department')}的文件写明没有下属单位。"
        return Answer(u.question, "answer", text, (Item("下属单位", "0", "个"),), (), PREFIXES + query, COLUMNS,
                      table_rows(none, ("department", "year", "text")), evidence_of(graph, [text_of(row, "paragraph") for row in none]))  # fmt: skip
    if not found:
        what = "内设机构" if concept == INNER else "下属单位"
        return refusal(u.question, f"{text_of(rows[0], 'department') if rows else '这个部门'}公开的文件没有逐个写出{what}的名称。", PREFIXES + query)
    names = list(dict.fromkeys(name for one, _ in found for name in one.names))
    said = [bared for word in u.rest if len(bared := CHARGE.sub("", word)) > 1]
    if said:
        return in_charge(u, query, found, [name for name in names if all(word in name for word in said)], said, graph)
    stated = next((one.count for one, _ in found if one.count is not None), None)
    department, what = text_of(found[0][1], "department"), found[0][0].of if concept in TYPED else "内设机构" if concept == INNER else "下属单位"
    kinds = {name: one.of for one, _ in found for name in one.names if one.of}
    text = f"{department}的{what}有{len(names)}个：{listed([f'{name}（{kinds[name]}）' if name in kinds else name for name in names], 40)}。"
    if stated is not None and stated != len(names):
        text += f"文件写的个数是{stated}个，与列出的名称不一致。"
    nodes = [text_of(row, "paragraph") for _, row in found]
    return Answer(u.question, "answer", text, tuple(Item(name) for name in names), (), PREFIXES + query, ("名称",),
                  tuple((name,) for name in names), evidence_of(graph, nodes))  # fmt: skip


CHARGE = re.compile("^(?:主管|分管|负责|管理?|抓)")


def in_charge(u: Understood, query: str, found: list[tuple[NamedList, Row]], names: list[str], said: list[str], graph: Graph) -> Answer:
    """The sections whose names say what the question says (负责煤炭的是哪个科室); a refusal where none does."""
    if not names:
        return refusal(u.question, f"文件列出的名称里没有“{'”“'.join(said)}”，也没有写各自的职责，所以不作答。", PREFIXES + query)
    text = f"名称里有“{'”“'.join(said)}”的是{listed(names, 12)}。"
    return Answer(u.question, "answer", text, tuple(Item(name) for name in names), ("按名称判断，文件没有逐个写明职责",), PREFIXES + query,
                  ("名称",), tuple((name,) for name in names), evidence_of(graph, [text_of(row, "paragraph") for _, row in found]))  # fmt: skip


SECTION = re.compile(
    r"""(?:有没有|有无|是否有|是否设有?|有)(?:设立?|下设|内设)?(?:一个|个)?(?P<name>[一-龥]{2,10}?(?:科|股|处|室|中心|站|队|所))
        (?:这个(?:科室|部门|机构))?(?:吗|没有|么|呢)?[？?。]?$""",
    re.X,
)
"""有没有行政审批科; 设有水资源科吗"""


def asks_section(u: Understood) -> bool:
    """Whether it is asked if a department has a section or unit of a name: 有没有行政审批科."""
    named = SECTION.search(u.text)
    if named is None or named["name"] in GENERIC or u.projects or not u.asks("whether", "polar"):
        return False
    return len(without_name(u, named).departments) == 1


GENERIC = ("内设科室", "科室", "处室", "股室")


def without_name(u: Understood, named: re.Match[str]) -> Understood:
    """The question without what the section's name was read as: 办公室 is no department there."""
    return replace(u, mentions=tuple(m for m in u.mentions if not (named.start("name") <= m.start and m.end <= named.end("name"))))


def answer_section(u: Understood, graph: Graph) -> Answer | None:
    """Whether the list of sections and units has the name; None where the text lists none."""
    named = SECTION.search(u.text)
    if named is None:
        return None
    query = paragraphs_query(without_name(u, named), ("内设", "科室", "股室", "单位", "机构", "所属"))
    rows = select(graph, query)
    found = [(one, row) for row in rows for one in read_lists(text_of(row, "text"))]
    if not found:
        return None
    name, names = bare(named["name"]), list(dict.fromkeys(name for one, _ in found for name in one.names))
    fits = [one for one in names if bare(re.sub("[（(].*?[）)]", "", one)).endswith(name) or name in re.split("[（()）]", one)]
    department = text_of(rows[0], "department")
    told = f"有。{department}列出了{listed(fits)}。"
    if not fits:
        told = f"没有。{department}列出的{len(names)}个内设机构和单位里没有{named['name']}：{listed(names, 30)}。"
    holding = [row for one, row in found if not fits or set(fits) & set(one.names)]
    item = Item(named["name"], "true" if fits else "false")
    return Answer(u.question, "answer", told, (item,), ("按文件列出的名称",), PREFIXES + query, ("名称",),
                  tuple((one,) for one in fits or names), evidence_of(graph, [text_of(row, "paragraph") for row in holding]))  # fmt: skip


def without_itself(one: NamedList, department: str) -> NamedList:
    """The units of 预算编制范围 without the department's own 机关, which the printed number counts."""
    names = tuple(name for name in one.names if re.sub("[（(].*", "", name) != department)
    return replace(one, names=names, count=one.count - (len(one.names) - len(names)) if one.count else None)


def fits(one: NamedList, concept: str) -> bool:
    if concept in TYPED:
        return TYPED[concept] in one.of
    return one.kind == ("inner" if concept == INNER else "unit")


def answer_staff(u: Understood, graph: Graph) -> Answer | None:
    """Headcounts; None where the paragraphs hold none of those asked for."""
    strays = unaccounted(u, USED, HELD)
    if strays:
        return unused_words(u, strays)
    query = paragraphs_query(u, ("编制", "实有", "在职", "退休", "在编"))
    rows = select(graph, query)
    said = [Said(head, text_of(row, "department"), text_of(row, "paragraph")) for row in rows for head in read_heads(text_of(row, "text"))]
    said = about_whom(u, list(dict.fromkeys(said)))
    if u.has("staff", "vacant"):
        return answer_vacant(u, graph, query, rows, said)
    wanted = kinds_asked(u)
    chosen = [one for kind in wanted for one in those(said, kind, u)]
    missing = [name for name, kind in KINDS.items() if kind in wanted and not those(said, kind, u)]
    if not chosen and u.of("organisation"):
        return refusal(u.question, f"文件没有写这个单位的{'、'.join(missing)}。", PREFIXES + query)
    return told(u, graph, query, rows, chosen, missing) if chosen else None


def about_whom(u: Understood, said: list[Said]) -> list[Said]:
    """Headcounts of the unit that the question names; else those of the department, then of all its units."""
    text = bare(u.text)
    names = {one.head.subject for one in said if one.head.subject not in ("", *SHARED)}
    named = {name for name in names if bare(name) in text or (len(without_region(name)) >= 4 and bare(without_region(name)) in text)}
    items = set(u.items("organisation"))
    named |= {n.name for n in u.catalogue.organisations if n.iri in items and n.name in names}
    if named:
        return [one for one in said if one.head.subject in named]
    if u.of("organisation"):
        return []
    if names and re.search("各(?:有|是|自|多少|个单位|单位)", u.text):
        return [one for one in said if one.head.subject in names]
    return [one for one in said if len(u.departments) == 1]


def those(said: list[Said], kind: str, u: Understood) -> list[Said]:
    """Headcounts of a kind: of the department itself where there are any, else of its units; all of a quota before its parts."""
    what, quota = ("quota", kind) if kind in QUOTAS else (kind, "")
    pool = [one for one in said if one.head.what == what and (not quota or one.head.quota == quota)]
    own = [one for one in pool if one.head.subject in ("", "全系统")] or pool
    if kind == "retired" and not any("离退休" in u.printed(m) for m in u.of("concept")):
        own = [one for one in own if "离" not in one.head.label] or own
    elif kind == "retired":
        own = [one for one in own if "离退休" in one.head.label] or own
    whole = [one for one in own if not one.head.quota] if not quota else []
    return whole or own


def told(u: Understood, graph: Graph, query: str, rows: list[Row], chosen: list[Said], missing: list[str]) -> Answer:
    items = tuple(dict.fromkeys(Item(one.label, str(one.head.number), one.head.unit) for one in chosen))
    if u.has("aggregate", "sum") and len(items) > 1 and len({(one.head.what, one.head.unit) for one in chosen}) == 1:
        return added(u, graph, query, rows, chosen, items)
    parts = [f"{item.label}{item.value}{item.unit}" for item in dict.fromkeys(items)]
    text = f"{'；'.join(parts)}。" + (f"文件没有写{'、'.join(missing)}。" if missing else "")
    said = ("文件分别写出，没有相加",) if len(items) > 1 and len({one.head.what for one in chosen}) == 1 else ()
    return Answer(u.question, "answer", text, tuple(dict.fromkeys(items)), said, PREFIXES + query, COLUMNS,
                  table_rows([row for row in rows if text_of(row, "paragraph") in {one.node for one in chosen}], ("department", "year", "text")),
                  evidence_of(graph, [one.node for one in chosen]))  # fmt: skip


def added(u: Understood, graph: Graph, query: str, rows: list[Row], chosen: list[Said], items: tuple[Item, ...]) -> Answer:
    """Headcounts of one kind that the text gives for several bodies, as one sum."""
    total, unit = sum(int(item.value or 0) for item in items), items[0].unit
    text = f"合计{total}{unit}：{'；'.join(f'{item.label}{item.value}{item.unit}' for item in items)}。"
    return Answer(u.question, "answer", text, (Item("合计", str(total), unit),), ("由文件分别写出的数相加",), PREFIXES + query, COLUMNS,
                  table_rows([row for row in rows if text_of(row, "paragraph") in {one.node for one in chosen}], ("department", "year", "text")),
                  evidence_of(graph, [one.node for one in chosen]))  # fmt: skip


def answer_vacant(u: Understood, graph: Graph, query: str, rows: list[Row], said: list[Said]) -> Answer:
    """Posts less people, where both are those of the same body."""
    quota, present = those(said, "quota", u), those(said, "present", u)
    bodies = {one.head.subject for one in (*quota, *present)}
    same_quota = len(present) == 1 and present[0].head.quota in ("", *({quota[0].head.quota} if len(quota) == 1 else set()))
    if not quota or not same_quota or len(bodies) != 1:
        return refusal(u.question, "文件没有同时写出同一范围的编制和实有人数，算不出缺编多少。", PREFIXES + query)
    posts = sum(one.head.number for one in quota)
    gap = posts - present[0].head.number
    word = "缺编" if gap >= 0 else "超编"
    text = f"{quota[0].whose}编制{posts}{quota[0].head.unit}，实有{present[0].head.number}{present[0].head.unit}，{word}{abs(gap)}人。"
    nodes = [one.node for one in (*quota, *present)]
    used = [row for row in rows if text_of(row, "paragraph") in set(nodes)]
    return Answer(u.question, "answer", text, (Item(word, str(abs(gap)), "人"),), ("由编制数减实有人数算出",), PREFIXES + query, COLUMNS,
                  table_rows(used, ("department", "year", "text")), evidence_of(graph, nodes))  # fmt: skip
