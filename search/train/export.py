"""Rows and tokenizer as a sentence-transformers directory: 8-bit rows, a rare word on the row of its nearest neighbour.

Only the ``ROWS`` most frequent words have a row of their own; every other word points at the row of the word whose
direction is nearest, and keeps its own length. So twice the vocabulary fits into the same file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search.embedding import Vectors, unit

ROWS = 30_500
"""words with a row of their own: what 12 MB hold at 320 dimensions"""

BATCH = 2000

MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.base.modules.normalize.Normalize",
    },
]
NORMALIZE = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"document": "", "query": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def export(tokenizer: Any, rows: Vectors, shares: Vectors, folder: Path) -> None:
    """Write ``folder`` so that ``SentenceTransformer(folder)`` reads it; ``shares``: how frequent each word is."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    lengths = np.linalg.norm(rows, axis=1)
    directions = unit(rows)
    own = np.argsort(-np.where(lengths > 0, shares, 0), kind="stable")[:ROWS]
    mapping = nearest_rows(directions, np.sort(own))
    kept = directions[np.sort(own)]
    scales = np.maximum(np.abs(kept).max(axis=1), 1e-9) / 127
    weights = {
        "embeddings": np.rint(kept / scales[:, None]).astype(np.int8),
        "mapping": mapping,
        "weights": (scales[mapping] * lengths).astype(np.float32),
    }
    save_file(weights, folder / "model.safetensors")
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact, encoding="utf-8")
    for name, content in (("modules.json", MODULES), ("config_sentence_transformers.json", CONFIG)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (folder / "1_Normalize" / "config.json").write_text(json.dumps(NORMALIZE, indent=2) + "\n", encoding="utf-8")


def nearest_rows(directions: Vectors, own: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
    """For each word the position in ``own`` of the row it is read from."""
    mapping = np.empty(len(directions), np.int32)
    for at in range(0, len(directions), BATCH):
        mapping[at : at + BATCH] = (directions[at : at + BATCH] @ directions[own].T).argmax(axis=1)
    mapping[own] = np.arange(len(own))
    return mapping
