"""The words of the project page form (项目支出绩效目标表): which printed cell is which label.

Enters: the text of a cell, normalised. Leaves: a ``Label`` or None. The words themselves are data:
``lexicon/page_labels.tsv`` (labels of the form) and ``lexicon/indicator_levels.tsv`` (levels of indicators), so that a
province whose form says 预算金额 for 年度资金总额 is a line there. What it does not do: look at positions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from nlp.lexicon import read_rows

NOISE = re.compile(
    r"""
      [\s:：、,，;；·*]             # 项 目 名 称：, 保证项目实施的制度、措施
    | ^其中[:：]?                   # 其中：中央财政资金
    | （[^（）]{0,12}）             # 项目资金（元）, 市县（区）财政资金, 分值（90）
    | ^[（(]?[一二三四五六七八九十\d]{1,2}[、.．)）]   # 一、项目概况
    """,
    re.VERBOSE,
)
REMEMBERED = 20_000
"""texts whose label is remembered, so that a page's rows can be asked again and again"""
MIN_CUT = 5
"""characters a fund label cut off at the cell's edge must keep to be known: 市县财政资 for 市县财政资金"""


@dataclass(frozen=True, slots=True)
class Label:
    """A label of the form; ``kind`` and ``key`` as in the lexicon files, ``above`` the 一级指标 of a 二级指标."""

    kind: str
    key: str
    above: str | None = None


@lru_cache(maxsize=REMEMBERED)
def label_of(text: str) -> Label | None:
    """The label that a whole cell is.

    >>> label_of("其中：市县（区）财政资 金"), label_of("项目资金（万元）"), label_of("修缮面积")
    (Label(kind='fund', key='municipal_county', above=None), Label(kind='fund', key='block', above=None), None)
    """
    if not text or len(text) > 40:
        return None
    word = squeeze(text)
    found = labels().get(word)
    if found is None and len(word) >= MIN_CUT:
        found = next(
            (label for known, label in labels().items() if label.kind == "fund" and known.startswith(word)), None
        )
    return found


@lru_cache(maxsize=REMEMBERED)
def form_label(text: str) -> Label | None:
    """The label that a cell of the head or of the funds is, by its exact words or by how such labels are built.

    >>> form_label("项目起止年限"), form_label("当年预算安排数（万元）"), label_of("项目起止年限")
    (Label(kind='head', key='period', above=None), Label(kind='fund', key='total_year', above=None), None)
    """
    found = label_of(text)
    if found is not None or not text or len(text) > 40:
        return found
    word = squeeze(text)
    return next((label for pattern, label in built_labels() if pattern.fullmatch(word)), None)


@lru_cache(maxsize=REMEMBERED)
def level_of(text: str) -> Label | None:
    """The level of indicators (一级、二级指标) that a whole cell names; one damaged character is forgiven in long names.

    >>> [label.key if label else None for label in map(level_of, ("可持续发展影响", "经济效率", "效 益指标", "培训人数"))]
    ['可持续影响', '经济效益', '效益指标', None]
    """
    if not text or len(text) > 24:
        return None
    word = squeeze(text)
    found = levels().get(word)
    if found is not None or len(word) < 4:
        return found
    near = [label for known, label in levels().items() if len(known) == len(word) and differ(known, word) == 1]
    return near[0] if len({label.key for label in near}) == 1 else None


def side_piece(text: str) -> bool:
    """Whether a cell is the outermost label 绩效指标 or a piece of it left by a page break.

    >>> [side_piece(word) for word in ("绩效指标", "效 指 标", "标", "指标值")]
    [True, True, True, False]
    """
    word = squeeze(text)
    return bool(word) and (word in "绩效指标" or labels().get(word) == Label("side", "indicators"))


def differ(one: str, other: str) -> int:
    """Number of places at which two words of the same length differ."""
    return sum(a != b for a, b in zip(one, other, strict=True))


def squeeze(text: str) -> str:
    """A cell's text without blanks, colons, 其中, numbering and short bracketed remarks."""
    return NOISE.sub("", NOISE.sub("", text.strip()))


@cache
def labels() -> dict[str, Label]:
    return {word: Label(*rest) for word, *rest in read_rows("page_labels") if word != "built"}


@cache
def built_labels() -> tuple[tuple[re.Pattern[str], Label], ...]:
    """Labels of the head and of the funds by pattern; only there, since an indicator may be called 总投资 as well."""
    return tuple((re.compile(row[3]), Label(row[1], row[2])) for row in read_rows("page_labels") if row[0] == "built")


@cache
def levels() -> dict[str, Label]:
    return {word: Label(*rest) for word, *rest in read_rows("indicator_levels")}
