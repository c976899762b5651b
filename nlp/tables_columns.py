"""The columns of a table: header path, role and unit of each, from its head rows and the kind of cells below.

Head rows are a grid with holes: a blank cell belongs to the cell on its left (merged across) or above (merged down).
A run of sub-heads that stands beside the span it should fill (a shifted row) is put under it. Head cells wrapped over
two rows are joined where the joined words are known head words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlp.lexicon import words
from nlp.tables_accounts import head_words
from nlp.tables_grid import CODE, Row, is_number
from nlp.tables_number import column_unit

MOST_COLUMNS = 80
Texts = list[list[str]]
"""head cells, blanks out; row by row, all rows of one width"""


@dataclass(frozen=True, slots=True)
class Column:
    """Column ``index``. ``role``: code, label, second (政府经济科目), order (行次) or number; ``side`` counts halves."""

    index: int
    path: tuple[str, ...]
    role: str
    side: int
    unit: str | None = None
    """unit its own head prints, None for the table's money"""

    @property
    def leaf(self) -> str:
        return self.path[-1] if self.path else ""


def read_columns(head: Sequence[Row], body: Sequence[Row]) -> tuple[Column, ...]:
    """Columns of the table with these head and body rows."""
    texts_of_head = [row for row in head if row.filled]
    width = true_width(texts_of_head, body)
    return columns_under([[row.text_at(i) for i in range(width)] for row in texts_of_head], body, width)


def columns_under(head: Texts, body: Sequence[Row], width: int) -> tuple[Column, ...]:
    """Columns of the body rows under head cells given as texts."""
    below = [kind_below(body, i) for i in range(width)]
    texts = join_wrapped([spread(row, after, below) for row, after in pairwise([*head, []])])
    for depth in range(1, len(texts)):
        texts[depth] = refit(texts, depth)
    paths = paths_of(texts) or [()] * width
    paths = shifted_to_fit(paths, below)
    return assign_sides([(path, role_of(path, kind)) for path, kind in zip(paths, below, strict=True)])


def true_width(head: Sequence[Row], body: Sequence[Row]) -> int:
    """Number of columns: as many as the head has cells, more only where a third of the rows fill them."""
    width = max((len(row.cells) for row in head), default=0)
    ends = sorted((row.filled[-1][0] + 1 for row in body if row.filled), reverse=True)
    while (
        ends
        and width < MOST_COLUMNS
        and (not width or sum(end > width for end in ends) * 3 >= len(ends))
        and ends[0] > width
    ):
        width = max(width + 1, min(end for end in ends if end > width))
    return min(width, MOST_COLUMNS)


def join_wrapped(texts: Texts) -> Texts:
    """Join a head row to the row above where it holds the second halves of wrapped words; real sub-heads stay.

    >>> join_wrapped([["科目名称", "基本支", "项目支"], ["", "出", "出"]])
    [['科目名称', '基本支出', '项目支出']]
    >>> join_wrapped([["项目", "", "本年支出"], ["科目编码", "科目名称", "合计"]])
    [['项目', '', '本年支出合计'], ['科目编码', '科目名称', '']]
    """
    found: Texts = []
    for row in texts:
        above = found[-1] if found else []
        filled = [i for i, text in enumerate(row) if text]
        halves = [i for i in filled if i < len(above) and is_half(above, row, i)]
        whole = halves == filled and not any(above[i] in head_words() for i in halves)
        halves = halves if whole else [i for i in halves if stands_alone(above, row, i)]
        if not halves:
            found.append(list(row))
            continue
        found[-1] = [text + row[i] if i in halves else text for i, text in enumerate(above)]
        rest = ["" if i in halves else text for i, text in enumerate(row)]
        if any(rest):
            found.append(rest)
    return found


def spread(row: list[str], after: list[str], kinds: Sequence[str | None]) -> list[str]:
    """A head row that lost the blanks of its merged cells, each cell put over what it heads in the row ``after``.

    A blank below stands for a cell merged down, a run of sub-heads of one kind for a cell merged across; the row is
    spread only where there are as many of these as it has cells.

    >>> spread(["科目", "合计", "当年", "结转", "", "", ""], ["编码", "名称", "", "小计", "基本", "项目", ""], ["code", "text", *["number"] * 5])
    ['科目', '', '合计', '当年', '', '', '结转']
    """
    size = sum(bool(text) for text in row)
    if not after or size == len(row) or any(row[size:]) or not any(after[size:]):
        return row
    starts = [
        i
        for i, text in enumerate(after)
        if i == 0 or not text or not after[i - 1] or (kinds[i] == "number") != (kinds[i - 1] == "number")
    ]
    if len(starts) != size:
        return row
    found = [""] * len(row)
    for at, text in zip(starts, row[:size], strict=True):
        found[at] = text
    return found


