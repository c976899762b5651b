"""What the graph can be asked about: departments, projects, companies, policies and labels of figures, with their names.

Loaded from the graph once per generation; the linkers look names up here and nowhere else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from search.question.graph import Graph, GraphAndTables, Row, number_of, select, text_of

NOISE = re.compile(r"[\s“”\"'‘’《》〈〉<>（）()\[\]【】、，,。：:；;·\-—_]")
REGION = re.compile(r"^(?:中共)?(?:[一-龥]{2,4}?(?:省|自治区))?(?:[一-龥]{2,4}?(?:市|州|盟|地区))?(?:[一-龥]{1,4}?(?:县|区|旗))?")
LEGAL_FORM = re.compile(r"(?:集团)?(?:股份)?(?:有限责任公司|有限公司|股份公司|公司|集团)$")
PROVINCE = re.compile(
    r"^(?:河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆"
    r"|北京|上海|天津|重庆|中国)"
)
"""Provinces without their suffix, as company names print them"""
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、]|其中：)")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Department:
    """A publisher of documents (the department or unit whose budget it is), with the years it has."""

    iri: str
    name: str
    years: tuple[int, ...]
    stems: tuple[str, ...]
    documents: tuple[str, ...]
    """IRIs, in the order of ``years``"""
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """部门预算, 部门决算, ... of each document; () where nothing says"""


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation, company or policy: IRI, the name shown, every other name."""

    iri: str
    name: str
    others: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    iri: str
    number: str
    titles: tuple[str, ...]
    kind: str
    issuers: tuple[str, ...] = ()
    """as printed or inferred from the number, each organ by itself"""

    @property
    def label(self) -> str:
        return self.number or (self.titles[0] if self.titles else "")


