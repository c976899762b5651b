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
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """勾稽检查：表内、表间、表文之间、算式、合同余额与日期。有 error 级问题时退出码为 1。"""
    from search.cli_output import print_findings
    from search.findings import SEVERITIES, checked_files, stored_findings
    from search.library import open_reader_of

    if severity not in SEVERITIES:
        from nlp.errors import UsageError

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
        typer.echo(f"已撤下 {document}：撤去 {gone} 条陈述。")
