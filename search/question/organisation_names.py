"""Find the departments, units and companies a question names: in full, shortened, or as people abbreviate them.

应急局, 市城管局, 能监办 and 能源（市）、应急、城管三个市局 are read against the publishers of the graph; companies by full
name, without their legal form, or by the part people say (清源水务). A place in front that does not belong to the name
(长治市应急管理局) makes it an organisation that is not here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from search.question.catalogue import Catalogue, Department, Named, short_company, without_region
from search.question.department_groups import counted_departments, terse_department
from search.question.lexicon import phrases
from search.question.mention import Mention, is_word, segmenter
from search.question.numerals import NUMERAL

SUFFIX = "局委办厅院所队站处部社会校心室司镇乡街县区市"
PLACE_ENDS = "省市县区"
PLACE_BEFORE = re.compile(r"([一-龥]{2,4}?(?:省|自治区|市|州|盟|县|区|旗))$")
SEVERAL = re.compile(
    r"(?P<names>(?:[一-龥]{2,4}(?:（[省市县]）)?[、和与])+[一-龥]{2,4}?)(?:这|等)?(?P<count>[两二三四五六2-6]个|几个)?(?P<level>[省市县区])?(?:直)?(?P<suffix>局|部门|单位|厅|委)"
)
SITE = re.compile("大厦|大楼|广场|小区|园区")
"""What stands after a name that a firm shares with a place"""
SPOKEN = re.compile(rf"的?项目|部门|{NUMERAL}[大中支]队")
WHOLE = re.compile("部门(?![预决]算)")
"""文旅部门 is the office; of 文旅部门预算 the last four characters are what is asked"""
GENERIC = frozenset(["我局", "市局", "我单位", "本局", "本单位", "局", "县局", "省厅", "单位", "部门", "机关", "我委", "我办"])


def find_departments(text: str, catalogue: Catalogue) -> list[Mention]:
    """Publishers that ``text`` names; ``items`` are their IRIs (several where the abbreviation fits several)."""
    found = [*several_departments(text, catalogue), *counted_departments(text, catalogue)]
    for start in range(len(text)):
        for end in range(min(len(text), start + 24), start + 1, -1):
            printed = text[start:end]
            if printed[-1] == "办" and text[end : end + 1] in tuple("公事理") and named_departments(printed[:-1], catalogue):
                continue  # 能源局|办公用房, but 能监办|公务用车
            fits = tuple(d.iri for d in named_departments(printed, catalogue))
            if fits:
                kind = "foreign" if foreign_place(text[:start], printed, catalogue, fits) else "department"
                found.append(Mention(start, end, kind, printed, fits, 2.2 * (end - start) ** 1.3))
                break
    return found or spoken_offices(text, catalogue) or terse_department(text, catalogue, named_departments)


def spoken_offices(text: str, catalogue: Catalogue) -> list[Mention]:
    """An office by its first word alone before 项目, 部门 or a squad (城管项目, 文旅部门), where one office alone is called so."""
    found = []
    for start in range(len(text)):
        for end in (start + 3, start + 2):
            if not SPOKEN.match(text, end):
                continue
            fits = {d.iri for ending in "局委" for d in named_departments(text[start:end] + ending, catalogue)}
            if len(fits) == 1:
                last = end + 2 * bool(WHOLE.match(text, end))
                found.append(Mention(start, last, "department", text[start:last], tuple(fits), 2.2 * (last - start) ** 1.3))
                break
    return found


def several_departments(text: str, catalogue: Catalogue) -> list[Mention]:
    """应急、城管两个局: each short name with the suffix that follows the list."""
    for match in SEVERAL.finditer(text):
        iris: list[str] = []
        pieces = re.split(r"[、和与]", match["names"])
        for piece in pieces:
            short = re.sub(r"（[省市县]）$", "", piece)
            both = (*named_departments(short + "局", catalogue), *named_departments(short + "委", catalogue))
            iris += [d.iri for d in catalogue.departments if d in both]
        one = any(match[0] in d.name or d.name in match[0] for d in catalogue.departments)  # 住房和城乡建设局 is one
        if len(set(iris)) >= len(pieces) and not one:
            return [Mention(match.start(), match.end(), "department", match[0], tuple(dict.fromkeys(iris)), 4.0 * len(match[0]) ** 1.3)]
    return []


def named_departments(printed: str, catalogue: Catalogue) -> list[Department]:
    """The departments that ``printed`` names. Only those are compared whose names have all its characters: the time
    does not grow with the number of departments that have nothing to do with it."""
    departments = catalogue.departments
    by_character, by_name = catalogue.derived("department characters", make_department_index)
    told = {char for char in printed if char not in PLACE_ENDS}
    sets = sorted((by_character.get(char, frozenset()) for char in told), key=len)
    near = sets[0].intersection(*sets[1:]) if sets else range(len(departments))
    numbers = sorted({*near, *by_name.get(printed, ())})
    return [departments[n] for n in numbers if names_department(printed, departments[n])]


def make_department_index(catalogue: Catalogue) -> tuple[dict[str, frozenset[int]], dict[str, set[int]]]:
    """Character -> numbers of the departments whose names have it; name or alias -> numbers of the departments."""
    characters: dict[str, set[int]] = {}
    names: dict[str, set[int]] = {}
    for n, department in enumerate(catalogue.departments):
        for char in department.name:
            characters.setdefault(char, set()).add(n)
        for name in (department.name, *department.aliases):
            names.setdefault(name, set()).add(n)
    return {char: frozenset(numbers) for char, numbers in characters.items()}, names


@lru_cache(maxsize=65536)
def names_department(printed: str, department: Department) -> bool:
    """Whether ``printed`` is the department's name, an alias or an abbreviation of either.

    >>> bureau = Department("x", "晋城市应急管理局", (2026,), ("a",), ("d",))
    >>> [names_department(name, bureau) for name in ("应急局", "市应急局", "晋城应急管理局", "应急", "省应急局", "我局")]
    [True, True, True, False, False, False]
    """
    if printed in GENERIC or len(printed) < 2:
        return False
    if printed == department.name or (printed in department.aliases and len(printed) > 2):
        return True
    if printed[-1] not in SUFFIX:
        return False
    if len(printed) >= 5 and department.name.endswith(printed):
        return True
    core = without_region(department.name)
    region = department.name[: len(department.name) - len(core)]
    return any(is_abbreviation(short, core) for short in without_place(printed, region or department.name))


def without_place(printed: str, region: str) -> list[str]:
    """``printed`` as it is (市场监管局 begins with no place) and without a place that belongs to ``region``.

    >>> without_place("市应急局", "晋城市"), without_place("晋城应急局", "晋城市"), without_place("县应急局", "晋城市")
    (['市应急局', '应急局'], ['晋城应急局', '应急局'], ['县应急局'])
    """
    if printed[0] in "省市县区" and len(printed) > 2:
        return [printed, printed[1:]] if region.endswith(printed[0]) else [printed]
    found = [printed]
    for length in range(2, min(len(region), len(printed) - 2) + 1):
        if printed[:length] in region:
            rests = dict.fromkeys((printed[length:], printed[length:].lstrip("省市县区")))
            found += [rest for rest in rests if len(rest) >= 2]
    return found


@lru_cache(maxsize=65536)
def is_abbreviation(short: str, core: str) -> bool:
    """Whether ``short`` takes beginnings of the words of ``core``, in order, and its end.

    >>> is_abbreviation("城管局", "城市管理局"), is_abbreviation("能监办", "国家能源局山西监管办公室"), is_abbreviation("管理局", "城市管理局")
    (True, True, False)
    """
    if short == core:
        return True
    if len(short) < 3 or len(short) >= len(core):
        return False
    words = words_of(core)
    first = next((i for i, word in enumerate(words) if word[0] == short[0]), None)
    if first is None or (first > 0 and short[:2] == core[sum(map(len, words[:first])) :][:2] and words[0] not in ("国家",)):
        return False
    return matches_from(short, words, first) and (core.endswith(short[-1]) or words[-1].startswith(short[-1]))


@lru_cache(maxsize=16384)
def words_of(core: str) -> list[str]:
    return segmenter()(core)


def matches_from(short: str, words: list[str], first: int) -> bool:
    """Each character of ``short`` goes on in the word it is in, starts a later word, or ends the name."""
    word, at = first, 0
    for position, char in enumerate(short):
        if word < len(words) and at < len(words[word]) and words[word][at] == char:
            at += 1
            continue
        later = next((i for i in range(word + 1, len(words)) if words[i][0] == char), None)
        if later is None:
            return position == len(short) - 1 and words[-1].endswith(char)
        word, at = later, 1
    return True


def foreign_place(before: str, printed: str, catalogue: Catalogue, iris: tuple[str, ...]) -> bool:
    """Whether the words before the name are a place that none of the departments is in."""
    place = PLACE_BEFORE.search(before)
    if place is None or printed[0] in "省市县区":
        return False
    names = [d.name for d in catalogue.departments if d.iri in iris]
    return not any(place[1] in name or place[1][-3:] in name for name in names)


def find_organisations(text: str, catalogue: Catalogue) -> list[Mention]:
    """Other organisations: companies, institutes, subordinate units, issuers."""
    forms = organisation_forms(catalogue)
    found = []
    for start in range(len(text)):
        for end in range(min(len(text), start + 40), start + 1, -1):
            fits = forms.get(text[start:end])
            if fits:
                if end - start < 4 and SITE.match(text, end):
                    continue  # 科创大厦
                kind = fits[0].kind or "other"
                factor = 1.8 if kind == "company" else 1.2
                found.append(Mention(start, end, "organisation", kind, tuple(n.iri for n in fits), factor * (end - start) ** 1.3))
                break
    found = [with_region(text, m, catalogue) for m in found]
    return [unlike(text, m, catalogue) for m in (*found, *find_units(text, catalogue), *find_places(text, catalogue))]


def with_region(text: str, m: Mention, catalogue: Catalogue) -> Mention:
    """A company with the province or city that stands before the part of its name that was found (陕西|秦绿)."""
    if m.value != "company":
        return m
    names = [named.name for named in catalogue.organisations if named.iri in m.items]
    starts = [s for s in range(max(0, m.start - 6), m.start) if any(name.startswith(text[s : m.end]) for name in names)]
    return Mention(starts[0], m.end, m.kind, m.value, m.items, 1.8 * (m.end - starts[0]) ** 1.3) if starts else m


FULL_NAME = re.compile(r"[一-龥（）()]{0,14}?(?:股份有限公司|有限责任公司|有限公司|集团公司)")


def unlike(text: str, m: Mention, catalogue: Catalogue) -> Mention:
    """A company whose full name goes on otherwise than that of the one found is not here: 中岳建设… is not 中岳建筑…."""
    rest = FULL_NAME.match(text, m.end)
    if m.value != "company" or rest is None:
        return m
    printed = text[m.start : rest.end()]
    if any(printed in named.name or printed in named.others for named in catalogue.organisations if named.iri in m.items):
        return m
    return Mention(m.start, rest.end(), "foreign_company", printed, m.items, 4.0 * len(printed) ** 1.3)


def find_units(text: str, catalogue: Catalogue) -> list[Mention]:
    """Subordinate units by the end of their name (技术服务中心) or an abbreviation of it (市政所)."""
    units = catalogue.derived("units", units_of)
    found = []
    for end in range(3, len(text) + 1):
        if text[end - 1] not in "所心站队院馆校园办处":
            continue
        for start in range(max(0, end - 16), end - 2):
            printed = text[start:end]
            fits = tuple(n.iri for n, core in units if (len(printed) >= 4 and n.name.endswith(printed)) or is_abbreviation(printed, core))
            if len(fits) == 1:
                found.append(Mention(start, end, "organisation", "unit", fits, 1.3 * len(printed) ** 1.3))
                break
    return found


def units_of(catalogue: Catalogue) -> list[tuple[Named, str]]:
    """Subordinate units with their names without the place."""
    known = set(catalogue.units)
    return [(n, without_region(n.name)) for n in catalogue.organisations if n.iri in known]


def find_places(text: str, catalogue: Catalogue) -> list[Mention]:
    """The place of departments without its suffix (黔溪的路灯): all that publish there."""
    found = []
    for place, iris in catalogue.derived("places", places_of).items():
        for match in re.finditer(re.escape(place), text):
            found.append(Mention(match.start(), match.end(), "department", place, iris, 1.1 * len(place) ** 1.3))
    return found


def places_of(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Place of a department, with its suffix and without -> the departments there."""
    found: dict[str, list[str]] = {}
    for d in catalogue.departments:
        region = d.name[: len(d.name) - len(without_region(d.name))]
        last = re.search(r"([一-龥]{2,4}?)([市县区旗州盟])$", region)
        for place in {last[1], last[0]} if last else ():
            found.setdefault(place, []).append(d.iri)
    return {place: tuple(iris) for place, iris in found.items()}