@dataclass(frozen=True)
class Catalogue:
    """Everything nameable in one generation of the graph."""

    departments: tuple[Department, ...]
    organisations: tuple[Named, ...]
    projects: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """printed name -> IRIs of the projects that bear it (one per department)"""
    policies: tuple[Policy, ...] = ()
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """bare label of a figure row -> labels as printed"""
    codes: dict[str, str] = field(default_factory=dict)
    """account code -> row label"""
    units: tuple[str, ...] = ()
    """IRIs of units that stand inside a department's tables"""
    kin: tuple[tuple[str, str], ...] = ()
    """(project of a page, project of a table row): one project of one document under two printed names"""
    contract_labels: tuple[str, ...] = ()
    """as printed; those of some length"""
    _derived: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def project_grams(self) -> dict[str, set[str]]:
        """Two characters -> bare project names that contain them."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.bare_projects:
            for i in range(len(name) - 1):
                found[name[i : i + 2]].add(name)
        return found

    @cached_property
    def label_grams(self) -> dict[str, set[str]]:
        """Two characters -> labels of contracts that contain them, marks left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for label in self.contract_labels:
            name = bare(label)
            for i in range(len(name) - 1):
                found[name[i : i + 2]].add(label)
        return found

    @cached_property
    def bare_projects(self) -> dict[str, tuple[str, ...]]:
        """Bare project name (no punctuation) -> project IRIs."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, iris in self.projects.items():
            found[bare(name)] |= set(iris)
        return {name: tuple(sorted(iris)) for name, iris in found.items()}

    def derived(self, name: str, make: Callable[[Catalogue], T]) -> T:
        """An index over the catalogue, made when first asked for."""
        if name not in self._derived:
            self._derived[name] = make(self)
        return cast(T, self._derived[name])

    @cached_property
    def kin_of(self) -> dict[str, tuple[str, ...]]:
        """Project -> itself and the same project under its other printed name."""
        found: dict[str, set[str]] = defaultdict(set)
        for page, line in self.kin:
            found[page].add(line)
            found[line].add(page)
        return {iri: (iri, *sorted(others)) for iri, others in found.items()}

    def with_kin(self, iris: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(other for iri in iris for other in self.kin_of.get(iri, (iri,))))

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for department in self.departments for year in department.years}))


@lru_cache(maxsize=131072)
def bare(text: str) -> str:
    """Letters, digits and characters only, lower case.

    >>> bare("煤矿“体检式”精查（2026年）")
    '煤矿体检式精查2026年'
    """
    return NOISE.sub("", text).lower()


@lru_cache(maxsize=131072)
def bare_label(text: str) -> str:
    """A row label without numbering and punctuation.

    >>> bare_label("十、卫生健康支出"), bare_label("（二）公务接待费")
    ('卫生健康支出', '公务接待费')
    """
    return bare(NUMBERING.sub("", text.strip()))


def without_region(name: str) -> str:
    """An organisation's name without the province, city or county in front.

    >>> without_region("晋城市应急管理局"), without_region("四川省成都市青羊区财政局"), without_region("市能源局")
    ('应急管理局', '财政局', '市能源局')
    """
    rest = name[REGION.match(name).end() :]  # type: ignore[union-attr]
    return rest if len(rest) >= 2 else name


def short_company(name: str) -> str:
    """The part of a company's name that people say.

    >>> short_company("晋城市清源水务有限公司"), short_company("山西合晟招标代理有限公司")
    ('清源水务', '合晟招标代理')
    """
    core = LEGAL_FORM.sub("", without_region(name))
    core = PROVINCE.sub("", core)
    return core or name


def load_catalogue(graph: Graph) -> Catalogue:
    """Read the catalogue with a handful of queries."""
    aliases, rows = alternative_names(graph), printed_labels(graph)
    return Catalogue(
        departments=load_departments(graph, aliases),
        organisations=load_organisations(graph, aliases),
        projects=load_projects(graph),
        policies=load_policies(graph),
        labels=load_labels(row for row, _ in rows),
        codes=load_codes(rows),
        kin=load_kin(graph),
        contract_labels=load_contract_labels(graph),
        units=tuple(text_of(row, "unit") for row in select(graph, "SELECT DISTINCT ?unit WHERE { ?line bk:unitOrganisation ?unit }")),
    )


def load_departments(graph: Graph, aliases: Mapping[str, Sequence[str]]) -> tuple[Department, ...]:
    rows = select(graph, """SELECT ?org ?name ?doc ?year ?stem ?kind WHERE {
      ?doc a bk:Document ; bk:publisher ?org ; bk:year ?year ; bk:stem ?stem . ?org skos:prefLabel ?name
      OPTIONAL { ?doc bk:documentKind ?kind } } ORDER BY ?org ?year""")
    found = []
    for iri, group in grouped(rows, "org").items():
        years = tuple(int(number_of(row, "year") or 0) for row in group)
        kinds = tuple(text_of(row, "kind") for row in group if text_of(row, "kind"))
        stems, docs = tuple(text_of(row, "stem") for row in group), tuple(text_of(row, "doc") for row in group)
        found.append(Department(iri, text_of(group[0], "name"), years, stems, docs, tuple(aliases.get(iri, ())), kinds))
    return tuple(found)


def alternative_names(graph: Graph) -> dict[str, list[str]]:
    rows = select(graph, "SELECT ?org ?alt WHERE { ?org a org:Organization ; skos:altLabel ?alt } ORDER BY ?org ?alt")
    return {iri: [text_of(row, "alt") for row in group] for iri, group in grouped(rows, "org").items()}


def load_organisations(graph: Graph, aliases: Mapping[str, Sequence[str]]) -> tuple[Named, ...]:
    asked = "?it a org:Organization ; bk:organisationType ?value"
    types: Mapping[str, Sequence[str]] = graph.types() if isinstance(graph, GraphAndTables) else by_subject(graph, asked)
    rows = select(graph, "SELECT ?org ?name WHERE { ?org a org:Organization ; skos:prefLabel ?name } ORDER BY ?org")
    return tuple(
        Named(iri, text_of(row, "name"), tuple(aliases.get(iri, ())), next(iter(types.get(iri, ())), ""))
        for row in rows if (iri := text_of(row, "org"))
    )  # fmt: skip


def load_projects(graph: Graph) -> dict[str, tuple[str, ...]]:
    rows = select(graph, "SELECT DISTINCT ?project ?name WHERE { ?project a bk:Project ; skos:prefLabel|skos:altLabel ?name }")
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[text_of(row, "name")].add(text_of(row, "project"))
    return {name: tuple(sorted(iris)) for name, iris in sorted(found.items())}


def load_contract_labels(graph: Graph) -> tuple[str, ...]:
    if isinstance(graph, GraphAndTables):
        return tuple(graph.tables.contracts.all_labels(7))
    rows = select(graph, "SELECT DISTINCT ?label WHERE { ?it a bk:Contract ; bk:label ?label FILTER(STRLEN(?label) > 7) } ORDER BY ?label")
    return tuple(text_of(row, "label") for row in rows)


def load_kin(graph: Graph) -> tuple[tuple[str, str], ...]:
    """Projects of a page and of the row that belongs to it, where they are printed under two names."""
    rows = select(graph, """SELECT DISTINCT ?ofPage ?ofLine WHERE {
      ?line a bk:BudgetLine ; bk:project ?ofLine ; bk:page ?page . ?page bk:project ?ofPage . FILTER(?ofPage != ?ofLine) }""")
    return tuple(sorted({(text_of(row, "ofPage"), text_of(row, "ofLine")) for row in rows}))


def by_subject(graph: Graph, pattern: str) -> dict[str, list[str]]:
    """?it -> its values, each once and in order: one query for each property, where several OPTIONALs take many times as long."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in select(graph, f"SELECT ?it ?value WHERE {{ {pattern} }}"):
        found[text_of(row, "it")].add(text_of(row, "value"))
    return {iri: sorted(values) for iri, values in found.items()}


