"""How a word is used: the words around it in the paragraphs (positive PMI), cut to its main directions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from search.embedding import Vectors, unit

WINDOW = 6
"""words to either side; a neighbour at distance d counts 1 / sqrt(d)"""

SMOOTHING = 0.75
"""power of the neighbours' frequencies: keeps rare neighbours from looking remarkable"""


def usage(paragraphs: list[list[int]], words: int, dimension: int) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """Unit vectors (words, dimension) and how often each word was seen; word 0 is the unknown one."""
    from scipy.sparse import csr_matrix
    from sklearn.utils.extmath import randomized_svd

    gap = [-1] * WINDOW
    flat = np.array([token for paragraph in paragraphs for token in (*paragraph, *gap)], dtype=np.int32)
    near = csr_matrix((words, words), dtype=np.float32)
    for distance in range(1, WINDOW + 1):
        left, right = flat[:-distance], flat[distance:]
        both = (left > 0) & (right > 0)
        weight = np.full(int(both.sum()), distance**-0.5, np.float32)
        near = near + csr_matrix((weight, (left[both], right[both])), shape=(words, words))
    near = (near + near.T).tocoo()
    sums = np.bincount(near.row, weights=near.data, minlength=words)
    expected = sums**SMOOTHING / (sums**SMOOTHING).sum()
    information = np.log(near.data / (sums[near.row] * expected[near.col]))
    kept = information > 0
    matrix = csr_matrix((information[kept], (near.row[kept], near.col[kept])), shape=(words, words), dtype=np.float32)
    axes, sizes, _ = randomized_svd(matrix, dimension, n_iter=3, random_state=0)
    return unit((axes * np.sqrt(sizes)).astype(np.float32)), np.bincount(flat[flat >= 0], minlength=words)
