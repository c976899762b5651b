"""How the command line shows things to a person: progress, tables, sentences. JSON never passes through here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from search.cli_json import print_json
from search.display import SEVERITY_NAMES

if TYPE_CHECKING:
    from kg.build import BuildReport, FileOutcome
    from kg.build import Progress as BuildProgress
    from search.findings import DocumentFinding

STATUS = {"built": "已读入", "unchanged": "未变", "failed": "未读"}


@contextmanager
def build_progress(quiet: bool) -> Iterator[BuildProgress | None]:
    """A bar on standard error, one step a file; failures are named as they happen."""
    console = Console(stderr=True)
    if quiet:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("读取文档", total=None)

        def step(outcome: FileOutcome, done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, description=f"读取文档 {outcome.path.name[:36]}")
            if outcome.error is not None:
                bar.console.print(f"未读：{outcome.error}", style="red", markup=False)
            if done == total:
                bar.update(task, description="建立检索索引")

        yield step


def print_build(report: BuildReport, as_json: bool) -> None:
    if as_json:
        print_json({
            "generation": report.generation,
            "files": [
                {"file": str(o.path), "document": o.stem, "status": o.status, "added": o.added, "removed": o.removed,
                 "findings": o.findings, "seconds": round(o.seconds, 3), "error": str(o.error) if o.error else None}
                for o in report.outcomes
            ],
        })  # fmt: skip
        return
    if not report.outcomes:
        typer.echo("没有找到 .txt 或 .pdf 文件，图谱未改动。", err=True)
        return
    counts = Counter(outcome.status for outcome in report.outcomes)
    said = "，".join(f"{STATUS[status]} {counts[status]}" for status in STATUS if counts[status])
    added = sum(outcome.added for outcome in report.outcomes)
    removed = sum(outcome.removed for outcome in report.outcomes)
    typer.echo(f"文档 {len(report.outcomes)} 份：{said}；新增 {added:,} 条陈述，撤去 {removed:,} 条；第 {report.generation} 版。")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str | None]], right: Sequence[str] = ()) -> None:
    """A plain table; columns named in ``right`` are set flush right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else cell for cell in row))
    Console().print(table, markup=False)


def print_answer(answer: dict[str, Any]) -> None:
    """The sentence, what was assumed, the rows, the places in the text, the query."""
    typer.echo(answer["text"])
    for assumption in answer["assumptions"]:
        typer.echo(f"  （{assumption}）")
    if answer["rows"] and len(answer["rows"]) > 1:
        typer.echo("")
        print_rows(answer["columns"], answer["rows"][:50])
        if len(answer["rows"]) > 50:
            typer.echo(f"……共 {len(answer['rows'])} 行，用 --json 取全部")
    if answer["evidence"]:
        typer.echo("\n依据：")
        for place in answer["evidence"][:12]:
            typer.echo(f"  {place['document']}:{place['line']}  {clip(place['quote'])}")
        if len(answer["evidence"]) > 12:
            typer.echo(f"  ……共 {len(answer['evidence'])} 处")
    if answer.get("sparql"):
        typer.echo("\n所用查询可用 --json 查看。")


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table where it fits the terminal; else a numbered line a row, the first cell and what the others say."""
    if not rows:
        typer.echo("没有符合的数据。")
        return
    widths = [[cell_len(str(cell or "")) + 2 for cell in row] for row in (columns, *rows)]
    if sum(max(column) for column in zip(*widths, strict=True)) <= Console().width:
        print_table(columns, [[None if cell is None else str(cell) for cell in row] for row in rows])
        return
    for number, row in enumerate(rows, 1):
        said = "，".join(f"{name} {cell}" for name, cell in zip(columns[1:], row[1:], strict=True) if cell not in (None, ""))
        typer.echo(f"{number:>3}. {row[0]}：{said}")


def print_hits(found: dict[str, Any]) -> None:
    if not found["hits"]:
        typer.echo("没有足够接近的内容。换个说法，或用更具体的名称、文号、编码。")
        return
    for hit in found["hits"]:
        typer.echo(f"{hit['rank']:>2}. [{hit['kind']}] {hit['title']}  {hit['document']}:{hit['line']}  {hit['score']:.3f}")
        typer.echo(f"    {clip(hit['snippet'])}")


def clip(text: str, size: int = 90) -> str:
    text = " ".join(text.split())
    return text if len(text) <= size else text[: size - 1] + "…"


def print_findings(findings: Sequence[DocumentFinding]) -> None:
    """One line a finding under the name of its document, and how many there are of each severity."""
    if not findings:
        typer.echo("没有发现问题。")
        return
    document = ""
    for finding in findings:
        if finding.document != document:
            document = finding.document
            typer.echo(document)
        lines = "、".join(str(line) for line in finding.lines[:4]) + ("…" if len(finding.lines) > 4 else "")
        typer.echo(f"  {SEVERITY_NAMES[finding.severity]}  {finding.rule}  第 {lines} 行  {finding.message}")
    counts = Counter(finding.severity for finding in findings)
    typer.echo("，".join(f"{name} {counts[severity]}" for severity, name in SEVERITY_NAMES.items() if counts[severity]) + "。")


def print_saved_queries() -> None:
    """Name, question and parameters of every saved query."""
    from search.saved_query import saved_queries

    for query in saved_queries().values():
        typer.echo(f"{query.name}  {query.title}：{query.question}")
        for parameter in query.parameters:
            typer.echo(f"    --set {parameter.name}=…  {parameter.about}（默认 {parameter.default or '不限'}）")
