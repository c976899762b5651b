"""``budgetkg export``, ``import``, ``stats``, ``diff``: the graph as a whole - taken away, put back, counted, compared."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from search.cli_base import AsJson, Data, app, settings_of
from search.cli_json import print_json


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件；csv 和 crate 写成目录")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format", show_default=False,
            help="nquads | trig | jsonld | ntriples | turtle | rdfxml | skos | csv | xlsx | crate；不给则看 --out 的扩展名，再默认 nquads",
        ),
    ] = None,
    document: Annotated[str | None, typer.Option(help="只导出这一份文档的图", show_default=False)] = None,
    data: Data = None,
) -> None:
    """导出整个图谱：RDF 各种格式，全部科目分类（skos），每类一张 CSV（附 CSVW 说明），Excel，或连同原文的 crate 目录。同图必得同字节。"""
    from kg.export import export as write
    from kg.export import form_of
    from search.library import open_reader_of

    for path in write(open_reader_of(settings_of(data)), out, form or form_of(out), document):
        typer.echo(f"已写 {path}（{path.stat().st_size:,} 字节）")


@app.command(name="import")
def import_(
    source: Annotated[Path, typer.Argument(help="导出的 .nq、.trig、.jsonld 文件，或 crate 目录")],
    data: Data = None,
) -> None:
    """把导出的图谱恢复到一个空的数据目录，并建立检索索引。"""
    from kg.restore import restore
    from search.library import index_library, open_reader_of

    settings = settings_of(data)
    graphs = restore(source, settings.data)
    index_library(open_reader_of(settings), settings)
    typer.echo(f"已恢复 {graphs} 个图到 {settings.data}。")


@app.command()
def stats(data: Data = None, as_json: AsJson = False) -> None:
    """图谱里有什么：文档、年度、各表覆盖、各类条数，以及已知缺什么。"""
    from kg.stats import stats as count
    from search.library import open_reader_of

    found = count(open_reader_of(settings_of(data)))
    if as_json:
        print_json({**asdict(found), "years": found.years, "totals": found.totals})
        return
    typer.echo(f"{len(found.documents)} 份文档，{found.quads:,} 条陈述")
    for document in found.documents:
        counts = document.counts
        typer.echo(f"{document.stem}\t{document.unit}\t{document.year}\t{document.kind}")
        typer.echo(
            f"    数字 {counts['figures']}，项目页 {counts['pages']}，政策引用 {counts['mentions']}，"
            f"合同 {counts['contracts']}，核对问题 {counts['findings']}，报表 {len(document.tables)} 张"
        )
        for gap in document.gaps:
            typer.echo(f"    缺：{gap}")
    shared = found.shared
    typer.echo(
        f"机构 {shared['organisations']}，项目 {shared['projects']}，政策 {shared['policies']}，科目 {shared['accounts']}"
    )
    for table in found.tables:
        typer.echo(f"{table.documents} 份\t{table.figures} 个数\t{table.title}")


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="文档名（文件名去掉扩展名）")],
    after: Annotated[str, typer.Argument(help="另一份文档名；与 --with 同用时可为同一份")],
    other: Annotated[
        Path | None, typer.Option("--with", help="后者在哪个数据目录；不给则与前者同一目录", show_default=False)
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """两次读取或两个年度之间变了什么：数字、项目、合同余额、政策，一句一条。只是换了位置的不算。"""
    from kg.diff import diff as compare
    from search.library import open_reader_of

    reader = open_reader_of(settings_of(data))
    found = compare(reader, before, open_reader_of(settings_of(other)) if other else reader, after)
    if as_json:
        print_json([{"kind": change.kind, "name": change.name, "sentence": change.sentence} for change in found])
        return
    for change in found:
        typer.echo(change.sentence)
    typer.echo(f"共 {len(found)} 处变化。")