def organisation_forms(catalogue: Catalogue) -> dict[str, tuple[Named, ...]]:
    """Every written form -> organisations; a form that is an everyday word stands for none."""
    return catalogue.derived("organisation forms", make_forms)


def make_forms(catalogue: Catalogue) -> dict[str, tuple[Named, ...]]:
    publishers = {d.iri for d in catalogue.departments}
    places = catalogue.derived("places", places_of)
    table: dict[str, dict[str, Named]] = {}
    for named in catalogue.organisations:
        if named.iri not in publishers:
            for form in written_forms(named) - places.keys():
                table.setdefault(form, {})[named.iri] = named
    return {form: tuple(fits.values()) for form, fits in table.items()}


def starts_with_role(name: str) -> bool:
    """Whether a name was read together with words before it (监理单位为……公司)."""
    return any(kind in ("role", "contract", "cite") for n in range(2, 5) for kind, _ in phrases().get(name[:n], ()))


def written_forms(named: Named) -> set[str]:
    forms = {name for name in (named.name, *named.others) if len(name) >= 3 and name not in GENERIC}
    if named.kind == "company" and not starts_with_role(named.name):
        core = short_company(named.name)
        forms |= {core} | {core[:n] for n in range(3, len(core))}
        forms |= {re.sub(r"(?:股份)?(?:有限责任公司|有限公司|公司)$", "", form) for form in list(forms)}
        forms |= {core[:2]} if len(core) > 2 and not is_word(core[:2]) else set()
        forms -= {form for form in forms if is_word(form) and form != named.name}
    else:
        forms |= {without_region(form) for form in (named.name,) if len(without_region(form)) >= 4}
    return {form for form in forms if len(form) >= 2 and form not in GENERIC and form not in phrases()}
