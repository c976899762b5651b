"""Organisations of a document under their full names, with every mention, their kind and what they belong to.

Enters: names found in running text (``nlp.organisation_names``) and the document they stand in. Leaves: ``Name`` and
``Organisation`` records. A short name is read in context: 市能源局 in a document of 晋城市 is 晋城市能源局, 我局 the
publishing unit, 省财政厅 the province's, 住建厅 住房和城乡建设厅. Where the context does not tell (县应急局 in a
city's document), the name stays as printed. 内设机构 and 下属单位 listed in the text become units of their parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nlp.lexicon import read_rows
from nlp.organisation_gathering import Gathering
from nlp.organisation_names import RawName, find_raw_names
from nlp.organisation_opening import OWN_PLACE
from nlp.organisation_units import ListedUnit, listed_units
from nlp.record import BudgetLine, Document, Organisation, Paragraph, ProjectPage, Span, Stretch
from nlp.regions import Region, above, region_of

PARTS = ("办公室", "办公厅")
SHORTHAND = re.compile(r"[（(][^（）()]{0,12}简称(?:为)?[“”\"：:]{0,2}(?P<short>[一-鿿A-Za-z]{2,10})[“”\"]?[）)]")
OWN_NAME = re.compile(r"国家|中国|中共|[一-鿿]{2,4}?(?:省|市|县|区|旗|镇|乡|街道)(?![场容政民直级])")
"""a unit's name that stands by itself, not under the publishing unit's: 河汾市社会福利院, 石塘镇便民服务中心"""

UNLISTED = re.compile(r"(?P<city>[一-鿿]{2,4}?(?:市|自治州)(?![场容政民直级]))?(?P<county>[一-鿿]{2,4}?(?:县|区|旗))?")

NO_SHORTHAND = frozenset(("甲方", "乙方", "丙方", "公司", "本公司", "该公司", "单位", "中心"))
"""What contracts call their parties, which says nothing elsewhere in the text"""


@dataclass(frozen=True, slots=True)
class Name:
    """An organisation name at ``text[start:end]``; ``full`` is the name it stands for in this document."""

    start: int
    end: int
    full: str
    type: str


@dataclass(frozen=True, slots=True)
class Context:
    """What short names stand for in a document: its unit and the divisions it belongs to."""

    unit: str | None
    city: str | None
    province: str | None
    county: str | None


def find_names(text: str, document: Document | None = None) -> tuple[Name, ...]:
    """Organisation names in normalised text, left boundaries right (委托|山西某某招标代理有限公司).

    >>> doc = Document("a", "", "晋城市能源局", 2025, "部门预算", None, "a.txt", "")
    >>> [name.full for name in find_names("经市财政局同意，我局委托山西某某咨询有限公司编制，报省住建厅备案", doc)]
    ['晋城市财政局', '晋城市能源局', '山西某某咨询有限公司', '山西省住房和城乡建设厅']
    """
    context = context_of(document.unit if document else None)
    names = []
    for raw in find_raw_names(text):
        printed = text[raw.start : raw.end]
        full = full_name(printed, context)
        if full is not None:
            names.append(Name(raw.start, raw.end, full, type_of(raw, full)))
    return tuple(sorted([*names, *shorthands(text, names)], key=lambda name: name.start))


def shorthands(text: str, names: list[Name]) -> list[Name]:
    """Further places of the names that the text says it shortens: 某某股份有限公司（以下简称“某某”）.

    >>> text = "与云岭星图股份有限公司（以下简称“星图”）签约，由星图负责"
    >>> [(n.full, text[n.start : n.end]) for n in find_names(text)]
    [('云岭星图股份有限公司', '云岭星图股份有限公司'), ('云岭星图股份有限公司', '星图')]
    """
    found: list[Name] = []
    for name in names:
        told = SHORTHAND.match(text, name.end)
        if told is None or told["short"] in NO_SHORTHAND:
            continue
        for again in re.finditer(re.escape(told["short"]), text[told.end() :]):
            start, end = told.end() + again.start(), told.end() + again.end()
            if not any(n.start < end and start < n.end for n in (*names, *found)):
                found.append(Name(start, end, name.full, name.type))
    return found


@cache
def context_of(unit: str | None) -> Context:
    """The context that the name of the publishing unit gives.

    >>> context_of("泽州县水利局")
    Context(unit='泽州县水利局', city='晋城市', province='山西省', county='泽州县')
    """
    region = region_of(unit) if unit else None
    if region is None:  # a place that GB/T 2260 does not list (a new district): as the unit's name tells
        own = UNLISTED.match(unit or "")
        return Context(unit, own["city"] if own else None, None, own["county"] if own else None)
    names: dict[str, Region] = {place.level: place for place in (region, *above(region))}
    get = {level: names[level].name if level in names else None for level in ("市级", "省级", "县级")}
    return Context(unit, get["市级"], get["省级"], get["县级"])


def full_name(printed: str, context: Context) -> str | None:
    """The full name ``printed`` stands for in ``context``; as printed where it does not tell; None for a bare 本单位
    without a known unit.

    >>> here = context_of("晋城市应急管理局")
    >>> [full_name(name, here) for name in ("市委组织部", "省厅", "市局", "人社局", "县应急局")]
    ['中共晋城市委组织部', '山西省应急管理厅', '晋城市应急管理局', '晋城市人力资源和社会保障局', '县应急管理局']
    """
    if re.fullmatch(r"(?:我|本)(?:单位|部门)", printed):
        return context.unit
    if re.fullmatch(r"(?:我|本)(?:局|委|厅|办|院|站|队|中心)", printed):  # 我厅 in a notice attached by a 局 is another's
        ends = context.unit is not None and (context.unit.endswith(printed[1:]) or printed[1:] == "委")
        return context.unit if ends or context.unit == "" else None
    if re.fullmatch(r"[市县区]局|省[厅局]", printed):
        return superior(printed, context)
    name = printed.removeprefix("我").removeprefix("本") if printed[1:2] in "市省县区" else printed
    name = with_place(name, context)
    name = with_function(name)
    if name in ("党中央", "中共中央"):
        return "中共中央"
    if name.startswith(("团", "共青团")):  # 团市委
        places = {"省": context.province, "市": context.city, "县": context.county, "区": context.county}
        return f"共青团{places.get(name[1:2]) or name[1:2]}委" if name[0] == "团" else name
    match = re.match(r"(?:中共)?(?P<place>[一-鿿]{1,7}[省市县区州])委(?!员会)(?P<rest>.*)$", name)
    if match and not match["rest"].startswith(("发展", "国有", "卫生")):
        return f"中共{match['place']}委{match['rest']}"
    return name


def superior(printed: str, context: Context) -> str | None:
    """省厅, 市局: the authority of the document's own trade one level up, or the unit itself on its own level."""
    place = {"市": context.city, "省": context.province, "县": context.county, "区": context.county}[printed[0]]
    if context.unit is None or place is None:
        return printed
    for region in (context.county, context.city, context.province):
        if region and context.unit.startswith(region):
            trade = re.sub(r"(?:局|厅|委员会|委)$", "", context.unit.removeprefix(region))
            return f"{place}{trade}{printed[1]}"
    return printed


