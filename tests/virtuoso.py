"""A Virtuoso of its own for the tests: started on loopback in an empty folder, stopped and forgotten afterwards.

Needs the programs of Debian's virtuoso-opensource (``virtuoso-t``, ``isql-vt``). Whoever asks over HTTP may update:
that is Virtuoso's right "SPARQL_UPDATE", granted to its user "SPARQL". The graphs it keeps for itself are dropped,
because they are part of its union of all graphs.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.served import free_port

CONFIGURATION = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CaseMode = 2
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""
OWN_GRAPHS = (
    "http://localuriqaserver/sparql",
    "http://www.openlinksw.com/schemas/virtrdf#",
    "http://www.w3.org/ns/ldp#",
)
ROWS = 10000
"""Rows after which Virtuoso cuts an answer off, as Debian's configuration has it"""


def installed() -> bool:
    return all(shutil.which(program) for program in ("virtuoso-t", "isql-vt"))


@contextmanager
def virtuoso() -> Iterator[str]:
    """Address of the SPARQL endpoint of an empty Virtuoso that takes updates."""
    sql, http = free_port(), free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "virtuoso.ini").write_text(CONFIGURATION.format(folder=folder, sql=sql, http=http, rows=ROWS))
        command = ["virtuoso-t", "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                address = f"http://127.0.0.1:{http}/sparql"
                await_answer(address, process)
                prepare(sql)
                yield address
            finally:
                process.kill()


def await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            if httpx.get(address, params={"query": "ASK {}"}, timeout=5).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"Virtuoso does not answer at {address}")


def prepare(sql: int) -> None:
    statements = ["GRANT SPARQL_UPDATE TO \"SPARQL\";"]
    statements += [f"SPARQL DROP SILENT GRAPH <{graph}>;" for graph in OWN_GRAPHS]
    command = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", *(f"exec={statement}" for statement in statements)]
    subprocess.run(command, check=True, capture_output=True)
