"""Titles of documents in running text: nested in 《〈》〉, put together outside them, or printed without any.

Enters: normalised text. Leaves: ``Title`` objects with the half-open span of the whole title and the title it stands
in. Forms:

    《A关于转发〈B关于印发〈C〉的通知〉的通知》   three titles, each inside the one before
    A、B关于印发《C》的通知                       an outer title around a bracketed one; its issuers belong to it
    《A关于印发《C的通知》                        a bracket missing: C ends before 的通知
    A关于做好某事的通知（文号）                   no brackets at all
    根据某某管理办法                              no brackets, after a word of reliance

What it does not do: repair words inside a title, or decide what a title stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from nlp.lexicon import read_rows, words
from nlp.regions import place_length

OPENERS, CLOSERS = "《〈", "》〉"
LONGEST = 140
"""characters after which an unclosed bracket is given up"""
ABOUT_LEFT = re.compile(r"关于[^《》〈〉，。；：、]{0,24}$")
AROUND_RIGHT = re.compile(
    r"""
    (?P<mid>
        (?:（[^（）]{1,16}）)?                                             # 《目录》（第一批）的通知
        (?:等[^，。；、《》]{0,34}?(?:[、和及]《[^《》]{2,60}》等?[^，。；、《》]{0,20}?)?)?   # 《A》等四个规定、《B》等的通知
        |[和及、]《[^《》]{2,60}》(?:等[^，。；、《》]{0,14}?)?               # 《A》和《B》的通知
    )
    的?\s?(?P<kind>补充通知|通知|通报|公告|通告|决定|意见|批复|复函|函|请示|报告|[^，。；、《》（）的]{0,8}纪要)(?!要求的)
    """,
    re.VERBOSE,
)
PLAIN = re.compile(
    r"""
    关于[^，。；：《》〈〉\s]{4,70}?的?
    (?:通知|通报|公告|通告|决定|实施意见|指导意见|意见|批复|复函|请示|(?<=的)函|[^，。；、《》（）的]{0,8}纪要)
    (?![精要]|》)
    """,
    re.VERBOSE,
)
QUOTED = re.compile(r"(?:按照|根据|依据|落实)“(?P<title>[^”]{3,30}(?:条|措施|意见|方案|规定|办法))”")
END_OF_ITEM = re.compile(
    r"(?:^|[；;。]\s*)(?:[（(]?\d{1,2}[）).．、]\s*)?(?P<title>[^，。；;：《》、]{6,46}?)(?P<tail>（[^（）]{2,14}）)?(?=[；;。]|$)"
)
MINUTES = re.compile(
    r"""
    (?:^|(?<=[、，。；：\s])|(?<=[）》][和及与]))
    (?P<title>(?:(?:19|20)\d\d年)?(?:第\d{1,3}[次期号])?(?!会议)[一-鿿]{2,16}(?:(?:(?:19|20)\d\d年)?第?\d{1,3}[次期])?[一-鿿]{0,10}(?:会议?|专题)纪要(?:（第\d{1,3}[次期号]）)?)
    (?=[，。；、\s精要〔（]|等|$)
    """,
    re.VERBOSE,
)
LEAD = re.compile(r"[^，。；]{1,24}(?:批示|指示|要求|精神|部署|意见)(?:及|和|与)")
"""按照市政府的批示及…: what else is relied on before the title"""


@dataclass(frozen=True, slots=True)
class Title:
    """``text[start:end]`` prints a title; ``title`` is its wording without brackets around it.

    ``parent`` is the index of the title it stands inside, None for an outermost one; ``form``: bracketed | around |
    plain | relied | quoted | item.
    """

    start: int
    end: int
    title: str
    parent: int | None
    form: str
    cue: int
    """where its own wording begins to the left of inner titles: the start of 关于印发 for an ``around`` title"""


def find_titles(text: str, basis_field: bool = False) -> tuple[Title, ...]:
    """All titles of ``text``, outer before inner. ``basis_field``: the text lists grounds (立项依据), so that an item
    without brackets that ends like a policy is one.

    >>> [t.title for t in find_titles("某市财政局关于转发《某省财政厅关于印发〈目录〉的通知》的通知（某财〔2024〕1号）")]
    ['关于转发《某省财政厅关于印发〈目录〉的通知》的通知', '某省财政厅关于印发〈目录〉的通知', '目录']
    """
    titles = bracketed(text)
    titles = with_around(text, titles)
    taken = [(t.start, t.end) for t in titles if t.parent is None]
    grounds = [*minutes(text), *items(text)] if basis_field else []
    for found in (plain(text), relied(text), drafted(text), quoted(text), grounds):
        for title in found:
            if not any(a < title.end and title.start < b for a, b in taken):
                titles.append(title)
                taken.append((title.start, title.end))
    return tuple(titles)


def bracketed(text: str) -> list[Title]:
    """Titles in 《》 and 〈〉, with brackets that are missing on one side."""
    found: list[Title] = []
    stack: list[int] = []
    for match in re.finditer("[《〈》〉]", text):
        at, char = match.start(), match[0]
        if char in OPENERS:
            listed = stack and not is_inner(text, found[stack[-1]].start, at)
            if listed and unclosed(text, found[stack[-1]].start, at):
                close(text, found, stack, cut_end(text, found[stack[0]].start, at))
            found.append(Title(at, -1, "", stack[-1] if stack else None, "bracketed", at))
            stack.append(len(found) - 1)
        elif stack:
            if char == "》" and text[found[stack[-1]].start] == "〈" and len(stack) > 1:
                finish(text, found, stack.pop(), at, inside=True)  # 〈目录）的通知》
            finish(text, found, stack.pop(), at + 1)
    close(text, found, stack, len(text))
    return renumber(found, lambda t: t.end > 0 and 1 < len(t.title) <= LONGEST)


def is_inner(text: str, start: int, at: int) -> bool:
    """True where the bracket 〈 at ``at`` stands in the 《 at ``start``: 《关于印发〈A〉和〈B〉的通知》.

    >>> is_inner("《关于印发〈A〉和〈B〉的通知》", 0, 9), is_inner("《A〉、〈B〉、《C》", 0, 4)
    (True, False)
    """
    if (text[start], text[at]) != ("《", "〈") or at - start > LONGEST:
        return False
    following = re.compile("[《》。；]").search(text, at)
    return following is not None and following[0] == "》" and following.start() - start <= LONGEST


def unclosed(text: str, start: int, at: int) -> bool:
    """True where the bracket at ``start`` cannot reach to ``at``: a sentence ends between, or a list goes on."""
    between = text[start:at]
    if "。" in between or "；" in between or at - start > LONGEST:
        return True
    inner_closed = any(char in CLOSERS for char in between)
    return between.endswith(("、", "，", "及", "和", ",")) and (inner_closed or not between[-8:].count("关于"))


def close(text: str, found: list[Title], stack: list[int], end: int) -> None:
    """Give the open brackets their end: the last inner title's, or the next punctuation."""
    while stack:
        index = stack.pop()
        start = found[index].start
        inner = [t.end for t in found[index + 1 :] if start < t.end <= end]
        stop = inner[-1] if inner else cut_end(text, start, end)
        title = text[start + 1 : stop].strip()
        if inner and stop == inner[-1]:  # 《A关于印发《B的通知》: the one closing bracket is the outer's
            title = title.rstrip(CLOSERS)
            last = max(i for i, t in enumerate(found) if t.end == stop)
            found[last] = replace(found[last], title=found[last].title.removesuffix("的通知"))
        found[index] = replace(found[index], end=stop, title=title if len(title) <= LONGEST else "")


