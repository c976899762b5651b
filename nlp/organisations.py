"""Organisations named in the document, under their full names, with every mention."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.record import BudgetLine, Document, Organisation, Paragraph, ProjectPage


@dataclass(frozen=True, slots=True)
class Name:
    """An organisation name at ``text[start:end]``; ``full`` is the name it stands for in this document."""

    start: int
    end: int
    full: str
    type: str


def find_names(text: str, document: Document | None = None) -> tuple[Name, ...]:
    """Organisation names in normalised text, left boundaries right (委托|山西某某招标代理有限公司)."""
    return ()


def find_organisations(
    document: Document,
    pages: tuple[ProjectPage, ...],
    paragraphs: tuple[Paragraph, ...],
    budget_lines: tuple[BudgetLine, ...],
) -> tuple[Organisation, ...]:
    return ()
