"""Paragraphs outside tables and project pages, and the figures they state."""

from __future__ import annotations

from nlp.frame import Frame
from nlp.record import Figure, Paragraph
from nlp.source import Source


def read_paragraphs(source: Source, frame: Frame) -> tuple[Paragraph, ...]:
    return ()


def read_prose_figures(source: Source, frame: Frame, paragraphs: tuple[Paragraph, ...]) -> tuple[Figure, ...]:
    return ()
