"""One row of the indicator table (绩效指标) cut into its two halves, 实施期 and 年度.

Enters: a row and the layout. Leaves: ``Half`` objects: level label, 三级指标 and 指标值, each or none of them. What
decides is the order of labels and texts in the row, not the column numbers, since extraction shifts whole rows and
single cells; columns decide only which half a lone pair belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.page_form import Label, label_of, level_of, side_piece
from nlp.page_rows import Cell, Row

VALUE = re.compile(
    r"""
      [≥≤＞＜><=≧≦±~～]                      # ≥95%
    | (?:约|近|每|不|大于|小于|高于|低于)?\d     # 12次, 约300人, 2026年6月底前, 524至1349元
    | [一二三四五六七八九十百]+(?:次|个|项|套|人)$  # 三次
    | (?:每|全)(?:年|月|日|天|周|季度?|半年|半月)   # 每季度, 全年
    | \d?(?:上|下)半年
    """,
    re.VERBOSE,
)
OPERATOR = re.compile(r"[≥≤＞＜><=＝≧≦]|大于等于|小于等于|不低于|不高于|不少于|不超过|等于|大于|小于")
WEIGHT = re.compile(r"\d{1,3}(?:\.\d+)?(?:分|%)?")
NAME = re.compile("[率量数度额]$|时间$|成本$|费用$")
"""ends of texts that are names of indicators, never values"""
SIGNED = re.compile("[≥≤＞＜><≧≦]")
FULL = 4
"""names and values of a whole row with two halves"""
SHORT = 8
"""characters up to which a lone text may be a value that slid to the next row (改善, 有效提升)"""


@dataclass(frozen=True, slots=True)
class Token:
    """A cell of a row with the level it names, or None for a text."""

    cell: Cell
    level: Label | None = None


@dataclass(slots=True)
class Layout:
    """Roles of the columns behind 二级指标 (one half), whether there are two halves, and the columns of 三级指标."""

    roles: tuple[str, ...] = ("l3", "value")
    two: bool = True
    columns: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    """column -> role, where the weight stands between name and value and only the columns tell them apart"""
    stages: dict[int, str] = field(default_factory=dict)
    """column -> stage, where one name has a value for each (年度指标值 | 中期指标值)"""

    def stage(self, column: int) -> str:
        """Stage of a text in a column, by the nearest 三级指标 column."""
        if not self.two:
            return "year"
        if len(self.columns) < 2 or abs(self.columns[0] - column) <= abs(self.columns[1] - column):
            return "period"
        return "year"


@dataclass(slots=True)
class Half:
    """One half of a row. ``level`` is what is printed in it; ``cut`` marks a half that ends at the row's last cell."""

    row: int
    stage: str
    level: Label | None = None
    label: Cell | None = None
    """the level's cell"""
    l3: Cell | None = None
    value: tuple[Cell, ...] = ()
    rest: tuple[Cell, ...] = ()
    """continuation of the name on further rows"""
    cut: bool = False
    sure: bool = True
    """False where only its column says which stage it belongs to"""
    found: list[str] = field(default_factory=list)
    """what was taken from elsewhere: l3, value"""

    @property
    def name_text(self) -> str:
        return "" if self.l3 is None else "".join(cell.printed for cell in (self.l3, *self.rest))

    @property
    def place(self) -> Cell:
        """The cell that stands for the half in print: its own name, else its own value or label."""
        own = None if "l3" in self.found else self.l3
        value = self.value[0] if self.value and "value" not in self.found else None
        cell = own or value or self.label or self.l3
        if cell is None:
            raise ValueError(f"half of row {self.row} has no cell")
        return cell

    @property
    def plain_name(self) -> str:
        """The name, normalised."""
        return "" if self.l3 is None else "".join(cell.text for cell in (self.l3, *self.rest))

    @property
    def value_text(self) -> str:
        return "".join(cell.printed for cell in self.value)


def row_tokens(row: Row) -> tuple[list[Token], Label | None, bool]:
    """Tokens of a row without side labels and column heads; the 一级指标 it names; whether it is a head row."""
    heads = [label for cell in row.cells if (label := label_of(cell.text)) is not None and label.kind == "column"]
    tokens: list[Token] = []
    first: Label | None = None
    for at, cell in enumerate(split_joined(row.cells)):
        label, level = label_of(cell.text), level_of(cell.text)
        if not tokens and first is None and side_piece(cell.text) and cell.column <= 2:
            continue
        if (
            label is not None
            and label.kind == "column"
            and (len(heads) > 1 or label.key in ("l1", "l2", "l3", "value"))
        ):
            continue
        if level is not None and level.kind.startswith("l1"):
            if level.kind == "l1" or at <= 1:
                first = level
                continue
            level = None
        tokens.append(Token(cell, level))
    return tokens, first, len(heads) > 1


