"""Figures stated in prose (概况 and 情况说明): every number with what it is, of what, in which unit.

Enters: paragraphs. Leaves: Figure records with table None. ``row`` is the label in the document's words, ``of`` what a
share, a change or a part refers to (nlp.prose_labels). A number counts only with a unit (nlp.prose_numbers); definitions
(名词解释) and attached notices state nothing and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.frame import Frame
from nlp.lexicon import words
from nlp.prose_labels import Context, describe
from nlp.prose_numbers import find_numbers
from nlp.record import Figure, Paragraph
from nlp.source import Source

TOPIC = re.compile(r"(?:\d{1,2}[.、．]|（[一二三四五六七八九十]+）)?(?P<topic>[^，。；：:\d]{3,24})[：:]")
def find_figures(source: Source, frame: Frame, paragraphs: tuple[Paragraph, ...]) -> tuple[Figure, ...]:
    """Figures of all paragraphs that can state one. A list goes on over paragraphs that end in a colon or semicolon."""
    found: list[Figure] = []
    context, section = Context(), None
    prose = {n for block in frame.of_kind("prose") for n in range(block.first, block.last + 1)}
    for paragraph in paragraphs:
        if paragraph.stretch.pieces[0].line not in prose or says_nothing(paragraph.section):
            continue
        if paragraph.section != section:
            context, section = Context(), paragraph.section
        found += figures_of(source, paragraph, frame.document.unit, context)
    return tuple(found)


def says_nothing(section: str | None) -> bool:
    return section is not None and any(word in section for word in words("prose", "no_figures"))


def figures_of(source: Source, paragraph: Paragraph, publisher: str, context: Context) -> Iterator[Figure]:
    """The figures of one paragraph, in order; ``context`` goes on from a paragraph that ended in a colon."""
    text = paragraph.text
    before = 0
    opened = TOPIC.match(text)
    context.topic = opened["topic"] if opened else None
    for stated in find_numbers(text):
        context.hear(text[before : stated.start])
        label, of = describe(text, before, stated, publisher, context)
        span = paragraph.stretch.span(stated.start, stated.end)
        yield Figure(None, label, None, (), stated.value, stated.unit, source.quote(span), span, paragraph.section, of)
        before = stated.end
    rest = text[before:].rstrip()
    context.hear(rest if rest.endswith(("。", "：", ":", "；", ";", "，")) else rest + "。")
