"""Statutory tables as figures, and the leaf rows of 项目支出预算表."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.frame import Frame
from nlp.record import BudgetLine, Figure, Finding
from nlp.source import Source


@dataclass(frozen=True, slots=True)
class Tables:
    figures: tuple[Figure, ...]
    budget_lines: tuple[BudgetLine, ...]
    findings: tuple[Finding, ...]


def read_tables(source: Source, frame: Frame) -> Tables:
    return Tables((), (), ())
