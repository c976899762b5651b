"""Departments named together by their place and number (晋城三个局, 几个部门), and by a key word alone (民政 办公费).

Enters: the text of a question. Leaves: a mention with the departments of the place; none where the number said is not the
number of those that are here, so that no department is left out or taken in.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from search.question.catalogue import Catalogue, Department, without_region
from search.question.mention import Mention
from search.question.numerals import NUMERAL, parse_number

TOGETHER = re.compile(
    rf"""(?:(?P<place>[一-龥]{{2,3}}?(?:市|县|区)?)(?:这|的|有)?)??
         (?P<count>{NUMERAL}|几)[个家]?(?P<level>市|县|省)?(?:直)?(?P<noun>局(?![长部级])|部门|单位)""",
    re.X,
)


def counted_departments(text: str, catalogue: Catalogue) -> list[Mention]:
    """The departments of a place, where the question says how many they are or 几个."""
    found = []
    for match in TOGETHER.finditer(text):
        own = [d for d in catalogue.departments if of_place(d, match["place"] or "") and (match["noun"] != "局" or d.name.endswith("局"))]
        number = None if match["count"] == "几" else parse_number(match["count"])
        if len(own) > 1 and (number == len(own) or (number is None and match["place"])):
            iris = tuple(d.iri for d in own)
            found.append(Mention(match.start(), match.end(), "department", match[0], iris, 4.0 * len(match[0]) ** 1.3))
    return found


TERSE = re.compile(r"^(?P<name>[一-龥]{2,5})(?=\s)")
ENDS = "局委办厅"


def terse_department(text: str, catalogue: Catalogue, named: Callable[[str, Catalogue], list[Department]]) -> list[Mention]:
    """民政 办公费: the first word of a question in key words, where one department's name is that word and its end."""
    match = TERSE.match(text)
    fits = {d.iri for end in ENDS for d in named(match["name"] + end, catalogue)} if match else set()
    return [Mention(0, match.end(), "department", match["name"], tuple(fits), 9.0)] if match and len(fits) == 1 else []


def of_place(department: Department, place: str) -> bool:
    """Whether a department's name begins with the place: 晋城 and 晋城市 of 晋城市应急管理局."""
    region = department.name[: len(department.name) - len(without_region(department.name))]
    return not place or (bool(region) and region.startswith(place) and region[len(place) :] in ("", "市", "县", "区"))
