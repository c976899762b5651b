"""Which titles of a text are policies, and which numbers are theirs.

Enters: the titles and numbers of a text. Leaves: the titles without newspapers, short names that are being introduced, slogans
and brackets that hold a number alone; for each the numbers printed behind it, inside it or right before it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.document_number import Number
from nlp.lexicon import words
from nlp.policy_kind import known_endings
from nlp.policy_titles import Title, is_bare

GAP = re.compile(
    r"""
    [\s（〔\[【《》〉：:]*
    (?: 的?通知 | 的函 | 文件 | 文 | 全文
      | (?:国家|行业|地方|团体)?标准                  # 《X》国家标准（GB/T 1-2024）
      | 以下(?:简称|称)[^）]{1,14}）                  # 《X》（以下简称《Y》）（文号）
    )?
    (?:[，,]\s*[《（])?[\s（《》]*                # 《X》的通知,《文号》
    """,
    re.VERBOSE,
)
"""What may stand between a title and its number."""
BEFORE_TITLE = re.compile(r"[\s：:]*(?:文件?)?[\s：:]*(?:[一-鿿]{2,20}(?:局|厅|委|部|府|会|室)[\s、]?){0,4}")
"""What may stand between a number and the title behind it: 某财建〔2023〕112号文件《…》."""
SHORTHAND = re.compile(r"(?:以下|下)?简?称[“”：:]?$|以下(?:简)?称(?:为)?$")
SAME_TITLE = re.compile(r"[\s、，,;；和及号]*|[\s）]*[、，,和及]?\s*（")
"""Between two numbers of one title: （A号、B号）, （A号）、（B号）; what follows 《X》（A号）、 outside brackets is another document"""


def usable_titles(
    text: str, titles: tuple[Title, ...], numbers: tuple[Number, ...], basis_field: bool
) -> tuple[Title, ...]:
    """Titles without newspapers, short names being introduced, and brackets that hold nothing but a number."""
    kept: list[Title] = []
    index_of: dict[int, int] = {}
    for index, title in enumerate(titles):
        bare = any(
            title.start <= n.start and n.end <= title.end and n.end - n.start >= len(title.title) - 1 for n in numbers
        )
        if any(n.start <= title.start < n.end for n in numbers):  # 某县政府常务会议纪要〔2022〕5次 is the number itself
            continue
        media = title.title.endswith(words("policy_context", "media"))
        introduced = SHORTHAND.search(text, max(0, title.start - 8), title.start) is not None
        if bare or media or introduced or not is_policy(text, title, numbers, basis_field):
            continue
        index_of[index] = len(kept)
        kept.append(replace(title, parent=index_of.get(title.parent) if title.parent is not None else None))
    return tuple(kept)


def is_policy(text: str, title: Title, numbers: tuple[Number, ...], basis_field: bool) -> bool:
    """False for brackets around what is no policy: a kind of document alone, a contract or report that is no ground
    of the project, a slogan."""
    if title.form != "bracketed" or any(0 <= n.start - title.end <= 3 for n in numbers):
        return True
    wording = re.sub(r"（[^（）]*）$", "", title.title)
    if is_bare(wording):
        return title.parent is not None
    if wording.endswith(words("policy_context", "ground")):
        return basis_field
    return basis_field or title.parent is not None or "关于" in wording or wording.endswith(known_endings())


def link_numbers(text: str, titles: tuple[Title, ...], numbers: tuple[Number, ...]) -> dict[int, list[Number]]:
    """Title index -> the numbers printed as its own: behind it, inside it, or right before it."""
    linked: dict[int, list[Number]] = {}
    before: Number | None = None
    for number in numbers:
        index = title_of(text, titles, number)
        if index is None:
            index = title_behind(text, titles, number, numbers)
        if (
            index is None
            and before is not None
            and SAME_TITLE.fullmatch(text, before.end, number.start)
        ):
            index = next((i for i, group in linked.items() if before in group and titles[i].end <= before.start), None)
        if index is not None:
            linked.setdefault(index, []).append(number)
        before = number
    return linked


def title_behind(text: str, titles: tuple[Title, ...], number: Number, numbers: tuple[Number, ...]) -> int | None:
    """The title right behind ``number`` (GB 50273-2017《某某规范》), unless a number of its own follows it."""
    for index, title in enumerate(titles):
        if title.start >= number.end and BEFORE_TITLE.fullmatch(text, number.end, title.start):
            taken = any(GAP.fullmatch(text, title.end, n.start) for n in numbers if 0 <= n.start - title.end <= 12)
            return None if taken else index
    return None


def title_of(text: str, titles: tuple[Title, ...], number: Number) -> int | None:
    """The title that ``number`` stands directly behind (the outermost of several that end there) or inside."""
    best: tuple[int, int] | None = None
    for index, title in enumerate(titles):
        if (
            title.end <= number.start
            and number.start - title.end <= 24
            and GAP.fullmatch(text, title.end, number.start)
        ):
            key = (title.end, -title.start)
            if best is None or key > (titles[best[1]].end, -titles[best[1]].start):
                best = (title.end, index)
        elif (
            title.start <= number.start
            and number.end <= title.end
            and (best is None or title.end <= titles[best[1]].end)
        ):
            inside = text[number.end : title.end].strip("）)》〉 ")
            if not inside or len(inside) < 3:
                best = (title.end, index)
    return best[1] if best else None
