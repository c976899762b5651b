"""The passages themselves: one SQLite file beside the engines, which only know their numbers.

Numbers grow and are never given twice within a generation's history. ``words`` holds the numbers of the distinct words
a static model knows in the passage (little-endian uint32), so that comparing it with a query needs no reading again.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from search import contract_cells, figure_cells, indicator_cells
from search.embedding import Tokens
from search.lexical import Filters
from search.passage import Passage, values_of

COLUMNS = tuple(field.name for field in fields(Passage))

TABLES = """
CREATE TABLE passage (
  number INTEGER PRIMARY KEY,
  iri TEXT NOT NULL, kind TEXT NOT NULL, document TEXT NOT NULL,
  line INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL,
  title TEXT NOT NULL, text TEXT NOT NULL, context TEXT NOT NULL,
  year INTEGER, organisation TEXT, amount REAL, minor INTEGER NOT NULL, "group" TEXT NOT NULL,
  windows INTEGER NOT NULL, words BLOB
);
CREATE INDEX passage_document ON passage (document);
CREATE TABLE document (stem TEXT PRIMARY KEY, sha256 TEXT NOT NULL, nodes TEXT NOT NULL DEFAULT '{}');
CREATE TABLE name (name TEXT NOT NULL, kind TEXT NOT NULL, iri TEXT NOT NULL, document TEXT NOT NULL);
CREATE INDEX name_name ON name (name);
CREATE INDEX name_document ON name (document);
CREATE TABLE retired (number INTEGER PRIMARY KEY);
CREATE TABLE token (field TEXT NOT NULL, token TEXT NOT NULL, passages INTEGER NOT NULL, PRIMARY KEY (field, token));
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