def split_joined(cells: Sequence[Cell]) -> list[Cell]:
    """Cells in which two columns run together (社会效益 改善环境; 验收率 ≥95%) cut in two."""
    found: list[Cell] = []
    few = sum(level_of(cell.text) is None for cell in cells) < FULL
    for cell in cells:
        word, blank, rest = cell.text.partition(" ")
        name, gap, tail = cell.text.rpartition(" ")
        if blank and rest and level_of(word) is not None and level_of(cell.text) is None:
            found += [cell.cut(0, len(word)), cell.cut(len(word) + 1)]
        elif gap and not is_value(name) and (SIGNED.match(tail) or (few and is_value(tail))):
            found += [cell.cut(0, len(name)), cell.cut(len(name) + 1)]
        else:
            found.append(cell)
    return found


@dataclass(slots=True)
class Group:
    """A level label (or none) and the texts up to the next one; ``again`` the label's second printing."""

    level: Label | None
    label: Cell | None
    texts: list[Cell] = field(default_factory=list)
    again: Cell | None = None


def group_tokens(tokens: Sequence[Token]) -> list[Group]:
    """Labels with the texts behind them; a label printed in two columns side by side counts once."""
    groups: list[Group] = []
    keys = [token.level.key for token in tokens if token.level is not None]
    for token in tokens:
        if token.level is None:
            if not groups:
                groups.append(Group(None, None))
            texts = groups[-1].texts
            if not texts or not is_copy(texts[-1], token.cell):
                texts.append(token.cell)
        elif groups and is_repeat(groups[-1], token, keys.count(token.level.key) > 2):
            groups[-1].again = token.cell
        else:
            groups.append(Group(token.level, token.cell))
    return groups


def is_copy(one: Cell, other: Cell) -> bool:
    """A text printed again in the very next column (a merged cell); the other half's stands further off."""
    return one.text == other.text and other.column - one.column <= 1


def is_repeat(group: Group, token: Token, many: bool) -> bool:
    """A label printed again in the next column (its own and that of 一级指标 or 三级指标), not the other half's.

    ``many`` says that the row prints it more than twice, so that it cannot be once for each half.
    """
    if group.texts or group.label is None or token.level is None or group.level is None:
        return False
    near = token.cell.column - (group.again or group.label).column <= 1
    return group.level.key == token.level.key and (near or (many and group.again is None))


def is_value(text: str) -> bool:
    """Whether a text has the form of a value, not of a name.

    >>> [is_value(text) for text in ("≥95%", "2026年6月底前", "每季度", "培训人数", "2025年工程款", "提升")]
    [True, True, True, False, False, False]
    """
    match = VALUE.match(text)
    return match is not None and (
        text.startswith(("每", "全")) or not re.search(r"[\u4e00-\u9fff]{4,}$|[率数量度款费]$", text)
    )


def cut_row(row: Row, tokens: Sequence[Token], layout: Layout) -> list[Half]:
    """The halves of a row.

    >>> from nlp.page_rows import read_row
    >>> from nlp.source import read_line
    >>> row = read_row(read_line(4, "\\t\\t质量指标\\t验收率\\t100%\\t\\t质量指标\\t验收率"))
    >>> [(h.stage, h.level.key, h.l3.text, h.value_text) for h in cut_row(row, row_tokens(row)[0], Layout())]
    [('period', '质量指标', '验收率', '100%'), ('year', '质量指标', '验收率', '')]
    """
    groups = group_tokens(tokens)
    if layout.stages:
        return [half for group in groups for half in staged_values(row, group, layout)]
    if not layout.two:
        return [one_half(row, "year", group, group.texts, layout) for group in groups]
    filled = [group for group in groups if group.texts]
    if not filled:
        level = groups[-1].level if groups else None
        return [Half(row.number, stage, level) for stage in ("period", "year")] if level else []
    if len(filled) == 1:
        return lone_group(row, groups, filled[0], layout)
    return [
        one_half(row, stage, group, group.texts, layout)
        for stage, group in zip(("period", "year"), filled, strict=False)
    ]


def staged_values(row: Row, group: Group, layout: Layout) -> list[Half]:
    """Both stages of a name that is printed once: its values stand in columns of their own."""
    names = [cell for cell in group.texts if cell.column < min(layout.stages)]
    found = []
    for stage in ("period", "year"):
        half = Half(row.number, stage, group.level, group.label)
        half.l3 = names[0] if names else None
        half.value = tuple(cell for cell in row.cells if layout.stages.get(cell.column) == stage) if names else ()
        found.append(half)
    return found


