"""Findings for the check command: of files read now, or of everything in the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.audit import audit
from kg.build import source_files
from kg.policy_outdated import OutdatedBasis, outdated_bases
from kg.store import Reader
from nlp.errors import UsageError
from nlp.reading import read_document
from nlp.record import Finding

SEVERITIES = ("error", "warning", "info")

QUERY = """
SELECT ?document ?rule ?severity ?message ?expected ?found (GROUP_CONCAT(DISTINCT STR(?line); separator=" ") AS ?lines) WHERE {
  ?f a bk:Finding ; bk:document/bk:stem ?document ; bk:rule ?rule ; bk:severity ?severity ; bk:message ?message ; bk:evidence/bk:line ?line .
  OPTIONAL { ?f bk:expected ?expected } OPTIONAL { ?f bk:found ?found }
} GROUP BY ?f ?document ?rule ?severity ?message ?expected ?found
"""


@cache
def known_rules() -> dict[str, str]:
    """Every rule and what it says, from kg/audit/rules.tsv."""
    text = files("kg.audit").joinpath("rules.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class DocumentFinding:
    """A finding with the document it is about. ``expected`` and ``found`` are plain numbers in the unit of the text."""

    document: str
    rule: str
    severity: str
    message: str
    expected: str | None
    found: str | None
    lines: tuple[int, ...]

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "lines": list(self.lines)}


def checked_files(paths: Iterable[Path]) -> list[DocumentFinding]:
    """Read the files and audit them. Raises the SourceError of the first that cannot be read, UsageError for none."""
    found = []
    chosen = source_files(paths)
    if not chosen:
        raise UsageError("没有找到 .txt 或 .pdf 文件")
    for path in chosen:
        reading = read_document(path)
        found += [of_document(path.stem, finding) for finding in (*reading.findings, *audit(reading))]
    return in_order(found)


def of_document(stem: str, finding: Finding) -> DocumentFinding:
    return DocumentFinding(stem, finding.rule, finding.severity, finding.message, finding.expected, finding.found, finding.lines)


def stored_findings(reader: Reader) -> list[DocumentFinding]:
    """Findings of every document in the graph."""
    rows = []
    for row in reader.select(QUERY):
        said = {name: term.value for name, term in row.items()}
        lines = tuple(sorted(int(line) for line in said["lines"].split()))
        rows.append(
            DocumentFinding(
                said["document"], said["rule"], said["severity"], said["message"], said.get("expected"), said.get("found"), lines
            )
        )
    rows += [of_basis(basis) for basis in outdated_bases(reader)]
    return in_order(rows)


def of_basis(basis: OutdatedBasis) -> DocumentFinding:
    """A reliance on a policy that is repealed or re-issued; what tells it may stand in other documents."""
    return DocumentFinding(
        basis.place.document, "policy-outdated", basis.severity, basis.message, basis.current, basis.cited, (basis.place.line,)
    )


def in_order(findings: list[DocumentFinding]) -> list[DocumentFinding]:
    return sorted(findings, key=lambda f: (f.document, SEVERITIES.index(f.severity), f.lines, f.rule))
