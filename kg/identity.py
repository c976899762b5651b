"""Which thing a name means: names in the context of their document.

我局 is the document's own unit; 市能源局 in a document of 晋城 is 晋城市能源局; an alias that the reading gives for an
organisation is that organisation. What stays unknown keeps the name as printed: two names are never put together
because they look alike; a person can do so (kg/decisions.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nlp.record import Document, Organisation

REGION = re.compile(
    r"""^
    (?P<province>[一-鿿]{2,6}?(?:省|自治区))?                  # 山西省, 内蒙古自治区
    (?P<city>(?!市)[一-鿿]{2,7}?(?:市|自治州|地区|盟))?         # 晋城市, 阿坝藏族羌族自治州
    (?P<county>(?![市县区])[一-鿿]{1,6}?(?:自治县|县|区|旗|市))?  # 泽州县, 城区
    (?=[一-鿿])""",
    re.VERBOSE,
)
OWN = re.compile(r"^(?:我|本)(?:局|委|办|厅|部|院|会|站|所|中心|单位|部门|校|馆|队)$")  # 我局, 本单位
LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county"}


@dataclass(frozen=True, slots=True)
class Region:
    """Where a document's unit is: each part with its suffix, None where the name does not tell."""

    province: str | None = None
    city: str | None = None
    county: str | None = None

    @property
    def name(self) -> str | None:
        """The parts put together.

        >>> read_region("四川省成都市双流区财政局").name
        '四川省成都市双流区'
        """
        return "".join(part for part in (self.province, self.city, self.county) if part) or None


def read_region(unit: str) -> Region:
    """The place an organisation's name begins with.

    >>> read_region("晋城市能源局"), read_region("国家能源局山西监管办公室").name
    (Region(province=None, city='晋城市', county=None), None)
    """
    found = REGION.match(unit)
    if not found or found.end() >= len(unit):
        return Region()
    return Region(found["province"], found["city"], found["county"])


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one document: ``resolve`` gives the full name of an organisation as the graph knows it."""

    unit: str
    region: Region
    full: frozenset[str]
    aliases: Mapping[str, str]

    def resolve(self, name: str) -> str:
        """The organisation's name in the graph.

        >>> names = Names("晋城市能源局", read_region("晋城市能源局"), frozenset({"晋城市能源局", "晋城市财政局"}), {})
        >>> names.resolve("我局"), names.resolve("市财政局"), names.resolve("市 水务局")
        ('晋城市能源局', '晋城市财政局', '晋城市水务局')
        """
        name = "".join(name.split())
        if name in self.full:
            return name
        if OWN.match(name):
            return self.unit
        if name in self.aliases:
            return self.aliases[name]
        level = LEVELS.get(name[:1])
        place = getattr(self.region, level) if level else None
        if place and len(name) > 2 and place.endswith(name[0]):
            return f"{place}{name[1:]}"
        return name


def names_of(document: Document, organisations: Iterable[Organisation]) -> Names:
    """The names of a document. An alias given for two organisations is nobody's."""
    unit = "".join(document.unit.split())
    full, doubtful = {unit}, set()
    aliases: dict[str, str] = {}
    for organisation in organisations:
        full.add(organisation.name)
        for alias in organisation.aliases:
            if aliases.setdefault(alias, organisation.name) != organisation.name:
                doubtful.add(alias)
    known = {alias: name for alias, name in aliases.items() if alias not in doubtful}
    return Names(unit, read_region(unit), frozenset(full), known)
