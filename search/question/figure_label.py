"""A figure named by part of its printed label (固定资产, 防火车 for 森林防火专用车), where nothing else answers.

Enters: an understood question of one department that no family answers. Leaves: the one figure of its documents whose
label holds every word that is left; None where none or several do, or where any other condition is set.
"""

from __future__ import annotations

import re

from search.question.asked_unit import has_unit, units_asked
from search.question.catalogue import bare, bare_label
from search.question.figure_frame import FigureFrame, counts
from search.question.figure_place import candidates, current, is_change
from search.question.graph import Graph, Row, text_of
from search.question.understanding import Understood

APART = frozenset(["department", "want", "money", "contents", "scope", "year"])
"""Kinds of mention that are no part of a label"""
PART = frozenset(["noun", "share", "role", "label", "concept", "bound", "project", "topic", "contract_topic", "indicator", "policy_kind", "facet"])
"""Kinds of mention whose words may be part of a label"""
SAID = frozenset(["amount", "quantity", "count", "what"])
ENDS = re.compile(r"(?:金额|总额|总数|数量|个数|人数|预算|安排|数|情况)+$")
LEAST = 3
HALF, SOME, MOST = 0.5, 0.4, 0.6
"""Share of the label that the words must make up: together, scattered over it in the unit asked for, scattered over it"""


def label_frame(u: Understood, graph: Graph) -> FigureFrame | None:
    """The frame of the figure."""
    words = label_words(u)
    own = [d for d in u.catalogue.departments if d.iri in u.departments]
    if len(words) < LEAST or len(own) != 1 or any(year not in own[0].years for year in u.years):
        return None
    units = units_asked(u)
    rows = [row for row in candidates(graph, [own[0].iri], u.years) if has_unit(text_of(row, "unit"), units) and current_or_prose(row)]
    labels = best_labels(words, {bare_label(text_of(row, "row")) for row in rows}, bool(units))
    if len(labels) != 1:
        return None
    return FigureFrame((own[0].iri,), u.years, label=labels[0], counted=counts(u), units=units, in_label=True)


def label_words(u: Understood) -> str:
    """What is left of the question in one piece, "" where something else is asked or it stands in several pieces."""
    chars = list(u.text)
    for m in u.mentions:
        if m.kind == "want" and m.value not in SAID:
            return ""
        if m.kind in APART or (m.kind, m.value) == ("time", "this"):
            chars[m.start : m.end] = ["\0"] * (m.end - m.start)
        elif m.kind == "filler":
            chars[m.start : m.end] = [" "] * (m.end - m.start)
        elif m.kind not in PART:
            return ""
    pieces = [bare(piece) for piece in "".join(chars).split("\0") if bare(piece)]
    return pieces[0] if len(pieces) == 1 else ""


def current_or_prose(row: Row) -> bool:
    return current(row) if text_of(row, "table") else not is_change(row)


def best_labels(words: str, labels: set[str], measured: bool) -> list[str]:
    """The labels that the words name: in full, without a general end, as a stretch, or scattered over a label of things counted.

    >>> best_labels("固定资产", {"固定资产金额", "拟购置固定资产"}, False)
    ['固定资产金额']
    >>> best_labels("防火车", {"森林防火专用车", "执法执勤用车"}, True)
    ['森林防火专用车']
    """
    same = sorted(label for label in labels if words in (label, ENDS.sub("", label)) or ENDS.sub("", words) == ENDS.sub("", label))
    stretch = sorted(label for label in labels if words in label and len(words) >= HALF * len(label))
    spread = sorted(label for label in labels if in_order(words, label) and len(words) >= (SOME if measured else MOST) * len(label))
    return same or stretch or spread


def in_order(words: str, label: str) -> bool:
    """Whether every character of ``words`` stands in ``label``, in order.

    >>> in_order("防火车", "森林防火专用车"), in_order("车防火", "森林防火专用车")
    (True, False)
    """
    rest = iter(label)
    return all(char in rest for char in words)


