"""Policies in the graph, looked up in any form: ``晋市财综[2025]20号``, a title, words of a title.

Enters: a reader of the graph and the words a person typed. Leaves: a ``Lookup`` with a ``PolicyView``, or with the
nearest known policies where the one asked for is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.policy_identity import title_key
from kg.policy_index import Near, year_of
from kg.policy_readings import CloseReading, Known, close_readings
from kg.policy_sayings import GraphReader, sayings_where
from kg.policy_view import CITATION_LIMIT, PolicyView, citations_of, index_of, view
from nlp.document_number import canonical_number, find_numbers
from nlp.number_query import parse_query
from nlp.source import normalise


@dataclass(frozen=True, slots=True)
class Lookup:
    """``found`` by ``how``: number | title | words | iri; None where unknown: then ``nearest`` holds what comes close."""

    query: str
    how: str | None
    found: PolicyView | None
    nearest: tuple[Near, ...]

    @property
    def message(self) -> str:
        """A Chinese sentence on what was found."""
        if self.found is not None:
            name = self.found.policy.number or self.found.policy.title
            return f"找到 {name}" + ("（按标题字词匹配）" if self.how == "words" else "")
        if self.nearest and all(near.score == 1.0 for near in self.nearest):
            return f"“{self.query}”不止一份：" + "；".join(
                f"{near.policy.number or near.policy.title}（{near.reason}）" for near in self.nearest[:5]
            )
        if self.nearest:
            return f"没有找到“{self.query}”，最接近的已知文件是 " + "、".join(
                near.policy.number or near.policy.title or near.policy.iri for near in self.nearest[:3]
            )
        return f"没有找到“{self.query}”，也没有相近的文件"


def lookup(reader: GraphReader, text: str, limit: int = CITATION_LIMIT) -> Lookup:
    """Find a policy by number in any printed form, by title, or by words of its title."""
    index = index_of(reader)
    text = text.strip()
    if text in index.by_iri:
        return Lookup(text, "iri", view(reader, index.by_iri[text], limit), ())
    numbers = typed_numbers(text)
    known = list({policy.iri: policy for number in numbers for policy in index.find_number(number)}.values())
    if len(known) == 1:
        return Lookup(text, "number", view(reader, known[0], limit), ())
    if known:
        return Lookup(text, None, None, tuple(Near(policy, f"文号相同，见于{place}", 1.0) for policy, place in placed(reader, known)))
    query = parse_query(text)
    near = index.near_number(numbers[0]) if numbers else index.near_parts(query) if query else ()
    if numbers or near:
        return Lookup(text, None, None, near)
    exact = index.by_title.get(title_key(text), [])
    if exact:
        chosen = max(exact, key=lambda policy: (year_of(policy) or 0, policy.iri))
        others = tuple(Near(policy, "标题相同", 1.0) for policy in exact if policy is not chosen)
        return Lookup(text, "title", view(reader, chosen, limit), others)
    near = index.find_words(text)
    if near and near[0].score >= 0.9:
        return Lookup(text, "words", view(reader, near[0].policy, limit), near[1:])
    return Lookup(text, None, None, near)


def typed_numbers(text: str) -> tuple[str, ...]:
    """The canonical numbers that typed words may mean: a number in any form, or the one in a whole citation.

    >>> typed_numbers("《某通知》（某财综[2024]12号）"), typed_numbers("某财综24年12号"), typed_numbers("防洪法")
    (('某财综〔2024〕12号',), (), ())
    >>> typed_numbers("某财综2024年12号")
    ('某财综〔2024〕12号',)
    """
    number = canonical_number(text)
    if number is not None:
        return (number,)
    query = parse_query(text)
    if query is not None:
        return query.forms()
    cited = [found.canonical for found in find_numbers(normalise(text)) if found.complete]
    return tuple(cited) if len(cited) == 1 else ()


def placed(reader: GraphReader, policies: Iterable[Known]) -> list[tuple[Known, str]]:
    """Each policy with the departments whose documents name it."""
    found = []
    for policy in policies:
        named = citations_of(reader, sayings_where(reader, f"?m bk:policy <{policy.iri}>", 4 * CITATION_LIMIT))
        found.append((policy, "、".join(dict.fromkeys(c.department for c in named)) or policy.iri))
    return found


def review(reader: GraphReader) -> tuple[CloseReading, ...]:
    """Pairs of policies that may be one document, surest first; nothing of it is merged."""
    return close_readings(index_of(reader).policies)