def with_place(name: str, context: Context) -> str:
    """Put the document's own place before 市…, 省…, 县… and before bare department names (财政局)."""
    own = {"市": context.city, "省": context.province, "县": context.county, "区": context.county}
    place = own.get(name[:1])
    if place and not region_of(name) and OWN_PLACE.match(name):
        return place + name[1:].replace("政府", "人民政府", 0 if name.startswith("人民", 1) else 1)
    if name.startswith("中共") and name[2:3] in own and own[name[2:3]] and not region_of(name[2:]):
        return f"中共{own[name[2:3]]}{name[3:]}"
    department = department_pattern().match(name)
    if department:
        if department["end"] == "部":
            return name
        place = context.province if department["end"] == "厅" else context.county or context.city or context.province
        return f"{place}{name}" if place else name
    return name


def with_function(name: str) -> str:
    """Write the department's function out: 山西省住建厅 -> 山西省住房和城乡建设厅, 晋城市发改委 -> 晋城市发展和改革委员会.

    >>> with_function("晋城市发改委"), with_function("晋城市人社局"), with_function("晋城市能源局")
    ('晋城市发展和改革委员会', '晋城市人力资源和社会保障局', '晋城市能源局')
    """
    match = department_pattern().search(name)
    if not match or (match.end() < len(name) and name[match.end() :] not in PARTS):
        return name
    stem, end = match["stem"], match["end"]
    if stem.endswith("委") and end in ("办", "办公室"):  # 安委办
        end = "委员会办公室"
    full = functions().get(stem, stem)
    if end == "委" and not name.endswith("党委"):
        end = "委员会"
    place = name[: match.start()]
    if place in ("国家", "") and end == "委员会" and full == "发展和改革":
        place = "国家"
    return f"{place}{full}{end}{name[match.end() :]}"


