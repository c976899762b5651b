"""Mentions of policies, laws, standards and minutes."""

from __future__ import annotations

from nlp.frame import Frame
from nlp.record import Paragraph, PolicyMention, ProjectPage


def find_policies(
    frame: Frame, pages: tuple[ProjectPage, ...], paragraphs: tuple[Paragraph, ...]
) -> tuple[PolicyMention, ...]:
    return ()
