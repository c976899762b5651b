"""The command line. Each command is a few lines: parse, call the library, print; see cli_output.py for the forms.

Exit codes: 0 done; 1 part of the work failed (a file of a batch, an error-level finding of ``check``); 2 wrong usage;
3 nothing here (no graph or index built, unknown name); 4 the store is busy or failed; 5 a query was refused or failed;
6 the address cannot be listened on.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from nlp.errors import (
    AddressTaken,
    BudgetKGError,
    IndexMissing,
    NotFound,
    QueryError,
    QuerySyntaxError,
    SourceError,
    StoreError,
    StoreMissing,
    UsageError,
)
from search import cli_contracts, cli_data, cli_graph, cli_policy
from search.cli_base import AsJson, Data, app, settings_of
from search.cli_json import print_json

__all__ = ["app", "cli_contracts", "cli_data", "cli_graph", "cli_policy", "main"]

EXITS = ((StoreMissing, 3), (IndexMissing, 3), (NotFound, 3), (StoreError, 4), (QueryError, 5), (UsageError, 2), (SourceError, 1), (AddressTaken, 6))

NAMED_SO = "ASK { ?o a org:Organization ; skos:prefLabel|skos:altLabel ?name FILTER(CONTAINS(?name, %s)) }"
"""Whether an organisation has these words in its name"""


def main() -> None:
    """Entry point: errors of ours become one sentence on standard error and an exit code."""
    try:
        app()
    except BudgetKGError as error:
        typer.echo(f"错误：{error}", err=True)
        if isinstance(error, QuerySyntaxError) and error.excerpt:
            typer.echo(error.excerpt, err=True)
        sys.exit(next((code for kind, code in EXITS if isinstance(error, kind)), 1))
    except UnicodeDecodeError as error:
        typer.echo(f"错误：文件不是 UTF-8 文字（第 {error.start} 字节起）", err=True)
        sys.exit(2)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.stderr.close()
            sys.exit(0)
        typer.echo(f"错误：无法读写 {error.filename or ''}：{error.strerror or error}", err=True)
        sys.exit(2)


@app.command()
def build(
    paths: Annotated[list[Path] | None, typer.Argument(help="文件或目录（目录下所有 .txt 和 .pdf）", show_default=False)] = None,
    samples: Annotated[bool, typer.Option("--samples", help="读入随包附带的示例文档")] = False,
    jobs: Annotated[int | None, typer.Option(help="同时读取的进程数（默认按处理器数，文件少时一个）", min=1, show_default=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """读入文档，建立或更新图谱与检索索引。未变的文档不再读；坏文件不影响其余文件。"""
    from nlp.generate.samples import sample_paths
    from search.cli_output import build_progress, print_build
    from search.library import build_library

    chosen = [*(paths or []), *(sample_paths() if samples else [])]
    if not chosen:
        raise UsageError("没有给出文件或目录；要用示例文档请加 --samples")
    with build_progress(quiet=as_json) as progress:
        report = build_library(chosen, settings_of(data), jobs=jobs, progress=progress)
    print_build(report, as_json)
    if report.failed or not report.outcomes:
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址（默认 127.0.0.1）", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help="监听端口（默认 8000）", show_default=False, min=1, max=65535)] = None,
    data: Data = None,
) -> None:
    """启动网页、SPARQL 端点与 JSON 接口；可以应答时打印地址。"""
    from search.app import serve as run

    run(settings_of(data, host=host, port=port))


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help="要读的文档（.txt 或 .pdf）或目录")],
    out: Annotated[Path | None, typer.Option(help="写到这个目录，每份文档一个 JSON；不给则每行一份打印", show_default=False)] = None,
) -> None:
    """只读文档，打印全部记录（JSON），不建图谱。"""
    from kg.build import source_files
    from search.library import extract_json

    failed = 0
    for path in source_files(files):
        try:
            found = extract_json(path)
        except BudgetKGError as error:
            failed += 1
            typer.echo(f"未读：{error}", err=True)
            continue
        if out is None:
            print_json(found)
        else:
            out.mkdir(parents=True, exist_ok=True)
            (out / f"{path.stem}.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
            typer.echo(f"{path.name} → {out / f'{path.stem}.json'}", err=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="中文问题", show_default=False)] = None,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines 文件，每行含 id 与 q", show_default=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """用中文提问：给出答案、所用查询与原文依据；答不了就说缺什么。"""
    from search.ask import answer_json
    from search.cli_output import print_answer
    from search.library import open_asker

    rows = asked(question, batch, "问题")
    asker = open_asker(settings_of(data))
    if batch is not None:
        for line_id, text in rows:
            print_json({"id": line_id, **answer_json(asker.ask(text))})
        return
    answer = asker.ask(rows[0][1])
    if as_json:
        print_json(answer_json(answer))
    else:
        print_answer(answer_json(answer))


@app.command()
def search(
    query: Annotated[str | None, typer.Argument(help="要找的意思、词语、文号、编码或名称", show_default=False)] = None,
    k: Annotated[int, typer.Option("-k", help="最多给出几条", min=1, max=100)] = 10,
    year: Annotated[int | None, typer.Option(help="只看这一年", show_default=False)] = None,
    org: Annotated[str | None, typer.Option(help="只看这个部门", show_default=False)] = None,
    kind: Annotated[str | None, typer.Option(help="project | policy | contract | figure | organisation | passage", show_default=False)] = None,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines 文件，每行含 id 与 q", show_default=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """按意思检索项目、文件、合同、机构、数字与段落，离线运行。"""
    from kg.store import as_literal
    from search.cli_output import print_hits
    from search.library import hits_json, open_index, open_reader_of
    from search.passage import KINDS

    if kind is not None and kind not in KINDS:
        raise UsageError(f"--kind 应为 {'、'.join(KINDS)} 之一，不是“{kind}”")
    rows = asked(query, batch, "要找的内容")
    settings = settings_of(data)
    reader = open_reader_of(settings)
    if org is not None and not reader.ask(NAMED_SO % as_literal(org)):
        raise NotFound(f"没有收录名称中有“{org}”的部门")
    index = open_index(reader, settings)
    if batch is not None:
        for line_id, text in rows:
            print_json({"id": line_id, **hits_json(index, text, k, year=year, organisation=org, kind=kind)})
        return
    found = hits_json(index, rows[0][1], k, year=year, organisation=org, kind=kind)
    if as_json:
        print_json(found)
    else:
        print_hits(found)


def asked(text: str | None, batch: Path | None, name: str) -> list[tuple[str, str]]:
    """What is asked, with its id where it comes from a file. Raises UsageError for both, for neither, for blanks."""
    if text is not None and batch is not None:
        raise UsageError(f"{name}与 --batch 只能给一样")
    if batch is not None:
        return read_batch(batch)
    if not (text or "").strip():
        raise UsageError(f"请给出{name}，或用 --batch 指定文件")
    return [("", text or "")]


def read_batch(path: Path) -> list[tuple[str, str]]:
    """(id, question) of each line. Raises UsageError naming the line that is not such an object."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            rows.append((str(entry["id"]), str(entry["q"])))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise UsageError(f"{path.name} 第 {number} 行：应为含 id 与 q 的 JSON 对象（{error}）") from None
    return rows
