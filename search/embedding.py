"""Texts to vectors: the model that ships in the package, or any other sentence-transformers model.

Enters: texts. Leaves: rows ``(n, d) float32`` of length 1, so that the inner product is the cosine.

``search/model`` is a sentence-transformers directory (StaticEmbedding + Normalize; 8-bit rows, several rare words to a
row, a length for each word);
``SentenceTransformer("search/model")`` reads it. Importing that library takes seconds, so a static model is read here
with numpy alone; a test holds the two equal to 1e-6. Every other model goes through sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nlp.errors import UsageError
from nlp.source import normalise
from search.lexical_tokens import question_words

Vectors = npt.NDArray[np.float32]
Tokens = npt.NDArray[np.uint32]

BATCH = 512
"""texts encoded at a time: bounds the memory of the rows gathered"""

BGE_QUERY_PREFIX = "为这个句子生成表示以用于检索相关文章："
"""what the Chinese bge models want before a query, and only there (their model card)"""


LATIN = re.compile(r"[a-z]+")


class Encoder(Protocol):
    """A model. ``identity`` tells models apart: an index made with one is not searched with another."""

    identity: str
    dimension: int

    def passages(self, texts: Sequence[str]) -> Vectors: ...

    def query(self, text: str) -> Vectors: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A word of the query, its weight, and the word of the text that is nearest to it."""

    word: str
    weight: float
    nearest: str
    similarity: float


