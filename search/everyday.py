"""A question in the words of everyday speech, read again in the terms of forms and statutes.

Enters: a query as typed. Leaves: the same with each everyday word replaced by the term it stands for (the alternative and
preferred labels of ontology/everyday.ttl), or None where it holds none. 领导请客吃饭花销 is also read as 领导公务接待费花销.
"""

from __future__ import annotations

import re
from functools import cache

import ontology
from nlp.source import normalise


def in_terms(query: str) -> str | None:
    """The second reading of a query.

    >>> in_terms("領導請客吃飯花銷")
    '领导公务接待费花销'
    >>> in_terms("公务接待费是多少") is None
    True
    """
    clean = normalise(query)
    terms = ontology.everyday_words()
    read = everyday_pattern().sub(lambda found: terms[found[0]] if terms[found[0]] not in clean else found[0], clean)
    return None if read == clean else read


@cache
def everyday_pattern() -> re.Pattern[str]:
    """Any everyday word, the longest that fits."""
    return re.compile("|".join(map(re.escape, sorted(ontology.everyday_words(), key=lambda word: (-len(word), word)))))
