"""The vector index: exact while it is small, an inverted file when it grows, rows in and out by key."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from search.embedding import Vectors, unit
from search.vectors import WINDOWS, VectorIndex


def rows(count: int, seed: int = 1) -> Vectors:
    """Unit rows around 20 centres, as texts of 20 subjects would lie."""
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(20, 32))
    return unit((centres[np.arange(count) % 20] + 0.6 * rng.normal(size=(count, 32))).astype(np.float32))


def keys(numbers: range, windows: int = 1) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([number * WINDOWS + window for number in numbers for window in range(windows)], dtype=np.int64)


@pytest.fixture
def small() -> VectorIndex:
    index = VectorIndex.empty(32)
    index.add(keys(range(50), 2), rows(100))
    return index


def test_similarity_of_a_passage_is_that_of_its_best_window(small: VectorIndex) -> None:
    query = rows(1, seed=2)[0]
    best = (rows(100) @ query).reshape(50, 2).max(axis=1)
    found = small.search(query, 100)
    assert list(found) == [int(n) for n in np.argsort(-best)]
    assert list(found.values()) == pytest.approx(sorted(best.tolist(), reverse=True), abs=1e-6)
    assert small.similarity(query, 7, 2) == pytest.approx(float(best[7]), abs=1e-6)


def test_only_allowed_passages_are_found(small: VectorIndex) -> None:
    allowed = np.zeros(50, np.bool_)
    allowed[[3, 41]] = True
    assert set(small.search(rows(1)[0], 100, allowed)) == {3, 41}


def test_nothing_of_a_removed_passage_stays(small: VectorIndex) -> None:
    small.remove([7, 8])
    assert small.size == 96
    assert not {7, 8} & set(small.search(rows(1)[0], 100))


def test_a_saved_index_is_the_same(small: VectorIndex, tmp_path: Path) -> None:
    small.save(tmp_path / "v.faiss")
    query = rows(1, seed=3)[0]
    assert VectorIndex.load(tmp_path / "v.faiss").search(query, 20) == small.search(query, 20)


def test_past_the_limit_it_becomes_an_inverted_file_that_finds_nearly_all() -> None:
    index = VectorIndex.empty(32, flat_limit=3000)
    index.add(keys(range(2000)), rows(2000))
    assert index.flat
    more = rows(4000, seed=5)
    index.add(keys(range(2000, 6000)), more)
    assert (index.flat, index.size) == (False, 6000)
    everything, queries = np.concatenate([rows(2000), more]), rows(40, seed=9)
    exact = np.argsort(-(queries @ everything.T), axis=1)[:, :10]
    found = [set(index.search(query, 10)) for query in queries]
    assert np.mean([len(f & set(e.tolist())) / 10 for f, e in zip(found, exact, strict=True)]) >= 0.95
    index.remove(range(2000))
    assert index.size == 4000
    assert min(index.search(queries[0], 50)) >= 2000


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex.empty(32).search(rows(1)[0], 10) == {}
