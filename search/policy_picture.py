"""A policy among others as a picture (SVG): what it acts on to the right, what acts on it to the left, who relies below.

Pure text out, every label escaped, no script. Each node is a link; the lists on the page say the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

NODE_WIDTH, NODE_HEIGHT, GAP, BETWEEN = 250, 48, 18, 125
MOST, MOST_BELOW = 8, 3
CARD, TINT, INK, SOFT = "var(--card, #fff)", "var(--tint, #e8f1f0)", "var(--ink, #1f2629)", "var(--soft, #5d686d)"
LINE, ACCENT = "var(--line, #c9c4b6)", "var(--accent, #0d5c63)"
"""The colours of the page the picture stands in, dark or light; a picture alone is light"""


@dataclass(frozen=True, slots=True)
class Node:
    """``verb`` stands on the edge; ``name`` above ``note`` in the box."""

    name: str
    note: str
    link: str
    verb: str = ""


def policy_picture(center: Node, left: tuple[Node, ...], right: tuple[Node, ...], below: tuple[Node, ...]) -> str:
    """The picture as an SVG element: at most MOST nodes beside and MOST_BELOW below; the page's lists have the rest."""
    left, right, below = left[:MOST], right[:MOST], below[:MOST_BELOW]
    rows = max(len(left), len(right), 1)
    middle = 20 + (rows * (NODE_HEIGHT + GAP) - GAP) / 2
    beneath = max(len(below) * (NODE_WIDTH + GAP) - GAP, NODE_WIDTH)
    x = max(float(NODE_WIDTH + BETWEEN) if left else 0.0, (beneath - NODE_WIDTH) / 2)
    parts: list[str] = []
    for i, node in enumerate(left):
        y = row_top(i, len(left), middle)
        parts += edge(x - BETWEEN, y + NODE_HEIGHT / 2, x, middle, node.verb)
        parts += box(x - BETWEEN - NODE_WIDTH, y, node)
    for i, node in enumerate(right):
        y = row_top(i, len(right), middle)
        parts += edge(x + NODE_WIDTH, middle, x + NODE_WIDTH + BETWEEN, y + NODE_HEIGHT / 2, node.verb)
        parts += box(x + NODE_WIDTH + BETWEEN, y, node)
    parts += box(x, middle - NODE_HEIGHT / 2, center, strong=True)
    height = 40 + rows * (NODE_HEIGHT + GAP) - GAP
    if below:
        height += 60
        for i, node in enumerate(below):
            at = x + (NODE_WIDTH - beneath) / 2 + i * (NODE_WIDTH + GAP)
            parts += edge(at + NODE_WIDTH / 2, height, x + NODE_WIDTH / 2, middle + NODE_HEIGHT / 2, node.verb, upright=True)
            parts += box(at, height, node)
        height += NODE_HEIGHT + 20
    width = max(x + 2 * NODE_WIDTH + BETWEEN if right else 0.0, x + (NODE_WIDTH + beneath) / 2)
    return framed(f"{center.name} 的关系图", width, height, parts)


def row_top(i: int, count: int, middle: float) -> float:
    """Top of box ``i`` of ``count`` boxes stacked around ``middle``."""
    return middle - (count * (NODE_HEIGHT + GAP) - GAP) / 2 + i * (NODE_HEIGHT + GAP)


def framed(title: str, width: float, height: float, parts: list[str]) -> str:
    """The parts as one picture of its natural size, with the arrow head that the edges end in."""
    return (
        f'<svg width="{width + 6:g}" viewBox="-3 0 {width + 6:g} {height:g}" role="group" aria-label="{escape(title)}" '
        'xmlns="http://www.w3.org/2000/svg"><defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#8a9598"/></marker></defs>' + "".join(parts) + "</svg>"
    )


def box(x: float, y: float, node: Node, *, strong: bool = False) -> list[str]:
    """A rounded box with two lines of text, as a link."""
    fill, line = (TINT, ACCENT) if strong else (CARD, LINE)
    center = x + NODE_WIDTH / 2
    return [
        f'<a href="{escape(node.link)}"><title>{escape(node.name)} {escape(node.note)}</title>',
        f'<rect x="{x:g}" y="{y:g}" width="{NODE_WIDTH}" height="{NODE_HEIGHT}" rx="9" style="fill:{fill};stroke:{line}"/>',
        f'<text x="{center:g}" y="{y + 20:g}" text-anchor="middle" font-size="14" style="fill:{INK}" font-weight="600">'
        f"{escape(short(node.name, 16))}</text>",
        f'<text x="{center:g}" y="{y + 38:g}" text-anchor="middle" font-size="12" style="fill:{SOFT}">{escape(short(node.note, 19))}</text></a>',
    ]


def edge(x1: float, y1: float, x2: float, y2: float, verb: str, *, upright: bool = False) -> list[str]:
    """A curved arrow with its verb beside the middle."""
    bend = (y2 - y1) / 2 if upright else (x2 - x1) / 2
    across, down = (0.0, bend) if upright else (bend, 0.0)
    path = f"M{x1:g} {y1:g} C{x1 + across:g} {y1 + down:g} {x2 - across:g} {y2 - down:g} {x2:g} {y2:g}"
    return [
        f'<path d="{path}" fill="none" stroke="#8a9598" marker-end="url(#to)"/>',
        f'<text x="{(x1 + x2) / 2:g}" y="{(y1 + y2) / 2 - 6:g}" text-anchor="middle" font-size="12" style="fill:{ACCENT}">{escape(verb)}</text>',
    ]


def short(text: str, size: int) -> str:
    """``text`` in at most ``size`` characters.

    >>> short("关于印发目录的通知", 5)
    '关于印发…'
    """
    return text if len(text) <= size else text[: size - 1] + "…"