def type_of(raw: RawName, full: str) -> str:
    """government | public_institution | company | party | other."""
    if full.startswith(("中共", "中国共产党")):
        return "party"
    if raw.type == "own":
        return "public_institution" if full.endswith(("中心", "院", "站", "校", "馆", "队")) else "government"
    return raw.type


def find_organisations(
    document: Document,
    pages: tuple[ProjectPage, ...],
    paragraphs: tuple[Paragraph, ...],
    budget_lines: tuple[BudgetLine, ...],
) -> tuple[Organisation, ...]:
    """Every organisation of the document: the units of its pages and budget lines, those its text names, and the
    units its structure lists. Ordered by first mention."""
    found = Gathering()
    found.add(document.unit, unit_type(document.unit), None, None)

    def read(text: str | None, where: Stretch | Span, parent: str | None = None) -> None:
        for name in find_names(text or "", document):
            place = where if isinstance(where, Span) else where.span(name.start, name.end)
            printed = (text or "")[name.start : name.end]
            whole = parent if name.type != "company" and printed == text else None
            found.add(name.full, name.type, printed, place, whole)

    for page in pages:
        read(page.dept, page.span)
        read(page.unit, page.span, page.dept)
    for row in budget_lines:
        read(row.unit, row.span, document.unit)
        read(row.name, row.span)
    for stretch in stretches(pages, paragraphs):
        read(stretch.text, stretch)
        for unit in listed_units(stretch):
            found.add(*named_unit(unit, document), unit.name, unit.span, document.unit)
    return found.records()


def named_unit(unit: ListedUnit, document: Document) -> tuple[str, str]:
    """Full name and type of a listed unit: under its own place's name, else under that of the publishing unit."""
    full = full_name(unit.name, context_of(document.unit)) or unit.name
    if not region_of(full) and not OWN_NAME.match(full):
        full = document.unit + unit.name
    return full, unit_type(full)


def unit_type(name: str) -> str:
    """government for organs and their offices, public_institution for centres, stations, schools and the like."""
    return "public_institution" if name.endswith(("中心", "站", "所", "院", "校", "馆", "队")) else "government"


def stretches(pages: Iterable[ProjectPage], paragraphs: Iterable[Paragraph]) -> Iterable[Stretch]:
    for paragraph in paragraphs:
        yield paragraph.stretch
    for page in pages:
        for field in page.fields:
            yield field.stretch


@cache
def functions() -> dict[str, str]:
    """Short form of a department's function -> full form; a short form that two share keeps the first of the list."""
    table: dict[str, str] = {}
    for row in read_rows("departments"):
        table.setdefault(row[0], row[0])
    for row in read_rows("departments"):
        for short in row[1].split():
            table.setdefault(short, row[0])
    return table


@cache
def department_pattern() -> re.Pattern[str]:
    stems = "|".join(sorted(functions(), key=len, reverse=True))
    return re.compile(rf"(?P<stem>{stems})(?P<end>委员会|总局|局|厅|部|委|办公室|办)")
