"""Project pages (项目支出绩效目标表): fields, funds, indicators."""

from __future__ import annotations

from nlp.frame import Frame
from nlp.record import Finding, ProjectPage
from nlp.source import Source


def read_pages(source: Source, frame: Frame) -> tuple[tuple[ProjectPage, ...], tuple[Finding, ...]]:
    return (), ()
