"""Contracts by the name that the text gives them: 危化企业、化工园区专家指导服务 is one thing, not two.

Enters: the text of a question. Leaves: mentions of kind ``contract_topic`` whose value is the stretch as the label prints it.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher

from search.question.catalogue import Catalogue, bare
from search.question.mention import Mention

MARKS = re.compile("[、“”]")
MARKED, LONG = 6, 10
"""Characters from which a stretch names a contract: with a mark in it, and without"""
NEAREST = 6
"""Labels that are compared, those with most pairs of characters in common first"""


def find_labels(text: str, catalogue: Catalogue) -> list[Mention]:
    """The longest stretch of ``text`` that a contract's label prints too, and no project's name."""
    places = [i for i, char in enumerate(text) if bare(char)]
    spoken = "".join(bare(text[i]) for i in places)
    shared = Counter(label for i in range(len(spoken) - 1) for label in catalogue.label_grams.get(spoken[i : i + 2], ()))
    nearest = sorted((label for label, count in shared.items() if count >= MARKED - 1), key=lambda label: (-shared[label], label))[:NEAREST]
    best: Mention | None = None
    for label in nearest:
        own = [i for i, char in enumerate(label) if bare(char)]
        name = "".join(bare(label[i]) for i in own)
        block = SequenceMatcher(None, spoken, name, autojunk=False).find_longest_match()
        if block.size < MARKED or any(name[block.b : block.b + block.size] in project for project in catalogue.bare_projects):
            continue
        start, end = places[block.a], places[block.a + block.size - 1] + 1
        if (MARKS.search(text, start, end) or block.size >= LONG) and (best is None or end - start > best.end - best.start):
            said = label[own[block.b] : own[block.b + block.size - 1] + 1]
            best = Mention(start, end, "contract_topic", said, (), 3.0 * (end - start) ** 1.3)
    return [best] if best else []
