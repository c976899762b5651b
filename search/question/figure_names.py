"""Find the figures a question names: concepts of figures.tsv, labels of table rows in full or as people shorten them, codes.

Enters: the text of a question and the catalogue. Leaves: mentions of the kinds concept, label and code.
"""

from __future__ import annotations

import re
from functools import cache

from search.question.catalogue import Catalogue, bare, bare_label
from search.question.lexicon import phrases, read_tsv
from search.question.mention import Mention


def find_figures(text: str, catalogue: Catalogue) -> list[Mention]:
    """Labels of figures: from the lexicon of concepts, from the rows of the graph, and account codes."""
    found = elliptic_mentions(text)
    for start in range(len(text)):
        for end in range(start + 2, min(len(text), start + 30) + 1):
            piece = text[start:end]
            concept = concepts().get(piece)
            if concept and not worked_on(text, start, end):
                factor = 4.0 if any(char.isdigit() for char in piece) else 1.25
                found.append(Mention(start, end, "concept", concept, (), factor * (end - start) ** 1.3))
            short = label_forms(catalogue).get(bare(piece), "") if len(piece) >= 4 else ""
            if short and short != bare(piece):
                found.append(Mention(start, end, "label", short, (), 0.9 * (end - start) ** 1.3))
            account = 6.0 if ACCOUNT.match(text, end) else 1.3 if "科目" in text or LEVY.search(piece) else 0.98
            told = piece.endswith("费") or text[end : end + 2] in ("支出", "科目")
            label = bare_label(piece) if end - start >= 3 or told else ""
            if label in catalogue.labels and " " not in piece and bare(text[start]) and bare(text[end - 1]):
                found.append(Mention(start, end, "label", label, (), account * (end - start) ** 1.3))
            if piece in catalogue.codes and piece.isdigit() and not text[max(0, start - 1) : start].isdigit() | text[end : end + 1].isdigit():
                found.append(Mention(start, end, "code", piece, (), 4.0 * (end - start)))
    return found


WORK = "修缮|维修|改造|装修|翻修|粉刷|加固|扩建|新建|修建"
WORKED = re.compile(rf"(?:(?:{WORK})(?:了|一下|过)?)?(?P<thing>办公楼|办公用房|办公室|办公场所)(?:的)?(?:{WORK})?")
"""Rooms that are worked on, and not measured: 办公楼维修, 修缮办公室"""


def worked_on(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` are rooms on which work is done, of which no area is asked."""
    return any(m.span("thing") == (start, end) and m[0] not in (m["thing"], m["thing"] + "的") for m in WORKED.finditer(text))


@cache
def elliptic_patterns() -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
    """Per word that must be there: the pattern of two or more of its words in a row (货物和服务), and word -> concept."""
    sets: dict[str, dict[str, str]] = {}
    for row, held, concept in read_tsv("elliptic.tsv"):
        sets.setdefault(held, {}).update(dict.fromkeys(row.split("|"), concept))
    found = []
    for held, words in sets.items():
        one = "|".join(sorted(map(re.escape, words), key=lambda word: -len(word)))
        several = rf"(?:{one})(?:(?:[和与、跟同比及]|还是)(?:{one}))+"
        alone = rf"(?<=[里中内])(?:面)?(?:的)?(?:{one})(?=(?:类|预算|金额|支出|采购)*(?:占|是|有|为|多少|[，。？?]|$))"  # 政府采购里服务占几成
        found.append((held, re.compile(f"{several}|{alone}"), words))
    return tuple(found)


def elliptic_mentions(text: str) -> list[Mention]:
    """Words that stand for a figure beside another of their kind, where the question holds the word they leave out.

    >>> [m.value for m in elliptic_mentions("政府采购里货物和服务哪个大")]
    ['政府采购货物预算', '政府采购服务预算']
    """
    found = []
    for held, pattern, words in elliptic_patterns():
        for match in pattern.finditer(text) if held in text else ():
            for part in re.finditer("|".join(sorted(map(re.escape, words), key=lambda word: -len(word))), match[0]):
                start, end = match.start() + part.start(), match.start() + part.end()
                end += len(held) if end == match.end() and text.startswith(held, end) else 0
                found.append(Mention(start, end, "concept", words[part[0]], (), 5.0 * (end - start)))
    return found


ACCOUNT = re.compile(r"[”」]?(?:\d{3,7})?(?:这个|这一|这)?(?:功能)?科目")
"""What follows the name of an account: 安全监管|2240106科目"""
LEVY = re.compile("[费金税]收入$")
"""A row of revenue means that row, whatever its parts mean: 污水处理费收入"""
FORM_ENDS = re.compile(r"^(?:机关事业单位|行政事业单位)?(?:基本)?(.+?)(?:缴费)?(?:支出|经费)?(?:预算)?$")


def label_forms(catalogue: Catalogue) -> dict[str, str]:
    """Short form of a row label as people say it -> the shortest label with it.

    职业年金 stands for 职业年金缴费 and 机关事业单位职业年金缴费支出 alike; forms that are words of the lexicon stand for none.
    """
    return catalogue.derived("label forms", make_label_forms)


def label_core(label: str) -> str:
    """What a row label is about.

    >>> label_core("机关事业单位基本养老保险缴费支出"), label_core("职业年金缴费")
    ('养老保险', '职业年金')
    """
    match = FORM_ENDS.match(label)
    return match[1] if match else label


def make_label_forms(catalogue: Catalogue) -> dict[str, str]:
    found: dict[str, str] = {}
    for label in sorted(catalogue.labels, key=lambda text: (-len(text), text)):
        core = label_core(label)
        for form in (core, core + "缴费", "基本" + core, "基本" + core + "缴费"):
            if len(form) >= 4 and form not in catalogue.labels and form not in phrases() and form not in concepts():
                found[form] = label
    return found


@cache
def concepts() -> dict[str, str]:
    """Phrase -> concept of figures.tsv."""
    return {word: concept for words, concept, _ in read_tsv("figures.tsv") for word in words.split("|")}
