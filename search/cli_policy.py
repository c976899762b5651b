"""``budgetkg policy``: one policy in any written form, the doubtful pairs, the reliances on what is no longer in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from search.cli_base import AsJson, Data, app, settings_of
from search.cli_json import print_json
from search.display import SEVERITY_NAMES

if TYPE_CHECKING:
    from kg.policies import Lookup
    from kg.policy_outdated import OutdatedBasis
    from kg.policy_readings import CloseReading


@app.command()
def policy(
    query: Annotated[
        str | None, typer.Argument(help="文号（任何括号、全半角写法）、标题，或标题里的字词", show_default=False)
    ] = None,
    review: Annotated[
        bool, typer.Option("--review", help="列出可能是同一文件的不同写法，供人核对（不自动合并）")
    ] = False,
    outdated: Annotated[bool, typer.Option("--outdated", help="列出引用已废止或已有新版文件的项目")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """查一份文件：标题、文号、效力，谁引用它，它转发、废止、依据什么。查不到时列出最接近的，退出码为 3。"""
    from kg.policies import lookup
    from kg.policies import review as review_pairs
    from kg.policy_json import lookup_json, outdated_json, reading_json
    from kg.policy_outdated import outdated_bases
    from nlp.errors import UsageError
    from search.library import open_reader_of

    query = (query or "").strip() or None
    if not (query or review or outdated):
        raise UsageError("请给出文号或标题，或者用 --review、--outdated")
    reader = open_reader_of(settings_of(data))
    if review:
        pairs = review_pairs(reader)
        if as_json:
            print_json([reading_json(pair) for pair in pairs])
        else:
            print_review(pairs)
    if outdated:
        bases = outdated_bases(reader)
        if as_json:
            print_json([outdated_json(basis) for basis in bases])
        else:
            print_outdated(bases)
    if query:
        found = lookup(reader, query)
        if as_json:
            print_json(lookup_json(found))
        else:
            print_lookup(found)
        if found.found is None:
            raise typer.Exit(3)


def print_outdated(bases: tuple[OutdatedBasis, ...]) -> None:
    """One reliance a line, or that there is none."""
    if not bases:
        typer.echo("没有发现引用已废止或已有新版文件的项目。")
    for basis in bases:
        place = f"{basis.place.document}:{basis.place.line}"
        typer.echo(f"{SEVERITY_NAMES[basis.severity]}：{basis.message}（{place}）")


def print_review(pairs: tuple[CloseReading, ...]) -> None:
    """One pair a line: score, both readings, why."""
    from kg.iri import plain_name

    if not pairs:
        typer.echo("没有发现可能是同一文件的不同写法。")
    for pair in pairs:
        first, second = (plain_name(iri.rsplit("/", 1)[-1]) for iri in (pair.first, pair.second))
        typer.echo(f"{pair.score:.2f}  {first}  ／  {second}\n      {pair.reason}")


def print_lookup(found: Lookup) -> None:
    """The view of one policy as lines a person reads, each fact with its document and line."""
    from nlp.format import yuan

    typer.echo(found.message)
    if found.found is not None and found.nearest:
        typer.echo("相近的还有：" + "、".join(near.policy.number or near.policy.title or near.policy.iri for near in found.nearest[:5]))
    view = found.found
    if view is None:
        for near in found.nearest:
            typer.echo(f"  {near.policy.number or ''} {near.policy.title or ''}（{near.reason}）")
        return
    typer.echo(f"标题：{view.policy.title or '不明'}")
    typer.echo(
        f"文号：{view.policy.number or '未印'}    印发单位：{view.issuer or '不明'}    年份：{view.year or '不明'}"
    )
    typer.echo(f"效力：{view.force}（{view.force_reason}）")
    for heading, links in (("它对其他文件", view.does), ("其他文件对它", view.done_to)):
        if links:
            typer.echo(f"{heading}：")
        for link in links:
            name = link.policy.number or link.policy.title or "（未写明由哪份文件）"
            typer.echo(f"  {link.label} {name}  {link.place.document}:{link.place.line}")
    if view.editions:
        typer.echo("同一标题的其他版本：" + "、".join(other.number or "" for other in view.editions))
    for reading in view.readings:
        typer.echo(f"可能是同一文件的另一写法（{reading.score:.2f}）：{reading.reason}")
    typer.echo(f"引用 {view.citation_count} 处：")
    for c in view.citations:
        amount = f"，年度资金 {yuan(c.amount)}" if c.amount is not None else ""
        typer.echo(
            f"  {c.department} {c.year or ''} {c.project or '（正文）'}{amount}  {c.place.document}:{c.place.line}"
        )
        typer.echo(f"    “{c.place.quote[:80]}”")
