"""What changed, in words: between two readings of one document, or two years of one department.

Things are paired by what they say, not by where they stand: a figure by table, row and column, a project by its key, a
contract by project and label, a policy by its key. Lines that moved are no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from kg.backend import Row
from kg.project_identity import project_key
from kg.store import Reader, as_literal
from nlp.errors import NotFound
from nlp.format import grouped

ENUMERATION = re.compile(
    r"""
      [（(]? [一二三四五六七八九十]+ [）)、.．]   # 二、卫生健康支出  （三）公务接待费
    | [（(]? \d{1,2} [）)、．] | \d{1,2}\.(?!\d)  # 1、办公费  (2)水费  3.电费
    """,
    re.VERBOSE,
)
FIGURES = """SELECT ?table ?row ?code ?column ?value ?unit ?line {
  ?f a bk:Figure ; bk:document/bk:stem $stem ; bk:table ?table ; bk:value ?value ; bk:evidence/bk:line ?line
  OPTIONAL { ?f bk:unit ?unit } OPTIONAL { ?f bk:row ?row } OPTIONAL { ?f bk:rowCode ?code } OPTIONAL { ?f bk:column ?column } } ORDER BY ?line"""
PAGES = """SELECT ?name ?value ?line {
  ?p a bk:ProjectPage ; bk:document/bk:stem $stem ; bk:name ?name ; bk:evidence/bk:line ?line
  OPTIONAL { ?p bk:yearAmount ?value } FILTER NOT EXISTS { ?p bk:continuationOf ?first } } ORDER BY ?line"""
CONTRACTS = """SELECT ?project ?label ?value ?line {
  ?c a bk:Contract ; bk:document/bk:stem $stem ; bk:label ?label ; bk:evidence/bk:line ?line
  OPTIONAL { ?c bk:balance ?value } OPTIONAL { ?c bk:project/skos:prefLabel ?project }
  FILTER NOT EXISTS { ?c bk:sameObligationAs ?keeper } } ORDER BY ?line"""
POLICIES = """SELECT ?name (MIN(?at) AS ?line) {
  ?m a bk:PolicyMention ; bk:document/bk:stem $stem ; bk:policy ?p ; bk:evidence/bk:line ?at
  OPTIONAL { ?p bk:documentNumber ?number } OPTIONAL { ?p dcterms:title ?title }
  BIND(COALESCE(?number, ?title) AS ?name) } GROUP BY ?name ORDER BY ?line"""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a document as it is compared: ``key`` pairs it, ``name`` is what to call it, ``value`` in ``unit``."""

    key: tuple[str, ...]
    name: str
    value: Decimal | None
    line: int
    unit: str = "元"


@dataclass(frozen=True, slots=True)
class Change:
    """``kind``: 数字 | 项目 | 合同余额 | 政策. One of ``before`` and ``after`` is None where the thing came or went."""

    kind: str
    name: str
    before: Item | None
    after: Item | None

    @property
    def sentence(self) -> str:
        """The change as a Chinese sentence."""
        if self.before is None:
            return f"新增{self.kind}“{self.name}”{worth(self.after)}"
        if self.after is None:
            return f"不再有{self.kind}“{self.name}”{worth(self.before)}"
        return f"{self.kind}“{self.name}”{moved(self.before.value, self.after.value, self.after.unit)}"


def worth(item: Item | None) -> str:
    return "" if item is None or item.value is None else f"（{amount(item.value, item.unit)}）"


def moved(before: Decimal | None, after: Decimal | None, unit: str = "元") -> str:
    """What became of a value.

    >>> moved(Decimal(100), Decimal(150)), moved(Decimal(5), None, "辆")
    ('由 100 元增至 150 元，增加 50 元（50.00%）', '由 5 辆改为空白')
    """
    if before is None or after is None:
        said = ["空白" if value is None else f" {amount(value, unit)}" for value in (before, after)]
        return f"由{said[0]}改为{said[1]}"
    change = after - before
    verb, noun = ("增至", "增加") if change > 0 else ("减至", "减少")
    share = f"（{abs(change) / abs(before) * 100:.2f}%）" if before else ""
    return f"由 {amount(before, unit)}{verb} {amount(after, unit)}，{noun} {amount(abs(change), unit)}{share}"


def amount(value: Decimal, unit: str) -> str:
    return f"{grouped(value)} {unit}"


def diff(before: Reader, stem: str, after: Reader, other: str | None = None) -> tuple[Change, ...]:
    """What changed from document ``stem`` in one reader to ``other`` (by default the same) in another one.

    For two years of a department both readers are the same one. Raises NotFound for a document that is not there.
    """
    other = other or stem
    for reader, each in ((before, stem), (after, other)):
        if not reader.ask(f"ASK {{ ?d bk:stem {as_literal(each)} }}"):
            raise NotFound(f"图谱中没有文档 {each}")
    pairs = zip(items(before, stem), items(after, other), strict=True)
    return tuple(change for (kind, old), (_, new) in pairs for change in changes(kind, old, new))


def items(reader: Reader, stem: str) -> Iterator[tuple[str, list[Item]]]:
    """Everything of a document that is compared, by kind."""
    for kind, query in (("项目", PAGES), ("合同余额", CONTRACTS), ("政策", POLICIES), ("数字", FIGURES)):
        rows = reader.select(query.replace("$stem", as_literal(stem)))
        yield kind, [item(kind, row) for row in rows if "line" in row]


def item(kind: str, found: Row) -> Item:
    said = {name: value.value for name, value in found.items()}
    value = Decimal(said["value"]) if "value" in said else None
    line = int(said["line"])
    if kind == "项目":
        return Item((project_key(said["name"]),), said["name"], value, line)
    if kind == "合同余额":
        project = said.get("project", "")
        return Item(
            (project_key(project), project_key(said["label"])), f"{project}：{said['label']}".strip("："), value, line
        )
    if kind == "政策":
        return Item((said.get("name", ""),), said.get("name", ""), None, line)
    column = project_key(said.get("column", ""))
    row = ENUMERATION.sub("", said.get("row", ""), count=1)
    name = " · ".join(part for part in (said["table"], said.get("row"), said.get("column")) if part)
    return Item((said["table"], said.get("code", ""), row, column, said.get("unit", "")), name, value, line, said.get("unit", ""))


def changes(kind: str, old: Iterable[Item], new: Iterable[Item]) -> Iterator[Change]:
    """Pairs with the same key whose values differ, then what is on one side only; several of a key pair in order."""
    waiting: dict[tuple[str, ...], list[Item]] = {}
    for each in new:
        waiting.setdefault(each.key, []).append(each)
    gone = []
    for each in old:
        same = waiting.get(each.key)
        if not same:
            gone.append(each)
            continue
        partner = next((candidate for candidate in same if candidate.value == each.value), same[0])
        same.remove(partner)
        if partner.value != each.value:
            yield Change(kind, partner.name, each, partner)
    yield from (Change(kind, each.name, each, None) for each in gone)
    yield from (Change(kind, each.name, None, each) for same in waiting.values() for each in same)
