"""What every command shares: the application, the options, the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from search.settings import Settings

ORDER = (
    "build", "serve", "extract", "ask", "search", "policy", "contracts", "sparql", "check", "export", "import", "withdraw", "stats",
    "identity", "diff",
)  # fmt: skip
"""The commands as the help lists them: what one needs first stands first"""


class InOrder(TyperGroup):
    """The commands in ORDER, whichever module declares them."""

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))


app = typer.Typer(
    name="budgetkg",
    cls=InOrder,
    help="部门预算、决算公开的知识图谱：读文档、建图谱、查文件、查合同、提问题。每个事实都指回原文的行与字。",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Data = Annotated[Path | None, typer.Option("--data", help="数据目录（默认取 BUDGETKG_DATA，再默认 ./data）", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="以 JSON 输出")]


def settings_of(data: Path | None = None, **changes: Any) -> Settings:
    """Settings from the environment with what the command line says on top."""
    given = {key: value for key, value in {"data": data, **changes}.items() if value is not None}
    return Settings().model_copy(update=given)
