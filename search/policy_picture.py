"""A policy among others as a picture (SVG): what it acts on to the right, what acts on it to the left, who relies below.

Pure text out, every label escaped, no script. Each node is a link; the lists on the page say the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

WIDTH, NODE_WIDTH, NODE_HEIGHT, GAP = 1000, 250, 48, 18
MOST = 8


@dataclass(frozen=True, slots=True)
class Node:
    """``verb`` stands on the edge; ``name`` above ``note`` in the box."""

    name: str
    note: str
    link: str
    verb: str = ""


def policy_picture(center: Node, left: tuple[Node, ...], right: tuple[Node, ...], below: tuple[Node, ...]) -> str:
    """The picture as an SVG element; at most MOST nodes a side, and how many are left out."""
    rows = max(len(left[:MOST]), len(right[:MOST]), 1)
    middle = 20 + (rows * (NODE_HEIGHT + GAP) - GAP) / 2
    x_center = (WIDTH - NODE_WIDTH) / 2
    parts: list[str] = []
    for side, nodes, x in (("left", left, 0.0), ("right", right, float(WIDTH - NODE_WIDTH))):
        shown = nodes[:MOST]
        top = middle - (len(shown) * (NODE_HEIGHT + GAP) - GAP) / 2
        for i, node in enumerate(shown):
            y = top + i * (NODE_HEIGHT + GAP)
            start, end = (NODE_WIDTH, x_center) if side == "left" else (x_center + NODE_WIDTH, x)
            far = y + NODE_HEIGHT / 2
            parts += edge(start, far if side == "left" else middle, end, middle if side == "left" else far, node.verb)
            parts += box(x, y, node)
    parts += box(x_center, middle - NODE_HEIGHT / 2, center, strong=True)
    height = 40 + rows * (NODE_HEIGHT + GAP) - GAP
    if below:
        height += 60
        shown = below[:3]
        total = len(shown) * (NODE_WIDTH + GAP) - GAP
        for i, node in enumerate(shown):
            x = (WIDTH - total) / 2 + i * (NODE_WIDTH + GAP)
            parts += edge(x + NODE_WIDTH / 2, height, x_center + NODE_WIDTH / 2, middle + NODE_HEIGHT / 2, node.verb, upright=True)
            parts += box(x, height, node)
        height += NODE_HEIGHT + 20
    title = f"{center.name} 的关系图"
    return (
        f'<svg viewBox="-3 0 {WIDTH + 6} {height:g}" role="img" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">'
        '<defs><marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 8 4 0 8z" fill="#8a9598"/></marker></defs>' + "".join(parts) + "</svg>"
    )


def box(x: float, y: float, node: Node, *, strong: bool = False) -> list[str]:
    """A rounded box with two lines of text, as a link."""
    fill, line = ("#e8f1f0", "#0d5c63") if strong else ("#ffffff", "#c9c4b6")
    center = x + NODE_WIDTH / 2
    return [
        f'<a href="{escape(node.link)}"><title>{escape(node.name)} {escape(node.note)}</title>',
        f'<rect x="{x:g}" y="{y:g}" width="{NODE_WIDTH}" height="{NODE_HEIGHT}" rx="9" fill="{fill}" stroke="{line}"/>',
        f'<text x="{center:g}" y="{y + 20:g}" text-anchor="middle" font-size="14" style="fill:#1f2629" font-weight="600">'
        f"{escape(short(node.name, 16))}</text>",
        f'<text x="{center:g}" y="{y + 38:g}" text-anchor="middle" font-size="12" style="fill:#5d686d">{escape(short(node.note, 19))}</text></a>',
    ]


def edge(x1: float, y1: float, x2: float, y2: float, verb: str, *, upright: bool = False) -> list[str]:
    """A curved arrow with its verb beside the middle."""
    bend = (y2 - y1) / 2 if upright else (x2 - x1) / 2
    across, down = (0.0, bend) if upright else (bend, 0.0)
    path = f"M{x1:g} {y1:g} C{x1 + across:g} {y1 + down:g} {x2 - across:g} {y2 - down:g} {x2:g} {y2:g}"
    return [
        f'<path d="{path}" fill="none" stroke="#8a9598" marker-end="url(#to)"/>',
        f'<text x="{(x1 + x2) / 2:g}" y="{(y1 + y2) / 2 - 6:g}" text-anchor="middle" font-size="12" style="fill:#0d5c63">{escape(verb)}</text>',
    ]


def short(text: str, size: int) -> str:
    """``text`` in at most ``size`` characters.

    >>> short("关于印发目录的通知", 5)
    '关于印发…'
    """
    return text if len(text) <= size else text[: size - 1] + "…"
