"""Commands over the built graph: lookups, lists, checks, exports. Each prints a table, or JSON with --json."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from search.cli_base import AsJson, Data, app, settings_of
from search.cli_json import print_json

Org = Annotated[str | None, typer.Option("--org", help="部门名称或其中的字", show_default=False)]


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="文件或目录；不给则检查已入库的全部文档", show_default=False)] = None,
    severity: Annotated[str, typer.Option(help="至少这个级别：error | warning | info")] = "warning",
    rule: Annotated[str | None, typer.Option(help="只看这条规则", show_default=False)] = None,
    rules: Annotated[bool, typer.Option("--rules", help="列出全部规则")] = False,
    shapes: Annotated[bool, typer.Option("--shapes", help="改查已入库的图的结构（SHACL），每处不符算一个问题")] = False,
    document: Annotated[str | None, typer.Option(help="与 --shapes 同用：只查这一份文档的图", show_default=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """勾稽检查：表内、表间、表文之间、算式、合同余额与日期；--shapes 查图的结构。有 error 级问题或结构不符时退出码为 1。"""
    from nlp.errors import UsageError
    from search.cli_output import print_findings
    from search.cli_shapes import check_graphs
    from search.findings import SEVERITIES, checked_files, known_rules, stored_findings
    from search.library import open_reader_of

    if rules:
        for name, meaning in known_rules().items():
            typer.echo(f"{name}  {meaning}")
        return
    if shapes and (paths or rule):
        raise UsageError("--shapes 查已入库的图，不能与文件或 --rule 同用；只查一份文档请用 --document")
    if document is not None and not shapes:
        raise UsageError("--document 只与 --shapes 同用；只查一份文件的勾稽关系请给出文件")
    if shapes:
        if check_graphs(open_reader_of(settings_of(data)), document, as_json):
            raise typer.Exit(1)
        return
    if rule is not None and rule not in known_rules():
        raise UsageError(f"没有规则“{rule}”；用 --rules 列出全部规则")
    if severity not in SEVERITIES:
        raise UsageError(f"--severity 应为 {'、'.join(SEVERITIES)} 之一，不是“{severity}”")
    found = checked_files(paths) if paths else stored_findings(open_reader_of(settings_of(data)))
    wanted = SEVERITIES[: SEVERITIES.index(severity) + 1]
    chosen = [finding for finding in found if finding.severity in wanted and rule in (None, finding.rule)]
    if as_json:
        print_json([finding.as_json() for finding in chosen])
    else:
        print_findings(chosen)
    if any(finding.severity == "error" for finding in chosen):
        raise typer.Exit(1)


@app.command()
def withdraw(
    document: Annotated[str, typer.Argument(help="文档名（文件名去掉扩展名）")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """撤下一份文档：图谱与索引中不留痕迹，其余文档不变。"""
    from search.library import withdraw_document

    gone = withdraw_document(document, settings_of(data))
    if as_json:
        print_json({"document": document, "removed": gone})
    else:
        typer.echo(f"已撤下 {document}：撤去 {gone:,} 条陈述。")


@app.command()
def sparql(
    query: Annotated[str | None, typer.Argument(help="SPARQL 查询，.rq 文件，或已存查询的名称或标题", show_default=False)] = None,
    parameters: Annotated[list[str] | None, typer.Option("--set", help="已存查询的参数，写作 名称=值，可重复", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option(help="从文件读查询；- 为标准输入", show_default=False)] = None,
    list_: Annotated[bool, typer.Option("--list", help="列出已存查询及其参数")] = False,
    org: Org = None,
    form: Annotated[str, typer.Option("--format", help="table | csv | tsv | json | xml，图查询为 turtle | ntriples | jsonld | rdfxml")] = "table",
    data: Data = None,
) -> None:
    """执行 SPARQL 查询：一段文字、一个文件，或一个已存查询（如：未付余额 --org 水利局）。"""
    from nlp.errors import UsageError
    from search.cli_output import print_saved_queries
    from search.cli_sparql import run_and_print

    if list_:
        print_saved_queries()
        return
    text = query
    if file is not None:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
    elif query is not None and query.endswith((".rq", ".sparql")):
        text = Path(query).read_text(encoding="utf-8")
    if not text:
        raise UsageError("请给出查询、--file 或 --list")
    values = dict(read_assignment(entry) for entry in parameters or ())
    if org is not None:
        values["org"] = org
    run_and_print(settings_of(data), text, values, form)


def read_assignment(entry: str) -> tuple[str, str]:
    name, sign, value = entry.partition("=")
    if not sign:
        from nlp.errors import UsageError

        raise UsageError(f"--set 应写作 名称=值，不是“{entry}”")
    return name, value


@app.command()
def identity(
    kind: Annotated[str | None, typer.Option(help="只看一类：organisation | project | policy", show_default=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """名称存疑、可能是同一事物的成对条目；裁定写入 decisions.tsv，重建后生效，可撤回。"""
    from dataclasses import asdict

    from kg.identity_review import CLASSES, doubtful
    from nlp.errors import UsageError
    from search.library import open_reader_of

    if kind is not None and kind not in CLASSES:
        raise UsageError(f"--kind 应为 {'、'.join(CLASSES)} 之一，不是“{kind}”")
    pairs = doubtful(open_reader_of(settings_of(data)), kind)
    if as_json:
        print_json([asdict(pair) for pair in pairs])
        return
    for pair in pairs:
        typer.echo(f"{pair.score:.2f}  {pair.one}  ／  {pair.other}\n      {pair.reason}（{'、'.join(pair.documents)}）")
    typer.echo(f"共 {len(pairs)} 对。")
