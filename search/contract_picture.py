"""The steps of one contract from its price to what is still owed, as a waterfall (SVG)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from search.display import wan

LEFT, WIDTH, STEP = 150, 760, 40
COLOURS = {"price": "var(--accent, #0d5c63)", "paid": "#a9c4c2", "owed": "#c8862b", "part": "#e3c48f"}


def contract_picture(steps: Sequence[tuple[str, Decimal]]) -> str:
    """Bars for ``(name, yuan)``: a negative step hangs from where the one before ended; empty where nothing is told."""
    if not steps:
        return ""
    most = max(abs(value) for _, value in steps) or Decimal(1)
    parts: list[str] = []
    level = Decimal(0)
    for i, (name, value) in enumerate(steps):
        if value < 0:
            start, level = level + value, level + value
        elif name.startswith(("未付", "其中")) or i == 0:
            start, level = Decimal(0), value if i == 0 else level
        else:
            start, level = level, level + value
        parts += bar(i, name, value, float(max(start, Decimal(0)) / most), float(abs(value) / most))
    height = len(steps) * STEP + 8
    return (
        f'<svg width="{LEFT + WIDTH + 150}" viewBox="0 0 {LEFT + WIDTH + 150} {height}" role="img" aria-label="从金额到未付余额" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(parts)}</svg>'
    )


def bar(i: int, name: str, value: Decimal, start: float, size: float) -> list[str]:
    """One bar with its name before it and its sum behind it; both as shares of the width."""
    kind = "paid" if value < 0 else "part" if name.startswith("其中") else "owed" if name.startswith("未付") else "price"
    y, x = i * STEP + 6, LEFT + start * WIDTH
    return [
        f'<text x="{LEFT - 12}" y="{y + 18}" text-anchor="end" font-size="14">{escape(name)}</text>',
        f'<rect x="{x:.1f}" y="{y}" width="{max(size * WIDTH, 2):.1f}" height="26" rx="4" style="fill:{COLOURS[kind]}"/>',
        f'<text x="{x + size * WIDTH + 8:.1f}" y="{y + 18}" font-size="13">{escape(wan(value))}</text>',
    ]
