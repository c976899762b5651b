"""Questions about bases and policy chains (F1, F2, F9), and those that no document here can answer (F14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from nlp.generate import Generated
from nlp.generate.names import DEPARTMENTS, printed_number
from tests.questions import Ask, Asked, Shelf, Want, some
from tests.questions_projects import pages

NOTICE = re.compile(r"\n(?P<own>\S+号)\s+\S+关于转发.*?现将《.*?》（(?P<upper>\S+?号)）转发.*?通知》（(?P<old>\S+?号)）同时废止", re.DOTALL)
"""The notice attached at the end: its number, the one it forwards, the one it repeals"""
INNER = re.compile(r"[《〈]([^《》〈〉]+)[》〉]")
"""What a title names: 印发《取水口管理办法》的通知"""
NOBODY = Want("refusal")


def numbers(made: Generated) -> dict[str, list[str]]:
    """Projects by the canonical number they rest on."""
    found: dict[str, list[str]] = {}
    for mention in made.truth.policies:
        if mention.number and mention.project:
            found.setdefault(mention.number, []).append(mention.project)
    return found


def cited_by(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for canonical, projects in numbers(made).items():
        yield {"number": printed_number(rng, canonical)}, some(projects)


def cited_title(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for mention in made.truth.policies:
        if mention.title and mention.project and mention.project in mention.title:
            title = mention.title.replace("《", "〈").replace("》", "〉")
            yield {"title": title}, some([m.project or "" for m in made.truth.policies if m.title == mention.title])


def bases(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for name, _ in pages(made):
        mentions = [mention for mention in made.truth.policies if mention.project == name and mention.number]
        inner = [title for mention in mentions for title in INNER.findall(mention.title or "")]
        if mentions:
            yield {"project": name}, some([mention.number or "" for mention in mentions], inner)


def chain(asked: str, told: str) -> Ask:
    """One step of the attached notice's chain."""

    def ask(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
        if found := NOTICE.search(made.text):
            yield {"number": printed_number(rng, found[asked])}, some([found[told]])

    return ask


def no_department(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    """A department of a city that is not here."""
    here = {other.truth.document.unit for other in shelf.documents}
    for city in ("玉溪湾市", "锦屏口市", "东陵县"):
        name = city + rng.choice(DEPARTMENTS).suffix
        if name not in here:
            yield {"stranger": name}, NOBODY


def no_year(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    yield {"lateyear": str(made.truth.document.year - 3), "dept": made.truth.document.unit}, NOBODY


def no_number(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    """A number like those of the document, with a serial that none has."""
    for canonical in numbers(made):
        yield {"number": re.sub(r"\d+号$", f"{rng.randint(300, 900)}号", canonical)}, NOBODY


def no_fact(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    yield {}, NOBODY


def no_project(made: Generated, shelf: Shelf, rng: Random) -> Iterator[Asked]:
    for name in ("地铁六号线建设", "卫星遥感监测", "老年大学校舍租赁"):
        yield {"missing": name}, NOBODY


POLICIES: dict[str, Ask] = {
    "cited_by": cited_by,
    "cited_title": cited_title,
    "bases": bases,
    "forwards": chain("own", "upper"),
    "repealed_by": chain("old", "own"),
    "repeals": chain("own", "old"),
    "no_department": no_department,
    "no_year": no_year,
    "no_number": no_number,
    "no_fact": no_fact,
    "no_project": no_project,
}