def cut_end(text: str, start: int, end: int) -> int:
    match = re.compile(r"[，。；,;]|[、及和](?=[《〈])").search(text, start, end)
    return match.start() if match else min(end, start + LONGEST)


def finish(text: str, found: list[Title], index: int, end: int, inside: bool = False) -> None:
    """Set the end and the wording of a bracketed title; ``inside``: its own closing bracket is missing or another."""
    start = found[index].start
    stop = end if inside else end - 1
    wording = text[start + 1 : stop]
    if inside:
        tail = re.search(r"）?(?:的通知|的意见|的函|的决定)$", wording)
        stop = start + 1 + tail.start() if tail else stop
        found[index] = replace(found[index], end=stop, title=wording[: stop - start - 1].strip())
        return
    found[index] = replace(found[index], end=end, title=wording.strip())


def with_around(text: str, titles: list[Title]) -> list[Title]:
    """Add the outer titles printed around bracketed ones: 关于印发《X》的通知."""
    result: list[Title] = []
    index_of: dict[int, int] = {}
    covered = 0
    for index, title in enumerate(titles):
        outer = around(text, title) if title.parent is None and title.start >= covered else None
        if outer is not None:
            covered = outer.end
            result.append(outer)
            holder: int | None = len(result) - 1
            if (
                title.title.endswith("的通知")
                and outer.end == title.end
                and "关于" not in title.title[:40].replace("关于印发", "")
            ):
                title = replace(title, title=title.title.removesuffix("的通知"))
        else:
            holder = index_of.get(title.parent) if title.parent is not None else None
            if title.parent is None and result:
                last = max((i for i, t in enumerate(result) if t.form == "around"), default=None)
                holder = last if last is not None and result[last].end >= title.end else None
        index_of[index] = len(result)
        result.append(replace(title, parent=holder))
    return result