def is_half(above: list[str], row: list[str], i: int) -> bool:
    """Whether cell ``i`` is the rest of the head word that the cell above begins."""
    word, rest = above[i], row[i]
    return bool(word) and (word + rest in head_words() or (word.count("（") > word.count("）") and "）" in rest))


def stands_alone(above: list[str], row: list[str], i: int) -> bool:
    """Whether the cell above ``i`` heads no other column, so that what stands below it is no sub-head."""
    return i + 1 == len(above) or bool(above[i + 1]) or not row[i + 1]


def spans_of(row: list[str], width: int) -> list[tuple[int, int]]:
    """(start, end) of each filled cell of a head row with the blanks on its right."""
    starts = [i for i, text in enumerate(row) if text]
    return [(start, end) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def refit(texts: Texts, depth: int) -> list[str]:
    """Row ``depth`` of the head with each run of cells moved under the span it fills exactly.

    >>> refit([["年初", "", "末"], ["", "甲", "乙"]], 1)
    ['甲', '乙', '']
    """
    row, width = texts[depth], len(texts[depth])
    spans = spans_of(texts[depth - 1], width)
    found = [""] * width
    for start, end in runs_of(row):
        move = 0
        if stands_aside(start, row, spans):
            move = next((d for d in (-1, 1, -2, 2) if fills(start + d, end + d, spans, width)), 0)
        for i in range(start, end):
            found[i + move] = row[i]
    return found


def stands_aside(start: int, row: list[str], spans: list[tuple[int, int]]) -> bool:
    """Whether a run begins inside a span of the row above with nothing of that span before it: it was shifted."""
    span = next(((a, b) for a, b in spans if a <= start < b), None)
    return span is not None and span[0] < start and not any(row[span[0] : start])


def runs_of(row: list[str]) -> list[tuple[int, int]]:
    """(start, end) of each run of filled cells."""
    found: list[tuple[int, int]] = []
    for i, text in enumerate(row):
        if text and found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        elif text:
            found.append((i, i + 1))
    return found


def fills(start: int, end: int, spans: list[tuple[int, int]], width: int) -> bool:
    """Whether cells ``start:end`` cover whole spans of the row above, none in part; the last span is open."""
    touched = [(a, b) for a, b in spans if a < end and b > start]
    if not touched or start < 0 or end > width:
        return False
    first, last = touched[0], touched[-1]
    return first[0] == start and (last[1] == end or last[1] == width)


def path_of(texts: Texts, column: int) -> tuple[str, ...]:
    """Head words over ``column``, outer to inner, each once.

    >>> path_of([["项目", "", "本年收入", "", "上年结转"], ["科目编码", "科目名称", "合计", "单位资金", ""]], 3)
    ('本年收入', '单位资金')
    """
    return paths_of(texts)[column]


def paths_of(texts: Texts) -> list[tuple[str, ...]]:
    """The head words over every column."""
    paths: list[list[str]] = [[] for _ in texts[0]] if texts else []
    owners: list[list[int | None]] = []
    for row in texts:
        own = owners_of(row, owners)
        for column, at in enumerate(own):
            if at is not None and row[at] != (paths[column][-1] if paths[column] else None):
                paths[column].append(row[at])
        owners.append(own)
    return [tuple(path) for path in paths]


def owners_of(row: list[str], above: list[list[int | None]]) -> list[int | None]:
    """The index of the head cell each column belongs to in a head row; None where a cell above is merged down.

    A blank cell belongs to the filled one on its left where the rows above hold both under the same cells.
    """
    own: list[int | None] = []
    left: int | None = None
    for column, text in enumerate(row):
        left = column if text else left
        shared = left is not None and all(other[left] == other[column] for other in above)
        own.append(left if text or shared else None)
    return own


def kind_below(body: Sequence[Row], column: int) -> str | None:
    """What most cells of a column hold: number, code or text; None for an empty column."""
    counts = {"number": 0, "code": 0, "text": 0}
    for row in body:
        cell = row.cells[column] if column < len(row.cells) else None
        if cell is None or cell.blank:
            continue
        if CODE.fullmatch(cell.text) or (cell.text.isdigit() and len(cell.text) >= 3):
            counts["code"] += 1
        elif is_number(cell):
            counts["number"] += 1
        else:
            counts["text"] += 1
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else None


def role_of(path: tuple[str, ...], kind: str | None) -> str:
    """Role of a column by its head words, and by what stands below where they do not tell."""
    role = named_role(path)
    if role == "label" and path[-1].startswith(words("tables", "second")):
        return "second"
    if role:
        return role
    if kind == "text" or (kind == "code" and not path):
        return "label" if kind == "text" else "code"
    return "number"


def named_role(path: tuple[str, ...]) -> str | None:
    """The role that the innermost head word names.

    >>> [named_role((head,)) for head in ("科目编码", "单位名称（科目）", "行次", "基本支出")]
    ['code', 'label', 'order', None]
    """
    leaf = path[-1] if path else ""
    role = next((role for role in ("code", "order", "label") if leaf in words("tables", role)), None)
    if role is None and leaf:
        role = next(
            (role for role in ("code", "label") if any(part in leaf for part in words("tables", f"{role}_part"))), None
        )
    return role


def suits_head(head: Texts, body: Sequence[Row]) -> bool:
    """Whether the cells below suit what each head cell names: codes under 科目编码, words under 项目."""
    width = len(head[0])
    kinds = [kind_below(body, i) for i in range(width)]
    named = [named_role(path) for path in paths_of(head)]
    wanted = {"code": ("code", "text"), "label": ("text",), "order": ("number",), None: ("number", "code")}
    return all(kind is None or kind in wanted[role] for kind, role in zip(kinds, named, strict=True))


def shifted_to_fit(paths: list[tuple[str, ...]], kinds: list[str | None]) -> list[tuple[str, ...]]:
    """The paths moved sideways where the head as a whole stands beside the body it belongs to."""
    wanted = {"code": ("code", "text"), "label": ("text",), "order": ("number",), None: ("number", "code")}

    def fit(move: int) -> int:
        score = 0
        for i, kind in enumerate(kinds):
            if kind and 0 <= i - move < len(paths) and paths[i - move]:
                score += 1 if kind in wanted[named_role(paths[i - move])] else -1
        return score

    best = max((0, 1, -1), key=lambda move: (fit(move), -abs(move)))
    if not best or fit(best) <= fit(0) + 3 or fit(best) < sum(kind is not None for kind in kinds) - 1:
        return paths
    return [paths[i - best] if 0 <= i - best < len(paths) else () for i in range(len(paths))]


def of_unit(path: tuple[str, ...]) -> bool:
    """Whether a code column holds codes of units, not of accounts."""
    leaf = path[-1] if path else ""
    account = any(part in leaf for part in words("tables", "account_part"))  # 部门经济科目编码
    return leaf.startswith(words("tables", "unit_code")) and not account


def of_second(path: tuple[str, ...]) -> bool:
    """Whether a code column holds the codes of a second account (政府经济科目编码)."""
    return path[-1:] != () and path[-1].startswith(words("tables", "second"))


def assign_sides(columns: list[tuple[tuple[str, ...], str]]) -> tuple[Column, ...]:
    """Number the halves: a label or code column after a number column begins the next half."""
    found, side, numbers, labelled = [], 0, False, False
    own_code = any(role == "code" and not of_unit(path) for path, role in columns)
    first_code = any(role == "code" and not of_unit(path) and not of_second(path) for path, role in columns)
    for index, (path, printed_role) in enumerate(columns):
        role = "label" if printed_role == "second" and (numbers or not labelled) else printed_role
        if role == "code" and ((of_unit(path) and own_code) or (of_second(path) and first_code and not numbers)):
            role = "order"
        if role in ("label", "code") and numbers:
            side, numbers, labelled = side + 1, False, False
        numbers, labelled = numbers or role == "number", labelled or role == "label"
        found.append(Column(index, path, role, side, column_unit(path) if role == "number" else None))
    return tuple(found)
