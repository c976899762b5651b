"""Both vectors of a word joined and rotated, then trained on pairs of texts that belong together.

Training moves word vectors so that the mean of a text comes near the mean of its partner and away from the other texts
of the batch (multiple negatives ranking), for the whole vector and for its first ``SHORT`` dimensions.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from search.embedding import Vectors, unit
from search.train.meaning import whiten

SHORT = 128

SOURCE_SHARES = {
    "law_ict": 0.30,  # a sentence of a statute and the rest of its article
    "law_title": 0.20,  # title of a statute and an article
    "law_chap": 0.15,  # title of a chapter and an article
    "stard": 0.12,  # a question in everyday words and the article that answers it
    "cmrc": 0.10,  # a question and the paragraph that answers it
    "csl_title": 0.04,
    "csl_kw": 0.04,
    "cmrc_title": 0.03,
    "tatoeba_para": 0.02,  # one sentence said in two ways
}
"""part of a batch that comes from each source of pairs"""

Tokens = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of the training, chosen on held-out pairs and on questions of our own (tests/data/paraphrases.tsv).

    Longer training or larger batches still gain on held-out pairs, and lose on questions in everyday words.
    """

    dimension: int = 320
    meaning_dimension: int = 256
    usage_weight: float = 0.7
    usage_half: float = 20.0
    """times a word must be seen for half of its usage to count"""
    sif: float = 6e-4
    """share of running words at which a word tells half: a / (a + share)"""
    batch: int = 1024
    steps: int = 220
    rate: float = 4e-4
    temperature: float = 0.05


def join(
    meaning: Vectors, sure: Vectors, usage: Vectors, seen: npt.NDArray[np.int64], shares: Vectors, recipe: Recipe
) -> Vectors:
    """Rows (words, dimension): direction from both views, length from how much a word tells."""
    left = whiten(meaning, sure, shares, recipe.meaning_dimension) * np.sqrt(sure)[:, None]
    centred = unit(usage - (usage * seen[:, None]).sum(0) / seen.sum())
    right = centred * (seen / (seen + recipe.usage_half))[:, None] * recipe.usage_weight
    both = unit(np.concatenate([left, right], axis=1).astype(np.float32))
    _, axes = np.linalg.eigh((both * shares[:, None]).T @ both)
    turned = unit(both @ axes[:, ::-1][:, : recipe.dimension])
    tells = recipe.sif / (recipe.sif + np.maximum(shares, 1e-7))
    tells[0] = 0  # the unknown word
    tells[1] *= 0.3  # any figure
    rows: Vectors = (turned * tells[:, None]).astype(np.float32)
    return rows


def polish(
    rows: Vectors,
    pairs: Mapping[str, tuple[Tokens, Tokens]],
    recipe: Recipe,
    progress: Callable[[int, float], None] | None = None,
) -> Vectors:
    """Train ``rows`` on tokenised pairs by source; the same input gives the same rows on one machine."""
    import torch

    table = torch.nn.Parameter(torch.tensor(rows))
    optimiser = torch.optim.Adam([table], lr=recipe.rate)
    rng = random.Random(0)
    for step in range(recipe.steps):
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(1.0, (step + 1) / 20) * (1 - step / recipe.steps)
        left, right = draw(pairs, recipe.batch, rng)
        loss = ranking_loss(embed(table, left), embed(table, right), recipe)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if progress:
            progress(step + 1, float(loss.detach()))
    trained: Vectors = table.detach().numpy()
    return trained


def draw(pairs: Mapping[str, tuple[Tokens, Tokens]], size: int, rng: random.Random) -> tuple[Tokens, Tokens]:
    left, right = [], []
    for source, share in SOURCE_SHARES.items():
        first, second = pairs[source]
        for i in rng.sample(range(len(first)), min(len(first), max(2, int(size * share)))):
            if first[i] and second[i]:
                left.append(first[i])
                right.append(second[i])
    return left, right


def embed(table: Any, texts: Tokens) -> Any:
    """Unit means of the texts' rows, (n, d)."""
    import torch

    flat = torch.tensor([token for text in texts for token in text], dtype=torch.long)
    starts = torch.tensor(np.cumsum([0, *(len(text) for text in texts[:-1])]))
    return torch.nn.functional.normalize(torch.nn.functional.embedding_bag(flat, table, starts, mode="mean"), dim=1)


def ranking_loss(left: Any, right: Any, recipe: Recipe) -> Any:
    import torch
    from torch.nn.functional import cross_entropy, normalize

    own = torch.arange(len(left))
    loss = torch.zeros(())
    for dimension, weight in ((recipe.dimension, 1.0), (SHORT, 0.5)):
        a, b = normalize(left[:, :dimension], dim=1), normalize(right[:, :dimension], dim=1)
        scores = a @ b.T / recipe.temperature
        loss = loss + weight * (cross_entropy(scores, own) + cross_entropy(scores.T, own)) / 2
    return loss
