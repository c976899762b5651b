"""What a word means: its English glosses, encoded by a sentence model for English, as one vector.

A sense that only points elsewhere (variant of …, see …) is that word's senses. A word without an entry is put together
from two parts that have one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from search.embedding import Vectors, unit
from search.train.corpus import Corpus

POINTER = re.compile(
    r"""
    (?:\([^)]*\)\ *)?
    (?: (?:old\ |erhua\ |Japanese\ )?variant\ of | see\ (?:also\ )? | abbr\.\ for | also\ written | used\ in
      | same\ as | equivalent\ to )
    \ ?(?P<word>[^\s\[,;]+)                      # variant of 遺屬|遗属[yi2 shu3]
    """,
    re.VERBOSE,
)
REMARK = re.compile(r"\[[^\]]*\] | [^\s|]+\| | \([^)]*\)", re.VERBOSE)
NO_SENSE = ("CL:", "Taiwan pr", "also pr")

SENSES = 8
"""senses of a word that count; the n-th with weight 1 / sqrt(n)"""

NAME_WEIGHT = 0.3
POINTED_WEIGHT = 0.8
TEACHER_TOKENS = 24


def senses(corpus: Corpus, word: str, depth: int = 0) -> Iterator[tuple[str, float]]:
    """English glosses of ``word`` with their weights."""
    for entry in corpus.dictionary.get(word, ()):
        for sense in entry.senses:
            pointer = POINTER.match(sense)
            if pointer:
                other = pointer["word"].split("|")[-1]
                if depth < 2 and other != word:
                    yield from ((gloss, w * POINTED_WEIGHT) for gloss, w in senses(corpus, other, depth + 1))
            elif not sense.startswith(NO_SENSE):
                for gloss in (REMARK.sub("", sense).strip() or sense).split(";"):
                    if gloss.strip():
                        name = entry.proper or gloss.strip().startswith("surname")
                        yield gloss.strip(), NAME_WEIGHT if name else 1.0


def meaning(corpus: Corpus, words: list[str], teacher: Any) -> tuple[Vectors, Vectors]:
    """Unit vectors (n, d) and how sure they are (n,): 1 from an entry, 0.5 put together, 0 unknown."""
    parts = {part for word in words for k in range(1, len(word)) for part in (word[:k], word[k:])}
    known = {word: [*senses(corpus, word)][:SENSES] for word in sorted({*words, *parts}) if word in corpus.dictionary}
    glosses = sorted({gloss for found in known.values() for gloss, _ in found})
    teacher.max_seq_length = TEACHER_TOKENS
    encoded = teacher.encode(glosses, batch_size=256, convert_to_numpy=True, show_progress_bar=True)
    row = {gloss: i for i, gloss in enumerate(glosses)}
    vectors: dict[str, Vectors] = {}
    for word, found in known.items():
        if found:
            total = sum(encoded[row[gloss]] * w / math.sqrt(n) for n, (gloss, w) in enumerate(found, 1))
            vectors[word] = unit(np.asarray(total, dtype=np.float32)[None])[0]
    made, sure = np.zeros((len(words), encoded.shape[1]), np.float32), np.zeros(len(words), np.float32)
    for i, word in enumerate(words):
        if word in vectors:
            made[i], sure[i] = vectors[word], 1.0
        elif split := best_split(corpus, word, vectors):
            made[i], sure[i] = unit((vectors[split[0]] + vectors[split[1]])[None])[0], 0.5
    return made, sure


def best_split(corpus: Corpus, word: str, vectors: dict[str, Vectors]) -> tuple[str, str] | None:
    """The two parts with vectors that are the likeliest words; single characters only where nothing else is."""
    splits = [(word[:k], word[k:]) for k in range(1, len(word)) if word[:k] in vectors and word[k:] in vectors]

    def likely(split: tuple[str, str]) -> float:
        return sum(math.log(corpus.share(part) or 1e-9) - 5 * (len(part) == 1) for part in split)

    return max(splits, key=likely, default=None)


def whiten(vectors: Vectors, sure: Vectors, shares: Vectors, dimension: int, power: float = 0.8) -> Vectors:
    """``dimension`` main directions of ``vectors`` without the first, their sizes brought nearer to each other."""
    weights = (shares * (sure > 0))[:, None]
    weights /= weights.sum()
    centred = (vectors - (vectors * weights).sum(0)) * (sure > 0)[:, None]
    values, axes = np.linalg.eigh((centred * weights).T @ centred)
    order = np.argsort(-values)[1 : dimension + 1]
    return unit((centred @ axes[:, order] / values[order] ** (power / 2)).astype(np.float32))
