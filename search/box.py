"""One request of the box: the question box first, the search beside it; each may be missing and says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.errors import BudgetKGError
from search.site import Site

if TYPE_CHECKING:
    from search.index import Hit
    from search.question.answer import Answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """``answer`` None: no question box; ``trouble`` says why a part is missing."""

    answer: Answer | None
    hits: tuple[Hit, ...]
    trouble: tuple[str, ...] = ()


def ask_and_search(
    site: Site, query: str, year: int | None = None, organisation: str = "", kind: str = "", context: str = "", k: int = 20
) -> Outcome:
    """Answer and hits for a query; a filter narrows the hits only."""
    trouble = []
    answer: Answer | None = None
    hits: tuple[Hit, ...] = ()
    try:
        answer = site.asker().ask(query, context or None)
    except (BudgetKGError, ImportError) as error:
        trouble.append(f"问答暂不可用：{error}" if isinstance(error, BudgetKGError) else "问答没有装上")
    try:
        hits = search(site, query, year, organisation, kind, k)
    except (BudgetKGError, ImportError) as error:
        trouble.append(f"检索暂不可用：{error}" if isinstance(error, BudgetKGError) else "检索没有装上")
    return Outcome(answer, hits, tuple(trouble))


def search(site: Site, query: str, year: int | None, organisation: str, kind: str, k: int) -> tuple[Hit, ...]:
    """Hits of the index."""
    from search.index import Filters

    filters = Filters(year=year, organisation=organisation or None, kind=kind or None)
    return tuple(site.index().search(query, k, filters))
