"""What a person decided about identity: a file of lines, kept under version control, that can be taken back.

Tab-separated, ``#`` begins a comment; things are written as in their IRIs, without percent signs:

    same	organisation/云岭市水利居	organisation/云岭市水利局	扫描误字
    different	project/云岭市水利局/2025年堤防维修	project/云岭市水利局/2026年堤防维修	不同堤段

``same A B``: what documents say of A is told of B, which keeps its IRI. ``different A B``: the two are never linked.
Taking a line out and building again undoes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from kg.iri import Iris, segment
from nlp.errors import UsageError

KINDS = {"organisation": 1, "project": 2, "policy": 1}
"""Kinds of shared things that can be decided on, with the number of names in their IRIs"""


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """``verdict``: same | different; ``one`` and ``other`` are paths below {base}id/."""

    verdict: str
    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, in the file's order."""

    rows: tuple[Decision, ...] = ()

    def keeper(self, iri: NamedNode, iris: Iris) -> tuple[NamedNode, str | None]:
        """The thing that keeps its IRI, and the reason where it is another one."""
        merged = {row.one: row for row in self.rows if row.verdict == "same"}
        path, reason = iri.value.removeprefix(f"{iris.base}id/"), None
        while path in merged:
            path, reason = merged[path].other, merged[path].reason
        return (iri, None) if reason is None else (NamedNode(f"{iris.base}id/{path}"), reason)

    def different(self, iri: NamedNode, iris: Iris) -> tuple[NamedNode, ...]:
        """Things that were decided to be others than this one."""
        path = iri.value.removeprefix(f"{iris.base}id/")
        pairs = [
            (row.one, row.other) for row in self.rows if row.verdict == "different" and path in (row.one, row.other)
        ]
        return tuple(NamedNode(f"{iris.base}id/{b if a == path else a}") for a, b in pairs)

    def __bool__(self) -> bool:
        return bool(self.rows)


def load_decisions(path: Path) -> Decisions:
    """The decisions in a file; none where there is no file. Raises UsageError naming file and line."""
    if not path.exists():
        return Decisions()
    return parse_decisions(path.read_text(encoding="utf-8").splitlines(), str(path))


def parse_decisions(lines: Iterable[str], name: str = "decisions.tsv") -> Decisions:
    """Decisions from lines.

    >>> parse_decisions(["# 名称", "same\\tpolicy/甲\\tpolicy/乙\\t误字"]).rows
    (Decision(verdict='same', one='policy/甲', other='policy/乙', reason='误字'),)
    """
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            rows.append(parse_decision(line, f"{name}:{number}"))
    check_chains(rows, name)
    return Decisions(tuple(rows))


def parse_decision(line: str, place: str) -> Decision:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != 4 or cells[0] not in ("same", "different") or not all(cells):
        raise UsageError(f"{place}：应为“same 或 different、甲、乙、理由”四列，以制表符分隔，不是“{line}”")
    one, other = thing_path(cells[1], place), thing_path(cells[2], place)
    if one.split("/")[0] != other.split("/")[0] or one == other:
        raise UsageError(f"{place}：“{cells[1]}”与“{cells[2]}”应是同类的两物")
    return Decision(cells[0], one, other, cells[3])


def thing_path(thing: str, place: str) -> str:
    """A thing as its IRI's path: every name one segment."""
    kind, _, rest = thing.partition("/")
    names = rest.split("/", KINDS.get(kind, 0) - 1) if kind in KINDS else []
    if kind not in KINDS or len(names) != KINDS[kind] or not all(name.strip() for name in names):
        raise UsageError(f"{place}：“{thing}”应写作 organisation/名称、project/部门/名称 或 policy/文号或标题")
    return "/".join((kind, *(segment(name) for name in names)))


def check_chains(rows: Iterable[Decision], name: str) -> None:
    """Nothing is merged into two things or, in the end, into itself."""
    merged: dict[str, str] = {}
    for row in rows:
        if row.verdict == "same" and merged.setdefault(row.one, row.other) != row.other:
            raise UsageError(f"{name}：“{row.one}”被并入两物：“{merged[row.one]}”与“{row.other}”")
    for start in merged:
        path, seen = start, {start}
        while path in merged:
            path = merged[path]
            if path in seen:
                raise UsageError(f"{name}：合并成环，经过“{path}”")
            seen.add(path)
