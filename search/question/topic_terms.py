"""A topic in the words of forms where nothing is about it in the words of the question: 老人 as 老年人, 请客吃饭 as 公务接待费."""

from __future__ import annotations

from collections.abc import Sequence

from search.everyday import in_terms
from search.question.lexicon import wording


def in_field_terms(chunks: Sequence[str]) -> list[str]:
    """The chunks read again; [] where no word of them has another name.

    >>> in_field_terms(["老人"]), in_field_terms(["煤矿"])
    (['老年人'], [])
    """
    words = wording("topic_word")
    again = [next((chunk.replace(said, term) for said, term in words.items() if said in chunk and term not in chunk), chunk) for chunk in chunks]
    again = [in_terms(chunk) or chunk for chunk in again]
    return again if again != list(chunks) else []