QUOTED = ", ".join(f'"{column}"' for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its number, its count of windows and its words for ``StaticEncoder.likeness``."""

    number: int
    passage: Passage
    windows: int
    words: Tokens


class PassageStore:
    """An open file. Reading is safe from several threads, one at a time."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.lock = threading.Lock()
        self._columns: dict[str, npt.NDArray[Any]] | None = None
        self.figures = figure_cells.FigureStore(self)
        self.contracts = contract_cells.ContractStore(self)
        self.indicators = indicator_cells.IndicatorStore(self)
        if create:
            tables = TABLES + figure_cells.TABLES + contract_cells.TABLES + indicator_cells.TABLES
            self.connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + tables)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self.lock:
            return self.connection.execute(sql, values).fetchall()

    def many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        with self.lock:
            self.connection.executemany(sql, values)

    def documents(self) -> dict[str, str]:
        """Stem -> SHA-256 of what is indexed."""
        return {str(stem): str(sha) for stem, sha in self.rows("SELECT stem, sha256 FROM document ORDER BY stem")}

    def nodes(self) -> dict[str, dict[str, int]]:
        """Stem -> class of the ontology -> how many nodes of it stand in the document."""
        return {str(stem): json.loads(str(nodes)) for stem, nodes in self.rows("SELECT stem, nodes FROM document")}

    def numbers(self, stem: str) -> list[int]:
        return [
            int(str(n)) for (n,) in self.rows("SELECT number FROM passage WHERE document = ? ORDER BY number", (stem,))
        ]

    def next_number(self) -> int:
        ((last,),) = self.rows("SELECT max(number) FROM passage")
        return max(int(str(last or 0)), int(self.about().get("last", 0))) + 1

    def about(self) -> dict[str, str]:
        """What the index was made with: model, dimension, format."""
        return {str(key): str(value) for key, value in self.rows("SELECT key, value FROM about")}

    def begin(self) -> None:
        self.rows("BEGIN")

    def commit(self, about: Mapping[str, object]) -> None:
        for key, value in about.items():
            self.rows("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, str(value)))
        self.rows("COMMIT")

    def remove(self, stem: str) -> None:
        for table, column in (("passage", "document"), ("name", "document"), ("document", "stem")):
            self.rows(f"DELETE FROM {table} WHERE {column} = ?", (stem,))
        number = self.figures.number(stem)
        if number is not None:
            self.contracts.remove(number)
            self.indicators.remove(number)
        self.figures.remove(stem)

    def add_nodes(self, stem: str, nodes: Mapping[str, int]) -> None:
        """Note how many nodes of each class stand in a document."""
        self.rows("UPDATE document SET nodes = ? WHERE stem = ?", (json.dumps(nodes), stem))

    def add(self, stem: str, sha256: str, stored: Iterable[Stored]) -> None:
        self.rows("INSERT INTO document (stem, sha256) VALUES (?, ?)", (stem, sha256))
        names: dict[tuple[str, str, str], None] = {}
        marks = ", ".join("?" * (len(COLUMNS) + 3))
        with self.lock:
            for one in stored:
                row = (one.number, *values_of(one.passage), one.windows, one.words.astype("<u4").tobytes())
                self.connection.execute(f"INSERT INTO passage (number, {QUOTED}, windows, words) VALUES ({marks})", row)
                if one.passage.kind in ("project", "policy", "organisation", "contract") and one.passage.title:
                    names[one.passage.title, one.passage.kind, one.passage.iri] = None
            self.connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", [(*name, stem) for name in names])

    def retired(self) -> list[int]:
        """Passages that this generation took out and a shared collection still holds (``search.collection``)."""
        return [int(str(number)) for (number,) in self.rows("SELECT number FROM retired ORDER BY number")]

    def retire(self, numbers: Sequence[int]) -> None:
        """Note these in place of what was noted before."""
        with self.lock:
            self.connection.execute("DELETE FROM retired")
            self.connection.executemany("INSERT INTO retired VALUES (?)", [(number,) for number in numbers])

    def count(self, field: str, counted: Mapping[str, int]) -> None:
        """Add to the counts of passages that hold a token."""
        sql = """INSERT INTO token VALUES (?, ?, ?)
                 ON CONFLICT (field, token) DO UPDATE SET passages = passages + excluded.passages"""
        with self.lock:
            self.connection.executemany(sql, [(field, token, by) for token, by in sorted(counted.items()) if by])
            self.connection.execute("DELETE FROM token WHERE passages <= 0")

    def frequencies(self, field: str, tokens: Sequence[str]) -> dict[str, int]:
        """In how many passages each token stands; those in none are left out."""
        marks = ", ".join("?" * len(tokens))
        rows = self.rows(f"SELECT token, passages FROM token WHERE field = ? AND token IN ({marks})", (field, *tokens))
        return {str(token): int(str(count)) for token, count in rows}

    def get(self, numbers: Sequence[int]) -> dict[int, Stored]:
        """Passages by number; numbers that are not here are left out."""
        marks = ", ".join("?" * len(numbers))
        sql = f"SELECT number, {QUOTED}, windows, words FROM passage WHERE number IN ({marks})"
        found = {}
        for number, *values, windows, words in self.rows(sql, tuple(numbers)):
            tokens = (
                np.frombuffer(words, dtype="<u4").astype(np.uint32)
                if isinstance(words, bytes)
                else np.zeros(0, np.uint32)
            )
            found[int(str(number))] = Stored(int(str(number)), Passage(*values), int(str(windows)), tokens)  # type: ignore[arg-type]
        return found

    def passages(self) -> list[tuple[int, Passage]]:
        """Every passage with its number."""
        rows = self.rows(f"SELECT number, {QUOTED} FROM passage ORDER BY number")
        return [(int(str(number)), Passage(*values)) for number, *values in rows]  # type: ignore[arg-type]

    def size(self) -> int:
        return int(str(self.rows("SELECT count(*) FROM passage")[0][0]))

    def names(self, part: str, limit: int) -> list[tuple[str, str, str]]:
        """Names that begin with ``part``, then names that hold it: (name, kind, IRI), shortest first."""
        starts = """SELECT DISTINCT name, kind, iri FROM name WHERE name >= ? AND name < ?
                    ORDER BY length(name), name LIMIT ?"""
        holds = """SELECT DISTINCT name, kind, iri FROM name WHERE instr(name, ?) > 0
                   ORDER BY length(name), name LIMIT ?"""
        found = self.rows(starts, (part, part + "\U0010ffff", limit))
        if len(found) < limit:
            found += [row for row in self.rows(holds, (part, limit * 2)) if row not in found]
        return [(str(name), str(kind), str(iri)) for name, kind, iri in found[:limit]]

    def allowed(self, filters: Filters) -> npt.NDArray[np.bool_]:
        """``[number]``: whether the passage fits the filters."""
        columns = self.columns()
        fits = columns["number"] >= 0
        if filters.year is not None:
            fits &= columns["year"] == filters.year
        if filters.organisation is not None:
            fits &= columns["organisation"] == filters.organisation
        if filters.kind is not None:
            fits &= columns["kind"] == filters.kind
        if filters.min_amount is not None:
            fits &= columns["amount"] >= filters.min_amount
        if filters.max_amount is not None:
            fits &= columns["amount"] <= filters.max_amount
        numbers = columns["number"]
        allowed = np.zeros(int(numbers.max(initial=0)) + 1, np.bool_)
        allowed[numbers[fits]] = True
        return allowed

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """What filters compare, as arrays; read once."""
        if self._columns is None:
            rows = self.rows("SELECT number, year, organisation, kind, amount FROM passage")
            self._columns = {
                "number": np.array([row[0] for row in rows], dtype=np.int64),
                "year": np.array([row[1] or 0 for row in rows], dtype=np.int64),
                "organisation": np.array([row[2] or "" for row in rows]),
                "kind": np.array([row[3] for row in rows]),
                "amount": np.array([np.nan if row[4] is None else row[4] for row in rows], dtype=np.float64),
            }
        return self._columns

    def close(self) -> None:
        self.connection.close()
