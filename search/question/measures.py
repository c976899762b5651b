"""Measure words behind 多少 or 几: 有多少台, 几艘. The words are in lexicon/wording.tsv.

Enters: the text of a question. Leaves: mentions of kind ``want`` for a quantity; 多少 of money and 几个项目 are none.
"""

from __future__ import annotations

import re
from functools import cache

from search.question.lexicon import wording
from search.question.mention import Mention

MORE = "(?<![最至])[大多少高长差小低远重]"
"""大多少 compares; 最多几, 至少多少 do not"""


def measured_mentions(text: str) -> list[Mention]:
    """A number of things asked for by their measure word: 有多少台, 几艘.

    >>> [(m.start, m.end, m.value) for m in measured_mentions("演练出动几艘船")]
    [(4, 6, 'quantity')]
    >>> measured_mentions("办公用房比应急局大多少平方米")
    []
    """
    return [Mention(m.start(), m.end(), "want", "quantity", (), 1.2 * (m.end() - m.start()) ** 1.3) for m in measured().finditer(text)]


@cache
def measured() -> re.Pattern[str]:
    """多少 or 几 with any of the measure words."""
    words = wording("measure_word")["measure_word"]
    return re.compile(rf"(?<![哪那这好])(?<!{MORE})(?:[共实]?有)?(?:多少|几)(?:{words})(?!目|份|款|巴)")
