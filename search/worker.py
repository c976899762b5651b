"""A query worker: one process, one read-only checkpoint, one query at a time, until it is told to end or is killed.

Started by ``worker_nursery`` with checkpoint and memory (bytes). Standard input carries jobs, standard output frames;
both are ``kind (1 byte) + size (4 bytes, big endian) + payload``. Job: ``j`` + JSON of ``worker_pool.Job``. Frames: ``r`` ready,
``h`` header, ``d`` bytes of the answer, ``e`` end, ``x`` error. Jobs come from ``worker_pool`` only, already read by
``sparql_text``. Imports are few on purpose: a worker that was killed is replaced in a blink.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import re
import struct
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from search.sparql_grammar import find_fault
from search.sparql_text import excerpt
from search.worker_sandbox import die_with_parent, drop_rights, limit_resources

FRAME = struct.Struct(">cI")
CHUNK = 64 * 1024
POSITION = re.compile(r"error at (\d+):(\d+): *(.*)", re.DOTALL)
REASONS = (
    ("Duplicated variable name", "SELECT 中同一个变量出现了两次"),
    ("overrides an existing variable", "SELECT 里 AS 的变量在查询中已经有值"),
    ("VALUES clause rows", "VALUES 每一行的值应与变量一样多，空缺写 UNDEF"),
    ("IRI parsing failed", "IRI 写法不对"),
)
"""what the engine says besides the tokens it would have taken, and how it is said here"""
SCOPE = "变量的用法不成立（例如选出了没有分组的变量，或给一个变量赋了两次值）"


class TooManyBytes(Exception):
    """The answer went past the byte limit."""


def main(checkpoint: str, memory: str) -> None:
    die_with_parent()
    store = ox.Store.read_only(checkpoint)
    warm(store)
    limit_resources(int(memory))
    sandboxed = drop_rights(Path(checkpoint))
    send(b"r", json.dumps({"sandboxed": sandboxed, "process": os.getpid()}).encode())
    while (job := receive()) is not None:
        answer(store, job)


def warm(store: ox.Store) -> None:
    """Run every serialiser once, so that whatever is loaded late is loaded before the rights are gone."""
    rows: Any = None
    for media in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.CSV, ox.QueryResultsFormat.TSV):
        rows = store.query("SELECT * { ?s ?p ?o } LIMIT 1")
        rows.serialize(io.BytesIO(), media)
    with contextlib.suppress(SyntaxError):
        store.query("ASK")
    store.query('ASK { FILTER(REGEX("a", "b") && NOW() > NOW() && RAND() < 0) }')


def receive() -> dict[str, Any] | None:
    """The next job; None when the server has closed the pipe."""
    head = read_exactly(FRAME.size)
    if head is None:
        return None
    _, size = FRAME.unpack(head)
    body = read_exactly(size)
    return None if body is None else json.loads(body)


def read_exactly(size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(0, size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def send(kind: bytes, payload: bytes) -> None:
    data = memoryview(FRAME.pack(kind, len(payload)) + payload)
    while data:
        data = data[os.write(1, data) :]


def answer(store: ox.Store, job: dict[str, Any]) -> None:
    """Evaluate one job and send header, data and end, or an error."""
    try:
        result = evaluate(store, job["text"], job)
        send(b"h", b"{}")
        sink = Sink(job)
        cut = write_result(store, job, result, sink)
        sink.finish(cut)
        send(b"e", json.dumps({"truncated": cut, "bytes": sink.sent}).encode())
    except SyntaxError as error:
        send(b"x", json.dumps(syntax_error(job["original"], str(error))).encode())
    except TooManyBytes:
        send(b"x", json.dumps({"code": "query-too-large", "message": f"结果超过 {job['bytes']:,} 字节的上限，请加 LIMIT 或减少列"}).encode())
    except MemoryError:
        send(b"x", json.dumps({"code": "query-too-large", "message": "查询用尽了内存上限，请缩小范围"}).encode())
    except (OSError, ValueError, RuntimeError) as error:
        send(b"x", json.dumps({"code": "query", "message": f"查询无法执行：{error}"}).encode())


def evaluate(store: ox.Store, text: str, job: dict[str, Any]) -> Any:
    """Start a query; where the window we put in does not parse, run the text as it was written."""
    dataset: dict[str, Any] = {"use_default_graph_as_union": True}
    if job["default_graphs"] is not None:
        dataset = {"default_graph": [ox.NamedNode(g) for g in job["default_graphs"]],
                   "named_graphs": [ox.NamedNode(g) for g in job["named_graphs"]]}  # fmt: skip
    elif job["own_dataset"]:
        dataset = {}
    try:
        return store.query(text, base_iri=job["base"], **dataset)
    except SyntaxError:
        return store.query(job["original"], base_iri=job["base"], **dataset)


class Sink(io.BufferedIOBase):
    """Collects what the serialiser writes, sends it in chunks, counts rows from above and holds back the end."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.buffer = bytearray()
        self.sent = 0
        self.limit = int(job["bytes"])
        self.engine = job["engine"]
        self.held = 3 if self.engine == "JSON" and job["form"] == "tabular" else 0
        self.row_end = {"JSON": b"},{", "XML": b"</result>", "CSV": b"\n", "TSV": b"\n"}.get(self.engine, b"\n")
        self.row_ends = 0
        self.tail = b""
        self.rows = int(job["rows"])

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        data = bytes(data)
        self.row_ends += (self.tail + data).count(self.row_end)
        self.tail = (self.tail + data[-16:])[1 - len(self.row_end) :] if len(self.row_end) > 1 else b""
        self.buffer += data
        if self.sent + len(self.buffer) > self.limit:
            raise TooManyBytes
        if len(self.buffer) - self.held >= CHUNK:
            self.push(len(self.buffer) - self.held)
        return len(data)

    def push(self, size: int) -> None:
        send(b"d", bytes(self.buffer[:size]))
        del self.buffer[:size]
        self.sent += size

    def finish(self, cut: bool) -> None:
        """Send the rest, with the mark of a cut answer where the format has a place for one."""
        if cut:
            note = f"truncated: only the first {self.rows} rows"
            if self.held:
                self.buffer[-1:] = b',"truncated":' + json.dumps({"rows": self.rows}).encode() + b"}"
            elif self.engine in ("XML", "RDF_XML"):
                self.buffer += f"\n<!-- {note} -->\n".encode()
            elif self.engine in ("TURTLE", "N_TRIPLES"):
                self.buffer += f"# {note}\n".encode()
        self.push(len(self.buffer))


