"""The vector index: FAISS over unit vectors, inner product.

Enters: rows with their keys. Leaves: ``(keys, similarities)``. A key is ``passage number * WINDOWS + window``: a
passage has several vectors, and its similarity is that of its best window. Below ``FLAT_LIMIT`` rows the index is flat
(exact); above it is an inverted file with 8-bit rows, trained on a sample. Rows go and come by key.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.embedding import Vectors

Keys = npt.NDArray[np.int64]

WINDOWS = 64
"""most windows of one passage"""

FLAT_LIMIT = 200_000
"""rows up to which exact search is fast enough: README, table of the benchmark"""

NPROBE = 128
"""lists visited for a query in an inverted file: 0.99 of exact search in 1.3 ms, where 48 gave 0.955 in 0.6 ms"""

TRAIN_ROWS_PER_LIST = 40


def engine() -> Any:
    """FAISS, imported when it is needed; its stubs do not know its Python additions."""
    import faiss

    return faiss


class VectorIndex:
    """One generation of vectors."""

    def __init__(self, index: Any, flat_limit: int = FLAT_LIMIT) -> None:
        self.index = index
        self.flat_limit = flat_limit

    @classmethod
    def empty(cls, dimension: int, flat_limit: int = FLAT_LIMIT) -> VectorIndex:
        faiss = engine()
        return cls(faiss.IndexIDMap2(faiss.IndexFlatIP(dimension)), flat_limit)

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        faiss = engine()
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        faiss = engine()
        faiss.write_index(self.index, str(path))

    @property
    def size(self) -> int:
        return int(self.index.ntotal)

    @property
    def flat(self) -> bool:
        faiss = engine()
        return isinstance(self.index, faiss.IndexIDMap2)

    def add(self, keys: Keys, rows: Vectors) -> None:
        """Add rows; a flat index that grows past the limit becomes an inverted file."""
        if not len(keys):
            return
        if self.flat and self.size + len(keys) > self.flat_limit:
            self.to_inverted(keys, rows)
        else:
            self.index.add_with_ids(np.ascontiguousarray(rows), keys)

    def to_inverted(self, keys: Keys, rows: Vectors) -> None:
        faiss = engine()
        old_keys = faiss.vector_to_array(self.index.id_map)
        old = self.index.index.reconstruct_n(0, self.size) if self.size else rows[:0]
        rows, keys = np.concatenate([old, rows]), np.concatenate([old_keys, keys])
        self.index = inverted(rows)
        self.index.add_with_ids(np.ascontiguousarray(rows), keys)

    def remove(self, numbers: Iterable[int]) -> None:
        """Take out every window of these passages."""
        first = np.fromiter(numbers, dtype=np.int64) * WINDOWS
        if len(first):
            keys = (first[:, None] + np.arange(WINDOWS)).ravel()
            self.index.remove_ids(keys)

    def search(self, query: Vectors, limit: int, allowed: npt.NDArray[np.bool_] | None = None) -> dict[int, float]:
        """Passage number -> best similarity, of the ``limit`` nearest windows. ``allowed[number]``: may it be found."""
        faiss = engine()
        if not self.size:
            return {}
        options: dict[str, Any] = {}
        if allowed is not None:
            bits = np.repeat(np.where(allowed, 255, 0).astype(np.uint8), WINDOWS // 8)
            options["sel"] = faiss.IDSelectorBitmap(bits)
        inverted_file = {} if self.flat else {"nprobe": NPROBE}
        parameters = (faiss.SearchParameters if self.flat else faiss.SearchParametersIVF)(**inverted_file, **options)
        similarities, keys = self.index.search(query[None], min(limit, self.size), params=parameters)
        best: dict[int, float] = {}
        for key, similarity in zip(keys[0].tolist(), similarities[0].tolist(), strict=True):
            if key >= 0:
                best.setdefault(key // WINDOWS, similarity)
        return best

    def similarity(self, query: Vectors, number: int, windows: int) -> float:
        """Similarity of one passage's best window."""
        first = number * WINDOWS
        rows = [self.index.reconstruct(first + window) for window in range(windows)]
        return max((float(query @ row) for row in rows), default=0.0)


def inverted(rows: Vectors) -> Any:
    """An inverted file of 8-bit rows, trained on a sample of ``rows``; a row is found again by its key."""
    faiss = engine()
    dimension = rows.shape[1]
    lists = int(2 ** np.round(np.log2(4 * np.sqrt(len(rows)))))
    quantizer = faiss.IndexFlatIP(dimension)
    index = faiss.IndexIVFScalarQuantizer(
        quantizer, dimension, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.own_fields = True
    quantizer.this.disown()
    index.cp.niter = 10
    rng = np.random.default_rng(0)
    sample = rng.choice(len(rows), min(len(rows), lists * TRAIN_ROWS_PER_LIST), replace=False)
    index.train(rows[np.sort(sample)])
    index.set_direct_map_type(faiss.DirectMap.Hashtable)
    return index
