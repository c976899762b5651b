"""Generated disclosures: every policy and every company of the truth is read, and no other company."""

from __future__ import annotations

import pytest

from nlp.frame import read_frame
from nlp.generate.document import generate
from nlp.organisations import find_organisations
from nlp.policies import find_policies
from nlp.project_page import read_pages
from nlp.prose import read_paragraphs
from nlp.source import source_from_text


@pytest.mark.parametrize("kind", ["municipal", "county"])
@pytest.mark.parametrize("seed", range(300, 304))
def test_policies_and_companies(kind: str, seed: int) -> None:
    made = generate(seed, kind)
    source = source_from_text(made.name, made.text)
    frame = read_frame(source)
    paragraphs = read_paragraphs(source, frame)
    pages, _ = read_pages(source, frame)
    policies = {(m.span.line, m.number, m.relation) for m in find_policies(frame, pages, paragraphs)}
    wanted = {(m.span.line, m.number, m.relation) for m in made.truth.policies}
    organisations = find_organisations(frame.document, pages, paragraphs, ())
    companies = {name for o in organisations if o.type == "company" for name in (o.name, *o.aliases)}
    parties = {party.name for contract in made.truth.contracts for party in contract.parties}
    assert (wanted - policies, companies ^ parties) == (set(), set())
