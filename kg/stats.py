"""What is in here: documents, years, tables and their coverage, counts of everything, and what is known to be missing.

Counted by queries over the whole graph: take it once for each generation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kg.backend import Row
from kg.store import Reader

COUNTED = {
    "figures": "bk:Figure",
    "budget_lines": "bk:BudgetLine",
    "pages": "bk:ProjectPage",
    "indicators": "bk:Indicator",
    "mentions": "bk:PolicyMention",
    "contracts": "bk:Contract",
    "paragraphs": "bk:Paragraph",
    "findings": "bk:Finding",
}
"""Count's name -> class, for what stands in documents"""
SHARED = {
    "organisations": "org:Organization",
    "projects": "bk:Project",
    "policies": "bk:Policy",
    "accounts": "skos:Concept",
}
"""Count's name -> class, for what documents share"""


@dataclass(frozen=True, slots=True)
class DocumentStats:
    """One document. ``counts`` by the names of COUNTED; ``tables`` titles of the statutory tables it has."""

    stem: str
    title: str
    unit: str
    year: int
    kind: str
    level: str | None
    counts: dict[str, int]
    tables: tuple[str, ...]
    gaps: tuple[str, ...]
    """Chinese sentences on what it does not have or could not be read"""


@dataclass(frozen=True, slots=True)
class TableStats:
    """One statutory table over all documents."""

    title: str
    documents: int
    figures: int


@dataclass(frozen=True, slots=True)
class Stats:
    documents: tuple[DocumentStats, ...]
    tables: tuple[TableStats, ...]
    """most documents first"""
    shared: dict[str, int]
    quads: int
    generation: int

    @property
    def years(self) -> dict[int, int]:
        """Year -> documents."""
        return dict(sorted(Counter(document.year for document in self.documents).items()))

    @property
    def totals(self) -> dict[str, int]:
        """Counts over all documents."""
        return {name: sum(document.counts[name] for document in self.documents) for name in COUNTED}


def stats(reader: Reader) -> Stats:
    """Count everything."""
    counts = {name: count_by_document(reader, class_) for name, class_ in COUNTED.items()}
    tables = tables_by_document(reader)
    gaps = gaps_by_document(reader)
    documents = tuple(
        document_stats(row, {name: each.get(row["d"].value, 0) for name, each in counts.items()}, tables, gaps)
        for row in reader.select(
            "SELECT ?d ?stem ?title ?unit ?year ?kind ?level { ?d a bk:Document ; bk:stem ?stem ; dcterms:title ?title ;"
            " bk:year ?year ; bk:documentKind ?kind ; bk:publisher/skos:prefLabel ?unit OPTIONAL { ?d bk:level ?level } }"
            " ORDER BY ?stem"
        )
    )
    shared = {name: count(reader, f"?s a {class_}") for name, class_ in SHARED.items()}
    return Stats(documents, table_stats(tables), shared, count(reader, "?s ?p ?o"), reader.generation)


def count(reader: Reader, where: str) -> int:
    (row,) = reader.select(f"SELECT (COUNT(*) AS ?n) {{ {where} }}")
    return int(row["n"].value)


def count_by_document(reader: Reader, class_: str) -> dict[str, int]:
    """Document IRI -> nodes of a class."""
    rows = reader.select(f"SELECT ?d (COUNT(?s) AS ?n) {{ ?s a {class_} ; bk:document ?d }} GROUP BY ?d")
    return {row["d"].value: int(row["n"].value) for row in rows}


def tables_by_document(reader: Reader) -> dict[str, dict[str, int]]:
    """Document IRI -> title of a table -> its figures."""
    found: dict[str, dict[str, int]] = {}
    for row in reader.select("SELECT ?d ?t (COUNT(?s) AS ?n) { ?s bk:table ?t ; bk:document ?d } GROUP BY ?d ?t"):
        found.setdefault(row["d"].value, {})[row["t"].value] = int(row["n"].value)
    return found


def gaps_by_document(reader: Reader) -> dict[str, list[str]]:
    """Document IRI -> what could not be read, one sentence for each rule whose findings say so."""
    found: dict[str, list[str]] = {}
    for row in reader.select(
        "SELECT ?d ?rule (COUNT(?f) AS ?n) { ?f a bk:Finding ; bk:rule ?rule ; bk:document ?d"
        ' FILTER(CONTAINS(?rule, "unreadable") || CONTAINS(?rule, "undecided")) } GROUP BY ?d ?rule ORDER BY ?rule'
    ):
        found.setdefault(row["d"].value, []).append(f"{row['n'].value} 处未能识读（{row['rule'].value}）")
    return found


def document_stats(
    row: Row, counts: dict[str, int], tables: dict[str, dict[str, int]], gaps: dict[str, list[str]]
) -> DocumentStats:
    iri = row["d"].value
    missing = []
    if not tables.get(iri):
        missing.append("没有读到任何报表")
    if counts["budget_lines"] and not counts["pages"]:
        missing.append("有项目支出预算表，没有项目绩效目标表")
    return DocumentStats(
        stem=row["stem"].value,
        title=row["title"].value,
        unit=row["unit"].value,
        year=int(row["year"].value),
        kind=row["kind"].value,
        level=row["level"].value if "level" in row else None,
        counts=counts,
        tables=tuple(sorted(tables.get(iri, {}))),
        gaps=(*missing, *gaps.get(iri, ())),
    )


def table_stats(tables: dict[str, dict[str, int]]) -> tuple[TableStats, ...]:
    documents: Counter[str] = Counter(title for each in tables.values() for title in each)
    figures: Counter[str] = Counter()
    for each in tables.values():
        figures.update(each)
    return tuple(
        TableStats(title, documents[title], figures[title])
        for title in sorted(documents, key=lambda t: (-documents[t], t))
    )
