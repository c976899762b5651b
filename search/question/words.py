"""The words of a question that say what it is about, and whether a text says them.

Enters: the text of a question and the stretches that only say how something is asked. Leaves: the other words in their
smallest form, without what is merely done with things (建, 买, 参加).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.question.lexicon import wording
from search.question.mention import segmenter
from search.question.topic import smallest
from search.question.understanding import EDGE


def free_words(text: str, taken: Sequence[tuple[int, int]]) -> list[str]:
    """Words of ``text`` outside the stretches ``taken``, each once.

    >>> free_words("要抽检多少座煤矿", [(3, 6)])
    ['抽检', '煤矿']
    """
    free = "".join("\0" if any(a <= i < b for a, b in taken) else char for i, char in enumerate(text))
    words: list[str] = []
    for chunk in re.findall(r"[一-龥A-Za-z0-9]+", free):
        for word in segmenter()(chunk.strip(EDGE) if len(chunk) > 1 else chunk):
            words += smallest(word) if len(word) > 1 else [word]
    return list(dict.fromkeys(word for word in words if not idle(word)))


def idle(word: str) -> bool:
    """Whether a word says only what is done with the things counted: 要建, 参加."""
    return set(word) <= {*wording("deed")["deed"], *EDGE, *"要将拟再新共发各项"} or word in wording("deed")["deeds"].split("|")


def says(text: str, word: str) -> bool:
    """Whether a text says a word, or its two or three characters in order and near each other; a number only as a whole.

    >>> says("垃圾清理外运数量", "清运"), says("拆除及更换暖气片数量", "拆换"), says("运输清单", "清运")
    (True, True, False)
    """
    if word.isdigit():
        return re.search(rf"(?<!\d){word}(?!\d)", text) is not None
    gap = {2: 3, 3: 2}.get(len(word))
    return word in text or (gap is not None and re.search(f".{{0,{gap}}}".join(map(re.escape, word)), text) is not None)


def says_as(text: str, word: str) -> bool:
    """Whether a text says a word, or what forms call it (出租车: 出租汽车)."""
    forms = wording("topic_word").get(word, "")
    return says(text, word) or any(form and form in text for form in forms.split("|"))