def write_result(store: ox.Store, job: dict[str, Any], result: Any, sink: Any) -> bool:
    """Serialise into the sink; True where rows were left out."""
    if isinstance(result, ox.QueryTriples):
        rows = iter(result)
        ox.serialize(itertools.islice(rows, job["rows"]), sink, getattr(ox.RdfFormat, job["engine"]), prefixes=job["prefixes"])
        return next(rows, None) is not None
    if isinstance(result, ox.QueryBoolean) and job["engine"] in ("CSV", "TSV"):
        sink.write(b"true\n" if result else b"false\n")
        return False
    result.serialize(sink, getattr(ox.QueryResultsFormat, job["engine"]))
    if isinstance(result, ox.QueryBoolean) or job["beyond"] is None or sink.row_ends + 1 < job["rows"]:
        return False
    return next(iter(evaluate(store, job["beyond"], job)), None) is not None


def syntax_error(text: str, message: str) -> dict[str, Any]:
    """The place of the fault by the grammar; where the grammar finds none, the engine's position and its reason."""
    fault = find_fault(text)
    if fault is not None:
        found = f"“{fault.found[:60]}”不能出现在这里" if fault.found else "查询没有写完"
        line, column = fault.line, fault.column
        said = f"第 {line} 行第 {column} 列有语法错误：{found}，应为{fault.expected}"
    else:
        match = POSITION.match(message)
        if not match:
            return {"code": "query-syntax", "message": f"查询有语法错误：{message[:200]}", "line": None, "column": None, "excerpt": None}
        line, column = min(int(match[1]), text.count("\n") + 1), int(match[2])
        reason = next((ours for theirs, ours in REASONS if theirs in match[3]), SCOPE)
        said = f"第 {line} 行第 {column} 列之前有错误：{reason}"
    return {"code": "query-syntax", "message": said, "line": line, "column": column, "excerpt": excerpt(text, line, column)}
