"""The tokenizer: Unigram over words of one to four characters; figures of any length are one word."""

from __future__ import annotations

import math
import re
import string
from typing import Any

from search.train.corpus import Corpus

WORD = re.compile(r"[一-鿿]{1,4}")
LATIN = re.compile(r"[a-z]+")

FIGURE = "0"
"""stands for every number: which one it is, the lexical index knows"""

CHARACTERS = 7500
LATIN_WORDS = 300
UNKNOWN = "[UNK]"


def choose_words(corpus: Corpus, size: int) -> list[str]:
    """The words of the vocabulary, at most ``size``, those with a dictionary entry preferred."""
    weights = {word: weight(corpus, word) for word in {*corpus.counts, *corpus.general, *corpus.dictionary}}
    ranked = sorted((w for w in weights if WORD.fullmatch(w)), key=lambda word: (-weights[word], word))
    latin = [word for word, _ in corpus.counts.most_common() if LATIN.fullmatch(word)][:LATIN_WORDS]
    characters = [word for word in ranked if len(word) == 1][:CHARACTERS]
    fixed = [*dict.fromkeys([UNKNOWN, FIGURE, "%", *string.ascii_lowercase, "℃", *latin, *characters])]
    return [*fixed, *(word for word in ranked if len(word) > 1)][:size]


def weight(corpus: Corpus, word: str) -> float:
    return corpus.share(word) * (3 if word in corpus.dictionary else 1) * (0.5 if len(word) == 4 else 1)


def make_tokenizer(corpus: Corpus, words: list[str]) -> Any:
    """A ``tokenizers.Tokenizer``; the score of a word is the logarithm of its share."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram([(word, score(corpus, word)) for word in words], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.Replace(Regex(r"[0-9]+([.,][0-9]+)*"), FIGURE),  # 1,363,200.50
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^a-z0-9%℃\p{Han}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\p{Han}+"), "isolated"),
        ]
    )
    return tokenizer


def score(corpus: Corpus, word: str) -> float:
    if word == UNKNOWN:
        return -30.0
    if word in (FIGURE, "%"):
        return -5.0
    share = corpus.share(word)
    value = math.log(share + 1e-8) if share else -16.0
    return round(value if len(word) > 1 else min(value, -7.0), 2)
