"""Put an export back: the graph of an N-Quads or TriG file, or a crate with its sources, into an empty data folder.

Loaded beside the live store with Oxigraph's bulk loader and moved into place whole: a restore that is killed leaves
nothing.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.store import Places, open_reader, open_writer, writer_lock
from nlp.errors import SourceError, UsageError

FORMS = {".nq": RdfFormat.N_QUADS, ".trig": RdfFormat.TRIG, ".jsonld": RdfFormat.JSON_LD}


def restore(path: Path, data: Path) -> int:
    """Restore ``path`` (a file of FORMS, or a folder that ``export --format crate`` wrote); the number of graphs.

    Raises UsageError where ``data`` holds a graph already, or the file's form is unknown; SourceError for a file that
    is not what its name says; StoreBusy.
    """
    dump = path / "graph.nq" if path.is_dir() else path
    form = FORMS.get(dump.suffix.lower())
    if form is None or not dump.is_file():
        raise UsageError(f"{path}：应为 {'、'.join(FORMS)} 文件，或导出的 crate 目录")
    places = Places(data)
    places.graph.mkdir(parents=True, exist_ok=True)
    with writer_lock(places.graph / "writer.lock"):
        if places.live.exists():
            raise UsageError(f"{data} 中已有图谱；请恢复到一个空的数据目录")
        load_whole(dump, form, places)
    if path.is_dir():
        copy_kept(path, places)
    with open_writer(data):
        pass  # makes the checkpoint that readers open
    return len(open_reader(data).graphs())


def load_whole(dump: Path, form: RdfFormat, places: Places) -> None:
    """Fill a store beside the live one, then move it into place."""
    beside = places.graph / "restoring"
    shutil.rmtree(beside, ignore_errors=True)
    store = Store(str(beside))
    try:
        store.bulk_load(path=str(dump), format=form)
    except (SyntaxError, ValueError) as error:
        del store
        shutil.rmtree(beside, ignore_errors=True)
        raise SourceError(f"{dump}：不是有效的 {form.name} 文件（{error}）") from error
    store.flush()
    store.optimize()
    del store
    places.dirty.touch()
    beside.rename(places.live)


def copy_kept(crate: Path, places: Places) -> None:
    """The sources and decisions of a crate."""
    places.sources.mkdir(parents=True, exist_ok=True)
    for path in (crate / "sources").glob("*.json"):
        shutil.copy(path, places.sources / path.name)
    if (crate / "decisions.tsv").exists():
        shutil.copy(crate / "decisions.tsv", places.data / "decisions.tsv")
