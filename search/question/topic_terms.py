"""A topic in the words of forms where nothing is about it in the words of the question: 老人 as 老年人, 买衣服 as 服装.

Enters: the words of a theme. Leaves: what else they may be called; any of the readings will do. Looks nothing up: the words are
data (lexicon/wording.tsv, ontology/everyday.ttl), and topic finds the projects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.everyday import in_terms
from search.question.lexicon import wording

DEED = re.compile(
    "^(?:用[来于]|花钱)?(?:购买|购置|采购|添置|配备|聘请|聘用|雇用|招聘|招募|开展|实施|组织|举办|支付|发放|补贴给"
    "|请(?!示)|雇|买|租(?!赁)|修(?![缮复订补建改编])|建(?![设立成筑档制])|搞|做|办(?![公案事学证])|发(?![电展票])|付|交(?![通流易警])|给(?!排))"
)
"""What is done with the thing that a theme names: 买|衣服, 聘请|保安"""


def in_field_terms(chunks: Sequence[str]) -> list[list[str]]:
    """Other readings of the chunks, the nearest first; [] where no word of them has another name.

    >>> in_field_terms(["老人"]), in_field_terms(["煤矿"]), in_field_terms(["买电视"])
    ([['老年人']], [], [['电视']])
    """
    readings: list[list[str]] = [[]]
    for chunk in chunks:
        readings = [[*before, reading] for before in readings for reading in called(chunk)]
    return [reading for reading in readings if reading != list(chunks)]


def called(chunk: str) -> list[str]:
    """What a chunk is called in forms: by its words, without what is done with it, or as it is.

    >>> called("租房子")[0], called("买衣服")[:2], called("修路")
    ('用房租赁', ['衣服', '服装'], ['道路'])
    """
    thing = DEED.sub("", chunk)
    deeds = [word for word in wording("topic_word") if word in chunk and word not in thing]  # 租房, no 房
    plain = [thing] if len(thing) >= 2 and not deeds else []
    return list(dict.fromkeys((*plain, *renamed(chunk if deeds else thing)))) or list(renamed(chunk)) or [chunk]


def renamed(text: str) -> Iterator[str]:
    """The text with the everyday word in it as each of the terms it stands for."""
    words = wording("topic_word")
    said = next((word for word in sorted(words, key=len, reverse=True) if word in text), None)
    if said:
        yield from (text.replace(said, f"、{term}、").strip("、") for term in words[said].split("|") if term not in text)
    elif term := in_terms(text):
        yield term