class StaticEncoder:
    """A table of word vectors; a text is the weighted mean of its words. Also compares texts word by word."""

    def __init__(self, directory: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        weights = load_file(directory / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokenizer.no_padding()
        rows = weights["embeddings"] if "embeddings" in weights else weights["embedding.weight"]
        self.rows: npt.NDArray[Any] = rows[weights["mapping"]] if "mapping" in weights else rows
        scales = weights.get("weights", np.ones(len(self.rows)))
        self.scales: Vectors = scales.astype(np.float32)
        norms = np.linalg.norm(self.rows.astype(np.float32), axis=1)
        self.importance: Vectors = (norms * self.scales).astype(np.float32)
        """length of a word's vector: how much it tells; frequent words are short"""
        self.inverse: Vectors = (1 / np.maximum(norms, 1e-9)).astype(np.float32)
        self.dimension = int(self.rows.shape[1])
        self.identity = fingerprint(directory)

    def passages(self, texts: Sequence[str]) -> Vectors:
        parts = [self.mean(self.tokens(texts[at : at + BATCH])) for at in range(0, len(texts), BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), np.float32)

    def query(self, text: str) -> Vectors:
        vector: Vectors = self.mean([self.asked(text).tolist()])[0]
        return vector

    def asked(self, query: str) -> Tokens:
        """The words of a query that tell what is looked for; all of them where it has no others.

        Pieces of an unknown Latin word (as, df, g) are no words of the query.
        """
        runs = set(LATIN.findall(normalise(query).lower()))
        words = [t for t in self.distinct(query).tolist() if self.word(t) in runs or not LATIN.fullmatch(self.word(t))]
        telling = [token for token in words if self.word(token) not in question_words()]
        return np.array(telling or words, dtype=np.uint32)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        if len(texts) == 1:  # a batch of one waits for the pool of threads
            return [list(self.tokenizer.encode(normalise(texts[0]), add_special_tokens=False).ids)]
        encodings = self.tokenizer.encode_batch([normalise(text) for text in texts], add_special_tokens=False)
        return [encoding.ids for encoding in encodings]

    def mean(self, tokens: Sequence[Sequence[int]]) -> Vectors:
        sizes = np.array([len(row) for row in tokens])
        flat = np.fromiter((token for row in tokens for token in row), dtype=np.int64, count=int(sizes.sum()))
        vectors = np.zeros((len(tokens), self.dimension), np.float32)
        filled = np.flatnonzero(sizes)
        if len(filled):
            gathered = self.rows[flat].astype(np.float32) * self.scales[flat, None]
            starts = (np.cumsum(sizes) - sizes)[filled]
            vectors[filled] = np.add.reduceat(gathered, starts, axis=0) / sizes[filled, None]
        return unit(vectors)

    def distinct(self, text: str) -> Tokens:
        """The distinct known words of a text as numbers, what ``likeness`` compares."""
        return self.known(self.tokens([text])[0])

    def known(self, tokens: Iterable[int]) -> Tokens:
        """``tokens`` without repetitions and without words the model knows nothing about."""
        distinct = np.fromiter(dict.fromkeys(tokens), dtype=np.uint32)
        return distinct[self.importance[distinct] > 0]

    def read(self, passages: Sequence[Sequence[str]]) -> tuple[Vectors, list[Tokens]]:
        """Of the windows of some passages: their vectors one after the other, and the known words of each passage."""
        tokens = self.tokens([window for windows in passages for window in windows])
        parts = [self.mean(tokens[at : at + BATCH]) for at in range(0, len(tokens), BATCH)]
        rest = iter(tokens)
        words = [self.known(token for _ in windows for token in next(rest)) for windows in passages]
        return (np.concatenate(parts) if parts else np.zeros((0, self.dimension), np.float32)), words

    def nearest(self, query: Tokens, texts: Sequence[Tokens]) -> Vectors:
        """For each text the cosine of the word nearest to each word of the query, (texts, words)."""
        nearest = np.zeros((len(texts), len(query)), np.float32)
        filled = [i for i, text in enumerate(texts) if len(text)]
        if filled and len(query):
            flat = np.concatenate([texts[i] for i in filled])
            words, place = np.unique(flat, return_inverse=True)
            cosines = self.cosines(query, words)[:, place]
            starts = np.cumsum([0, *(len(texts[i]) for i in filled)])[:-1]
            nearest[filled] = np.maximum.reduceat(cosines, starts, axis=1).T
        return nearest

    def likeness(self, query: Tokens, texts: Sequence[Tokens], unknown: Vectors | None = None) -> tuple[Vectors, Vectors]:
        """For each text the mean, over the words of the query by importance, of the nearest word's cosine; (n,), twice.

        The second leaves out the word that adds most: what a text has in common beyond it. ``unknown``: words the model
        does not know, 1 where the text holds one and 0 where not, (texts, words).
        """
        nearest, weights = self.nearest(query, texts), self.importance[query]
        if unknown is not None:
            nearest = np.concatenate([nearest, unknown], axis=1)
            weights = np.concatenate([weights, np.ones(unknown.shape[1], np.float32)])
        if not len(weights) or not len(texts):
            return np.zeros(len(texts), np.float32), np.zeros(len(texts), np.float32)
        parts = nearest * weights
        mean: Vectors = (parts.sum(axis=1) / weights.sum()).astype(np.float32)
        if len(weights) == 1:
            return mean, mean
        most = parts.argmax(axis=1)
        rest: Vectors = ((parts.sum(axis=1) - parts.max(axis=1)) / (weights.sum() - weights[most])).astype(np.float32)
        return mean, rest

    def unknown(self, query: str) -> tuple[str, ...]:
        """Latin words of a query that are no word of the model."""
        runs = dict.fromkeys(LATIN.findall(normalise(query).lower()))
        return tuple(run for run in runs if self.tokenizer.token_to_id(run) is None)

    def links(self, query: Tokens, text: Tokens) -> Iterator[Link]:
        """Which word of ``text`` each word of the query is nearest to."""
        if not len(text) or not len(query):
            return
        cosines = self.cosines(query, text)
        for word, row in zip(query, cosines, strict=True):
            at = int(row.argmax())
            yield Link(self.word(word), float(self.importance[word]), self.word(text[at]), round(float(row[at]), 3))

    def word(self, token: int) -> str:
        return str(self.tokenizer.id_to_token(int(token)))

    def cosines(self, left: Tokens, right: Tokens) -> Vectors:
        """Of each word of ``left`` with each of ``right``, (l, r)."""
        first = self.rows[left].astype(np.float32) * self.inverse[left, None]
        cosines: Vectors = np.asarray(first @ self.rows[right].astype(np.float32).T * self.inverse[right], np.float32)
        return cosines


class SentenceEncoder:
    """Any sentence-transformers model; ``prefix`` goes before queries only."""

    def __init__(self, name: str, prefix: str | None = None) -> None:
        from sentence_transformers import SentenceTransformer

        local = Path(name).is_dir()
        self.model = SentenceTransformer(name, device="cpu", local_files_only=local)
        self.dimension = int(self.model.get_embedding_dimension() or 0)
        self.prefix = prefix if prefix is not None else (BGE_QUERY_PREFIX if is_chinese_bge(name) else "")
        self.identity = fingerprint(Path(name)) if local else f"name:{name}"

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self.encode([normalise(text) for text in texts])

    def query(self, text: str) -> Vectors:
        vector: Vectors = self.encode([self.prefix + normalise(text)])[0]
        return vector

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self.model.encode(list(texts), batch_size=64, convert_to_numpy=True, show_progress_bar=False)
        return unit(np.asarray(vectors, dtype=np.float32))


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length 1; a row of zeros stays."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(norms, 1e-12)
    return scaled


def is_chinese_bge(name: str) -> bool:
    """

    >>> is_chinese_bge("BAAI/bge-small-zh-v1.5"), is_chinese_bge("models/bge-m3")
    (True, False)
    """
    last = Path(name).name.lower()
    return last.startswith("bge-") and "-zh" in last


def shipped_model() -> Path:
    return Path(str(files("search").joinpath("model")))


def is_static(directory: Path) -> bool:
    """Whether a model directory holds a StaticEmbedding that ``StaticEncoder`` reads, and nothing but Normalize after it."""
    try:
        modules = json.loads((directory / "modules.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    types = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    return types == ["StaticEmbedding", "Normalize"] and (directory / "model.safetensors").is_file()


@lru_cache(maxsize=4)
def load_encoder(model: str | None = None, query_prefix: str | None = None) -> Encoder:
    """The encoder for the ``model`` setting: None the shipped one, else a directory or a name.

    Raises UsageError where it cannot be loaded.
    """
    directory = Path(model) if model else shipped_model()
    if is_static(directory):
        return StaticEncoder(directory)
    try:
        return SentenceEncoder(str(model or directory), query_prefix)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"BUDGETKG_MODEL={model}：不是可读取的 sentence-transformers 模型目录或名称（{error}）"
        ) from error


def fingerprint(directory: Path) -> str:
    """SHA-256 over the names and contents of a model's files."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*")):
        if path.suffix in (".safetensors", ".bin", ".json", ".txt", ".model") and path.is_file():
            digest.update(path.relative_to(directory).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"sha256:{digest.hexdigest()}"
