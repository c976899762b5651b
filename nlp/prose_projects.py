"""Projects told in prose: the paragraphs under a heading that is a project's name (（一）某某改造项目 / 项目概况：…).

Enters: the frame, its paragraphs and the project names known from tables and pages. Leaves: the project of each paragraph
that stands under such a heading. A heading is a project's name where tables or pages know it, or where a paragraph below it
opens with a field of a project (立项依据：, 项目概况：). Headings of the explanation itself (收入情况说明) name none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.frame import Frame
from nlp.frame_line import without_number
from nlp.record import Paragraph, Section

FIELD = re.compile(
    r"\s*(?P<name>立项依据|项目立项依据|项目概况|项目内容|项目背景|项目基本情况|建设内容|实施内容|主要内容|实施情况|资金(?:来源|安排|使用)(?:情况)?)[：:]"
)
"""a field of a project, printed at the head of a paragraph"""
NO_PROJECT = re.compile(r"情况|说明|概况|分析|依据|问题|建议|措施|评价|结论|原因|工作$|管理$|安排$|计划$|成效|绩效|背景")
"""words of headings that name a part of a report and no project"""


def project_of_each(frame: Frame, paragraphs: Sequence[Paragraph], known: Iterable[str]) -> dict[int, str]:
    """Line of a paragraph -> name of the project that it is told under."""
    names = {squeeze(name): name for name in known}
    found: dict[int, str] = {}
    for section in frame.sections:
        inside = [p for p in paragraphs if section.first < p.stretch.pieces[0].line <= section.last]
        name = project_name(section, inside, names)
        if name:
            found.update({p.stretch.pieces[0].line: name for p in inside})
    return found


def project_name(section: Section, inside: Sequence[Paragraph], known: dict[str, str]) -> str | None:
    """The project that a heading names, as tables and pages print it; None for other headings."""
    title = without_number(section.title).strip("：: ")
    if section.rank < 2 or not 4 <= len(title) <= 40:
        return None
    told = known.get(squeeze(title)) or known.get(squeeze(title).removesuffix("项目"))
    if told:
        return told
    fields = [p for p in inside if FIELD.match(p.text)]
    return title if section.rank > 2 and fields and not NO_PROJECT.search(title) else None


def field_of(paragraph: Paragraph) -> str | None:
    """The field of a project that a paragraph opens with.

    >>> from nlp.record import Stretch
    >>> field_of(Paragraph(None, Stretch("立项依据：某办法", ()))), field_of(Paragraph(None, Stretch("一是抓落实", ())))
    ('立项依据', None)
    """
    found = FIELD.match(paragraph.text)
    return found["name"] if found else None


def squeeze(name: str) -> str:
    """A name without what printing varies: blanks, quotes and brackets.

    >>> squeeze("“四好农村路” 建设项目")
    '四好农村路建设项目'
    """
    return re.sub(r"[\s“”\"'（）()《》]", "", name)