def around(text: str, title: Title) -> Title | None:
    """The outer title that the words beside a bracketed one make, or None."""
    left = ABOUT_LEFT.search(text, max(0, title.start - 30), title.start)
    right = AROUND_RIGHT.match(text, title.end)
    own_tail = left is not None and ((title.title.endswith("的通知") and "印发" in left[0]) or left[0].endswith("转发"))
    if right is None and not own_tail:
        return None
    if right is not None and left is None and not right[0].startswith(("的", "（", "等")):
        return None
    if right is not None and left is None and right["kind"] not in ("通知", "批复", "函", "复函", "决定", "公告"):
        return None
    start = left.start() if left else title.start
    end = right.end() if right else title.end
    return Title(start, end, text[start:end].strip(), None, "around", start)


def plain(text: str) -> list[Title]:
    """Titles without brackets: 关于…的通知, where a number follows, an issuer or a word of reliance precedes."""
    found = []
    for match in PLAIN.finditer(text):
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 12]
        told = re.match(r"\s?(?:（|\[|〔|【|[一-鿿]{1,8}[\[〔【])", after) or re.search(
            r"(?:根据|依据|按照|参照|落实|执行|转发|[局厅委部府会室]|号(?:文件?)?\s?)$", before
        )
        if told and match[0].count("（") == match[0].count("）"):
            found.append(Title(match.start(), match.end(), match[0], None, "plain", match.start()))
    return found


def relied(text: str) -> list[Title]:
    """Titles without brackets after 根据, 按照, 参照: 依据政府采购管理办法."""
    found = []
    for match in relied_pattern().finditer(text):
        title = match["title"]
        lead = LEAD.match(title)  # 按照市政府的批示及某某条例
        start = match.start("title") + (lead.end() if lead else 0)
        title = text[start : match.end("title")]
        if is_vague(title) or title.count("（") != title.count("）"):
            continue
        found.append(Title(start, match.end("title"), title, None, "relied", start))
    return found


def drafted(text: str) -> list[Title]:
    """Plans without brackets that a place opens, after or before a word of drafting: 编制某市某某专项规划."""
    found = []
    for match in drafted_pattern().finditer(text):
        start = match.start("title")
        if place_length(text, start) or (text[start] in "省市县" and text[start + 1] not in "场区级域内外直县市"):
            found.append(Title(start, match.end("title"), match["title"], None, "drafted", start))
    return found


def quoted(text: str) -> list[Title]:
    return [
        Title(m.start("title"), m.end("title"), m["title"], None, "quoted", m.start("title"))
        for m in QUOTED.finditer(text)
    ]


def minutes(text: str) -> list[Title]:
    """Minutes without brackets or number in a list of grounds: 市政府第35次常务会议纪要."""
    return [
        Title(m.start("title"), m.end("title"), m["title"], None, "item", m.start("title"))
        for m in MINUTES.finditer(text)
    ]


