"""Rows and tokenizer as a sentence-transformers directory: 8-bit rows, each with its own scale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from search.embedding import Vectors

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


def export(tokenizer: Any, rows: Vectors, folder: Path) -> None:
    """Write ``folder`` so that ``SentenceTransformer(folder)`` reads it."""
    from safetensors.numpy import save_file

    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    scales = np.abs(rows).max(axis=1) / 127
    scales[scales == 0] = 1
    quantised = np.rint(rows / scales[:, None]).astype(np.int8)
    weights = {"embeddings": quantised, "weights": scales.astype(np.float32)}
    save_file(weights, folder / "model.safetensors")
    compact = json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact, encoding="utf-8")
    for name, content in (("modules.json", MODULES), ("config_sentence_transformers.json", CONFIG)):
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (folder / "1_Normalize" / "config.json").write_text(json.dumps(NORMALIZE, indent=2) + "\n", encoding="utf-8")