def lone_group(row: Row, groups: list[Group], group: Group, layout: Layout) -> list[Half]:
    """Halves of a row whose texts all follow one label, or none."""
    texts, at = group.texts, groups.index(group)
    size = len(layout.roles)
    if size == 2 and len(texts) >= 3:
        return [
            one_half(row, stage, group, part, layout)
            for stage, part in zip(("period", "year"), share(texts), strict=True)
        ]
    if len(texts) >= 2 * size > 4:
        return [
            one_half(row, "period", group, texts[:size], layout),
            one_half(row, "year", group, texts[size:], layout),
        ]
    if len(texts) == 2 and texts[0].text == texts[1].text:
        return [one_half(row, s, group, [t], layout) for s, t in zip(("period", "year"), texts, strict=True)]
    after = groups[at + 1] if at + 1 < len(groups) else None
    if at >= 2 or (at == 1 and groups[0].level == group.level):
        return [one_half(row, "year", group, texts, layout)]
    if after is not None and after.label is not None:
        cut = after.label.column >= row.width - 1
        return [
            one_half(row, "period", group, texts, layout),
            Half(row.number, "year", after.level, after.label, cut=cut),
        ]
    half = one_half(row, layout.stage(texts[0].column), group, texts, layout)
    half.sure = False
    return [half]


def share(texts: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """Three or more texts of a row to its two halves: name and value each, one of them missing where there are three."""
    words = [cell.text for cell in texts]
    if len(texts) == 3:
        if words[0] == words[1] or (not is_value(words[1]) and is_value(words[2]) and words[0] != words[2]):
            return texts[:1], texts[1:]
        return texts[:2], texts[2:]
    if len(texts) >= 6 and words[0] == words[3]:
        return texts[1:3], texts[4:6]
    if len(texts) == 5 and not is_value(words[1]) and is_value(words[2]):
        return texts[:2] if words[0] == words[3] else texts[1:3], texts[3:]
    return texts[:2], texts[2:4]


def one_half(row: Row, stage: str, group: Group, texts: Sequence[Cell], layout: Layout) -> Half:
    """Name and value of a half from its texts; a lone number is a value, any other lone text a name."""
    half = Half(row.number, stage, group.level, group.label)
    half.cut = bool(texts) and texts[-1].column >= row.width - 1
    if not texts:
        return half
    if layout.places and all(cell.column in layout.places for cell in texts):
        return by_columns(half, {layout.places[cell.column]: cell for cell in texts})
    if "weight" in layout.roles and len(texts) > 1 and WEIGHT.fullmatch(texts[-1].text):
        texts = texts[:-1] if len(texts) > 2 or not is_lone_name(texts, layout) else texts
    if len(texts) == 1 and is_value(texts[0].text):
        half.value = (texts[0],)
        name = group.again or (group.label if stands_as_name(group, layout, stage) else None)
        half.l3, half.level = (name, None) if name is not None and group.again is None else (name, group.level)
        return half
    half.l3 = texts[0]
    half.value = join_value(texts[1:], layout)
    return half


def by_columns(half: Half, cells: dict[str, Cell]) -> Half:
    """Name and value by the heads of their columns (指标名称 | 权重 | 单位 | 性质 | 指标值)."""
    half.l3 = cells.get("l3")
    sign = cells.get("operator")
    signed = sign is not None and OPERATOR.fullmatch(sign.text) is not None
    value = cells.get("value")
    parts = (sign if signed else None, value, cells.get("unit") if value is not None else None)
    half.value = tuple(cell for cell in parts if cell is not None)
    return half


def is_lone_name(texts: Sequence[Cell], layout: Layout) -> bool:
    return len(texts) == 2 and "operator" not in layout.roles and layout.roles[-1] != "weight"


def stands_as_name(group: Group, layout: Layout, stage: str) -> bool:
    """Whether a label stands in the column of 三级指标 and so is the indicator's own name (服务对象满意度 ≥90%)."""
    if group.label is None or not layout.columns or not NAME.search(group.label.text):
        return False
    at = 1 if stage == "year" and len(layout.columns) > 1 else 0
    return group.label.column == layout.columns[at]


def join_value(texts: Sequence[Cell], layout: Layout) -> tuple[Cell, ...]:
    """The cells that make up a value: operator, number, unit where the form gives each a column; else the first."""
    if "operator" not in layout.roles and "unit" not in layout.roles:
        return tuple(texts[:1])
    signs = [cell for cell in texts if OPERATOR.fullmatch(cell.text)]
    rest = [cell for cell in texts if cell not in signs and cell.text not in ("定性", "定量", "正向", "反向")]
    rest = rest[: 2 if "unit" in layout.roles else 1]
    order = [role for role in layout.roles if role in ("unit", "value")]
    if len(rest) == 2 and order == ["unit", "value"]:
        rest.reverse()
    return (*signs[:1], *rest)
