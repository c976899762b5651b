"""Enumerations (（1）…；（2）…, ①, 1., 一、, 一是, A:) in running text, as a tree of items that scope what they say.

Enters: the text of one narrative field. Leaves: the root ``Item``; the text of an item that lies before its first child
is its head, what follows its last child its tail (以上项目…未完成支付). A series counts only when it starts at its first
marker and goes on by one; a lone （2） is left alone.

>>> root = read_items("主要包括：（1）甲项目5万元；（2）乙项目7万元。以上项目尚未支付。")
>>> [(child.marker, child.end - child.start) for child in root.children], root.tail
([('（1）', 7), ('（2）', 7)], (25, 34))
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

NUMERALS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
MARKER = re.compile(
    r"""
    (?P<round>（(?P<n_round>\d{1,2})）)                                          # （1）
  | (?P<roundcn>（(?P<n_roundcn>[一二三四五六七八九十]{1,3})）)                     # （一）
  | (?P<circle>[①-⑳])                                                         # ①
  | (?P<arabic>(?<![\d.A-Za-z-])(?P<n_arabic>\d{1,2})\ ?(?:、(?!\d+月)|\.(?=\ ?(?:(?:19|20)\d\d|\D))|．))   # 1.  2、  1.2025年
  | (?P<cn>(?:(?<=[。；;：:，,\s“"（）])|^)(?P<n_cn>[一二三四五六七八九十]{1,3})、)       # 一、
  | (?P<shi>(?P<n_shi>[一二三四五六七八九十])是(?!否))                              # 一是
  | (?P<letter>(?:(?<=[。；;：:，,\s])|^)(?P<n_letter>[A-Ha-h])[:：、.])            # A:
    """,
    re.VERBOSE,
)
TAIL = re.compile(
    r"""
    (?<=[。；;\n])\s*(?=
        (?:以上|上述|综上|合计|共计|总计|以上各项|各项)                            # 以上项目2025年已完成
      | (?:现|本次|此次|今年|本年)?(?:共)?(?:申请|安排|申报)                        # 现申请预拨300万元
      | (?:19|20)\d\d年(?:度|共|市级|财政|部门|底|\d+月)*(?:预算|资金|申请|安排|经费|已|拟|共需|需|计划|项目)   # 2026年预算资金11.09万元
      | (?:预计|计划)(?:于)?(?:19|20)?\d*年?\d*月?                                # 预计于2026年6月底前
    )
    """,
    re.VERBOSE,
)

LABELLED = re.compile(
    r"""
    (?:(?<=[；;：:。])|(?<=[；;：:。]\s))
    (?P<label>[^，。；：:,;、（）\s\d]{2,12}(?:（[^）]{0,12}）)?)[：:]
    (?=[^；;。]*\d[^；;。]*[万元])
    """,
    re.VERBOSE,
)
"""一大队：…31.83万元…；二大队：…: items that begin with their own name instead of a number"""

KEY = re.compile(r"中标|成交|合同|[已未]|金额|供应商|总价|质保金|[余尾]款|审定|结算|付款|采购|时间|日期")
"""names of the fields of one record (中标价：…；已付：…；未付：…), not of items"""


@dataclass(frozen=True, slots=True)
class Item:
    """``text[start:end]`` of the field, marker not included; ``children`` in reading order."""

    start: int
    end: int
    marker: str = ""
    children: tuple[Item, ...] = ()
    tail: tuple[int, int] | None = None
    """half-open range after the last child that speaks of all of them"""

    @property
    def head(self) -> tuple[int, int]:
        """Range before the first child; the whole item where there is none."""
        return (
            (self.start, self.children[0].start - len(self.children[0].marker))
            if self.children
            else (self.start, self.end)
        )


@dataclass
class Open:
    """An item being read: where its text starts, its marker and kind, and the children closed so far."""

    start: int
    kind: str
    ordinal: int
    marker: str
    children: list[Item] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marker:
    start: int
    end: int
    kind: str
    ordinal: int


def read_items(text: str) -> Item:
    """The tree of enumerated items of ``text``."""
    stack = [Open(0, "root", 0, "")]
    markers = find_markers(text)
    for at, marker in enumerate(markers):
        depth = next((i for i in range(len(stack) - 1, 0, -1) if follows(stack[i], marker)), None)
        if depth is None and (marker.ordinal != 1 or not has_next(markers, at)):
            continue
        if depth is None:
            depth = next((i for i in range(len(stack) - 1, 0, -1) if stack[i].kind == marker.kind), len(stack))
        close(stack, depth, marker.start)
        stack.append(Open(marker.end, marker.kind, marker.ordinal, text[marker.start : marker.end]))
    close(stack, 1, len(text))
    root = stack[0]
    return finish(text, root, len(text))


def find_markers(text: str) -> list[Marker]:
    """Every possible marker, valid series or not."""
    found = []
    for match in MARKER.finditer(text):
        kind = next(k for k in ("round", "roundcn", "circle", "arabic", "cn", "shi", "letter") if match[k])
        found.append(Marker(match.start(), match.end(), kind, ordinal_of(match, kind)))
    return found


def ordinal_of(match: re.Match[str], kind: str) -> int:
    if kind == "circle":
        return ord(match[0]) - ord("①") + 1
    printed = match[f"n_{kind}"]
    if kind == "letter":
        return ord(printed.upper()) - ord("A") + 1
    if printed.isdigit():
        return int(printed)
    tens, _, ones = printed.rpartition("十")
    if "十" not in printed:
        return NUMERALS[printed[-1]]
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + NUMERALS.get(ones, 0)


def follows(item: Open, marker: Marker) -> bool:
    """Is the marker the next of the item's series? One that was lost or printed twice is forgiven after the second."""
    step = marker.ordinal - item.ordinal
    return item.kind == marker.kind and (step == 1 or (step == 2 and item.ordinal >= 2))


def has_next(markers: list[Marker], at: int) -> bool:
    """Does a later marker continue the series that would begin here?"""
    kind = markers[at].kind
    for later in markers[at + 1 :]:
        if later.kind == kind:
            return later.ordinal == 2 or (later.ordinal == 1 and has_next(markers, markers.index(later)))
    return False


def close(stack: list[Open], depth: int, at: int) -> None:
    """Close the open items from ``depth`` on at position ``at``."""
    while len(stack) > depth:
        item = stack.pop()
        stack[-1].children.append(Item(item.start, at, item.marker, tuple(item.children)))


def finish(text: str, root: Open, end: int) -> Item:
    """Cut tails off last items, all the way down."""
    return cut_tail(text, Item(root.start, end, root.marker, tuple(root.children)))


def cut_tail(text: str, item: Item) -> Item:
    """Give the sentences after the last child that speak of all children to ``item.tail``."""
    if not item.children:
        return split_labels(text, item)
    last = item.children[-1]
    cut = tail_start(text, item, last)
    if cut is None:
        children = tuple(cut_tail(text, child) for child in item.children)
        return Item(item.start, item.end, item.marker, children)
    kept = Item(
        last.start, cut, last.marker, tuple(c for c in last.children if c.end <= cut) or clip(last.children, cut)
    )
    children = tuple(cut_tail(text, child) for child in (*item.children[:-1], kept))
    return Item(item.start, item.end, item.marker, children, (cut, item.end))


def split_labels(text: str, item: Item) -> Item:
    """The items of a list whose parts begin with names (甲校：…；乙校：…；丙校：…), three or more."""
    outside = (
        m for m in LABELLED.finditer(text, item.start, item.end) if not open_bracket(text, item.start, m.start())
    )
    found = list(outside)
    if len(found) < 3 or any(KEY.match(m["label"].strip()) for m in found):
        return item
    ends = [m.start() for m in found[1:]]
    stop = text.find("。", found[-1].end(), item.end)
    ends.append(stop + 1 if stop >= 0 else item.end)
    children = tuple(Item(m.start(), end) for m, end in zip(found, ends, strict=True))
    tail = (ends[-1], item.end) if text[ends[-1] : item.end].strip() else None
    return Item(item.start, item.end, item.marker, children, tail)


def open_bracket(text: str, start: int, at: int) -> bool:
    return text.count("（", start, at) > text.count("）", start, at)


def clip(children: tuple[Item, ...], cut: int) -> tuple[Item, ...]:
    """Children that start before ``cut``, the last one shortened to it."""
    return tuple(Item(c.start, min(c.end, cut), c.marker, clip(c.children, cut)) for c in children if c.start < cut)


def tail_start(text: str, item: Item, last: Item) -> int | None:
    """Where the last child's own words end and the sentences about all children begin; None where there are none."""
    others = item.children[:-1]
    found = TAIL.search(text, last.start + 1, last.end)
    if others and all("。" not in text[c.start : c.end].rstrip("。；; \t\n") for c in others):
        stop = text.find("。", last.start, last.end)
        if stop >= 0 and text[stop + 1 : last.end].strip():
            return stop + 1
    if found and text[found.start() - 1] in "。\n":
        return found.start()
    return None
