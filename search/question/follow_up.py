"""Follow-up questions: 按部门分, 只看2026年, 那能源局呢. A follow-up changes one part of the question before it.

Enters: the follow-up and the question it follows. Leaves: the full question, as a person would have typed it.
"""

from __future__ import annotations

from search.question.catalogue import Catalogue
from search.question.mention import Mention
from search.question.understanding import Understood, understand

REPLACED = ("department", "year", "top", "attribute", "fund", "phase", "policy", "bound")
"""Kinds of mention that a follow-up puts in the place of those of the question before"""


def full_question(question: str, context: str, catalogue: Catalogue) -> str:
    """The question that ``question`` means after ``context``; itself where it can stand alone."""
    later, before = understand(question, catalogue), understand(context, catalogue)
    if later.projects or len(later.of("noun", "concept", "label", "code", "contract", "cite", "chain")) > 1:
        return question
    text, added = before.text, ""
    for mention in later.mentions:
        if mention.kind in REPLACED:
            text, put = replaced(text, before, mention, later.printed(mention))
            added += "" if put else later.printed(mention)
        elif mention.kind not in ("filler", "want"):
            added += later.printed(mention)
    return f"{text.rstrip('？?。')}，{added}" if added else text


def replaced(text: str, before: Understood, mention: Mention, words: str) -> tuple[str, bool]:
    """``text`` with the mention of the same kind replaced by ``words``; False where it has none."""
    for old in before.of(mention.kind):
        printed = before.printed(old)
        if printed in text:
            return text.replace(printed, words, 1), True
    return (f"{words}{text}", True) if mention.kind in ("department", "year") else (text, False)
