"""Administrative divisions (GB/T 2260): which place a name begins with, and what lies above it.

Full names (晋城市, 泽州县) and the short names of provinces and prefectures (山西, 晋城); short county names (泽州)
count only inside the province that is asked for, since many are ordinary words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nlp.lexicon import read_rows

ENDINGS = ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "旗", "盟")


@dataclass(frozen=True, slots=True)
class Region:
    """``code`` is the six-digit division code; ``name`` the full name."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """省级 | 市级 | 县级"""
        if self.code.endswith("0000"):
            return "省级"
        return "市级" if self.code.endswith("00") else "县级"


def region_of(text: str) -> Region | None:
    """The division whose full name ``text`` begins with; for a county name that several have, None.

    >>> region_of("晋城市能源局").code, region_of("某某有限公司")
    ('140500', None)
    """
    table = full_names()
    for size in range(min(len(text), 12), 1, -1):
        if text[:size] in table:
            found = table[text[:size]]
            return found[0] if len(found) == 1 else None
    return None


def above(region: Region) -> tuple[Region, ...]:
    """The divisions above, nearest first.

    >>> [r.name for r in above(region_of("泽州县"))]
    ['晋城市', '山西省']
    """
    codes = [code for code in (region.code[:4] + "00", region.code[:2] + "0000") if code != region.code]
    return tuple(by_code()[code] for code in codes if code in by_code())


def place_length(text: str, at: int) -> int:
    """Length of the place name at ``text[at:]``: the longest full or short name, 0 where there is none.

    >>> place_length("委托山西合晟", 2), place_length("山西省晋城市", 0)
    (2, 3)
    """
    sizes = first_characters().get(text[at : at + 1])
    if sizes:
        names = place_names()
        for size in sizes:
            if at + size <= len(text) and text[at : at + size] in names:
                return size
    return 0


def place_chain(text: str, floor: int, end: int) -> int | None:
    """Where the places that end at ``end`` begin, one inside the other: 四川省资阳市安岳县; None where none ends there.

    >>> place_chain("报四川省资阳市安岳县人民政府", 0, 10), place_chain("石桥镇人民政府", 0, 3)
    (1, None)
    """
    start = None
    at = end - 2
    while at >= floor:
        if place_length(text[:end], at) == end - at:
            start = end = at
            at = end - 1
        elif end - at > 12:
            break
        at -= 1
    return start


@cache
def by_code() -> dict[str, Region]:
    return {row[0]: Region(row[0], row[1]) for row in read_rows("regions")}


@cache
def full_names() -> dict[str, list[Region]]:
    table: dict[str, list[Region]] = {}
    for region in by_code().values():
        table.setdefault(region.name, []).append(region)
    return table


@cache
def place_names() -> frozenset[str]:
    """Full names, and the short names of provinces and prefectures."""
    names = set(full_names())
    for region in by_code().values():
        if region.level != "县级":
            names.add(short_name(region))
    return frozenset(name for name in names if len(name) > 1)


@cache
def first_characters() -> dict[str, tuple[int, ...]]:
    """First character -> lengths of the place names that begin with it, longest first."""
    table: dict[str, set[int]] = {}
    for name in place_names():
        table.setdefault(name[0], set()).add(len(name))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in table.items()}


def short_name(region: Region) -> str:
    """晋城市 -> 晋城, 内蒙古自治区 -> 内蒙古, 广西壮族自治区 -> 广西."""
    special = {"广西壮族自治区": "广西", "宁夏回族自治区": "宁夏", "新疆维吾尔自治区": "新疆"}
    if region.name in special:
        return special[region.name]
    for ending in ENDINGS:
        if region.name.endswith(ending) and len(region.name) - len(ending) >= 2:
            return region.name[: -len(ending)]
    return region.name
