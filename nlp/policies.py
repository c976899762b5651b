"""Mentions of policies, laws, standards and minutes in a document, each with its place and what is done to it.

Enters: the frame, project pages and paragraphs. Leaves: ``PolicyMention`` records. Notices attached at the end (a 文号
line under 某某文件 or behind 附件：, then the title, then the text) are read as documents of their own: what they forward, publish,
attach and repeal carries their number as ``subject_number``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from nlp.document_number import Number, find_numbers
from nlp.frame import Frame
from nlp.frame_line import ANNEX_HEAD
from nlp.policy_kind import kind_of
from nlp.policy_mentions import Mention, find_mentions, issuer_in
from nlp.policy_titles import clean_title
from nlp.prose_projects import field_of
from nlp.record import Paragraph, PolicyMention, ProjectPage, Stretch

BASIS_FIELDS = ("立项依据", "制度")
"""Fields (by a part of their name) whose text lists what the project relies on."""
NOTICE_TITLE = re.compile(
    r"[^。；]{2,60}?(?:关于)[^。；]{3,120}?(?:通知|通告|公告|决定|意见|办法|批复|函)(?:（[^（）]{1,8}）)?$|[^。；]{4,60}(?:通知|公告)$"
)


ANNEX = re.compile(rf"\s*{ANNEX_HEAD}\s*")


@dataclass(frozen=True, slots=True)
class Notice:
    """An attached notice: the paragraph that prints its number, its title, and the lines it covers."""

    number: Number
    head: Stretch
    title: str | None
    title_line: int | None
    first: int
    last: int


def find_policies(
    frame: Frame, pages: tuple[ProjectPage, ...], paragraphs: tuple[Paragraph, ...], headed: Mapping[int, str] = MappingProxyType({})
) -> tuple[PolicyMention, ...]:
    """All mentions by line; a policy named several times in one field or paragraph is one mention there. ``headed``: line of a
    paragraph -> project it is told under."""
    notices = read_notices(frame, paragraphs)
    found: list[PolicyMention] = []
    for order, notice in enumerate(notices):
        found.append(own_mention(notice, notices[order - 1].number.canonical if order else None))
    heads = {notice.head for notice in notices}
    for paragraph in paragraphs:
        line = first_line(paragraph.stretch)
        notice_here = next((n for n in notices if n.first <= line <= n.last), None)
        if paragraph.stretch in heads:
            continue
        is_title = notice_here is not None and line == notice_here.title_line
        project, part = headed.get(line), field_of(paragraph)
        for mention in paragraph_mentions(paragraph.stretch, notice_here, is_title):
            found.append(replace(mention, project=project, field=part or mention.field) if project else mention)
    for page in pages:
        for field in page.fields:
            basis = any(part in field.name for part in BASIS_FIELDS)
            found += [
                record(mention, field.stretch, page.span.line, page.name, field.name)
                for mention in once(find_mentions(field.text, basis))
            ]
    return tuple(sorted(found, key=lambda m: (m.span, m.number or "", m.title or "")))


def read_notices(frame: Frame, paragraphs: tuple[Paragraph, ...]) -> tuple[Notice, ...]:
    """The attached notices: paragraphs of notice blocks that consist of one 文号."""
    inside = [p for p in paragraphs if any(b.first <= first_line(p.stretch) <= b.last for b in frame.of_kind("notice"))]
    heads = [(i, n) for i, p in enumerate(inside) if (n := sole_number(p.text)) is not None]
    notices = []
    for at, (index, number) in enumerate(heads):
        head = inside[index].stretch
        stop = first_line(inside[heads[at + 1][0]].stretch) - 1 if at + 1 < len(heads) else 10**9
        block = next(b for b in frame.of_kind("notice") if b.first <= first_line(head) <= b.last)
        title = next((p for p in inside[index + 1 : index + 4] if is_notice_title(p.text)), None) or title_above(head, paragraphs)
        if title is None and ANNEX.match(head.text):  # a list of what is attached elsewhere
            continue
        notices.append(
            Notice(number, head, clean_title(whole_title(inside[index + 1 : index + 4], title)) if title else None,
                   first_line(title.stretch) if title else None,
                   min(first_line(head), first_line(title.stretch)) if title else first_line(head), min(stop, block.last))
        )  # fmt: skip
    return tuple(notices)


def whole_title(below: Sequence[Paragraph], title: Paragraph) -> str:
    """A notice's title with the lines before it that are its beginning (某省财政厅关于修订 / 某目录的通知; 某市财政局 / 关于…的通知)."""
    before = below[: below.index(title)] if title in below else []
    opens = [p.text.strip() for p in before if len(p.text) <= 40 and not re.search("[。；：:，]", p.text)]
    if not opens or len(opens) < len(before):
        return title.text
    return "".join(text + ("" if "关于" in text else " ") for text in opens) + title.text