def load_policies(graph: Graph) -> tuple[Policy, ...]:
    numbers = by_subject(graph, "?it a bk:Policy ; bk:documentNumber ?value")
    kinds = by_subject(graph, "?it a bk:Policy ; bk:policyKind ?value")
    titles = by_subject(graph, "?it a bk:Policy ; dcterms:title|skos:altLabel ?value")
    issuers = by_subject(graph, "?it a bk:Policy ; bk:issuer ?value")
    found = []
    for row in select(graph, "SELECT DISTINCT ?policy WHERE { ?policy a bk:Policy } ORDER BY ?policy"):
        iri = text_of(row, "policy")
        number, kind = (next(iter(said.get(iri, ())), "") for said in (numbers, kinds))
        parts = dict.fromkeys(part for issuer in issuers.get(iri, ()) for part in issuer.split("、") if part)
        found.append(Policy(iri, number, tuple(titles.get(iri, ())), kind, tuple(parts)))
    return tuple(found)


def load_labels(rows: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Bare row label -> labels as printed."""
    labels: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        label = bare_label(row)
        if len(label) >= 2:
            labels[label].add(row)
    return {label: tuple(sorted(printed)) for label, printed in sorted(labels.items())}


def load_codes(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Account code -> bare label of a row that bears it."""
    found: dict[str, str] = {}
    for row, code in rows:
        if code:
            found[code] = min(row, found.get(code, row))
    return {code: bare_label(row) for code, row in sorted(found.items())}


def printed_labels(graph: Graph) -> list[tuple[str, str]]:
    """Row labels as printed with their codes ("" for none): from the figures at hand, else by a query."""
    if isinstance(graph, GraphAndTables):
        return graph.tables.figures.labels()
    rows = select(graph, "SELECT DISTINCT ?row ?code WHERE { ?figure bk:row ?row OPTIONAL { ?figure bk:rowCode ?code } }")
    return [(text_of(row, "row"), text_of(row, "code")) for row in rows]


def grouped(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[text_of(row, name)].append(row)
    return found
