"""How many projects a question says it means: 两个遗属补助项目一共多少钱, 两笔亮化加起来多少.

Enters: the question and its plan. Leaves: the plan over as many projects as are said, those of other departments whose
names hold the words among them, or a refusal: a sum over fewer than were asked for would be a wrong number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from search.question.answer import Answer, listed, refusal
from search.question.catalogue import bare
from search.question.graph import Row, text_of
from search.question.numerals import COUNTED, counted_front, parse_number
from search.question.project_plan import ProjectPlan
from search.question.understanding import Understood

KIND = re.compile("(?:费用?|经费|项目|工程|资金|款)+$")
"""What a project's name ends with that tells nothing"""


def number_said(u: Understood) -> int | None:
    """The number of projects that stands right before their name or theme; None where none does.

    The words behind it are those of a project, or a chunk that nothing else explains.
    """
    starts = {m.start for m in u.of("project")} | {u.text.find(chunk) + counted_front(chunk) for chunk in u.rest if counted_front(chunk)}
    found = next((match for match in COUNTED.finditer(u.text) if match.end() in starts), None)
    number = parse_number(found[1]) if found else None
    return int(number) if number is not None and number > 1 else None


OF_THEM = re.compile(r"(?<![前哪第几十\d])(?P<number>[两二三四五六七八九十]|\d{1,3})个(?:项目|绩效)")
"""三个项目合计: how many there are, of projects that are not named"""


def number_of_them(u: Understood) -> int | None:
    """How many projects the question says there are where it names none and puts them in no order."""
    found = OF_THEM.search(u.text)
    number = parse_number(found["number"]) if found and not u.limit and not u.has("rank") and not u.has("aggregate", "max", "min") else None
    return int(number) if number is not None else None


def with_as_many(u: Understood, plan: ProjectPlan) -> ProjectPlan:
    """With every project whose name holds the words, where that makes the number that the question says."""
    number = number_said(u)
    if number is None or not plan.frame.projects or not u.projects:
        return plan
    stem = KIND.sub("", "".join(u.text[a:b] for a, b in u.projects[0].spans))
    wanted = frozenset(plan.frame.departments)
    publishers = {d.name for d in u.catalogue.departments if not wanted or d.iri in wanted}
    like = [
        iri for name, iris in u.catalogue.bare_projects.items() if len(stem) >= 2 and bare(stem) in name
        for iri in iris if iri.rsplit("/", 2)[1] in publishers
    ]  # fmt: skip
    kin = {u.catalogue.with_kin([iri]) for iri in like}
    return replace(plan, frame=replace(plan.frame, projects=tuple(sorted({iri for group in kin for iri in group})))) if len(kin) == number else plan


def too_few_or_many(u: Understood, plan: ProjectPlan, rows: Sequence[Row], query: str) -> Answer | None:
    """The refusal where the projects found are not as many as the question says."""
    number = number_said(u) if plan.frame.projects else number_of_them(u) if plan.want in ("sum", "average") else None
    if number is None or len(rows) == number or (plan.frame.bounds and plan.frame.projects) or u.limit:
        return None
    named = listed([text_of(row, "name") for row in rows], 6)
    return refusal(u.question, f"问题说的是{number}个项目，文件里符合的有{len(rows)}个：{named}。请写明是哪几个。", query)