def items(text: str) -> list[Title]:
    """Whole items of a list of grounds that end like a policy: (1)全国…第八个五年规划（2021—2025年）；"""
    found = []
    for match in END_OF_ITEM.finditer(text):
        title = match["title"]
        if (
            title.endswith(item_endings())
            and not is_vague(title)
            and not re.search(r"[的了]|根据|依据|按照|为|进行", title)
        ):
            found.append(Title(match.start("title"), match.end(), text[match.start("title") : match.end()], None, "item",
                               match.start("title")))  # fmt: skip
    return found


def is_vague(title: str) -> bool:
    """True for words that name no document: 相关规定, 有关办法, 实施方案."""
    if title.startswith(words("policy_context", "vague")) or any(w in title for w in words("policy_context", "loose")):
        return True
    return is_bare(title) or (len(without_kind(title)) < 4 and "会议" not in title and "三定" not in title)


def is_bare(title: str) -> bool:
    """True for a kind of document alone: 协议书, 实施方案, 应急预案.

    >>> is_bare("应急预案"), is_bare("某县防汛应急预案")
    (True, False)
    """
    rest = without_kind(title)
    return len(rest) < 2 or rest in words("policy_context", "bare")


def without_kind(title: str) -> str:
    """A title without the word at its end that says what kind of document it is."""
    rest = re.sub(r"（[^（）]*）$", "", title)
    return next((rest.removesuffix(row[0]) for row in kinds_by_length() if rest.endswith(row[0])), rest)


def renumber(titles: list[Title], keep: Callable[[Title], bool]) -> list[Title]:
    """Drop the titles that ``keep`` refuses and let ``parent`` point into the shorter list."""
    index_of: dict[int, int] = {}
    result: list[Title] = []
    for index, title in enumerate(titles):
        if keep(title):
            index_of[index] = len(result)
            parent = index_of.get(title.parent) if title.parent is not None else None
            result.append(replace(title, parent=parent))
    return result


def clean_title(title: str) -> str:
    """A title as one line: blanks inside it go, except between two issuers (国家发改委 住建部).

    >>> clean_title("关于印发 目录的 通知"), clean_title("国家发改委 住建部关于印发标准的通知")
    ('关于印发目录的通知', '国家发改委 住建部关于印发标准的通知')
    """
    text = re.sub(r"\s+", " ", title.strip())
    if text.count("〈") > text.count("〉") and text.count("）") > text.count("（"):  # 〈目录）的通知
        at = text.rfind("）")
        text = f"{text[:at]}〉{text[at + 1 :]}"
    return re.sub(r"(?<![局厅委部府会室院]) | (?![一-鿿]{2,16}(?:局|厅|委|部|府|会|室|院))", "", text)


@cache
def kinds_by_length() -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(read_rows("policy_kinds"), key=lambda row: -len(row[0])))


@cache
def drafted_pattern() -> re.Pattern[str]:
    endings = "(?:应急预案|专项规划|发展规划|建设规划|实施方案|行动方案|行动计划|管理办法|实施细则|工作方案)"
    drafts = "|".join(words("policy_context", "draft"))
    return re.compile(
        rf"(?:(?:{drafts})了?|其中|[、及和与])(?P<title>[^，。；：、《》及和与]{{4,36}}?{endings})(?=编制|修订|修编|起草|的编制|及|和|，|。|；|、|尾款|费)"
    )


@cache
def item_endings() -> tuple[str, ...]:
    """Endings of titles that count without brackets; 通知, 意见 and their like need 关于 or a bracket."""
    return tuple(row[0] for row in read_rows("policy_kinds") if len(row) < 3)


@cache
def relied_pattern() -> re.Pattern[str]:
    endings = "|".join(sorted({*item_endings(), "制度汇编", "会议纪要"}, key=len, reverse=True))
    return re.compile(
        rf"""
        (?:根据|依据|按照|参照|遵照|依照)(?:了)?
        (?P<title>[^，。；：、《》“”〈〉,;:]{{2,40}}?(?:{endings})(?:（(?:试行|暂行|修订|修正)）)?)
        (?=[，。；、,;（）]|文件|要求|规定|精神|执行|等|及|和|有关|进行|编制|开展|由|实施|申请|予以|于|组织|以|$)
        """,
        re.VERBOSE,
    )