def title_above(head: Stretch, paragraphs: tuple[Paragraph, ...]) -> Paragraph | None:
    """The title that stands right above the number (关于印发《某办法》的通知 / 某府办发〔2024〕21号)."""
    before = [p for p in paragraphs if 0 < first_line(head) - first_line(p.stretch) <= 3]
    return next((p for p in reversed(before) if is_notice_title(p.text)), None)


def sole_number(text: str) -> Number | None:
    """The number a line consists of, None for any other line.

    >>> sole_number(" 某市财综〔2025〕3号 ").canonical, sole_number("附件1：某市交〔2025〕7号").canonical, sole_number("根据某财综〔2025〕8号")
    ('某市财综〔2025〕3号', '某市交〔2025〕7号', None)
    """
    annex = ANNEX.match(text)
    found = find_numbers(text)
    whole = len(found) == 1 and found[0].complete and found[0].end - found[0].start >= len(text[annex.end() if annex else 0 :].strip()) - 1
    return found[0] if whole else None


def is_notice_title(text: str) -> bool:
    return len(text) <= 200 and NOTICE_TITLE.match(re.sub(r"\s", "", text)) is not None


def own_mention(notice: Notice, before: str | None) -> PolicyMention:
    """The notice itself, attached by the document or by the notice before it."""
    text = notice.head.text
    span = notice.head.span(notice.number.start, notice.number.end)
    title = notice.title
    return PolicyMention(
        span, text[notice.number.start : notice.number.end], None, None, f"附件（{notice.number.canonical}）", title,
        notice.number.canonical, issuer_in(title) if title else None, kind_of(title) if title else "notice",
        "attaches", before,
    )  # fmt: skip


def paragraph_mentions(stretch: Stretch, notice: Notice | None, is_title: bool) -> Iterator[PolicyMention]:
    """Mentions of a paragraph; of a notice's own title line only what stands inside it."""
    subject = notice.number.canonical if notice else None
    field = f"附件（{subject}）" if notice else "正文"
    mentions = tuple(once(find_mentions(stretch.text, False, subject)))
    for mention in mentions:
        if is_title:
            if not mention.nested:
                continue
            within = any(m is not mention and m.nested and m.start <= mention.start and mention.end <= m.end for m in mentions)
            if mention.subject is None and mention.relation in ("forwards", "publishes") and not within:
                mention = replace(mention, subject=subject)
        yield record(mention, stretch, None, None, field)


def once(mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """Each policy once: repeats of one title and number are dropped, as is a title already given with its number."""
    seen: set[tuple[str | None, str | None]] = set()
    numbered = {key(m.title) for m in mentions if m.number and m.title}
    for mention in mentions:
        name = (key(mention.title), mention.number)
        if name in seen or (mention.number is None and name[0] in numbered and not mention.nested):
            continue
        seen.add(name)
        yield mention


def key(title: str | None) -> str | None:
    return re.sub(r"[\s《》〈〉“”\"（）]", "", title) if title else None


def record(mention: Mention, stretch: Stretch, page: int | None, project: str | None, field: str) -> PolicyMention:
    places = stretch.spans(mention.start, mention.end)
    span = places[-1] if mention.number else places[0]  # a number names more than the first words of a title do
    return PolicyMention(
        span, stretch.text[mention.start : mention.end], page, project, field, mention.title, mention.number,
        mention.issuer, mention.kind, mention.relation, mention.subject,
    )  # fmt: skip


def first_line(stretch: Stretch) -> int:
    return stretch.pieces[0].line
