"""Service catalogues (政府购买服务指导性目录) attached to notices."""

from __future__ import annotations

from nlp.frame import Frame
from nlp.record import CatalogueEntry
from nlp.source import Source


def read_catalogue(source: Source, frame: Frame) -> tuple[CatalogueEntry, ...]:
    return ()
