"""Contracts, procurements and payables in narrative text, with their balances."""

from __future__ import annotations

from nlp.frame import Frame
from nlp.record import Contract, Finding, Organisation, Paragraph, ProjectPage


def find_contracts(
    frame: Frame,
    pages: tuple[ProjectPage, ...],
    paragraphs: tuple[Paragraph, ...],
    organisations: tuple[Organisation, ...],
) -> tuple[tuple[Contract, ...], tuple[Finding, ...]]:
    return (), ()
